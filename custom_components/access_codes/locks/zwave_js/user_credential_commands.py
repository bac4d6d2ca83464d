"""Send commands of the User Credential command class.

The driver chooses between add and modify by its cache, which may be stale. A rejection by the lock corrects the cache,
and a second try succeeds.
"""

import asyncio
from collections.abc import Awaitable, Callable
from typing import Final

from zwave_js_server.const.command_class.access_control import (
    SetCredentialResult,
    SetUserResult,
    UserCredentialType,
    UserCredentialUserType,
)
from zwave_js_server.model.access_control import CredentialData, SetUserOptions
from zwave_js_server.model.node import Node

from ...core.model import UNREADABLE, KnownPin, Outcome, Pin
from ..adapter import ReadFailed
from .command_errors import CommandFailed, call_driver
from .slots import LATE_BY
from .user_credential_values import content_of, exists, is_as_wanted

USER_CREDENTIAL: Final = 0x83
"""Number of the command class, missing in the client library's ``CommandClass``."""

_PIN: Final = UserCredentialType.PIN_CODE

_PATIENCE: Final = 0.45
"""Seconds after which the driver may have given up an answer: its option ``timeouts.report`` is 500 ms at the least."""

_REFUSALS: Final = {
    SetCredentialResult.ERROR_DUPLICATE_CREDENTIAL: Outcome.DUPLICATE,
    SetCredentialResult.ERROR_DUPLICATE_ADMIN_PIN_CODE: Outcome.DUPLICATE,
    SetCredentialResult.ERROR_MANUFACTURER_SECURITY_RULES: Outcome.INVALID,
    SetCredentialResult.ERROR_ADD_REJECTED_LOCATION_OCCUPIED: Outcome.REFUSED,
    SetCredentialResult.ERROR_MODIFY_REJECTED_LOCATION_EMPTY: Outcome.REFUSED,
    SetCredentialResult.ERROR_WRONG_USER_UNIQUE_IDENTIFIER: Outcome.REFUSED,
}

_USER_GONE: Final = frozenset(
    {SetUserResult.OK, SetUserResult.ERROR_MODIFY_REJECTED_LOCATION_EMPTY}
)

_PIN_GONE: Final = frozenset(
    {SetCredentialResult.OK, SetCredentialResult.ERROR_MODIFY_REJECTED_LOCATION_EMPTY}
)


