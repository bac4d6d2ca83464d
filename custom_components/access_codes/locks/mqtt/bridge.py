"""One Zigbee2MQTT, as all linked locks behind it share it: its state, its devices, and its answers."""

import asyncio
from collections.abc import Callable
from secrets import token_hex
from typing import Final

from homeassistant.core import CALLBACK_TYPE, HomeAssistant, callback
from homeassistant.util.hass_dict import HassKey

from ...core.model import Outcome
from ..zigbee.command_errors import CommandFailed
from .device import LockDevice, devices_of, version_of
from .json_values import Json, as_dict, as_text, parse
from .subscriptions import NotConnected, Subscriptions

PATIENCE: Final = 30.0
"""Seconds to wait for Zigbee2MQTT's answer: some radios try twice, ten seconds each."""

_ACTIONS_SINCE: Final = (2, 7)
"""Version from which on Zigbee2MQTT passes a lock's own answer on."""

_BRIDGES: HassKey[dict[str, Bridge]] = HassKey("access_codes_zigbee2mqtt")


class Bridge:
    """One Zigbee2MQTT, followed as long as somebody asks for it."""

    def __init__(self, hass: HomeAssistant, base: str) -> None:
        """Store the base topic, without a subscription."""
        self.base = base
        self.is_online = False
        self.version = (0, 0)
        self.devices: dict[str, LockDevice] | None = None
        """Locks by IEEE address; None before the list came."""
        self.has_attributes_only = False
        """States come as one topic for each property (option ``output: attribute``)."""
        self._followers: list[CALLBACK_TYPE] = []
        self._pending: dict[str, asyncio.Future[Json]] = {}
        self._subscriptions = Subscriptions(hass, self._on_connection)

    @property
    def is_loaded(self) -> bool:
        """Return whether the MQTT integration is loaded."""
        return self._subscriptions.is_loaded

    @property
    def is_up(self) -> bool:
        """Return whether Zigbee2MQTT is there, as far as the broker knows."""
        return self._subscriptions.is_connected and self.is_online

    # contract 12.143
    @property
    def passes_answers_on(self) -> bool:
        """Return whether requests are answered with what the lock itself said."""
        return self.version >= _ACTIONS_SINCE

    def device(self, ieee: str) -> LockDevice | None:
        """Return a lock; None while it is not listed."""
        return (self.devices or {}).get(ieee)

    @callback
    def follow(self, on_change: CALLBACK_TYPE) -> None:
        """Call this for each change, from now on."""
        self._followers.append(on_change)
        if len(self._followers) == 1:
            base = f"{self.base}/bridge"
            self._subscriptions.listen_to(
                {
                    f"{base}/state": self._on_state,
                    f"{base}/info": self._on_info,
                    f"{base}/devices": self._on_devices,
                    f"{base}/response/action": self._on_response,
                }
            )
            self._subscriptions.start()

    @callback
    def unfollow(self, on_change: CALLBACK_TYPE) -> bool:
        """Call it no more; return whether nobody is left."""
        self._followers.remove(on_change)
        if not self._followers:
            self._subscriptions.stop()
        return not self._followers

    # contract 12.142
    async def async_request(self, params: Json) -> Json:
        """Send one request to a device, and return the data of the answer. Raises CommandFailed."""
        transaction = token_hex(8)
        future = asyncio.get_running_loop().create_future()
        self._pending[transaction] = future
        request = {"action": "raw", "transaction": transaction, "params": params}
        try:
            await self.async_publish("bridge/request/action", request)
            async with asyncio.timeout(PATIENCE):
                response = await future
        except TimeoutError:
            raise CommandFailed(Outcome.UNKNOWN) from None
        finally:
            del self._pending[transaction]
        if response.get("status") == "ok":
            return as_dict(response.get("data"))
        is_silence = "timeout" in as_text(response.get("error")).lower()
        raise CommandFailed(Outcome.UNKNOWN if is_silence else Outcome.UNREACHABLE)

    async def async_publish(self, topic: str, message: Json) -> None:
        """Send a message to a topic below the base topic. Raises CommandFailed."""
        if not self.is_up:
            raise CommandFailed(Outcome.UNREACHABLE)
        try:
            await self._subscriptions.async_publish(f"{self.base}/{topic}", message)
        except NotConnected:
            raise CommandFailed(Outcome.UNREACHABLE) from None

    # contract 12.149
    @callback
    def _on_connection(self) -> None:
        """Handle a connection that came or went.

        What the broker has retained comes once we are subscribed again: before that no answer would reach us.
        """
        if not self._subscriptions.is_connected:
            self.is_online = False
        self._on_changed()

    @callback
    def _on_changed(self) -> None:
        for on_change in [*self._followers]:
            on_change()

    @callback
    def _on_state(self, text: str, _: bool) -> None:
        state = parse(text)
        name = as_dict(state).get("state") if state is not None else text
        self.is_online = name == "online"
        self._on_changed()

    @callback
    def _on_info(self, text: str, _: bool) -> None:
        info = as_dict(parse(text))
        self.version = version_of(info)
        advanced = as_dict(as_dict(info.get("config")).get("advanced"))
        self.has_attributes_only = advanced.get("output") == "attribute"
        self._on_changed()

    @callback
    def _on_devices(self, text: str, _: bool) -> None:
        devices = devices_of(parse(text))
        if devices != self.devices:
            self.devices = devices
            self._on_changed()

    @callback
    def _on_response(self, text: str, is_retained: bool) -> None:
        response = as_dict(parse(text))
        future = self._pending.get(as_text(response.get("transaction")))
        if future is not None and not future.done() and not is_retained:
            future.set_result(response)


# contract 12.141
@callback
def bridge_of(hass: HomeAssistant, base: str) -> Bridge | None:
    """Return a Zigbee2MQTT that is followed; None if nobody follows it."""
    return hass.data.get(_BRIDGES, {}).get(base)


@callback
def follow_bridge(
    hass: HomeAssistant, base: str, on_change: CALLBACK_TYPE
) -> tuple[Bridge, Callable[[], None]]:
    """Follow the Zigbee2MQTT with a base topic; return it, and a function that ends that."""
    bridges = hass.data.setdefault(_BRIDGES, {})
    bridge = bridges.get(base)
    if bridge is None:
        bridge = bridges[base] = Bridge(hass, base)

    @callback
    def stop() -> None:
        if bridge.unfollow(on_change) and bridges.get(base) is bridge:
            del bridges[base]

    bridge.follow(on_change)
    return bridge, stop
