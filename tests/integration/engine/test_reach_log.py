"""A lock that goes and comes back is logged once each."""

import pytest

from custom_components.access_codes.core.model import Status
from tests.support.engine_house import House


def lines_of(caplog: pytest.LogCaptureFixture) -> list[str]:
    return [
        record.getMessage().rpartition(" is ")[2]
        for record in caplog.records
        if record.getMessage().startswith("The lock of ")
    ]


async def test_a_lock_that_goes_and_comes_back_is_logged_once_each(
    house: House, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level("INFO", "custom_components.access_codes")
    await house.run()
    caplog.clear()
    house.adapter.go_away()
    code = await house.create("246813")
    await house.settle()
    # Probes that find nobody are no news.
    await house.pass_time(3600)
    assert lines_of(caplog) == ["offline"]
    house.adapter.come_back()
    await house.settle()
    assert house.status(code) is Status.SET
    assert lines_of(caplog) == ["offline", "reachable"]
