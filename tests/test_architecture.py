"""The page about the house names every room of it, and no other."""

from pathlib import Path
import re

ROOT = Path(__file__).parents[1]
HOUSE = ROOT / "custom_components" / "access_codes"


def named_in_page() -> set[str]:
    """Return the modules that the page's drawing names, as paths."""
    page = (ROOT / "docs" / "architecture.md").read_text()
    drawing = page.split("```")[1]
    named, folder = set(), ""
    for line in drawing.splitlines():
        if match := re.match(r"  (\w+/) ", line):
            folder = match[1]
        elif match := re.match(r"(  |    )(\w+\.py) ", line):
            named.add((folder if len(match[1]) > 2 else "") + match[2])
    return named


def test_every_module_is_in_the_drawing_and_nothing_else() -> None:
    modules = {
        str(path.relative_to(HOUSE))
        for path in HOUSE.rglob("*.py")
        if path.name != "__init__.py"
    }
    assert named_in_page() - {"__init__.py"} == modules
