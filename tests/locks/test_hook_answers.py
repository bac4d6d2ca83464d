"""What a foreign adapter answers and tells of itself: checked before the engine relies on it."""

import asyncio
from dataclasses import replace
from typing import Any, Final, override

import pytest

from custom_components.access_codes.core.model import (
    EMPTY,
    UNREADABLE,
    KnownPin,
    LockCapabilities,
    Outcome,
    Pin,
    Reach,
    Readability,
    Reporting,
    SlotNaming,
    Window,
    WindowSupport,
)
from custom_components.access_codes.locks.adapter import (
    Credential,
    Listing,
    LockUnreachable,
    ReadFailed,
    Written,
)
from custom_components.access_codes.locks.platform_hook.checks import (
    are_capabilities_sound,
    is_content,
    is_listing,
    is_written,
)
from homeassistant.core import HomeAssistant
from tests.locks.writes import clear, set_pin
from tests.support.foreign_adapters import (
    CAPABILITIES,
    NOW,
    PIN,
    Foreign,
    Integration,
    async_guard,
    errors_of_the_guard,  # noqa: F401
    fail,
    foreign_integration,  # noqa: F401
    reach_of,
)


@pytest.mark.contract("12.123", "12.124")
@pytest.mark.parametrize(
    "answer",
    [
        fail,
        None,
        "confirmed",
        Outcome.CONFIRMED,
        Written("confirmed"),  # type: ignore[arg-type]
        Written(Outcome.CONFIRMED, content="012345"),  # type: ignore[arg-type]
        Written(Outcome.CONFIRMED, slot=1),  # type: ignore[arg-type]
    ],
)
async def test_nonsense_after_a_write_is_no_answer(
    hass: HomeAssistant,
    integration: Integration,
    answer: Any,
    caplog: pytest.LogCaptureFixture,
) -> None:
    await integration.async_load()
    adapter = await async_guard(integration)
    integration.foreign.tells["written"] = answer

    assert await set_pin(adapter, "1", PIN, None) is Outcome.UNKNOWN
    assert await clear(adapter, "1") is Outcome.UNKNOWN
    renamed = await adapter.async_rename("1", Credential(PIN, "Ann"))
    assert renamed.outcome is Outcome.UNKNOWN
    assert "012345" not in caplog.text


@pytest.mark.contract("12.124")
async def test_sound_answers_pass(
    hass: HomeAssistant, integration: Integration
) -> None:
    await integration.async_load()
    adapter = await async_guard(integration)
    foreign = integration.foreign
    written = Written(Outcome.ACCEPTED, content=KnownPin(PIN), slot="2")
    foreign.tells["written"] = written
    foreign.tells["list"] = Listing(
        {"1": UNREADABLE, "9": EMPTY}, is_complete=False, names={"1": "Ann"}
    )

    assert await adapter.async_set("1", Credential(PIN)) == written
    assert await adapter.async_read("1") is EMPTY
    assert await adapter.async_list() == Listing({"1": UNREADABLE}, False, {"1": "Ann"})
    await adapter.async_check()
    assert adapter.label("1") == "Slot"
    assert adapter.metadata("1") == {"slot": 1}


@pytest.mark.contract("12.124")
async def test_a_list_of_named_slots_passes_as_it_is(
    hass: HomeAssistant, integration: Integration
) -> None:
    await integration.async_load()
    adapter = await async_guard(integration)
    foreign = integration.foreign
    foreign.tells["capabilities"] = LockCapabilities(
        slot_naming=SlotNaming.BY_LOCK, capacity=5
    )
    foreign.tells["list"] = Listing({"a": UNREADABLE}, is_complete=True)

    assert (await adapter.async_list()).contents == {"a": UNREADABLE}


@pytest.mark.contract("12.123", "12.124")
@pytest.mark.parametrize("answer", [fail, None, "012345", 7])
async def test_nonsense_after_a_read_is_no_answer(
    hass: HomeAssistant, integration: Integration, answer: Any
) -> None:
    await integration.async_load()
    adapter = await async_guard(integration)
    integration.foreign.tells.update(read=answer, list=answer)

    with pytest.raises(ReadFailed):
        await adapter.async_read("1")
    with pytest.raises(ReadFailed):
        await adapter.async_list()


