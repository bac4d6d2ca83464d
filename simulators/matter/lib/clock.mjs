/** The clock of the simulated lock, as its TimeSynchronization cluster shows it. */
import { TimeSynchronizationServer } from "@matter/main/behaviors/time-synchronization";
import { TimeSynchronization } from "@matter/main/clusters/time-synchronization";
import { Val } from "@matter/main/protocol";
import { wallSeconds } from "./keypad.mjs";

const Base = TimeSynchronizationServer.with("TimeZone");

/** `faults.clock`: seconds that the clock is off. */
export function clockServer(faults) {
  class Clock extends Base {
    setUtcTime() {}
    setTimeZone() {
      return { dstOffsetRequired: false };
    }
    setDstOffset() {}
  }
  Clock.State = class extends Base.State {
    [Val.properties]() {
      return {
        get utcTime() {
          return BigInt(Date.now() + (faults.clock ?? 0) * 1000) * 1000n;
        },
        get localTime() {
          return BigInt(wallSeconds(faults.clock)) * 1000000n;
        },
      };
    }
  };
  return Clock;
}

/** What never changes of it. */
export const CLOCK = {
  granularity: TimeSynchronization.Granularity.SecondsGranularity,
  // The API counts from 1970, the wire from 2000: this is 0 there.
  timeZone: [{ offset: 0, validAt: 946684800000000 }],
  dstOffset: [],
  timeZoneDatabase: TimeSynchronization.TimeZoneDatabase.None,
  timeZoneListMaxSize: 1,
  dstOffsetListMaxSize: 1,
};
