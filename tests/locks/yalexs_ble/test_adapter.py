"""What the conformance suite cannot know of locks of August and Yale."""

from unittest.mock import patch

import pytest
from pytest_homeassistant_custom_component.common import MockConfigEntry
from yalexs_ble import PushLock, YaleXSBLEError
from yalexs_ble.const import Commands, OperationError

from custom_components.access_codes.core.model import (
    EMPTY,
    UNREADABLE,
    KnownPin,
    Outcome,
    Pin,
    Reach,
)
from custom_components.access_codes.locks import async_create_adapter, async_method_of
from custom_components.access_codes.locks.adapter import (
    LockUnreachable,
    NoSuchSlot,
    ReadFailed,
    Written,
)
from custom_components.access_codes.locks.yalexs_ble import integration
from homeassistant.core import HomeAssistant
from homeassistant.helpers import entity_registry as er
from tests.support.yale_lock import ADDRESS, YaleLock, lock_entity

from .conftest import Door, until_primed

PIN, OTHER = "135790", "012345"

WRITE = [
    Commands.KEYCODE_CLEAR,
    Commands.KEYCODE_SET,
    Commands.KEYCODE_ACCESS,
    Commands.KEYCODE_COMMIT,
]


def test_the_library_has_what_is_touched_of_it() -> None:
    assert integration.has_keycodes()
    assert hasattr(PushLock, "register_activity_callback")


@pytest.mark.contract("12.220")
async def test_the_entity_of_the_secure_mode_has_no_codes(
    hass: HomeAssistant, yale_entry: MockConfigEntry
) -> None:
    entity_id = er.async_get(hass).async_get_entity_id(
        "lock", "yalexs_ble", f"{ADDRESS}_secure_mode"
    )
    second = er.async_get(hass).async_get(entity_id or "")
    assert second is not None
    assert await async_method_of(hass, second) is None
    assert await async_method_of(hass, lock_entity(hass)) == "yalexs_ble"


