"""Questions and answers in the language of the conversation, whatever Home Assistant's own language is."""

import json
from pathlib import Path
from typing import Any

import pytest
from pytest_homeassistant_custom_component.common import MockConfigEntry

import custom_components.access_codes
from homeassistant.core import HomeAssistant
from homeassistant.helpers import (
    area_registry as ar,
    device_registry as dr,
    entity_registry as er,
    llm,
)
from tests.integration.actions.conftest import back, doors, front
from tests.support.action_calls import FRONT, PIN, async_created
from tests.support.talk import (
    SENTENCES,
    async_add_admin,
    async_confirmed,
    async_say,
    async_set_up_assist,
    async_use,
    message_of,
)

__all__ = ["back", "doors", "front"]

TRANSLATIONS = Path(custom_components.access_codes.__file__).parent / "translations"

SAID = {
    "en": (
        ("who has access", "who can open the front door right now"),
        ("who comes next", "who comes next at the front door"),
        ("is Anna's code set", "is Anna's code on the front door"),
        "who has access to the hall",
    ),
    "da": (
        ("hvem har adgang", "hvem kan åbne Front door lige nu"),
        ("hvem kommer som den næste", "hvem får adgang som næste til Front door"),
        ("er koden til Anna sat", "hvad er status for Anna på Front door"),
        "hvem har adgang til Hall",
    ),
    "de": (
        ("wer hat gerade Zugang", "Wer kann jetzt die Front door öffnen?"),
        ("wer kommt als nächstes", "wer bekommt als nächster Zugang zur Front door"),
        (
            "wie ist der Status von Anna",
            "ist der Zugangscode von Anna an der Front door",
        ),
        "wer hat Zugang zum Hall",
    ),
    "es": (
        ("¿quién tiene acceso?", "quién puede abrir la Front door ahora"),
        ("quién es el siguiente", "quién viene después a la Front door"),
        ("está puesto el código de Anna", "cuál es el estado de Anna en la Front door"),
        "quién tiene acceso a la Hall",
    ),
    "fr": (
        ("qui a accès maintenant", "qui peut ouvrir la Front door"),
        ("qui est le prochain", "qui vient ensuite à la Front door"),
        ("quel est l'état de Anna", "est-ce que le code de Anna est sur la Front door"),
        "qui a accès au Hall",
    ),
    "it": (
        ("chi ha accesso adesso", "chi può aprire la Front door"),
        ("chi è il prossimo", "chi arriva dopo alla Front door"),
        ("il codice di Anna è impostato", "qual è lo stato di Anna sulla Front door"),
        "chi ha accesso alla Hall",
    ),
    "ja": (
        ("今、誰が入れますか", "Front doorを開けられるのは誰ですか"),
        ("次に来るのは誰ですか", "Front doorに次に入るのは誰ですか"),
        (
            "Annaのコードは設定されていますか",
            "AnnaのコードはFront doorに入っていますか",
        ),
        "誰がHallに入れますか",
    ),
    "nl": (
        ("wie heeft nu toegang", "wie kan de Front door openen"),
        ("wie komt als volgende", "wie krijgt als volgende toegang tot de Front door"),
        ("wat is de status van Anna", "staat de code van Anna op de Front door"),
        "wie heeft toegang tot de Hall",
    ),
    "pl": (
        ("kto ma teraz dostęp", "kto może otworzyć Front door"),
        ("kto jest następny", "kto jako następny przychodzi do Front door"),
        ("czy kod Anna jest ustawiony", "jaki jest stan kodu Anna na Front door"),
        "kto ma dostęp do Hall",
    ),
    "pt-BR": (
        ("quem tem acesso agora", "quem pode abrir a Front door"),
        ("quem é o próximo", "quem vem depois na Front door"),
        ("o código de Anna está definido", "o código de Anna está na Front door"),
        "quem tem acesso ao Hall",
    ),
    "sv": (
        ("vem har tillträde just nu", "vem kan öppna Front door"),
        ("vem kommer härnäst", "vem får tillträde härnäst till Front door"),
        ("är koden för Anna inställd", "finns koden för Anna på Front door"),
        "vem har tillträde till Hall",
    ),
    "zh-Hans": (
        ("现在谁有权限", "谁能打开Front door"),
        ("下一个来的是谁", "谁下一个来Front door"),
        ("Anna的密码设置好了吗", "Anna的密码在Front door上吗"),
        "谁有Hall的通行权限",
    ),
}
"""For each language: who has access, who comes next, and how a code is, each without and with a lock; and an area."""


