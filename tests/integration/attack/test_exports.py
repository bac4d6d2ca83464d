"""An export and its passphrase stand nowhere: no event, trace, state, row of the recorder, log line or file."""

import json
import logging
from pathlib import Path
from typing import Any

import pytest
from pytest_homeassistant_custom_component.common import MockConfigEntry
from pytest_homeassistant_custom_component.components.recorder.common import (
    async_wait_recording_done,
)
from pytest_homeassistant_custom_component.typing import (
    ClientSessionGenerator,
    WebSocketGenerator,
)

from homeassistant.components.recorder.core import Recorder
from homeassistant.const import MATCH_ALL
from homeassistant.core import Event, HomeAssistant, callback
from homeassistant.setup import async_setup_component
from tests.support.action_calls import FRONT, async_created, async_listed
from tests.support.keypad_locks import async_call
from tests.support.slot_locks import async_settle

from .test_sent_codes import files, rows

PIN = "73906184"
PASSPHRASE = "five words that nobody guesses"
WRONG = "five words that somebody guessed"

SCRIPTS = {
    "carry": {
        "sequence": [
            {
                "action": "access_codes.export_codes",
                "data": {"passphrase": PASSPHRASE},
                "response_variable": "exported",
            },
        ]
    }
}


@pytest.mark.contract("17.54", "17.52", "1.2")
@pytest.mark.usefixtures("cheap_keys")
async def test_neither_passphrase_nor_pin_nor_export_stands_anywhere(  # noqa: PLR0917
    recorder_mock: Recorder,
    hass: HomeAssistant,
    front: MockConfigEntry,
    hass_ws_client: WebSocketGenerator,
    hass_client: ClientSessionGenerator,
    hass_config_dir: str,
    caplog: pytest.LogCaptureFixture,
) -> None:
    seen: list[str] = []

    @callback
    def note(event: Event[Any]) -> None:
        seen.append(f"event {event.event_type} {event.data!r}")

    for part in ("api", "logbook", "trace", "script"):
        config = SCRIPTS if part == "script" else {}
        assert await async_setup_component(hass, part, {part: config})
    await async_created(hass, name="Ada", code=PIN)
    # What was passed to `create` above is out of our reach.
    hass.bus.async_listen(MATCH_ALL, note)
    await async_wait_recording_done(hass)
    before = rows(hass)
    caplog.clear()
    caplog.set_level(logging.DEBUG)
    for told in ("sqlalchemy", "homeassistant.components.websocket_api", "aiohttp"):
        caplog.set_level(logging.INFO, told)

    client = await hass_ws_client(hass)

    async def async_ask(action: str, **fields: Any) -> Any:
        """Call an action as the page *Actions* of the developer tools does."""
        await client.send_json_auto_id(
            {
                "type": "call_service",
                "domain": "access_codes",
                "service": action,
                "service_data": fields,
                "return_response": True,
            }
        )
        return await client.receive_json()

    answer = await async_ask("export_codes", passphrase=PASSPHRASE)
    export = answer["result"]["response"]["export"]
    [code] = await async_listed(hass)
    await async_call(hass, "delete", access_code_id=code["access_code_id"])
    await async_settle(hass)
    answers = [
        await async_ask("import_codes", export=export, passphrase=PASSPHRASE),
        await async_ask("import_codes", export=export, passphrase=WRONG),
        await async_ask("import_codes", export=export[:-4], passphrase=PASSPHRASE),
        await async_ask("import_codes", export=[export], passphrase={WRONG: WRONG}),
        await async_ask(
            "import_codes", export=export, passphrase=PASSPHRASE, dry_run=False
        ),
        await async_ask(
            "import_codes", export=export, passphrase=PASSPHRASE, dry_run=PASSPHRASE
        ),
    ]
    assert [each["success"] for each in answers] == [
        True,
        False,
        False,
        False,
        True,
        False,
    ]
    rest = await hass_client()
    path = "/api/services/access_codes/import_codes?return_response"
    over_http = await rest.post(path, json={"export": export, "passphrase": PASSPHRASE})
    assert over_http.status == 200
    [again] = await async_listed(hass)
    assert (again["code"], again["lock_entity_id"]) == (PIN, FRONT)
    await hass.services.async_call("script", "carry", blocking=True)

    await async_wait_recording_done(hass)
    recorded = rows(hass) - before
    # The calls are recorded, and what they were called with is said to be withheld.
    calls = [row for row in recorded if "import_codes" in row]
    assert any("withheld" in row for row in calls)
    seen += recorded
    seen += [json.dumps(each) for each in answers]
    what = {"domain": "script", "item_id": "carry"}
    await client.send_json_auto_id({"type": "trace/list", **what})
    [run] = (await client.receive_json())["result"]
    await client.send_json_auto_id(
        {"type": "trace/get", **what, "run_id": run["run_id"]}
    )
    trace = (await client.receive_json())["result"]
    # The configuration of the script itself is shown in its trace, too.
    del trace["config"]
    seen.append(json.dumps(trace["trace"]["sequence/0"][0]["result"]))
    assert "withheld" in seen[-1]
    seen += [repr(state.as_dict()) for state in hass.states.async_all()]
    formatter = logging.Formatter("%(name)s %(message)s")
    seen += [formatter.format(record) for record in caplog.get_records("call")]
    seen += files(Path(hass_config_dir))
    assert len(seen) > 30
    secrets = (PIN, PASSPHRASE, WRONG, export, export[20:60])
    assert [each for each in seen if any(one in each for one in secrets)] == []
    caplog.clear()


@pytest.mark.contract("17.54")
@pytest.mark.usefixtures("cheap_keys")
async def test_a_command_leaves_nothing_at_all(
    hass: HomeAssistant, front: MockConfigEntry, hass_ws_client: WebSocketGenerator
) -> None:
    await async_created(hass, name="Ada", code=PIN)
    client = await hass_ws_client(hass)
    seen: list[str] = []

    @callback
    def note(event: Event[Any]) -> None:
        seen.append(f"{event.event_type} {event.data!r}")

    hass.bus.async_listen(MATCH_ALL, note)
    command = {"type": "access_codes/export_codes", "passphrase": PASSPHRASE}
    await client.send_json_auto_id(command)
    export = (await client.receive_json())["result"]["export"]
    await client.send_json_auto_id(
        {
            "type": "access_codes/import_codes",
            "export": export,
            "passphrase": PASSPHRASE,
        }
    )
    answer = (await client.receive_json())["result"]
    assert answer["already_there"] == 1
    assert seen == []
