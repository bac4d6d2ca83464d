"""Events on the bus: emitted after the write that contains them, and once more after a crash."""

import asyncio
from itertools import count
from typing import Any

import pytest

from custom_components.access_codes.engine.bus_events import EVENT_TYPE
from homeassistant.const import EVENT_HOMEASSISTANT_STARTED
from homeassistant.core import CoreState, EventBus
from tests.support.engine_house import House


@pytest.mark.contract("11.11")
async def test_events_are_told_after_the_write_that_holds_them(house: House) -> None:
    await house.run()
    told_at_write: list[int] = []
    house.disk.before_write = lambda: told_at_write.append(len(house.events))
    await house.create("246813")
    assert told_at_write == [0]
    assert house.kinds_of_events == ["access_code.created"]
    assert house.engine.record.outbox == ()


@pytest.mark.contract("11.12")
async def test_the_disk_forgets_events_that_were_told_at_the_next_sweep(
    house: House,
) -> None:
    await house.run()
    await house.create("246813", starts_in=6000)
    await house.settle()
    assert len((await house.on_disk()).outbox) == 1
    assert len(house.disk.writes) == 1
    await house.pass_time(60)
    assert (await house.on_disk()).outbox == ()
    await house.pass_time(60)
    assert len(house.disk.writes) == 2


async def test_the_disk_forgets_events_that_were_told_at_the_stop(
    house: House,
) -> None:
    await house.run()
    await house.create("246813", starts_in=6000)
    await house.engine.async_stop()
    assert (await house.on_disk()).outbox == ()


@pytest.mark.contract("11.12", "13.17")
async def test_events_cut_by_a_crash_are_told_again_with_the_same_id(
    house: House,
) -> None:
    await house.run()
    await house.create("246813", starts_in=6000)
    await house.die()
    (first,) = house.events
    await house.start()
    await house.settle()
    assert [event.data["event_id"] for event in house.events] == [
        first.data["event_id"],
        first.data["event_id"],
    ]
    assert house.events[1].data["occurred_at"] == first.data["occurred_at"]


@pytest.mark.contract("11.13")
async def test_events_wait_until_home_assistant_has_started(house: House) -> None:
    await house.run()
    house.hass.set_state(CoreState.not_running)
    await house.engine.async_stop()
    await house.start()
    await house.create("246813")
    await house.settle()
    assert house.events == []
    assert len((await house.on_disk()).outbox) == 2
    house.hass.set_state(CoreState.running)
    house.hass.bus.async_fire(EVENT_HOMEASSISTANT_STARTED)
    await house.settle()
    assert house.kinds_of_events == [
        "access_code.created",
        "access_code.set_on_device",
    ]


@pytest.mark.contract("11.11")
async def test_events_are_published_though_the_disk_refuses_writes(
    house: House,
) -> None:
    await house.run()
    await house.create("246813")
    await house.settle()
    house.events.clear()
    house.disk.is_full = True
    for _ in range(50):
        house.adapter.use("1")
    await house.settle()
    assert house.kinds_of_events == ["access_code.used"] * 50
    assert house.engine.record.outbox == ()
    house.disk.is_full = False
    await house.pass_time(60)
    assert len(house.events) == 50
    assert (await house.on_disk()).outbox == ()


@pytest.mark.contract("11.21")
async def test_an_event_that_cannot_be_published_keeps_no_other_back(
    house: House, monkeypatch: pytest.MonkeyPatch, expected_errors: list[str]
) -> None:
    expected_errors.append("Event not emitted: ValueError")
    await house.run()
    fire = EventBus.async_fire
    number = count()

    def fail_first(self: EventBus, event_type: str, *given: Any, **more: Any) -> None:
        if event_type == EVENT_TYPE and not next(number):
            raise ValueError
        fire(self, event_type, *given, **more)

    monkeypatch.setattr(EventBus, "async_fire", fail_first)
    await asyncio.gather(house.create("246813"), house.create("975310"))
    await house.settle()
    assert "access_code.created" in house.kinds_of_events
    assert "access_code.set_on_device" in house.kinds_of_events
