"""Writes that a lock carries out long after they were given up: through the whole integration and the real driver."""

import pytest

from tests.support.linked_zwave_lock import Linked
from tests.support.zwave_network import MASKED, SCHLAGE, SUPERVISED

USER_CODE = pytest.mark.parametrize(
    "linked", [SCHLAGE, MASKED, SUPERVISED], indirect=True
)


async def is_over(linked: Linked) -> bool:
    """Return whether the lock has nothing left to carry out, and holds nothing."""
    lock = await linked.network.ask("GET", f"/locks/{linked.node}")
    return not (lock["late"] or lock["codes"])


@pytest.mark.contract("12.52", "13.70")
@USER_CODE
async def test_a_set_that_is_carried_out_after_its_code_was_deleted_is_undone(
    linked: Linked,
) -> None:
    await linked.network.act(linked.node, "faults", late_ms=4000, count=1)
    since = await linked.network.seq(linked.node)
    code = await linked.create("Ann", "135791")

    async def is_read_back() -> bool:
        commands = await linked.network.commands(linked.node, since)
        return len(commands) > 1

    await linked.wait_until(is_read_back)
    await linked.act("delete", access_code_id=code)
    assert not await is_over(linked)

    async def is_undone() -> bool:
        return await is_over(linked)

    await linked.wait_until(is_undone)
    assert (await linked.code(code))["status"] == "removing"
    assert "access_code.unmanaged.created" not in linked.event_types()
