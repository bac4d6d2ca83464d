#!/usr/bin/env bash
# zwave-js 15.29.0: a new PIN for a disabled slot does not open the door.
#
# Setting the value `userCode` of a slot sends PIN and status together, and the status is the one that the driver last
# heard of. An empty slot becomes enabled; a slot that is disabled (status 2) is given the new PIN and stays disabled.
# The answer is success (254) both times.
#
# Why it matters: "set a PIN" is understood as "this PIN opens the door from now on". Software that writes this value
# and compares only the digits afterwards reports a code as working that the lock turns away. The command of the
# command class, which takes a status, has to be used, or the status to be compared as well.
# Needs Node.js 20 with npm.
source "$(dirname "${BASH_SOURCE[0]}")/_lib.sh"
with_node zwave-js@15.29.0 @zwave-js/cc@15.29.0 @zwave-js/core@15.29.0 @zwave-js/testing@15.29.0
run_node <<'NODE'
import { UserIDStatus } from "@zwave-js/cc";
import { CommandClasses } from "@zwave-js/core";
import { conclude, startLock } from "./_zwave.mjs";

const { lock, node, userCodes } = await startLock({
  classes: [{ ccId: CommandClasses["User Code"], version: 1, numUsers: 3 }],
});
await userCodes.set(1, UserIDStatus.Disabled, "1234");
await userCodes.get(1);

async function setPin(slot) {
  const value = { commandClass: CommandClasses["User Code"], property: "userCode", propertyKey: slot };
  const result = await node.setValue(value, "5678");
  return [
    result.status,
    UserIDStatus[lock.state.get(`UserCode_userIdStatus_${slot}`)],
    String(Buffer.from(lock.state.get(`UserCode_userCode_${slot}`))),
  ];
}

conclude({ disabled_slot: await setPin(1), empty_slot: await setPin(2) });
NODE
expect <<'SEEN'
disabled_slot: [254,"Disabled","5678"]
empty_slot: [254,"Enabled","5678"]
SEEN
