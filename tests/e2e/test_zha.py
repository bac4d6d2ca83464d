"""Locks of a real ZHA in a real Home Assistant, driven over REST and WebSocket only."""

from collections.abc import AsyncIterator
import json
from pathlib import Path

import pytest
import pytest_asyncio

from simulators.home import Home
from simulators.zigbee.state import Faults
from tests.e2e.zha_house import BACK, HALL, ZhaHouse


@pytest_asyncio.fixture(scope="module", loop_scope="session")
async def shared_house(
    tmp_path_factory: pytest.TempPathFactory,
) -> AsyncIterator[ZhaHouse]:
    """Provide a Home Assistant with all locks linked."""
    home = Home(tmp_path_factory.mktemp("zha") / "home")
    home.prepare()
    house = ZhaHouse(home)
    try:
        await house.start()
        yield house
    finally:
        await house.stop()


@pytest_asyncio.fixture(loop_scope="session")
async def house(shared_house: ZhaHouse) -> AsyncIterator[ZhaHouse]:
    """Provide the house with no codes and no faults, before and after the test."""
    await shared_house.tidy()
    yield shared_house
    await shared_house.tidy()


@pytest.mark.contract("12.202")
@pytest.mark.parametrize("lock", [HALL, BACK])
async def test_a_code_is_set_replaced_and_deleted(house: ZhaHouse, lock: int) -> None:
    await house.create_set(lock, name="Before", code="246802")
    mark = house.mark()
    code = await house.create_set(lock, name="Family", code="0123")
    assert house.locks[lock].pins() == {"1": "246802", "2": "0123"}
    assert code["errors"] == []
    # A lock that masks its PINs confirms by its own report.
    counted = {} if lock == BACK else {"get": 1}
    assert house.counts(lock, mark) == {"set": 1, **counted}

    mark = house.mark()
    code = await house.update(code, code="295731")
    await house.wait_status(code, "set")
    assert house.locks[lock].pins() == {"1": "246802", "2": "295731"}
    assert house.counts(lock, mark) == {"set": 1, **counted}

    mark = house.mark()
    await house.delete(code)
    await house.wait_gone(code)
    assert house.locks[lock].pins() == {"1": "246802"}
    assert house.counts(lock, mark).get("clear") == 1


@pytest.mark.contract("12.208")
@pytest.mark.parametrize("lock", [HALL, BACK])
async def test_a_use_at_the_keypad_names_its_code(house: ZhaHouse, lock: int) -> None:
    await house.create_set(lock, name="Family", code="483920")
    guest = await house.create_set(lock, name="Guest", code="112935")
    await house.home.subscribe("access_codes_event")
    house.locks[lock].use(2)
    used = await house.wait_event("access_code.used")
    assert used["access_code_id"] == guest["access_code_id"]


@pytest.mark.contract("12.209")
@pytest.mark.parametrize("lock", [HALL, BACK])
async def test_a_change_at_the_keypad_is_put_right(house: ZhaHouse, lock: int) -> None:
    await house.create_set(lock, name="Family", code="483920")
    await house.home.subscribe("access_codes_event")
    house.locks[lock].program(1, "555123")
    await house.wait_pins(lock, {"1": "483920"})
    await house.wait_event("access_code.modified_external")


@pytest.mark.contract("13.29")
async def test_a_restart_of_home_assistant_writes_nothing(house: ZhaHouse) -> None:
    for lock in (HALL, BACK):
        await house.create_set(lock, name="Family", code="483920")
    mark = house.mark()
    await house.home.restart()
    await house.wait_until(house.are_linked, "the entries", timeout=120)
    # A code on the same lock comes after whatever a start would have sent.
    await house.create_set(HALL, name="Guest", code="112935")
    for lock in (HALL, BACK):
        counts = house.counts(lock, mark)
        assert counts.get("set", 0) == (1 if lock == HALL else 0)
        assert counts.get("clear", 0) == 0
        assert counts.get("attributes", 0) <= 1
        # The last slot, and each code; of the new one its slot before and after
        assert counts.get("get", 0) <= (4 if lock == HALL else 2)
        assert house.locks[lock].pins()["1"] == "483920"


