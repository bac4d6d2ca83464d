#!/usr/bin/env bash
# matter.js 0.17.9: its door lock stores a user's schedule and opens outside of it.
#
# A user of the type "year day schedule" with a window of two hours in 2020 is stored, and the window reads back as it
# was written. The lock opens for that user's PIN today, and refuses a PIN that it does not hold: PINs are checked,
# schedules are not.
#
# Why it matters: matter.js is the lock to test against without hardware, and a test that opens it inside of a window
# proves nothing about the window. That a window was set can be shown by reading it back; that it holds, only on a
# lock that enforces it.
# Needs Node.js 20 with npm, and multicast on the local network.
source "$(dirname "${BASH_SOURCE[0]}")/_lib.sh"
with_node @matter/main@0.17.9
run_node <<'NODE'
import { DoorLock } from "@matter/main/clusters/door-lock";
import { code, startLock } from "./_matter.mjs";

const { addPin, addUser, command, conclude, lockState } = await startLock();
await addUser(1, DoorLock.UserType.YearDayScheduleUser);
await addPin(1, 1, "1234");
const localStartTime = Date.UTC(2020, 0, 1, 10) / 1000;
const window = { yearDayIndex: 1, userIndex: 1, localStartTime, localEndTime: localStartTime + 7200 };
await command("setYearDaySchedule", window);
const { status, localStartTime: start } = await command("getYearDaySchedule", { yearDayIndex: 1, userIndex: 1 });
const unknown_pin = [await command("unlockDoor", { pinCode: code("9999") }), lockState()];
const outside_the_window = [await command("unlockDoor", { pinCode: code("1234") }), lockState()];
await conclude({ stored: [status, start === localStartTime], unknown_pin, outside_the_window });
NODE
expect <<'SEEN'
stored: [0,true]
unknown_pin: ["Failure","Locked"]
outside_the_window: ["done","Unlocked"]
SEEN
