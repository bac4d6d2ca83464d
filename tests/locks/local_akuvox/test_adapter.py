"""A relay of an Akuvox panel: whose users count, what is refused, what is not known."""

import pytest

from custom_components.access_codes.core.model import (
    UNREADABLE,
    KnownPin,
    Outcome,
    Pin,
    Reach,
)
from custom_components.access_codes.locks import async_create_adapter, async_method_of
from custom_components.access_codes.locks.adapter import (
    Credential,
    LockUnreachable,
    ReadFailed,
    Written,
)
from homeassistant.core import HomeAssistant
from tests.support.akuvox_panel import AkuvoxPanel, Reply, async_add_panel

from .conftest import OpenPanel, PanelBench


@pytest.fixture
async def panel(open_panel: OpenPanel) -> PanelBench:
    """Give a panel with a running adapter."""
    return await open_panel()


@pytest.mark.contract("12.280")
@pytest.mark.parametrize("pages_are_one", [False, True])
async def test_all_pages_are_read(panel: PanelBench, pages_are_one: bool) -> None:
    panel.panel.pages_are_one = pages_are_one
    for number in range(25):
        panel.panel.add(f"user {number}", f"10{number:02}")
    listing = await panel.adapter.async_list()
    assert listing.is_complete
    assert len(listing.contents) == 25
    assert await panel.adapter.async_read("user 24") == KnownPin(Pin("1024"))


@pytest.mark.contract("12.280")
async def test_no_user_hides_another_whatever_their_names(panel: PanelBench) -> None:
    panel.panel.add("A #3", "1111")
    panel.panel.add("A", "2222")
    panel.panel.add("A", "3333")
    listing = await panel.adapter.async_list()
    assert listing.contents == {
        "A #3": KnownPin(Pin("1111")),
        "A": KnownPin(Pin("2222")),
        "A #3#": KnownPin(Pin("3333")),
    }


@pytest.mark.contract("12.384")
async def test_a_user_of_others_with_the_same_name_outlives_ours(
    panel: PanelBench,
) -> None:
    await panel.set("Ann", "80604020")
    panel.panel.add("Ann", "1111")
    panel.panel.users.reverse()
    assert await panel.adapter.async_clear("Ann") == Written(Outcome.CONFIRMED)
    assert (await panel.set("Ann", "80604020")).outcome is Outcome.UNKNOWN
    # By now the list shows the other one by our name, and it may be made ours.
    assert await panel.adapter.async_read("Ann") == KnownPin(Pin("1111"))
    assert (await panel.set("Ann", "80604020")).outcome is Outcome.CONFIRMED
    assert await panel.adapter.async_clear("Ann") == Written(Outcome.CONFIRMED)
    assert panel.panel.users == []


@pytest.mark.contract("12.280")
async def test_users_without_an_id_hide_no_other(panel: PanelBench) -> None:
    for name, pin in (("Ann", "1111"), ("Ben", "2222")):
        panel.panel.add(name, pin)
        del panel.panel.users[-1]["ID"]
    panel.panel.add("Cid", "3333")
    listing = await panel.adapter.async_list()
    assert set(listing.contents) == {"Ann", "Ben", "Cid"}


@pytest.mark.contract("12.281")
async def test_a_user_with_other_hours_or_doors_is_none_of_ours(
    panel: PanelBench,
) -> None:
    panel.panel.add("always", "1234")
    panel.panel.add("never", "2345", "1002-1")
    panel.panel.add("both doors", "3456", "1001-1;1001-2;")
    panel.panel.add("another door", "4567", "1001-2")
    panel.panel.add("no door", "5678", "")
    panel.panel.add("card", None)
    panel.panel.add("always", "6789")
    listing = await panel.adapter.async_list()
    assert listing.contents == {
        "always": KnownPin(Pin("1234")),
        "never": UNREADABLE,
        "both doors": UNREADABLE,
        "card": UNREADABLE,
        "always #7": KnownPin(Pin("6789")),
    }


@pytest.mark.contract("12.282")
async def test_a_new_user_opens_only_this_door(panel: PanelBench) -> None:
    assert await panel.set("Ann", "0123") == Written(
        Outcome.CONFIRMED, KnownPin(Pin("0123"))
    )
    ann = panel.panel.named("Ann")
    assert (ann["PrivatePIN"], ann["ScheduleRelay"]) == ("0123", "1001-1")
    ann["ScheduleRelay"] = "1002-1"
    assert (await panel.set("Ann", "4567")).outcome is Outcome.CONFIRMED
    assert panel.panel.named("Ann")["ScheduleRelay"] == "1001-1"


@pytest.mark.contract("12.282")
async def test_a_pin_that_any_user_has_is_a_duplicate(panel: PanelBench) -> None:
    panel.panel.add("another door", "4567", "1001-2")
    sent = panel.panel.sent
    assert (await panel.set("Ann", "4567")).outcome is Outcome.DUPLICATE
    assert "POST /api/user/set" not in sent
    await panel.set("Bob", "1234")
    assert (await panel.set("Bob", "1234")).outcome is Outcome.CONFIRMED
    assert sent.count("POST /api/user/set") == 1


@pytest.mark.contract("12.282")
async def test_a_user_of_a_cloud_or_of_another_door_is_left(panel: PanelBench) -> None:
    panel.panel.add("cloud", "1234")
    panel.panel.named("cloud")["Source"] = "SDMC"
    panel.panel.add("another door", "4567", "1001-2")
    for name in ("cloud", "another door"):
        assert (await panel.set(name, "9999")).outcome is Outcome.INVALID
        assert (await panel.adapter.async_clear(name)).outcome is Outcome.REFUSED
        renamed = await panel.adapter.async_rename(name, Credential(None, "new"))
        assert renamed.outcome is Outcome.INVALID
    assert len(panel.panel.users) == 2


