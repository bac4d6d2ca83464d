"""Who waits for whom in a circle."""


def wait_cycles(waits_for: dict[str, list[str]]) -> list[set[str]]:
    """Return the groups of those who wait for each other, directly or through others.

    Tarjan's strongly connected components, without recursion: as many may wait as a lock has codes.
    """
    found: list[set[str]] = []
    numbers: dict[str, int] = {}
    lowest: dict[str, int] = {}
    path: list[str] = []
    on_path: set[str] = set()
    for start, others in waits_for.items():
        if start in numbers:
            continue
        pending = [(start, iter(others))]
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
    """Take the end of the path, from this one on."""
    group = {path.pop()}
    while start not in group:
        group.add(path.pop())
    return group
