"""What the platform's fake server does wrong, done right."""

from typing import Any

import pytest

from tests.acceptance.home import BACK, BOTH, FRONT, Home, ids, instant, window
from tests.support.slot_locks import async_settle

TIMES = window("02 12:00", "03 12:00")


@pytest.mark.parametrize(
    "change",
    [
        {"name": "Ben"},
        {"code": "5678"},
        {"is_external_modification_allowed": True},
        {"type": "time_bound"},
    ],
    ids=str,
)
async def test_an_update_without_times_keeps_type_and_times(
    home: Home, change: dict[str, object]
) -> None:
    code = await home.create(code="1234", **TIMES)
    code = await home.update(code, **change)
    assert code["type"] == "time_bound"
    assert {key: code[key] for key in TIMES} == TIMES
    await home.until("02 12:00")
    assert home.shown(code) == "set"
    await home.until("03 12:00")
    assert home.shown(code) == "unset"


async def test_a_code_that_becomes_ongoing_has_no_times_left(home: Home) -> None:
    code = await home.create(code="1234", **TIMES)
    code = await home.update(code, type="ongoing")
    assert code["starts_at"] is code["ends_at"] is code["next_window"] is None
    assert code["status"] == "set"
    await home.until("03 12:01")
    assert home.front.pins == {"1234"}


async def test_a_rename_of_a_code_with_a_window_is_a_rename_alone(home: Home) -> None:
    code = await home.create(code="1234", name="Ada", **TIMES)
    renamed = await home.update(code, name="Ben")
    changed = {key for key in code if code[key] != renamed[key]}
    assert changed == {"name"}
    assert {kind for kind, _ in home.front.sent} == {"read"}


async def test_a_list_is_of_the_lock_that_it_names(home: Home) -> None:
    front, back = await home.create(FRONT), await home.create(BACK)
    assert ids(await home.listed(lock=FRONT)) == ids([front])
    assert ids(await home.listed(lock=BACK)) == ids([back])
    assert await home.refused("list", lock="lock.nowhere")


async def test_a_status_advances_by_itself(home: Home) -> None:
    code = await home.create(**TIMES)
    seen = [home.shown(code)]
    for text in ("02 12:00", "03 12:00"):
        await home.until(text)
        seen.append(home.shown(code))
    assert seen == ["unset", "set", "unset"]
    assert home.story(code) == ["created", "set_on_device", "removed_from_device"]


@pytest.mark.parametrize("action", ["create", "create_multiple", "update"])
async def test_an_end_before_its_beginning_is_never_taken(
    home: Home, action: str
) -> None:
    code = await home.create(code="1234")
    subject: dict[str, dict[str, Any]] = {
        "create": {"lock": FRONT},
        "create_multiple": {"entity_id": BOTH},
        "update": {"access_code_id": code["access_code_id"]},
    }
    for ends_at in ("02 12:00", "02 11:59"):
        words = await home.refused(
            action, **subject[action], **window("02 12:00", ends_at)
        )
        assert words == "ends_at must be later than starts_at"


async def test_several_locks_are_checked_like_one(home: Home) -> None:
    await home.create(BACK, name="Ada", code="1234", **TIMES)
    at_once = {"entity_id": BOTH, "code": "1234"}
    words = await home.refused("create_multiple", **at_once, **TIMES)
    assert words.startswith("Back door: code: the access code Ada has the same PIN")
    words = await home.refused(
        "create_multiple", entity_id=BOTH, starts_at=instant("02 12:00").isoformat()
    )
    assert words.startswith("ends_at is needed too")
    assert home.front.pins == home.back.pins == set()
    answer = await home.call(
        "create_multiple", **at_once, **window("03 12:00", "04 12:00")
    )
    await async_settle(home.hass)
    assert [code["status"] for code in answer["access_codes"]] == ["unset", "unset"]
