"""What a published access platform is known to do, case by case, and the test of ours that answers it.

The cases were collected from its published client, its fake server (run, and probed over HTTP) and its documents. Labels are
our own words. Where we differ on purpose, the test's docstring says so.
"""

from dataclasses import dataclass
from enum import StrEnum


class Source(StrEnum):
    """Where a case comes from."""

    FAKE_TEST = "a test that the fake server is published with"
    CLIENT_TEST = "a test that its client runs against real locks"
    METHOD = "a method of the interface"
    REFUSAL = "a row of what is refused"
    ANSWER = "the form of a refusal"
    PROBE = "a further probe of the fake server"
    LIFECYCLE = "a statement about the life of a code"
    FLAW = "a flaw of the fake server"
    OVER_TIME = "a case from its documents, over time"


@dataclass(frozen=True, slots=True)
class Case:
    """One case: where it is from, a label, and the tests that answer it."""

    source: Source
    label: str
    tests: tuple[str, ...]


def _cases(source: Source, answered: dict[str, str]) -> tuple[Case, ...]:
    return tuple(
        Case(source, label, tuple(tests.split())) for label, tests in answered.items()
    )


COUNTS = {
    Source.FAKE_TEST: 11,
    Source.CLIENT_TEST: 6,
    Source.METHOD: 13,
    Source.REFUSAL: 12,
    Source.ANSWER: 1,
    Source.PROBE: 4,
    Source.LIFECYCLE: 10,
    Source.FLAW: 8,
    Source.OVER_TIME: 14,
}
"""How many cases each source has."""

