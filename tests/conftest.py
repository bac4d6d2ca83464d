"""Choose tests by the rule of docs/behaviour.md that they hold."""

import pytest


def pytest_addoption(parser: pytest.Parser) -> None:
    """Add the option that ``scripts/test --contract`` uses."""
    parser.addoption(
        "--contract",
        metavar="NUMBER",
        help="run only the tests of one rule of docs/behaviour.md, such as 4.7",
    )


def pytest_collection_modifyitems(
    config: pytest.Config, items: list[pytest.Item]
) -> None:
    """Deselect the tests of other rules."""
    number = config.getoption("--contract")
    if number is None:
        return
    chosen = [
        item
        for item in items
        if any(number in mark.args for mark in item.iter_markers("contract"))
    ]
    config.hook.pytest_deselected(items=[item for item in items if item not in chosen])
    items[:] = chosen
