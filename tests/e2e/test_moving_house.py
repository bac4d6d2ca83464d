"""A household moves: its codes are exported on one real Home Assistant and imported into another."""

from collections.abc import AsyncIterator
import json
from pathlib import Path
from typing import Any

import pytest
import pytest_asyncio

from simulators.home import Home, HomeError, wait_for
from tests.e2e.codes import Codes
from tests.e2e.house import iso

FRONT, GARDEN = "lock.front_door", "lock.garden_gate"
PINS = {"Ada": "739184", "Bea": "80264917", "Cleaner": "516203"}
PASSPHRASE = "five words that nobody guesses"


async def _async_open(folder: Path, *locks: str) -> Codes:
    """Start a Home Assistant with locks whose codes it checks."""
    home = Home(folder)
    home.prepare()
    await home.start()

    async def are_there() -> bool:
        return {FRONT, GARDEN} <= (await home.states()).keys()

    await wait_for(are_there, 60, "the locks")
    step = await home.flow("access_codes", {"locks": [*locks]}, {"method": "keypad"})
    assert step["type"] == "create_entry", step

    async def are_linked() -> bool:
        entries = await Codes(home).entries()
        return [entry["state"] for entry in entries] == ["loaded"] * len(locks)

    await wait_for(are_linked, 60, "the links")
    return Codes(home)


@pytest_asyncio.fixture(loop_scope="session")
async def old(tmp_path: Path) -> AsyncIterator[Codes]:
    """Provide the Home Assistant that the household leaves: both locks are linked."""
    codes = await _async_open(tmp_path / "old", FRONT, GARDEN)
    yield codes
    await codes.home.stop()


@pytest_asyncio.fixture(loop_scope="session")
async def new(tmp_path: Path) -> AsyncIterator[Codes]:
    """Provide the Home Assistant that it moves to: one lock is linked."""
    codes = await _async_open(tmp_path / "new", FRONT)
    yield codes
    await codes.home.stop()


def _leaks(home: Home, *secrets: str) -> list[str]:
    """Return the files in which a secret stands, our own storage aside."""
    return [
        path.name
        for path in home.folder.rglob("*")
        if path.is_file()
        and not path.is_symlink()
        and not path.name.startswith("access_codes.")
        and "custom_components" not in path.parts
        and any(secret.encode() in path.read_bytes() for secret in secrets)
    ]


def _shown(answer: Any) -> set[tuple[str, str, str | None, str | None]]:
    return {
        (each["name"], each["outcome"], each["lock_entity_id"], each["translation_key"])
        for each in answer["results"]
    }


@pytest.mark.contract("17.50", "17.54", "17.56", "17.57", "17.59")
async def test_the_codes_of_a_household_go_on_in_another_home_assistant(
    old: Codes, new: Codes
) -> None:
    window = {"starts_at": iso(-60), "ends_at": iso(3600)}
    for name, lock, fields in (
        ("Ada", FRONT, {"common_code_key": "ada"}),
        ("Ada", GARDEN, {"common_code_key": "ada"}),
        ("Bea", FRONT, window),
        ("Cleaner", GARDEN, {**window, "recurrence": "FREQ=DAILY"}),
    ):
        await old.home.call(
            "access_codes/create", lock=lock, name=name, code=PINS[name], **fields
        )
    exported = await old.home.action("export_codes", passphrase=PASSPHRASE)
    export = exported["export"]
    assert (exported["exported"], exported["left_out"]) == (4, [])

    # The wrong passphrase first, as it happens.
    with pytest.raises(HomeError) as refused:
        await new.home.action(
            "import_codes", export=export, passphrase="five words that I forgot"
        )
    assert refused.value.translation_key == "export_not_opened"
    # By its own entity id the gate is not linked here; a person lets the front door have its codes.
    call: dict[str, Any] = {"export": export, "passphrase": PASSPHRASE}
    tried = await new.home.action("import_codes", **call)
    assert _shown(tried) == {
        ("Ada", "created", FRONT, None),
        ("Bea", "created", FRONT, None),
        ("Ada", "refused", None, "lock_not_linked"),
        ("Cleaner", "refused", None, "lock_not_linked"),
    }
    assert (await new.home.action("list"))["access_codes"] == []
    call["lock_mapping"] = {GARDEN: FRONT}
    done = await new.home.action("import_codes", dry_run=False, **call)
    assert _shown(done) == {
        ("Ada", "created", FRONT, None),
        ("Bea", "created", FRONT, None),
        ("Ada", "already_there", FRONT, None),
        ("Cleaner", "created", FRONT, None),
    }
    codes = (await new.home.action("list"))["access_codes"]
    assert {code["name"]: code["code"] for code in codes} == PINS
    assert {code["status"] for code in codes} == {"set"}
    ada, cleaner = (
        next(code for code in codes if code["name"] == name)
        for name in ("Ada", "Cleaner")
    )
    assert ada["common_code_key"] == "ada"
    assert cleaner["recurrence"] == "FREQ=DAILY"
    # At the door everyone is let in as before.
    for pin in PINS.values():
        entered = await new.home.call("access_codes/enter_code", lock=FRONT, code=pin)
        assert entered["granted"]

    # After a restart, too; and nothing of it stands anywhere but in our own files.
    for each in (old, new):
        await each.home.stop()
        assert _leaks(each.home, *PINS.values(), PASSPHRASE, export[:60]) == []
        # The calls themselves are recorded.
        assert "home-assistant_v2.db" in _leaks(each.home, "withheld")
    await new.home.start()
    again = await new.home.action("import_codes", dry_run=False, **call)
    assert {each["outcome"] for each in again["results"]} == {"already_there"}
    assert "export" not in json.dumps(await new.home.states())
