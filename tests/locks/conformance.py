"""The tests that the adapter of every family passes. A family subclasses ``AdapterConformance`` with its own ``bench``.

What a family cannot do is tested as well: that its capabilities say so. What a bench cannot make its lock do is named by
``bench.troubles``, and each family names its exceptions in its own test file.
"""

import asyncio
from itertools import pairwise
import logging
from typing import Final, Protocol, runtime_checkable
import unicodedata

import pytest

from custom_components.access_codes.core.model import (
    EMPTY,
    UNREADABLE,
    Content,
    KnownPin,
    LockRecord,
    Outcome,
    Pin,
    PinObjection,
    Readability,
    SlotNaming,
    UseReporting,
)
from custom_components.access_codes.core.record.record_json import from_json, to_json
from custom_components.access_codes.locks.adapter import (
    Credential,
    LockUnreachable,
    ReadFailed,
    Written,
)
from homeassistant.util import dt as dt_util

from .lock_bench import PATIENCE, LockBench, Trouble, capabilities_of, is_reachable
from .readme_table import check_row

PIN, OTHER, ZERO, THIRD = "135798", "246813", "012345", "864297"

NAMES: Final = ("Ann", "Bob", "Zoë " + "x" * 80)

LATE_BY: Final = 3
"""Seconds after which a lock in this suite has carried out what it was sent."""

_DONE: Final = frozenset({Outcome.CONFIRMED, Outcome.ACCEPTED})
_FAILED: Final = frozenset(
    {Outcome.REFUSED, Outcome.FULL, Outcome.INVALID, Outcome.DUPLICATE}
)


@runtime_checkable
class NumbersSlots(Protocol):
    """A bench whose lock gives new codes the keys of its own kind."""

    slots: tuple[str, str]


def slots_of(bench: LockBench) -> tuple[str, str]:
    """Return two slots of the lock."""
    if isinstance(bench, NumbersSlots):
        return bench.slots
    capabilities = capabilities_of(bench)
    if capabilities.slot_naming is SlotNaming.FIXED:
        first, second, *_ = capabilities.slots
        return first, second
    return NAMES[0], NAMES[1]


def fitting(bench: LockBench, pin: str) -> str:
    """Return a PIN, or another one where the lock takes no zero."""
    is_taken = capabilities_of(bench).objection_to(Pin(pin)) is None
    return pin if is_taken else THIRD


async def write(bench: LockBench, slot: str, pin: str, name: str = NAMES[0]) -> Written:
    """Write a PIN as the engine does: with the name that fits, and never one that the capabilities exclude."""
    capabilities = capabilities_of(bench)
    assert capabilities.objection_to(Pin(pin)) is None
    if capabilities.slot_naming is SlotNaming.BY_NAME:
        name = slot
    bench.listener.ours.add(slot)
    return await bench.adapter.async_set(
        slot, Credential(Pin(pin), capabilities.fit_name(name))
    )


async def held(bench: LockBench, slot: str) -> Content:
    """Return the content of a slot, as the adapter reads it: one slot, or the list."""
    if not capabilities_of(bench).lists_slots:
        return await bench.adapter.async_read(slot)
    listing = await bench.adapter.async_list()
    assert listing.is_complete or slot in listing.contents
    return listing.contents.get(slot, EMPTY)


def shown(bench: LockBench, pin: str | None) -> Content:
    """Return the content of a slot with this PIN, as a lock that reads like this shows it."""
    if pin is None:
        return EMPTY
    is_shown = capabilities_of(bench).reads is Readability.PIN
    return KnownPin(Pin(pin)) if is_shown else UNREADABLE


async def check_read(bench: LockBench, slot: str, pin: str | None) -> None:
    """Check that a read shows what the lock holds, if the lock can be read."""
    if capabilities_of(bench).can_be_read:
        assert await held(bench, slot) == shown(bench, pin)


def plain(name: str) -> str:
    """Return a name without accents: a lock may store letters of ASCII only."""
    return unicodedata.normalize("NFKD", name).encode("ascii", "ignore").decode()


async def until_pins(bench: LockBench, pins: dict[str, str]) -> None:
    """Wait until the lock holds these PINs."""
    async with asyncio.timeout(PATIENCE):
        while await bench.pins() != pins:
            await asyncio.sleep(0.05)


