"""The tests that every family passes as a linked lock: through Home Assistant's actions, the engine and the adapter.

``opens`` is the one measure: does this PIN open this door? Families with slots ask the lock itself; of a ``keypad`` lock
the PIN is typed.
"""

import asyncio
from collections.abc import Awaitable, Callable
from datetime import datetime, timedelta
from typing import Any, Protocol, runtime_checkable

import pytest
from pytest_homeassistant_custom_component.common import MockConfigEntry

from custom_components.access_codes.const import DOMAIN
from custom_components.access_codes.core.model import Pin
from homeassistant.core import Event, HomeAssistant
from homeassistant.exceptions import HomeAssistantError
from homeassistant.util import dt as dt_util

from .family_costs import Meter, note_costs
from .lock_bench import PATIENCE, Trouble

PIN, OTHER, ZERO = "135798", "246813", "012345"


class LinkedBench(Protocol):
    """A linked lock."""

    hass: HomeAssistant
    entry: MockConfigEntry
    entity_id: str
    events: list[Event[dict[str, Any]]]
    troubles: frozenset[Trouble]
    """The ways in which this lock can be made to fail."""

    async def opens(self, pin: str) -> bool:
        """Return whether a PIN opens the door."""

    async def use(self, pin: str) -> None:
        """Open the door with a PIN."""

    async def fail(self, trouble: Trouble | None) -> None:
        """Let the lock fail in this way from now on; None: heal it."""


@runtime_checkable
class HoldsWindows(Protocol):
    """A linked lock that opens by its own clock."""

    async def opens_at(self, pin: str, at: datetime) -> bool:
        """Type a PIN at the keypad when the lock's clock has come to an instant, of which Home Assistant knows nothing."""


async def act(bench: LinkedBench, action: str, **fields: Any) -> dict[str, Any]:
    """Call an action and return its response."""
    response: Any = await bench.hass.services.async_call(
        DOMAIN, action, fields, blocking=True, return_response=True
    )
    assert isinstance(response, dict)
    return response


async def create(bench: LinkedBench, pin: str, name: str = "Ann", **more: Any) -> str:
    """Create a code and return its id."""
    fields = {"lock": bench.entity_id, "name": name, "code": pin, **more}
    access_code_id: str = (await act(bench, "create", **fields))["access_code"][
        "access_code_id"
    ]
    return access_code_id


async def code_of(bench: LinkedBench, access_code_id: str) -> dict[str, Any]:
    """Return a code as it stands."""
    response = await act(bench, "get", access_code_id=access_code_id)
    code: dict[str, Any] = response["access_code"]
    return code


async def until(
    bench: LinkedBench, condition: Callable[[], Awaitable[bool]], patience: float
) -> None:
    """Wait until a condition is true."""
    async with asyncio.timeout(patience):
        while not await condition():
            await asyncio.sleep(0.05)
            await bench.hass.async_block_till_done()


async def becomes(
    bench: LinkedBench, access_code_id: str, status: str, patience: float = PATIENCE
) -> None:
    """Wait until a code has a status."""

    async def is_reached() -> bool:
        return bool((await code_of(bench, access_code_id))["status"] == status)

    await until(bench, is_reached, patience)


async def is_gone(bench: LinkedBench, access_code_id: str) -> None:
    """Wait until a code is gone."""

    async def is_reached() -> bool:
        codes = (await act(bench, "list", lock=bench.entity_id))["access_codes"]
        return access_code_id not in {code["access_code_id"] for code in codes}

    await until(bench, is_reached, 3 * PATIENCE)


def fitting(bench: LinkedBench, pin: str) -> str:
    """Return a PIN, or another one where the lock takes no zero."""
    capabilities = bench.entry.runtime_data.engine.record.capabilities
    return pin if capabilities.objection_to(Pin(pin)) is None else OTHER


def told(bench: LinkedBench) -> list[str]:
    """Return the types of the events so far."""
    return [event.data["type"] for event in bench.events]


