import { describe, expect, it } from "vitest";

import type { Context } from "../src/context";
import { accessText, deleteText, endText, mayOpenUntilConfirmed, nextTryText, proofText, statusWord } from "../src/phrases";
import { Texts } from "../src/texts";
import { Clock } from "../src/times";
import type { Capabilities, Code, Hass, Lock } from "../src/types";
import { NOW, code, lock } from "./samples";

const real = lock();
const virtual = lock({ entity_id: "lock.gate", name: "Gate", capabilities: { is_virtual: true } as Capabilities });
const LOCKS = new Map([real, virtual].map((each) => [each.entity_id, each]));
const context = {
  texts: Texts.from((key) => key.split(".").slice(3).join(".")),
  store: { lockOf: (of: Code): Lock | undefined => LOCKS.get(of.lock_entity_id), locks: LOCKS },
  now: NOW,
} as unknown as Context;
const atGate = (part: Partial<Code> = {}): Code => code({ lock_entity_id: "lock.gate", ...part });

it("nothing is on a lock whose codes Home Assistant checks", () => {
  expect(statusWord(context.texts, "set", real)).toBe("status.set");
  expect(statusWord(context.texts, "set", virtual)).toBe("status.set_virtual");
  expect(statusWord(context.texts, "unset", virtual)).toBe("status.unset_virtual");
  expect(statusWord(context.texts, "upcoming", virtual)).toBe("status.upcoming");
  expect(statusWord(context.texts, "set", undefined)).toBe("status.set");
});

it("a code that opens by a backup code says so in place of its window", () => {
  const warnings = [{ message: "", created_at: "", warning_code: "using_backup_access_code" }];
  expect(accessText(context, code({ status: "setting", warnings }))).toBe("now.by_backup");
  expect(accessText(context, code({ warnings }))).toBe("when.always");
  expect(accessText(context, code())).toBe("when.always");
});

it("a midnight that ends a window is named by the day that it ends", () => {
  const clock = new Clock({ locale: { language: "en", time_format: "12" }, config: { time_zone: "UTC" } } as Hass);
  const texts = Texts.from((key, values) => `${key.split(".").pop()} ${values?.["day"] ?? ""}`);
  expect(endText({ texts, clock }, "2026-06-08T00:00")).toBe("end_of Sun, Jun 7, 2026");
  expect(endText({ texts, clock }, "2026-06-08T06:00")).toMatch(/^Mon, Jun 8, 2026, 6:00.AM$/);
});

describe("the end of a code", () => {
  it("is not certain until the lock has confirmed it", () => {
    expect(mayOpenUntilConfirmed(context, [code()])).toBe(true);
    expect(mayOpenUntilConfirmed(context, [code({ status: "unset" })])).toBe(false);
    expect(mayOpenUntilConfirmed(context, [code({ status: "unset", is_scheduled_on_device: true })])).toBe(true);
  });

  it("is certain at once where Home Assistant checks codes, but not on another of its locks", () => {
    expect(mayOpenUntilConfirmed(context, [atGate()])).toBe(false);
    expect(mayOpenUntilConfirmed(context, [atGate(), code()])).toBe(true);
  });

  it("is said of a code that is being removed, where no message says it", () => {
    const removing = code({ status: "removing" });
    expect(proofText(context, removing, real)).toBe("code.until_confirmed");
    const said = [{ message: "It may still open the door.", created_at: "" }];
    expect(proofText(context, code({ ...removing, pending_mutations: said }), real)).toBeNull();
    const late = [{ ...said[0]!, warning_code: "delay_in_removing_from_device" }];
    expect(proofText(context, code({ ...removing, warnings: late }), real)).toBeNull();
    const offline = [{ message: "The lock is out of reach.", created_at: "", is_device_error: true }];
    expect(proofText(context, code({ ...removing, errors: offline }), real)).toBe("code.until_confirmed");
  });
});

it("the next try is told of what a lock in reach has not done, in full minutes", () => {
  const clock = new Clock({ locale: { language: "en", time_format: "12" }, config: { time_zone: "UTC" } } as Hass);
  const texts = Texts.from((key, values) => `${key.split(".").pop()} ${values?.["left"] ?? ""}`);
  const said = (part: Partial<Code>, of = real) => nextTryText({ texts, clock, now: NOW }, code({ status: "removing", ...part }), of);
  const soon = new Date(NOW + 150_000).toISOString();
  expect(said({ retry_at: soon })).toBe("next_try 3 minutes");
  expect(said({ retry_at: soon, status: "setting" })).toBe("next_try 3 minutes");
  expect(said({ retry_at: soon, status: "set" })).toBeNull();
  expect(said({ retry_at: null })).toBeNull();
  expect(said({ retry_at: new Date(NOW - 1).toISOString() })).toBeNull();
  // What is due is done as soon as it is back.
  expect(said({ retry_at: soon }, lock({ reach: "offline" }))).toBeNull();
});

// contract 11.464
it("a deletion says that a PIN may open until then only where a lock has to confirm that", () => {
  expect(deleteText(context, [code()], "Front door")).toBe("code.delete_sentence_on");
  expect(deleteText(context, [code({ status: "unset" })], "Front door")).toBe("code.delete_sentence_off");
  expect(deleteText(context, [atGate()], "Gate")).toBe("code.delete_sentence_virtual");
  expect(deleteText(context, [atGate(), code()], "Gate, Front door")).toBe("code.delete_sentence_on");
});
