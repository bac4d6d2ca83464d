"""What the conformance suite cannot know of locks of Schlage."""

from datetime import UTC, datetime, timedelta
from typing import Any

from pyschlage.exceptions import NotAuthorizedError
import pytest
from pytest_homeassistant_custom_component.common import MockConfigEntry
import requests

from custom_components.access_codes.core.model import (
    UNREADABLE,
    KnownPin,
    Outcome,
    Pin,
    Reach,
    Window,
)
from custom_components.access_codes.locks.adapter import (
    Credential,
    LockUnreachable,
    ReadFailed,
    Written,
)
from custom_components.access_codes.locks.schlage.command_errors import (
    is_about_notification,
    outcome_of,
)
from homeassistant.core import HomeAssistant
from tests.support.schlage_cloud import Fault, SchlageCloud

from .conftest import Door

PIN, OTHER = "135790", "012345"

LIST = [
    "get notifications",
    "get devices/lock-1/storage/accesscode",
]

TEN, NOON = datetime(2030, 6, 1, 10, tzinfo=UTC), datetime(2030, 6, 1, 12, tzinfo=UTC)


@pytest.mark.contract("12.231")
async def test_the_one_length_of_the_lock_is_followed(door: Door) -> None:
    capabilities = door.adapter.capabilities
    assert capabilities is not None
    assert capabilities.code_lengths == (6,)
    door.cloud.code_length = 4
    await door.poll()
    changed = door.adapter.capabilities
    assert changed is not None
    assert changed.code_lengths == (4,)
    assert (await door.set("new:1", PIN)).outcome is Outcome.INVALID
    door.cloud.code_length = None
    await door.poll()
    unknown = door.adapter.capabilities
    assert unknown is not None
    assert unknown.code_lengths == (4, 5, 6, 7, 8)


@pytest.mark.contract("12.230")
async def test_a_name_that_the_app_has_given_is_refused(door: Door) -> None:
    door.cloud.put("a", OTHER, " ANN ")
    assert await door.set("new:1", PIN) == Written(Outcome.INVALID)
    door.cloud.put("b", PIN, "Bob")
    renamed = await door.adapter.async_rename("b", Credential(Pin(PIN), "ann"))
    assert renamed == Written(Outcome.INVALID)
    assert door.cloud.codes["b"]["friendlyName"] == "Bob"
    gone = await door.adapter.async_rename("c", Credential(Pin(PIN), "Cid"))
    assert gone == Written(Outcome.REFUSED)


@pytest.mark.contract("12.230")
async def test_the_cloud_names_the_slot(door: Door) -> None:
    assert await door.set("new:1", PIN) == Written(Outcome.ACCEPTED, slot="code-1")
    assert await door.set("code-1", OTHER) == Written(Outcome.ACCEPTED, slot="code-1")
    assert door.cloud.pins() == {"code-1": OTHER}
    assert await door.set("gone", PIN, "Bob") == Written(
        Outcome.ACCEPTED, slot="code-2"
    )


@pytest.mark.contract("12.232")
async def test_a_write_whose_notification_fails_is_accepted(door: Door) -> None:
    door.cloud.status = {"notifications": 400}
    with pytest.raises(ReadFailed):
        await door.adapter.async_list()
    door.cloud.heal()
    await door.set("new:1", PIN)
    door.cloud.status = {"notifications/user_code-1": 500}
    assert await door.clear("code-1") is Outcome.ACCEPTED
    assert door.cloud.codes == {}


@pytest.mark.contract("12.232")
@pytest.mark.parametrize(
    ("status", "outcome"),
    [
        (400, Outcome.REFUSED),
        (408, Outcome.UNKNOWN),
        (409, Outcome.REFUSED),
        (429, Outcome.UNREACHABLE),
        (502, Outcome.UNKNOWN),
    ],
)
async def test_the_status_of_the_answer_is_the_outcome(
    door: Door, status: int, outcome: Outcome, caplog: pytest.LogCaptureFixture
) -> None:
    door.cloud.status = {"commands": status}
    assert (await door.set("new:1", PIN)).outcome is outcome
    ours = [r for r in caplog.records if r.name.startswith("custom_components")]
    assert not [record for record in ours if PIN in record.getMessage()]


@pytest.mark.contract("12.232")
def test_an_error_without_an_answer() -> None:
    assert outcome_of(NotAuthorizedError()) is Outcome.UNREACHABLE
    assert outcome_of(requests.ReadTimeout()) is Outcome.UNKNOWN
    assert outcome_of(requests.ConnectionError()) is Outcome.UNREACHABLE
    assert outcome_of(ValueError()) is Outcome.UNKNOWN
    assert not is_about_notification(ValueError())
    prepared = requests.Request("post", "https://cloud/notifications").prepare()
    assert is_about_notification(requests.ReadTimeout(request=prepared))


@pytest.mark.contract("12.233")
async def test_what_the_app_has_made_of_a_code_is_read(door: Door) -> None:
    week = {"daysOfWeek": "3E", "startHour": 8, "startMinute": 0}
    door.cloud.put("always", PIN)
    door.cloud.put("twice", "111111", schedule2=door.cloud.codes["always"]["schedule1"])
    door.cloud.put("week", "222222", schedule1={**week, "endHour": 9, "endMinute": 0})
    two = {**week, "endHour": 9, "endMinute": 0}
    door.cloud.put("weeks", "333333", schedule1=two, schedule2=two)
    door.cloud.put("off", "444444", disabled=1)
    span: dict[str, Any] = {
        "activationSecs": int(TEN.timestamp()),
        "expirationSecs": int(NOON.timestamp()),
    }
    door.cloud.put("span", OTHER, **span)
    listing = await door.adapter.async_list()
    assert listing.contents == {
        "always": KnownPin(Pin(PIN)),
        "twice": KnownPin(Pin("111111")),
        "week": UNREADABLE,
        "weeks": UNREADABLE,
        "off": UNREADABLE,
        "span": KnownPin(Pin(OTHER), Window(TEN, NOON)),
    }
    assert listing.names is not None
    assert listing.names["span"] == "span"
    assert door.listener.inactive == [("off", True)]
    assert await door.adapter.async_read("always") == KnownPin(Pin(PIN))
    door.cloud.put("off", "444444")
    await door.adapter.async_list()
    assert door.listener.inactive == [("off", True), ("off", False)]


