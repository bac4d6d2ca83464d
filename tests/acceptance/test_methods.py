"""The methods of the platform, as our actions have them."""

import asyncio

from custom_components.access_codes.core.model import Reach
from tests.acceptance.home import BACK, BOTH, FRONT, Home, errors, ids, window
from tests.support.slot_locks import async_settle


async def test_create_answers_before_the_lock_and_draws_what_is_left_out(
    home: Home,
) -> None:
    home.front.gate = asyncio.Event()
    answer = await home.call("create", lock=FRONT, preferred_code_length=7)
    code = answer["access_code"]
    assert home.front.pins == set()
    assert (code["type"], code["status"]) == ("ongoing", "setting")
    assert len(code["code"]) == 7
    assert code["starts_at"] is code["ends_at"] is code["common_code_key"] is None
    assert not code["is_external_modification_allowed"]
    assert not code["is_one_time_use"]
    home.front.gate.set()
    await async_settle(home.hass)
    assert home.front.pins == {code["code"]}


async def test_create_takes_a_lock_that_is_away_unless_it_is_told_not_to(
    home: Home,
) -> None:
    home.front.become(Reach.OFFLINE)
    words = await home.refused("create", lock=FRONT, attempt_for_offline_device=False)
    assert words == (
        "The lock cannot be reached now, and attempt_for_offline_device is false"
    )
    code = await home.create(code="1234")
    assert code["status"] == "setting"


async def test_create_multiple_is_all_or_nothing_or_a_pin_of_its_own(
    home: Home,
) -> None:
    await home.create(BACK, code="1234", name="Ada")
    words = await home.refused("create_multiple", entity_id=BOTH, code="1234")
    assert words.startswith("Back door: code: the access code Ada has the same PIN")
    answer = await home.call(
        "create_multiple",
        entity_id=BOTH,
        code="1234",
        behavior_when_code_cannot_be_shared="create_random_code",
    )
    pins = {code["lock_entity_id"]: code["code"] for code in answer["access_codes"]}
    assert pins[FRONT] == "1234"
    assert pins[BACK] != "1234"


async def test_update_changes_what_is_given(home: Home) -> None:
    code = await home.create(code="1234", name="Ada")
    code = await home.update(code, code="5678")
    assert (code["name"], code["code"], code["type"]) == ("Ada", "5678", "ongoing")
    code = await home.update(code, **window("01 11:00", "01 13:00"))
    assert (code["type"], code["status"]) == ("time_bound", "set")
    code = await home.update(code, type="ongoing")
    assert code["type"] == "ongoing"
    assert code["starts_at"] is code["ends_at"] is None
    await home.call("update", access_code_id=code["access_code_id"], is_managed=False)
    assert await home.listed() == []
    assert [other["code"] for other in await home.others()] == ["5678"]


async def test_update_multiple_changes_names_and_windows_together(home: Home) -> None:
    answer = await home.call("create_multiple", entity_id=BOTH)
    [key] = {code["common_code_key"] for code in answer["access_codes"]}
    times = window("02 12:00", "03 12:00")
    await home.call("update_multiple", common_code_key=key, name="Guests", **times)
    await async_settle(home.hass)
    codes = await home.listed(common_code_key=key)
    assert len(codes) == 2
    for code in codes:
        assert code["name"] == "Guests"
        assert {field: code[field] for field in times} == times
        assert code["status"] == "unset"
    assert home.front.pins == home.back.pins == set()


async def test_delete_answers_before_the_lock(home: Home) -> None:
    code = await home.create(code="1234")
    home.front.gate = asyncio.Event()
    answer = await home.call("delete", access_code_id=code["access_code_id"])
    [deleted] = answer["access_codes"]
    assert deleted["status"] == "removing"
    assert home.front.pins == {"1234"}
    home.front.gate.set()
    await async_settle(home.hass)
    assert home.front.pins == set()


