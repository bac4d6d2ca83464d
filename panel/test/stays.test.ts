import { describe, expect, it } from "vitest";

import { gapsBefore, nights, phaseOf, stayOf, staysOf } from "../src/stays";
import type { BookedLock, Booking, Code } from "../src/types";
import { NOW, code } from "./samples";

const at = (hours: number): string => new Date(NOW + hours * 3_600_000).toISOString();

const booked = (part: Partial<BookedLock> = {}): BookedLock => ({
  lock_entity_id: "lock.front_door",
  is_loaded: true,
  code: { access_code_id: "id", status: "set", display_status: "Set", errors: [], warnings: [] },
  refused: null,
  is_deleted_by_hand: false,
  ...part,
});

const booking = (part: Partial<Booking> = {}): Booking => ({
  common_code_key: "ada",
  name: "Ada",
  state: "followed",
  starts_at: at(-5),
  ends_at: at(5),
  is_missing_in_calendar: false,
  missing_since: null,
  is_in_doubt: false,
  checked_in_at: null,
  checked_out_at: null,
  sent_at: null,
  is_sending_failing: false,
  lock_count: 1,
  display_status: "On 1 of 1 locks",
  locks: [booked()],
  ...part,
});

const codes = (part: Partial<Code> = {}): Map<string, Code> => new Map([["id", code(part)]]);
const error = (isDevice: boolean) => ({ message: "It did not work.", created_at: "", is_device_error: isDevice });

describe("a stay", () => {
  it("is on, to come or over by its times, and over where the booking went", () => {
    expect(phaseOf(booking(), NOW)).toBe("here");
    expect(phaseOf(booking({ starts_at: at(1) }), NOW)).toBe("coming");
    expect(phaseOf(booking({ ends_at: at(0) }), NOW)).toBe("left");
    expect(phaseOf(booking({ state: "cancelled" }), NOW)).toBe("left");
    expect(phaseOf(booking({ starts_at: at(1), state: "gone" }), NOW)).toBe("left");
  });

  it("has the sign of the code as it was pushed last", () => {
    expect(stayOf(booking(), codes({ status: "setting" }), NOW).locks[0]!.kind).toBe("setting");
    expect(stayOf(booking(), new Map(), NOW).locks[0]!.kind).toBeNull();
    expect(stayOf(booking({ locks: [booked({ code: null })] }), codes(), NOW).locks[0]!.kind).toBeNull();
  });

  it("has no trouble where all is well", () => {
    expect(stayOf(booking(), codes(), NOW).troubles).toEqual([]);
  });

  it("is troubled by what keeps its guests out", () => {
    const told = (lock: BookedLock, known = codes()) => stayOf(booking({ locks: [lock] }), known, NOW).troubles.map((each) => each.key ?? each.message);
    expect(told(booked({ is_loaded: false }))).toEqual(["lock.not_loaded"]);
    expect(told(booked({ refused: { message: "No room.", reason: "no_room" } }))).toEqual(["No room."]);
    expect(told(booked({ code: null }))).toEqual(["bookings.no_code"]);
    expect(told(booked(), codes({ errors: [error(false)] }))).toEqual(["It did not work."]);
    expect(told(booked(), codes({ status: "setting", errors: [error(true)] }))).toEqual(["It did not work."]);
    expect(told(booked(), codes({ status: "set", errors: [error(true)] }))).toEqual([]);
  });

  it("tells what is only to be known as a warning", () => {
    const deleted = booked({ code: null, is_deleted_by_hand: true });
    const stay = stayOf(booking({ locks: [deleted], is_missing_in_calendar: true, is_sending_failing: true }), codes(), NOW);
    expect(stay.troubles.map((each) => [each.key, each.isWarning])).toEqual([
      ["bookings.deleted_by_hand", true],
      ["bookings.not_sent", false],
      ["bookings.missing", true],
    ]);
  });

  it("is troubled by a doubt that a person is to answer", () => {
    const since = at(-1);
    const stay = stayOf(booking({ is_missing_in_calendar: true, missing_since: since, is_in_doubt: true }), codes(), NOW);
    expect(stay.troubles).toEqual([{ key: "bookings.in_doubt", message: "", lock_entity_id: null, isWarning: false, since }]);
  });

  it("has no trouble once it is over", () => {
    expect(stayOf(booking({ ends_at: at(-1), locks: [booked({ code: null })] }), codes(), NOW).troubles).toEqual([]);
  });

  it("is counted in nights", () => {
    expect(nights("2026-06-01T15:00", "2026-06-04T11:00")).toBe(3);
    expect(nights("2026-06-01T10:00", "2026-06-01T18:00")).toBe(0);
  });
});

describe("the stays of a calendar", () => {
  it("are in the order in which guests leave", () => {
    const bookings = [
      booking({ name: "long", ends_at: at(50) }),
      booking({ name: "short" }),
      booking({ name: "before", ends_at: at(-9) }),
      booking({ name: "just left", ends_at: at(-1) }),
      booking({ name: "next", starts_at: at(6), ends_at: at(9) }),
    ];
    const calendar = { entry_id: "", name: "", entity_id: "", is_loaded: true, failing_since: null, read_at: null, bookings };
    const found = staysOf(calendar, codes(), NOW);
    expect(found.here.map((stay) => stay.booking.name)).toEqual(["short", "long"]);
    expect(found.coming.map((stay) => stay.booking.name)).toEqual(["next"]);
    expect(found.left.map((stay) => stay.booking.name)).toEqual(["just left", "before"]);
  });
});

describe("the gaps before an arrival", () => {
  it("are one where they are the same on several locks", () => {
    const gap = (lock: string | null, hours: number, before = "ada") => ({
      lock_entity_id: lock,
      starts_at: at(hours),
      ends_at: at(9),
      after: "bo",
      before,
    });
    const gaps = [gap("lock.a", 5), gap("lock.b", 5), gap("lock.c", 1), gap(null, 5), gap("lock.a", 5, "eve")];
    expect(gapsBefore(booking(), gaps).map((each) => each.lock_entity_ids)).toEqual([["lock.c"], ["lock.a", "lock.b"]]);
  });
});
