"""Notify entities of an integration of their own, which keep what they are told to send."""

from typing import override

from pytest_homeassistant_custom_component.common import (
    MockConfigEntry,
    MockModule,
    MockPlatform,
    mock_config_flow,
    mock_integration,
    mock_platform,
)

from homeassistant.components.notify import NotifyEntity
from homeassistant.config_entries import ConfigEntry, ConfigFlow
from homeassistant.core import HomeAssistant
from homeassistant.helpers.entity_platform import AddEntitiesCallback
from homeassistant.setup import async_setup_component

FAMILY = "fake_notifiers"


class FakeNotifyEntity(NotifyEntity):
    """A notify entity that sends, or says why not, with the message in its words."""

    def __init__(self, name: str) -> None:
        self._attr_name = name
        self._attr_unique_id = name
        self.messages: list[str] = []
        self.failure: type[Exception] | None = None

    @override
    async def async_send_message(self, message: str, title: str | None = None) -> None:
        if self.failure is not None:
            raise self.failure(f"Cannot send {message}")
        self.messages.append(message)

    def become(self, *, available: bool) -> None:
        self._attr_available = available
        self.async_write_ha_state()


async def async_add_notifiers(
    hass: HomeAssistant, *names: str
) -> dict[str, FakeNotifyEntity]:
    """Add notify entities: "Phone" becomes notify.phone."""
    notifiers = {name: FakeNotifyEntity(name) for name in names}

    async def async_setup_entry(hass: HomeAssistant, entry: ConfigEntry) -> bool:
        await hass.config_entries.async_forward_entry_setups(entry, ["notify"])
        return True

    async def async_setup_platform(
        _: HomeAssistant,
        __: ConfigEntry,
        async_add_entities: AddEntitiesCallback,
    ) -> None:
        async_add_entities(notifiers.values())

    mock_integration(hass, MockModule(FAMILY, async_setup_entry=async_setup_entry))
    mock_platform(hass, f"{FAMILY}.config_flow")
    mock_platform(
        hass, f"{FAMILY}.notify", MockPlatform(async_setup_entry=async_setup_platform)
    )
    entry = MockConfigEntry(domain=FAMILY)
    entry.add_to_hass(hass)
    with mock_config_flow(FAMILY, ConfigFlow):
        assert await hass.config_entries.async_setup(entry.entry_id)
    await hass.async_block_till_done()
    return notifiers


async def async_add_group(hass: HomeAssistant, name: str, *entity_ids: str) -> None:
    """Add a group of notify entities, as Home Assistant's own integration makes it."""
    assert await async_setup_component(hass, "group", {})
    entry = MockConfigEntry(
        domain="group",
        title=name,
        options={
            "group_type": "notify",
            "name": name,
            "entities": list(entity_ids),
            "hide_members": False,
        },
    )
    entry.add_to_hass(hass)
    assert await hass.config_entries.async_setup(entry.entry_id)
    await hass.async_block_till_done()
