/** Codes and locks as a card shows them: those that are pushed to administrators, or what the sensors tell anybody. */

import { byName } from "../standing";
import type { Code, Lock, LockProblem } from "../types";
import type { CardHass, EntityEntry, EntityState } from "./types";

export interface Picture {
  codes: Map<string, Code>;
  /** By entity id. */
  locks: Map<string, Lock>;
  /** Whether it holds all that there is: else only what the user may read. */
  isComplete: boolean;
}

const STATUSES = new Set<unknown>(["unset", "setting", "set", "removing"]);
const sensorsOf = new WeakMap<object, string[]>();

/** The sensors of codes, among all entities. Home Assistant makes a new object where an entity has changed. */
export function codeSensors(entities: Record<string, EntityEntry> | undefined): string[] {
  if (!entities) return [];
  let found = sensorsOf.get(entities);
  if (!found) {
    found = Object.values(entities)
      .filter((each) => each.platform === "access_codes" && each.translation_key === "access_code")
      .map((each) => each.entity_id);
    sensorsOf.set(entities, found);
  }
  return found;
}

/** How many locks are linked: each has one entity for its problems. */
export const countLinked = (entities: Record<string, EntityEntry> | undefined): number =>
  Object.values(entities ?? {}).filter((each) => each.platform === "access_codes" && each.translation_key === "problem").length;

// contract 11.349
/** The locks whose codes Home Assistant checks, as the states of their sensors tell it to every user. */
export function checkedLocks(hass: CardHass): Set<string> {
  const found = new Set<string>();
  for (const each of Object.values(hass.entities ?? {})) {
    if (each.platform !== "access_codes" || each.translation_key !== "problem") continue;
    const lock = hass.states[each.entity_id]?.attributes["checks_codes_of"];
    if (typeof lock === "string") found.add(lock);
  }
  return found;
}

/** The code that a sensor tells of, with the fields that it leaves out where they say nothing; null for none. */
export function codeOf(state: EntityState): Code | null {
  const { attributes } = state;
  if (typeof attributes["access_code_id"] !== "string" || typeof attributes["lock_entity_id"] !== "string") return null;
  return {
    name: "",
    type: "ongoing",
    display_status: "",
    starts_at: null,
    ends_at: null,
    recurrence: null,
    next_window: null,
    created_at: "",
    errors: [],
    warnings: [],
    pending_mutations: [],
    common_code_key: null,
    is_paused: false,
    active_while: null,
    is_one_time_use: false,
    max_uses: null,
    use_count: 0,
    last_used_at: null,
    is_scheduled_on_device: false,
    is_waiting_for_code_assignment: false,
    retry_at: null,
    ...attributes,
    access_code_id: attributes["access_code_id"],
    lock_entity_id: attributes["lock_entity_id"],
    status: (STATUSES.has(state.state) ? state.state : "unknown") as Code["status"],
  };
}

export const nameOf = (hass: CardHass, entityId: string): string =>
  String(hass.states[entityId]?.attributes["friendly_name"] ?? entityId);

/** What an administrator is told about locks of codes, as far as the codes tell it. */
function lockOf(hass: CardHass, entityId: string, codes: Code[]): Lock {
  const problems = new Map<string, LockProblem>();
  for (const code of codes)
    for (const error of code.errors)
      if (error.is_device_error && error.error_code)
        problems.set(error.error_code, { error_code: error.error_code, message: error.message });
      else
        problems.set(code.access_code_id, {
          error_code: error.error_code ?? "",
          message: error.message,
          access_code_id: code.access_code_id,
          name: code.name,
        });
  return {
    entry_id: entityId,
    entity_id: entityId,
    device_id: null,
    name: nameOf(hass, entityId),
    area: null,
    family: "",
    is_loaded: true,
    reach: null,
    reach_since: null,
    heard_at: null,
    capabilities: null,
    free_slots: null,
    ignored: [],
    problems: [...problems.values()],
  };
}

// contract 11.413
/** All that the states tell. Of what a user may not read, Home Assistant gives no state. */
export function pictureOfStates(hass: CardHass): Picture {
  const codes = new Map<string, Code>();
  const byLock = new Map<string, Code[]>();
  for (const id of codeSensors(hass.entities)) {
    const state = hass.states[id];
    const code = state && codeOf(state);
    if (!code) continue;
    codes.set(code.access_code_id, code);
    byLock.set(code.lock_entity_id, [...(byLock.get(code.lock_entity_id) ?? []), code]);
  }
  const locks = new Map([...byLock].map(([id, found]) => [id, lockOf(hass, id, found)]));
  return { codes, locks, isComplete: false };
}

/** The picture of what is pushed to administrators. */
export const pictureOfPushes = (codes: Map<string, Code>, locks: Map<string, Lock>): Picture => ({
  codes,
  locks: new Map([...locks.values()].filter((lock) => lock.entity_id).map((lock) => [lock.entity_id!, lock])),
  isComplete: true,
});

/** Codes of a lock that cannot open it now, the next first, those that are over last. */
export function laterOf(codes: Code[], kindOf: (code: Code) => string): Code[] {
  const order = ["problem", "upcoming", "unset", "paused", "ended"];
  const start = (code: Code): number => Date.parse(code.next_window?.starts_at ?? "") || Infinity;
  const rank = (code: Code): number => order.indexOf(kindOf(code));
  return [...codes].sort(
    (a, b) => rank(a) - rank(b) || (start(a) < start(b) ? -1 : start(a) > start(b) ? 1 : byName(a, b)),
  );
}
