"""What a hundred locks full of codes cost, at rest and under load."""

from concurrent.futures import ProcessPoolExecutor
import logging
from multiprocessing import get_context

from .figures import (
    Row,
    Table,
    count,
    kilobytes,
    milliseconds,
    number,
    percentile,
    plain,
)
from .load_actions import MIXTURE as ACTIONS, Pressed
from .load_house import Counted, Size
from .load_phases import Measured, go_through
from .load_storm import MIXTURE as REPORTS, SPAN
from .stage import on_home_assistants_loop
from .stalls import LIMIT, Stall, Stalls

LATENCY = 0.25
"""Limit of the 99th percentile of actions, in seconds."""

FULL = Size(
    locks=100, codes=250, boundaries=1000, reports=10_000, rate=1000, seconds=10
)
QUICK = Size(locks=5, codes=20, boundaries=20, reports=200, rate=60, seconds=1)


def measure(*, is_quick: bool) -> Table:
    """Put the house under load in a process of its own, so that nothing of other measurements is in its memory."""
    size = QUICK if is_quick else FULL
    with ProcessPoolExecutor(1, mp_context=get_context("spawn")) as pool:
        return pool.submit(_measure, size).result()


def _measure(size: Size) -> Table:
    logging.getLogger("homeassistant.loader").setLevel(logging.ERROR)
    return _table(on_home_assistants_loop(lambda: go_through(size)), size)


def _table(measured: Measured, size: Size) -> Table:
    codes = size.locks * size.codes
    return Table(
        f"{size.locks} locks of {size.codes} codes under load",
        f"Home Assistant's core in one process, with its registries and {size.locks} linked locks, each a config entry "
        f"with {size.codes} codes and as many sensors; the locks are simulated, reachable and readable, and answer a "
        f"write after 100 ms. Seven codes in ten are on the lock, two are to come, one is expired. One panel is "
        f"subscribed from the sync on, and each of its messages is made into JSON. Reports: {REPORTS}; they come "
        f"evenly over {SPAN:.0f} s. Actions: {_mixture()}; each has an instant at which it is due, "
        "evenly spread and whatever becomes of those before, and its latency counts from that instant. The loop is "
        f"looked at each 5 ms. A *stall* is that it did not come round for {milliseconds(LIMIT)}. It is ours if this "
        "process worked for longer than that meanwhile, in whatever function and thread; what Python took to look for "
        "garbage among all that the process holds is taken off and told beside, and so is what was not ours: the "
        "processor was elsewhere. Memory is that of the process.",
        (
            *_first(measured.first, codes),
            *_phase(
                "start", f"start with {codes:,} sensors that are known", measured.start
            ),
            *_phase("sync", "all locks read in full at once", measured.sync),
            *_phase(
                "subscribe",
                f"a panel subscribes to {codes:,} codes",
                measured.subscribe,
            ),
            *_idle(measured.idle),
            *_boundaries(measured, size),
            *_phase(
                "storm",
                f"{size.reports:,} reports of all locks in a second",
                measured.storm,
            ),
            *_phase(
                "storm_one",
                f"{size.reports:,} reports of one lock in a second",
                measured.storm_one,
            ),
            *_actions(measured, size),
            *_phase("stop", "all entries unloaded at once", measured.stop),
        ),
    )


def _mixture() -> str:
    return ", ".join(f"{share} % `{name}`" for name, share in ACTIONS.items())


def _phase(key: str, what: str, counted: Counted) -> list[Row]:
    """Return what a phase brought about, and whether it held the loop."""
    return [
        plain(
            f"load_{key}",
            what,
            f"{counted.seconds:.2f} s, {counted.held.processor:.2f} s of processor time; "
            f"{_many(counted.writes, 'write')} of {kilobytes(counted.written)}, "
            f"{_many(counted.commands, 'command')}, {_many(counted.states, 'state change')}, "
            f"{_many(counted.events, 'event')}",
        ),
        _stalls(key, counted.held),
    ]


