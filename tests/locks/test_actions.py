"""The adapter of mapped actions: variables, outcomes, time limits, and no trace of a PIN."""

import asyncio
from datetime import UTC, datetime
import logging
from typing import Any

import pytest

from custom_components.access_codes.core.model import (
    EMPTY,
    KnownPin,
    Outcome,
    Pin,
    Reach,
    Window,
)
from custom_components.access_codes.locks import (
    async_create_adapter,
    settings_as_text,
    settings_from_text,
)
from custom_components.access_codes.locks.adapter import (
    Credential,
    LockAdapter,
    LockUnreachable,
    ReadFailed,
)
from homeassistant.core import HomeAssistant, ServiceCall
from homeassistant.exceptions import HomeAssistantError, ServiceValidationError
from homeassistant.helpers import entity_registry as er
from homeassistant.helpers.trace import trace_get, trace_path
from tests.locks.lock_bench import BenchListener
from tests.locks.writes import clear, set_pin
from tests.support.action_locks import CLEAR, READ, SET, ToyLock, settings
from tests.support.keypad_locks import Doors, async_add_locks

FRONT, PIN = "lock.front_door", Pin("012345")


@pytest.fixture
async def doors(hass: HomeAssistant) -> Doors:
    return await async_add_locks(hass, "Front door")


@pytest.fixture
def toy(hass: HomeAssistant, doors: Doors) -> ToyLock:
    return ToyLock(hass)


async def async_adapter(hass: HomeAssistant, **mapped: Any) -> LockAdapter:
    lock = er.async_get(hass).async_get(FRONT)
    assert lock is not None
    adapter = await async_create_adapter(hass, lock, "actions", settings(**mapped))
    await adapter.async_start(BenchListener())
    return adapter


def reach_of(adapter: LockAdapter) -> Reach:
    return adapter.reach


@pytest.mark.contract("12.102")
async def test_the_actions_get_their_variables(
    hass: HomeAssistant, toy: ToyLock
) -> None:
    seen: list[dict[str, Any]] = []

    async def note(call: ServiceCall) -> None:
        seen.append(dict(call.data))

    hass.services.async_register("toy", "note", note)
    names = ("lock", "slot", "code", "name", "starts_at", "ends_at")
    sequence = [
        {"action": "toy.note", "data": {name: f"{{{{ {name} }}}}" for name in names}}
    ]
    adapter = await async_adapter(hass, set=sequence, clear=sequence)
    window = Window(
        datetime(2030, 7, 1, 13, tzinfo=UTC), datetime(2030, 7, 5, 9, tzinfo=UTC)
    )

    await adapter.async_set("2", Credential(PIN, "Ann", window))
    await adapter.async_clear("3")

    assert seen == [
        {
            "lock": FRONT,
            "slot": 2,
            "code": "012345",
            "name": "Ann",
            "starts_at": "2030-07-01T13:00:00+00:00",
            "ends_at": "2030-07-05T09:00:00+00:00",
        },
        {
            "lock": FRONT,
            "slot": 3,
            "code": None,
            "name": None,
            "starts_at": None,
            "ends_at": None,
        },
    ]


@pytest.mark.contract("12.103")
async def test_actions_without_an_error_have_accepted_and_a_read_decides(
    hass: HomeAssistant, toy: ToyLock
) -> None:
    adapter = await async_adapter(hass)

    assert await set_pin(adapter, "1", PIN, None) is Outcome.ACCEPTED
    assert await adapter.async_read("1") == KnownPin(PIN)
    assert await clear(adapter, "1") is Outcome.ACCEPTED
    assert await adapter.async_read("1") is EMPTY


@pytest.mark.contract("12.104")
async def test_actions_can_say_that_the_lock_did_not_take_it(
    hass: HomeAssistant, toy: ToyLock
) -> None:
    says = [
        {"variables": {"answer": {"outcome": "{{ 'full' if slot == 1 else 'no' }}"}}},
        {"stop": "said", "response_variable": "answer"},
    ]
    adapter = await async_adapter(hass, set=says)

    assert await set_pin(adapter, "1", PIN, None) is Outcome.FULL
    assert await set_pin(adapter, "2", PIN, None) is Outcome.UNKNOWN


