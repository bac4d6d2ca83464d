#!/usr/bin/env bash
# zwave-js 15.29.0: knowing a lock for the first time means deleting its PINs.
#
# The first interview of a lock with the User Code command class ends with "user 0, available", the command that
# deletes every code of the lock, unless the driver was started with `interview.queryAllUserCodes`. The setting is off
# by default. "First" is what the driver's cache says: a lock that has been on the network for years is interviewed
# for the first time again after its cache was lost. A later re-interview deletes nothing.
#
# Why it matters: the lock is empty although no user removed a code. Software that manages PINs has to write its own
# codes back and cannot bring back the others. Tests that run with the setting on never show this.
# Needs Node.js 20 with npm.
source "$(dirname "${BASH_SOURCE[0]}")/_lib.sh"
with_node zwave-js@15.29.0 @zwave-js/cc@15.29.0 @zwave-js/core@15.29.0 @zwave-js/testing@15.29.0
run_node <<'NODE'
import { UserIDStatus } from "@zwave-js/cc";
import { UserCodeCCSet } from "@zwave-js/cc/UserCodeCC";
import { CommandClasses } from "@zwave-js/core";
import { InterviewStage } from "zwave-js";
import { conclude, startLock, until } from "./_zwave.mjs";

async function interview(options) {
  const sent = [];
  const network = await startLock({
    options,
    classes: [{ ccId: CommandClasses["User Code"], version: 1, numUsers: 3 }],
    prepare: (lock) => {
      lock.state.set("UserCode_userCode_1", "1234");
      lock.state.set("UserCode_userIdStatus_1", UserIDStatus.Enabled);
    },
    answer: (cc) => {
      if (cc instanceof UserCodeCCSet) sent.push([cc.userId, UserIDStatus[cc.userIdStatus]]);
    },
  });
  return { ...network, sent };
}

const first = await interview({});
const by_default = first.sent.splice(0);
await first.node.refreshInfo();
await until(() => first.node.interviewStage === InterviewStage.Complete, "the second interview");
const again = first.sent.splice(0);
await first.driver.destroy();
const { sent: with_the_setting } = await interview({ interview: { queryAllUserCodes: true } });

conclude({ by_default, again, with_the_setting });
NODE
expect <<'SEEN'
by_default: [[0,"Available"]]
again: []
with_the_setting: []
SEEN
