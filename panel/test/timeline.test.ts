import { describe, expect, it } from "vitest";

import {
  barsOf,
  columns,
  isMovable,
  minutesFor,
  moved,
  movedTogether,
  occurrencesKey,
  position,
  rangeOf,
  shifted,
  withinSight,
} from "../src/timeline";
import type { Code } from "../src/types";
import { NOW, code } from "./samples";

const ZONE = "Europe/Amsterdam";
const WEEK = rangeOf("week", "2026-06-03");
const windowed = (from: string, to: string, part: Partial<Code> = {}): Code =>
  code({
    type: "time_bound",
    status: "unset",
    starts_at: from,
    ends_at: to,
    next_window: { starts_at: from, ends_at: to },
    ...part,
  });

describe("a range", () => {
  it("is a day, a week from its first weekday, or a month", () => {
    expect(rangeOf("day", "2026-06-03")).toEqual({ from: "2026-06-03T00:00", to: "2026-06-04T00:00" });
    expect(WEEK).toEqual({ from: "2026-06-01T00:00", to: "2026-06-08T00:00" });
    expect(rangeOf("week", "2026-06-03", 6).from).toBe("2026-05-31T00:00");
    expect(rangeOf("month", "2026-02-28")).toEqual({ from: "2026-02-01T00:00", to: "2026-03-01T00:00" });
  });

  it("has one before and one after it", () => {
    expect(shifted("day", "2026-06-01", -1)).toBe("2026-05-31");
    expect(shifted("week", "2026-06-03", 1)).toBe("2026-06-10");
    expect(shifted("month", "2026-01-31", 1)).toBe("2026-02-01");
    expect(shifted("month", "2026-01-31", -1)).toBe("2025-12-01");
  });

  it("has a column for each day, or each hour", () => {
    expect(columns("week", WEEK)).toHaveLength(7);
    expect(columns("day", rangeOf("day", "2026-03-29"))).toHaveLength(24);
    expect(columns("month", rangeOf("month", "2026-06-01"))[29]).toBe("2026-06-30T00:00");
  });

  it("has days of one width, also when the clock changes", () => {
    const spring = rangeOf("week", "2026-03-29");
    expect(position("2026-03-29T00:00", spring)).toBeCloseTo(6 / 7);
  });
});

describe("the bars of a code", () => {
  it("are its window, cut where the range ends", () => {
    const guest = windowed("2026-05-30T10:00:00Z", "2026-06-02T22:00:00Z");
    const [bar] = barsOf(guest, [], WEEK, ZONE, NOW);
    expect(bar).toMatchObject({ left: 0, isCutAtStart: true, isCutAtEnd: false, ends: "2026-06-03T00:00" });
    expect(bar!.width).toBeCloseTo(2 / 7);
    expect(barsOf(windowed("2026-07-01T10:00:00Z", "2026-07-02T10:00:00Z"), [], WEEK, ZONE, NOW)).toEqual([]);
  });

  it("have no end where the code has none, until it is used up", () => {
    const [open] = barsOf(code(), [], WEEK, ZONE, NOW);
    expect(open).toMatchObject({ left: 0, width: 1, isCutAtEnd: true, ends_at: null, kind: "set" });
    const used = code({ max_uses: 1, use_count: 1, last_used_at: "2026-06-01T22:00:00Z", status: "unset" });
    expect(barsOf(used, [], WEEK, ZONE, NOW)[0]).toMatchObject({ kind: "ended", ends: "2026-06-02T00:00" });
  });

  it("are all occurrences of a recurrence, each with its own status", () => {
    const days = [1, 2, 3].map((day) => ({
      starts_at: `2026-06-0${day}T0${day === 1 ? 7 : 9}:00:00Z`,
      ends_at: `2026-06-0${day}T0${day === 1 ? 8 : 9}:30:00Z`,
    }));
    const cleaner = windowed(days[0]!.starts_at, days[0]!.ends_at, {
      recurrence: "FREQ=DAILY",
      next_window: days[1]!,
      errors: [{ message: "No", created_at: "", error_code: "x" }],
    });
    const kinds = (each: Code): string[] => barsOf(each, days, WEEK, ZONE, NOW).map((bar) => bar.kind);
    expect(kinds(cleaner)).toEqual(["ended", "problem", "upcoming"]);
    expect(kinds({ ...cleaner, errors: [], is_paused: true })).toEqual(["ended", "paused", "paused"]);
    expect(kinds({ ...cleaner, next_window: null })).toEqual(["ended", "ended", "ended"]);
  });
});

