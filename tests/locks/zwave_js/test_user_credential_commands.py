"""User Credential with a scripted server: lost answers, hidden PINs, a stale cache of the driver."""

from typing import Any

import pytest
from zwave_js_server.const.command_class.access_control import (
    UserCredentialType,
    UserCredentialUserType,
)

from custom_components.access_codes.core.model import (
    EMPTY,
    UNREADABLE,
    Content,
    KnownPin,
    LockCapabilities,
    Outcome,
    Pin,
    Readability,
    Reporting,
    UseReporting,
)
from custom_components.access_codes.locks.adapter import ReadFailed
from custom_components.access_codes.locks.zwave_js import user_credential_commands
from custom_components.access_codes.locks.zwave_js.user_credential import (
    UserCredentialSlots,
)
from homeassistant.core import HomeAssistant
from tests.support.zwave_network import RecordingListener
from tests.support.zwave_server import (
    NOTIFICATION,
    USER_CREDENTIAL,
    Server,
    failure,
    happen,
    make_node,
    notify,
)

NOBODY = {"user": {"userId": 1, "active": False, "userType": 0, "userName": ""}}
NO_PIN = {"credential": {"userId": 0, "type": 1, "slot": 1, "data": ""}}
NO_ANSWER: dict[str, Any] = {}
OK, OCCUPIED, GONE, UNKNOWN = 0, 1, 2, 255


def user(name: str, *, active: bool = True) -> dict[str, Any]:
    """Return the answer that describes a user."""
    return {"user": {"userId": 1, "active": active, "userType": 0, "userName": name}}


def pin(code: str | None, owner: int = 1) -> dict[str, Any]:
    """Return the answer that describes a PIN; None: hidden."""
    known = {"userId": owner, "type": 1, "slot": 1}
    return {"credential": known if code is None else {**known, "data": code}}


def capabilities(**pins: Any) -> dict[str, Any]:
    """Return the answer that describes which credentials a lock takes."""
    facts = {
        "numberOfCredentialSlots": 3,
        "minCredentialLength": 4,
        "maxCredentialLength": 8,
        "maxCredentialHashLength": 0,
        "supportsCredentialLearn": False,
    }
    return {"capabilities": {"supportedCredentialTypes": {"1": {**facts, **pins}}}}


PRINTABLE = "".join(map(chr, range(0x20, 0x7F)))

USE_EVENTS = {
    "events": [
        {
            "commandClass": NOTIFICATION,
            "endpoint": 0,
            "supportedNotificationTypes": {"6": {"supportedEvents": {"36": "unlock"}}},
        }
    ]
}


class Lock:
    """A lock with User Credential, its server and its listener."""

    def __init__(self, hass: HomeAssistant) -> None:
        self._hass = hass
        self.server = Server()
        self.node = make_node(self.server, USER_CREDENTIAL)
        self.listener = RecordingListener()
        self.slots: UserCredentialSlots
        users = {"maxUsers": 5, "maxUserNameLength": 10}
        self.answers(
            get_user_capabilities_cached=[{"capabilities": users}],
            get_credential_capabilities_cached=[capabilities()],
            get_credentials_by_type_cached=[{"credentials": []}],
            get_user_cached=[NOBODY],
            get_user=[NOBODY],
            get_credentials_cached=[{"credentials": []}],
            get_credentials=[{"credentials": []}],
            **{"node.get_supported_notification_events": [USE_EVENTS]},
            get_credential=[NO_PIN],
            add_user=[{"result": {"user": OK}}],
            set_user=[{"result": OK}],
            delete_user=[{"result": OK}],
            set_credential=[{"result": OK}],
            delete_credential=[{"result": OK}],
        )

    def answers(self, **answers: list[Any]) -> None:
        """Set the server's answers."""
        self.server.answers |= answers

    async def open(self) -> None:
        """Create and start the slots."""
        self.slots = await UserCredentialSlots.async_create(
            self._hass, self.node, self.listener
        )
        self.slots.start()
        self.server.sent.clear()


@pytest.fixture
async def lock(hass: HomeAssistant) -> Lock:
    """Return a lock with three empty slots."""
    lock = Lock(hass)
    await lock.open()
    return lock


