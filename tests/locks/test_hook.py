"""The platform hook: found, asked, guarded. Whatever the other integration does, the engine goes on."""

import asyncio
from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime, timedelta
import threading
from typing import Any, Final, override

import pytest
from pytest_homeassistant_custom_component.common import (
    MockConfigEntry,
    MockModule,
    MockPlatform,
    async_fire_time_changed,
    mock_config_flow,
    mock_integration,
    mock_platform,
)

from custom_components.access_codes.const import DOMAIN, METHOD_PLATFORM
from custom_components.access_codes.core.model import (
    EMPTY,
    UNREADABLE,
    Cause,
    Content,
    KnownPin,
    LockCapabilities,
    Outcome,
    Pin,
    Reach,
    Reporting,
    SlotNaming,
    Use,
    Window,
    WindowSupport,
)
from custom_components.access_codes.locks import (
    async_create_adapter,
    async_method_of,
    family_of,
)
from custom_components.access_codes.locks.adapter import (
    AdapterListener,
    Credential,
    Listing,
    LockAdapter,
    LockUnreachable,
    ReadFailed,
    Written,
)
from custom_components.access_codes.locks.platform_hook import adapter as guard, hooks
from custom_components.access_codes.locks.platform_hook.checks import (
    are_capabilities_sound,
    is_content,
    is_listing,
    is_use,
    is_written,
)
from homeassistant.config_entries import ConfigFlow
from homeassistant.core import HomeAssistant
from homeassistant.helpers import entity_registry as er
from homeassistant.helpers.dispatcher import async_dispatcher_send
from homeassistant.util import dt as dt_util
from tests.locks.lock_bench import BenchListener
from tests.locks.writes import clear, set_pin
from tests.support.slot_locks import async_settle

FOREIGN, DOOR = "foreign", "lock.door"
CAPABILITIES = LockCapabilities(slots=("1", "2"), lists_slots=True)
NOW = datetime(2030, 7, 1, tzinfo=UTC)

PIN: Final = Pin("012345")


def fail(*_: Any) -> Any:
    raise ValueError("012345")


class Foreign(LockAdapter):
    """An adapter of another integration, of which each part can be replaced."""

    family = FOREIGN

    def __init__(self) -> None:
        self.listener: AdapterListener | None = None
        self.stops = 0
        self.tells: dict[str, Any] = {
            "reach": Reach.REACHABLE,
            "capabilities": CAPABILITIES,
            "read": EMPTY,
            "list": Listing({}, is_complete=True),
            "written": Written(Outcome.CONFIRMED),
            "label": "Slot",
            "metadata": {"slot": 1},
        }
        self.calls: list[tuple[Any, ...]] = []

    def _tell(self, what: str, *arguments: Any) -> Any:
        self.calls.append((what, *arguments))
        told = self.tells[what]
        return told() if callable(told) else told

    @override
    async def async_start(self, listener: AdapterListener) -> None:
        self.listener = listener
        if (start := self.tells.get("start")) is not None:
            await start()

    @override
    def stop(self) -> None:
        self.stops += 1
        if "stop" in self.tells:
            self._tell("stop")

    @property
    @override
    def reach(self) -> Reach:
        reach: Reach = self._tell("reach")
        return reach

    @property
    @override
    def capabilities(self) -> LockCapabilities:
        capabilities: LockCapabilities = self._tell("capabilities")
        return capabilities

    @override
    async def async_read(self, slot: str) -> Content:
        content: Content = self._tell("read", slot)
        return content

    @override
    async def async_list(self) -> Listing:
        listing: Listing = self._tell("list")
        return listing

    @override
    async def async_check(self) -> None:
        self._tell("read")

    @override
    async def async_set(self, slot: str, credential: Credential) -> Written:
        written: Written = self._tell("written", slot)
        return written

    @override
    async def async_clear(self, slot: str) -> Written:
        written: Written = self._tell("written", slot)
        return written

    @override
    def label(self, slot: str) -> str:
        label: str = self._tell("label")
        return label

    @override
    def metadata(self, slot: str) -> dict[str, str | int]:
        numbers: dict[str, str | int] = self._tell("metadata")
        return numbers


