#!/usr/bin/env bash
# zigbee-herdsman 10.9.2 (the radio side of Zigbee2MQTT): a device that is known and joins again with another network
# address is stored with it, and nobody is told.
#
# The event of a changed address comes with the device's own announcement, or with an answer about addresses; after the
# join alone the announcement finds nothing changed. Zigbee2MQTT publishes `bridge/devices` for the announcement and for
# the event, not for a join of a device that it knows.
#
# Why it matters: a request that names the network address, as `bridge/request/action` does, goes to nobody from the join
# until the announcement is heard. The list has to be followed, and a failed delivery is not the lock's absence for good.
# Needs Node.js 20 with npm.
source "$(dirname "${BASH_SOURCE[0]}")/_lib.sh"
with_node zigbee-herdsman@10.9.2
run_node <<'NODE'
import { EventEmitter } from "node:events";
import { writeFileSync } from "node:fs";
import { createRequire } from "node:module";

const require = createRequire(import.meta.url);
const { Adapter } = require("zigbee-herdsman/dist/adapter/adapter.js");
const { Controller, setLogger } = require("zigbee-herdsman");
const quiet = () => {};
setLogger({ debug: quiet, info: quiet, warning: quiet, error: quiet });

const IEEE = "0x00124b0000000001";
const network = { panID: 6754, extendedPanID: "0xdddddddddddddddd", channel: 11, nwkUpdateID: 0 };
const radio = Object.assign(new EventEmitter(), {
  hasZdoMessageOverhead: true,
  start: async () => "resumed",
  stop: async () => {},
  getCoordinatorIEEE: async () => "0x00124b00deadbeef",
  getCoordinatorVersion: async () => ({ type: "none", meta: {} }),
  getNetworkParameters: async () => network,
  supportsBackup: async () => false,
  permitJoin: async () => {},
  sendZdo: async () => [0, { endpointList: [], inClusterList: [], outClusterList: [] }],
  sendZclFrameToAll: async () => {},
});
Adapter.create = async () => radio;

const device = {
  id: 2, type: "EndDevice", ieeeAddr: IEEE, nwkAddr: 4097, manufId: 4125, epList: [], endpoints: {},
  interviewCompleted: true, interviewState: "SUCCESSFUL", meta: {}, modelId: "lock",
};
writeFileSync("database.db", `${JSON.stringify(device)}\n`);
const controller = new Controller({
  network: { panID: 6754, networkKey: Array(16).fill(1), channelList: [11], extendedPanID: Array(8).fill(0xdd) },
  serialPort: { path: "none", adapter: "ember" },
  databasePath: "database.db", backupPath: "backup.json", databaseBackupPath: "database.backup.db",
  adapter: {}, acceptJoiningDeviceHandler: async () => true,
});
const told = [];
for (const event of ["deviceJoined", "deviceNetworkAddressChanged", "deviceInterview", "deviceAnnounce"]) {
  controller.on(event, () => told.push(event));
}
await controller.start();
const settled = () => new Promise((resolve) => setTimeout(resolve, 100));
radio.emit("deviceJoined", { ieeeAddr: IEEE, networkAddress: 4354 });
await settled();
console.log(`stored: ${controller.getDeviceByIeeeAddr(IEEE).networkAddress}`);
console.log(`told after the join: ${told.splice(0).join() || "nothing"}`);
radio.emit("zdoResponse", 0x0013, [0, { eui64: IEEE, nwkAddress: 4354, capabilities: {} }]);
await settled();
console.log(`told after the announcement: ${told.join() || "nothing"}`);
process.exit(0);
NODE
expect <<'SEEN'
stored: 4354
told after the join: nothing
told after the announcement: deviceAnnounce
SEEN
