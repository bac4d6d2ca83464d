"""Slots of a Matter lock: read, write and clear them.

Slot N is user N together with the PIN with index N. Both numbers are ours to choose, so that one number names a code in
every message of the lock: those about users, about PINs and about uses. A slot is free only if neither is there.
"""

from collections.abc import Callable
from contextlib import AbstractContextManager
from dataclasses import dataclass, replace
from typing import Final

from ...core.model import EMPTY, UNREADABLE, Cause, Content, Outcome, Pin
from ..adapter import AdapterListener
from .command_errors import CommandFailed
from .commands import (
    ADD,
    BY_DATES,
    DISABLED,
    ENABLED,
    MODIFY,
    PIN_TYPE,
    UNRESTRICTED,
    Commands,
    Held,
    LockUser,
)
from .events import ADDED, CLEARED, DATES, MODIFIED, PIN, USER, Change
from .marks import is_ours, mark_of
from .memory import SlotMemory
from .own_commands import OwnCommand, OwnCommands

REPORT_TIME: Final = 2.0
"""Seconds to wait for the lock's own report of a PIN that was replaced: no read shows that."""

type Dates = tuple[int, int] | None


@dataclass(frozen=True, slots=True)
class Surroundings:
    """Parts of an adapter that outlive its connection to the server."""

    lock_id: str
    own: OwnCommands
    listener: AdapterListener
    fabric: Callable[[], int | None]
    """Returns the index that our fabric has on the lock; None while unknown."""
    memory: SlotMemory


