"""Letting people in by what they type on any keypad."""

import asyncio
from datetime import datetime, timedelta
from typing import Any
from unittest.mock import patch

from freezegun.api import FrozenDateTimeFactory
import pytest
from pytest_homeassistant_custom_component.common import (
    MockConfigEntry,
    MockUser,
    async_capture_events,
    async_fire_time_changed,
)

from custom_components.access_codes.const import DOMAIN
from custom_components.access_codes.core.model import LockRecord
from custom_components.access_codes.storage.record_file import (
    RecordStorage,
    StorageFailed,
)
from homeassistant.core import Event, HomeAssistant, ServiceCall
from homeassistant.exceptions import HomeAssistantError, Unauthorized, UnknownUser
from homeassistant.helpers import entity_registry as er
from tests.support.action_calls import (
    FRONT,
    GRANTED,
    NOON,
    PIN,
    async_created,
    async_enter,
    async_listed,
    told,
)
from tests.support.keypad_locks import (
    Doors,
    FakeLockEntity,
    async_call,
    async_link,
    engine_of,
)
from tests.support.slot_locks import METHOD, SlotLocks, async_settle


@pytest.mark.contract("6.9", "11.8")
async def test_a_valid_code_opens_the_door_and_its_use_is_told(
    hass: HomeAssistant,
    front: MockConfigEntry,
    lock: FakeLockEntity,
    events: list[Event[dict[str, Any]]],
) -> None:
    code = await async_created(hass, code=PIN, name="Ada")
    assert await async_enter(hass) == GRANTED
    await async_settle(hass)
    assert lock.moves == ["unlock"]
    assert told(
        events, "access_code_id", "name", "lock_entity_id", "action", "source"
    ) == [
        {
            "type": "access_code.used",
            "access_code_id": code["access_code_id"],
            "name": "Ada",
            "lock_entity_id": FRONT,
            "action": "unlock",
            "source": "enter_code",
        }
    ]


@pytest.mark.contract("6.9")
async def test_a_valid_code_locks_the_door_if_that_was_asked_for(
    hass: HomeAssistant, front: MockConfigEntry, lock: FakeLockEntity
) -> None:
    await async_created(hass, code=PIN)
    assert await async_enter(hass, action="lock") == GRANTED
    assert lock.moves == ["lock"]


@pytest.mark.contract("12.22")
async def test_the_lock_is_told_by_whom_and_not_with_which_pin(
    hass: HomeAssistant, front: MockConfigEntry, lock: FakeLockEntity, guest: MockUser
) -> None:
    await async_created(hass, code=PIN)
    calls = async_capture_events(hass, "call_service")
    assert await async_enter(hass, user=guest) == GRANTED
    (ours, theirs) = calls
    assert ours.data["domain"] == DOMAIN
    assert theirs.data == {
        "domain": "lock",
        "service": "unlock",
        "service_data": {"entity_id": FRONT},
    }
    (context,) = lock.contexts
    assert context is ours.context
    assert context.user_id == guest.id


@pytest.mark.contract("11.10", "12.19")
@pytest.mark.parametrize(
    ("fields", "entered", "reason"),
    [
        ({}, "000000", "unknown_code"),
        ({}, PIN + "0", "unknown_code"),
        ({}, "", "unknown_code"),
        (
            {"starts_at": "2026-06-01T12:00:01Z", "ends_at": "2026-06-02T12:00:00Z"},
            PIN,
            "not_yet_valid",
        ),
        ({"ends_at": "2026-06-01T12:00:00.000001Z"}, PIN, "expired"),
    ],
)
async def test_who_has_no_valid_code_stays_outside(  # noqa: PLR0917
    hass: HomeAssistant,
    front: MockConfigEntry,
    lock: FakeLockEntity,
    guest: MockUser,
    hass_admin_user: MockUser,
    events: list[Event[dict[str, Any]]],
    freezer: FrozenDateTimeFactory,
    fields: dict[str, Any],
    entered: str,
    reason: str,
) -> None:
    code = await async_created(hass, code=PIN, **fields)
    freezer.tick(timedelta(microseconds=1))
    for user, told_reason in (
        (None, reason),
        (hass_admin_user, reason),
        (guest, "denied"),
    ):
        assert await async_enter(hass, entered, user) == {
            "granted": False,
            "reason": told_reason,
        }
    await async_settle(hass)
    assert lock.moves == []
    is_known = entered == PIN
    assert told(events, "access_code_id", "reason", "action", "source") == 3 * [
        {
            "type": "lock.access_denied",
            "access_code_id": code["access_code_id"] if is_known else None,
            "reason": reason,
            "action": "unlock",
            "source": "enter_code",
        }
    ]


