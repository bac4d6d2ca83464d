"""Rules of zones as a lock's clock takes them, held against ``zoneinfo``."""

from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo, available_timezones

import pytest

from custom_components.access_codes.locks.matter.zone_rules import (
    Period,
    ZoneRules,
    microseconds,
    next_change,
    zone_rules,
)

_START = datetime(2000, 1, 1, tzinfo=UTC)


def shown(rules: ZoneRules, moment: datetime) -> datetime:
    """Return what a clock with these rules shows."""
    at = microseconds(moment)
    saving = next(
        period.saving
        for period in rules.periods
        if period.begins <= at and (period.ends is None or at < period.ends)
    )
    seconds = timedelta(seconds=rules.offset + saving)
    return (moment + seconds).replace(tzinfo=None)


@pytest.mark.contract("12.340")
@pytest.mark.parametrize(
    "now",
    [datetime(2026, 1, 15, 3, 7, tzinfo=UTC), datetime(2026, 7, 15, 3, 7, tzinfo=UTC)],
)
def test_a_clock_with_the_rules_shows_the_time_of_every_zone(now: datetime) -> None:
    zones = sorted(available_timezones())
    assert len(zones) > 400
    for name in zones:
        zone = ZoneInfo(name)
        rules = zone_rules(zone, now, 3)
        for days in range(0, 500, 11):
            moment = now + timedelta(days=days)
            last = rules.periods[-1].ends
            if last is not None and microseconds(moment) >= last:
                break
            wall = moment.astimezone(zone).replace(tzinfo=None)
            assert shown(rules, moment) == wall, (name, moment)


@pytest.mark.contract("12.340")
def test_the_change_is_found_to_the_minute() -> None:
    now = datetime(2026, 9, 1, tzinfo=UTC)
    autumn = datetime(2026, 10, 25, 1, tzinfo=UTC)
    spring = datetime(2027, 3, 28, 1, tzinfo=UTC)
    zone = ZoneInfo("Europe/Amsterdam")
    assert next_change(zone, now) == autumn
    assert zone_rules(zone, now, 2) == ZoneRules(
        3600,
        (
            Period(3600, 0, microseconds(autumn)),
            Period(0, microseconds(autumn), microseconds(spring)),
        ),
    )
    assert len(zone_rules(zone, now, 1).periods) == 1


@pytest.mark.contract("12.340")
def test_a_summer_that_a_zone_calls_its_standard_is_daylight_saving_all_the_same() -> (
    None
):
    now = datetime(2026, 7, 1, tzinfo=UTC)
    rules = zone_rules(ZoneInfo("Europe/Dublin"), now, 2)
    assert rules.offset == 0
    assert [period.saving for period in rules.periods] == [3600, 0]


@pytest.mark.contract("12.340")
def test_a_zone_without_changes_has_one_period_without_end() -> None:
    now = datetime(2026, 7, 1, tzinfo=UTC)
    rules = zone_rules(ZoneInfo("Asia/Kolkata"), now, 4)
    assert rules == ZoneRules(19800, (Period(0, 0, None),))
    assert next_change(ZoneInfo("Asia/Kolkata"), now) is None


def test_a_lock_counts_from_2000() -> None:
    assert microseconds(_START) == 0
    assert microseconds(_START + timedelta(seconds=1.5)) == 1_500_000
