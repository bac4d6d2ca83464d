"""Codes are exported, encrypted, and imported: as they were, each by itself, and nothing without a word."""

from base64 import urlsafe_b64decode
from dataclasses import replace
import json
from typing import Any
from unittest.mock import patch

from freezegun.api import FrozenDateTimeFactory
import pytest
from pytest_homeassistant_custom_component.common import MockConfigEntry

from custom_components.access_codes.core.model import LockCapabilities
from custom_components.access_codes.engine.lock_engine import LockEngine
from custom_components.access_codes.storage.record_file import StorageFailed
from custom_components.access_codes.storage.sealed_text import seal
from homeassistant.config_entries import ConfigEntryDisabler
from homeassistant.core import Event, HomeAssistant
from homeassistant.helpers import entity_registry as er
from tests.support.action_calls import (
    BACK,
    FRONT,
    PIN,
    async_created,
    async_listed,
    async_refused,
)
from tests.support.keypad_locks import Doors, async_call, async_link, engine_of
from tests.support.slot_locks import METHOD, SlotLocks, async_settle

pytestmark = pytest.mark.usefixtures("cheap_keys")

PASSPHRASE = "five words that nobody guesses"
OTHER_PIN = "73906184"

_OWN = (
    "access_code_id",
    "created_at",
    "display_status",
    "pending_mutations",
    "workspace_id",
    "last_used_at",
    "status",
    "lock_entity_id",
    "device_id",
)
"""Fields that belong to one life of a code on one lock."""


async def async_exported(hass: HomeAssistant, **fields: Any) -> Any:
    return await async_call(hass, "export_codes", passphrase=PASSPHRASE, **fields)


async def async_imported(hass: HomeAssistant, export: str, **fields: Any) -> Any:
    answer = await async_call(
        hass, "import_codes", export=export, passphrase=PASSPHRASE, **fields
    )
    await async_settle(hass)
    return answer


async def async_delete_all(hass: HomeAssistant) -> None:
    for code in await async_listed(hass):
        await async_call(hass, "delete", access_code_id=code["access_code_id"])
    await async_settle(hass)
    assert not await async_listed(hass)


def asked(codes: list[Any]) -> list[dict[str, Any]]:
    """Return what people asked for, of each code."""
    return sorted(
        (
            {key: value for key, value in code.items() if key not in _OWN}
            for code in codes
        ),
        key=lambda code: (str(code["name"]), str(code["common_code_key"])),
    )


def outcomes(answer: Any) -> list[tuple[str, str | None, str, str | None]]:
    return [
        (
            each["name"],
            each["lock_entity_id"],
            each["outcome"],
            each["translation_key"],
        )
        for each in answer["results"]
    ]


async def async_fill_house(hass: HomeAssistant) -> None:
    """Make a code of each kind."""
    hass.states.async_set("binary_sensor.home", "on")
    for lock in (FRONT, BACK):
        await async_created(
            hass, lock, name="Ada", code=PIN, common_code_key="ada", max_uses=5
        )
    await async_created(
        hass,
        name="Cleaner",
        code=OTHER_PIN,
        starts_at="2026-05-05T09:00:00Z",
        ends_at="2026-06-01T14:00:00Z",
    )
    for name, fields in (
        ("Guest", {"ends_at": "2026-06-05T11:00:00Z"}),
        (
            "Weekly",
            {
                "starts_at": "2026-06-02T09:00:00Z",
                "ends_at": "2026-06-02T12:00:00Z",
                "recurrence": "FREQ=WEEKLY;BYDAY=TU",
            },
        ),
        ("Tenant", {"active_while": "binary_sensor.home"}),
        ("Once", {"is_one_time_use": True}),
    ):
        await async_created(hass, name=name, **fields)
    tenant = next(code for code in await async_listed(hass) if code["name"] == "Tenant")
    await async_call(
        hass, "update", access_code_id=tenant["access_code_id"], is_paused=True
    )
    await async_call(hass, "enter_code", lock=FRONT, code=PIN)
    await async_settle(hass)


