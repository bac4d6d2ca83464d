/** What the strategy makes of the locks, and what is suggested for one: no element, no page. */

import type { Lock } from "../types";
import { checkedLocks, codeSensors, countLinked } from "./picture";
import type { CardHass } from "./types";

export interface StrategyConfig {
  type: string;
  title?: string;
  /** Locks to show; all linked ones if left out. */
  entities?: string[];
  /** Locks with a keypad. */
  keypads?: boolean | string[];
}

export type CardMade = Record<string, unknown>;

// contract 11.431
/** Whether a lock gets a keypad; `checked`: the locks whose codes Home Assistant checks. */
export function hasKeypad(lock: Lock, keypads: StrategyConfig["keypads"], checked: ReadonlySet<string>): boolean {
  if (Array.isArray(keypads)) return keypads.includes(lock.entity_id ?? "");
  return keypads ?? (lock.capabilities?.is_virtual === true || checked.has(lock.entity_id ?? ""));
}

// contract 11.430
/**
 * Whether the view is to be made anew: not where a code comes or goes, which would empty a keypad that is being typed on. While Home Assistant starts,
 * a lock may not say yet that it is to have a keypad.
 */
export function isOther(before: CardHass, after: CardHass): boolean {
  if (countLinked(before.entities) !== countLinked(after.entities)) return true;
  const known = checkedLocks(before);
  return [...checkedLocks(after)].some((lock) => !known.has(lock));
}

const cardsOf = (lock: Lock, isKeypad: boolean): CardMade[] => [
  { type: "heading", heading: lock.name, icon: "mdi:lock" },
  {
    type: "tile",
    entity: lock.entity_id,
    features: [{ type: "lock-commands" }],
    features_position: "inline",
    grid_options: { columns: "full" },
  },
  ...(isKeypad ? [{ type: "custom:access-codes-keypad-card", entity: lock.entity_id }] : []),
  { type: "custom:access-codes-codes-card", entity: lock.entity_id },
];

// contract 11.430
/** The view: who can open now and who comes next, then each lock with its keypad and its codes. */
export function viewOf(config: StrategyConfig, locks: Lock[], checked: ReadonlySet<string>, title: string, none: string): CardMade {
  const shown = config.entities
    ? config.entities.flatMap((id) => locks.filter((lock) => lock.entity_id === id))
    : locks;
  const sections = shown.map((lock) => ({ type: "grid", cards: cardsOf(lock, hasKeypad(lock, config.keypads, checked)) }));
  const first =
    shown.length === 0
      ? { type: "markdown", content: none }
      : { type: "custom:access-codes-now-card", ...(config.entities ? { entities: config.entities } : {}) };
  return {
    title: config.title ?? title,
    icon: "mdi:key-chain-variant",
    type: "sections",
    max_columns: 3,
    sections: [{ type: "grid", cards: [first] }, ...sections],
  };
}

export interface Suggestion {
  config: CardMade;
}

// contract 11.432, 11.478
/** The cards that make sense for an entity: for a lock with codes that the user may see; null for any other. Home Assistant names each after its card. */
export function suggestionsFor(hass: CardHass, entityId: string): Suggestion[] | null {
  if (!entityId.startsWith("lock.")) return null;
  const isLinked = codeSensors(hass.entities).some((id) => hass.states[id]?.attributes["lock_entity_id"] === entityId);
  if (!isLinked) return null;
  const types = checkedLocks(hass).has(entityId) ? ["codes", "keypad"] : ["codes"];
  return types.map((type) => ({ config: { type: `custom:access-codes-${type}-card`, entity: entityId } }));
}
