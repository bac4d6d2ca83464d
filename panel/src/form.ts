/** The form of a code: from its fields to what is sent, and what is checked before. */

import { firstOccurrence, toWall, weeklyDays, weeklyRule } from "./times";
import type { Capabilities, CheckError, Code } from "./types";

export type When = "always" | "window" | "weekly" | "other";

export interface Form {
  name: string;
  locks: string[];
  pin: string;
  when: When;
  starts: string;
  ends: string;
  days: number[];
  from: string;
  to: string;
  isOneTime: boolean;
  /** The number of uses that ends the code, as it is typed; empty for no limit. */
  uses: string;
}

export type Fields = Record<string, string | boolean | number | null>;

/** A form for a new code. Times are on the clock of the home. */
export function emptyForm(now: string, locks: string[]): Form {
  const hour = `${now.slice(0, 13)}:00`;
  return {
    name: "",
    locks,
    pin: "",
    when: "always",
    starts: hour,
    ends: "",
    days: [],
    from: "09:00",
    to: "12:00",
    isOneTime: false,
    uses: "",
  };
}

/** A form with what a code is now; without its PIN, which nobody has asked for. */
export function formOf(code: Code, zone: string, now: string): Form {
  const form = emptyForm(now, [code.lock_entity_id]);
  form.name = code.name;
  form.isOneTime = code.is_one_time_use;
  if (code.max_uses !== null && !form.isOneTime) form.uses = `${code.max_uses}`;
  if (code.type === "ongoing" || code.starts_at === null || code.ends_at === null) return form;
  // What is left of a code that is to repeat no more: its occurrence of now, or the next one.
  const once = code.next_window ?? { starts_at: code.starts_at, ends_at: code.ends_at };
  form.starts = toWall(once.starts_at, zone);
  form.ends = toWall(once.ends_at, zone);
  form.when = "window";
  if (code.recurrence !== null) {
    const days = weeklyDays(code.recurrence);
    form.when = days ? "weekly" : "other";
    form.days = days ?? [];
    form.from = toWall(code.starts_at, zone).slice(11);
    form.to = toWall(code.ends_at, zone).slice(11);
  }
  return form;
}

/** The times that a form asks for; nothing where it is not filled in. */
export function timesOf(form: Form, today: string): Fields {
  if (form.when === "window") {
    if (!form.starts || !form.ends) return {};
    return { starts_at: `${form.starts}:00`, ends_at: `${form.ends}:00` };
  }
  if (form.when === "weekly" && form.days.length > 0 && form.from && form.to) {
    const first = firstOccurrence(form.days, form.from, form.to, today);
    return {
      starts_at: `${first.starts_at}:00`,
      ends_at: `${first.ends_at}:00`,
      recurrence: weeklyRule(form.days),
    };
  }
  return {};
}

// contract 11.472
/** Days after a drag over them, in the order in which they are shown: all that it passes become as the first one does. */
export function draggedDays(before: number[], shown: number[], from: number, to: number): number[] {
  const [first, last] = [Math.min(from, to), Math.max(from, to)];
  const passed = shown.slice(first, last + 1);
  const others = before.filter((day) => !passed.includes(day));
  return before.includes(shown[from]!) ? others : [...others, ...passed];
}

/** The key of what is to be said of times that are missing; null where none is. */
export function whenMissing(form: Form): string | null {
  if (form.when === "window") return form.starts && form.ends ? null : "edit.times_missing";
  if (form.when !== "weekly") return null;
  const areTimes = form.from !== "" && form.to !== "";
  if (form.days.length > 0) return areTimes ? null : "edit.times_missing";
  return areTimes ? "edit.day_missing" : "edit.days_missing";
}

/** Whether the form says all that it has to. */
export const isComplete = (form: Form): boolean => form.locks.length > 0 && whenMissing(form) === null;

// contract 11.369
/** The uses that a form asks for, where they differ from before: one, a number, or no limit. */
function usesOf(form: Form, before: Form | null): Fields {
  const uses = form.isOneTime ? "" : form.uses.trim();
  if (form.isOneTime === (before?.isOneTime ?? false) && uses === (before?.uses ?? "")) return {};
  if (form.isOneTime) return { is_one_time_use: true };
  // What is no number is refused by the integration, as it was typed.
  return { max_uses: uses === "" ? null : Number(uses) };
}

