"""Each supported release of Home Assistant runs the keypad demo, driven from outside, and finds no fault with it."""

from collections.abc import AsyncIterator, Callable
from contextlib import suppress
import json
import os
from pathlib import Path
import sys
from typing import Any

import pytest
import pytest_asyncio

from simulators.demo import prepare_keypad
from simulators.home import Home, HomeError, wait_for
from simulators.repairs import fix

from .complaints import UNTESTED, ProcessLog, complaints_in

EXECUTABLES = {
    "2026.10": Path(sys.executable).parent / "hass",
    "2026.11": Path(os.environ["VENV_2026_11"]) / "bin" / "hass",
}
FRONT, GARDEN = "lock.front_door", "lock.garden_gate"
RIGHT, WRONG = "483920", "112935"
WARNINGS = "default::DeprecationWarning,default::PendingDeprecationWarning"
OPTIONS_FLOW = "/api/config/config_entries/options/flow"

type Json = dict[str, Any]


class Demo:
    """The keypad demo in a Home Assistant of one release."""

    def __init__(self, release: str, home: Home) -> None:
        """Watch what the process logs."""
        self.release = release
        self.home = home
        self.log = ProcessLog(home)

    async def create(self, **fields: Any) -> Json:
        """Create an access code at the front door."""
        answer = await self.home.call("access_codes/create", lock=FRONT, **fields)
        return dict(answer["access_code"])

    async def get(self, code: Json) -> Json:
        """Return an access code as it is now."""
        answer = await self.home.call(
            "access_codes/get", access_code_id=code["access_code_id"]
        )
        return dict(answer["access_code"])

    async def delete(self, code: Json) -> None:
        """Delete an access code."""
        await self.home.call(
            "access_codes/delete", access_code_id=code["access_code_id"]
        )

    async def enter(self, pin: str, lock: str = FRONT, **fields: Any) -> Json:
        """Type a PIN at the keypad of a lock."""
        answer: Json = await self.home.call(
            "access_codes/enter_code", lock=lock, code=pin, **fields
        )
        return answer

    async def codes(self) -> dict[str, str]:
        """Return the status of each access code by its name."""
        answer = await self.home.call("access_codes/list")
        return {code["name"]: code["status"] for code in answer["access_codes"]}

    async def entry_of(self, title: str) -> Json | None:
        """Return the config entry of a lock."""
        entries: list[Json] = await self.home.call(
            "config_entries/get", domain="access_codes"
        )
        return next((entry for entry in entries if entry["title"] == title), None)

    async def entry_id_of(self, title: str) -> str:
        """Return the id of the config entry of a lock that is linked."""
        entry = await self.entry_of(title)
        assert entry is not None
        return str(entry["entry_id"])

    async def wait_loaded(self, title: str) -> None:
        """Wait until the config entry of a lock is loaded."""

        async def is_loaded() -> bool:
            entry = await self.entry_of(title)
            return entry is not None and entry["state"] == "loaded"

        await wait_for(is_loaded, what=f"{title} loaded")

    async def sensor_of(self, code: Json) -> str | None:
        """Return the entity id of the sensor of an access code."""
        for entity in await self.home.call("config/entity_registry/list"):
            if (
                entity["platform"] == "access_codes"
                and entity["unique_id"] == code["access_code_id"]
            ):
                return str(entity["entity_id"])
        return None

    async def sensors(self) -> dict[str, str]:
        """Return the state of each sensor of ours by the access code's name."""
        return {
            state["attributes"]["name"]: state["state"]
            for state in (await self.home.states()).values()
            if state["attributes"].get("device_class") == "enum"
            and "access_code_id" in state["attributes"]
        }

    async def wait_state(self, entity_id: str, look: Callable[[Json], bool]) -> Json:
        """Wait until an entity has such a state and return it."""

        async def seen() -> Json | None:
            state = (await self.home.states()).get(entity_id)
            return state if state is not None and look(state) else None

        found = await wait_for(seen, what=f"the state of {entity_id}")
        assert found is not None
        return found

    async def rename(self, old: str, new: str) -> None:
        """Give an entity another id, as a person does in its dialog."""
        await self.home.call(
            "config/entity_registry/update", entity_id=old, new_entity_id=new
        )
        await self.wait_state(new, lambda _: True)
        assert old not in await self.home.states()

    async def options(self, title: str, *answers: Json) -> list[Json]:
        """Go through the options of a lock and return each step."""
        steps: list[Json] = [
            await self.home.rest(
                "POST", OPTIONS_FLOW, {"handler": await self.entry_id_of(title)}
            )
        ]
        path = f"{OPTIONS_FLOW}/{steps[0]['flow_id']}"
        steps += [await self.home.rest("POST", path, answer) for answer in answers]
        while steps[-1]["type"] in ("progress", "progress_done"):
            steps.append(await self.home.rest("GET", path))
        return steps

    async def wait_issue(self, kind: str) -> str:
        """Wait until there is a repair of this kind and return its id."""

        async def raised() -> str | None:
            answer = await self.home.call("repairs/list_issues")
            ids = [
                str(issue["issue_id"])
                for issue in answer["issues"]
                if issue["domain"] == "access_codes"
            ]
            return next((one for one in ids if one.startswith(kind)), None)

        found = await wait_for(raised, what=f"the repair {kind}")
        assert found is not None
        return found