def test_the_lock_has_as_many_slots_as_users_and_slots(lock: Lock) -> None:
    assert lock.slots.capabilities == LockCapabilities(
        slots=("1", "2", "3"),
        code_lengths=(4, 5, 6, 7, 8),
        name_length=10,
        name_characters=PRINTABLE,
        reports=Reporting.ALL,
        uses=UseReporting.LIVE,
        late_by=10,
    )


async def test_a_lock_without_pins_has_no_slots(lock: Lock) -> None:
    types: dict[str, Any] = {"capabilities": {"supportedCredentialTypes": {}}}
    lock.answers(get_credential_capabilities_cached=[types])
    await lock.open()

    assert lock.slots.capabilities.slots == ()


async def test_limits_that_make_no_sense_are_not_taken(lock: Lock) -> None:
    odd = capabilities(minCredentialLength=30, maxCredentialLength=40)
    lock.answers(get_credential_capabilities_cached=[odd])
    await lock.open()

    assert lock.slots.capabilities.code_lengths == (4, 5, 6, 7, 8)


@pytest.mark.parametrize(
    ("cached", "reads"),
    [
        (pin(None), Readability.PRESENCE),
        (pin("1357"), Readability.PIN),
        (NO_PIN, Readability.PIN),
    ],
)
async def test_a_lock_that_hid_its_pins_before_is_known_for_it(
    lock: Lock, cached: dict[str, Any], reads: Readability
) -> None:
    known = {"credentials": [cached["credential"]]}
    lock.answers(get_credentials_by_type_cached=[known])
    await lock.open()

    assert lock.slots.capabilities.reads is reads


@pytest.mark.parametrize(
    ("credential", "owner", "content"),
    [
        (pin("1357"), user("Ann"), KnownPin(Pin("1357"))),
        (pin("1357"), user("Ann", active=False), UNREADABLE),
        (pin(None), user("Ann"), UNREADABLE),
        (pin("****"), user("Ann"), UNREADABLE),
        (NO_PIN, user("Ann"), UNREADABLE),
        (NO_PIN, user("Ann", active=False), UNREADABLE),
        (NO_PIN, NOBODY, EMPTY),
    ],
)
async def test_a_slot_holds_what_its_pin_and_its_user_say(
    lock: Lock, credential: Any, owner: Any, content: Content
) -> None:
    lock.answers(get_credential=[credential], get_user=[owner])

    assert await lock.slots.read("1") == content


@pytest.mark.contract("12.8")
async def test_no_answer_is_not_an_empty_slot(lock: Lock) -> None:
    lock.answers(get_credential=[NO_ANSWER], getCredential=[NO_ANSWER])

    with pytest.raises(ReadFailed):
        await lock.slots.read("1")


async def test_an_empty_slot_may_look_like_no_answer(lock: Lock) -> None:
    answered = {"response": {"ccCommand": "0x0c"}}
    lock.answers(get_credential=[NO_ANSWER], getCredential=[answered])

    assert await lock.slots.read("1") is EMPTY


async def test_a_lost_answer_is_requested_again(lock: Lock) -> None:
    answered = {"response": {"ccCommand": "0x0c"}}
    lock.answers(get_credential=[NO_ANSWER, pin("1357")], getCredential=[answered])
    lock.answers(get_user=[user("Ann")])

    assert await lock.slots.read("1") == KnownPin(Pin("1357"))


async def test_a_user_without_an_answer_leaves_a_pin_unread(lock: Lock) -> None:
    lock.answers(get_credential=[pin("1357")], get_user=[NO_ANSWER])

    with pytest.raises(ReadFailed):
        await lock.slots.read("1")


ANSWERED = {"response": {"ccCommand": "0x06"}}


@pytest.mark.contract("12.8", "12.44")
async def test_silence_about_a_user_is_no_proof_that_there_is_none(lock: Lock) -> None:
    lock.answers(get_user=[NO_ANSWER], getUser=[NO_ANSWER])
    with pytest.raises(ReadFailed):
        await lock.slots.read("1")


