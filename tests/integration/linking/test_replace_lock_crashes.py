"""A process that dies at any step of replacing a lock, and the next one over the same files and the same locks."""

from collections.abc import Callable, Iterator
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path
import shutil
from typing import Any

import pytest
from pytest_homeassistant_custom_component.common import MockConfigEntry

from custom_components.access_codes.const import DOMAIN
from custom_components.access_codes.core.model import Reach
from custom_components.access_codes.linking.codes_left_issue import (
    CODES_LEFT_ISSUES,
    async_raise_all_codes_left,
)
from custom_components.access_codes.storage import change_log, record_file
from custom_components.access_codes.storage.orphaned_records import delete_superseded
from custom_components.access_codes.storage.record_file import RecordStorage
from custom_components.access_codes.storage.write_marker import WriteMarker
from homeassistant.config_entries import ConfigEntryState
from homeassistant.core import HomeAssistant
from homeassistant.data_entry_flow import FlowResultType
from homeassistant.helpers import issue_registry as ir
from tests.support.fix_flows import async_fix, issues_of
from tests.support.keypad_locks import async_add_locks, engine_of
from tests.support.lock_replacement import (
    NEW,
    OLD,
    async_codes,
    async_replace_lock,
    files,
    lock_id,
)
from tests.support.slot_locks import (
    SlotLocks,
    async_create,
    async_link_slots,
    async_settle,
)

PINS = {"Guest": "7305", "Cleaner": "8416"}
NAMES = {"Front door": OLD, "New door": NEW}
"""The locks: by their names, which also are their unique ids."""
FOREIGN = {"Front door": "1470", "New door": "2580"}


@dataclass
class Moment:
    """What a process that dies now leaves behind."""

    what: str
    files: dict[str, bytes]
    slots: dict[str, dict[str, str | None]]
    entry: dict[str, Any]
    issues: list[Any]


@dataclass
class Onlooker:
    """Notes what is there before and after each step."""

    hass: HomeAssistant
    locks: SlotLocks
    entry: MockConfigEntry
    moments: list[Moment] = field(default_factory=list)
    is_watching: bool = False

    @property
    def folder(self) -> Path:
        """Where our files are."""
        return Path(self.hass.config.path(".storage"))

    def note(self, what: str) -> None:
        """Note what is there now."""
        if not self.is_watching:
            return
        entry = self.entry
        self.moments.append(
            Moment(
                what,
                dict(self._files()),
                {name: dict(lock.slots) for name, lock in self.locks.locks.items()},
                {
                    "entry_id": entry.entry_id,
                    "unique_id": entry.unique_id,
                    "title": entry.title,
                    "data": dict(entry.data),
                    "options": dict(entry.options),
                },
                [
                    issue
                    for issue in ir.async_get(self.hass).issues.values()
                    if issue.domain == DOMAIN and issue.is_persistent
                ],
            )
        )

    def _files(self) -> Iterator[tuple[str, bytes]]:
        for path in self.folder.glob("*codes.*"):
            # Another thread may be deleting it.
            with suppress(FileNotFoundError):
                yield path.name, path.read_bytes()

    def watch[**P, R](self, what: str, step: Callable[P, R]) -> Callable[P, R]:
        """Return the step, with a look before and after it."""

        def watched(*arguments: P.args, **options: P.kwargs) -> R:
            self.note(f"before {what}")
            try:
                return step(*arguments, **options)
            finally:
                self.note(f"after {what}")

        return watched


@pytest.fixture
async def onlooker(
    hass: HomeAssistant, slot_locks: SlotLocks, monkeypatch: pytest.MonkeyPatch
) -> Onlooker:
    """Link a lock with two codes, and watch every file and every lock from then on."""
    monkeypatch.setattr("atomicwrites._proper_fsync", lambda descriptor: None)
    await async_add_locks(hass, "Front door", "New door")
    slot_locks["Front door"].slots |= {"4": FOREIGN["Front door"]}
    slot_locks["New door"].slots |= {"1": FOREIGN["New door"]}
    entry = await async_link_slots(hass, OLD, reserved_slots=["3"])
    for name, pin in PINS.items():
        await async_create(hass, OLD, name, pin)
    onlooker = Onlooker(hass, slot_locks, entry)
    for module, step in ((record_file, "save_json"), (change_log, "write_line")):
        monkeypatch.setattr(module, step, onlooker.watch(step, vars(module)[step]))
    monkeypatch.setattr(Path, "unlink", onlooker.watch("unlink", Path.unlink))
    for lock in slot_locks.locks.values():
        lock.watch(onlooker.note)
    return onlooker


