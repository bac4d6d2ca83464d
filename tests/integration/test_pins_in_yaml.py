"""PINs that people write in YAML, as the README tells what becomes of them."""

from pathlib import Path
import re
from typing import Any

import pytest
from pytest_homeassistant_custom_component.common import MockConfigEntry
import voluptuous as vol

from homeassistant.core import HomeAssistant
from homeassistant.exceptions import ServiceValidationError
from homeassistant.setup import async_setup_component
from homeassistant.util.yaml import parse_yaml
from tests.support.keypad_locks import async_add_locks, async_call, async_link

FRONT = "lock.front_door"
README = Path(__file__).parents[2] / "README.md"


def printed_rows() -> list[tuple[str, str, str]]:
    """Return the rows of the README's table: a text in YAML, what it becomes, and the PIN, or nothing where it is refused."""
    table = (
        README.read_text().partition("| You write `code:` |")[2].partition("\n\n")[0]
    )
    rows = []
    for line in table.splitlines()[2:]:
        written, made, pin = line.strip("| ").split(" | ")
        taken = re.match(r"`(\d+)`", pin)
        assert taken or pin.startswith("refused")
        texts = re.findall(r"`([^`]+)`", written)
        rows += [(text, made, taken[1] if taken else "") for text in texts]
    return rows


@pytest.fixture
async def entry(hass: HomeAssistant) -> MockConfigEntry:
    await async_add_locks(hass, "Front door")
    return await async_link(hass, FRONT)


async def async_pins(hass: HomeAssistant) -> list[str]:
    return [code["code"] for code in (await async_call(hass, "list"))["access_codes"]]


def test_the_table_of_pins_in_yaml_is_there() -> None:
    assert len(printed_rows()) == 12


@pytest.mark.contract("6.13")
@pytest.mark.parametrize(("text", "made", "pin"), printed_rows(), ids=str)
async def test_a_pin_in_yaml_becomes_what_the_readme_says(
    hass: HomeAssistant, entry: MockConfigEntry, text: str, made: str, pin: str
) -> None:
    given: Any = parse_yaml(f"lock: {FRONT}\ncode: {text}\n")
    match made.split(",", maxsplit=1)[0]:
        case "text":
            assert given["code"] == text.strip("\"'")
        case "true":
            assert given["code"] is True
        case "a number with a point":
            assert isinstance(given["code"], float)
        case number:
            assert given["code"] == int(number)
    if pin:
        answer = await async_call(hass, "create", **given)
        assert answer["access_code"]["code"] == pin
        assert await async_pins(hass) == [pin]
        return
    with pytest.raises((ServiceValidationError, vol.Invalid)) as refused:
        await async_call(hass, "create", **given)
    assert "code" in str(refused.value)
    assert str(given["code"]) not in str(refused.value)
    assert await async_pins(hass) == []


@pytest.mark.contract("6.13")
@pytest.mark.parametrize(
    ("template", "pin"),
    [
        ("{{ 482915 }}", "482915"),
        ("{{ '0123' }}", "0123"),
        ("{{ '%04d' | format(83) }}", "0083"),
        ("{{ 4829 * 1.0 }}", None),
        ("{{ none }}", ""),
    ],
)
async def test_a_pin_from_a_template_becomes_what_the_readme_says(
    hass: HomeAssistant, entry: MockConfigEntry, template: str, pin: str | None
) -> None:
    data = {"lock": FRONT, "code": template}
    action = {"action": "access_codes.create", "data": data}
    scripts = {"script": {"invite": {"sequence": [action]}}}
    assert await async_setup_component(hass, "script", scripts)
    if pin is None:
        with pytest.raises(vol.Invalid, match="expected a PIN in quotes"):
            await hass.services.async_call("script", "invite", blocking=True)
        assert await async_pins(hass) == []
        return
    await hass.services.async_call("script", "invite", blocking=True)
    [taken] = await async_pins(hass)
    # An empty template is a PIN left out: a random one.
    assert taken == pin if pin else len(taken) == 6
