"""Every bad input gets an error that names the field and the limit, and changes nothing."""

from typing import Any

import pytest

from simulators.home import HomeError
from tests.e2e.house import CELLAR, ENTITIES, HALL, KEYPAD, House, iso

BAD_CREATES: dict[str, dict[str, Any]] = {
    "a lock that is not linked": {"lock": "lock.garden_gate"},
    "a lock that does not exist": {"lock": "lock.nowhere"},
    "only starts_at": {"starts_at": iso(60)},
    "ends_at before starts_at": {"starts_at": iso(7200), "ends_at": iso(3600)},
    "ends_at at starts_at": {
        "starts_at": "2030-01-01 10:00:00",
        "ends_at": "2030-01-01 10:00:00",
    },
    "ends_at in the past": {"ends_at": iso(-60)},
    "a PIN that is too short": {"code": "123"},
    "a PIN that is too long": {"code": "123456789"},
    "a PIN with letters": {"code": "12a4"},
    "a PIN that is taken": {"code": "483920"},
    "a name that is too long": {"name": "n" * 61},
    "a name that contains the PIN": {"name": "Guest 295731", "code": "295731"},
    "a backup without a window": {"use_backup_access_code_pool": True},
}


@pytest.mark.contract("6.17")
@pytest.mark.parametrize("case", BAD_CREATES)
async def test_a_bad_create_is_refused_and_changes_nothing(
    house: House, case: str
) -> None:
    await house.wait_status(
        await house.create(HALL, name="Family", code="483920"), "set"
    )
    before = await house.home.action("list")
    mark = await house.mark(HALL)
    fields = {"lock": ENTITIES[HALL], "name": "Guest", **BAD_CREATES[case]}

    with pytest.raises(HomeError) as error:
        await house.home.action("create", **fields)

    assert error.value.code in (
        "service_validation_error",
        "invalid_format",
        "home_assistant_error",
    )
    assert error.value.message
    assert str(fields.get("code", "no PIN")) not in error.value.message
    assert await house.home.action("list") == before
    assert await house.commands(HALL, mark) == []


BAD_UPDATES: dict[str, dict[str, Any]] = {
    "only one time of an ongoing code": {"starts_at": iso(3600)},
    "time_bound without times": {"type": "time_bound"},
    "ongoing with times": {
        "type": "ongoing",
        "starts_at": iso(3600),
        "ends_at": iso(7200),
    },
    "a type that does not exist": {"type": "weekly"},
    "a PIN that is taken": {"code": "112935"},
    "a PIN that is too short": {"code": "1"},
    "a name that contains the PIN": {"name": "My 483920"},
    "a name that is too long": {"name": "n" * 61},
}


@pytest.mark.parametrize("case", BAD_UPDATES)
async def test_a_bad_update_is_refused_and_changes_nothing(
    house: House, case: str
) -> None:
    code = await house.wait_status(
        await house.create(HALL, name="Family", code="483920"), "set"
    )
    await house.wait_status(
        await house.create(HALL, name="Neighbours", code="112935"), "set"
    )
    before = await house.home.action("list")
    mark = await house.mark(HALL)

    with pytest.raises(HomeError) as error:
        await house.update(code, **BAD_UPDATES[case])

    assert error.value.message
    assert await house.home.action("list") == before
    assert await house.commands(HALL, mark) == []


@pytest.mark.contract("6.16")
@pytest.mark.parametrize("action", ["update", "delete", "get"])
async def test_an_unknown_code_is_refused(house: House, action: str) -> None:
    with pytest.raises(HomeError) as error:
        await house.home.action(
            action, access_code_id="7b2ba8b4-6b0c-4c4c-8f6a-1f7c4d9e0a11"
        )

    assert error.value.code == "service_validation_error"


async def test_more_codes_than_slots_are_refused(house: House) -> None:
    await house.wait_status(await house.create(CELLAR, name="First"), "set")
    await house.wait_status(await house.create(CELLAR, name="Second"), "set")

    with pytest.raises(HomeError) as error:
        await house.create(CELLAR, name="Third")

    assert error.value.code == "service_validation_error"
    assert len(await house.network.codes(CELLAR)) == 3


async def test_a_lock_that_is_away_can_be_refused(house: House) -> None:
    await house.network.post(f"/locks/{HALL}/faults", silent=True)
    code = await house.create(HALL, name="Guest", code="483920")

    async def is_seen_dead() -> bool:
        try:
            await house.create(HALL, name="Other", attempt_for_offline_device=False)
        except HomeError as error:
            return error.code == "service_validation_error"
        return False

    await house.wait_until(is_seen_dead, "the refusal")
    assert (await house.get(code))["status"] == "setting"


async def test_nobody_but_an_administrator_may_touch_codes(house: House) -> None:
    code = await house.wait_status(
        await house.create(HALL, name="Family", code="483920"), "set"
    )
    for group in ("system-users", "system-read-only"):
        token = await house.home.user_token(f"somebody {group}", group)
        stranger = await house.home.connect_as(token)
        try:
            calls: list[tuple[str, dict[str, Any]]] = [
                ("create", {"lock": ENTITIES[HALL]}),
                ("update", {"access_code_id": code["access_code_id"], "name": "Mine"}),
                ("delete", {"access_code_id": code["access_code_id"]}),
                ("get", {"access_code_id": code["access_code_id"]}),
                ("list", {}),
                ("generate_code", {"lock": ENTITIES[HALL]}),
            ]
            for action, fields in calls:
                with pytest.raises(HomeError) as error:
                    await stranger.action(action, **fields)
                assert error.value.code in ("unauthorized", "home_assistant_error"), (
                    action
                )
                assert "483920" not in error.value.message
            with pytest.raises(HomeError):
                await stranger.action("sync", target={"entity_id": ENTITIES[HALL]})
        finally:
            await stranger.close()
    assert (await house.get(code))["name"] == "Family"


async def test_enter_code_opens_with_the_right_code_only(house: House) -> None:
    answer = await house.home.action(
        "create", lock=KEYPAD, name="Family", code="483920"
    )
    assert answer["access_code"]["status"] == "set"

    wrong = await house.home.action("enter_code", lock=KEYPAD, code="111111")
    assert wrong["granted"] is False
    right = await house.home.action("enter_code", lock=KEYPAD, code="483920")
    assert right["granted"] is True

    async def is_open() -> bool:
        return bool((await house.home.states())[KEYPAD]["state"] == "unlocked")

    await house.wait_until(is_open, "the unlocking")
    right = await house.home.action(
        "enter_code", lock=KEYPAD, code="483920", action="lock"
    )
    assert right["granted"] is True
