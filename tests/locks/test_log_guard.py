"""A client library that logs what it sends logs no PIN of ours."""

import logging

import pytest

from custom_components.access_codes.core.model import Pin
from custom_components.access_codes.locks.log_guard import kept_out_of_logs

CLIENT = logging.getLogger("tests.a_client")


def test_a_pin_is_kept_out_while_it_is_sent(caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level("DEBUG", CLIENT.name)

    def fail() -> None:
        with kept_out_of_logs(Pin("0123"), CLIENT.name):
            CLIENT.error("refused: %s", ["set", "0123"])
            CLIENT.debug("sent to %s", "the lock")
            raise RuntimeError

    with pytest.raises(RuntimeError):
        fail()
    assert caplog.messages == ["sent to the lock"]
    CLIENT.debug("0123")
    assert caplog.messages[-1] == "0123"
