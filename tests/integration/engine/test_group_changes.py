"""A change of several locks, and a process that dies at any step of it: all of them have it, or none."""

import asyncio
from collections.abc import Callable, Coroutine
from contextlib import suppress
from pathlib import Path
from typing import Any

from freezegun.api import FrozenDateTimeFactory
import pytest
from pytest_homeassistant_custom_component.common import MockConfigEntry

from custom_components.access_codes.const import DOMAIN
from custom_components.access_codes.core.record.change_lines import line_of
from custom_components.access_codes.issues.group_changes import async_load_group_changes
from custom_components.access_codes.linking.unlink import async_unlink
from custom_components.access_codes.storage.group_journal import GroupJournal
from custom_components.access_codes.storage.record_file import StorageFailed
from homeassistant.core import HomeAssistant
from homeassistant.exceptions import HomeAssistantError, ServiceValidationError
from homeassistant.helpers import issue_registry as ir
from tests.support.action_calls import NOON, async_listed
from tests.support.group_moments import (
    JOURNAL,
    Files,
    Moments,
    async_die,
    async_wake_up,
    wishes,
)
from tests.support.keypad_locks import (
    async_add_locks,
    async_call,
    async_link,
    engine_of,
)
from tests.support.lock_replacement import async_replace_lock
from tests.support.slot_locks import async_settle

LOCKS = ("lock.attic", "lock.barn", "lock.cellar")
PIN, OTHER = "482915", "592037"

type Change = Callable[[HomeAssistant], Coroutine[Any, Any, Any]]


async def async_key(hass: HomeAssistant) -> str:
    """Return the key of the codes that the house has."""
    return str((await async_listed(hass))[0]["common_code_key"])


async def create(hass: HomeAssistant) -> None:
    await async_call(hass, "create_multiple", entity_id=LOCKS, name="Guest", code=OTHER)


async def update(hass: HomeAssistant) -> None:
    key = await async_key(hass)
    await async_call(
        hass, "update_multiple", common_code_key=key, name="Grace", code="604827"
    )


async def delete(hass: HomeAssistant) -> None:
    await async_call(hass, "delete", common_code_key=await async_key(hass))


async def create_again(hass: HomeAssistant) -> None:
    await async_call(hass, "create_multiple", entity_id=LOCKS, name="Again", code=PIN)


CHANGES: list[Change] = [create, update, delete]


@pytest.fixture
async def entries(
    hass: HomeAssistant, freezer: FrozenDateTimeFactory
) -> list[MockConfigEntry]:
    """Link three locks that have a code in common."""
    freezer.move_to(NOON)
    await async_add_locks(hass, "Attic", "Barn", "Cellar")
    entries = [await async_link(hass, lock) for lock in LOCKS]
    await async_call(hass, "create_multiple", entity_id=LOCKS, name="Cleaner", code=PIN)
    await async_settle(hass)
    return entries


@pytest.fixture
def moments(
    hass: HomeAssistant,
    entries: list[MockConfigEntry],
    monkeypatch: pytest.MonkeyPatch,
) -> Moments:
    """Watch what is written from now on."""
    moments = Moments(Path(hass.config.path(".storage")))
    moments.install(monkeypatch)
    return moments


async def async_watch(hass: HomeAssistant, moments: Moments, change: Change) -> int:
    """Let a change be made; return the number of moments until it was answered."""
    moments.is_watching = True
    moments.note()
    await change(hass)
    answered = len(moments.moments)
    await async_settle(hass)
    moments.note()
    moments.is_watching = False
    return answered


@pytest.mark.contract("6.51", "6.104", "6.105")
@pytest.mark.parametrize("change", CHANGES)
async def test_wherever_a_process_dies_all_locks_have_the_change_or_none(
    hass: HomeAssistant,
    entries: list[MockConfigEntry],
    moments: Moments,
    change: Change,
) -> None:
    before = [wishes(entry) for entry in entries]
    answered = await async_watch(hass, moments, change)
    after = [wishes(entry) for entry in entries]
    assert before != after
    found = []
    for files in moments.moments:
        for order in (entries, entries[::-1]):
            await async_wake_up(hass, files, order)
            twins = [hass.config_entries.async_get_entry(e.entry_id) for e in entries]
            now = [wishes(twin) for twin in twins]  # type: ignore[arg-type]
            assert now in (before, after)
            found.append(now == after)
    # What was answered stays, and nothing that was not certain comes later.
    assert found == sorted(found)
    assert not found[0]
    assert all(found[2 * (answered - 1) :])
    assert len(found) > 8