class Slots:
    """The slots of one lock, through one connection. Methods that send raise CommandFailed."""

    def __init__(self, commands: Commands, surroundings: Surroundings) -> None:
        """Store the lock."""
        self._commands = commands
        self._lock_id = surroundings.lock_id
        self._own = surroundings.own
        self._listener = surroundings.listener
        self._fabric = surroundings.fabric
        self._memory = surroundings.memory

    # contract 12.166, 12.167
    async def read(self, number: int) -> Content:
        """Read a slot; report what others made of a code of ours, and what is left of one."""
        held = await self._commands.held(number)
        content = self._content_of(number, held)
        is_inactive = held.user is not None and held.user.status == DISABLED
        self._memory.saw_activity(
            number, self._listener, is_inactive=is_inactive and content is UNREADABLE
        )
        if content is UNREADABLE:
            is_altered = await self._is_altered(number, held)
            self._memory.saw(number, self._listener, is_altered=is_altered)
        else:
            self._memory.saw_empty(number)
            if held.user is not None:
                # Not here: a read deletes nothing.
                self._listener.remainder_found(str(number))
        return content

    def _content_of(self, number: int, held: Held) -> Content:
        if held.pin is not None:
            return UNREADABLE
        return (
            EMPTY
            if held.user is None or self._is_remainder(number, held)
            else UNREADABLE
        )

    def _is_remainder(self, number: int, held: Held) -> bool:
        """Return whether a user is what an interrupted write of ours, or the loss of its PIN, left."""
        user = held.user
        return (
            user is not None
            and held.pin is None
            and not user.credentials
            and self._listener.is_ours(str(number))
            and self._is_marked(number, user)
        )

    def _is_marked(self, number: int, user: LockUser) -> bool:
        return is_ours(user.mark, self._lock_id, number)

    # contract 12.167
    async def _is_altered(self, number: int, held: Held) -> bool:
        """Read whether others have changed what we wrote: the PIN, the user's type, or the dates."""
        if not self._listener.is_ours(str(number)):
            return False
        user, pin = held.user, held.pin
        if user is None or pin is None or not self._is_marked(number, user):
            # Without our mark it is a code of others that we were asked to take away, unless we saw ours here.
            return self._memory.has_seen_ours(number)
        self._memory.saw_ours(number)
        fabric = self._fabric()
        if pin.user != number or (fabric is not None and pin.modifier != fabric):
            return True
        if user.type not in {UNRESTRICTED, BY_DATES}:
            return True
        dates = await self._dates_of(number, user)
        return user.mark != mark_of(self._lock_id, number, dates)

    async def _dates_of(self, number: int, user: LockUser) -> Dates:
        """Read the dates that bind a user; None for a user whom none bind."""
        if user.type == UNRESTRICTED:
            return None
        return await self._commands.schedule(number)

    # contract 12.165, 12.166, 12.172, 12.381
    async def set(self, number: int, pin: Pin, name: str, dates: Dates) -> Outcome:
        """Write a PIN, in place of what we wrote before."""
        if not self._memory.is_occupied(number):
            outcome = await self._add_unread(number, pin, name, dates)
            if outcome is not None:
                return outcome
        held = await self._commands.held(number)
        if self._is_blocked(number, held):
            self._report_found(number)
            return Outcome.REFUSED
        user = held.user
        if held.is_empty:
            return await self._add(number, pin, name, dates)
        # A lock that was taken out of the fabric and back in has users of ours that nobody made.
        is_changeable = user is not None and user.creator == self._fabric()
        if user is not None and held.pin is not None and is_changeable:
            if await self._is_bound_by(number, user, dates):
                return await self._replace(number, pin, name, dates, user)
        # A PIN is in no moment on the lock with dates of another.
        await self._clear_user(number)
        try:
            outcome = await self._add(number, pin, name, dates)
        except CommandFailed as failure:
            outcome = failure.outcome
        is_done = outcome in {Outcome.CONFIRMED, Outcome.ACCEPTED}
        # Without the PIN that was there the slot is not as before.
        return outcome if is_done or held.pin is None else Outcome.UNKNOWN

    # contract 12.166
    def _is_blocked(self, number: int, held: Held) -> bool:
        """Return whether a slot holds what is not ours to replace."""
        user, pin = held.user, held.pin
        if pin is not None and pin.user != number:
            return True
        if user is None or self._is_marked(number, user):
            return False
        # Only the fabric that made a user can change it. The engine knows what it replaces, where it was shown that the
        # slot is occupied.
        is_of_our_fabric = user.creator == self._fabric()
        return not (is_of_our_fabric and self._memory.is_occupied(number))

    async def _is_bound_by(self, number: int, user: LockUser, dates: Dates) -> bool:
        """Read whether a user may enter within these dates only; None: always."""
        if user.type != (UNRESTRICTED if dates is None else BY_DATES):
            return False
        return await self._dates_of(number, user) == dates

    # contract 12.381
    async def _add_unread(
        self, number: int, pin: Pin, name: str, dates: Dates
    ) -> Outcome | None:
        """Add a user and its PIN to a slot that was not seen occupied; None: the lock refuses, as it does where there is a user.

        A lock adds neither user nor PIN in the place of another, so that a read beforehand would say no more than it does.
        """
        try:
            await self._add_user(number, name, dates)
        except CommandFailed as failure:
            if failure.outcome is Outcome.REFUSED:
                return None
            raise
        return await self._fill(number, pin, dates, was_read=False)

    async def _add(self, number: int, pin: Pin, name: str, dates: Dates) -> Outcome:
        await self._add_user(number, name, dates)
        return await self._fill(number, pin, dates, was_read=True)

    async def _add_user(self, number: int, name: str, dates: Dates) -> None:
        mark = mark_of(self._lock_id, number, dates)
        user_type = UNRESTRICTED if dates is None else BY_DATES
        with self._begin(USER, ADDED, number):
            await self._commands.add_user(number, name, mark, user_type)

    # contract 12.172
    async def _fill(
        self, number: int, pin: Pin, dates: Dates, *, was_read: bool
    ) -> Outcome:
        """Give a new user its dates, if it has any, and then its PIN."""
        try:
            if dates is not None:
                await self._bind(number, dates)
            with self._begin(PIN, ADDED, number):
                await self._commands.write_pin(number, pin, ADD)
        except CommandFailed as failure:
            is_refused = failure.outcome is not Outcome.UNKNOWN
            if is_refused and not was_read and await self._is_of_others(number):
                raise
            if is_refused and not await self._undo(number):
                raise CommandFailed(Outcome.UNKNOWN) from None
            raise
        return await self._settled(number)

    # contract 12.381
    async def _is_of_others(self, number: int) -> bool:
        """Report a code that a refused PIN has met in its slot; return whether the user there has one, so is not ours.

        A lock that adds a user in the place of another would else lose that one with all that hangs on it.
        """
        held = await self._commands.held(number)
        if not held.is_empty and (held.user is None or held.user.credentials):
            self._report_found(number)
            return True
        if held.pin is not None:
            self._report_found(number)
        return False

    # contract 12.172
    async def _bind(self, number: int, dates: tuple[int, int]) -> None:
        """Write the dates of a user. Raises CommandFailed, also where the lock then shows others, or none that bind."""
        with self._begin(DATES, ADDED, number):
            await self._commands.set_schedule(number, *dates)
        user = await self._commands.user(number)
        shown = await self._commands.schedule(number)
        if user is None or user.type != BY_DATES or shown != dates:
            raise CommandFailed(Outcome.REFUSED)

    async def _undo(self, number: int) -> bool:
        """Delete a user whose PIN the lock refused; return whether it is gone."""
        try:
            await self._clear_user(number)
        except CommandFailed:
            self._listener.remainder_found(str(number))
            return False
        return True

    # contract 12.165, 12.382
    async def _settled(self, number: int) -> Outcome:
        """Read whether a new PIN is there."""
        try:
            found = await self._commands.pin(number)
        except CommandFailed:
            return Outcome.ACCEPTED
        if found is None or found.user != number:
            is_undone = await self._undo(number)
            return Outcome.REFUSED if is_undone else Outcome.UNKNOWN
        if found.modifier not in {None, self._fabric() or found.modifier}:
            # The lock has answered success, and holds a PIN of another fabric.
            self._report_found(number)
            return Outcome.UNKNOWN
        self._memory.wrote(number)
        return Outcome.CONFIRMED

    # contract 12.165
    async def _replace(
        self, number: int, pin: Pin, name: str, dates: Dates, user: LockUser
    ) -> Outcome:
        """Replace a PIN in its place."""
        with self._begin(PIN, MODIFIED, number) as command:
            await self._commands.write_pin(number, pin, MODIFY)
        self._memory.wrote(number)
        mark = mark_of(self._lock_id, number, dates)
        wanted = replace(user, name=name, mark=mark, status=ENABLED)
        if wanted != user:
            try:
                with self._begin(USER, MODIFIED, number):
                    await self._commands.change_user(number, name, mark)
            except CommandFailed:
                return Outcome.UNKNOWN
        is_reported = await command.is_reported_within(REPORT_TIME)
        return Outcome.CONFIRMED if is_reported else Outcome.ACCEPTED

    # contract 12.169
    async def clear(self, number: int) -> Outcome:
        """Empty a slot."""
        held = await self._commands.held(number)
        if held.is_empty:
            return Outcome.CONFIRMED
        user, pin = held.user, held.pin
        if pin is not None and pin.user != number:
            await self._clear_pin(number)
        elif user is not None and (
            self._is_marked(number, user) or _has_only(user, number)
        ):
            await self._clear_user(number)
        elif pin is not None:
            await self._clear_pin(number)
        else:
            self._report_found(number)
            return Outcome.REFUSED
        try:
            after = await self._commands.held(number)
        except CommandFailed:
            return Outcome.ACCEPTED
        if after.is_empty:
            self._memory.saw_empty(number)
            return Outcome.CONFIRMED
        return Outcome.ACCEPTED if after.pin is None else Outcome.REFUSED

    async def rename(self, number: int, name: str) -> Outcome:
        """Change the name of a user of ours."""
        user = await self._commands.user(number)
        if user is None or user.creator != self._fabric():
            self._report_found(number)
            return Outcome.REFUSED
        with self._begin(USER, MODIFIED, number):
            await self._commands.rename_user(number, name)
        try:
            after = await self._commands.user(number)
        except CommandFailed:
            return Outcome.ACCEPTED
        is_renamed = after is not None and after.name == name
        return Outcome.CONFIRMED if is_renamed else Outcome.REFUSED

    def _report_found(self, number: int) -> None:
        """Report that a slot holds what is not ours."""
        self._memory.saw_others(number)
        self._listener.reported(str(number), UNREADABLE, Cause.OTHERS)

    async def _clear_user(self, number: int) -> None:
        # Some locks report the PIN of the user, too.
        with self._begin(PIN, CLEARED, number), self._begin(USER, CLEARED, number):
            await self._commands.clear_user(number)

    async def _clear_pin(self, number: int) -> None:
        with self._begin(PIN, CLEARED, number):
            await self._commands.clear_pin(number)

    def _begin(
        self, data: int, operation: int, number: int
    ) -> AbstractContextManager[OwnCommand]:
        return self._own.begin(Change(data, operation, number))


def _has_only(user: LockUser, number: int) -> bool:
    """Return whether a user has no other credential than the PIN of its slot."""
    return set(user.credentials) <= {(int(PIN_TYPE), number)}
