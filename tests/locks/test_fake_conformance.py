"""The conformance suite over fake locks of every form, and over adapters that break the contract: it finds each."""

import asyncio
from collections.abc import Awaitable, Callable
from dataclasses import replace
import logging
from typing import Any, override

import pytest

from custom_components.access_codes.core.model import (
    Content,
    LockCapabilities,
    Outcome,
    Pin,
    Reach,
    Readability,
    Reporting,
    SlotNaming,
    UseReporting,
)
from custom_components.access_codes.locks.adapter import (
    AdapterListener,
    Credential,
    Listing,
    LockUnreachable,
    ReadFailed,
    Written,
)
from tests.support.fake_lock import CAPABILITIES, Duplicates, FakeLock

from .conformance import PIN, AdapterConformance
from .fake_bench import ConformingAdapter, FakeBench
from .lock_bench import LockBench

FORMS: dict[str, Callable[[], FakeLock]] = {
    "readable": FakeLock,
    "accepting": lambda: FakeLock(confirms_writes=False),
    "masked": lambda: FakeLock(able(reads=Readability.PRESENCE)),
    "write-only": lambda: FakeLock(
        able(reads=Readability.NOTHING, reports=Reporting.NOTHING),
        confirms_writes=False,
    ),
    "with names": lambda: FakeLock(able(name_length=8)),
    "taking duplicates": lambda: FakeLock(duplicates=Duplicates.TAKEN),
    "refusing its own PIN": lambda: FakeLock(duplicates=Duplicates.REFUSED_IN_SLOT),
    "reporting nothing": lambda: FakeLock(
        able(reports=Reporting.NOTHING, uses=UseReporting.NEVER)
    ),
    "listing": lambda: FakeLock(able(lists_slots=True)),
    "slots by name": lambda: FakeLock(
        able(
            slots=(),
            slot_naming=SlotNaming.BY_NAME,
            name_length=40,
            has_unique_names=True,
            lists_slots=True,
        )
    ),
}


def able(**abilities: Any) -> LockCapabilities:
    return replace(CAPABILITIES, **abilities)


@pytest.fixture(params=FORMS)
async def bench(request: pytest.FixtureRequest) -> FakeBench:
    """Give each test a lock of each form."""
    fake = FakeBench(FORMS[request.param]())
    await fake.start()
    return fake


class TestFakeLocks(AdapterConformance):
    """A fake lock of every form."""


# --- what the suite finds


class ConfirmsAll(ConformingAdapter):
    """It takes an acknowledgement for a confirmation."""

    @override
    async def async_set(self, slot: str, credential: Credential) -> Written:
        return confirmed(await super().async_set(slot, credential))

    @override
    async def async_clear(self, slot: str) -> Written:
        return confirmed(await super().async_clear(slot))


def confirmed(written: Written) -> Written:
    is_accepted = written.outcome is Outcome.ACCEPTED
    return Written(Outcome.CONFIRMED) if is_accepted else written


class DropsZeros(ConformingAdapter):
    """It treats a PIN as a number."""

    @override
    async def async_set(self, slot: str, credential: Credential) -> Written:
        assert credential.pin is not None
        pin = Pin(str(int(credential.pin.reveal())))
        return await super().async_set(slot, replace(credential, pin=pin))


class ReportsItself(ConformingAdapter):
    """It reports its own writes as changes at the lock."""

    @override
    async def async_set(self, slot: str, credential: Credential) -> Written:
        written = await super().async_set(slot, credential)
        self.report(slot)
        return written


class NeverStops(ConformingAdapter):
    """It goes on calling the listener after its stop."""

    @override
    def stop(self) -> None:
        listener = self.listener
        super().stop()
        self.listener = listener


class Chatters(ConformingAdapter):
    """It writes a PIN to the log."""

    @override
    async def async_set(self, slot: str, credential: Credential) -> Written:
        assert credential.pin is not None
        logger = logging.getLogger("custom_components.access_codes.locks.chatters")
        logger.debug("writes %s", credential.pin.reveal())
        return await super().async_set(slot, credential)


class ReadsItsCache(ConformingAdapter):
    """It answers a read with what it wrote last."""

    @override
    async def async_start(self, listener: AdapterListener) -> None:
        await super().async_start(listener)
        self.cache: dict[str, Content] = {}

    @override
    async def async_read(self, slot: str) -> Content:
        if slot not in self.cache:
            self.cache[slot] = await super().async_read(slot)
        return self.cache[slot]


class TakesSilenceForEmpty(ConformingAdapter):
    """It answers a read that had no answer."""

    @override
    async def async_read(self, slot: str) -> Content:
        try:
            return await super().async_read(slot)
        except LockUnreachable:
            raise
        except ReadFailed:
            return self.lock.shown("")


class TakesSilenceForNo(ConformingAdapter):
    """It calls a write refused that had no answer."""

    @override
    async def async_set(self, slot: str, credential: Credential) -> Written:
        written = await super().async_set(slot, credential)
        is_silent = written.outcome is Outcome.UNKNOWN
        return Written(Outcome.REFUSED) if is_silent else written


class NeverAway(ConformingAdapter):
    """It takes an unreachable lock for a silent one."""

    @override
    async def async_set(self, slot: str, credential: Credential) -> Written:
        written = await super().async_set(slot, credential)
        is_away = written.outcome is Outcome.UNREACHABLE
        return Written(Outcome.UNKNOWN) if is_away else written