describe("a drag", () => {
  const window = { starts: "2026-06-01T10:00", ends: "2026-06-01T12:00" };

  it("moves a window, or one edge of it, and never turns it round", () => {
    expect(moved(window, "both", 1440)).toEqual({ starts: "2026-06-02T10:00", ends: "2026-06-02T12:00" });
    expect(moved(window, "start", -60)).toEqual({ starts: "2026-06-01T09:00", ends: "2026-06-01T12:00" });
    expect(moved(window, "end", 30)).toEqual({ starts: "2026-06-01T10:00", ends: "2026-06-01T12:30" });
    expect(moved(window, "end", -120)).toBeNull();
  });

  it("stays in sight: a window in part, and an edge that is there", () => {
    const day = rangeOf("day", "2026-06-01");
    const went = (edge: "start" | "end" | "both", minutes: number) => moved(window, edge, withinSight(window, edge, minutes, day));
    expect(went("end", 5000)).toEqual({ starts: "2026-06-01T10:00", ends: "2026-06-02T00:00" });
    expect(went("start", -5000)).toEqual({ starts: "2026-06-01T00:00", ends: "2026-06-01T12:00" });
    expect(went("both", 5000)).toEqual({ starts: "2026-06-01T23:55", ends: "2026-06-02T01:55" });
    expect(went("both", -5000)).toEqual({ starts: "2026-05-31T22:05", ends: "2026-06-01T00:05" });
    expect(went("end", 60)).toEqual({ starts: "2026-06-01T10:00", ends: "2026-06-01T13:00" });
  });

  it("leaves an edge free that is out of sight already", () => {
    const day = rangeOf("day", "2026-06-01");
    const long = { starts: "2026-05-30T10:00", ends: "2026-06-03T10:00" };
    expect([withinSight(long, "end", 60, day), withinSight(long, "start", -60, day)]).toEqual([60, -60]);
    // Of a sliver that is less in sight than a step, nothing is taken away.
    const sliver = { starts: "2026-05-31T23:00", ends: "2026-06-01T00:02" };
    expect([withinSight(sliver, "both", -60, day), withinSight(sliver, "both", 60, day)]).toEqual([0, 60]);
  });

  it("goes in steps that a hand can meet", () => {
    const day = rangeOf("day", "2026-06-01");
    expect(minutesFor(10, 1440, day)).toBe(15);
    expect(minutesFor(3, 1440, day)).toBe(0);
    expect(minutesFor(100, 300, rangeOf("month", "2026-06-01"))).toBe(14400);
  });

  it("is of codes with a single window that stay", () => {
    const guest = windowed("2026-06-02T10:00:00Z", "2026-06-03T10:00:00Z");
    const deleting = { message: "", created_at: "", mutation_code: "deleting" };
    expect(isMovable(guest)).toBe(true);
    expect(isMovable(code())).toBe(false);
    expect(isMovable({ ...guest, recurrence: "FREQ=DAILY" })).toBe(false);
    expect(isMovable({ ...guest, pending_mutations: [deleting] })).toBe(false);
  });

  it("takes the codes with the same key along where all have the same window", () => {
    const here = windowed("2026-06-02T10:00:00Z", "2026-06-03T10:00:00Z", { common_code_key: "k" });
    const there = { ...here, access_code_id: "there" };
    expect(movedTogether([here, there])).toEqual([here, there]);
    expect(movedTogether([here, { ...there, ends_at: "2026-06-04T10:00:00Z" }])).toEqual([here]);
  });
});

it("asks anew for occurrences only when a recurrence or the range is another", () => {
  const daily = windowed("2026-06-02T10:00:00Z", "2026-06-02T11:00:00Z", { recurrence: "FREQ=DAILY" });
  const key = occurrencesKey([daily, code()], WEEK);
  expect(occurrencesKey([code()], WEEK)).toBe("");
  expect(occurrencesKey([{ ...daily, status: "set" }], WEEK)).toBe(key);
  expect(occurrencesKey([{ ...daily, recurrence: "FREQ=WEEKLY" }], WEEK)).not.toBe(key);
  expect(occurrencesKey([daily], rangeOf("day", "2026-06-03"))).not.toBe(key);
});
