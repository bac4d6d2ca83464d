"""Adapter of smart locks of Nuki behind Nuki Hub, an ESP32 that speaks Bluetooth with the lock and MQTT with us.

Written after the source of Nuki Hub 9.15 (commit 5cbb7e25). Codes go to it by messages that nobody retains, never through an
action: the recorder stores its data. Nobody tells in which time zone the lock takes the windows of its codes, and no answer
of the hub shows it: it holds none for us.
"""

from dataclasses import replace
from typing import Any, Final, override

from homeassistant.core import HomeAssistant, callback
from homeassistant.helpers.entity_registry import RegistryEntry

from ...core.model import (
    EMPTY,
    Content,
    KnownPin,
    LockCapabilities,
    Outcome,
    Pin,
    Reach,
    SlotNaming,
    UseReporting,
)
from ..adapter import AdapterListener, Credential, Listing, ReadFailed, Written
from ..listening_adapter import ListeningAdapter
from ..mqtt.json_values import Json
from ..readability import PinReadability
from .entries import NAME_LENGTH, KeypadCodes
from .hub import Answer, Hub
from .log_entries import is_wrong_code, use_of
from .recognition import nuki_id_of

# contract 12.354
CAPABILITIES: Final = LockCapabilities(
    slot_naming=SlotNaming.BY_LOCK,
    capacity=10,
    code_lengths=(6,),
    characters="123456789",
    forbidden_beginnings=("12",),
    has_enter_key=False,
    name_length=NAME_LENGTH,
    # It cuts names by bytes.
    name_characters="".join(map(chr, range(0x20, 0x7F))),
    lists_slots=True,
    fresh_for=3600,
    command_timeout=90,
    late_by=120,
)
"""Limits of the keypad and of the hub, which lists ten codes unless it was set to more."""

_INVALID: Final = frozenset({"noValidCodeSet", "noCodeSet", "noNameSet"})
_REFUSED: Final = frozenset(
    {
        "noValidPinSet",
        "keypadControlDisabled",
        "keypadDisabled",
        "keypadNotAvailable",
        "configNotReady",
    }
)
_FAILED: Final = frozenset({"failed", "error", "notPaired"})
_NO_SUCH_CODE: Final = "noExistingCodeIdSet"


