/** The timeline: spans of days, and the bars of codes in them. All by the wall clock of the home, so that days are equally wide. */

import { isDeleting, isEnded, standing, type Standing } from "./standing";
import { addDays, toWall, weekday, type Clock } from "./times";
import type { Code, TimeSpan } from "./types";

export type Scale = "day" | "week" | "month";
export const SCALES: readonly Scale[] = ["day", "week", "month"];

/** From the first minute of a day up to that of another, on the clock of the home. */
export interface Range {
  from: string;
  to: string;
}

const DAY = 1440;

/** Minutes on the wall clock: they count no change of the clock. */
export function minutesOf(wall: string): number {
  const [year, month, day] = wall.slice(0, 10).split("-").map(Number) as [number, number, number];
  return Date.UTC(year, month - 1, day, Number(wall.slice(11, 13)), Number(wall.slice(14, 16))) / 60_000;
}

export const wallOf = (minutes: number): string => new Date(minutes * 60_000).toISOString().slice(0, 16);

/** The day, week or month that a day is in. `firstWeekday`: 0 is Monday. */
export function rangeOf(scale: Scale, day: string, firstWeekday = 0): Range {
  if (scale === "day") return { from: `${day}T00:00`, to: `${addDays(day, 1)}T00:00` };
  if (scale === "week") {
    const first = addDays(day, -((weekday(day) - firstWeekday + 7) % 7));
    return { from: `${first}T00:00`, to: `${addDays(first, 7)}T00:00` };
  }
  const first = `${day.slice(0, 7)}-01`;
  return { from: `${first}T00:00`, to: `${addDays(first, 31).slice(0, 7)}-01T00:00` };
}

/** A day in the range before or after that of a day. */
export function shifted(scale: Scale, day: string, by: 1 | -1): string {
  if (scale !== "month") return addDays(day, by * (scale === "day" ? 1 : 7));
  const { from, to } = rangeOf("month", day);
  return by === 1 ? to.slice(0, 10) : `${addDays(from, -1).slice(0, 7)}-01`;
}

/** The days of a range, or the hours of a day, as wall-clock times. */
export function columns(scale: Scale, range: Range): string[] {
  const [first, last] = [minutesOf(range.from), minutesOf(range.to)];
  const step = scale === "day" ? 60 : DAY;
  return Array.from({ length: (last - first) / step }, (_, index) => wallOf(first + index * step));
}

/** Where a wall-clock time is in a range: 0 at its begin, 1 at its end. */
export function position(wall: string, range: Range): number {
  const from = minutesOf(range.from);
  return (minutesOf(wall) - from) / (minutesOf(range.to) - from);
}

export interface Bar {
  /** Instants; an end that nobody knows is null. */
  starts_at: string;
  ends_at: string | null;
  /** On the wall clock; the end is that of the range where there is none. */
  starts: string;
  ends: string;
  /** Shares of the range. */
  left: number;
  width: number;
  isCutAtStart: boolean;
  isCutAtEnd: boolean;
  kind: Standing;
}

/** Whether the window of a code can be dragged: it has a single one, and stays. */
export const isMovable = (code: Code): boolean =>
  code.type === "time_bound" && code.recurrence === null && code.starts_at !== null && !isDeleting(code);

function kindOf(code: Code, span: TimeSpan, now: number): Standing {
  const whole = standing(code, now);
  const current = code.next_window;
  if (code.recurrence === null || current === null) return code.recurrence === null ? whole : "ended";
  if (Date.parse(span.starts_at) === Date.parse(current.starts_at)) return whole;
  if (Date.parse(span.ends_at) <= now) return "ended";
  return code.is_paused ? "paused" : "upcoming";
}

/** A bar, cut where the range ends; null outside of it. */
export function barOf(starts: string, ends: string | null, range: Range): Pick<Bar, "starts" | "ends" | "left" | "width" | "isCutAtStart" | "isCutAtEnd"> | null {
  const left = position(starts, range);
  const right = ends === null ? 1.000001 : position(ends, range);
  if (left >= 1 || right <= 0) return null;
  return {
    starts,
    ends: ends ?? range.to,
    left: Math.max(left, 0),
    width: Math.min(right, 1) - Math.max(left, 0),
    isCutAtStart: left < 0,
    isCutAtEnd: right > 1,
  };
}

