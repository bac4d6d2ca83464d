"""Guessing at the keypad: at full speed, just below the limit, from many sides, over restarts."""

import asyncio
from datetime import timedelta
from pathlib import Path
from typing import Any

from freezegun.api import FrozenDateTimeFactory
import pytest
from pytest_homeassistant_custom_component.common import MockConfigEntry, MockUser
from pytest_homeassistant_custom_component.typing import (
    MockHAClientWebSocket,
    WebSocketGenerator,
)

from custom_components.access_codes.core.requests.enter_code import CAPACITY, DRAIN
from custom_components.access_codes.storage.record_file import read_file
from homeassistant.core import Context, HomeAssistant
from simulators.guessing import most_tries
from tests.support.action_calls import (
    BACK,
    FRONT,
    GRANTED,
    PIN,
    async_created,
    async_enter,
    async_fill,
)
from tests.support.keypad_locks import (
    Doors,
    FakeLockEntity,
    async_call,
    async_link,
    engine_of,
)
from tests.support.slot_locks import METHOD, SlotLocks, async_settle

HELD = {"granted": False, "reason": "too_many_attempts"}


@pytest.fixture
async def keypad(
    hass: HomeAssistant, guest: MockUser, hass_ws_client: WebSocketGenerator
) -> MockHAClientWebSocket:
    """Connect a keypad that speaks WebSocket, as the guest."""
    token = await hass.auth.async_create_refresh_token(guest, "https://example.com/")
    return await hass_ws_client(hass, hass.auth.async_create_access_token(token))


async def async_type(
    keypad: MockHAClientWebSocket, code: str, lock: str = FRONT
) -> Any:
    """Type a PIN at the keypad."""
    await keypad.send_json_auto_id(
        {"type": "access_codes/enter_code", "lock": lock, "code": code}
    )
    return (await keypad.receive_json())["result"]


def level_on_disk(hass: HomeAssistant, entry: MockConfigEntry) -> float:
    """Return how full the bucket is in the file: what a crash at this instant leaves."""
    path = Path(hass.config.path(".storage", f"access_codes.{entry.entry_id}"))
    return read_file(path).bucket.level


async def test_guessing_on_every_way_over_restarts_gets_no_more_than_the_bucket_gives(  # noqa: PLR0917
    hass: HomeAssistant,
    front: MockConfigEntry,
    lock: FakeLockEntity,
    guest: MockUser,
    hass_admin_user: MockUser,
    keypad: MockHAClientWebSocket,
    freezer: FrozenDateTimeFactory,
) -> None:
    await async_created(hass, code=PIN)
    rounds = 72
    reasons: list[str] = []
    for number in range(rounds + 1):
        answers = await asyncio.gather(
            async_type(keypad, f"{number:06}"),
            *(
                async_enter(hass, f"{number:06}", user)
                for user in (guest, hass_admin_user, None)
            ),
        )
        reasons += [answer["reason"] for answer in answers]
        if number % 12 == 5:
            assert await hass.config_entries.async_reload(front.entry_id)
        freezer.tick(DRAIN)
    looked_at = [reason for reason in reasons if reason != "too_many_attempts"]
    assert len(looked_at) == most_tries(rounds * DRAIN)
    assert set(looked_at) == {"denied", "unknown_code"}
    assert lock.moves == []
    await hass.services.async_call(
        "lock",
        "unlock",
        {"entity_id": FRONT},
        blocking=True,
        context=Context(user_id=guest.id),
    )
    assert lock.moves == ["unlock"]


@pytest.mark.contract("12.25")
async def test_a_wrong_try_is_on_disk_before_it_is_answered(
    hass: HomeAssistant, front: MockConfigEntry
) -> None:
    for number in range(1, CAPACITY + 1):
        await async_enter(hass, "000000")
        assert level_on_disk(hass, front) == number
    for _ in range(3):
        await async_enter(hass, "000000")
        assert level_on_disk(hass, front) == CAPACITY


