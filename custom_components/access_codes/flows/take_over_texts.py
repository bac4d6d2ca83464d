"""Texts of the dialog that takes codes over from another manager: names, locks, slots and windows, and never a PIN."""

from collections.abc import Iterable

from homeassistant.core import HomeAssistant, callback
from homeassistant.helpers import entity_registry as er

from ..core.display_text import in_markdown, is_in_text
from ..core.other_managers.model import Duty, OtherCalendar, OtherCode, OtherEntry
from ..core.requests.take_over import Verdict
from ..linking.linked_lock import async_lock_name
from ..linking.other_inventory import Inventory
from ..presentation.messages import async_text, time_text
from .take_over_work import Verdicts, acceptable


@callback
def lock_names(hass: HomeAssistant, entity_ids: Iterable[str]) -> str:
    """Return the names of locks; of one that is not there its entity id."""
    registry = er.async_get(hass)
    locks = {entity_id: registry.async_get(entity_id) for entity_id in entity_ids}
    return ", ".join(
        entity_id if lock is None else async_lock_name(hass, lock)
        for entity_id, lock in locks.items()
    )


# contract 17.3
@callback
def code_label(hass: HomeAssistant, code: OtherCode) -> str:
    """Return a code as a choice: its name, unless that holds its PIN, its slot and its locks."""
    return async_text(
        hass,
        "take_over_label",
        name=_name(hass, code),
        slot="–" if code.slot is None else str(code.slot),
        locks=lock_names(hass, code.lock_entity_ids),
    )


# contract 17.3
@callback
def list_entries(hass: HomeAssistant, inventory: Inventory) -> str:
    """Return what another manager has, as a list in Markdown: each code with what carries over, or why it does not."""
    lines = []
    for entry in inventory.entries:
        if len(inventory.entries) > 1 or entry.problem is not None:
            lines.append(f"- **{in_markdown(entry.title)}**{_problem(hass, entry)}")
        lines += [_code_line(hass, code) for code in entry.codes]
    found = {duty for entry in inventory.entries for duty in entry.duties}
    lines += [
        f"- {async_text(hass, f'take_over_{duty}')}" for duty in Duty if duty in found
    ]
    return "\n".join(lines)


def _problem(hass: HomeAssistant, entry: OtherEntry) -> str:
    if entry.problem is None:
        return ""
    return f": {async_text(hass, f'take_over_{entry.problem}')}"


def _code_line(hass: HomeAssistant, code: OtherCode) -> str:
    """Return a code with its validity, or the obstacle, and how to do it here."""
    if code.obstacle is not None:
        parts = [async_text(hass, f"take_over_{code.obstacle}")]
    else:
        parts = list(_validity(hass, code))
    return f"- {in_markdown(code_label(hass, code))}: {' '.join(parts)}"


def _validity(hass: HomeAssistant, code: OtherCode) -> Iterable[str]:
    """Return when the code is valid, and what is not quite the same here."""
    if code.starts_at is None or code.ends_at is None:
        yield async_text(hass, "assist_valid_ongoing")
    else:
        times = {
            "starts_at": time_text(code.starts_at),
            "ends_at": time_text(code.ends_at),
        }
        if code.recurrence is None:
            yield async_text(hass, "assist_valid_window", **times)
        else:
            yield async_text(
                hass, "assist_valid_recurring", **times, rule=code.recurrence
            )
    if not code.is_enabled:
        yield async_text(hass, "take_over_disabled")
    if code.condition is not None:
        entity = in_markdown(code.condition)
        yield async_text(hass, "take_over_condition", entity=entity)
    if code.uses_left is not None:
        yield async_text(hass, "take_over_uses", uses=str(code.uses_left))
    if code.calendar is not None:
        calendar = in_markdown(code.calendar)
        yield async_text(hass, "take_over_booking", calendar=calendar)


# contract 17.40
@callback
def list_verdicts(
    hass: HomeAssistant, codes: Iterable[OtherCode], verdicts: Verdicts
) -> tuple[str, str]:
    """Return the codes that are taken over and those that are not, with the reasons, as two lists in Markdown."""
    keys = acceptable(verdicts)
    taken: list[str] = []
    refused: list[str] = []
    for code in codes:
        label = f"- {in_markdown(code_label(hass, code))}"
        reasons = dict.fromkeys(
            text
            for entity_id, verdict in verdicts.get(code.key, {}).items()
            if (text := _verdict(hass, entity_id, verdict))
        )
        line = ": ".join((label, " ".join(reasons))) if reasons else label
        (taken if code.key in keys else refused).append(line)
    return "\n".join(taken) or "–", "\n".join(refused) or "–"


def _verdict(hass: HomeAssistant, entity_id: str, verdict: Verdict) -> str:
    """Return what is to be said of a code on one lock; nothing where all is well."""
    name = lock_names(hass, [entity_id])
    lock = in_markdown(name)
    if verdict.refusal is not None:
        placeholders = {**verdict.refusal.placeholders, "lock": name}
        placeholders.setdefault("field", "code")
        reason = async_text(
            hass,
            verdict.refusal.key,
            **{key: in_markdown(text) for key, text in placeholders.items()},
        )
        return async_text(hass, "take_over_refused", lock=lock, reason=reason)
    notes = [
        key
        for key, applies in (
            ("take_over_ours_already", verdict.is_ours_already),
            ("take_over_renamed", verdict.is_renamed),
            ("take_over_off", verdict.is_off),
            ("take_over_unproven", verdict.is_unproven),
        )
        if applies
    ]
    return " ".join(async_text(hass, key, lock=lock) for key in notes)


# contract 17.30
@callback
def list_calendars(hass: HomeAssistant, calendars: Iterable[OtherCalendar]) -> str:
    """Return how each entry of Rental Control makes codes, and what to set for that here, as a list in Markdown."""
    lines = []
    for calendar in calendars:
        title = f"- **{in_markdown(calendar.title)}**"
        if calendar.problem is not None:
            lines.append(
                f"{title}: {async_text(hass, f'take_over_{calendar.problem}')}"
            )
            continue
        shown = {
            "lock": calendar.keymaster_lock or "–",
            "slots": f"{calendar.slots.start}-{calendar.slots.stop - 1}",
            "check_in": calendar.check_in or "–",
            "check_out": calendar.check_out or "–",
            "before": str(calendar.minutes_before),
            "after": str(calendar.minutes_after),
            "length": "–"
            if calendar.code_length is None
            else str(calendar.code_length),
        }
        escaped = {key: in_markdown(text) for key, text in shown.items()}
        parts = [async_text(hass, "take_over_calendar", **escaped)]
        if calendar.honors_event_times:
            parts.append(async_text(hass, "take_over_event_times"))
        lines.append(f"{title}: {' '.join(parts)}")
    return "\n".join(lines)


def _name(hass: HomeAssistant, code: OtherCode) -> str:
    if code.name is None or (
        code.pin is not None and is_in_text(code.pin.reveal(), code.name)
    ):
        slot = "–" if code.slot is None else str(code.slot)
        return async_text(hass, "unmanaged_access_code", slot=slot)
    return code.name
