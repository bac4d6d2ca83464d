"""A client library that logs what it sends logs no PIN of ours."""

import logging

import pytest

from custom_components.access_codes.core.model import Pin
from custom_components.access_codes.locks.log_guard import (
    answers_kept_out_of_logs,
    kept_out_of_logs,
)

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


def test_a_pin_in_a_traceback_is_kept_out(caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level("DEBUG", CLIENT.name)
    with kept_out_of_logs(Pin("0123"), CLIENT.name):
        for text in ("GET /code/0123", "no route"):
            try:
                int(text)
            except ValueError:
                CLIENT.exception("failed")
    assert caplog.messages == ["failed"]
    assert "no route" in caplog.text
    assert "0123" not in caplog.text


def test_a_record_that_cannot_be_formatted_ends_no_call(
    caplog: pytest.LogCaptureFixture, capsys: pytest.CaptureFixture[str]
) -> None:
    caplog.set_level("DEBUG", CLIENT.name)
    with kept_out_of_logs(Pin("0123"), CLIENT.name):
        CLIENT.error("sent", "0123")
    assert caplog.messages == []
    assert "0123" not in capsys.readouterr().err


@pytest.mark.contract("12.383")
def test_while_one_reads_a_library_logs_no_answer_and_each_warning(
    caplog: pytest.LogCaptureFixture,
) -> None:
    caplog.set_level("DEBUG", CLIENT.name)
    with answers_kept_out_of_logs(CLIENT.name):
        with answers_kept_out_of_logs(CLIENT.name, below=logging.WARNING):
            CLIENT.info("damaged: 0123")
        # A read that ends takes no guard off another.
        CLIENT.debug("answer: 0123")
        CLIENT.info("connected")
        CLIENT.warning("slow")
    CLIENT.debug("next")
    assert caplog.messages == ["connected", "slow", "next"]