class NukiHubAdapter(ListeningAdapter):
    """A smart lock of Nuki with a keypad, behind Nuki Hub."""

    family = "nuki_hub"
    _capabilities: LockCapabilities

    def __init__(self, hass: HomeAssistant, lock: RegistryEntry) -> None:
        """Store the lock, without a lookup."""
        nuki_id = nuki_id_of(lock) or ""
        self._hub = Hub(hass, nuki_id, self._on_change, self._on_codes, self._on_log)
        self._capabilities = CAPABILITIES
        self._readability = PinReadability(is_masking=False)
        self._inactive: dict[str, bool] = {}

    @override
    async def async_start(self, listener: AdapterListener) -> None:
        await super().async_start(listener)
        self._hub.start()

    @override
    def stop(self) -> None:
        super().stop()
        self._hub.stop()

    # contract 12.351
    @property
    @override
    def reach(self) -> Reach:
        if not self._hub.is_loaded:
            return Reach.DISCONNECTED
        return Reach.REACHABLE if self._hub.is_up else Reach.OFFLINE

    @override
    async def async_read(self, slot: str) -> Content:
        listing = await self.async_list()
        if slot not in listing.contents and not listing.is_complete:
            raise ReadFailed
        return listing.contents.get(slot, EMPTY)

    # contract 12.353, 12.358
    @override
    async def async_list(self) -> Listing:
        codes = await self._hub.async_list()
        return Listing(
            {slot: code.content for slot, code in codes.items()},
            is_complete=not self._may_be_cut(codes),
            names={slot: code.name for slot, code in codes.items()},
        )

    # contract 12.356
    @override
    async def async_set(self, slot: str, credential: Credential) -> Written:
        pin, name = credential.pin, credential.name
        assert pin is not None and name is not None
        if self._objects_to(pin):
            return Written(Outcome.INVALID)
        fields = {"name": name, "code": pin.reveal(), "enabled": "1"}
        fields |= {"timeLimited": "0"}
        try:
            if slot.isdecimal():
                update = {"action": "update", "codeId": slot, **fields}
                answer = await self._hub.async_command(update, pin)
                if answer.result != _NO_SUCH_CODE:
                    return self._judge_update(slot, pin, answer)
                if slot in await self._hub.async_list():
                    # The hub had not read its list yet.
                    return Written(Outcome.UNKNOWN)
            return await self._add({"action": "add", **fields}, pin, name)
        except ReadFailed as failure:
            return Written.without_answer(failure)

    # contract 12.356
    @override
    async def async_clear(self, slot: str) -> Written:
        if not slot.isdecimal():
            # The lock has given no id: there is nothing by which it could be taken off.
            return Written(Outcome.ACCEPTED)
        try:
            answer = await self._hub.async_command({"action": "delete", "codeId": slot})
            codes = answer.codes
            if answer.result == _NO_SUCH_CODE:
                codes = await self._hub.async_list()
        except ReadFailed as failure:
            return Written.without_answer(failure)
        if codes is None:
            return Written(_outcome_of(answer))
        if slot in codes:
            outcome = _outcome_with_list(answer)
            return Written(outcome, codes[slot].content)
        is_sure = not self._may_be_cut(codes)
        return Written(Outcome.CONFIRMED if is_sure else Outcome.ACCEPTED)

    # contract 12.357
    @override
    async def async_rename(self, slot: str, credential: Credential) -> Written:
        message: Json = {"action": "update", "codeId": slot, "name": credential.name}
        try:
            answer = await self._hub.async_command(message)
        except ReadFailed as failure:
            return Written.without_answer(failure)
        code = (answer.codes or {}).get(slot)
        if code is not None and code.name == credential.name:
            return Written(Outcome.CONFIRMED)
        is_known = answer.codes is not None
        return Written(_outcome_with_list(answer) if is_known else _outcome_of(answer))

    @override
    def metadata(self, slot: str) -> dict[str, str | int]:
        return {"code_id": int(slot)} if slot.isdecimal() else {}

    # contract 12.356, 12.358
    async def _add(self, message: Json, pin: Pin, name: str) -> Written:
        """Add a code, and find the id that the lock has given it. Raises ReadFailed, or LockUnreachable."""
        before = self._hub.codes
        if before is None:
            before = await self._hub.async_list()
        if self._may_be_cut(before):
            # Its id would not be listed, and without that nothing takes it off again.
            return Written(Outcome.FULL)
        answer = await self._hub.async_command(message, pin)
        codes = answer.codes
        if codes is None:
            return Written(_outcome_of(answer))
        new = [
            slot
            for slot, code in codes.items()
            if slot not in before and code.name == name and code.pin in (None, pin)
        ]
        if len(new) != 1 or not codes[new[0]].is_plain:
            if not new and _has_pin(codes, pin) and answer.result in _FAILED:
                return Written(Outcome.DUPLICATE)
            return Written(_outcome_with_list(answer))
        [slot] = new
        if codes[slot].pin is None and not answer.is_certain:
            # It may be what an earlier command has added, with another PIN.
            return Written(Outcome.UNKNOWN)
        self._saw_own_write(codes, slot)
        return Written(Outcome.CONFIRMED, codes[slot].content, slot)

    def _judge_update(self, slot: str, pin: Pin, answer: Answer) -> Written:
        """Return what became of another PIN for an id. One that is hidden is accepted: the list looks as before."""
        codes = answer.codes
        if codes is None:
            return Written(_outcome_of(answer))
        code = codes.get(slot)
        if code is None:
            return Written(Outcome.UNKNOWN, EMPTY)
        if code.content == KnownPin(pin):
            self._saw_own_write(codes, slot)
            return Written(Outcome.CONFIRMED, code.content)
        others = {key: other for key, other in codes.items() if key != slot}
        if _has_pin(others, pin) and answer.result in _FAILED:
            return Written(Outcome.DUPLICATE)
        return Written(_outcome_with_list(answer), code.content)

    # contract 12.355
    def _saw_own_write(self, codes: KeypadCodes, slot: str) -> None:
        self._readability.saw_own_write(is_masked=codes[slot].pin is None)
        self._change_capabilities(reads=self._readability.reads)

    def _may_be_cut(self, codes: KeypadCodes) -> bool:
        """Return whether the list may be as long as the hub makes it, with more codes on the lock."""
        capacity = self._capabilities.capacity
        assert capacity is not None
        return len(codes) >= capacity

    def _change_capabilities(self, **changes: Any) -> None:
        self._set_capabilities(replace(self._capabilities, **changes))

    @callback
    def _on_change(self) -> None:
        self._listens.reach_changed()

    # contract 12.355, 12.358, 12.360
    @callback
    def _on_codes(self, before: KeypadCodes | None, codes: KeypadCodes) -> None:
        """Take a list; ``before``: the one before this, where nobody has asked for this one."""
        longest = max(self._capabilities.capacity or 0, len(codes))
        for slot, code in codes.items():
            is_ours = self._listens.is_ours(slot)
            self._readability.saw(is_masked=code.pin is None, is_ours=is_ours)
            if self._inactive.get(slot, False) is code.is_enabled:
                self._inactive[slot] = not code.is_enabled
                self._listens.activity_found(slot, is_inactive=not code.is_enabled)
        self._change_capabilities(reads=self._readability.reads, capacity=longest)
        if before is None:
            return
        for slot in before.keys() | codes.keys():
            old, new = before.get(slot), codes.get(slot)
            if new is None:
                self._listens.reported(slot, EMPTY)
            elif old is None or old.content != new.content:
                is_known = isinstance(new.content, KnownPin)
                self._listens.reported(slot, new.content if is_known else None)

    # contract 12.359
    @callback
    def _on_log(self, entry: Any, is_retained: bool) -> None:
        """Take an entry of the lock's log: that there are any shows that uses are told; a retained one is an old one."""
        self._change_capabilities(uses=UseReporting.LIVE)
        if is_retained:
            return
        if (use := use_of(entry)) is not None:
            self._listens.used(use)
        elif is_wrong_code(entry):
            self._listens.access_denied("invalid_code")


def _has_pin(codes: KeypadCodes, pin: Pin) -> bool:
    return any(code.pin == pin for code in codes.values())


# contract 12.352
def _outcome_of(answer: Answer) -> Outcome:
    """Return the outcome by the hub's word alone, where no list came."""
    if not answer.is_certain:
        return Outcome.UNKNOWN
    if answer.result == "success":
        return Outcome.ACCEPTED
    if answer.result in _INVALID:
        return Outcome.INVALID
    return Outcome.REFUSED if answer.result in _REFUSED else Outcome.UNKNOWN


def _outcome_with_list(answer: Answer) -> Outcome:
    """Return the outcome where the list that was read after it does not show the write."""
    if answer.is_certain and answer.result in _FAILED:
        return Outcome.REFUSED
    is_taken = answer.is_certain and answer.result == "success"
    return Outcome.ACCEPTED if is_taken else Outcome.UNKNOWN
