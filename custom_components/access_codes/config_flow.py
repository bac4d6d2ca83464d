"""Config flow: link locks, one config entry for each."""

from typing import Any, override

from homeassistant.config_entries import (
    SOURCE_RECONFIGURE,
    ConfigEntry,
    ConfigFlowResult,
)
from homeassistant.core import callback
from homeassistant.helpers import entity_registry as er
from homeassistant.helpers.typing import DiscoveryInfoType

from . import const
from .core.display_text import in_markdown
from .entry import is_booking_entry
from .flows.bookings import (
    BookingOptionsFlow,
    BookingSteps,
    async_can_follow,
    async_lacks_calendar,
)
from .flows.lock_summary import async_list_abilities
from .flows.options import AccessCodesOptionsFlow
from .flows.take_over import TakeOverSteps
from .linking.discovery import async_linking
from .linking.linked_lock import async_linked_lock_ids, async_lock_name
from .linking.other_managers import async_managers
from .linking.replace_lock import async_is_replacement
from .locks import async_method_of


class AccessCodesConfigFlow(BookingSteps, TakeOverSteps, domain=const.DOMAIN):
    """Link one lock or several at once, replace one, follow a booking calendar, or take codes over."""

    VERSION = 1
    MINOR_VERSION = 1

    @staticmethod
    @callback
    @override
    def async_get_options_flow(
        config_entry: ConfigEntry,
    ) -> AccessCodesOptionsFlow | BookingOptionsFlow:
        if is_booking_entry(config_entry):
            return BookingOptionsFlow()
        return AccessCodesOptionsFlow()

    @override
    async def async_step_user(
        self, user_input: dict[str, Any] | None = None
    ) -> ConfigFlowResult:
        """Select locks, or choose between that and what else there is to do."""
        if user_input is None and self._async_further_ways():
            return await self.async_step_start()
        return await self._async_show_locks("user", user_input)

    # contract 16.40, 17.1
    async def async_step_start(self, _: None = None) -> ConfigFlowResult:
        """Choose between linking locks, following a calendar and taking codes over from another manager."""
        return self.async_show_menu(
            step_id="start", menu_options=["link_locks", *self._async_further_ways()]
        )

    @callback
    def _async_further_ways(self) -> list[str]:
        """Return what can be done besides linking locks."""
        bookings = ["bookings"] if async_can_follow(self.hass) else []
        return [*bookings, *map(str, async_managers(self.hass))]

    async def async_step_link_locks(
        self, user_input: dict[str, Any] | None = None
    ) -> ConfigFlowResult:
        """Select locks; all are checked before the first is linked."""
        return await self._async_show_locks("link_locks", user_input)

    async def _async_show_locks(
        self, step_id: str, user_input: dict[str, Any] | None
    ) -> ConfigFlowResult:
        return await self._async_show_lock_form(
            const.CONF_LOCKS, user_input, {}, step_id=step_id, multiple=True
        )

    # contract 14.63
    @override
    def _abort_without_locks(self) -> ConfigFlowResult:
        """End the flow; whoever came to follow a calendar is told that there is none."""
        if self.source != SOURCE_RECONFIGURE and async_lacks_calendar(self.hass):
            return self.async_abort(reason="no_locks_and_no_calendar")
        return super()._abort_without_locks()

    @override
    async def async_step_reconfigure(
        self, user_input: dict[str, Any] | None = None
    ) -> ConfigFlowResult:
        """Replace a lock, or the calendar of bookings."""
        if is_booking_entry(self._get_reconfigure_entry()):
            return await self.async_step_booking_calendar()
        return await super().async_step_reconfigure(user_input)

    @override
    async def _async_continue(self, method: str) -> ConfigFlowResult:
        if self.source == SOURCE_RECONFIGURE:
            return await self._async_continue_replacing(method)
        return await self._async_link(method)

    # contract 14.1
    async def _async_link(self, method: str) -> ConfigFlowResult:
        """Link the first lock by this flow, and each further one by a flow of its own."""
        first, *further = (
            {
                const.CONF_LOCK: lock.id,
                const.CONF_METHOD: self._methods[lock.id] or method,
                const.CONF_METHOD_SETTINGS: self._settings_for(lock.id),
            }
            for lock in self._locks
        )
        with async_linking(self.hass, [lock.id for lock in self._locks]):
            for lock_data in further:
                await self.hass.config_entries.flow.async_init(
                    const.DOMAIN, context={"source": const.SOURCE_LINK}, data=lock_data
                )
            return await self.async_step_link(first)

    # contract 2.1
    async def async_step_link(self, user_input: dict[str, Any]) -> ConfigFlowResult:
        """Link one checked lock."""
        lock = er.async_get(self.hass).entities.get_entry(user_input[const.CONF_LOCK])
        if lock is None:
            return self.async_abort(reason="lock_gone")
        await self.async_set_unique_id(lock.id, raise_on_progress=False)
        if lock.id in async_linked_lock_ids(self.hass) or async_is_replacement(
            self.hass, lock.id
        ):
            return self.async_abort(reason="already_configured")
        settings = user_input.get(const.CONF_METHOD_SETTINGS)
        return self.async_create_entry(
            title=async_lock_name(self.hass, lock),
            data={
                const.CONF_LOCK: lock.id,
                const.CONF_METHOD: user_input[const.CONF_METHOD],
                const.CONF_LOCK_PLATFORM: lock.platform,
                const.CONF_LOCK_UNIQUE_ID: lock.unique_id,
                const.CONF_IS_STORED: False,
                **({const.CONF_METHOD_SETTINGS: settings} if settings else {}),
            },
        )

    @override
    async def async_step_integration_discovery(
        self, discovery_info: DiscoveryInfoType
    ) -> ConfigFlowResult:
        """Offer a lock with an adapter of its own."""
        lock = er.async_get(self.hass).entities.get_entry(
            discovery_info[const.CONF_LOCK]
        )
        if lock is None:
            return self.async_abort(reason="lock_gone")
        if await async_method_of(self.hass, lock) is None:
            return self.async_abort(reason="keeps_no_codes")
        await self.async_set_unique_id(lock.id)
        self._abort_if_unique_id_configured()
        self._locks = [lock]
        self.context["title_placeholders"] = {"name": async_lock_name(self.hass, lock)}
        return await self.async_step_confirm()

    async def async_step_confirm(
        self, user_input: dict[str, Any] | None = None
    ) -> ConfigFlowResult:
        """Ask for confirmation before a discovered lock is linked."""
        [lock] = self._locks
        if user_input is not None:
            return await self._async_select_method()
        return self.async_show_form(
            step_id="confirm",
            description_placeholders={
                "lock": in_markdown(async_lock_name(self.hass, lock)),
                "abilities": await async_list_abilities(self.hass, [lock]),
            },
        )