class AdapterConformance:
    """What the engine relies on, of any adapter."""

    # --- capabilities

    async def test_the_capabilities_are_known_and_can_be_stored(
        self, bench: LockBench
    ) -> None:
        capabilities = capabilities_of(bench)
        assert is_reachable(bench)
        assert capabilities.code_lengths
        assert all(one < two for one, two in pairwise(capabilities.code_lengths))
        assert len(set(capabilities.slots)) == len(capabilities.slots)
        is_fixed = capabilities.slot_naming is SlotNaming.FIXED
        assert is_fixed is bool(capabilities.slots)
        record = LockRecord("lock", capabilities=capabilities)
        assert from_json(to_json(record, dt_util.utcnow())).capabilities == capabilities

    async def test_the_limits_of_a_pin_are_the_locks(self, bench: LockBench) -> None:
        capabilities = capabilities_of(bench)
        shortest, longest = capabilities.code_lengths[0], capabilities.code_lengths[-1]
        too_short, too_long = "1" * (shortest - 1), "1" * (longest + 1)
        assert capabilities.objection_to(Pin(too_short)) is PinObjection.LENGTH
        assert capabilities.objection_to(Pin(too_long)) is PinObjection.LENGTH
        slot, _ = slots_of(bench)
        written = await bench.adapter.async_set(
            slot, Credential(Pin(too_short), capabilities.fit_name(NAMES[0]))
        )
        assert written.outcome in _FAILED
        assert await bench.pins() == {}

    async def test_a_slot_has_a_label_and_numbers_without_a_pin(
        self, bench: LockBench
    ) -> None:
        slot, _ = slots_of(bench)
        await write(bench, slot, PIN)
        is_named = capabilities_of(bench).slot_naming is SlotNaming.BY_NAME
        assert is_named is not (bench.adapter.label(slot) == slot)
        texts = [bench.adapter.label(slot), *map(str, bench.adapter.metadata(slot))]
        assert not [text for text in texts if PIN in text]

    async def test_the_table_of_the_readme_says_what_the_lock_can_do(
        self, bench: LockBench
    ) -> None:
        slot, _ = slots_of(bench)
        written = await write(bench, slot, PIN)
        assert written.outcome in _DONE
        if bench.row is not None:
            check_row(bench.row, capabilities_of(bench), written.outcome)

    # --- set, replace, clear, read

    @pytest.mark.parametrize("pin", [PIN, ZERO])
    async def test_a_pin_is_set_read_and_cleared(
        self, bench: LockBench, pin: str
    ) -> None:
        slot, other = slots_of(bench)
        pin = fitting(bench, pin)
        await check_read(bench, slot, None)
        written = await write(bench, slot, pin)
        assert written.outcome in _DONE
        assert await bench.pins() == {slot: pin}
        await check_read(bench, slot, pin)
        await check_read(bench, other, None)
        cleared = await bench.adapter.async_clear(slot)
        assert cleared.outcome in _DONE
        assert await bench.pins() == {}
        await check_read(bench, slot, None)

    async def test_a_pin_is_replaced_in_its_slot(self, bench: LockBench) -> None:
        slot, _ = slots_of(bench)
        await write(bench, slot, PIN)
        written = await write(bench, slot, OTHER)
        assert written.outcome in _DONE
        assert await bench.pins() == {slot: OTHER}
        await check_read(bench, slot, OTHER)

    async def test_the_same_pin_is_written_once_more(self, bench: LockBench) -> None:
        slot, _ = slots_of(bench)
        await write(bench, slot, PIN)
        written = await write(bench, slot, PIN)
        assert written.outcome in _DONE | {Outcome.DUPLICATE}
        assert await bench.pins() == {slot: PIN}

    async def test_two_slots_are_apart(self, bench: LockBench) -> None:
        first, second = slots_of(bench)
        await write(bench, first, PIN, NAMES[0])
        await write(bench, second, OTHER, NAMES[1])
        assert await bench.pins() == {first: PIN, second: OTHER}
        assert (await bench.adapter.async_clear(first)).outcome in _DONE
        assert await bench.pins() == {second: OTHER}
        await check_read(bench, second, OTHER)

    async def test_an_empty_slot_is_cleared(self, bench: LockBench) -> None:
        slot, _ = slots_of(bench)
        assert (await bench.adapter.async_clear(slot)).outcome in _DONE
        assert await bench.pins() == {}

    async def test_an_answer_that_tells_a_content_tells_the_truth(
        self, bench: LockBench
    ) -> None:
        slot, _ = slots_of(bench)
        for pin in (PIN, OTHER):
            written = await write(bench, slot, pin)
            assert written.content in (None, shown(bench, pin))

    # --- names

    async def test_a_name_is_the_locks_as_far_as_it_fits(
        self, bench: LockBench
    ) -> None:
        slot, _ = slots_of(bench)
        capabilities = capabilities_of(bench)
        await write(bench, slot, PIN, NAMES[2])
        if not capabilities.name_length:
            assert await bench.names() == {}
            return
        kept = (await bench.names())[slot]
        assert len(kept) <= capabilities.name_length
        fitting = slot if capabilities.slot_naming is SlotNaming.BY_NAME else NAMES[2]
        assert plain(kept) == plain(capabilities.fit_name(fitting) or "")

    async def test_a_rename_keeps_the_pin(self, bench: LockBench) -> None:
        slot, _ = slots_of(bench)
        capabilities = capabilities_of(bench)
        await write(bench, slot, PIN, NAMES[0])
        if (
            not capabilities.name_length
            or capabilities.slot_naming is SlotNaming.BY_NAME
        ):
            assert await bench.pins() == {slot: PIN}
            return
        renamed = await bench.adapter.async_rename(
            slot, Credential(Pin(PIN), capabilities.fit_name(NAMES[1]))
        )
        assert renamed.outcome in _DONE
        assert await bench.names() == {slot: capabilities.fit_name(NAMES[1])}
        assert await bench.pins() == {slot: PIN}

    # --- lists

    async def test_a_list_names_every_occupied_slot(self, bench: LockBench) -> None:
        capabilities = capabilities_of(bench)
        first, second = slots_of(bench)
        await write(bench, first, PIN, NAMES[0])
        await write(bench, second, OTHER, NAMES[1])
        if not capabilities.lists_slots:
            with pytest.raises(NotImplementedError):
                await bench.adapter.async_list()
            return
        listing = await bench.adapter.async_list()
        assert listing.is_complete
        assert listing.contents == {
            first: shown(bench, PIN),
            second: shown(bench, OTHER),
        }

    # --- refusals

    async def test_a_duplicate_is_told_and_leaves_nothing(
        self, bench: LockBench
    ) -> None:
        first, second = slots_of(bench)
        await write(bench, first, PIN, NAMES[0])
        written = await write(bench, second, PIN, NAMES[1])
        if bench.takes_duplicates:
            assert written.outcome in _DONE
            assert await bench.pins() == {first: PIN, second: PIN}
            return
        assert written.outcome is Outcome.DUPLICATE
        assert await bench.pins() == {first: PIN}
        await check_read(bench, second, None)

    async def test_a_refused_write_changes_nothing_and_is_not_confirmed(
        self, bench: LockBench
    ) -> None:
        first, second = slots_of(bench)
        await write(bench, first, PIN, NAMES[0])
        await bench.fail(Trouble.REFUSES)
        for written in (
            await write(bench, first, OTHER, NAMES[0]),
            await write(bench, second, THIRD, NAMES[1]),
            await bench.adapter.async_clear(first),
        ):
            assert written.outcome not in {Outcome.CONFIRMED, Outcome.UNREACHABLE}
        assert await bench.pins() == {first: PIN}
        await bench.fail(None)
        await check_read(bench, first, PIN)
        await check_read(bench, second, None)

    async def test_a_full_lock_confirms_nothing(self, bench: LockBench) -> None:
        first, second = slots_of(bench)
        await write(bench, first, PIN, NAMES[0])
        await bench.fail(Trouble.FULL)
        written = await write(bench, second, OTHER, NAMES[1])
        assert written.outcome is not Outcome.CONFIRMED
        assert await bench.pins() == {first: PIN}
        await bench.fail(None)
        assert (await write(bench, second, OTHER, NAMES[1])).outcome in _DONE
        assert await bench.pins() == {first: PIN, second: OTHER}

    # --- lies

    async def test_a_write_that_the_lock_only_claims_is_not_confirmed(
        self, bench: LockBench
    ) -> None:
        first, second = slots_of(bench)
        await write(bench, first, PIN, NAMES[0])
        await bench.fail(Trouble.LIES)
        replaced = await write(bench, first, OTHER, NAMES[0])
        added = await write(bench, second, THIRD, NAMES[1])
        cleared = await bench.adapter.async_clear(first)
        assert Outcome.CONFIRMED not in {
            replaced.outcome,
            added.outcome,
            cleared.outcome,
        }
        assert await bench.pins() == {first: PIN}
        await bench.fail(None)
        await check_read(bench, first, PIN)
        await check_read(bench, second, None)

    async def test_an_altered_pin_is_not_confirmed(self, bench: LockBench) -> None:
        slot, _ = slots_of(bench)
        await bench.fail(Trouble.ALTERS)
        written = await write(bench, slot, ZERO)
        await bench.fail(None)
        # A family may take off again what it finds altered.
        kept = (await bench.pins()).get(slot)
        assert kept in {None, ZERO.lstrip("0")}
        if capabilities_of(bench).reads is Readability.PIN or kept is None:
            assert written.outcome is not Outcome.CONFIRMED
        assert written.content in (None, shown(bench, kept))
        await check_read(bench, slot, kept)

    # --- reach, silence, late answers

    async def test_a_lock_out_of_reach_answers_nothing(self, bench: LockBench) -> None:
        slot, _ = slots_of(bench)
        await bench.fail(Trouble.UNREACHABLE)
        assert (await write(bench, slot, PIN)).outcome is Outcome.UNREACHABLE
        cleared = await bench.adapter.async_clear(slot)
        assert cleared.outcome is Outcome.UNREACHABLE
        if capabilities_of(bench).can_be_read:
            with pytest.raises(LockUnreachable):
                await held(bench, slot)
        assert await bench.pins() == {}
        await bench.fail(None)
        await bench.listener.wait_until(lambda: is_reachable(bench))
        assert (await write(bench, slot, PIN)).outcome in _DONE

    async def test_silence_is_no_answer(self, bench: LockBench) -> None:
        slot, _ = slots_of(bench)
        await write(bench, slot, PIN)
        await bench.fail(Trouble.NO_ANSWER)
        written = await write(bench, slot, OTHER)
        assert written.outcome not in {Outcome.CONFIRMED, *_FAILED}
        if capabilities_of(bench).can_be_read:
            with pytest.raises(ReadFailed):
                await held(bench, slot)
        await bench.fail(None)
        await until_pins(bench, {slot: OTHER})
        await check_read(bench, slot, OTHER)

    async def test_a_late_execution_is_never_called_refused(
        self, bench: LockBench
    ) -> None:
        slot, _ = slots_of(bench)
        await bench.fail(Trouble.LATE)
        written = await write(bench, slot, PIN)
        assert written.outcome not in _FAILED
        await bench.fail(None)
        await asyncio.sleep(LATE_BY)
        # A write of several commands may have ended with the first of them.
        pin = (await bench.pins()).get(slot)
        assert pin in ({PIN} if written.outcome in _DONE else {PIN, None})
        await check_read(bench, slot, pin)
        assert (await bench.adapter.async_clear(slot)).outcome in _DONE
        assert await bench.pins() == {}
        assert await bench.names() == {}

    # --- reports

    async def test_our_own_writes_are_not_reported(self, bench: LockBench) -> None:
        first, second = slots_of(bench)
        await write(bench, first, PIN, NAMES[0])
        await write(bench, first, OTHER, NAMES[0])
        await bench.adapter.async_clear(first)
        await write(bench, second, THIRD, NAMES[1])
        if capabilities_of(bench).uses is UseReporting.LIVE:
            await bench.use(second)
            await bench.listener.wait_until(lambda: bool(bench.listener.uses))
        assert bench.listener.reports == []

    async def test_a_change_at_the_lock_is_reported_with_its_slot(
        self, bench: LockBench
    ) -> None:
        slot, _ = slots_of(bench)
        await write(bench, slot, PIN)
        reports = bench.listener.reports
        await bench.type_at_keypad(slot, OTHER)
        if capabilities_of(bench).reports_changes:
            await bench.listener.wait_until(lambda: bool(reports))
            assert reports[0] in ((slot, None), (slot, shown(bench, OTHER)))
            await bench.type_at_keypad(slot, None)
            await bench.listener.wait_until(lambda: (slot, EMPTY) in reports)
        else:
            assert reports == []
            await check_read(bench, slot, OTHER)

    async def test_a_silent_change_is_found_by_a_read(self, bench: LockBench) -> None:
        slot, other = slots_of(bench)
        await write(bench, slot, PIN)
        await bench.type_at_keypad(slot, OTHER, is_reported=False)
        await bench.type_at_keypad(other, THIRD, is_reported=False)
        await check_read(bench, slot, OTHER)
        await check_read(bench, other, THIRD)
        await bench.type_at_keypad(slot, None, is_reported=False)
        await check_read(bench, slot, None)

    async def test_uses_are_reported_as_the_capabilities_say(
        self, bench: LockBench
    ) -> None:
        slot, _ = slots_of(bench)
        await write(bench, slot, PIN)
        await bench.use(slot)
        uses = bench.listener.uses
        if capabilities_of(bench).uses is not UseReporting.LIVE:
            assert uses == []
            return
        await bench.listener.wait_until(lambda: bool(uses))
        assert [(use.slot, use.action) for use in uses] == [(slot, "unlock")]

    # --- restarts

    async def test_a_write_that_is_cut_leaves_a_slot_that_can_be_cleared(
        self, bench: LockBench
    ) -> None:
        slot, _ = slots_of(bench)
        for moment in (0.0, 0.02, 0.05):
            writing = asyncio.ensure_future(write(bench, slot, PIN))
            await asyncio.sleep(moment)
            writing.cancel()
            await asyncio.wait([writing])
            await bench.restart()
            await check_read_answers(bench, slot)
            assert (await bench.adapter.async_clear(slot)).outcome in _DONE
            await until_pins(bench, {})
            assert await bench.names() == {}
            await check_read(bench, slot, None)

    async def test_a_restart_shows_what_the_lock_holds(self, bench: LockBench) -> None:
        slot, other = slots_of(bench)
        await write(bench, slot, PIN)
        await bench.restart()
        await check_read(bench, slot, PIN)
        await check_read(bench, other, None)
        assert (await write(bench, slot, OTHER)).outcome in _DONE
        assert await bench.pins() == {slot: OTHER}

    async def test_a_stopped_adapter_is_quiet(self, bench: LockBench) -> None:
        slot, _ = slots_of(bench)
        await write(bench, slot, PIN)
        bench.adapter.stop()
        bench.adapter.stop()
        bench.listener.is_stopped = True
        await bench.type_at_keypad(slot, OTHER)
        await bench.use(slot)
        await asyncio.sleep(0.5)
        assert bench.listener.reports == []

    # --- secrets

    async def test_no_pin_is_logged(
        self, bench: LockBench, caplog: pytest.LogCaptureFixture
    ) -> None:
        caplog.set_level("DEBUG", "custom_components.access_codes")
        first, second = slots_of(bench)
        await write(bench, first, PIN, NAMES[0])
        await write(bench, second, PIN, NAMES[1])
        for trouble in sorted(bench.troubles - {Trouble.LATE}):
            await bench.fail(trouble)
            await write(bench, first, OTHER, NAMES[0])
            await bench.fail(None)
        ours = [
            record.getMessage()
            for record in caplog.records
            if record.name.startswith("custom_components.access_codes")
        ]
        assert not [text for text in ours if PIN in text or OTHER in text]

    @pytest.mark.contract("12.191", "12.214", "12.229", "12.333", "12.361")
    async def test_no_library_logs_a_pin_that_is_written(
        self, bench: LockBench, caplog: pytest.LogCaptureFixture
    ) -> None:
        caplog.set_level("DEBUG")
        for name in [*logging.root.manager.loggerDict]:
            if logging.getLogger(name).level > logging.DEBUG:
                caplog.set_level("DEBUG", name)
        slot, _ = slots_of(bench)
        await write(bench, slot, PIN)
        await write(bench, slot, OTHER)
        logged = {
            record.name
            for record in caplog.records
            if PIN in record.getMessage() or OTHER in record.getMessage()
        }
        assert logged == set()

    @pytest.mark.contract("12.383")
    async def test_no_library_logs_a_pin_that_is_read(
        self, bench: LockBench, caplog: pytest.LogCaptureFixture
    ) -> None:
        if not capabilities_of(bench).can_be_read:
            return
        slot, _ = slots_of(bench)
        await write(bench, slot, PIN)
        caplog.set_level("DEBUG")
        for name in [*logging.root.manager.loggerDict]:
            if logging.getLogger(name).level > logging.DEBUG:
                caplog.set_level("DEBUG", name)
        await check_read(bench, slot, PIN)
        logged = {
            record.name
            for record in caplog.records
            if any(text in record.getMessage() for text in forms_of(PIN))
        }
        assert logged == set()


def forms_of(pin: str) -> tuple[str, ...]:
    """Return the forms in which libraries write a PIN: as it is, and as its bytes."""
    octets = [*pin.encode()]
    return (
        pin,
        ",".join(map(str, octets)),
        ", ".join(map(str, octets)),
        pin.encode().hex(),
    )


async def check_read_answers(bench: LockBench, slot: str) -> None:
    """Check that a slot in doubt is read as what the lock holds."""
    if not capabilities_of(bench).can_be_read:
        return
    for _ in range(30):
        content = await held(bench, slot)
        if content == shown(bench, (await bench.pins()).get(slot)):
            return
        # The command may be carried out only now.
        await asyncio.sleep(0.1)
    # A user without a PIN opens no door. Who added it after the restart, nobody can tell.
    assert content is UNREADABLE
    assert (await bench.pins()).get(slot) is None
    assert await bench.names()
