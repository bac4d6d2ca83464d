"""Backup codes, as the platform has them: a reserve of PINs on the lock, one of which is pulled for a code that is not set."""

from typing import Any

from custom_components.access_codes.core.model import Reach
from tests.acceptance.home import FRONT, Home, ids, instant, warnings, window
from tests.support.slot_locks import async_settle

POOL: dict[str, Any] = {"use_backup_access_code_pool": True}
STAY = window("01 13:00", "03 11:00")


async def reserve(home: Home) -> list[Any]:
    """Return the backup codes of the front door."""
    codes = await home.listed(lock=FRONT, include_backup=True)
    return [code for code in codes if code["is_backup"]]


async def pulled(home: Home, code: Any) -> Any:
    """Pull a backup code for a code."""
    answer = await home.call(
        "pull_backup_access_code", access_code_id=code["access_code_id"]
    )
    await async_settle(home.hass)
    return answer["access_code"]


async def test_a_code_brings_a_reserve_that_is_not_listed(home: Home) -> None:
    """Ours holds three, not one, and lists them when asked for."""
    first = await home.create(**STAY, **POOL)
    backups = await reserve(home)
    assert len(backups) == 3
    assert home.front.pins == {code["code"] for code in backups}
    second = await home.create(**STAY)
    assert ids(await home.listed(lock=FRONT)) == ids([first, second])


async def test_a_pulled_code_is_on_the_same_lock_and_named_by_its_original(
    home: Home,
) -> None:
    code = await home.create(**STAY, **POOL)
    backup = await pulled(home, code)
    assert backup["device_id"] == code["device_id"]
    code = await home.code(code)
    assert code["pulled_backup_access_code_id"] == backup["access_code_id"]
    assert warnings(code) == ["using_backup_access_code"]


async def test_pull_backup_access_code_works_at_once_and_the_reserve_is_refilled(
    home: Home,
) -> None:
    home.front.slots = dict.fromkeys(map(str, range(1, 9)))
    await async_settle(home.hass)
    code = await home.create(**STAY, **POOL)
    home.front.become(Reach.OFFLINE)
    backup = await pulled(home, code)
    assert backup["status"] == "set"
    assert backup["code"] in home.front.pins
    home.front.become(Reach.REACHABLE)
    await async_settle(home.hass)
    assert len(home.front.pins) == 4
    assert "backup_access_code_pulled" in home.story(code)


async def test_a_second_pull_gives_the_same_code(home: Home) -> None:
    code = await home.create(**STAY, **POOL)
    first, second = await pulled(home, code), await pulled(home, code)
    assert ids([first]) == ids([second])


async def test_an_ongoing_code_has_no_reserve(home: Home) -> None:
    words = await home.refused("create", lock=FRONT, **POOL)
    assert words == (
        "use_backup_access_code_pool: backup codes are for codes with an end. For an ongoing code they would stay on the"
        " lock for ever"
    )


async def test_nothing_is_pulled_for_an_ongoing_code(home: Home) -> None:
    code = await home.create()
    words = await home.refused(
        "pull_backup_access_code", access_code_id=code["access_code_id"]
    )
    assert words == (
        "access_code_id: Access code 1 is ongoing. A backup code is pulled for a code with an end only"
    )


async def test_a_pulled_code_ends_with_its_original(home: Home) -> None:
    code = await home.create(**STAY, **POOL)
    backup = await pulled(home, code)
    assert instant("03 11:00").isoformat() == backup["ends_at"]
    await home.until("03 11:01")
    assert home.front.pins == set()
