import assert from "node:assert/strict";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, test } from "node:test";
import { Client, startSimulator } from "./harness.mjs";

const folder = mkdtempSync(join(tmpdir(), "zwave-simulator-test-"));
const running = [];
after(async () => {
  for (const sim of running) await sim.end("SIGKILL");
  rmSync(folder, { recursive: true, force: true });
});
async function start(...args) {
  const sim = await startSimulator(...args);
  running.push(sim);
  return sim;
}

test("what the locks hold survives the simulator", async () => {
  const locks = join(folder, "locks.json");
  writeFileSync(
    locks,
    JSON.stringify([
      { id: 2, kind: "user_code", slots: 5, codes: { 1: "1111" } },
      { id: 3, kind: "user_credential", slots: 5 },
    ]),
  );
  const args = ["--locks", locks, "--state", join(folder, "state.json"), "--storage", join(folder, "storage")];
  const first = await start(...args);
  assert.deepEqual((await first.get("/locks/2")).codes, { 1: { pin: "1111" } });
  const client = await Client.connect(first.ready.url);
  await client.userCode(2, "set", 2, 1, "2222");
  await client.userCode(2, "clear", 1);
  await client.accessControl(3, "add_user", {
    userId: 4,
    options: { userName: "Ann" },
    credential: { credentialType: 1, credentialSlot: 1, data: "4444" },
  });
  await first.post("/locks/2/keypad/use", { slot: 2 });
  const before = await Promise.all([first.get("/locks/2"), first.get("/locks/3")]);
  const gone = client.closed;
  await first.end("SIGKILL");
  await gone;

  const second = await start(...args);
  const now = await Promise.all([second.get("/locks/2"), second.get("/locks/3")]);
  for (const [was, is] of before.map((b, i) => [b, now[i]])) {
    assert.deepEqual(is.codes, was.codes);
    assert.deepEqual(is.users, was.users);
    assert.equal(is.locked, was.locked);
  }
  assert.deepEqual(now[0].codes, { 2: { pin: "2222" } });
  assert.equal(now[1].codes[1].name, "Ann");
  // Starting writes nothing to a lock.
  for (const id of [2, 3]) assert.equal((await second.get(`/locks/${id}/counts`)).writes, 0);
  assert.equal(await second.end(), 0);
});

test("the two locks of the demo, and the server going away and coming back", async () => {
  const sim = await start();
  assert.deepEqual(
    (await sim.get("/locks")).map(({ id, name, kind, slots, locked, status }) => [id, name, kind, slots, locked, status]),
    [
      [2, "Front door", "user_code", 30, true, "alive"],
      [3, "Back door", "user_code", 30, true, "alive"],
    ],
  );
  for (const hard of [false, true]) {
    const client = await Client.connect(sim.ready.url);
    assert.equal((await sim.post("/server/stop", { hard })).running, false);
    await client.closed;
    await assert.rejects(Client.connect(sim.ready.url));
    assert.equal((await sim.post("/server/start")).running, true);
  }
  const client = await Client.connect(sim.ready.url);
  await client.userCode(2, "set", 1, 1, "1234");
  await client.event((e) => e.event === "notification" && e.args.event === 0x0e);
  await client.close();
  const gone = new Promise((resolve) => sim.child.once("exit", resolve));
  await sim.post("/shutdown");
  assert.equal(await gone, 0);
});

test("what the driver sends again is the same command", async () => {
  const sim = await start(
    "--locks",
    JSON.stringify([
      { id: 2, kind: "user_code", slots: 3 },
      { id: 3, kind: "user_credential", slots: 3, codes: { 1: "1111" } },
    ]),
  );
  const client = await Client.connect(sim.ready.url);
  const meanwhile = async (id, faults, act) => {
    await sim.post(`/locks/${id}/faults`, faults);
    const { seq } = await sim.get(`/locks/${id}`);
    const answer = await act().catch((error) => error.zwaveErrorCode);
    await sim.post(`/locks/${id}/faults`);
    const { writes, retries, lost } = await sim.get(`/locks/${id}/counts?since=${seq}`);
    return { answer, writes, retries, lost };
  };
  const set = () => client.userCode(2, "set", 1, 1, "1234");
  const remove = () => client.accessControl(3, "delete_user", { userId: 1 }).then(({ result }) => result);
  const [silent, lost, once, other] = await Promise.all([
    meanwhile(2, { silent: true, count: 1 }, set),
    meanwhile(3, { lose_ack_after_write: true }, remove),
  ]).then(async (two) => [
    ...two,
    ...(await Promise.all([
      meanwhile(2, { lose_ack_after_write: "once" }, set),
      meanwhile(3, { lose_ack_after_write: "once" }, remove),
    ])),
  ]);
  assert.deepEqual(silent, { answer: 204, writes: 1, retries: 2, lost: 1 });
  assert.deepEqual(lost, { answer: 204, writes: 1, retries: 2, lost: 0 });
  assert.deepEqual((await sim.get("/locks/3")).codes, {});
  assert.deepEqual(once, { answer: undefined, writes: 1, retries: 1, lost: 0 });
  assert.deepEqual(other, { answer: 0, writes: 1, retries: 1, lost: 0 });
  await client.close();
});
