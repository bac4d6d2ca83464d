"""Sending a code to a person: what is sent, by whom, and what is refused."""

import asyncio
from datetime import timedelta
from typing import Any

from freezegun.api import FrozenDateTimeFactory
import pytest
from pytest_homeassistant_custom_component.common import (
    MockConfigEntry,
    async_fire_time_changed,
)
from pytest_homeassistant_custom_component.typing import WebSocketGenerator
import voluptuous as vol

from custom_components.access_codes.actions import notifiers as sending
from custom_components.access_codes.const import DOMAIN
from custom_components.access_codes.core.model import (
    LockCapabilities,
    Pin,
    Reporting,
    SlotNaming,
)
from homeassistant.core import Context, HomeAssistant
from homeassistant.exceptions import HomeAssistantError
from homeassistant.helpers.translation import async_load_integrations
from homeassistant.util import dt as dt_util
from tests.support.action_calls import BACK, FRONT, PIN, async_created, async_refused
from tests.support.fake_lock import Duplicates, FakeLock
from tests.support.keypad_locks import Doors, async_call, engine_of
from tests.support.notifiers import (
    FakeNotifyEntity,
    async_add_group,
    async_add_notifiers,
)
from tests.support.slot_locks import SlotLocks, async_link_slots, async_settle

PHONE = "notify.phone"
ALL = "{name}|{code}|{starts_at}|{ends_at}|{locks}"
WINDOW = {"starts_at": "2026-12-24 15:00", "ends_at": "2026-12-27 09:05"}


@pytest.fixture
async def phone(hass: HomeAssistant) -> FakeNotifyEntity:
    return (await async_add_notifiers(hass, "Phone"))["Phone"]


async def async_sent(hass: HomeAssistant, **fields: Any) -> Any:
    return await async_call(hass, "send_code", notify=PHONE, **fields)


@pytest.mark.contract("16.1")
async def test_a_code_is_sent_by_its_id_and_by_its_sensor(
    hass: HomeAssistant, front: MockConfigEntry, phone: FakeNotifyEntity
) -> None:
    code = await async_created(hass, code=PIN, name="Ada")
    await async_created(hass, code="737320", name="Grace")
    ids = {"access_code_ids": [code["access_code_id"]]}
    by_id = {"access_code_id": code["access_code_id"]}
    assert await async_sent(hass, **by_id, message=ALL) == ids
    assert phone.messages == [f"Ada|{PIN}|now|further notice|Front door"]
    sensor = "sensor.front_door_ada"
    assert await async_sent(hass, entity_id=[sensor], message="Hi {name}") == ids
    assert phone.messages[1:] == ["Hi Ada"]
    with pytest.raises(vol.Invalid, match="expected one entity ID"):
        await async_call(hass, "send_code", **by_id, notify=[PHONE, "notify.tablet"])
    await async_call(hass, "send_code", **by_id, notify=[PHONE])
    assert len(phone.messages) == 3


@pytest.mark.contract("16.4")
async def test_without_a_message_a_suitable_one_is_sent(
    hass: HomeAssistant, front: MockConfigEntry, phone: FakeNotifyEntity
) -> None:
    recurrence = {"recurrence": "FREQ=WEEKLY;BYDAY=TH,SU"}
    for code, fields in (
        (PIN, {}),
        ("737320", WINDOW),
        ("918273", {**WINDOW, "ends_at": "2026-12-24 17:00", **recurrence}),
    ):
        created = await async_created(hass, code=code, **fields)
        await async_sent(hass, access_code_id=created["access_code_id"], message=None)
    again = "It is valid again and again, next from"
    start = "Thursday, December 24, 2026, 3:00 PM"
    assert phone.messages == [
        f"Your access code for Front door is {PIN}.",
        f"Your access code for Front door is 737320. It is valid from {start} to Sunday, December 27, 2026, 9:05 AM.",
        f"Your access code for Front door is 918273. {again} {start} to Thursday, December 24, 2026, 5:00 PM.",
    ]


@pytest.mark.contract("16.5")
async def test_times_are_told_in_the_time_zone_and_the_language_of_the_home(
    hass: HomeAssistant, front: MockConfigEntry, phone: FakeNotifyEntity
) -> None:
    code = await async_created(
        hass, code=PIN, starts_at="2026-12-24T23:30:00Z", ends_at="2026-12-25T20:00:00Z"
    )
    await hass.config.async_set_time_zone("Europe/Berlin")
    # Home Assistant loads a language when it starts with it, or is told to use it.
    hass.config.language = "en-GB"
    await async_load_integrations(hass, {DOMAIN})
    message = "{starts_at} to {ends_at}"
    await async_sent(hass, access_code_id=code["access_code_id"], message=message)
    hass.config.language = "en"
    await async_sent(hass, access_code_id=code["access_code_id"], message=message)
    assert phone.messages == [
        "Friday, 25 December 2026, 00:30 to Friday, 25 December 2026, 21:00",
        "Friday, December 25, 2026, 12:30 AM to Friday, December 25, 2026, 9:00 PM",
    ]


