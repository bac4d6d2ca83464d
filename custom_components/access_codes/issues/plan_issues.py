"""Keep the issue registry in step with the plan."""

from datetime import datetime, timedelta
from typing import NamedTuple

from homeassistant.config_entries import ConfigEntryState
from homeassistant.core import CALLBACK_TYPE, Event, HassJob, HomeAssistant, callback
from homeassistant.helpers import issue_registry as ir
from homeassistant.helpers.event import async_call_later
from homeassistant.helpers.start import async_at_started
from homeassistant.util import dt as dt_util

from ..const import DOMAIN
from ..core.display_text import for_repair
from ..core.model import ErrorCode, Issue, IssueKind, LockRecord
from ..core.plan.problems import DEVICE_ERRORS
from ..core.requests.leave_lock import names_left_on_lock
from ..engine.updates import Update
from ..entry import AccessCodesConfigEntry, settings_of
from .links import async_is_ignored, async_link

DEVICE_ISSUES = frozenset(IssueKind(code) for code in DEVICE_ERRORS.values())
"""Issues about a lock that cannot be reached."""

CODE_ISSUES = (
    frozenset(IssueKind(code) for code in ErrorCode)
    - DEVICE_ISSUES
    - {IssueKind.DEVICE_NOT_WATCHED, IssueKind.EMPTY_BACKUP_ACCESS_CODE_POOL}
)
"""Issues about one code."""

LOCK_ISSUES = DEVICE_ISSUES | {
    IssueKind.ANOTHER_MANAGER,
    IssueKind.JOURNAL_BEHIND_LOCK,
    IssueKind.LOCK_NOT_READ,
    IssueKind.LOCK_WAS_RESET,
    IssueKind.CODES_LEFT_IN_SLOTS,
    IssueKind.EMPTY_BACKUP_ACCESS_CODE_POOL,
}
"""Issues about the lock as a whole."""

NOT_FIXABLE = frozenset(
    {
        IssueKind.ACTIVE_WHILE_UNAVAILABLE,
        IssueKind.DEVICE_NOT_WATCHED,
        IssueKind.STORAGE_FAILING,
    }
)
"""Issues without a fix flow: their remedy is outside of the integration."""

_KINDS = CODE_ISSUES | LOCK_ISSUES | NOT_FIXABLE | {IssueKind.STORAGE_UNREADABLE}
"""Issues that follow a plan, or are about the record that it needs."""

_WARNINGS = frozenset(
    {
        IssueKind.ACTIVE_WHILE_UNAVAILABLE,
        IssueKind.ANOTHER_MANAGER,
        IssueKind.CODES_LEFT_IN_SLOTS,
        IssueKind.CONFLICTING_EXTERNAL_MODIFICATION,
        IssueKind.EMPTY_BACKUP_ACCESS_CODE_POOL,
    }
)

_FIRST_MINUTES = timedelta(minutes=15)
"""Time after a start, besides the delay threshold, in which a trouble that was there before is found again."""


class _RaisedIssue(NamedTuple):
    """An issue with the names in its text."""

    issue: Issue
    lock: str
    name: str
    more: dict[str, str]
    """Further names, of some kinds."""


