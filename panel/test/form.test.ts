import { describe, expect, it } from "vitest";

import { changes, creation, digitsKey, draggedDays, emptyForm, errorLines, errorsByPlace, formOf, isComplete, lengthsText, pinLimits, whenMissing } from "../src/form";
import type { Capabilities, CheckError } from "../src/types";
import { code } from "./samples";

const TODAY = "2026-06-01T10:00";
const ZONE = "Europe/Amsterdam";
const form = (part = {}) => ({ ...emptyForm(TODAY, ["lock.front_door"]), ...part });

describe("a new code", () => {
  it("has the fields that are filled in, and no others", () => {
    expect(creation(form(), TODAY)).toEqual({});
    expect(creation(form({ name: " Ada ", pin: "0123", isOneTime: true }), TODAY)).toEqual({
      name: "Ada",
      code: "0123",
      is_one_time_use: true,
    });
    const window = form({ when: "window", starts: "2026-06-01T12:00", ends: "2026-06-02T12:00" });
    expect(creation(window, TODAY)).toEqual({ starts_at: "2026-06-01T12:00:00", ends_at: "2026-06-02T12:00:00" });
    expect(creation(form({ when: "weekly", days: [0] }), TODAY)).toEqual({
      starts_at: "2026-06-01T09:00:00",
      ends_at: "2026-06-01T12:00:00",
      recurrence: "FREQ=WEEKLY;BYDAY=MO",
    });
  });

  it("is complete with a lock and with the times that it needs", () => {
    expect(isComplete(form({ locks: [] }))).toBe(false);
    expect(isComplete(form())).toBe(true);
    expect(isComplete(form({ when: "window" }))).toBe(false);
    expect(isComplete(form({ when: "weekly" }))).toBe(false);
    expect(isComplete(form({ when: "weekly", days: [3] }))).toBe(true);
  });
});

describe("a change", () => {
  const weekly = formOf(
    code({
      type: "time_bound",
      starts_at: "2026-06-01T07:00:00+00:00",
      ends_at: "2026-06-01T10:00:00+00:00",
      recurrence: "FREQ=WEEKLY;BYDAY=MO,TH",
    }),
    ZONE,
    TODAY,
  );

  it("shows a code as it is, and sends nothing while nothing is changed", () => {
    expect(weekly).toMatchObject({ when: "weekly", days: [0, 3], from: "09:00", to: "12:00", pin: "" });
    expect(changes(weekly, weekly, TODAY)).toEqual({});
  });

  it("sends what differs", () => {
    expect(changes({ ...weekly, name: "Zoe", pin: "4821" }, weekly, TODAY)).toEqual({ name: "Zoe", code: "4821" });
    expect(changes({ ...weekly, when: "always" }, weekly, TODAY)).toEqual({ code_type: "ongoing" });
    expect(changes({ ...weekly, when: "window", ends: "2026-06-03T12:00" }, weekly, TODAY)).toEqual({
      starts_at: "2026-06-01T09:00:00",
      ends_at: "2026-06-03T12:00:00",
      recurrence: "",
    });
    expect(changes({ ...weekly, days: [3, 0] }, weekly, TODAY)).toEqual({});
    expect(changes({ ...weekly, to: "13:00" }, weekly, TODAY)["ends_at"]).toBe("2026-06-01T13:00:00");
  });

  // contract 15.30
  it("leaves a code that repeats no more its occurrence of now, or the next one", () => {
    const later = { starts_at: "2026-06-04T07:00:00+00:00", ends_at: "2026-06-04T10:00:00+00:00" };
    const first = { starts_at: "2026-06-01T07:00:00+00:00", ends_at: "2026-06-01T10:00:00+00:00" };
    const repeated = code({ type: "time_bound", ...first, recurrence: "FREQ=WEEKLY;BYDAY=MO,TH", next_window: later });
    const before = formOf(repeated, ZONE, TODAY);
    expect(before).toMatchObject({ when: "weekly", from: "09:00", to: "12:00" });
    expect(changes({ ...before, when: "window" }, before, TODAY)).toEqual({
      starts_at: "2026-06-04T09:00:00",
      ends_at: "2026-06-04T12:00:00",
      recurrence: "",
    });
    const over = formOf({ ...repeated, next_window: null }, ZONE, TODAY);
    expect(over).toMatchObject({ starts: "2026-06-01T09:00", ends: "2026-06-01T12:00" });
  });

  it("keeps a rule that the form cannot show", () => {
    const daily = code({
      type: "time_bound",
      starts_at: "2026-06-01T07:00:00Z",
      ends_at: "2026-06-01T10:00:00Z",
      recurrence: "FREQ=DAILY",
    });
    const shown = formOf(daily, ZONE, TODAY);
    expect(shown.when).toBe("other");
    expect(changes({ ...shown, name: "Zoe" }, shown, TODAY)).toEqual({ name: "Zoe" });
  });
});