@pytest.mark.contract("16.5")
async def test_the_end_of_the_calendar_is_told_as_a_clock_can_show_it(
    hass: HomeAssistant, front: MockConfigEntry, phone: FakeNotifyEntity
) -> None:
    await hass.config.async_set_time_zone("Europe/Berlin")
    code = await async_created(hass, code=PIN, ends_at="9999-12-31T23:59:59+00:00")
    message = "{ends_at}"
    await async_sent(hass, access_code_id=code["access_code_id"], message=message)
    assert phone.messages == ["Thursday, December 30, 9999, 1:00 AM"]


@pytest.mark.contract("16.5")
async def test_of_a_recurring_code_the_current_or_next_window_is_told(
    hass: HomeAssistant,
    front: MockConfigEntry,
    phone: FakeNotifyEntity,
    freezer: FrozenDateTimeFactory,
) -> None:
    code = await async_created(
        hass,
        code=PIN,
        starts_at="2026-06-02 09:00",
        ends_at="2026-06-02 12:00",
        recurrence="FREQ=WEEKLY;BYDAY=TU,FR",
    )
    freezer.tick(timedelta(days=2))
    await async_call(hass, "update", access_code_id=code["access_code_id"], name="B")
    await async_sent(hass, access_code_id=code["access_code_id"], message="{starts_at}")
    assert phone.messages == ["Friday, June 5, 2026, 9:00 AM"]


@pytest.mark.contract("16.6")
async def test_all_codes_with_a_key_are_sent_in_one_message(
    hass: HomeAssistant,
    front: MockConfigEntry,
    back: MockConfigEntry,
    phone: FakeNotifyEntity,
) -> None:
    answer = await async_call(
        hass, "create_multiple", entity_id=[FRONT, BACK], name="Ada", code=PIN
    )
    codes = answer["access_codes"]
    key = codes[0]["common_code_key"]
    answer = await async_sent(hass, common_code_key=key, message=ALL)
    ids = [code["access_code_id"] for code in codes]
    assert sorted(answer["access_code_ids"]) == sorted(ids)
    assert phone.messages == [f"Ada|{PIN}|now|further notice|Front door, Back door"]
    # One that is sent by its id alone is one code.
    await async_sent(hass, access_code_id=ids[0], message="{locks}")
    assert phone.messages[1:] in (["Front door"], ["Back door"])


@pytest.mark.contract("16.6")
async def test_what_differs_under_one_key_is_told_for_each_lock(
    hass: HomeAssistant,
    front: MockConfigEntry,
    back: MockConfigEntry,
    phone: FakeNotifyEntity,
) -> None:
    await async_created(hass, code=PIN, name="Ada", common_code_key="a")
    await async_created(hass, BACK, code="7373", name="Ada", common_code_key="a")
    await async_sent(hass, common_code_key="a", message="{name}: {code}")
    assert phone.messages == [f"Ada: Front door: {PIN}, Back door: 7373"]


@pytest.mark.contract("16.6", "16.7")
async def test_codes_that_are_being_deleted_are_not_sent(
    hass: HomeAssistant,
    back: MockConfigEntry,
    slot_locks: SlotLocks,
    phone: FakeNotifyEntity,
) -> None:
    entry = await async_link_slots(hass, FRONT)
    for lock in (FRONT, BACK):
        await async_created(hass, lock, code=PIN, name="Ada", common_code_key="a")
    (first,) = engine_of(entry).record.codes
    slot_locks["Front door"].lock.is_reachable = False
    await async_call(hass, "delete", access_code_id=first)
    key = await async_refused(hass, "send_code", access_code_id=first, notify=PHONE)
    assert key == "access_code_deleted_not_sent"
    await async_sent(hass, common_code_key="a", message="{locks}")
    assert phone.messages == ["Back door"]
    await async_call(hass, "delete", common_code_key="a")
    key = await async_refused(hass, "send_code", common_code_key="a", notify=PHONE)
    assert key == "common_code_key_not_found"


