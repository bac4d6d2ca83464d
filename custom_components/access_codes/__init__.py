"""Manage the access codes of locks: one config entry for each linked lock."""

from types import ModuleType

from homeassistant.const import Platform
from homeassistant.core import HomeAssistant, callback
from homeassistant.exceptions import ConfigEntryError, ConfigEntryNotReady
from homeassistant.helpers import config_validation as cv
from homeassistant.helpers.importlib import async_import_module
from homeassistant.helpers.start import async_at_started
from homeassistant.helpers.typing import ConfigType

from .actions import async_setup_actions
from .actions.late import async_import_handlers
from .actions.websocket_commands import async_setup_websocket
from .assist.admin_api import async_register_api
from .const import (
    CONF_ARE_CODES_LEFT,
    CONF_IS_STORED,
    CONF_LOCK,
    CONF_METHOD,
    CONF_METHOD_SETTINGS,
    DOMAIN,
)
from .engine.lock_engine import LockEngine
from .engine.pacing import async_pace, platform_setup_lock
from .entry import (
    AccessCodesConfigEntry,
    AccessCodesRuntime,
    is_booking_entry,
    settings_of,
)
from .issues.disabled_entries import async_watch_disabled
from .issues.group_changes import async_load_group_changes
from .issues.keypad_lockout import async_restore_lockout
from .issues.links import async_clear_with_entry
from .issues.own_method import async_watch_method
from .issues.plan_issues import (
    PlanIssues,
    async_clear_issues,
    async_clear_plan_issues,
    async_raise_unreadable,
)
from .issues.time_zone import async_watch_time_zone
from .linking.active_entities import ActiveEntities
from .linking.codes_left_issue import (
    async_clear_codes_left,
    async_raise_all_codes_left,
    async_raise_codes_left_while_disabled,
)
from .linking.discovery import async_setup_discovery
from .linking.linked_lock import LinkedLock
from .linking.replace_lock import async_follow_record
from .linking.unlink import (
    async_adopt_record,
    async_handle_removal,
    async_is_removing_left_codes,
)
from .locks import is_method, own_method, settings_as_text
from .locks.platform_hook.hooks import async_setup_hooks
from .presentation.dashboard_cards import (
    async_offer_cards,
    async_withdraw_cards_of_none,
)
from .presentation.sidebar_panel import async_hide_panel_of_none, async_show_panel
from .storage.orphaned_records import delete_superseded
from .storage.record_file import RecordStorage, StorageFailed, StorageUnreadable

PLATFORMS = [
    Platform.BINARY_SENSOR,
    Platform.CALENDAR,
    Platform.EVENT,
    Platform.SENSOR,
]

CONFIG_SCHEMA = cv.config_entry_only_config_schema(DOMAIN)


async def async_setup(hass: HomeAssistant, config: ConfigType) -> bool:
    """Register actions, WebSocket commands, tools and discovery, once for all linked locks."""
    async_setup_actions(hass)
    async_setup_websocket(hass)
    async_at_started(hass, _async_import_the_rest)
    await async_setup_hooks(hass)
    async_setup_discovery(hass)
    await async_register_api(hass)
    await hass.async_add_executor_job(delete_superseded, hass)
    await async_load_group_changes(hass)
    await async_raise_all_codes_left(hass)
    await async_watch_disabled(hass)
    return True


@callback
def _async_import_the_rest(hass: HomeAssistant) -> None:
    """Import what no start needs, without keeping anybody waiting."""
    hass.async_create_background_task(
        async_import_handlers(hass), "access codes: import handlers of actions"
    )


# contract 2.5, 5.48
async def async_setup_entry(hass: HomeAssistant, entry: AccessCodesConfigEntry) -> bool:
    """Set up one linked lock, or one booking calendar. Succeeds without the lock."""
    if is_booking_entry(entry):
        bookings = await _async_bookings(hass)
        sending = await async_import_module(hass, f"{__package__}.actions.send_code")
        await bookings.async_setup_bookings(hass, entry, sending.async_send_booking)
        return True
    # Of a lock whose setup fails, too: the panel says so.
    await async_show_panel(hass)
    await async_offer_cards(hass)
    try:
        await _async_set_up(hass, entry)
    except BaseException:
        # Nobody keeps up issues of a plan that there is not.
        async_clear_plan_issues(hass, entry.entry_id)
        raise
    return True


# contract 13.51
async def _async_set_up(hass: HomeAssistant, entry: AccessCodesConfigEntry) -> None:
    """Start the engine, follow the lock, add the sensors. What fails half-way leaves nothing running."""
    await async_pace(hass).async_step()
    lock = LinkedLock(hass, entry)
    engine = await _async_start_engine(hass, entry, lock)
    runtime = entry.runtime_data = AccessCodesRuntime(engine, lock)
    try:
        if await async_follow_record(hass, entry, engine.record):
            lock.look_up()
        await lock.async_start(engine)
        async with platform_setup_lock(hass):
            await hass.config_entries.async_forward_entry_setups(entry, PLATFORMS)
        engine.hold_events(is_held=False)
        entities = ActiveEntities(hass, engine)
        entities.start()
        entry.async_on_unload(entities.stop)
        issues = PlanIssues(hass, entry)
        issues.start()
        entry.async_on_unload(issues.stop)
        async_restore_lockout(hass, entry)
        async_watch_time_zone(hass, entry)
        async_watch_method(hass, entry)
        entry.async_on_unload(entry.add_update_listener(_async_options_changed))
        async_clear_codes_left(hass, entry.entry_id)
    except BaseException:
        await _async_stop(runtime)
        raise


