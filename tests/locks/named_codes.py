"""Tests of locks whose codes have names as keys: codes of others that get a name of ours between two messages."""

from collections.abc import Callable
from typing import Any, Protocol

import pytest

from custom_components.access_codes.core.model import Outcome
from custom_components.access_codes.locks.adapter import (
    Credential,
    LockAdapter,
    ReadFailed,
    Written,
)
from custom_components.access_codes.locks.named_codes import (
    NamedCode,
    NamedCodes,
    WriteFailed,
)

from .linked_conformance import PIN, LinkedBench, act, becomes, create, is_gone, until
from .lock_bench import PATIENCE


class NamedCodesBench(Protocol):
    """One lock, a running adapter, and the app."""

    adapter: LockAdapter
    client: type[Any]
    """The class of the client."""

    async def pins(self) -> dict[str, str]:
        """Return the PINs that open the lock, by name."""

    async def set(self, slot: str, pin: str) -> Written:
        """Write a PIN."""

    def add(self, name: str, pin: str) -> None:
        """Add a code in the app."""

    def add_at_next_write(self, name: str, pin: str) -> None:
        """Add a code in the app right before the next write."""

    def rename(self, name: str, new_name: str) -> None:
        """Rename a code in the app."""

    def count(self) -> int:
        """Return how many codes there are."""


def replace(
    bench: NamedCodesBench,
    monkeypatch: pytest.MonkeyPatch,
    method: str,
    function: Callable[..., Any],
) -> None:
    """Replace a method of the client."""
    monkeypatch.setattr(bench.client, method, function)


async def fail(*_: object) -> None:
    """Fail as a write without an answer."""
    raise WriteFailed(Outcome.UNKNOWN)


async def fall_silent(*_: object) -> None:
    """Fail as a read without an answer."""
    raise ReadFailed


async def set_ann(bench: NamedCodesBench) -> Written:
    """Set the code of the tests."""
    return await bench.set("Ann", "80604020")


async def rename_ann(bench: NamedCodesBench) -> Written:
    """Rename the code of the tests."""
    return await bench.adapter.async_rename("Ann", Credential(None, "Bob"))