async def test_guessing_just_below_the_limit_holds_the_family_back_for_no_longer_than_a_drain(
    hass: HomeAssistant,
    front: MockConfigEntry,
    freezer: FrozenDateTimeFactory,
) -> None:
    await async_created(hass, code=PIN)
    await async_fill(hass)
    for _ in range(20):
        freezer.tick(DRAIN - timedelta(seconds=1))
        assert await async_enter(hass) == HELD
        freezer.tick(timedelta(seconds=1))
        assert await async_enter(hass) == GRANTED
        assert (await async_enter(hass, "000000"))["reason"] == "unknown_code"


@pytest.mark.contract("12.23")
async def test_each_lock_counts_for_itself(
    hass: HomeAssistant, front: MockConfigEntry, back: MockConfigEntry
) -> None:
    for lock in (FRONT, BACK):
        await async_created(hass, lock=lock, code=PIN)
    await async_fill(hass)
    assert await async_enter(hass) == HELD
    assert await async_enter(hass, lock=BACK) == GRANTED


async def test_no_change_of_codes_makes_room_for_more_guesses(
    hass: HomeAssistant, front: MockConfigEntry
) -> None:
    code = await async_created(hass, code=PIN)
    await async_fill(hass)
    given = {"access_code_id": code["access_code_id"]}
    await async_call(hass, "update", code="193746", **given)
    await async_call(hass, "create", lock=FRONT)
    await async_call(hass, "delete", **given)
    await async_call(hass, "sync", entity_id=FRONT)
    await async_settle(hass)
    hass.config_entries.async_update_entry(front, options={"programming_lead": 60})
    await async_settle(hass)
    assert await async_enter(hass, "193746") == HELD
    assert engine_of(front).record.bucket.level == CAPACITY


async def test_a_one_time_code_lets_in_one_of_all_who_type_it_at_once(
    hass: HomeAssistant,
    front: MockConfigEntry,
    lock: FakeLockEntity,
    guest: MockUser,
    keypad: MockHAClientWebSocket,
) -> None:
    await async_created(hass, code=PIN, is_one_time_use=True)
    answers = await asyncio.gather(
        async_type(keypad, PIN), *(async_enter(hass, PIN, guest) for _ in range(30))
    )
    assert [answer["granted"] for answer in answers].count(True) == 1
    assert lock.moves == ["unlock"]
    assert await hass.config_entries.async_reload(front.entry_id)
    assert not (await async_enter(hass, PIN, guest))["granted"]
    assert lock.moves == ["unlock"]


@pytest.mark.contract("12.20")
async def test_a_guest_who_guesses_hits_on_an_old_code_and_does_not_learn_it(
    hass: HomeAssistant,
    front: MockConfigEntry,
    guest: MockUser,
    freezer: FrozenDateTimeFactory,
) -> None:
    await async_created(hass, code="111222", ends_at="2026-06-01T12:00:01Z")
    await async_created(
        hass,
        code="333444",
        starts_at="2026-07-01T12:00:00Z",
        ends_at="2026-07-02T12:00:00Z",
    )
    await async_created(hass, code="555666", is_one_time_use=True)
    assert await async_enter(hass, "555666") == GRANTED
    freezer.tick(2)
    answers = [
        await async_enter(hass, typed, guest)
        for typed in ("111222", "333444", "555666", "777888")
    ]
    assert answers == [{"granted": False, "reason": "denied"}] * 4


async def test_who_tries_a_lock_with_slots_is_counted_like_anybody(
    hass: HomeAssistant, doors: Doors, slot_locks: SlotLocks
) -> None:
    await async_link(hass, BACK, method=METHOD)
    await async_created(hass, lock=BACK, code=PIN)
    for _ in range(CAPACITY):
        await async_enter(hass, "000000", lock=BACK)
    assert await async_enter(hass, lock=BACK) == HELD


@pytest.mark.parametrize(
    "typed",
    ["", " ", "\ud800", "١٢٣٤", "４８２９１５", f" {PIN}", f"{PIN}\n", "1" * 10**6],
)
async def test_whatever_is_typed_is_a_wrong_try_and_no_more(
    hass: HomeAssistant, front: MockConfigEntry, lock: FakeLockEntity, typed: str
) -> None:
    await async_created(hass, code=PIN)
    assert await async_enter(hass, typed) == {
        "granted": False,
        "reason": "unknown_code",
    }
    assert lock.moves == []
    assert level_on_disk(hass, front) == 1
