"""A lock replaced by another, both real simulated ones on a real Z-Wave network."""

from collections.abc import AsyncIterator
from typing import Any

import pytest_asyncio

from tests.e2e.house import ENTITIES, HALL, SPARE, SPARE_ENTITY, House, iso

_FLOW = "/api/config/config_entries/flow"
_FIX = "/api/repairs/issues/fix"
_OLD = ENTITIES[HALL]


async def _answer(
    house: House, path: str, step: dict[str, Any], answer: dict[str, Any]
) -> dict[str, Any]:
    """Answer a step; follow progress to its end."""
    path = f"{path}/{step['flow_id']}"
    step = await house.home.rest("POST", path, answer)
    last = [step]

    async def ended() -> bool:
        if last[0]["type"] == "progress":
            last[0] = await house.home.rest("GET", path)
        return bool(last[0]["type"] != "progress")

    await house.wait_until(ended, "the end of the progress", timeout=120)
    return last[0]


async def _replace(house: House, entry_id: str, new: str) -> dict[str, Any]:
    step = await house.home.rest(
        "POST", _FLOW, {"handler": "access_codes", "entry_id": entry_id}
    )
    assert step["step_id"] == "reconfigure", step
    step = await _answer(house, _FLOW, step, {"lock": new})
    assert step["step_id"] == "replace", step
    return await _answer(house, _FLOW, step, {})


async def _entry_of(house: House, entity_id: str) -> str:
    """Return the entry whose codes a lock has."""
    registry = await house.home.call("config/entity_registry/list")
    [lock] = [entry for entry in registry if entry["entity_id"] == entity_id]
    entry_ids = {
        entry["config_entry_id"]
        for entry in registry
        if entry["platform"] == "access_codes"
        and entry["device_id"] == lock["device_id"]
    }
    assert len(entry_ids) == 1, entry_ids
    return str(entry_ids.pop())


@pytest_asyncio.fixture(loop_scope="session")
async def replaced(house: House) -> AsyncIterator[dict[str, dict[str, Any]]]:
    """Set two codes on a lock, have a third wait; afterwards put the old lock back in its slot."""
    codes = {
        "Family": await house.create(HALL, name="Family", code="483920"),
        "Guest": await house.create(
            HALL, name="Guest", code="295731", ends_at=iso(3600)
        ),
        "Later": await house.create(
            HALL, name="Later", code="618243", starts_at=iso(3600), ends_at=iso(7200)
        ),
    }
    await house.wait_codes(HALL, {"483920", "295731"})
    entry_id = await _entry_of(house, _OLD)
    yield codes
    await house.tidy()
    step = await _replace(house, entry_id, _OLD)
    assert step["reason"] == "reconfigure_successful", step
    assert not await house.issues()


async def test_codes_move_to_another_lock_and_the_old_one_is_really_empty(
    house: House, replaced: dict[str, dict[str, Any]]
) -> None:
    entities = {name: await house.entity_of(code) for name, code in replaced.items()}
    await house.network.post(f"/locks/{HALL}/keypad/set", slot=9, pin="70707")
    entry_id = await _entry_of(house, _OLD)

    step = await _replace(house, entry_id, SPARE_ENTITY)

    assert step["reason"] == "reconfigure_successful", step
    assert await house.held(HALL) == {"70707"}
    await house.wait_codes(SPARE, {"483920", "295731"})
    for name, code in replaced.items():
        now = await house.wait_status(code, "unset" if name == "Later" else "set")
        assert now["lock_entity_id"] == SPARE_ENTITY
        assert not now["errors"]
        for field in ("access_code_id", "code", "created_at", "starts_at", "ends_at"):
            assert now[field] == code[field]
        assert await house.entity_of(code) == entities[name]
    assert await _entry_of(house, SPARE_ENTITY) == entry_id
    assert not await house.issues()

    await house.home.restart()
    mark = await house.mark(SPARE)
    for name, code in replaced.items():
        await house.wait_status(code, "unset" if name == "Later" else "set")
    assert not {"set", "clear"} & set(await house.commands(SPARE, mark))
    assert await house.held(HALL) == {"70707"}


async def test_a_dead_lock_is_replaced_and_its_codes_are_taken_off_when_it_is_back(
    house: House, replaced: dict[str, dict[str, Any]]
) -> None:
    await house.network.post(f"/locks/{HALL}/faults", silent=True)

    step = await _replace(house, await _entry_of(house, _OLD), SPARE_ENTITY)

    assert step["reason"] == "replaced_codes_left", step
    assert step["description_placeholders"] == {"codes": "Family, Guest"}
    await house.wait_codes(SPARE, {"483920", "295731"})
    assert await house.held(HALL) == {"483920", "295731"}

    await house.home.kill()
    await house.home.start()

    [issue] = await house.issues()
    assert issue["translation_key"] == "codes_left_on_lock"
    assert issue["translation_placeholders"]["lock"] == "Hall door"
    assert issue["translation_placeholders"]["codes"] == "Family, Guest"
    await house.network.post(f"/locks/{HALL}/faults")
    await house.network.post(f"/locks/{HALL}/wake")

    async def is_back() -> bool:
        return bool((await house.home.states())[_OLD]["state"] != "unavailable")

    await house.wait_until(is_back, "the lock's return")
    fix = {"handler": "access_codes", "issue_id": issue["issue_id"]}
    step = await house.home.rest("POST", _FIX, fix)
    step = await _answer(house, _FIX, step, {"next_step_id": "take_off"})

    assert step["type"] == "create_entry", step
    assert await house.held(HALL) == set()
    assert await house.held(SPARE) == {"483920", "295731"}
    assert not await house.issues()
