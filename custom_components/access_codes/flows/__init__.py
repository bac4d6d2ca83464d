"""Steps and forms of the config, options and reconfigure flows."""
