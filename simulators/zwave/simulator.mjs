#!/usr/bin/env node
/**
 * A Z-Wave network without a radio: the real zwave-js driver and the real WebSocket server that
 * Home Assistant connects to, over a mocked serial port with simulated locks. See README.md.
 */
import { mkdirSync, mkdtempSync, readFileSync, renameSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { parseArgs } from "node:util";
import { startControl } from "./lib/control.mjs";
import { Network } from "./lib/network.mjs";
import { UserCodeLock } from "./lib/user-code.mjs";
import { UserCredentialLock } from "./lib/user-credential.mjs";

// The one line on stdout is the ready line, whatever the libraries print.
console.log = console.error;

const KINDS = {
  user_code: UserCodeLock,
  user_code_v2: UserCodeLock,
  user_code_masked: UserCodeLock,
  user_credential: UserCredentialLock,
};

const DEFAULT_LOCKS = [
  { id: 2, name: "Front door", kind: "user_code", slots: 30 },
  { id: 3, name: "Back door", kind: "user_code", slots: 30 },
];

function withDefaults(spec) {
  if (!(spec.kind in KINDS)) throw new Error(`unknown kind of lock "${spec.kind}"; known: ${Object.keys(KINDS).join(", ")}`);
  if (!Number.isInteger(spec.id) || spec.id < 2 || spec.id > 232) throw new Error(`lock id ${spec.id} is not a node number (2..232)`);
  const credential = spec.kind === "user_credential";
  const full = {
    slots: credential ? 20 : 30,
    users: 20,
    min_length: 4,
    max_length: credential ? 10 : 8,
    // What an empty slot's report carries; Schlage's say "0000", others four zero bytes.
    empty_code: spec.kind === "user_code" ? "0000" : "\0\0\0\0",
    keypad_report: "both",
    supervision: false,
    v1_alarm: spec.kind === "user_code", // older alarm numbers beside each notification
    ...spec,
  };
  if (!credential && full.slots > 255) throw new Error("at most 255 slots");
  return full;
}

function readLocks(given) {
  if (!given) return DEFAULT_LOCKS;
  const text = given.trim().startsWith("[") ? given : readFileSync(given, "utf8");
  return JSON.parse(text);
}

const { values: args } = parseArgs({
  options: {
    port: { type: "string", default: "3000" },
    "control-port": { type: "string", default: "3001" },
    host: { type: "string", default: "127.0.0.1" },
    locks: { type: "string" },
    storage: { type: "string" },
    state: { type: "string" },
    attempts: { type: "string", default: "3" },
    "first-interview": { type: "string", default: "query" },
    "with-parent": { type: "boolean", default: false },
    verbose: { type: "boolean", default: false },
    "driver-log": { type: "string" },
  },
});

if (!["query", "clear"].includes(args["first-interview"])) throw new Error("--first-interview is query or clear");

let saved = {};
if (args.state) {
  try {
    saved = JSON.parse(readFileSync(args.state, "utf8")).locks;
  } catch (error) {
    if (error.code !== "ENOENT") throw error;
  }
}

const locks = readLocks(args.locks).map((spec) => {
  const full = withDefaults(spec);
  return new KINDS[full.kind](full, saved[full.id]);
});

let written;
function save() {
  if (!args.state) return;
  const text = JSON.stringify({ locks: Object.fromEntries(locks.map((lock) => [lock.id, lock.toState()])) });
  if (text === written) return;
  const next = `${args.state}.new`;
  writeFileSync(next, text);
  renameSync(next, args.state);
  written = text;
}

const ownStorage = !args.storage;
const storage = args.storage ?? mkdtempSync(join(tmpdir(), "zwave-simulator-"));
mkdirSync(storage, { recursive: true });

const network = new Network({
  locks,
  storage,
  host: args.host,
  port: Number(args.port),
  attempts: Number(args.attempts),
  clearFirst: args["first-interview"] === "clear",
  verbose: args.verbose,
  logFile: args["driver-log"],
});

let control;
let ending;
async function end(code) {
  if (ending) return;
  ending = true;
  setTimeout(() => process.exit(code), 5000).unref();
  try {
    control?.closeAllConnections();
    control?.close();
    await network.stop();
    if (ownStorage) rmSync(storage, { recursive: true, force: true });
  } catch (error) {
    console.error(error);
  }
  process.exit(code);
}
if (args["with-parent"]) {
  const parent = process.ppid;
  setInterval(() => process.ppid === parent || void end(0), 1000).unref();
}
// When it is destroyed amid a command, the driver aborts its own serial stream and lets nobody take the abort.
process.on("unhandledRejection", (error) => {
  if (ending && error?.name === "AbortError") return;
  console.error(error);
  process.exit(1);
});
process.on("SIGTERM", () => void end(0));
process.on("SIGINT", () => void end(0));

try {
  // A first interview may clear the locks.
  for (const lock of locks) lock.onChange = save;
  await network.start();
  save();
  control = await startControl({
    port: Number(args["control-port"]),
    network,
    locks,
    shutdown: () => void end(0),
  });
} catch (error) {
  console.error(error);
  await end(1);
}

if (!ending) {
  process.stdout.write(
    `${JSON.stringify({
      ready: true,
      port: network.port,
      control_port: control.address().port,
      url: `ws://${args.host}:${network.port}`,
      control: `http://127.0.0.1:${control.address().port}`,
      locks: locks.map(({ id, name, kind, slots }) => ({ id, name, kind, slots })),
      pid: process.pid,
    })}\n`,
  );
}