@pytest.mark.contract("12.221", "12.223", "12.225")
async def test_without_the_librarys_part_a_lock_is_disconnected(
    door: Door, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delattr(PushLock, "set_keycode")
    door.adapter.stop()
    door.adapter = await door.create()
    await door.adapter.async_start(door.listener)
    assert door.adapter.reach is Reach.DISCONNECTED
    assert door.adapter.capabilities is None
    assert (await door.set("100", PIN)).outcome is Outcome.UNREACHABLE
    assert await door.clear("100") is Outcome.UNREACHABLE
    with pytest.raises(LockUnreachable):
        await door.adapter.async_read("100")


@pytest.mark.contract("12.221", "12.227")
async def test_after_a_reload_of_its_integration_the_new_connection_is_used(
    hass: HomeAssistant, door: Door, yale_entry: MockConfigEntry
) -> None:
    before = yale_entry.runtime_data.lock
    assert await hass.config_entries.async_unload(yale_entry.entry_id)
    assert door.adapter.reach is Reach.DISCONNECTED
    assert (await door.set("100", PIN)).outcome is Outcome.UNREACHABLE
    door.lock.cut()
    assert await hass.config_entries.async_setup(yale_entry.entry_id)
    door.lock.push_lock = yale_entry.runtime_data.lock
    assert door.lock.push_lock is not before
    assert (await door.set("100", PIN)).outcome is Outcome.CONFIRMED
    await until_primed(door.lock)
    door.lock.use(100)
    await door.listener.wait_until(lambda: bool(door.listener.uses))
    assert not before._activity_callbacks  # noqa: SLF001


@pytest.mark.contract("12.222", "12.228")
async def test_the_slots_are_taken_from_the_end_and_a_write_costs_five_commands(
    door: Door,
) -> None:
    capabilities = door.adapter.capabilities
    assert capabilities is not None
    assert (capabilities.slots[0], capabilities.slots[-1]) == ("100", "1")
    await door.set("100", PIN)
    assert door.lock.received == [*WRITE, Commands.KEYCODE_GET]
    assert door.lock.codes == {100: PIN}
    door.lock.received.clear()
    await door.clear("100")
    assert door.lock.received == [Commands.KEYCODE_CLEAR, Commands.KEYCODE_GET]
    assert door.adapter.metadata("100") == {"slot": 100}


@pytest.mark.contract("12.223")
@pytest.mark.parametrize("opcode", WRITE)
async def test_a_refusal_tells_what_the_slot_holds_now(
    door: Door, opcode: Commands
) -> None:
    await door.set("100", PIN)
    door.lock.errors = {opcode: OperationError.NOT_AUTHORIZED}
    kept = KnownPin(Pin(PIN)) if opcode == Commands.KEYCODE_CLEAR else EMPTY
    assert await door.set("100", OTHER) == Written(Outcome.REFUSED, kept)


@pytest.mark.contract("12.223", "12.224")
@pytest.mark.parametrize("opcode", WRITE)
async def test_silence_at_any_step_leaves_the_outcome_open(
    door: Door, opcode: Commands
) -> None:
    await door.set("100", PIN)
    door.lock.silent_at = opcode
    assert await door.set("100", OTHER) == Written(Outcome.UNKNOWN)


@pytest.mark.contract("12.223")
async def test_without_a_read_nothing_is_confirmed(door: Door) -> None:
    door.lock.errors = {Commands.KEYCODE_GET: OperationError.BUSY}
    assert await door.set("100", PIN) == Written(Outcome.ACCEPTED)
    door.lock.errors[Commands.KEYCODE_SET] = OperationError.KEYCODE_NOSPACE
    assert await door.set("99", OTHER) == Written(Outcome.UNKNOWN)


@pytest.mark.contract("12.223")
async def test_a_refusal_of_what_is_so_already_is_none(door: Door) -> None:
    door.lock.errors = {Commands.KEYCODE_CLEAR: OperationError.NOT_FOUND}
    assert await door.clear("100") is Outcome.CONFIRMED


@pytest.mark.contract("12.224")
@pytest.mark.parametrize(
    ("error", "outcome"),
    [
        (OperationError.KEYCODE_EXISTING_KEY, Outcome.DUPLICATE),
        (OperationError.KEYCODE_NOSPACE, Outcome.FULL),
        (OperationError.KEYCODE_SLOT_IN_USE, Outcome.REFUSED),
        (OperationError.NOT_AUTHORIZED, Outcome.REFUSED),
        (OperationError.BUSY, Outcome.UNKNOWN),
        (0x77, Outcome.REFUSED),
    ],
)
async def test_the_locks_word_is_the_outcome(
    door: Door, error: int, outcome: Outcome
) -> None:
    door.lock.errors = {Commands.KEYCODE_SET: error}
    assert await door.set("100", PIN) == Written(outcome, EMPTY)


@pytest.mark.contract("12.225")
async def test_a_slot_without_a_pin_is_occupied_and_one_not_found_is_none(
    door: Door,
) -> None:
    door.lock.raw[100] = b"\x0a\xbc\xde\xff\xff\xff\xff"
    assert await door.adapter.async_read("100") is UNREADABLE
    door.lock.errors = {Commands.KEYCODE_GET: OperationError.NOT_FOUND}
    with pytest.raises(NoSuchSlot):
        await door.adapter.async_read("100")
    door.lock.errors = {Commands.KEYCODE_GET: OperationError.BUSY}
    with pytest.raises(ReadFailed):
        await door.adapter.async_read("100")


@pytest.mark.contract("12.226")
@pytest.mark.parametrize(
    ("error", "outcome"),
    [
        (ValueError(f"PIN must be 1-14 digits (0-9): {PIN!r}"), Outcome.UNKNOWN),
        (AssertionError(PIN), Outcome.UNREACHABLE),
        (RuntimeError(PIN), Outcome.UNREACHABLE),
        (YaleXSBLEError(PIN), Outcome.UNKNOWN),
    ],
)
async def test_an_error_of_the_library_goes_no_further(
    door: Door,
    error: Exception,
    outcome: Outcome,
    caplog: pytest.LogCaptureFixture,
) -> None:
    with patch.object(PushLock, "set_keycode", side_effect=error):
        assert await door.set("100", PIN) == Written(outcome)
    ours = [r for r in caplog.records if r.name.startswith("custom_components")]
    assert not [record for record in ours if PIN in record.getMessage()]


@pytest.mark.contract("12.227")
async def test_uses_that_nobody_can_be_named_for_are_told_too(door: Door) -> None:
    await until_primed(door.lock)
    door.lock.turn_by_hand()
    door.lock.use_master()
    await door.listener.wait_until(lambda: len(door.listener.uses) == 1)
    door.lock.move(is_locked=True)
    door.lock.use(7)
    await door.listener.wait_until(lambda: len(door.listener.uses) == 2)
    assert [use.slot for use in door.listener.uses] == [None, "7"]
    assert [use.used_at for use in door.listener.uses] == [None, None]


@pytest.mark.contract("12.227")
async def test_what_was_logged_before_the_start_is_not_told(
    yale: YaleLock, door: Door
) -> None:
    yale.use(100)
    await until_primed(yale)
    yale.use(99)
    await door.listener.wait_until(lambda: bool(door.listener.uses))
    assert [use.slot for use in door.listener.uses] == ["99"]


async def test_an_adapter_that_never_started_stops(
    hass: HomeAssistant, yale_entry: MockConfigEntry
) -> None:
    adapter = await async_create_adapter(hass, lock_entity(hass), "yalexs_ble")
    adapter.stop()
    assert adapter.reach is Reach.DISCONNECTED
