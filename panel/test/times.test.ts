import { describe, expect, it } from "vitest";

import { addDays, firstOccurrence, quickWindow, toWall, weekday, weeklyDays, weeklyRule } from "../src/times";

const ZONE = "Europe/Amsterdam";

describe("the clock of the home", () => {
  it("is used whatever the device has", () => {
    expect(toWall("2026-06-01T22:30:00Z", ZONE)).toBe("2026-06-02T00:30");
    expect(toWall("2026-12-31T23:30:00Z", ZONE)).toBe("2027-01-01T00:30");
  });

  it("counts days over months, years and changes of the clock", () => {
    expect(addDays("2026-10-24T12:00", 1)).toBe("2026-10-25");
    expect(addDays("2026-12-31T00:00", 1)).toBe("2027-01-01");
    expect(addDays("2028-02-28T00:00", 1)).toBe("2028-02-29");
    expect(weekday("2026-06-01T23:59")).toBe(0);
    expect(weekday("2026-06-07")).toBe(6);
  });
});

describe("quick choices", () => {
  it("end tonight in the morning, which is this one in the small hours", () => {
    expect(quickWindow("tonight", "2026-06-01T18:20")).toEqual({ starts_at: "2026-06-01T18:20", ends_at: "2026-06-02T06:00" });
    expect(quickWindow("tonight", "2026-06-02T01:20").ends_at).toBe("2026-06-02T06:00");
  });

  it("begin the weekend on Friday, or now when it is on", () => {
    expect(quickWindow("weekend", "2026-06-02T10:00")).toEqual({ starts_at: "2026-06-05T15:00", ends_at: "2026-06-08T00:00" });
    expect(quickWindow("weekend", "2026-06-05T14:59").starts_at).toBe("2026-06-05T15:00");
    expect(quickWindow("weekend", "2026-06-07T10:00")).toEqual({ starts_at: "2026-06-07T10:00", ends_at: "2026-06-08T00:00" });
  });

  it("last a week or thirty days", () => {
    expect(quickWindow("week", "2026-06-01T10:00").ends_at).toBe("2026-06-08T10:00");
    expect(quickWindow("month", "2026-06-01T10:00").ends_at).toBe("2026-07-01T10:00");
  });
});

describe("every week", () => {
  it("writes the days of a rule, and reads them back", () => {
    expect(weeklyRule([4, 0])).toBe("FREQ=WEEKLY;BYDAY=MO,FR");
    expect(weeklyDays("FREQ=WEEKLY;BYDAY=MO,FR")).toEqual([0, 4]);
    expect(weeklyDays("FREQ=WEEKLY;INTERVAL=2;BYDAY=MO")).toBeNull();
    expect(weeklyDays("FREQ=DAILY")).toBeNull();
    expect(weeklyDays("FREQ=WEEKLY;BYDAY=MO;COUNT=3")).toBeNull();
  });

  it("begins on the first of its days, and may end on the day after", () => {
    expect(firstOccurrence([1, 4], "09:00", "12:00", "2026-06-03T08:00")).toEqual({
      starts_at: "2026-06-05T09:00",
      ends_at: "2026-06-05T12:00",
    });
    expect(firstOccurrence([2], "22:00", "06:00", "2026-06-03T08:00").ends_at).toBe("2026-06-04T06:00");
  });
});
