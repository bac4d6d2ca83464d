"""Blueprints about the windows of codes: it is noon, and guests arrive at six."""

from datetime import timedelta
from typing import Any

from freezegun.api import FrozenDateTimeFactory
import pytest
from pytest_homeassistant_custom_component.common import MockConfigEntry

from custom_components.access_codes.core.model import Reach
from homeassistant.core import HomeAssistant
from tests.support.action_calls import BACK, FRONT, NOON
from tests.support.blueprints import async_idle, async_pass, async_use_blueprint
from tests.support.keypad_locks import Doors, async_call
from tests.support.notifiers import FakeNotifyEntity
from tests.support.slot_locks import SlotLocks, async_link_slots

CALENDARS = ["calendar.front_door_access_codes", "calendar.back_door_access_codes"]
PHONE = "notify.phone"
MESSAGE = "{name} {code} {locks}"


def window(hours: float, lasting: float = 48) -> dict[str, str]:
    """Return a window that begins so many hours after noon."""
    start = NOON + timedelta(hours=hours)
    return {
        "starts_at": start.isoformat(),
        "ends_at": (start + timedelta(hours=lasting)).isoformat(),
    }


@pytest.fixture
async def house(
    hass: HomeAssistant, front: MockConfigEntry, back: MockConfigEntry
) -> None:
    await hass.config.async_set_time_zone("UTC")


async def async_use(hass: HomeAssistant, **inputs: Any) -> None:
    await async_use_blueprint(
        hass,
        "send_code_before_arrival.yaml",
        **{
            "calendars": CALENDARS,
            "hours": 3,
            "notify": PHONE,
            "message": MESSAGE,
            **inputs,
        },
    )


async def async_make(hass: HomeAssistant, name: str, code: str, **fields: Any) -> str:
    answer = await async_call(
        hass, "create", lock=FRONT, name=name, code=code, **fields
    )
    await async_idle(hass)
    access_code_id: str = answer["access_code"]["access_code_id"]
    return access_code_id


async def async_wait(
    hass: HomeAssistant, freezer: FrozenDateTimeFactory, until: float
) -> None:
    """Let time pass until so many hours after noon, as it does: a few minutes at a time."""
    end = NOON + timedelta(hours=until)
    while freezer.time_to_freeze.timestamp() < end.timestamp():
        await async_pass(hass, freezer, minutes=5)


@pytest.mark.contract("11.174")
@pytest.mark.usefixtures("house")
async def test_a_code_is_sent_so_many_hours_before_arrival(
    hass: HomeAssistant, phone: FakeNotifyEntity, freezer: FrozenDateTimeFactory
) -> None:
    await async_make(hass, "Ada", "482915", **window(6))
    await async_use(hass)
    await async_make(hass, "Grace", "737320", **window(7))
    await async_make(hass, "Family", "918273")
    await async_make(hass, "Cleaner", "645102", **window(6, 1), recurrence="FREQ=DAILY")
    await async_wait(hass, freezer, 2.9)
    assert phone.messages == []
    await async_wait(hass, freezer, 3.1)
    assert phone.messages == ["Ada 482915 Front door"]
    await async_wait(hass, freezer, 8)
    assert phone.messages == ["Ada 482915 Front door", "Grace 737320 Front door"]


@pytest.mark.contract("11.174")
@pytest.mark.usefixtures("house")
@pytest.mark.parametrize("hours", [-1, 0.1, 1, 2.9, 3, 3.05, 3.2, 3.25, 3.3, 3.5, 4])
async def test_a_code_is_sent_once_however_late_it_is_made(
    hass: HomeAssistant,
    phone: FakeNotifyEntity,
    freezer: FrozenDateTimeFactory,
    hours: float,
) -> None:
    await async_use(hass)
    await async_wait(hass, freezer, 1.15)
    await async_make(hass, "Ada", "482915", **window(1.15 + hours))
    await async_wait(hass, freezer, 1.25)
    # Home Assistant looks into calendars every 15 minutes: what is that near is sent at once.
    assert len(phone.messages) == (hours <= 3.25)
    await async_wait(hass, freezer, 3)
    assert phone.messages == ["Ada 482915 Front door"]


@pytest.mark.contract("11.174")
@pytest.mark.usefixtures("house")
async def test_a_code_that_moves_is_sent_by_its_new_window(
    hass: HomeAssistant, phone: FakeNotifyEntity, freezer: FrozenDateTimeFactory
) -> None:
    await async_use(hass)
    code = await async_make(hass, "Ada", "482915", **window(6))

    async def async_change(**fields: Any) -> None:
        await async_call(hass, "update", access_code_id=code, **fields)
        await async_pass(hass, freezer, seconds=6)

    await async_change(**window(20))
    await async_wait(hass, freezer, 5)
    assert phone.messages == []
    # What else changes is no reason to send.
    await async_change(name="Ada L.", code="482916")
    assert phone.messages == []
    await async_change(**window(7))
    assert phone.messages == ["Ada L. 482916 Front door"]
    await async_change(name="Ada")
    await async_wait(hass, freezer, 8)
    assert len(phone.messages) == 1
    # The guest comes later, and is told so.
    await async_change(**window(12))
    await async_wait(hass, freezer, 10)
    assert phone.messages[1:] == ["Ada 482916 Front door"]
    # A code of a stay that is over is not sent.
    await async_change(starts_at=window(1)["starts_at"], ends_at=window(9)["starts_at"])
    assert len(phone.messages) == 2


