#!/usr/bin/env bash
# zwave-js 15.29.0: what the driver remembers of an empty slot depends on how the lock says "empty".
#
# A User Code Report with status "available" leaves a code in the driver's values: whatever digits the lock put into
# the report ("0000" on some), or an empty text for four zero bytes. A report with status 0xFE (not available) takes
# both values away, so that the slot looks as if it had never been read. And the same empty text also stands for an
# *enabled* slot whose lock fills the code with zero bytes, because trailing zero bytes are cut off.
#
# Why it matters: neither "has digits" nor "has no digits" tells whether a slot is in use, and "no value" does not
# mean that the slot was never read. Only the status next to the code decides. Software that looks at the code alone
# either finds no free slot or overwrites an occupied one.
# Needs Node.js 20 with npm.
source "$(dirname "${BASH_SOURCE[0]}")/_lib.sh"
with_node zwave-js@15.29.0 @zwave-js/cc@15.29.0 @zwave-js/core@15.29.0 @zwave-js/testing@15.29.0
run_node <<'NODE'
import { UserIDStatus } from "@zwave-js/cc";
import { UserCodeCCGet, UserCodeCCReport } from "@zwave-js/cc/UserCodeCC";
import { CommandClasses } from "@zwave-js/core";
import { conclude, startLock } from "./_zwave.mjs";

let content;
const { node, userCodes } = await startLock({
  classes: [{ ccId: CommandClasses["User Code"], version: 1, numUsers: 3 }],
  answer: (cc) => {
    if (!(cc instanceof UserCodeCCGet)) return;
    return { action: "sendCC", cc: new UserCodeCCReport({ nodeId: 1, userId: cc.userId, ...content }) };
  },
});

async function remembered(userIdStatus, userCode) {
  const value = (property) =>
    node.getValue({ commandClass: CommandClasses["User Code"], property, propertyKey: 1 }) ?? "no value";
  content = { userIdStatus: UserIDStatus.Enabled, userCode: "2468" };
  await userCodes.get(1);
  if (value("userCode") !== "2468") throw new Error("the code before was not read");
  content = { userIdStatus, userCode };
  await userCodes.get(1);
  return [value("userCode"), value("userIdStatus")];
}

conclude({
  available_0000: await remembered(UserIDStatus.Available, "0000"),
  available_zero_bytes: await remembered(UserIDStatus.Available, "\0\0\0\0"),
  not_available: await remembered(UserIDStatus.StatusNotAvailable),
  enabled_zero_bytes: await remembered(UserIDStatus.Enabled, "\0\0\0\0"),
});
NODE
expect <<'SEEN'
available_0000: ["0000",0]
available_zero_bytes: ["",0]
not_available: ["no value","no value"]
enabled_zero_bytes: ["",1]
SEEN
