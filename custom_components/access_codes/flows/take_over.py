"""Steps of the config flow that take codes over from another manager of lock codes."""

from typing import TYPE_CHECKING, Any

from homeassistant.config_entries import ConfigFlow, ConfigFlowResult
from homeassistant.helpers.importlib import async_import_module

from ..core.other_managers.manager import Manager

if TYPE_CHECKING:
    from .take_over_dialog import TakeOverDialog


class TakeOverSteps(ConfigFlow):
    """Steps of the dialog; the first of them opens it."""

    _dialog: TakeOverDialog

    async def async_step_lock_code_manager(self, _: None = None) -> ConfigFlowResult:
        """Take codes over from Lock Code Manager."""
        await self._async_open(Manager.LOCK_CODE_MANAGER)
        return await self._dialog.async_running()

    async def async_step_keymaster(self, _: None = None) -> ConfigFlowResult:
        """Take codes over from keymaster."""
        await self._async_open(Manager.KEYMASTER)
        return await self._dialog.async_running()

    async def async_step_rental_control(
        self, user_input: dict[str, Any] | None = None
    ) -> ConfigFlowResult:
        """Report the calendars of Rental Control: its codes are keymaster's."""
        await self._async_open(Manager.RENTAL_CONTROL)
        return await self._dialog.async_report_calendars(user_input)

    async def async_step_running(
        self, user_input: dict[str, Any] | None = None
    ) -> ConfigFlowResult:
        """Show what the other manager has, and have it disabled."""
        return await self._dialog.async_running(user_input)

    async def async_step_choose(
        self, user_input: dict[str, Any] | None = None
    ) -> ConfigFlowResult:
        """Select codes and locks."""
        return await self._dialog.async_choose(user_input)

    async def async_step_prepare(self, _: None = None) -> ConfigFlowResult:
        """Link the locks and read the slots."""
        return await self._dialog.async_prepare()

    async def async_step_take_over(
        self, user_input: dict[str, Any] | None = None
    ) -> ConfigFlowResult:
        """Show what becomes of each code, and take over what can be taken over."""
        return await self._dialog.async_take_over(user_input)

    async def _async_open(self, manager: Manager) -> None:
        module = await async_import_module(self.hass, f"{__package__}.take_over_dialog")
        self._dialog = module.TakeOverDialog(self, manager)
