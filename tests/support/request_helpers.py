"""Asking for codes as an action would, and why it was refused."""

import json
from pathlib import Path
import random
from typing import Any

import pytest

from custom_components.access_codes.core import requests
from custom_components.access_codes.core.model import (
    AccessCode,
    Attempt,
    LockRecord,
    Outcome,
    Progress,
    Status,
    World,
)
from custom_components.access_codes.core.requests.inputs import (
    CreateRequest,
    UpdateRequest,
)
from custom_components.access_codes.core.requests.refused import Refused
from tests.support.builders import HOUR, NOW, a_code, a_record, a_world, hours

MESSAGES = json.loads(
    (
        Path(__file__).parents[2]
        / "custom_components/access_codes/translations/en.json"
    ).read_text(encoding="utf-8")
)["exceptions"]


ONGOING = a_code()


RUNNING = a_code(window=hours(-1, 1))


ATTEMPT = Attempt(Outcome.REFUSED, is_removal=False, failures=2, retry_at=NOW + HOUR)


ON_LOCK = Progress(
    announced=Status.SET, on_device=True, was_set=True, attempt=ATTEMPT, lost_at=NOW
)


def create(
    record: LockRecord | None = None, world: World | None = None, **asked: Any
) -> tuple[LockRecord, AccessCode]:
    return requests.create(
        a_record() if record is None else record,
        a_world() if world is None else world,
        CreateRequest(**asked),
        access_code_id="new",
        draw=random.Random(1).randrange,
    )


def update(
    record: LockRecord, world: World | None = None, **asked: Any
) -> tuple[LockRecord, AccessCode]:
    ask = UpdateRequest(access_code_id=asked.pop("access_code_id", "a"), **asked)
    return requests.update(record, a_world() if world is None else world, ask)


def refusal_of(request: Any, *args: Any, **asked: Any) -> Refused:
    """Return why a request is refused; its text must exist and its placeholders must fit."""
    with pytest.raises(Refused) as refused:
        request(*args, **asked)
    message = MESSAGES[refused.value.key]["message"]
    assert "{" not in message.format(**refused.value.placeholders)
    assert refused.value.placeholders.keys() & {"field", "name"}
    assert str(refused.value) == refused.value.key
    return refused.value