// contract 11.317
/** The bars of a code in a range: its window, its occurrences, or an ongoing code without an end. */
export function barsOf(code: Code, occurrences: readonly TimeSpan[], range: Range, zone: string, now: number): Bar[] {
  if (code.type === "ongoing") {
    const end = isEnded(code, now) ? code.last_used_at : null;
    const bar = barOf(toWall(code.created_at, zone), end === null ? null : toWall(end, zone), range);
    return bar ? [{ ...bar, starts_at: code.created_at, ends_at: end, kind: standing(code, now) }] : [];
  }
  const own = code.starts_at !== null && code.ends_at !== null ? [{ starts_at: code.starts_at, ends_at: code.ends_at }] : [];
  return (code.recurrence === null ? own : occurrences).flatMap((span) => {
    const bar = barOf(toWall(span.starts_at, zone), toWall(span.ends_at, zone), range);
    return bar ? [{ ...bar, ...span, kind: kindOf(code, span, now) }] : [];
  });
}

/** A window on the wall clock of the home. */
export interface WallWindow {
  starts: string;
  ends: string;
}

export const isSameWindow = (one: WallWindow, other: WallWindow): boolean => one.starts === other.starts && one.ends === other.ends;

export type Edge = "start" | "end" | "both";

/** Minutes that a drag goes by, the fitting ones of which depend on the scale. */
const STEPS = [5, 15, 30, 60, 180, 360, 720, DAY];

/** The part of a window that is dragged, and how far; null where the end would not be after the start. */
export function moved(window: WallWindow, edge: Edge, minutes: number): WallWindow | null {
  const starts = edge === "end" ? window.starts : wallOf(minutesOf(window.starts) + minutes);
  const ends = edge === "start" ? window.ends : wallOf(minutesOf(window.ends) + minutes);
  return ends > starts ? { starts, ends } : null;
}

// contract 11.318
/** The minutes of a move after which it stays in sight: a window in part, and an edge that is there. */
export function withinSight(window: WallWindow, edge: Edge, minutes: number, range: Range): number {
  const [starts, ends, from, to] = [window.starts, window.ends, range.from, range.to].map(minutesOf) as [number, number, number, number];
  let [least, most] = [-Infinity, Infinity];
  if (edge === "both") [least, most] = [from - ends + STEPS[0]!, to - starts - STEPS[0]!];
  else if (edge === "start" && starts >= from) least = from - starts;
  else if (edge === "end" && ends <= to) most = to - ends;
  return Math.min(Math.max(minutes, Math.min(least, 0)), Math.max(most, 0));
}

/** Minutes by which one press of an arrow key moves. */
export const KEY_STEP: Record<Scale, number> = { day: 15, week: 60, month: DAY };

const LEAST_PIXELS = 6;

/** Minutes for a drag of some pixels, in steps that a hand can meet. */
export function minutesFor(pixels: number, width: number, range: Range): number {
  const perPixel = (minutesOf(range.to) - minutesOf(range.from)) / Math.max(width, 1);
  const step = STEPS.find((each) => each >= perPixel * LEAST_PIXELS) ?? DAY;
  return Math.round((pixels * perPixel) / step) * step;
}

// contract 11.320
/** The codes whose window moves with one: those with its key, if all of them have its window. */
export function movedTogether(shared: Code[]): Code[] {
  const [code] = shared;
  const isSame = (each: Code): boolean =>
    isMovable(each) && each.starts_at === code!.starts_at && each.ends_at === code!.ends_at;
  return shared.every(isSame) ? shared : shared.slice(0, 1);
}

/** The fields that a request for the occurrences depends on. */
export function occurrencesKey(codes: Iterable<Code>, range: Range): string {
  const parts = [...codes]
    .filter((code) => code.recurrence !== null)
    .map((code) => [code.access_code_id, code.recurrence, code.starts_at, code.ends_at].join("|"));
  return parts.length === 0 ? "" : [range.from, range.to, ...parts.sort()].join("\n");
}

type Wall = Pick<Clock, "wallText">;

const HOURS = { hour: "numeric", minute: "2-digit" } as const;

/** A time on the wall clock, with its day. */
export const wallText = (clock: Wall, wall: string): string =>
  clock.wallText(wall, { weekday: "short", day: "numeric", month: "short", ...HOURS });

/** From when until when, the day of the end only where it is another one. */
export function spanText(clock: Wall, starts: string, ends: string): string {
  const isOneDay = starts.slice(0, 10) === ends.slice(0, 10);
  return `${wallText(clock, starts)} – ${isOneDay ? clock.wallText(ends, HOURS) : wallText(clock, ends)}`;
}

/** The times alone, where the days are on an axis. */
export const hoursText = (clock: Wall, starts: string, ends: string): string =>
  `${clock.wallText(starts, HOURS)} – ${clock.wallText(ends, HOURS)}`;
