"""Config flow of the toy."""

from homeassistant.config_entries import ConfigFlow


class ToyFlow(ConfigFlow, domain="toy_locks"):
    """Set the toy up."""
