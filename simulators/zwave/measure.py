#!/usr/bin/env python3
"""What Home Assistant's Z-Wave library answers to each call, for each way a lock can behave.

Run in the development environment (scripts/env.sh), with the kinds of lock to measure (all of them: an hour);
prints what README.md sums up.
"""

import asyncio
from collections.abc import Awaitable, Callable
import json
from pathlib import Path
import subprocess
import sys
import time
from typing import Any
from urllib.request import Request, urlopen

import aiohttp
from zwave_js_server.client import Client
from zwave_js_server.const import CommandClass
from zwave_js_server.const.command_class.access_control import UserCredentialType
from zwave_js_server.exceptions import BaseZwaveJSServerError
from zwave_js_server.model.access_control import AddUserCredential, SetUserOptions
from zwave_js_server.model.node import Node
from zwave_js_server.util import lock as usercodes

HERE = Path(__file__).parent
PIN = UserCredentialType.PIN_CODE

USER_CREDENTIAL = 0x83
HELD = {"1": "1111", "2": "2222"}
LOCKS: list[dict[str, Any]] = [
    {"id": 2, "kind": "user_code", "slots": 8, "codes": HELD},
    {"id": 3, "kind": "user_code_masked", "slots": 8, "codes": HELD},
    {"id": 4, "kind": "user_code_v2", "slots": 8, "codes": HELD, "supervision": True},
    {"id": 5, "kind": "user_credential", "slots": 8, "users": 8, "codes": HELD},
]

CONDITIONS: dict[str, dict[str, Any]] = {
    "healthy": {},
    "refuses": {"refuse": True},
    "lies": {"lie": True},
    "full": {"full": True},
    "answers 1.5 s late": {"delay_ms": 1500},
    "acts 0.4 s late": {"slow_ms": 400},
    "never answers reads": {"no_answer": True},
    "never answers": {"no_answer": "all"},
    "ACK lost, every attempt": {"lose_ack_after_write": True},
    "ACK lost, first attempt": {"lose_ack_after_write": "once"},
    "silent": {"silent": True},
}

READS = ("get", "getCredential", "get_credential", "get_user")
READ_CONDITIONS = ("healthy", "answers 1.5 s late", "never answers reads", "silent")

type Call = tuple[str, Callable[[Node], Awaitable[Any]]]


class Simulator:
    """One running simulator."""

    def __init__(self) -> None:
        """Start it and wait until its locks are interviewed."""
        self.process = subprocess.Popen(
            [
                "node",
                str(HERE / "simulator.mjs"),
                "--with-parent",
                "--port=0",
                "--control-port=0",
                f"--locks={json.dumps(LOCKS)}",
            ],
            stdout=subprocess.PIPE,
            text=True,
        )
        assert self.process.stdout
        self.ready = json.loads(self.process.stdout.readline())

    def control(self, path: str, body: dict[str, Any] | None = None) -> Any:
        """Ask its control API."""
        data = None if body is None else json.dumps(body).encode()
        with urlopen(Request(self.ready["control"] + path, data)) as answer:
            return json.load(answer)

    def stop(self) -> None:
        """End it."""
        self.process.terminate()
        self.process.wait()


def user_code_calls() -> list[Call]:
    """List the calls for the locks with numbered slots."""

    def api(*arguments: Any) -> Callable[[Node], Awaitable[Any]]:
        return lambda n: n.async_invoke_cc_api(
            CommandClass.USER_CODE, *arguments, wait_for_result=True
        )

    return [
        ('invoke "get" 1 (held)', api("get", 1)),
        ('invoke "get" 5 (empty)', api("get", 5)),
        ('invoke "set" 5 new', api("set", 5, 1, "5555")),
        ('invoke "set" 1 other PIN', api("set", 1, 1, "9999")),
        ('invoke "set" 5 duplicate', api("set", 5, 1, "2222")),
        ('invoke "clear" 1', api("clear", 1)),
        ("set_usercode 5 new", lambda n: usercodes.set_usercode(n, 5, "5555")),
        ("clear_usercode 1", lambda n: usercodes.clear_usercode(n, 1)),
        *access_control_calls(),
    ]


def access_control_calls() -> list[Call]:
    """List the calls that every kind of lock knows."""
    return [
        ("get_credential 1 (held)", lambda n: n.access_control.get_credential(PIN, 1)),
        ("get_credential 5 (empty)", lambda n: n.access_control.get_credential(PIN, 5)),
        ("get_user 1 (held)", lambda n: n.access_control.get_user(1)),
        (
            "set_credential 1 other PIN",
            lambda n: n.access_control.set_credential(1, PIN, 1, "9999"),
        ),
        (
            "set_credential 1 same PIN",
            lambda n: n.access_control.set_credential(1, PIN, 1, "1111"),
        ),
        (
            "set_credential 1 duplicate",
            lambda n: n.access_control.set_credential(1, PIN, 1, "2222"),
        ),
        (
            "set_credential 5 new",
            lambda n: n.access_control.set_credential(5, PIN, 5, "5555"),
        ),
        (
            "add_user 5 with PIN",
            lambda n: n.access_control.add_user(
                5, SetUserOptions(user_name="Eve"), AddUserCredential(PIN, 5, "5555")
            ),
        ),
        (
            "add_user 5 duplicate",
            lambda n: n.access_control.add_user(
                5, SetUserOptions(user_name="Eve"), AddUserCredential(PIN, 5, "2222")
            ),
        ),
        (
            "set_user 1 rename",
            lambda n: n.access_control.set_user(1, SetUserOptions(user_name="Ann")),
        ),
        (
            "delete_credential 1",
            lambda n: n.access_control.delete_credential(1, PIN, 1),
        ),
        (
            "delete_credential 5 (empty)",
            lambda n: n.access_control.delete_credential(5, PIN, 5),
        ),
        ("delete_user 1", lambda n: n.access_control.delete_user(1)),
    ]


