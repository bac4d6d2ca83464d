#!/usr/bin/env bash
# zigbee-herdsman-converters 26.112.0 (the locks of Zigbee2MQTT): a `pin_code` message that changes only the type or
# the state of a user deletes the user's PIN.
#
# The exposed fields are user, user type, "enabled" and PIN. Leaving the PIN out does not mean "keep it": the command
# that goes to the lock is clearPinCode, as for null, and type and state are dropped. Disabling a user takes the PIN
# again with `user_enabled: false`, or `user_status` where the model has it.
#
# Why it matters: "disable the cleaner's code" deletes the code, and software that sent it expects that the code can
# be enabled again.
# Needs Node.js 20 with npm.
source "$(dirname "${BASH_SOURCE[0]}")/_lib.sh"
with_node zigbee-herdsman-converters@26.112.0
run_node <<'NODE'
import { prepareDefinition } from "zigbee-herdsman-converters";
import { definitions } from "zigbee-herdsman-converters/devices/yale";

const mapped = prepareDefinition(definitions.find(({ model }) => model === "YRD226HA2619"));
const converter = mapped.toZigbee.find(({ key }) => key.includes("pin_code"));

async function sent(value) {
  const commands = [];
  const lock = {
    async command(cluster, command, payload) {
      commands.push([command, payload]);
      return { status: 0 };
    },
  };
  await converter.convertSet(lock, "pin_code", value, { mapped, options: {}, state: {}, message: {} });
  return JSON.stringify(commands);
}

const user = { user: 1, user_type: "unrestricted" };
console.log("disable with the PIN:", await sent({ ...user, user_enabled: false, pin_code: "1234" }));
console.log("disable without it:  ", await sent({ ...user, user_enabled: false }));
console.log("null:                ", await sent({ user: 1, pin_code: null }));
process.exit(0);
NODE
expect <<'SEEN'
disable with the PIN: [["setPinCode",{"userid":1,"userstatus":3,"usertype":0,"pincodevalue":"1234"}]]
disable without it:   [["clearPinCode",{"userid":1}]]
null:                 [["clearPinCode",{"userid":1}]]
SEEN
