import assert from "node:assert/strict";
import { setTimeout as sleep } from "node:timers/promises";
import { after, afterEach, before, beforeEach, describe, test } from "node:test";
import { Client, startSimulator } from "./harness.mjs";

const PLAIN = 2;
const MASKED = 3;
const V2 = 4;
const CREDENTIAL = 5;
const LOCKS = [
  { id: PLAIN, name: "Front door", location: "Hall", kind: "user_code", slots: 10, codes: { 1: "1111" } },
  { id: MASKED, name: "Back door", kind: "user_code_masked", slots: 10 },
  { id: V2, name: "Cellar", kind: "user_code_v2", slots: 10, supervision: true },
  { id: CREDENTIAL, name: "Office", kind: "user_credential", slots: 5, users: 6 },
];
const PIN = { credentialType: 1 };

let sim;
let client;

before(async () => {
  sim = await startSimulator("--locks", JSON.stringify(LOCKS), "--attempts", "1");
  client = await Client.connect(sim.ready.url);
});
after(async () => {
  await client?.close();
  assert.equal(await sim?.end(), 0);
});
beforeEach(async () => {
  for (const { id } of LOCKS) {
    await sim.post(`/locks/${id}/reset`);
    await sim.post(`/locks/${id}/wake`);
  }
  await sleep(50);
});
afterEach(async () => {
  for (const { id } of LOCKS) await sim.post(`/locks/${id}/faults`);
});

const codes = async (id) => {
  const held = (await sim.get(`/locks/${id}`)).codes;
  return Object.fromEntries(Object.entries(held).map(([slot, { pin }]) => [slot, pin]));
};
const seq = async (id) => (await sim.get(`/locks/${id}`)).seq;
const kinds = async (id, since) =>
  (await sim.get(`/locks/${id}/log?since=${since}`)).map(({ kind, slot, outcome }) => [kind, slot, outcome]);
const notification = (nodeId, number) => (e) =>
  e.event === "notification" && e.nodeId === nodeId && e.args.event === number;
const read = async (id, slot) =>
  id === CREDENTIAL
    ? (await client.accessControl(id, "get_credential", { ...PIN, credentialSlot: slot })).credential
    : client.userCode(id, "get", slot);
const notAcknowledged = { zwaveErrorCode: 204 };

test("the network is as the specification says", () => {
  const nodes = new Map(client.state.nodes.map((n) => [n.nodeId, n]));
  assert.equal(nodes.get(PLAIN).name, "Front door");
  assert.equal(nodes.get(PLAIN).location, "Hall");
  assert.equal(nodes.get(PLAIN).deviceConfig.label, "BE468ZP");
  for (const { id } of LOCKS) {
    assert.equal(nodes.get(id).interviewStage, "Complete");
    assert.equal(nodes.get(id).isFrequentListening, "1000ms");
  }
  assert.deepEqual(sim.ready.locks.map((l) => l.id), [PLAIN, MASKED, V2, CREDENTIAL]);
});

