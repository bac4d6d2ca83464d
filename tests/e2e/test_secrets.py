"""No PIN stands anywhere but in our own file: a whole life of codes, then a search of everything."""

import json
from pathlib import Path
from typing import Any

import pytest

from simulators.home import HomeError
from tests.e2e.house import ENTITIES, HALL, KEYPAD, LOFT, STUDIO, House, iso


@pytest.mark.contract("1.2")
async def test_no_pin_leaks_in_a_whole_life_of_codes(house: House) -> None:
    pins: list[str] = []
    codes: list[dict[str, Any]] = []
    await house.home.call("subscribe_events")
    for node in (HALL, STUDIO, LOFT):
        entity_id = ENTITIES[node]
        length = 8 if node != LOFT else 10
        generated = await house.home.action(
            "create", lock=entity_id, name="Generated", preferred_code_length=length
        )
        codes.append(generated["access_code"])
        windowed = await house.home.call(
            "access_codes/create",
            lock=entity_id,
            name="Windowed",
            code="90817263",
            ends_at=iso(20),
        )
        codes.append(windowed["access_code"])
    keypad = await house.home.call(
        "access_codes/create", lock=KEYPAD, name="Keypad", code="9081726354"
    )
    codes.append(keypad["access_code"])
    pins.append("12345678901234567890")
    pins.extend(code["code"] for code in codes)
    for code in codes[:-1]:
        await house.wait_status(code, "set")

    renewed = await house.home.call(
        "access_codes/update",
        access_code_id=codes[0]["access_code_id"],
        code="71829304",
    )
    pins.append(renewed["access_code"]["code"])
    await house.wait_status(codes[0], "set")
    # Bad input with PINs in it: by WebSocket, where the schema and the handler refuse.
    for bad in ("12", "12345678901234567890", "71829304"):
        with pytest.raises(HomeError) as refused:
            await house.home.call("access_codes/create", lock=ENTITIES[HALL], code=bad)
        assert bad not in refused.value.message or len(bad) < 4
    for typed in ("8172635490", "9081726354"):
        pins.append(typed)
        await house.home.call("access_codes/enter_code", lock=KEYPAD, code=typed)
    await house.network.post(f"/locks/{HALL}/faults", lie=True)
    failing = await house.home.call(
        "access_codes/create", lock=ENTITIES[HALL], name="Failing", code="60718293"
    )
    pins.append("60718293")
    await house.wait_code(
        failing["access_code"], lambda now: bool(now["errors"]), "an error", timeout=60
    )
    await house.network.post(f"/locks/{HALL}/faults")
    diagnostics = [
        await house.home.rest(
            "GET", f"/api/diagnostics/config_entry/{entry['entry_id']}"
        )
        for entry in await house.entries()
    ]
    issues = await house.issues()
    states = await house.home.states()
    events = list(house.home.events)
    await house.home.stop()
    files = {path.name: path.read_bytes() for path in _files(house.home.folder)}
    await house.home.start()

    for pin in pins:
        assert pin not in json.dumps(diagnostics)
        assert pin not in json.dumps(issues)
        assert pin not in json.dumps(states)
        assert pin not in json.dumps(events)
        leaks = [name for name, content in files.items() if pin.encode() in content]
        assert not leaks


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


@pytest.mark.contract("13.1")
async def test_our_own_file_is_readable_by_its_owner_only(house: House) -> None:
    await house.wait_status(await house.create(HALL, name="Family"), "set")

    files = list(house.home.storage.glob("access_codes.*"))

    assert files
    assert {oct(path.stat().st_mode & 0o777) for path in files} == {"0o600"}
