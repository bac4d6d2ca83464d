"""A Home Assistant with its own ZHA, and simulated locks on the air."""

import json
from typing import Any, Final, override

from simulators.home import REPOSITORY, Home, wait_for
from tests.e2e.air_house import AirHouse

HALL, BACK = 0, 1
"""A Yale; a Kwikset that masks its PINs, with the cluster on its second endpoint."""
_MODELS: Final = ("yale", "kwikset")
_NOW: Final = "2026-01-01T00:00:00+00:00"


class ZhaHouse(AirHouse):
    """The house with ZHA."""

    def __init__(self, home: Home) -> None:
        """Prepare; nothing is started."""
        super().__init__(home, *_MODELS)
        self.locks[BACK].traits.mask = "stars"

    async def start(self) -> None:
        """Start everything, let the locks join, and link them as a user would."""
        await self.air.start()
        # In place of the package of this name, which is the radio of ZHA's type *xbee*.
        radio = REPOSITORY / "simulators" / "zigbee" / "zha"
        self.home.environment["PYTHONPATH"] = str(radio)
        self._add_entry()
        await self.home.start()
        await wait_for(self._is_zha_up, 120, "ZHA")
        permit = {"domain": "zha", "service": "permit"}
        await self.home.call("call_service", service_data={"duration": 60}, **permit)
        self.air.join(*self.locks)
        await self.link()
        await self.home.until_links_are_saved()
        await self.until_read(*self.entities)

    def _add_entry(self) -> None:
        """Add ZHA's entry as it is stored: its dialog looks for sticks of other makes."""
        path = f"socket://127.0.0.1:{self.air.port}"
        device = {"path": path, "baudrate": 115200, "flow_control": None}
        entry: dict[str, Any] = {
            "created_at": _NOW,
            "data": {"device": device, "radio_type": "xbee"},
            "disabled_by": None,
            "discovery_keys": {},
            "domain": "zha",
            "entry_id": "zha",
            "minor_version": 2,
            "modified_at": _NOW,
            "options": {},
            "pref_disable_new_entities": False,
            "pref_disable_polling": False,
            "source": "user",
            "subentries": [],
            "title": "ZHA",
            "unique_id": None,
            "version": 5,
        }
        content = {
            "version": 1,
            "minor_version": 5,
            "key": "core.config_entries",
            "data": {"entries": [entry]},
        }
        (self.home.storage / "core.config_entries").write_text(json.dumps(content))

    async def stop(self) -> None:
        """Stop everything."""
        await self.home.stop()
        await self.air.stop()

    async def wait_event(self, kind: str) -> dict[str, Any]:
        """Wait for one of our events of a kind, and return its data."""

        async def seen() -> dict[str, Any] | None:
            found = (event["data"] for event in self.home.events)
            return next((data for data in found if data.get("type") == kind), None)

        data = await wait_for(seen, 60, kind)
        assert data is not None
        return data

    async def _is_zha_up(self) -> bool:
        [entry] = await self.home.call("config_entries/get", domain="zha")
        return bool(entry["state"] == "loaded")

    @override
    async def _find_entities(self) -> bool:
        found = await self.lock_entities("zha")
        self.entities = [entity_id for _, entity_id in sorted(found.items())]
        return len(self.entities) == len(self.locks)
