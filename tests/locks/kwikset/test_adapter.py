"""What the conformance suite cannot know of locks of Kwikset."""

import asyncio
from unittest.mock import MagicMock

from aiohttp import ServerDisconnectedError
from aiokwikset.device import Device
from aiokwikset.errors import (
    ConnectionError as KwiksetConnectionError,
    MinimumAccessCodeError,
    RequestError,
    Unauthenticated,
)
import pytest
from pytest_homeassistant_custom_component.common import MockConfigEntry

from custom_components.access_codes.core.model import EMPTY, UNREADABLE, Outcome, Reach
from custom_components.access_codes.locks import async_create_adapter, async_method_of
from custom_components.access_codes.locks.adapter import LockUnreachable, ReadFailed
from custom_components.access_codes.locks.kwikset import adapter
from custom_components.access_codes.locks.kwikset.command_errors import (
    CommandFailed,
    call_cloud,
)
from custom_components.access_codes.locks.kwikset.integration import device_of
from custom_components.access_codes.locks.kwikset.marks import marks_in
from homeassistant.config_entries import ConfigEntryState
from homeassistant.core import HomeAssistant
from tests.support.kwikset_cloud import (
    DEVICE_ID,
    Fault,
    KwiksetCloud,
    load,
    lock_entity,
)

from .conftest import Door

PIN, OTHER = "135790", "012345"
INFO = f"get devices_v2/{DEVICE_ID}"
CODES = f"devices/{DEVICE_ID}/accesscode"