class PlanIssues:
    """The issues of one lock, in step with its plan."""

    def __init__(self, hass: HomeAssistant, entry: AccessCodesConfigEntry) -> None:
        """Start without issues."""
        self._hass = hass
        self._entry = entry
        self._raised: dict[str, _RaisedIssue] = {}
        self._unsubscribe: list[CALLBACK_TYPE] = []
        self._began_until: datetime | None = None
        """End of the first minutes, in which a trouble may not have been found again; None once they are over."""
        self._is_awaited = False
        """An issue is kept until the end of the first minutes."""

    # contract 5.34
    @callback
    def start(self) -> None:
        """Raise issues once Home Assistant has started."""
        self._unsubscribe.append(async_at_started(self._hass, self._on_started))

    @callback
    def stop(self) -> None:
        """Stop following the plan.

        Raised issues stay unless the entry is disabled: after a reload, an ignored issue must stay ignored.
        """
        while self._unsubscribe:
            self._unsubscribe.pop()()
        if self._entry.disabled_by is not None:
            async_clear_issues(self._hass, self._entry.entry_id)

    @callback
    def _on_started(self, _: HomeAssistant) -> None:
        runtime = self._entry.runtime_data
        self._unsubscribe += [
            runtime.engine.subscribe(self._on_update),
            runtime.lock.subscribe(self._refresh),
            self._hass.bus.async_listen(
                ir.EVENT_REPAIRS_ISSUE_REGISTRY_UPDATED,
                self._on_issue_removed,
                event_filter=self._is_own_removal,
            ),
        ]
        settings = settings_of(self._entry.options)
        first_minutes = _FIRST_MINUTES + timedelta(seconds=settings.delay_threshold)
        self._began_until = dt_util.utcnow() + first_minutes
        self._refresh()
        self._clear_former()

    # contract 11.194
    @callback
    def _on_begun(self, _: datetime) -> None:
        self._began_until = None
        self._clear_former()

    def _clear_former(self) -> None:
        """Delete the issues of former runs that are not in the plan.

        Home Assistant 2026.11 has `async_refresh_issues` for this; 2026.10 has nothing like it, so one way serves both.
        """
        subjects = {self._entry.entry_id, *self._entry.runtime_data.engine.record.codes}
        # Of those before a restart Home Assistant has kept their ids alone.
        former = [
            issue_id
            for domain, issue_id in ir.async_get(self._hass).issues
            if domain == DOMAIN and _subject_of(issue_id) in subjects
        ]
        former += async_issue_ids(self._hass, self._entry.entry_id)
        for issue_id in former:
            if issue_id not in self._raised:
                self._clear(issue_id)

    # contract 11.194
    def _clear(self, issue_id: str) -> None:
        """Delete an issue. In the first minutes after a start one that is ignored stays: its trouble may be found again."""
        left = self._left_of_beginning()
        if left and async_is_ignored(self._hass, issue_id):
            self._await_end_of_beginning(left)
        else:
            ir.async_delete_issue(self._hass, DOMAIN, issue_id)

    def _left_of_beginning(self) -> timedelta:
        """Return what is left of the first minutes."""
        if self._began_until is None:
            return timedelta()
        return max(self._began_until - dt_util.utcnow(), timedelta())

    def _await_end_of_beginning(self, left: timedelta) -> None:
        """Look again at the end of the first minutes: a timer is set for what is kept only."""
        if self._is_awaited:
            return
        self._is_awaited = True
        job = HassJob(self._on_begun, "access codes: repairs", cancel_on_shutdown=True)
        self._unsubscribe.append(async_call_later(self._hass, left, job))

    @callback
    def _on_update(self, _: Update) -> None:
        self._refresh()

    # contract 5.35, 11.194
    @callback
    def _refresh(self) -> None:
        if self._entry.state is ConfigEntryState.UNLOAD_IN_PROGRESS:
            # An engine that stops sees its lock go: no trouble has ended by that.
            return
        planned = self._planned()
        before, self._raised = self._raised, planned
        for issue_id in before.keys() - planned.keys():
            self._clear(issue_id)
        for issue_id, raised in planned.items():
            if before.get(issue_id) != raised:
                self._raise(issue_id, raised)

    # contract 5.33
    def _planned(self) -> dict[str, _RaisedIssue]:
        engine = self._entry.runtime_data.engine
        issues = set(engine.plan.issues)
        if engine.disk_failing:
            issues.add(Issue(IssueKind.STORAGE_FAILING))
        lock = self._entry.runtime_data.lock.name
        planned = {}
        for issue in issues:
            subject = issue.access_code_id or self._entry.entry_id
            planned[f"{issue.kind}_{subject}"] = _RaisedIssue(
                issue,
                lock,
                _named(issue, engine.record),
                _further_names(issue, engine.record),
            )
        return planned

    # contract 11.468
    @callback
    def _raise(self, issue_id: str, raised: _RaisedIssue) -> None:
        kind = raised.issue.kind
        ir.async_create_issue(
            self._hass,
            DOMAIN,
            issue_id,
            data={
                "kind": kind,
                "entry_id": self._entry.entry_id,
                "access_code_id": raised.issue.access_code_id,
            },
            is_fixable=kind not in NOT_FIXABLE,
            severity=ir.IssueSeverity.WARNING
            if kind in _WARNINGS
            else ir.IssueSeverity.ERROR,
            translation_key=kind,
            translation_placeholders=for_repair(
                lock=raised.lock, name=raised.name, **raised.more
            ),
            **(
                async_link(self._hass, self._entry.entry_id)
                if kind is not IssueKind.CODES_LEFT_IN_SLOTS
                else {}
            ),
        )

    @callback
    def _is_own_removal(self, event_data: ir.EventIssueRegistryUpdatedData) -> bool:
        return event_data["action"] == "remove" and event_data["domain"] == DOMAIN

    # contract 5.35
    @callback
    def _on_issue_removed(self, event: Event[ir.EventIssueRegistryUpdatedData]) -> None:
        """Raise an issue again that a fix flow has deleted and the plan still contains."""
        if self._raised.pop(event.data["issue_id"], None) is not None:
            self._refresh()


