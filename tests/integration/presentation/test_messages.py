"""Errors, warnings and pending mutations in words."""

from pathlib import Path
from string import Formatter
from typing import Any

import pytest
from pytest_homeassistant_custom_component.common import MockConfigEntry

from custom_components.access_codes.core.access_code_object import MessageKind
from custom_components.access_codes.presentation.messages import async_messages
from homeassistant.core import HomeAssistant
from homeassistant.util.json import load_json_object
from tests.support.keypad_locks import async_add_locks, async_call, async_link

FRONT = "lock.front_door"
ROOT = Path(__file__).parents[3] / "custom_components" / "access_codes"
TEXTS: Any = load_json_object(ROOT / "translations" / "en.json")["exceptions"]

CODES: dict[MessageKind, list[str]] = {
    "error": [
        "failed_to_set_on_device",
        "failed_to_remove_from_device",
        "duplicate_code_on_device",
        "no_space_for_access_code_on_device",
        "code_constraints_violated",
        "conflicting_external_modification",
        "access_code_inactive",
        "device_offline",
        "device_disconnected",
        "device_removed",
        "device_not_watched",
        "empty_backup_access_code_pool",
    ],
    "warning": [
        "delay_in_setting_on_device",
        "delay_in_removing_from_device",
        "external_modification_in_effect",
        "using_backup_access_code",
        "being_deleted",
        "unverified_on_device",
        "active_while_unavailable",
        "missed",
    ],
    "mutation": [
        "creating",
        "deferring_creation",
        "updating_code",
        "updating_name",
        "updating_time_frame",
        "deleting",
    ],
}


@pytest.fixture
async def front(hass: HomeAssistant) -> MockConfigEntry:
    await async_add_locks(hass, "Front door")
    return await async_link(hass, FRONT)


@pytest.mark.contract("5.17")
@pytest.mark.parametrize(
    ("kind", "code"),
    [(kind, code) for kind, codes in CODES.items() for code in codes],
)
async def test_every_code_of_the_contract_has_words(
    hass: HomeAssistant, front: MockConfigEntry, kind: MessageKind, code: str
) -> None:
    message = async_messages(hass, front.runtime_data)
    for details in (
        {},
        {"change_type": "modified"},
        {"change_type": "removed"},
        {"unmanaged_slot": "7"},
        {"managed_access_code_id": "gone"},
    ):
        text = message(kind, code, details)
        assert text != code
        assert text.endswith(".")
        assert "{" not in text


def test_words_use_only_what_is_known_of_a_problem() -> None:
    for key, text in TEXTS.items():
        if key.startswith(("error_", "warning_", "mutation_")):
            names = {name for _, name, _, _ in Formatter().parse(text["message"])}
            assert names <= {None, "lock", "other", "slot", "entity"}


async def test_words_name_the_lock_and_the_other_code(
    hass: HomeAssistant, front: MockConfigEntry
) -> None:
    other = (await async_call(hass, "create", lock=FRONT, name="Ada"))["access_code"]
    message = async_messages(hass, front.runtime_data)
    text = message(
        "error",
        "duplicate_code_on_device",
        {"managed_access_code_id": other["access_code_id"]},
    )
    assert text.startswith("Front door holds this PIN for the access code Ada.")
    text = message("error", "duplicate_code_on_device", {"unmanaged_slot": "7"})
    assert "slot 7" in text


async def test_a_code_without_words_speaks_for_itself(
    hass: HomeAssistant, front: MockConfigEntry
) -> None:
    message = async_messages(hass, front.runtime_data)
    assert message("error", "from_the_future", {}) == "from_the_future"


@pytest.mark.contract("5.17")
async def test_words_are_english_in_a_language_that_is_not_there(
    hass: HomeAssistant, front: MockConfigEntry
) -> None:
    in_english = async_messages(hass, front.runtime_data)("warning", "missed", {})
    hass.config.language = "tlh"
    assert (
        async_messages(hass, front.runtime_data)("warning", "missed", {}) == in_english
    )
    await hass.config.async_update(language="de")
    await hass.async_block_till_done()
    assert (
        async_messages(hass, front.runtime_data)("warning", "missed", {}) == in_english
    )


@pytest.mark.contract("3.12")
async def test_a_pending_pin_change_says_that_the_old_pin_still_opens(
    hass: HomeAssistant, front: MockConfigEntry
) -> None:
    message = async_messages(hass, front.runtime_data)
    assert "the old PIN" in message("mutation", "updating_code", {})


@pytest.mark.contract("3.43")
@pytest.mark.parametrize(
    "reason", ["", "inactive", "inactive_ahead", "paused", "paused_inactive"]
)
async def test_nothing_is_set_where_home_assistant_checks_codes(
    hass: HomeAssistant, front: MockConfigEntry, reason: str
) -> None:
    message = async_messages(hass, front.runtime_data)
    text = message("mutation", "deferring_creation", {"reason": reason})
    assert "opens Front door" in text
    assert "set on" not in text
