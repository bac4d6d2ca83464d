"""Locks of the MQTT integration: those behind Zigbee2MQTT."""
