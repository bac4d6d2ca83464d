"""Default names of codes, and new names for codes whose name contains their PIN."""

from dataclasses import replace

from ..display_text import is_in_text
from ..model import AccessCode, EventType, LockRecord, Pin, World
from ..record.edit import RecordEdit
from .limits import check_texts_hide_pin

_DEFAULT_NAME = "Access code"

_OTHER_DEFAULT_NAME = "Guest"
"""For a PIN of letters that the default name contains."""


# contract 6.31
def default_name(record: LockRecord, pin: Pin | None) -> tuple[int, str]:
    """Return the next number and the default name with it; a number that contains the PIN is skipped. Raises Refused."""
    check_texts_hide_pin(_DEFAULT_NAME, None, pin)
    return _numbered(_DEFAULT_NAME, record.code_count + 1, pin)


def _numbered(name: str, count: int, pin: Pin | None) -> tuple[int, str]:
    while pin is not None and is_in_text(pin.reveal(), f"{name} {count}"):
        count += 1
    return count, f"{name} {count}"


# contract 8.18
def rename_to_hide_pin(edit: RecordEdit, world: World, code: AccessCode) -> None:
    """Give a code the default name, if its new PIN can be read in its name; its name on the lock is then not known."""
    pin = code.pin
    if pin is None or not is_in_text(pin.reveal(), code.name):
        return
    is_default = not is_in_text(pin.reveal(), _DEFAULT_NAME)
    count, name = _numbered(
        _DEFAULT_NAME if is_default else _OTHER_DEFAULT_NAME,
        edit.record.code_count + 1,
        pin,
    )
    edit.set_record(replace(edit.record, code_count=count))
    code = replace(code, name=name)
    edit.put_code(code)
    if (placement := edit.by_owner.get(code.access_code_id)) is not None:
        edit.put_placement(
            replace(placement, name=None, kept_name=None, refused_name=None)
        )
    edit.emit(
        EventType.CHANGED, world.now, code, changed="name", reason="name_contained_code"
    )
