"""Answers about access: who has it, who gets it next, and how one code is. None holds a PIN."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass

from homeassistant.core import HomeAssistant, callback
from homeassistant.util import dt as dt_util

from ..core.access import AccessNow, access_now, codes_like, next_access
from ..core.model import AccessCode
from ..core.record.json_types import Json
from ..core.record.unmanaged import unmanaged_contents
from ..entry import AccessCodesRuntime
from ..presentation.messages import async_text, time_text
from ..presentation.objects import async_access_code_objects
from .locks import Asked, async_find_locks

MOST_NAMES = 10
"""Number of names in a sentence: it is to be listened to."""

MOST_CODES = 50
"""Number of codes in the data of an answer, and of names in each list."""

SHOWN = (
    "name",
    "status",
    "display_status",
    "starts_at",
    "ends_at",
    "recurrence",
    "next_window",
    "is_paused",
    "is_one_time_use",
)
"""Properties of an access code that an answer may hold."""


@dataclass(frozen=True, slots=True)
class Answer:
    """An answer: sentences in the language that was asked for, and the same as data."""

    text: str
    data: dict[str, Json]


type Question = Callable[[HomeAssistant, Asked], Answer]


# contract 11.131
@callback
def async_who_has_access(hass: HomeAssistant, asked: Asked) -> Answer:
    """Return who can open the locks at this instant, and who may be able to."""
    found = async_find_locks(hass, asked)
    sentences: list[str] = []
    locks: list[Json] = []
    for linked in found.locks:
        engine = linked.engine
        access = access_now(
            engine.record.codes.values(), engine.plan.views, engine.world.now
        )
        of_others = _count_of_others(linked)
        sentences += _access_sentences(hass, linked, access, of_others, asked.language)
        locks.append(
            {
                "lock": linked.lock.name,
                "can_open_now": _names(access.confirmed),
                "not_confirmed_on_lock": _names(access.unconfirmed),
                "may_still_open": _names(access.lingering),
                "number_of_codes_of_others": of_others,
            }
        )
    return _answer([*sentences, *found.failures], {"locks": locks})


def _access_sentences(
    hass: HomeAssistant,
    linked: AccessCodesRuntime,
    access: AccessNow,
    of_others: int,
    language: str | None,
) -> list[str]:
    lock = linked.lock.name
    sentences = []
    for key, codes in (
        ("assist_can_open", access.confirmed),
        ("assist_not_confirmed", access.unconfirmed),
        ("assist_may_still_open", access.lingering),
    ):
        if codes:
            names = _spoken(hass, codes, language)
            sentences.append(async_text(hass, key, language, lock=lock, names=names))
    if not access.confirmed:
        none = async_text(hass, "assist_none_can_open", language, lock=lock)
        sentences.insert(0, none)
    if of_others:
        count = str(of_others)
        sentences.append(
            async_text(hass, "assist_codes_of_others", language, lock=lock, count=count)
        )
    return sentences


# contract 11.132
@callback
def async_who_comes_next(hass: HomeAssistant, asked: Asked) -> Answer:
    """Return who gets access next to each of the locks, and when."""
    found, language = async_find_locks(hass, asked), asked.language
    sentences: list[str] = []
    locks: list[Json] = []
    for linked in found.locks:
        lock, engine = linked.lock.name, linked.engine
        following = next_access(engine.record.codes.values(), engine.world.now)
        if following is None:
            sentences.append(async_text(hass, "assist_none_next", language, lock=lock))
            locks.append({"lock": lock, "next": None})
            continue
        sentences.append(
            async_text(
                hass,
                "assist_next",
                language,
                lock=lock,
                names=_spoken(hass, following.codes, language),
                time=time_text(following.at, dt_util.utcnow()),
            )
        )
        following_data: Json = {
            "names": _names(following.codes),
            "starts_at": following.at.isoformat(),
        }
        locks.append({"lock": lock, "next": following_data})
    return _answer([*sentences, *found.failures], {"locks": locks})


# contract 11.133
@callback
def async_code_status(hass: HomeAssistant, asked: Asked) -> Answer:
    """Return how the codes with a name are, on the locks that are meant."""
    found, language = async_find_locks(hass, asked), asked.language
    sentences: list[str] = []
    shown: list[Json] = []
    count = 0
    for linked in found.locks:
        lock = linked.lock.name
        like = codes_like(linked.engine.record.codes.values(), asked.code or "")
        count += len(like)
        codes = like[: MOST_CODES - len(shown)]
        for code, properties in zip(
            codes, async_shown_codes(hass, linked, codes, language), strict=True
        ):
            shown.append({"lock": lock, **properties})
            status = str(properties["display_status"])
            sentences.append(_status_sentence(hass, lock, code, status, language))
    if count > MOST_NAMES:
        more = str(count - MOST_NAMES)
        said = async_text(hass, "assist_more_codes", language, count=more)
        sentences[MOST_NAMES:] = [said]
    if not count and found.locks:
        # Without the name that was asked for: it may be a PIN.
        sentences.append(async_text(hass, "assist_code_not_found", language))
    return _answer([*sentences, *found.failures], {"access_codes": shown})


def _status_sentence(
    hass: HomeAssistant,
    lock: str,
    code: AccessCode,
    status: str,
    language: str | None,
) -> str:
    sentence = async_text(
        hass, "assist_code_status", language, name=code.name, lock=lock, status=status
    )
    if (window := code.window) is None:
        return sentence
    times = async_text(
        hass,
        "assist_code_window",
        language,
        starts_at=time_text(window.starts_at),
        ends_at=time_text(window.ends_at),
    )
    return f"{sentence} {times}"


# contract 11.134
@callback
def async_shown_codes(
    hass: HomeAssistant,
    linked: AccessCodesRuntime,
    codes: Iterable[AccessCode],
    language: str | None,
) -> list[dict[str, Json]]:
    """Return the properties of codes that an answer may hold, without PINs."""
    objects = async_access_code_objects(
        hass, linked, codes, "", reveal=False, language=language
    )
    return [{key: each[key] for key in SHOWN} for each in objects]


def _answer(sentences: list[str], data: dict[str, Json]) -> Answer:
    text = " ".join(sentences)
    return Answer(text, {"answer": text, **data})


def _count_of_others(linked: AccessCodesRuntime) -> int:
    """Return the number of unmanaged codes that the lock has not switched off."""
    record, world = linked.engine.record, linked.engine.world
    return len(unmanaged_contents(record, world).keys() - record.inactive_since.keys())


def _names(codes: tuple[AccessCode, ...]) -> list[Json]:
    return [code.name for code in codes[:MOST_CODES]]


def _spoken(
    hass: HomeAssistant, codes: tuple[AccessCode, ...], language: str | None
) -> str:
    """Return the names of codes in a sentence, the first few of them."""
    names = ", ".join(code.name for code in codes[:MOST_NAMES])
    if len(codes) <= MOST_NAMES:
        return names
    more = str(len(codes) - MOST_NAMES)
    return async_text(hass, "assist_names_and_more", language, names=names, count=more)
