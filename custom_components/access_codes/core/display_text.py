"""Texts that people choose and everybody sees: what may stand in them, and what can be read in them."""

import re
import unicodedata

_BREAKING = frozenset({"Cc", "Cs", "Zl", "Zp"})
"""Unicode categories: control characters, halves of characters, line and paragraph separators."""

_TURNING = frozenset("\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069")
"""Embeddings, overrides and isolates: they turn round what comes after the text, wherever it is shown."""

_UNSEEN = frozenset({"Cc", "Cf", "Mn", "Me"})

_MARKUP = re.compile(r"[!#-&(-+\--/:-@\[-`{-~]")
"""What may mean something to Markdown: a backslash before it makes it stand for itself."""

_BLANK = frozenset("\u115f\u1160\u2800\u3164\uffa0")
"""Letters and symbols that show nothing."""


def is_blank(text: str) -> bool:
    """Tell whether there is nothing to be seen."""
    return all(
        character in _BLANK
        or (category := unicodedata.category(character)) in _UNSEEN
        or category.startswith("Z")
        for character in text
    )


def has_control_characters(text: str) -> bool:
    """Tell whether a text would break a line, turn the text around it, or cannot be stored."""
    return any(
        character in _TURNING or unicodedata.category(character) in _BREAKING
        for character in text
    )


def as_read(text: str) -> str:
    """Return a text as a person, or an entity id made from it, reads it.

    Digits of every script and shape are 0 to 9, what is not seen is left out, and capitals count for nothing.
    """
    normal = unicodedata.normalize("NFKC", text)
    return "".join(map(_read_character, normal)).casefold()


def _read_character(character: str) -> str:
    if unicodedata.category(character) in _UNSEEN:
        return ""
    digit = unicodedata.digit(character, None)
    return character if digit is None else str(digit)


def is_in_text(characters: str, text: str) -> bool:
    """Tell whether a PIN can be read in a text."""
    return as_read(characters) in as_read(text)


def in_markdown(text: str) -> str:
    """Return a text so that Markdown shows it as it is, on one line.

    Home Assistant shows descriptions as Markdown: a name could be a link there, or load a picture from elsewhere.
    """
    return _MARKUP.sub(r"\\\g<0>", " ".join(text.split()))


def for_repair(**names: str) -> dict[str, str]:
    """Return names as the title of a repair shows them, and with ``_md`` as its descriptions do."""
    return names | {f"{key}_md": in_markdown(name) for key, name in names.items()}
