# Importing homeassistant puts probatio in voluptuous's place, which mypy cannot see.
from probatio import *  # noqa: F403
