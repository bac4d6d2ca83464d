/** Actions for several codes at once: to which of them each applies, and what is sent. */

import { isDeleting, isEnded } from "./standing";
import type { Code } from "./types";

export type BulkAction = "pause" | "resume" | "end" | "delete" | "give";
export const BULK_ACTIONS: readonly BulkAction[] = ["pause", "resume", "end", "give", "delete"];

// contract 11.324
/** Whether an action changes something of a code. */
export function applies(action: BulkAction, code: Code, now: number): boolean {
  if (isDeleting(code)) return false;
  switch (action) {
    case "pause":
      return !code.is_paused && !isEnded(code, now);
    case "resume":
      return code.is_paused;
    case "end":
    case "give":
      return !isEnded(code, now);
    case "delete":
      return true;
  }
}

const MINUTE = 60_000;
const iso = (instant: number): string => new Date(instant).toISOString();

/** The command for one code; `give` is one for all of them. */
export function command(action: Exclude<BulkAction, "give">, code: Code, now: number): Record<string, unknown> {
  const about = { access_code_id: code.access_code_id, without_pins: true };
  switch (action) {
    case "pause":
    case "resume":
      return { type: "access_codes/update", ...about, is_paused: action === "pause" };
    case "delete":
      return { type: "access_codes/delete", ...about };
    case "end": {
      const begin = code.type === "ongoing" ? code.created_at : (code.next_window?.starts_at ?? "");
      const hasBegun = Date.parse(begin) < now;
      return {
        type: "access_codes/update",
        ...about,
        // A window has a length: one that was to come is one of the last minute.
        starts_at: hasBegun ? begin : iso(now - MINUTE),
        ends_at: iso(now),
        ...(code.recurrence === null ? {} : { recurrence: "" }),
      };
    }
  }
}