def _stalls(key: str, held: Stalls) -> Row:
    ours = held.ours
    collections = [stall for stall in held.stalls if stall.is_collection]
    elsewhere = [
        stall for stall in held.stalls if not (stall.is_ours or stall.is_collection)
    ]
    told = [
        f"{_many(len(ours), 'stall')}{_longest(ours)}",
        f"longest callback {milliseconds(held.longest)} of processor time (`{held.longest_name}`)",
        f"garbage collection {milliseconds(held.collecting)}, at most {milliseconds(held.longest_collection)} at once",
    ]
    if collections:
        told.append(
            f"{_many(len(collections), 'stall')} by garbage collection{_longest(collections)}"
        )
    if elsewhere:
        told.append(
            f"{_many(len(elsewhere), 'stall')} while the processor was elsewhere{_longest(elsewhere)}"
        )
    return Row(
        f"load_{key}_stalls",
        "– stalls over 50 ms caused by us",
        "; ".join(told),
        "none",
        not ours,
    )


def _longest(stalls: list[Stall]) -> str:
    if not stalls:
        return ""
    return f", the longest {milliseconds(max(stall.seconds for stall in stalls))}"


def _many(value: int, what: str) -> str:
    return f"{number(value)} {what}{'s' * (value != 1)}"


def _first(counted: Counted, codes: int) -> list[Row]:
    return [
        *_phase("first", f"first start: {codes:,} sensors are new", counted),
        plain(
            "load_memory",
            "memory per code: record, plan, sensor, state and its registry entry",
            kilobytes(counted.memory / codes),
        ),
    ]


def _idle(counted: Counted) -> list[Row]:
    return [
        count("load_idle_writes", "an idle hour: writes", counted.writes, 0),
        count("load_idle_commands", "– commands to locks", counted.commands, 0),
        count(
            "load_idle_states",
            "– states written, changed or not",
            counted.states + counted.rewrites,
            0,
        ),
        count("load_idle_events", "– events", counted.events, 0),
        plain(
            "load_idle_processor",
            "– processor time of its 60 sweeps",
            milliseconds(counted.held.processor),
        ),
        _stalls("idle", counted.held),
    ]


def _boundaries(measured: Measured, size: Size) -> list[Row]:
    firsts = measured.first_commands
    return [
        *_phase(
            "boundaries",
            f"{size.boundaries:,} windows open or close at one instant",
            measured.boundaries,
        ),
        _percentiles("boundaries_first", "– first command of each lock", firsts),
    ]


def _actions(measured: Measured, size: Size) -> list[Row]:
    pressed: Pressed = measured.pressed
    return [
        *_phase(
            "actions",
            f"{size.rate:,} actions a second for {size.seconds} s ({_many(pressed.refused, 'refusal')})",
            measured.actions,
        ),
        Row(
            "load_actions_done",
            "– answered, from the instant the first is due",
            f"{measured.actions.seconds:.2f} s",
            f"at most {size.seconds + LATENCY:.2f} s",
            measured.actions.seconds <= size.seconds + LATENCY,
        ),
        _percentiles("actions_latency", "– latency of all", pressed.all, under=LATENCY),
        *(
            _percentiles(f"actions_{name}", f"– latency of `{name}`", latencies)
            for name, latencies in pressed.latencies.items()
        ),
    ]


def _percentiles(
    key: str, what: str, seconds: list[float], under: float | None = None
) -> Row:
    p99 = percentile(seconds, 99)
    return Row(
        f"load_{key}",
        what,
        f"median {milliseconds(percentile(seconds, 50))}, 99th percentile {milliseconds(p99)}, "
        f"longest {milliseconds(max(seconds))}",
        "" if under is None else f"99th percentile under {milliseconds(under)}",
        None if under is None else p99 < under,
    )
