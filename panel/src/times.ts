/** Times on the wall clock of the home: a door's window is meant there, wherever the phone is. */

import type { Hass, TimeSpan } from "./types";

const pad = (value: number): string => String(value).padStart(2, "0");

/** Formatters by zone: each takes long to make, and hundreds of bars need one. */
const wallFormats = new Map<string, Intl.DateTimeFormat>();

function wallFormat(zone: string): Intl.DateTimeFormat {
  const known = wallFormats.get(zone);
  if (known) return known;
  const made = new Intl.DateTimeFormat("en-GB", {
    timeZone: zone,
    year: "numeric",
    month: "2-digit",
    day: "2-digit",
    hour: "2-digit",
    minute: "2-digit",
    hourCycle: "h23",
  });
  wallFormats.set(zone, made);
  return made;
}

/** An instant as `2026-06-01T18:00` on the clock of a time zone. */
export function toWall(instant: Date | string, zone: string): string {
  const parts = wallFormat(zone).formatToParts(new Date(instant));
  const part = (type: string): string => parts.find((each) => each.type === type)?.value ?? "";
  return `${part("year")}-${part("month")}-${part("day")}T${part("hour")}:${part("minute")}`;
}

/** The date that is some days after that of a wall-clock time. */
export function addDays(wall: string, days: number): string {
  const [year, month, day] = wall.slice(0, 10).split("-").map(Number) as [number, number, number];
  const moved = new Date(Date.UTC(year, month - 1, day + days));
  return `${moved.getUTCFullYear()}-${pad(moved.getUTCMonth() + 1)}-${pad(moved.getUTCDate())}`;
}

/** The day of the week of a wall-clock time: 0 is Monday. */
export function weekday(wall: string): number {
  const [year, month, day] = wall.slice(0, 10).split("-").map(Number) as [number, number, number];
  return (new Date(Date.UTC(year, month - 1, day)).getUTCDay() + 6) % 7;
}

export type QuickChoice = "tonight" | "weekend" | "week" | "month";
export const QUICK_CHOICES: readonly QuickChoice[] = ["tonight", "weekend", "week", "month"];

/** The window of a quick choice, from now on, as wall-clock times. */
export function quickWindow(choice: QuickChoice, now: string): TimeSpan {
  const minute = now.slice(0, 16);
  switch (choice) {
    case "tonight": {
      // Before six in the morning, tonight is the night that is on.
      const isNight = Number(minute.slice(11, 13)) < 6;
      return { starts_at: minute, ends_at: `${addDays(minute, isNight ? 0 : 1)}T06:00` };
    }
    case "weekend": {
      const day = weekday(minute);
      const isOn = day >= 5 || (day === 4 && minute.slice(11) >= "15:00");
      const friday = `${addDays(minute, 4 - day)}T15:00`;
      return { starts_at: isOn ? minute : friday, ends_at: `${addDays(minute, 7 - day)}T00:00` };
    }
    case "week":
      return { starts_at: minute, ends_at: `${addDays(minute, 7)}T${minute.slice(11)}` };
    case "month":
      return { starts_at: minute, ends_at: `${addDays(minute, 30)}T${minute.slice(11)}` };
  }
}

export const DAYS = ["MO", "TU", "WE", "TH", "FR", "SA", "SU"] as const;

/** The rule for some days of each week. */
export const weeklyRule = (days: readonly number[]): string =>
  `FREQ=WEEKLY;BYDAY=${[...days].sort((a, b) => a - b).map((day) => DAYS[day]).join(",")}`;

/** The days of a rule that only names days of each week; null for any other rule. */
export function weeklyDays(rule: string): number[] | null {
  const match = /^FREQ=WEEKLY;(?:INTERVAL=1;)?BYDAY=((?:MO|TU|WE|TH|FR|SA|SU)(?:,(?:MO|TU|WE|TH|FR|SA|SU))*)$/i.exec(rule);
  if (!match) return null;
  return match[1]!.toUpperCase().split(",").map((day) => DAYS.indexOf(day as (typeof DAYS)[number]));
}

// contract 11.474
/** The first occurrence that has not ended by now, of some hours on some days of each week. */
export function firstOccurrence(days: readonly number[], from: string, to: string, now: string): TimeSpan {
  const at = (step: number): TimeSpan => {
    const date = addDays(now, step);
    return { starts_at: `${date}T${from}`, ends_at: `${to > from ? date : addDays(date, 1)}T${to}` };
  };
  // That of yesterday may go on over midnight.
  const spans = [-1, 0, 1, 2, 3, 4, 5, 6, 7].map(at);
  return spans.find((span) => days.includes(weekday(span.starts_at)) && span.ends_at > now)!;
}

const WEEKDAYS = ["monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday"];

interface WeekInfo {
  firstDay: number;
}

