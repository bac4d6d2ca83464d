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
from ..named_codes import NamedCode, WriteFailed, keyed_by_name

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


class Api(Protocol):
    """As much as is used of the component's client."""

    async def get(self, path: str, **kwargs: Any) -> Mapping[str, Any]:
        """Send a GET request."""

    async def post(self, path: str, **kwargs: Any) -> Mapping[str, Any]:
        """Send a POST request."""


@dataclass(frozen=True, slots=True)
class CloudLock:
    """One lock, and the client that reaches it."""

    api: Api
    lock_id: int

    # contract 12.383
    async def codes(self) -> dict[str, NamedCode]:
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
        """Set the lock's clock, by which it keeps windows. Raises WriteFailed."""
        await self._post("lock/updateDate", None)

    async def add(self, name: str, pin: Pin, window: Window | None) -> int | None:
        """Add a passcode, and return its id where the cloud names it. Raises WriteFailed."""
        kind = _PERMANENT if window is None else _PERIOD
        answer = await self._post(
            "keyboardPwd/add",
            pin,
            addType=_VIA_GATEWAY,
            keyboardPwd=pin.reveal(),
            keyboardPwdName=name,
            keyboardPwdType=kind,
            **_dates(window),
        )
        code_id = answer.get("keyboardPwdId") if isinstance(answer, Mapping) else None
        return code_id if isinstance(code_id, int) else None

    async def change(self, code: NamedCode, pin: Pin, window: Window | None) -> None:
        """Change PIN and window of a passcode. Raises WriteFailed."""
        await self._post(
            "keyboardPwd/change",
            pin,
            changeType=_VIA_GATEWAY,
            keyboardPwdId=code.address,
            newKeyboardPwd=pin.reveal(),
            **_dates(window),
        )

    async def rename(self, code: NamedCode, name: str) -> None:
        """Change the name of a passcode, which only the cloud knows. Raises WriteFailed."""
        await self._post(
            "keyboardPwd/change",
            None,
            keyboardPwdId=code.address,
            keyboardPwdName=name,
        )

    async def delete(self, code: NamedCode) -> None:
        """Delete a passcode. Raises WriteFailed."""
        await self._post(
            "keyboardPwd/delete",
            None,
            deleteType=_VIA_GATEWAY,
            keyboardPwdId=code.address,
        )

    # contract 12.296
    async def _post(self, path: str, pin: Pin | None, **fields: Any) -> object:
        loggers = () if pin is None else (_LOGGER_NAME,)
        outcome = Outcome.UNKNOWN
        try:
            with kept_out_of_logs(pin or Pin(""), *loggers):
                return await self.api.post(path, lockId=self.lock_id, **fields)
        except aiohttp.ClientConnectorError:
            outcome = Outcome.UNREACHABLE
        except Exception as err:  # noqa: BLE001
            outcome = _outcome_of(err)
        raise WriteFailed(outcome)


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
def _named(items: list[Mapping[str, Any]]) -> dict[str, NamedCode]:
    """Return passcodes by their keys. The oldest has the name, whatever the order of the list."""
    return keyed_by_name(
        (str(item.get("keyboardPwdName") or ""), _passcode_of(item))
        for item in sorted(items, key=lambda item: int(item["keyboardPwdId"]))
    )


def _passcode_of(item: Mapping[str, Any]) -> NamedCode:
    number, content = int(item["keyboardPwdId"]), _content_of(item)
    pin = content.pin if isinstance(content, KnownPin) else None
    return NamedCode(number, number, content, pin)


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
