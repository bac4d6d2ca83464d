"""Offer other locks that can hold codes, once one lock is linked."""

from collections.abc import Generator, Iterable
from contextlib import contextmanager

from homeassistant.components.lock.const import DOMAIN as LOCK_DOMAIN
from homeassistant.config_entries import SOURCE_INTEGRATION_DISCOVERY
from homeassistant.core import CoreState, Event, HomeAssistant, callback
from homeassistant.helpers import discovery_flow, entity_registry as er
from homeassistant.helpers.dispatcher import async_dispatcher_connect
from homeassistant.helpers.start import async_at_started
from homeassistant.util.hass_dict import HassKey

from ..const import CONF_LOCK, DOMAIN
from ..locks import family_of
from ..locks.platform_hook.hooks import SIGNAL_HOOK_FOUND
from .linked_lock import async_linked_lock_ids

_LINKING: HassKey[set[str]] = HassKey(f"{DOMAIN}_linking")

_DISCOVERABLE_CHANGES = {"disabled_by", "device_id", "config_entry_id"}
"""Fields of a registry entry: after a change of one, the lock may be offered."""


@contextmanager
def async_linking(hass: HomeAssistant, lock_ids: Iterable[str]) -> Generator[None]:
    """Suppress discovery of locks that are being linked."""
    linking = hass.data.setdefault(_LINKING, set())
    added = set(lock_ids) - linking
    linking |= added
    try:
        yield
    finally:
        linking -= added


@callback
def async_setup_discovery(hass: HomeAssistant) -> None:
    """Offer the locks that exist when Home Assistant has started, and later ones."""

    @callback
    def on_started(_: HomeAssistant) -> None:
        for lock in list(er.async_get(hass).entities.values()):
            _offer(hass, lock)

    @callback
    def on_changed(event: Event[er.EventEntityRegistryUpdatedData]) -> None:
        lock = er.async_get(hass).async_get(event.data["entity_id"])
        if lock is not None:
            _offer(hass, lock)

    # contract 12.120
    @callback
    def on_hook(domain: str) -> None:
        if hass.state is not CoreState.running:
            return
        for lock in list(er.async_get(hass).entities.values()):
            if lock.platform == domain:
                _offer(hass, lock)

    async_at_started(hass, on_started)
    async_dispatcher_connect(hass, SIGNAL_HOOK_FOUND, on_hook)
    hass.bus.async_listen(
        er.EVENT_ENTITY_REGISTRY_UPDATED, on_changed, event_filter=_can_be_new_lock
    )


@callback
def _can_be_new_lock(event_data: er.EventEntityRegistryUpdatedData) -> bool:
    """Return whether a lock was added, enabled, or got its device."""
    if not event_data["entity_id"].startswith(f"{LOCK_DOMAIN}."):
        return False
    if event_data["action"] == "update":
        return not event_data["changes"].keys().isdisjoint(_DISCOVERABLE_CHANGES)
    return event_data["action"] == "create"


# contract 14.5
@callback
def _offer(hass: HomeAssistant, lock: er.RegistryEntry) -> None:
    """Offer a lock with an adapter of its own that is neither linked nor ignored."""
    if (
        lock.domain != LOCK_DOMAIN
        or lock.disabled_by is not None
        or lock.id in hass.data.get(_LINKING, ())
        or hass.config_entries.async_entry_for_domain_unique_id(DOMAIN, lock.id)
        or not async_linked_lock_ids(hass)
        or family_of(hass, lock) is None
    ):
        return
    discovery_flow.async_create_flow(
        hass,
        DOMAIN,
        context={"source": SOURCE_INTEGRATION_DISCOVERY},
        data={CONF_LOCK: lock.id},
    )
