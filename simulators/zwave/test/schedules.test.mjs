import assert from "node:assert/strict";
import { setTimeout as sleep } from "node:timers/promises";
import { after, afterEach, before, beforeEach, describe, test } from "node:test";
import { Client, startSimulator } from "./harness.mjs";

const LOCK = 2;
const STUBBORN = 3;
const LOCKS = [
  { id: LOCK, name: "Front door", kind: "user_code_v2", slots: 4, supervision: true, year_day_slots: 2 },
  { id: STUBBORN, name: "Back door", kind: "user_code", slots: 4, year_day_slots: 1, clock: { offset_s: -7200, settable: false } },
];
const SCHEDULE_ENTRY_LOCK = 78;
const USER_CODE = 99;
const TIME = 138;
const KEY = (1 << 16) | (2 << 8) | 1;

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
  for (const { id } of LOCKS) await sim.post(`/locks/${id}/reset`);
  await sim.post(`/locks/${LOCK}/clock`, { offset_s: 0 });
  await sleep(50);
});
afterEach(async () => {
  for (const { id } of LOCKS) await sim.post(`/locks/${id}/faults`);
});

const invoke = async (id, commandClass, methodName, ...args) =>
  (await client.send("endpoint.invoke_cc_api", { nodeId: id, endpoint: 0, commandClass, methodName, args })).response;
const timestamp = async (id) =>
  (
    await client.send("node.get_value_timestamp", {
      nodeId: id,
      valueId: { commandClass: SCHEDULE_ENTRY_LOCK, endpoint: 0, property: "schedule", propertyKey: KEY },
    })
  ).timestamp;
const opens = async (id, pin) => (await sim.post(`/locks/${id}/keypad/enter`, { pin })).opens;

/** A schedule from so many minutes from now to so many, in UTC. */
function schedule(from, to) {
  const parts = (minutes, end) => {
    const at = new Date(Date.now() + minutes * 60_000);
    return {
      [`${end}Year`]: at.getUTCFullYear() - 2000,
      [`${end}Month`]: at.getUTCMonth() + 1,
      [`${end}Day`]: at.getUTCDate(),
      [`${end}Hour`]: at.getUTCHours(),
      [`${end}Minute`]: at.getUTCMinutes(),
    };
  };
  return { ...parts(from, "start"), ...parts(to, "stop") };
}

describe("a lock with schedules", () => {
  const write = (id, slot, when) =>
    invoke(id, SCHEDULE_ENTRY_LOCK, "setYearDaySchedule", { userId: slot, slotId: 1 }, ...(when ? [when] : []));

  test("lets somebody in by its own clock", async () => {
    await invoke(LOCK, USER_CODE, "set", 2, 1, "2222");
    assert.equal(await opens(LOCK, "2222"), true);
    await write(LOCK, 2, schedule(-60, 60));
    assert.equal(await opens(LOCK, "2222"), true);
    await sim.post(`/locks/${LOCK}/clock`, { offset_s: 7200 });
    assert.equal(await opens(LOCK, "2222"), false);
  });

  test("says yes to the year 2026 and keeps another one", async () => {
    await invoke(LOCK, USER_CODE, "set", 2, 1, "2222");
    const wrong = { ...schedule(-60, 60), startYear: 2026, stopYear: 2026 };
    assert.equal((await write(LOCK, 2, wrong)).status, 255);
    assert.equal((await sim.get(`/locks/${LOCK}`)).schedules["2/1"].startYear, 2026 & 0xff);
    assert.equal(await opens(LOCK, "2222"), false);
  });

  test("keeps the schedule of a cleared code for the next one", async () => {
    await invoke(LOCK, USER_CODE, "set", 2, 1, "2222");
    await write(LOCK, 2, schedule(60, 120));
    await invoke(LOCK, USER_CODE, "clear", 2);
    await invoke(LOCK, USER_CODE, "set", 2, 1, "3333");
    assert.equal(await opens(LOCK, "3333"), false);
    await write(LOCK, 2);
    assert.equal(await opens(LOCK, "3333"), true);
  });

  test("answers nothing and an empty schedule alike: only the driver's time stamp tells them apart", async () => {
    const get = () => invoke(LOCK, SCHEDULE_ENTRY_LOCK, "getYearDaySchedule", { userId: 2, slotId: 1 });
    const before = await timestamp(LOCK);
    assert.equal(await get(), undefined);
    const answered = await timestamp(LOCK);
    assert.ok(answered > (before ?? 0));
    await sim.post(`/locks/${LOCK}/faults`, { mute_schedules: true });
    assert.equal(await get(), undefined);
    assert.equal(await timestamp(LOCK), answered);
  });

  test("may keep a clock that cannot be set", async () => {
    await client.send("node.set_date_and_time", { nodeId: STUBBORN });
    assert.equal((await sim.get(`/locks/${STUBBORN}`)).clock.offset_s, -7200);
    const time = await invoke(STUBBORN, TIME, "getTime");
    assert.equal(time.hour, new Date(Date.now() - 7_200_000).getUTCHours());
  });

  test("takes its time from the driver", async () => {
    await sim.post(`/locks/${LOCK}/clock`, { offset_s: 30_000 });
    assert.deepEqual(await client.send("node.set_date_and_time", { nodeId: LOCK, date: new Date().toISOString() }), {
      success: true,
    });
    const off = (await sim.get(`/locks/${LOCK}`)).clock.offset_s + new Date().getTimezoneOffset() * 60;
    assert.ok(Math.abs(off) <= 1);
  });
});