async def async_unload_entry(
    hass: HomeAssistant, entry: AccessCodesConfigEntry
) -> bool:
    """Unload one linked lock. The engine finishes its write; the lock gets no further command."""
    if is_booking_entry(entry):
        bookings = await _async_bookings(hass)
        await bookings.async_unload_bookings(hass, entry)
        return True
    await async_pace(hass).async_step()
    if not await hass.config_entries.async_unload_platforms(entry, PLATFORMS):
        raise ConfigEntryError(
            translation_domain=DOMAIN, translation_key="platforms_not_unloaded"
        )
    runtime = entry.runtime_data
    await _async_stop(runtime)
    if entry.disabled_by is not None:
        async_raise_codes_left_while_disabled(
            hass, entry.entry_id, runtime.engine.record, runtime.lock.name
        )
    return True


# contract 13.81
async def async_remove_entry(
    hass: HomeAssistant, entry: AccessCodesConfigEntry
) -> None:
    """Keep the record of a deleted entry while the lock may hold codes, and raise an issue about them."""
    if is_booking_entry(entry):
        bookings = await _async_bookings(hass)
        await bookings.async_remove_bookings(hass, entry)
        return
    async_clear_issues(hass, entry.entry_id)
    async_clear_with_entry(hass, entry.entry_id)
    try:
        # Home Assistant removes an entry although its unload failed.
        if (runtime := getattr(entry, "runtime_data", None)) is not None:
            await _async_stop(runtime)
    finally:
        await async_handle_removal(hass, entry)
        async_hide_panel_of_none(hass)
        async_withdraw_cards_of_none(hass)


async def _async_bookings(hass: HomeAssistant) -> ModuleType:
    """Return the module of booking entries, which a home without any does not import."""
    return await async_import_module(hass, f"{__package__}.bookings.setup")


# contract 12.61, 13.5, 13.6
async def _async_start_engine(
    hass: HomeAssistant, entry: AccessCodesConfigEntry, lock: LinkedLock
) -> LockEngine:
    """Start the engine on the stored record. An unreadable record is an error, never a lock without codes."""
    if not is_method(entry.data[CONF_METHOD]):
        raise ConfigEntryNotReady(
            translation_domain=DOMAIN,
            translation_key="method_missing",
            translation_placeholders={"method": entry.data[CONF_METHOD]},
        )
    if async_is_removing_left_codes(hass, entry.data[CONF_LOCK], entry.entry_id):
        raise ConfigEntryNotReady(
            translation_domain=DOMAIN, translation_key="codes_being_taken_off"
        )
    is_stored: bool = entry.data[CONF_IS_STORED]
    try:
        if not is_stored:
            # Home Assistant may have died before it stored that the record exists.
            storage = RecordStorage(hass, entry.entry_id)
            is_stored = await storage.async_exists() or await async_adopt_record(
                hass, entry.entry_id, entry.data[CONF_LOCK]
            )
        engine = LockEngine(
            hass,
            entry_id=entry.entry_id,
            lock_id=entry.data[CONF_LOCK],
            is_stored=is_stored,
            method=own_method(entry.data[CONF_METHOD]),
            method_settings=settings_as_text(entry.data.get(CONF_METHOD_SETTINGS)),
            settings=settings_of(entry.options),
            where=lock.where,
        )
        engine.hold_events(is_held=True)
        await engine.async_start()
    except StorageUnreadable as err:
        async_raise_unreadable(hass, entry)
        raise ConfigEntryError(
            translation_domain=DOMAIN, translation_key="storage_unreadable"
        ) from err
    except StorageFailed as err:
        raise ConfigEntryNotReady(
            translation_domain=DOMAIN, translation_key="storage_failing_at_start"
        ) from err
    data = {**entry.data, CONF_IS_STORED: True}
    data.pop(CONF_ARE_CODES_LEFT, None)
    hass.config_entries.async_update_entry(entry, data=data)
    return engine


async def _async_stop(runtime: AccessCodesRuntime) -> None:
    try:
        await runtime.lock.async_stop()
    finally:
        await runtime.engine.async_stop()


async def _async_options_changed(
    hass: HomeAssistant, entry: AccessCodesConfigEntry
) -> None:
    """Apply changed options, and settings of the method, to the running engine."""
    entry.runtime_data.engine.settings_changed(settings_of(entry.options))
    await entry.runtime_data.lock.async_settings_changed()