async def test_a_kill_amid_a_command_leaves_no_code_in_doubt(house: ZhaHouse) -> None:
    lock = house.locks[HALL]
    lock.faults = Faults(delay=2)
    code = await house.create(HALL, name="Guest", code="483920")
    await house.home.kill()
    lock.faults = Faults()
    await house.home.start()
    await house.wait_status(code, "set", timeout=120)
    assert lock.pins() == {"1": "483920"}
    await house.delete(code)
    await house.wait_gone(code)
    assert lock.pins() == {}


@pytest.mark.contract("12.207")
async def test_a_lock_that_was_away_gets_only_what_is_wanted_at_the_end(
    house: ZhaHouse,
) -> None:
    lock = house.locks[HALL]
    kept = await house.create_set(HALL, name="Family", code="483920")
    lock.faults = Faults(offline=True, give_up_after=0.1)
    gone = await house.create(HALL, name="Guest", code="112935")
    await house.delete(gone)
    code = await house.update(kept, code="295731")
    lock.faults = Faults()
    lock.check_in()
    await house.wait_status(code, "set", timeout=120)
    await house.wait_gone(gone)
    assert lock.pins() == {"1": "295731"}


@pytest.mark.contract("12.211")
async def test_a_lock_that_joins_again_with_another_address_is_followed(
    house: ZhaHouse,
) -> None:
    code = await house.create_set(BACK, name="Family", code="483920")
    lock = house.locks[BACK]
    lock.rejoins += 1
    house.air.join(lock)
    code = await house.update(code, code="295731")
    await house.wait_status(code, "set", timeout=120)
    assert lock.pins() == {"1": "295731"}


@pytest.mark.contract("12.212")
async def test_no_pin_of_ours_is_left_where_it_does_not_belong(house: ZhaHouse) -> None:
    await house.home.call("subscribe_events")
    pins = ["90817263", "71829304", "60718293", "81726354", "30918273"]
    for lock in (HALL, BACK):
        entity_id = house.entities[lock]
        code = await house.create_unrecorded(entity_id, "Family", pins[0])
        await house.wait_status(code, "set", 60)
        await house.renew_unrecorded(code, pins[1])
        await house.wait_status(code, "set", 60)
        guest = await house.create_unrecorded(entity_id, "Guest", pins[2])
        await house.wait_status(guest, "set", 60)
        house.locks[lock].use(2)
        house.locks[lock].program(2, pins[3])
        await house.wait_pins(lock, {"1": pins[1], "2": pins[2]})
    house.locks[HALL].faults = Faults(set_status=1)
    refused = await house.create_unrecorded(house.entities[HALL], "Refused", pins[4])
    await house.wait_code(refused, lambda now: bool(now["errors"]), "an error", 60)
    diagnostics = [
        await house.home.rest("GET", f"/api/diagnostics/config_entry/{entry_id}")
        for entry_id in [
            entry["entry_id"]
            for domain in ("access_codes", "zha")
            for entry in await house.home.call("config_entries/get", domain=domain)
        ]
    ]
    states = await house.home.states()
    events = [*house.home.events]
    await house.home.stop()
    files = {path.name: path.read_bytes() for path in _files(house.home.folder)}
    await house.home.start()
    await house.wait_until(house.are_linked, "the entries", timeout=120)

    assert "zigbee.db" in files
    seen = {
        "diagnostics": json.dumps(diagnostics),
        "states": json.dumps(states),
        "events": json.dumps(events),
        **{name: content.decode("latin-1") for name, content in files.items()},
    }
    assert not [
        (name, pin) for name, text in seen.items() for pin in pins if pin in text
    ]


def _files(folder: Path) -> list[Path]:
    """Return all files that Home Assistant wrote, our own storage aside."""
    return [
        path
        for path in folder.rglob("*")
        if path.is_file()
        and not path.is_symlink()
        and not path.name.startswith("access_codes.")
        and "custom_components" not in path.parts
    ]
