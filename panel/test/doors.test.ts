import { describe, expect, it } from "vitest";

import type { Context } from "../src/context";
import { fetchDoors, lockNames } from "../src/doors";
import type { Code, Hass } from "../src/types";
import { code } from "./samples";

const front = code({ access_code_id: "front", common_code_key: "ada" });
const other = (access_code_id: string, part: Partial<Code> = {}): Code =>
  code({ access_code_id, common_code_key: "ada", lock_entity_id: `lock.${access_code_id}`, ...part });

function contextOf(others: Code[], pins: Record<string, string>): Context {
  return {
    hass: {
      locale: { language: "en" },
      callWS: async ({ access_code_id }: { access_code_id: string }) => {
        if (!(access_code_id in pins)) throw new Error("gone");
        return { code: pins[access_code_id] };
      },
    } as unknown as Hass,
    store: { sharedWith: () => [front, ...others], lockOf: () => undefined },
  } as unknown as Context;
}

describe("the doors of a PIN", () => {
  it("are those where the same PIN opens at the same times", async () => {
    const paused = other("cellar", { is_paused: true });
    const guest = other("attic", { type: "time_bound", starts_at: "2026-06-02T16:00:00Z" });
    const gone = other("gone", { pending_mutations: [{ message: "", created_at: "", mutation_code: "deleting" }] });
    const refused = other("shed", { status: "unset", errors: [{ message: "", created_at: "", error_code: "failed_to_set_on_device" }] });
    const used = other("gate", { status: "unset", max_uses: 1, use_count: 1 });
    const codes = [other("back"), other("garage"), other("silent"), paused, guest, gone, refused, used];
    const pins = { front: "7391", back: "7391", garage: "1111", cellar: "7391", attic: "7391", gone: "7391", shed: "7391", gate: "7391" };
    const found = await fetchDoors(contextOf(codes, pins), front);
    expect(found.pin).toBe("7391");
    expect(found.codes.map((each) => each.access_code_id)).toEqual(["front", "back"]);
    expect(lockNames(contextOf([], {}), found.codes)).toBe("lock.front_door and lock.back");
  });

  it("are none but its own where the PIN is not known", async () => {
    expect(await fetchDoors(contextOf([], { front: "" }), front)).toEqual({ pin: "", codes: [front] });
  });
});