@pytest.mark.contract("12.260")
async def test_a_library_without_codes_gives_no_method(
    hass: HomeAssistant, door: Door, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert await async_method_of(hass, lock_entity(hass)) == "kwikset"
    capabilities = door.adapter.capabilities
    assert capabilities is not None
    assert (capabilities.slots[0], capabilities.slots[-1]) == ("100", "1")
    assert door.adapter.metadata("100") == {"slot": 100}
    monkeypatch.delattr(Device, "create_access_code")
    assert await async_method_of(hass, lock_entity(hass)) is None
    assert door.adapter.capabilities is None


@pytest.mark.contract("12.261")
@pytest.mark.parametrize(
    "device", [{}, {"accesscodecrc": ""}, {"accesscodecrc": "0101zz00"}, None, "x"]
)
async def test_a_lock_that_tells_of_no_code_is_not_empty(
    door: Door, device: object
) -> None:
    await door.set("100", PIN)
    assert await door.adapter.async_read("100") is UNREADABLE
    assert await door.adapter.async_read("99") is EMPTY
    door.cloud.device = device if device is not None else []
    with pytest.raises(ReadFailed):
        await door.adapter.async_read("100")
    assert await door.set("99", OTHER) is Outcome.UNKNOWN
    assert await door.clear("100") is Outcome.UNKNOWN
    assert door.cloud.pins() == {"100": PIN}


def test_marks_are_read_by_slot() -> None:
    assert marks_in({"accesscodecrc": "010100aa, 010164bb,"}) == {
        0: "010100aa",
        100: "010164bb",
    }


@pytest.mark.contract("12.262")
async def test_the_lock_is_looked_at_until_it_tells_of_the_code(door: Door) -> None:
    door.cloud.delay = 0.02
    assert await door.set("100", PIN) is Outcome.CONFIRMED
    assert door.cloud.requests == [INFO, f"post {CODES}", INFO, INFO]
    door.cloud.requests.clear()
    door.cloud.delay = 0.0
    assert await door.set("100", OTHER) is Outcome.CONFIRMED
    assert door.cloud.requests == [INFO, f"patch {CODES}", INFO]


@pytest.mark.contract("12.262")
async def test_what_does_not_show_is_not_known(door: Door) -> None:
    door.cloud.delay = 0.3
    assert await door.set("100", PIN) is Outcome.UNKNOWN
    door.cloud.delay = 0.0
    await until_pins(door, {"100": PIN})
    await door.set("99", OTHER)
    assert await door.set("99", OTHER) is Outcome.CONFIRMED


@pytest.mark.contract("12.262")
async def test_a_code_that_the_lock_puts_elsewhere_is_reported(door: Door) -> None:
    door.cloud.moves_to = 7
    assert await door.set("100", PIN) is Outcome.UNKNOWN
    assert door.listener.reports == [("7", None)]


@pytest.mark.contract("12.262")
async def test_a_code_of_others_that_comes_amid_our_write_refuses_nothing(
    door: Door,
) -> None:
    door.cloud.delay = 0.3
    door.cloud.meanwhile = {7: (OTHER, "App")}
    assert await door.set("100", PIN) is Outcome.UNKNOWN
    assert door.listener.reports == [("7", None)]
    await until_pins(door, {"7": OTHER, "100": PIN})


@pytest.mark.contract("12.263")
async def test_the_last_code_is_not_removed(door: Door) -> None:
    await door.set("100", PIN)
    del door.cloud.codes[0]
    assert await door.clear("100") is Outcome.REFUSED
    assert door.cloud.pins() == {"100": PIN}
    assert f"delete {CODES}" not in door.cloud.requests


@pytest.mark.contract("12.263")
async def test_what_is_gone_is_not_removed_again(door: Door) -> None:
    await door.set("100", PIN)
    door.cloud.requests.clear()
    assert await door.clear("100") is Outcome.CONFIRMED
    assert door.cloud.requests == [INFO, f"get {CODES}", f"delete {CODES}", INFO]
    door.cloud.requests.clear()
    assert await door.clear("100") is Outcome.CONFIRMED
    assert door.cloud.requests == [INFO]


@pytest.mark.contract("12.264")
@pytest.mark.parametrize(
    ("status", "outcome"),
    [
        (400, Outcome.REFUSED),
        (401, Outcome.UNREACHABLE),
        (408, Outcome.UNKNOWN),
        (409, Outcome.DUPLICATE),
        (429, Outcome.UNREACHABLE),
        (502, Outcome.UNKNOWN),
    ],
)
async def test_the_status_of_the_answer_is_the_outcome(
    door: Door, status: int, outcome: Outcome, caplog: pytest.LogCaptureFixture
) -> None:
    door.cloud.status = status
    assert await door.set("100", PIN) is outcome
    ours = [r for r in caplog.records if r.name.startswith("custom_components")]
    assert not [record for record in ours if PIN in record.getMessage()]


def reach_of(door: Door) -> Reach:
    """Return the reach now."""
    return door.adapter.reach


async def until_pins(door: Door, pins: dict[str, str]) -> None:
    """Wait until the lock has carried out what the cloud passed on."""
    async with asyncio.timeout(5):
        while door.cloud.pins() != pins:
            await asyncio.sleep(0.01)


async def fail(error: Exception, cause: Exception | None = None) -> None:
    """Raise an error as the library does."""
    raise error from cause


@pytest.mark.contract("12.264")
@pytest.mark.parametrize(
    ("error", "cause", "outcome"),
    [
        (Unauthenticated(), None, Outcome.UNREACHABLE),
        (MinimumAccessCodeError(), None, Outcome.REFUSED),
        (KwiksetConnectionError(), TimeoutError(), Outcome.UNKNOWN),
        (KwiksetConnectionError(), ServerDisconnectedError(), Outcome.UNKNOWN),
        (RequestError(), None, Outcome.UNKNOWN),
        (ValueError(PIN), None, Outcome.UNKNOWN),
    ],
)
async def test_an_error_of_the_library_goes_no_further(
    error: Exception, cause: Exception | None, outcome: Outcome
) -> None:
    with pytest.raises(CommandFailed) as caught:
        await call_cloud(fail(error, cause))
    assert caught.value.outcome is outcome
    assert caught.value.__cause__ is None
    assert PIN not in str(caught.value)


@pytest.mark.contract("12.265")
async def test_a_refusal_of_a_repeated_request_is_looked_at(
    door: Door, monkeypatch: pytest.MonkeyPatch
) -> None:
    create = Device.create_access_code

    async def repeat(device: Device, *fields: object, **more: object) -> None:
        await create(device, *fields, **more)  # type: ignore[arg-type]
        door.cloud.status = 409
        await create(device, *fields, **more)  # type: ignore[arg-type]

    monkeypatch.setattr(Device, "create_access_code", repeat)
    assert await door.set("100", PIN) is Outcome.CONFIRMED
    assert door.cloud.pins() == {"100": PIN}


@pytest.mark.contract("12.265")
async def test_a_refusal_of_a_request_that_may_have_been_repeated_is_not_known(
    door: Door, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(adapter, "REPEATED_AFTER", 0.05)
    create = Device.create_access_code

    async def repeat(device: Device, *fields: object, **more: object) -> None:
        # The cloud passes the first request on only after the look.
        await asyncio.sleep(0.1)
        door.cloud.status = 409
        await create(device, *fields, **more)  # type: ignore[arg-type]

    monkeypatch.setattr(Device, "create_access_code", repeat)
    assert await door.set("100", PIN) is Outcome.UNKNOWN


@pytest.mark.contract("12.265")
async def test_without_a_look_a_refusal_is_not_known(
    door: Door, monkeypatch: pytest.MonkeyPatch
) -> None:
    async def refuse(*_: object, **__: object) -> None:
        door.cloud.device = {}
        await fail(MinimumAccessCodeError())

    monkeypatch.setattr(Device, "create_access_code", refuse)
    assert await door.set("100", PIN) is Outcome.UNKNOWN


@pytest.mark.contract("12.266")
async def test_while_its_integration_is_away_the_lock_is_disconnected(
    hass: HomeAssistant,
    door: Door,
    cloud: KwiksetCloud,
    kwikset_entry: MockConfigEntry,
) -> None:
    entity = lock_entity(hass)
    hass.states.async_set(entity.entity_id, "unavailable")
    kwikset_entry.mock_state(hass, ConfigEntryState.NOT_LOADED)
    assert reach_of(door) is Reach.DISCONNECTED
    assert await door.set("100", PIN) is Outcome.UNREACHABLE
    assert await door.clear("100") is Outcome.UNREACHABLE
    with pytest.raises(LockUnreachable):
        await door.adapter.async_list()
    load(hass, kwikset_entry, cloud)
    assert reach_of(door) is Reach.OFFLINE
    hass.states.async_set(entity.entity_id, "locked")
    assert await door.set("100", PIN) is Outcome.CONFIRMED
    kwikset_entry.runtime_data = MagicMock(devices=None)
    assert device_of(hass, entity) is None
    kwikset_entry.runtime_data = MagicMock(devices={})
    assert device_of(hass, entity) is None


async def test_an_adapter_that_never_started_stops(
    hass: HomeAssistant, kwikset_entry: MockConfigEntry, cloud: KwiksetCloud
) -> None:
    door = Door(hass, cloud)
    await door.start()
    door.adapter.stop()
    door.cloud.moves_to = 7
    assert await door.set("100", PIN) is Outcome.UNKNOWN
    assert door.listener.reports == []
    adapter = await async_create_adapter(hass, lock_entity(hass), "kwikset")
    adapter.stop()
    assert adapter.reach is Reach.REACHABLE


@pytest.mark.contract("12.267")
async def test_a_changed_pin_that_the_lock_does_not_take_is_not_believed(
    door: Door,
) -> None:
    assert await door.set("5", "1357") is Outcome.CONFIRMED
    door.cloud.fault = Fault.LIES
    assert await door.set("5", "2468") is Outcome.UNKNOWN
    assert door.cloud.pins() == {"5": "1357"}
    assert await door.set("5", "1357") is Outcome.CONFIRMED


@pytest.mark.contract("12.267")
async def test_before_the_first_write_of_a_start_a_change_that_does_not_show_is_accepted(
    door: Door,
) -> None:
    door.cloud.codes[5] = ("1357", "Ann")
    door.cloud.fault = Fault.LIES
    assert await door.set("5", "2468") is Outcome.ACCEPTED


@pytest.mark.contract("12.392")
async def test_a_code_that_the_app_has_put_in_a_free_slot_is_not_overwritten(
    door: Door,
) -> None:
    await door.adapter.async_list()
    door.cloud.codes[5] = ("1357", "App")
    assert await door.set("5", "2468") is Outcome.REFUSED
    assert door.cloud.pins() == {"5": "1357"}
    assert await door.set("6", "2468") is Outcome.CONFIRMED
    assert await door.set("6", "8642") is Outcome.CONFIRMED
    assert door.cloud.pins() == {"5": "1357", "6": "8642"}
