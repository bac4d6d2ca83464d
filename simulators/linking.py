"""Locks of a real Home Assistant, linked as a user would, and codes for them."""

from typing import Any, Final

from .home import Home, wait_for

FRONT: Final = "lock.front_door"
GARDEN: Final = "lock.garden_gate"
"""The two locks of every home (``Home.prepare``), which keep no codes themselves."""


async def link(home: Home, locks: list[str], *answers: dict[str, Any]) -> None:
    """Link locks, once they are there, with the answers to what is asked then."""

    async def are_there() -> bool:
        states = await home.states()
        return all(
            states.get(lock, {}).get("state") in ("locked", "unlocked")
            for lock in locks
        )

    await wait_for(are_there, 60, "the locks")
    step = await home.flow("access_codes", {"locks": locks}, *answers)
    if step["type"] != "create_entry":
        raise RuntimeError(f"the locks could not be linked: {step}")

    async def are_linked() -> bool:
        entries = await home.call("config_entries/get", domain="access_codes")
        return len(entries) == len(locks) and all(
            entry["state"] == "loaded" for entry in entries
        )

    await wait_for(are_linked, 60, "linking the locks")


async def link_keypads(home: Home) -> None:
    """Link the two locks of every home, with codes that Home Assistant checks."""
    await link(home, [FRONT, GARDEN], {"method": "keypad"})


async def create(home: Home, lock: str, name: str, **fields: Any) -> dict[str, Any]:
    """Create a code over WebSocket, which keeps its PIN out of the recorder."""
    answer = await home.call("access_codes/create", lock=lock, name=name, **fields)
    return dict(answer["access_code"])


async def create_used_up(home: Home, lock: str, name: str) -> None:
    """Create a code of a keypad for one use, and use it."""
    code = await create(home, lock, name, is_one_time_use=True)
    await home.call("access_codes/enter_code", lock=lock, code=code["code"])
