"""Cycles in a wait-for graph."""


def wait_cycles(waits_for: dict[str, list[str]]) -> list[set[str]]:
    """Return the groups of nodes that wait for each other, directly or through further nodes.

    Tarjan's strongly connected components, without recursion: as many may wait as a lock has codes.
    """
    found: list[set[str]] = []
    numbers: dict[str, int] = {}
    lowest: dict[str, int] = {}
    path: list[str] = []
    on_path: set[str] = set()
    for start, owners_of_start in waits_for.items():
        if start in numbers:
            continue
        pending = [(start, iter(owners_of_start))]
        while pending:
            waiting, owners = pending[-1]
            if waiting not in numbers:
                numbers[waiting] = lowest[waiting] = len(numbers)
                path.append(waiting)
                on_path.add(waiting)
            for owner in owners:
                if owner not in numbers:
                    pending.append((owner, iter(waits_for.get(owner, ()))))
                    break
                if owner in on_path:
                    lowest[waiting] = min(lowest[waiting], numbers[owner])
            else:
                pending.pop()
                if pending:
                    above = pending[-1][0]
                    lowest[above] = min(lowest[above], lowest[waiting])
                if lowest[waiting] == numbers[waiting]:
                    group = _cut(path, waiting)
                    on_path -= group
                    if len(group) > 1:
                        found.append(group)
    return found


def _cut(path: list[str], start: str) -> set[str]:
    """Remove the end of the path, from this node on, and return it."""
    group = {path.pop()}
    while start not in group:
        group.add(path.pop())
    return group
