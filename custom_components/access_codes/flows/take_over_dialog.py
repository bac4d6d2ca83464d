"""The dialog that takes codes over from another manager of lock codes, imported once a person opens it."""

import asyncio
from typing import Any

import voluptuous as vol

from homeassistant.config_entries import ConfigFlow, ConfigFlowResult
from homeassistant.helpers.selector import (
    BooleanSelector,
    SelectOptionDict,
    SelectSelector,
    SelectSelectorConfig,
    SelectSelectorMode,
)

from ..core.display_text import in_markdown
from ..core.other_managers.manager import Manager
from ..core.other_managers.model import OtherCode
from ..core.requests.take_over import NotTakenOver
from ..linking.other_inventory import Inventory, async_read
from ..linking.other_managers import async_disable, async_enabled, async_goes_on
from ..storage.record_file import StorageFailed
from .lock_summary import async_load_texts
from .take_over_texts import (
    code_label,
    list_calendars,
    list_entries,
    list_verdicts,
    lock_names,
)
from .take_over_work import TakeOverWork, acceptable

CONF_CODES = "codes"

CONF_DISABLE = "disable"

CONF_LOCKS = "locks"

NAMES = {
    Manager.LOCK_CODE_MANAGER: "Lock Code Manager",
    Manager.KEYMASTER: "keymaster",
    Manager.RENTAL_CONTROL: "Rental Control",
}
"""Names of the other managers, as they call themselves."""


