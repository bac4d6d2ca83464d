import { describe, expect, it } from "vitest";

import { Clock, addDays, firstOccurrence, firstWeekday, quickWindow, toWall, weekday, weeklyDays, weeklyRule } from "../src/times";

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

describe("the profile of the user", () => {
  const clockOf = (language: string, time_format: string, time_zone = "server") =>
    new Clock({
      config: { time_zone: ZONE },
      locale: { language, time_format, time_zone, date_format: "language", first_weekday: "language" },
    } as ConstructorParameters<typeof Clock>[0]);
  const plain = (text: string): string => text.replace(/\s/g, " ");

  it("has twelve or twenty-four hours, or those of its language", () => {
    expect(plain(clockOf("en", "12").time("2026-06-01T16:05:00Z"))).toBe("6:05 PM");
    expect(clockOf("en", "24").time("2026-06-01T16:05:00Z")).toBe("18:05");
    expect(plain(clockOf("en", "language").time("2026-06-01T16:05:00Z"))).toBe("6:05 PM");
    expect(clockOf("de", "language").time("2026-06-01T16:05:00Z")).toBe("18:05");
    expect(plain(clockOf("de", "12").wallText("2026-06-01T18:05", { hour: "numeric", minute: "2-digit" }))).toBe("6:05 PM");
  });

  it("has midnight and noon as people write them", () => {
    expect(clockOf("en", "24").time("2026-06-01T22:05:00Z")).toBe("00:05");
    expect(plain(clockOf("ja", "12").time("2026-06-01T10:05:00Z"))).toBe("午後12:05");
  });

  it("begins its weeks where it says, or where its language does", () => {
    expect(firstWeekday({ language: "de", first_weekday: "saturday" })).toBe(5);
    expect(firstWeekday({ language: "de", first_weekday: "language" })).toBe(0);
    expect(firstWeekday({ language: "en", first_weekday: "language" })).toBe(6);
  });

  it("reads the times in sentences of the integration", () => {
    const clock = clockOf("en", "12");
    const today = clock.wall().slice(0, 10);
    expect(plain(clock.inText(`Set since ${today} 18:05`))).toBe("Set since 6:05 PM");
    expect(plain(clock.inText("Ended 2019-06-01 00:05"))).toBe("Ended Sat, Jun 1, 2019, 12:05 AM");
    expect(clock.inText("Not on the lock")).toBe("Not on the lock");
  });

  // contract 11.380
  it("says how long ago something was, in the largest full unit", () => {
    const ago = (instant: string, language = "en"): string => clockOf(language, "24").ago(instant, Date.parse("2026-06-10T12:00:00Z"));
    expect(ago("2026-06-10T12:00:30Z")).toBe("this minute");
    expect(ago("2026-06-10T11:59:30Z")).toBe("this minute");
    expect(ago("2026-06-10T11:59:00Z")).toBe("1 minute ago");
    expect(ago("2026-06-10T11:00:30Z")).toBe("59 minutes ago");
    expect(ago("2026-06-10T11:00:00Z")).toBe("1 hour ago");
    expect(ago("2026-06-09T12:00:01Z")).toBe("23 hours ago");
    expect(ago("2026-06-09T00:00:00Z")).toBe("1 day ago");
    expect(ago("2026-05-10T12:00:00Z", "de")).toBe("vor 31 Tagen");
  });

  it("is on the clock of the home whatever zone it has chosen", () => {
    expect(clockOf("de", "24", "local").time("2026-06-01T16:05:00Z")).toBe("18:05");
    expect(clockOf("de", "24", "server").wall("2026-06-01T22:30:00Z")).toBe("2026-06-02T00:30");
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

  it("begin with the first that is not over", () => {
    const first = (days: number[], from: string, to: string, now: string) => firstOccurrence(days, from, to, now).starts_at;
    // The third of June is a Wednesday, which is 2.
    expect(first([2], "09:00", "12:00", "2026-06-03T11:59")).toBe("2026-06-03T09:00");
    expect(first([2], "09:00", "12:00", "2026-06-03T12:00")).toBe("2026-06-10T09:00");
    expect(first([2, 3], "09:00", "12:00", "2026-06-03T15:00")).toBe("2026-06-04T09:00");
    expect(first([1], "22:00", "06:00", "2026-06-03T05:00")).toBe("2026-06-02T22:00");
    expect(first([1], "22:00", "06:00", "2026-06-03T06:00")).toBe("2026-06-09T22:00");
  });
});
