"""What linked locks cost while nothing happens, and what a change of status costs in Home Assistant."""

import asyncio
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import timedelta
from typing import Any

from custom_components.access_codes.const import DOMAIN
from custom_components.access_codes.core import requests
from custom_components.access_codes.core.model import LockRecord, Status, Window
from custom_components.access_codes.core.requests.inputs import CreateRequest
from custom_components.access_codes.engine.lock_engine import LockEngine
from homeassistant.const import (
    EVENT_HOMEASSISTANT_FINAL_WRITE,
    EVENT_STATE_CHANGED,
    EVENT_STATE_REPORTED,
)
from homeassistant.core import (
    Event,
    EventStateChangedData,
    EventStateReportedData,
    HomeAssistant,
    callback,
)
from homeassistant.helpers import entity_registry as er
from homeassistant.util import dt as dt_util
from homeassistant.util.async_ import get_scheduled_timer_handles

from .figures import Table, count, number, plain
from .house import add_entry, add_lock, house
from .lock import TimedAdapter
from .stage import on_home_assistants_loop
from .workload import DAY, abilities, codes, pin, record_of

LOCKS = 20
CODES = 24
_SPAN = timedelta(seconds=2)
_PATIENCE = 30
_SETTLED = 0.1


@dataclass(frozen=True, slots=True)
class Rest:
    """What is kept going for so many linked locks."""

    timers: int
    listeners: int
    entities: int


@dataclass(slots=True)
class Seen:
    """What our sensors told Home Assistant's states."""

    writes: int = 0
    rewrites: int = 0
    changes: int = 0
    removals: int = 0
    statuses: dict[str, str] = field(default_factory=dict)

    @callback
    def changed(self, event: Event[EventStateChangedData]) -> None:
        """Count a state that differs from the one before."""
        entity_id, state = event.data["entity_id"], event.data["new_state"]
        if state is None:
            self.removals += 1
            return
        self.writes += 1
        if self.statuses.get(entity_id) != state.state:
            self.changes += 1
            self.statuses[entity_id] = state.state

    @callback
    def reported(self, _: Event[EventStateReportedData]) -> None:
        """Count a state that was written again as it was."""
        self.rewrites += 1


def measure(*, is_quick: bool) -> Table:
    """Link locks and look at what they leave running; lead codes through their lives and count state writes."""
    none, one = _rest_of(0, 0), _rest_of(1, CODES)
    many, bare = _rest_of(LOCKS, CODES), _rest_of(LOCKS, 0)
    seen = on_home_assistants_loop(_life)
    per_lock = (many.listeners - one.listeners) / (LOCKS - 1)
    entities_a_code = (many.entities - bare.entities) / (LOCKS * CODES)
    return Table(
        "At rest, and at a change of status",
        f"Home Assistant's core in one process, with 1 and with {LOCKS} linked locks of {CODES} codes each: a third in "
        "force, a third to come, a third expired. Counted are the timers that wait in the event loop and the "
        "listeners of the event bus beyond those of no linked lock. Then two codes go through their lives on a lock "
        f"with {CODES - 1} others, and every state that a sensor of ours writes is counted.",
        (
            count(
                "timers",
                f"timers with {LOCKS} idle locks",
                many.timers - none.timers,
                LOCKS + 1,
            ),
            count("timers_one", "timers with 1 idle lock", one.timers - none.timers, 2),
            plain(
                "listeners", "listeners of the event bus, per lock", number(per_lock)
            ),
            count("entities_code", "entities, per code", entities_a_code, 1),
            plain(
                "entities_lock",
                "entities besides, per lock",
                number((bare.entities - none.entities) / LOCKS),
            ),
            count(
                "state_writes",
                f"state writes per change of status ({seen.writes} for {seen.changes} changes)",
                seen.writes / seen.changes,
                1,
            ),
            count(
                "state_rewrites",
                "unchanged states written again, per deletion: Home Assistant does so when a registry entry is detached",
                seen.rewrites / seen.removals,
                1,
            ),
        ),
    )


def _rest_of(locks: int, number: int) -> Rest:
    return on_home_assistants_loop(lambda: _rest(locks, number))


