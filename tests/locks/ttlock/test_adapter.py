"""A TTLock lock behind a gateway: its list, its windows, its errors."""

from collections.abc import Mapping
from datetime import UTC, datetime
import logging
from typing import Any

import aiohttp
import pytest

from custom_components.access_codes.core.model import (
    EMPTY,
    UNREADABLE,
    KnownPin,
    LockCapabilities,
    Outcome,
    Pin,
    Reach,
    SlotNaming,
    Window,
    WindowSupport,
)
from custom_components.access_codes.locks import async_create_adapter
from custom_components.access_codes.locks.adapter import (
    Credential,
    LockUnreachable,
    ReadFailed,
    Written,
)
from homeassistant.core import HomeAssistant
from tests.support.ttlock_cloud import (
    EXISTS,
    FULL,
    NO_GATEWAY,
    TtlockCloud,
    async_add_ttlock,
)

from .conftest import TtlockBench

WINDOW = Window(
    datetime(2030, 6, 1, 15, tzinfo=UTC), datetime(2030, 6, 3, 11, tzinfo=UTC)
)
OTHER_WINDOW = Window(WINDOW.starts_at, datetime(2030, 6, 4, 11, tzinfo=UTC))
START, END = 1906556400000, 1906714800000


def writes(bench: TtlockBench) -> list[str]:
    """Return the commands that went out, and forget them."""
    paths = [path for path, _ in bench.cloud.sent if path.startswith("keyboardPwd")]
    bench.cloud.sent.clear()
    return [path.removeprefix("keyboardPwd/") for path in paths]


@pytest.mark.contract("12.290", "12.291")
async def test_the_limits_are_those_of_the_cloud(bench: TtlockBench) -> None:
    assert bench.adapter.capabilities == LockCapabilities(
        slot_naming=SlotNaming.BY_NAME,
        code_lengths=(4, 5, 6, 7, 8, 9),
        has_enter_key=False,
        name_length=30,
        has_unique_names=True,
        windows=WindowSupport(60),
        lists_slots=True,
        fresh_for=3600,
        late_by=60,
        calls_per_minute=20,
    )


@pytest.mark.contract("12.292")
async def test_all_pages_of_the_list_are_read(bench: TtlockBench) -> None:
    for number in range(150):
        bench.cloud.add(f"code {number}", f"10{number:03}")
    listing = await bench.adapter.async_list()
    assert len(listing.contents) == 150
    assert len(bench.cloud.sent) == 2
    assert await bench.adapter.async_read("code 149") == KnownPin(Pin("10149"))


@pytest.mark.contract("12.292")
async def test_no_passcode_hides_another_whatever_their_names(
    bench: TtlockBench,
) -> None:
    bench.cloud.add("A", "1111")
    bench.cloud.add("A", "2222")
    bench.cloud.add("A #2", "3333")
    bench.cloud.passcodes.reverse()
    listing = await bench.adapter.async_list()
    assert listing.contents == {
        "A": KnownPin(Pin("1111")),
        "A #2": KnownPin(Pin("3333")),
        "A #2#": KnownPin(Pin("2222")),
    }


@pytest.mark.contract("12.384")
async def test_a_passcode_of_others_with_the_same_name_outlives_ours(
    bench: TtlockBench,
) -> None:
    await bench.set("Ann", "80604020")
    bench.cloud.add("Ann", "1111")
    assert await bench.adapter.async_clear("Ann") == Written(Outcome.CONFIRMED)
    assert (await bench.set("Ann", "80604020")).outcome is Outcome.UNKNOWN
    # By now the list shows the other one by our name, and it may be made ours.
    assert await bench.adapter.async_read("Ann") == KnownPin(Pin("1111"))
    assert (await bench.set("Ann", "80604020")).outcome is Outcome.CONFIRMED
    assert await bench.adapter.async_clear("Ann") == Written(Outcome.CONFIRMED)
    assert await bench.pins() == {}


