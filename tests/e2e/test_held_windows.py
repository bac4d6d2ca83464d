"""Windows that real Z-Wave locks hold: they open within and not after, also with Home Assistant killed."""

from collections.abc import AsyncIterator
from datetime import UTC, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import pytest
import pytest_asyncio

from chaos.clock import LabClock
from simulators.home import Home, wait_for
from simulators.zwave_network import ZwaveNetwork

FRONT, STUCK = 2, 3
"""A lock with a clock that can be set; one whose clock is hours off and cannot be set."""
LOCKS: list[dict[str, Any]] = [
    {
        "id": FRONT,
        "name": "Barn door",
        "kind": "user_code",
        "slots": 3,
        "year_day_slots": 1,
        "clock": {"offset_s": -20000},
    },
    {
        "id": STUCK,
        "name": "Shed door",
        "kind": "user_code",
        "slots": 3,
        "year_day_slots": 1,
        "clock": {"offset_s": -20000, "settable": False},
    },
]
ENTITIES = {FRONT: "lock.barn_door", STUCK: "lock.shed_door"}
ZONE = ZoneInfo("Europe/Amsterdam")
"""Of Home Assistant (``simulators.home``)."""
MINUTE = timedelta(minutes=1)
PIN, OTHER = "048392", "295731"

type Code = dict[str, Any]


class Yard:
    """A Home Assistant with two locks that hold windows, and a clock of its own."""

    def __init__(self, home: Home, network: ZwaveNetwork, clock: LabClock) -> None:
        self.home = home
        self.network = network
        self.clock = clock

    async def link(self) -> None:
        """Connect Home Assistant to the locks and link them, as a user would."""
        await self.home.flow("zwave_js", {"url": self.network.url})
        await wait_for(self._are_locks_there, 60, "the locks' entities")
        step = await self.home.flow("access_codes", {"locks": list(ENTITIES.values())})
        assert step["type"] == "create_entry", step
        await wait_for(self._are_linked, 60, "linking both locks")
        await self.home.until_links_are_saved()
        target = {"entity_id": list(ENTITIES.values())}
        await self.home.action("sync", target=target)

    def at(self, minutes: float) -> str:
        """Return the whole minute so many minutes from now, by the home's clock."""
        now = self.clock.now().replace(second=0, microsecond=0)
        return (now + minutes * MINUTE).isoformat()

    async def create(self, node: int, **fields: Any) -> Code:
        """Create a code and return it."""
        answer = await self.home.action("create", lock=ENTITIES[node], **fields)
        return dict(answer["access_code"])

    async def wait_code(self, code: Code, timeout: float = 60, **wanted: Any) -> Code:
        """Wait until a code has these values, and return it."""
        last: list[Code] = []

        async def is_so() -> bool:
            fields = {"access_code_id": code["access_code_id"]}
            now = (await self.home.action("get", **fields))["access_code"]
            last[:] = [now]
            return all(now[name] == value for name, value in wanted.items())

        try:
            await wait_for(is_so, timeout, f"{wanted}")
        except TimeoutError as error:
            raise AssertionError(f"{error}: the code is {last}") from None
        return last[0]

    async def lock(self, node: int) -> dict[str, Any]:
        """Return what a lock really holds, and what its clock shows."""
        return dict(await self.network.get(f"/locks/{node}"))

    async def opens(self, node: int, pin: str) -> bool:
        """Type a PIN at the lock's keypad."""
        answer = await self.network.post(f"/locks/{node}/keypad/enter", pin=pin)
        return bool(answer["opens"])

    async def let_the_lock_go_on(self, minutes: float) -> None:
        """Let this time pass by the lock's clock alone."""
        offset = (await self.lock(FRONT))["clock"]["offset_s"]
        await self.network.post(
            f"/locks/{FRONT}/clock", offset_s=offset + round(minutes * 60)
        )

    async def lag(self, node: int = FRONT) -> float:
        """Return how far a lock's clock is behind the home's, in seconds."""
        wall = datetime.fromisoformat((await self.lock(node))["clock"]["wall"])
        local = self.clock.now().astimezone(ZONE).replace(tzinfo=None)
        return (local - wall).total_seconds()

    async def tidy(self) -> None:
        """Delete all codes and wait until the locks hold nothing."""
        for node in ENTITIES:
            await self.network.post(f"/locks/{node}/faults")
        await self.home.delete_all_codes()
        await wait_for(self._is_empty, 90, "empty locks")

    async def _is_empty(self) -> bool:
        codes = (await self.home.action("list"))["access_codes"]
        return not codes and not any(
            [(await self.lock(node))["codes"] for node in ENTITIES]
        )

    async def _are_locks_there(self) -> bool:
        states = await self.home.states()
        return all(
            states.get(entity_id, {}).get("state") in ("locked", "unlocked")
            for entity_id in ENTITIES.values()
        )

    async def _are_linked(self) -> bool:
        entries = await self.home.call("config_entries/get", domain="access_codes")
        return len(entries) == len(ENTITIES) and all(
            entry["state"] == "loaded" for entry in entries
        )