async def async_wake_up(onlooker: Onlooker, moment: Moment, is_lagging: bool) -> Any:
    """Start over what a dead process left; ``is_lagging``: Home Assistant had not yet written the config entry."""
    hass = onlooker.hass
    for entry in hass.config_entries.async_entries(DOMAIN):
        await hass.config_entries.async_remove(entry.entry_id)
    for issue in list(ir.async_get(hass).issues.values()):
        if issue.domain == DOMAIN:
            ir.async_delete_issue(hass, DOMAIN, issue.issue_id)
    for path in onlooker.folder.glob("*codes.*"):
        path.unlink()
    shutil.rmtree(hass.config.cache_path(), ignore_errors=True)
    for name, content in moment.files.items():
        (onlooker.folder / name).write_bytes(content)
    for name in moment.files:
        await _async_forget_backups(hass, name)
    for name, slots in moment.slots.items():
        onlooker.locks[name].slots = dict(slots)
    for issue in moment.issues:
        ir.async_create_issue(
            hass,
            DOMAIN,
            issue.issue_id,
            data=issue.data,
            is_fixable=True,
            is_persistent=True,
            severity=ir.IssueSeverity.WARNING,
            translation_key=issue.translation_key,
            translation_placeholders=issue.translation_placeholders,
        )
    known = onlooker.moments[0].entry if is_lagging else moment.entry
    entry = MockConfigEntry(domain=DOMAIN, **known)
    entry.add_to_hass(hass)
    delete_superseded(hass)
    await async_raise_all_codes_left(hass)
    assert await hass.config_entries.async_setup(entry.entry_id)
    await async_settle(hass)
    return entry


async def _async_forget_backups(hass: HomeAssistant, name: str) -> None:
    """Note that this file is the last that was written: nobody put a backup back."""
    if name.count(".") > 1:
        return
    record = await RecordStorage(hass, name.removeprefix(f"{DOMAIN}.")).async_load()
    assert record.written_at is not None
    WriteMarker(hass, name).write(record.written_at)


async def async_check(onlooker: Onlooker, entry: MockConfigEntry) -> str:
    """Hold what a start made of it to what was promised; tell which lock the entry has."""
    hass = onlooker.hass
    assert entry.state is ConfigEntryState.LOADED
    [linked] = [name for name in NAMES if lock_id(hass, NAMES[name]) == entry.unique_id]
    [other] = NAMES.keys() - {linked}
    assert entry.data["lock"] == entry.unique_id == engine_of(entry).record.lock_id
    assert entry.data.get("lock_unique_id") == linked
    assert entry.title in (linked, NAMES[linked])
    codes = await async_codes(hass, NAMES[linked])
    assert {name: code["code"] for name, code in codes.items()} == PINS
    assert {code["status"] for code in codes.values()} == {"set"}
    assert not any(code["errors"] or code["warnings"] for code in codes.values())
    ours = set(PINS.values())
    assert onlooker.locks[linked].pins == {*ours, FOREIGN[linked]}

    # What is on a lock that nobody looks after is named, and can be taken off.
    if (warning := issues_of(hass).get("codes_left_on_lock")) is not None:
        assert warning.data is not None
        assert warning.data["lock_id"] == lock_id(hass, NAMES[other])
        assert warning.translation_placeholders is not None
        assert warning.translation_placeholders["lock"] in (other, NAMES[other])
        assert {*warning.translation_placeholders["codes"].split(", ")} <= PINS.keys()
        result = await async_fix(hass, "codes_left_on_lock", "take_off")
        assert result["type"] is FlowResultType.CREATE_ENTRY, result
    assert onlooker.locks[other].pins == {FOREIGN[other]}
    assert onlooker.locks[linked].pins == {*ours, FOREIGN[linked]}
    assert not issues_of(hass).keys() & CODES_LEFT_ISSUES
    assert [path.name for path in files(hass)] == [f"{DOMAIN}.{entry.entry_id}"]
    return linked


async def async_replace_and_check(onlooker: Onlooker, entity_id: str) -> list[str]:
    """Replace the lock; return which lock the entry has after a crash at each step, in their order."""
    hass, entry = onlooker.hass, onlooker.entry
    known = dict(entry.data), entry.title, entry.unique_id
    onlooker.is_watching = True
    onlooker.note("at the start")
    result = await async_replace_lock(hass, entry, entity_id)
    assert result["type"] is FlowResultType.ABORT
    onlooker.note("at the end")
    onlooker.is_watching = False
    assert (dict(entry.data), entry.title, entry.unique_id) != known
    for lock in onlooker.locks.locks.values():
        lock.reach = Reach.REACHABLE
    links = []
    for moment in onlooker.moments:
        for is_lagging in (False, True):
            again = await async_wake_up(onlooker, moment, is_lagging)
            links.append(await async_check(onlooker, again))
    return links


@pytest.mark.contract("14.18")
@pytest.mark.parametrize("reach", [Reach.REACHABLE, Reach.OFFLINE])
async def test_a_crash_at_any_step_leaves_the_old_link_or_the_new_one_and_forgets_no_code(
    hass: HomeAssistant, onlooker: Onlooker, reach: Reach
) -> None:
    onlooker.locks["Front door"].become(reach)
    await async_settle(hass)

    links = await async_replace_and_check(onlooker, NEW)

    assert len(links) > 20
    assert links == sorted(links)


async def test_a_crash_on_the_way_back_to_a_lock_that_still_holds_codes_forgets_none(
    hass: HomeAssistant, onlooker: Onlooker
) -> None:
    old = onlooker.locks["Front door"]
    old.become(Reach.OFFLINE)
    await async_replace_lock(hass, onlooker.entry, NEW)
    old.become(Reach.REACHABLE)
    assert set(PINS.values()) < old.pins

    links = await async_replace_and_check(onlooker, OLD)

    assert len(links) > 20
    assert links == sorted(links, reverse=True)
