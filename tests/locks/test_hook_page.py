"""The page about adapters shows the toy's hook as it runs in the tests."""

from pathlib import Path
import re

import pytest

from custom_components.access_codes.locks import adapter

ROOT = Path(__file__).parents[2]
TOY = ROOT / "tests" / "support" / "toy_components" / "toy_locks" / "access_codes.py"


@pytest.mark.contract("12.120")
def test_the_page_prints_the_hook_of_the_toy() -> None:
    page = (ROOT / "docs" / "adapters.md").read_text()

    [printed] = re.findall(r"^```python\n(.*?)^```", page, re.MULTILINE | re.DOTALL)

    assert printed in TOY.read_text()


@pytest.mark.contract("12.120")
def test_an_adapter_needs_one_module_of_ours() -> None:
    source = TOY.read_text()

    [imported] = re.findall(r"from (custom_components\S+) import", source)
    assert imported == adapter.__name__
    for name in adapter.__all__:
        assert hasattr(adapter, name)
