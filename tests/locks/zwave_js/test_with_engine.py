"""Codes on simulated Z-Wave locks through the whole integration: engine, adapter and driver fit together."""

import pytest

from custom_components.access_codes.engine.recent_commands import RecentWrites
from tests.support.linked_zwave_lock import Linked
from tests.support.zwave_network import CREDENTIAL, MASKED, SCHLAGE, SUPERVISED

ALL = [SCHLAGE, MASKED, SUPERVISED, CREDENTIAL]


@pytest.fixture(autouse=True)
def no_patience_for_echoes(monkeypatch: pytest.MonkeyPatch) -> None:
    """Make the engine accept every report: the adapter alone filters echoes."""
    monkeypatch.setattr(RecentWrites, "last_write", lambda *_: None)


@pytest.mark.parametrize("linked", ALL, indirect=True)
async def test_a_code_comes_changes_and_goes(linked: Linked) -> None:
    since = await linked.network.seq(linked.node)
    code = await linked.create("Ann", "135790")
    await linked.becomes(code, "set")
    assert await linked.pins() == {"1": "135790"}
    commands = await linked.network.commands(linked.node, since)
    assert [kind for kind in commands if kind != "set_user"] == ["set", "get"]

    await linked.act("update", access_code_id=code, code="246802")
    await linked.becomes(code, "set")
    assert await linked.pins() == {"1": "246802"}

    await linked.act("delete", access_code_id=code)
    await linked.wait_for("access_code.removed_from_device")
    assert await linked.pins() == {}
    assert "access_code.modified_external" not in linked.event_types()
    assert "access_code.deleted_external" not in linked.event_types()


@pytest.mark.parametrize("linked", ALL, indirect=True)
async def test_a_code_changed_at_the_keypad_is_put_back(linked: Linked) -> None:
    code = await linked.create("Ann", "135790")
    await linked.becomes(code, "set")
    await linked.network.act(linked.node, "keypad/set", slot=1, pin="97531")
    await linked.wait_for("access_code.modified_external")
    await linked.becomes(code, "set")

    assert await linked.pins() == {"1": "135790"}


@pytest.mark.contract("8.4")
@pytest.mark.parametrize("linked", ALL, indirect=True)
async def test_an_unmanaged_code_is_not_touched(linked: Linked) -> None:
    await linked.network.act(linked.node, "keypad/set", slot=1, pin="97531")
    await linked.wait_for("access_code.unmanaged.created")
    code = await linked.create("Ann", "135790")
    await linked.becomes(code, "set")
    assert await linked.pins() == {"1": "97531", "2": "135790"}

    await linked.act("delete", access_code_id=code)
    await linked.wait_for("access_code.removed_from_device")
    assert await linked.pins() == {"1": "97531"}


@pytest.mark.parametrize("linked", ALL, indirect=True)
async def test_a_duplicate_is_said_to_be_one(linked: Linked) -> None:
    other = {"slot": 4, "pin": "97531", "silently": True}
    await linked.network.act(linked.node, "keypad/set", **other)
    code = await linked.create("Ann", "97531")

    async def is_said() -> bool:
        errors = (await linked.code(code))["errors"]
        return [error["error_code"] for error in errors] == ["duplicate_code_on_device"]

    await linked.wait_until(is_said)
    assert await linked.pins() == {"4": "97531"}


@pytest.mark.parametrize("linked", [CREDENTIAL], indirect=True)
async def test_a_renamed_code_has_its_new_name_on_the_lock(linked: Linked) -> None:
    code = await linked.create("Ann", "135790")
    await linked.becomes(code, "set")
    await linked.act("update", access_code_id=code, name="Bob")

    async def is_renamed() -> bool:
        return await linked.network.users(CREDENTIAL) == {"1": "Bob"}

    await linked.wait_until(is_renamed)
    assert await linked.pins() == {"1": "135790"}


@pytest.mark.parametrize("linked", ALL, indirect=True)
async def test_a_use_is_reported_by_the_codes_name(linked: Linked) -> None:
    code = await linked.create("Ann", "135790")
    await linked.becomes(code, "set")
    await linked.network.act(linked.node, "keypad/use", slot=1)
    await linked.wait_for("access_code.used")
    [used] = [
        event for event in linked.events if event.data["type"] == "access_code.used"
    ]
    assert used.data["name"] == "Ann"