class AlwaysAway(ConformingAdapter):
    """It does not see that its lock is back."""

    _is_gone = False

    @property
    @override
    def reach(self) -> Reach:
        return Reach.OFFLINE if self._is_gone else Reach.REACHABLE

    @override
    def tell_reach(self) -> None:
        self._is_gone = True
        super().tell_reach()


class ForgetsToClear(ConformingAdapter):
    """It confirms a clear that it does not send."""

    @override
    async def async_clear(self, slot: str) -> Written:
        return Written(Outcome.CONFIRMED)


class ListsHalf(ConformingAdapter):
    """It calls a part of the list complete."""

    @override
    async def async_list(self) -> Listing:
        listing = await super().async_list()
        return Listing(dict(list(listing.contents.items())[:1]), is_complete=True)


class TellsWhatItSent(ConformingAdapter):
    """It tells the PIN that it sent as the content of the slot."""

    @override
    async def async_set(self, slot: str, credential: Credential) -> Written:
        written = await super().async_set(slot, credential)
        wanted = await FakeBench(self.lock).pins()
        self.lock.type_at_keypad("9", credential.pin)
        told = self.lock.shown("9")
        self.lock.type_at_keypad("9", None)
        return replace(written, content=told) if wanted else written


class MixesUpSlots(ConformingAdapter):
    """It reports a use in another slot."""

    @override
    def use(self, slot: str | None, action: str = "unlock") -> None:
        super().use("7", action)


class TakesEveryPin(ConformingAdapter):
    """It sends a PIN that its lock cannot take."""

    @override
    async def async_set(self, slot: str, credential: Credential) -> Written:
        return await super(ConformingAdapter, self).async_set(slot, credential)


class CutsNoNames(ConformingAdapter):
    """It claims a longer name than the lock stores."""

    @override
    async def async_rename(self, slot: str, credential: Credential) -> Written:
        self.lock.type_at_keypad(slot, Pin("0000"))
        return Written(Outcome.CONFIRMED)


Check = Callable[[AdapterConformance, LockBench], Awaitable[None]]

SUITE = AdapterConformance

BREACHES: list[tuple[type[ConformingAdapter], str, Check]] = [
    (
        ConfirmsAll,
        "readable",
        SUITE.test_a_write_that_the_lock_only_claims_is_not_confirmed,
    ),
    (ConfirmsAll, "accepting", SUITE.test_an_altered_pin_is_not_confirmed),
    (ReportsItself, "readable", SUITE.test_our_own_writes_are_not_reported),
    (NeverStops, "readable", SUITE.test_a_stopped_adapter_is_quiet),
    (ReadsItsCache, "readable", SUITE.test_a_silent_change_is_found_by_a_read),
    (TakesSilenceForEmpty, "readable", SUITE.test_silence_is_no_answer),
    (
        TakesSilenceForNo,
        "readable",
        SUITE.test_a_late_execution_is_never_called_refused,
    ),
    (NeverAway, "readable", SUITE.test_a_lock_out_of_reach_answers_nothing),
    (ForgetsToClear, "write-only", SUITE.test_two_slots_are_apart),
    (ListsHalf, "listing", SUITE.test_a_list_names_every_occupied_slot),
    (TellsWhatItSent, "readable", SUITE.test_an_altered_pin_is_not_confirmed),
    (MixesUpSlots, "readable", SUITE.test_uses_are_reported_as_the_capabilities_say),
    (TakesEveryPin, "readable", SUITE.test_the_limits_of_a_pin_are_the_locks),
    (CutsNoNames, "with names", SUITE.test_a_rename_keeps_the_pin),
]


@pytest.mark.parametrize(
    ("adapter", "form", "check"),
    BREACHES,
    ids=lambda value: getattr(value, "__name__", value),
)
async def test_the_suite_finds_a_breach(
    adapter: type[ConformingAdapter], form: str, check: Check
) -> None:
    for kind, is_fine in ((ConformingAdapter, True), (adapter, False)):
        fake = FakeBench(FORMS[form](), kind)
        await fake.start()
        if is_fine:
            await check(SUITE(), fake)
        else:
            with pytest.raises((AssertionError, pytest.fail.Exception)):
                await check(SUITE(), fake)
            # What the lock still carries out belongs to this test.
            await asyncio.sleep(0.2)


async def test_the_suite_finds_a_lost_zero() -> None:
    fake = FakeBench(FakeLock(), DropsZeros)
    await fake.start()
    await SUITE().test_a_pin_is_set_read_and_cleared(fake, PIN)
    with pytest.raises(AssertionError):
        await SUITE().test_a_pin_is_set_read_and_cleared(fake, "012345")


async def test_the_suite_finds_a_pin_in_the_log(
    caplog: pytest.LogCaptureFixture,
) -> None:
    fake = FakeBench(FakeLock(), Chatters)
    await fake.start()
    with pytest.raises(AssertionError):
        await SUITE().test_no_pin_is_logged(fake, caplog)


async def test_the_suite_finds_a_lock_that_stays_away(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr("tests.locks.lock_bench.PATIENCE", 0.2)
    fake = FakeBench(FakeLock(), AlwaysAway)
    await fake.start()
    with pytest.raises(TimeoutError):
        await SUITE().test_a_lock_out_of_reach_answers_nothing(fake)
