import { TimeCCDateGet, TimeCCDateReport, TimeCCTimeGet, TimeCCTimeReport } from "@zwave-js/cc/TimeCC";
import { TimeParametersCCGet, TimeParametersCCReport, TimeParametersCCSet } from "@zwave-js/cc/TimeParametersCC";
import { CommandClasses } from "@zwave-js/core";
import { Bytes } from "@zwave-js/shared";

/**
 * The lock's own clock: what its display would show, by which it judges its schedules. It knows no time zone and no summer
 * time; the driver sets it to its own local time, unless it cannot be set.
 */
export class LockClock {
  constructor(lock, saved) {
    this.lock = lock;
    const { is_there: isThere = !!lock.spec.year_day_slots, settable = true } = lock.spec.clock ?? {};
    this.isThere = isThere;
    this.settable = saved?.clock?.settable ?? settable;
    /** seconds by which the wall clock is ahead of UTC */
    this.offset = saved?.clock?.offset_s ?? lock.spec.clock?.offset_s ?? -new Date().getTimezoneOffset() * 60;
  }

  commandClasses() {
    if (!this.isThere) return [];
    return [
      { ccId: CommandClasses.Time, version: 1 },
      { ccId: CommandClasses["Time Parameters"], version: 1 },
    ];
  }

  /** Milliseconds of the wall clock, as if it showed UTC. */
  wall() {
    return Date.now() + this.offset * 1000;
  }

  describe(cc) {
    if (cc instanceof TimeCCTimeGet || cc instanceof TimeCCDateGet || cc instanceof TimeParametersCCGet) {
      return { kind: "clock_get", read: true };
    }
    return cc instanceof TimeParametersCCSet ? { kind: "clock_set" } : undefined;
  }

  handle(cc) {
    const nodeId = this.lock.controller.ownNodeId;
    const now = new Date(this.wall());
    const isMute = this.lock.faults.active && this.lock.faults.values.mute_clock;
    if (isMute && (cc instanceof TimeCCTimeGet || cc instanceof TimeCCDateGet)) return { action: "stop" };
    if (cc instanceof TimeCCTimeGet) {
      const [hour, minute, second] = [now.getUTCHours(), now.getUTCMinutes(), now.getUTCSeconds()];
      return { action: "sendCC", cc: new TimeCCTimeReport({ nodeId, hour, minute, second }) };
    }
    if (cc instanceof TimeCCDateGet) {
      const [year, month, day] = [now.getUTCFullYear(), now.getUTCMonth() + 1, now.getUTCDate()];
      return { action: "sendCC", cc: new TimeCCDateReport({ nodeId, year, month, day }) };
    }
    if (cc instanceof TimeParametersCCGet) {
      const report = new TimeParametersCCReport({ nodeId, dateAndTime: now });
      // zwave-js can read this report, and not write it.
      report.payload = Bytes.from([
        now.getUTCFullYear() >> 8, now.getUTCFullYear() & 0xff, now.getUTCMonth() + 1, now.getUTCDate(),
        now.getUTCHours(), now.getUTCMinutes(), now.getUTCSeconds(),
      ]);
      return { action: "sendCC", cc: report };
    }
    if (cc instanceof TimeParametersCCSet) {
      if (!this.settable) return { action: "fail" };
      // The frame carries a wall-clock time, which is read as UTC here.
      this.offset = Math.round((cc.dateAndTime.getTime() - Date.now()) / 1000);
      return { action: "ok" };
    }
    return undefined;
  }

  set({ offset_s: offset, settable }) {
    if (offset !== undefined) this.offset = offset;
    if (settable !== undefined) this.settable = settable;
  }

  toJSON() {
    return { offset_s: this.offset, settable: this.settable, wall: new Date(this.wall()).toISOString().slice(0, 19) };
  }

  toState() {
    return { clock: { offset_s: this.offset, settable: this.settable } };
  }
}