@pytest.mark.contract("12.384")
async def test_a_code_that_is_made_anew_does_not_take_the_name_of_another(
    bench: TtlockBench,
) -> None:
    await bench.set("Ann", "80604020")
    bench.cloud.add("Ann", "1111")
    windowed = Credential(Pin("80604020"), "Ann", WINDOW)
    assert await bench.adapter.async_set("Ann", windowed) == Written(
        Outcome.UNKNOWN, EMPTY
    )
    assert await bench.pins() == {"Ann": "1111"}


@pytest.mark.contract("12.292")
async def test_only_permanent_passcodes_and_those_with_a_window_are_known(
    bench: TtlockBench,
) -> None:
    add = bench.cloud.add
    add("permanent", "01234")
    add("period", "2345", 3, startDate=START, endDate=END)
    add("one use", "3456", 1)
    add("broken", "4567", 3, startDate=END, endDate=START)
    add("no end", "4568", 3, startDate=START, endDate=0)
    add("hidden", None)
    add(None, "5678")
    add("permanent", "6789")
    listing = await bench.adapter.async_list()
    assert listing.contents == {
        "permanent": KnownPin(Pin("01234")),
        "period": KnownPin(Pin("2345"), WINDOW),
        "one use": UNREADABLE,
        "broken": UNREADABLE,
        "no end": UNREADABLE,
        "hidden": UNREADABLE,
        " #7": KnownPin(Pin("5678")),
        "permanent #8": KnownPin(Pin("6789")),
    }


@pytest.mark.contract("12.293")
async def test_a_window_goes_with_its_pin(bench: TtlockBench) -> None:
    content = KnownPin(Pin("0123"), WINDOW)
    written = await bench.set("Ann", "0123", WINDOW)
    assert written == Written(Outcome.CONFIRMED, content)
    [passcode] = bench.cloud.passcodes
    assert (passcode["startDate"], passcode["endDate"]) == (START, END)
    assert await bench.set("Ann", "0123", WINDOW) == Written(Outcome.CONFIRMED)
    assert writes(bench) == ["add"]
    assert (await bench.set("Ann", "0123", OTHER_WINDOW)).outcome is Outcome.CONFIRMED
    assert writes(bench) == ["change"]


@pytest.mark.contract("12.294")
async def test_no_window_goes_to_a_lock_whose_clock_could_not_be_set(
    bench: TtlockBench,
) -> None:
    bench.cloud.has_stuck_clock = True
    assert await bench.set("Ann", "0123", WINDOW) == Written(Outcome.UNREACHABLE)
    assert writes(bench) == []
    assert (await bench.set("Ann", "0123")).outcome is Outcome.CONFIRMED
    bench.cloud.has_stuck_clock = False
    await bench.set("Bob", "4567", WINDOW)
    assert "lock/updateDate" in {path for path, _ in bench.cloud.sent}


@pytest.mark.contract("12.294")
async def test_a_window_that_comes_or_goes_takes_another_passcode(
    bench: TtlockBench,
) -> None:
    await bench.set("Ann", "0123")
    writes(bench)
    assert (await bench.set("Ann", "0123", WINDOW)).outcome is Outcome.CONFIRMED
    assert writes(bench) == ["delete", "add"]
    assert (await bench.set("Ann", "0123")).outcome is Outcome.CONFIRMED
    assert await bench.adapter.async_read("Ann") == KnownPin(Pin("0123"))


@pytest.mark.contract("12.294")
@pytest.mark.parametrize(
    ("errors", "written", "left"),
    [
        ([FULL], Written(Outcome.FULL), KnownPin(Pin("0123"))),
        ([NO_GATEWAY], Written(Outcome.UNREACHABLE), KnownPin(Pin("0123"))),
    ],
)
async def test_a_passcode_that_stays_is_not_followed_by_another(
    bench: TtlockBench,
    errors: list[int | Exception],
    written: Written,
    left: KnownPin,
) -> None:
    await bench.set("Ann", "0123")
    bench.cloud.errors = errors
    assert await bench.set("Ann", "4567", WINDOW) == written
    assert await bench.adapter.async_read("Ann") == left


