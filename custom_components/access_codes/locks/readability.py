"""Readability of the PINs of a lock: whether it shows them or masks them, as far as it has shown."""

from ..core.model import Readability


class PinReadability:
    """Evidence of how a lock shows its PINs.

    Slots of ours decide: what it shows of others may be a card, or a PIN from another source. Each kind of evidence
    stands once it was seen, so that a lock which masks only some of its PINs does not change back and forth.
    """

    def __init__(self, *, is_masking: bool) -> None:
        """Start with what is known of PINs of others: ``is_masking`` if one of them is masked."""
        self._masks_any = is_masking
        self._shows_ours = False
        self._masks_ours = False

    def saw(self, *, is_masked: bool, is_ours: bool) -> None:
        """Store how the lock shows an occupied slot; ``is_ours``: a slot of ours."""
        if not is_masked:
            self._shows_ours |= is_ours
        elif not self._shows_ours:
            # In a slot of ours that was readable before, it is another content.
            self._masks_any = True

    def saw_own_write(self, *, is_masked: bool) -> None:
        """Store how the lock shows a PIN that we have just written."""
        self._masks_ours |= is_masked
        self._shows_ours |= not is_masked

    # contract 12.9
    @property
    def reads(self) -> Readability:
        """Return what a read of the lock is taken to show."""
        is_masking = self._masks_ours or (self._masks_any and not self._shows_ours)
        return Readability.PRESENCE if is_masking else Readability.PIN