describe("writing and reading back", () => {
  test("version 1: a readable PIN", async () => {
    const since = await seq(PLAIN);
    assert.equal(await client.userCode(PLAIN, "set", 4, 1, "4444"), undefined);
    assert.deepEqual(await client.userCode(PLAIN, "get", 4), { userIdStatus: 1, userCode: "4444" });
    assert.deepEqual(await codes(PLAIN), { 4: "4444" });
    await client.userCode(PLAIN, "clear", 4);
    assert.deepEqual(await client.userCode(PLAIN, "get", 4), { userIdStatus: 0, userCode: "0000" });
    assert.deepEqual(await kinds(PLAIN, since), [
      ["set", 4, "done"],
      ["get", 4, "done"],
      ["clear", 4, "done"],
      ["get", 4, "done"],
    ]);
    const counts = await sim.get(`/locks/${PLAIN}/counts?since=${since}`);
    assert.deepEqual([counts.set, counts.clear, counts.get, counts.writes, counts.reads], [1, 1, 2, 2, 2]);
  });

  test("masked: as many asterisks as digits", async () => {
    await client.userCode(MASKED, "set", 4, 1, "44444");
    assert.deepEqual(await client.userCode(MASKED, "get", 4), { userIdStatus: 1, userCode: "*****" });
    assert.deepEqual(await codes(MASKED), { 4: "44444" });
    assert.deepEqual(await client.userCode(MASKED, "get", 5), { userIdStatus: 0, userCode: "" });
  });

  test("version 2, supervised", async () => {
    assert.deepEqual(await client.userCode(V2, "set", 4, 1, "4444"), { status: 255 });
    assert.deepEqual(await client.userCode(V2, "get", 4), { userIdStatus: 1, userCode: "4444" });
    assert.deepEqual(await client.userCode(V2, "set", 5, 1, "4444"), { status: 2 }); // duplicate
    assert.deepEqual(await codes(V2), { 4: "4444" });
  });

  test("a named user with a PIN", async () => {
    const added = await client.accessControl(CREDENTIAL, "add_user", {
      userId: 3,
      options: { userName: "Ann" },
      credential: { ...PIN, credentialSlot: 2, data: "123456" },
    });
    assert.deepEqual(added.result, { user: 0, credential: 0 });
    const { credential } = await client.accessControl(CREDENTIAL, "get_credential", { ...PIN, credentialSlot: 2 });
    assert.deepEqual(credential, { userId: 3, type: 1, slot: 2, data: "123456" });
    const held = await sim.get(`/locks/${CREDENTIAL}`);
    assert.deepEqual(held.codes, { 2: { pin: "123456", user_id: 3, name: "Ann" } });
    assert.equal((await client.accessControl(CREDENTIAL, "delete_user", { userId: 3 })).result, 0);
    assert.deepEqual((await sim.get(`/locks/${CREDENTIAL}`)).users, {});
  });

  test("a version 1 lock through the same commands", async () => {
    const { result } = await client.accessControl(PLAIN, "set_credential", {
      ...PIN,
      userId: 6,
      credentialSlot: 6,
      data: "6666",
    });
    assert.equal(result, 0);
    assert.deepEqual(await codes(PLAIN), { 6: "6666" });
  });

  test("a PIN of the wrong length is refused", async () => {
    await client.userCode(PLAIN, "set", 4, 1, "123456789"); // 4 to 8 here
    assert.deepEqual(await codes(PLAIN), {});
  });

  test("all codes at once", async () => {
    await client.userCode(PLAIN, "set", 4, 1, "4444");
    const since = client.events.length;
    await client.userCode(PLAIN, "clear", 0);
    await client.event(notification(PLAIN, 0x0c), since);
    assert.deepEqual(await codes(PLAIN), {});
  });
});

describe("refusing", () => {
  test("version 1 keeps what it has and says nothing", async () => {
    await client.userCode(PLAIN, "set", 4, 1, "4444");
    await sim.post(`/locks/${PLAIN}/faults`, { refuse: { slots: [4] } });
    const since = await seq(PLAIN);
    await client.userCode(PLAIN, "set", 4, 1, "5555");
    await client.userCode(PLAIN, "set", 5, 1, "5555");
    assert.deepEqual(await codes(PLAIN), { 4: "4444", 5: "5555" });
    assert.deepEqual(await kinds(PLAIN, since), [["set", 4, "refused"], ["set", 5, "done"]]);
  });

  test("a duplicate is refused and reported", async () => {
    await client.userCode(PLAIN, "set", 4, 1, "4444");
    const since = client.events.length;
    await client.userCode(PLAIN, "set", 5, 1, "4444");
    await client.event(notification(PLAIN, 0x0f), since);
    assert.deepEqual(await codes(PLAIN), { 4: "4444" });
    await sim.post(`/locks/${PLAIN}/faults`, { duplicate_check: false });
    await client.userCode(PLAIN, "set", 5, 1, "4444");
    assert.deepEqual(await codes(PLAIN), { 4: "4444", 5: "4444" });
  });

  test("a supervised lock says so", async () => {
    await sim.post(`/locks/${V2}/faults`, { refuse: true });
    assert.deepEqual(await client.userCode(V2, "set", 4, 1, "4444"), { status: 2 });
  });

  test("user credential: the reason", async () => {
    await sim.post(`/locks/${CREDENTIAL}/keypad/set`, { slot: 1, pin: "1111", name: "Ann" });
    const set = async (slot, data) =>
      (await client.accessControl(CREDENTIAL, "set_credential", { ...PIN, userId: 1, credentialSlot: slot, data })).result;
    assert.equal(await set(2, "1111"), 3); // duplicate
    await sim.post(`/locks/${CREDENTIAL}/faults`, { refuse: { reason: "rules" } });
    assert.equal(await set(2, "2222"), 4);
    await sim.post(`/locks/${CREDENTIAL}/faults`, { full: true });
    assert.equal(await set(2, "2222"), 4);
    assert.equal(await set(1, "3333"), 0); // a change still fits in
    await sim.post(`/locks/${CREDENTIAL}/faults`, { duplicate_check: false });
    assert.equal(await set(2, "3333"), 0);
    assert.deepEqual(await codes(CREDENTIAL), { 1: "3333", 2: "3333" });
  });

  test("only the next command", async () => {
    await sim.post(`/locks/${PLAIN}/faults`, { refuse: true, count: 1 });
    await client.userCode(PLAIN, "get", 4);
    await client.userCode(PLAIN, "set", 4, 1, "4444");
    assert.deepEqual(await codes(PLAIN), {});
    await client.userCode(PLAIN, "set", 4, 1, "4444");
    assert.deepEqual(await codes(PLAIN), { 4: "4444" });
  });

  test("full: only what is there can change", async () => {
    await client.userCode(PLAIN, "set", 4, 1, "4444");
    await sim.post(`/locks/${PLAIN}/faults`, { full: true });
    await client.userCode(PLAIN, "set", 5, 1, "5555");
    await client.userCode(PLAIN, "set", 4, 1, "6666");
    assert.deepEqual(await codes(PLAIN), { 4: "6666" });
  });
});

