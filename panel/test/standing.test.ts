import { describe, expect, it } from "vitest";

import { byName, accessNow, comingNext, groupHands, needHand, standing } from "../src/standing";
import { code, lock, NOW } from "./samples";

describe("standing", () => {
  it("puts an error before everything else", () => {
    expect(standing(code({ status: "set", errors: [{ message: "No.", created_at: "" }] }), NOW)).toBe("problem");
  });

  it("is not changed by an error of the lock", () => {
    const offline = { message: "Offline.", created_at: "", is_device_error: true };
    expect(standing(code({ status: "set", errors: [offline] }), NOW)).toBe("set");
  });

  it("is that of the lock while the lock may hold the code", () => {
    for (const status of ["set", "setting", "removing", "unknown"] as const)
      expect(standing(code({ status, is_paused: true }), NOW)).toBe(status);
  });

  it("tells why a code is not on the lock", () => {
    const span = (from: number, to: number) => ({
      type: "time_bound" as const,
      status: "unset" as const,
      next_window: { starts_at: new Date(NOW + from).toISOString(), ends_at: new Date(NOW + to).toISOString() },
    });
    expect(standing(code({ status: "unset", is_paused: true }), NOW)).toBe("paused");
    expect(standing(code(span(1000, 2000)), NOW)).toBe("upcoming");
    expect(standing(code(span(-2000, -1000)), NOW)).toBe("ended");
    expect(standing(code({ ...span(0, 0), next_window: null }), NOW)).toBe("ended");
    expect(standing(code({ status: "unset", max_uses: 1, use_count: 1 }), NOW)).toBe("ended");
    expect(standing(code({ status: "unset" }), NOW)).toBe("unset");
  });
});

describe("who can open a lock now", () => {
  it("tells what the lock has confirmed from what it has not, and from what is being removed", () => {
    const codes = [
      code({ access_code_id: "1", name: "Zoe", status: "set" }),
      code({ access_code_id: "2", name: "Ada", status: "set" }),
      code({ access_code_id: "3", status: "setting" }),
      code({ access_code_id: "4", status: "unknown" }),
      code({ access_code_id: "5", status: "removing" }),
      code({ access_code_id: "6", status: "unset" }),
      code({ access_code_id: "7", status: "set", lock_entity_id: "lock.other" }),
      code({
        access_code_id: "8",
        name: "Pulled",
        status: "setting",
        warnings: [{ message: "", created_at: "", warning_code: "using_backup_access_code" }],
      }),
    ];
    const access = accessNow(codes, lock());
    expect(access.confirmed.map((each) => each.name)).toEqual(["Ada", "Pulled", "Zoe"]);
    expect(access.unconfirmed.map((each) => each.access_code_id)).toEqual(["3", "4"]);
    expect(access.lingering.map((each) => each.access_code_id)).toEqual(["5"]);
  });
});

describe("who comes next", () => {
  it("is in the order of the windows, without paused codes and those being deleted", () => {
    const at = (hours: number) => ({
      starts_at: new Date(NOW + hours * 3_600_000).toISOString(),
      ends_at: new Date(NOW + (hours + 1) * 3_600_000).toISOString(),
    });
    const codes = [
      code({ access_code_id: "late", next_window: at(5) }),
      code({ access_code_id: "soon", next_window: at(1) }),
      code({ access_code_id: "on", next_window: at(-0.5) }),
      code({
        access_code_id: "opens already by a backup code",
        status: "unset",
        next_window: at(1),
        warnings: [{ message: "", created_at: "", warning_code: "using_backup_access_code" }],
      }),
      code({ access_code_id: "paused", next_window: at(1), is_paused: true }),
      code({
        access_code_id: "gone",
        next_window: at(1),
        pending_mutations: [{ message: "", created_at: "", mutation_code: "deleting" }],
      }),
    ];
    expect(comingNext(codes, NOW).map((each) => each.access_code_id)).toEqual(["soon", "late"]);
  });
});

describe("what needs a hand", () => {
  it("is each problem of a lock, and the warnings that do not end by themselves", () => {
    const failing = code({ access_code_id: "1", errors: [{ message: "No room.", created_at: "" }] });
    const late = code({
      access_code_id: "2",
      warnings: [{ message: "Late.", created_at: "", warning_code: "delay_in_setting_on_device" }],
    });
    const fine = code({
      access_code_id: "3",
      warnings: [{ message: "Being deleted.", created_at: "", warning_code: "being_deleted" }],
    });
    const problems = [
      { error_code: "device_offline", message: "Offline." },
      { error_code: "no_space", message: "No room.", access_code_id: "1", name: "Ada" },
    ];
    const codes = new Map([failing, late, fine].map((each) => [each.access_code_id, each]));
    const hands = needHand([lock({ problems })], codes);
    expect(hands.map((each) => [each.message, each.code?.access_code_id, each.isWarning])).toEqual([
      ["Offline.", undefined, false],
      ["No room.", "1", false],
      ["Late.", "2", true],
    ]);
  });
});

// contract 11.368
describe("what needs a hand", () => {
  it("is told once for all codes of a lock of which the same is to be said", () => {
    const [front, garden] = [lock(), lock({ entry_id: "other", name: "Garden gate" })];
    const [ada, bo] = [code({ access_code_id: "a" }), code({ access_code_id: "b" })];
    const hand = { message: "Not taken.", isWarning: false };
    const groups = groupHands([
      { ...hand, lock: front, code: ada },
      { ...hand, lock: front },
      { ...hand, lock: front, code: bo },
      { ...hand, lock: garden, code: ada },
      { ...hand, lock: front, code: ada, isWarning: true },
    ]);
    expect(groups.map((each) => [each.lock.name, each.codes.map((one) => one.access_code_id), each.isWarning])).toEqual([
      ["Front door", ["a", "b"], false],
      ["Front door", [], false],
      ["Garden gate", ["a"], false],
      ["Front door", ["a"], true],
    ]);
  });
});

// contract 11.469
it("names are in the order of their numbers", () => {
  const names = ["Door 10", "Door 2", "door 1"].map((name) => ({ name }));
  expect(names.sort(byName).map(({ name }) => name)).toEqual(["door 1", "Door 2", "Door 10"]);
});