async def test_a_lock_without_a_list_is_asked_for_none(
    hass: HomeAssistant, integration: Integration
) -> None:
    await integration.async_load()
    adapter = await async_guard(integration)
    integration.foreign.tells["capabilities"] = LockCapabilities(slots=("1",))

    with pytest.raises(NotImplementedError):
        await adapter.async_list()


@pytest.mark.contract("12.123")
async def test_the_words_of_the_contract_pass_from_a_read(
    hass: HomeAssistant, integration: Integration
) -> None:
    def away() -> None:
        raise LockUnreachable

    await integration.async_load()
    adapter = await async_guard(integration)
    integration.foreign.tells.update(read=away, written=away)

    with pytest.raises(LockUnreachable):
        await adapter.async_read("1")
    assert await clear(adapter, "1") is Outcome.UNREACHABLE


@pytest.mark.contract("12.109", "12.123")
async def test_a_command_that_hangs_is_left(
    hass: HomeAssistant, integration: Integration
) -> None:
    released = asyncio.Event()

    class Stubborn(Foreign):
        @override
        async def async_clear(self, slot: str) -> Written:
            while not released.is_set():
                try:
                    await released.wait()
                except asyncio.CancelledError:
                    continue
            return Written(Outcome.CONFIRMED)

    async def give(*_: object) -> Any:
        return Stubborn()

    await integration.async_load()
    integration.hook = give
    adapter = await async_guard(integration)

    with pytest.raises(TimeoutError):
        async with asyncio.timeout(0.01):
            await adapter.async_clear("1")
    released.set()


@pytest.mark.contract("12.122", "12.123")
@pytest.mark.parametrize("reach", [fail, None, "reachable", Reach.REMOVED])
async def test_a_reach_that_is_none_is_disconnected(
    hass: HomeAssistant, integration: Integration, reach: Any
) -> None:
    await integration.async_load()
    adapter = await async_guard(integration)
    integration.foreign.tells["reach"] = reach

    assert reach_of(adapter) is Reach.DISCONNECTED
    assert reach_of(adapter) is Reach.DISCONNECTED


@pytest.mark.contract("12.125")
async def test_capabilities_that_cannot_be_are_unknown_until_they_can(
    hass: HomeAssistant, integration: Integration, caplog: pytest.LogCaptureFixture
) -> None:
    await integration.async_load()
    adapter = await async_guard(integration)
    wrong: tuple[Any, ...] = (fail, None, {}, replace(CAPABILITIES, code_lengths=()))
    for nonsense in wrong:
        integration.foreign.tells["capabilities"] = nonsense
        assert adapter.capabilities is None
        assert adapter.capabilities is None

    integration.foreign.tells["capabilities"] = replace(CAPABILITIES, name_length=5)
    assert adapter.capabilities == replace(CAPABILITIES, name_length=5)
    assert caplog.text.count("cannot be") == 2


NONSENSE: Final[list[dict[str, Any]]] = [
    {"slots": ()},
    {"slots": ["1"]},
    {"slots": ("1", "1")},
    {"slots": (1, 2)},
    {"slots": ("",)},
    {"slots": tuple(map(str, range(10_001)))},
    {"slots": 5},
    {"slot_naming": "fixed"},
    {"slot_naming": SlotNaming.BY_LOCK},
    {"slots": (), "slot_naming": SlotNaming.BY_NAME},
    {
        "slots": (),
        "slot_naming": SlotNaming.BY_LOCK,
        "reads": Readability.NOTHING,
    },
    {"capacity": -1},
    {"capacity": True},
    {"code_lengths": ()},
    {"code_lengths": [4]},
    {"code_lengths": (6, 4)},
    {"code_lengths": (0,)},
    {"code_lengths": ("4",)},
    {"code_lengths": (4, None)},
    {"characters": ""},
    {"characters": None},
    {"forbidden_beginnings": "0"},
    {"forbidden_beginnings": ("",)},
    {"forbidden_beginnings": (None,)},
    {"name_length": None},
    {"name_length": 1000},
    {"name_characters": ""},
    {"name_characters": 5},
    {"is_virtual": True},
    {"is_pin_chosen_by_lock": None},
    {"has_enter_key": 1},
    {"lists_slots": "yes"},
    {"reads": "pin"},
    {"reports": None},
    {"uses": None},
    {"clock": None},
    {"windows": True},
    {"windows": WindowSupport(granularity=0)},
    {"windows": WindowSupport(capacity=-1)},
    {"windows": WindowSupport(repeated_hours=[])},  # type: ignore[arg-type]
    {"windows": WindowSupport(repeated_hours=("two",))},  # type: ignore[arg-type]
    {"command_timeout": 0},
    {"command_timeout": 100_000},
    {"command_timeout": 1.5},
    {"late_by": -1},
    {"echo_for": -1},
    {"fresh_for": 0.5},
    {"calls_per_minute": 0},
]


