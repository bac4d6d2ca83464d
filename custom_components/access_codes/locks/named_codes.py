"""Base of adapters of locks whose codes have their name as the key, and an id beside it that tells two of one name apart."""

from collections.abc import Callable, Coroutine, Iterable
from dataclasses import dataclass
from typing import Protocol, override

from homeassistant.config_entries import ConfigEntry
from homeassistant.core import HomeAssistant
from homeassistant.helpers.entity_registry import RegistryEntry

from ..core.model import EMPTY, Content, Outcome, Pin
from .adapter import Credential, Listing, ReadFailed, Written
from .client_adapter import ClientAdapter
from .listed_slots import ListedSlots

type CodeId = int | str


class WriteFailed(Exception):
    """A write without effect, or without an answer; never with a text, which may quote the PIN."""

    def __init__(self, outcome: Outcome) -> None:
        """Store the outcome."""
        self.outcome = outcome


@dataclass(frozen=True, slots=True)
class NamedCode:
    """One code, as the list shows it."""

    code_id: CodeId
    """Identity, which no other code gets."""
    address: CodeId
    """Number by which commands name it."""
    content: Content
    pin: Pin | None
    """The PIN, where the list shows it, whatever it opens."""
    is_listed: bool = True
    """True for a code of this lock."""
    is_changeable: bool = True
    """True for one that may be changed and deleted, if it is ours."""


class NamedCodes(Protocol):
    """The client of one lock, as far as the base uses it."""

    async def codes(self) -> dict[str, NamedCode]:
        """Return all codes by their key. Raises ReadFailed, or LockUnreachable."""

    async def delete(self, code: NamedCode) -> None:
        """Delete a code. Raises WriteFailed."""

    async def rename(self, code: NamedCode, name: str) -> None:
        """Change the name of a code. Raises WriteFailed."""


