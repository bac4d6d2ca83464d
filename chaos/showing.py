"""Whether a trouble that lasts is shown, and taken away when it is over."""

from collections.abc import Callable
from random import Random
from typing import Any

from simulators.home import HomeError, wait_for

from .household import Household
from .locks import OWN, LabLock
from .tally import Tally

type Code = dict[str, Any]

_LASTING: tuple[tuple[str, dict[str, Any], frozenset[str]], ...] = (
    ("lies", {"lie": True}, frozenset({"failed_to_set_on_device"})),
    (
        "refuses silently",
        {"refuse": {"reason": "none"}},
        frozenset({"failed_to_set_on_device"}),
    ),
    (
        "refuses",
        {"refuse": {"reason": "rules"}},
        # User Credential tells that its rules forbid the PIN.
        frozenset({"failed_to_set_on_device", "code_constraints_violated"}),
    ),
)
_PATIENCE = 100.0
_LONG = 420.0
"""A device's error waits for two minutes and for three from the start; its repair for five."""


class Showing:
    """Lets one lock fail for long, in a home that is calm, and looks at what is shown."""

    def __init__(self, household: Household, chance: Random, tally: Tally) -> None:
        """Prepare; nothing happens yet."""
        self._household = household
        self._chance = chance
        self._tally = tally

    async def check(self) -> None:
        """Have one trouble, and note what is not shown, or stays."""
        lock = self._chance.choice(OWN)
        try:
            if self._chance.random() < 0.1:
                await self._check_offline(lock)
            else:
                await self._check_refusals(lock)
        except (TimeoutError, HomeError) as error:
            # A lock whose slots are all taken takes no code more, and is no place to look.
            if getattr(error, "translation_key", None) != "no_slot_left":
                self._tally.findings.append(f"{lock.entity_id}: {error}")
        finally:
            await self._heal(lock)

    async def _check_refusals(self, lock: LabLock) -> None:
        kind, fault, errors = self._chance.choice(_LASTING)
        self._tally.faults[f"{kind} for long"] += 1
        await self._spoil(lock, fault)
        code = await self._create(lock)
        await self._wait_errors(code, errors, f"{kind}: an error of {sorted(errors)}")
        await self._heal(lock)
        if kind == "refuses":
            # What a lock's rules forbid is not tried again before it is changed.
            await self._household.home.action(
                "update", access_code_id=code["access_code_id"], code=self._pin()
            )
        await self._wait(code, _is_well, f"{kind}: the code, and no error")
        await self._spoil(lock, {"lie": True})
        await self._household.home.action(
            "delete", access_code_id=code["access_code_id"]
        )
        await self._wait_errors(
            code,
            frozenset({"failed_to_remove_from_device"}),
            "lies: an error of the removal",
        )
        await self._heal(lock)
        await wait_for(lambda: self._is_gone(code), _PATIENCE, "the removal")

    async def _check_offline(self, lock: LabLock) -> None:
        """Have a lock away: an error after two minutes, and one repair after five."""
        self._tally.faults["silent for long"] += 1
        await self._spoil(lock, {"silent": True})
        code = await self._create(lock)
        await self._wait_errors(
            code, frozenset({"device_offline"}), "silent: the device's error", _LONG
        )
        await wait_for(self._has_one_repair, _LONG, "silent: one repair")
        await self._heal(lock)
        await self._wait(code, _is_well, "back: the code, and no error")
        await self._household.home.action(
            "delete", access_code_id=code["access_code_id"]
        )
        await wait_for(lambda: self._is_gone(code), _PATIENCE, "the removal")

    async def _has_one_repair(self) -> bool:
        issues = await self._household.issues()
        return len(issues) == 1 and issues[0].startswith("device_offline")

    async def _create(self, lock: LabLock) -> Code:
        name = f"trouble {self._chance.getrandbits(60):x}"
        pin = self._pin()
        answer = await self._household.home.action(
            "create", lock=lock.entity_id, name=name, code=pin
        )
        return dict(answer["access_code"])

    def _pin(self) -> str:
        return f"7{self._chance.randint(0, 9999):04}"

    async def _wait_errors(
        self,
        code: Code,
        errors: frozenset[str],
        what: str,
        patience: float = _PATIENCE,
    ) -> None:
        def shows(now: Code) -> bool:
            return any(error["error_code"] in errors for error in now["errors"])

        await self._wait(code, shows, what, patience)

    async def _wait(
        self,
        code: Code,
        look: Callable[[Code], bool],
        what: str,
        patience: float = _PATIENCE,
    ) -> None:
        last: Code = {}

        async def seen() -> bool:
            answer = await self._household.home.action(
                "get", access_code_id=code["access_code_id"]
            )
            last.update(answer["access_code"])
            return look(last)

        try:
            await wait_for(seen, patience, what)
        except TimeoutError as error:
            shown = [error["error_code"] for error in last["errors"]]
            raise TimeoutError(f"{error}: {last['status']}, shows {shown}") from None

    async def _is_gone(self, code: Code) -> bool:
        try:
            await self._household.home.action(
                "get", access_code_id=code["access_code_id"]
            )
        except HomeError:
            return True
        return False

    async def _spoil(self, lock: LabLock, fault: dict[str, Any]) -> None:
        await self._household.network.post(f"/locks/{lock.node}/faults", **fault)

    async def _heal(self, lock: LabLock) -> None:
        await self._spoil(lock, {})
        await self._household.network.post(f"/locks/{lock.node}/wake")


def _is_well(code: Code) -> bool:
    return code["status"] == "set" and not code["errors"]
