"""Vocabulary that is visible from outside: event types, error, warning and mutation codes, kinds of issues."""

from enum import StrEnum


class EventType(StrEnum):
    """Field ``type`` of the bus event ``access_codes_event``."""

    CREATED = "access_code.created"
    CHANGED = "access_code.changed"
    MUTATIONS_REQUESTED = "access_code.mutations_requested"
    DELETED = "access_code.deleted"
    SCHEDULED_ON_DEVICE = "access_code.scheduled_on_device"
    SET_ON_DEVICE = "access_code.set_on_device"
    REMOVED_FROM_DEVICE = "access_code.removed_from_device"
    DELAY_IN_SETTING_ON_DEVICE = "access_code.delay_in_setting_on_device"
    FAILED_TO_SET_ON_DEVICE = "access_code.failed_to_set_on_device"
    DELAY_IN_REMOVING_FROM_DEVICE = "access_code.delay_in_removing_from_device"
    FAILED_TO_REMOVE_FROM_DEVICE = "access_code.failed_to_remove_from_device"
    MODIFIED_EXTERNAL = "access_code.modified_external"
    DELETED_EXTERNAL = "access_code.deleted_external"
    BACKUP_ACCESS_CODE_PULLED = "access_code.backup_access_code_pulled"
    USED = "access_code.used"
    UNMANAGED_CREATED = "access_code.unmanaged.created"
    UNMANAGED_REMOVED = "access_code.unmanaged.removed"
    UNMANAGED_CONVERTED = "access_code.unmanaged.converted_to_managed"
    ACCESS_DENIED = "lock.access_denied"


class ErrorCode(StrEnum):
    """Field ``error_code`` of an access code's errors."""

    FAILED_TO_SET_ON_DEVICE = "failed_to_set_on_device"
    FAILED_TO_REMOVE_FROM_DEVICE = "failed_to_remove_from_device"
    DUPLICATE_CODE_ON_DEVICE = "duplicate_code_on_device"
    NO_SPACE_FOR_ACCESS_CODE_ON_DEVICE = "no_space_for_access_code_on_device"
    CODE_CONSTRAINTS_VIOLATED = "code_constraints_violated"
    CONFLICTING_EXTERNAL_MODIFICATION = "conflicting_external_modification"
    ACCESS_CODE_INACTIVE = "access_code_inactive"
    DEVICE_OFFLINE = "device_offline"
    DEVICE_DISCONNECTED = "device_disconnected"
    DEVICE_REMOVED = "device_removed"
    DEVICE_NOT_WATCHED = "device_not_watched"
    EMPTY_BACKUP_ACCESS_CODE_POOL = "empty_backup_access_code_pool"


class WarningCode(StrEnum):
    """Field ``warning_code`` of an access code's warnings."""

    DELAY_IN_SETTING_ON_DEVICE = "delay_in_setting_on_device"
    DELAY_IN_REMOVING_FROM_DEVICE = "delay_in_removing_from_device"
    EXTERNAL_MODIFICATION_IN_EFFECT = "external_modification_in_effect"
    USING_BACKUP_ACCESS_CODE = "using_backup_access_code"
    BEING_DELETED = "being_deleted"
    UNVERIFIED_ON_DEVICE = "unverified_on_device"
    ACTIVE_WHILE_UNAVAILABLE = "active_while_unavailable"
    TIME_ZONE_MISMATCH = "time_zone_mismatch"
    MISSED = "missed"


class MutationCode(StrEnum):
    """Field ``mutation_code`` of an access code's pending mutations."""

    CREATING = "creating"
    DEFERRING_CREATION = "deferring_creation"
    UPDATING_CODE = "updating_code"
    UPDATING_NAME = "updating_name"
    UPDATING_TIME_FRAME = "updating_time_frame"
    DELETING = "deleting"


class IssueKind(StrEnum):
    """Kind of an issue in the issue registry: its translation key."""

    FAILED_TO_SET_ON_DEVICE = "failed_to_set_on_device"
    FAILED_TO_REMOVE_FROM_DEVICE = "failed_to_remove_from_device"
    DUPLICATE_CODE_ON_DEVICE = "duplicate_code_on_device"
    NO_SPACE_FOR_ACCESS_CODE_ON_DEVICE = "no_space_for_access_code_on_device"
    CODE_CONSTRAINTS_VIOLATED = "code_constraints_violated"
    CONFLICTING_EXTERNAL_MODIFICATION = "conflicting_external_modification"
    DEVICE_OFFLINE = "device_offline"
    DEVICE_DISCONNECTED = "device_disconnected"
    DEVICE_REMOVED = "device_removed"
    DEVICE_NOT_WATCHED = "device_not_watched"
    EMPTY_BACKUP_ACCESS_CODE_POOL = "empty_backup_access_code_pool"
    ACTIVE_WHILE_UNAVAILABLE = "active_while_unavailable"
    """The entity that a code depends on has been lost for long."""
    ACCESS_CODE_INACTIVE = "access_code_inactive"
    ANOTHER_MANAGER = "another_manager"
    JOURNAL_BEHIND_LOCK = "journal_behind_lock"
    LOCK_WAS_RESET = "lock_was_reset"
    LOCK_NOT_READ = "lock_not_read"
    """The lock can be reached, and answers no read."""
    STORAGE_FAILING = "storage_failing"
    STORAGE_UNREADABLE = "storage_unreadable"
    CODES_LEFT_ON_LOCK = "codes_left_on_lock"
    """The entry is gone, and its codes still open the lock."""
    CODES_LEFT_WHILE_DISABLED = "codes_left_while_disabled"
    """The entry is disabled, and its codes still open the lock."""
    CODES_KEPT = "codes_kept"
    """The entry is gone, the lock holds none of its codes, and they are kept until it is linked again."""
    CODES_LEFT_IN_SLOTS = "codes_left_in_slots"
    """The lock is linked as a virtual one, and its own slots may hold codes from before."""
    CODES_UNREADABLE = "codes_unreadable"
    """The entry is gone, and its record cannot be read."""
    GROUP_CHANGES_LOST = "group_changes_lost"
    """The journal of changes of several locks is damaged."""
    TIME_ZONE_CHANGED = "time_zone_changed"
    """Home Assistant is in another time zone than its recurring codes."""
    BOOKINGS_NOT_READ = "bookings_not_read"
    """A booking calendar has failed for long."""
    BOOKINGS_NOT_ON_LOCK = "bookings_not_on_lock"
    """A lock does not take the codes of bookings."""
    TOO_MANY_ATTEMPTS = "too_many_attempts"
