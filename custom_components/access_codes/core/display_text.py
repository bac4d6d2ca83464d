"""Names and keys that people choose: permitted characters, hidden PINs, Markdown."""

import re
import unicodedata

_BREAKING = frozenset({"Cc", "Cs", "Zl", "Zp"})
"""Unicode categories: control characters, surrogates, line and paragraph separators."""

_BIDIRECTIONAL = frozenset("\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069")
"""Bidirectional embeddings, overrides and isolates: they reverse the text that follows, wherever it is shown."""

_INVISIBLE = frozenset({"Cc", "Cf", "Mn", "Me"})

_MARKUP = re.compile(r"[!#-&(-+\--/:-@\[-`{-~]")
"""ASCII punctuation: Markdown takes it literally after a backslash."""

_BLANK = frozenset("\u115f\u1160\u2800\u3164\uffa0")
"""Letters and symbols without a glyph."""


def is_blank(text: str) -> bool:
    """Return whether the text has no visible character."""
    return all(
        character in _BLANK
        or (category := unicodedata.category(character)) in _INVISIBLE
        or category.startswith("Z")
        for character in text
    )


def has_control_characters(text: str) -> bool:
    """Return whether the text breaks a line, reverses the text around it, or cannot be stored."""
    return any(
        character in _BIDIRECTIONAL or unicodedata.category(character) in _BREAKING
        for character in text
    )


def as_read(text: str) -> str:
    """Return the text as a person reads it, or an entity id made from it.

    Digits of every script become 0 to 9, invisible characters are dropped, and case is folded.
    """
    normal = unicodedata.normalize("NFKC", text)
    return "".join(map(_read_character, normal)).casefold()


def _read_character(character: str) -> str:
    if unicodedata.category(character) in _INVISIBLE:
        return ""
    digit = unicodedata.digit(character, None)
    return character if digit is None else str(digit)


def is_in_text(characters: str, text: str) -> bool:
    """Return whether a PIN can be read in a text."""
    return as_read(characters) in as_read(text)


def in_markdown(text: str) -> str:
    """Escape a text for Markdown, on one line.

    Home Assistant renders descriptions as Markdown: a name could be a link, or load a picture from another server.
    """
    return _MARKUP.sub(r"\\\g<0>", " ".join(text.split()))


def for_repair(**names: str) -> dict[str, str]:
    """Return the placeholders of an issue: names for its title, and with ``_md`` for its descriptions."""
    return names | {f"{key}_md": in_markdown(name) for key, name in names.items()}
