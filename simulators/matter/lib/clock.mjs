/** The clock of the simulated lock, as its TimeSynchronization cluster shows it. */
import { TimeSynchronizationServer } from "@matter/main/behaviors/time-synchronization";
import { TimeSynchronization } from "@matter/main/clusters/time-synchronization";
import { Val } from "@matter/main/protocol";

const Base = TimeSynchronizationServer.with("TimeZone");

/** The API counts from 1970, the wire from 2000. */
const EPOCH = 946684800;

/**
 * What the lock's clock runs by. `isSet`: it shows this machine's time and zone, until it is set to another; otherwise it
 * has no time, as a lock out of the box.
 */
export class Clock {
  constructor(isSet, faults) {
    this.faults = faults;
    this.ahead = isSet ? 0 : undefined;
    this.zone = undefined;
    this.savings = [];
  }

  /** Seconds since 1970 that the lock takes for UTC; undefined if it does not know. */
  utc() {
    if (this.ahead === undefined) return undefined;
    return Math.floor(Date.now() / 1000 + this.ahead) + (this.faults.clock ?? 0);
  }

  /** Seconds since 1970 of a clock on the wall. */
  wall() {
    const utc = this.utc();
    if (utc === undefined) return undefined;
    if (this.zone === undefined) return utc - new Date().getTimezoneOffset() * 60;
    const saving = this.savings.find((one) => one.from <= utc && utc < one.until);
    return utc + this.zone + (saving?.offset ?? 0);
  }
}

export function clockServer(clock) {
  class Server extends Base {
    setUtcTime({ utcTime }) {
      clock.ahead = Number(utcTime) / 1e6 - Date.now() / 1000;
      delete clock.faults.clock;
    }
    setTimeZone({ timeZone }) {
      clock.zone = timeZone[0].offset;
      clock.savings = [];
      return { dstOffsetRequired: true };
    }
    setDstOffset({ dstOffset }) {
      clock.savings = dstOffset.map(({ offset, validStarting, validUntil }) => ({
        offset,
        from: Number(validStarting) / 1e6,
        until: validUntil === null ? Infinity : Number(validUntil) / 1e6,
      }));
    }
  }
  Server.State = class extends Base.State {
    [Val.properties]() {
      const micros = (seconds) => (seconds === undefined ? null : BigInt(seconds) * 1000000n);
      return {
        get utcTime() {
          return micros(clock.utc());
        },
        get localTime() {
          return micros(clock.wall());
        },
      };
    }
  };
  return Server;
}

/** What never changes of it. */
export const CLOCK = {
  granularity: TimeSynchronization.Granularity.SecondsGranularity,
  timeZone: [{ offset: 0, validAt: EPOCH * 1000000 }],
  dstOffset: [],
  timeZoneDatabase: TimeSynchronization.TimeZoneDatabase.None,
  timeZoneListMaxSize: 1,
  dstOffsetListMaxSize: 2,
};
