"""A Z-Wave lock behind an ISY: its limits, its silence, its logs."""

import pytest

from custom_components.access_codes.core.model import Outcome, Pin, Reach, Readability
from custom_components.access_codes.locks import async_create_adapter, async_method_of
from custom_components.access_codes.locks.adapter import (
    Credential,
    LockAdapter,
    LockUnreachable,
    ReadFailed,
)
from homeassistant.core import HomeAssistant
from homeassistant.helpers import entity_registry as er
from tests.locks.lock_bench import BenchListener
from tests.support.custom_locks import CustomComponent
from tests.support.isy_controller import IsyController, async_add_isy


@pytest.fixture
def controller() -> IsyController:
    """Give a controller."""
    return IsyController()


@pytest.fixture
async def component(
    hass: HomeAssistant, monkeypatch: pytest.MonkeyPatch, controller: IsyController
) -> CustomComponent:
    """Load the integration with the controller."""
    return await async_add_isy(hass, monkeypatch, controller)


@pytest.fixture
async def adapter(hass: HomeAssistant, component: CustomComponent) -> LockAdapter:
    """Start an adapter."""
    made = await async_create_adapter(hass, component.lock, "isy994")
    await made.async_start(BenchListener())
    return made


@pytest.mark.contract("12.311")
async def test_the_controller_tells_no_limits_and_shows_no_slot(
    adapter: LockAdapter,
) -> None:
    capabilities = adapter.capabilities
    assert capabilities is not None
    assert capabilities.slots == tuple(str(number) for number in range(1, 31))
    assert capabilities.reads is Readability.NOTHING
    assert adapter.metadata("3") == {"slot": 3}
    with pytest.raises(ReadFailed):
        await adapter.async_read("1")


@pytest.mark.contract("12.312")
@pytest.mark.parametrize("status", [404, 401, 503, 500])
async def test_no_answer_of_the_controller_is_a_refusal(
    adapter: LockAdapter, controller: IsyController, status: int
) -> None:
    controller.status = status
    written = await adapter.async_set("1", Credential(Pin("4711")))
    assert written.outcome is Outcome.UNKNOWN
    assert (await adapter.async_clear("1")).outcome is Outcome.UNKNOWN


@pytest.mark.contract("12.313")
@pytest.mark.parametrize("status", [200, 404, 503])
async def test_the_library_logs_no_pin(
    adapter: LockAdapter,
    controller: IsyController,
    status: int,
    caplog: pytest.LogCaptureFixture,
) -> None:
    caplog.set_level("DEBUG")
    controller.status = status
    await adapter.async_set("1", Credential(Pin("80604020")))
    assert controller.sent[0].endswith("/user/1/set/code/80604020")
    assert "80604020" not in caplog.text
    assert "ISY Request" not in caplog.text or "set/code" not in caplog.text


@pytest.mark.contract("12.314")
async def test_a_reload_is_followed(
    adapter: LockAdapter, component: CustomComponent
) -> None:
    await adapter.async_check()
    await component.unload()
    assert adapter.reach is Reach.DISCONNECTED
    with pytest.raises(LockUnreachable):
        await adapter.async_check()
    assert (await adapter.async_clear("1")).outcome is Outcome.UNREACHABLE
    await component.set_up()
    assert (await adapter.async_clear("1")).outcome is Outcome.ACCEPTED


@pytest.mark.contract("12.314")
async def test_only_a_z_wave_lock_has_this_method(
    hass: HomeAssistant, monkeypatch: pytest.MonkeyPatch, controller: IsyController
) -> None:
    insteon = controller.node("insteon")
    component = await async_add_isy(hass, monkeypatch, controller, insteon)
    assert await async_method_of(hass, component.lock) is None
    program = er.async_get(hass).async_get_or_create(
        "lock", "isy994", "a program", config_entry=component.entry
    )
    assert await async_method_of(hass, program) is None
    await component.unload()
    assert await async_method_of(hass, program) == "isy994"


@pytest.mark.contract("12.314")
async def test_an_adapter_that_was_not_started_can_be_stopped(
    hass: HomeAssistant, component: CustomComponent
) -> None:
    made = await async_create_adapter(hass, component.lock, "isy994")
    made.stop()
    assert made.reach is Reach.DISCONNECTED
