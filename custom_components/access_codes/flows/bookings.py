"""Forms of a booking entry: the calendar to follow, the locks, and how events become codes."""

from collections.abc import Mapping
from typing import Any, Final

import voluptuous as vol

from homeassistant.components.calendar.const import DOMAIN as CALENDAR_DOMAIN
from homeassistant.components.lock.const import DOMAIN as LOCK_DOMAIN
from homeassistant.components.notify.const import DOMAIN as NOTIFY_DOMAIN
from homeassistant.config_entries import ConfigFlowResult, OptionsFlowWithReload
from homeassistant.core import HomeAssistant, callback
from homeassistant.data_entry_flow import section
from homeassistant.helpers import entity_registry as er
from homeassistant.helpers.selector import (
    BooleanSelector,
    EntitySelector,
    EntitySelectorConfig,
    NumberSelector,
    NumberSelectorConfig,
    NumberSelectorMode,
    SelectSelector,
    SelectSelectorConfig,
    TextSelector,
    TextSelectorConfig,
    TimeSelector,
)

from ..bookings import settings
from ..bookings.known_entities import async_current_entity_id
from ..const import CONF_CALENDAR, CONF_IS_STORED, CONF_LOCKS, DOMAIN
from ..core.bookings.pin_source import PinSource
from ..core.requests.code_message import (
    LONGEST_MESSAGE,
    PLACEHOLDERS as MESSAGE_FIELDS,
    checked_placeholders,
)
from ..core.requests.refused import Refused
from ..entry import async_lock_entries, is_booking_entry
from .replace_lock import ReplaceLockSteps

_SECTIONS: Final[Mapping[str, tuple[str, ...]]] = {
    "times": (
        settings.CONF_USE_EVENT_TIMES,
        settings.CONF_EARLY_CHECK_IN,
        settings.CONF_LATE_CHECK_OUT,
    ),
    "codes": (
        settings.CONF_PIN_SOURCE,
        settings.CONF_PIN_LABEL,
        settings.CONF_NAME_TEMPLATE,
        settings.CONF_HIDE_SUMMARIES,
    ),
    "sending": (
        settings.CONF_NOTIFY,
        settings.CONF_SEND_BEFORE,
        settings.CONF_MESSAGE,
    ),
    "reading": (
        settings.CONF_IGNORE,
        settings.CONF_HORIZON,
        settings.CONF_DELAY_THRESHOLD,
        settings.CONF_ASK_IF_MISSING,
    ),
}
"""Sections of the form, and their fields. In the options of the entry no field is in a section."""


@callback
def async_foreign_calendars(hass: HomeAssistant) -> list[str]:
    """Return the entity ids of the calendars that are not ours."""
    registry = er.async_get(hass)
    return [
        entity_id
        for entity_id in hass.states.async_entity_ids(CALENDAR_DOMAIN)
        if (entry := registry.async_get(entity_id)) is None or entry.platform != DOMAIN
    ]


@callback
def _own_calendars(hass: HomeAssistant) -> list[str]:
    return sorted(
        entry.entity_id
        for entry in er.async_get(hass).entities.values()
        if entry.domain == CALENDAR_DOMAIN and entry.platform == DOMAIN
    )


# contract 16.40
@callback
def async_can_follow(hass: HomeAssistant) -> bool:
    """Return whether there is a linked lock, and a calendar to follow."""
    return bool(async_lock_entries(hass)) and bool(async_foreign_calendars(hass))


# contract 14.63
@callback
def async_lacks_calendar(hass: HomeAssistant) -> bool:
    """Return whether a lock is linked whose codes could follow a calendar, and there is none."""
    return bool(async_lock_entries(hass)) and not async_foreign_calendars(hass)


@callback
def _lock_entity_ids(hass: HomeAssistant) -> dict[str, str]:
    """Return the entity ids of the linked locks, by the ids of their config entries."""
    entities = er.async_get(hass).entities
    return {
        entry.entry_id: lock.entity_id
        for entry in async_lock_entries(hass)
        if entry.unique_id is not None
        and (lock := entities.get_entry(entry.unique_id)) is not None
    }


def _calendar_selector(hass: HomeAssistant) -> EntitySelector:
    return EntitySelector(
        EntitySelectorConfig(
            domain=CALENDAR_DOMAIN, exclude_entities=_own_calendars(hass)
        )
    )


def _number(name: str) -> NumberSelector:
    limits = settings.NUMBERS[name]
    return NumberSelector(
        NumberSelectorConfig(
            min=limits.lowest,
            max=limits.highest,
            step=1,
            mode=NumberSelectorMode.BOX,
            unit_of_measurement=limits.unit,
        )
    )


# contract 16.41, 16.90
def bookings_schema(
    hass: HomeAssistant, errors: Mapping[str, str]
) -> dict[vol.Marker, Any]:
    """Return the fields of the options: what every calendar needs, then sections. One with an error is open."""
    schema = _fields(hass)
    fields = {marker.schema: marker for marker in schema}
    for name, inside in _SECTIONS.items():
        of_section = {fields[each]: schema.pop(fields[each]) for each in inside}
        schema[vol.Optional(name)] = section(
            vol.Schema(of_section), {"collapsed": name not in errors}
        )
    return schema


