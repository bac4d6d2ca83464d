"""The planner of one lock: it keeps what it found out about each code from one decision to the next."""

from ..core.model import LockRecord, Plan, World
from ..core.plan.memory import NOTHING
from ..core.plan.planner import plan_with


class LockPlanner:
    """Plans for one lock."""

    def __init__(self) -> None:
        """Start without a decision."""
        self._memory = NOTHING

    def plan(self, record: LockRecord, world: World) -> Plan:
        """Return the plan, and remember it for the next."""
        planned, self._memory = plan_with(self._memory, record, world)
        return planned
