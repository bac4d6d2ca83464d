"""One lock in the custom component ``ttlock``: all that is touched of that component lies in this file."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
import re
from typing import Any, Final, Protocol

import aiohttp

from homeassistant.config_entries import ConfigEntry
from homeassistant.core import HomeAssistant
from homeassistant.helpers.entity_registry import RegistryEntry

from ...core.model import UNREADABLE, Content, KnownPin, Outcome, Pin, Window
from ..adapter import LockUnreachable, ReadFailed
from ..log_guard import answers_kept_out_of_logs, kept_out_of_logs

DOMAIN: Final = "ttlock"
_LOGGER_NAME: Final = "custom_components.ttlock.api"

_PAGE_SIZE: Final = 100
_VIA_GATEWAY: Final = 2
_PERMANENT: Final = 2
_PERIOD: Final = 3

_ERROR_CODE: Final = re.compile(r"'errcode': (-?\d+)")
_OUTCOMES: Final = {
    -3007: Outcome.DUPLICATE,
    -3009: Outcome.FULL,
    -3006: Outcome.INVALID,
    -2012: Outcome.UNREACHABLE,
    -3002: Outcome.UNREACHABLE,
    -3003: Outcome.UNREACHABLE,
}
"""Error codes of the cloud: the last three mean no gateway, one that is offline, one that is busy."""


class CloudFailed(Exception):
    """A write without effect, or without an answer; never with a text, as those of the component quote the cloud's."""

    def __init__(self, outcome: Outcome) -> None:
        """Store the outcome."""
        self.outcome = outcome


class Api(Protocol):
    """As much as is used of the component's client."""

    async def get(self, path: str, **kwargs: Any) -> Mapping[str, Any]:
        """Send a GET request."""

    async def post(self, path: str, **kwargs: Any) -> Mapping[str, Any]:
        """Send a POST request."""


@dataclass(frozen=True, slots=True)
class Passcode:
    """One passcode, as the cloud lists it."""

    passcode_id: int
    content: Content

    @property
    def pin(self) -> Pin | None:
        """The PIN, where the list shows it."""
        return self.content.pin if isinstance(self.content, KnownPin) else None


@dataclass(frozen=True, slots=True)
class CloudLock:
    """One lock, and the client that reaches it."""

    api: Api
    lock_id: int

    # contract 12.383
    async def passcodes(self) -> dict[str, Passcode]:
        """Return all passcodes by their name; further ones of the same name, and nameless ones, by name and id.

        Raises ReadFailed, or LockUnreachable.
        """
        items: list[Mapping[str, Any]] = []
        page, is_last = 0, False
        while not is_last:
            page += 1
            try:
                with answers_kept_out_of_logs(_LOGGER_NAME):
                    answer = await self.api.get(
                        "lock/listKeyboardPwd",
                        lockId=self.lock_id,
                        pageNo=page,
                        pageSize=_PAGE_SIZE,
                    )
                items += answer["list"]
                is_last = len(answer["list"]) < _PAGE_SIZE
            except aiohttp.ClientConnectorError:
                raise LockUnreachable from None
            except Exception:  # noqa: BLE001
                raise ReadFailed from None
        return _named(items)

    async def set_clock(self) -> None:
        """Set the lock's clock, by which it keeps windows. Raises CloudFailed."""
        await self._post("lock/updateDate", None)

    async def add(self, name: str, pin: Pin, window: Window | None) -> None:
        """Add a passcode. Raises CloudFailed."""
        kind = _PERMANENT if window is None else _PERIOD
        await self._post(
            "keyboardPwd/add",
            pin,
            addType=_VIA_GATEWAY,
            keyboardPwd=pin.reveal(),
            keyboardPwdName=name,
            keyboardPwdType=kind,
            **_dates(window),
        )

    async def change(self, passcode: Passcode, pin: Pin, window: Window | None) -> None:
        """Change PIN and window of a passcode. Raises CloudFailed."""
        await self._post(
            "keyboardPwd/change",
            pin,
            changeType=_VIA_GATEWAY,
            keyboardPwdId=passcode.passcode_id,
            newKeyboardPwd=pin.reveal(),
            **_dates(window),
        )

    async def rename(self, passcode: Passcode, name: str) -> None:
        """Change the name of a passcode, which only the cloud knows. Raises CloudFailed."""
        await self._post(
            "keyboardPwd/change",
            None,
            keyboardPwdId=passcode.passcode_id,
            keyboardPwdName=name,
        )

    async def delete(self, passcode: Passcode) -> None:
        """Delete a passcode. Raises CloudFailed."""
        await self._post(
            "keyboardPwd/delete",
            None,
            deleteType=_VIA_GATEWAY,
            keyboardPwdId=passcode.passcode_id,
        )

    # contract 12.296
    async def _post(self, path: str, pin: Pin | None, **fields: Any) -> None:
        loggers = () if pin is None else (_LOGGER_NAME,)
        outcome = Outcome.UNKNOWN
        try:
            with kept_out_of_logs(pin or Pin(""), *loggers):
                await self.api.post(path, lockId=self.lock_id, **fields)
        except aiohttp.ClientConnectorError:
            outcome = Outcome.UNREACHABLE
        except Exception as err:  # noqa: BLE001
            outcome = _outcome_of(err)
        else:
            return
        raise CloudFailed(outcome)