class Integration:
    """An integration with one lock and a hook."""

    def __init__(self, hass: HomeAssistant) -> None:
        self.hass = hass
        self.entry = MockConfigEntry(domain=FOREIGN)
        self.made: list[Foreign] = []
        self.hook: Any = self.async_give
        platform: Any = MockPlatform()
        platform.async_get_lock_adapter = self._async_hook
        self.platform = platform

    async def async_give(self, _: HomeAssistant, __: er.RegistryEntry) -> Any:
        self.made.append(Foreign())
        return self.made[-1]

    async def _async_hook(self, hass: HomeAssistant, lock: er.RegistryEntry) -> Any:
        return await self.hook(hass, lock)

    async def async_load(self) -> None:
        """Load the integration with its hook; its lock is in the registry."""

        async def succeed(*_: object) -> bool:
            return True

        mock_integration(
            self.hass,
            MockModule(FOREIGN, async_setup_entry=succeed, async_unload_entry=succeed),
        )
        mock_platform(self.hass, f"{FOREIGN}.config_flow")
        mock_platform(self.hass, f"{FOREIGN}.{DOMAIN}", self.platform)
        if self.hass.config_entries.async_get_entry(self.entry.entry_id) is None:
            self.entry.add_to_hass(self.hass)
            self.add_lock()
        with mock_config_flow(FOREIGN, ConfigFlow):
            assert await self.hass.config_entries.async_setup(self.entry.entry_id)
        await async_settle(self.hass)

    def add_lock(self) -> None:
        er.async_get(self.hass).async_get_or_create(
            "lock",
            FOREIGN,
            "1",
            suggested_object_id="door",
            config_entry=self.entry,
        )

    @property
    def lock(self) -> er.RegistryEntry:
        lock = er.async_get(self.hass).async_get(DOOR)
        assert lock is not None
        return lock

    @property
    def foreign(self) -> Foreign:
        return self.made[-1]


@pytest.fixture
async def integration(hass: HomeAssistant) -> Integration:
    await hooks.async_setup_hooks(hass)
    return Integration(hass)


@pytest.fixture
def expected_errors() -> list[str]:
    return ["The adapter of foreign", "The hook of foreign", "The platform of foreign"]


async def async_guard(
    integration: Integration, listener: BenchListener | None = None
) -> LockAdapter:
    """Start the guarded adapter of the lock."""
    adapter = await async_create_adapter(
        integration.hass, integration.lock, METHOD_PLATFORM
    )
    await adapter.async_start(listener or BenchListener())
    await async_settle(integration.hass)
    return adapter


def reach_of(adapter: LockAdapter) -> Reach:
    return adapter.reach


def capabilities_of(adapter: LockAdapter) -> LockCapabilities | None:
    return adapter.capabilities


# --- found and asked


@pytest.mark.contract("12.120", "12.121")
async def test_a_lock_has_the_method_of_its_integrations_hook(
    hass: HomeAssistant, integration: Integration
) -> None:
    await integration.async_load()

    assert family_of(hass, integration.lock) == METHOD_PLATFORM
    assert await async_method_of(hass, integration.lock) == METHOD_PLATFORM
    assert integration.foreign.listener is None


@pytest.mark.contract("12.120")
async def test_an_integration_that_was_there_before_is_found(
    hass: HomeAssistant,
) -> None:
    integration = Integration(hass)
    await integration.async_load()
    assert family_of(hass, integration.lock) is None

    await hooks.async_setup_hooks(hass)
    await async_settle(hass)

    assert family_of(hass, integration.lock) == METHOD_PLATFORM


@pytest.mark.contract("12.120")
async def test_a_module_without_the_function_is_no_hook(
    hass: HomeAssistant, integration: Integration, caplog: pytest.LogCaptureFixture
) -> None:
    integration.platform.async_get_lock_adapter = None
    await integration.async_load()

    assert family_of(hass, integration.lock) is None
    assert "The platform of foreign has no async_get_lock_adapter" in caplog.text