@pytest_asyncio.fixture(
    scope="module", loop_scope="session", params=EXECUTABLES, ids=str
)
async def shared_demo(
    request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory
) -> AsyncIterator[Demo]:
    """Provide the keypad demo in a real process of the release."""
    home = Home(tmp_path_factory.mktemp("release"))
    home.executable = EXECUTABLES[request.param]
    home.environment["PYTHONWARNINGS"] = WARNINGS
    home.prepare("system_health:\n")
    try:
        await home.start()
        await prepare_keypad(home)
        yield Demo(request.param, home)
    finally:
        await home.stop()


@pytest.fixture
def expected_complaints() -> list[str]:
    """Take parts of the complaints that a test provokes."""
    return []


@pytest_asyncio.fixture(loop_scope="session")
async def demo(
    shared_demo: Demo, expected_complaints: list[str]
) -> AsyncIterator[Demo]:
    """Provide the demo, and refuse what its log says about the integration afterwards."""
    yield shared_demo
    unexpected = [
        complaint
        for complaint in await shared_demo.log.complaints()
        if not any(part in complaint for part in expected_complaints)
    ]
    assert not unexpected, "\n".join(unexpected)


@pytest.mark.parametrize(
    ("line", "is_complaint"),
    [
        ("WARNING (MainThread) [homeassistant.helpers.frame] {} calls it", True),
        ("ERROR (Thread-3) [homeassistant.core] {} failed", True),
        ("INFO (MainThread) [homeassistant] {} is deprecated", True),
        ("INFO (MainThread) [homeassistant] custom integration {} calls it", True),
        ("INFO (MainThread) [homeassistant] Setting up {}", False),
        ("WARNING (MainThread) [homeassistant.core] Another calls it", False),
        (f"WARNING (SyncWorker_0) [homeassistant.loader] {UNTESTED}", False),
        ("ERROR (MainThread) [homeassistant] Failed\n  File /c/{}/sensor.py", True),
        ("DEBUG (MainThread) [c.{}] Done\nz.py: DeprecationWarning: old", False),
        ("DEBUG (MainThread) [homeassistant] Done\n{}: DeprecationWarning: old", True),
    ],
)
async def test_a_complaint_is_told_from_other_lines(
    line: str, is_complaint: bool
) -> None:
    line = line.format("access_codes")
    for moment in ("2026-11-28 16:40:41.203", "2026-11-28 16:40:41.203+00:00"):
        log = f"started\n{moment} {line}\n{moment} INFO (MainThread) [other] Done\n"
        assert bool(complaints_in(log)) is is_complaint


async def test_the_demo_runs_on_this_release(demo: Demo) -> None:
    version = (await demo.home.call("get_config"))["version"]

    assert version.startswith(f"{demo.release}.")
    # What is looked for is there to be found: the log is read, and holds warnings.
    assert UNTESTED in demo.log.path.read_text()
    assert await demo.codes() == {"Family": "set", "Guest": "unset", "Courier": "unset"}
    assert await demo.sensors() == await demo.codes()


async def test_a_code_is_created_entered_updated_and_deleted(demo: Demo) -> None:
    code = await demo.create(name="Cleaner", code=RIGHT)
    assert code["status"] == "set"
    sensor = await demo.sensor_of(code)
    assert sensor is not None
    await demo.wait_state(sensor, lambda now: bool(now["state"] == "set"))

    wrong = await demo.enter(WRONG)
    assert (wrong["granted"], wrong["reason"]) == (False, "unknown_code")
    right = await demo.enter(RIGHT, action="unlock")
    assert right["granted"]
    await demo.wait_state(FRONT, lambda now: bool(now["state"] == "unlocked"))
    await demo.enter(RIGHT, action="lock")
    await demo.wait_state(FRONT, lambda now: bool(now["state"] == "locked"))

    await demo.home.call(
        "access_codes/update", access_code_id=code["access_code_id"], name="Gardener"
    )
    await demo.wait_state(
        sensor, lambda now: bool(now["attributes"]["name"] == "Gardener")
    )

    await demo.delete(code)
    assert "Gardener" not in await demo.codes()
    assert not (await demo.enter(RIGHT))["granted"]
    assert sensor not in await demo.home.states()


