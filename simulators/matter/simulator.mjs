#!/usr/bin/env node
/**
 * A Matter door lock without hardware: matter.js' own lock on this machine's network, and a control port for what happens
 * at its keypad and for its faults. See README.md.
 */
import { createServer } from "node:http";
import { parseArgs } from "node:util";

// The one line on stdout is the ready line, whatever the libraries print.
console.log = console.error;

import { Environment, Logger, ServerNode, VendorId } from "@matter/main";
import { DoorLock } from "@matter/main/clusters/door-lock";
import { DoorLockDevice } from "@matter/main/devices/door-lock";
import { CLOCK, Clock, clockServer } from "./lib/clock.mjs";
import { doorServer } from "./lib/door.mjs";
import { radio } from "./lib/radio.mjs";

const { values: args } = parseArgs({
  options: {
    port: { type: "string" },
    "control-port": { type: "string", default: "0" },
    // Not "storage": matter.js takes the arguments of the process for settings of its own.
    folder: { type: "string" },
    name: { type: "string", default: "Front door" },
    doors: { type: "string", default: "1" },
    users: { type: "string", default: "10" },
    features: {
      type: "string",
      default: "PinCredential,User,CredentialOverTheAirAccess,YearDayAccessSchedules,WeekDayAccessSchedules",
    },
    "no-clock": { type: "boolean", default: false },
    "clock-unset": { type: "boolean", default: false },
    "with-parent": { type: "boolean", default: false },
    verbose: { type: "boolean", default: false },
  },
});

const port = Number(args.port);
const faults = {};
const log = [];

Environment.default.vars.set("storage.path", args.folder);
Logger.level = args.verbose ? "debug" : "warn";

const clock = new Clock(!args["clock-unset"], faults);
const serial = `SIM${port}`;
const Root = args["no-clock"] ? ServerNode.RootEndpoint : ServerNode.RootEndpoint.with(clockServer(clock));
const node = await ServerNode.create(Root, {
  id: "lock",
  network: { port },
  // A commissioner finds a lock by its discriminator: two that run at once must not share one.
  commissioning: { passcode: 20202021, discriminator: port % 4096 },
  productDescription: { name: args.name, deviceType: DoorLockDevice.deviceType },
  basicInformation: {
    vendorName: "Simulated",
    vendorId: VendorId(0xfff1),
    nodeLabel: "",
    productName: args.name,
    productLabel: args.name,
    productId: 0x8000,
    serialNumber: serial,
    uniqueId: `u${serial}`,
  },
  ...(args["no-clock"] ? {} : { timeSynchronization: CLOCK }),
});

const features = args.features.split(",");
const has = (feature) => features.includes(feature);
const users = Number(args.users);
const doors = [];
for (let number = 1; number <= Number(args.doors); number++) {
  const commands = number === 1 ? log : [];
  const Door = doorServer({ features, faults, log: commands, clock });
  const endpoint = await node.add(DoorLockDevice.with(Door), {
    id: `door${number}`,
    doorLock: {
      lockType: DoorLock.LockType.DeadBolt,
      lockState: DoorLock.LockState.Locked,
      actuatorEnabled: true,
      operatingMode: DoorLock.OperatingMode.Normal,
      supportedOperatingModes: { alwaysSet: 2047 },
      autoRelockTime: 0,
      ...(has("User")
        ? { numberOfTotalUsersSupported: users, numberOfCredentialsSupportedPerUser: 5, credentialRulesSupport: { single: true } }
        : {}),
      ...(has("PinCredential")
        ? { numberOfPinUsersSupported: users, minPinCodeLength: 4, maxPinCodeLength: 8, wrongCodeEntryLimit: 5, userCodeTemporaryDisableTime: 10 }
        : {}),
      ...(has("CredentialOverTheAirAccess") ? { requirePinForRemoteOperation: false, sendPinOverTheAir: false } : {}),
      ...(has("YearDayAccessSchedules") ? { numberOfYearDaySchedulesSupportedPerUser: 2 } : {}),
      ...(has("WeekDayAccessSchedules") ? { numberOfWeekDaySchedulesSupportedPerUser: 2 } : {}),
    },
  });
  doors.push({ endpoint, Door, log: commands });
}
await node.start();

async function at(door, run) {
  const { endpoint, Door } = doors[(door ?? 1) - 1];
  for (let tries = 0; ; tries++) {
    try {
      return await endpoint.act("simulation", (agent) => run(agent.get(Door)));
    } catch (error) {
      // A command in progress holds the lock's state for a moment.
      if (tries === 40 || !String(error).includes("synchronously")) throw error;
      await new Promise((resolve) => setTimeout(resolve, 50));
    }
  }
}

const routes = {
  "/state": (given) => at(given.door, (door) => door.held()),
  "/enter": (given) => at(given.door, (door) => door.enter(given.pin, given.operation ?? DoorLock.LockOperationType.Unlock)),
  "/program": (given) => at(given.door, (door) => door.program(given) ?? {}),
  "/faults": (given) => {
    for (const name of Object.keys(faults)) delete faults[name];
    radio.off = given.offline ?? false;
    return Object.assign(faults, given);
  },
  "/log": (given) => doors[(given.door ?? 1) - 1].log.slice(given.since ?? 0),
  "/fabrics": () => node.state.operationalCredentials.fabrics.map(({ fabricIndex, label }) => ({ fabricIndex, label })),
};

const control = createServer((request, response) => {
  let body = "";
  request.on("data", (part) => (body += part));
  request.on("end", async () => {
    try {
      const answer = await routes[request.url](body ? JSON.parse(body) : {});
      response.end(JSON.stringify(answer, (_, value) => (typeof value === "bigint" ? Number(value) : value)));
    } catch (error) {
      response.statusCode = 500;
      response.end(JSON.stringify(String(error?.stack ?? error)));
    }
  });
});

let ending = false;
async function end() {
  if (ending) return;
  ending = true;
  setTimeout(() => process.exit(0), 3000).unref();
  await node.close();
  process.exit(0);
}
process.on("SIGTERM", () => void end());
process.on("SIGINT", () => void end());
if (args["with-parent"]) {
  const parent = process.ppid;
  setInterval(() => process.ppid === parent || void end(), 1000).unref();
}

control.listen(Number(args["control-port"]), "127.0.0.1", () => {
  const { manualPairingCode } = node.state.commissioning.pairingCodes;
  const ready = { ready: true, control_port: control.address().port, pairing_code: manualPairingCode, pid: process.pid };
  process.stdout.write(`${JSON.stringify(ready)}\n`);
});
