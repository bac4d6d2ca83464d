"""Print what it costs to import the integration for one keypad lock, as JSON. Run in the tree to be measured."""

import json
import sys
from time import process_time

# What Home Assistant has imported before it comes to a custom integration.
import homeassistant.bootstrap
import homeassistant.components.diagnostics
import homeassistant.components.lock
import homeassistant.components.repairs
import homeassistant.components.sensor
import homeassistant.components.websocket_api
import homeassistant.helpers.service  # noqa: F401

PACKAGE = "custom_components.access_codes"
MODULES = (
    "",
    ".config_flow",
    ".diagnostics",
    ".repairs",
    ".sensor",
    ".locks.keypad",
)

began = process_time()
for module in MODULES:
    __import__(PACKAGE + module)
seconds = process_time() - began
modules = sum(name.startswith(PACKAGE) for name in sys.modules)
print(json.dumps({"import_seconds": seconds, "import_modules": modules}))  # noqa: T201