async def async_moment_of_decision(
    hass: HomeAssistant, moments: Moments, change: Change
) -> Files:
    """Let a change be made; return the files when it had just become certain, and no record had it."""
    await async_watch(hass, moments, change)
    first = moments.moments[0]
    return next(
        files
        for files in moments.moments
        if files[JOURNAL] != first[JOURNAL]
        and all(files[name] == first[name] for name in first if name != JOURNAL)
    )


def is_not(entry: MockConfigEntry) -> Callable[[MockConfigEntry], bool]:
    """Return whether an entry is another one."""
    return lambda other: other.entry_id != entry.entry_id


@pytest.mark.contract("6.106")
@pytest.mark.parametrize("change", CHANGES)
async def test_what_all_locks_have_leaves_the_disk(
    hass: HomeAssistant,
    entries: list[MockConfigEntry],
    moments: Moments,
    change: Change,
) -> None:
    empty = moments.files()[JOURNAL]
    assert PIN.encode() not in empty
    files = await async_moment_of_decision(hass, moments, change)
    assert len(files[JOURNAL]) > len(empty)
    assert moments.files()[JOURNAL] == empty
    path = moments.folder / JOURNAL
    assert path.stat().st_mode & 0o777 == 0o600
    await async_wake_up(hass, files, entries)
    assert moments.files()[JOURNAL] == empty


@pytest.mark.contract("6.104")
async def test_a_change_is_answered_and_seen_before_any_record_is_written(
    hass: HomeAssistant, entries: list[MockConfigEntry], monkeypatch: pytest.MonkeyPatch
) -> None:
    storage = [vars(engine_of(entry))["_writer"]._storage for entry in entries]  # noqa: SLF001
    gate = asyncio.Event()
    for each in storage:

        async def save(*given: Any, save: Any = each.async_save) -> None:
            await gate.wait()
            await save(*given)

        monkeypatch.setattr(each, "async_save", save)
    await create(hass)
    listed = [code["code"] for code in await async_listed(hass)]
    gate.set()
    await async_settle(hass)
    assert sorted(listed) == [PIN] * 3 + [OTHER] * 3
    assert [len(wishes(entry)) for entry in entries] == [2, 2, 2]


@pytest.mark.contract("6.104")
async def test_locks_rest_until_a_change_of_several_is_certain(
    hass: HomeAssistant, entries: list[MockConfigEntry], monkeypatch: pytest.MonkeyPatch
) -> None:
    append = GroupJournal.async_append
    begun, gate = asyncio.Event(), asyncio.Event()

    async def wait_and_append(self: GroupJournal, *given: Any) -> None:
        begun.set()
        await gate.wait()
        await append(self, *given)

    monkeypatch.setattr(GroupJournal, "async_append", wait_and_append)
    group = hass.async_create_task(create(hass))
    await begun.wait()
    single = hass.async_create_task(
        async_call(hass, "create", lock=LOCKS[1], name="Late", code=OTHER)
    )
    for _ in range(50):
        await asyncio.sleep(0)
    assert not group.done()
    assert not single.done()
    assert len(await async_listed(hass)) == 3
    gate.set()
    await group
    with pytest.raises(ServiceValidationError) as refused:
        await single
    assert refused.value.translation_key == "code_in_use"


@pytest.mark.contract("6.104")
async def test_a_caller_that_is_gone_leaves_no_half_change(
    hass: HomeAssistant, entries: list[MockConfigEntry], monkeypatch: pytest.MonkeyPatch
) -> None:
    append = GroupJournal.async_append
    begun, gate = asyncio.Event(), asyncio.Event()

    async def slow(self: GroupJournal, *given: Any) -> None:
        begun.set()
        await gate.wait()
        await append(self, *given)

    monkeypatch.setattr(GroupJournal, "async_append", slow)
    calling = hass.async_create_task(create(hass))
    await begun.wait()
    calling.cancel()
    with suppress(asyncio.CancelledError):
        await calling
    gate.set()
    await async_settle(hass)
    assert len(await async_listed(hass)) == 6


