"""Reporting of uses by a Z-Wave lock, as it follows from the events that the lock supports."""

from typing import Any, Final

from zwave_js_server.const import CommandClass
from zwave_js_server.model.node import Node

from ...core.model import Outcome, UseReporting
from .command_errors import CommandFailed, call_driver
from .notifications import ACCESS_CONTROL, UNLOCK_EVENTS

_ACCESS_CONTROL_KEY: Final = str(ACCESS_CONTROL)


# contract 12.43
async def async_use_reporting(node: Node) -> UseReporting:
    """Return whether the lock reports when a code unlocks it, as it said at its interview. Raises CommandFailed.

    The list has the events that the lock named (Notification version 3 and later), and those that the driver makes of
    the older alarms of known locks.
    """
    try:
        answer = await call_driver(
            node.async_send_command(
                "get_supported_notification_events", wait_for_result=True
            )
        )
    except CommandFailed as failure:
        if failure.outcome is Outcome.UNREACHABLE:
            raise
        return UseReporting.NEVER
    capabilities: list[dict[str, Any]] = (answer or {}).get("events", [])
    is_reported = any(
        not UNLOCK_EVENTS.isdisjoint(_access_control_events(capability))
        for capability in capabilities
        if capability.get("commandClass") == CommandClass.NOTIFICATION
    )
    return UseReporting.LIVE if is_reported else UseReporting.NEVER


def _access_control_events(capability: dict[str, Any]) -> set[int]:
    types = capability.get("supportedNotificationTypes", {})
    notification = types.get(_ACCESS_CONTROL_KEY, {})
    return {int(event) for event in notification.get("supportedEvents", {})}