@pytest.mark.contract("12.234")
async def test_a_window_goes_with_its_pin_in_one_command(door: Door) -> None:
    window = Window(TEN, NOON)
    door.cloud.requests.clear()
    await door.set("new:1", PIN, window=window)
    commands = [sent for sent in door.cloud.requests if sent.endswith("/commands")]
    assert len(commands) == 1
    listing = await door.adapter.async_list()
    assert listing.contents == {"code-1": KnownPin(Pin(PIN), window)}
    await door.adapter.async_rename("code-1", Credential(Pin(PIN), "Bob", window))
    listing = await door.adapter.async_list()
    assert listing.contents == {"code-1": KnownPin(Pin(PIN), window)}
    await door.set("code-1", PIN, "Bob")
    assert (await door.adapter.async_list()).contents == {"code-1": KnownPin(Pin(PIN))}


@pytest.mark.contract("12.235")
async def test_what_a_change_costs(door: Door) -> None:
    await door.adapter.async_list()
    door.cloud.requests.clear()
    await door.set("new:1", PIN)
    assert door.cloud.requests == [
        *LIST,
        "post devices/lock-1/commands",
        "post notifications",
    ]
    door.cloud.requests.clear()
    await door.clear("code-1")
    assert door.cloud.requests == [
        *LIST,
        "post devices/lock-1/commands",
        "delete notifications/user_code-1",
    ]
    door.cloud.requests.clear()
    await door.adapter.async_list()
    assert door.cloud.requests == LIST
    door.cloud.requests.clear()
    assert await door.clear("code-1") is Outcome.ACCEPTED
    assert door.cloud.requests == LIST


@pytest.mark.contract("12.236")
async def test_uses_of_the_last_day_are_told_with_an_id(door: Door) -> None:
    now = datetime.now(UTC)
    door.cloud.use("old", now - timedelta(days=2))
    door.cloud.use("b", now - timedelta(minutes=1))
    door.cloud.log(1, "a", now - timedelta(minutes=2))
    door.cloud.log(4)
    door.cloud.requests.clear()
    await door.poll()
    await door.poll()
    uses = door.listener.uses
    assert [(use.slot, use.action) for use in uses] == [
        ("a", "lock"),
        ("b", "unlock"),
    ] * 2
    assert len({use.use_id for use in uses}) == 2
    assert door.cloud.requests == ["get devices", "get devices/lock-1/logs"] * 2


@pytest.mark.contract("12.236")
async def test_a_shut_keypad_is_told_once(door: Door) -> None:
    door.cloud.log(11, at=datetime.now(UTC) - timedelta(hours=1))
    await door.poll()
    assert door.listener.denials == []
    door.cloud.log(11, at=datetime.now(UTC) + timedelta(seconds=5))
    await door.poll()
    await door.poll()
    assert door.listener.denials == ["too_many_attempts"]


@pytest.mark.contract("12.237")
async def test_while_its_integration_is_away_the_lock_is_disconnected(
    hass: HomeAssistant, door: Door, schlage_entry: MockConfigEntry
) -> None:
    assert await hass.config_entries.async_unload(schlage_entry.entry_id)
    assert door.adapter.reach is Reach.DISCONNECTED
    assert (await door.set("new:1", PIN)).outcome is Outcome.UNREACHABLE
    assert await door.clear("a") is Outcome.UNREACHABLE
    renamed = await door.adapter.async_rename("a", Credential(Pin(PIN), "Bob"))
    assert renamed.outcome is Outcome.UNREACHABLE
    with pytest.raises(LockUnreachable):
        await door.adapter.async_list()
    assert await hass.config_entries.async_setup(schlage_entry.entry_id)
    await hass.async_block_till_done()
    assert (await door.set("new:1", PIN)).outcome is Outcome.ACCEPTED
    door.cloud.use("code-1")
    await door.poll()
    assert [use.slot for use in door.listener.uses] == ["code-1"]


@pytest.mark.contract("12.237")
async def test_a_lock_that_left_the_account_is_out_of_reach(
    door: Door, schlage_entry: MockConfigEntry
) -> None:
    schlage_entry.runtime_data.data = {}
    schlage_entry.runtime_data.async_update_listeners()
    assert door.adapter.capabilities is not None
    assert (await door.set("new:1", PIN)).outcome is Outcome.UNREACHABLE


@pytest.mark.contract("12.237")
async def test_a_cloud_that_is_away_is_no_answer(door: Door) -> None:
    door.cloud.fault = Fault.UNREACHABLE
    await door.poll()
    assert door.adapter.reach is Reach.OFFLINE
    assert (await door.set("new:1", PIN)).outcome is Outcome.UNREACHABLE
    door.cloud.heal()
    await door.poll()
    assert (await door.set("new:1", PIN)).outcome is Outcome.ACCEPTED


async def test_an_adapter_that_never_started_stops(
    cloud: SchlageCloud, door: Door
) -> None:
    other = await door.create()
    other.stop()
    assert other.capabilities is None
    written = await other.async_set("new:1", Credential(Pin(PIN), "Ann"))
    assert written.outcome is Outcome.UNREACHABLE
    assert cloud.codes == {}
