"""The plan of a lock with its pool of backup codes, which is as it is to be before the plan and after it."""

from collections.abc import Callable

from ..model import LockRecord, Plan, World
from ..requests.backup_pool import keep_pool


# contract 10.3
def plan_with_pool(
    record: LockRecord,
    world: World,
    plan_of: Callable[[LockRecord, World], Plan],
    draw: Callable[[int], int],
    new_id: Callable[[], str],
) -> Plan:
    """Return the plan of a record whose pool is kept. ``draw(n)`` gives a random number in [0, n).

    A plan may give a slot back, for want of which a backup code has to go: then that is planned, too.
    """
    kept = keep_pool(record, world, draw=draw, new_id=new_id)
    plan = plan_of(kept, world)
    kept = keep_pool(plan.record, world, draw=draw, new_id=new_id)
    return plan if kept is plan.record else plan_of(kept, world)
