"""Names as locks can store them."""

import pytest

from tests.support.builders import able

ASCII = "".join(map(chr, range(0x20, 0x7F)))


@pytest.mark.contract("3.10")
@pytest.mark.parametrize(
    ("name", "stored"),
    [
        ("Ann", "Ann"),
        ("Zoë " + "x" * 40, "Zoe " + "x" * 16),
        ("Ünïcødé 🎉 Müller", "Unicde Muller"),
        ("名前", "Code"),
        ("名前 2", "2"),
        ("A name of nineteen. Letters", "A name of nineteen."),
    ],
)
def test_a_name_is_stored_as_the_lock_can_show_it(name: str, stored: str) -> None:
    lock = able(name_length=20, name_characters=ASCII)
    assert lock.fit_name(name) == stored


def test_a_lock_that_takes_every_letter_gets_the_name_as_it_is() -> None:
    assert able(name_length=4).fit_name("名前 Ännchen") == "名前 Ä"
    assert able(name_length=0).fit_name("Ann") is None
    assert able(name_length=6, name_characters=ASCII).fit_name("名") == "Code"
