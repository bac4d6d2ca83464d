"""Whatever the lock is like and whatever it tells: the promises hold, under the whole engine.

A story that fails is kept as a named test in ``tests/contract/test_any_lock.py``.
"""

from hypothesis import given

from tests.support.model_profile import budget
from tests.support.unruly_story import run_story
from tests.support.unruly_strategies import Character, Step, characters, stories


@budget(400)
@given(character=characters, story=stories)
def test_the_promises_hold_over_any_lock(
    character: Character, story: tuple[Step, ...]
) -> None:
    run_story(character, *story)