@pytest.mark.contract("16.91")
async def test_a_code_that_is_over_is_not_sent(
    hass: HomeAssistant,
    front: MockConfigEntry,
    back: MockConfigEntry,
    phone: FakeNotifyEntity,
    freezer: FrozenDateTimeFactory,
) -> None:
    now = dt_util.utcnow()
    ids = []
    for lock, hours in ((FRONT, 1), (BACK, 3)):
        created = await async_created(
            hass,
            lock,
            code=PIN,
            name="Ada",
            common_code_key="a",
            starts_at=now.isoformat(),
            ends_at=(now + timedelta(hours=hours)).isoformat(),
        )
        ids.append(created["access_code_id"])
    freezer.tick(timedelta(hours=2))
    async_fire_time_changed(hass)
    await async_settle(hass)
    key = await async_refused(hass, "send_code", access_code_id=ids[0], notify=PHONE)
    assert key == "access_code_over_not_sent"
    answer = await async_sent(hass, common_code_key="a", message="{locks}")
    assert answer == {"access_code_ids": ids[1:]}
    assert phone.messages == ["Back door"]
    freezer.tick(timedelta(hours=2))
    async_fire_time_changed(hass)
    await async_settle(hass)
    key = await async_refused(hass, "send_code", common_code_key="a", notify=PHONE)
    assert key == "access_code_over_not_sent"
    assert phone.messages == ["Back door"]


@pytest.mark.contract("16.7")
async def test_a_code_without_a_known_pin_is_refused_where_the_pin_is_to_be_told(
    hass: HomeAssistant,
    doors: Doors,
    slot_locks: SlotLocks,
    phone: FakeNotifyEntity,
) -> None:
    slot_lock = slot_locks["Front door"]
    capabilities = LockCapabilities(
        slot_naming=SlotNaming.BY_LOCK,
        lists_slots=True,
        reports=Reporting.ALL,
        is_pin_chosen_by_lock=True,
    )
    slot_lock.lock = FakeLock(capabilities, Duplicates.TAKEN)
    slot_lock.lock.chosen = [Pin(PIN)]
    gate = asyncio.Event()
    slot_lock.gate = gate
    await async_link_slots(hass, FRONT)
    answer = await async_call(hass, "create", lock=FRONT, name="Ada")
    code = answer["access_code"]["access_code_id"]
    asked = {"access_code_id": code, "notify": PHONE}
    assert await async_refused(hass, "send_code", **asked) == "pin_not_known"
    key = await async_refused(hass, "send_code", **asked, message=ALL)
    assert key == "pin_not_known"
    await async_call(hass, "send_code", **asked, message="Hi {name}")
    gate.set()
    await async_settle(hass)
    await async_call(hass, "send_code", **asked, message="{code}")
    assert phone.messages == ["Hi Ada", PIN]


@pytest.mark.contract("16.1", "16.3", "16.8", "16.11")
@pytest.mark.parametrize(
    ("fields", "key"),
    [
        ({}, "delete_needs_one"),
        ({"access_code_id": "a", "common_code_key": "a"}, "delete_needs_one"),
        ({"access_code_id": "a"}, "access_code_not_found"),
        ({"common_code_key": "b"}, "common_code_key_not_found"),
        ({"entity_id": "sensor.nobody"}, "entity_is_no_access_code"),
        ({"common_code_key": "a", "message": ""}, "message_blank"),
        ({"common_code_key": "a", "message": "x" * 4001}, "message_too_long"),
        (
            {"common_code_key": "a", "message": f"{{{PIN}}}"},
            "message_placeholder_unknown",
        ),
        ({"common_code_key": "a", "notify": "notify.nobody"}, "notify_not_found"),
        ({"common_code_key": "a", "notify": FRONT}, "notify_not_found"),
    ],
)
async def test_what_cannot_be_sent_is_refused(
    hass: HomeAssistant,
    front: MockConfigEntry,
    phone: FakeNotifyEntity,
    fields: dict[str, str],
    key: str,
) -> None:
    await async_created(hass, code=PIN, common_code_key="a")
    assert await async_refused(hass, "send_code", **{"notify": PHONE, **fields}) == key
    assert phone.messages == []


@pytest.mark.contract("16.8")
async def test_without_any_notify_entity_there_is_none_to_be_found(
    hass: HomeAssistant, front: MockConfigEntry
) -> None:
    await async_created(hass, code=PIN, common_code_key="a")
    asked = {"common_code_key": "a", "notify": PHONE}
    assert await async_refused(hass, "send_code", **asked) == "notify_not_found"
    # A state that no entity stands behind is not called.
    hass.states.async_set(PHONE, "unknown")
    assert await async_refused(hass, "send_code", **asked) == "notify_not_available"


@pytest.mark.contract("16.8")
async def test_a_notify_entity_that_is_unavailable_is_refused(
    hass: HomeAssistant, front: MockConfigEntry, phone: FakeNotifyEntity
) -> None:
    await async_created(hass, code=PIN, common_code_key="a")
    asked = {"common_code_key": "a", "notify": PHONE}
    phone.become(available=False)
    assert await async_refused(hass, "send_code", **asked) == "notify_not_available"
    phone.become(available=True)
    await async_call(hass, "send_code", **asked)
    assert len(phone.messages) == 1