def text(language: str, key: str, **placeholders: str) -> str:
    """Return a text as its translation has it."""
    texts = json.loads((TRANSLATIONS / f"{language}.json").read_text())
    message: str = texts["exceptions"][key]["message"]
    return message.format(**placeholders)


@pytest.mark.contract("11.149", "11.150")
@pytest.mark.parametrize("language", SAID)
async def test_a_question_is_understood_and_answered_in_its_language(
    hass: HomeAssistant, front: MockConfigEntry, language: str
) -> None:
    await async_set_up_assist(hass, FRONT)
    hall = ar.async_get(hass).async_create("Hall")
    door = er.async_get(hass).async_get(FRONT)
    assert door is not None
    assert door.device_id is not None
    dr.async_get(hass).async_update_device(door.device_id, area_id=hall.id)
    await async_created(hass, name="Anna", code=PIN)
    who, following, status, in_area = SAID[language]
    lock = "Front door"
    can_open = text(language, "assist_can_open", lock=lock, names="Anna")
    for sentence in (*who, in_area):
        answer = await async_say(hass, sentence, language)
        assert answer == ("query_answer", can_open), sentence
    nobody = text(language, "assist_none_next", lock=lock)
    for sentence in following:
        assert (await async_say(hass, sentence, language))[1] == nobody, sentence
    for sentence in status:
        _, answer_text = await async_say(hass, sentence, language)
        begins = text(
            language, "assist_code_status", name="Anna", lock=lock, status="|"
        )
        assert answer_text.startswith(begins.split("|")[0]), sentence


@pytest.mark.contract("11.149")
def test_each_language_of_the_texts_has_its_sentences() -> None:
    # A variant of a language has that one's; Home Assistant's sentences name Simplified Chinese by its country.
    texts = {file.stem for file in TRANSLATIONS.glob("*.json")} - {"en-GB"}
    folders = {folder.name for folder in SENTENCES.iterdir()}
    assert folders == texts - {"zh-Hans"} | {"zh-CN"}
    assert set(SAID) == texts


@pytest.mark.contract("11.150")
async def test_a_variant_and_an_unknown_language_are_answered(
    hass: HomeAssistant, front: MockConfigEntry
) -> None:
    await async_set_up_assist(hass, FRONT)
    asked = ("who_comes_next", llm.LLM_API_ASSIST)
    for language, spoken in (
        ("de-AT", "de"),
        ("zh-CN", "zh-Hans"),
        ("*", "en"),
        ("tlh", "en"),
        (None, "en"),
    ):
        result = await async_use(hass, message_of(None, language=language), *asked)
        nobody = text(spoken, "assist_none_next", lock="Front door")
        assert result.data["answer"] == nobody, language


@pytest.mark.contract("11.137", "11.150")
async def test_a_change_is_described_and_told_in_the_language_of_the_conversation(
    hass: HomeAssistant, front: MockConfigEntry
) -> None:
    await async_set_up_assist(hass, FRONT)
    admin = await async_add_admin(hass)
    await async_created(hass, name="Anna", code=PIN)
    german = {"language": "de"}
    named = {"name": "Anna", "lock": "Front door"}
    asked = await async_use(
        hass, message_of(admin, **german), "pause_code", code_name="Anna"
    )
    assert asked.data["will_do"] == text("de", "assist_will_pause", **named)
    done = await async_use(
        hass,
        message_of(admin, **german),
        "pause_code",
        code_name="Anna",
        confirmation=asked.data["confirmation"],
    )
    assert done.data["done"] == text("de", "assist_paused", **named)
    access_code: Any = done.data["access_code"]
    assert access_code["display_status"].startswith("Pausiert")
    refused = await async_use(
        hass, message_of(admin, **german), "pause_code", code_name="Nobody"
    )
    assert refused.data == {"error": text("de", "assist_code_not_found")}
    ended = await async_confirmed(hass, admin, "end_code", code_name="Anna")
    assert ended["done"] == text("en", "assist_ended", **named)