@pytest_asyncio.fixture(scope="module", loop_scope="session")
async def shared_yard(tmp_path_factory: pytest.TempPathFactory) -> AsyncIterator[Yard]:
    """Provide a Home Assistant that has both locks linked."""
    folder = tmp_path_factory.mktemp("yard")
    clock = LabClock(folder / "clock")
    network = await ZwaveNetwork(folder / "zwave", LOCKS, "--attempts=1").start()
    home = Home(folder / "home")
    home.prepare()
    home.environment = clock.environment
    try:
        await home.start()
        yard = Yard(home, network, clock)
        await yard.link()
        yield yard
    finally:
        await home.stop()
        await network.stop()


@pytest_asyncio.fixture(loop_scope="session")
async def yard(shared_yard: Yard) -> AsyncIterator[Yard]:
    """Provide the yard with no codes before and after the test."""
    await shared_yard.tidy()
    yield shared_yard
    await shared_yard.tidy()


@pytest.mark.contract("12.324", "12.325")
async def test_a_clock_that_is_hours_off_is_set_to_the_homes_time(yard: Yard) -> None:
    # The driver runs in UTC here, and sets local time: of another zone than Home Assistant's.
    async def is_set() -> bool:
        return abs(await yard.lag()) < 60

    await wait_for(is_set, 60, "the right time")
    assert abs(await yard.lag(STUCK)) > 3600


async def test_a_code_opens_in_its_window_and_no_longer_while_home_assistant_is_dead(
    yard: Yard,
) -> None:
    code = await yard.create(
        FRONT, name="Guest", code=PIN, starts_at=yard.at(11), ends_at=yard.at(21)
    )
    code = await yard.wait_code(code, is_scheduled_on_device=True)
    assert code["status"] == "unset"
    assert code["device_metadata"]["window_enforced_by"] == "lock"
    assert [held["pin"] for held in (await yard.lock(FRONT))["codes"].values()] == [PIN]
    assert not await yard.opens(FRONT, PIN)

    await yard.home.kill()
    assert not await yard.opens(FRONT, PIN)
    await yard.let_the_lock_go_on(12)
    assert await yard.opens(FRONT, PIN)
    await yard.let_the_lock_go_on(10)
    assert not await yard.opens(FRONT, PIN)

    yard.clock.set(yard.clock.offset + 22 * 60)
    await yard.home.start()
    await yard.wait_code(code, status="unset", is_scheduled_on_device=False)

    async def is_off() -> bool:
        lock = await yard.lock(FRONT)
        return not lock["codes"] and not lock["schedules"]

    await wait_for(is_off, 60, "the removal after the window")


