"""Zigbee without a radio: an air with door locks, and radios for Zigbee2MQTT and ZHA that are on it."""
