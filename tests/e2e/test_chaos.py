"""The fault laboratory in short: one seed, one home, a few kills amid faults. scripts/chaos is the long form."""

from collections.abc import AsyncIterator
from pathlib import Path

import pytest
import pytest_asyncio

from chaos.household import Household
from chaos.incidents import KINDS
from chaos.rounds import LoopPacer, Round

_NEVER = 1e9


@pytest_asyncio.fixture(scope="module", loop_scope="session")
async def household(
    tmp_path_factory: pytest.TempPathFactory,
) -> AsyncIterator[Household]:
    """Provide a laboratory home that only one thing at a time happens to."""
    household = Household(tmp_path_factory.mktemp("laboratory"))
    try:
        await household.build()
        yield household
    finally:
        await household.leave()


@pytest.mark.parametrize("kind", KINDS)
async def test_what_was_acknowledged_outlives_every_incident(
    household: Household, kind: str
) -> None:
    """Codes come and go meanwhile, and a kill follows; the locks and their radio work."""
    pace = LoopPacer(
        kills=1,
        asking=0.5,
        incidents=1,
        incident=kind,
        answers=0,
        showing=0,
        spoiling=_NEVER,
        server=_NEVER,
    )

    tally = await Round(household, kind, pace).run()

    assert tally.findings == []
    assert tally.requests["acknowledged"] > 0


async def test_what_was_acknowledged_holds_after_kills_amid_faults(
    tmp_path: Path,
) -> None:
    household = Household(tmp_path)
    try:
        await household.build()
        tally = await Round(
            household, "short", LoopPacer(kills=4, incidents=0.5, showing=0)
        ).run()
    finally:
        await household.leave()

    assert tally.findings == []
    assert tally.kills >= 4
    assert tally.requests["acknowledged"] > 0
    assert tally.commands.total() > 0