/** The fields of a new code. */
export function creation(form: Form, today: string): Fields {
  const fields: Fields = timesOf(form, today);
  if (form.name.trim() !== "") fields["name"] = form.name.trim();
  if (form.pin !== "") fields["code"] = form.pin;
  return { ...fields, ...usesOf(form, null) };
}

/** The fields of a change: only those that differ from before. */
export function changes(form: Form, before: Form, today: string): Fields {
  const fields: Fields = {};
  if (form.name.trim() !== before.name) fields["name"] = form.name.trim();
  if (form.pin !== "") fields["code"] = form.pin;
  Object.assign(fields, usesOf(form, before));
  if (form.when === "always") {
    if (before.when !== "always") fields["code_type"] = "ongoing";
    return fields;
  }
  if (form.when === "window") {
    const isSame = before.when === "window" && before.starts === form.starts && before.ends === form.ends;
    if (isSame) return fields;
    const wasRecurring = before.when === "weekly" || before.when === "other";
    return { ...fields, ...timesOf(form, today), ...(wasRecurring ? { recurrence: "" } : {}) };
  }
  if (form.when === "weekly") {
    const isSame =
      before.when === "weekly" &&
      before.from === form.from &&
      before.to === form.to &&
      [...before.days].sort().join() === [...form.days].sort().join();
    return isSame ? fields : { ...fields, ...timesOf(form, today) };
  }
  return fields;
}

export type FormField = "name" | "lock" | "code" | "when" | "is_one_time_use" | "form";

const PLACE: Record<string, FormField> = {
  name: "name",
  lock: "lock",
  code: "code",
  preferred_code_length: "code",
  starts_at: "when",
  ends_at: "when",
  recurrence: "when",
  type: "when",
  code_type: "when",
  is_one_time_use: "is_one_time_use",
  max_uses: "is_one_time_use",
};

// contract 11.313
/** Errors by the place in the form where they are shown. */
export function errorsByPlace(errors: CheckError[]): Map<FormField, CheckError[]> {
  const places = new Map<FormField, CheckError[]>();
  for (const error of errors) {
    const place = PLACE[error.field ?? ""] ?? "form";
    places.set(place, [...(places.get(place) ?? []), error]);
  }
  return places;
}

// contract 11.461
/** The key of what is to be said of a PIN that a lock does not take, where that takes digits; else null. */
export function digitsKey(error: CheckError, capabilities: Capabilities | null | undefined): string | null {
  const taken = capabilities?.characters ?? "";
  if (error.translation_key === "code_length_not_taken") return /^\d+$/.test(taken) ? "edit.digits_wanted" : null;
  return error.translation_key === "code_characters_not_taken" && taken === "0123456789" ? "edit.digits_only" : null;
}

// contract 11.462
/** Errors in words: with the name of its lock where that is one of several, and without where all say the same. */
export function errorLines(
  errors: CheckError[],
  locks: string[],
  text: (error: CheckError) => string,
  nameOf: (lock: string) => string | undefined,
): string[] {
  const concerned = new Map<string, Set<string>>();
  for (const error of errors) {
    const line = text(error);
    concerned.set(line, (concerned.get(line) ?? new Set()).add(error.lock ?? ""));
  }
  return [...concerned].flatMap(([line, of]) => {
    if (locks.length < 2 || locks.every((lock) => of.has(lock))) return [line];
    return [...of].map((lock) => (nameOf(lock) ? `${nameOf(lock)}: ${line}` : line));
  });
}

export interface PinLimits {
  lengths: number[];
  isDigitsOnly: boolean;
  isChosenByLock: boolean;
}

/** The PINs that all these locks take; null while that is not known. */
export function pinLimits(capabilities: (Capabilities | null | undefined)[]): PinLimits | null {
  const known = capabilities.filter((each): each is Capabilities => each !== null && each !== undefined);
  const [first, ...others] = known;
  if (!first) return null;
  return {
    lengths: first.code_lengths.filter((length) => others.every((each) => each.code_lengths.includes(length))),
    isDigitsOnly: known.some((each) => /^\d+$/.test(each.characters)),
    isChosenByLock: known.some((each) => each.is_pin_chosen_by_lock),
  };
}

/** `4, 6` or `4–8`, as people write lengths. */
export function lengthsText(lengths: number[]): string {
  const [first, last] = [lengths[0], lengths[lengths.length - 1]];
  if (first === undefined || last === undefined) return "";
  const isSpan = lengths.length > 2 && last - first === lengths.length - 1;
  return isSpan ? `${first}–${last}` : lengths.join(", ");
}
