"""Fixtures of all tests inside Home Assistant."""

from tests.support.home_assistant import (  # noqa: F401
    can_be_loaded,
    cheap_keys,
    disk,
    every_menu_names_its_step,
    expected_errors,
    hass_config_dir,
    house,
    no_error_of_ours,
    slot_locks,
)
