"""Convert values of the User Code command class to types of the contract."""

from collections.abc import Mapping
from typing import Any, Final

from zwave_js_server.const import CommandClass
from zwave_js_server.const.command_class.lock import (
    LOCK_USERCODE_PROPERTY,
    CodeSlotStatus,
)
from zwave_js_server.model.node import Node
from zwave_js_server.model.value import Value

from ...core.model import EMPTY, UNREADABLE, Content, KnownPin, Pin

_DEFAULT_LENGTHS: Final = (4, 5, 6, 7, 8)

_LENGTH_LABELS: Final = ("pin length", "code length")


def content_of(status: int | None, code: Any) -> Content:
    """Return the content of a slot with this status and PIN."""
    if status == CodeSlotStatus.AVAILABLE:
        return EMPTY
    if status != CodeSlotStatus.ENABLED or not isinstance(code, str):
        return UNREADABLE
    return KnownPin(Pin(code)) if code.isascii() and code.isdigit() else UNREADABLE


def is_hidden(code: Any) -> bool:
    """Return whether the PIN of an occupied slot is masked, by asterisks, zero bytes or the like."""
    return not isinstance(code, str) or not any(letter.isalnum() for letter in code)


def has_hidden_pins(node: Node) -> bool:
    """Return whether a cached value is a masked PIN; unlike a cached PIN, the mask does not go stale."""
    codes: Mapping[str, Value] = node.get_command_class_values(CommandClass.USER_CODE)
    return any(
        isinstance(value.value, str) and value.value and is_hidden(value.value)
        for value in codes.values()
        if value.property_ == LOCK_USERCODE_PROPERTY
    )


def code_lengths_of(node: Node) -> tuple[int, ...]:
    """Return the configured length, on locks with one length for all PINs, else the usual lengths."""
    for value in node.get_configuration_values().values():
        length = value.value
        if is_code_length(value) and isinstance(length, int) and 4 <= length <= 10:
            return (length,)
    return _DEFAULT_LENGTHS


def is_code_length(value: Value) -> bool:
    """Return whether a value is the configured length of PINs."""
    label = (value.metadata.label or "").lower()
    return value.command_class == CommandClass.CONFIGURATION and any(
        known in label for known in _LENGTH_LABELS
    )
