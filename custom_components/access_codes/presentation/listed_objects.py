"""Objects of all codes of a lock, with PINs, for lists: those that follow from the same as the last time are kept."""

from collections.abc import Container, Iterable, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any
from weakref import WeakKeyDictionary

from homeassistant.core import HomeAssistant, callback
from homeassistant.helpers.json import json_bytes
from homeassistant.util import dt as dt_util
from homeassistant.util.hass_dict import HassKey
from homeassistant.util.json import JsonValueType, json_loads_array

from ..core.backup_codes import uses_pool
from ..core.display_status import said_until
from ..core.model import AccessCode, CodeView, MutationCode, Placement, Problem
from ..core.record.json_types import Json
from ..engine.lock_engine import LockEngine
from ..engine.updates import Update
from ..entry import AccessCodesRuntime
from .local_time import as_shown
from .messages import async_texts
from .objects import DELETED_VIEW, async_object_builder
from .slots import slot_metadata

_FOR_EVER = datetime.max.replace(tzinfo=UTC)


@dataclass(slots=True)
class _Listed:
    """The object of a code, without its PIN, and what it follows from besides the frame."""

    code: AccessCode
    view: CodeView
    placement: Placement | None
    metadata: Mapping[str, str | int] | None
    is_backup_available: bool
    since: datetime
    until: datetime
    """From then on, the clock alone may have changed it."""
    shown: bytes
    """The object as JSON: Python does not look for garbage in thousands of them, and each answer gets lists and
    objects of its own."""


class _ListedObjects:
    """The objects of one lock's codes that are kept, each until its code changes."""

    def __init__(self) -> None:
        """Start without objects."""
        self._frame: tuple[object, ...] = ()
        self._texts: Mapping[str, str] | None = None
        self.by_id: dict[str, _Listed] = {}

    def begin(
        self,
        frame: tuple[object, ...],
        texts: Mapping[str, str],
        codes: Container[str],
    ) -> None:
        """Drop all objects if what they share is another than the last time, and those of codes that are gone."""
        # Texts are compared by identity: there are many, and Home Assistant keeps those of a language.
        if self._frame != frame or self._texts is not texts:
            self._frame, self._texts = frame, texts
            self.by_id.clear()
        for gone in [key for key in self.by_id if key not in codes]:
            del self.by_id[gone]

    @callback
    def forget(self, update: Update) -> None:
        """Drop the objects of codes that changed or are gone: nobody may ask again, and they hold PINs."""
        for access_code_id in update.changed | update.removed:
            self.by_id.pop(access_code_id, None)


_LISTED: HassKey[WeakKeyDictionary[LockEngine, _ListedObjects]] = HassKey(
    "access_codes_listed_objects"
)


@callback
def _async_listed(hass: HomeAssistant, engine: LockEngine) -> _ListedObjects:
    """Return what is kept of a lock, as long as its engine lives."""
    of_engines = hass.data.setdefault(_LISTED, WeakKeyDictionary())
    listed = of_engines.get(engine)
    if listed is None:
        listed = of_engines[engine] = _ListedObjects()
        engine.subscribe(listed.forget)
    return listed


# contract 6.5
@callback
def async_listed_objects(
    hass: HomeAssistant,
    linked: AccessCodesRuntime,
    codes: Iterable[AccessCode],
    workspace_id: str,
) -> list[dict[str, Json]]:
    """Return the objects of codes of the record, with PINs, as of now. The caller may change them."""
    now = dt_util.utcnow()
    frame = (
        *linked.lock.where(),
        linked.lock.name,
        workspace_id,
        dt_util.get_default_time_zone(),
        # An instant of today is said without its date.
        as_shown(now).date(),
    )
    engine, plan = linked.engine, linked.engine.plan
    listed = _async_listed(hass, engine)
    listed.begin(frame, async_texts(hass), engine.record.codes)
    build = async_object_builder(hass, linked, workspace_id, reveal=True)
    metadata_of, by_owner = slot_metadata(linked), engine.record.placements_by_owner()
    by_id, views, found, shown = listed.by_id, plan.views, list(codes), []
    for code in found:
        access_code_id = code.access_code_id
        view = views.get(access_code_id, DELETED_VIEW)
        placement = by_owner.get(access_code_id)
        metadata = None if placement is None else metadata_of(placement.slot)
        is_backup_available = plan.is_backup_available and uses_pool(code, now)
        known = by_id.get(access_code_id)
        if (
            known is None
            or known.code is not code
            or (known.view is not view and known.view != view)
            or known.placement is not placement
            or not known.since <= now < known.until
            or known.metadata != metadata
            or known.is_backup_available is not is_backup_available
        ):
            known = _Listed(
                code,
                view,
                placement,
                metadata,
                is_backup_available,
                now,
                said_until(code, view.status, now) or _FOR_EVER,
                json_bytes({**build(code, placement), "code": None}),
            )
            if _can_be_kept(view):
                by_id[access_code_id] = known
            else:
                by_id.pop(access_code_id, None)
        shown.append(known.shown)
    answers = json_loads_array(b"[" + b",".join(shown) + b"]")
    return [
        _with_pin(answer, code) for answer, code in zip(answers, found, strict=True)
    ]


def _can_be_kept(view: CodeView) -> bool:
    """Return whether an object contains neither the name of another code nor a PIN besides the code's own."""
    problems: tuple[Problem[Any], ...] = (*view.errors, *view.warnings)
    return not (
        any(each.details.get("managed_access_code_id") for each in problems)
        or any(each.code is MutationCode.UPDATING_CODE for each in view.mutations)
    )


def _with_pin(answer: JsonValueType, code: AccessCode) -> dict[str, Json]:
    """Return the object of a code with its PIN, which is not kept beside the code."""
    assert isinstance(answer, dict)
    answer["code"] = None if code.pin is None else code.pin.reveal()
    return answer
