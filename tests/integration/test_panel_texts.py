"""Texts of the panel: each that it names exists, and none exists that it does not name."""

import json
from pathlib import Path
import re
from string import Formatter

import custom_components.access_codes

FOLDER = Path(custom_components.access_codes.__file__).parent
SOURCES = Path(__file__).parents[2] / "panel" / "src"

TEXTS: dict[str, dict[str, str]] = json.loads(
    (FOLDER / "translations/en.json").read_text()
)["config_panel"]

TEXT_OF = {
    f"{section}.{key}": text
    for section, texts in TEXTS.items()
    for key, text in texts.items()
}

KEYS = {re.sub(r"_(zero|one|other)$", "", key) for key in TEXT_OF}
"""Keys, those of plurals without their form."""

NAMED_BY_THE_INTEGRATION = {"field", "refusal"}
"""Sections whose keys are fields and errors of the commands."""


def named() -> tuple[set[str], set[str]]:
    """Return the keys in the sources, and the beginnings of those that end with a value."""
    source = "\n".join(path.read_text() for path in sorted(SOURCES.rglob("*.ts")))
    sections = "|".join(TEXTS)
    keys = set(re.findall(rf'"((?:{sections})\.\w+)"', source))
    beginnings = set(re.findall(rf"`((?:{sections})\.\w*)\$\{{", source))
    return keys, beginnings


def test_each_text_that_the_panel_names_exists() -> None:
    keys, beginnings = named()
    assert len(keys) > 50
    assert keys <= KEYS
    for beginning in beginnings:
        assert any(key.startswith(beginning) for key in KEYS)


def test_no_text_is_left_that_the_panel_does_not_name() -> None:
    keys, beginnings = named()
    unnamed = {
        key
        for key in KEYS - keys
        if not key.startswith(tuple(beginnings))
        and key.partition(".")[0] not in NAMED_BY_THE_INTEGRATION
    }
    assert unnamed == set()


def test_home_assistant_can_read_the_placeholders() -> None:
    """It compares them between languages with Python's own parser, which knows no ICU plurals and fails on them."""
    for text in TEXT_OF.values():
        assert all(
            (name or "a").isidentifier() for _, name, _, _ in Formatter().parse(text)
        )
    for key in TEXT_OF:
        if key.endswith(("_one", "_zero")):
            assert f"{key.rpartition('_')[0]}_other" in TEXT_OF


def test_fields_and_refusals_are_those_of_the_integration() -> None:
    texts = json.loads((FOLDER / "translations/en.json").read_text())
    assert TEXTS["refusal"].keys() <= texts["exceptions"].keys()
    fields = (FOLDER / "actions" / "fields.py").read_text()
    for field in TEXTS["field"]:
        assert f'"{field}"' in fields
