"""Tests of the locks behind Zigbee2MQTT."""
