"""Which command is due next, and when the next one may become due.

Removing goes before setting, setting before reading; among equals the one that waits longest. A code in its pause
blocks nobody.
"""

from dataclasses import dataclass
from datetime import datetime
from operator import attrgetter

from .clockwork import (
    PUT_BACK_LIMIT,
    PUT_BACK_PAUSE,
    PUT_BACK_SPAN,
    removal_due_since,
    set_due_since,
    wanted_content,
)
from .draft import Draft
from .journal import can_read_decide
from .model import (
    EMPTY,
    AccessCode,
    Attempt,
    Command,
    CommandKind,
    Content,
    Held,
    LockCapabilities,
    Placement,
    Reads,
    World,
)
from .rivals import Rivals

REMOVE, SET, READ, RENAME = range(4)


@dataclass(frozen=True, slots=True)
class Due:
    """A command, and how urgent it is."""

    rank: int
    since: datetime
    access_code_id: str
    command: Command


@dataclass(slots=True)
class Choice:
    """What is due, and what stands in the way of the rest."""

    due: list[Due]
    no_place: set[str]
    rivals: Rivals | None = None
    next_at: datetime | None = None
    """The earliest end of a pause."""

    def wait_until(self, at: datetime) -> None:
        """Look again then."""
        if self.next_at is None or at < self.next_at:
            self.next_at = at

    def most_urgent(self) -> Command | None:
        """Return the command that goes next."""
        if not self.due:
            return None
        return min(self.due, key=attrgetter("rank", "since", "access_code_id")).command


def lock_name(code: AccessCode, capabilities: LockCapabilities) -> str | None:
    """Return the code's name as the lock can store it."""
    return code.name[: capabilities.name_length] if capabilities.name_length else None


def choose(
    draft: Draft, world: World, capabilities: LockCapabilities, wanted: dict[str, bool]
) -> Choice:
    """Collect all that is due now."""
    choice = Choice([], set())
    chooser = _Chooser(draft, world, capabilities, wanted, choice)
    for code in draft.codes.values():
        placement = draft.by_owner.get(code.access_code_id)
        if not wanted[code.access_code_id]:
            if placement is not None:
                chooser.remove(code, placement)
        elif placement is None:
            chooser.place(code)
        else:
            chooser.keep(code, placement)
    chooser.read_all()
    return choice


