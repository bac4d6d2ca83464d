/** The doors that one PIN opens at the same times. */

import type { Context } from "./context";
import { fetchPin } from "./pins";
import { isDeleting } from "./standing";
import type { Code } from "./types";

const isAlike = (a: Code, b: Code): boolean =>
  a.type === b.type &&
  a.starts_at === b.starts_at &&
  a.ends_at === b.ends_at &&
  a.recurrence === b.recurrence &&
  a.active_while === b.active_while &&
  a.is_paused === b.is_paused;

/** Errors of a code that its lock does not have. */
const NOT_TAKEN = new Set([
  "failed_to_set_on_device",
  "duplicate_code_on_device",
  "no_space_for_access_code_on_device",
  "code_constraints_violated",
  "access_code_inactive",
]);

const isUsedUp = (code: Code): boolean => code.max_uses !== null && code.use_count >= code.max_uses;

const isNotTaken = (code: Code): boolean => code.status !== "set" && code.errors.some((each) => NOT_TAKEN.has(each.error_code ?? ""));

// contract 11.332
/** Fetch the PIN of a code, and the codes of the same key that open their locks by it at the same times, itself first. */
export async function fetchDoors({ hass, store }: Context, code: Code): Promise<{ pin: string | null; codes: Code[] }> {
  const others = store
    .sharedWith(code)
    .filter((each) => each !== code && !isDeleting(each) && !isUsedUp(each) && !isNotTaken(each) && isAlike(each, code));
  const [pin, ...pins] = await Promise.all([
    fetchPin(hass, code.access_code_id),
    // A lock that is just gone is no door.
    ...others.map((each) => fetchPin(hass, each.access_code_id).catch(() => null)),
  ]);
  return { pin: pin ?? null, codes: [code, ...others.filter((_, index) => pin && pins[index] === pin)] };
}

/** The names of the locks of codes, as a list in the language of the user. */
export function lockNames({ hass, store }: Pick<Context, "hass" | "store">, codes: Code[]): string {
  const names = codes.map((each) => store.lockOf(each)?.name ?? each.lock_entity_id);
  return new Intl.ListFormat(hass.locale.language).format(names);
}
