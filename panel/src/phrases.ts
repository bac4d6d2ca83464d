/** Sentences about codes. */

import type { Context } from "./context";
import { weeklyDays } from "./times";
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

/** Whether the lock itself stands behind the status. */
export function proofText({ texts }: Context, code: Code, lock: Lock | undefined): string | null {
  if (code.status !== "set") return null;
  if (lock?.capabilities?.is_virtual) return texts.t("code.proof_virtual");
  if (code.warnings.some((each) => each.warning_code === "unverified_on_device")) return null;
  return texts.t("code.proof_lock");
}

export function reachText({ texts, clock }: Pick<Context, "texts" | "clock">, lock: Lock): string | null {
  if (!lock.is_loaded) return texts.t("lock.not_loaded");
  if (lock.reach === "reachable" || lock.reach === null) return null;
  const since = lock.reach_since === null ? "" : clock.moment(lock.reach_since);
  return texts.t(`lock.${lock.reach}`, { since });
}
