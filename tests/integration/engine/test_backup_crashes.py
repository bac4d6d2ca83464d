"""Crashes while backup codes are made, pulled and taken off: before and after each write and command."""

from dataclasses import replace
from functools import partial

import pytest

from custom_components.access_codes.core.model import AccessCode, Readability, Settings
from custom_components.access_codes.core.requests.backup_pool import pull_backup
from custom_components.access_codes.storage.record_file import StorageFailed
from tests.support.engine_house import House
from tests.support.fake_lock import CAPABILITIES, FakeLock, Sent

PIN, ID = "246813", "id-Code 1"

LASTS = 1000


class Fate:
    """Ends the process at one of its steps: a write or a command, before it or after it."""

    def __init__(self, house: House, dies_at: int) -> None:
        self.house = house
        self.dies_at = dies_at
        self.steps = 0
        self.is_dead = False
        house.disk.before_write = house.disk.after_write = self.step
        house.lock.before_command = house.lock.after_command = self.on_command

    def step(self) -> None:
        self.steps += 1
        if self.steps == self.dies_at:
            self.is_dead = True
            self.house.disk.is_full = True
            self.house.lock.is_closed = True

    def on_command(self, _: Sent) -> None:
        self.step()

    async def async_rest(self) -> bool:
        """Wait until no command is due; begin again after a death, and return whether there was none."""
        for _ in range(200):
            await self.house.hass.async_block_till_done()
            if self.is_dead:
                await self.house.die()
                self.is_dead = self.house.disk.is_full = self.house.lock.is_closed = (
                    False
                )
                await self.house.start()
                return False
            if self.house.engine.plan.command is None:
                return True
        raise AssertionError("no rest")


def pulled(house: House) -> AccessCode | None:
    """Return the backup code that was pulled."""
    codes = house.engine.record.codes.values()
    return next((code for code in codes if code.pull is not None), None)


async def async_play(house: House, fate: Fate) -> set[str]:
    """Make the code with its pool, pull a backup code, let the window end; return the PINs that were answered."""
    answered: set[str] = set()
    while True:
        while not await fate.async_rest():
            pass
        try:
            if ID not in house.engine.record.codes:
                await house.create(
                    PIN,
                    number=1,
                    starts_in=0,
                    lasts=LASTS,
                    use_backup_access_code_pool=True,
                )
            elif not answered:
                backup = await house.engine.async_request(
                    partial(pull_backup, access_code_id=ID)
                )
                assert backup is not None
                assert backup.pin is not None
                answered.add(backup.pin.reveal())
            else:
                break
        except StorageFailed:
            assert fate.is_dead
    while not await fate.async_rest():
        pass
    found = pulled(house)
    assert found is not None
    assert found.pin is not None
    # What was answered is what is pulled, whichever process died.
    assert answered == {found.pin.reveal()}
    assert {PIN, *answered} <= house.lock.pins
    assert len(house.lock.pins) == 3
    window = house.engine.record.codes[ID].window
    assert window is not None
    if house.now < window.ends_at:
        await house.pass_time(LASTS, settle=False)
    for _ in range(4):
        while not await fate.async_rest():
            pass
        await house.pass_time(60, settle=False)
    return answered


@pytest.mark.contract("10.3", "10.8", "13.36")
@pytest.mark.parametrize("reads", list(Readability))
async def test_wherever_a_process_dies_a_pull_is_whole_and_nothing_stays_on_the_lock(
    house: House, reads: Readability
) -> None:
    house.settings = Settings(backup_pool_size=1)
    dies_at = 0
    while True:
        house.lock = FakeLock(
            replace(CAPABILITIES, reads=reads, slots=("1", "2", "3")),
            confirms_writes=reads is Readability.PIN,
        )
        house.is_stored, house.events, house.is_captured = False, [], True
        await house.start()
        await house.settle()
        if reads is Readability.NOTHING:
            await house.call_empty()
        fate = Fate(house, dies_at)
        await async_play(house, fate)
        assert house.lock.pins == set(), dies_at
        assert not any(
            code.is_in_pool for code in house.engine.record.codes.values()
        ), dies_at
        await house.engine.async_stop()
        house.engines.clear()
        house.disk.is_full = False
        house.path.unlink()
        if dies_at > fate.steps:
            break
        dies_at += 1
    assert dies_at > 20