describe("what a form lacks", () => {
  it("is told, and nothing that is there", () => {
    const form = emptyForm(TODAY, []);
    expect(whenMissing(form)).toBeNull();
    expect(whenMissing({ ...form, when: "window" })).toBe("edit.times_missing");
    expect(whenMissing({ ...form, when: "window", ends: form.starts })).toBeNull();
    expect(whenMissing({ ...form, when: "weekly" })).toBe("edit.day_missing");
    expect(whenMissing({ ...form, when: "weekly", days: [1], to: "" })).toBe("edit.times_missing");
    expect(whenMissing({ ...form, when: "weekly", to: "" })).toBe("edit.days_missing");
    expect(whenMissing({ ...form, when: "weekly", days: [1] })).toBeNull();
    expect(whenMissing({ ...form, when: "other" })).toBeNull();
  });
});

describe("errors and limits", () => {
  it("are shown where they belong", () => {
    const error = (field: string | null): CheckError => ({
      lock: null,
      field,
      message: "",
      translation_key: null,
      translation_placeholders: {},
    });
    const places = errorsByPlace([error("ends_at"), error("recurrence"), error("code"), error(null)]);
    expect([...places].map(([place, errors]) => [place, errors.length])).toEqual([
      ["when", 2],
      ["code", 1],
      ["form", 1],
    ]);
  });

  it("are those that all locks have in common", () => {
    const limits = (part: Partial<Capabilities>) => ({ code_lengths: [4, 5, 6], characters: "0123456789", ...part }) as Capabilities;
    expect(pinLimits([undefined, null])).toBeNull();
    expect(pinLimits([limits({}), limits({ code_lengths: [6, 8] })])?.lengths).toEqual([6]);
    expect(lengthsText([4, 5, 6])).toBe("4–6");
    expect(lengthsText([4, 6])).toBe("4, 6");
    expect(lengthsText([])).toBe("");
  });
});

// contract 11.369
describe("uses", () => {
  it("of a new code are one, a number or without limit", () => {
    expect(creation(form({ uses: "3" }), TODAY)).toEqual({ max_uses: 3 });
    expect(creation(form({ uses: " " }), TODAY)).toEqual({});
    expect(creation(form({ uses: "3", isOneTime: true }), TODAY)).toEqual({ is_one_time_use: true });
  });

  it("are changed only where they differ, and the limit is taken away", () => {
    const three = formOf(code({ max_uses: 3 }), ZONE, TODAY);
    expect(three.uses).toBe("3");
    expect(changes(three, three, TODAY)).toEqual({});
    expect(changes({ ...three, uses: "5" }, three, TODAY)).toEqual({ max_uses: 5 });
    expect(changes({ ...three, uses: "" }, three, TODAY)).toEqual({ max_uses: null });
    expect(changes({ ...three, isOneTime: true }, three, TODAY)).toEqual({ is_one_time_use: true });
    const once = formOf(code({ max_uses: 1, is_one_time_use: true }), ZONE, TODAY);
    expect(once.uses).toBe("");
    expect(changes({ ...once, isOneTime: false }, once, TODAY)).toEqual({ max_uses: null });
  });
});

describe("what is said at a field", () => {
  const error = (translation_key: string, lock: string | null = null) => ({ lock, field: "code", message: "", translation_key, translation_placeholders: {} });
  const takes = (characters: string) => ({ characters }) as Capabilities;

  // contract 11.461
  it("is of digits where the lock takes digits, as the hint is", () => {
    expect(digitsKey(error("code_length_not_taken"), takes("0123456789"))).toBe("edit.digits_wanted");
    expect(digitsKey(error("code_length_not_taken"), takes("123456"))).toBe("edit.digits_wanted");
    expect(digitsKey(error("code_length_not_taken"), takes("0123456789ab"))).toBeNull();
    expect(digitsKey(error("code_characters_not_taken"), takes("0123456789"))).toBe("edit.digits_only");
    expect(digitsKey(error("code_characters_not_taken"), takes("123456"))).toBeNull();
    expect(digitsKey(error("code_in_use"), takes("0123456789"))).toBeNull();
    expect(digitsKey(error("code_length_not_taken"), undefined)).toBeNull();
  });

  // contract 11.462
  it("is said once where all locks say it, and else by the name of the lock", () => {
    const both = [error("short", "a"), error("short", "b")];
    const names: Record<string, string> = { a: "Front", b: "Back" };
    const lines = (errors: ReturnType<typeof error>[], locks: string[]): string[] =>
      errorLines(errors, locks, (each) => each.translation_key ?? "", (id) => names[id]);
    expect(lines(both, ["a", "b"])).toEqual(["short"]);
    expect(lines(both, ["a", "b", "c"])).toEqual(["Front: short", "Back: short"]);
    expect(lines([error("used", "b"), ...both], ["a", "b"])).toEqual(["Back: used", "short"]);
    expect(lines([error("used", "a")], ["a"])).toEqual(["used"]);
    expect(lines([error("used")], ["a", "b"])).toEqual(["used"]);
  });
});

describe("days that are dragged over", () => {
  const fromSunday = [6, 0, 1, 2, 3, 4, 5];

  it("are chosen with the first, in the order in which they are shown", () => {
    expect(draggedDays([], fromSunday, 0, 2)).toEqual([6, 0, 1]);
    expect(draggedDays([5, 0], fromSunday, 3, 1)).toEqual([5, 0, 1, 2]);
  });

  it("are left out with the first where that was chosen", () => {
    expect(draggedDays([0, 1, 2, 3, 4], fromSunday, 2, 4)).toEqual([0, 4]);
  });
});