@pytest.mark.contract("12.125")
@pytest.mark.parametrize("nonsense", NONSENSE)
def test_capabilities_that_cannot_be(nonsense: dict[str, Any]) -> None:
    assert not are_capabilities_sound(replace(CAPABILITIES, **nonsense))


@pytest.mark.contract("12.125")
@pytest.mark.parametrize(
    "more",
    [
        {},
        {"capacity": 1, "reports": Reporting.ALL, "calls_per_minute": 5},
        {"windows": WindowSupport(capacity=3), "fresh_for": 600},
        {"windows": WindowSupport(repeated_hours=(Window(NOW, NOW),))},
        {"name_characters": "abc", "name_length": 8, "forbidden_beginnings": ("0",)},
        {"slots": (), "slot_naming": SlotNaming.BY_NAME, "name_length": 8},
        {"slots": (), "slot_naming": SlotNaming.BY_LOCK},
    ],
)
def test_capabilities_that_can_be(more: dict[str, Any]) -> None:
    assert are_capabilities_sound(replace(CAPABILITIES, **more))


@pytest.mark.contract("12.124")
def test_contents_are_checked() -> None:
    window = Window(NOW, NOW)
    assert is_content(KnownPin(PIN, window))
    for nonsense in (
        None,
        "012345",
        KnownPin("012345"),  # type: ignore[arg-type]
        KnownPin(Pin(12345)),  # type: ignore[arg-type]
        KnownPin(PIN, "always"),  # type: ignore[arg-type]
        KnownPin(PIN, Window(NOW.replace(tzinfo=None), NOW)),
        KnownPin(PIN, Window(NOW, "soon")),  # type: ignore[arg-type]
    ):
        assert not is_content(nonsense)
        assert not is_listing(Listing({"1": nonsense}, is_complete=True))  # type: ignore[dict-item]
    assert is_written(Written(Outcome.CONFIRMED, KnownPin(PIN), "1"))


@pytest.mark.contract("12.124")
@pytest.mark.parametrize(
    "nonsense",
    [
        None,
        {},
        Listing([], is_complete=True),  # type: ignore[arg-type]
        Listing({1: EMPTY}, is_complete=True),  # type: ignore[dict-item]
        Listing({}, is_complete="yes"),  # type: ignore[arg-type]
        Listing({}, is_complete=True, names={"1": 5}),  # type: ignore[dict-item]
    ],
)
def test_lists_are_checked(nonsense: Any) -> None:
    assert not is_listing(nonsense)


@pytest.mark.contract("12.127")
async def test_labels_and_numbers_that_are_none_are_left_out(
    hass: HomeAssistant, integration: Integration
) -> None:
    await integration.async_load()
    adapter = await async_guard(integration)
    tells = integration.foreign.tells
    for nonsense in (fail, None, 5, "", "x" * 300):
        tells["label"] = nonsense
        assert adapter.label("1") == "1"
    for nonsense in (fail, None, "slot"):
        tells["metadata"] = nonsense
        assert adapter.metadata("1") == {}
    tells["metadata"] = {"slot": 1, "user": "7", 5: "x", "list": [], "long": "x" * 300}
    assert adapter.metadata("1") == {"slot": 1, "user": "7"}