class TakeOverDialog:
    """Show what another manager has, have it disabled, and take over the codes that a person chooses."""

    def __init__(self, flow: ConfigFlow, manager: Manager) -> None:
        """Begin to take codes over from a manager, by the steps of a flow."""
        self._flow = flow
        self._hass = flow.hass
        self._manager = manager
        self._codes: tuple[OtherCode, ...] = ()
        """The chosen codes."""
        self._work: TakeOverWork | None = None
        self._preparing: asyncio.Task[None] | None = None
        self._is_asked = False
        """The verdicts were shown, so that the next input is a person's word on them."""

    # contract 17.30
    async def async_report_calendars(
        self, user_input: dict[str, Any] | None = None
    ) -> ConfigFlowResult:
        """Report the calendars of Rental Control: its codes are keymaster's."""
        if user_input is not None:
            return self._flow.async_abort(reason="calendars_reported")
        await async_load_texts(self._hass)
        inventory = await async_read(self._hass, self._manager)
        return self._flow.async_show_form(
            step_id="rental_control",
            data_schema=vol.Schema({}),
            description_placeholders={
                "calendars": list_calendars(self._hass, inventory.calendars)
            },
        )

    # contract 17.32, 17.33
    async def async_running(
        self, user_input: dict[str, Any] | None = None
    ) -> ConfigFlowResult:
        """Show what the other manager has, and go on once it does not run; it is disabled by a person's word alone."""
        errors = {}
        if user_input is not None:
            if user_input[CONF_DISABLE]:
                await async_disable(self._hass, self._manager)
            else:
                errors[CONF_DISABLE] = "still_enabled"
        if not (enabled := async_enabled(self._hass, self._manager)):
            if async_goes_on(self._hass, self._manager):
                return self._flow.async_abort(
                    reason="restart_needed", description_placeholders=self._named()
                )
            return await self.async_choose()
        await async_load_texts(self._hass)
        inventory = await async_read(self._hass, self._manager)
        return self._flow.async_show_form(
            step_id="running",
            data_schema=vol.Schema(
                {vol.Required(CONF_DISABLE, default=False): BooleanSelector()}
            ),
            errors=errors,
            description_placeholders={
                **self._named(),
                "entries": in_markdown(", ".join(entry.title for entry in enabled)),
                "codes": list_entries(self._hass, inventory) or "–",
            },
            last_step=False,
        )

    # contract 17.3
    async def async_choose(
        self, user_input: dict[str, Any] | None = None
    ) -> ConfigFlowResult:
        """Select codes and locks among those that can be carried over."""
        await async_load_texts(self._hass)
        inventory = await async_read(self._hass, self._manager)
        codes = {
            code.key: code
            for entry in inventory.entries
            for code in entry.codes
            if code.obstacle is None and code.lock_entity_ids
        }
        if not codes:
            return self._flow.async_abort(
                reason="nothing_to_take_over",
                description_placeholders={
                    **self._named(),
                    "codes": list_entries(self._hass, inventory) or "–",
                },
            )
        errors = {}
        if user_input is not None:
            locks = set(user_input[CONF_LOCKS])
            self._codes = tuple(
                code
                for key in user_input[CONF_CODES]
                if not locks.isdisjoint((code := codes[key]).lock_entity_ids)
            )
            if self._codes:
                self._work = TakeOverWork(self._hass, self._manager, self._codes, locks)
                self._preparing, self._is_asked = None, False
                return await self.async_prepare()
            errors["base"] = "no_code_chosen"
        return self._show_choice(inventory, codes, user_input, errors)

    def _show_choice(
        self,
        inventory: Inventory,
        codes: dict[str, OtherCode],
        user_input: dict[str, Any] | None,
        errors: dict[str, str],
    ) -> ConfigFlowResult:
        """Show the choice. Codes of bookings are not proposed: their calendar can be followed here."""
        locks = dict.fromkeys(
            entity_id for code in codes.values() for entity_id in code.lock_entity_ids
        )
        schema = vol.Schema(
            {
                vol.Required(CONF_LOCKS): _selector(
                    {lock: lock_names(self._hass, [lock]) for lock in locks}
                ),
                vol.Required(CONF_CODES): _selector(
                    {key: code_label(self._hass, code) for key, code in codes.items()}
                ),
            }
        )
        proposed = {
            CONF_LOCKS: list(locks),
            CONF_CODES: [key for key, code in codes.items() if code.calendar is None],
        }
        return self._flow.async_show_form(
            step_id="choose",
            data_schema=self._flow.add_suggested_values_to_schema(
                schema, user_input or proposed
            ),
            errors=errors,
            description_placeholders={
                **self._named(),
                "codes": list_entries(self._hass, inventory),
            },
            last_step=False,
        )

    # contract 17.46, 17.48
    async def async_prepare(self, _: None = None) -> ConfigFlowResult:
        """Link the locks and read the slots, with progress."""
        assert self._work is not None
        if self._preparing is None:
            self._preparing = self._hass.async_create_task(
                self._work.async_prepare(self._flow.async_update_progress),
                "prepare to take codes over",
            )
        if not self._preparing.done():
            return self._flow.async_show_progress(
                step_id="prepare",
                progress_action="prepare",
                progress_task=self._preparing,
            )
        return self._flow.async_show_progress_done(next_step_id="take_over")

    # contract 17.40, 17.41
    async def async_take_over(
        self, user_input: dict[str, Any] | None = None
    ) -> ConfigFlowResult:
        """Show what becomes of each code, and take over by a person's word what can be taken over."""
        assert self._work is not None
        if async_enabled(self._hass, self._manager) or async_goes_on(
            self._hass, self._manager
        ):
            return await self.async_running()
        errors = {}
        verdicts = self._work.verdicts()
        keys = acceptable(verdicts)
        # After a preparation without any wait, Home Assistant hands the input of the choice on to this step.
        if user_input is not None and self._is_asked:
            try:
                await self._work.async_take_over(keys)
            except NotTakenOver:
                errors["base"] = "changed_meanwhile"
                verdicts = self._work.verdicts()
                keys = acceptable(verdicts)
            except StorageFailed:
                return self._flow.async_abort(reason="not_all_taken_over")
            else:
                return self._flow.async_abort(
                    reason="taken_over",
                    description_placeholders={
                        **self._named(),
                        "count": str(len(keys)),
                    },
                )
        taken, refused = list_verdicts(self._hass, self._codes, verdicts)
        if not keys:
            return self._flow.async_abort(
                reason="nothing_to_take_over",
                description_placeholders={**self._named(), "codes": refused},
            )
        self._is_asked = True
        return self._flow.async_show_form(
            step_id="take_over",
            data_schema=vol.Schema({}),
            errors=errors,
            description_placeholders={"taken": taken, "refused": refused},
        )

    def _named(self) -> dict[str, str]:
        return {"manager": NAMES[self._manager]}


def _selector(labels: dict[str, str]) -> SelectSelector:
    return SelectSelector(
        SelectSelectorConfig(
            options=[
                SelectOptionDict(value=value, label=label)
                for value, label in labels.items()
            ],
            multiple=True,
            mode=SelectSelectorMode.LIST,
        )
    )