async def test_a_lock_keeps_its_codes_under_a_new_entity_id(demo: Demo) -> None:
    code = await demo.create(name="Cleaner", code=RIGHT)
    before = await demo.sensors()

    await demo.rename(FRONT, "lock.main_entrance")

    async def follows() -> bool:
        return bool((await demo.get(code))["lock_entity_id"] == "lock.main_entrance")

    await wait_for(follows, what="the new entity id")
    assert await demo.sensors() == before
    assert (await demo.enter(RIGHT, "lock.main_entrance"))["granted"]
    with pytest.raises(HomeError):
        await demo.enter(RIGHT, FRONT)

    await demo.rename("lock.main_entrance", FRONT)
    assert (await demo.enter(RIGHT))["granted"]
    assert await demo.sensors() == before
    await demo.delete(code)


async def test_a_sensor_follows_its_code_under_a_new_entity_id(demo: Demo) -> None:
    code = await demo.create(name="Cleaner", code=RIGHT)
    old = await demo.sensor_of(code)
    assert old is not None

    await demo.rename(old, "sensor.cleaner")

    state = await demo.wait_state("sensor.cleaner", lambda _: True)
    assert state["state"] == "set"
    await demo.home.call(
        "access_codes/update", access_code_id=code["access_code_id"], name="Gardener"
    )
    await demo.wait_state(
        "sensor.cleaner", lambda now: bool(now["attributes"]["name"] == "Gardener")
    )
    await demo.delete(code)
    assert "sensor.cleaner" not in await demo.home.states()


async def test_an_entry_is_reloaded_disabled_and_enabled(demo: Demo) -> None:
    before = await demo.sensors()
    entry_id = await demo.entry_id_of("Front door")
    path = f"/api/config/config_entries/entry/{entry_id}/reload"

    assert await demo.home.rest("POST", path) == {"require_restart": False}
    await demo.wait_loaded("Front door")
    assert await demo.sensors() == before

    for disabled_by in ("user", None):
        answer = await demo.home.call(
            "config_entries/disable", entry_id=entry_id, disabled_by=disabled_by
        )
        assert answer == {"require_restart": False}
    await demo.wait_loaded("Front door")

    async def are_back() -> bool:
        return await demo.sensors() == before

    await wait_for(are_back, what="the sensors")


async def test_the_options_open_with_a_menu_and_change_settings(demo: Demo) -> None:
    menu, form, end = await demo.options(
        "Front door", {"next_step_id": "settings"}, {"default_code_length": 7}
    )

    assert (menu["type"], menu["step_id"]) == ("menu", "menu")
    assert menu["menu_options"] == ["settings", "unlink"]
    assert (form["type"], form["step_id"]) == ("form", "settings")
    assert end["type"] == "create_entry", end
    code = await demo.create(name="Cleaner")
    assert len(code["code"]) == 7
    await demo.delete(code)


async def test_a_repair_opens_with_a_menu_and_lifts_a_hold(demo: Demo) -> None:
    code = await demo.create(name="Cleaner", code=RIGHT)

    async def is_held() -> bool:
        return bool((await demo.enter(WRONG))["reason"] == "too_many_attempts")

    await wait_for(is_held, what="the hold")
    assert not (await demo.enter(RIGHT))["granted"]

    assert await fix(demo.home, await demo.wait_issue("too_many_attempts"), "lift")

    assert (await demo.enter(RIGHT))["granted"]
    await demo.delete(code)


async def test_reading_actions_and_diagnostics_answer(demo: Demo) -> None:
    target = {"entity_id": [FRONT, GARDEN]}
    await demo.home.action("sync", target=target)
    await demo.home.action("list_unmanaged", lock=FRONT)
    generated = await demo.home.action("generate_code", lock=[FRONT, GARDEN])
    entry_id = await demo.entry_id_of("Front door")
    diagnostics = await demo.home.rest(
        "GET", f"/api/diagnostics/config_entry/{entry_id}"
    )

    assert generated["code"].isdigit()
    assert len(diagnostics["data"]["codes"]) == 2

    await demo.home.call("system_health/info")

    async def health() -> Json | None:
        for event in demo.home.events:
            if event.get("type") == "initial":
                return dict(event["data"]["access_codes"]["info"])
        return None

    shown = await wait_for(health, what="the system health")
    assert shown is not None
    assert (shown["linked_locks"], shown["access_codes"]) == (2, 3)


