"""A person sends a code of a booking: its guest is told the code of each lock, in one message."""

from copy import replace
from typing import Any

import pytest
from pytest_homeassistant_custom_component.common import MockConfigEntry

from custom_components.access_codes.actions import send_code
from homeassistant.core import HomeAssistant
from homeassistant.exceptions import ServiceValidationError
from tests.support.action_calls import BACK, FRONT, async_created, async_listed
from tests.support.booking_calendar import FakeCalendar, async_follow
from tests.support.keypad_locks import async_call
from tests.support.notifiers import FakeNotifyEntity, async_add_notifiers

from .test_follower import GUEST

PHONE = "notify.phone"
MESSAGE = "{name}|{code}|{locks}"


@pytest.fixture
async def phone(hass: HomeAssistant) -> FakeNotifyEntity:
    return (await async_add_notifiers(hass, "Phone"))["Phone"]


async def async_codes(
    hass: HomeAssistant, calendar: FakeCalendar, *locks: MockConfigEntry
) -> dict[str, Any]:
    """Have a guest on these locks; return the codes by their locks."""
    calendar.events = [GUEST]
    await async_follow(hass, *locks)
    return {code["lock_entity_id"]: code for code in await async_listed(hass)}


async def async_sent(hass: HomeAssistant, **fields: Any) -> list[str]:
    answer = await async_call(
        hass, "send_code", notify=PHONE, message=MESSAGE, **fields
    )
    return sorted(answer["access_code_ids"])


@pytest.mark.contract("16.62")
async def test_a_code_of_a_booking_is_sent_with_those_on_its_other_locks(
    hass: HomeAssistant,
    front: MockConfigEntry,
    back: MockConfigEntry,
    calendar: FakeCalendar,
    phone: FakeNotifyEntity,
) -> None:
    codes = await async_codes(hass, calendar, front, back)
    pin, ids = codes[FRONT]["code"], sorted(c["access_code_id"] for c in codes.values())
    both = f"Ada Example|{pin}|Front door, Back door"
    # By whichever code it is named, and by its key, the guest is told the same.
    assert await async_sent(hass, access_code_id=codes[FRONT]["access_code_id"]) == ids
    assert await async_sent(hass, access_code_id=codes[BACK]["access_code_id"]) == ids
    assert await async_sent(hass, entity_id="sensor.back_door_ada_example") == ids
    assert await async_sent(hass, common_code_key=codes[BACK]["common_code_key"]) == ids
    assert phone.messages == [both] * 4
    # Where the PINs differ, each is told with its lock.
    other = codes[BACK]["access_code_id"]
    await async_call(hass, "update", access_code_id=other, code="737320")
    await async_sent(hass, access_code_id=codes[FRONT]["access_code_id"])
    assert phone.messages[-1] == (
        f"Ada Example|Front door: {pin}, Back door: 737320|Front door, Back door"
    )


@pytest.mark.contract("16.62")
async def test_a_lock_that_is_not_loaded_or_has_no_code_holds_up_no_message(
    hass: HomeAssistant,
    front: MockConfigEntry,
    back: MockConfigEntry,
    calendar: FakeCalendar,
    phone: FakeNotifyEntity,
) -> None:
    codes = await async_codes(hass, calendar, front, back)
    front_id = codes[FRONT]["access_code_id"]
    assert await hass.config_entries.async_unload(back.entry_id)
    assert await async_sent(hass, access_code_id=front_id) == [front_id]
    assert await hass.config_entries.async_setup(back.entry_id)
    await hass.async_block_till_done(wait_background_tasks=True)
    back_id = codes[BACK]["access_code_id"]
    await async_call(hass, "delete", access_code_id=back_id)
    await hass.async_block_till_done(wait_background_tasks=True)
    assert await async_sent(hass, access_code_id=front_id) == [front_id]


@pytest.mark.contract("16.62")
@pytest.mark.usefixtures("phone")
async def test_a_lock_whose_pin_is_not_known_yet_holds_up_no_message(
    hass: HomeAssistant,
    front: MockConfigEntry,
    back: MockConfigEntry,
    calendar: FakeCalendar,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    codes = await async_codes(hass, calendar, front, back)
    original = send_code._as_opens  # noqa: SLF001

    def without_pin(linked: Any, code: Any) -> Any:
        opens = original(linked, code)
        is_back = linked is back.runtime_data
        return replace(opens, code=replace(code, pin=None)) if is_back else opens

    monkeypatch.setattr(send_code, "_as_opens", without_pin)
    front_id = codes[FRONT]["access_code_id"]
    assert await async_sent(hass, access_code_id=front_id) == [front_id]
    with pytest.raises(ServiceValidationError, match="PIN"):
        await async_sent(hass, access_code_id=codes[BACK]["access_code_id"])


@pytest.mark.contract("16.1", "16.62")
@pytest.mark.parametrize("key", ["family", "booking_agency", f"booking_{'a' * 21}"])
async def test_a_code_of_another_group_is_sent_alone_if_it_is_named(
    hass: HomeAssistant,
    front: MockConfigEntry,
    back: MockConfigEntry,
    phone: FakeNotifyEntity,
    key: str,
) -> None:
    one = await async_created(hass, code="482915", common_code_key=key)
    await async_created(hass, lock=BACK, code="482915", common_code_key=key)
    code_id = one["access_code_id"]
    assert await async_sent(hass, access_code_id=code_id) == [code_id]
