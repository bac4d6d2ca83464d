import { expect, it } from "vitest";

import { abilities } from "../src/abilities";
import type { Capabilities } from "../src/types";

const CAN: Capabilities = {
  code_lengths: [4, 5, 6],
  characters: "0123456789",
  is_pin_chosen_by_lock: false,
  has_enter_key: true,
  name_length: 0,
  capacity: 30,
  holds_windows: false,
  reads: "pin",
  reports_changes: true,
  reports_use: true,
  is_virtual: false,
};
const keys = (part: Partial<Capabilities>): string[] => abilities({ ...CAN, ...part }).map((each) => each.key);

it("what a lock can do is told by what differs between locks", () => {
  expect(keys({})).toEqual(["pins_digits", "room", "no_windows", "reads_pin", "changes", "uses"]);
  expect(abilities(CAN)[0]!.values).toEqual({ lengths: "4–6" });
  expect(keys({ holds_windows: true, reads: "nothing", reports_changes: false, reports_use: false })).toEqual([
    "pins_digits",
    "room",
    "windows",
    "reads_nothing",
    "no_changes",
    "no_uses",
  ]);
  expect(abilities({ ...CAN, reads: "nothing" }).map((each) => each.can)).toEqual([true, true, false, false, true, true]);
});

it("a lock that chooses PINs, or that Home Assistant checks, has others", () => {
  expect(keys({ is_pin_chosen_by_lock: true, capacity: null })[0]).toBe("pins_by_lock");
  expect(keys({ is_virtual: true, characters: "0123456789abc", capacity: null })).toEqual(["virtual", "pins_characters"]);
  expect(keys({ code_lengths: [], is_virtual: true })).toEqual(["virtual"]);
});