@pytest.mark.contract("16.10")
async def test_the_notify_entity_shows_when_it_sent_and_by_whom_it_was_asked(
    hass: HomeAssistant,
    front: MockConfigEntry,
    phone: FakeNotifyEntity,
    freezer: FrozenDateTimeFactory,
) -> None:
    await async_created(hass, code=PIN, common_code_key="a")
    state = hass.states.get(PHONE)
    assert state is not None
    attributes = state.attributes
    freezer.tick(timedelta(hours=1))
    context = Context()
    await hass.services.async_call(
        DOMAIN,
        "send_code",
        {"common_code_key": "a", "notify": PHONE},
        blocking=True,
        context=context,
    )
    state = hass.states.get(PHONE)
    assert state is not None
    assert state.state == "2026-06-01T13:00:00+00:00"
    assert state.attributes == attributes
    assert state.context.id == context.id


@pytest.mark.contract("16.2")
async def test_the_members_of_a_group_send_each_once(
    hass: HomeAssistant, front: MockConfigEntry
) -> None:
    found = await async_add_notifiers(hass, "Phone", "Tablet", "Watch")
    await async_add_group(hass, "Small", "notify.tablet", "notify.watch")
    await async_add_group(
        hass, "Family", PHONE, "notify.small", "notify.tablet", "notify.nobody"
    )
    await async_created(hass, code=PIN, common_code_key="a")
    asked = {"common_code_key": "a", "notify": "notify.family", "message": "{code}"}
    found["Watch"].become(available=False)
    await async_call(hass, "send_code", **asked)
    assert [each.messages for each in found.values()] == [[PIN], [PIN], []]
    for each in found.values():
        each.become(available=False)
    assert await async_refused(hass, "send_code", **asked) == "notify_not_available"


@pytest.mark.contract("16.9")
@pytest.mark.parametrize("failure", [HomeAssistantError, ValueError, TimeoutError])
async def test_a_failure_to_send_is_told_without_the_message(
    hass: HomeAssistant,
    front: MockConfigEntry,
    caplog: pytest.LogCaptureFixture,
    failure: type[Exception],
) -> None:
    found = await async_add_notifiers(hass, "Phone", "Tablet")
    await async_add_group(hass, "Family", PHONE, "notify.tablet")
    await async_created(hass, code=PIN, common_code_key="a")
    found["Phone"].failure = failure
    with pytest.raises(HomeAssistantError) as raised:
        await async_call(hass, "send_code", common_code_key="a", notify="notify.family")
    error = raised.value
    assert error.translation_key == "message_not_sent"
    assert PHONE in str(error)
    assert "tablet" not in str(error)
    # Nothing that is logged with the error quotes the notify entity's own one.
    assert error.__cause__ is None
    assert error.__context__ is None
    assert PIN not in str(error)
    assert PIN not in caplog.text
    assert f"No access code sent by {PHONE}: {failure.__name__}" in caplog.text
    assert len(found["Tablet"].messages) == 1


@pytest.mark.contract("16.9")
async def test_a_notify_entity_that_does_not_answer_is_not_waited_for_for_ever(
    hass: HomeAssistant,
    front: MockConfigEntry,
    phone: FakeNotifyEntity,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    await async_created(hass, code=PIN, common_code_key="a")
    monkeypatch.setattr(sending, "_SEND_TIMEOUT", 0)

    async def hang(message: str, title: str | None = None) -> None:
        await asyncio.Event().wait()

    monkeypatch.setattr(phone, "async_send_message", hang)
    with pytest.raises(HomeAssistantError) as raised:
        await async_sent(hass, common_code_key="a")
    assert raised.value.translation_key == "message_not_sent"


@pytest.mark.contract("6.10")
async def test_only_administrators_send(
    hass: HomeAssistant,
    front: MockConfigEntry,
    phone: FakeNotifyEntity,
    hass_ws_client: WebSocketGenerator,
    hass_read_only_access_token: str,
) -> None:
    await async_created(hass, code=PIN, common_code_key="a")
    command = {
        "type": "access_codes/send_code",
        "common_code_key": "a",
        "notify": PHONE,
    }
    client = await hass_ws_client(hass, hass_read_only_access_token)
    await client.send_json_auto_id(command)
    assert (await client.receive_json())["error"]["code"] == "unauthorized"
    assert phone.messages == []
    client = await hass_ws_client(hass)
    await client.send_json_auto_id(command)
    assert (await client.receive_json())["success"]
    assert len(phone.messages) == 1


def test_home_assistant_has_the_method_that_notes_the_time() -> None:
    """The one place where something private of Home Assistant is used."""
    assert callable(FakeNotifyEntity("Phone")._async_send_message)  # noqa: SLF001
