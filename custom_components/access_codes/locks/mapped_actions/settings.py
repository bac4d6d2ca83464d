"""Settings of a lock with mapped actions: the actions themselves, and the limits of the lock, as a person gave them."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final, NamedTuple, Self

from ...core.model import LockCapabilities, Readability, WindowSupport

CONF_SET: Final = "set"

CONF_CLEAR: Final = "clear"

CONF_READ: Final = "read"

CONF_READS: Final = "reads"

CONF_SLOTS: Final = "slots"

CONF_FIRST_SLOT: Final = "first_slot"

CONF_SHORTEST: Final = "shortest_code"

CONF_LONGEST: Final = "longest_code"

CONF_NAME_LENGTH: Final = "name_length"

CONF_HOLDS_WINDOWS: Final = "holds_windows"

CONF_TIMEOUT: Final = "command_timeout"

CONF_LATE_BY: Final = "late_by"

SEQUENCES: Final = (CONF_SET, CONF_CLEAR, CONF_READ)
"""Fields with actions."""

READS: Final = (Readability.PIN.value, Readability.PRESENCE.value)
"""Contents of an answer to a read; the first is the default."""


class NumberField(NamedTuple):
    """A whole number: its field, its limits and its default."""

    name: str
    lowest: int
    highest: int
    default: int


NUMBERS: Final = (
    NumberField(CONF_SLOTS, 1, 250, 10),
    NumberField(CONF_FIRST_SLOT, 0, 1000, 1),
    NumberField(CONF_SHORTEST, 4, 20, 4),
    NumberField(CONF_LONGEST, 4, 20, 8),
    NumberField(CONF_NAME_LENGTH, 0, 60, 0),
    NumberField(CONF_TIMEOUT, 5, 300, 60),
    NumberField(CONF_LATE_BY, 0, 86400, 10),
)
"""In the order of the form."""


@dataclass(frozen=True, slots=True)
class ActionSettings:
    """Actions of a lock, as they are stored, with its capabilities."""

    sequences: Mapping[str, Sequence[Mapping[str, Any]]]
    """Actions by field; an empty sequence where none is mapped."""
    capabilities: LockCapabilities

    @classmethod
    def from_data(cls, data: Mapping[str, Any]) -> Self | None:
        """Return the settings of stored data; None where there are no actions to set and to clear."""
        sequences = {field: data.get(field) or [] for field in SEQUENCES}
        if not sequences[CONF_SET] or not sequences[CONF_CLEAR]:
            return None
        return cls(sequences, _capabilities(data, can_read=bool(sequences[CONF_READ])))


# contract 12.101
def _capabilities(data: Mapping[str, Any], *, can_read: bool) -> LockCapabilities:
    numbers = {
        field.name: int(data.get(field.name, field.default)) for field in NUMBERS
    }
    first = numbers[CONF_FIRST_SLOT]
    return LockCapabilities(
        slots=tuple(str(slot) for slot in range(first, first + numbers[CONF_SLOTS])),
        code_lengths=tuple(range(numbers[CONF_SHORTEST], numbers[CONF_LONGEST] + 1)),
        name_length=numbers[CONF_NAME_LENGTH],
        windows=WindowSupport() if data.get(CONF_HOLDS_WINDOWS, False) else None,
        reads=(
            Readability(data.get(CONF_READS, READS[0]))
            if can_read
            else Readability.NOTHING
        ),
        command_timeout=numbers[CONF_TIMEOUT],
        late_by=numbers[CONF_LATE_BY],
    )
