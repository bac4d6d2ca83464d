"""Locks of Nuki behind Nuki Hub, over the MQTT integration."""
