"""A code that is sent from a script leaves its PIN nowhere: no event, trace, state, row of the recorder, log line or file."""

import json
import logging
from pathlib import Path
from typing import Any

import pytest
from pytest_homeassistant_custom_component.common import MockConfigEntry
from pytest_homeassistant_custom_component.components.recorder.common import (
    async_wait_recording_done,
)
from pytest_homeassistant_custom_component.typing import WebSocketGenerator
from sqlalchemy import MetaData, select

from homeassistant.components.recorder.core import Recorder
from homeassistant.const import MATCH_ALL
from homeassistant.core import Event, HomeAssistant, callback
from homeassistant.exceptions import HomeAssistantError
from homeassistant.helpers import entity_registry as er
from homeassistant.helpers.recorder import session_scope
from homeassistant.setup import async_setup_component
from tests.support.action_calls import BACK, FRONT, async_created
from tests.support.notifiers import async_add_group, async_add_notifiers

PINS = ("73906184", "73917295")
MESSAGE = "Hello {name}, {code} opens {locks}, from {starts_at} to {ends_at}."
SCRIPTS = {
    "send": {
        "sequence": [
            {
                "action": "access_codes.send_code",
                "data": {
                    "common_code_key": "guest",
                    "notify": "{{ to }}",
                    "message": MESSAGE,
                },
                "response_variable": "sent",
            },
            {"variables": {"seen": "{{ sent }}"}},
            {"event": "script_done", "event_data": {"told": "{{ sent }}"}},
        ]
    }
}


def rows(hass: HomeAssistant) -> set[str]:
    """Return every row of every table of the recorder."""
    metadata = MetaData()
    with session_scope(hass=hass, read_only=True) as session:
        metadata.reflect(session.connection())
        return {
            f"{table.name} {tuple(row)!r}"
            for table in metadata.sorted_tables
            for row in session.execute(select(table))
        }


def files(folder: Path) -> list[str]:
    """Return what stands in all files but our own."""
    return [
        path.read_text(errors="ignore")
        for path in folder.rglob("*")
        if path.is_file() and not path.name.startswith("access_codes.")
    ]


async def async_traces(hass: HomeAssistant, connect: WebSocketGenerator) -> list[str]:
    """Return the traces of the script, in full."""
    client = await connect(hass)
    what = {"domain": "script", "item_id": "send"}
    await client.send_json_auto_id({"type": "trace/list", **what})
    listed = (await client.receive_json())["result"]
    found = []
    for trace in listed:
        run = {"type": "trace/get", **what, "run_id": trace["run_id"]}
        await client.send_json_auto_id(run)
        found.append(json.dumps((await client.receive_json())["result"]))
    return found


@pytest.mark.contract("16.2", "16.9", "1.2")
async def test_the_pin_stands_nowhere_but_in_the_message(  # noqa: PLR0917
    recorder_mock: Recorder,
    hass: HomeAssistant,
    front: MockConfigEntry,
    back: MockConfigEntry,
    hass_ws_client: WebSocketGenerator,
    hass_config_dir: str,
    caplog: pytest.LogCaptureFixture,
) -> None:
    seen: list[str] = []

    @callback
    def hear(event: Event[Any]) -> None:
        seen.append(f"event {event.event_type} {event.data!r}")

    for part in ("logbook", "history", "trace", "script"):
        config = SCRIPTS if part == "script" else {}
        assert await async_setup_component(hass, part, {part: config})
    found = await async_add_notifiers(hass, "Phone", "Tablet")
    await async_add_group(hass, "Family", "notify.phone", "notify.tablet")
    for lock, pin in zip((FRONT, BACK), PINS, strict=True):
        await async_created(
            hass,
            lock,
            code=pin,
            name="Ada",
            common_code_key="guest",
            ends_at="2026-12-24 11:00",
        )
    # What was passed to `create` above is out of our reach.
    hass.bus.async_listen(MATCH_ALL, hear)
    await async_wait_recording_done(hass)
    before = rows(hass)
    caplog.clear()
    caplog.set_level(logging.DEBUG)
    caplog.set_level(logging.INFO, "sqlalchemy")

    async def async_run(to: str) -> None:
        await hass.services.async_call("script", "send", {"to": to}, blocking=True)

    await async_run("notify.phone")
    await async_run("notify.family")
    found["Phone"].failure = ValueError
    for to in ("notify.phone", "notify.family", "notify.nobody"):
        with pytest.raises(HomeAssistantError):
            await async_run(to)
    told = (
        "Hello Ada, Front door: 73906184, Back door: 73917295 opens Front door, "
        "Back door, from Monday, June 1, 2026, 5:00 AM to "
        "Thursday, December 24, 2026, 11:00 AM."
    )
    assert [each.messages for each in found.values()] == [[told, told], [told, told]]

    await async_wait_recording_done(hass)
    recorded = rows(hass) - before
    assert any("send_code" in row for row in recorded)
    seen += recorded
    assert any("script_done" in each for each in seen)
    traces = await async_traces(hass, hass_ws_client)
    assert len(traces) == 5
    assert any(
        "message_not_sent" in trace or "could not be sent" in trace for trace in traces
    )
    seen += traces
    seen += [repr(state.as_dict()) for state in hass.states.async_all()]
    seen += [repr(entry) for entry in er.async_get(hass).entities.values()]
    formatter = logging.Formatter("%(name)s %(message)s")
    seen += [formatter.format(record) for record in caplog.get_records("call")]
    seen += files(Path(hass_config_dir))
    assert len(seen) > 100
    assert [each for each in seen if any(pin in each for pin in PINS)] == []
    caplog.clear()