def _fields(hass: HomeAssistant) -> dict[vol.Marker, Any]:
    locks = EntitySelector(
        EntitySelectorConfig(
            domain=LOCK_DOMAIN,
            multiple=True,
            include_entities=sorted(_lock_entity_ids(hass).values()),
        )
    )
    sources = SelectSelector(
        SelectSelectorConfig(
            options=[source.value for source in PinSource],
            translation_key=settings.CONF_PIN_SOURCE,
        )
    )
    selectors: dict[str, Any] = {
        settings.CONF_CHECK_IN: TimeSelector(),
        settings.CONF_CHECK_OUT: TimeSelector(),
        settings.CONF_USE_EVENT_TIMES: BooleanSelector(),
        settings.CONF_EARLY_CHECK_IN: _number(settings.CONF_EARLY_CHECK_IN),
        settings.CONF_LATE_CHECK_OUT: _number(settings.CONF_LATE_CHECK_OUT),
        settings.CONF_PIN_SOURCE: sources,
        settings.CONF_NAME_TEMPLATE: TextSelector(),
        settings.CONF_HIDE_SUMMARIES: BooleanSelector(),
        settings.CONF_ASK_IF_MISSING: BooleanSelector(),
        settings.CONF_HORIZON: _number(settings.CONF_HORIZON),
        settings.CONF_DELAY_THRESHOLD: _number(settings.CONF_DELAY_THRESHOLD),
        settings.CONF_SEND_BEFORE: _number(settings.CONF_SEND_BEFORE),
    }
    many = TextSelector(TextSelectorConfig(multiple=True))
    return {
        vol.Required(CONF_LOCKS): locks,
        **{
            vol.Required(name, default=settings.DEFAULTS[name]): selector
            for name, selector in selectors.items()
        },
        vol.Optional(settings.CONF_NOTIFY): EntitySelector(
            EntitySelectorConfig(domain=NOTIFY_DOMAIN)
        ),
        vol.Optional(settings.CONF_MESSAGE): TextSelector(
            TextSelectorConfig(multiline=True)
        ),
        vol.Optional(settings.CONF_PIN_LABEL): TextSelector(),
        vol.Optional(settings.CONF_IGNORE): many,
    }


# contract 16.90
def without_sections(user_input: Mapping[str, Any]) -> dict[str, Any]:
    """Return what was typed as it is stored."""
    given = {key: value for key, value in user_input.items() if key not in _SECTIONS}
    for name in _SECTIONS:
        given |= user_input.get(name, {})
    return given


def _with_sections(shown: Mapping[str, Any]) -> dict[str, Any]:
    """Return the values of a form by its sections."""
    return {
        **shown,
        **{
            name: {each: shown[each] for each in inside if each in shown}
            for name, inside in _SECTIONS.items()
        },
    }


def _at_sections(errors: Mapping[str, str]) -> dict[str, str]:
    """Return errors as the form shows them: those of fields in a section above it."""
    by_field = {each: name for name, inside in _SECTIONS.items() for each in inside}
    return {by_field.get(field, field): error for field, error in errors.items()}


@callback
def async_check_bookings(
    hass: HomeAssistant, user_input: Mapping[str, Any]
) -> tuple[dict[str, Any], dict[str, str]]:
    """Return the options to store, and translation keys of errors by field."""
    errors: dict[str, str] = {}
    by_entity = {lock: entry for entry, lock in _lock_entity_ids(hass).items()}
    lock_ids = [by_entity[lock] for lock in user_input[CONF_LOCKS] if lock in by_entity]
    if not user_input[CONF_LOCKS]:
        errors[CONF_LOCKS] = "no_lock_chosen"
    elif len(lock_ids) < len(user_input[CONF_LOCKS]):
        errors[CONF_LOCKS] = "lock_not_linked"
    options: dict[str, Any] = {
        **{name: user_input.get(name, settings.DEFAULTS[name]) for name in _OPTIONS},
        CONF_LOCKS: lock_ids,
        # A person who empties these fields wants none.
        settings.CONF_IGNORE: list(user_input.get(settings.CONF_IGNORE, [])),
        settings.CONF_PIN_LABEL: user_input.get(settings.CONF_PIN_LABEL, "").strip(),
        settings.CONF_MESSAGE: user_input.get(settings.CONF_MESSAGE, "").strip(),
        settings.CONF_NOTIFY: None,
    }
    if notify := user_input.get(settings.CONF_NOTIFY):
        options[settings.CONF_NOTIFY] = _lasting_id(hass, notify)
    if options[settings.CONF_MESSAGE]:
        try:
            checked_placeholders(options[settings.CONF_MESSAGE])
        except Refused:
            errors[settings.CONF_MESSAGE] = "message_invalid"
    for name, limits in settings.NUMBERS.items():
        options[name] = int(options[name])
        if not limits.lowest <= options[name] <= limits.highest:
            errors[name] = f"{name}_out_of_range"
    is_event = options[settings.CONF_PIN_SOURCE] == PinSource.EVENT
    if is_event and not options[settings.CONF_PIN_LABEL]:
        errors[settings.CONF_PIN_LABEL] = "no_pin_label"
    return options, errors


