"""What was acknowledged: the wishes that must hold, and those of which nobody knows whether they count."""

from collections.abc import Callable, Container
from dataclasses import dataclass, field, replace
from datetime import datetime
import time
from typing import Any

from .quirks import Quirk
from .stored import Stored

_PATIENCE = 2
_ODDITIES = 2
"""So many may be a reason to ask a person."""


@dataclass(frozen=True, slots=True)
class Wish:
    """What one code is to be."""

    name: str
    pin: str | None
    """None: changed at a lock that does not tell PINs."""
    window: tuple[datetime, datetime] | None = None
    may_be_changed: bool = False

    def is_wanted(self, now: datetime) -> bool:
        """Tell whether the lock is to hold it."""
        return self.window is None or self.window[0] <= now < self.window[1]


type Possible = set[Wish | None]
"""What may be true of a code; None: that it is deleted."""


def wish_of(code: dict[str, Any]) -> Wish:
    """Return what an access code object says."""
    window = None
    if code["starts_at"] is not None:
        window = (
            datetime.fromisoformat(code["starts_at"]),
            datetime.fromisoformat(code["ends_at"]),
        )
    return Wish(
        code["name"],
        code["code"],
        window,
        code["is_external_modification_allowed"],
    )


@dataclass(slots=True)
class Ledger:
    """All wishes about one lock."""

    codes: dict[str, Possible] = field(default_factory=dict)
    unanswered: dict[str, Wish] = field(default_factory=dict)
    """Creations without an answer, by the code's name."""
    unknown_codes: dict[str, str] = field(default_factory=dict)
    """PINs that are not ours, by slot."""
    doubtful: dict[str, str] = field(default_factory=dict)
    """PINs that somebody put where our own had not been confirmed yet, by slot: ours to clear, or theirs."""
    unseen: set[str] = field(default_factory=set)
    """PINs that somebody put in places of ours on a lock that does not tell PINs: nobody may ever know."""
    alterings: list[Quirk] = field(default_factory=list)
    """Ways in which a lock that does not tell PINs has altered those it was sent for a while."""
    tampered: dict[str, list[float]] = field(default_factory=dict)
    """When somebody changed a slot: more than a few times an hour would be another manager."""
    rumours: dict[str, set[str | None]] = field(default_factory=dict)
    """PINs that codes may have been given at the lock since they last got one from us."""
    shadows: set[str] = field(default_factory=set)
    """Codes that were also changed at the lock, where that is allowed: removed there, they may be missing."""
    trusted: set[str] = field(default_factory=set)
    """Codes about which the lock may have been called right: changed there, they may stay so."""
    orphans: set[str] = field(default_factory=set)
    """Places with what a file that was replaced by an older one knew: nobody's now, until a person clears them."""
    oddities: int = 0
    """How many slots others changed since all was last known: two or more may make one ask a person."""

    def created(self, code: dict[str, Any]) -> None:
        """Note a creation that was acknowledged."""
        self.codes[code["access_code_id"]] = {wish_of(code)}

    def may_be_created(self, wish: Wish) -> None:
        """Note a creation without an answer."""
        self.unanswered[wish.name] = wish

    def updated(self, access_code_id: str, change: Callable[[Wish], Wish]) -> None:
        """Note a change that was acknowledged: so it was not deleted."""
        before = self.codes[access_code_id]
        pins = {wish.pin for wish in before if wish is not None}
        if {change(wish).pin for wish in before if wish is not None} != pins:
            self.rumours.pop(access_code_id, None)
        self.codes[access_code_id] = {
            change(wish) for wish in self.codes[access_code_id] if wish is not None
        }

    def may_be_updated(
        self, access_code_id: str, change: Callable[[Wish], Wish]
    ) -> None:
        """Note a change without an answer."""
        possible = self.codes[access_code_id]
        possible |= {change(wish) for wish in possible if wish is not None}

    def deleted(self, access_code_id: str) -> None:
        """Note a deletion that was acknowledged."""
        self.codes[access_code_id] = {None}

    def may_be_deleted(self, access_code_id: str) -> None:
        """Note a deletion without an answer."""
        self.codes[access_code_id].add(None)

    def changed_at_the_lock(self, pin: str | None) -> None:
        """Note a change at the keypad that stands where it is allowed by the time that it is seen."""
        for access_code_id in self.living():
            self.rumours.setdefault(access_code_id, set()).add(pin)

    def removed_at_the_lock(self) -> None:
        """Note a removal at the keypad that stands where it is allowed by the time that it is seen."""
        self.shadows.update(self.living())

    def lock_may_be_trusted(self, held: set[str]) -> None:
        """Note that a person calls the lock right: what was changed there stands, allowed or not."""
        self.trusted.update(self.living())
        for access_code_id in self.trusted:
            self.rumours.setdefault(access_code_id, set()).update(held, (None,))

    def may_change(self, *slots: str) -> bool:
        """Tell whether one more change of these is not yet a fight with another manager, and note it."""
        now = time.monotonic()
        for slot in slots:
            recent = self.tampered.setdefault(slot, [])
            recent[:] = [at for at in recent if at > now - 3600]
            if len(recent) >= _PATIENCE:
                return False
        for slot in slots:
            self.tampered[slot].append(now)
        return True

    def went_back(
        self, stored: Stored, held: dict[str, str], *, tells_pins: bool
    ) -> None:
        """Hold to what an older file says: what was acknowledged since is lost with the newer one."""
        self.codes = {key: {wish_of(code)} for key, code in stored.listed.items()}
        self.codes |= {key: {None} for key in stored.being_deleted}
        self.unanswered.clear()
        self.oddities += _ODDITIES
        pins: set[str | None] = set(held.values()) if tells_pins else {None}
        for access_code_id in self.codes:
            self.rumours.setdefault(access_code_id, set()).update(pins)
        self.shadows.update(self.codes)
        if not tells_pins:
            self.unseen.update(held.values())
        unexpected = stored.unexpected(held)
        for slot, pin in held.items():
            if slot in stored.slots:
                self.unknown_codes.pop(slot, None)
                if slot in unexpected and slot not in stored.confirmed_slots:
                    self.doubtful[slot] = pin
                    self.orphans.add(slot)
            elif slot not in self.unknown_codes:
                self.unknown_codes[slot] = pin
                self.orphans.add(slot)

    def living(self) -> list[str]:
        """Return the codes that may be there."""
        return [
            access_code_id
            for access_code_id, possible in self.codes.items()
            if possible != {None}
        ]

    def settle(
        self, listed: dict[str, dict[str, Any]], excused: Container[str] = ()
    ) -> list[str]:
        """Compare with what Home Assistant lists, take what it says where both may be true; returns what is wrong.

        ``excused``: codes that the lock cannot be rid of now.
        """
        wrong = []
        for access_code_id, code in listed.items():
            if self.codes.get(access_code_id) == {None} and access_code_id in excused:
                continue
            wrong += self._settle_listed(access_code_id, code)
        for access_code_id, possible in list(self.codes.items()):
            if access_code_id in listed:
                continue
            if None not in possible:
                wrong.append(f"an acknowledged code is lost: {possible}")
        return wrong

    def forget(self, listed: dict[str, dict[str, Any]]) -> None:
        """Hold to what is listed, once all agreed: what was open is answered."""
        self.unanswered.clear()
        self.rumours.clear()
        self.shadows = {key for key, code in listed.items() if code["warnings"]}
        self.trusted &= self.shadows
        self.codes = {key: {wish_of(code)} for key, code in listed.items()}

    def _settle_listed(self, access_code_id: str, code: dict[str, Any]) -> list[str]:
        seen = wish_of(code)
        possible = self.codes.get(access_code_id)
        if possible is None:
            asked = self.unanswered.get(code["name"])
            if asked is None:
                return [f"a code that nobody asked for: {seen}"]
            if seen != asked:
                return [f"not as it was asked for: {seen}, asked {asked}"]
            return []
        may_differ = seen.may_be_changed or access_code_id in self.trusted
        rumoured = may_differ and seen.pin in self.rumours.get(access_code_id, ())
        if not any(
            wish is not None
            and (wish == seen or (rumoured and replace(wish, pin=seen.pin) == seen))
            for wish in possible
        ):
            deleted = "a deleted code is listed" if possible == {None} else "changed"
            return [f"{deleted}: {seen}, acknowledged {possible}"]
        return []