@pytest.mark.contract("17.50", "17.51", "17.56", "17.58", "17.59")
async def test_a_household_is_the_same_after_its_export_and_import(
    hass: HomeAssistant,
    freezer: FrozenDateTimeFactory,
    front: MockConfigEntry,
    back: MockConfigEntry,
) -> None:
    await async_fill_house(hass)
    before = asked(await async_listed(hass))
    assert len(before) == 7
    exported = await async_exported(hass)
    assert exported["exported"] == 7
    assert exported["locks"] == [FRONT, BACK]
    assert exported["left_out"] == []
    for secret in (PIN, OTHER_PIN, FRONT, PASSPHRASE):
        assert secret not in exported["export"]
    # As text, a name of three letters comes by chance.
    sealed = urlsafe_b64decode(exported["export"].partition(":")[2])
    for secret in (PIN, OTHER_PIN, "Ada", FRONT, PASSPHRASE):
        assert secret.encode() not in sealed
    await async_delete_all(hass)
    # Years may lie between both: the first occurrence of what recurs is over by then.
    freezer.move_to("2026-06-03T12:00:00Z")

    tried = await async_imported(hass, exported["export"])
    assert tried["is_dry_run"]
    assert not await async_listed(hass)
    done = await async_imported(hass, exported["export"], dry_run=False)
    assert not done["is_dry_run"]
    assert outcomes(done) == outcomes(tried)
    # The cleaner's window has ended meanwhile.
    assert ("Cleaner", FRONT, "refused", "ends_at_in_past") in outcomes(done)
    assert (done["created"], done["already_there"], done["refused"]) == (6, 0, 1)
    after = await async_listed(hass)
    ours = {code["access_code_id"] for code in after}
    assert ours == {each["access_code_id"] for each in done["results"]} - {None}
    expected = [code for code in before if code["name"] != "Cleaner"]
    shown = asked(after)
    for code in (*expected, *shown):
        # The weekly window of now is the next one.
        code.pop("next_window")
    assert shown == expected
    ada = [code for code in after if code["name"] == "Ada"]
    assert {code["common_code_key"] for code in ada} == {"ada"}
    assert sorted(code["use_count"] for code in ada) == [0, 1]
    for each in (tried, done):
        assert PIN not in json.dumps(each)
    reason = next(
        each["reason"] for each in done["results"] if each["outcome"] == "refused"
    )
    assert "ends_at" in reason


@pytest.mark.contract("17.60")
async def test_the_same_import_done_again_creates_nothing_twice(
    hass: HomeAssistant, front: MockConfigEntry, back: MockConfigEntry
) -> None:
    await async_fill_house(hass)
    before = await async_listed(hass)
    export = (await async_exported(hass))["export"]
    for is_dry_run in (True, False):
        answer = await async_imported(hass, export, dry_run=is_dry_run)
        assert answer["already_there"] == 7
        assert {each["outcome"] for each in answer["results"]} == {"already_there"}
        assert {each["access_code_id"] for each in answer["results"]} == {None}
    assert await async_listed(hass) == before


