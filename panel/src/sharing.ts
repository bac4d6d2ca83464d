/** A code as it is told to a person: in words, as a picture, and with the time that is left. */

import { encode } from "uqr";

import type { Context } from "./context";
import { lockNames } from "./doors";
import { windowText } from "./phrases";
import { isDeleting } from "./standing";
import type { Code } from "./types";

// contract 11.327
/** The sentence for the person who is to have the code, PIN included; `codes`: of all doors that it opens. */
export const shareText = (context: Context, codes: [Code, ...Code[]], pin: string): string =>
  // What is copied holds no marks of a page that is read from right to left.
  sentenceOf(context, codes, pin).replace(/[\u2066\u2069]/g, "");

function sentenceOf(context: Context, codes: [Code, ...Code[]], pin: string): string {
  const { texts, clock } = context;
  const [code] = codes;
  const values = { name: code.name, lock: lockNames(context, codes), pin };
  if (code.type === "ongoing") return texts.t("share.always", values);
  if (code.recurrence !== null || code.starts_at === null || code.ends_at === null)
    return texts.t("share.recurring", { ...values, when: windowText(context, code) });
  return texts.t("share.window", { ...values, from: clock.moment(code.starts_at), to: clock.moment(code.ends_at) });
}

/** How the keys of bookings begin. */
/** As the integration makes keys of bookings; people choose others, which may begin alike. */
const BOOKING = /^booking_[a-z]{20}$/;

// contract 11.363
/** The codes that are sent with a code: of a booking all, for its guest needs that of each lock. */
export function sentWith({ store }: Context, code: Code): Code[] {
  if (!BOOKING.test(code.common_code_key ?? "")) return [code];
  return store.sharedWith(code).filter((each) => !isDeleting(each));
}

/** The dark modules of a QR code, as the path of a drawing, and the width of that. */
export function qrPath(text: string): { path: string; size: number } {
  const { data, size } = encode(text, { ecc: "M", border: 3 });
  const rows = data.flatMap((row, y) => row.map((isDark, x) => (isDark ? `M${x} ${y}h1v1h-1z` : "")));
  return { path: rows.join(""), size };
}

/** When a code begins or ends to open next, and how long that is from now; null where it does not end. */
export function timeLeft(code: Code, now: number): { isBegun: boolean; at: string; left: number } | null {
  const span = code.next_window;
  if (span === null) return null;
  const isBegun = Date.parse(span.starts_at) <= now;
  const at = isBegun ? span.ends_at : span.starts_at;
  const left = Date.parse(at) - now;
  return left > 0 ? { isBegun, at, left } : null;
}

/** A length of time in its two largest units: `2 hours, 5 minutes`. */
export function durationText(milliseconds: number, language: string): string {
  const seconds = Math.max(Math.round(milliseconds / 1000), 0);
  const units: [string, number][] = [
    ["day", Math.floor(seconds / 86_400)],
    ["hour", Math.floor(seconds / 3600) % 24],
    ["minute", Math.floor(seconds / 60) % 60],
    ["second", seconds % 60],
  ];
  const first = units.findIndex(([, count]) => count > 0);
  const shown = first < 0 ? units.slice(3) : units.slice(first, first + 2).filter(([, count]) => count > 0);
  const texts = shown.map(([unit, count]) => new Intl.NumberFormat(language, { style: "unit", unit, unitDisplay: "long" }).format(count));
  return texts.join(", ");
}
