"""Codes of bookings are sent before arrival, once for each booking."""

import asyncio
from datetime import timedelta
from typing import Any

from freezegun.api import FrozenDateTimeFactory
import pytest
from pytest_homeassistant_custom_component.common import (
    MockConfigEntry,
    async_capture_events,
)

from custom_components.access_codes.actions.booking_overview import async_bookings
from custom_components.access_codes.const import DOMAIN
from custom_components.access_codes.flows.bookings import async_check_bookings
from custom_components.access_codes.storage.booking_ledger import BookingLedger
from custom_components.access_codes.storage.record_file import StorageFailed
from homeassistant.const import EVENT_CALL_SERVICE
from homeassistant.core import Context, HomeAssistant
from homeassistant.exceptions import HomeAssistantError
from homeassistant.helpers import entity_registry as er
from tests.support.action_calls import FRONT, async_listed
from tests.support.booking_calendar import (
    CALENDAR,
    FakeCalendar,
    async_follow,
    nights,
    typed,
)
from tests.support.fix_flows import issues_of
from tests.support.keypad_locks import async_call
from tests.support.notifiers import (
    FakeNotifyEntity,
    async_add_group,
    async_add_notifiers,
)

from .test_follower import GUEST, OTHER, async_pass, async_push
from .test_persistence import ledger_path

PHONE = "notify.phone"
KEY = "bookings_not_sent"
SHORT = "{name}: {code} on {locks}"


@pytest.fixture
async def phone(hass: HomeAssistant, doors: Any) -> FakeNotifyEntity:
    """Provide a notify entity."""
    return (await async_add_notifiers(hass, "Phone"))["Phone"]


async def async_at(
    hass: HomeAssistant, freezer: FrozenDateTimeFactory, moment: str
) -> None:
    """Let time pass until a moment."""
    freezer.move_to(f"{moment}:00+00:00")
    await async_pass(hass, freezer, seconds=1)


@pytest.mark.contract("16.56", "16.57")
async def test_the_code_is_sent_once_before_arrival_and_passes_no_action(
    hass: HomeAssistant,
    *,
    freezer: FrozenDateTimeFactory,
    front: MockConfigEntry,
    back: MockConfigEntry,
    calendar: FakeCalendar,
    phone: FakeNotifyEntity,
) -> None:
    calendar.events = [GUEST]
    entry = await async_follow(hass, front, back, notify=PHONE, message=SHORT)
    code = (await async_listed(hass))[0]["code"]
    called = async_capture_events(hass, EVENT_CALL_SERVICE)
    await async_at(hass, freezer, "2026-06-09T14:59")
    assert phone.messages == []
    await async_at(hass, freezer, "2026-06-09T15:00")
    told = f"Ada Example: {code} on Front door, Back door"
    assert phone.messages == [told]
    assert called == []
    # Neither a restart, nor a move, nor another read sends it again.
    assert await hass.config_entries.async_reload(entry.entry_id)
    await async_pass(hass, freezer, hours=1)
    moved = nights("2026-06-11", "2026-06-14", "Ada Example", uid="one@example.com")
    await async_push(hass, calendar, moved)
    await async_at(hass, freezer, "2026-06-10T16:00")
    assert phone.messages == [told]
    [about] = (await async_bookings(hass, {}, Context()))["calendars"]
    [booking] = about["bookings"]
    assert booking["sent_at"] == "2026-06-09T15:00:01+00:00"
    assert booking["is_sending_failing"] is False
    assert code not in ledger_path(hass, entry).read_text()
    assert KEY not in issues_of(hass)


