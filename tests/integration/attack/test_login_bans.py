"""A refused call over the REST API is a failed login to Home Assistant, and enough of them ban the address."""

from contextlib import suppress
from http import HTTPStatus
from typing import Any

from aiohttp import hdrs
from aiohttp.test_utils import TestClient
import pytest
from pytest_homeassistant_custom_component.common import MockConfigEntry, MockUser
from pytest_homeassistant_custom_component.typing import (
    ClientSessionGenerator,
    WebSocketGenerator,
)

from homeassistant.components.http.config import DATA_STORE
from homeassistant.core import HomeAssistant
from homeassistant.setup import async_setup_component
from homeassistant.util.yaml import load_yaml_dict
from tests.support.action_calls import BACK, FRONT, PIN, async_created
from tests.support.attack_scenario import CLIENT_ID

THRESHOLD = 3
REFUSED, BANNED = HTTPStatus.UNAUTHORIZED, HTTPStatus.FORBIDDEN

type Rest = TestClient[Any, Any]


@pytest.fixture(autouse=True)
async def bans(hass: HomeAssistant) -> None:
    """Set up Home Assistant's own guard of logins, before anything else needs its server."""
    ban = {"ip_ban_enabled": True, "login_attempts_threshold": THRESHOLD}
    assert await async_setup_component(hass, "http", {"http": ban})
    # What an administrator does within five minutes; else Home Assistant takes its settings back and restarts.
    await hass.data[DATA_STORE].async_promote_pending()
    for part in ("api", "websocket_api"):
        assert await async_setup_component(hass, part, {})


@pytest.fixture
async def tablet(hass: HomeAssistant, guest: MockUser) -> str:
    """Return the token of a wall tablet: it may operate the front door, and nothing else."""
    token = await hass.auth.async_create_refresh_token(guest, CLIENT_ID)
    return hass.auth.async_create_access_token(token)


async def async_post(rest: Rest, action: str, **fields: Any) -> int:
    """Call an action over the REST API, and return the status of the answer."""
    path = f"/api/services/access_codes/{action}?return_response"
    async with rest.request(hdrs.METH_POST, path, json=fields) as answer:
        return answer.status


async def async_reads(rest: Rest) -> int:
    """Return the status of an ordinary request."""
    async with rest.request(hdrs.METH_GET, "/api/config") as answer:
        return answer.status


async def async_banned(hass: HomeAssistant) -> dict[str, Any]:
    """Return the addresses that Home Assistant has banned on disk."""
    path = hass.config.path("ip_bans.yaml")
    with suppress(FileNotFoundError):
        return await hass.async_add_executor_job(load_yaml_dict, path)
    return {}


@pytest.mark.contract("6.10")
async def test_calls_that_are_refused_over_rest_ban_the_address_from_everything(
    hass: HomeAssistant,
    front: MockConfigEntry,
    tablet: str,
    hass_client: ClientSessionGenerator,
) -> None:
    rest, admin = await hass_client(tablet), await hass_client()
    for _ in range(THRESHOLD):
        assert await async_reads(rest) == HTTPStatus.OK
        assert await async_post(rest, "list") == REFUSED
    assert await async_reads(rest) == BANNED
    # The address is banned, whoever uses it.
    assert await async_reads(admin) == BANNED
    assert list(await async_banned(hass)) == ["127.0.0.1"]


@pytest.mark.contract("6.10")
async def test_who_may_not_operate_the_lock_is_refused_like_that_too(
    hass: HomeAssistant,
    front: MockConfigEntry,
    back: MockConfigEntry,
    tablet: str,
    hass_client: ClientSessionGenerator,
) -> None:
    rest = await hass_client(tablet)
    for _ in range(THRESHOLD):
        assert await async_post(rest, "enter_code", lock=BACK, code=PIN) == REFUSED
    assert await async_reads(rest) == BANNED


@pytest.mark.contract("6.10")
async def test_other_answers_ban_nobody(
    hass: HomeAssistant,
    front: MockConfigEntry,
    tablet: str,
    hass_client: ClientSessionGenerator,
    hass_ws_client: WebSocketGenerator,
) -> None:
    await async_created(hass, code=PIN)
    rest, admin = await hass_client(tablet), await hass_client()
    websocket = await hass_ws_client(hass, tablet)
    for _ in range(THRESHOLD + 1):
        # A wrong PIN, a call that cannot be granted, one that is no call, and refused ones over the WebSocket.
        status = await async_post(rest, "enter_code", lock=FRONT, code="000000")
        assert status == HTTPStatus.OK
        status = await async_post(admin, "create", lock=FRONT, code="1")
        assert status == HTTPStatus.BAD_REQUEST
        status = await async_post(admin, "create", lock=FRONT, pin="1234")
        assert status == HTTPStatus.BAD_REQUEST
        for message in (
            {"type": "access_codes/list"},
            {"type": "call_service", "domain": "access_codes", "service": "list"},
        ):
            await websocket.send_json_auto_id(message)
            answer = await websocket.receive_json()
            assert not answer["success"]
            assert answer["error"]["code"] in ("unauthorized", "home_assistant_error")
    assert await async_reads(rest) == HTTPStatus.OK
    assert await async_reads(admin) == HTTPStatus.OK
    assert await async_banned(hass) == {}
