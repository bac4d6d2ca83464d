import { describe, expect, it } from "vitest";

import { hasKeypad, isOther, suggestionsFor, viewOf, type CardMade } from "../src/cards/generated";
import { codeOf, codeSensors, countLinked, laterOf, nameOf, pictureOfPushes, pictureOfStates } from "../src/cards/picture";
import { follow } from "../src/cards/pushes";
import { MOST_DIGITS, Typed, failureOf, keyOf, outcomeOf } from "../src/cards/typed";
import type { CardHass, EntityState } from "../src/cards/types";
import { standing } from "../src/standing";
import type { Capabilities, Connection } from "../src/types";
import { NOW, code, lock } from "./samples";

const sensor = (id: string, state: string, attributes: Record<string, unknown> = {}): EntityState => ({
  entity_id: id,
  state,
  attributes: { access_code_id: id, lock_entity_id: "lock.front_door", name: id, ...attributes },
});

const hassWith = (...states: EntityState[]): CardHass =>
  ({
    states: Object.fromEntries(states.map((each) => [each.entity_id, each])),
    entities: Object.fromEntries(
      states.map(({ entity_id }) => [
        entity_id,
        entity_id.startsWith("sensor.")
          ? { entity_id, platform: "access_codes", translation_key: "access_code" }
          : { entity_id, platform: "template" },
      ]),
    ),
  }) as unknown as CardHass;

const DOOR: EntityState = { entity_id: "lock.front_door", state: "locked", attributes: { friendly_name: "Front door" } };

describe("the picture from states", () => {
  it("has the codes and the locks that the user may read, and says that there may be more", () => {
    const hidden = hassWith(DOOR, sensor("sensor.a", "set"), sensor("sensor.b", "unset", { is_paused: true }));
    delete (hidden.states as Record<string, unknown>)["sensor.b"];
    const picture = pictureOfStates(hidden);
    expect([...picture.codes.keys()]).toEqual(["sensor.a"]);
    expect(picture.locks.get("lock.front_door")?.name).toBe("Front door");
    expect(picture.isComplete).toBe(false);
  });

  it("fills in what a sensor leaves out, and takes no state for a status that is none", () => {
    expect(codeOf(sensor("sensor.a", "unknown"))).toMatchObject({ status: "unknown", errors: [], max_uses: null });
    expect(codeOf(sensor("sensor.a", "removing"))?.status).toBe("removing");
    // An unavailable sensor has no attributes.
    expect(codeOf({ entity_id: "sensor.a", state: "unavailable", attributes: {} })).toBeNull();
  });

  it("tells an error of the lock once, whatever number of codes has it", () => {
    const offline = { error_code: "device_offline", message: "Away.", created_at: "", is_device_error: true };
    const full = { error_code: "no_space", message: "Full.", created_at: "" };
    const hass = hassWith(
      DOOR,
      sensor("sensor.a", "set", { errors: [offline] }),
      sensor("sensor.b", "setting", { errors: [offline, full] }),
    );
    expect(pictureOfStates(hass).locks.get("lock.front_door")?.problems).toEqual([
      { error_code: "device_offline", message: "Away." },
      { error_code: "no_space", message: "Full.", access_code_id: "sensor.b", name: "sensor.b" },
    ]);
  });

  it("knows sensors of codes from all other entities", () => {
    const entities = {
      "sensor.a": { entity_id: "sensor.a", platform: "access_codes", translation_key: "access_code" },
      "sensor.next": { entity_id: "sensor.next", platform: "access_codes", translation_key: "next_change" },
      "sensor.x": { entity_id: "sensor.x", platform: "mqtt", translation_key: "access_code" },
    };
    expect(codeSensors(entities)).toEqual(["sensor.a"]);
    expect(codeSensors(entities)).toBe(codeSensors(entities));
    expect(codeSensors(undefined)).toEqual([]);
    expect(countLinked(entities)).toBe(0);
    const problem = { entity_id: "binary_sensor.p", platform: "access_codes", translation_key: "problem" };
    expect(countLinked({ ...entities, problem })).toBe(1);
    expect(countLinked(undefined)).toBe(0);
  });

  it("names a lock without a state by its id", () => expect(nameOf(hassWith(), "lock.gone")).toBe("lock.gone"));
});