@pytest.mark.contract("6.105")
async def test_a_part_that_a_lock_has_is_never_applied_again(
    hass: HomeAssistant, entries: list[MockConfigEntry], moments: Moments
) -> None:
    decided = await async_moment_of_decision(hass, moments, create)
    twins = await async_wake_up(hass, decided, entries)
    [*_, code] = engine_of(twins[1]).record.codes.values()
    await async_call(hass, "delete", access_code_id=code.access_code_id)
    key = {"common_code_key": code.common_code_key}
    [*_, other] = engine_of(twins[0]).record.codes.values()
    await async_call(
        hass, "update", access_code_id=other.access_code_id, name="Only here"
    )
    await async_settle(hass)
    now = [wishes(twin) for twin in twins]
    assert [len(wished) for wished in now] == [2, 1, 2]
    # The journal as if the process had died before it was tidied.
    files = {**moments.files(), JOURNAL: decided[JOURNAL]}
    twins = await async_wake_up(hass, files, entries)
    assert [wishes(twin) for twin in twins] == now
    await async_call(hass, "update_multiple", **key, name="Both")
    assert [len(wishes(twin)) for twin in twins] == [2, 1, 2]


@pytest.mark.contract("6.105")
async def test_changes_that_follow_each_other_are_applied_in_their_order(
    hass: HomeAssistant,
    entries: list[MockConfigEntry],
    moments: Moments,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    async def refuse(*_: Any) -> None:
        raise StorageFailed

    monkeypatch.setattr(GroupJournal, "async_rewrite", refuse)
    before = moments.files()
    await create(hass)
    await update(hass)
    await async_call(hass, "delete", common_code_key=await async_key(hass))
    await create_again(hass)
    await async_settle(hass)
    now = [wishes(entry) for entry in entries]
    assert now == [[("Guest", OTHER, None, None), ("Again", PIN, None, None)]] * 3
    journal = moments.files()[JOURNAL]
    for files in (
        {**before, JOURNAL: journal},
        {**moments.files(), JOURNAL: journal},
    ):
        twins = await async_wake_up(hass, files, entries)
        assert [wishes(twin) for twin in twins] == now


@pytest.mark.contract("6.105")
async def test_a_part_is_not_applied_again_after_the_next_change_while_the_journal_has_both(
    hass: HomeAssistant,
    entries: list[MockConfigEntry],
    moments: Moments,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    async def refuse(*_: Any) -> None:
        raise StorageFailed

    monkeypatch.setattr(GroupJournal, "async_rewrite", refuse)
    await create(hass)
    await async_settle(hass)
    [*_, guest] = engine_of(entries[1]).record.codes.values()
    await async_call(hass, "delete", access_code_id=guest.access_code_id)
    await async_call(hass, "create_multiple", entity_id=LOCKS, code="739104")
    await async_settle(hass)
    now = [wishes(entry) for entry in entries]
    assert [len(wished) for wished in now] == [3, 2, 3]
    assert OTHER.encode() in moments.files()[JOURNAL]
    twins = await async_wake_up(hass, moments.files(), entries)
    assert [wishes(twin) for twin in twins] == now


@pytest.mark.contract("6.105", "6.109")
async def test_a_lock_that_is_loaded_later_takes_its_part_then(
    hass: HomeAssistant, entries: list[MockConfigEntry], moments: Moments
) -> None:
    decided = await async_moment_of_decision(hass, moments, create)
    late = entries[2]
    twins = await async_wake_up(hass, decided, entries, is_loaded=is_not(late))
    assert [len(wishes(twin)) for twin in twins[:2]] == [2, 2]
    [*_, code] = engine_of(twins[0]).record.codes.values()
    key = {"common_code_key": code.common_code_key}
    for action in ("delete", "update_multiple"):
        with pytest.raises(ServiceValidationError, match=LOCKS[2]) as refused:
            await async_call(hass, action, **key)
        assert refused.value.translation_key == "lock_not_loaded"
    # The others go on, and the journal keeps what is still to come.
    await async_call(hass, "create_multiple", entity_id=LOCKS[:2], code="739104")
    await async_settle(hass)
    assert b"739104" not in moments.files()[JOURNAL]
    assert await hass.config_entries.async_setup(late.entry_id)
    await async_settle(hass)
    assert [len(wishes(twin)) for twin in twins] == [3, 3, 2]
    assert OTHER.encode() not in moments.files()[JOURNAL]
    await async_call(hass, "delete", **key)
    assert [len(wishes(twin)) for twin in twins] == [2, 2, 1]


@pytest.mark.contract("6.105")
@pytest.mark.parametrize("change", [update, delete])
async def test_a_code_that_is_gone_meanwhile_stays_gone(
    hass: HomeAssistant,
    entries: list[MockConfigEntry],
    moments: Moments,
    change: Change,
) -> None:
    decided = await async_moment_of_decision(hass, moments, change)
    path = moments.folder / f"access_codes.{entries[0].entry_id}"
    twins = await async_wake_up(hass, moments.moments[0], entries)
    [code] = engine_of(twins[0]).record.codes.values()
    await async_call(hass, "delete", access_code_id=code.access_code_id)
    await async_settle(hass)
    files = {
        **decided,
        **{
            name: content
            for name, content in moments.files().items()
            if name.startswith(path.name)
        },
    }
    twins = await async_wake_up(hass, files, entries)
    assert wishes(twins[0]) == []


@pytest.mark.contract("6.105", "6.106")
async def test_the_part_of_an_unlinked_lock_is_dropped(
    hass: HomeAssistant, entries: list[MockConfigEntry], moments: Moments
) -> None:
    decided = await async_moment_of_decision(hass, moments, create)
    late = entries[2]
    twins = await async_wake_up(hass, decided, entries, is_loaded=is_not(late))
    assert OTHER.encode() in moments.files()[JOURNAL]
    await async_unlink(hass, twins[2])
    await async_settle(hass)
    assert OTHER.encode() not in moments.files()[JOURNAL]
    # A process that died before the journal was tidied.
    files = {**moments.files(), JOURNAL: decided[JOURNAL]}
    twins = await async_wake_up(hass, files, entries[:2])
    assert OTHER.encode() not in moments.files()[JOURNAL]
    assert [len(wishes(twin)) for twin in twins] == [2, 2]


@pytest.mark.contract("6.105")
async def test_a_lock_that_is_linked_again_takes_its_part(
    hass: HomeAssistant, entries: list[MockConfigEntry], moments: Moments
) -> None:
    decided = await async_moment_of_decision(hass, moments, create)
    late = entries[2]
    await async_wake_up(hass, decided, entries, is_loaded=is_not(late))
    await hass.config_entries.async_remove(late.entry_id)
    assert OTHER.encode() in moments.files()[JOURNAL]
    again = await async_link(hass, LOCKS[2])
    await async_settle(hass)
    assert [name for name, *_ in wishes(again)] == ["Cleaner", "Guest"]
    assert OTHER.encode() not in moments.files()[JOURNAL]


@pytest.mark.contract("6.105", "14.15")
@pytest.mark.parametrize("change", [create, delete])
async def test_a_lock_that_replaces_another_takes_its_part_from_before(
    hass: HomeAssistant,
    entries: list[MockConfigEntry],
    moments: Moments,
    change: Change,
) -> None:
    decided = await async_moment_of_decision(hass, moments, change)
    late = entries[2]
    twins = await async_wake_up(hass, decided, entries, is_loaded=is_not(late))
    await hass.config_entries.async_remove(late.entry_id)
    await async_replace_lock(hass, twins[0], LOCKS[2])
    names = [name for name, *_ in wishes(twins[0])]
    assert names == ([] if change is delete else ["Cleaner", "Guest"] * 2)
    assert b"Guest" not in moments.files()[JOURNAL]


@pytest.mark.contract("6.108")
async def test_what_can_be_read_of_a_damaged_journal_is_applied_and_the_rest_told(
    hass: HomeAssistant,
    entries: list[MockConfigEntry],
    moments: Moments,
    monkeypatch: pytest.MonkeyPatch,
    expected_errors: list[str],
) -> None:
    expected_errors.append("The journal of changes of several locks is damaged")

    async def refuse(*_: Any) -> None:
        raise StorageFailed

    before = moments.files()
    with monkeypatch.context() as patch:
        patch.setattr(GroupJournal, "async_rewrite", refuse)
        await create(hass)
        await update(hass)
        await create_again(hass)
        await async_settle(hass)
        journal = moments.files()[JOURNAL]
    header, first, second, third = journal.splitlines(keepends=True)
    line, _ = line_of(b'{"change_id":1}', int(header[:8], 16))
    for damaged, names in (
        (header + first + second.replace(b"Grace", b"Grade") + third, ["Guest"]),
        (header + first + third, ["Guest"]),
        (header[1:] + first, []),
        (header + line, []),
        (header + line_of(b"no JSON", int(header[:8], 16))[0], []),
    ):
        twins = await async_wake_up(hass, {**before, JOURNAL: damaged}, entries)
        for twin in twins:
            assert [name for name, *_ in wishes(twin)] == ["Cleaner", *names]
        issue = ir.async_get(hass).async_get_issue(DOMAIN, "group_changes_lost")
        assert issue is not None
        assert not issue.is_fixable
        ir.async_delete_issue(hass, DOMAIN, issue.issue_id)
        assert moments.files()[JOURNAL] == before[JOURNAL]
    # A torn line is none that anybody was told of.
    torn = header + first + second[:-9]
    twins = await async_wake_up(hass, {**before, JOURNAL: torn}, entries)
    assert [name for name, *_ in wishes(twins[0])] == ["Cleaner", "Guest"]
    assert not ir.async_get(hass).async_get_issue(DOMAIN, "group_changes_lost")


@pytest.mark.contract("6.108")
async def test_a_journal_that_the_disk_does_not_give_is_told(
    hass: HomeAssistant,
    entries: list[MockConfigEntry],
    moments: Moments,
    expected_errors: list[str],
) -> None:
    expected_errors.append("The journal of changes of several locks is damaged")
    files = moments.files()
    await async_die(hass)
    (moments.folder / JOURNAL).unlink()
    (moments.folder / JOURNAL).mkdir()
    await async_load_group_changes(hass)
    assert ir.async_get(hass).async_get_issue(DOMAIN, "group_changes_lost")
    (moments.folder / JOURNAL).rmdir()
    twins = await async_wake_up(hass, files, entries)
    await create(hass)
    assert [len(wishes(twin)) for twin in twins] == [2, 2, 2]


@pytest.mark.contract("6.104")
async def test_a_change_that_cannot_be_planned_or_whose_lock_stops_is_none(
    hass: HomeAssistant,
    entries: list[MockConfigEntry],
    monkeypatch: pytest.MonkeyPatch,
    expected_errors: list[str],
) -> None:
    expected_errors.append("Request failed in planning: ValueError")
    engine = engine_of(entries[1])

    def fail(*_: Any) -> None:
        raise ValueError(OTHER)

    with monkeypatch.context() as patch:
        patch.setattr(engine.cycle, "_plan_of", fail)
        with pytest.raises(HomeAssistantError) as failed:
            await create(hass)
    assert failed.value.translation_key == "storage_failed"
    assert len(await async_listed(hass)) == 3
    async with engine.async_at_rest():
        calling = hass.async_create_task(create(hass))
        for _ in range(50):
            await asyncio.sleep(0)
        stopping = hass.async_create_task(
            hass.config_entries.async_unload(entries[1].entry_id)
        )
        for _ in range(50):
            await asyncio.sleep(0)
        vars(engine)["_is_open"] = False
    with pytest.raises(HomeAssistantError) as failed:
        await calling
    assert failed.value.translation_key == "storage_failed"
    vars(engine)["_is_open"] = True
    assert await stopping
    assert [len(wishes(entry)) for entry in (entries[0], entries[2])] == [1, 1]