@pytest.mark.contract("2.7", "12.19")
async def test_a_code_lets_in_from_its_start_until_its_end(
    hass: HomeAssistant, front: MockConfigEntry, freezer: FrozenDateTimeFactory
) -> None:
    await async_created(
        hass, code=PIN, starts_at="2026-06-01T13:00:00Z", ends_at="2026-06-01T14:00:00Z"
    )
    reasons = []
    for minutes in (-1, 0, 59, 60):
        freezer.move_to(NOON + timedelta(hours=1, minutes=minutes))
        async_fire_time_changed(hass)
        await async_settle(hass)
        reasons.append((await async_enter(hass))["reason"])
    assert reasons == ["not_yet_valid", None, None, "expired"]


async def test_of_two_codes_with_a_pin_the_one_that_is_valid_now_lets_in(
    hass: HomeAssistant,
    front: MockConfigEntry,
    freezer: FrozenDateTimeFactory,
    events: list[Event[dict[str, Any]]],
) -> None:
    await async_created(hass, code=PIN, name="Morning", ends_at="2026-06-01T13:00:00Z")
    await async_created(
        hass,
        code=PIN,
        name="Afternoon",
        starts_at="2026-06-01T13:00:00Z",
        ends_at="2026-06-01T18:00:00Z",
    )
    assert await async_enter(hass) == GRANTED
    freezer.move_to(NOON + timedelta(hours=1))
    async_fire_time_changed(hass)
    assert await async_enter(hass) == GRANTED
    await async_settle(hass)
    assert [use["name"] for use in told(events, "name")] == ["Morning", "Afternoon"]


@pytest.mark.contract("12.27")
async def test_a_one_time_code_is_used_up_on_disk_before_the_lock_moves(
    hass: HomeAssistant, front: MockConfigEntry, lock: FakeLockEntity
) -> None:
    code = await async_created(hass, code=PIN, is_one_time_use=True)
    saved: list[LockRecord] = []
    save = RecordStorage.async_save

    async def async_save(
        storage: RecordStorage, record: LockRecord, written_at: datetime
    ) -> None:
        await save(storage, record, written_at)
        saved.append(record)

    used: list[datetime | None] = []

    def unlock(_: FakeLockEntity, action: str, given: dict[str, Any]) -> None:
        used.append(saved[-1].codes[code["access_code_id"]].used_at)

    with (
        patch.object(RecordStorage, "async_save", async_save),
        patch.object(FakeLockEntity, "_move", unlock),
    ):
        assert await async_enter(hass) == GRANTED
    assert used == [NOON]
    assert (await async_enter(hass))["reason"] == "already_used"


@pytest.mark.contract("12.27")
async def test_of_two_who_share_a_one_time_code_one_comes_in(
    hass: HomeAssistant, front: MockConfigEntry, lock: FakeLockEntity
) -> None:
    await async_created(hass, code=PIN, is_one_time_use=True)
    answers = await asyncio.gather(*(async_enter(hass) for _ in range(4)))
    assert sorted(answer["reason"] or "" for answer in answers) == [
        "",
        "already_used",
        "already_used",
        "already_used",
    ]
    assert lock.moves == ["unlock"]


@pytest.mark.contract("4.61", "4.63")
async def test_of_more_than_a_code_lets_in_only_as_many_come_in(
    hass: HomeAssistant, front: MockConfigEntry, lock: FakeLockEntity
) -> None:
    await async_created(hass, code=PIN, max_uses=3)
    answers = await asyncio.gather(*(async_enter(hass) for _ in range(5)))
    assert [answer["granted"] for answer in answers].count(True) == 3
    assert lock.moves == ["unlock"] * 3
    (code,) = await async_listed(hass)
    assert (code["max_uses"], code["use_count"]) == (3, 3)
    assert code["status"] == "unset"


@pytest.mark.contract("12.27", "4.63")
@pytest.mark.parametrize("is_one_time_use", [True, False])
@pytest.mark.parametrize(
    "failure", [HomeAssistantError("Jammed"), TimeoutError(), ValueError("482915?")]
)
async def test_a_code_is_not_used_if_the_lock_does_not_move(  # noqa: PLR0917
    hass: HomeAssistant,
    front: MockConfigEntry,
    lock: FakeLockEntity,
    events: list[Event[dict[str, Any]]],
    failure: Exception,
    is_one_time_use: bool,
) -> None:
    code = await async_created(hass, code=PIN, is_one_time_use=is_one_time_use)
    lock.failure = failure
    with pytest.raises(HomeAssistantError) as failed:
        await async_enter(hass)
    assert failed.value.translation_key == "lock_not_operated"
    assert "Front door" in str(failed.value)
    await async_settle(hass)
    assert told(events) == []
    present = engine_of(front).record.codes[code["access_code_id"]]
    assert (present.used_at, present.use_count) == (None, 0)
    assert present.last_used_at is None
    lock.failure = None
    assert await async_enter(hass) == GRANTED
    (used,) = await async_listed(hass)
    assert (used["use_count"], used["last_used_at"]) == (1, NOON.isoformat())


