"""Whatever the lock is like and whatever it tells: the promises hold, under the whole engine."""

from hypothesis import HealthCheck, given, settings

from tests.support.unruly_story import run_story
from tests.support.unruly_strategies import Character, Step, characters, stories


@settings(max_examples=200, deadline=None, suppress_health_check=list(HealthCheck))
@given(character=characters, story=stories)
def test_the_promises_hold_over_any_lock(
    character: Character, story: tuple[Step, ...]
) -> None:
    run_story(character, *story)