@pytest.mark.contract("12.121", "12.123")
@pytest.mark.parametrize("answer", [None, "adapter", object(), Foreign])
async def test_a_lock_without_an_adapter_has_no_method(
    hass: HomeAssistant, integration: Integration, answer: Any
) -> None:
    async def give(*_: object) -> Any:
        return answer

    integration.hook = give
    await integration.async_load()

    assert await async_method_of(hass, integration.lock) is None


@pytest.mark.contract("12.123")
async def test_a_hook_that_fails_or_is_no_coroutine_gives_none(
    hass: HomeAssistant, integration: Integration, caplog: pytest.LogCaptureFixture
) -> None:
    await integration.async_load()
    for hook in (fail, lambda *_: Foreign()):
        integration.hook = hook
        assert await async_method_of(hass, integration.lock) is None

    assert "The hook of foreign failed: ValueError" in caplog.text
    assert "012345" not in caplog.text


@pytest.mark.contract("12.109", "12.123")
async def test_a_hook_that_hangs_is_left(
    hass: HomeAssistant, integration: Integration, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(hooks, "HOOK_TIMEOUT", 0.01)
    released = asyncio.Event()

    async def hang(*_: object) -> None:
        while not released.is_set():
            try:
                await released.wait()
            except asyncio.CancelledError:
                continue

    integration.hook = hang
    await integration.async_load()

    assert await async_method_of(hass, integration.lock) is None
    released.set()


@pytest.mark.contract("12.122")
async def test_a_lock_without_its_integration_is_disconnected_until_it_comes(
    hass: HomeAssistant, integration: Integration
) -> None:
    integration.entry.add_to_hass(hass)
    integration.add_lock()
    listener = BenchListener()
    adapter = await async_guard(integration, listener)
    assert reach_of(adapter) is Reach.DISCONNECTED
    assert capabilities_of(adapter) is None
    assert await clear(adapter, "1") is Outcome.UNREACHABLE
    with pytest.raises(LockUnreachable):
        await adapter.async_read("1")
    assert adapter.label("1") == "1"
    assert adapter.metadata("1") == {}

    listener.changes = 0
    await integration.async_load()

    assert reach_of(adapter) is Reach.REACHABLE
    assert adapter.capabilities == CAPABILITIES
    assert listener.changes > 0


@pytest.mark.contract("12.122")
async def test_each_load_of_the_integration_gives_another_adapter(
    hass: HomeAssistant, integration: Integration
) -> None:
    await integration.async_load()
    adapter = await async_guard(integration)
    first = integration.foreign

    assert await hass.config_entries.async_unload(integration.entry.entry_id)
    await async_settle(hass)
    assert reach_of(adapter) is Reach.DISCONNECTED
    assert first.stops == 1
    with mock_config_flow(FOREIGN, ConfigFlow):
        assert await hass.config_entries.async_setup(integration.entry.entry_id)
    await async_settle(hass)

    assert reach_of(adapter) is Reach.REACHABLE
    assert integration.foreign is not first


@pytest.mark.contract("12.122")
async def test_what_changes_neither_hook_nor_state_leaves_the_adapter(
    hass: HomeAssistant, integration: Integration
) -> None:
    await integration.async_load()
    adapter = await async_guard(integration)

    hass.config_entries.async_update_entry(integration.entry, title="Another")
    async_dispatcher_send(hass, hooks.SIGNAL_HOOK_FOUND, "another")
    await async_settle(hass)

    assert reach_of(adapter) is Reach.REACHABLE
    assert len(integration.made) == 1
    assert integration.foreign.stops == 0


@pytest.mark.contract("12.122")
async def test_a_lock_without_an_entry_needs_only_the_hook(
    hass: HomeAssistant, integration: Integration
) -> None:
    await integration.async_load()
    er.async_get(hass).async_update_entity(DOOR, config_entry_id=None)

    adapter = await async_guard(integration)

    assert reach_of(adapter) is Reach.REACHABLE


@pytest.mark.contract("12.121")
async def test_a_hook_that_gave_nothing_is_asked_again(
    hass: HomeAssistant, integration: Integration
) -> None:
    async def none(*_: object) -> None:
        return None

    await integration.async_load()
    integration.hook = none
    adapter = await async_guard(integration)
    assert reach_of(adapter) is Reach.DISCONNECTED

    integration.hook = integration.async_give
    async_fire_time_changed(hass, dt_util.utcnow() + 2 * guard_pause())
    await async_settle(hass)

    assert reach_of(adapter) is Reach.REACHABLE
    adapter.stop()
    adapter.stop()
    assert integration.foreign.stops == 1


def guard_pause() -> timedelta:
    return timedelta(seconds=guard.RETRY_AFTER)


@pytest.mark.contract("12.121")
async def test_nothing_is_asked_again_after_the_stop(
    hass: HomeAssistant, integration: Integration
) -> None:
    asked: list[object] = []

    async def none(*_: object) -> None:
        asked.append(None)

    await integration.async_load()
    integration.hook = none
    adapter = await async_guard(integration)
    adapter.stop()
    asked.clear()

    async_fire_time_changed(hass, dt_util.utcnow() + 2 * guard_pause())
    await async_settle(hass)

    assert asked == []


@pytest.mark.contract("12.121")
async def test_a_stop_ends_an_attempt(
    hass: HomeAssistant, integration: Integration, caplog: pytest.LogCaptureFixture
) -> None:
    begun = asyncio.Event()

    async def wait(*_: object) -> None:
        begun.set()
        await asyncio.sleep(60)

    await integration.async_load()
    integration.hook = wait
    adapter = await async_create_adapter(hass, integration.lock, METHOD_PLATFORM)
    await adapter.async_start(BenchListener())
    await begun.wait()
    assert reach_of(adapter) is Reach.DISCONNECTED

    adapter.stop()
    await async_settle(hass)

    assert "The hook" not in caplog.text


# --- guarded: the start, the stop


@pytest.mark.contract("12.123")
async def test_a_start_that_fails_or_hangs_is_given_up_and_tried_again(
    hass: HomeAssistant,
    integration: Integration,
    monkeypatch: pytest.MonkeyPatch,
    caplog: pytest.LogCaptureFixture,
) -> None:
    monkeypatch.setattr(guard, "START_TIMEOUT", 0.01)
    starts: list[Callable[[], Any]] = [fail, lambda: asyncio.sleep(60)]

    async def give(*_: object) -> Any:
        foreign = Foreign()
        integration.made.append(foreign)
        if starts:
            foreign.tells["start"] = starts.pop(0)
        return foreign

    await integration.async_load()
    integration.hook = give
    adapter = await async_guard(integration)
    for _ in range(2):
        assert reach_of(adapter) is Reach.DISCONNECTED
        assert integration.foreign.stops == 1
        async_fire_time_changed(hass, dt_util.utcnow() + 2 * guard_pause())
        await async_settle(hass)

    assert reach_of(adapter) is Reach.REACHABLE
    assert "012345" not in caplog.text


@pytest.mark.contract("12.123")
async def test_a_stop_that_fails_is_logged_by_its_kind(
    hass: HomeAssistant, integration: Integration, caplog: pytest.LogCaptureFixture
) -> None:
    await integration.async_load()
    adapter = await async_guard(integration)
    integration.foreign.tells["stop"] = fail

    adapter.stop()

    assert "The adapter of foreign fails at its stop: ValueError" in caplog.text
    assert "012345" not in caplog.text


# --- guarded: commands


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


# --- guarded: what it tells of itself


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
        {"name_characters": "abc", "name_length": 8, "forbidden_beginnings": ("0",)},
        {"slots": (), "slot_naming": SlotNaming.BY_NAME, "name_length": 8},
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


# --- guarded: reports


@pytest.fixture
async def reporting(integration: Integration) -> tuple[AdapterListener, BenchListener]:
    """Give the listener that the foreign adapter has, and the engine's behind it."""
    await integration.async_load()
    engine = BenchListener()
    await async_guard(integration, engine)
    engine.changes = 0
    assert integration.foreign.listener is not None
    return integration.foreign.listener, engine


@pytest.mark.contract("12.126")
def test_sound_reports_pass(reporting: tuple[AdapterListener, BenchListener]) -> None:
    foreign, engine = reporting
    use = Use("unlock", slot="1", pin=PIN, used_at=NOW, use_id="7")
    engine.ours.add("1")

    foreign.reach_changed()
    foreign.capabilities_changed()
    foreign.reported("1", KnownPin(PIN), Cause.OTHERS)
    foreign.reported("2", None)
    foreign.reported_all_cleared()
    foreign.remainder_found("1")
    foreign.activity_found("1", is_inactive=True)
    foreign.used(use)
    foreign.access_denied("invalid_code")

    assert engine.reports == [("1", KnownPin(PIN)), ("2", None), (None, None)]
    assert engine.uses == [use]
    assert engine.changes == 9
    assert foreign.is_ours("1")
    assert not foreign.is_ours("2")


@pytest.mark.contract("12.126")
def test_nonsense_is_not_reported(
    reporting: tuple[AdapterListener, BenchListener],
    caplog: pytest.LogCaptureFixture,
) -> None:
    foreign: Any = reporting[0]
    calls: list[Callable[[], None]] = [
        lambda: foreign.reported(1, EMPTY),
        lambda: foreign.reported("9", EMPTY),
        lambda: foreign.reported("1", "012345"),
        lambda: foreign.reported("1", EMPTY, "ours"),
        lambda: foreign.remainder_found(None),
        lambda: foreign.remainder_found("9"),
        lambda: foreign.activity_found("1", is_inactive="no"),
        lambda: foreign.used("012345"),
        lambda: foreign.access_denied("012345"),
        lambda: foreign.access_denied(["012345"]),
    ]
    for call in calls:
        call()

    assert reporting[1].changes == 0
    assert caplog.text.count("reports nonsense") == len(calls)
    assert "012345" not in caplog.text


@pytest.mark.contract("12.126")
@pytest.mark.parametrize(
    "nonsense",
    [
        Use("open"),
        Use("unlock", slot=1),  # type: ignore[arg-type]
        Use("unlock", pin="012345"),  # type: ignore[arg-type]
        Use("unlock", used_at=NOW.replace(tzinfo=None)),
        Use("unlock", use_id=7),  # type: ignore[arg-type]
    ],
)
def test_uses_are_checked(nonsense: Use) -> None:
    assert not is_use(nonsense)


@pytest.mark.contract("12.126")
async def test_no_report_counts_once_the_adapter_is_left(
    hass: HomeAssistant,
    integration: Integration,
    reporting: tuple[AdapterListener, BenchListener],
) -> None:
    foreign, engine = reporting
    assert await hass.config_entries.async_unload(integration.entry.entry_id)
    await async_settle(hass)
    engine.changes = 0

    foreign.reach_changed()
    foreign.capabilities_changed()
    foreign.reported("1", EMPTY)
    foreign.reported_all_cleared()
    foreign.used(Use("unlock", slot="1"))

    assert engine.changes == 0
    assert not foreign.is_ours("1")


@pytest.mark.contract("12.126")
async def test_a_report_from_another_thread_is_refused_there(
    hass: HomeAssistant, reporting: tuple[AdapterListener, BenchListener]
) -> None:
    foreign, engine = reporting
    raised: list[BaseException] = []

    def report() -> None:
        try:
            foreign.reach_changed()
        except RuntimeError as err:
            raised.append(err)

    thread = threading.Thread(target=report)
    thread.start()
    await hass.async_add_executor_job(thread.join)

    assert len(raised) == 1
    assert engine.changes == 0
