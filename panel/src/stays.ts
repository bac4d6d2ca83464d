/** The stays of guests, as bookings and their codes tell them: pure functions over what was answered. */

import { standing, type Standing } from "./standing";
import type { BookedLock, Booking, BookingCalendar, BookingGap, Code } from "./types";

export type Phase = "here" | "coming" | "left";
export const PHASES: readonly Phase[] = ["here", "coming", "left"];

/** Whether the guests are here, come, or have left or never come. */
export function phaseOf(booking: Booking, now: number): Phase {
  if (booking.state !== "followed" || Date.parse(booking.ends_at) <= now) return "left";
  return Date.parse(booking.starts_at) <= now ? "here" : "coming";
}

export interface Trouble {
  /** Key of a text of ours; null where the integration has said it. */
  key: string | null;
  message: string;
  /** The lock that it is about; null for all of the stay. */
  lock_entity_id: string | null;
  isWarning: boolean;
  /** Since when, where a person is to answer it in the repairs. */
  since?: string | null;
}

export interface StayLock {
  lock: BookedLock;
  /** How its code is; null where it has none. */
  kind: Standing | null;
}

export interface Stay {
  booking: Booking;
  phase: Phase;
  locks: StayLock[];
  troubles: Trouble[];
}

/** The code as it was pushed last, which is newer than the answer about bookings. */
function pushed(lock: BookedLock, codes: Map<string, Code>): Code | undefined {
  return lock.code === null ? undefined : codes.get(lock.code.access_code_id);
}

function troublesOnLock(lock: BookedLock, kind: Standing | null, code: Code | undefined): Trouble[] {
  const trouble = (key: string | null, message: string, isWarning: boolean): Trouble => ({
    key,
    message,
    lock_entity_id: lock.lock_entity_id,
    isWarning,
  });
  if (!lock.is_loaded) return [trouble("lock.not_loaded", "", false)];
  if (lock.is_deleted_by_hand) return [trouble("bookings.deleted_by_hand", "", true)];
  if (lock.refused) return [trouble(null, lock.refused.message, false)];
  if (!lock.code) return [trouble("bookings.no_code", "", false)];
  const { errors } = code ?? lock.code;
  // An error of the lock keeps nobody out whose code is on it.
  return errors.filter((each) => !each.is_device_error || kind !== "set").map((each) => trouble(null, each.message, false));
}

// contract 11.342
/** A stay with what a host should look at; of one that is over nothing is. */
export function stayOf(booking: Booking, codes: Map<string, Code>, now: number): Stay {
  const phase = phaseOf(booking, now);
  const locks = booking.locks.map((lock) => {
    const code = pushed(lock, codes);
    return { lock, code, kind: code ? standing(code, now) : null };
  });
  const troubles: Trouble[] = [];
  if (phase !== "left") {
    const ofAll = (key: string, isWarning: boolean): Trouble => ({ key, message: "", lock_entity_id: null, isWarning });
    troubles.push(...locks.flatMap(({ lock, code, kind }) => troublesOnLock(lock, kind, code)));
    if (booking.is_sending_failing) troubles.push(ofAll("bookings.not_sent", false));
    if (booking.is_in_doubt) troubles.push({ ...ofAll("bookings.in_doubt", false), since: booking.missing_since });
    else if (booking.is_missing_in_calendar) troubles.push(ofAll("bookings.missing", true));
  }
  return { booking, phase, locks: locks.map(({ lock, kind }) => ({ lock, kind })), troubles };
}

/** The stays of a calendar by phase: who leaves first comes first, of those who have left the last one. */
export function staysOf(calendar: BookingCalendar, codes: Map<string, Code>, now: number): Record<Phase, Stay[]> {
  const found: Record<Phase, Stay[]> = { here: [], coming: [], left: [] };
  for (const booking of calendar.bookings) {
    const stay = stayOf(booking, codes, now);
    found[stay.phase].push(stay);
  }
  const end = (stay: Stay): number => Date.parse(stay.booking.ends_at);
  found.here.sort((a, b) => end(a) - end(b));
  found.left.sort((a, b) => end(b) - end(a));
  return found;
}

export interface StayGap {
  starts_at: string;
  ends_at: string;
  /** The locks behind which nobody is meanwhile. */
  lock_entity_ids: string[];
}

// contract 11.343
/** The gaps before an arrival on the locks of its booking, the same ones of several locks as one. */
export function gapsBefore(booking: Booking, gaps: readonly BookingGap[]): StayGap[] {
  const found = new Map<string, StayGap>();
  for (const gap of gaps) {
    if (gap.before !== booking.common_code_key || gap.lock_entity_id === null) continue;
    const key = `${gap.starts_at}|${gap.ends_at}`;
    const known = found.get(key) ?? { starts_at: gap.starts_at, ends_at: gap.ends_at, lock_entity_ids: [] };
    known.lock_entity_ids.push(gap.lock_entity_id);
    found.set(key, known);
  }
  return [...found.values()].sort((a, b) => Date.parse(a.starts_at) - Date.parse(b.starts_at));
}

/** How many nights lie between two wall-clock times. */
export function nights(startsAt: string, endsAt: string): number {
  const day = (wall: string): number => Date.parse(`${wall.slice(0, 10)}T00:00Z`);
  return Math.round((day(endsAt) - day(startsAt)) / 86_400_000);
}