@pytest.mark.contract("12.294")
async def test_a_passcode_that_was_only_said_to_be_gone_is_not_followed_by_another(
    bench: TtlockBench,
) -> None:
    await bench.set("Ann", "0123")
    bench.cloud.fault = "lies"
    assert await bench.set("Ann", "4567", WINDOW) == Written(Outcome.UNKNOWN)
    assert await bench.pins() == {"Ann": "0123"}


@pytest.mark.contract("12.294")
async def test_a_passcode_that_went_alone_leaves_an_empty_slot(
    bench: TtlockBench, monkeypatch: pytest.MonkeyPatch
) -> None:
    await bench.set("Ann", "0123")
    post = bench.cloud.post

    async def refuse_to_add(path: str, **fields: Any) -> Mapping[str, Any]:
        if path == "keyboardPwd/add":
            bench.cloud.errors = [FULL]
        return await post(path, **fields)

    monkeypatch.setattr(bench.cloud, "post", refuse_to_add)
    written = await bench.set("Ann", "4567", WINDOW)
    assert written == Written(Outcome.UNKNOWN, EMPTY)
    assert await bench.pins() == {}


@pytest.mark.contract("12.293")
@pytest.mark.parametrize(
    ("error", "outcome"),
    [
        (EXISTS, Outcome.DUPLICATE),
        (FULL, Outcome.FULL),
        (-3006, Outcome.INVALID),
        (NO_GATEWAY, Outcome.UNREACHABLE),
        (-1, Outcome.UNKNOWN),
        (ValueError("'errcode'"), Outcome.UNKNOWN),
        (aiohttp.ServerDisconnectedError(), Outcome.UNKNOWN),
    ],
)
async def test_the_error_code_of_the_cloud_is_the_outcome(
    bench: TtlockBench, error: int | Exception, outcome: Outcome
) -> None:
    bench.cloud.errors = [error]
    assert (await bench.set("Ann", "0123")).outcome is outcome
    assert await bench.pins() == {}


@pytest.mark.contract("12.297")
async def test_a_cloud_out_of_reach_is_told_from_a_silent_one(
    bench: TtlockBench, monkeypatch: pytest.MonkeyPatch
) -> None:
    await bench.set("Ann", "0123")
    bench.cloud.fault = "unreachable"
    assert (await bench.set("Ann", "4567")).outcome is Outcome.UNREACHABLE
    assert (await bench.adapter.async_clear("Ann")).outcome is Outcome.UNREACHABLE
    with pytest.raises(LockUnreachable):
        await bench.adapter.async_list()
    bench.cloud.fault = None
    bench.cloud.errors = [await connection_error(bench)]
    assert (await bench.set("Ann", "4567")).outcome is Outcome.UNREACHABLE
    monkeypatch.setattr(bench.cloud, "_answer", lambda *_: {"list": None})
    with pytest.raises(ReadFailed):
        await bench.adapter.async_list()
    assert (await bench.adapter.async_clear("Ann")).outcome is Outcome.UNKNOWN


async def connection_error(bench: TtlockBench) -> Exception:
    """Return what the client raises where there is no network."""
    bench.cloud.fault = "unreachable"
    try:
        await bench.cloud.get("lock/listKeyboardPwd", lockId=7252408)
    except aiohttp.ClientConnectorError as err:
        return err
    finally:
        bench.cloud.fault = None
    raise AssertionError


@pytest.mark.contract("12.293")
async def test_a_list_that_cannot_be_read_after_a_write_proves_nothing(
    bench: TtlockBench, monkeypatch: pytest.MonkeyPatch
) -> None:
    post = bench.cloud.post

    async def post_and_fall_silent(path: str, **fields: Any) -> Mapping[str, Any]:
        answer = await post(path, **fields)
        monkeypatch.setattr(bench.cloud, "_answer", lambda *_: {"errcode": -1})
        return answer

    monkeypatch.setattr(bench.cloud, "post", post_and_fall_silent)
    assert await bench.set("Ann", "0123") == Written(Outcome.UNKNOWN)
    assert await bench.pins() == {"Ann": "0123"}
    monkeypatch.undo()
    monkeypatch.setattr(bench.cloud, "post", post_and_fall_silent)
    assert await bench.adapter.async_clear("Ann") == Written(Outcome.ACCEPTED)
    assert await bench.pins() == {}


