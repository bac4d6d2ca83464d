"""Answers that are none: to another command, about another slot, of another type."""

import asyncio
from typing import Any

import pytest
from pytest_homeassistant_custom_component.common import MockConfigEntry
from zigpy.zcl.clusters.closures import DoorLock
from zigpy.zcl.foundation import GENERAL_COMMANDS, GeneralCommand

from custom_components.access_codes.core.model import EMPTY, Outcome, Reach, Readability
from custom_components.access_codes.locks import async_create_adapter
from custom_components.access_codes.locks.adapter import NoSuchSlot, ReadFailed
from custom_components.access_codes.locks.zha import cluster
from custom_components.access_codes.locks.zha.commands import Commands
from custom_components.access_codes.locks.zigbee.command_errors import CommandFailed
from homeassistant.core import HomeAssistant
from homeassistant.helpers import entity_registry as er
from simulators.zigbee.state import Faults
from tests.locks.lock_bench import BenchListener

from .conftest import OpenDoor

PIN = "013579"

_RESPONSES: Any = DoorLock.ClientCommandDefs
_DEFAULT: Any = GENERAL_COMMANDS[GeneralCommand.Default_Response].schema


def slot(user: int, status: int, code: str = "") -> Any:
    """Return an answer to a read."""
    return _RESPONSES.get_pin_code_response.schema(
        user_id=user, user_status=status, user_type=0, code=code
    )


def answer_with(monkeypatch: pytest.MonkeyPatch, answer: Any) -> None:
    """Let every command be answered like this."""

    async def command(*_: Any, **__: Any) -> Any:
        return answer

    monkeypatch.setattr(DoorLock, "command", command)


@pytest.mark.contract("12.204", "12.206")
async def test_an_answer_to_something_else_is_none(
    open_door: OpenDoor, monkeypatch: pytest.MonkeyPatch
) -> None:
    door = await open_door()
    for answer in (
        None,
        (0, 0),
        _RESPONSES.clear_pin_code_response.schema(status=0),
        _DEFAULT(command_id=7, status=0),
        slot(2, 1, PIN),
    ):
        answer_with(monkeypatch, answer)
        assert await door.set("1", PIN) is Outcome.UNKNOWN
        with pytest.raises(ReadFailed):
            await door.adapter.async_read("1")
    capabilities = door.adapter.capabilities
    assert capabilities is not None
    assert capabilities.reads is Readability.PIN


@pytest.mark.contract("12.206")
async def test_a_default_response_to_a_read_that_is_no_refusal_is_none(
    open_door: OpenDoor, monkeypatch: pytest.MonkeyPatch
) -> None:
    door = await open_door()
    for status in (0, 1):
        answer_with(monkeypatch, _DEFAULT(command_id=6, status=status))
        with pytest.raises(ReadFailed):
            await door.adapter.async_read("1")
    assert door.adapter.capabilities is not None
    assert door.adapter.capabilities.reads is Readability.PIN


@pytest.mark.contract("12.206")
async def test_a_slot_that_the_lock_does_not_have_is_none(
    open_door: OpenDoor, monkeypatch: pytest.MonkeyPatch
) -> None:
    door = await open_door()
    answer_with(monkeypatch, slot(4, 0xFF))
    with pytest.raises(NoSuchSlot):
        await door.adapter.async_read("4")
    answer_with(monkeypatch, slot(1, 0))
    assert await door.adapter.async_read("1") is EMPTY


@pytest.mark.contract("12.201")
async def test_a_last_slot_that_there_is_not_can_be_read_all_the_same(
    hass: HomeAssistant,
    open_door: OpenDoor,
    zha: MockConfigEntry,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    door = await open_door()
    answer_with(monkeypatch, slot(4, 0xFF))
    assert await hass.config_entries.async_reload(zha.entry_id)
    await door.until_known()
    assert door.adapter.capabilities is not None
    assert door.adapter.capabilities.reads is Readability.PIN


@pytest.mark.contract("12.206", "12.211")
async def test_a_lock_without_reads_is_not_asked_again_after_a_reload(
    hass: HomeAssistant, open_door: OpenDoor, zha: MockConfigEntry
) -> None:
    door = await open_door(has_reads=False)
    assert await hass.config_entries.async_reload(zha.entry_id)
    await door.until_known()
    assert door.adapter.capabilities is not None
    assert door.adapter.capabilities.reads is Readability.NOTHING


@pytest.mark.contract("12.207")
def test_the_digits_of_an_answer_stand_in_no_text() -> None:
    answer = cluster.Answer(6, False, 1, 1, PIN.encode())
    assert PIN not in f"{answer!r} {answer}"


@pytest.mark.contract("12.200")
async def test_an_entity_without_an_address_is_never_within_reach(
    hass: HomeAssistant, zha: MockConfigEntry
) -> None:
    entity = er.async_get(hass).async_get_or_create(
        "lock", "zha", "group_1", config_entry=zha
    )
    adapter = await async_create_adapter(hass, entity, "zha")
    adapter.stop()
    await adapter.async_start(BenchListener())
    assert adapter.reach is Reach.OFFLINE
    assert (await adapter.async_clear("1")).outcome is Outcome.UNREACHABLE
    adapter.stop()


@pytest.mark.contract("12.207")
async def test_a_command_to_a_lock_that_zha_has_no_more_reaches_nobody(
    hass: HomeAssistant, open_door: OpenDoor
) -> None:
    door = await open_door()
    follower = cluster.ClusterFollower(
        hass, door.entity, lambda _: None, lambda _: None
    )
    follower.start()
    assert await Commands(follower).read(1)
    follower.stop()
    with pytest.raises(CommandFailed) as failed:
        await Commands(follower).read(1)
    assert failed.value.outcome is Outcome.UNREACHABLE


@pytest.mark.contract("12.211")
async def test_a_stopped_adapter_ends_its_command(
    hass: HomeAssistant, open_door: OpenDoor
) -> None:
    door = await open_door()
    door.lock.faults = Faults(silent=True)
    writing = hass.async_create_task(door.set("1", PIN))
    await asyncio.sleep(0.1)
    door.adapter.stop()
    assert await writing is Outcome.UNKNOWN
