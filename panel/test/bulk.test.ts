import { describe, expect, it } from "vitest";

import { BULK_ACTIONS, applies, command } from "../src/bulk";
import type { Code } from "../src/types";
import { NOW, code } from "./samples";

const SPAN = { starts_at: "2026-06-01T08:00:00Z", ends_at: "2026-06-01T20:00:00Z" };
const LATER = { starts_at: "2026-06-02T08:00:00Z", ends_at: "2026-06-02T20:00:00Z" };
const windowed = (span: typeof SPAN, part: Partial<Code> = {}): Code =>
  code({ type: "time_bound", ...span, next_window: span, ...part });
const allowed = (each: Code): string[] => BULK_ACTIONS.filter((action) => applies(action, each, NOW));

describe("an action for several codes", () => {
  it("applies to those of which it changes something", () => {
    expect(allowed(code())).toEqual(["pause", "end", "give", "delete"]);
    expect(allowed(code({ is_paused: true }))).toEqual(["resume", "end", "give", "delete"]);
    expect(allowed(windowed({ ...SPAN, ends_at: "2026-06-01T09:00:00Z" }))).toEqual(["delete"]);
    const deleting = { message: "", created_at: "", mutation_code: "deleting" };
    expect(allowed(code({ pending_mutations: [deleting] }))).toEqual([]);
  });

  it("pauses, resumes or deletes one code after the other", () => {
    expect(command("pause", code(), NOW)).toEqual({
      type: "access_codes/update",
      access_code_id: "id",
      without_pins: true,
      is_paused: true,
    });
    expect(command("resume", code(), NOW)).toMatchObject({ is_paused: false });
    expect(command("delete", code(), NOW)).toMatchObject({ type: "access_codes/delete", access_code_id: "id" });
  });

  it("ends a code now, whatever its times are", () => {
    const now = "2026-06-01T10:00:00.000Z";
    expect(command("end", code(), NOW)).toMatchObject({ starts_at: "2026-05-01T10:00:00+00:00", ends_at: now });
    expect(command("end", windowed(SPAN), NOW)).toMatchObject({ starts_at: SPAN.starts_at, ends_at: now });
    expect(command("end", windowed(LATER), NOW)).toMatchObject({ starts_at: "2026-06-01T09:59:00.000Z", ends_at: now });
    const daily = windowed(SPAN, { recurrence: "FREQ=DAILY" });
    expect(command("end", daily, NOW)).toMatchObject({ recurrence: "", starts_at: SPAN.starts_at });
    expect(command("end", windowed(SPAN), NOW)).not.toHaveProperty("recurrence");
  });
});
