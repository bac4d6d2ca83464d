#!/usr/bin/env bash
# zwave-js 15.29.0: a schedule for 2026 is accepted, and the lock is told year 234.
#
# The year of a Schedule Entry Lock window is one byte that counts from 2000, and the API takes that byte as it is. A
# full year is neither refused nor converted: its lowest byte goes out, and a lock that reports results answers 255,
# success. The driver's own cache keeps 2026, so reading the cache confirms what was meant; asking the lock gives 234,
# the year 2234.
#
# Why it matters: the window never opens, while the command, the cache and every display of it say that it does. Years
# have to be counted from 2000, and a window is known to be on the lock only after a read from the lock.
# Needs Node.js 20 with npm.
source "$(dirname "${BASH_SOURCE[0]}")/_lib.sh"
with_node zwave-js@15.29.0 @zwave-js/cc@15.29.0 @zwave-js/core@15.29.0 @zwave-js/testing@15.29.0
run_node <<'NODE'
import { ScheduleEntryLockScheduleKind } from "@zwave-js/cc";
import { ScheduleEntryLockCC } from "@zwave-js/cc/ScheduleEntryLockCC";
import { CommandClasses } from "@zwave-js/core";
import { conclude, startLock } from "./_zwave.mjs";

const { driver, node } = await startLock({
  classes: [
    { ccId: CommandClasses["User Code"], version: 1, numUsers: 3 },
    { ccId: CommandClasses.Supervision, version: 1 },
    { ccId: CommandClasses["Schedule Entry Lock"], version: 3, numYearDaySlots: 2 },
  ],
});
const api = node.commandClasses["Schedule Entry Lock"];
const slot = { userId: 1, slotId: 1 };
const window = (year) => ({
  startYear: year, startMonth: 12, startDay: 1, startHour: 10, startMinute: 0,
  stopYear: year, stopMonth: 12, stopDay: 2, stopHour: 10, stopMinute: 0,
});
const result = await api.setYearDaySchedule(slot, window(2026));
const cache = ScheduleEntryLockCC.getScheduleCached(driver, node, ScheduleEntryLockScheduleKind.YearDay, 1, 1);
const lock = await api.getYearDaySchedule(slot);
await api.setYearDaySchedule(slot, window(26));
const with_26 = (await api.getYearDaySchedule(slot)).startYear;

conclude({ result: result?.status, cache: cache.startYear, lock: lock.startYear, with_26 });
NODE
expect <<'SEEN'
result: 255
cache: 2026
lock: 234
with_26: 26
SEEN
