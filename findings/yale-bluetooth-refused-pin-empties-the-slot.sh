#!/usr/bin/env bash
# yalexs-ble 4.1.2 (what Home Assistant 2026.11 ships): a PIN that the lock refuses costs the one that was there.
#
# `set_keycode` first clears the slot and then programs it in three more commands. Where the lock turns one of those
# down, for instance because the PIN exists in another slot already, KeycodeError is raised and the slot is empty. The
# lock here is a stand-in below the library's own session: it holds slots, and refuses a PIN that it holds already.
#
# Why it matters: "refused" does not mean "unchanged". After any error the slot has to be read, and the old PIN to be
# written back if it is still wanted; and a PIN that is known to be elsewhere on the lock should not be tried at all.
# Needs uv, and Python 3.14 as $PYTHON or on PATH.
source "$(dirname "${BASH_SOURCE[0]}")/_lib.sh"
with_python yalexs-ble==4.1.2
run_python <<'PYTHON'
import asyncio
from types import SimpleNamespace

from conclude import conclude
from yalexs_ble.const import Commands
from yalexs_ble.lock import RESULT_BYTE, Lock
from yalexs_ble.session import KeycodeError, Session
from yalexs_ble.util import decode_keycode_pin, encode_keycode_pin

EXISTING_KEY = 0x06


class LockSession(Session):
    """Answers the commands of the library in place of a radio."""

    def __init__(self, slots):
        self.slots = slots
        self.commands = []

    async def execute(self, command, command_name, response_matcher=None):
        self.commands.append(command_name)
        answer = bytearray(18)
        answer[0], answer[1] = 0xBB, command[1]
        slot = command[0x0B] | command[0x0D] << 8
        if command[1] == Commands.KEYCODE_CLEAR:
            self.slots.pop(slot, None)
        elif command[1] == Commands.KEYCODE_COMMIT:
            self.slots[slot] = decode_keycode_pin(command[0x04:0x0B])
        elif command[1] == Commands.KEYCODE_SET and decode_keycode_pin(command[0x04:0x0B]) in self.slots.values():
            answer[RESULT_BYTE] = EXISTING_KEY
        elif command[1] == Commands.KEYCODE_GET:
            slot = command[0x04] | command[0x05] << 8
            answer[0x04:0x06] = command[0x04:0x06]
            answer[0x06:0x0D] = encode_keycode_pin(self.slots[slot]) if slot in self.slots else b"\xff" * 7
        return bytes(answer)


async def main():
    lock = Lock(lambda: None, "00" * 16, 1, "Front door", lambda states: None)
    lock.client = SimpleNamespace(is_connected=True)
    lock.session = lock.secure_session = session = LockSession({1: "1234", 2: "2468"})
    await lock.set_keycode(1, "9753")
    replaced = await lock.get_keycode(1)
    session.commands.clear()
    try:
        await lock.set_keycode(1, "2468")
        error = "none"
    except KeycodeError as refused:
        error = str(refused)
    commands = list(session.commands)
    return {"replaced": replaced, "error": error, "commands": commands, "slot afterwards": await lock.get_keycode(1)}


conclude(asyncio.run(main()))
PYTHON
expect <<'SEEN'
replaced: "9753"
error: "set_keycode failed: KEYCODE_EXISTING_KEY (0x06)"
commands: ["clear_keycode", "set_keycode"]
slot afterwards: null
SEEN
