"""Calls that nobody would make: fields as the descriptions have them, almost so, and anything at all."""

import asyncio
from collections.abc import Callable, Coroutine
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta, timezone
import logging
import os
from pathlib import Path
from typing import Any

from hypothesis import HealthCheck, given, settings, strategies as st
import pytest
from pytest_homeassistant_custom_component.common import MockConfigEntry

from custom_components.access_codes.core.model import LockRecord
from custom_components.access_codes.core.record.unmanaged import unmanaged_id
from homeassistant.core import HomeAssistant
from homeassistant.helpers import entity_registry as er
from homeassistant.util.yaml import load_yaml_dict
from tests.support.action_calls import BACK, FRONT, async_created
from tests.support.booking_calendar import CALENDAR
from tests.support.keypad_locks import async_call, engine_of
from tests.support.slot_locks import SlotLock, async_settle

DESCRIPTIONS: dict[str, Any] = load_yaml_dict(
    str(Path("custom_components/access_codes/services.yaml").resolve())
)
KNOWN_PINS = ("73906184", "73917295", "73928406")
"""Of codes that are there."""
OTHERS = {"2": "84017295", "3": "84028306"}
"""By the slots of a lock."""
TYPED_PINS = ("60718293", "4051627384")
"""In calls, right or wrong: whatever field they are put in, nobody is to read them in an answer or in the log."""
PASSPHRASE = "five words that nobody guesses"
UNKNOWN_ID = "00000000-0000-4000-8000-000000000000"

type Strategy = st.SearchStrategy[Any]

pins: Strategy = st.sampled_from([*KNOWN_PINS, *TYPED_PINS, "", "0", "0000", "12 34"])
offsets = st.integers(-1439, 1439).map(
    lambda minutes: timezone(timedelta(0, minutes * 60))
)
moments = st.datetimes(timezones=offsets | st.just(UTC)) | st.datetimes()
scalars: Strategy = (
    st.none()
    | st.booleans()
    | st.integers(-(2**63), 2**63 - 1)
    | st.floats()
    | pins
    | pins.map(lambda pin: f"lock {pin}")
    | st.text(max_size=40)
)
json_like: Strategy = st.recursive(
    scalars,
    lambda inner: (
        st.lists(inner, max_size=4)
        | st.dictionaries(pins | st.text(max_size=8), inner, max_size=3)
    ),
    max_leaves=8,
)
python_like: Strategy = (
    json_like
    | st.binary(max_size=8)
    | st.text(st.characters(), max_size=8)
    | st.sampled_from([date(2026, 12, 24), timedelta(hours=1), object, (), {1, 2}])
    | pins.map(lambda pin: {pin})
    | st.integers(10**20, 10**25)
    | moments
)
"""What templates can make besides JSON, halves of characters included."""
entity_ids: Strategy = st.sampled_from(
    [FRONT, BACK, "LOCK.FRONT_DOOR", "lock.nowhere", "sensor.front_door", "all", "none"]
)
names: Strategy = (
    st.text(max_size=70)
    | st.sampled_from(
        ["Ada", "", " ", "x" * 10_000, "\u202eAda", "<img src=x>", "{name}"]
    )
    | pins.map(lambda pin: f"Flat {pin}")
)


_ALTERNATIVES: list[set[str]] = [
    {"access_code_id"},
    {"entity_id"},
    {"supported_code_lengths"},
    {"min_code_length", "max_code_length"},
    {"max_active_codes"},
]
"""Fields of which an action takes one set: a code is meant by its id or by its sensor."""