CASES = (
    *_cases(
        Source.FAKE_TEST,
        {
            "create, get, create again": "test_a_created_code_is_got_and_its_repetition_refused",
            "create on two locks": "test_several_locks_share_a_drawn_pin",
            "create on two locks with a length": "test_several_locks_share_a_drawn_pin_of_the_length_asked_for",
            "delete, by either verb": "test_a_deleted_code_is_gone",
            "generate": "test_a_pin_is_drawn_for_a_lock_and_nothing_created",
            "code made at the lock": "test_a_code_made_at_the_lock_is_not_managed",
            "list of codes made at the lock": "test_codes_made_at_the_lock_are_listed_apart",
            "take over": "test_a_code_made_at_the_lock_becomes_managed",
            "rename": "test_a_new_name_is_got",
            "reserve of one lock": "test_a_code_brings_a_reserve_that_is_not_listed",
            "reserve pulled": "test_a_pulled_code_is_on_the_same_lock_and_named_by_its_original",
        },
    ),
    *_cases(
        Source.CLIENT_TEST,
        {
            "first status": "test_a_new_ongoing_code_is_being_set",
            "same PIN twice": "test_a_created_code_is_got_and_its_repetition_refused",
            "ongoing to a window": "test_an_ongoing_code_gets_a_window_with_its_type",
            "delete": "test_a_deleted_code_is_gone",
            "one key for several locks": "test_the_codes_of_several_locks_have_one_key",
            "waiting for a future code": "test_nobody_waits_for_a_code_whose_time_has_not_come",
        },
    ),
    *_cases(
        Source.METHOD,
        {
            "create": "test_create_answers_before_the_lock_and_draws_what_is_left_out"
            " test_create_takes_a_lock_that_is_away_unless_it_is_told_not_to",
            "create on several locks": "test_create_multiple_is_all_or_nothing_or_a_pin_of_its_own",
            "update": "test_update_changes_what_is_given",
            "update by key": "test_update_multiple_changes_names_and_windows_together",
            "delete": "test_delete_answers_before_the_lock",
            "get": "test_get_finds_by_id_and_by_lock_and_pin_the_one_that_is_valid",
            "list": "test_list_finds_by_lock_and_by_part_of_name_id_or_pin",
            "generate": "test_generate_code_suits_the_lock_and_creates_nothing",
            "report limits of a lock": "test_report_device_constraints_narrows_what_a_lock_takes",
            "timeline": "test_get_timeline_tells_what_happened_newest_first",
            "codes of others": "test_codes_of_others_are_listed_taken_over_and_removed",
            "pull a backup code": "test_pull_backup_access_code_works_at_once_and_the_reserve_is_refilled",
            "simulation": "test_what_is_done_at_a_lock_reaches_home_assistant",
        },
    ),
    *_cases(
        Source.REFUSAL,
        {
            "one of two times": "test_a_beginning_without_an_end_is_refused test_an_end_alone_begins_now",
            "end not after its beginning, or past": "test_an_end_before_its_beginning_or_in_the_past_is_refused"
            " test_an_end_is_not_moved_before_its_beginning",
            "type without times": "test_a_type_with_a_window_needs_one",
            "no time": "test_a_text_that_is_no_time_is_refused_by_its_field",
            "PIN in use": "test_a_pin_is_free_again_outside_of_its_window",
            "length or characters": "test_a_pin_that_the_lock_does_not_take_is_refused_with_what_it_takes",
            "unknown lock or code": "test_ids_that_nobody_has_are_refused_and_not_repeated",
            "get without what it needs": "test_get_says_what_it_needs",
            "lock without a time zone": "test_no_time_zone_of_a_lock_is_needed",
            "rounding": "test_no_window_is_rounded",
            "reserve for an ongoing code": "test_an_ongoing_code_has_no_reserve",
            "pull for an ongoing code": "test_nothing_is_pulled_for_an_ongoing_code",
        },
    ),
    *_cases(Source.ANSWER, {"status and message": "test_an_error_over_http_says_why"}),
    *_cases(
        Source.PROBE,
        {
            "future code": "test_a_code_of_the_future_is_unset",
            "key of a PIN given for several locks": "test_a_pin_given_for_several_locks_has_a_key_too",
            "get after delete": "test_a_deleted_code_is_not_found",
            "pull twice": "test_a_second_pull_gives_the_same_code",
        },
    ),
    *_cases(
        Source.LIFECYCLE,
        {
            "beginning": "test_a_code_begins_as_setting_or_before_its_window_as_unset",
            "window held by the lock": "test_a_lock_that_holds_windows_gets_a_code_three_days_ahead",
            "just in time": "test_a_lock_that_holds_no_windows_gets_a_code_when_it_begins_and_not_before",
            "after the end": "test_a_code_that_has_ended_is_kept_until_it_is_deleted_or_a_week_is_over",
            "long delay": "test_a_delay_counts_from_the_request_or_from_the_beginning",
            "failures and their retries": "test_a_failure_is_tried_again_unless_time_cannot_help",
            "deadlines": "test_a_code_that_was_not_set_in_its_window_or_not_removed_after_it_is_shown",
            "update of a set code": "test_a_change_of_a_set_code_is_pending_until_the_lock_has_it",
            "delete": "test_a_delete_is_removing_then_removed_then_deleted",
            "next window of an ended code": "test_a_code_that_has_ended_gets_its_next_window",
        },
    ),
    *_cases(
        Source.FLAW,
        {
            "backup code without an end": "test_a_pulled_code_ends_with_its_original",
            "update without times": "test_an_update_without_times_keeps_type_and_times",
            "times of a code made ongoing": "test_a_code_that_becomes_ongoing_has_no_times_left",
            "rename of a code with a window": "test_a_rename_of_a_code_with_a_window_is_a_rename_alone",
            "list of one lock": "test_a_list_is_of_the_lock_that_it_names",
            "status for ever": "test_a_status_advances_by_itself",
            "end before beginning": "test_an_end_before_its_beginning_is_never_taken",
            "several locks unchecked": "test_several_locks_are_checked_like_one",
        },
    ),
    *_cases(
        Source.OVER_TIME,
        {
            "a window": "test_a_window_opens_and_closes",
            "down at its beginning or end": "test_what_a_stop_slept_through_is_caught_up",
            "away at its beginning": "test_a_lock_that_is_away_when_a_window_opens_gets_its_code_when_it_is_back",
            "set that fails": "test_a_set_that_fails_is_an_error_until_it_succeeds",
            "removal that fails": "test_a_removal_that_fails_is_an_error_and_the_code_still_there",
            "delete before it was set": "test_a_delete_of_what_was_never_on_the_lock_removes_nothing",
            "change of a set code": "test_a_change_of_pin_or_time_is_pending_and_then_over",
            "ongoing to a window to come": "test_an_ongoing_code_with_a_window_to_come_leaves_the_lock",
            "window to ongoing": "test_a_code_made_ongoing_has_no_times",
            "removed at the lock": "test_what_is_removed_at_the_lock_is_put_back_unless_allowed_or_over",
            "full lock": "test_a_lock_that_is_full_is_said_to_be",
            "limits": "test_limits_of_a_lock_are_kept_by_people_and_by_the_generator",
            "one PIN in two windows": "test_windows_that_adjoin_may_share_a_pin_and_others_not",
            "slot of others": "test_a_slot_of_others_is_never_written",
        },
    ),
)
