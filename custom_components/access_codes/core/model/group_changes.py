"""Changes of codes on several locks at once, as they were decided."""

from dataclasses import dataclass, field

from .codes import AccessCode


@dataclass(frozen=True, slots=True)
class CodeChange:
    """The update of one code."""

    after: AccessCode
    """The code after the update."""
    fields: tuple[str, ...]
    """Fields of the code that the update sets."""
    changed: tuple[str, ...]
    """Changed fields, by their names in the access code object."""


@dataclass(frozen=True, slots=True)
class GroupPart:
    """The part of a group change that one lock has to apply."""

    created: dict[str, AccessCode] = field(default_factory=dict)
    code_count: int = 0
    """Number of codes created so far, with these."""
    updated: tuple[CodeChange, ...] = ()
    deleted: tuple[str, ...] = ()
    """Ids of the codes to delete."""

    @property
    def is_empty(self) -> bool:
        """Return whether there is nothing to apply."""
        return not (self.created or self.updated or self.deleted)


@dataclass(frozen=True, slots=True)
class GroupChange:
    """One change of the codes of several locks: all apply their part, or none does."""

    change_id: str
    parts: dict[str, GroupPart]
    """Parts that may not be in the record of their lock yet, by the ids of the config entries."""
