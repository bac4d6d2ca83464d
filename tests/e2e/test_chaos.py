"""The fault laboratory in short: one seed, one home, a few kills amid faults. scripts/chaos is the long form."""

from pathlib import Path

from chaos.household import Household
from chaos.rounds import Pace, Round


async def test_what_was_acknowledged_holds_after_kills_amid_faults(
    tmp_path: Path,
) -> None:
    household = Household(tmp_path)
    try:
        await household.build()
        tally = await Round(
            household, "short", Pace(kills=4, incidents=0.5, showing=0)
        ).run()
    finally:
        await household.leave()

    assert tally.findings == []
    assert tally.kills >= 4
    assert tally.requests["acknowledged"] > 0
    assert tally.commands.total() > 0