@pytest.mark.contract("12.44")
async def test_a_removal_is_not_proven_by_silence_about_its_user(lock: Lock) -> None:
    lock.answers(get_user=[NO_ANSWER], getUser=[NO_ANSWER])
    assert await lock.slots.clear("1") is Outcome.ACCEPTED

    lock.answers(getUser=[ANSWERED])
    assert await lock.slots.clear("1") is Outcome.CONFIRMED


@pytest.mark.contract("12.8")
async def test_a_pin_that_is_not_reported_the_second_time_needs_an_answer_then(
    lock: Lock,
) -> None:
    lock.answers(get_credential=[NO_ANSWER], getCredential=[ANSWERED, NO_ANSWER])
    with pytest.raises(ReadFailed):
        await lock.slots.read("1")


@pytest.mark.contract("12.89")
@pytest.mark.parametrize(
    "silent",
    [
        {"get_credential": [NO_ANSWER], "getCredential": [ANSWERED]},
        {"get_user": [NO_ANSWER], "getUser": [ANSWERED]},
    ],
    ids=["PIN", "user"],
)
async def test_after_silence_the_next_answer_proves_no_slot_empty(
    lock: Lock, monkeypatch: pytest.MonkeyPatch, silent: dict[str, Any]
) -> None:
    """A slow lock: each answer comes after the driver has given up, and passes for that to the next question."""
    lock.answers(**silent)
    assert await lock.slots.read("1") is EMPTY

    monkeypatch.setattr(user_credential_commands, "_PATIENCE", 0.0)
    with pytest.raises(ReadFailed):
        await lock.slots.read("1")
    assert await lock.slots.clear("1") is Outcome.ACCEPTED