@callback
def _lasting_id(hass: HomeAssistant, entity_id: str) -> str:
    """Return the registry id of an entity, which outlasts a rename; the entity id of one that is not registered."""
    entry = er.async_get(hass).async_get(entity_id)
    return entity_id if entry is None else entry.id


_OPTIONS = tuple(settings.DEFAULTS)

PLACEHOLDERS = {
    f"{edge}_{name}": str(value)
    for name, limits in settings.NUMBERS.items()
    for edge, value in (("min", limits.lowest), ("max", limits.highest))
} | {
    "name_fields": "{summary}, {arrival}, {departure}",
    "message_fields": ", ".join(f"{{{name}}}" for name in MESSAGE_FIELDS),
    "max_message": str(LONGEST_MESSAGE),
}


class BookingSteps(ReplaceLockSteps):
    """Steps of the config flow that follow a calendar."""

    # contract 16.40
    async def async_step_bookings(
        self, user_input: dict[str, Any] | None = None
    ) -> ConfigFlowResult:
        """Choose calendar, locks and terms."""
        errors: dict[str, str] = {}
        if not async_can_follow(self.hass):
            return self.async_abort(reason="nothing_to_follow")
        shown: Mapping[str, Any] = settings.DEFAULTS
        if user_input is not None:
            shown = without_sections(user_input)
            options, found = async_check_bookings(self.hass, shown)
            errors = _at_sections(found)
            calendar = user_input[CONF_CALENDAR]
            if self._is_followed(calendar, options[CONF_LOCKS]):
                errors[CONF_CALENDAR] = "already_followed"
            if not errors:
                return self.async_create_entry(
                    title=self._calendar_name(calendar),
                    data={
                        CONF_CALENDAR: _lasting_id(self.hass, calendar),
                        CONF_IS_STORED: False,
                    },
                    options=options,
                )
        schema = vol.Schema(
            {
                vol.Required(CONF_CALENDAR): _calendar_selector(self.hass),
                **bookings_schema(self.hass, errors),
            }
        )
        return self.async_show_form(
            step_id="bookings",
            data_schema=self.add_suggested_values_to_schema(
                schema, _with_sections(shown)
            ),
            errors=errors,
            description_placeholders=PLACEHOLDERS,
        )

    async def async_step_booking_calendar(
        self, user_input: dict[str, Any] | None = None
    ) -> ConfigFlowResult:
        """Follow another calendar: that of the same bookings, at another service."""
        entry = self._get_reconfigure_entry()
        if user_input is not None:
            lasting = _lasting_id(self.hass, user_input[CONF_CALENDAR])
            return self.async_update_reload_and_abort(
                entry,
                data={**entry.data, CONF_CALENDAR: lasting},
                reason="calendar_changed",
            )
        return self.async_show_form(
            step_id="booking_calendar",
            data_schema=vol.Schema(
                {vol.Required(CONF_CALENDAR): _calendar_selector(self.hass)}
            ),
        )

    def _calendar_name(self, entity_id: str) -> str:
        state = self.hass.states.get(entity_id)
        return entity_id if state is None else state.name

    def _is_followed(self, calendar: str, lock_ids: list[str]) -> bool:
        """Return whether another entry has the same bookings on one of these locks."""
        calendar = _lasting_id(self.hass, calendar)
        return any(
            is_booking_entry(entry)
            and entry.data[CONF_CALENDAR] == calendar
            and not set(lock_ids).isdisjoint(entry.options[CONF_LOCKS])
            for entry in self.hass.config_entries.async_entries(DOMAIN)
        )


class BookingOptionsFlow(OptionsFlowWithReload):
    """Change locks and terms of a booking entry; it is reloaded."""

    # contract 16.41
    async def async_step_init(
        self, user_input: dict[str, Any] | None = None
    ) -> ConfigFlowResult:
        """Show the options."""
        errors: dict[str, str] = {}
        locks = _lock_entity_ids(self.hass)
        stored = self.config_entry.options
        shown: Mapping[str, Any] = {
            **settings.DEFAULTS,
            **stored,
            CONF_LOCKS: [locks[each] for each in stored[CONF_LOCKS] if each in locks],
        }
        notify = shown[settings.CONF_NOTIFY]
        if notify is not None:
            notify = async_current_entity_id(self.hass, notify)
        shown = {**shown, settings.CONF_NOTIFY: notify}
        if user_input is not None:
            shown = without_sections(user_input)
            options, found = async_check_bookings(self.hass, shown)
            errors = _at_sections(found)
            if not errors:
                return self.async_create_entry(data=options)
        return self.async_show_form(
            step_id="init",
            data_schema=self.add_suggested_values_to_schema(
                vol.Schema(bookings_schema(self.hass, errors)), _with_sections(shown)
            ),
            errors=errors,
            description_placeholders=PLACEHOLDERS,
        )
