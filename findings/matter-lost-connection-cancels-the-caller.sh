#!/usr/bin/env bash
# matter-python-client 1.5.5 (what Home Assistant 2026.11 ships): when the connection to the server ends, a command
# that is under way ends with CancelledError.
#
# The client cancels the futures of the commands in flight. For the code that awaits one this is the same as being
# cancelled itself: `except Exception` does not catch it, and the task counts as cancelled without a call of
# `cancel()`. The server here is a stand-in that takes the command and goes away. A command given afterwards raises
# InvalidState.
#
# Why it matters: the lock may have carried the command out, so the outcome is unknown and has to be recorded, but the
# handler for errors never runs, and a worker task ends without a line in the log. A command has to be awaited in a
# task of its own, with `asyncio.wait`, so that the two kinds of cancellation can be told apart.
# Needs uv, and Python 3.14 as $PYTHON or on PATH.
source "$(dirname "${BASH_SOURCE[0]}")/_lib.sh"
with_python matter-python-client==1.5.5
run_python <<'PYTHON'
import asyncio

import aiohttp
from aiohttp import web
from aiohttp.test_utils import TestServer
from chip.clusters import Objects as clusters
from conclude import conclude
from matter_server.client import MatterClient

HELLO = {
    "fabric_id": 1,
    "compressed_fabric_id": 1,
    "schema_version": 11,
    "min_supported_schema_version": 11,
    "sdk_version": "stand-in",
    "wifi_credentials_set": False,
    "thread_credentials_set": False,
    "bluetooth_enabled": False,
}


async def serve(request):
    socket = web.WebSocketResponse()
    await socket.prepare(request)
    await socket.send_json(HELLO)
    message = await socket.receive_json()
    await socket.send_json({"message_id": message["message_id"], "result": []})
    await socket.receive_json()  # the command for the lock
    await socket.close()
    return socket


async def main():
    app = web.Application()
    app.router.add_get("/ws", serve)
    server = TestServer(app)
    await server.start_server()
    caught = []
    async with aiohttp.ClientSession() as session:
        client = MatterClient(str(server.make_url("/ws")), session)
        ready = asyncio.Event()
        listening = asyncio.create_task(client.start_listening(ready))
        await ready.wait()

        async def clear():
            command = clusters.DoorLock.Commands.ClearUser(userIndex=1)
            try:
                await client.send_device_command(1, 1, command, timed_request_timeout_ms=1000)
            except Exception as error:
                caught.append(type(error).__name__)

        worker = asyncio.create_task(clear())
        await asyncio.wait([worker])
        cancelled = {"task counts as cancelled": worker.cancelled(), "asked for": worker.cancelling()}
        during = {"caught": list(caught), **cancelled}
        await asyncio.wait([listening])
        await clear()
    await server.close()
    return {**during, "afterwards": caught}


conclude(asyncio.run(main()))
PYTHON
expect <<'SEEN'
caught: []
task counts as cancelled: true
asked for: 0
afterwards: ["InvalidState"]
SEEN