@pytest.mark.contract("16.57")
async def test_an_overdue_booking_is_sent_at_once_and_none_to_who_is_in_or_gone(
    hass: HomeAssistant,
    *,
    freezer: FrozenDateTimeFactory,
    front: MockConfigEntry,
    calendar: FakeCalendar,
    phone: FakeNotifyEntity,
) -> None:
    calendar.events = [GUEST, OTHER]
    entry = await async_follow(hass, front)
    # Home Assistant sends nothing yet; one guest has come, another is here since noon.
    await async_at(hass, freezer, "2026-06-10T15:00")
    ada = next(c for c in await async_listed(hass) if c["name"] == "Ada Example")
    await async_call(hass, "enter_code", lock=FRONT, code=ada["code"])
    await hass.async_block_till_done(wait_background_tasks=True)
    hass.config_entries.async_update_entry(
        entry, options={**entry.options, "notify": PHONE, "message": "{name}"}
    )
    assert await hass.config_entries.async_reload(entry.entry_id)
    await async_pass(hass, freezer, seconds=5)
    assert phone.messages == []
    late = nights("2026-06-10", "2026-06-12", "Late Example", uid="three@example.com")
    await async_push(hass, calendar, GUEST, OTHER, late)
    await async_pass(hass, freezer, seconds=5)
    assert phone.messages == ["Late Example"]
    # Off from before the day until after the arrival, but not after the departure.
    assert await hass.config_entries.async_unload(entry.entry_id)
    freezer.move_to("2026-06-14T08:00:00+00:00")
    assert await hass.config_entries.async_setup(entry.entry_id)
    await async_pass(hass, freezer, seconds=5)
    assert phone.messages == ["Late Example", "Bo Example"]


@pytest.mark.contract("16.59")
@pytest.mark.parametrize("failure", ["fails", "unavailable", "gone"])
async def test_a_message_that_fails_is_a_repair_and_tried_again(
    hass: HomeAssistant,
    *,
    freezer: FrozenDateTimeFactory,
    front: MockConfigEntry,
    calendar: FakeCalendar,
    phone: FakeNotifyEntity,
    failure: str,
    caplog: pytest.LogCaptureFixture,
) -> None:
    calendar.events = [GUEST]
    await async_follow(hass, front, notify=PHONE)
    [code] = await async_listed(hass)
    if failure == "fails":
        phone.failure = HomeAssistantError
    elif failure == "unavailable":
        phone.become(available=False)
    else:
        hass.states.async_remove(PHONE)
    await async_at(hass, freezer, "2026-06-09T15:00")
    issue = issues_of(hass)[KEY]
    assert issue.translation_placeholders is not None
    assert issue.translation_placeholders["count"] == "1"
    assert "phone" in issue.translation_placeholders["notify"]
    await async_pass(hass, freezer, minutes=14)
    phone.failure = None
    phone.become(available=True)
    assert phone.messages == []
    await async_pass(hass, freezer, minutes=1, seconds=1)
    [message] = phone.messages
    assert code["code"] in message
    assert KEY not in issues_of(hass)
    assert not any(
        code["code"] in record.getMessage()
        for record in caplog.records
        if record.name.startswith("custom_components.")
    )


@pytest.mark.contract("16.59")
async def test_a_failure_is_forgotten_with_its_booking(
    hass: HomeAssistant,
    *,
    freezer: FrozenDateTimeFactory,
    front: MockConfigEntry,
    calendar: FakeCalendar,
    phone: FakeNotifyEntity,
) -> None:
    calendar.events = [GUEST, OTHER]
    await async_follow(hass, front, notify=PHONE)
    phone.failure = HomeAssistantError
    await async_at(hass, freezer, "2026-06-09T15:00")
    assert KEY in issues_of(hass)
    await async_push(hass, calendar, OTHER)
    await async_pass(hass, freezer, minutes=16)
    assert KEY not in issues_of(hass)


@pytest.mark.contract("16.59")
async def test_members_of_a_group_that_have_sent_it_do_not_send_it_again(
    hass: HomeAssistant,
    *,
    freezer: FrozenDateTimeFactory,
    front: MockConfigEntry,
    calendar: FakeCalendar,
) -> None:
    phones = await async_add_notifiers(hass, "Phone", "Tablet")
    await async_add_group(hass, "Hosts", PHONE, "notify.tablet")
    calendar.events = [GUEST]
    entry = await async_follow(hass, front, notify="notify.hosts", message="{name}")
    phones["Tablet"].failure = HomeAssistantError
    await async_at(hass, freezer, "2026-06-09T15:00")
    assert KEY in issues_of(hass)
    # Also over a restart.
    assert await hass.config_entries.async_reload(entry.entry_id)
    await async_pass(hass, freezer, minutes=16)
    phones["Tablet"].failure = None
    await async_pass(hass, freezer, minutes=16)
    for phone in phones.values():
        assert phone.messages == ["Ada Example"]
    assert KEY not in issues_of(hass)


