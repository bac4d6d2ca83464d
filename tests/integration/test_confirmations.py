"""Confirmations wait in bounded number and time."""

from itertools import count

import pytest

from custom_components.access_codes.assist.confirmations import (
    LASTS,
    MOST_WAITING,
    Asker,
    Confirmations,
    Verdict,
    fingerprint,
)


def asker(message: str, user: str = "user") -> Asker:
    return Asker(user, message, ("agent", "conversation", None))


class Clock:
    """A clock that a test turns."""

    now = 100.0

    def __call__(self) -> float:
        return self.now


@pytest.fixture
def clock() -> Clock:
    """Return a clock."""
    return Clock()


@pytest.fixture
def waiting(clock: Clock) -> Confirmations:
    """Return confirmations with the tokens 0, 1, 2 and so on."""
    numbers = count()
    return Confirmations(clock, lambda: str(next(numbers)))


@pytest.mark.contract("11.143")
def test_the_oldest_of_too_many_is_dropped(waiting: Confirmations) -> None:
    for number in range(MOST_WAITING + 1):
        assert waiting.ask(asker("first"), "change") == str(number)
    verdicts = [
        waiting.take(str(number), asker("second"), "change")
        for number in range(MOST_WAITING + 1)
    ]
    assert verdicts == [Verdict.UNKNOWN] + [Verdict.CONFIRMED] * MOST_WAITING


@pytest.mark.contract("11.142")
def test_a_confirmation_lasts_for_two_minutes(
    waiting: Confirmations, clock: Clock
) -> None:
    waiting.ask(asker("first"), "change")
    clock.now += LASTS - 1
    waiting.ask(asker("first"), "change")
    assert waiting.take("0", asker("second"), "change") is Verdict.CONFIRMED
    clock.now += LASTS
    assert waiting.take("1", asker("second"), "change") is Verdict.UNKNOWN
    waiting.ask(asker("first"), "change")
    clock.now += LASTS
    # Those that are over make room.
    waiting.ask(asker("first"), "change")
    assert waiting.take("2", asker("second"), "change") is Verdict.UNKNOWN


@pytest.mark.contract("11.143")
def test_another_user_neither_confirms_nor_spends_a_confirmation(
    waiting: Confirmations,
) -> None:
    waiting.ask(asker("first"), "change")
    other = asker("second", user="other")
    assert waiting.take("0", other, "change") is Verdict.UNKNOWN
    assert waiting.take("0", asker("first"), "change") is Verdict.SAME_MESSAGE
    assert waiting.take("0", asker("second"), "change") is Verdict.CONFIRMED
    assert waiting.take("0", asker("third"), "change") is Verdict.UNKNOWN


@pytest.mark.contract("11.143")
def test_a_fingerprint_is_of_tool_arguments_and_subject() -> None:
    known = {
        fingerprint("end", {"code_name": "Anna"}, ("1",)),
        fingerprint("pause", {"code_name": "Anna"}, ("1",)),
        fingerprint("end", {"code_name": "Anna", "lock": "Front"}, ("1",)),
        fingerprint("end", {"code_name": "Anna"}, ("2",)),
    }
    assert len(known) == 4
    one = {"lock": "Front", "code_name": "Anna"}
    other = dict(reversed([*one.items()]))
    assert fingerprint("end", one, ("1",)) == fingerprint("end", other, ("1",))