@pytest.mark.contract("12.283")
async def test_a_rename_keeps_the_pin_and_takes_no_name_of_another(
    panel: PanelBench,
) -> None:
    await panel.set("Ann", "0123")
    await panel.set("Bob", "4567")
    rename = panel.adapter.async_rename
    assert (await rename("Ann", Credential(None, "Bob"))).outcome is Outcome.INVALID
    assert (await rename("Eve", Credential(None, "Zoe"))).outcome is Outcome.INVALID
    assert (await rename("Ann", Credential(None, "Zoe"))).outcome is Outcome.ACCEPTED
    assert await panel.pins() == {"Zoe": "0123", "Bob": "4567"}
    panel.panel.fault = "refuses"
    assert (await rename("Zoe", Credential(None, "Ann"))).outcome is Outcome.REFUSED
    panel.panel.fault = "no_answer"
    assert (await rename("Zoe", Credential(None, "Ann"))).outcome is Outcome.UNKNOWN
    panel.panel.fault = None
    panel.panel.reply = Reply(500, {})
    assert (await rename("Zoe", Credential(None, "Ann"))).outcome is Outcome.UNKNOWN
    panel.panel.fault = "unreachable"
    renamed = await rename("Zoe", Credential(None, "Ann"))
    assert renamed.outcome is Outcome.UNREACHABLE
    assert panel.adapter.label("Zoe") == "a user of the panel"


@pytest.mark.contract("12.285")
@pytest.mark.parametrize(
    ("reply", "outcome"),
    [
        (Reply(401, {}), Outcome.UNREACHABLE),
        (Reply(400, {}), Outcome.REFUSED),
        (Reply(500, {}), Outcome.UNKNOWN),
        (Reply(200, {}), Outcome.UNKNOWN),
    ],
)
async def test_what_the_panel_answers_to_a_write_decides(
    panel: PanelBench,
    reply: Reply,
    outcome: Outcome,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(panel.panel, "write", lambda *_: reply)
    assert (await panel.set("Ann", "1234")).outcome is outcome


@pytest.mark.contract("12.285")
async def test_a_list_that_cannot_be_read_after_a_write_proves_nothing(
    panel: PanelBench, monkeypatch: pytest.MonkeyPatch
) -> None:
    write = panel.panel.write

    def write_and_fall_silent(action: str, item: dict[str, str]) -> Reply:
        answer = write(action, item)
        panel.panel.reply = Reply(500, {})
        return answer

    monkeypatch.setattr(panel.panel, "write", write_and_fall_silent)
    assert await panel.set("Ann", "1234") == Written(Outcome.UNKNOWN)
    with pytest.raises(ReadFailed):
        await panel.adapter.async_read("Ann")
    assert (await panel.set("Ann", "5678")).outcome is Outcome.UNKNOWN
    assert (await panel.adapter.async_clear("Ann")).outcome is Outcome.UNKNOWN
    panel.panel.reply = None
    assert await panel.adapter.async_clear("Ann") == Written(Outcome.ACCEPTED)


@pytest.mark.contract("12.285")
async def test_a_panel_out_of_reach_is_told_from_a_silent_one(
    panel: PanelBench,
) -> None:
    panel.panel.fault = "unreachable"
    assert panel.adapter.reach is Reach.REACHABLE
    assert (await panel.set("Ann", "1234")).outcome is Outcome.UNREACHABLE
    assert (await panel.adapter.async_clear("Ann")).outcome is Outcome.UNREACHABLE
    with pytest.raises(LockUnreachable):
        await panel.adapter.async_list()


@pytest.mark.contract("12.285")
async def test_a_reload_of_the_component_is_followed(
    panel: PanelBench,
) -> None:
    await panel.component.unload()
    assert panel.adapter.reach is Reach.DISCONNECTED
    assert (await panel.set("Ann", "1234")).outcome is Outcome.UNREACHABLE
    await panel.component.set_up()
    assert (await panel.set("Ann", "1234")).outcome is Outcome.CONFIRMED


@pytest.mark.contract("12.286")
@pytest.mark.parametrize(
    ("model", "unique_id", "method"),
    [
        ("X916", "0c1105000001_relay_1", "local_akuvox"),
        ("Z999", "0c1105000001_relay_1", None),
        ("X916", "0c1105000001_door", "local_akuvox"),
    ],
)
async def test_a_model_whose_users_cannot_be_changed_has_no_method_of_its_own(
    hass: HomeAssistant,
    monkeypatch: pytest.MonkeyPatch,
    model: str,
    unique_id: str,
    method: str | None,
) -> None:
    component = await async_add_panel(hass, monkeypatch, AkuvoxPanel(model), unique_id)
    assert await async_method_of(hass, component.lock) == method


@pytest.mark.contract("12.284")
async def test_the_hours_of_a_panel_are_no_windows(panel: PanelBench) -> None:
    capabilities = panel.adapter.capabilities
    assert capabilities is not None
    assert capabilities.windows is None
    assert capabilities.fresh_for == 3600
    assert capabilities.code_lengths == (4, 5, 6, 7, 8)


@pytest.mark.contract("12.285")
async def test_an_adapter_that_was_not_started_can_be_stopped(
    hass: HomeAssistant, panel: PanelBench
) -> None:
    made = await async_create_adapter(hass, panel.component.lock, "local_akuvox")
    made.stop()
    assert made.reach is Reach.DISCONNECTED