describe("the picture from pushes", () => {
  it("has all, without locks that have no entity", () => {
    const picture = pictureOfPushes(
      new Map(),
      new Map([
        ["1", lock({ entry_id: "1" })],
        ["2", lock({ entry_id: "2", entity_id: null })],
      ]),
    );
    expect([...picture.locks.keys()]).toEqual(["lock.front_door"]);
    expect(picture.isComplete).toBe(true);
  });

  it("is followed by all cards together, until the last one goes", async () => {
    let open = 0;
    let push: (update: object) => void = () => undefined;
    const connection = {
      connected: true,
      addEventListener: () => undefined,
      removeEventListener: () => undefined,
      subscribeMessage: (callback: (message: never) => void) => {
        open += 1;
        push = callback as typeof push;
        return Promise.resolve(() => (open -= 1));
      },
    } as unknown as Connection;
    const seen: string[] = [];
    const first = follow(connection, "en", () => seen.push("first"));
    const second = follow(connection, "en", () => seen.push("second"));
    await Promise.resolve();
    await new Promise((done) => setTimeout(done, 0));
    expect(open).toBe(2);
    expect(second.store).toBe(first.store);
    push({ changed: [], removed: [] });
    expect(seen).toEqual(["first", "second"]);
    first.stop();
    expect(open).toBe(2);
    second.stop();
    expect(open).toBe(0);
    const third = follow(connection, "en", () => undefined);
    expect(third.store).not.toBe(first.store);
    // Another language of the profile is another subscription.
    const fourth = follow(connection, "de", () => undefined);
    expect([third.store.language, fourth.store.language]).toEqual(["en", "de"]);
    third.stop();
    expect(follow(connection, "de", () => undefined).store).toBe(fourth.store);
  });
});

describe("codes that cannot open now", () => {
  it("begin with what needs a hand, then what comes first, and end with what is over", () => {
    const at = (hours: number) => ({
      starts_at: new Date(NOW + hours * 3_600_000).toISOString(),
      ends_at: new Date(NOW + (hours + 1) * 3_600_000).toISOString(),
    });
    const unset = { status: "unset" as const, type: "time_bound" as const };
    const sorted = laterOf(
      [
        code({ ...unset, name: "over", next_window: at(-5) }),
        code({ ...unset, name: "late", next_window: at(9) }),
        code({ status: "unset", name: "paused", is_paused: true }),
        code({ ...unset, name: "soon", next_window: at(1) }),
        code({ status: "unset", name: "wrong", errors: [{ message: "", created_at: "" }] }),
        code({ status: "unset", name: "another", is_paused: true }),
      ],
      (each) => standing(each, NOW),
    );
    expect(sorted.map((each) => each.name)).toEqual(["wrong", "soon", "late", "another", "paused", "over"]);
  });
});

describe("what is typed", () => {
  it("is digits only, of a number that has an end", () => {
    const typed = new Typed();
    for (const key of ["7", "a", "12", "", "٣"]) typed.add(key);
    expect(typed.count).toBe(1);
    for (let each = 0; each < 40; each += 1) typed.add("1");
    expect(typed.count).toBe(MOST_DIGITS);
  });

  it("is read once, and nowhere else", () => {
    const typed = new Typed();
    for (const digit of "739184") typed.add(digit);
    typed.removeLast();
    expect(JSON.stringify(typed)).not.toContain("7391");
    expect(Object.values(typed)).toEqual([]);
    expect(typed.take()).toBe("73918");
    expect(typed.take()).toBe("");
    typed.add("1");
    typed.clear();
    expect(typed.count).toBe(0);
  });

  it("comes from keys without modifiers", () => {
    const key = (name: string, held = {}) => keyOf({ key: name, ctrlKey: false, altKey: false, metaKey: false, ...held });
    expect(key("7")).toEqual({ digit: "7" });
    expect(["Backspace", "Delete", "Escape", "Enter", "a", "Tab"].map((each) => key(each))).toEqual([
      "remove",
      "remove",
      "clear",
      "send",
      null,
      null,
    ]);
    for (const held of [{ ctrlKey: true }, { altKey: true }, { metaKey: true }]) expect(key("1", held)).toBeNull();
  });
});

describe("what is said of a code", () => {
  it("is whether the lock was operated, never why a code does not open", () => {
    expect(outcomeOf({ granted: true, reason: null }, "unlock")).toEqual({ isGood: true, key: "card.unlocked" });
    expect(outcomeOf({ granted: true, reason: null }, "lock")).toEqual({ isGood: true, key: "card.locked" });
    for (const reason of ["denied", "expired", "paused", "unknown_code"])
      expect(outcomeOf({ granted: false, reason }, "unlock")).toEqual({ isGood: false, key: "card.wrong_code" });
    expect(outcomeOf({ granted: false, reason: "too_many_attempts" }, "unlock").key).toBe("card.too_many_attempts");
  });

  it("tells a refusal from a connection that broke", () => {
    expect(failureOf(3).key).toBe("card.not_known");
    expect(failureOf(undefined).key).toBe("card.failed");
    expect(failureOf({ code: "unauthorized", message: "Unauthorized" }).key).toBe("card.not_allowed");
    expect(failureOf({ code: "home_assistant_error", message: "", translation_key: "lock_not_operated" }).key).toBeNull();
    expect(failureOf({ code: "unknown_error", message: "" }).key).toBe("card.failed");
  });
});

