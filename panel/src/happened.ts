/** What a change of a code was, from its events. */

import type { TimelineEvent } from "./types";

export type Change = "paused" | "resumed" | "name" | "pin" | "time" | "uses" | "active_while" | "lock";

const CHANGES: Record<string, Change> = {
  name: "name",
  code: "pin",
  type: "time",
  starts_at: "time",
  ends_at: "time",
  recurrence: "time",
  max_uses: "uses",
  is_one_time_use: "uses",
  active_while: "active_while",
  lock_entity_id: "lock",
};

// contract 11.333
/** What each change was, by the ids of the events, the newest of which is the first. An event says of a pause only that it changed. */
export function changesIn(events: TimelineEvent[], isPausedNow: boolean): Map<string, Change[]> {
  const found = new Map<string, Change[]>();
  let isPaused = isPausedNow;
  for (const event of events) {
    if (event.type !== "access_code.changed") continue;
    const fields = String(event.details["changed"] ?? "").split(",");
    const changes = fields.map((field) => CHANGES[field]).filter((each) => each !== undefined);
    if (fields.includes("is_paused")) {
      changes.push(isPaused ? "paused" : "resumed");
      isPaused = !isPaused;
    }
    found.set(event.event_id, [...new Set(changes)]);
  }
  return found;
}