@pytest.mark.contract("16.58")
async def test_it_is_sent_again_only_where_the_pin_is_another(
    hass: HomeAssistant,
    *,
    freezer: FrozenDateTimeFactory,
    front: MockConfigEntry,
    calendar: FakeCalendar,
    phone: FakeNotifyEntity,
) -> None:
    calendar.events = [GUEST, OTHER]
    await async_follow(
        hass, front, notify=PHONE, message="{name} {code}", send_before=720
    )
    await async_pass(hass, freezer, seconds=5)
    assert len(phone.messages) == 2
    await async_push(hass, calendar, OTHER)
    await async_pass(hass, freezer, hours=1)
    await async_push(hass, calendar, GUEST, OTHER)
    await async_pass(hass, freezer, seconds=5)
    # It returned with its PIN.
    assert len(phone.messages) == 2
    await async_push(hass, calendar, OTHER)
    await async_pass(hass, freezer, days=3)
    await async_push(hass, calendar, GUEST, OTHER)
    await async_pass(hass, freezer, seconds=5)
    codes = {code["name"]: code["code"] for code in await async_listed(hass)}
    assert len(phone.messages) == 3
    assert phone.messages[-1] == f"Ada Example {codes['Ada Example']}"


@pytest.mark.contract("16.60")
async def test_a_lock_that_is_not_loaded_does_not_hold_up_the_message(
    hass: HomeAssistant,
    *,
    freezer: FrozenDateTimeFactory,
    front: MockConfigEntry,
    back: MockConfigEntry,
    calendar: FakeCalendar,
    phone: FakeNotifyEntity,
) -> None:
    calendar.events = [GUEST]
    await async_follow(hass, front, back, notify=PHONE, message="{locks}")
    assert await hass.config_entries.async_unload(back.entry_id)
    await async_at(hass, freezer, "2026-06-09T15:00")
    assert phone.messages == ["Front door"]
    assert await hass.config_entries.async_setup(back.entry_id)
    await async_pass(hass, freezer, seconds=5)
    assert phone.messages == ["Front door"]