async def test_home_assistant_enforces_where_the_clock_cannot_be_set(
    yard: Yard,
) -> None:
    code = await yard.create(
        STUCK, name="Guest", code=PIN, starts_at=yard.at(0), ends_at=yard.at(30)
    )
    code = await yard.wait_code(code, status="set")
    assert code["device_metadata"]["window_enforced_by"] == "home_assistant"
    assert code["is_scheduled_on_device"] is False
    warnings = [warning["warning_code"] for warning in code["warnings"]]
    assert warnings == ["time_zone_mismatch"]
    lock = await yard.lock(STUCK)
    assert lock["schedules"] == {}

    later = await yard.create(
        STUCK, name="Later", code=OTHER, starts_at=yard.at(40), ends_at=yard.at(50)
    )
    assert later["status"] == "unset"
    assert {held["pin"] for held in (await yard.lock(STUCK))["codes"].values()} == {PIN}


@pytest.mark.contract("12.331")
async def test_the_next_code_in_a_slot_has_nothing_of_the_window_before(
    yard: Yard,
) -> None:
    first = await yard.create(
        FRONT, name="Guest", code=PIN, starts_at=yard.at(0), ends_at=yard.at(30)
    )
    await yard.wait_code(first, status="set")
    slot = next(iter((await yard.lock(FRONT))["codes"]))
    assert list((await yard.lock(FRONT))["schedules"]) == [f"{slot}/1"]
    await yard.tidy()

    async def is_erased() -> bool:
        return not (await yard.lock(FRONT))["schedules"]

    await wait_for(is_erased, 30, "the erased schedule")

    second = await yard.create(FRONT, name="Family", code=OTHER)
    await yard.wait_code(second, status="set")
    lock = await yard.lock(FRONT)
    assert {slot: held["pin"] for slot, held in lock["codes"].items()} == {slot: OTHER}
    await yard.let_the_lock_go_on(60)
    assert await yard.opens(FRONT, OTHER)
    await yard.let_the_lock_go_on(-60)


@pytest.mark.parametrize("fault", ["refuse_schedules", "lie_schedules"])
async def test_a_pin_is_not_left_without_the_window_that_the_lock_refused(
    yard: Yard, fault: str
) -> None:
    await yard.network.post(f"/locks/{FRONT}/faults", **{fault: True})
    code = await yard.create(
        FRONT, name="Guest", code=PIN, starts_at=yard.at(0), ends_at=yard.at(30)
    )

    async def has_refused() -> bool:
        log = await yard.network.commands(FRONT, "schedule_set")
        held = (await yard.lock(FRONT))["codes"]
        return bool(log) and not held

    await wait_for(has_refused, 60, "a refused schedule")
    assert not await yard.opens(FRONT, PIN)

    await yard.network.post(f"/locks/{FRONT}/faults")
    code = await yard.wait_code(code, timeout=120, status="set")
    assert code["is_scheduled_on_device"] is True
    assert await yard.opens(FRONT, PIN)
    await yard.let_the_lock_go_on(31)
    assert not await yard.opens(FRONT, PIN)
    await yard.let_the_lock_go_on(-31)


@pytest.mark.contract("12.326")
@pytest.mark.parametrize(
    "change",
    [datetime(2027, 3, 28, 1, tzinfo=UTC), datetime(2027, 10, 31, 1, tzinfo=UTC)],
    ids=["spring", "autumn"],
)
async def test_the_lock_follows_both_changes_of_the_clock(
    yard: Yard, change: datetime
) -> None:
    if not yard.clock.can_be_set:
        pytest.skip("no compiler for the clock")
    real = datetime.now(UTC)
    yard.clock.set((change - real).total_seconds() - 40)

    async def is_set() -> bool:
        return abs(await yard.lag()) < 60

    code = await yard.create(
        FRONT, name="Guest", code=PIN, starts_at=yard.at(-90), ends_at=yard.at(90)
    )
    await yard.wait_code(code, status="set")
    await wait_for(is_set, 30, "the lock's clock after the jump")
    assert await yard.opens(FRONT, PIN)
    assert yard.clock.now() < change, "too slow a machine"

    async def has_followed() -> bool:
        return yard.clock.now() > change and await is_set()

    await wait_for(has_followed, 120, "the clock after the change")
    assert await yard.opens(FRONT, PIN)
    await yard.let_the_lock_go_on(91)
    assert not await yard.opens(FRONT, PIN)
    await yard.let_the_lock_go_on(-91)
