"""Actions ``export_codes`` and ``import_codes``: carry the codes of a household to another Home Assistant, encrypted."""

import asyncio
from collections.abc import Sequence
from dataclasses import dataclass
from functools import partial
from itertools import batched
from secrets import randbelow
from typing import Any
from uuid import uuid4

import orjson

from homeassistant.core import Context, HomeAssistant, callback
from homeassistant.exceptions import HomeAssistantError

from ..core.model import AccessCode, LockRecord, SeenEntity
from ..core.requests.import_code import import_code
from ..core.requests.portable import (
    Portable,
    PortableCode,
    PortableLock,
    is_portable,
    matched_locks,
    portable_code,
    portable_from_json,
    portable_to_json,
)
from ..core.requests.refused import Refused
from ..engine.change_queue import RecordChange
from ..engine.pacing import async_pace
from ..entry import AccessCodesRuntime
from ..presentation.messages import async_error_text, async_load_language, async_text
from ..storage.sealed_text import NotOpened, OtherVersion, seal, unseal
from .errors import refusal, translated
from .fields import Answer, Fields
from .linked import (
    async_every_linked_lock,
    async_linked_lock,
    async_linked_locks,
    async_names_of_locks,
    async_with_entity,
)

_SHORTEST_PASSPHRASE = 12

_AT_ONCE = 25
"""Codes that are created in one write of a record: a decision about hundreds would hold up the event loop."""

_CREATED, _THERE, _REFUSED = "created", "already_there", "refused"


# contract 17.50, 17.51, 17.53
async def async_export_codes(hass: HomeAssistant, fields: Fields, _: Context) -> Answer:
    """Return the codes as a text that the passphrase opens: ``{"export", "exported", "locks", "left_out"}``."""
    passphrase: str = fields["passphrase"]
    if len(passphrase) < _SHORTEST_PASSPHRASE:
        limit = str(_SHORTEST_PASSPHRASE)
        raise refusal("passphrase_too_short", field="passphrase", limit=limit)
    if "lock" in fields:
        found = async_linked_locks(hass, fields["lock"])
    else:
        found = async_every_linked_lock(hass)
    language = await async_load_language(hass, fields.get("language"))
    left_out: list[Answer] = []
    locks = tuple([_exported(hass, linked, left_out, language) for linked in found])
    content = orjson.dumps(portable_to_json(Portable(locks)))
    return {
        "export": await hass.async_add_executor_job(seal, content, passphrase),
        "exported": sum(len(lock.codes) for lock in locks),
        "locks": [lock.entity_id for lock in locks],
        "left_out": left_out,
    }


# contract 17.51
@callback
def _exported(
    hass: HomeAssistant,
    linked: AccessCodesRuntime,
    left_out: list[Answer],
    language: str | None,
) -> PortableLock:
    """Return a lock with its codes, and add those without a known PIN to the list of codes left out."""
    entity_id = linked.lock.where()[0] or ""
    engine = linked.engine
    codes = []
    for code in engine.record.codes.values():
        if not is_portable(code, engine.world.now):
            continue
        if code.pin is not None:
            codes.append(portable_code(code, code.pin))
            continue
        reason = async_text(hass, "pin_of_code_not_known", language)
        left_out.append(
            {"name": code.name, "lock_entity_id": entity_id, "reason": reason}
        )
    return PortableLock(entity_id, linked.lock.name, tuple(codes))


@dataclass(frozen=True, slots=True)
class _Wish:
    """A code of an export, and the lock here that is to have it."""

    lock: PortableLock
    entity_id: str | None
    code: PortableCode
    access_code_id: str


