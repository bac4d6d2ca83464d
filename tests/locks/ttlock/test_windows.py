"""A linked TTLock lock keeps the windows of its codes itself; calls that a change costs."""

from datetime import timedelta

import pytest

from homeassistant.util import dt as dt_util
from tests.locks.linked_conformance import act, becomes, code_of, create, is_gone, until
from tests.locks.lock_bench import PATIENCE

from .conftest import LinkedTtlockBench


@pytest.mark.contract("12.294")
async def test_a_window_is_on_the_lock_before_it_begins(
    linked: LinkedTtlockBench,
) -> None:
    starts_at = dt_util.utcnow().replace(second=0, microsecond=0) + timedelta(hours=1)
    ends_at = starts_at + timedelta(days=1)
    window = {"starts_at": starts_at.isoformat(), "ends_at": ends_at.isoformat()}
    code = await create(linked, "135790", **window)

    async def is_held() -> bool:
        return bool(linked.cloud.passcodes)

    await until(linked, is_held, PATIENCE)
    [passcode] = linked.cloud.passcodes
    assert passcode["startDate"] == starts_at.timestamp() * 1000
    assert passcode["endDate"] == ends_at.timestamp() * 1000
    assert not await linked.opens("135790")
    await act(linked, "update", access_code_id=code, type="ongoing")
    await becomes(linked, code, "set")
    assert await linked.opens("135790")
    assert not (await code_of(linked, code))["warnings"]


async def test_a_write_is_a_list_a_command_and_a_list(
    linked: LinkedTtlockBench,
) -> None:
    linked.cloud.sent.clear()
    code = await create(linked, "135790")
    await becomes(linked, code, "set")
    paths = [path.rpartition("/")[2] for path, _ in linked.cloud.sent]
    assert paths[-3:] == ["listKeyboardPwd", "add", "listKeyboardPwd"]
    assert paths.count("add") == 1
    linked.cloud.sent.clear()
    await act(linked, "delete", access_code_id=code)
    await is_gone(linked, code)
    paths = [path.rpartition("/")[2] for path, _ in linked.cloud.sent]
    assert paths[-3:] == ["listKeyboardPwd", "delete", "listKeyboardPwd"]
    assert paths.count("delete") == 1