class LinkedConformance:
    """A linked lock of any family."""

    @pytest.mark.parametrize("pin", [PIN, ZERO])
    async def test_a_code_opens_until_it_is_deleted(
        self, linked: LinkedBench, pin: str
    ) -> None:
        pin = fitting(linked, pin)
        assert not await linked.opens(pin)
        code = await create(linked, pin)
        await becomes(linked, code, "set")
        assert await linked.opens(pin)
        assert (await code_of(linked, code))["code"] == pin
        await act(linked, "delete", access_code_id=code)
        await is_gone(linked, code)
        assert not await linked.opens(pin)
        assert told(linked).count("access_code.set_on_device") == 1
        assert "access_code.deleted_external" not in told(linked)
        assert "access_code.modified_external" not in told(linked)

    async def test_a_new_pin_takes_the_place_of_the_old_one(
        self, linked: LinkedBench
    ) -> None:
        code = await create(linked, PIN)
        await becomes(linked, code, "set")
        await act(linked, "update", access_code_id=code, code=OTHER)
        await becomes(linked, code, "set")
        assert await linked.opens(OTHER)
        assert not await linked.opens(PIN)

    async def test_two_codes_are_apart(self, linked: LinkedBench) -> None:
        ann = await create(linked, PIN)
        bob = await create(linked, OTHER, "Bob")
        await becomes(linked, ann, "set")
        await becomes(linked, bob, "set")
        await act(linked, "delete", access_code_id=ann)
        await is_gone(linked, ann)
        assert not await linked.opens(PIN)
        assert await linked.opens(OTHER)

    async def test_a_pin_that_is_taken_or_unfit_is_refused(
        self, linked: LinkedBench
    ) -> None:
        code = await create(linked, PIN)
        await becomes(linked, code, "set")
        for pin in (PIN, "1", "12a456", "1" * 40):
            with pytest.raises(HomeAssistantError):
                await create(linked, pin, "Bob")
        codes = (await act(linked, "list", lock=linked.entity_id))["access_codes"]
        assert [each["access_code_id"] for each in codes] == [code]

    async def test_a_code_for_later_does_not_open_now(
        self, linked: LinkedBench
    ) -> None:
        window = {
            "starts_at": "2099-01-01T10:00:00+00:00",
            "ends_at": "2099-01-02T10:00:00+00:00",
        }
        code = await create(linked, PIN, **window)
        await becomes(linked, code, "unset")
        assert not await linked.opens(PIN)
        await act(linked, "update", access_code_id=code, type="ongoing")
        await becomes(linked, code, "set")
        assert await linked.opens(PIN)
        await act(linked, "update", access_code_id=code, **window)
        await becomes(linked, code, "unset")
        assert not await linked.opens(PIN)

    @pytest.mark.contract("9.1", "9.5", "9.11", "9.17")
    async def test_a_window_that_the_lock_holds_opens_and_ends_without_home_assistant(
        self, linked: LinkedBench
    ) -> None:
        # On full hours, as one family keeps nothing finer.
        start = dt_util.utcnow().replace(minute=0, second=0, microsecond=0)
        start, end = start + timedelta(hours=2), start + timedelta(hours=5)
        window = {"starts_at": start.isoformat(), "ends_at": end.isoformat()}
        code = await create(linked, PIN, **window)
        capabilities = linked.entry.runtime_data.engine.record.capabilities
        if capabilities.native_windows is None:
            metadata = (await code_of(linked, code))["device_metadata"]
            assert metadata["window_enforced_by"] == "home_assistant"
            assert not await linked.opens(PIN)
            return
        assert isinstance(linked, HoldsWindows)

        async def is_held() -> bool:
            return bool((await code_of(linked, code))["is_scheduled_on_device"])

        await until(linked, is_held, PATIENCE)
        shown = await code_of(linked, code)
        assert shown["status"] == "unset"
        assert shown["device_metadata"]["window_enforced_by"] == "lock"
        assert await linked.hass.config_entries.async_unload(linked.entry.entry_id)
        minute = timedelta(minutes=1)
        moments = (dt_util.utcnow(), start - minute, start + minute, end - minute)
        opened = [await linked.opens_at(PIN, at) for at in (*moments, end + minute)]
        assert opened == [False, False, True, True, False]
        assert await linked.hass.config_entries.async_setup(linked.entry.entry_id)
        await act(linked, "delete", access_code_id=code)
        await is_gone(linked, code)
        assert not await linked.opens_at(PIN, start + minute)

    async def test_a_use_is_told_by_the_codes_name(self, linked: LinkedBench) -> None:
        code = await create(linked, PIN)
        await becomes(linked, code, "set")
        await linked.use(PIN)

        async def is_told() -> bool:
            return "access_code.used" in told(linked)

        await until(linked, is_told, PATIENCE)
        [used] = [
            event.data
            for event in linked.events
            if event.data["type"] == "access_code.used"
        ]
        assert (used["access_code_id"], used["name"]) == (code, "Ann")
        assert PIN not in str(used)

    async def test_a_reload_in_the_middle_loses_nothing(
        self, linked: LinkedBench
    ) -> None:
        code = await create(linked, PIN)
        assert await linked.hass.config_entries.async_reload(linked.entry.entry_id)
        await becomes(linked, code, "set", 3 * PATIENCE)
        assert await linked.opens(PIN)
        await act(linked, "delete", access_code_id=code)
        assert await linked.hass.config_entries.async_reload(linked.entry.entry_id)
        await is_gone(linked, code)
        assert not await linked.opens(PIN)

    async def test_what_was_asked_while_the_lock_was_away_is_done_when_it_is_back(
        self, linked: LinkedBench
    ) -> None:
        gone = await create(linked, PIN)
        await becomes(linked, gone, "set")
        await linked.fail(Trouble.UNREACHABLE)
        await act(linked, "delete", access_code_id=gone)
        new = await create(linked, OTHER, "Bob")
        await linked.fail(None)
        await becomes(linked, new, "set", 3 * PATIENCE)
        await is_gone(linked, gone)
        assert await linked.opens(OTHER)
        assert not await linked.opens(PIN)

    async def test_a_code_costs_one_write_for_each_change_and_none_at_rest(
        self, linked: LinkedBench, request: pytest.FixtureRequest
    ) -> None:
        meter = Meter(linked)
        with meter.running():
            await meter.cost()
            code = await create(linked, PIN)
            await becomes(linked, code, "set")
            costs = {"set": await meter.cost()}
            await act(linked, "update", access_code_id=code, code=OTHER)
            await becomes(linked, code, "set")
            costs["replace"] = await meter.cost()
            assert await linked.hass.config_entries.async_reload(linked.entry.entry_id)
            await becomes(linked, code, "set", 3 * PATIENCE)
            costs["restart"] = await meter.cost()
            await meter.pass_a_day()
            costs["idle day"] = await meter.cost()
            await act(linked, "delete", access_code_id=code)
            await is_gone(linked, code)
            costs["clear"] = await meter.cost()
        is_told = not linked.entry.runtime_data.engine.record.capabilities.is_virtual
        for change in ("set", "replace", "clear"):
            assert costs[change].writes == is_told
        assert (costs["restart"].writes, costs["idle day"].writes) == (0, 0)
        await note_costs(linked, request.node.name.partition("[")[2][:-1], costs)

    @pytest.mark.parametrize("trouble", list(Trouble))
    async def test_no_trouble_leaves_a_code_that_is_not_wanted(
        self, linked: LinkedBench, trouble: Trouble
    ) -> None:
        if trouble not in linked.troubles:
            # There is no such trouble with this family: no command goes to its locks.
            assert linked.troubles == {Trouble.UNREACHABLE}
            return
        code = await create(linked, PIN)
        await becomes(linked, code, "set")
        await linked.fail(trouble)
        second = fitting(linked, ZERO)
        other = await create(linked, second, "Bob")
        await act(linked, "delete", access_code_id=code)
        await asyncio.sleep(1)
        await linked.fail(None)
        await act(linked, "delete", access_code_id=other)
        await linked.hass.config_entries.async_reload(linked.entry.entry_id)
        await is_gone(linked, code)
        await is_gone(linked, other)
        for pin in (PIN, second, second.lstrip("0")):
            assert not await linked.opens(pin)
