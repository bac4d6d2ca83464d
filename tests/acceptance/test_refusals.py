"""What the platform refuses, and what its fake server answered to probes: refused here, too, or better."""

from aiohttp import hdrs
import pytest
from pytest_homeassistant_custom_component.typing import ClientSessionGenerator

from homeassistant.setup import async_setup_component
from tests.acceptance.home import BACK, BOTH, FRONT, Home, ids, instant, window

NOBODY = "00000000-0000-4000-8000-000000000000"


async def test_a_beginning_without_an_end_is_refused(home: Home) -> None:
    starts_at = instant("02 12:00").isoformat()
    words = await home.refused("create", lock=FRONT, starts_at=starts_at)
    assert words == ("ends_at is needed too: a window cannot begin without an end")
    code = await home.create(code="1234")
    for field, value in window("02 12:00", "03 12:00").items():
        words = await home.refused(
            "update", access_code_id=code["access_code_id"], **{field: value}
        )
        missing = "ends_at" if field == "starts_at" else "starts_at"
        assert words.startswith(missing)


async def test_an_end_alone_begins_now(home: Home) -> None:
    """Where the platform refuses, a person means: from now on."""
    code = await home.create(ends_at=instant("02 12:00").isoformat())
    assert {key: code[key] for key in ("starts_at", "ends_at")} == window(
        "01 12:00", "02 12:00"
    )
    assert code["status"] == "set"


@pytest.mark.parametrize("action", ["create", "create_multiple"])
async def test_an_end_before_its_beginning_or_in_the_past_is_refused(
    home: Home, action: str
) -> None:
    target = {"lock": FRONT} if action == "create" else {"entity_id": BOTH}
    for times, limit in (
        (window("03 12:00", "02 12:00"), "ends_at must be later than starts_at"),
        (window("03 12:00", "03 12:00"), "ends_at must be later than starts_at"),
        (window("01 10:00", "01 11:00"), "ends_at must be in the future"),
    ):
        words = await home.refused(action, **target, **times)
        assert words.endswith(limit)


async def test_an_end_is_not_moved_before_its_beginning(home: Home) -> None:
    code = await home.create(code="1234", **window("02 12:00", "03 12:00"))
    words = await home.refused(
        "update",
        access_code_id=code["access_code_id"],
        ends_at=instant("02 11:00").isoformat(),
    )
    assert words == "ends_at must be later than starts_at"


async def test_a_type_with_a_window_needs_one(home: Home) -> None:
    code = await home.create(code="1234")
    words = await home.refused(
        "update", access_code_id=code["access_code_id"], type="time_bound"
    )
    assert "starts_at" in words
    assert "ends_at" in words


async def test_a_text_that_is_no_time_is_refused_by_its_field(home: Home) -> None:
    for text in ("tomorrow", "2026-06-02", "2026-13-01 12:00", ""):
        for field in ("starts_at", "ends_at"):
            words = await home.refused("create", lock=FRONT, **{field: text})
            assert words.startswith("expected a date and a time")
            assert field in words


async def test_a_pin_is_free_again_outside_of_its_window(home: Home) -> None:
    first = await home.create(name="Ada", code="1234", **window("02 12:00", "03 12:00"))
    for times in (
        window("02 13:00", "02 14:00"),
        window("02 11:59", "02 12:01"),
        window("03 11:59", "05 12:00"),
        {},
    ):
        words = await home.refused("create", lock=FRONT, code="1234", **times)
        assert words.startswith("code: the access code Ada has the same PIN")
    after = await home.create(code="1234", **window("03 12:00", "04 12:00"))
    before = await home.create(code="1234", **window("01 12:00", "02 12:00"))
    elsewhere = await home.create(BACK, code="1234")
    assert ids(await home.listed()) == ids([first, after, before, elsewhere])


async def test_a_pin_that_the_lock_does_not_take_is_refused_with_what_it_takes(
    home: Home,
) -> None:
    for pin in ("123", "123456789"):
        words = await home.refused("create", lock=FRONT, code=pin)
        assert words == ("code must have a length that this lock takes: 4-8 characters")
    for pin in ("12a4", "12 34", "１２３４", "-1234"):
        words = await home.refused("create", lock=FRONT, code=pin)
        assert words == ("code must only have characters that this lock takes: 0-9")


async def test_ids_that_nobody_has_are_refused_and_not_repeated(home: Home) -> None:
    for action in ("get", "update", "delete", "get_timeline"):
        words = await home.refused(action, access_code_id=NOBODY)
        assert words == (
            "No linked lock has an access code with the given access_code_id"
        )
    for lock in ("lock.nowhere", "light.hall"):
        words = await home.refused("create", lock=lock, code="1234")
        assert lock in words
    words = await home.refused("delete", common_code_key="nobody's")
    assert "nobody's" not in words


async def test_get_says_what_it_needs(home: Home) -> None:
    code = await home.create(code="1234")
    found = {"access_code_id": code["access_code_id"]}
    for fields in (
        {},
        {"code": "1234"},
        {"lock": FRONT},
        {"lock": FRONT, "code": "1234", **found},
    ):
        words = await home.refused("get", **fields)
        assert "access_code_id" in words
        assert "lock" in words
        assert "code" in words
    words = await home.refused("get", lock=BACK, code="1234")
    assert words == "code: no access code on this lock has this PIN"


async def test_no_time_zone_of_a_lock_is_needed(home: Home) -> None:
    """A window is an instant here: a time without an offset is in the zone of Home Assistant, a lock's own zone never asked."""
    await home.hass.config.async_set_time_zone("Europe/Amsterdam")
    code = await home.create(
        starts_at="2026-06-02 14:00", ends_at="2026-06-03T14:00:00+02:00"
    )
    assert {key: code[key] for key in ("starts_at", "ends_at")} == window(
        "02 12:00", "03 12:00"
    )


async def test_no_window_is_rounded(home: Home) -> None:
    code = await home.create(code="1234", **window("01 12:07", "01 12:11"))
    await home.until("01 12:07")
    assert home.shown(code) == "set"
    await home.until("01 12:11")
    assert home.shown(code) == "unset"
    assert home.front.pins == set()


async def test_an_error_over_http_says_why(
    home: Home, hass_client: ClientSessionGenerator
) -> None:
    assert await async_setup_component(home.hass, "api", {})
    client = await hass_client()
    body = {"lock": FRONT, "code": "123"}
    path = "/api/services/access_codes/create"
    async with client.request(hdrs.METH_POST, path, json=body) as answer:
        assert answer.status == 400
        assert await answer.json() == {
            "message": "code must have a length that this lock takes: 4-8 characters"
        }


async def test_a_code_of_the_future_is_unset(home: Home) -> None:
    code = await home.create(code="1234", **window("02 12:00", "03 12:00"))
    assert code["status"] == home.shown(code) == "unset"
    assert home.front.pins == set()


async def test_a_pin_given_for_several_locks_has_a_key_too(home: Home) -> None:
    """On the platform such codes have no key, and so are never changed together."""
    answer = await home.call("create_multiple", entity_id=BOTH, code="1234")
    [key] = {code["common_code_key"] for code in answer["access_codes"]}
    await home.call("update_multiple", common_code_key=key, name="Both")
    assert {code["name"] for code in await home.listed()} == {"Both"}


async def test_a_deleted_code_is_not_found(home: Home) -> None:
    code = await home.create(code="1234")
    await home.delete(code)
    words = await home.refused("get", access_code_id=code["access_code_id"])
    assert words == "No linked lock has an access code with the given access_code_id"
    assert await home.refused("get", lock=FRONT, code="1234")
