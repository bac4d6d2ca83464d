#!/usr/bin/env bash
# Home Assistant 2026.11.0: an action that is for administrators, called over REST by another user, is booked as a
# failed login of that user's address.
#
# The token is valid and the user is known; only the right is missing. The answer is 401 (not 403), and with it comes
# the notification "Login attempt failed", and, where `login_attempts_threshold` is set, one more on the counter that
# ends in a ban of the address. The same call over the WebSocket counts nothing, and answers "home_assistant_error"
# (not "unauthorized").
#
# Why it matters: a wall tablet with a plain user's token that calls an action for PINs alarms the administrator, and
# may lose its access to everything else. Where plain users are to be refused, the WebSocket interface or another
# error does it without these effects.
# Needs uv, and Python 3.14 as $PYTHON or on PATH.
source "$(dirname "${BASH_SOURCE[0]}")/_lib.sh"
with_home_assistant
run_python <<'PYTHON'
import asyncio

import aiohttp
import home
from aiohttp.test_utils import TestServer
from conclude import conclude
from homeassistant.components import persistent_notification
from homeassistant.components.http.ban import KEY_FAILED_LOGIN_ATTEMPTS
from homeassistant.helpers.service import async_register_admin_service


async def set_pin(call):
    raise AssertionError("a plain user came through")


async def main():
    config = {"http": {"ip_ban_enabled": True, "login_attempts_threshold": 5}}
    components = ("persistent_notification", "http", "auth", "api", "websocket_api")
    hass = await home.start(*components, config=config)
    async_register_admin_service(hass, "locks", "set_pin", set_pin)
    await hass.auth.async_create_user("Owner", group_ids=["system-admin"])
    user = await hass.auth.async_create_user("Tablet", group_ids=["system-users"])
    refresh = await hass.auth.async_create_refresh_token(user, "https://example.com/")
    token = hass.auth.async_create_access_token(refresh)
    notified = []

    def on_notification(update_type, notifications):
        notified.extend(notification["title"] for notification in notifications.values())

    persistent_notification.async_register_callback(hass, on_notification)
    server = TestServer(hass.http.app)
    await server.start_server()

    def counted():
        return sum(hass.http.app[KEY_FAILED_LOGIN_ATTEMPTS].values())

    async with aiohttp.ClientSession(headers={"Authorization": f"Bearer {token}"}) as session:
        socket = await session.ws_connect(server.make_url("/api/websocket"))
        await socket.receive_json()
        await socket.send_json({"type": "auth", "access_token": token})
        await socket.receive_json()
        await socket.send_json({"id": 1, "type": "call_service", "domain": "locks", "service": "set_pin"})
        refusal = (await socket.receive_json())["error"]["code"]
        by_socket = [refusal, counted(), list(notified)]
        async with session.post(server.make_url("/api/services/locks/set_pin"), json={}) as response:
            by_rest = [response.status]
        await hass.async_block_till_done()
        by_rest += [counted(), list(notified)]
    await server.close()
    await hass.async_stop(force=True)
    return {"websocket": by_socket, "rest": by_rest}


conclude(asyncio.run(main()))
PYTHON
expect <<'SEEN'
websocket: ["home_assistant_error", 0, []]
rest: [401, 1, ["Login attempt failed"]]
SEEN
