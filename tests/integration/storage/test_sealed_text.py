"""Text that only a passphrase opens."""

import json
import time

import pytest

from custom_components.access_codes.storage import sealed_text
from custom_components.access_codes.storage.sealed_text import (
    NotOpened,
    OtherVersion,
    seal,
    unseal,
)

CONTENT = json.dumps({"code": "482915", "name": "Ada"}).encode()
PASSPHRASE = "correct horse battery staple"


@pytest.mark.contract("17.52")
def test_what_was_sealed_is_opened_by_its_passphrase_alone() -> None:
    text = seal(CONTENT, PASSPHRASE)
    assert text.isascii()
    assert text.startswith("access-codes-1:")
    assert unseal(text, PASSPHRASE) == CONTENT
    for other in ("", PASSPHRASE.upper(), f"{PASSPHRASE} "):
        with pytest.raises(NotOpened):
            unseal(text, other)


@pytest.mark.contract("17.52")
def test_the_key_costs_whoever_guesses_memory_and_time() -> None:
    assert sealed_text._COST * sealed_text._BLOCK * 128 >= 32 * 2**20  # noqa: SLF001
    assert sealed_text._RUNS >= 3  # noqa: SLF001
    before = time.process_time()
    seal(CONTENT, PASSPHRASE)
    assert time.process_time() - before > 0.02


@pytest.mark.contract("17.52")
@pytest.mark.usefixtures("cheap_keys")
def test_two_texts_of_one_content_share_nothing() -> None:
    one, two = (seal(CONTENT, PASSPHRASE)[15:] for _ in range(2))
    assert len(one) == len(two)
    parts = {one[start : start + 6] for start in range(len(one) - 5)}
    assert not [part for part in parts if part in two]
    assert "482915" not in one


@pytest.mark.contract("17.55")
@pytest.mark.usefixtures("cheap_keys")
def test_line_breaks_of_a_mail_and_other_forms_of_an_accent_do_not_count() -> None:
    text = seal(CONTENT, "un caf\u00e9 noir \ud800")
    wrapped = " " + "\r\n".join(text[at : at + 40] for at in range(0, len(text), 40))
    assert unseal(f"{wrapped}\n", "un cafe\u0301 noir \ud800") == CONTENT


@pytest.mark.contract("17.55")
@pytest.mark.usefixtures("cheap_keys")
def test_a_text_that_is_damaged_anywhere_is_not_opened() -> None:
    text = seal(CONTENT, PASSPHRASE)
    damaged = [
        "",
        "482915",
        text[1:],
        text[:-4],
        text[:20],
        text[:15],
        f"{text[:15]}é\ud800",
        text + "AAAA",
        *(
            text[:at] + ("A" if text[at] != "A" else "B") + text[at + 1 :]
            for at in range(15, len(text) - 4, 7)
        ),
    ]
    for each in damaged:
        with pytest.raises(NotOpened):
            unseal(each, PASSPHRASE)


@pytest.mark.contract("17.55")
@pytest.mark.usefixtures("cheap_keys")
def test_a_text_of_a_later_version_is_said_to_be_one() -> None:
    text = seal(CONTENT, PASSPHRASE).replace("-1:", "-2:")
    with pytest.raises(OtherVersion):
        unseal(text, PASSPHRASE)


@pytest.mark.usefixtures("cheap_keys")
def test_a_content_that_is_too_large_is_not_unpacked(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    text = seal(b"0" * 100_000, PASSPHRASE)
    assert len(text) < 1000
    assert len(unseal(text, PASSPHRASE)) == 100_000
    monkeypatch.setattr(sealed_text, "_LARGEST", 99_999)
    with pytest.raises(NotOpened):
        unseal(text, PASSPHRASE)
