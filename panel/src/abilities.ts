/** What a lock can do, as keys of the sentences that say so. */

import { lengthsText } from "./form";
import type { Capabilities } from "./types";

export interface Ability {
  key: string;
  can: boolean;
  values?: Record<string, string | number>;
}

// contract 11.322
/** The abilities that make a difference for whom the codes are for. */
export function abilities(can: Capabilities): Ability[] {
  const found: Ability[] = [];
  if (can.is_pin_chosen_by_lock) found.push({ key: "pins_by_lock", can: false });
  else if (can.code_lengths.length > 0) {
    const isDigits = /^\d+$/.test(can.characters);
    found.push({ key: isDigits ? "pins_digits" : "pins_characters", can: true, values: { lengths: lengthsText(can.code_lengths) } });
  }
  // Where Home Assistant holds the codes there are no places.
  if (can.capacity !== null && !can.is_virtual) found.push({ key: "room", can: true, values: { count: can.capacity } });
  if (can.is_virtual) return [{ key: "virtual", can: true }, ...found];
  return [
    ...found,
    { key: can.holds_windows ? "windows" : "no_windows", can: can.holds_windows },
    { key: `reads_${can.reads}`, can: can.reads !== "nothing" },
    { key: can.reports_changes ? "changes" : "no_changes", can: can.reports_changes },
    { key: can.reports_use ? "uses" : "no_uses", can: can.reports_use },
  ];
}