class _Chooser:
    """One pass over the codes of a lock."""

    __slots__ = ("_capabilities", "_choice", "_draft", "_taken", "_wanted", "_world")

    def __init__(
        self,
        draft: Draft,
        world: World,
        capabilities: LockCapabilities,
        wanted: dict[str, bool],
        choice: Choice,
    ) -> None:
        self._draft = draft
        self._world = world
        self._capabilities = capabilities
        self._wanted = wanted
        self._choice = choice
        self._taken: tuple[str | None, bool] | None = None

    def remove(self, code: AccessCode, placement: Placement) -> None:
        """Take a code off the lock that is not wanted there."""
        if self._pauses(code.progress.attempt):
            return
        since = removal_due_since(code, self._world.now)
        if EMPTY in placement.possible and can_read_decide(
            placement.possible, self._capabilities.reads
        ):
            self._add(REMOVE, since, code, _read(code, placement.place))
        else:
            self._add(REMOVE, since, code, _clear(code, placement))

    def keep(self, code: AccessCode, placement: Placement) -> None:
        """Bring a wanted code's place to what it ought to hold."""
        content = wanted_content(code)
        if placement.possible == {content} and not placement.is_to_be_read:
            name = lock_name(code, self._capabilities)
            if (
                name is not None
                and placement.name != name
                and not self._pauses(code.progress.attempt)
            ):
                rename = Command(
                    CommandKind.RENAME, placement.place, code.access_code_id, name=name
                )
                self._add(RENAME, code.changed_at, code, rename)
            return
        since = set_due_since(code)
        reads = self._capabilities.reads
        attempt = code.progress.attempt
        if (reads is not Reads.NOTHING and placement.is_to_be_read) or can_read_decide(
            placement.possible, reads
        ):
            # What the lock refuses to take can still be read.
            is_refused = attempt is not None and attempt.retry_at is None
            if is_refused or not self._pauses(attempt):
                self._add(READ, since, code, _read(code, placement.place))
        elif self._pauses(attempt):
            return
        elif placement.is_to_be_cleared_first or content is EMPTY:
            self._add(SET, since, code, _clear(code, placement))
        elif isinstance(content, Held) and not self._is_put_back_too_often(placement):
            self._set(code, content, placement.place, placement.possible)

    def place(self, code: AccessCode) -> None:
        """Find a place for a wanted code that has none."""
        content = wanted_content(code)
        if not isinstance(content, Held) or self._pauses(code.progress.attempt):
            return
        place, is_known_empty = self._free_place()
        if place is None:
            self._choice.no_place.add(code.access_code_id)
            return
        if (
            not is_known_empty
            and not self._draft.record.is_read
            and not self._read_pauses()
        ):
            return
        if not is_known_empty:
            if not self._rivals().blocks(code, content):
                self._add(SET, set_due_since(code), code, _read(code, place))
            return
        self._set(code, content, place, frozenset({EMPTY}))

    def read_all(self) -> None:
        """Read the lock in full once after linking, and when asked."""
        is_first = not self._draft.record.is_read
        if is_first and self._read_pauses():
            return
        if is_first or self._world.is_read_wanted:
            rank = SET if is_first else READ
            self._choice.due.append(
                Due(rank, self._world.started_at, "", Command(CommandKind.READ_ALL))
            )

    def _set(
        self, code: AccessCode, content: Held, place: str, before: frozenset[Content]
    ) -> None:
        rivals = self._rivals()
        if rivals.is_to_step_aside(code):
            placement = self._draft.by_owner[code.access_code_id]
            self._add(SET, set_due_since(code), code, _clear(code, placement))
        elif not rivals.blocks(code, content):
            command = Command(
                CommandKind.SET,
                place,
                code.access_code_id,
                content.pin,
                lock_name(code, self._capabilities),
                content.window,
                before,
            )
            self._add(SET, set_due_since(code), code, command)

    def _free_place(self) -> tuple[str | None, bool]:
        """Return the place for the next new code and whether it is known to be empty.

        Asked once a pass: every code that waits for a place is offered the same one, and one of them gets it.
        """
        if self._taken is None:
            self._taken = self._find_free_place()
        return self._taken

    def _find_free_place(self) -> tuple[str | None, bool]:
        unread = None
        record, can_ask = (
            self._draft.record,
            self._capabilities.reads is not Reads.NOTHING,
        )
        taken = self._draft.placements.keys() | self._world.settings.reserved_places
        for place in self._capabilities.places:
            is_foreign = place in record.foreign
            if place in taken or (is_foreign and not can_ask):
                continue
            content = None if is_foreign else self._world.observed.get(place)
            if content is EMPTY or (content is None and not can_ask):
                return place, True
            if content is None and unread is None:
                unread = place
        return unread, False

    def _rivals(self) -> Rivals:
        if self._choice.rivals is None:
            self._choice.rivals = Rivals(self._draft, self._world, self._wanted)
        return self._choice.rivals

    def _pauses(self, attempt: Attempt | None) -> bool:
        """Tell whether the last failure forbids a try now."""
        if attempt is None:
            return False
        if attempt.retry_at is None:
            return True
        if attempt.retry_at <= self._world.now:
            return False
        self._choice.wait_until(attempt.retry_at)
        return True

    def _read_pauses(self) -> bool:
        return self._pauses(self._draft.record.read_attempt)

    def _is_put_back_too_often(self, placement: Placement) -> bool:
        recent = [
            at for at in placement.put_backs if at > self._world.now - PUT_BACK_SPAN
        ]
        if len(recent) < PUT_BACK_LIMIT:
            return False
        next_at = recent[-1] + PUT_BACK_PAUSE
        if next_at <= self._world.now:
            return False
        self._choice.wait_until(next_at)
        return True

    def _add(
        self, rank: int, since: datetime, code: AccessCode, command: Command
    ) -> None:
        self._choice.due.append(Due(rank, since, code.access_code_id, command))


def _read(code: AccessCode, place: str) -> Command:
    return Command(CommandKind.READ, place, code.access_code_id)


def _clear(code: AccessCode, placement: Placement) -> Command:
    return Command(
        CommandKind.CLEAR,
        placement.place,
        code.access_code_id,
        before=placement.possible,
    )
