"""The codes of a Home Assistant, as the tests create, change and watch them from outside."""

from collections.abc import Awaitable, Callable
from datetime import UTC, datetime
from typing import Any

from custom_components.access_codes.storage.record_reader import load
from simulators.home import Home, HomeError, wait_for

type Code = dict[str, Any]


class Codes:
    """A Home Assistant, by its codes."""

    def __init__(self, home: Home) -> None:
        """Store the Home Assistant."""
        self.home = home

    async def get(self, code: Code) -> Code:
        """Return the code as it is now."""
        answer = await self.home.action("get", access_code_id=code["access_code_id"])
        return dict(answer["access_code"])

    async def update(self, code: Code, /, **fields: Any) -> Code:
        """Update a code and return it."""
        answer = await self.home.action(
            "update", access_code_id=code["access_code_id"], **fields
        )
        return dict(answer["access_code"])

    async def create_unrecorded(self, entity_id: str, name: str, pin: str) -> Code:
        """Create a code as the panel does: what actions are called with, the recorder stores."""
        answer = await self.home.call(
            "access_codes/create", lock=entity_id, name=name, code=pin
        )
        return dict(answer["access_code"])

    async def renew_unrecorded(self, code: Code, pin: str) -> None:
        """Change a PIN as the panel does."""
        await self.home.call(
            "access_codes/update", access_code_id=code["access_code_id"], code=pin
        )

    async def delete(self, code: Code) -> Code:
        """Ask for the deletion of a code."""
        answer = await self.home.action("delete", access_code_id=code["access_code_id"])
        return dict(answer["access_codes"][0])

    async def is_gone(self, code: Code) -> bool:
        """Tell whether the code is known no more."""
        try:
            await self.get(code)
        except HomeError:
            return True
        return False

    async def wait_status(self, code: Code, status: str, timeout: float = 30) -> Code:
        """Wait until the code has this status and return it."""
        return await self.wait_code(
            code, lambda now: now["status"] == status, f"status {status}", timeout
        )

    async def wait_code(
        self, code: Code, look: Callable[[Code], bool], what: str, timeout: float = 30
    ) -> Code:
        """Wait until the code looks so and return it."""
        last: list[Code] = []

        async def seen() -> Code | None:
            now = await self.get(code)
            last[:] = [now]
            return now if look(now) else None

        try:
            found = await wait_for(seen, timeout, what)
        except TimeoutError as error:
            raise AssertionError(f"{error}; the code is {last}") from None
        assert found is not None
        return found

    async def wait_gone(self, code: Code, timeout: float = 30) -> None:
        """Wait until the code is known no more."""

        async def gone() -> bool:
            return await self.is_gone(code)

        await wait_for(gone, timeout, "the deletion")

    async def sync(self, *entity_ids: str) -> Any:
        """Have locks read in full."""
        return await self.home.action("sync", target={"entity_id": list(entity_ids)})

    async def until_read(self, *entity_ids: str) -> None:
        """Wait until locks that were just linked are reached and were read in full."""

        async def are_read() -> bool:
            answer = await self.sync(*entity_ids)
            return all(lock["is_read"] for lock in answer["locks"])

        await wait_for(are_read, 60, "the first read of the locks")

    async def entity_of(self, code: Code) -> str | None:
        """Return the id of the code's status sensor, found by its unique id."""
        for entry in await self.home.call("config/entity_registry/list"):
            if (
                entry["platform"] == "access_codes"
                and entry["unique_id"] == code["access_code_id"]
            ):
                return str(entry["entity_id"])
        return None

    async def entries(self) -> list[dict[str, Any]]:
        """Return our config entries."""
        entries: list[dict[str, Any]] = await self.home.call(
            "config_entries/get", domain="access_codes"
        )
        return entries

    async def issues(self) -> list[dict[str, Any]]:
        """Return our repairs."""
        answer = await self.home.call("repairs/list_issues")
        return [
            issue for issue in answer["issues"] if issue["domain"] == "access_codes"
        ]

    async def wait_issue(self, kind: str, timeout: float = 60) -> str:
        """Wait until there is a repair of this kind and return its id."""

        async def raised() -> str | None:
            ids = [str(issue["issue_id"]) for issue in await self.issues()]
            return next((one for one in ids if one.startswith(kind)), None)

        found = await wait_for(raised, timeout, f"the repair {kind}")
        assert found is not None
        return found

    async def wait_no_issues(self, timeout: float = 60) -> None:
        """Wait until all repairs are gone."""

        async def none() -> bool:
            return not await self.issues()

        await wait_for(none, timeout, "the end of all repairs")

    async def wait_until(
        self, look: Callable[[], Awaitable[Any]], what: str, timeout: float = 30
    ) -> Any:
        """Wait until this is true."""
        return await wait_for(look, timeout, what)

    async def until_no_late_writes(self) -> None:
        """Wait until no write that was given up may still be carried out: its slot is kept so long."""
        await wait_for(self._no_late_writes, 60, "the end of late writes")

    async def _no_late_writes(self) -> bool:
        """Return whether no write that was given up may still be carried out."""
        now = datetime.now(UTC)
        return all(
            until <= now
            for path in self.home.storage.glob("access_codes.*")
            if path.name.count(".") == 1
            for until in load(path).record.late_clears.values()
        )

    async def _no_codes(self) -> bool:
        return not (await self.home.action("list"))["access_codes"]
