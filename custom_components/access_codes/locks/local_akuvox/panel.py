"""One relay of a panel in the custom component ``local_akuvox``: all that is touched of that component lies in this file."""

from collections.abc import Coroutine, Iterator
from dataclasses import dataclass
from typing import Final, Protocol
from uuid import uuid4

import aiohttp
from pylocal_akuvox import (
    AkuvoxAuthenticationError,
    AkuvoxConnectionError,
    AkuvoxDevice,
    AkuvoxDeviceError,
    AkuvoxError,
    AkuvoxRequestError,
    AkuvoxUnsupportedError,
    AkuvoxValidationError,
    Capability,
    CapabilityStatus,
    User,
)

from homeassistant.config_entries import ConfigEntry
from homeassistant.core import HomeAssistant
from homeassistant.helpers.entity_registry import RegistryEntry

from ...core.model import UNREADABLE, KnownPin, Outcome, Pin
from ..adapter import LockUnreachable, ReadFailed
from ..named_codes import NamedCode, WriteFailed, keyed_by_name

DOMAIN: Final = "local_akuvox"
ALWAYS: Final = "1001"
"""The schedule "always", which each panel has from its factory."""

_NEEDED: Final = (
    Capability.USER_LIST,
    Capability.USER_ADD,
    Capability.USER_MODIFY,
    Capability.USER_DELETE,
)
_LOCAL: Final = frozenset({None, "", "1", "Local"})


class Coordinator(Protocol):
    """As much as is used of the component's coordinator."""

    device: AkuvoxDevice


@dataclass(frozen=True, slots=True)
class Panel:
    """The panel of one relay."""

    device: AkuvoxDevice
    relay: int

    @property
    def has_users(self) -> bool:
        """The model lets its users be listed, added, changed and deleted; False where the library does not know it."""
        profile = self.device.capabilities
        return profile is not None and all(
            profile.capabilities.get(each) is CapabilityStatus.SUPPORTED
            for each in _NEEDED
        )

    # contract 12.280
    async def codes(self) -> dict[str, NamedCode]:
        """Return all users of the panel by their name, the oldest of a name first.

        Raises ReadFailed, or LockUnreachable.
        """
        try:
            users = await _read_users(self.device)
        except AkuvoxError as err:
            failed = _is_unreachable(err)
            raise (LockUnreachable if failed else ReadFailed) from None
        users.sort(key=lambda user: _number(user.id or ""))
        return keyed_by_name((user.name, self._code_of(user)) for user in users)

    # contract 12.281
    def _code_of(self, user: User) -> NamedCode:
        """Return a user as a code: a PIN with other hours, or for another door too, is none that we could have set."""
        pin = Pin(user.private_pin) if user.private_pin is not None else None
        schedules = [*_schedules(user)]
        opens = self.relay in {relay for _, relay in schedules}
        opens_always = schedules == [(ALWAYS, self.relay)]
        return NamedCode(
            code_id=user.user_id or user.id or user.name,
            address=user.id or "",
            content=KnownPin(pin) if pin is not None and opens_always else UNREADABLE,
            pin=pin,
            is_listed=opens,
            is_changeable=opens and _is_local(user),
        )

    async def add(self, name: str, pin: Pin) -> str:
        """Add a user who opens the door of this relay at all times, and return the id. Raises WriteFailed."""
        user_id = uuid4().hex[:12]
        await _carry_out(
            self.device.add_user(
                name=name,
                user_id=user_id,
                schedule_relay=f"{ALWAYS}-{self.relay}",
                lift_floor_num="0",
                private_pin=pin.reveal(),
            )
        )
        return user_id

    async def change(self, code: NamedCode, pin: Pin) -> None:
        """Change the PIN of a user, who then opens at all times. Raises WriteFailed."""
        await _carry_out(
            self.device.modify_user(
                id=str(code.address),
                private_pin=pin.reveal(),
                schedule_relay=f"{ALWAYS}-{self.relay}",
            )
        )

    async def rename(self, code: NamedCode, name: str) -> None:
        """Change the name of a user. Raises WriteFailed."""
        await _carry_out(self.device.modify_user(id=str(code.address), name=name))

    async def delete(self, code: NamedCode) -> None:
        """Delete a user. Raises WriteFailed."""
        await _carry_out(self.device.delete_user(id=str(code.address)))


def _is_local(user: User) -> bool:
    """Return whether a user was made on the panel, and not by a cloud that would make it again."""
    return user.source in _LOCAL and user.source_type in _LOCAL


def panel_of(
    hass: HomeAssistant, entry: ConfigEntry, lock: RegistryEntry
) -> Panel | None:
    """Return the panel of a relay of a loaded config entry; None if the component does not know it."""
    _, is_relay, number = lock.unique_id.rpartition("_relay_")
    coordinator: Coordinator | None = hass.data.get(DOMAIN, {}).get(entry.entry_id)
    if coordinator is None or not is_relay or not number.isdecimal():
        return None
    return Panel(coordinator.device, int(number))


def _number(text: str) -> int:
    return int(text) if text.isdecimal() else 0


async def _read_users(device: AkuvoxDevice) -> list[User]:
    """Return the users of all pages; some panels answer each page with the same one, some name no id of a user."""
    users: dict[str | User, User] = {}
    page, found = 0, None
    while found is None or not found.keys() <= users.keys():
        users |= found or {}
        page += 1
        found = {user.id or user: user for user in await device.list_users(page=page)}
    return [*users.values()]


async def _carry_out(command: Coroutine[None, None, None]) -> None:
    """Await a write, and raise WriteFailed with the outcome that its exception stands for.

    An HTTP status of 500 and above raises the same exception as a refusal, and says nothing of what was done.
    """
    try:
        await command
    except AkuvoxError as err:
        outcome = _outcome_of(err)
    else:
        return
    raise WriteFailed(outcome)


def _outcome_of(err: AkuvoxError) -> Outcome:
    if _is_unreachable(err):
        return Outcome.UNREACHABLE
    if isinstance(
        err, AkuvoxRequestError | AkuvoxUnsupportedError | AkuvoxValidationError
    ):
        return Outcome.REFUSED
    is_answer = isinstance(err, AkuvoxDeviceError) and "HTTP" not in str(err)
    return Outcome.REFUSED if is_answer else Outcome.UNKNOWN


def _is_unreachable(err: AkuvoxError) -> bool:
    """Return whether the request did not get to the panel, or was not let in."""
    if isinstance(err, AkuvoxAuthenticationError):
        return True
    is_sent = err.__cause__ is not None and not isinstance(
        err.__cause__, aiohttp.ClientConnectorError
    )
    return isinstance(err, AkuvoxConnectionError) and not is_sent


def _schedules(user: User) -> Iterator[tuple[str, int]]:
    """Yield the schedules of a user, with the relay of each."""
    for pair in user.schedule_relay.replace(";", ",").split(","):
        schedule, _, relay = pair.strip().partition("-")
        if relay.isdecimal():
            yield schedule, int(relay)