@pytest.mark.contract("17.57", "17.58")
async def test_each_code_is_refused_by_itself_and_says_why(  # noqa: PLR0917
    hass: HomeAssistant,
    doors: Doors,
    front: MockConfigEntry,
    back: MockConfigEntry,
    slot_locks: SlotLocks,
    events: list[Event[dict[str, Any]]],
) -> None:
    hass.states.async_set("binary_sensor.home", "on")
    await async_created(hass, name="Long", code="4829153706")
    await async_created(hass, name="Short", code="7305")
    await async_created(hass, name="Home", active_while="binary_sensor.home")
    await async_created(hass, BACK, name="Bea", code=PIN)
    export = (await async_exported(hass))["export"]
    await async_delete_all(hass)
    # Another house: the back door is gone, the front door has another name and slots for two.
    hass.states.async_remove("binary_sensor.home")
    await hass.config_entries.async_remove(back.entry_id)
    await hass.config_entries.async_remove(front.entry_id)
    er.async_get(hass).async_update_entity(FRONT, new_entity_id="lock.street")
    slot_locks["Front door"].lock.capabilities = LockCapabilities(
        slots=("1", "2"), code_lengths=(4, 5, 6, 7, 8)
    )
    street = await async_link(hass, "lock.street", method=METHOD)
    await async_settle(hass)
    await async_created(hass, "lock.street", name="Here", code="9162")
    events.clear()

    expected = [
        # By the name of the lock, as its entity id is another one.
        ("Long", "lock.street", "refused", "code_length_not_taken"),
        ("Short", "lock.street", "created", None),
        ("Home", "lock.street", "refused", "active_while_not_found"),
        ("Bea", None, "refused", "lock_not_linked"),
    ]
    tried = await async_imported(hass, export)
    assert outcomes(tried) == expected
    assert not events
    assert all(
        each["reason"] for each in tried["results"] if each["outcome"] != "created"
    )
    assert [each["lock"] for each in tried["results"]] == [FRONT, FRONT, FRONT, BACK]
    done = await async_imported(hass, export, dry_run=False)
    assert outcomes(done) == expected
    assert sorted(code["name"] for code in await async_listed(hass)) == [
        "Here",
        "Short",
    ]
    assert slot_locks["Front door"].pins == {"9162", "7305"}

    # With a mapping the code of the back door finds a lock, which has no slot left.
    mapping = {BACK: "lock.street"}
    answer = await async_imported(hass, export, dry_run=False, lock_mapping=mapping)
    assert outcomes(answer)[1] == ("Short", "lock.street", "already_there", None)
    assert outcomes(answer)[3] == ("Bea", "lock.street", "refused", "no_slot_left")
    # A lock that the mapping names is not linked, or not loaded.
    for target, key in ((BACK, "lock_not_linked"), ("lock.street", "lock_not_loaded")):
        if key == "lock_not_loaded":
            assert await hass.config_entries.async_unload(street.entry_id)
        answer = await async_imported(hass, export, lock_mapping={"Back door": target})
        assert outcomes(answer)[3] == ("Bea", target, "refused", key)


@pytest.mark.contract("17.57")
async def test_a_mapping_of_an_unknown_lock_is_refused(
    hass: HomeAssistant, front: MockConfigEntry
) -> None:
    await async_created(hass)
    export = (await async_exported(hass))["export"]
    key = await async_refused(
        hass,
        "import_codes",
        export=export,
        passphrase=PASSPHRASE,
        lock_mapping={BACK: FRONT},
    )
    assert key == "lock_mapping_unknown"


@pytest.mark.contract("17.53", "17.55")
async def test_what_cannot_be_opened_is_refused_and_changes_nothing(
    hass: HomeAssistant, front: MockConfigEntry
) -> None:
    await async_created(hass, code=PIN)
    key = await async_refused(hass, "export_codes", passphrase="eleven char")
    assert key == "passphrase_too_short"
    export = (await async_exported(hass))["export"]
    for text, passphrase, expected in (
        (export, "another passphrase", "export_not_opened"),
        (export, "", "export_not_opened"),
        (export[:-8], PASSPHRASE, "export_not_opened"),
        (PIN, PASSPHRASE, "export_not_opened"),
        (export.replace("-1:", "-2:"), PASSPHRASE, "export_of_other_version"),
        (seal(b"not JSON", PASSPHRASE), PASSPHRASE, "export_damaged"),
        (seal(b'{"version": 1, "x": 1}', PASSPHRASE), PASSPHRASE, "export_damaged"),
        (seal(b'{"version": 9}', PASSPHRASE), PASSPHRASE, "export_of_other_version"),
    ):
        key = await async_refused(
            hass, "import_codes", export=text, passphrase=passphrase, dry_run=False
        )
        assert key == expected


