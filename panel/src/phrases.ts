/** Sentences about codes. */

import type { Context } from "./context";
import { isReplaced, type Standing } from "./standing";
import type { Texts } from "./texts";
import { addDays, weeklyDays } from "./times";
import type { Code, Lock } from "./types";

// contract 11.316
/** When a code opens: always, until, from to, or again and again. */
export function windowText({ texts, clock, now }: Pick<Context, "texts" | "clock" | "now">, code: Code): string {
  const span = code.next_window;
  if (code.type === "ongoing") {
    const isUsedUp = code.max_uses !== null && code.use_count >= code.max_uses;
    return texts.t(isUsedUp ? "when.used_up" : "when.always");
  }
  if (code.recurrence !== null) {
    const days = weeklyDays(code.recurrence);
    if (days && span) {
      const names = [...days].sort((a, b) => a - b).map((day) => clock.weekdayName(day, "short"));
      return texts.t("when.weekly", {
        days: names.join(", "),
        from: clock.time(span.starts_at),
        to: clock.time(span.ends_at),
      });
    }
    if (span) return texts.t("when.recurring", { from: clock.moment(span.starts_at), to: clock.moment(span.ends_at) });
    return texts.t("when.recurring_over");
  }
  if (!span) return texts.t("when.over");
  const [from, to] = [clock.moment(span.starts_at), clock.moment(span.ends_at)];
  if (Date.parse(span.ends_at) <= now) return texts.t("when.ended", { to });
  if (Date.parse(span.starts_at) <= now) return texts.t("when.until", { to });
  return texts.t("when.window", { from, to });
}

// contract 11.312
/** By what, or until when, a code opens of which it is said that it can. */
export function accessText(sight: Pick<Context, "texts" | "clock" | "now">, code: Code): string {
  return isReplaced(code) ? sight.texts.t("now.by_backup") : windowText(sight, code);
}

/** A status in a word; nothing is on a lock whose codes Home Assistant checks. */
export function statusWord(texts: Texts, kind: Standing, lock: Lock | undefined): string {
  const isVirtual = (kind === "set" || kind === "unset") && lock?.capabilities?.is_virtual;
  return texts.t(isVirtual ? `status.${kind}_virtual` : `status.${kind}`);
}

const SAY_MAY_OPEN = new Set(["being_deleted", "delay_in_removing_from_device"]);

const DAY = { weekday: "short", day: "numeric", month: "short", year: "numeric" } as const;

/** The begin of a window as it is typed, as the user writes it. */
export const beginText = ({ clock }: Pick<Context, "clock">, wall: string): string =>
  clock.wallText(wall, { ...DAY, hour: "numeric", minute: "2-digit" });

/** The end of a window: a midnight by the day that it ends. */
export function endText(sight: Pick<Context, "texts" | "clock">, wall: string): string {
  if (!wall.endsWith("T00:00")) return beginText(sight, wall);
  return sight.texts.t("edit.end_of", { day: sight.clock.wallText(`${addDays(wall, -1)}T00:00`, DAY) });
}

/** Whether the lock itself stands behind the status. */
export function proofText({ texts }: Context, code: Code, lock: Lock | undefined): string | null {
  if (code.status === "removing") {
    const isSaid =
      code.pending_mutations.length > 0 ||
      code.errors.some((each) => !each.is_device_error) ||
      code.warnings.some((each) => SAY_MAY_OPEN.has(each.warning_code ?? ""));
    return isSaid ? null : texts.t("code.until_confirmed");
  }
  if (code.status !== "set") return null;
  if (lock?.capabilities?.is_virtual) return texts.t("code.proof_virtual");
  if (code.warnings.some((each) => each.warning_code === "unverified_on_device")) return null;
  return texts.t("code.proof_lock");
}

// contract 11.371
/** When the lock is told again what it has not done: in full minutes, as the pages are drawn. */
export function nextTryText({ texts, clock, now }: Pick<Context, "texts" | "clock" | "now">, code: Code, lock: Lock | undefined): string | null {
  if (!code.retry_at || lock?.reach !== "reachable" || (code.status !== "setting" && code.status !== "removing")) return null;
  const left = Date.parse(code.retry_at) - now;
  return left <= 0 ? null : texts.t("code.next_try", { left: clock.minutes(left) });
}

// contract 11.314
/** Whether codes that are paused, ended or deleted may open a door until its lock has confirmed that they are gone. */
export function mayOpenUntilConfirmed({ store }: Pick<Context, "store">, codes: Code[]): boolean {
  return codes.some(
    (code) => (code.status !== "unset" || code.is_scheduled_on_device) && !store.lockOf(code)?.capabilities?.is_virtual,
  );
}

// contract 11.314
/** What the deletion of a code, on one or several locks, will do. */
export function deleteText(sight: Pick<Context, "texts" | "store">, codes: Code[], lock: string): string {
  const isOff = codes.every((each) => each.status === "unset");
  const key = mayOpenUntilConfirmed(sight, codes) ? "on" : isOff ? "off" : "virtual";
  return sight.texts.t(`code.delete_sentence_${key}`, { name: codes[0]?.name ?? "", lock });
}

export function reachText({ texts, clock }: Pick<Context, "texts" | "clock">, lock: Lock): string | null {
  if (!lock.is_loaded) return texts.t("lock.not_loaded");
  if (lock.reach === "reachable" || lock.reach === null) return null;
  const since = lock.reach_since === null ? "" : clock.moment(lock.reach_since);
  return texts.t(`lock.${lock.reach}`, { since });
}
