"""Words of the glossary: old words are refused in names, and vague openings in docstrings."""

import ast
from collections.abc import Iterator
import io
from pathlib import Path
import re
import tokenize

import pytest

ROOT = Path(__file__).parents[1]
PRODUCT = ROOT / "custom_components" / "access_codes"
MODULES = sorted(PRODUCT.rglob("*.py"))

OLD_WORDS = {
    "aside",
    "audience",
    "bare",
    "brake",
    "doubts",
    "draft",
    "ear",
    "hear",
    "landing",
    "landings",
    "learnt",
    "leftovers",
    "looks",
    "misshapen",
    "outlook",
    "place",
    "places",
    "rival",
    "rivals",
    "settle",
    "sight",
    "somebody",
    "somebodys",
    "stand",
    "stands",
    "stranger",
    "strangers",
    "surprise",
    "surprises",
    "tell",
    "tells",
    "told",
    "witness",
}
"""Parts of names that docs/glossary.md replaces."""

VAGUE_OPENINGS = re.compile(
    r"(Tell whether|Tell that|Take that|Take what|Say that|Say what|Note that|What|Who|Whoever|Whose|Whether|Those|"
    r"How) ?\b"
)
"""First words of docstrings that avoid the noun."""

VAGUE_WORDS = re.compile(
    r"\b(what|whoever|whom|whose|whatever|others|(some|any|every|no)(body|thing|one))\b",
    re.IGNORECASE,
)
MOST_IN_A_THOUSAND = 10
"""Vague words in a thousand words of prose; the models of the field have 0 to 10."""


def parts_of(name: str) -> set[str]:
    """Return the words that a name is made of."""
    return {
        part.lower()
        for piece in name.split("_")
        for part in re.findall(r"[A-Z]?[a-z0-9]+|[A-Z]+", piece)
    }


def names_in(path: Path) -> set[str]:
    """Return the names in a module, its own included."""
    tokens = tokenize.generate_tokens(io.StringIO(path.read_text()).readline)
    return {path.stem} | {
        token.string for token in tokens if token.type == tokenize.NAME
    }


def docstrings_in(path: Path) -> Iterator[str]:
    """Return the docstrings of a module, its classes, functions and attributes."""
    for node in ast.walk(ast.parse(path.read_text())):
        if (
            isinstance(node, ast.Expr)
            and isinstance(node.value, ast.Constant)
            and isinstance(node.value.value, str)
        ):
            yield node.value.value


def prose_in(path: Path) -> Iterator[str]:
    """Return docstrings and comments."""
    yield from docstrings_in(path)
    for token in tokenize.generate_tokens(io.StringIO(path.read_text()).readline):
        if token.type == tokenize.COMMENT and not token.string.startswith(
            ("# contract", "# noqa")
        ):
            yield token.string


@pytest.mark.parametrize(
    "path", MODULES, ids=lambda path: str(path.relative_to(PRODUCT))
)
def test_a_module_uses_no_old_word_in_a_name(path: Path) -> None:
    old = {name for name in names_in(path) if parts_of(name) & OLD_WORDS}
    assert not old


@pytest.mark.parametrize(
    "path", MODULES, ids=lambda path: str(path.relative_to(PRODUCT))
)
def test_a_docstring_begins_with_a_verb_or_a_noun(path: Path) -> None:
    vague = [text for text in docstrings_in(path) if VAGUE_OPENINGS.match(text)]
    assert not vague


def test_prose_names_things() -> None:
    words = [
        word for path in MODULES for text in prose_in(path) for word in text.split()
    ]
    vague = sum(
        len(VAGUE_WORDS.findall(text)) for path in MODULES for text in prose_in(path)
    )
    assert vague * 1000 <= MOST_IN_A_THOUSAND * len(words)


def test_the_glossary_lists_the_old_words() -> None:
    page = (ROOT / "docs" / "glossary.md").read_text()
    refused = page.rsplit("refused in names", maxsplit=1)[1]
    assert set(re.findall(r"[a-z]+", refused.split(":", maxsplit=1)[1])) == OLD_WORDS
