"""Look for a file that breaks us, led by what of the core it reaches. Started by scripts/fuzz, which brings atheris."""

from contextlib import suppress
import json
from pathlib import Path
import random
import sys
import tempfile
from typing import Any

import atheris  # type: ignore[import-not-found, import-untyped, unused-ignore]

with atheris.instrument_imports(include=["custom_components.access_codes.core"]):
    from simulators.fuzz_record import good_files, swallow

_ODD: list[Any] = [
    None,
    True,
    0,
    -1,
    2**53 - 1,
    2**63,
    0.5,
    1e308,
    "",
    "empty",
    "other",
    "0001-01-01T00:00:00+00:00",
    "8999-12-31T23:59:59+00:00",
    "9999-12-31T23:59:59+00:00",
    [],
    {},
]


def _look(content: bytes) -> None:
    swallow(content)


def _change(content: bytes, most: int, seed: int) -> bytes:
    """Change a file at one slot of its structure, or its bytes."""
    draw = random.Random(seed)
    if draw.random() < 0.5:
        with suppress(ValueError, RecursionError):
            tree = json.loads(content)
            _graft(tree, draw)
            changed = json.dumps(tree).encode()
            if len(changed) <= most:
                return changed
    return bytes(atheris.Mutate(content, most))


def _graft(tree: Any, draw: random.Random) -> None:
    """Put something odd, or another part of the file, at some slot of it; or take something away."""
    slots = list(_slots(tree))
    if not slots:
        return
    holder, key = draw.choice(slots)
    if draw.random() < 0.2:
        del holder[key]
    elif draw.random() < 0.5:
        holder[key] = draw.choice(_ODD)
    else:
        other, at = draw.choice(slots)
        holder[key] = json.loads(json.dumps(other[at]))


def _slots(tree: Any) -> Any:
    if isinstance(tree, dict):
        keys: Any = list(tree)
    elif isinstance(tree, list):
        keys = range(len(tree))
    else:
        return
    for key in keys:
        yield tree, key
        yield from _slots(tree[key])


def main() -> None:
    """Fuzz; arguments are libFuzzer's."""
    with tempfile.TemporaryDirectory() as folder:
        for number, content in enumerate(good_files()):
            compact = json.dumps(json.loads(content)).encode()
            (Path(folder) / str(number)).write_bytes(compact)
        atheris.Setup(
            [*sys.argv, folder, "-max_len=16384"],
            _look,
            custom_mutator=_change,
        )
        atheris.Fuzz()


if __name__ == "__main__":
    main()