@pytest.mark.contract("12.89")
async def test_after_silence_an_answer_that_shows_a_pin_counts(
    lock: Lock, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(user_credential_commands, "_PATIENCE", 0.0)
    lock.answers(get_credential=[NO_ANSWER, pin("1357")], getCredential=[ANSWERED])
    lock.answers(get_user=[user("Ann")])
    assert await lock.slots.read("1") == KnownPin(Pin("1357"))


@pytest.mark.contract("12.11", "12.44")
async def test_a_user_of_others_in_our_slot_outlives_the_removal_of_the_pin(
    lock: Lock,
) -> None:
    """User 1 is somebody else's, with a fingerprint, and the PIN in credential slot 1 is user 2's."""
    others = {"userId": 2, "active": True, "userType": 0, "userName": "Bob"}
    lock.answers(
        get_credential=[pin("1357", owner=2)],
        get_user=[{"user": others}],
        get_credentials=[
            {"credentials": [{"userId": 1, "type": 3, "slot": 1, "data": ""}]}
        ],
    )
    await lock.slots.read("1")
    lock.server.sent.clear()
    lock.answers(get_credential=[NO_PIN], get_user=[user("Eve")])

    assert await lock.slots.clear("1") is Outcome.CONFIRMED
    assert not any("delete_user" in str(sent) for sent in lock.server.sent)


async def test_a_user_that_is_not_reported_twice_is_not_there(lock: Lock) -> None:
    lock.answers(get_user=[NO_ANSWER], getUser=[ANSWERED])
    assert await lock.slots.read("1") is EMPTY

    lock.answers(get_user=[NO_ANSWER, user("Ann")])
    assert await lock.slots.read("1") is UNREADABLE


async def test_a_hidden_pin_is_confirmed_by_the_locks_report(lock: Lock) -> None:
    lock.answers(get_credential=[pin(None)])

    assert await lock.slots.set("1", Pin("1357"), "Ann") is Outcome.CONFIRMED
    assert lock.slots.capabilities.reads is Readability.PRESENCE
    assert lock.listener.calls == [("capabilities",)]


async def test_a_silent_write_is_proven_by_reading_only(lock: Lock) -> None:
    lock.answers(set_credential=[{"result": UNKNOWN}], get_credential=[pin("1357")])
    assert await lock.slots.set("1", Pin("1357"), "Ann") is Outcome.CONFIRMED

    lock.answers(get_credential=[pin(None)])
    assert await lock.slots.set("1", Pin("1357"), "Ann") is Outcome.UNKNOWN


async def test_a_pin_that_ended_up_with_another_user_is_not_ours(lock: Lock) -> None:
    lock.answers(get_credential=[pin("1357", owner=2)])

    assert await lock.slots.set("1", Pin("1357"), "Ann") is Outcome.ACCEPTED


async def test_a_pin_that_the_driver_has_stale_is_written_again(
    lock: Lock,
) -> None:
    lock.answers(set_credential=[{"result": GONE}, {"result": OK}])
    lock.answers(get_credential=[pin("1357")])

    assert await lock.slots.set("1", Pin("1357"), "Ann") is Outcome.CONFIRMED


async def test_a_user_that_the_driver_has_stale_is_made(lock: Lock) -> None:
    lock.answers(get_user_cached=[user("Ann")], set_user=[{"result": GONE}])
    lock.answers(get_credential=[pin("1357")])

    assert await lock.slots.set("1", Pin("1357"), "Bob") is Outcome.CONFIRMED
    assert "add_user" in lock.server.names


async def test_a_lock_that_contradicts_itself_has_refused(lock: Lock) -> None:
    lock.answers(get_user_cached=[user("Ann")])
    lock.answers(set_user=[{"result": GONE}], add_user=[{"result": {"user": OCCUPIED}}])

    assert await lock.slots.set("1", Pin("1357"), "Bob") is Outcome.REFUSED


async def test_a_name_that_is_too_long_for_the_radio_is_invalid(lock: Lock) -> None:
    lock.answers(add_user=[failure(217)])

    assert await lock.slots.set("1", Pin("1357"), "Ann") is Outcome.INVALID


async def test_a_user_that_cannot_be_undone_is_left_to_the_next_clear(
    lock: Lock,
) -> None:
    lock.answers(set_credential=[{"result": 3}], delete_user=[failure(204)])
    assert await lock.slots.set("1", Pin("1357"), "Ann") is Outcome.UNREACHABLE

    lock.answers(get_user=[user("Ann")], delete_user=[{"result": OK}])
    lock.server.sent.clear()
    assert await lock.slots.read("1") is EMPTY
    assert ("remainder", "1") in lock.listener.calls
    assert "delete_user" not in lock.server.names


async def test_a_user_that_the_lock_keeps_after_it_refused_the_pin_leaves_it_open(
    lock: Lock,
) -> None:
    lock.answers(set_credential=[{"result": 3}], delete_user=[{"result": UNKNOWN}])

    assert await lock.slots.set("1", Pin("1357"), "Ann") is Outcome.UNKNOWN


async def test_the_late_answer_about_another_slot_is_no_answer(lock: Lock) -> None:
    """The driver accepts a report of any slot or user as the answer."""
    with pytest.raises(ReadFailed):
        await lock.slots.read("2")
    lock.answers(get_credential=[NO_ANSWER])
    lock.answers(get_credential=[{"credential": {**NO_PIN["credential"], "slot": 2}}])
    with pytest.raises(ReadFailed):
        await lock.slots.read("2")
    found = {"credential": {"userId": 2, "type": 1, "slot": 2, "data": "1357"}}
    lock.answers(get_credential=[found])
    with pytest.raises(ReadFailed):
        await lock.slots.read("2")


async def test_a_slot_found_taken_that_cannot_be_read_is_an_unknown_change(
    lock: Lock,
) -> None:
    lock.answers(add_user=[{"result": {"user": OCCUPIED}}])
    lock.answers(get_credential=[failure(204)])

    assert await lock.slots.set("1", Pin("1357"), "Ann") is Outcome.REFUSED
    assert lock.listener.calls == [("reported", "1", None)]


async def test_a_removal_finds_out_whose_pin_it_is(lock: Lock) -> None:
    lock.answers(get_credential=[pin("1357", owner=2), NO_PIN])

    assert await lock.slots.clear("1") is Outcome.CONFIRMED
    assert lock.server.names == [
        *("delete_user", "get_credential"),
        *("delete_credential", "get_credential", "get_user"),
    ]


@pytest.mark.contract("12.44")
async def test_a_removal_that_cannot_find_out_about_our_user_is_unknown(
    lock: Lock,
) -> None:
    other = {"user": {"userId": 5, "active": True, "userType": 0, "userName": "Eve"}}
    lock.answers(get_credential=[pin("1357", owner=2), NO_PIN])
    lock.answers(delete_user=[{"result": UNKNOWN}], get_user=[other])

    assert await lock.slots.clear("1") is Outcome.UNKNOWN


async def test_a_rename_may_be_refused(lock: Lock) -> None:
    lock.answers(get_user=[user("Ann")], set_user=[{"result": OCCUPIED}])

    assert await lock.slots.rename("1", "Bob") is Outcome.REFUSED


async def test_a_lock_without_names_gets_none(lock: Lock) -> None:
    lock.answers(get_user_capabilities_cached=[{"capabilities": {"maxUsers": 5}}])
    lock.answers(get_credential=[pin("1357")])
    await lock.open()

    assert await lock.slots.set("1", Pin("1357"), None) is Outcome.CONFIRMED
    [added] = [sent for sent in lock.server.sent if sent["name"] == "add_user"]
    general = UserCredentialUserType.GENERAL
    assert added["options"] == {"active": True, "userType": general}


def credential(kind: UserCredentialType, slot: int, code: str | None = None) -> Any:
    """Return the arguments of a credential report."""
    facts = {"userId": 1, "credentialType": kind, "credentialSlot": slot}
    return facts if code is None else {**facts, "data": code}


def report(lock: Lock, what: str, args: Any) -> None:
    """Report a credential as added, modified or deleted."""
    happen(lock.node, f"credential {what}", endpointIndex=0, args=args)


async def test_a_hidden_pin_changed_at_the_keypad_is_an_unknown_change(
    lock: Lock,
) -> None:
    report(lock, "modified", credential(UserCredentialType.PIN_CODE, 1))

    assert lock.slots.capabilities.reads is Readability.PRESENCE
    assert lock.listener.calls == [("capabilities",), ("reported", "1", None)]


async def test_credentials_of_other_kinds_and_slots_are_left_alone(
    hass: HomeAssistant, lock: Lock
) -> None:
    card = UserCredentialType.RFID_CODE
    report(lock, "added", credential(card, 1, "1357"))
    report(lock, "deleted", credential(card, 1))
    pin_code = UserCredentialType.PIN_CODE
    report(lock, "added", credential(pin_code, 9, "1357"))
    report(lock, "deleted", credential(pin_code, 9))
    notify(lock.node, 14, {"userId": 1})
    await hass.async_block_till_done(wait_background_tasks=True)

    assert lock.listener.calls == []
    assert lock.server.sent == []


async def test_pins_deleted_in_bulk_are_read_again(
    hass: HomeAssistant, lock: Lock
) -> None:
    slots = (1, 2, 3)
    lock.answers(
        get_credential=[
            {"credential": {**NO_PIN["credential"], "slot": slot}} for slot in slots
        ],
        get_user=[{"user": {**NOBODY["user"], "userId": slot}} for slot in slots],
    )
    report(lock, "deleted", credential(UserCredentialType.NONE, 0))
    await lock.listener.wait_for("reported", "3", EMPTY)

    assert lock.listener.calls == [
        ("reported", slot, EMPTY) for slot in ("1", "2", "3")
    ]


@pytest.mark.contract("12.44")
async def test_a_user_that_the_lock_answers_nothing_sure_about_may_be_left(
    lock: Lock,
) -> None:
    other = {"user": {**NOBODY["user"], "userId": 2}}
    lock.answers(get_user=[other])
    assert await lock.slots.clear("1") is Outcome.ACCEPTED


@pytest.mark.contract("12.44")
async def test_a_user_is_kept_where_no_read_tells_that_it_lost_its_pin(
    lock: Lock,
) -> None:
    lock.answers(get_user_cached=[user("Ann")])
    lock.answers(set_credential=[{"result": 3}])
    elsewhere = {"credential": {**NO_PIN["credential"], "userId": 2, "slot": 2}}
    lock.answers(get_credential=[elsewhere])
    assert await lock.slots.set("1", Pin("1357"), "Ann") not in {
        Outcome.CONFIRMED,
        Outcome.ACCEPTED,
    }
    assert "delete_user" not in lock.server.names
