import { describe, expect, it } from "vitest";

import { counts, grouped, matches, passes, sorted } from "../src/listing";
import { code, lock, NOW } from "./samples";

describe("the list", () => {
  it("is searched by all words, in names of codes, locks and areas", () => {
    const front = lock({ area: "Hallway" });
    expect(matches(code({ name: "Ada Lovelace" }), front, "love hall")).toBe(true);
    expect(matches(code({ name: "Ada Lovelace" }), front, "ada garden")).toBe(false);
    expect(matches(code(), undefined, "  ")).toBe(true);
  });

  it("counts what each filter shows", () => {
    const codes = [
      code({ status: "set" }),
      code({ status: "unset", is_paused: true }),
      code({ status: "set", errors: [{ message: "", created_at: "" }] }),
      code({ status: "unset", max_uses: 1, use_count: 1 }),
    ];
    expect(counts(codes, NOW)).toEqual({ all: 4, set: 1, upcoming: 0, problem: 1, paused: 1, ended: 1 });
    expect(codes.map((each) => passes(each, "ended", NOW))).toEqual([false, false, false, true]);
  });

  it("is sorted by name, by the next window and by age", () => {
    const codes = [
      code({ name: "B", created_at: "2026-05-02T00:00:00+00:00" }),
      code({
        name: "C",
        created_at: "2026-05-03T00:00:00+00:00",
        next_window: { starts_at: "2026-06-02T00:00:00Z", ends_at: "2026-06-03T00:00:00Z" },
      }),
      code({ name: "A", created_at: "2026-05-01T00:00:00+00:00" }),
    ];
    const names = (sort: "name" | "created" | "window") => sorted(codes, sort).map((each) => each.name).join("");
    expect([names("name"), names("created"), names("window")]).toEqual(["ABC", "CBA", "CAB"]);
  });

  it("has a group for each lock, empty ones too, or for each person", () => {
    const locks = [lock(), lock({ entry_id: "2", entity_id: "lock.garden_gate", name: "Garden gate" })];
    const codes = [
      code({ access_code_id: "1", common_code_key: "a" }),
      code({ access_code_id: "2", common_code_key: "a" }),
      code({ access_code_id: "3" }),
    ];
    const byLock = grouped(codes, locks, "lock");
    expect(byLock.map((each) => [each.title, each.codes.length])).toEqual([["Front door", 3], ["Garden gate", 0]]);
    expect(grouped(codes, locks, "person").map((each) => each.codes.length)).toEqual([2, 1]);
  });
});