@dataclass
class Fuzz:
    """Two locks with codes, one with codes of others, and what must be true after every call."""

    hass: HomeAssistant
    entries: list[MockConfigEntry]
    others: SlotLock
    """The lock of the last entry."""
    caplog: pytest.LogCaptureFixture
    ids: list[str] = field(default_factory=list)
    unmanaged: list[str] = field(default_factory=list)
    before: list[LockRecord] = field(default_factory=list)
    export: str = ""
    """An export of all codes."""
    refused: int = 0
    granted: int = 0

    async def async_prepare(self) -> None:
        """Make the codes, and let nothing be logged but what is worth a look."""
        window: dict[str, Any] = {
            "use_backup_access_code_pool": True,
            "starts_at": "2036-06-01T00:00:00Z",
            "ends_at": "2036-06-02T00:00:00Z",
        }
        for pin, lock, fields in zip(
            KNOWN_PINS,
            (FRONT, FRONT, BACK),
            ({"name": "Ada"}, window, {"common_code_key": "all"}),
            strict=True,
        ):
            code = await async_created(self.hass, lock=lock, code=pin, **fields)
            self.ids.append(code["access_code_id"])
        self._fill_others()
        await engine_of(self.entries[-1]).async_sync()
        self.before = self.records()
        self.unmanaged = [
            unmanaged_id(self.before[-1], slot) for slot in self.before[-1].unmanaged
        ]
        assert len(self.unmanaged) == len(OTHERS)
        exported = await async_call(self.hass, "export_codes", passphrase=PASSPHRASE)
        self.export = exported["export"]
        self.caplog.set_level(logging.INFO)
        self.caplog.set_level(logging.DEBUG, "custom_components.access_codes")
        self.caplog.clear()

    def _fill_others(self) -> None:
        """Put codes of others on their lock, and nothing else."""
        self.others.slots = {**dict.fromkeys("1234"), **OTHERS}

    def records(self) -> list[LockRecord]:
        """Return what is known of the locks."""
        return [engine_of(entry).record for entry in self.entries]

    def fields(self, action: str) -> dict[str, Strategy]:
        """Return how each field of an action may look."""
        described = DESCRIPTIONS[action].get("fields", {})
        if action in ("export_codes", "import_codes"):
            return self._of_exports(described)
        found = {
            name: self._of_selector(name, about) for name, about in described.items()
        }
        if "target" in DESCRIPTIONS[action]:
            found["entity_id"] = entity_ids | st.lists(entity_ids, max_size=3)
            if action == "refresh_bookings":
                found["entity_id"] |= st.just(CALENDAR)
            for name in ("area_id", "device_id", "floor_id", "label_id"):
                found[name] = st.sampled_from(["hall", "none", ""]) | pins
        return found

    def _of_exports(self, described: dict[str, Any]) -> dict[str, Strategy]:
        """Return how the fields may look of the actions that carry codes from house to house."""
        special = {
            "passphrase": st.just(PASSPHRASE) | names | pins,
            "export": st.just(self.export) | names | pins,
            "lock_mapping": st.dictionaries(entity_ids | names, entity_ids, max_size=2),
        }
        return {
            name: special[name] if name in special else self._of_selector(name, about)
            for name, about in described.items()
        }

    def sensors(self) -> list[str]:
        """Return the sensors of the codes."""
        registry = er.async_get(self.hass)
        found = [
            registry.async_get_entity_id("sensor", "access_codes", access_code_id)
            for access_code_id in self.ids
        ]
        return [entity_id for entity_id in found if entity_id is not None]

    def _of_selector(self, name: str, about: dict[str, Any]) -> Strategy:
        if name == "access_code_id":
            return st.sampled_from([*self.ids, UNKNOWN_ID]) | pins
        if name == "unmanaged_access_code_id":
            return st.sampled_from([*self.unmanaged, *self.ids, UNKNOWN_ID]) | pins
        if name == "entity_id":
            return st.sampled_from(self.sensors()) | entity_ids
        if name == "notify":
            return st.just("notify.phone") | entity_ids
        if name == "common_code_key" and about.get("required"):
            return st.just("all") | names
        if name == "supported_code_lengths":
            return st.lists(st.integers(4, 8), max_size=2) | st.lists(names)
        match about["selector"]:
            case {"entity": _}:
                return entity_ids | st.lists(entity_ids, max_size=3)
            case {"text": {"type": "password"}}:
                return (
                    pins | pins.filter(str.isdecimal).map(int) | st.floats(1000, 9999)
                )
            case {"text": {"multiple": True}}:
                return st.lists(st.integers(4, 8), max_size=3) | st.lists(names)
            case {"text": _}:
                return names
            case {"datetime": _}:
                return moments.map(datetime.isoformat) | moments.map(str) | names
            case {"number": {"min": least, "max": most}}:
                return (
                    st.integers(int(least), int(most))
                    | st.integers()
                    | st.floats()
                    | st.text("0123456789.-e٦", max_size=6)
                )
            case {"boolean": _}:
                return st.booleans() | st.sampled_from(["on", "maybe", 0, 2.5, "true "])
            case {"select": {"options": options}}:
                return st.sampled_from([*options, "", "SET"]) | st.lists(
                    st.sampled_from(options), max_size=3
                )
            case _:
                raise AssertionError(name)

    def calls(self, action: str, anything: Strategy) -> Strategy:
        """Return calls of an action: most fields as they are meant, some not, some unheard of."""
        fields = self.fields(action)
        described = DESCRIPTIONS[action].get("fields", {})
        required = {name for name, about in described.items() if about.get("required")}
        if "target" in DESCRIPTIONS[action]:
            required.add("entity_id")
        groups = [names for names in _ALTERNATIVES if names <= described.keys()]
        ways = set().union(*groups)
        meant = st.one_of(
            [
                st.fixed_dictionaries(
                    {name: fields[name] for name in required | way},
                    optional={
                        name: fields[name] for name in fields.keys() - required - ways
                    },
                )
                for way in (groups or [set[str]()])
            ]
        )
        odd = st.fixed_dictionaries(
            {}, optional={name: look | anything for name, look in fields.items()}
        )
        unheard = st.dictionaries(pins | st.text(max_size=8), anything, max_size=2)
        others = st.one_of(st.just({}), st.just({}), unheard)
        return st.one_of(
            meant,
            odd,
            st.builds(lambda one, other: {**other, **one}, odd, others),
        )

    async def async_run(
        self,
        calls: Strategy,
        attempt: Callable[[Any], Coroutine[Any, Any, str | None]],
        examples: int,
    ) -> None:
        """Make these calls. ``attempt`` returns in which words one was refused, None if it was granted."""

        @settings(
            max_examples=examples,
            # The same calls in every ordinary run; others in a longer one.
            derandomize="FUZZ_EXAMPLES" not in os.environ,
            deadline=None,
            suppress_health_check=list(HealthCheck),
        )
        @given(calls)
        def fuzz(call: Any) -> None:
            judged = self._async_judge(call, attempt)
            asyncio.run_coroutine_threadsafe(judged, self.hass.loop).result()

        # Hypothesis is no coroutine: it waits, in a thread that nobody waits for in turn, for what happens in the loop.
        await self.hass.loop.run_in_executor(None, fuzz)

    async def _async_judge(
        self, call: Any, attempt: Callable[[Any], Coroutine[Any, Any, str | None]]
    ) -> None:
        said = await attempt(call)
        await async_settle(self.hass)
        if said is None:
            self.granted += 1
            await self._async_undo()
        else:
            self.refused += 1
            assert self.records() == self.before
            assert said.strip() not in ("", "Unknown error")
            assert not _is_in_name(said), said
        # Somebody may name a code by the PIN of another one: a name, once it is granted, is shown.
        shown = repr(call) if said is None else ""
        for record in self.caplog.records:
            assert record.levelno < logging.ERROR or "websocket_api" in record.name
            assert not record.exc_info, record.exc_text
            assert not _is_in_name(record.getMessage(), shown), record.getMessage()
        self.caplog.clear()

    async def _async_undo(self) -> None:
        self._fill_others()
        for entry, before in zip(self.entries, self.before, strict=True):
            await engine_of(entry).async_request(
                lambda *_, before=before: (before, None)
            )
        await async_settle(self.hass)
        self.before = self.records()


def _is_in_name(text: str, shown: str = "") -> bool:
    pins = (*KNOWN_PINS, *OTHERS.values(), *TYPED_PINS)
    return any(pin in text and f"Flat {pin}" not in shown for pin in pins)
