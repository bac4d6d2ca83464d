"""Conditions of automations: what holds for the codes of a lock at this instant."""

from abc import abstractmethod
from collections.abc import Iterator
from typing import Any, cast, override

import voluptuous as vol

from homeassistant.const import CONF_NAME, CONF_OPTIONS, CONF_TARGET
from homeassistant.core import HomeAssistant
from homeassistant.helpers import config_validation as cv
from homeassistant.helpers.condition import (
    ATTR_BEHAVIOR,
    BEHAVIOR_ALL,
    BEHAVIOR_ANY,
    Condition,
    ConditionConfig,
)
from homeassistant.helpers.typing import ConfigType

from .automations.targets import TARGET, CodeTarget, async_resolve, is_named
from .core.model import AccessCode, Status
from .core.plan.lock_problems import lock_problems
from .core.schedule import is_valid
from .entry import AccessCodesRuntime, async_loaded_lock_entries

_OPTIONS = {
    vol.Required(ATTR_BEHAVIOR, default=BEHAVIOR_ANY): vol.In(
        (BEHAVIOR_ANY, BEHAVIOR_ALL)
    )
}

_NAMES = {vol.Optional(CONF_NAME, default=list): vol.All(cv.ensure_list, [cv.string])}


# contract 11.94
class _LockCondition(Condition):
    """Condition about each lock or code of its target. It does not hold where the target has none."""

    schema = vol.Schema(
        {
            vol.Required(CONF_TARGET): TARGET,
            vol.Optional(CONF_OPTIONS, default=dict): _OPTIONS,
        }
    )

    @override
    @classmethod
    async def async_validate_config(
        cls, hass: HomeAssistant, config: ConfigType
    ) -> ConfigType:
        """Validate target and options."""
        return cast("ConfigType", cls.schema(config))

    def __init__(self, hass: HomeAssistant, config: ConditionConfig) -> None:
        """Store target and options."""
        super().__init__(hass, config)
        self._target = config.target or {}
        self._options = config.options or {}

    @abstractmethod
    def _results(
        self, runtime: AccessCodesRuntime, target: CodeTarget
    ) -> Iterator[bool]:
        """Yield whether it holds, for each that is meant at one lock."""

    @override
    def _async_check(self, **kwargs: Any) -> bool:
        target = async_resolve(self._hass, self._target)
        entries = async_loaded_lock_entries(self._hass)
        results = [
            is_held
            for entry in entries
            for is_held in self._results(entry.runtime_data, target)
        ]
        if self._options[ATTR_BEHAVIOR] == BEHAVIOR_ALL:
            return bool(results) and all(results)
        return any(results)


# contract 11.95
class _HasProblem(_LockCondition):
    """A lock or one of its codes has a problem."""

    @override
    def _results(
        self, runtime: AccessCodesRuntime, target: CodeTarget
    ) -> Iterator[bool]:
        if target.has_lock(runtime.lock.entity_id):
            engine = runtime.engine
            yield bool(
                lock_problems(
                    engine.record, engine.plan, is_disk_failing=engine.disk_failing
                )
            )


class _CodeCondition(_LockCondition):
    """Condition about codes."""

    schema = _LockCondition.schema.extend(
        {vol.Optional(CONF_OPTIONS, default=dict): {**_OPTIONS, **_NAMES}}
    )

    @abstractmethod
    def _holds_for(self, runtime: AccessCodesRuntime, code: AccessCode) -> bool:
        """Return whether it holds for a code."""

    @override
    def _results(
        self, runtime: AccessCodesRuntime, target: CodeTarget
    ) -> Iterator[bool]:
        names, lock = self._options[CONF_NAME], runtime.lock.entity_id
        for code in runtime.engine.record.codes.values():
            if (
                code.is_listed
                and is_named(code.name, names)
                and target.has_code(lock, code.access_code_id)
            ):
                yield self._holds_for(runtime, code)


# contract 11.95
class _CodeIsSet(_CodeCondition):
    """A code is on its lock."""

    @override
    def _holds_for(self, runtime: AccessCodesRuntime, code: AccessCode) -> bool:
        view = runtime.engine.plan.views.get(code.access_code_id)
        return view is not None and view.status is Status.SET


# contract 11.95
class _CodeIsValidNow(_CodeCondition):
    """A code is to open the door at this instant."""

    @override
    def _holds_for(self, runtime: AccessCodesRuntime, code: AccessCode) -> bool:
        return is_valid(code, runtime.engine.world.now)


CONDITIONS: dict[str, type[Condition]] = {
    "code_is_set": _CodeIsSet,
    "code_is_valid_now": _CodeIsValidNow,
    "has_problem": _HasProblem,
}


async def async_get_conditions(hass: HomeAssistant) -> dict[str, type[Condition]]:
    """Return our conditions."""
    return CONDITIONS