describe("lying", () => {
  for (const [id, yes] of [[PLAIN, undefined], [V2, { status: 255 }]]) {
    test(`lock ${id} acknowledges and does nothing`, async () => {
      await sim.post(`/locks/${id}/faults`, { lie: true });
      const since = await seq(id);
      assert.deepEqual(await client.userCode(id, "set", 4, 1, "4444"), yes);
      assert.deepEqual(await codes(id), {});
      assert.deepEqual(await kinds(id, since), [["set", 4, "lied"]]);
      assert.equal((await client.userCode(id, "get", 4)).userIdStatus, 0);
    });
  }

  test("user credential reports what it did not do", async () => {
    await sim.post(`/locks/${CREDENTIAL}/keypad/set`, { slot: 1, pin: "1111" });
    await sim.post(`/locks/${CREDENTIAL}/faults`, { lie: true });
    const { result } = await client.accessControl(CREDENTIAL, "set_credential", {
      ...PIN,
      userId: 1,
      credentialSlot: 1,
      data: "2222",
    });
    assert.equal(result, 0);
    assert.deepEqual(await codes(CREDENTIAL), { 1: "1111" });
  });
});

describe("altering", () => {
  for (const id of [PLAIN, MASKED, V2, CREDENTIAL]) {
    const set = (slot, pin) =>
      id === CREDENTIAL
        ? client.accessControl(id, "set_credential", { ...PIN, userId: 2, credentialSlot: slot, data: pin })
        : client.userCode(id, "set", slot, 1, pin);

    test(`lock ${id} keeps a PIN without its leading zeros, or shortened`, async () => {
      if (id === CREDENTIAL) await client.accessControl(id, "add_user", { userId: 2, options: {} });
      await sim.post(`/locks/${id}/faults`, { strip_zeros: true });
      await set(1, "001234");
      assert.deepEqual(await codes(id), { 1: "1234" });
      await sim.post(`/locks/${id}/faults`, { shorten: 4 });
      await set(2, "567890");
      assert.deepEqual(await codes(id), { 1: "1234", 2: "5678" });
    });
  }
});

