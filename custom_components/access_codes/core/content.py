"""What is written of a record, again and again: of its codes and places, only what changed is put into words anew."""

from collections.abc import Callable, Mapping
from dataclasses import replace
from datetime import datetime
from typing import Any

import orjson

from .codec import code_to_json, placement_to_json, to_json
from .model import LockRecord

type Parts = dict[str, orjson.Fragment]


class RecordContent:
    """The content of one lock's file, and what it was made of the last time."""

    def __init__(self) -> None:
        """Begin with nothing written."""
        self._record = LockRecord("")
        self._codes: Parts = {}
        self._placements: Parts = {}

    def of(self, record: LockRecord, written_at: datetime) -> dict[str, Any]:
        """Return what JSON is made of: the same as ``to_json``, in a fraction of the time."""
        before, self._record = self._record, record
        self._codes = _parts(record.codes, before.codes, self._codes, code_to_json)
        self._placements = _parts(
            record.placements, before.placements, self._placements, placement_to_json
        )
        content: dict[str, Any] = {
            **to_json(replace(record, codes={}, placements={}), written_at)
        }
        if record.codes:
            content["codes"] = list(self._codes.values())
        if record.placements:
            content["placements"] = list(self._placements.values())
        return content


def _parts[T](
    values: Mapping[str, T],
    before: Mapping[str, T],
    parts: Parts,
    write: Callable[[T], object],
) -> Parts:
    return {
        key: parts[key]
        if before.get(key) is value
        else orjson.Fragment(orjson.dumps(write(value)))
        for key, value in values.items()
    }