@pytest.mark.contract("16.61")
async def test_what_the_disk_did_not_keep_is_not_sent_again(
    hass: HomeAssistant,
    *,
    freezer: FrozenDateTimeFactory,
    front: MockConfigEntry,
    calendar: FakeCalendar,
    phone: FakeNotifyEntity,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    later = nights("2026-06-11", "2026-06-12", "Later Example", uid="four@example.com")
    calendar.events = [GUEST, later]
    entry = await async_follow(hass, front, notify=PHONE, message="{name}")

    async def refuse(*_: Any) -> None:
        raise StorageFailed("full")

    with monkeypatch.context() as patch:
        patch.setattr(BookingLedger, "async_save", refuse)
        await async_at(hass, freezer, "2026-06-09T15:00")
        assert phone.messages == ["Ada Example"]
        for _ in range(3):
            await async_pass(hass, freezer, seconds=61)
        # The other is due meanwhile, and waits for the disk.
        await async_at(hass, freezer, "2026-06-10T15:00")
        assert phone.messages == ["Ada Example"]
    for _ in range(3):
        await async_pass(hass, freezer, seconds=61)
    assert phone.messages == ["Ada Example", "Later Example"]
    assert await hass.config_entries.async_reload(entry.entry_id)
    await async_pass(hass, freezer, seconds=5)
    assert phone.messages == ["Ada Example", "Later Example"]


@pytest.mark.contract("16.57")
async def test_a_slow_notifier_is_asked_once_and_holds_up_no_read(
    hass: HomeAssistant,
    *,
    freezer: FrozenDateTimeFactory,
    front: MockConfigEntry,
    calendar: FakeCalendar,
    phone: FakeNotifyEntity,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    calendar.events = [GUEST]
    entry = await async_follow(hass, front, notify=PHONE, message="{name}")
    is_sent = asyncio.Event()
    asked: list[str] = []

    async def send_slowly(message: str, title: str | None = None) -> None:
        asked.append(message)
        await is_sent.wait()

    monkeypatch.setattr(phone, "async_send_message", send_slowly)
    freezer.move_to("2026-06-09T15:00:00+00:00")
    freezer.tick(timedelta(seconds=1))
    sender = entry.runtime_data
    calendar.push(GUEST, OTHER)
    for _ in range(200):
        await asyncio.sleep(0)
        if asked:
            break
    await async_call(hass, "refresh_bookings", entity_id=CALENDAR)
    assert len(sender.ledger.bookings) == 2
    is_sent.set()
    await hass.async_block_till_done(wait_background_tasks=True)
    assert asked == ["Ada Example"]


@pytest.mark.contract("16.57")
async def test_a_booking_that_is_cancelled_while_another_is_sent_is_not_sent(
    hass: HomeAssistant,
    *,
    freezer: FrozenDateTimeFactory,
    front: MockConfigEntry,
    calendar: FakeCalendar,
    phone: FakeNotifyEntity,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    other = nights("2026-06-10", "2026-06-12", "Other", uid="six@example.com")
    calendar.events = [GUEST, other, OTHER]
    await async_follow(hass, front, notify=PHONE, message="{name}")
    asked: list[str] = []

    async def send(message: str, title: str | None = None) -> None:
        asked.append(message)
        calendar.events = [each for each in calendar.events if each.summary == message]
        await async_call(hass, "refresh_bookings", entity_id=CALENDAR)

    monkeypatch.setattr(phone, "async_send_message", send)
    await async_at(hass, freezer, "2026-06-09T15:00")
    assert len(asked) == 1
    assert [code["name"] for code in await async_listed(hass)] == asked


@pytest.mark.contract("16.56")
async def test_the_options_take_a_notify_entity_and_a_message_and_refuse_others(
    hass: HomeAssistant,
    *,
    freezer: FrozenDateTimeFactory,
    front: MockConfigEntry,
    calendar: FakeCalendar,
    phone: FakeNotifyEntity,
) -> None:
    entry = await async_follow(hass, front)
    configure = hass.config_entries.options.async_configure
    flow = await hass.config_entries.options.async_init(entry.entry_id)
    given: dict[str, Any] = {"locks": [FRONT], "notify": PHONE}
    for message in ("{pin}", "a {", "x" * 4001):
        refused = await configure(flow["flow_id"], typed(**given, message=message))
        assert refused["errors"] == {"sending": "message_invalid"}
    _, errors = async_check_bookings(hass, {**given, "send_before": 721})
    assert errors == {"send_before": "send_before_out_of_range"}
    await configure(
        flow["flow_id"], typed(**given, message=" Hi {name} ", send_before=48)
    )
    await hass.async_block_till_done(wait_background_tasks=True)
    assert entry.options["message"] == "Hi {name}"
    # A rename of the notify entity changes nothing.
    er.async_get(hass).async_update_entity(PHONE, new_entity_id="notify.mobile")
    await hass.async_block_till_done()
    calendar.push(nights("2026-06-02", "2026-06-05", "Cy", uid="five"))
    await async_call(hass, "refresh_bookings", entity_id=CALENDAR)
    await async_pass(hass, freezer, seconds=1)
    assert phone.messages == ["Hi Cy"]
    flow = await hass.config_entries.options.async_init(entry.entry_id)
    assert flow["data_schema"] is not None
    suggested = {
        str(key): (key.description or {}).get("suggested_value")
        for key in flow["data_schema"].schema["sending"].schema.schema
    }
    assert suggested["notify"] == "notify.mobile"
    await configure(flow["flow_id"], typed(locks=[FRONT]))
    await hass.async_block_till_done(wait_background_tasks=True)
    assert (entry.options["notify"], entry.options["message"]) == (None, "")
    assert entry.domain == DOMAIN
