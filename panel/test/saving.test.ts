import { describe, expect, it } from "vitest";

import { create, refusals, save } from "../src/saving";
import type { Hass } from "../src/types";
import { code } from "./samples";

type Message = Record<string, unknown>;

function home(answer: (message: Message) => unknown): { hass: Hass; sent: Message[] } {
  const sent: Message[] = [];
  const callWS = async (message: Message): Promise<unknown> => {
    sent.push(message);
    return answer(message);
  };
  return { hass: { callWS } as unknown as Hass, sent };
}

describe("a form that is saved", () => {
  it("makes one code, or one on each of several locks, and asks for no PIN back", async () => {
    const one = home(() => ({ access_code: code({ access_code_id: "one" }) }));
    expect(await create(one.hass, ["lock.a"], { name: "Ada" })).toBe("one");
    expect(one.sent).toEqual([{ type: "access_codes/create", lock: "lock.a", name: "Ada", without_pins: true }]);
    const two = home(() => ({ access_codes: [code({ access_code_id: "first" }), code()] }));
    expect(await create(two.hass, ["lock.a", "lock.b"], {})).toBe("first");
    expect(two.sent[0]).toMatchObject({ type: "access_codes/create_multiple", entity_id: ["lock.a", "lock.b"] });
  });

  it("changes one code, or all with its key, and sends nothing where nothing is changed", async () => {
    const { hass, sent } = home(() => ({}));
    const shared = code({ common_code_key: "key" });
    await save(hass, shared, {}, true);
    expect(sent).toEqual([]);
    await save(hass, shared, { name: "Bea" }, true);
    await save(hass, shared, { name: "Bea" }, false);
    expect(sent).toEqual([
      { type: "access_codes/update_multiple", common_code_key: "key", name: "Bea", without_pins: true },
      { type: "access_codes/update", access_code_id: "id", name: "Bea", without_pins: true },
    ]);
  });
});

describe("what would be refused", () => {
  const error = { lock: null, field: "code", message: "No", translation_key: null, translation_placeholders: {} };

  it("is asked once for a new code, and of each code that is changed, with its lock", async () => {
    const { hass, sent } = home(() => ({ errors: [error] }));
    expect(await refusals(hass, [{ lock: "lock.a" }, { lock: "lock.b" }], { code: "1" })).toEqual([error]);
    expect(sent).toEqual([{ type: "access_codes/check", lock: ["lock.a", "lock.b"], code: "1" }]);
    const codes = [
      { lock: "lock.a", codeId: "a" },
      { lock: "lock.b", codeId: "b" },
    ];
    expect(await refusals(hass, codes, { code: "1" })).toEqual([
      { ...error, lock: "lock.a" },
      { ...error, lock: "lock.b" },
    ]);
    expect(sent).toHaveLength(3);
    expect(sent[1]).toEqual({ type: "access_codes/check", access_code_id: "a", code: "1" });
  });

  it("is not asked while no lock is chosen, or nothing is changed", async () => {
    const { hass, sent } = home(() => ({ errors: [error] }));
    expect(await refusals(hass, [], { code: "1" })).toEqual([]);
    expect(await refusals(hass, [{ lock: "lock.a", codeId: "a" }], {})).toEqual([]);
    expect(sent).toEqual([]);
  });
});
