"""Show and lift the hold that wrong tries at `enter_code` bring about."""

from datetime import datetime

from homeassistant.core import HassJob, HomeAssistant, callback
from homeassistant.helpers import issue_registry as ir
from homeassistant.helpers.event import async_track_point_in_utc_time
from homeassistant.util import dt as dt_util

from .const import DOMAIN
from .core.guard import Denial, drained_at, is_full, lift_bucket
from .entry import AccessCodesRuntime

TOO_MANY_ATTEMPTS = Denial.TOO_MANY_ATTEMPTS.value
"""The kind of the repair."""


async def async_lift(hass: HomeAssistant, runtime: AccessCodesRuntime) -> None:
    """Let people type again at once. Raises StorageFailed."""
    await runtime.engine.async_request(lambda record, _: (lift_bucket(record), None))
    async_show_hold(hass, runtime)


@callback
def async_show_hold(hass: HomeAssistant, runtime: AccessCodesRuntime) -> None:
    """Show a repair while wrong tries hold back everybody, and look again when they no longer should."""
    engine, now = runtime.engine, dt_util.utcnow()
    issue_id = f"{TOO_MANY_ATTEMPTS}_{engine.entry_id}"
    bucket = engine.record.bucket
    if not is_full(bucket, now):
        ir.async_delete_issue(hass, DOMAIN, issue_id)
        return
    is_shown = ir.async_get(hass).async_get_issue(DOMAIN, issue_id) is not None
    ir.async_create_issue(
        hass,
        DOMAIN,
        issue_id,
        data={"kind": TOO_MANY_ATTEMPTS, "entry_id": engine.entry_id},
        is_fixable=True,
        severity=ir.IssueSeverity.WARNING,
        translation_key=TOO_MANY_ATTEMPTS,
        translation_placeholders={"lock": runtime.lock.name},
    )
    if is_shown:
        return

    @callback
    def look_again(_: datetime) -> None:
        ir.async_delete_issue(hass, DOMAIN, issue_id)
        async_show_hold(hass, runtime)

    async_track_point_in_utc_time(
        hass,
        HassJob(look_again, "access codes hold", cancel_on_shutdown=True),
        drained_at(bucket, now),
    )
