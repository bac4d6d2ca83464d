"""How long the model looks for broken promises, and where: the budget of a run, in examples, and its seed."""

from hashlib import blake2b
from pathlib import Path
from secrets import randbelow
from typing import Final

from hypothesis import HealthCheck, settings
from hypothesis.internal.conjecture import providers

_PROJECT: Final = Path(__file__).parents[2]

_FACTORS: Final = {"quick": 1, "thorough": 40}
"""How often the examples of a quick run, by profile: about 90 s on two cores, and an hour."""


def register_profiles() -> None:
    """Register the profiles, and load the quick one, also where ``CI`` is set."""
    draw_from_no_source()
    for name in _FACTORS:
        settings.register_profile(
            name,
            derandomize=False,
            deadline=None,
            database=None,
            report_multiple_bugs=False,
            suppress_health_check=list(HealthCheck),
        )
    settings.load_profile("quick")


def draw_from_no_source() -> None:
    """Draw no constants that stand in loaded modules, as Hypothesis does of its own accord.

    Which modules are loaded follows from the other tests of the process: a seed would tell another story in each of them.
    """
    nothing = type(providers._local_constants)()  # noqa: SLF001
    providers._get_local_constants = lambda: nothing  # noqa: SLF001


def draw_seed(profile: str | None) -> int:
    """Return the seed of a run: at random for a thorough one, else from the source.

    So each state of the source explores stories that none before has seen, and a second run of it finds the same.
    """
    if profile == "thorough":
        return randbelow(2**32)
    digest = blake2b(digest_size=4)
    for folder in ("custom_components", "tests"):
        for path in sorted((_PROJECT / folder).rglob("*.py")):
            digest.update(path.read_bytes())
    return int.from_bytes(digest.digest())


def budget(examples: int, steps: int = 40) -> settings:
    """Return the settings of a story with so many examples in a quick run, and at most so many steps each."""
    factor = _FACTORS.get(settings.get_current_profile_name(), 1)
    return settings(max_examples=examples * factor, stateful_step_count=steps)
