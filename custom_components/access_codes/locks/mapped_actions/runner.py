"""Runs of mapped actions: without logs and traces, as both would hold the PIN, and never longer than they are waited for."""

from collections.abc import Mapping, Sequence
import contextvars
import logging
from typing import Any

from homeassistant.core import Context, HomeAssistant
from homeassistant.helpers import config_validation as cv
from homeassistant.helpers.script import Script, async_validate_actions_config
from homeassistant.helpers.trace import script_execution_get, trace_clear

from ...const import DOMAIN
from ..detached import Detached

_MAX_RUNS = 10
"""Runs at once; more than one only while actions ignore that they were cancelled."""

_SILENT = logging.getLogger(f"{__name__}.silent")
_SILENT.disabled = True


class NotFinished(Exception):
    """Actions that ended early: by a condition, by a stop with an error, or as Home Assistant stops."""


# contract 12.100
async def async_validate(
    hass: HomeAssistant, sequence: Sequence[Mapping[str, Any]]
) -> list[dict[str, Any]]:
    """Return actions as Home Assistant runs them. Raises vol.Invalid or HomeAssistantError."""
    return await async_validate_actions_config(hass, cv.SCRIPT_SCHEMA(list(sequence)))


class Runner:
    """The actions of one purpose."""

    def __init__(
        self, hass: HomeAssistant, sequence: Sequence[Mapping[str, Any]]
    ) -> None:
        """Store the actions; they are validated before their first run, when their integrations are there."""
        self._hass = hass
        self._sequence = sequence
        self._script: Script | None = None
        self._runs = Detached()

    # contract 12.108
    async def async_run(self, variables: Mapping[str, Any]) -> Any:
        """Run the actions and return their response; None without one.

        Raises NotFinished, and the errors of the actions, whose texts may hold the PIN.
        """
        # An empty context: else the steps would become part of the trace of an automation that asked for the code.
        return await self._runs.async_run(
            self._async_run(variables), context=contextvars.Context()
        )

    def stop(self) -> None:
        """Cancel what still runs, and give the actions back: Home Assistant keeps a list of all scripts."""
        self._runs.stop()
        if self._script is not None:
            script, self._script = self._script, None
            self._hass.async_create_background_task(
                script.async_unload(), "unload mapped actions"
            )

    async def _async_run(self, variables: Mapping[str, Any]) -> Any:
        trace_clear()
        if self._script is None:
            self._script = Script(
                self._hass,
                await async_validate(self._hass, self._sequence),
                "mapped actions",
                DOMAIN,
                log_exceptions=False,
                logger=_SILENT,
                script_mode="parallel",
                max_runs=_MAX_RUNS,
            )
        result = await self._script.async_run(dict(variables), Context())
        if result is None or script_execution_get() != "finished":
            raise NotFinished
        return result.service_response