@pytest.mark.contract("17.51")
async def test_an_export_names_what_it_leaves_out_and_misses_no_lock_silently(
    hass: HomeAssistant,
    freezer: FrozenDateTimeFactory,
    front: MockConfigEntry,
    slot_locks: SlotLocks,
) -> None:
    assert await async_exported(hass) | {"export": ""} == {
        "export": "",
        "exported": 0,
        "locks": [FRONT],
        "left_out": [],
    }
    back = await async_link(hass, BACK, method=METHOD)
    await async_settle(hass)
    await async_created(hass, name="Ada", code=PIN)
    hidden = await async_created(
        hass, BACK, name="Bea", code=PIN, is_external_modification_allowed=True
    )
    await async_created(hass, BACK, name="Old", ends_at="2026-06-01T13:00:00Z")
    engine = engine_of(back)
    # What is over is not missed.
    freezer.move_to("2026-06-01T13:00:00Z")

    def forget(record: Any, _: Any) -> Any:
        code = record.codes[hidden["access_code_id"]]
        codes = {**record.codes, code.access_code_id: replace(code, pin=None)}
        return replace(record, codes=codes), None

    await engine.async_request(forget)
    exported = await async_exported(hass)
    assert exported["exported"] == 1
    assert exported["left_out"] == [
        {"name": "Bea", "lock_entity_id": BACK, "reason": "Its PIN is not known."}
    ]
    # Without a lock that is not loaded an export would look complete, and not be.
    assert await hass.config_entries.async_unload(back.entry_id)
    key = await async_refused(hass, "export_codes", passphrase=PASSPHRASE)
    assert key == "lock_not_loaded"
    only = await async_exported(hass, lock=[FRONT])
    assert (only["exported"], only["locks"]) == (1, [FRONT])
    await hass.config_entries.async_set_disabled_by(
        front.entry_id, ConfigEntryDisabler.USER
    )
    key = await async_refused(hass, "export_codes", passphrase=PASSPHRASE, lock=[FRONT])
    assert key == "lock_not_loaded"


@pytest.mark.contract("17.58")
async def test_a_disk_that_refuses_is_the_reason_of_each_code(
    hass: HomeAssistant, front: MockConfigEntry
) -> None:
    await async_created(hass, name="Ada")
    export = (await async_exported(hass))["export"]
    await async_delete_all(hass)
    with patch(
        "custom_components.access_codes.storage.record_file.RecordStorage.async_save",
        side_effect=StorageFailed,
    ):
        answer = await async_imported(hass, export, dry_run=False)
    assert outcomes(answer) == [("Ada", FRONT, "refused", "storage_failed")]
    assert not await async_listed(hass)
    answer = await async_imported(hass, export, dry_run=False)
    assert outcomes(answer) == [("Ada", FRONT, "created", None)]


@pytest.mark.contract("17.58")
async def test_a_lock_that_stops_is_the_reason_of_its_codes_in_a_dry_run_too(
    hass: HomeAssistant, front: MockConfigEntry
) -> None:
    await async_created(hass, name="Ada")
    await async_created(hass, name="Grace", code=OTHER_PIN)
    export = (await async_exported(hass))["export"]
    await async_delete_all(hass)
    with patch.object(
        LockEngine, "async_introduced", side_effect=StorageFailed
    ) as introduced:
        answer = await async_imported(hass, export)
    assert outcomes(answer)[0] == ("Ada", FRONT, "refused", "storage_failed")
    # Waited for once, however many codes it is to get.
    assert introduced.await_count == 1


@pytest.mark.contract("17.59")
async def test_a_paused_code_never_comes_to_the_lock(
    hass: HomeAssistant, doors: Doors, slot_locks: SlotLocks
) -> None:
    await async_link(hass, BACK, method=METHOD)
    await async_settle(hass)
    code = await async_created(hass, BACK, name="Ada", code=PIN)
    await async_call(
        hass, "update", access_code_id=code["access_code_id"], is_paused=True
    )
    await async_settle(hass)
    export = (await async_exported(hass))["export"]
    await async_delete_all(hass)
    slot_locks["Back door"].forget_sent()
    await async_imported(hass, export, dry_run=False)
    [again] = await async_listed(hass)
    assert (again["is_paused"], again["status"]) == (True, "unset")
    assert PIN not in [pin for _, pin in slot_locks["Back door"].sent]
    # Resumed, it is set.
    await async_call(
        hass, "update", access_code_id=again["access_code_id"], is_paused=False
    )
    await async_settle(hass)
    assert PIN in slot_locks["Back door"].pins
