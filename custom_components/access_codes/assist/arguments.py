"""Arguments of tools: checked without repeating what was given, which may hold a PIN."""

from collections.abc import Mapping
from typing import Any

import voluptuous as vol

from homeassistant.helpers.typing import VolDictType

from ..actions.errors import refusal
from ..actions.fields import action_schema


# contract 11.137
def checked(fields: VolDictType, given: Mapping[str, Any]) -> dict[str, Any]:
    """Return the arguments that were given, without blank ones. Raises a refusal that names the argument."""
    filled = {
        key: value
        for key, value in given.items()
        if value is not None and not (isinstance(value, str) and not value.strip())
    }
    try:
        found: dict[str, Any] = action_schema(fields)(filled)
    except vol.Invalid as error:
        name = str(error.path[0]) if error.path else ""
        known = {str(field) for field in fields}
        raise refusal(
            "assist_argument_invalid", field=name if name in known else "?"
        ) from None
    return found
