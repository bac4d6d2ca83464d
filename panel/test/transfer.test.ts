import { describe, expect, it } from "vitest";

import { placesWithout, tally, type ImportResult, type Imported } from "../src/transfer";

const result = (lock: string, lock_entity_id: string | null, outcome: ImportResult["outcome"]): ImportResult => ({
  name: "Ada",
  lock,
  lock_entity_id,
  outcome,
  reason: null,
});
const ANSWER: Imported = {
  results: [
    result("lock.old", null, "refused"),
    result("lock.old", null, "refused"),
    result("lock.front", "lock.front", "created"),
    result("lock.front", "lock.front", "refused"),
  ],
  created: 1,
  already_there: 0,
  refused: 3,
};

describe("an import", () => {
  it("tells how many codes came to each end", () => {
    expect(tally(ANSWER)).toEqual([
      ["created", 1],
      ["already_there", 0],
      ["refused", 3],
    ]);
  });

  it("asks once for each lock that is not here", () => {
    expect(placesWithout(ANSWER)).toEqual({ "lock.old": "" });
  });
});
