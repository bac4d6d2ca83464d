"""Sentences to Home Assistant's own agent about who has access: no PIN is heard, and nothing that is not exposed."""

from datetime import timedelta
from pathlib import Path
import re

from freezegun.api import FrozenDateTimeFactory
import pytest
from pytest_homeassistant_custom_component.common import MockConfigEntry

from custom_components.access_codes.assist.intents import WHO_HAS_ACCESS
from custom_components.access_codes.core.model import Reach
from homeassistant.components.intent.const import DOMAIN as INTENT_DOMAIN
from homeassistant.core import HomeAssistant
from homeassistant.helpers import (
    area_registry as ar,
    device_registry as dr,
    entity_registry as er,
    intent,
)
from homeassistant.setup import async_setup_component
from tests.integration.actions.conftest import back, doors, front
from tests.support.action_calls import BACK, FRONT, PIN, async_created
from tests.support.keypad_locks import Doors, async_call, async_link
from tests.support.slot_locks import METHOD, SlotLocks, async_settle
from tests.support.talk import async_say, async_set_up_assist, copy_sentences, expose

__all__ = ["back", "doors", "front"]

README = Path(__file__).parents[2] / "README.md"
WINDOW = {"starts_at": "2026-06-03 15:00", "ends_at": "2026-06-04 11:00"}
GUEST = "Guest at Front door: Begins 2026-06-03 15:00."


@pytest.mark.contract("11.130", "11.131")
async def test_who_has_access_is_answered_by_name(
    hass: HomeAssistant, front: MockConfigEntry
) -> None:
    await async_set_up_assist(hass, FRONT)
    nobody = "Nobody is confirmed to have an access code for Front door now."
    assert await async_say(hass, "Who has access to the front door?") == (
        "query_answer",
        nobody,
    )
    await async_created(hass, name="Family", code=PIN)
    await async_created(hass, name="Anna")
    await async_created(hass, name="Guest", **WINDOW)
    answer = ("query_answer", "Anna, Family can open Front door now.")
    for sentence in (
        "who has access",
        "Who has access to the front door?",
        "who can open the front door right now",
        "which codes have access to front door now",
    ):
        assert await async_say(hass, sentence) == answer, sentence


@pytest.mark.contract("11.131")
async def test_who_may_have_access_is_not_left_out(
    hass: HomeAssistant, doors: Doors, slot_locks: SlotLocks
) -> None:
    await async_link(hass, FRONT, method=METHOD)
    await async_set_up_assist(hass, FRONT)
    await async_created(hass, name="Cleaner", code=PIN)
    lock = slot_locks["Front door"]
    lock.type_in("4", "73906184")
    lock.become(Reach.DISCONNECTED)
    await async_call(
        hass, "delete", access_code_id=(await async_code(hass))["access_code_id"]
    )
    await async_call(hass, "create", lock=FRONT, name="Anna")
    _, answer = await async_say(hass, "who has access to the front door")
    assert answer == (
        "Nobody is confirmed to have an access code for Front door now. "
        "Anna: should be able to open Front door, but the lock has not confirmed it. "
        "Cleaner: may still open Front door, although that is over. "
        "Codes on Front door that were not made here: 1."
    )
    # One that the lock has switched off opens nothing.
    for adapter in lock.adapters:
        assert adapter.listener is not None
        adapter.listener.activity_found("4", is_inactive=True)
    await async_settle(hass)
    assert "not made here" not in (await async_say(hass, "who has access"))[1]


async def async_code(hass: HomeAssistant) -> dict[str, str]:
    """Return the only code."""
    (code,) = (await async_call(hass, "list"))["access_codes"]
    found: dict[str, str] = code
    return found


@pytest.mark.contract("11.131")
async def test_a_long_list_is_cut(hass: HomeAssistant, front: MockConfigEntry) -> None:
    await async_set_up_assist(hass, FRONT)
    for number in range(12):
        await async_call(hass, "create", lock=FRONT, name=f"Guest {number:02}")
    _, answer = await async_say(hass, "who has access to the front door")
    names = ", ".join(f"Guest {number:02}" for number in range(10))
    assert answer == f"{names} and 2 more can open Front door now."
    _, answer = await async_say(hass, "is the guest code set")
    assert answer.count("Guest") == 10
    assert answer.endswith("And 2 more.")


@pytest.mark.contract("11.132")
async def test_who_comes_next_is_answered_with_the_time(
    hass: HomeAssistant, front: MockConfigEntry, freezer: FrozenDateTimeFactory
) -> None:
    await async_set_up_assist(hass, FRONT)
    none = "Nobody is to get access to Front door by an access code next."
    assert await async_say(hass, "who comes next") == ("query_answer", none)
    await async_created(hass, name="Guest", **WINDOW)
    await async_created(hass, name="Family")
    answer = ("query_answer", "Next at Front door: Guest, from 2026-06-03 15:00.")
    assert await async_say(hass, "who comes next at the front door?") == answer
    assert await async_say(hass, "which code gets access next") == answer
    freezer.tick(timedelta(days=2))
    assert (await async_say(hass, "who comes next"))[1] == (
        "Next at Front door: Guest, from 15:00."
    )


@pytest.mark.contract("11.133")
async def test_one_code_is_answered_for_with_its_status_and_window(
    hass: HomeAssistant, front: MockConfigEntry
) -> None:
    await async_set_up_assist(hass, FRONT)
    await async_created(hass, name="Anna", code=PIN)
    await async_created(hass, name="Guest", **WINDOW)
    anna = ("query_answer", "Anna at Front door: Set since 2026-06-01 05:00.")
    for sentence in (
        "is Anna's code on the front door?",
        "is anna code set",
        "what is the status of Anna's code",
        "what's Anna's access code at the front door",
    ):
        assert await async_say(hass, sentence) == anna, sentence
    window = "Its window: 2026-06-03 15:00 to 2026-06-04 11:00."
    assert await async_say(hass, "is the guest's code on the front door") == (
        "query_answer",
        f"{GUEST} {window}",
    )


