#!/usr/bin/env bash
# zigbee-herdsman-converters 26.112.0 (the locks of Zigbee2MQTT): whether the lock took a PIN or refused it makes no
# difference to what is published.
#
# Setting `pin_code` on a Yale YRD226 sends setPinCode. The lock's answer carries a status: 0 done, 1 failure, 2
# memory full, 3 duplicate. The converter looks at none of them and returns nothing, so there is no state and no
# error.
#
# Why it matters: publishing to `/set` without an error afterwards confirms nothing. The slot has to be read back, or
# the lock's own answer to be requested (Zigbee2MQTT 2.7 and later: `bridge/request/action` with a raw command).
# Needs Node.js 20 with npm.
source "$(dirname "${BASH_SOURCE[0]}")/_lib.sh"
with_node zigbee-herdsman-converters@26.112.0
run_node <<'NODE'
import { prepareDefinition } from "zigbee-herdsman-converters";
import { definitions } from "zigbee-herdsman-converters/devices/yale";

const mapped = prepareDefinition(definitions.find(({ model }) => model === "YRD226HA2619"));
const converter = mapped.toZigbee.find(({ key }) => key.includes("pin_code"));

async function published(status) {
  let sent;
  const lock = {
    async command(cluster, command) {
      sent = command;
      return { status };
    },
  };
  const value = { user: 1, user_type: "unrestricted", user_enabled: true, pin_code: "1234" };
  const result = await converter.convertSet(lock, "pin_code", value, { mapped, options: {}, state: {}, message: {} });
  return [sent, result ?? "nothing"];
}

const [done, failure, full, duplicate] = await Promise.all([0, 1, 2, 3].map(published));
for (const [name, value] of Object.entries({ done, failure, full, duplicate })) console.log(`${name}: ${value}`);
process.exit(0);
NODE
expect <<'SEEN'
done: setPinCode,nothing
failure: setPinCode,nothing
full: setPinCode,nothing
duplicate: setPinCode,nothing
SEEN
