"""The published tests of the platform's fake server, and those that its client runs against real locks, on our actions."""

import pytest

from tests.acceptance.home import (
    BACK,
    BOTH,
    FRONT,
    Home,
    ids,
    instant,
    mutations,
    window,
)
from tests.support.slot_locks import async_settle


async def test_a_created_code_is_got_and_its_repetition_refused(home: Home) -> None:
    code = await home.create(name="Ada", code="1234")
    assert (await home.code(code))["code"] == "1234"
    by_pin = await home.call("get", lock=FRONT, code="1234")
    assert ids([by_pin["access_code"]]) == ids([code])
    words = await home.refused("create", lock=FRONT, name="Ben", code="1234")
    assert words == (
        "code: the access code Ada has the same PIN at an overlapping time"
    )


async def test_several_locks_share_a_drawn_pin(home: Home) -> None:
    answer = await home.call("create_multiple", entity_id=BOTH)
    codes = answer["access_codes"]
    assert [code["lock_entity_id"] for code in codes] == sorted(BOTH)
    assert len({code["code"] for code in codes}) == 1
    await async_settle(home.hass)
    assert home.front.pins == home.back.pins == {codes[0]["code"]}


async def test_several_locks_share_a_drawn_pin_of_the_length_asked_for(
    home: Home,
) -> None:
    answer = await home.call("create_multiple", entity_id=BOTH, preferred_code_length=7)
    first, second = (code["code"] for code in answer["access_codes"])
    assert first == second
    assert len(first) == 7


async def test_a_deleted_code_is_gone(home: Home) -> None:
    for field in ("access_code_id", "common_code_key"):
        code = await home.create(common_code_key="stay")
        await home.call("delete", **{field: code[field]})
        await async_settle(home.hass)
        assert await home.listed() == []
        assert home.shown(code) is None
        assert home.front.pins == set()


async def test_a_pin_is_drawn_for_a_lock_and_nothing_created(home: Home) -> None:
    pin = (await home.call("generate_code", lock=FRONT))["code"]
    assert 4 <= len(pin) <= 8
    assert pin.isdigit()
    assert await home.listed() == []
    assert home.front.pins == set()
    assert (await home.create(code=pin))["status"] == "set"


async def test_a_code_made_at_the_lock_is_not_managed(home: Home) -> None:
    home.front.type_in("2", "3333")
    await async_settle(home.hass)
    [code] = await home.others()
    assert (code["code"], code["is_managed"], code["status"]) == ("3333", False, "set")
    assert await home.listed() == []


async def test_codes_made_at_the_lock_are_listed_apart(home: Home) -> None:
    await home.create(code="4829")
    home.front.type_in("3", "3333")
    await async_settle(home.hass)
    [code] = await home.others()
    assert not code["is_backup"]
    assert not code["is_external_modification_allowed"]
    assert await home.others(BACK) == []
    assert [one["code"] for one in await home.listed()] == ["4829"]


async def test_a_code_made_at_the_lock_becomes_managed(home: Home) -> None:
    home.front.type_in("2", "3333")
    await async_settle(home.hass)
    [other] = await home.others()
    answer = await home.call(
        "convert_to_managed", unmanaged_access_code_id=other["access_code_id"]
    )
    code = answer["access_code"]
    assert code["is_managed"]
    assert code["code"] == "3333"
    assert await home.others() == []
    assert ids(await home.listed()) == ids([code])
    assert home.shown(code) == "set"


async def test_a_new_name_is_got(home: Home) -> None:
    code = await home.create(name="Ada", code="1234")
    await home.update(code, name="Ada Lovelace")
    code = await home.code(code)
    assert (code["name"], code["code"]) == ("Ada Lovelace", "1234")
    state = home.state(code)
    assert state is not None
    assert state.attributes["name"] == "Ada Lovelace"


async def test_a_new_ongoing_code_is_being_set(home: Home) -> None:
    answer = await home.call("create", lock=FRONT, code="1234")
    assert answer["access_code"]["status"] == "setting"
    assert mutations(answer["access_code"]) == ["creating"]
    await async_settle(home.hass)
    assert home.shown(answer["access_code"]) == "set"


@pytest.mark.contract("6.20")
async def test_an_ongoing_code_gets_a_window_with_its_type(home: Home) -> None:
    code = await home.create(code="1234")
    times = window("01 11:00", "01 13:00")
    code = await home.update(code, type="time_bound", **times)
    assert code["type"] == "time_bound"
    assert {key: code[key] for key in times} == times
    assert code["status"] == "set"


async def test_the_codes_of_several_locks_have_one_key(home: Home) -> None:
    answer = await home.call("create_multiple", entity_id=BOTH)
    [key] = {code["common_code_key"] for code in answer["access_codes"]}
    assert key
    assert len(await home.listed(common_code_key=key)) == 2


async def test_nobody_waits_for_a_code_whose_time_has_not_come(home: Home) -> None:
    """A caller that waits for a code to be set would wait for days: the answer says from when it will be."""
    code = await home.create(code="1234", **window("03 12:00", "04 12:00"))
    assert code["status"] == "unset"
    [mutation] = code["pending_mutations"]
    assert mutation["mutation_code"] == "deferring_creation"
    assert code["next_window"] == window("03 12:00", "04 12:00")
    assert instant("03 12:00").isoformat() == code["starts_at"]
    assert home.story(code) == ["created"]
