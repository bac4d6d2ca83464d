import { expect, it } from "vitest";

import { changesIn } from "../src/happened";
import type { TimelineEvent } from "../src/types";

const event = (event_id: string, changed?: string): TimelineEvent => ({
  event_id,
  type: changed === undefined ? "access_code.used" : "access_code.changed",
  occurred_at: "",
  details: changed === undefined ? {} : { changed, reason: "requested" },
});

it("a pause is told from a resumption by what the code is now", () => {
  const events = [event("3", "is_paused"), event("use"), event("2", "code"), event("1", "is_paused"), event("0", "is_paused,name")];
  const found = changesIn(events, true);
  expect(found.get("3")).toEqual(["paused"]);
  expect(found.get("1")).toEqual(["resumed"]);
  expect(found.get("0")).toEqual(["name", "paused"]);
  expect(found.get("2")).toEqual(["pin"]);
  expect(found.has("use")).toBe(false);
});

it("what changed is told once, in words that people have", () => {
  const found = changesIn([event("1", "type,starts_at,ends_at,recurrence"), event("2", "max_uses,is_one_time_use"), event("3", "is_external_modification_allowed")], false);
  expect(found.get("1")).toEqual(["time"]);
  expect(found.get("2")).toEqual(["uses"]);
  expect(found.get("3")).toEqual([]);
});
