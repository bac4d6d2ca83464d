"""The journal of group changes on a disk that refuses, hangs, or loses files."""

import asyncio
import errno
from pathlib import Path
import threading

import pytest

from custom_components.access_codes.core.model import GroupChange, GroupPart
from custom_components.access_codes.engine.group_changes import GroupChanges
from custom_components.access_codes.storage import change_log, group_journal
from custom_components.access_codes.storage.group_journal import GroupJournal
from custom_components.access_codes.storage.record_file import StorageFailed
from homeassistant.core import HomeAssistant
from tests.support.builders import a_code
from tests.support.group_moments import JOURNAL


def change(change_id: str, *entry_ids: str) -> GroupChange:
    """Return a change with a code for each lock."""
    part = GroupPart({"a": a_code()}, 1)
    return GroupChange(change_id, dict.fromkeys(entry_ids or ("entry",), part))


def path_of(hass: HomeAssistant) -> Path:
    return Path(hass.config.path(".storage", JOURNAL))


def new_files(hass: HomeAssistant) -> list[str]:
    return [path.name for path in path_of(hass).parent.glob("*.new")]


async def async_ids(hass: HomeAssistant) -> list[str]:
    """Return the ids of the changes that a start would find."""
    changes, is_whole = await GroupJournal(hass).async_load()
    assert is_whole
    return [change.change_id for change in changes]


async def async_decide(changes: GroupChanges, decided: GroupChange) -> None:
    """Put a change into the journal, with nothing to do meanwhile."""
    await changes.async_decide(decided, asyncio.sleep(0))


@pytest.fixture
def changes(hass: HomeAssistant, monkeypatch: pytest.MonkeyPatch) -> GroupChanges:
    monkeypatch.setattr(change_log, "sync", lambda descriptor: None)
    return GroupChanges(hass)


@pytest.mark.contract("6.104")
async def test_a_journal_that_is_lost_is_written_anew_with_all_that_is_pending(
    hass: HomeAssistant, changes: GroupChanges
) -> None:
    await async_decide(changes, change("one"))
    await async_decide(changes, change("two"))
    assert await async_ids(hass) == ["one", "two"]
    path_of(hass).unlink()
    await async_decide(changes, change("three"))
    assert await async_ids(hass) == ["one", "two", "three"]


@pytest.mark.contract("6.104", "13.63")
@pytest.mark.parametrize("step", ["write_line", "sync"])
async def test_a_line_that_the_disk_refuses_is_not_decided(
    hass: HomeAssistant,
    changes: GroupChanges,
    monkeypatch: pytest.MonkeyPatch,
    step: str,
) -> None:
    await async_decide(changes, change("one"))

    def refuse(*_: object) -> None:
        raise OSError(errno.ENOSPC, "no space")

    with monkeypatch.context() as patch:
        patch.setattr(change_log, step, refuse)
        with pytest.raises(StorageFailed, match="No space left"):
            await async_decide(changes, change("two"))
        await hass.async_block_till_done()
        assert await async_ids(hass) == ["one"]
        assert new_files(hass) == []
    assert not changes.codes_to_come("other")
    assert len(changes.codes_to_come("entry")) == 1
    changes.sweep()
    await hass.async_block_till_done()
    await async_decide(changes, change("three"))
    assert await async_ids(hass) == ["one", "three"]


@pytest.mark.contract("6.104", "13.50")
async def test_a_write_that_hangs_is_not_decided_and_is_taken_back_once_it_ends(
    hass: HomeAssistant, changes: GroupChanges, monkeypatch: pytest.MonkeyPatch
) -> None:
    await async_decide(changes, change("one"))
    monkeypatch.setattr(group_journal, "WRITE_TIMEOUT", 0.01)
    gate = threading.Event()
    monkeypatch.setattr(change_log, "sync", lambda descriptor: gate.wait(20))
    with pytest.raises(StorageFailed, match="the write does not end"):
        await async_decide(changes, change("two"))
    with pytest.raises(StorageFailed, match="a write does not end"):
        await async_decide(changes, change("three"))
    monkeypatch.setattr(group_journal, "WRITE_TIMEOUT", 10)
    gate.set()
    changes.sweep()
    await hass.async_block_till_done()
    changes.sweep()
    await hass.async_block_till_done()
    assert await async_ids(hass) == ["one"]


@pytest.mark.contract("6.106")
async def test_the_remains_of_a_rewrite_that_was_cut_are_deleted_at_a_start(
    hass: HomeAssistant, changes: GroupChanges
) -> None:
    await async_decide(changes, change("one"))
    path_of(hass).with_name(f"{JOURNAL}.new").write_text("torn")
    assert await async_ids(hass) == ["one"]
    assert new_files(hass) == []


@pytest.mark.contract("6.105", "6.106")
async def test_parts_are_forgotten_moved_and_dropped_lock_by_lock(
    hass: HomeAssistant, changes: GroupChanges
) -> None:
    await async_decide(changes, change("one", "a", "b"))
    await async_decide(changes, change("two", "b"))
    changes.move("b", "c")
    changes.move("nobody", "d")
    assert not changes.codes_to_come("b")
    assert len(changes.codes_to_come("c")) == 2
    await hass.async_block_till_done()
    changes.drop("nobody")
    changes.drop("a")
    await hass.async_block_till_done()
    assert await async_ids(hass) == ["one", "two"]
    changes.drop("c")
    await hass.async_block_till_done()
    assert await async_ids(hass) == []
    before = path_of(hass).stat()
    changes.sweep()
    await hass.async_block_till_done()
    assert path_of(hass).stat() == before


@pytest.mark.contract("6.104")
async def test_a_change_that_cannot_be_planned_is_taken_back(
    hass: HomeAssistant, changes: GroupChanges
) -> None:
    async def fail() -> None:
        raise StorageFailed("not decided")

    await async_decide(changes, change("one"))
    with pytest.raises(StorageFailed, match="not decided"):
        await changes.async_decide(change("two"), fail())
    await hass.async_block_till_done()
    assert await async_ids(hass) == ["one"]
    assert len(changes.codes_to_come("entry")) == 1
