"""Our blueprints, run in Home Assistant."""
