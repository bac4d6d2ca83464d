"""Subscriptions that end while a message, or a change of the connection, is handed over."""

from custom_components.access_codes.locks.mqtt.subscriptions import Subscriptions
from homeassistant.components.mqtt import MQTT_CONNECTION_STATE
from homeassistant.core import HomeAssistant
from homeassistant.helpers.dispatcher import async_dispatcher_send
from tests.support.zigbee2mqtt import Broker


async def test_nothing_follows_a_stop(hass: HomeAssistant, broker: Broker) -> None:
    calls: list[str] = []
    both: list[Subscriptions] = []

    def stop_both() -> None:
        calls.append("connection")
        for subscriptions in both:
            subscriptions.stop()

    def receive(_: str, is_retained: bool) -> None:
        calls.append("message")
        for subscriptions in both:
            subscriptions.stop()

    both += [Subscriptions(hass, stop_both), Subscriptions(hass, stop_both)]
    for subscriptions in both:
        subscriptions.start()
        subscriptions.listen_to({"a/topic": receive})
    await hass.async_block_till_done()
    broker.subscribed.add("a/topic")
    broker.send("a/topic", "1")
    assert calls == ["message"]

    for subscriptions in both:
        subscriptions.start()
    async_dispatcher_send(hass, MQTT_CONNECTION_STATE, False)
    assert calls == ["message", "connection"]