@pytest.mark.contract("11.134")
async def test_a_spoken_pin_or_id_finds_nothing_and_is_not_repeated(
    hass: HomeAssistant, front: MockConfigEntry
) -> None:
    await async_set_up_assist(hass, FRONT)
    code = await async_created(hass, name="Anna", code=PIN)
    for spoken in (PIN, PIN[:4], code["access_code_id"]):
        answer = await async_say(hass, f"is {spoken} code set")
        assert answer == ("query_answer", "There is no access code with this name.")


@pytest.mark.contract("11.135")
async def test_only_exposed_locks_are_answered_for(
    hass: HomeAssistant, front: MockConfigEntry, back: MockConfigEntry
) -> None:
    await async_set_up_assist(hass, FRONT)
    await async_created(hass, name="Anna")
    await async_created(hass, lock=BACK, name="Burglar")
    assert (await async_say(hass, "who has access"))[1] == (
        "Anna can open Front door now."
    )
    kind, answer = await async_say(hass, "who has access to the back door")
    assert (kind, answer) == ("error", "Sorry, Back door is not exposed")
    assert (await async_say(hass, "is Burglar's code set"))[1] == (
        "There is no access code with this name."
    )
    expose(hass, FRONT, is_exposed=False)
    assert await async_say(hass, "who comes next") == (
        "error",
        "No lock that is linked to Access Codes is exposed to this assistant.",
    )


@pytest.mark.contract("11.135")
async def test_a_caller_that_names_no_assistant_is_not_told_more(
    hass: HomeAssistant, front: MockConfigEntry
) -> None:
    await async_set_up_assist(hass)
    response = await intent.async_handle(hass, "test", WHO_HAS_ACCESS)
    assert response.error_code is intent.IntentResponseErrorCode.NO_VALID_TARGETS
    expose(hass, FRONT)
    response = await intent.async_handle(hass, "test", WHO_HAS_ACCESS)
    assert response.response_type is intent.IntentResponseType.QUERY_ANSWER


@pytest.mark.contract("11.136")
async def test_locks_are_found_by_alias_and_area(
    hass: HomeAssistant, front: MockConfigEntry, back: MockConfigEntry
) -> None:
    await async_set_up_assist(hass, FRONT, BACK)
    await async_created(hass, name="Anna")
    await async_created(hass, lock=BACK, name="Gardener")
    area = ar.async_get(hass).async_create("Garden")
    registry = er.async_get(hass)
    device_id = registry.entities[BACK].device_id
    assert device_id is not None
    dr.async_get(hass).async_update_device(device_id, area_id=area.id)
    registry.async_update_entity(FRONT, aliases=["House door"])
    assert (await async_say(hass, "who has access to the garden"))[1] == (
        "Gardener can open Back door now."
    )
    assert (await async_say(hass, "who comes next in the garden"))[1] == (
        "Nobody is to get access to Back door by an access code next."
    )
    assert (await async_say(hass, "who has access to the house door"))[1] == (
        "Anna can open Front door now."
    )


@pytest.mark.contract("11.136")
async def test_a_lock_that_cannot_be_asked_is_said_to_be_so(
    hass: HomeAssistant, front: MockConfigEntry, doors: Doors
) -> None:
    await async_set_up_assist(hass, FRONT, BACK)
    assert (await async_say(hass, "who has access to the back door"))[1] == (
        "Back door is not linked to Access Codes. "
        "Link it in the settings of the integration first."
    )
    assert "Back door" not in (await async_say(hass, "who has access"))[1]
    assert await hass.config_entries.async_unload(front.entry_id)
    for sentence in ("who has access", "is Anna's code set", "who comes next"):
        assert (await async_say(hass, sentence))[1] == (
            "Access Codes of Front door is not running: its entry is disabled or "
            "failed to start. Look at it in the settings of the integration."
        )


@pytest.mark.contract("11.149")
async def test_the_readmes_sentences_are_answered_as_printed(
    hass: HomeAssistant, front: MockConfigEntry
) -> None:
    await async_set_up_assist(hass, FRONT)
    await async_created(hass, name="Anna")
    await async_created(
        hass, name="Guest", starts_at="2030-07-01 15:00", ends_at="2030-07-05 11:00"
    )
    printed = re.findall(
        r"^\| \*(.+)\* \| \*(.+)\* \|$", README.read_text(), re.MULTILINE
    )
    assert len(printed) == 3
    for sentence, answer in printed:
        assert await async_say(hass, sentence) == ("query_answer", answer)


@pytest.mark.contract("11.149")
async def test_the_sentences_are_there_once_they_are_copied_and_reloaded(
    hass: HomeAssistant, front: MockConfigEntry
) -> None:
    for part in ("homeassistant", "conversation", "intent"):
        assert await async_setup_component(hass, part, {})
    expose(hass, FRONT)
    assert (await async_say(hass, "who comes next"))[0] == "error"
    copy_sentences(hass)
    await hass.services.async_call("conversation", "reload", {}, blocking=True)
    assert (await async_say(hass, "who comes next"))[0] == "query_answer"


async def test_our_intents_are_there_once_home_assistant_has_intents(
    hass: HomeAssistant, front: MockConfigEntry
) -> None:
    assert await async_setup_component(hass, INTENT_DOMAIN, {})
    await hass.async_block_till_done()
    assert WHO_HAS_ACCESS in {each.intent_type for each in intent.async_get(hass)}
