import { describe, expect, it } from "vitest";

import { Store, merge } from "../src/store";
import type { Code, Connection } from "../src/types";
import { code, lock } from "./samples";

const deaf: Connection = {
  connected: true,
  addEventListener: (type, listener) => void (handlers[type] = listener),
  removeEventListener: () => undefined,
  subscribeMessage: async () => () => undefined,
};
const handlers: Record<string, () => void> = {};

describe("an update", () => {
  it("changes the given fields of its code alone, and keeps the other objects", () => {
    const [ada, zoe] = [code({ access_code_id: "1" }), code({ access_code_id: "2", name: "Zoe" })];
    const known = new Map([ada, zoe].map((each) => [each.access_code_id, each]));
    const part = { access_code_id: "1", status: "removing" } as Code;
    const merged = merge(known, { changed: [part], removed: [] }, "access_code_id");
    expect(merged.get("1")).toEqual({ ...ada, status: "removing" });
    expect(merged.get("2")).toBe(zoe);
    expect(known.get("1")).toBe(ada);
  });

  it("removes what is gone", () => {
    const known = new Map([["1", code({ access_code_id: "1" })]]);
    expect(merge(known, { changed: [], removed: ["1", "2"] }, "access_code_id").size).toBe(0);
  });
});

describe("the store", () => {
  it("forgets after a reconnect what is not pushed again", async () => {
    const store = new Store(deaf, "en", () => undefined);
    await store.start();
    store.onCodes({ changed: [code({ access_code_id: "1" }), code({ access_code_id: "2" })], removed: [] });
    store.onLocks({ changed: [lock()], removed: [] });
    handlers["disconnected"]!();
    expect(store.isOffline).toBe(true);
    handlers["ready"]!();
    expect([store.isOffline, store.codes.size]).toEqual([false, 2]);
    store.onCodes({ changed: [code({ access_code_id: "2" })], removed: [] });
    store.onCodes({ changed: [code({ access_code_id: "3" })], removed: [] });
    expect([...store.codes.keys()]).toEqual(["2", "3"]);
    expect(store.locks.size).toBe(1);
  });

  it("finds the codes of one person", () => {
    const store = new Store(deaf, "en", () => undefined);
    const one = code({ access_code_id: "1", common_code_key: "a" });
    const two = code({ access_code_id: "2", common_code_key: "a" });
    const alone = code({ access_code_id: "3" });
    store.onCodes({ changed: [one, two, alone], removed: [] });
    const { codes } = store;
    expect(store.sharedWith(codes.get("2")!).map((each) => each.access_code_id)).toEqual(["2", "1"]);
    expect(store.sharedWith(codes.get("3")!)).toHaveLength(1);
  });
});