class NamedCodesAdapter[ClientT: NamedCodes](ClientAdapter[ClientT]):
    """An adapter that takes no code for ours of which the engine was not told, and knows its own by their ids.

    Between two lists another code may get the name of one of ours. A list shows the older of them by the name.
    """

    def __init__(
        self,
        hass: HomeAssistant,
        lock: RegistryEntry,
        find: Callable[[ConfigEntry], ClientT | None],
    ) -> None:
        """Store the lock, without a lookup. ``find``: of ``ClientLink``."""
        super().__init__(hass, lock, find)
        self._listed = ListedSlots()
        self._misnamed: set[CodeId] = set()
        """Ids of codes of ours that stand below the name of another one, and are to go."""

    @override
    async def async_read(self, slot: str) -> Content:
        return (await self.async_list()).contents.get(slot, EMPTY)

    # contract 12.280, 12.281, 12.292
    @override
    async def async_list(self) -> Listing:
        codes = await self._reachable().codes()
        contents = {key: code.content for key, code in codes.items() if code.is_listed}
        self._listed.note(contents)
        return Listing(contents, is_complete=True)

    # contract 12.390
    @override
    async def async_clear(self, slot: str) -> Written:
        found = await self._find()
        if isinstance(found, Written):
            return found
        client, codes = found
        code = codes.get(slot)
        if code is None:
            self._listed.leave(slot)
            return Written(Outcome.CONFIRMED)
        if not code.is_changeable:
            return Written(Outcome.REFUSED)
        if self._listed.is_unknown(slot):
            return Written(Outcome.UNKNOWN)
        return await self._delete(client, code, slot)

    # contract 12.283, 12.295, 12.391
    @override
    async def async_rename(self, slot: str, credential: Credential) -> Written:
        name = credential.name
        assert name is not None
        found = await self._find()
        if isinstance(found, Written):
            return found
        client, codes = found
        code = codes.get(slot)
        if code is None or name in codes or not code.is_changeable:
            return Written(Outcome.INVALID)
        if self._listed.is_unknown(slot):
            return Written(Outcome.UNKNOWN)
        try:
            await client.rename(code, name)
            renamed = (await client.codes()).get(name)
        except WriteFailed as failure:
            return Written(failure.outcome)
        except ReadFailed:
            return Written(Outcome.ACCEPTED)
        if renamed is None or renamed.code_id == code.code_id:
            self._listed.leave(slot)
            self._listed.take(name)
            return Written(Outcome.ACCEPTED)
        try:
            await client.rename(code, slot)
        except WriteFailed:
            self._misnamed.add(code.code_id)
        return Written(Outcome.UNKNOWN)

    async def _find(self) -> tuple[ClientT, dict[str, NamedCode]] | Written:
        """Return the client and all codes, or the outcome of a write that could not begin."""
        try:
            client = self._reachable()
            codes = await client.codes()
        except ReadFailed as failure:
            return Written.without_answer(failure)
        await self._take_off_misnamed(client, codes)
        return client, codes

    # contract 12.384
    async def _delete(self, client: ClientT, code: NamedCode, slot: str) -> Written:
        """Delete a code, and confirm that by its id: another one of that name is then listed by the name alone."""
        try:
            await client.delete(code)
        except WriteFailed as failure:
            return Written(failure.outcome)
        try:
            codes = await client.codes()
        except ReadFailed:
            return Written(Outcome.ACCEPTED)
        for left in codes.values():
            if left.code_id == code.code_id:
                return Written(Outcome.ACCEPTED, left.content)
        self._listed.leave(slot, is_taken=slot in codes)
        return Written(Outcome.CONFIRMED)

    # contract 12.390
    async def _add(
        self,
        client: ClientT,
        command: Coroutine[None, None, CodeId | None],
        slot: str,
        goal: Content,
        before: Iterable[NamedCode],
    ) -> Written:
        """Await the addition of a code, which returns its id if that is told, and confirm it by the list.

        If another code has got the name meanwhile, ours goes again: after a restart none could tell which is which.
        """
        known = {code.code_id for code in before}
        try:
            code_id = await command
        except WriteFailed as failure:
            return Written(failure.outcome)
        try:
            codes = await client.codes()
        except ReadFailed:
            return Written(Outcome.UNKNOWN)
        key = _key_of_added(codes, code_id, slot, goal, known)
        if key is None:
            is_taken = slot in codes
            return (
                Written(Outcome.UNKNOWN)
                if is_taken
                else Written(Outcome.ACCEPTED, EMPTY)
            )
        if key != slot:
            self._misnamed.add(codes[key].code_id)
            await self._take_off_misnamed(client, codes)
            return Written(Outcome.UNKNOWN)
        self._listed.take(slot)
        return _answer(codes[slot].content, goal)

    async def _change(
        self,
        client: ClientT,
        command: Coroutine[None, None, None],
        slot: str,
        goal: Content,
        code: NamedCode,
    ) -> Written:
        """Await the change of a code, and confirm it by the list."""
        try:
            await command
        except WriteFailed as failure:
            return Written(failure.outcome)
        try:
            changed = (await client.codes()).get(slot)
        except ReadFailed:
            return Written(Outcome.ACCEPTED)
        if changed is not None and changed.code_id != code.code_id:
            return Written(Outcome.UNKNOWN)
        return _answer(EMPTY if changed is None else changed.content, goal)

    async def _take_off_misnamed(
        self, client: ClientT, codes: dict[str, NamedCode]
    ) -> None:
        """Delete codes of ours that stand below the name of another one, also from the codes given."""
        for key, code in [*codes.items()]:
            if code.code_id not in self._misnamed:
                continue
            try:
                await client.delete(code)
            except WriteFailed:
                continue
            del codes[key]
        self._misnamed &= {code.code_id for code in codes.values()}


def keyed_by_name(
    codes: Iterable[tuple[str, NamedCode]],
) -> dict[str, NamedCode]:
    """Return codes by their keys: the first of a name has the name, further and nameless ones have name and id.

    No key hides another.
    """
    keyed: dict[str, NamedCode] = {}
    others = [
        (name, code)
        for name, code in codes
        if not name or keyed.setdefault(name, code) is not code
    ]
    for name, code in others:
        key = f"{name} #{code.address}"
        while key in keyed:
            key += "#"
        keyed[key] = code
    return keyed


def _key_of_added(
    codes: dict[str, NamedCode],
    code_id: CodeId | None,
    slot: str,
    goal: Content,
    known: set[CodeId],
) -> str | None:
    """Return the key of the code that was added: by its id, else the new one with our PIN, else the new one of our name."""
    for key, code in codes.items():
        if code.code_id == code_id:
            return key
    added = {key: code for key, code in codes.items() if code.code_id not in known}
    for key, code in added.items():
        if code.content == goal:
            return key
    return slot if slot in added and code_id is None else None


def _answer(content: Content, goal: Content) -> Written:
    is_done = content == goal
    return Written(Outcome.CONFIRMED if is_done else Outcome.ACCEPTED, content)