@pytest.mark.contract("12.105")
@pytest.mark.parametrize(
    "failure",
    [
        HomeAssistantError("no 012345"),
        ServiceValidationError("no 012345"),
        ValueError("012345"),
        TimeoutError("012345"),
    ],
)
async def test_an_error_is_no_answer_and_its_text_is_not_logged(
    hass: HomeAssistant,
    toy: ToyLock,
    failure: Exception,
    caplog: pytest.LogCaptureFixture,
) -> None:
    caplog.set_level(logging.DEBUG)
    toy.failure = failure
    # One that runs as part of nothing else: no debug log of Home Assistant's bus, which is out of our reach.
    logging.getLogger("homeassistant.core").setLevel(logging.INFO)
    adapter = await async_adapter(hass, read=SET)

    assert await set_pin(adapter, "1", PIN, None) is Outcome.UNKNOWN
    assert await clear(adapter, "1") is Outcome.UNKNOWN
    with pytest.raises(ReadFailed) as raised:
        await adapter.async_read("1")

    assert raised.value.__cause__ is None
    assert type(failure).__name__ in caplog.text
    assert "012345" not in caplog.text


@pytest.mark.contract("12.105")
@pytest.mark.parametrize(
    "ending",
    [
        {"stop": "the lock said no", "error": True},
        {"condition": "template", "value_template": "{{ false }}"},
        {
            "wait_template": "{{ false }}",
            "timeout": 0.01,
            "continue_on_timeout": False,
        },
    ],
)
async def test_actions_that_end_early_are_no_answer(
    hass: HomeAssistant, toy: ToyLock, ending: dict[str, Any]
) -> None:
    adapter = await async_adapter(
        hass, set=[ending, *SET], clear=[*CLEAR, ending], read=[ending, *READ]
    )

    assert await set_pin(adapter, "1", PIN, None) is Outcome.UNKNOWN
    assert await clear(adapter, "1") is Outcome.UNKNOWN
    with pytest.raises(ReadFailed):
        await adapter.async_read("1")


@pytest.mark.contract("12.105")
async def test_an_action_that_is_not_there_reaches_nothing(
    hass: HomeAssistant, toy: ToyLock
) -> None:
    gone = [{"action": "gone.set_code"}]
    adapter = await async_adapter(hass, set=gone, clear=gone, read=gone)

    assert await set_pin(adapter, "1", PIN, None) is Outcome.UNREACHABLE
    assert await clear(adapter, "1") is Outcome.UNREACHABLE
    with pytest.raises(LockUnreachable):
        await adapter.async_read("1")


@pytest.mark.contract("12.105")
async def test_a_run_that_home_assistant_does_not_start_is_no_answer(
    hass: HomeAssistant, toy: ToyLock
) -> None:
    adapter = await async_adapter(hass)
    hass.data["helpers.script_not_allowed"] = True

    assert await set_pin(adapter, "1", PIN, None) is Outcome.UNKNOWN
    assert toy.calls == []


async def test_a_pin_that_the_lock_cannot_take_is_not_sent(
    hass: HomeAssistant, toy: ToyLock
) -> None:
    adapter = await async_adapter(hass)

    assert await set_pin(adapter, "1", Pin("123"), None) is Outcome.INVALID
    assert toy.calls == []


@pytest.mark.contract("12.107")
async def test_the_lock_is_as_reachable_as_its_entity(
    hass: HomeAssistant, doors: Doors, toy: ToyLock
) -> None:
    adapter = await async_adapter(hass)
    await adapter.async_check()
    doors.locks["Front door"].become(available=False)
    await hass.async_block_till_done()

    assert reach_of(adapter) is Reach.OFFLINE
    assert await set_pin(adapter, "1", PIN, None) is Outcome.UNREACHABLE
    assert await clear(adapter, "1") is Outcome.UNREACHABLE
    with pytest.raises(LockUnreachable):
        await adapter.async_check()
    assert toy.calls == []