class Credentials:
    """Users and PINs of a lock. All methods raise CommandFailed, those that read also ReadFailed."""

    def __init__(
        self,
        node: Node,
        on_read: Callable[[int, CredentialData | None], None],
        is_ours: Callable[[int], bool],
    ) -> None:
        """Store the lock.

        ``on_read`` is called with the PIN of each slot that is read. ``is_ours``: the journal has a write to a slot,
        from before a restart, too.
        """
        self._node = node
        self._lock = node.access_control
        self._on_pin_read = on_read
        self._is_ours = is_ours
        self._late_until = asyncio.get_running_loop().time() + LATE_BY
        """Until when the lock may still carry out a write from before the start."""
        self._own_users: set[int] = set()
        """Users that we tried to add since the start."""
        self._foreign_users: set[int] = set()
        """Users of others: they made an add of ours fail, or were added while we watched."""

    async def read_pin(self, slot: int) -> CredentialData | None:
        """Read the PIN in a slot, of any user; None if it is empty."""
        credential, is_silent = None, True
        for _ in range(2):
            credential, is_silent = await self._ask(
                lambda: self._lock.get_credential(_PIN, slot)
            )
            if credential is not None:
                break
            # Some locks report an empty slot in a form that the client library returns as None, like no answer.
            await self._expect_answer("getCredential", 0, _PIN, slot)
        if credential is None and is_silent:
            raise ReadFailed
        if credential is not None and credential.slot != slot:
            # The driver accepts a report of any slot as the answer: this is a late report of another slot.
            raise ReadFailed
        found = credential if credential is not None and credential.user_id else None
        self._on_pin_read(slot, found)
        return found

    # contract 12.89
    async def _ask[T](self, ask: Callable[[], Awaitable[T]]) -> tuple[T, bool]:
        """Ask the lock; return what the client library makes of the answer, and whether there may have been none.

        After silence the next answer proves nothing: it may be the late one, with the very PIN that is looked for.
        """
        loop = asyncio.get_running_loop()
        asked_at = loop.time()
        answer = await call_driver(ask())
        return answer, loop.time() - asked_at >= _PATIENCE

    async def _expect_answer(self, method: str, *arguments: int) -> None:
        """Ask once more, past the client library. Raises ReadFailed where the lock does not answer."""
        result = await call_driver(
            self._node.endpoints[0].async_send_command(
                "invoke_cc_api",
                commandClass=USER_CREDENTIAL,
                methodName=method,
                args=[*arguments],
                require_schema=7,
                wait_for_result=True,
            )
        )
        if not (result and result.get("response")):
            raise ReadFailed

    async def is_active(self, index: int) -> bool:
        """Read whether a user is active: only then the lock accepts the PIN."""
        user = await call_driver(self._lock.get_user(index))
        if user is None or user.user_id != index:
            raise ReadFailed
        return user.active

    async def has_user(self, index: int) -> bool:
        """Read whether the lock has this user. Silence is no proof that there is none."""
        is_silent = True
        for _ in range(2):
            user, is_silent = await self._ask(lambda: self._lock.get_user(index))
            if user is not None and user.user_id != index:
                raise ReadFailed
            if user is not None:
                return exists(user)
        # The client library returns None for a report of no user, and for no answer.
        await self._expect_answer("getUser", index)
        if is_silent:
            raise ReadFailed
        return False

    # contract 12.44
    async def is_remainder(self, index: int) -> bool:
        """Read whether a user without a PIN is what an interrupted write of ours, or the loss of its PIN, left.

        Not a user of somebody else, who may be about to get a PIN, nor one with another credential: that opens the
        door. What the lock does not answer, the cache may know.
        """
        is_ours = index in self._own_users or self._is_ours(index)
        if index in self._foreign_users or not is_ours:
            return False
        known = await call_driver(self._lock.get_credentials_cached(index))
        found = await call_driver(self._lock.get_credentials(index))
        # The cache may still have the PIN that the lock just reported as absent.
        return all(
            (credential.type, credential.slot) == (_PIN, index)
            for credential in (*known, *found)
        )

    # contract 12.92
    def user_added(self, index: int) -> None:
        """Store that a user was added at the lock, or by another controller: not by a late write from before the start."""
        is_late = asyncio.get_running_loop().time() < self._late_until
        if index not in self._own_users and not (is_late and self._is_ours(index)):
            self._foreign_users.add(index)

    def user_deleted(self, index: int) -> None:
        """Store that a user was deleted: the next one with its index is another."""
        self._own_users.discard(index)
        self._foreign_users.discard(index)

    def all_deleted(self) -> None:
        """Store that all users were deleted."""
        self._own_users.clear()
        self._foreign_users.clear()

    # contract 12.64
    async def write(self, index: int, name: str | None, pin: Pin) -> Outcome:
        """Write a user and its PIN: both or, if the lock refuses the PIN, neither."""
        user = await call_driver(self._lock.get_user_cached(index))
        is_known = user is not None and exists(user)
        is_ready = user is not None and is_known and is_as_wanted(user, name)
        if is_ready:
            outcome = await self._write_pin(index, pin)
            is_known = outcome is not Outcome.REFUSED or await self.has_user(index)
        if not is_ready or not is_known:
            refused = await self._write_user(index, name, is_known=is_known)
            if refused is not None:
                return refused
            outcome = await self._write_pin(index, pin)
        if outcome in {Outcome.CONFIRMED, Outcome.UNKNOWN, None}:
            # A PIN that is written late needs its user.
            self._own_users.add(index)
        elif not is_known or await self._has_lost_pin(index):
            if not await self.remove_user(index):
                return Outcome.UNKNOWN
        return outcome or Outcome.ACCEPTED

    # contract 12.44
    async def _has_lost_pin(self, index: int) -> bool:
        """Read whether a user of ours, which was there before, has no PIN after a write that failed."""
        try:
            return (
                await self.read_pin(index) is None
                and await self.has_user(index)
                and await self.is_remainder(index)
            )
        except ReadFailed:
            return False

    async def _write_user(
        self, index: int, name: str | None, *, is_known: bool
    ) -> Outcome | None:
        """Write a user; None on success. Refuses to change a user that another controller added meanwhile."""
        is_ours = is_known or index in self._own_users
        self._own_users.add(index)
        for _ in range(3):
            if is_known:
                options = SetUserOptions(active=True, user_name=name)
                result = await call_driver(self._lock.set_user(index, options))
            else:
                options = SetUserOptions(True, UserCredentialUserType.GENERAL, name)
                result = (await call_driver(self._lock.add_user(index, options))).user
            if result is SetUserResult.OK:
                return None
            if result is SetUserResult.ERROR_UNKNOWN:
                return Outcome.UNKNOWN
            is_known = result is SetUserResult.ERROR_ADD_REJECTED_LOCATION_OCCUPIED
            if is_known and not is_ours:
                self._own_users.discard(index)
                self._foreign_users.add(index)
                return Outcome.REFUSED
        return Outcome.REFUSED

    async def _write_pin(self, index: int, pin: Pin) -> Outcome | None:
        """Write a PIN and read it back; None if the write was accepted and the read-back not answered."""
        code = pin.reveal()
        result = await call_driver(self._lock.set_credential(index, _PIN, index, code))
        if result is SetCredentialResult.ERROR_MODIFY_REJECTED_LOCATION_EMPTY:
            result = await call_driver(
                self._lock.set_credential(index, _PIN, index, code)
            )
        if result in _REFUSALS:
            return _REFUSALS[result]
        is_done = result is SetCredentialResult.OK
        try:
            found = await self.read_pin(index)
        except CommandFailed, ReadFailed:
            return None if is_done else Outcome.UNKNOWN
        if found is not None and found.user_id == index:
            content = content_of(found.data)
            if content == KnownPin(pin) or (is_done and content is UNREADABLE):
                return Outcome.CONFIRMED
        return Outcome.ACCEPTED if is_done else Outcome.UNKNOWN

    # contract 12.64
    async def rename(self, index: int, name: str) -> Outcome:
        """Change the name of an existing user, unless it has it: a slow lock takes a name after it was given up."""
        # Read first: the driver would add a user that its cache lacks.
        user = await call_driver(self._lock.get_user(index))
        if user is None:
            return Outcome.UNKNOWN
        if not exists(user):
            return Outcome.REFUSED
        if user.user_name == name:
            return Outcome.CONFIRMED
        result = await call_driver(
            self._lock.set_user(index, SetUserOptions(user_name=name))
        )
        if result is SetUserResult.ERROR_UNKNOWN:
            return Outcome.UNKNOWN
        return Outcome.CONFIRMED if result is SetUserResult.OK else Outcome.REFUSED

    async def remove_user(self, index: int) -> bool:
        """Remove a user with all credentials; return whether the lock confirms that it is gone."""
        is_gone = await call_driver(self._lock.delete_user(index)) in _USER_GONE
        if is_gone:
            self.user_deleted(index)
        return is_gone

    async def remove_pin(self, slot: int, owner: int) -> bool:
        """Remove only the PIN in a slot; return whether the lock confirms that it is gone."""
        return (
            await call_driver(self._lock.delete_credential(owner, _PIN, slot))
            in _PIN_GONE
        )