describe("the radio", () => {
  test("silent: nothing arrives, and the lock counts as dead until it speaks again", async () => {
    await sim.post(`/locks/${PLAIN}/faults`, { silent: true });
    const since = await seq(PLAIN);
    await assert.rejects(client.userCode(PLAIN, "set", 4, 1, "4444"), notAcknowledged);
    assert.deepEqual(await codes(PLAIN), {});
    assert.deepEqual(await kinds(PLAIN, since), [["set", 4, "ignored"]]);
    assert.equal((await sim.get(`/locks/${PLAIN}`)).status, "dead");
    const before = client.events.length;
    await sim.post(`/locks/${PLAIN}/wake`); // still silent: not heard
    await sleep(50);
    assert.equal((await sim.get(`/locks/${PLAIN}`)).status, "dead");
    await sim.post(`/locks/${PLAIN}/faults`);
    await sim.post(`/locks/${PLAIN}/wake`);
    await client.event((e) => e.event === "alive" && e.nodeId === PLAIN, before);
    assert.equal((await sim.get(`/locks/${PLAIN}`)).status, "alive");
  });

  test("a ping brings it back as well", async () => {
    await sim.post(`/locks/${PLAIN}/faults`, { silent: true, count: 1 });
    await assert.rejects(client.userCode(PLAIN, "get", 4), notAcknowledged);
    assert.equal((await sim.post(`/locks/${PLAIN}/wake`, { ping: true })).status, "alive");
  });

  test("the write is done, its acknowledgement is lost", async () => {
    await sim.post(`/locks/${PLAIN}/faults`, { lose_ack_after_write: true });
    await assert.rejects(client.userCode(PLAIN, "set", 4, 1, "4444"), notAcknowledged);
    assert.deepEqual(await codes(PLAIN), { 4: "4444" });
    assert.deepEqual(await client.userCode(PLAIN, "get", 4), { userIdStatus: 1, userCode: "4444" });
  });

  test("late answers", async () => {
    await sim.post(`/locks/${PLAIN}/faults`, { delay_ms: 1300 });
    const since = client.events.length;
    await client.userCode(PLAIN, "set", 4, 1, "4444");
    assert.deepEqual(await codes(PLAIN), { 4: "4444" });
    assert.equal(await client.userCode(PLAIN, "get", 4), undefined); // the driver waits one second
    await client.event((e) => e.args?.property === "userCode" && e.args.newValue === "4444", since);
  });

  test("late deeds", async () => {
    await sim.post(`/locks/${PLAIN}/faults`, { slow_ms: 300 });
    await client.userCode(PLAIN, "set", 4, 1, "4444");
    assert.deepEqual(await codes(PLAIN), {});
    await sleep(400);
    assert.deepEqual(await codes(PLAIN), { 4: "4444" });
  });

  test("reads that are never answered", async () => {
    await sim.post(`/locks/${PLAIN}/faults`, { no_answer: true });
    const since = await seq(PLAIN);
    await client.userCode(PLAIN, "set", 4, 1, "4444");
    assert.equal(await client.userCode(PLAIN, "get", 4), undefined);
    assert.deepEqual(await kinds(PLAIN, since), [["set", 4, "done"], ["get", 4, "ignored"]]);
    assert.equal((await sim.get(`/locks/${PLAIN}`)).status, "alive");
  });

  for (const id of [PLAIN, MASKED, CREDENTIAL]) {
    test(`reads of some slots are never answered by lock ${id}`, async () => {
      await sim.post(`/locks/${id}/keypad/set`, { slot: 4, pin: "4444", silently: true });
      await sim.post(`/locks/${id}/keypad/set`, { slot: 5, pin: "5555", silently: true });
      await sim.post(`/locks/${id}/faults`, { mute: [4] });
      const since = await seq(id);
      assert.equal(await read(id, 4), undefined);
      assert.notEqual(await read(id, 5), undefined);
      assert.deepEqual(await kinds(id, since), [["get", 4, "ignored"], ["get", 5, "done"]]);
    });
  }

  test("a user whose slot is mute is not answered either", async () => {
    await sim.post(`/locks/${CREDENTIAL}/keypad/set`, { slot: 4, pin: "4444", silently: true });
    await sim.post(`/locks/${CREDENTIAL}/faults`, { mute: [4] });
    const { user } = await client.accessControl(CREDENTIAL, "get_user", { userId: 4 });
    assert.equal(user, undefined);
  });

  for (const id of [PLAIN, MASKED, V2]) {
    test(`lock ${id} carries out a write long after it was given up, and says so then`, async () => {
      await sim.post(`/locks/${id}/keypad/set`, { slot: 4, pin: "4444", silently: true });
      await sim.post(`/locks/${id}/faults`, { late_ms: 1500, count: 1 });
      const since = client.events.length;
      assert.equal(await client.userCode(id, "set", 5, 1, "5555"), undefined);
      assert.equal((await client.userCode(id, "get", 5)).userIdStatus, 0);
      assert.deepEqual(await codes(id), { 4: "4444" });
      assert.equal((await sim.get(`/locks/${id}`)).late, 1);
      await client.event(notification(id, 0x0e), since);
      assert.deepEqual(await codes(id), { 4: "4444", 5: "5555" });
      assert.equal((await sim.get(`/locks/${id}`)).late, 0);
    });
  }

  test("user credential: a PIN that is set late, and reported then", async () => {
    await client.accessControl(CREDENTIAL, "add_user", { userId: 3, options: {} });
    await sim.post(`/locks/${CREDENTIAL}/faults`, { late_ms: 1500, count: 1 });
    const since = client.events.length;
    const set = { ...PIN, userId: 3, credentialSlot: 3, data: "3333" };
    assert.equal((await client.accessControl(CREDENTIAL, "set_credential", set)).result, 255);
    assert.deepEqual(await codes(CREDENTIAL), {});
    await client.event((e) => e.event === "credential added" && e.nodeId === CREDENTIAL, since);
    assert.deepEqual(await codes(CREDENTIAL), { 3: "3333" });
  });

  test("frames get lost, the same ones each time", async () => {
    const pattern = async () => {
      await sim.post(`/locks/${PLAIN}/faults`, { drop_rate: 0.5, seed: 7 });
      const since = await seq(PLAIN);
      for (const slot of [1, 2, 3, 4, 5, 6]) await client.userCode(PLAIN, "set", slot, 1, `${slot}000`).catch(() => {});
      await sim.post(`/locks/${PLAIN}/faults`);
      return (await sim.get(`/locks/${PLAIN}/log?since=${since}`)).map((e) => [e.reached, e.acked]).flat();
    };
    const first = await pattern();
    assert.ok(first.includes(true) && first.includes(false));
    await sim.post(`/locks/${PLAIN}/reset`, { silently: true });
    assert.deepEqual((await pattern()).slice(0, 2), first.slice(0, 2));
  });
});

