"""A relay of an Akuvox panel: codes of others with names of ours."""

import pytest

from tests.locks.named_codes import NamedCodesTests

from .conftest import OpenPanel, PanelBench


@pytest.fixture
async def named(open_panel: OpenPanel) -> PanelBench:
    """Give each test a panel."""
    return await open_panel()


class TestAkuvoxNames(NamedCodesTests):
    """A relay of an Akuvox panel."""
