#!/usr/bin/env bash
# zwave-js 15.29.0: `accessControl.setCredential` says OK for a PIN that the lock did not take.
#
# Some locks answer a read with asterisks instead of digits. For a lock with version 1 of User Code the driver takes
# any text of asterisks as proof that the write worked, and returns 0 (OK) and emits "credential modified". A lock
# that kept its old PIN gives the very same asterisks. With version 2 the same lock gets 255 (unknown error).
#
# Why it matters: OK stands for "this PIN works now", and the guest finds out at the door that it does not. On a lock
# that hides its PINs a read proves that a slot is in use, not which PIN is in it. A change in place stays unconfirmed
# unless the slot was read as empty in between, or the lock reports the change.
# Needs Node.js 20 with npm.
source "$(dirname "${BASH_SOURCE[0]}")/_lib.sh"
with_node zwave-js@15.29.0 @zwave-js/cc@15.29.0 @zwave-js/core@15.29.0 @zwave-js/testing@15.29.0
run_node <<'NODE'
import { UserCredentialType, UserIDStatus } from "@zwave-js/cc";
import { UserCodeCCExtendedUserCodeSet, UserCodeCCGet, UserCodeCCReport, UserCodeCCSet } from "@zwave-js/cc/UserCodeCC";
import { CommandClasses } from "@zwave-js/core";
import { conclude, startLock } from "./_zwave.mjs";

async function change(version) {
  const { driver, lock, node, userCodes } = await startLock({
    options: { interview: { queryAllUserCodes: true } },
    classes: [{ ccId: CommandClasses["User Code"], version, numUsers: 3 }],
    prepare: (self) => {
      self.state.set("UserCode_userCode_1", "1234");
      self.state.set("UserCode_userIdStatus_1", UserIDStatus.Enabled);
    },
    answer: (cc, self) => {
      // This lock leaves its codes as they are, and shows asterisks.
      if (cc instanceof UserCodeCCSet || cc instanceof UserCodeCCExtendedUserCodeSet) return { action: "ok" };
      if (!(cc instanceof UserCodeCCGet)) return;
      const userIdStatus = self.state.get(`UserCode_userIdStatus_${cc.userId}`) ?? UserIDStatus.Available;
      const userCode = "*".repeat(self.state.get(`UserCode_userCode_${cc.userId}`)?.length ?? 0);
      return { action: "sendCC", cc: new UserCodeCCReport({ nodeId: 1, userId: cc.userId, userIdStatus, userCode }) };
    },
  });
  await userCodes.get(1);
  const told = [];
  for (const event of ["credential added", "credential modified"]) node.on(event, () => told.push(event));
  const result = await node.accessControl.setCredential(1, UserCredentialType.PINCode, 1, "5678");
  await driver.destroy();
  return [result, told, lock.state.get("UserCode_userCode_1")];
}

conclude({ version_1: await change(1), version_2: await change(2) });
NODE
expect <<'SEEN'
version_1: [0,["credential modified"],"1234"]
version_2: [255,[],"1234"]
SEEN
