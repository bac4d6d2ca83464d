"""The issue about a lockout at `enter_code`, and its end."""

from datetime import datetime

from homeassistant.config_entries import ConfigEntryState
from homeassistant.core import CALLBACK_TYPE, HassJob, HomeAssistant, callback
from homeassistant.helpers import issue_registry as ir
from homeassistant.helpers.event import async_track_point_in_utc_time
from homeassistant.helpers.start import async_at_started
from homeassistant.util import dt as dt_util
from homeassistant.util.hass_dict import HassKey

from ..const import DOMAIN
from ..core.display_text import for_repair
from ..core.model import IssueKind
from ..core.requests.enter_code import drained_at, is_full, lift_bucket
from ..entry import AccessCodesConfigEntry, AccessCodesRuntime
from .links import async_clear_on_unload, async_link


async def async_lift_lockout(hass: HomeAssistant, runtime: AccessCodesRuntime) -> None:
    """End the lockout. Raises StorageFailed."""
    await runtime.engine.async_request(lambda record, _: (lift_bucket(record), None))
    async_update_lockout(hass, runtime)


@callback
def async_restore_lockout(hass: HomeAssistant, entry: AccessCodesConfigEntry) -> None:
    """Raise the issue about a stored lockout once Home Assistant has started."""

    @callback
    def on_started(_: HomeAssistant) -> None:
        async_update_lockout(hass, entry.runtime_data)

    entry.async_on_unload(async_at_started(hass, on_started))


@callback
def async_update_lockout(hass: HomeAssistant, runtime: AccessCodesRuntime) -> None:
    """Raise the issue while wrong tries lock the keypad out, and clear it at the end of the lockout."""
    lockouts = hass.data.setdefault(_LOCKOUTS, {})
    entry_id = runtime.engine.entry_id
    if (lockout := lockouts.get(entry_id)) is None:
        if not is_full(runtime.engine.record.bucket, dt_util.utcnow()):
            # One that was ignored, and has ended while the entry was not loaded.
            ir.async_delete_issue(hass, DOMAIN, _issue_id(entry_id))
            return
        entry: AccessCodesConfigEntry | None = hass.config_entries.async_get_entry(
            entry_id
        )
        if entry is None or entry.state is ConfigEntryState.NOT_LOADED:
            return
        lockout = lockouts[entry_id] = _Lockout(hass, runtime)

        @callback
        def stop() -> None:
            lockouts.pop(entry_id).stop()
            async_clear_on_unload(hass, entry, _issue_id(entry_id))

        entry.async_on_unload(stop)
    lockout.refresh()


class _Lockout:
    """The issue of one lock, from its first lockout until the entry is unloaded."""

    def __init__(self, hass: HomeAssistant, runtime: AccessCodesRuntime) -> None:
        self._hass = hass
        self._runtime = runtime
        self._issue_id = _issue_id(runtime.engine.entry_id)
        self._timer: CALLBACK_TYPE | None = None

    # contract 12.26
    @callback
    def refresh(self) -> None:
        bucket, now = self._runtime.engine.record.bucket, dt_util.utcnow()
        if not is_full(bucket, now):
            self.stop()
            ir.async_delete_issue(self._hass, DOMAIN, self._issue_id)
            return
        self.stop()
        self._timer = async_track_point_in_utc_time(
            self._hass,
            HassJob(self._on_drained, "access codes lockout", cancel_on_shutdown=True),
            drained_at(bucket, now),
        )
        ir.async_create_issue(
            self._hass,
            DOMAIN,
            self._issue_id,
            # Not "entry_id", by which the plan's issues are found.
            data={
                "kind": IssueKind.TOO_MANY_ATTEMPTS,
                "config_entry_id": self._runtime.engine.entry_id,
            },
            is_fixable=True,
            severity=ir.IssueSeverity.WARNING,
            translation_key=IssueKind.TOO_MANY_ATTEMPTS,
            translation_placeholders=for_repair(lock=self._runtime.lock.name),
            **async_link(self._hass, self._runtime.engine.entry_id),
        )

    @callback
    def _on_drained(self, _: datetime) -> None:
        self._timer = None
        self.refresh()

    @callback
    def stop(self) -> None:
        """Stop waiting for the end."""
        if self._timer is not None:
            self._timer()
            self._timer = None


def _issue_id(entry_id: str) -> str:
    return f"{IssueKind.TOO_MANY_ATTEMPTS}_{entry_id}"


_LOCKOUTS: HassKey[dict[str, _Lockout]] = HassKey(f"{DOMAIN}_lockouts")