async def test_a_lock_without_actions_is_disconnected(
    hass: HomeAssistant, doors: Doors
) -> None:
    adapter = await async_adapter(hass, set=[])

    assert adapter.capabilities is None
    assert reach_of(adapter) is Reach.DISCONNECTED
    assert await clear(adapter, "1") is Outcome.UNREACHABLE


@pytest.mark.contract("12.108")
async def test_the_steps_are_no_part_of_the_trace_of_who_asked(
    hass: HomeAssistant, toy: ToyLock
) -> None:
    adapter = await async_adapter(hass)
    trace_get(clear=True)

    with trace_path("automation"):
        await set_pin(adapter, "1", PIN, None)

    assert toy.codes == {"1": "012345"}
    assert trace_get(clear=False) == {}


@pytest.mark.contract("12.108")
async def test_each_run_has_a_context_of_its_own(
    hass: HomeAssistant, toy: ToyLock
) -> None:
    adapter = await async_adapter(hass)

    await set_pin(adapter, "1", PIN, None)
    await clear(adapter, "1")

    first, second = (call.context for call in toy.calls)
    assert first.id != second.id
    assert first.user_id is second.user_id is None


@pytest.mark.contract("12.109")
async def test_actions_that_ignore_the_time_limit_are_left(
    hass: HomeAssistant, toy: ToyLock
) -> None:
    released = asyncio.Event()
    ended = asyncio.Event()

    async def stubborn(_: ServiceCall) -> None:
        while not released.is_set():
            try:
                await released.wait()
            except asyncio.CancelledError:
                continue
        ended.set()

    hass.services.async_register("toy", "stubborn", stubborn)
    adapter = await async_adapter(hass, set=[{"action": "toy.stubborn"}])

    with pytest.raises(TimeoutError):
        async with asyncio.timeout(0.05):
            await set_pin(adapter, "1", PIN, None)
    assert await clear(adapter, "1") is Outcome.ACCEPTED
    adapter.stop()
    released.set()
    await ended.wait()
    await hass.async_block_till_done(wait_background_tasks=True)


@pytest.mark.contract("12.109")
async def test_a_stopped_adapter_ends_its_actions(
    hass: HomeAssistant, toy: ToyLock
) -> None:
    begun = asyncio.Event()

    async def long(_: ServiceCall) -> None:
        begun.set()
        await asyncio.sleep(60)

    hass.services.async_register("toy", "long", long)
    adapter = await async_adapter(hass, set=[{"action": "toy.long"}])
    writing = asyncio.ensure_future(set_pin(adapter, "1", PIN, None))
    await begun.wait()

    adapter.stop()

    assert await writing is Outcome.UNKNOWN


@pytest.mark.contract("12.111")
async def test_a_stopped_adapter_leaves_no_script_behind(
    hass: HomeAssistant, toy: ToyLock
) -> None:
    adapter = await async_adapter(hass)
    await set_pin(adapter, "1", PIN, None)
    await adapter.async_read("1")
    assert len(hass.data["helpers.script"]) == 2

    adapter.stop()
    adapter.stop()
    await hass.async_block_till_done(wait_background_tasks=True)

    assert hass.data["helpers.script"] == {}


@pytest.mark.contract("12.112")
@pytest.mark.parametrize("text", [None, "", "{", "[]", "null"])
def test_settings_that_are_none_are_empty(text: str | None) -> None:
    assert settings_from_text(text) == {}


@pytest.mark.contract("12.112")
def test_settings_come_back_from_their_text() -> None:
    assert settings_from_text(settings_as_text(settings())) == settings()
    assert settings_as_text(None) is None
