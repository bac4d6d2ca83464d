"""What goes wrong in real homes: dead radios, power cuts, lying locks, curious guests."""

import asyncio
from contextlib import suppress
import random
from typing import Any

import pytest

from simulators.home import HomeError
from tests.e2e.codes import Code
from tests.e2e.house import BACK, ENTITIES, HALL, LOFT, STUDIO, House, iso


@pytest.mark.contract("1.1")
async def test_a_code_whose_window_ended_while_its_lock_was_away_and_home_assistant_restarted_is_removed(
    house: House,
) -> None:
    code = await house.create(HALL, name="Guest", code="483920", ends_at=iso(12))
    await house.wait_status(code, "set")
    await house.network.post(f"/locks/{HALL}/faults", silent=True)

    await house.home.restart()
    code = await house.wait_status(code, "removing", timeout=30)
    assert await house.held(HALL) == {"483920"}
    await house.network.post(f"/locks/{HALL}/faults")
    await house.network.post(f"/locks/{HALL}/wake")

    await house.wait_status(code, "unset", timeout=60)
    assert await house.held(HALL) == set()


async def test_a_deletion_while_the_lock_is_away_is_carried_out_when_it_returns(
    house: House,
) -> None:
    code = await house.wait_status(
        await house.create(HALL, name="Guest", code="483920"), "set"
    )
    await house.network.post(f"/locks/{HALL}/faults", silent=True)
    assert (await house.delete(code))["status"] == "removing"

    await house.home.kill()
    await house.home.start()
    code = await house.get(code)
    assert code["status"] == "removing"
    await house.network.post(f"/locks/{HALL}/faults")
    await house.network.post(f"/locks/{HALL}/wake")

    await house.wait_gone(code, timeout=60)
    assert await house.held(HALL) == set()


@pytest.mark.contract("13.29")
async def test_a_restart_with_nothing_to_do_sends_nothing(house: House) -> None:
    for node in (HALL, STUDIO, LOFT):
        await house.wait_status(
            await house.create(node, name="Family", code="483920"), "set"
        )
    await house.create(
        HALL, name="Guest", code="112935", starts_at=iso(3600), ends_at=iso(7200)
    )
    marks = {node: await house.mark(node) for node in (HALL, STUDIO, LOFT)}

    await house.home.restart()

    async def all_set() -> bool:
        codes = (await house.home.action("list"))["access_codes"]
        entries = await house.entries()
        return len(codes) == 4 and all(entry["state"] == "loaded" for entry in entries)

    await house.wait_until(all_set, "the codes")

    async def driver_is_back() -> bool:
        return bool(
            (await house.home.states())[ENTITIES[LOFT]]["state"]
            in ("locked", "unlocked")
        )

    await house.wait_until(driver_is_back, "the locks' return")
    # A create on another lock comes after whatever a start would have sent.
    await house.wait_status(await house.create(BACK, name="Probe"), "set")
    for node, mark in marks.items():
        assert await house.commands(node, mark) == [], node


async def test_nothing_acknowledged_is_lost_when_home_assistant_is_killed_amid_writes(
    house: House,
) -> None:
    chance = random.Random(7)
    wanted: dict[str, str] = {}
    deleted: set[str] = set()
    for _round in range(4):
        storm = asyncio.create_task(_storm(house, wanted, deleted))
        await asyncio.sleep(chance.uniform(0.1, 1.5))
        await house.home.kill()
        with suppress(ConnectionError, HomeError, TimeoutError):
            await storm
        await house.home.start()

    async def is_calm() -> bool:
        codes = (await house.home.action("list", lock=ENTITIES[HALL]))["access_codes"]
        return all(code["status"] == "set" and not code["errors"] for code in codes)

    await house.wait_until(is_calm, "calm", timeout=90)
    known = {
        code["access_code_id"]: code["code"]
        for code in (await house.home.action("list", lock=ENTITIES[HALL]))[
            "access_codes"
        ]
    }
    assert wanted.items() <= known.items()
    assert not deleted & known.keys()
    await house.wait_codes(HALL, set(known.values()))


async def _storm(house: House, wanted: dict[str, str], deleted: set[str]) -> None:
    """Create and delete without a pause; remember what was acknowledged and what was asked for."""
    while True:
        if len(wanted) > 12:
            access_code_id = next(iter(wanted))
            del wanted[access_code_id]
            await house.home.action("delete", access_code_id=access_code_id)
            deleted.add(access_code_id)
        answer = await house.home.action("create", lock=ENTITIES[HALL])
        code = answer["access_code"]
        wanted[code["access_code_id"]] = code["code"]


@pytest.mark.parametrize("node", [HALL, LOFT])
async def test_a_code_changed_at_the_keypad_is_put_back(
    house: House, node: int
) -> None:
    code = await house.wait_status(
        await house.create(node, name="Family", code="483920"), "set"
    )
    slot = next(iter(await house.network.codes(node)))
    await house.home.subscribe("access_codes_event")

    await house.network.post(f"/locks/{node}/keypad/set", slot=int(slot), pin="555123")

    await house.wait_codes(node, {slot: "483920"})
    code = await house.wait_status(code, "set")
    assert code["errors"] == []
    assert "access_code.modified_external" in [
        event["data"]["type"] for event in house.home.events
    ]


@pytest.mark.contract("8.6")
async def test_a_code_removed_at_the_keypad_is_put_back(house: House) -> None:
    code = await house.wait_status(
        await house.create(HALL, name="Family", code="483920"), "set"
    )
    slot = next(iter(await house.network.codes(HALL)))
    await house.home.subscribe("access_codes_event")

    await house.network.post(f"/locks/{HALL}/keypad/clear", slot=int(slot))

    async def is_told() -> bool:
        return "access_code.deleted_external" in [
            event["data"]["type"] for event in house.home.events
        ]

    await house.wait_until(is_told, "the event")
    await house.wait_codes(HALL, {slot: "483920"})
    await house.wait_status(code, "set")