describe("at the door", () => {
  test("a code changed at the keypad is reported", async () => {
    const since = client.events.length;
    await sim.post(`/locks/${PLAIN}/keypad/set`, { slot: 7, pin: "7777" });
    await client.event((e) => e.args?.property === "userCode" && e.args.propertyKey === 7 && e.args.newValue === "7777", since);
    // A Schlage names the slot in the older alarm level only, not in the event.
    const { args } = await client.event(notification(PLAIN, 0x0e), since);
    assert.equal(args.parameters, undefined);
    await client.event((e) => e.args?.property === "alarmLevel" && e.args.newValue === 7, since);
    await sim.post(`/locks/${PLAIN}/keypad/clear`, { slot: 7 });
    await client.event(notification(PLAIN, 0x0d), since);
    assert.deepEqual(await codes(PLAIN), {});
  });

  test("or by a notification alone, or not at all", async () => {
    const since = client.events.length;
    await sim.post(`/locks/${PLAIN}/keypad/set`, { slot: 7, pin: "7777", via: "notification" });
    await client.event(notification(PLAIN, 0x0e), since);
    const later = client.events.length;
    await sim.post(`/locks/${PLAIN}/keypad/set`, { slot: 8, pin: "8888", silently: true });
    // What the lock tells after that has come: what it would have told before it has come, too.
    await sim.post(`/locks/${PLAIN}/keypad/set`, { slot: 9, pin: "9999" });
    await client.event((e) => e.args?.property === "userCode" && e.args.newValue === "9999", later);
    await client.event(notification(PLAIN, 0x0e), later);
    const told = client.events.slice(since).filter((e) => e.args?.property === "userCode").map((e) => e.args.newValue);
    assert.ok(!told.includes("7777") && !told.includes("8888"));
    assert.equal(client.events.slice(later).filter(notification(PLAIN, 0x0e)).length, 1);
    assert.deepEqual(await codes(PLAIN), { 7: "7777", 8: "8888", 9: "9999" });
  });

  test("user credential: reported as events", async () => {
    const since = client.events.length;
    await sim.post(`/locks/${CREDENTIAL}/keypad/set`, { slot: 2, pin: "2222", name: "Bob" });
    await client.event((e) => e.event === "user added" && e.args.userName === "Bob", since);
    await client.event((e) => e.event === "credential added" && e.args.data === "2222", since);
    await sim.post(`/locks/${CREDENTIAL}/keypad/clear`, { slot: 2, user: true });
    await client.event((e) => e.event === "credential deleted" && e.args.credentialSlot === 2, since);
    await client.event((e) => e.event === "user deleted" && e.args.userId === 2, since);
  });

  test("opening with a code", async () => {
    await sim.post(`/locks/${PLAIN}/keypad/set`, { slot: 7, pin: "7777" });
    const since = client.events.length;
    const lock = await sim.post(`/locks/${PLAIN}/keypad/use`, { slot: 7, action: "unlock" });
    assert.equal(lock.locked, false);
    const { args } = await client.event(notification(PLAIN, 6), since);
    assert.deepEqual(args.parameters, { userId: 7 });
    await sim.post(`/locks/${PLAIN}/keypad/use`, { slot: 7, action: "lock" });
    assert.deepEqual((await client.event(notification(PLAIN, 5), since)).args.parameters, { userId: 7 });

    await sim.post(`/locks/${CREDENTIAL}/keypad/set`, { slot: 2, pin: "2222", user_id: 3 });
    await sim.post(`/locks/${CREDENTIAL}/keypad/use`, { slot: 2 });
    const used = await client.event(notification(CREDENTIAL, 0x24), since);
    assert.deepEqual(used.args.parameters, { type: "Buffer", data: [0, 3, 1, 1, 0, 2] });
    await sim.post(`/locks/${CREDENTIAL}/keypad/use`, { slot: 2, event: "keypad" });
    assert.deepEqual((await client.event(notification(CREDENTIAL, 6), since)).args.parameters, { userId: 3 });
  });

  test("losing everything", async () => {
    await client.userCode(PLAIN, "set", 4, 1, "4444");
    const since = client.events.length;
    await sim.post(`/locks/${PLAIN}/reset`);
    await client.event(notification(PLAIN, 0x0c), since);
    assert.deepEqual(await codes(PLAIN), {});
  });

  for (const id of [PLAIN, MASKED, V2, CREDENTIAL]) {
    test(`lock ${id} says that a code is deleted, and keeps it`, async () => {
      await sim.post(`/locks/${id}/keypad/set`, { slot: 3, pin: "3333", silently: true });
      const since = client.events.length;
      await sim.post(`/locks/${id}/keypad/clear`, { slot: 3, user: true, kept: true });
      if (id === CREDENTIAL) await client.event((e) => e.event === "credential deleted" && e.nodeId === id, since);
      else await client.event(notification(id, 0x0d), since);
      assert.deepEqual(await codes(id), { 3: "3333" });
    });

    test(`lock ${id} says that all codes are deleted, and keeps them`, async () => {
      await sim.post(`/locks/${id}/keypad/set`, { slot: 3, pin: "3333", silently: true });
      const since = client.events.length;
      await sim.post(`/locks/${id}/reset`, { kept: true });
      if (id === CREDENTIAL) await client.event((e) => e.event === "user deleted" && e.nodeId === id, since);
      else await client.event(notification(id, 0x0c), since);
      assert.deepEqual(await codes(id), { 3: "3333" });
    });
  }

  test("locking over the air", async () => {
    const since = client.events.length;
    for (const [targetMode, locked, event] of [[0, false, 4], [255, true, 3]]) {
      await client.send("node.set_value", {
        nodeId: PLAIN,
        valueId: { commandClass: 98, endpoint: 0, property: "targetMode" },
        value: targetMode,
      });
      assert.equal((await sim.get(`/locks/${PLAIN}`)).locked, locked);
      await client.event((e) => e.args?.property === "currentMode" && e.args.newValue === targetMode, since);
      await client.event(notification(PLAIN, event), since);
    }
  });
});

test("what the control API does not understand", async () => {
  await assert.rejects(sim.get("/locks/99"), { status: 404 });
  await assert.rejects(sim.get("/nowhere"), { status: 404 });
  await assert.rejects(sim.post(`/locks/${PLAIN}/faults`, { refuses: true }), { status: 400 });
  await assert.rejects(sim.post(`/locks/${PLAIN}/keypad/set`, { slot: 11, pin: "1234" }), { status: 400 });
  await assert.rejects(sim.post(`/locks/${PLAIN}/keypad/set`, { slot: 1, pin: "12" }), { status: 400 });
  await assert.rejects(sim.post(`/locks/${PLAIN}/keypad/use`, { slot: 9 }), { status: 409 });
  await sim.post(`/locks/${PLAIN}/keypad/set`, { slot: 1, pin: "1234" });
  await assert.rejects(sim.post(`/locks/${PLAIN}/keypad/set`, { slot: 2, pin: "1234" }), { status: 409 });
});
