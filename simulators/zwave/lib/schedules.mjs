import { ScheduleEntryLockSetAction } from "@zwave-js/cc";
import {
  ScheduleEntryLockCCDailyRepeatingScheduleSet,
  ScheduleEntryLockCCEnableAllSet,
  ScheduleEntryLockCCEnableSet,
  ScheduleEntryLockCCWeekDayScheduleSet,
  ScheduleEntryLockCCYearDayScheduleGet,
  ScheduleEntryLockCCYearDayScheduleReport,
  ScheduleEntryLockCCYearDayScheduleSet,
} from "@zwave-js/cc/ScheduleEntryLockCC";
import { CommandClasses } from "@zwave-js/core";

const FIELDS = [
  "startYear", "startMonth", "startDay", "startHour", "startMinute",
  "stopYear", "stopMonth", "stopDay", "stopHour", "stopMinute",
];

/** The instant of a schedule on the lock's wall clock, in ms; the year is one byte from 2000, as the lock has it. */
const wall = (schedule, end) =>
  Date.UTC(
    2000 + schedule[`${end}Year`],
    schedule[`${end}Month`] - 1,
    schedule[`${end}Day`],
    schedule[`${end}Hour`],
    schedule[`${end}Minute`],
  );

/**
 * Schedules by user, as Schedule Entry Lock has them, and whether they let somebody in. They outlive the code: a lock that
 * is told to clear a code keeps its schedule for the next one in that slot.
 */
export class Schedules {
  constructor(lock, saved) {
    this.lock = lock;
    this.perUser = lock.spec.year_day_slots ?? 0;
    /** "user/slot" -> year-day schedule */
    this.held = new Map(Object.entries(saved?.schedules ?? lock.spec.schedules ?? {}));
    /** user -> weekly schedule {weekday, startHour, startMinute, stopHour, stopMinute}; in force until a year-day one is set */
    this.weekly = new Map(Object.entries(saved?.weekly_schedules ?? {}));
    /** users whose schedules are switched off: their codes open always */
    this.disabled = new Set(saved?.disabled_schedules ?? []);
  }

  commandClasses() {
    if (!this.perUser) return [];
    return [
      {
        ccId: CommandClasses["Schedule Entry Lock"],
        version: this.lock.spec.schedule_version ?? 1,
        numWeekDaySlots: 1,
        numYearDaySlots: this.perUser,
        numDailyRepeatingSlots: 0,
      },
    ];
  }

  describe(cc) {
    if (cc instanceof ScheduleEntryLockCCYearDayScheduleGet) return { kind: "schedule_get", slot: cc.userId, read: true };
    if (cc instanceof ScheduleEntryLockCCEnableSet) return { kind: "schedule_enable", slot: cc.userId, write: true };
    if (!(cc instanceof ScheduleEntryLockCCYearDayScheduleSet)) return undefined;
    const kind = cc.action === ScheduleEntryLockSetAction.Set ? "schedule_set" : "schedule_clear";
    return { kind, slot: cc.userId, write: true };
  }

  handle(cc, { fate, entry }) {
    if (cc instanceof ScheduleEntryLockCCYearDayScheduleGet) {
      if (this.lock.faults.active && this.lock.faults.values.mute_schedules) {
        entry.outcome = "ignored";
        return { action: "stop" };
      }
      return { action: "sendCC", cc: this.report(cc.userId, cc.slotId) };
    }
    if (cc instanceof ScheduleEntryLockCCEnableSet) {
      this.switch(cc.userId, cc.enabled);
      return { action: "ok" };
    }
    if (cc instanceof ScheduleEntryLockCCEnableAllSet) {
      for (let user = 1; user <= this.lock.slots; user++) this.switch(user, cc.enabled);
      return { action: "ok" };
    }
    if (cc instanceof ScheduleEntryLockCCYearDayScheduleSet) return this.write(cc, fate, entry);
    if (cc instanceof ScheduleEntryLockCCWeekDayScheduleSet) return { action: "fail" };
    if (cc instanceof ScheduleEntryLockCCDailyRepeatingScheduleSet) return { action: "fail" };
    return undefined;
  }

  write(cc, fate, entry) {
    const { values, active } = this.lock.faults;
    if (fate.execute === "lie" || (active && values.lie_schedules)) {
      entry.outcome = "lied";
      return { action: "ok" };
    }
    const isSet = cc.action === ScheduleEntryLockSetAction.Set;
    if (fate.execute === "refuse" || (active && values.refuse_schedules)) return { action: "fail" };
    if (cc.userId < 1 || cc.userId > this.lock.slots || cc.slotId > this.perUser) return { action: "fail" };
    if (isSet && this.lock.spec.schedule_needs_code && !this.lock.held.has(cc.userId)) return { action: "fail" };
    const key = `${cc.userId}/${cc.slotId}`;
    if (!isSet) this.held.delete(key);
    else {
      this.held.set(key, Object.fromEntries(FIELDS.map((field) => [field, cc[field]])));
      // A user has one kind of schedule at a time.
      this.weekly.delete(String(cc.userId));
      this.switch(cc.userId, true);
    }
    return { action: "ok" };
  }

  switch(user, isOn) {
    if (isOn) this.disabled.delete(user);
    else this.disabled.add(user);
  }

  report(userId, slotId) {
    return new ScheduleEntryLockCCYearDayScheduleReport({
      nodeId: this.lock.controller.ownNodeId,
      userId,
      slotId,
      ...this.held.get(`${userId}/${slotId}`),
    });
  }

  /** Some locks drop the schedule of a code that is written. */
  written(user) {
    if (this.lock.spec.drops_schedules) this.forget(user);
  }

  forget(user) {
    for (const key of [...this.held.keys()]) if (key.startsWith(`${user}/`)) this.held.delete(key);
  }

  /** A weekly schedule, set by another controller. */
  setWeekly(user, schedule) {
    this.weekly.set(String(user), schedule);
    this.switch(user, true);
  }

  admitsWeekly(schedule) {
    const now = new Date(this.lock.clock.wall());
    const minute = now.getUTCHours() * 60 + now.getUTCMinutes();
    const at = (end) => schedule[`${end}Hour`] * 60 + schedule[`${end}Minute`];
    return now.getUTCDay() === schedule.weekday && at("start") <= minute && minute < at("stop");
  }

  /** Whether the lock lets a user in now, by its own clock. */
  admits(user) {
    const weekly = this.weekly.get(String(user));
    if (weekly && !this.disabled.has(user)) return this.admitsWeekly(weekly);
    const own = [...this.held].filter(([key]) => key.startsWith(`${user}/`)).map(([, schedule]) => schedule);
    if (!own.length || this.disabled.has(user)) return true;
    const now = this.lock.clock.wall();
    return own.some((schedule) => wall(schedule, "start") <= now && now < wall(schedule, "stop"));
  }

  toJSON() {
    return Object.fromEntries(this.held);
  }

  toState() {
    return {
      schedules: Object.fromEntries(this.held),
      weekly_schedules: Object.fromEntries(this.weekly),
      disabled_schedules: [...this.disabled],
    };
  }
}
