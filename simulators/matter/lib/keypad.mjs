/**
 * The decision of a keypad: does this user open the door at this moment? matter.js stores types, statuses and schedules
 * and enforces none of them; this is what the Matter specification asks of a lock.
 */
import { DoorLock } from "@matter/main/clusters/door-lock";

const { OperationError, UserStatus, UserType } = DoorLock;

const DAYS = ["sunday", "monday", "tuesday", "wednesday", "thursday", "friday", "saturday"];

/** `now`: of the lock's own wall clock, in seconds since 1970 as if that clock showed UTC. */
function withinDates(schedules, userIndex, now) {
  return schedules.some((one) => one.userIndex === userIndex && one.localStartTime <= now && now < one.localEndTime);
}

function withinWeek(schedules, userIndex, now) {
  const date = new Date(now * 1000);
  const day = DAYS[date.getUTCDay()];
  const minute = date.getUTCHours() * 60 + date.getUTCMinutes();
  return schedules.some((one) => {
    const start = one.startHour * 60 + one.startMinute;
    const end = one.endHour * 60 + one.endMinute;
    return one.userIndex === userIndex && one.daysMask[day] && start <= minute && minute <= end;
  });
}

/** The reason why a user may not open now; undefined if they may. */
export function refusalOf(user, { yearDay, weekDay }, now) {
  if (user.userStatus === UserStatus.OccupiedDisabled) return OperationError.DisabledUserDenied;
  const byDates = withinDates(yearDay, user.userIndex, now);
  const byWeek = withinWeek(weekDay, user.userIndex, now);
  switch (user.userType) {
    case UserType.YearDayScheduleUser:
      return byDates ? undefined : OperationError.Restricted;
    case UserType.WeekDayScheduleUser:
      return byWeek ? undefined : OperationError.Restricted;
    case UserType.ScheduleRestrictedUser:
      return byDates || byWeek ? undefined : OperationError.Restricted;
    case UserType.NonAccessUser:
      return OperationError.Restricted;
    default:
      return undefined;
  }
}
