"""The adapter of locks whose codes are set by actions that a person maps.

What the actions do is not known here. That they end without an error says only that the write was accepted: a mapped
read decides.
"""

from collections.abc import Mapping
from datetime import datetime
import logging
from typing import Any, Final, override

from homeassistant.core import HomeAssistant
from homeassistant.exceptions import ServiceNotFound
from homeassistant.helpers.entity_registry import RegistryEntry

from ...core.model import Content, LockCapabilities, Outcome, Reach
from ..adapter import (
    AdapterListener,
    Credential,
    LockAdapter,
    LockUnreachable,
    ReadFailed,
    Written,
)
from ..entity_reach import EntityReach
from .answers import content_of, outcome_of
from .runner import Runner
from .settings import CONF_CLEAR, CONF_READ, CONF_SET, ActionSettings

_LOGGER = logging.getLogger(__name__)

_NOTHING: Final = {"code": None, "name": None, "starts_at": None, "ends_at": None}


class ActionsAdapter(LockAdapter):
    """A lock with mapped actions."""

    family = "actions"

    def __init__(
        self, hass: HomeAssistant, lock: RegistryEntry, settings: Mapping[str, Any]
    ) -> None:
        """Store the lock and its settings."""
        self._lock = lock
        self._reach = EntityReach(hass, lock)
        self._settings = ActionSettings.from_data(settings)
        self._runners = (
            {
                field: Runner(hass, sequence)
                for field, sequence in self._settings.sequences.items()
            }
            if self._settings is not None
            else {}
        )

    @override
    async def async_start(self, listener: AdapterListener) -> None:
        self._reach.start(listener)

    @override
    def stop(self) -> None:
        self._reach.stop()
        for runner in self._runners.values():
            runner.stop()

    # contract 12.107
    @property
    @override
    def reach(self) -> Reach:
        return Reach.DISCONNECTED if self._settings is None else self._reach.reach

    # contract 12.101
    @property
    @override
    def capabilities(self) -> LockCapabilities | None:
        return None if self._settings is None else self._settings.capabilities

    @override
    async def async_read(self, slot: str) -> Content:
        self._check_reach()
        assert self._settings is not None
        try:
            response = await self._async_run(CONF_READ, slot, _NOTHING)
        except ServiceNotFound:
            raise LockUnreachable from None
        except Exception:  # noqa: BLE001
            # Without the cause: its text may quote the PIN.
            raise ReadFailed from None
        return content_of(response, self._settings.capabilities)

    @override
    async def async_check(self) -> None:
        self._check_reach()

    @override
    async def async_set(self, slot: str, credential: Credential) -> Written:
        pin, window = credential.pin, credential.window
        assert self._settings is not None
        assert pin is not None
        if self._settings.capabilities.objection_to(pin) is not None:
            return Written(Outcome.INVALID)
        return await self._async_write(
            CONF_SET,
            slot,
            {
                "code": pin.reveal(),
                "name": credential.name,
                "starts_at": _iso(window.starts_at) if window is not None else None,
                "ends_at": _iso(window.ends_at) if window is not None else None,
            },
        )

    @override
    async def async_clear(self, slot: str) -> Written:
        return await self._async_write(CONF_CLEAR, slot, _NOTHING)

    # contract 12.103, 12.105
    async def _async_write(
        self, field: str, slot: str, variables: Mapping[str, str | None]
    ) -> Written:
        """Run the actions of a write.

        An error is no refusal: it may come from the last of several steps, or after a lock did not answer in time, and a
        refusal would promise that nothing has changed.
        """
        if self.reach is not Reach.REACHABLE:
            return Written(Outcome.UNREACHABLE)
        try:
            response = await self._async_run(field, slot, variables)
        except ServiceNotFound:
            return Written(Outcome.UNREACHABLE)
        except Exception:  # noqa: BLE001
            return Written(Outcome.UNKNOWN)
        return Written(outcome_of(response))

    # contract 12.102, 12.108
    async def _async_run(
        self, field: str, slot: str, variables: Mapping[str, str | None]
    ) -> Any:
        """Run actions with their variables; log the kind of an error, never its text."""
        number = {"lock": self._lock.entity_id, "slot": int(slot)}
        try:
            return await self._runners[field].async_run({**variables, **number})
        except Exception as err:
            _LOGGER.warning(
                "The actions to %s a code of %s failed: %s",
                field,
                self._lock.entity_id,
                type(err).__name__,
            )
            raise

    def _check_reach(self) -> None:
        if self.reach is not Reach.REACHABLE:
            raise LockUnreachable


def _iso(moment: datetime) -> str:
    return moment.isoformat()