async def test_a_repair_is_linked_to_its_entry_where_home_assistant_can(
    demo: Demo,
) -> None:
    async def is_held() -> bool:
        return bool((await demo.enter(WRONG))["reason"] == "too_many_attempts")

    await wait_for(is_held, what="the hold")
    issue_id = await demo.wait_issue("too_many_attempts")
    entry_id = await demo.entry_id_of("Front door")

    async def stored() -> Json | None:
        with suppress(FileNotFoundError):
            text = (demo.home.storage / "repairs.issue_registry").read_text()
            for issue in json.loads(text)["data"]["issues"]:
                if issue["issue_id"] == issue_id:
                    return dict(issue)
        return None

    # Home Assistant stores its registries ten seconds after a change.
    issue = await wait_for(stored, what="the issue on disk")
    assert issue is not None
    linked = None if demo.release == "2026.10" else entry_id
    assert issue.get("config_entry_id") == linked
    assert await fix(demo.home, issue_id, "lift")


async def test_targets_exclude_where_home_assistant_knows_that(demo: Demo) -> None:
    but_garden = {"entity_id": [FRONT, GARDEN], "exclude": {"entity_id": [GARDEN]}}
    if demo.release == "2026.10":
        with pytest.raises(HomeError):
            await demo.home.action("sync", target=but_garden)
        return
    read = await demo.home.action("sync", target=but_garden)
    assert [lock["lock_entity_id"] for lock in read["locks"]] == [FRONT]
    with pytest.raises(HomeError, match="no lock in the target"):
        await demo.home.action("sync", target={"exclude": {"entity_id": [GARDEN]}})

    made = await demo.home.action("create_multiple", target=but_garden, code=RIGHT)
    [code] = made["access_codes"]
    assert code["lock_entity_id"] == FRONT
    other = dict(
        (await demo.home.action("create", lock=GARDEN, code=RIGHT))["access_code"]
    )

    async def holds(target: Json) -> bool:
        condition = {"condition": "access_codes.code_is_set", "target": target}
        answer = await demo.home.call("test_condition", condition=condition)
        return bool(answer["result"])

    async def its_sensor() -> str | None:
        return await demo.sensor_of(code)

    sensor = await wait_for(its_sensor, what="the sensor of the code")
    assert await holds({"entity_id": [sensor]})
    assert not await holds(
        {"entity_id": [sensor], "exclude": {"entity_id": [FRONT, sensor]}}
    )
    with pytest.raises(HomeError, match="requires a target"):
        await holds({"exclude": {"entity_id": [GARDEN]}})

    trigger = {"trigger": "access_codes.code_used", "target": but_garden}
    before = len(demo.home.events)
    await demo.home.call("subscribe_trigger", trigger=trigger)
    assert (await demo.enter(RIGHT, GARDEN, action="lock"))["granted"]
    assert (await demo.enter(RIGHT, action="lock"))["granted"]

    async def has_run() -> list[Json]:
        return [
            event["variables"]["trigger"]
            for event in demo.home.events[before:]
            if "variables" in event
        ]

    runs = await wait_for(has_run, what="the trigger")
    assert [run["lock_entity_id"] for run in runs] == [FRONT]
    for each in (code, other):
        await demo.delete(each)


async def test_a_lock_is_unlinked_and_linked_again(demo: Demo) -> None:
    # Home Assistant checks its codes: nothing is asked about them.
    steps = await demo.options("Garden gate", {"next_step_id": "unlink"}, {})

    assert (steps[-1]["type"], steps[-1]["reason"]) == ("abort", "unlinked"), steps
    assert await demo.entry_of("Garden gate") is None
    assert "Courier" not in await demo.codes()
    assert "Courier" not in await demo.sensors()

    step = await demo.home.flow(
        "access_codes", {"locks": [GARDEN]}, {"method": "keypad"}
    )
    assert step["type"] == "create_entry", step
    await demo.wait_loaded("Garden gate")


async def test_a_restart_finds_all_but_a_broken_file_which_a_repair_restores(
    demo: Demo, expected_complaints: list[str]
) -> None:
    expected_complaints += ["Could not parse JSON content", "cannot be read"]
    before = await demo.codes()
    entry_id = await demo.entry_id_of("Front door")
    await demo.home.stop()
    (demo.home.storage / f"access_codes.{entry_id}").write_text("{")
    await demo.home.start()

    await demo.wait_loaded("Garden gate")
    issue_id = await demo.wait_issue("storage_unreadable")
    assert await fix(demo.home, issue_id, "restore")

    await demo.wait_loaded("Front door")
    assert await demo.codes() == before
    assert await demo.sensors() == before
