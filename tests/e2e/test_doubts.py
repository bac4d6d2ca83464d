"""What is on disk and what is on the lock part ways while nobody looks: a person is asked, and nothing is set before."""

from simulators.repairs import fix
from tests.e2e.house import ENTITIES, HALL, House
from tests.support.record_files import put_back, record_files

PINS = ("483920", "112935", "660471")


async def _create(house: House, *pins: str) -> list[str]:
    """Create codes on the hall door and return their ids, once the lock holds them."""
    codes = []
    for pin in pins:
        code = await house.create(HALL, name=f"Code {pins.index(pin)}", code=pin)
        codes.append((await house.wait_status(code, "set"))["access_code_id"])
    return codes


async def _slot_of(house: House, pin: str) -> int:
    held = await house.network.codes(HALL)
    return next(int(slot) for slot, one in held.items() if one == pin)


async def _status(house: House, access_code_id: str) -> str:
    return str((await house.get({"access_code_id": access_code_id}))["status"])


async def _come_up_and_look(house: House) -> None:
    """Start, and have the lock read in full."""
    await house.home.start()

    async def lock_is_back() -> bool:
        states = await house.home.states()
        return states[ENTITIES[HALL]]["state"] in ("locked", "unlocked")

    await house.wait_until(lock_is_back, "the lock's return", timeout=60)
    await house.sync(ENTITIES[HALL])


async def test_two_codes_changed_while_home_assistant_is_down_are_asked_about(
    house: House,
) -> None:
    removed, changed, kept = await _create(house, *PINS)
    await house.home.kill()
    for pin, new in ((PINS[0], None), (PINS[1], "555123")):
        what = "clear" if new is None else "set"
        slot = await _slot_of(house, pin)
        fields = {"slot": slot} if new is None else {"slot": slot, "pin": new}
        await house.network.post(f"/locks/{HALL}/keypad/{what}", **fields)
    mark = await house.mark(HALL)

    await _come_up_and_look(house)

    issue = await house.wait_issue("journal_behind_lock")
    assert not {"set", "clear"} & set(await house.commands(HALL, mark))
    assert await fix(house.home, issue, "trust_lock")
    await house.wait_no_issues()
    assert await house.held(HALL) == {"555123", PINS[2]}
    statuses = [await _status(house, code) for code in (removed, changed, kept)]
    assert statuses == ["unset", "set", "set"]


async def test_a_lock_reset_while_home_assistant_is_down_gets_everything_back_unasked(
    house: House,
) -> None:
    codes = await _create(house, *PINS)
    await house.home.kill()
    await house.network.post(f"/locks/{HALL}/reset", silently=True)

    await _come_up_and_look(house)

    await house.wait_codes(HALL, set(PINS), timeout=60)
    await house.wait_no_issues()
    assert [await _status(house, code) for code in codes] == ["set"] * 3


async def test_a_backup_brings_no_deleted_code_back_and_leaves_no_new_one_unseen(
    house: House,
) -> None:
    deleted, kept = await _create(house, *PINS[:2])
    path = await house.file_of(HALL)
    backup = record_files(path)
    await _create(house, PINS[2])
    await house.delete({"access_code_id": deleted})
    await house.wait_gone({"access_code_id": deleted})
    await house.home.kill()
    put_back(path, backup)

    await _come_up_and_look(house)

    issue = await house.wait_issue("journal_behind_lock")
    assert await house.held(HALL) == set(PINS[1:])
    assert await fix(house.home, issue, "trust_lock")
    await house.wait_no_issues()
    assert await _status(house, deleted) == "unset"
    assert await _status(house, kept) == "set"
    await house.delete({"access_code_id": deleted})
    await house.wait_gone({"access_code_id": deleted})
    assert await house.held(HALL) == set(PINS[1:])


async def test_a_damaged_file_stops_everything_until_the_last_good_copy_is_restored(
    house: House,
) -> None:
    (code,) = await _create(house, PINS[0])
    path = await house.file_of(HALL)
    await house.home.kill()
    path.write_bytes(path.read_bytes()[:100])
    mark = await house.mark(HALL)

    await house.home.start()

    issue = await house.wait_issue("storage_unreadable")
    assert not {"set", "clear"} & set(await house.commands(HALL, mark))
    assert await house.held(HALL) == {PINS[0]}
    assert await fix(house.home, issue, "restore")
    await house.wait_status({"access_code_id": code}, "set")
    await house.wait_no_issues()
    assert await house.held(HALL) == {PINS[0]}
