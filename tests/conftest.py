"""Choose tests by the rule of docs/behaviour.md that they hold, and give the random ones their seed."""

from contextlib import suppress
import importlib
import os
from pathlib import Path
import pkgutil

import pytest

import custom_components.access_codes
from tests.support.model_profile import draw_seed, register_profiles


def pytest_addoption(parser: pytest.Parser) -> None:
    """Add the option that ``scripts/test --contract`` uses."""
    parser.addoption(
        "--contract",
        metavar="NUMBER",
        help="run only the tests of one rule of docs/behaviour.md, such as 4.7",
    )


@pytest.hookimpl(tryfirst=True)
def pytest_configure(config: pytest.Config) -> None:
    """Set the seed of all random tests, before their plugin takes it; worker processes get it from the first one."""
    register_profiles()
    _import_late_modules()
    if config.option.hypothesis_seed is None:
        seed = draw_seed(config.option.hypothesis_profile)
        config.option.hypothesis_seed = str(seed)


def _import_late_modules() -> None:
    """Import the modules that the product imports when they are needed: under a frozen clock they would keep its types."""
    package = custom_components.access_codes
    for module in pkgutil.walk_packages(package.__path__, f"{package.__name__}."):
        # The packages of a family of locks may not be installed.
        with suppress(ImportError):
            importlib.import_module(module.name)


def pytest_report_header(config: pytest.Config) -> str:
    """Tell the seed."""
    return _seed_line(config)


def pytest_terminal_summary(
    terminalreporter: pytest.TerminalReporter, config: pytest.Config
) -> None:
    """Tell the seed again where a test has failed: with it the failure comes back."""
    if terminalreporter.stats.get("failed"):
        terminalreporter.write_line(_seed_line(config))


def pytest_runtest_logreport(report: pytest.TestReport) -> None:
    """Keep why a test failed for the end of the output of ``scripts/test``, which is long."""
    path = os.environ.get("FAILURES")
    if report.failed and path is not None and "PYTEST_XDIST_WORKER" not in os.environ:
        with Path(path).open("a") as file:
            file.write(
                f"\n--- {report.nodeid} ({report.when})\n{report.longreprtext}\n"
            )


def _seed_line(config: pytest.Config) -> str:
    return (
        f"random tests: repeat with --hypothesis-seed={config.option.hypothesis_seed}"
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
