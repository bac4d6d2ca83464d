"""Convert users and credentials of the User Credential command class to types of the contract."""

from dataclasses import replace
from typing import Final

from zwave_js_server.const.command_class.access_control import UserCredentialType
from zwave_js_server.model.access_control import (
    CredentialCapabilities,
    UserCapabilities,
    UserData,
)

from ...core.model import (
    UNREADABLE,
    Content,
    KnownPin,
    LockCapabilities,
    Pin,
    Reporting,
    UseReporting,
)

_LONGEST_CODE: Final = 20

_NO_SLOTS: Final = LockCapabilities(reports=Reporting.ALL)

_NAME_CHARACTERS: Final = "".join(map(chr, range(ord(" "), ord("~") + 1)))
"""Characters of a name as the driver sends it."""


def capabilities_of(
    users: UserCapabilities,
    credentials: CredentialCapabilities,
    *,
    uses: UseReporting,
) -> LockCapabilities:
    """Return the lock's capabilities, as if it showed its PINs."""
    pins = credentials.supported_credential_types.get(UserCredentialType.PIN_CODE)
    if pins is None:
        return replace(_NO_SLOTS, uses=uses)
    count = min(users.max_users, pins.number_of_credential_slots)
    longest = min(pins.max_credential_length, _LONGEST_CODE)
    lengths = tuple(range(pins.min_credential_length, longest + 1))
    return LockCapabilities(
        slots=tuple(str(number) for number in range(1, count + 1)),
        code_lengths=lengths or _NO_SLOTS.code_lengths,
        name_length=users.max_user_name_length or 0,
        name_characters=_NAME_CHARACTERS,
        reports=Reporting.ALL,
        uses=uses,
    )


def content_of(pin: str | bytes | None) -> Content:
    """Return the content of an occupied slot: the PIN, or ``UNREADABLE`` if the lock masks it."""
    if isinstance(pin, str) and pin.isascii() and pin.isdigit():
        return KnownPin(Pin(pin))
    return UNREADABLE


def exists(user: UserData) -> bool:
    """Return whether the lock has this user: of a missing user it reports only the index."""
    return user.active or bool(user.user_name)


def is_as_wanted(user: UserData, name: str | None) -> bool:
    """Return whether a user has the wanted name and is active."""
    return user.active and name in {None, user.user_name}
