import { describe, expect, it } from "vitest";

import { notesOf, remedyOf, remedyOfLock } from "../src/remedies";
import type { LockProblem } from "../src/types";
import { code, lock } from "./samples";

const problem = (part: object) => ({ message: "", created_at: "", ...part });

// contract 11.367
describe("the remedy of a problem", () => {
  const one = code({ access_code_id: "7" });
  const repairs = [
    { error_code: "failed_to_set_on_device", message: "", access_code_id: "7", is_repair: true },
    { error_code: "failed_to_remove_from_device", message: "", access_code_id: "7", is_repair: true },
    { error_code: "device_not_watched", message: "", is_repair: true },
  ];
  const place = (part: object, device_id: string | null = "d", problems: LockProblem[] = repairs) =>
    remedyOf(problem(part), one, lock({ device_id, problems }))?.href;

  it("leads to where something can be done about it", () => {
    expect(place({ error_code: "failed_to_set_on_device" })).toBe("/config/repairs");
    expect(place({ error_code: "failed_to_remove_from_device" })).toBe("/config/repairs");
    expect(place({ error_code: "duplicate_code_on_device" })).toBe("/access-codes/edit/7");
    expect(place({ error_code: "no_space_for_access_code_on_device" })).toBe("/access-codes/others");
    expect(place({ warning_code: "missed" })).toBe("/access-codes/edit/7");
    expect(place({ error_code: "device_offline" })).toBe("/config/devices/device/d");
    expect(place({ error_code: "device_offline" }, null)).toBe("/config/integrations/integration/access_codes#config_entry=entry");
  });

  // contract 11.382
  it("leads to the device before a repair stands for the error", () => {
    const failed = { error_code: "failed_to_set_on_device" };
    expect(place({ error_code: "device_not_watched" })).toBe("/config/repairs");
    expect(place(failed, "d", [])).toBe("/config/devices/device/d");
    expect(place(failed, "d", [{ ...repairs[0]!, is_repair: false }])).toBe("/config/devices/device/d");
    expect(place(failed, "d", [{ ...repairs[0]!, access_code_id: "8" }])).toBe("/config/devices/device/d");
    expect(place(failed, null, [])).toBe("/config/integrations/integration/access_codes#config_entry=entry");
    expect(remedyOfLock(undefined, false).href).toBe("/config/integrations/integration/access_codes");
    expect(remedyOfLock(lock({ device_id: "d" }), true).href).toBe("/config/repairs");
    expect(remedyOfLock(lock({ device_id: "d" }), false).href).toBe("/config/devices/device/d");
  });

  it("is none where nothing is to be done", () => {
    expect(remedyOf(problem({ warning_code: "being_deleted" }), one, undefined)).toBeNull();
    expect(remedyOf(problem({ warning_code: "using_backup_access_code" }), one, lock())).toBeNull();
  });
});

// contract 11.460
describe("what is said of a code", () => {
  const late = problem({ warning_code: "delay_in_setting_on_device", message: "late" });
  const failed = problem({ error_code: "failed_to_set_on_device", message: "failed" });
  const at = lock({ device_id: "d" });

  it("has each button once, at the first that has it", () => {
    const notes = notesOf(code({ errors: [failed], warnings: [late] }), at);
    expect(notes.map((each) => [each.tone, each.message, each.remedy?.key])).toEqual([
      ["error", "failed", "locks.device"],
      ["", "late", undefined],
    ]);
  });

  it("keeps buttons that lead elsewhere", () => {
    const missed = problem({ warning_code: "missed", message: "missed" });
    expect(notesOf(code({ errors: [failed], warnings: [missed] }), at).map((each) => each.remedy?.key)).toEqual(["locks.device", "code.edit"]);
  });

  it("keeps the button of a sentence that is said, though one that is not said had it first", () => {
    const silent = problem({ warning_code: "external_modification_in_progress", message: "failed" });
    const again = problem({ warning_code: "missed", message: "failed" });
    const missed = problem({ warning_code: "missed", message: "missed" });
    expect(notesOf(code({ warnings: [silent, again, missed] }), at).map((each) => each.remedy?.key)).toEqual([undefined, "code.edit"]);
  });

  it("is said once where a warning and a pending change say the same", () => {
    const change = { created_at: "", mutation_code: "setting", message: "late" };
    const notes = notesOf(code({ warnings: [late], pending_mutations: [change] as never }), at);
    expect(notes.map((each) => each.tone)).toEqual([""]);
  });
});
