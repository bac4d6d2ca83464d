"""Names and keys that try to hide something, break something, or tell a PIN."""

from datetime import UTC, datetime
import sys
import unicodedata

from hypothesis import given, strategies as st
import pytest

from custom_components.access_codes.core.display_text import (
    as_read,
    for_repair,
    in_markdown,
    is_blank,
    is_in_text,
)
from custom_components.access_codes.core.model import Pin, Settings, Window
from custom_components.access_codes.core.plan.planner import plan
from custom_components.access_codes.core.schedule import is_wanted
from homeassistant.util import slugify
from tests.support.builders import NOW, a_code, a_record, a_world
from tests.support.request_helpers import create, refusal_of, update

ZERO_WIDTH = "\u200b\u200c\u200d\u2060\ufeff\u00ad"
DISGUISES = {
    "full-width": "４８２６",
    "arabic-indic": "٤٨٢٦",
    "devanagari": "४८२६",
    "mathematical": "𝟒𝟖𝟐𝟔",
    "superscript": "⁴⁸²⁶",
    "circled": "④⑧②⑥",
    "zero-width": "4\u200b8\u20602\ufeff6",
    "struck through": "4\u03368\u03362\u03366\u0336",
    "keycap": "4\ufe0f\u20e38\ufe0f\u20e32\ufe0f\u20e36\ufe0f\u20e3",
}
disguised = pytest.mark.parametrize("pin", DISGUISES.values(), ids=DISGUISES)


@pytest.mark.contract("6.26")
@disguised
def test_a_name_does_not_tell_the_pin_in_other_digits(pin: str) -> None:
    refused = refusal_of(create, name=f"Flat {pin}", code=Pin("4826"))
    assert (refused.key, refused.placeholders["field"]) == (
        "name_contains_code",
        "name",
    )
    record = a_record(a_code(pin="1937"))
    assert refusal_of(update, record, name=pin, code=Pin("4826")).key == refused.key


@pytest.mark.contract("6.26")
@disguised
def test_a_key_does_not_tell_the_pin(pin: str) -> None:
    refused = refusal_of(create, common_code_key=f"flat-{pin}", code=Pin("4826"))
    assert (refused.key, refused.placeholders["field"]) == (
        "name_contains_code",
        "common_code_key",
    )
    record = a_record(a_code(pin="1937", common_code_key=pin))
    assert refusal_of(update, record, code=Pin("4826")).key == refused.key


def test_an_entity_id_that_home_assistant_makes_of_a_name_tells_no_pin() -> None:
    for number in range(sys.maxunicode):
        character = chr(number)
        if unicodedata.category(character) == "Nd":
            told = "".join(filter(str.isdigit, slugify(character, separator="")))
            assert told in ("", as_read(character))


@pytest.mark.contract("6.26")
def test_capitals_do_not_disguise_a_pin() -> None:
    assert is_in_text("12aB", "Room 12Ab")
    assert is_in_text("straße", "STRASSE 7")
    assert not is_in_text("4826", "482 6")


@pytest.mark.contract("6.25")
@pytest.mark.parametrize(
    "text", ["", " ", "\u3000", "\u200b\u200f", "\u3164", "\u2800", "\u0301", "\t"]
)
def test_what_shows_nothing_is_blank(text: str) -> None:
    assert is_blank(text)
    assert refusal_of(create, name=text).key == "name_blank"


@pytest.mark.parametrize(
    "name",
    [
        "Ada",
        "👩‍👩‍👧‍👦",
        "می‌خواهم",
        "\u200fשלום",
        "🏴󠁧󠁢󠁥󠁮󠁧󠁿",
        "<b>Ada</b>",
        "{{ states }}",
        "{name}",
        "Z̵͑a",
        "$(reboot)",
        "'; DROP TABLE codes; --",
    ],
)
def test_what_people_write_is_kept_as_it_is(name: str) -> None:
    assert create(name=name)[1].name == name
    assert create(common_code_key=name)[1].common_code_key == name


@pytest.mark.parametrize(
    "character",
    "\x00\x07\n\r\x1b\x7f\x85\u2028\u2029\u202a\u202d\u202e\u2066\u2069\ud800\udfff",
)
def test_what_breaks_or_turns_the_text_around_it_is_refused(character: str) -> None:
    asked = [
        ("name", f"A{character}da"),
        ("common_code_key", f"{character}Ada"),
        ("common_code_key", f"Ada{character}"),
    ]
    for field, text in asked:
        refused = refusal_of(create, **{field: text})
        assert refused.placeholders["field"] == field
        assert refused.key == "name_with_control_characters"


@pytest.mark.contract("6.25")
def test_a_key_is_bounded() -> None:
    assert create(common_code_key="k" * 100)[1].common_code_key == "k" * 100
    refused = refusal_of(create, common_code_key="k" * 101)
    assert refused.placeholders == {"field": "common_code_key", "limit": "100"}


def test_a_generated_pin_is_not_part_of_the_key() -> None:
    key = "-".join(f"{number:04}" for number in range(20))
    for seed in range(20):
        _, code = create(common_code_key=key, name=f"{seed}!")
        assert code.pin is not None
        assert code.pin.reveal() not in key


@pytest.mark.contract("6.26")
@given(st.text(st.characters(categories=["Cf", "Mn", "Cc"]), max_size=5))
def test_what_is_not_seen_is_not_read(unseen: str) -> None:
    assert not as_read(unseen)
    assert as_read(f"4{unseen}8") == "48"


def test_a_window_may_begin_with_the_calendar_whatever_the_lead() -> None:
    ever = Window(datetime.min.replace(tzinfo=UTC), datetime.max.replace(tzinfo=UTC))
    code = a_code(window=ever)
    settings = Settings(programming_lead=3600)
    assert is_wanted(code, settings, NOW)
    assert plan(a_record(code), a_world(settings=settings)).deadline == ever.ends_at


@pytest.mark.parametrize(
    "typed", ["\ud800", "4826\ud800", "٤٨٢٦", "４８２６", "1" * 10**7]
)
def test_anything_can_be_compared_with_a_pin(typed: str) -> None:
    assert not Pin("4826").matches(typed)
    assert Pin("4826") != Pin(typed)
    assert Pin(typed) == Pin(typed)
    assert Pin(typed).matches(typed)


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("Ada", "Ada"),
        ("[a](b)", r"\[a\]\(b\)"),
        ("![a](http://b.c)", r"\!\[a\]\(http\:\/\/b\.c\)"),
        ("<img src=x>", r"\<img src\=x\>"),
        ('O\'Brien, "Joe"', 'O\'Brien, "Joe"'),
        ("a\\", r"a\\"),
        ("a\n\n# b", r"a \# b"),
        ("שלום 👩‍👩‍👧", "שלום 👩‍👩‍👧"),
    ],
)
def test_a_text_stands_for_itself_in_markdown(text: str, shown: str) -> None:
    assert in_markdown(text) == shown


def test_a_repair_has_names_for_its_title_and_for_its_description() -> None:
    assert for_repair(name="a*b") == {"name": "a*b", "name_md": r"a\*b"}


@pytest.mark.parametrize("character", ["x", "\u200b", "\u2800", " \u200b"])
def test_a_name_of_ten_thousand_characters_is_too_long_and_not_looked_through(
    character: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    looked_at: list[str] = []
    category = unicodedata.category

    def look_at(one: str) -> str:
        looked_at.append(one)
        return category(one)

    monkeypatch.setattr(unicodedata, "category", look_at)
    refused = refusal_of(create, name=character * 10_000)
    assert refused.key == "name_too_long"
    assert looked_at == []