@pytest.mark.contract("12.295")
async def test_a_rename_keeps_the_passcode(bench: TtlockBench) -> None:
    await bench.set("Ann", "0123")
    await bench.set("Bob", "4567")
    rename = bench.adapter.async_rename
    assert (await rename("Ann", Credential(None, "Bob"))).outcome is Outcome.INVALID
    assert (await rename("Eve", Credential(None, "Zoe"))).outcome is Outcome.INVALID
    assert (await rename("Ann", Credential(None, "Zoe"))).outcome is Outcome.ACCEPTED
    assert await bench.pins() == {"Zoe": "0123", "Bob": "4567"}
    bench.cloud.errors = [-1]
    assert (await rename("Zoe", Credential(None, "Ann"))).outcome is Outcome.UNKNOWN
    bench.cloud.fault = "unreachable"
    renamed = await rename("Zoe", Credential(None, "Ann"))
    assert renamed.outcome is Outcome.UNREACHABLE
    assert bench.adapter.label("Zoe") == "a passcode"


@pytest.mark.contract("12.296")
async def test_the_component_logs_no_pin(
    bench: TtlockBench,
    caplog: pytest.LogCaptureFixture,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    caplog.set_level("DEBUG")
    post = bench.cloud.post

    async def post_and_log(path: str, **fields: Any) -> Mapping[str, Any]:
        logging.getLogger("custom_components.ttlock.api").debug("%s", fields)
        return await post(path, **fields)

    monkeypatch.setattr(bench.cloud, "post", post_and_log)
    await bench.set("Ann", "80604020")
    await bench.adapter.async_clear("Ann")
    assert "deleteType" in caplog.text
    assert "80604020" not in caplog.text


@pytest.mark.contract("12.383")
async def test_the_component_logs_no_list_that_is_read(
    bench: TtlockBench,
    caplog: pytest.LogCaptureFixture,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    caplog.set_level("DEBUG")
    logger = logging.getLogger("custom_components.ttlock.api")
    get = bench.cloud.get

    async def get_and_log(path: str, **fields: Any) -> Mapping[str, Any]:
        answer = await get(path, **fields)
        logger.debug("%s", answer)
        logger.warning("slow")
        return answer

    monkeypatch.setattr(bench.cloud, "get", get_and_log)
    await bench.set("Ann", "80604020")
    assert await bench.pins() == {"Ann": "80604020"}
    assert await bench.adapter.async_list()
    assert "slow" in caplog.text
    assert "80604020" not in caplog.text
    logger.debug("again")
    assert "again" in caplog.text


@pytest.mark.contract("12.297")
async def test_a_reload_of_the_component_is_followed(bench: TtlockBench) -> None:
    await bench.component.unload()
    assert bench.adapter.reach is Reach.DISCONNECTED
    assert (await bench.set("Ann", "1234")).outcome is Outcome.UNREACHABLE
    await bench.component.set_up()
    assert (await bench.set("Ann", "1234")).outcome is Outcome.CONFIRMED


@pytest.mark.contract("12.297")
async def test_a_lock_of_another_kind_is_cut_off(hass: HomeAssistant) -> None:
    cloud = TtlockCloud()
    component = await async_add_ttlock(hass, cloud, "ttlock-front-door")
    bench = TtlockBench(hass, cloud, component)
    await bench.start()
    assert bench.adapter.reach is Reach.DISCONNECTED
    bench.adapter.stop()


@pytest.mark.contract("12.297")
async def test_an_adapter_that_was_not_started_can_be_stopped(
    hass: HomeAssistant, bench: TtlockBench
) -> None:
    made = await async_create_adapter(hass, bench.component.lock, "ttlock")
    made.stop()
    assert made.reach is Reach.DISCONNECTED
