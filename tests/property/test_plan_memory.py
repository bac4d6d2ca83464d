"""What is kept from one decision to the next changes no decision."""

from random import Random

from hypothesis import HealthCheck, given, settings, strategies as st

from custom_components.access_codes.core.model import CodeView
from custom_components.access_codes.core.plan.memory import NOTHING
from custom_components.access_codes.core.plan.planner import plan, plan_with
from tests.support.random_records import RandomLock

_STEPS = 40


@settings(max_examples=150, deadline=None, suppress_health_check=list(HealthCheck))
@given(seed=st.integers(0, 2**32))
def test_a_decision_is_the_same_with_a_memory_and_without(seed: int) -> None:
    random = Random(seed)
    lock = RandomLock(random)
    memory = NOTHING
    published: dict[str, CodeView] = {}
    views: dict[str, CodeView] = {}
    for _ in range(_STEPS):
        for _ in range(random.choice((0, 1, 1, 1, 2, 5))):
            lock.change()
        expected = plan(lock.record, lock.world)
        planned, later = plan_with(memory, lock.record, lock.world)
        assert planned == expected
        again, _ = plan_with(memory, lock.record, lock.world)
        assert again == expected, "a memory is not used up"
        assert published == views, "what was published is not changed"
        memory, published, views = later, planned.views, dict(planned.views)
        lock.follow(planned)