class NamedCodesTests:
    """A lock with names as keys. A subclass has the fixture ``named``."""

    @pytest.mark.contract("12.390")
    async def test_a_code_of_others_that_came_since_the_list_is_not_changed(
        self, named: NamedCodesBench
    ) -> None:
        await named.adapter.async_list()
        named.add("Ann", "1111")
        assert await set_ann(named) == Written(Outcome.UNKNOWN)
        assert await named.adapter.async_clear("Ann") == Written(Outcome.UNKNOWN)
        assert await rename_ann(named) == Written(Outcome.UNKNOWN)
        assert await named.pins() == {"Ann": "1111"}

    @pytest.mark.contract("12.390")
    async def test_ours_that_comes_late_is_known_by_its_pin(
        self, named: NamedCodesBench
    ) -> None:
        await named.adapter.async_list()
        named.add("Ann", "80604020")
        assert await set_ann(named) == Written(Outcome.CONFIRMED)
        assert await named.adapter.async_clear("Ann") == Written(Outcome.CONFIRMED)
        assert await named.pins() == {}

    @pytest.mark.contract("12.390")
    async def test_ours_goes_again_where_another_code_has_got_its_name(
        self, named: NamedCodesBench
    ) -> None:
        await named.adapter.async_list()
        named.add_at_next_write("Ann", "1111")
        assert await set_ann(named) == Written(Outcome.UNKNOWN)
        assert await named.pins() == {"Ann": "1111"}
        assert named.count() == 1

    @pytest.mark.contract("12.390")
    async def test_ours_below_the_name_of_another_code_goes_with_the_next_write(
        self, named: NamedCodesBench, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        named.add_at_next_write("Ann", "1111")
        with monkeypatch.context() as patch:
            replace(named, patch, "delete", fail)
            assert await set_ann(named) == Written(Outcome.UNKNOWN)
            assert named.count() == 2
            assert (await named.set("Bob", "2468")).outcome is Outcome.CONFIRMED
        assert named.count() == 3
        assert (await named.set("Cid", "97531")).outcome is Outcome.CONFIRMED
        assert named.count() == 3
        assert await named.pins() == {"Ann": "1111", "Bob": "2468", "Cid": "97531"}

    @pytest.mark.contract("12.390")
    async def test_ours_that_does_not_show_where_its_name_is_taken_is_not_known(
        self, named: NamedCodesBench, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        async def add_none(*_: object) -> str:
            named.add("Ann", "1111")
            return "of ours"

        replace(named, monkeypatch, "add", add_none)
        assert await set_ann(named) == Written(Outcome.UNKNOWN)
        assert await named.pins() == {"Ann": "1111"}

    @pytest.mark.contract("12.390")
    async def test_a_new_code_whose_id_is_not_told_is_found_by_its_pin(
        self, named: NamedCodesBench, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        named.add("Zoe", "1111")
        add = named.client.add

        async def add_without_id(client: NamedCodes, *fields: object) -> None:
            await add(client, *fields)

        replace(named, monkeypatch, "add", add_without_id)
        assert (await set_ann(named)).outcome is Outcome.CONFIRMED
        named.add_at_next_write("Bob", "2222")
        assert await named.set("Bob", "24680") == Written(Outcome.UNKNOWN)
        assert await named.pins() == {
            "Zoe": "1111",
            "Ann": "80604020",
            "Bob": "2222",
        }

    @pytest.mark.contract("12.390")
    async def test_a_code_that_is_renamed_amid_our_change_is_not_taken_for_ours(
        self, named: NamedCodesBench, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        await set_ann(named)
        change = named.client.change

        async def change_amid(client: NamedCodes, *fields: object) -> None:
            await change(client, *fields)
            named.rename("Ann", "Eve")
            named.add("Ann", "1111")

        with monkeypatch.context() as patch:
            replace(named, patch, "change", fail)
            assert await named.set("Ann", "24680") == Written(Outcome.UNKNOWN)
        replace(named, monkeypatch, "change", change_amid)
        assert await named.set("Ann", "24680") == Written(Outcome.UNKNOWN)

    @pytest.mark.contract("12.390")
    async def test_a_change_after_which_the_list_is_silent_is_accepted(
        self, named: NamedCodesBench, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        await set_ann(named)
        change = named.client.change

        async def change_and_fall_silent(client: NamedCodes, *fields: object) -> None:
            await change(client, *fields)
            replace(named, monkeypatch, "codes", fall_silent)

        replace(named, monkeypatch, "change", change_and_fall_silent)
        assert await named.set("Ann", "24680") == Written(Outcome.ACCEPTED)

    @pytest.mark.contract("12.391")
    async def test_a_name_that_another_code_has_got_amid_our_rename_is_given_back(
        self, named: NamedCodesBench, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        named.add("Zoe", "1111")
        await set_ann(named)
        rename = named.client.rename

        async def rename_amid(client: NamedCodes, code: NamedCode, name: str) -> None:
            if name == "Bob":
                named.rename("Zoe", "Bob")
            await rename(client, code, name)

        replace(named, monkeypatch, "rename", rename_amid)
        assert await rename_ann(named) == Written(Outcome.UNKNOWN)
        assert await named.pins() == {"Ann": "80604020", "Bob": "1111"}

    @pytest.mark.contract("12.391")
    async def test_ours_whose_name_cannot_be_given_back_goes_with_the_next_write(
        self, named: NamedCodesBench, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        named.add("Zoe", "1111")
        await set_ann(named)
        rename = named.client.rename

        async def rename_once(client: NamedCodes, code: NamedCode, name: str) -> None:
            if name == "Ann":
                raise WriteFailed(Outcome.UNKNOWN)
            named.rename("Zoe", "Bob")
            await rename(client, code, name)

        replace(named, monkeypatch, "rename", rename_once)
        assert await rename_ann(named) == Written(Outcome.UNKNOWN)
        assert await named.adapter.async_clear("Ann") == Written(Outcome.CONFIRMED)
        assert await named.pins() == {"Bob": "1111"}

    @pytest.mark.contract("12.391")
    async def test_a_rename_after_which_the_list_is_silent_is_accepted(
        self, named: NamedCodesBench, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        await set_ann(named)
        rename = named.client.rename

        async def rename_and_fall_silent(client: NamedCodes, *fields: object) -> None:
            await rename(client, *fields)
            replace(named, monkeypatch, "codes", fall_silent)

        replace(named, monkeypatch, "rename", rename_and_fall_silent)
        assert await rename_ann(named) == Written(Outcome.ACCEPTED)
        assert await named.pins() == {"Bob": "80604020"}


OTHERS = "864209"


class LinkedNamedCodesBench(LinkedBench, Protocol):
    """A linked lock, and the app."""

    client: type[Any]
    """The class of the client."""

    def pins(self) -> dict[str, str]:
        """Return the PINs on the lock, by name."""

    def add(self, name: str, pin: str) -> None:
        """Add a code in the app."""

    def add_at_next_write(self, name: str, pin: str) -> None:
        """Add a code in the app right before the next write."""

    def rename(self, name: str, new_name: str) -> None:
        """Rename a code in the app."""


class LinkedNamedCodesTests:
    """A linked lock with names as keys. A subclass has the fixture ``linked``."""

    @pytest.mark.contract("12.390")
    @pytest.mark.parametrize("is_at_write", [False, True])
    async def test_a_code_of_others_keeps_its_name_and_ours_gets_another(
        self, linked: LinkedNamedCodesBench, is_at_write: bool
    ) -> None:
        (linked.add_at_next_write if is_at_write else linked.add)("Ann", OTHERS)
        code = await create(linked, PIN)
        await becomes(linked, code, "set", 2 * PATIENCE)
        assert linked.pins() == {"Ann": OTHERS, "Ann 2": PIN}
        await act(linked, "delete", access_code_id=code)
        await is_gone(linked, code)
        assert linked.pins() == {"Ann": OTHERS}

    @pytest.mark.contract("12.384", "12.390")
    async def test_a_name_that_another_code_took_after_ours_is_left_to_it(
        self, linked: LinkedNamedCodesBench
    ) -> None:
        code = await create(linked, PIN)
        await becomes(linked, code, "set")
        linked.add("Ann", OTHERS)
        await act(linked, "delete", access_code_id=code)
        await is_gone(linked, code)
        again = await create(linked, PIN)
        await becomes(linked, again, "set", 2 * PATIENCE)
        assert linked.pins() == {"Ann": OTHERS, "Ann 2": PIN}

    @pytest.mark.contract("12.391")
    async def test_a_rename_leaves_a_code_of_others_its_name(
        self, linked: LinkedNamedCodesBench, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        linked.add("Zoe", OTHERS)
        code = await create(linked, PIN)
        await becomes(linked, code, "set")
        rename = linked.client.rename

        async def rename_amid(
            client: NamedCodes, named_code: NamedCode, name: str
        ) -> None:
            if name == "Bob":
                linked.rename("Zoe", "Bob")
            await rename(client, named_code, name)

        monkeypatch.setattr(linked.client, "rename", rename_amid)
        await act(linked, "update", access_code_id=code, name="Bob")

        async def is_renamed() -> bool:
            return linked.pins() == {"Bob": OTHERS, "Bob 2": PIN}

        await until(linked, is_renamed, 2 * PATIENCE)
        await act(linked, "delete", access_code_id=code)
        await is_gone(linked, code)
        assert linked.pins() == {"Bob": OTHERS}
