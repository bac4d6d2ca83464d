"""More than anybody needs: floods of requests, requests that break a decision, more codes than a house can have."""

import asyncio
from collections.abc import Coroutine
from dataclasses import dataclass, replace
from typing import Any

import pytest

from custom_components.access_codes.core.model import (
    AccessCode,
    CommandKind,
    KnownPin,
    LockRecord,
    Pin,
    Plan,
    Status,
    World,
)
from custom_components.access_codes.core.plan.planner import plan as plan_of
from custom_components.access_codes.core.requests import create
from custom_components.access_codes.core.requests.inputs import CreateRequest
from custom_components.access_codes.core.requests.limits import MOST_CODES
from custom_components.access_codes.core.requests.refused import Refused
from custom_components.access_codes.engine.change_queue import REQUESTS_A_CYCLE
from custom_components.access_codes.storage.record_file import StorageFailed
from tests.support.engine_house import House

FLOOD = 1000
BROKEN = "Broken"
"""The name of a code that nothing can be decided about."""


@dataclass
class Flood:
    """Many requests at once, and what is done for them from one breath of the event loop to the next."""

    house: House
    requests: int = 0
    plans: int = 0
    most_requests: int = 0
    most_plans: int = 0
    is_broken: bool = False
    """Nothing can be decided at all."""
    quoted: str = ""
    """What the text of the error tells."""

    def plan(self, record: LockRecord, world: World) -> Plan:
        """Decide, and count that."""
        self.plans += 1
        if self.is_broken or any(code.name == BROKEN for code in record.codes.values()):
            raise ValueError(self.quoted)
        return plan_of(record, world)

    async def create(
        self, number: int, pin: str | None = None, name: str | None = None
    ) -> AccessCode:
        """Ask for a code, and count when that is looked at."""
        ask = CreateRequest(
            name=name or f"Guest {number}",
            code=Pin(pin or str(100_000 + 7 * number)),
        )

        def change(record: LockRecord, world: World) -> tuple[LockRecord, AccessCode]:
            self.requests += 1
            return create(
                record, world, ask, access_code_id=f"id-{number}", draw=lambda _: 0
            )

        return await self.house.engine.async_request(change)

    async def pour(self, asked: list[Coroutine[Any, Any, Any]]) -> list[Any]:
        """Ask for all of this at once; returns the answers."""
        answers = asyncio.gather(*asked, return_exceptions=True)
        while not answers.done():
            requests, plans = self.requests, self.plans
            await asyncio.sleep(0)
            self.most_requests = max(self.most_requests, self.requests - requests)
            self.most_plans = max(self.most_plans, self.plans - plans)
        return answers.result()


@pytest.fixture
async def flood(house: House) -> Flood:
    """Provide an engine that counts, and a lock with room for everybody."""
    flood = Flood(house)
    house.options["plan"] = flood.plan
    house.lock.alter(slots=tuple(map(str, range(MOST_CODES + 10))))
    await house.run()
    return flood


async def test_a_flood_of_requests_good_and_bad_never_holds_the_event_loop(
    house: House, flood: Flood
) -> None:
    house.lock.gate = asyncio.Event()
    asked = []
    for number in range(FLOOD):
        asked.append(flood.create(number))
        asked.append(flood.create(FLOOD + number, pin="1"))
    answers = await flood.pour(asked)
    good, bad = answers[::2], answers[1::2]
    assert all(isinstance(answer, AccessCode) for answer in good)
    assert all(isinstance(answer, Refused) for answer in bad)
    wanted = {f"id-{number}" for number in range(FLOOD)}
    assert wanted == set(house.engine.record.codes)
    assert wanted == set((await house.on_disk()).codes)
    assert flood.most_requests == REQUESTS_A_CYCLE
    assert flood.most_plans == 1
    assert len(house.disk.writes) <= 2 * FLOOD / REQUESTS_A_CYCLE + 1


async def test_a_flood_of_which_nothing_is_granted_never_holds_the_event_loop(
    house: House, flood: Flood
) -> None:
    answers = await flood.pour([flood.create(1, pin="1") for _ in range(FLOOD)])
    assert all(isinstance(answer, Refused) for answer in answers)
    assert house.disk.writes == []
    assert flood.most_requests == REQUESTS_A_CYCLE
    assert flood.most_plans == 1


async def test_a_code_that_is_due_is_removed_while_a_flood_goes_on(
    house: House, flood: Flood
) -> None:
    guest = await house.create("246813", number=1)
    await house.settle()
    looked_at: list[int] = []
    house.lock.before_command = lambda sent: (
        looked_at.append(flood.requests) if sent.kind is CommandKind.CLEAR else None
    )
    removal = asyncio.ensure_future(house.delete(guest))
    await asyncio.sleep(0)
    await flood.pour([flood.create(number) for number in range(FLOOD)])
    assert (await removal).deleted_at is not None
    assert looked_at
    assert looked_at[0] <= 3 * REQUESTS_A_CYCLE