# contract 17.56
async def async_import_codes(
    hass: HomeAssistant, fields: Fields, context: Context
) -> Answer:
    """Create the codes of an export, or only tell the fate of each: ``{"is_dry_run", "results", ...}``."""
    is_dry_run: bool = fields["dry_run"]
    language = await async_load_language(hass, fields.get("language"))
    portable = await _async_opened(hass, fields["export"], fields["passphrase"])
    with translated():
        targets = matched_locks(
            portable.locks, async_names_of_locks(hass), fields["lock_mapping"]
        )
    wishes = [
        _Wish(lock, entity_id, code, str(uuid4()))
        for lock, entity_id in zip(portable.locks, targets, strict=True)
        for code in lock.codes
    ]
    if is_dry_run:
        results = await _async_tried(hass, wishes, language)
    else:
        results = []
        for some in batched(wishes, _AT_ONCE, strict=False):
            results += await asyncio.gather(
                *(_async_made(hass, wish, context, language) for wish in some)
            )
    counts = {
        outcome: sum(result["outcome"] == outcome for result in results)
        for outcome in (_CREATED, _THERE, _REFUSED)
    }
    return {"is_dry_run": is_dry_run, "results": results, **counts}


# contract 17.55
async def _async_opened(hass: HomeAssistant, text: str, passphrase: str) -> Portable:
    """Return the codes of an export. Raises a refusal, without a part of the text."""
    try:
        content = await hass.async_add_executor_job(unseal, text, passphrase)
    except NotOpened:
        raise refusal("export_not_opened") from None
    except OtherVersion:
        raise refusal("export_of_other_version") from None
    with translated():
        return await hass.async_add_executor_job(_parsed, content)


def _parsed(content: bytes) -> Portable:
    """Parse an opened text. Raises Refused. Time zones are read from files: not for the event loop."""
    try:
        raw = orjson.loads(content)
    except orjson.JSONDecodeError:
        raise Refused("export_damaged") from None
    return portable_from_json(raw)


# contract 17.56
async def _async_tried(
    hass: HomeAssistant, wishes: Sequence[_Wish], language: str | None
) -> list[Answer]:
    """Return the fate of each code, one after the other, without a change."""
    records: dict[str, LockRecord] = {}
    results = []
    introduced: set[str] = set()
    pace = async_pace(hass)
    for wish in wishes:
        await pace.async_step()
        try:
            linked, change = _creation(hass, wish)
            engine = linked.engine
            with translated():
                if engine.entry_id not in introduced:
                    introduced.add(engine.entry_id)
                    await engine.async_introduced()
                record = records.get(engine.entry_id, engine.record)
                records[engine.entry_id], code = change(record, engine.world)
        except HomeAssistantError as error:
            results.append(_refused(hass, wish, error, language))
        else:
            results.append(_result(wish, _THERE if code is None else _CREATED))
    return results


# contract 17.58
async def _async_made(
    hass: HomeAssistant, wish: _Wish, context: Context, language: str | None
) -> Answer:
    """Create one code, and return its fate."""
    try:
        linked, change = _creation(hass, wish)
        with translated():
            code = await linked.engine.async_request(change, context)
    except HomeAssistantError as error:
        return _refused(hass, wish, error, language)
    if code is None:
        return _result(wish, _THERE)
    return _result(wish, _CREATED, access_code_id=wish.access_code_id)


@callback
def _creation(
    hass: HomeAssistant, wish: _Wish
) -> tuple[AccessCodesRuntime, RecordChange[AccessCode | None]]:
    """Return the lock of a code, and the request that creates it there. Raises a refusal."""
    if wish.entity_id is None:
        raise refusal("lock_not_linked", lock=wish.lock.name)
    linked = async_linked_lock(hass, wish.entity_id)
    seen: SeenEntity | None = None
    if wish.code.active_while is not None:
        given = {"active_while": wish.code.active_while}
        seen = async_with_entity(hass, given)["active_while"]
    return linked, partial(
        import_code,
        wanted=wish.code,
        active_while=seen,
        access_code_id=wish.access_code_id,
        draw=randbelow,
    )


@callback
def _refused(
    hass: HomeAssistant, wish: _Wish, error: HomeAssistantError, language: str | None
) -> Answer:
    return _result(
        wish,
        _REFUSED,
        reason=async_error_text(hass, error, language),
        translation_key=error.translation_key,
    )


def _result(wish: _Wish, outcome: str, **details: Any) -> Answer:
    """Return the fate of a code, without its PIN."""
    return {
        "name": wish.code.name,
        "lock": wish.lock.entity_id,
        "lock_entity_id": wish.entity_id,
        "outcome": outcome,
        "reason": None,
        "translation_key": None,
        "access_code_id": None,
        **details,
    }
