"""How long the model looks for broken promises: the budget of one run, in examples, and not in seconds."""

from typing import Final

from hypothesis import HealthCheck, settings

_FACTORS: Final = {"quick": 1, "thorough": 40}
"""How often the examples of a quick run, by profile: about 90 s on two cores, and an hour."""


def register_profiles() -> None:
    """Register the profiles, and load the quick one. Each run explores anew, also where ``CI`` is set."""
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


def budget(examples: int, steps: int = 40) -> settings:
    """Return the settings of a story with so many examples in a quick run, and at most so many steps each."""
    factor = _FACTORS.get(settings.get_current_profile_name(), 1)
    return settings(max_examples=examples * factor, stateful_step_count=steps)