@pytest.mark.contract("8.9")
async def test_an_allowed_change_at_the_keypad_stands_and_the_slot_is_cleared_at_the_end(
    house: House,
) -> None:
    code = await house.create(
        HALL,
        name="Guest",
        code="483920",
        ends_at=iso(15),
        is_external_modification_allowed=True,
    )
    await house.wait_status(code, "set")
    slot = next(iter(await house.network.codes(HALL)))

    await house.network.post(f"/locks/{HALL}/keypad/set", slot=int(slot), pin="555123")

    code = await house.wait_code(
        code, lambda now: now["code"] == "555123", "the new PIN"
    )
    assert code["status"] == "set"
    assert [warning["warning_code"] for warning in code["warnings"]] == [
        "external_modification_in_effect"
    ]
    await house.wait_status(code, "unset", timeout=40)
    assert await house.held(HALL) == set()


@pytest.mark.contract("12.7")
@pytest.mark.parametrize("node", [HALL, STUDIO])
async def test_a_lock_that_says_yes_and_does_nothing_is_found_out(
    house: House, node: int
) -> None:
    await house.network.post(f"/locks/{node}/faults", lie=True)
    code = await house.create(node, name="Guest", code="483920")

    code = await house.wait_code(
        code, lambda now: bool(now["errors"]), "an error", timeout=60
    )
    assert [error["error_code"] for error in code["errors"]] == [
        "failed_to_set_on_device"
    ]
    assert code["status"] == "setting"
    await house.network.post(f"/locks/{node}/faults")

    code = await house.wait_status(code, "set", timeout=60)
    assert code["errors"] == []
    assert await house.held(node) == {"483920"}


@pytest.mark.contract("1.1")
async def test_a_removal_that_the_lock_refuses_is_shown_and_tried_until_it_works(
    house: House,
) -> None:
    code = await house.wait_status(
        await house.create(HALL, name="Guest", code="483920"), "set"
    )
    await house.network.post(f"/locks/{HALL}/faults", lie=True)
    await house.delete(code)

    code = await house.wait_code(
        code, lambda now: bool(now["errors"]), "an error", timeout=60
    )
    assert [error["error_code"] for error in code["errors"]] == [
        "failed_to_remove_from_device"
    ]
    assert code["status"] == "removing"
    await house.network.post(f"/locks/{HALL}/faults")

    await house.wait_gone(code, timeout=60)
    assert await house.held(HALL) == set()


@pytest.mark.contract("13.30")
@pytest.mark.parametrize("node", [HALL, STUDIO, LOFT])
async def test_a_write_whose_answer_is_lost_is_settled_by_a_read(
    house: House, node: int
) -> None:
    await house.network.post(
        f"/locks/{node}/faults", lose_ack_after_write=True, count=1
    )
    code = await house.create(node, name="Guest", code="483920")

    await house.wait_status(code, "set", timeout=90)

    assert await house.held(node) == {"483920"}


async def test_a_slow_lock_is_waited_for(house: House) -> None:
    await house.network.post(f"/locks/{HALL}/faults", delay_ms=1500)
    code = await house.create(HALL, name="Guest", code="483920")

    code = await house.wait_status(code, "set", timeout=60)

    assert code["errors"] == []


@pytest.mark.contract("12.58")
async def test_slow_locks_that_are_read_before_their_first_write_are_waited_for(
    house: House,
) -> None:
    await house.home.restart()
    nodes = (HALL, STUDIO)
    for node in nodes:
        await house.network.post(f"/locks/{node}/faults", delay_ms=1500)
    codes = [await house.create(node, name="Guest", code="483920") for node in nodes]

    for code in codes:
        assert (await house.wait_status(code, "set", timeout=90))["errors"] == []


async def test_codes_wait_for_the_z_wave_server_to_return(house: House) -> None:
    code = await house.wait_status(
        await house.create(HALL, name="Old", code="483920"), "set"
    )
    await house.network.post("/server/stop")
    try:
        await house.delete(code)
        new = await house.create(HALL, name="New", code="112935")
        assert (await house.get(code))["status"] == "removing"
        assert (await house.get(new))["status"] == "setting"
    finally:
        await house.network.post("/server/start")

    await house.wait_gone(code, timeout=90)
    await house.wait_status(new, "set", timeout=60)
    assert await house.held(HALL) == {"112935"}


async def test_a_one_time_code_ends_with_its_first_use(house: House) -> None:
    code = await house.create(HALL, name="Courier", code="483920", is_one_time_use=True)
    await house.wait_status(code, "set")
    slot = next(iter(await house.network.codes(HALL)))
    await house.home.subscribe("access_codes_event")

    await house.network.post(
        f"/locks/{HALL}/keypad/use", slot=int(slot), action="unlock"
    )

    await house.wait_status(code, "unset")
    assert await house.held(HALL) == set()
    used: list[Any] = [
        event["data"]
        for event in house.home.events
        if event["data"]["type"] == "access_code.used"
    ]
    assert [event["access_code_id"] for event in used] == [code["access_code_id"]]


async def test_a_lock_that_lost_everything_gets_it_back(house: House) -> None:
    codes: list[Code] = []
    for number in range(3):
        code = await house.create(HALL, name=f"Code {number}", code=f"48392{number}")
        codes.append(await house.wait_status(code, "set"))

    await house.network.post(f"/locks/{HALL}/reset")

    await house.wait_codes(HALL, {"483920", "483921", "483922"}, timeout=60)
    for code in codes:
        await house.wait_status(code, "set")
