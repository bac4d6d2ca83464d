"""Fix flow for a problem of a code or of a lock: try again, delete, accept, forget."""

import asyncio
from collections.abc import Callable
from dataclasses import dataclass
from functools import partial
from typing import Any

import voluptuous as vol

from homeassistant.components.repairs import RepairsFlowResult

from ..core.display_text import in_markdown
from ..core.model import Issue, IssueKind, LockRecord, Reach, World
from ..core.observations.external_changes import accept_change
from ..core.observations.lock_reset import take_note
from ..core.requests import delete
from ..core.requests.leave_lock import delete_all, forget, forget_all
from ..core.requests.refused import Refused
from ..core.requests.unmanaged import delete_unmanaged
from ..entry import AccessCodesRuntime
from ..issues.plan_issues import CODE_ISSUES, DEVICE_ISSUES
from ..presentation.messages import async_messages, async_unmanaged_name
from ..storage.record_file import StorageFailed
from .issue_flow import IssueFlow

type _Change = Callable[[LockRecord, World], tuple[LockRecord, Any]]


@dataclass(frozen=True, slots=True)
class _OtherCode:
    """The other code of a duplicate."""

    code_id: str
    name: str
    deletion: _Change


class ProblemFlow(IssueFlow):
    """Fix a problem of a code or of its lock: try again, or remove the cause."""

    def __init__(self) -> None:
        """Start without an attempt under way."""
        self._attempt: asyncio.Task[str | None] | None = None
        self._error = ""
        self._offered_id: str | None = None
        """The other code that the menu offers to delete."""

    async def async_step_init(self, _: None = None) -> RepairsFlowResult:
        """Show the menu of remedies that fit."""
        runtime = self._runtime()
        if runtime is None:
            return self.async_abort(reason="not_loaded")
        other = self._other_code(runtime)
        self._offered_id = other.code_id if other is not None else None
        return self.async_show_menu(
            step_id="init",
            menu_options=await self._async_remedies(runtime),
            description_placeholders={
                "other": other.name if other is not None else "",
                **self._lost_codes(runtime),
            },
        )

    # contract 8.21
    def _lost_codes(self, runtime: AccessCodesRuntime) -> dict[str, str]:
        """Return the names of the codes of others that a reset took away."""
        if self._kind != IssueKind.LOCK_WAS_RESET:
            return {}
        names = [
            async_unmanaged_name(self.hass, slot)
            for slot in sorted(runtime.engine.record.lost_slots)
        ]
        return {"lost": in_markdown(", ".join(names)) or "–"}

    # contract 5.37, 5.38, 8.21
    async def _async_remedies(self, runtime: AccessCodesRuntime) -> list[str]:
        engine = runtime.engine
        choices = ["try_again"]
        is_unreachable = engine.world.reach is not Reach.REACHABLE
        if self._kind in CODE_ISSUES:
            code = engine.record.codes.get(self._access_code_id)
            if code is not None and code.deleted_at is None:
                choices.append("delete_code")
            if self._other_code(runtime) is not None:
                choices.append("delete_other")
            if self._kind == IssueKind.CONFLICTING_EXTERNAL_MODIFICATION:
                choices.append("accept_change")
            if is_unreachable:
                choices.append("forget_code")
        elif self._kind in DEVICE_ISSUES:
            choices.append("forget_all")
        elif self._kind == IssueKind.LOCK_WAS_RESET:
            if engine.record.lost_slots:
                choices.append("take_note")
            choices.append("delete_all")
        return choices

    # contract 5.36
    async def async_step_try_again(self, _: None = None) -> RepairsFlowResult:
        """Try all due commands now, and wait for the result."""
        if self._attempt is None:
            if (runtime := self._runtime()) is None:
                return self.async_abort(reason="not_loaded")
            self._attempt = self.hass.async_create_task(
                runtime.engine.async_try_again(self._access_code_id or None),
                "try an access code again",
            )
        if not self._attempt.done():
            return self.async_show_progress(
                step_id="try_again",
                progress_action="try_again",
                progress_task=self._attempt,
            )
        try:
            self._error = self._attempt.result() or ""
        except StorageFailed:
            return self.async_show_progress_done(next_step_id="not_tried")
        if self._error:
            return self.async_show_progress_done(next_step_id="still_failing")
        return self.async_show_progress_done(
            next_step_id="under_way" if self._is_still_planned() else "solved"
        )

    # contract 5.47
    async def async_step_not_tried(self, _: None = None) -> RepairsFlowResult:
        """Abort: the lock's entry was unloaded meanwhile, or no decision can be made about it."""
        return self.async_abort(reason="not_loaded")

    def _is_still_planned(self) -> bool:
        runtime = self._runtime()
        issue = Issue(IssueKind(self._kind), self._access_code_id or None)
        return runtime is not None and issue in runtime.engine.plan.issues

    async def async_step_under_way(self, _: None = None) -> RepairsFlowResult:
        """Abort: the lock answers, and the issue clears by itself."""
        return self.async_abort(reason="under_way")

    async def async_step_still_failing(self, _: None = None) -> RepairsFlowResult:
        """Abort with the remaining error; the issue stays."""
        if (runtime := self._runtime()) is None:
            return self.async_abort(reason="not_loaded")
        reason = async_messages(self.hass, runtime)("error", self._error, {})
        return self.async_abort(
            reason="still_failing",
            description_placeholders={"reason": in_markdown(reason)},
        )

    async def async_step_solved(self, _: None = None) -> RepairsFlowResult:
        """Finish, which deletes the issue."""
        return self.async_create_entry(data={})

    async def async_step_delete_code(self, _: None = None) -> RepairsFlowResult:
        """Delete this code; the engine removes it from the lock."""
        return await self._async_change(
            partial(delete, access_code_id=self._access_code_id)
        )

    async def async_step_delete_other(self, _: None = None) -> RepairsFlowResult:
        """Delete the other code with the same PIN."""
        runtime = self._runtime()
        other = self._other_code(runtime) if runtime is not None else None
        if other is None or other.code_id != self._offered_id:
            return await self.async_step_init()
        return await self._async_change(other.deletion)

    async def async_step_delete_all(self, _: None = None) -> RepairsFlowResult:
        """Delete all codes of this lock."""
        return await self._async_change(delete_all)

    async def async_step_take_note(self, _: None = None) -> RepairsFlowResult:
        """Forget which codes of others are gone: a person knows."""
        return await self._async_change(take_note)

    async def async_step_accept_change(self, _: None = None) -> RepairsFlowResult:
        """Accept the change at the lock."""
        return await self._async_change(
            partial(accept_change, access_code_id=self._access_code_id)
        )

    async def async_step_forget_code(
        self, user_input: dict[str, Any] | None = None
    ) -> RepairsFlowResult:
        """Forget this code, after a warning that its PIN may still open the lock."""
        if user_input is None:
            return self._show_confirmation("forget_code")
        return await self._async_forget(
            partial(forget, access_code_id=self._access_code_id)
        )

    async def async_step_forget_all(
        self, user_input: dict[str, Any] | None = None
    ) -> RepairsFlowResult:
        """Forget all codes of an unreachable lock, after a warning that they may still open it."""
        if user_input is None:
            return self._show_confirmation("forget_all")
        return await self._async_forget(forget_all)

    async def _async_forget(self, change: _Change) -> RepairsFlowResult:
        """Forget only while the lock is unreachable: from a reachable lock, codes can be removed."""
        runtime = self._runtime()
        if runtime is not None and runtime.engine.world.reach is Reach.REACHABLE:
            return await self.async_step_init()
        return await self._async_change(change)

    # contract 5.38
    def _show_confirmation(self, step_id: str) -> RepairsFlowResult:
        runtime = self._runtime()
        codes = runtime.engine.record.codes.values() if runtime is not None else ()
        return self.async_show_form(
            step_id=step_id,
            data_schema=vol.Schema({}),
            description_placeholders={
                "codes": in_markdown(", ".join(sorted(code.name for code in codes)))
            },
        )

    async def _async_change(self, change: _Change) -> RepairsFlowResult:
        if (runtime := self._runtime()) is None:
            return self.async_abort(reason="not_loaded")
        try:
            await runtime.engine.async_request(change)
        except StorageFailed:
            return self.async_abort(reason="storage_failed")
        except Refused:
            # The code is gone, and its problem with it.
            pass
        return await self.async_step_solved()

    # contract 8.64
    def _other_code(self, runtime: AccessCodesRuntime) -> _OtherCode | None:
        """Return the other code that conflicts with this one, be it ours or not."""
        engine = runtime.engine
        view = engine.plan.views.get(self._access_code_id)
        for error in view.errors if view is not None else ():
            managed = engine.record.codes.get(
                error.details.get("managed_access_code_id") or ""
            )
            if managed is not None:
                code_id = managed.access_code_id
                deletion = partial(delete, access_code_id=code_id)
                return _OtherCode(code_id, managed.name, deletion)
            unmanaged = error.details.get("unmanaged_access_code_id")
            if unmanaged is not None:
                label = error.details.get("unmanaged_slot") or ""
                name = async_unmanaged_name(self.hass, label)
                return _OtherCode(
                    unmanaged,
                    name,
                    partial(
                        delete_unmanaged, unmanaged_access_code_id=unmanaged, name=name
                    ),
                )
        return None

    @property
    def _kind(self) -> str:
        return self._value("kind")

    @property
    def _access_code_id(self) -> str:
        return self._value("access_code_id")
