"""Whatever happens in a house, and wherever its process dies: the promises hold, and what is kept is right."""

from hypothesis import given

from tests.support.model_profile import budget
from tests.support.restless_story import restless_stories, run_restless_story
from tests.support.unruly_strategies import Character, Step, characters


@budget(40)
@given(character=characters, story=restless_stories)
def test_the_promises_hold_in_a_restless_house(
    character: Character, story: tuple[Step, ...]
) -> None:
    run_restless_story(character, *story)