@pytest.mark.contract("11.3", "11.4", "12.62")
async def test_a_one_time_code_is_not_told_to_leave_and_return_if_the_lock_fails(
    hass: HomeAssistant,
    front: MockConfigEntry,
    lock: FakeLockEntity,
    events: list[Event[dict[str, Any]]],
) -> None:
    await async_created(hass, code=PIN, is_one_time_use=True)
    await async_settle(hass)
    events.clear()
    lock.failure = HomeAssistantError("Jammed")
    for _ in range(3):
        with pytest.raises(HomeAssistantError):
            await async_enter(hass)
    await async_settle(hass)
    assert events == []
    lock.failure = None
    assert await async_enter(hass) == GRANTED
    await async_settle(hass)
    assert [event.data["type"] for event in events] == [
        "access_code.used",
        "access_code.removed_from_device",
    ]


@pytest.mark.contract("12.63")
@pytest.mark.usefixtures("front")
async def test_a_lock_that_wants_a_pin_of_its_own_is_named_as_such(
    hass: HomeAssistant, monkeypatch: pytest.MonkeyPatch
) -> None:
    await async_created(hass, code=PIN)
    four_digits = property(lambda _: r"^\d{4}$")
    monkeypatch.setattr(FakeLockEntity, "code_format", four_digits)
    with pytest.raises(HomeAssistantError) as failed:
        await async_enter(hass)
    assert failed.value.translation_key == "lock_wants_pin"
    assert "default code" in str(failed.value)


async def test_a_lock_that_is_not_available_does_not_move(
    hass: HomeAssistant, front: MockConfigEntry, lock: FakeLockEntity
) -> None:
    await async_created(hass, code=PIN, is_one_time_use=True)
    lock.become(available=False)
    with pytest.raises(HomeAssistantError):
        await async_enter(hass)
    er.async_get(hass).async_update_entity(
        FRONT, disabled_by=er.RegistryEntryDisabler.USER
    )
    await async_settle(hass)
    with pytest.raises(HomeAssistantError) as failed:
        await async_enter(hass)
    assert failed.value.translation_key == "lock_not_operated"


async def test_a_code_that_went_while_the_lock_failed_does_not_come_back(
    hass: HomeAssistant, front: MockConfigEntry, lock: FakeLockEntity
) -> None:
    code = await async_created(hass, code=PIN, is_one_time_use=True)

    async def async_fail(_: ServiceCall) -> None:
        await async_call(hass, "delete", access_code_id=code["access_code_id"])
        raise HomeAssistantError("Jammed")

    hass.services.async_register("lock", "unlock", async_fail)
    with pytest.raises(HomeAssistantError):
        await async_enter(hass)
    assert engine_of(front).record.codes == {}


async def test_the_door_is_open_even_if_its_use_cannot_be_stored(
    hass: HomeAssistant,
    front: MockConfigEntry,
    lock: FakeLockEntity,
    caplog: pytest.LogCaptureFixture,
    expected_errors: list[str],
) -> None:
    await async_created(hass, code=PIN)
    expected_errors.append("Use of a code at Front door not stored")
    full_disk = patch.object(RecordStorage, "async_save", side_effect=StorageFailed)

    async def async_unlock_and_fill_disk(_: ServiceCall) -> None:
        full_disk.start()

    hass.services.async_register("lock", "unlock", async_unlock_and_fill_disk)
    try:
        assert await async_enter(hass) == GRANTED
    finally:
        full_disk.stop()
    assert expected_errors[0] in caplog.text
    assert PIN not in caplog.text


@pytest.mark.contract("12.18")
async def test_only_who_may_control_the_lock_may_enter_codes(
    hass: HomeAssistant,
    front: MockConfigEntry,
    lock: FakeLockEntity,
    guest: MockUser,
    hass_read_only_user: MockUser,
) -> None:
    await async_created(hass, code=PIN)
    with pytest.raises(Unauthorized):
        await async_enter(hass, user=hass_read_only_user)
    with pytest.raises(Unauthorized):
        await async_enter(hass, user=guest, lock="lock.back_door")
    with pytest.raises(UnknownUser):
        await async_enter(hass, user=MockUser())
    assert lock.moves == []
    assert engine_of(front).record.bucket.level == 0
    assert await async_enter(hass, user=guest) == GRANTED


@pytest.mark.contract("12.18")
async def test_a_lock_with_a_keypad_of_its_own_may_have_another_one(
    hass: HomeAssistant,
    doors: Doors,
    lock: FakeLockEntity,
    slot_locks: SlotLocks,
) -> None:
    await async_link(hass, FRONT, method=METHOD)
    code = await async_created(hass, code=PIN)
    assert slot_locks["Front door"].pins == {PIN}
    assert await async_enter(hass) == GRANTED
    await async_call(hass, "delete", access_code_id=code["access_code_id"])
    assert (await async_enter(hass))["reason"] in ("being_deleted", "unknown_code")