async def _rest(locks: int, number: int) -> Rest:
    async with house(lambda _: _adapter()) as hass:
        for index in range(locks):
            await _link(hass, f"door{index}", number)
        # Home Assistant's own files are written a while after a change: now, so that no timer waits for it.
        hass.bus.async_fire(EVENT_HOMEASSISTANT_FINAL_WRITE)
        await hass.async_block_till_done()
        return Rest(
            timers=_timers(hass),
            listeners=sum(hass.bus.async_listeners().values()),
            entities=_entities(hass),
        )


async def _life() -> Seen:
    """Lead a code through its life, and another one that is set when its window opens."""
    seen = Seen()
    async with house(lambda _: _adapter()) as hass:
        engine = await _link(hass, "door", CODES)
        await engine.async_sync()
        await hass.async_block_till_done()
        hass.bus.async_listen(EVENT_STATE_CHANGED, seen.changed, _is_of_sensor)
        hass.bus.async_listen(EVENT_STATE_REPORTED, seen.reported, _is_of_sensor)
        starts_at = dt_util.utcnow() + _SPAN
        family = CreateRequest(name="Family", code=pin(900))
        visitor = CreateRequest(
            name="Visitor",
            code=pin(901),
            starts_at=starts_at,
            ends_at=starts_at + _SPAN,
        )
        await _create(engine, "family", family)
        await _create(engine, "visitor", visitor)
        await _until(engine, family=Status.SET, visitor=Status.UNSET)
        await _until(engine, visitor=Status.SET)
        await _until(engine, visitor=Status.UNSET)
        await _delete(engine, "family")
        await _delete(engine, "visitor")
        await _until(engine, family=None, visitor=None)
        await hass.async_block_till_done()
        await asyncio.sleep(_SETTLED)
    return seen


@callback
def _is_of_sensor(event_data: Mapping[str, Any]) -> bool:
    entity_id: str = event_data["entity_id"]
    return entity_id.startswith("sensor.")


async def _create(engine: LockEngine, access_code_id: str, ask: CreateRequest) -> None:
    await engine.async_request(
        lambda record, world: requests.create(
            record, world, ask, access_code_id=access_code_id, draw=lambda _: 0
        )
    )


async def _delete(engine: LockEngine, access_code_id: str) -> None:
    await engine.async_request(
        lambda record, world: requests.delete(record, world, access_code_id)
    )


async def _until(engine: LockEngine, **statuses: Status | None) -> None:
    """Wait until the codes have these statuses; None: gone."""
    async with asyncio.timeout(_PATIENCE):
        while any(
            _status(engine, access_code_id) is not status
            for access_code_id, status in statuses.items()
        ):
            await asyncio.sleep(0.01)


def _status(engine: LockEngine, access_code_id: str) -> Status | None:
    view = engine.plan.views.get(access_code_id)
    return view.status if view is not None else None


async def _link(hass: HomeAssistant, name: str, number: int) -> LockEngine:
    """Link a lock with so many codes, and wait until it holds them."""
    lock = add_lock(hass, name)
    entry = await add_entry(hass, _record(lock.id, number), name)
    if not await hass.config_entries.async_setup(entry.entry_id):
        raise RuntimeError(f"{name} could not be linked: {entry.reason}")
    await hass.async_block_till_done()
    engine: LockEngine = entry.runtime_data.engine
    async with asyncio.timeout(_PATIENCE):
        while any(view.status is Status.SETTING for view in engine.plan.views.values()):
            await asyncio.sleep(0.01)
    return engine


def _adapter() -> TimedAdapter:
    return TimedAdapter(abilities(CODES + 2))


def _record(lock_id: str, number: int) -> LockRecord:
    """Return a record with a third of its codes in force, a third to come and a third expired."""
    now = dt_util.utcnow()
    windows = (
        Window(now - DAY, now + DAY),
        Window(now + DAY, now + 2 * DAY),
        Window(now - 2 * DAY, now - DAY),
    )
    many = [
        replace(code, window=windows[index % 3])
        for index, code in enumerate(codes(number, lock=lock_id, created_at=now - DAY))
    ]
    return record_of(many, abilities(CODES + 2), is_placed=False, lock=lock_id)


def _timers(hass: HomeAssistant) -> int:
    handles = get_scheduled_timer_handles(hass.loop)
    return sum(not handle.cancelled() for handle in handles)


def _entities(hass: HomeAssistant) -> int:
    entities = er.async_get(hass).entities.values()
    return sum(entity.platform == DOMAIN for entity in entities)