/** The day with which weeks begin, in a profile's choice or else in its language: 0 is Monday. */
export function firstWeekday(locale: Pick<Hass["locale"], "first_weekday" | "language">): number {
  const chosen = WEEKDAYS.indexOf(locale.first_weekday);
  if (chosen >= 0) return chosen;
  const known = new Intl.Locale(locale.language) as unknown as { getWeekInfo?: () => WeekInfo; weekInfo?: WeekInfo };
  return ((known.getWeekInfo?.() ?? known.weekInfo)?.firstDay ?? 1) - 1;
}

/** The hours of a profile: its choice, or the habit of its language or of the browser. Midnight is never 24:00. */
function hourCycleOf({ time_format, language }: Hass["locale"]): "h12" | "h23" {
  if (time_format === "12" || time_format === "24") return time_format === "12" ? "h12" : "h23";
  const habit = new Intl.DateTimeFormat(time_format === "system" ? undefined : language, { hour: "numeric" });
  return habit.resolvedOptions().hour12 ? "h12" : "h23";
}

// contract 11.355
/** Instants as people read them: in the language and on the clock of the user, in the zone of the home. */
export class Clock {
  readonly zone: string;
  /** 0 is Monday. */
  readonly firstWeekday: number;
  private readonly language: string;
  private readonly hourCycle: "h12" | "h23";

  constructor(hass: Pick<Hass, "config" | "locale">) {
    this.zone = hass.config.time_zone;
    this.language = hass.locale.language;
    this.hourCycle = hourCycleOf(hass.locale);
    this.firstWeekday = firstWeekday(hass.locale);
  }

  /** Whether the device is on another clock than the home. */
  get isElsewhere(): boolean {
    const device = Intl.DateTimeFormat().resolvedOptions().timeZone;
    const now = new Date();
    return device !== this.zone && toWall(now, device) !== toWall(now, this.zone);
  }

  wall(instant: Date | string = new Date()): string {
    return toWall(instant, this.zone);
  }

  time(instant: string): string {
    return this.format(instant, { hour: "numeric", minute: "2-digit" });
  }

  /** Day and time, with the year only where it is another one. */
  moment(instant: string, now: Date = new Date()): string {
    const day = this.wall(instant).slice(0, 10);
    if (day === this.wall(now).slice(0, 10)) return this.time(instant);
    const year = day.slice(0, 4) === this.wall(now).slice(0, 4) ? undefined : "numeric";
    return this.format(instant, {
      weekday: "short",
      day: "numeric",
      month: "short",
      year,
      hour: "numeric",
      minute: "2-digit",
    });
  }

  /** A sentence of the integration, whose instants are as `2026-06-01 18:00` on the clock of the home, with these as people read them. */
  inText(text: string): string {
    return text.replace(/(\d{4}-\d{2}-\d{2}) (\d{2}:\d{2})/g, (_, day: string, time: string) => {
      const isToday = day === this.wall().slice(0, 10);
      const date = isToday ? {} : ({ weekday: "short", day: "numeric", month: "short" } as const);
      const year = day.slice(0, 4) === this.wall().slice(0, 4) ? {} : ({ year: "numeric" } as const);
      return this.wallText(`${day}T${time}`, { ...date, ...year, hour: "numeric", minute: "2-digit" });
    });
  }

  /** A length of time in full minutes, at least one. */
  minutes(milliseconds: number): string {
    const unit = new Intl.NumberFormat(this.language, { style: "unit", unit: "minute", unitDisplay: "long" });
    return unit.format(Math.max(Math.ceil(milliseconds / 60_000), 1));
  }

  // contract 11.380
  /** How long ago it was, in the largest full unit. */
  ago(instant: string, now: number): string {
    const minutes = Math.max(Math.floor((now - Date.parse(instant)) / 60_000), 0);
    const [count, unit] =
      minutes < 60 ? [minutes, "minute" as const] : minutes < 1440 ? [minutes / 60, "hour" as const] : [minutes / 1440, "day" as const];
    return new Intl.RelativeTimeFormat(this.language, { numeric: minutes === 0 ? "auto" : "always" }).format(-Math.floor(count), unit);
  }

  /** A wall-clock time, or a day, in the language of the user. */
  wallText(wall: string, options: Intl.DateTimeFormatOptions): string {
    const hours = options.hour === undefined ? {} : { hourCycle: this.hourCycle };
    // A wall-clock time has no zone: as one of UTC it is shown as it is.
    return new Intl.DateTimeFormat(this.language, { ...options, ...hours, timeZone: "UTC" }).format(new Date(`${wall}Z`));
  }

  weekdayName(day: number, style: "short" | "long"): string {
    // The first of June 2026 is a Monday.
    const date = new Date(Date.UTC(2026, 5, 1 + day, 12));
    return new Intl.DateTimeFormat(this.language, { weekday: style, timeZone: "UTC" }).format(date);
  }

  private format(instant: string, options: Intl.DateTimeFormatOptions): string {
    const format = new Intl.DateTimeFormat(this.language, { ...options, timeZone: this.zone, hourCycle: this.hourCycle });
    // A line breaks before a day or an hour, not within.
    return format.format(new Date(instant)).replace(/(\d) (?=\p{L})/gu, "$1\u00a0");
  }
}
