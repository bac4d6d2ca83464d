"""Each language says all that English says, with the same placeholders, in words of its own."""

from collections.abc import Iterator
import json
from pathlib import Path
import re
from typing import Any, Final
import unicodedata

import pytest

_FOLDER: Final = (
    Path(__file__).parents[1] / "custom_components/access_codes/translations"
)

FORMS: Final = {
    "da": ("one", "other"),
    "de": ("one", "other"),
    "es": ("one", "other"),
    "fr": ("one", "other"),
    "it": ("one", "other"),
    "ja": ("other",),
    "nl": ("one", "other"),
    "pl": ("one", "few", "many", "other"),
    "pt-BR": ("one", "other"),
    "sv": ("one", "other"),
    "zh-Hans": ("other",),
}
"""Forms of a text with a number, by language. Spanish, French, Italian and Portuguese have one for millions: not here."""

_LETTERS: Final = 12
"""A text with fewer letters, such as a name, may be the same in another language."""

_SAME: Final = {
    "title",
}
"""Texts that are the same in every language."""


def flat(texts: dict[str, Any], path: str = "") -> Iterator[tuple[str, str]]:
    """Return all texts with their paths."""
    for key, value in texts.items():
        if isinstance(value, dict):
            yield from flat(value, f"{path}{key}.")
        else:
            yield f"{path}{key}", value


def load(language: str) -> dict[str, str]:
    """Return the texts of a language."""
    return dict(flat(json.loads((_FOLDER / f"{language}.json").read_text())))


ENGLISH: Final = load("en")


def keys_of(language: str) -> dict[str, str]:
    """Return the keys that a language has, each with the English one for it."""
    keys = {}
    for key in ENGLISH:
        stem = re.sub(r"_(one|other)$", "", key)
        has_forms = key.startswith("config_panel.") and {
            f"{stem}_one",
            f"{stem}_other",
        } <= set(ENGLISH)
        if has_forms:
            for form in FORMS[language]:
                english = f"{stem}_{form}"
                keys[english] = english if english in ENGLISH else f"{stem}_other"
        else:
            keys[key] = key
    return keys


def placeholders(text: str) -> set[str]:
    """Return the names of a text's placeholders."""
    return set(re.findall(r"\{(\w+)\}", text))


def test_the_languages_are_those_that_are_shipped() -> None:
    found = {path.stem for path in _FOLDER.glob("*.json")}
    assert found == {*FORMS, "en", "en-GB"}


@pytest.mark.parametrize("language", FORMS)
def test_a_language_has_every_text_and_no_others(language: str) -> None:
    assert set(load(language)) == set(keys_of(language))


@pytest.mark.parametrize("language", FORMS)
def test_a_text_names_the_same_things_in_every_language(language: str) -> None:
    texts = load(language)
    for key, english in keys_of(language).items():
        wanted, found = placeholders(ENGLISH[english]), placeholders(texts[key])
        if key.endswith("_one"):
            # *One code* may be said without the number.
            wanted, found = wanted - {"count"}, found - {"count"}
        assert found == wanted, key
        for kept in (r"`[^`]*`", r"\]\([^)]*\)"):
            assert sorted(re.findall(kept, texts[key])) == sorted(
                re.findall(kept, ENGLISH[english])
            ), key
        assert "'{" not in texts[key], key
        assert texts[key] == texts[key].strip() != "", key


@pytest.mark.parametrize("language", FORMS)
def test_nothing_is_left_in_english(language: str) -> None:
    texts = load(language)
    same = {
        key
        for key, english in keys_of(language).items()
        if texts[key] == ENGLISH[english]
        and len(re.sub(r"\{\w+\}|[^A-Za-z]", "", texts[key])) > _LETTERS
    }
    assert same <= _SAME


@pytest.mark.parametrize("language", ["ja", "zh-Hans"])
def test_a_language_of_its_own_writing_uses_it(language: str) -> None:
    written = re.compile(r"[\u3040-\u30ff\u4e00-\u9fff]")
    bare = {
        key
        for key, text in load(language).items()
        if not written.search(text) and re.search(r"[A-Za-z]{4}", text)
    }
    assert {key for key in bare if len(ENGLISH.get(key, "")) > 30} == set()


_TITLE: Final = 34
"""Letters of Latin writing that the list of repairs has room for on a phone of 360 px."""


def width(text: str) -> int:
    """Return how many Latin letters are as wide as a text."""
    return sum(2 if unicodedata.east_asian_width(each) in "WF" else 1 for each in text)


@pytest.mark.contract("11.468")
@pytest.mark.parametrize("language", ["en", *FORMS])
def test_the_title_of_a_repair_is_not_cut_on_a_phone(language: str) -> None:
    too_long = {}
    for key, text in load(language).items():
        found = re.fullmatch(r"issues\.(\w+)\.title", key)
        if not found:
            continue
        is_calendar = found[1].startswith("bookings_")
        title = text.format(
            lock="Back door", name="Holiday flat" if is_calendar else "Cleaner"
        )
        if width(title) > _TITLE:
            too_long[found[1]] = title
    assert too_long == {}
