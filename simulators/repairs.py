"""Answer a repair of ours, by the steps that a person goes through in a browser."""

from typing import Any

from .home import Home, HomeError

_FIX = "/api/repairs/issues/fix"


async def fix(home: Home, issue_id: str, choice: str) -> bool:
    """Open a repair, choose from its menu, and confirm; tells whether it ended well. Raises HomeError."""
    step: dict[str, Any] = await home.rest(
        "POST", _FIX, {"handler": "access_codes", "issue_id": issue_id}
    )
    for answer in ({"next_step_id": choice}, {}):
        if step["type"] not in ("menu", "form"):
            break
        try:
            step = await home.rest("POST", f"{_FIX}/{step['flow_id']}", answer)
        except HomeError as error:
            if error.code == "404":
                # What was asked has settled itself, and the flow went with it.
                return False
            raise
    return bool(step["type"] == "create_entry")
