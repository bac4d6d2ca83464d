"""The issue that asks if recurring codes follow a new time zone of Home Assistant."""

from homeassistant.const import EVENT_CORE_CONFIG_UPDATE
from homeassistant.core import Event, HomeAssistant, callback
from homeassistant.helpers import issue_registry as ir
from homeassistant.helpers.start import async_at_started

from ..const import DOMAIN
from ..core.display_text import for_repair
from ..core.model import IssueKind
from ..core.requests.time_zone import codes_of_another_zone
from ..engine.updates import Update
from ..entry import AccessCodesConfigEntry
from .links import async_clear_on_unload, async_link


@callback
def async_watch_time_zone(hass: HomeAssistant, entry: AccessCodesConfigEntry) -> None:
    """Keep the issue up once Home Assistant has started."""
    question = _Question(hass, entry)
    entry.async_on_unload(async_at_started(hass, question.on_started))
    entry.async_on_unload(question.stop)


class _Question:
    """The issue of one lock."""

    def __init__(self, hass: HomeAssistant, entry: AccessCodesConfigEntry) -> None:
        self._hass = hass
        self._entry = entry
        self._issue_id = f"{IssueKind.TIME_ZONE_CHANGED}_{entry.entry_id}"
        self._is_raised = False

    @callback
    def on_started(self, _: HomeAssistant) -> None:
        self._entry.async_on_unload(
            self._hass.bus.async_listen(EVENT_CORE_CONFIG_UPDATE, self._on_config)
        )
        self._entry.async_on_unload(
            self._entry.runtime_data.engine.subscribe(self._on_update)
        )
        self._refresh()

    @callback
    def stop(self) -> None:
        async_clear_on_unload(self._hass, self._entry, self._issue_id)

    def _end(self) -> None:
        self._is_raised = False
        ir.async_delete_issue(self._hass, DOMAIN, self._issue_id)

    @callback
    def _on_config(self, _: Event) -> None:
        self._refresh()

    @callback
    def _on_update(self, _: Update) -> None:
        # A code gets the zone of Home Assistant: another one is left only by a change of that.
        if self._is_raised:
            self._refresh()

    # contract 15.22
    @callback
    def _refresh(self) -> None:
        runtime = self._entry.runtime_data
        codes = runtime.engine.record.codes.values()
        found = codes_of_another_zone(codes, self._hass.config.time_zone)
        if next(found, None) is None:
            self._end()
            return
        self._is_raised = True
        ir.async_create_issue(
            self._hass,
            DOMAIN,
            self._issue_id,
            # Not "entry_id", by which the plan's issues are found.
            data={
                "kind": IssueKind.TIME_ZONE_CHANGED,
                "config_entry_id": self._entry.entry_id,
            },
            is_fixable=True,
            severity=ir.IssueSeverity.WARNING,
            translation_key=IssueKind.TIME_ZONE_CHANGED,
            translation_placeholders=for_repair(lock=runtime.lock.name),
            **async_link(self._hass, self._entry.entry_id),
        )