async def test_what_the_lock_tells_does_not_queue_behind_a_flood(
    house: House, flood: Flood
) -> None:
    seen: list[int] = []

    def look(_: Any) -> None:
        if "7" in house.engine.record.unmanaged and not seen:
            seen.append(flood.requests)

    house.engine.subscribe(look)
    asked = [flood.create(number) for number in range(FLOOD)]
    flooded = asyncio.ensure_future(flood.pour(asked))
    await asyncio.sleep(0)
    await asyncio.sleep(0)
    house.adapter.type_at_keypad("7", "975310")
    await flooded
    assert seen
    assert seen[0] <= 2 * REQUESTS_A_CYCLE


async def test_a_stop_amid_a_flood_stores_all_that_was_asked_for(
    house: House, flood: Flood
) -> None:
    asked = [
        asyncio.ensure_future(flood.create(number))
        for number in range(4 * REQUESTS_A_CYCLE)
    ]
    await asyncio.sleep(0)
    await house.engine.async_stop()
    codes = {code.access_code_id for code in await asyncio.gather(*asked)}
    assert len(codes) == 4 * REQUESTS_A_CYCLE
    assert codes == set((await house.on_disk()).codes)


async def test_a_request_that_breaks_the_decision_is_refused_and_what_is_true_is_kept(
    house: House, flood: Flood, expected_errors: list[str]
) -> None:
    expected_errors.append("Request failed in planning")
    guest = await house.create("246813", number=1)
    await house.settle()
    before = house.engine.record.codes
    asked = asyncio.ensure_future(flood.create(2, name=BROKEN))
    await asyncio.sleep(0)
    house.adapter.type_at_keypad("7", "975310")
    with pytest.raises(StorageFailed, match="not decided"):
        await asked
    await house.settle()
    assert house.engine.record.unmanaged == {"7": KnownPin(Pin("975310"))}
    assert house.engine.record.codes == before
    assert house.status(guest) is Status.SET
    assert house.lock.pins == {"246813", "975310"}


async def test_a_request_that_breaks_the_decision_over_and_over_keeps_nobody_from_coming_in_after_it(
    house: House, flood: Flood, expected_errors: list[str]
) -> None:
    expected_errors.append("Request failed in planning")
    answers = await flood.pour(
        [
            flood.create(number, name=BROKEN if number < FLOOD // 2 else None)
            for number in range(FLOOD)
        ]
    )
    broken, good = answers[: FLOOD // 2], answers[FLOOD // 2 :]
    assert all(isinstance(answer, StorageFailed) for answer in broken)
    assert all(isinstance(answer, AccessCode) for answer in good)
    assert set(house.engine.record.codes) == {code.access_code_id for code in good}
    assert flood.most_requests == REQUESTS_A_CYCLE


async def test_what_is_true_waits_for_a_decision_that_can_be_made(
    house: House, flood: Flood, expected_errors: list[str]
) -> None:
    expected_errors.append("Update cycle failed")
    guest = await house.create("246813", number=1)
    await house.settle()
    flood.is_broken = True
    house.adapter.type_at_keypad("0", None)
    await house.settle()
    assert house.status(guest) is Status.SET
    flood.is_broken = False
    await house.pass_time(60)
    await house.settle()
    assert house.lock.pins == {"246813"}
    assert "access_code.deleted_external" in house.kinds_of_events


@pytest.mark.contract("1.4")
async def test_what_breaks_a_decision_is_logged_by_its_slot_and_not_by_its_text(
    house: House,
    flood: Flood,
    expected_errors: list[str],
    caplog: pytest.LogCaptureFixture,
) -> None:
    expected_errors += ["Update cycle failed", "Request failed in planning"]
    pin = str(246_000 + 813)
    flood.is_broken = True
    flood.quoted = pin
    with pytest.raises(StorageFailed):
        await flood.create(1, pin=pin)
    await house.settle()
    assert caplog.text.count("raise ValueError(self.quoted)") == 2
    assert pin not in caplog.text


@pytest.mark.contract("6.28")
async def test_one_code_more_than_a_lock_can_have_is_refused(
    house: House, flood: Flood
) -> None:
    house.lock.gate = asyncio.Event()
    first = await flood.create(0)

    def fill(record: LockRecord, world: World) -> tuple[LockRecord, None]:
        more = {
            f"id-{number}": replace(
                first,
                access_code_id=f"id-{number}",
                pin=Pin(str(100_000 + 7 * number)),
            )
            for number in range(1, MOST_CODES - 1)
        }
        return replace(record, codes={**record.codes, **more}), None

    await house.engine.async_request(fill)
    await flood.create(MOST_CODES - 1)
    with pytest.raises(Refused, match="too_many_codes"):
        await flood.create(MOST_CODES)