def _subject_of(issue_id: str) -> str | None:
    """Return the id of the code or the entry that an issue of a plan is about; None: it follows no plan."""
    kind, _, subject = issue_id.rpartition("_")
    return subject if kind in _KINDS else None


# contract 13.83
def _named(issue: Issue, record: LockRecord) -> str:
    """Return the names in the text of an issue."""
    if issue.kind is IssueKind.CODES_LEFT_IN_SLOTS:
        return ", ".join(sorted(names_left_on_lock(record)))
    code = record.codes.get(issue.access_code_id or "")
    return code.name if code is not None else ""


# contract 5.83
def _further_names(issue: Issue, record: LockRecord) -> dict[str, str]:
    """Return the id of the entity that an issue is about."""
    code = record.codes.get(issue.access_code_id or "")
    if issue.kind is IssueKind.ACTIVE_WHILE_UNAVAILABLE and code is not None:
        active = code.active_while
        return {"entity": "" if active is None else active.entity_id}
    return {}


@callback
def async_issue_ids(hass: HomeAssistant, entry_id: str) -> list[str]:
    """Return the ids of the issues that follow this entry's plan."""
    return [
        issue.issue_id
        for issue in ir.async_get(hass).issues.values()
        if issue.domain == DOMAIN
        and issue.data is not None
        and issue.data.get("entry_id") == entry_id
        and not issue.is_persistent
    ]


@callback
def async_clear_issues(hass: HomeAssistant, entry_id: str) -> None:
    """Clear the issues of an entry that is disabled or gone."""
    for issue_id in async_issue_ids(hass, entry_id):
        ir.async_delete_issue(hass, DOMAIN, issue_id)


# contract 5.48
@callback
def async_clear_plan_issues(hass: HomeAssistant, entry_id: str) -> None:
    """Clear the issues of an entry that is not set up, but for the one that its record cannot be read."""
    unreadable = _unreadable_id(entry_id)
    for issue_id in async_issue_ids(hass, entry_id):
        if issue_id != unreadable:
            ir.async_delete_issue(hass, DOMAIN, issue_id)


def _unreadable_id(entry_id: str) -> str:
    return f"{IssueKind.STORAGE_UNREADABLE}_{entry_id}"


@callback
def async_raise_unreadable(hass: HomeAssistant, entry: AccessCodesConfigEntry) -> None:
    """Raise the issue about a record that cannot be read."""
    ir.async_create_issue(
        hass,
        DOMAIN,
        _unreadable_id(entry.entry_id),
        data={"kind": IssueKind.STORAGE_UNREADABLE, "entry_id": entry.entry_id},
        is_fixable=True,
        severity=ir.IssueSeverity.ERROR,
        translation_key=IssueKind.STORAGE_UNREADABLE,
        translation_placeholders=for_repair(lock=entry.title),
        # Of a disabled entry it is shown as well: its codes may be on the lock.
        **(async_link(hass, entry.entry_id) if entry.disabled_by is None else {}),
    )