const NONE: ReadonlySet<string> = new Set();

describe("the strategy", () => {
  const virtual = lock({ capabilities: { is_virtual: true } as Capabilities });
  const other = lock({ entry_id: "2", entity_id: "lock.gate", name: "Gate" });
  const types = (made: CardMade): unknown[][] =>
    (made["sections"] as { cards: CardMade[] }[]).map((section) => section.cards.map((card) => card["type"]));

  it("makes a view of all locks from nothing, with keypads where Home Assistant checks codes", () => {
    const made = viewOf({ type: "custom:access-codes" }, [virtual, other], NONE, "Access codes", "None.");
    expect(made["title"]).toBe("Access codes");
    expect(types(made)).toEqual([
      ["custom:access-codes-now-card"],
      ["heading", "tile", "custom:access-codes-keypad-card", "custom:access-codes-codes-card"],
      ["heading", "tile", "custom:access-codes-codes-card"],
    ]);
  });

  it("shows the locks that it is told, in that order", () => {
    const config = { type: "x", title: "Doors", entities: ["lock.gate", "lock.gone"], keypads: false };
    const made = viewOf(config, [virtual, other], NONE, "Access codes", "None.");
    expect(made["title"]).toBe("Doors");
    expect(types(made)).toHaveLength(2);
    expect((made["sections"] as { cards: CardMade[] }[])[0]?.cards[0]?.["entities"]).toEqual(config.entities);
  });

  it("is made anew for a lock more or less, or one that turns out to have a keypad, and for nothing else", () => {
    const problem = (attributes: Record<string, unknown>): CardHass =>
      ({
        states: { "binary_sensor.a": { entity_id: "binary_sensor.a", state: "off", attributes } },
        entities: { "binary_sensor.a": { entity_id: "binary_sensor.a", platform: "access_codes", translation_key: "problem" } },
      }) as unknown as CardHass;
    const none = hassWith(DOOR);
    const silent = problem({});
    const told = problem({ checks_codes_of: "lock.front_door" });
    expect(isOther(none, silent)).toBe(true);
    expect(isOther(silent, told)).toBe(true);
    expect(isOther(told, silent)).toBe(false);
    expect(isOther(told, told)).toBe(false);
    expect(isOther(none, hassWith(DOOR, sensor("sensor.a", "set")))).toBe(false);
  });

  it("says so where there is no lock", () => {
    const made = viewOf({ type: "x" }, [], NONE, "Access codes", "None.");
    expect(made["sections"]).toEqual([{ type: "grid", cards: [{ type: "markdown", content: "None." }] }]);
  });

  it("gives a keypad as it is told; without that, to locks that Home Assistant checks, for every user", () => {
    expect(hasKeypad(other, undefined, NONE)).toBe(false);
    expect(hasKeypad(other, undefined, new Set(["lock.gate"]))).toBe(true);
    expect(hasKeypad(lock({ entity_id: null }), undefined, new Set(["lock.gate"]))).toBe(false);
    expect(hasKeypad(other, ["lock.gate"], NONE)).toBe(true);
    expect(hasKeypad(virtual, ["lock.gate"], NONE)).toBe(false);
    expect(hasKeypad(lock({ entity_id: null }), ["lock.gate"], NONE)).toBe(false);
    expect(hasKeypad(virtual, false, NONE)).toBe(false);
  });
});

describe("suggestions of the card picker", () => {
  it("are for locks with codes only", () => {
    const hass = hassWith(DOOR, sensor("sensor.a", "set"));
    const suggested = (): unknown[] | undefined =>
      suggestionsFor(hass, "lock.front_door")?.map((each) => each.config["type"]);
    expect(suggested()).toEqual(["custom:access-codes-codes-card"]);
    // A keypad is of use where Home Assistant checks the codes.
    const id = "binary_sensor.front_door_problem";
    hass.states[id] = { ...DOOR, entity_id: id, attributes: { checks_codes_of: "lock.front_door" } };
    hass.entities![id] = { entity_id: id, platform: "access_codes", translation_key: "problem" };
    expect(suggested()).toEqual([
      "custom:access-codes-codes-card",
      "custom:access-codes-keypad-card",
    ]);
    expect(suggestionsFor(hass, "lock.gate")).toBeNull();
    expect(suggestionsFor(hass, "light.hall")).toBeNull();
  });
});
