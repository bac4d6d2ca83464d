"""The issue that offers a linked lock the method of its own family, which it has got since it was linked."""

import asyncio

from homeassistant.core import HomeAssistant, callback
from homeassistant.helpers import issue_registry as ir
from homeassistant.helpers.entity_registry import RegistryEntry
from homeassistant.helpers.start import async_at_started

from ..const import CONF_METHOD, DOMAIN
from ..core.display_text import for_repair
from ..core.model import IssueKind, Reach
from ..engine.updates import Update
from ..entry import AccessCodesConfigEntry
from ..linking.preview import async_proven_method
from ..locks import family_of
from .links import async_clear_on_unload, async_link

_PATIENCE = 60
"""Seconds in which a lock tells its abilities, if it was asked by radio."""


@callback
def async_watch_method(hass: HomeAssistant, entry: AccessCodesConfigEntry) -> None:
    """Look for another method once Home Assistant has started, and whenever the lock comes back or changes."""
    offer = _Offer(hass, entry)
    entry.async_on_unload(async_at_started(hass, offer.on_started))
    entry.async_on_unload(offer.stop)


class _Offer:
    """The issue of one lock."""

    def __init__(self, hass: HomeAssistant, entry: AccessCodesConfigEntry) -> None:
        self._hass = hass
        self._entry = entry
        self._issue_id = f"{IssueKind.OWN_METHOD}_{entry.entry_id}"
        self._look: asyncio.Task[None] | None = None
        self._was_reachable = False

    @callback
    def on_started(self, _: HomeAssistant) -> None:
        runtime = self._entry.runtime_data
        self._entry.async_on_unload(runtime.lock.subscribe(self._refresh))
        self._entry.async_on_unload(runtime.engine.subscribe(self._on_update))
        self._refresh()

    @callback
    def stop(self) -> None:
        if self._look is not None:
            self._look.cancel()
        async_clear_on_unload(self._hass, self._entry, self._issue_id)

    @callback
    def _on_update(self, _: Update) -> None:
        was_reachable = self._was_reachable
        self._was_reachable = self._is_reachable()
        if self._was_reachable and not was_reachable:
            self._refresh()

    def _is_reachable(self) -> bool:
        return self._entry.runtime_data.engine.world.reach is Reach.REACHABLE

    # contract 14.80
    @callback
    def _refresh(self) -> None:
        """Drop the offer where there is no other method; else ask the lock, unless that is under way."""
        self._was_reachable = self._is_reachable()
        lock = self._entry.runtime_data.lock.entity
        if lock is None or family_of(self._hass, lock) in {
            None,
            self._entry.data[CONF_METHOD],
        }:
            ir.async_delete_issue(self._hass, DOMAIN, self._issue_id)
            return
        is_asked = self._look is not None and not self._look.done()
        if self._was_reachable and not is_asked:
            self._look = self._entry.async_create_background_task(
                self._hass, self._async_ask(lock), "look for a method of a lock"
            )

    async def _async_ask(self, lock: RegistryEntry) -> None:
        if await async_proven_method(self._hass, lock, _PATIENCE) is not None:
            self._raise()

    def _raise(self) -> None:
        ir.async_create_issue(
            self._hass,
            DOMAIN,
            self._issue_id,
            # Not "entry_id", by which the plan's issues are found.
            data={
                "kind": IssueKind.OWN_METHOD,
                "config_entry_id": self._entry.entry_id,
            },
            is_fixable=True,
            severity=ir.IssueSeverity.WARNING,
            translation_key=IssueKind.OWN_METHOD,
            translation_placeholders=for_repair(
                lock=self._entry.runtime_data.lock.name
            ),
            **async_link(self._hass, self._entry.entry_id),
        )
