#!/usr/bin/env bash
# zwave-js 15.29.0: at the word "all user codes deleted" the driver empties its own values, and a read under way cannot
# tell that from an answer.
#
# The notification (Access Control, event 12) makes the driver set every User Code value to "available" with an empty
# text, and emit "value updated" for each, before it passes the notification on. No slot is asked. The events have the
# same form as those of a report by the lock, so whoever waits for the value of a slot, because the lock has not
# answered a read yet, is told that the slot is empty. "User code deleted" (event 13), about one slot, changes no value.
#
# Why it matters: software that takes the updated value for the lock's answer gives the slot back and never clears it.
# If the lock kept the code, as some do on such a word, that code opens the door and nobody looks after it any more.
# Only the notification behind the values tells, so an empty slot in a late update is to be believed after that.
# Needs Node.js 20 with npm.
source "$(dirname "${BASH_SOURCE[0]}")/_lib.sh"
with_node zwave-js@15.29.0 @zwave-js/cc@15.29.0 @zwave-js/core@15.29.0 @zwave-js/testing@15.29.0
run_node <<'NODE'
import { UserIDStatus } from "@zwave-js/cc";
import { NotificationCCReport } from "@zwave-js/cc/NotificationCC";
import { UserCodeCCGet } from "@zwave-js/cc/UserCodeCC";
import { CommandClasses } from "@zwave-js/core";
import { createMockZWaveRequestFrame } from "@zwave-js/testing";
import { conclude, startLock, until } from "./_zwave.mjs";

let isMute = false;
const { controller, lock, node, userCodes } = await startLock({
  options: { interview: { queryAllUserCodes: true } },
  classes: [
    { ccId: CommandClasses["User Code"], version: 1, numUsers: 3 },
    { ccId: CommandClasses.Notification, version: 8, supportsV1Alarm: false, notificationTypesAndEvents: { 6: [12, 13] } },
  ],
  prepare: (self) => {
    self.state.set("UserCode_userCode_1", "2468");
    self.state.set("UserCode_userIdStatus_1", UserIDStatus.Enabled);
  },
  answer: (cc) => {
    if (isMute && cc instanceof UserCodeCCGet) return { action: "stop" };
  },
});

const value = (property) => node.getValue({ commandClass: CommandClasses["User Code"], property, propertyKey: 1 });

async function say(notificationEvent) {
  await userCodes.get(1);
  const told = [];
  const onValue = (_, args) => args.commandClass === CommandClasses["User Code"] && told.push(args.property);
  const onWord = () => told.push("notification");
  node.on("value updated", onValue).on("notification", onWord);
  isMute = true;
  const reading = userCodes.get(1);
  const parameters = notificationEvent === 13 ? { eventParameters: Uint8Array.from([1]) } : {};
  const word = new NotificationCCReport({ nodeId: 1, notificationType: 6, notificationEvent, ...parameters });
  await lock.sendToController(createMockZWaveRequestFrame(word, { ackRequested: false }));
  await until(() => told.includes("notification"), "the word is passed on");
  const seen = [value("userCode"), value("userIdStatus"), told.slice(0, 2).join(), told.at(-1)];
  const answer = (await reading) ?? "no answer";
  node.off("value updated", onValue).off("notification", onWord);
  isMute = false;
  return [...seen, answer, lock.state.get("UserCode_userCode_1")];
}

conclude({ one_deleted: await say(13), all_deleted: await say(12) });
NODE
expect <<'SEEN'
one_deleted: ["2468",1,"notification","notification","no answer","2468"]
all_deleted: ["",0,"userIdStatus,userCode","notification","no answer","2468"]
SEEN
