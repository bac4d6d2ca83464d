/** Which locks there are for a card, where it is not told. */

import { checkedLocks, pictureOfStates } from "./picture";
import { byName as inOrder } from "../standing";
import type { CardHass } from "./types";
import type { Lock } from "../types";

/** The linked locks: all for administrators, else those with codes that the user may see. */
export async function linkedLocks(hass: CardHass): Promise<Lock[]> {
  const byName = (locks: Iterable<Lock>): Lock[] =>
    [...locks].filter((lock) => lock.entity_id).sort(inOrder);
  if (hass.user?.is_admin)
    try {
      return byName((await hass.callWS<{ locks: Lock[] }>({ type: "access_codes/locks" })).locks);
    } catch {
      // The integration is being set up: the states tell some.
    }
  return byName(pictureOfStates(hass).locks.values());
}

const anyLock = (hass: CardHass): string => Object.keys(hass.states).find((id) => id.startsWith("lock.")) ?? "";

/** A linked lock to begin with. */
export async function firstLock(hass: CardHass, isVirtual = false): Promise<string> {
  const locks = await linkedLocks(hass);
  const wanted = isVirtual ? locks.find((lock) => checkedLocks(hass).has(lock.entity_id ?? "")) : undefined;
  return (wanted ?? locks[0])?.entity_id ?? anyLock(hass);
}
