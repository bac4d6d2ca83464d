import { describe, expect, it } from "vitest";

import type { Context } from "../src/context";
import { durationText, qrPath, sentWith, shareText, timeLeft } from "../src/sharing";
import { Texts } from "../src/texts";
import { Clock } from "../src/times";
import type { Code, Hass } from "../src/types";
import { NOW, code, lock } from "./samples";

const SPAN = { starts_at: "2026-06-02T16:00:00Z", ends_at: "2026-06-03T16:00:00Z" };
const hass = { config: { time_zone: "UTC" }, locale: { language: "en", time_format: "24" } } as Hass;
const context = {
  hass,
  texts: Texts.from((key, values) => `${key.split(".").pop()} ${Object.values(values ?? {}).join(" ")}`),
  clock: new Clock(hass),
  store: { lockOf: () => lock() },
  now: NOW,
} as unknown as Context;

describe("the sentence for a person", () => {
  it("tells the PIN, the lock and when it opens", () => {
    expect(shareText(context, [code()], "7391")).toBe("always Ada Front door 7391");
    const guest = code({ type: "time_bound", ...SPAN, next_window: SPAN });
    expect(shareText(context, [guest], "7391")).toMatch(/^window Ada Front door 7391 Tue.* 16:00 Wed.* 16:00$/);
    const cleaner = code({ ...guest, recurrence: "FREQ=WEEKLY;BYDAY=TU" });
    expect(shareText(context, [cleaner], "7391")).toMatch(/^recurring Ada Front door 7391 weekly Tue/);
  });

  it("names all doors that the PIN opens", () => {
    expect(shareText(context, [code(), code()], "7391")).toBe("always Ada Front door and Front door 7391");
  });

  it("is a QR code, too", () => {
    const { path, size } = qrPath("The PIN is 7391.");
    expect(size).toBe(27 + 4);
    expect(path.startsWith("M3 3h1v1h-1z")).toBe(true);
  });
});

// contract 11.361
it("the codes of a booking are sent together, others alone", () => {
  const group = (key: string | null): Code[] => {
    const first = code({ common_code_key: key });
    const other = code({ access_code_id: "other", common_code_key: key });
    const deleted = code({ access_code_id: "gone", common_code_key: key, pending_mutations: [{ mutation_code: "deleting" }] as Code["pending_mutations"] });
    return sentWith({ ...context, store: { sharedWith: () => [first, other, deleted] } } as unknown as Context, first);
  };
  expect(group("booking_abcdefghijklmnopqrst").map((each) => each.access_code_id)).toEqual(["id", "other"]);
  expect(group("booking_agency").map((each) => each.access_code_id)).toEqual(["id"]);
  expect(group("family").map((each) => each.access_code_id)).toEqual(["id"]);
  expect(group(null)).toHaveLength(1);
});

it("time is left until a window begins, then until it ends", () => {
  expect(timeLeft(code(), NOW)).toBeNull();
  const guest = code({ next_window: SPAN });
  expect(timeLeft(guest, NOW)).toEqual({ isBegun: false, at: SPAN.starts_at, left: 30 * 3_600_000 });
  expect(timeLeft(guest, Date.parse(SPAN.starts_at))).toMatchObject({ isBegun: true, at: SPAN.ends_at });
  expect(timeLeft(guest, Date.parse(SPAN.ends_at))).toBeNull();
});

it("a length of time has two units at most", () => {
  expect(durationText(30 * 3_600_000 + 5000, "en")).toBe("1 day, 6 hours");
  expect(durationText(7_500_000, "en")).toBe("2 hours, 5 minutes");
  expect(durationText(59_000, "en")).toBe("59 seconds");
  expect(durationText(86_400_000, "de")).toBe("1 Tag");
  expect(durationText(-5, "en")).toBe("0 seconds");
});
