#!/usr/bin/env bash
# zwave-js-server-python 0.73.1 with @zwave-js/server 3.10.2 and zwave-js 15.29.0: the second write to a lock that
# does not answer looks like a success.
#
# The first write to a silent lock fails after the driver's attempts, with error ZW0204, and the driver marks the lock
# as dead. From then on the same call returns None at once, without an error: the client waits for the result or for
# the event "this node is no longer alive", whichever comes first, and the event has already happened. None is also
# what it returns for a lock that is asleep and will get the command later. `wait_for_result=True` makes the call wait
# for the driver, which reports the failure (ZW0202 by then).
#
# Why it matters: a loop that writes again after an error takes the second attempt for a success. A PIN counts as
# removed, and still opens the door.
# Needs Node.js 20 with npm, uv, and Python 3.14 as $PYTHON or on PATH.
source "$(dirname "${BASH_SOURCE[0]}")/_lib.sh"
with_node zwave-js@15.29.0 @zwave-js/cc@15.29.0 @zwave-js/core@15.29.0 @zwave-js/server@3.10.2 @zwave-js/testing@15.29.0
with_python zwave-js-server-python==0.73.1
cat >"$work/network.mjs" <<'NODE'
import { createServer } from "node:net";
import { once } from "node:events";
import { CommandClasses } from "@zwave-js/core";
import { ZwavejsServer } from "@zwave-js/server";
import { startLock } from "./_zwave.mjs";

const { driver, lock, userCodes } = await startLock({
  classes: [{ ccId: CommandClasses["User Code"], version: 1, numUsers: 3 }],
});
await userCodes.get(1);
const probe = createServer().listen(0, "127.0.0.1");
await once(probe, "listening");
const { port } = probe.address();
probe.close();
await once(probe, "close");
const logger = { error() {}, warn() {}, info() {}, debug() {} };
await new ZwavejsServer(driver, { port, host: "127.0.0.1", enableDNSServiceDiscovery: false, logger }).start(true);
lock.onControllerFrame = async () => {}; // out of reach from here on: neither acknowledges nor answers
console.log(`port ${port}`);
NODE
coproc NETWORK { cd "$work" && exec node network.mjs; }
network="$NETWORK_PID"
trap 'kill "$network" 2>/dev/null || true; rm -rf "$work"' EXIT
while read -r word PORT <&"${NETWORK[0]}"; do [[ "$word" == port ]] && break; done
export PORT
run_python <<'PYTHON'
import asyncio
import os

import aiohttp
from conclude import conclude
from zwave_js_server.client import Client
from zwave_js_server.exceptions import FailedZWaveCommand
from zwave_js_server.util.lock import get_code_slot_value, set_usercode


async def outcome(call):
    try:
        return f"returned {await call}"
    except FailedZWaveCommand as error:
        return f"FailedZWaveCommand {error.zwave_error_code}"


async def main():
    async with aiohttp.ClientSession() as session:
        client = Client(f"ws://127.0.0.1:{os.environ['PORT']}", session)
        await client.connect()
        ready = asyncio.Event()
        listening = asyncio.create_task(client.listen(ready))
        await ready.wait()
        node = client.driver.controller.nodes[2]
        first = await outcome(set_usercode(node, 1, "1234"))
        status = node.status.name.lower()
        second = await outcome(set_usercode(node, 1, "1234"))
        value = get_code_slot_value(node, 1, "userCode")
        waiting = await outcome(node.async_set_value(value, "1234", wait_for_result=True))
        listening.cancel()
        return {"first write": first, "node": status, "second write": second, "waiting for the result": waiting}


conclude(asyncio.run(main()))
PYTHON
expect <<'SEEN'
first write: "FailedZWaveCommand 204"
node: "dead"
second write: "returned None"
waiting for the result: "FailedZWaveCommand 202"
SEEN
