"""Decide a change of several locks at once: checked on all of them, made certain by one write, then applied by all."""

import asyncio
from collections.abc import Callable, Sequence
from contextlib import AsyncExitStack
from uuid import uuid4

from homeassistant.core import Context, HomeAssistant
from homeassistant.util.async_ import create_eager_task

from ..core.model import GroupChange, GroupPart, Plan
from ..core.record.edit import asked_by
from ..core.requests.group import Member
from .group_changes import async_group_changes
from .lock_engine import LockEngine
from .pacing import async_pace

type Decide = Callable[[Sequence[Member]], tuple[GroupPart, ...]]
"""Checks a request on all locks, and returns the part of each. What it raises passes through."""


# contract 6.104
async def async_change_group(
    hass: HomeAssistant,
    engines: Sequence[LockEngine],
    decide: Decide,
    context: Context,
) -> tuple[GroupPart, ...]:
    """Change the codes of several locks, all or none; return the parts once the change is certain.

    All locks rest meanwhile, so that what was checked still holds. Events carry the context. Raises the exceptions
    of ``decide``, and StorageFailed; then nothing is changed.
    """
    await asyncio.gather(
        *(create_eager_task(engine.async_introduced()) for engine in engines)
    )
    # A caller that is gone must not leave a change that is certain and not applied.
    return await asyncio.shield(
        hass.async_create_task(
            _async_change(hass, engines, decide, context),
            "access codes: change several locks",
        )
    )


async def _async_change(
    hass: HomeAssistant,
    engines: Sequence[LockEngine],
    decide: Decide,
    context: Context,
) -> tuple[GroupPart, ...]:
    async with AsyncExitStack() as stack:
        # In one order, so that no two changes wait for each other.
        for engine in sorted(engines, key=lambda engine: engine.entry_id):
            await stack.enter_async_context(engine.async_at_rest())
        parts = decide([(engine.record, engine.world) for engine in engines])
        change = GroupChange(
            str(uuid4()),
            {
                engine.entry_id: part
                for engine, part in zip(engines, parts, strict=True)
                if not part.is_empty
            },
        )
        if change.parts:
            await _async_apply(hass, engines, change, context)
        return parts


async def _async_apply(
    hass: HomeAssistant,
    engines: Sequence[LockEngine],
    change: GroupChange,
    context: Context,
) -> None:
    """Make a change certain and apply it: each lock is planned while the disk writes. Raises StorageFailed before that."""
    plans: list[tuple[LockEngine, Plan]] = []

    async def plan() -> None:
        for engine in engines:
            if engine.entry_id in change.parts:
                await async_pace(hass).async_step()
                with asked_by(context.user_id):
                    plans.append((engine, engine.plan_with(change)))

    await async_group_changes(hass).async_decide(change, plan())
    for engine, planned in plans:
        engine.adopt(planned, context)