async def test_get_finds_by_id_and_by_lock_and_pin_the_one_that_is_valid(
    home: Home,
) -> None:
    later = await home.create(code="1234", **window("03 12:00", "04 12:00"))
    now = await home.create(code="1234", **window("01 12:00", "02 12:00"))
    await home.create(BACK, code="1234")
    for code in (later, now):
        assert (await home.code(code)) == code
    found = await home.call("get", lock=FRONT, code="1234")
    assert found["access_code"] == now
    await home.until("02 12:00")
    found = await home.call("get", lock=FRONT, code="1234")
    assert ids([found["access_code"]]) == ids([later])


async def test_list_finds_by_lock_and_by_part_of_name_id_or_pin(home: Home) -> None:
    ada = await home.create(name="Yolanda", code="90817263")
    ben = await home.create(BACK, name="Ben", code="7305")
    assert ids(await home.listed()) == ids([ada, ben])
    assert ids(await home.listed(lock=FRONT)) == ids([ada])
    assert ids(await home.listed(lock=BOTH)) == ids([ada, ben])
    for part in ("YOL", "081726", ada["access_code_id"][4:20]):
        assert ids(await home.listed(search=part)) == ids([ada])
    assert await home.listed(search="nobody") == []


async def test_generate_code_suits_the_lock_and_creates_nothing(home: Home) -> None:
    await home.call("report_device_constraints", lock=FRONT, supported_code_lengths=[5])
    drawn = await home.call("generate_code", lock=BOTH, preferred_code_length=8)
    assert len(drawn["code"]) == 5
    assert await home.listed() == []


async def test_report_device_constraints_narrows_what_a_lock_takes(home: Home) -> None:
    for fields in (
        {"supported_code_lengths": [6, 7]},
        {"min_code_length": 6, "max_code_length": 7},
    ):
        answer = await home.call("report_device_constraints", lock=FRONT, **fields)
        assert answer["constraints"]["supported_code_lengths"] == [6, 7]
        words = await home.refused("create", lock=FRONT, code="1234")
        assert words.endswith("6, 7 characters")
    await home.call("report_device_constraints", lock=FRONT, supported_code_lengths=[])
    assert (await home.create(code="1234"))["status"] == "set"


async def test_get_timeline_tells_what_happened_newest_first(home: Home) -> None:
    code = await home.create(code="90817263")
    code = await home.update(code, code="73058416")
    found = {"access_code_id": code["access_code_id"]}
    timeline = await home.call("get_timeline", **found)
    kinds = [event["type"].rpartition(".")[2] for event in timeline["events"]]
    assert kinds == home.story(code)[::-1]
    assert kinds[-2:] == ["set_on_device", "created"]
    limited = await home.call("get_timeline", **found, limit=1)
    assert limited["events"] == timeline["events"][:1]
    for pin in ("90817263", "73058416"):
        assert pin not in str(timeline)


async def test_codes_of_others_are_listed_taken_over_and_removed(home: Home) -> None:
    home.front.type_in("1", "3333")
    home.front.type_in("2", "4444")
    await async_settle(home.hass)
    first, second = await home.others()
    await home.call(
        "delete_unmanaged", unmanaged_access_code_id=first["access_code_id"]
    )
    await async_settle(home.hass)
    assert home.front.pins == {"4444"}
    answer = await home.call(
        "convert_to_managed",
        unmanaged_access_code_id=second["access_code_id"],
        **window("01 11:00", "02 12:00"),
    )
    code = answer["access_code"]
    assert (code["status"], code["is_managed"]) == ("set", True)
    assert home.story(code)[0] == "unmanaged.converted_to_managed"
    await home.until("02 12:00")
    assert home.front.pins == set()


async def test_what_is_done_at_a_lock_reaches_home_assistant(home: Home) -> None:
    """The platform simulates locks for this. Here the fake lock stands for the real one."""
    code = await home.create(code="1234")
    home.front.type_in("4", "9999")
    await async_settle(home.hass)
    assert [other["code"] for other in await home.others()] == ["9999"]
    home.front.become(Reach.OFFLINE)
    await home.update(code, code="5678")
    await home.until("01 12:04")
    code = await home.code(code)
    assert (code["status"], errors(code)) == ("setting", ["device_offline"])
    home.front.become(Reach.REACHABLE)
    await async_settle(home.hass)
    code = await home.code(code)
    assert (code["status"], code["errors"]) == ("set", [])
