"""Load the group changes that a crash has cut, and raise an issue where their journal is damaged."""

from homeassistant.core import HomeAssistant
from homeassistant.helpers import issue_registry as ir

from ..const import DOMAIN
from ..core.model import IssueKind
from ..engine.group_changes import async_group_changes
from ..storage.record_files import path_of


# contract 6.108
async def async_load_group_changes(hass: HomeAssistant) -> None:
    """Load the journal before the first engine starts. Parts for records that do not exist any more are dropped."""

    def is_known(entry_id: str) -> bool:
        entry = hass.config_entries.async_get_entry(entry_id)
        return entry is not None or path_of(hass, entry_id).exists()

    if await async_group_changes(hass).async_load(is_known):
        return
    ir.async_create_issue(
        hass,
        DOMAIN,
        IssueKind.GROUP_CHANGES_LOST,
        is_fixable=False,
        severity=ir.IssueSeverity.ERROR,
        translation_key=IssueKind.GROUP_CHANGES_LOST,
    )