@pytest.mark.contract("11.174")
@pytest.mark.usefixtures("house")
@pytest.mark.parametrize("hours", [2, 6])
async def test_codes_of_several_locks_are_sent_in_one_message(
    hass: HomeAssistant,
    phone: FakeNotifyEntity,
    freezer: FrozenDateTimeFactory,
    hours: float,
) -> None:
    await async_use(hass)
    answer = await async_call(
        hass,
        "create_multiple",
        entity_id=[FRONT, BACK],
        name="Ada",
        **window(hours),
    )
    said = f"Ada {answer['access_codes'][0]['code']} "
    await async_wait(hass, freezer, 7)
    (message,) = phone.messages
    assert message.startswith(said)
    assert {"Front door", "Back door"} == set(message.removeprefix(said).split(", "))


@pytest.mark.contract("11.174")
@pytest.mark.usefixtures("house")
async def test_only_the_codes_that_are_meant_are_sent(
    hass: HomeAssistant, phone: FakeNotifyEntity, freezer: FrozenDateTimeFactory
) -> None:
    await async_use(hass, calendars=CALENDARS[:1], names=["ada "])
    for name, lock, code in (
        ("Ada", FRONT, "482915"),
        ("Grace", FRONT, "737320"),
        ("Ada", BACK, "918273"),
    ):
        for hours in (1, 60):
            await async_call(
                hass,
                "create",
                lock=lock,
                name=name,
                code=f"{int(code) + hours}",
                **window(hours),
            )
    await async_wait(hass, freezer, 0.5)
    assert phone.messages == ["Ada 482916 Front door"]
    await async_wait(hass, freezer, 57.5)
    assert phone.messages[1:] == ["Ada 482975 Front door"]


@pytest.mark.contract("11.174")
async def test_a_code_of_others_that_becomes_ours_is_sent(
    hass: HomeAssistant,
    doors: Doors,
    slot_locks: SlotLocks,
    phone: FakeNotifyEntity,
    freezer: FrozenDateTimeFactory,
) -> None:
    slot_locks["Front door"].slots |= {"3": "482915"}
    await async_link_slots(hass, FRONT)
    await async_use(hass, calendars=CALENDARS[:1])
    listed = await async_call(hass, "list_unmanaged", lock=FRONT)
    (other,) = listed["access_codes"]
    await async_call(
        hass,
        "convert_to_managed",
        unmanaged_access_code_id=other["access_code_id"],
        name="Ada",
        **window(2),
    )
    await async_pass(hass, freezer, seconds=6)
    assert phone.messages == ["Ada 482915 Front door"]


async def async_warn(hass: HomeAssistant, **inputs: Any) -> None:
    await async_use_blueprint(
        hass,
        "not_ready.yaml",
        calendars=CALENDARS[:1],
        notify=[PHONE],
        **inputs,
    )


@pytest.mark.contract("11.175")
async def test_a_lock_out_of_reach_is_warned_of_before_the_guest_comes(
    hass: HomeAssistant,
    doors: Doors,
    slot_locks: SlotLocks,
    phone: FakeNotifyEntity,
    freezer: FrozenDateTimeFactory,
) -> None:
    await hass.config.async_set_time_zone("UTC")
    await async_link_slots(hass, FRONT)
    await async_warn(hass)
    lock = slot_locks["Front door"]
    for hours in (3, 4):
        await async_make(hass, f"Guest {hours}", f"48291{hours}", **window(hours, 0.5))
    paused = await async_make(hass, "Away", "918273", **window(3))
    await async_call(hass, "update", access_code_id=paused, is_paused=True)
    await async_wait(hass, freezer, 1.5)
    lock.become(Reach.OFFLINE)
    await async_wait(hass, freezer, 2.05)
    told = [message.partition("2026")[0] for message in phone.messages]
    assert told == ["The code Guest 3 is not ready at Front door for "]
    assert "2026-06-01 15:00: Begins " in phone.messages[0]
    assert "cannot be reached" in phone.messages[0]
    lock.become(Reach.REACHABLE)
    await async_wait(hass, freezer, 6)
    assert len(phone.messages) == 1


@pytest.mark.contract("11.175")
async def test_a_code_that_is_not_on_the_lock_in_its_window_is_warned_of(
    hass: HomeAssistant,
    doors: Doors,
    slot_locks: SlotLocks,
    phone: FakeNotifyEntity,
    freezer: FrozenDateTimeFactory,
) -> None:
    await hass.config.async_set_time_zone("UTC")
    await async_link_slots(hass, FRONT)
    await async_warn(hass)
    lock = slot_locks["Front door"]
    await async_make(hass, "Ada", "482915", **window(1))
    await async_make(hass, "Grace", "737320", **window(2))
    await async_wait(hass, freezer, 1.9)
    assert phone.messages == []
    lock.become(Reach.OFFLINE)
    await async_wait(hass, freezer, 2.2)
    (message,) = phone.messages
    assert message.startswith("The code Grace is not ready at Front door for ")
    assert "Being set since" in message


@pytest.mark.contract("11.175")
@pytest.mark.parametrize(
    ("lead", "is_ahead", "warned"),
    [(0, False, 0), (0, True, 1), (7200, True, 0)],
)
async def test_where_codes_are_on_the_lock_ahead_one_that_is_not_is_warned_of(  # noqa: PLR0917
    hass: HomeAssistant,
    doors: Doors,
    slot_locks: SlotLocks,
    phone: FakeNotifyEntity,
    freezer: FrozenDateTimeFactory,
    lead: int,
    is_ahead: bool,
    warned: int,
) -> None:
    await async_link_slots(hass, FRONT, programming_lead=lead)
    await async_warn(hass, is_ahead=is_ahead, before=90)
    await async_make(hass, "Ada", "482915", **window(6))
    await async_wait(hass, freezer, 7)
    assert len(phone.messages) == warned
