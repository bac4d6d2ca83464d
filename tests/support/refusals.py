"""What each refusal of the core names: checked at every one that a test brings about."""

from collections.abc import Iterator
from contextlib import contextmanager
import re
from typing import Final
from unittest.mock import patch

from custom_components.access_codes.core.requests.refused import Refused
from tests.support.request_helpers import MESSAGES

FIELDS: Final[dict[str, set[str | None]]] = {
    "access_code_being_deleted": {None},
    "access_code_held_back": {"access_code_id"},
    "access_code_is_backup": {"access_code_id"},
    "access_code_is_over": {"access_code_id"},
    "access_code_not_found": {None, "access_code_id"},
    "access_code_not_time_bound": {"access_code_id"},
    "backup_pool_needs_window": {"type", "use_backup_access_code_pool"},
    "backup_pool_not_used": {"access_code_id"},
    "backup_pool_without_recurrence": {"recurrence", "use_backup_access_code_pool"},
    "code_cannot_be_shared": {"code"},
    "code_beginning_not_taken": {"code"},
    "code_begins_like_another": {"code"},
    "code_begins_like_unmanaged": {"code"},
    "code_characters_not_taken": {"code"},
    "code_chosen_by_lock": {"code"},
    "code_in_use": {"code"},
    "code_is_another": {"code"},
    "code_length_not_taken": {"code"},
    "code_length_out_of_range": {
        "max_code_length",
        "min_code_length",
        "supported_code_lengths",
    },
    "code_lengths_given_in_part": {"supported_code_lengths"},
    "code_lengths_not_taken": {"max_code_length", "supported_code_lengths"},
    "code_needed": {"code"},
    "code_not_found": {"code"},
    "code_on_lock_twice": {"code"},
    "common_code_key_not_found": {None},
    "constraints_missing": {None},
    "ends_at_in_past": {"ends_at"},
    "ends_at_missing": {"ends_at"},
    "ends_at_not_after_starts_at": {"ends_at"},
    "export_damaged": {None},
    "export_of_other_version": {None},
    "lock_mapping_unknown": {"lock_mapping"},
    "lock_not_known_yet": {"lock"},
    "lock_not_reachable": {"attempt_for_offline_device"},
    "lock_without_slots": {"lock"},
    "max_active_codes_out_of_range": {"max_active_codes"},
    "max_active_codes_without_meaning": {"max_active_codes"},
    "max_code_length_below_min": {"max_code_length"},
    "max_uses_contradicted": {"max_uses"},
    "max_uses_out_of_range": {"max_uses"},
    "max_uses_reached": {"max_uses", "is_one_time_use"},
    "message_blank": {"message"},
    "message_placeholder_unknown": {"message"},
    "message_too_long": {"message"},
    "name_blank": {"common_code_key", "name"},
    "name_contains_code": {"common_code_key", "name"},
    "name_on_lock_contains_code": {"code", "unmanaged_access_code_id"},
    "name_too_long": {"common_code_key", "name"},
    "name_with_control_characters": {"common_code_key", "name"},
    "no_code_length_allowed": {"code"},
    "no_common_code_length": {"code"},
    "no_pin_left": {"code"},
    "no_slot_left": {"lock"},
    "one_time_use_not_reported": {"is_one_time_use", "max_uses"},
    "ongoing_with_times": {"type"},
    "pin_of_code_not_known": {None},
    "recurrence_ends_at_alone": {"ends_at"},
    "recurrence_invalid": {"recurrence"},
    "recurrence_not_comparable": {"recurrence"},
    "recurrence_part_invalid": {"recurrence"},
    "recurrence_part_not_taken": {"recurrence"},
    "recurrence_too_far": {"starts_at"},
    "recurrence_too_old": {"starts_at"},
    "recurrence_without_first": {"starts_at"},
    "recurrence_without_pause": {"ends_at"},
    "recurrence_without_times": {"starts_at"},
    "release_needs_a_real_lock": {"is_managed"},
    "release_needs_ongoing_and_set": {"is_managed"},
    "release_with_other_changes": {"is_managed"},
    "slot_holds_another_code": {"code"},
    "slot_is_empty": {"code"},
    "slot_is_not_empty": {"code"},
    "slot_is_ours": {"code"},
    "slot_is_reserved": {"code", "unmanaged_access_code_id"},
    "slot_is_switched_off": {"code"},
    "slot_not_found_by_code": {"code"},
    "slot_not_on_lock": {"code"},
    "slot_not_read": {"code"},
    "starts_at_missing": {"starts_at"},
    "time_bound_without_times": {"type"},
    "too_many_codes": {"lock"},
    "unmanaged_access_code_being_deleted": {"unmanaged_access_code_id"},
    "unmanaged_access_code_not_found": {"unmanaged_access_code_id"},
    "unmanaged_needs_a_real_lock": {"lock", "unmanaged_access_code_id"},
}
"""The fields that a refusal may name, by its key; None: it names none."""

_OF_CALLER: Final = {"field", "access_code_id"}
"""Placeholders of use to a caller, whether the text shows them or not."""


@contextmanager
def whole_refusals() -> Iterator[None]:
    """Fail where a refusal has no text, names another field, or lacks what its text has places for."""
    original = Refused.__init__

    def checked(self: Refused, key: str, **placeholders: str) -> None:
        original(self, key, **placeholders)
        places = set(re.findall(r"{(\w+)}", MESSAGES[key]["message"]))
        assert placeholders.keys() - _OF_CALLER == places - _OF_CALLER, key
        assert all(isinstance(value, str) for value in placeholders.values()), key
        assert "None" not in placeholders.values(), key
        assert placeholders.get("field") in FIELDS[key], key

    with patch.object(Refused, "__init__", checked):
        yield