def cloud_lock_of(
    hass: HomeAssistant, entry: ConfigEntry, lock: RegistryEntry
) -> CloudLock | None:
    """Return a lock of a loaded config entry; None if it is none of that component."""
    number = lock.unique_id.removeprefix(f"{DOMAIN}-").removesuffix("-lock")
    api: Api | None = hass.data.get(DOMAIN, {}).get(entry.entry_id, {}).get("api")
    if api is None or not number.isdecimal():
        return None
    return CloudLock(api, int(number))


# contract 12.292
def _named(items: list[Mapping[str, Any]]) -> dict[str, Passcode]:
    """Return passcodes by their keys. The oldest has the name, whatever the order of the list; no key hides another."""
    named: dict[str, Passcode] = {}
    others: list[tuple[str, Passcode]] = []
    for item in sorted(items, key=lambda item: int(item["keyboardPwdId"])):
        passcode = Passcode(int(item["keyboardPwdId"]), _content_of(item))
        name = str(item.get("keyboardPwdName") or "")
        if name and name not in named:
            named[name] = passcode
        else:
            others.append((name, passcode))
    for name, passcode in others:
        key = f"{name} #{passcode.passcode_id}"
        while key in named:
            key += "#"
        named[key] = passcode
    return named


# contract 12.292
def _content_of(item: Mapping[str, Any]) -> Content:
    """Return the content of an entry of the list: PINs for one use, for certain days and the like are unknown."""
    pin, kind = item.get("keyboardPwd"), item.get("keyboardPwdType")
    if not pin or kind not in {_PERMANENT, _PERIOD}:
        return UNREADABLE
    if kind == _PERMANENT:
        return KnownPin(Pin(str(pin)))
    starts_at, ends_at = _moment(item.get("startDate")), _moment(item.get("endDate"))
    if starts_at is None or ends_at is None or ends_at <= starts_at:
        return UNREADABLE
    return KnownPin(Pin(str(pin)), Window(starts_at, ends_at))


def _moment(milliseconds: Any) -> datetime | None:
    if not isinstance(milliseconds, int) or milliseconds <= 0:
        return None
    return datetime.fromtimestamp(milliseconds / 1000, UTC)


def _dates(window: Window | None) -> dict[str, int]:
    if window is None:
        return {}
    return {
        "startDate": int(window.starts_at.timestamp() * 1000),
        "endDate": int(window.ends_at.timestamp() * 1000),
    }


def _outcome_of(err: Exception) -> Outcome:
    """Return the outcome by the error code in the text of an exception of the component."""
    found = _ERROR_CODE.search(str(err))
    code = 0 if found is None else int(found[1])
    return _OUTCOMES.get(code, Outcome.UNKNOWN)
