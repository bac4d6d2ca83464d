"""The demo starts as the README says, and shows what it promises."""

import asyncio
from pathlib import Path
import signal
import sys

import pytest

from simulators.home import PASSWORD, USER, Home, free_port


@pytest.mark.parametrize(
    ("options", "statuses", "hint", "to_link"),
    [
        (
            [],
            {"Family": "set", "Guest": "unset", "Courier": "unset"},
            "Cellar door is not linked",
            "lock.cellar_door",
        ),
        (
            ["--zwave"],
            {"Family": "set", "Guest": "unset", "Cleaner": "setting"},
            "Back door takes no code, on purpose",
            "lock.front_door",
        ),
    ],
    ids=["keypad", "zwave"],
)
async def test_the_demo_has_two_linked_locks_and_three_codes(
    tmp_path: Path,
    options: list[str],
    statuses: dict[str, str],
    hint: str,
    to_link: str,
) -> None:
    port = free_port()
    arguments = ["--port", str(port), "--folder", str(tmp_path / "demo"), *options]
    process = await asyncio.create_subprocess_exec(
        sys.executable,
        "-m",
        "simulators.demo",
        *arguments,
        stdout=asyncio.subprocess.PIPE,
    )
    assert process.stdout is not None
    printed = ""
    try:
        async with asyncio.timeout(180):
            while "Stop it with" not in printed:
                line = await process.stdout.readline()
                assert line, f"the demo ended: {printed}"
                printed += line.decode()
        visitor = await Home(tmp_path, port).log_in(USER, PASSWORD)
        entries = await visitor.call("config_entries/get", domain="access_codes")
        codes = (await visitor.action("list"))["access_codes"]
        flow = await visitor.flow("access_codes", {"locks": [to_link]})
        await visitor.close()
    finally:
        process.send_signal(signal.SIGINT)
        await process.wait()

    assert f"http://127.0.0.1:{port}" in printed
    assert USER in printed
    assert PASSWORD in printed
    assert hint in printed
    assert "begins from nothing" in printed
    assert (flow["type"], flow["step_id"]) == ("form", "method"), flow
    assert [entry["state"] for entry in entries] == ["loaded", "loaded"]
    assert {code["name"]: code["status"] for code in codes} == statuses
    assert process.returncode == 0
