/** What a code means for a door at an instant: pure functions over what was pushed. */

import type { Code, Lock } from "./types";

export type Standing =
  | "problem"
  | "set"
  | "setting"
  | "removing"
  | "unknown"
  | "paused"
  | "upcoming"
  | "ended"
  | "unset";

export const isDeleting = (code: Code): boolean => code.pending_mutations.some((each) => each.mutation_code === "deleting");

/** Whether a backup code opens in place of a code. */
export const isReplaced = (code: Code): boolean =>
  code.status !== "set" && code.warnings.some((each) => each.warning_code === "using_backup_access_code");

export function isEnded(code: Code, now: number): boolean {
  if (code.type === "ongoing") return code.max_uses !== null && code.use_count >= code.max_uses;
  if (code.next_window === null) return true;
  return Date.parse(code.next_window.ends_at) <= now;
}

export function standing(code: Code, now: number): Standing {
  // An error of the lock is shown with the lock: it says nothing of this code.
  if (code.errors.some((each) => !each.is_device_error)) return "problem";
  if (code.status === "set" || code.status === "setting" || code.status === "removing" || code.status === "unknown")
    return code.status;
  if (code.is_paused) return "paused";
  if (isEnded(code, now)) return "ended";
  return code.next_window !== null && Date.parse(code.next_window.starts_at) > now ? "upcoming" : "unset";
}

export interface Access {
  /** On the lock: these open the door. */
  confirmed: Code[];
  /** Wanted on the lock, and not confirmed to be there. */
  unconfirmed: Code[];
  /** Not wanted any more, and not confirmed to be gone. */
  lingering: Code[];
}

const NAMES = new Intl.Collator(undefined, { numeric: true });

// contract 11.469
/** The order of names: *Door 2* comes before *Door 10*. */
export const byName = (a: { name: string }, b: { name: string }): number => NAMES.compare(a.name, b.name);

const byNameAndId = (a: Code, b: Code): number => byName(a, b) || a.access_code_id.localeCompare(b.access_code_id);

// contract 11.312
/** Who can open a lock now. The integration has decided that: it is the status. */
export function accessNow(codes: Iterable<Code>, lock: Lock): Access {
  const access: Access = { confirmed: [], unconfirmed: [], lingering: [] };
  for (const code of codes) {
    if (code.lock_entity_id !== lock.entity_id) continue;
    if (code.status === "set" || isReplaced(code)) access.confirmed.push(code);
    else if (code.status === "setting" || code.status === "unknown") access.unconfirmed.push(code);
    else if (code.status === "removing") access.lingering.push(code);
  }
  access.confirmed.sort(byNameAndId);
  access.unconfirmed.sort(byNameAndId);
  access.lingering.sort(byNameAndId);
  return access;
}

/** The codes whose windows begin next, the first first. */
export function comingNext(codes: Iterable<Code>, now: number): Code[] {
  return [...codes]
    .filter(
      (code) =>
        code.next_window !== null &&
        Date.parse(code.next_window.starts_at) > now &&
        !code.is_paused &&
        !isReplaced(code) &&
        !isDeleting(code),
    )
    .sort((a, b) => Date.parse(a.next_window!.starts_at) - Date.parse(b.next_window!.starts_at) || byNameAndId(a, b));
}

export interface Hand {
  lock: Lock;
  message: string;
  code?: Code;
  isWarning: boolean;
  isRepair?: boolean;
}

const NEED_A_HAND = new Set([
  "delay_in_setting_on_device",
  "delay_in_removing_from_device",
  "missed",
  "active_while_unavailable",
  "time_zone_mismatch",
]);

/** What a person should look at: errors of locks and codes first, then warnings that do not end by themselves. */
export function needHand(locks: Iterable<Lock>, codes: Map<string, Code>): Hand[] {
  const errors: Hand[] = [];
  const warnings: Hand[] = [];
  for (const lock of locks) {
    for (const problem of lock.problems) {
      const code = problem.access_code_id === undefined ? undefined : codes.get(problem.access_code_id);
      errors.push({ lock, message: problem.message, code, isWarning: false, isRepair: problem.is_repair });
    }
    for (const code of codes.values()) {
      if (code.lock_entity_id !== lock.entity_id || code.errors.length > 0) continue;
      const warning = code.warnings.find((each) => NEED_A_HAND.has(each.warning_code ?? ""));
      if (warning) warnings.push({ lock, message: warning.message, code, isWarning: true });
    }
  }
  return [...errors, ...warnings];
}

/** What needs a hand in the same way on one lock, told once. */
export interface HandGroup extends Omit<Hand, "code"> {
  codes: Code[];
}

// contract 11.368
/** One entry for the codes of a lock of which the same is to be said, in the order of the first of each. */
export function groupHands(hands: Hand[]): HandGroup[] {
  const groups = new Map<string, HandGroup>();
  for (const { lock, message, code, isWarning, isRepair } of hands) {
    const key = JSON.stringify([lock.entry_id, message, isWarning, code === undefined]);
    const group = groups.get(key) ?? { lock, message, isWarning, isRepair, codes: [] };
    if (code) group.codes.push(code);
    groups.set(key, group);
  }
  return [...groups.values()];
}
