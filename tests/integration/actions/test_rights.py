"""Who may call, and when nothing may change."""

from typing import Any
from unittest.mock import patch

import pytest
from pytest_homeassistant_custom_component.common import (
    MockConfigEntry,
    MockUser,
    async_capture_events,
)

from custom_components.access_codes.actions import ACTIONS
from custom_components.access_codes.const import DOMAIN
from custom_components.access_codes.core.record.unmanaged import unmanaged_id
from custom_components.access_codes.storage.record_file import StorageFailed
from homeassistant.core import Context, HomeAssistant
from homeassistant.exceptions import HomeAssistantError, Unauthorized
from tests.support.action_calls import BACK, FRONT, async_created, async_listed
from tests.support.booking_calendar import CALENDAR, async_add_calendar, async_follow
from tests.support.keypad_locks import async_call, async_link, engine_of
from tests.support.notifiers import async_add_notifiers
from tests.support.slot_locks import METHOD, SlotLocks, async_settle


@pytest.mark.contract("13.12")
async def test_a_disk_that_refuses_is_an_error_and_nothing_changes(
    hass: HomeAssistant, front: MockConfigEntry
) -> None:
    code = await async_created(hass, code="482915", common_code_key="a")
    before = await async_listed(hass)
    events = async_capture_events(hass, "access_codes_event")
    with patch(
        "custom_components.access_codes.storage.record_file.RecordStorage.async_save",
        side_effect=StorageFailed,
    ):
        for action, fields in {
            "create": {"lock": FRONT},
            "update": {"access_code_id": code["access_code_id"], "name": "Grace"},
            "delete": {"access_code_id": code["access_code_id"]},
            "enter_code": {"lock": FRONT, "code": "482915"},
        }.items():
            with pytest.raises(HomeAssistantError) as failed:
                await async_call(hass, action, **fields)
            assert failed.value.translation_key == "storage_failed"
            assert "disk" in str(failed.value)
    assert await async_listed(hass) == before
    assert events == []
    await async_call(hass, "update", access_code_id=code["access_code_id"], name="Joan")


@pytest.mark.contract("6.10")
async def test_only_administrators_and_automations_may_call_but_for_entering_a_code(
    hass: HomeAssistant,
    front: MockConfigEntry,
    slot_locks: SlotLocks,
    hass_read_only_user: MockUser,
    hass_admin_user: MockUser,
) -> None:
    slot_locks["Back door"].slots |= {"3": "73906184", "4": "84017295"}
    back = await async_link(hass, BACK, method=METHOD)
    await async_settle(hass)
    await async_add_notifiers(hass, "Phone")
    await async_add_calendar(hass)
    await async_follow(hass, back)
    others = [unmanaged_id(engine_of(back).record, slot) for slot in "34"]
    code = await async_created(hass, code="482915", common_code_key="a")
    pulled = await async_created(
        hass, ends_at="2026-07-01 12:00:00", use_backup_access_code_pool=True
    )
    passphrase = "five words that nobody guesses"
    exported = await async_call(hass, "export_codes", passphrase=passphrase)
    calls: dict[str, dict[str, Any]] = {
        "create": {"lock": FRONT},
        "create_multiple": {"entity_id": FRONT},
        "update": {"access_code_id": code["access_code_id"], "name": "Grace"},
        "update_multiple": {"common_code_key": "a", "name": "Joan"},
        "get": {"access_code_id": code["access_code_id"]},
        "list": {},
        "generate_code": {},
        "sync": {"entity_id": FRONT},
        "refresh_bookings": {"entity_id": CALENDAR},
        "export_codes": {"passphrase": passphrase},
        "import_codes": {"export": exported["export"], "passphrase": passphrase},
        "list_unmanaged": {"lock": FRONT},
        "pull_backup_access_code": {"access_code_id": pulled["access_code_id"]},
        "get_timeline": {"access_code_id": code["access_code_id"]},
        "convert_to_managed": {"unmanaged_access_code_id": others[0]},
        "delete_unmanaged": {"unmanaged_access_code_id": others[1]},
        "report_device_constraints": {"lock": FRONT, "supported_code_lengths": [6]},
        "send_code": {"common_code_key": "a", "notify": "notify.phone"},
        "enter_code": {"lock": FRONT, "code": "482915"},
        "delete": {"access_code_id": code["access_code_id"]},
    }
    assert set(calls) == {action.name for action in ACTIONS}
    for action, fields in calls.items():
        with pytest.raises(Unauthorized):
            await hass.services.async_call(
                DOMAIN,
                action,
                dict(fields),
                blocking=True,
                context=Context(user_id=hass_read_only_user.id),
            )
    for action, fields in calls.items():
        await hass.services.async_call(
            DOMAIN,
            action,
            fields,
            blocking=True,
            context=Context(user_id=hass_admin_user.id),
        )
    assert [one["name"] for one in await async_listed(hass)] == [
        "Access code 2",
        "Access code 3",
        "Access code 4",
        "Access code 1",
    ]
