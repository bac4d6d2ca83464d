"""Adapters of families that store names and have no command to change one."""

from typing import override

import pytest

from custom_components.access_codes.core.model import (
    CommandKind,
    ErrorCode,
    Outcome,
    Pin,
    Readability,
    SlotNaming,
    Status,
)
from custom_components.access_codes.locks.adapter import (
    Credential,
    LockAdapter,
    Written,
)
from tests.support.engine_house import House
from tests.support.fake_adapter import FakeAdapter
from tests.support.fake_lock import FakeLock


class PlainAdapter(FakeAdapter):
    """An adapter that does not say how to rename."""

    @override
    async def async_rename(self, slot: str, credential: Credential) -> Written:
        return await LockAdapter.async_rename(self, slot, credential)


async def start(house: House) -> PlainAdapter:
    """Link a lock that stores names, by such an adapter."""
    house.lock.alter(name_length=20)
    engine = await house.start(is_attached=False)
    adapter = PlainAdapter(house.lock)
    await engine.attach(adapter)
    await house.settle()
    return adapter


@pytest.mark.contract("12.82")
async def test_a_family_that_cannot_rename_writes_the_code_again(house: House) -> None:
    await start(house)
    code = await house.create("246813")
    await house.settle()
    house.lock.sent.clear()
    await house.update(code, name="Anna")
    await house.settle()
    assert house.lock.names == {"1": "Anna"}
    assert house.lock.pins == {"246813"}
    assert house.lock.kinds == [CommandKind.SET]
    await house.pass_time(3600)
    assert house.lock.kinds == [CommandKind.SET]
    assert house.status(code) is Status.SET
    assert house.engine.plan.views[code.access_code_id].errors == ()


@pytest.mark.contract("12.82")
async def test_a_code_with_an_unknown_pin_keeps_its_name_on_such_a_lock(
    house: House,
) -> None:
    house.lock.alter(reads=Readability.PRESENCE)
    adapter = await start(house)
    code = await house.create("246813", is_external_modification_allowed=True)
    await house.settle()
    await house.pass_time(60)
    adapter.type_at_keypad("1", "975310")
    await house.settle()
    house.lock.sent.clear()
    await house.update(code, name="Anna")
    await house.settle()
    await house.pass_time(3600)
    assert house.lock.pins == {"975310"}
    assert house.lock.writes == []
    errors = house.engine.plan.views[code.access_code_id].errors
    assert [error.code for error in errors] == [ErrorCode.CODE_CONSTRAINTS_VIOLATED]


@pytest.mark.contract("12.82")
async def test_a_name_that_is_a_key_is_not_renamed_by_a_write() -> None:
    lock = FakeLock()
    lock.alter(slots=(), slot_naming=SlotNaming.BY_NAME, name_length=20)
    written = await PlainAdapter(lock).async_rename(
        "Guest", Credential(Pin("246813"), "Anna")
    )
    assert written == Written(Outcome.INVALID)
    assert lock.sent == []