def user_credential_calls() -> list[Call]:
    """List the calls for the lock with named users."""

    def raw(method: str, *arguments: Any) -> Callable[[Node], Awaitable[Any]]:
        # The library has no name for this command class, so async_invoke_cc_api cannot be used.
        return lambda n: n.endpoints[0].async_send_command(
            "invoke_cc_api",
            commandClass=USER_CREDENTIAL,
            methodName=method,
            args=list(arguments),
            wait_for_result=True,
        )

    return [
        ('invoke "getCredential" 0 1 1 (held)', raw("getCredential", 0, 1, 1)),
        ('invoke "getCredential" 0 1 5 (empty)', raw("getCredential", 0, 1, 5)),
        *access_control_calls(),
    ]


async def restore(simulator: Simulator, node: Node) -> None:
    """Bring a lock, and what the driver believes of it, back to the beginning."""
    lock = f"/locks/{node.node_id}"
    simulator.control(f"{lock}/faults", {})
    simulator.control(f"{lock}/reset", {"silently": True})
    for slot, pin in HELD.items():
        simulator.control(
            f"{lock}/keypad/set", {"slot": int(slot), "pin": pin, "silently": True}
        )
    simulator.control(f"{lock}/wake", {})
    await asyncio.sleep(0.1)
    if any(cc.id == USER_CREDENTIAL for cc in node.endpoints[0].command_classes):
        await node.access_control.get_users()
        for user in range(1, 9):
            await node.access_control.get_user(user)
    await node.access_control.get_all_credentials()


def show(value: Any) -> str:
    """Shorten an answer."""
    if isinstance(value, dict):
        value = {k: v for k, v in value.items() if k not in ("nodeId", "ccId")}
    text = repr(value)
    for name in (
        "UserCredentialType.",
        "UserCredentialUserType.",
        "UserCredentialRule.",
    ):
        text = text.replace(f"<{name}", "<")
    return text


async def measure(
    simulator: Simulator, node: Node, call: Call, faults: dict[str, Any]
) -> list[str]:
    """One call under one condition."""
    lock = f"/locks/{node.node_id}"
    await restore(simulator, node)
    before = simulator.control(lock)
    simulator.control(f"{lock}/faults", faults)
    seen: list[str] = []
    stops = [
        node.on(event, lambda data, event=event: seen.append(event))
        for event in (
            "user added", "user modified", "user deleted",
            "credential added", "credential modified", "credential deleted",
            "dead",
        )
    ]  # fmt: skip
    stops.append(
        node.on(
            "notification",
            lambda data: seen.append(f"notification {data['notification'].event}"),
        )
    )
    began = time.monotonic()
    try:
        answer = show(await call[1](node))
    except BaseZwaveJSServerError as err:
        answer = f"{type(err).__name__}: {err}"
    took = time.monotonic() - began
    late = "usercode" in call[0] or "delay_ms" in faults
    await asyncio.sleep(2.5 if late else 1.5 if "slow_ms" in faults else 0.3)
    after = simulator.control(lock)
    sent = [
        entry["kind"] + ("*" if entry.get("retry") else "")
        for entry in simulator.control(f"{lock}/log?since={before['seq']}")
    ]
    simulator.control(f"{lock}/faults", {})
    cached = {
        c.slot: c.data for c in await node.access_control.get_all_credentials_cached()
    }
    for stop in stops:
        stop()
    holds = {int(slot): code["pin"] for slot, code in after["codes"].items()}
    return [
        answer,
        f"{took:.2f}",
        " ".join(sent),
        json.dumps(holds).replace('"', ""),
        "same" if cached == holds else json.dumps(cached).replace('"', ""),
        ", ".join(dict.fromkeys(seen)),
    ]


async def main() -> None:
    """Measure everything."""
    simulator = Simulator()
    try:
        async with aiohttp.ClientSession() as session:
            client = Client(simulator.ready["url"], session)
            await client.connect()
            await client.initialize()
            ready = asyncio.Event()
            listening = asyncio.create_task(client.listen(ready))
            await ready.wait()
            assert client.driver
            for spec in LOCKS:
                if len(sys.argv) > 1 and spec["kind"] not in sys.argv[1:]:
                    continue
                node = client.driver.controller.nodes[spec["id"]]
                calls = (
                    user_credential_calls()
                    if spec["kind"] == "user_credential"
                    else user_code_calls()
                )
                for call in calls:
                    print(f"\n### {spec['kind']}: {call[0]}\n")
                    print("| lock | answer | s | sent | lock holds | cache | events |")
                    print("|---|---|---|---|---|---|---|")
                    reads = (
                        call[0].removeprefix("invoke ").split()[0].strip('"') in READS
                    )
                    for condition, faults in CONDITIONS.items():
                        if reads and condition not in READ_CONDITIONS:
                            continue
                        row = await measure(simulator, node, call, faults)
                        print(f"| {condition} | {' | '.join(row)} |", flush=True)
            await client.disconnect()
            await listening
    finally:
        simulator.stop()


if __name__ == "__main__":
    asyncio.run(main())
