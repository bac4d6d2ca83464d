"""A Z-Wave server that answers as a test says, behind the real objects of the client library."""

from collections.abc import Callable
from typing import Any

from zwave_js_server.event import Event
from zwave_js_server.exceptions import FailedZWaveCommand
from zwave_js_server.model.node import Node

NODE = 9
USER_CODE, USER_CREDENTIAL, NOTIFICATION, CONFIGURATION = 99, 131, 113, 112


class Server:
    """Stands in for the client: takes commands, and answers each by its name."""

    def __init__(self) -> None:
        self.driver = object()
        self.connected = True
        self.answers: dict[str, list[Any] | Callable[[dict[str, Any]], Any]] = {}
        self.sent: list[dict[str, Any]] = []

    async def async_send_command(
        self, message: dict[str, Any], require_schema: int | None = None
    ) -> Any:
        """Answer with the next answer to such a command; the last one stays."""
        name = message["command"].removeprefix("endpoint.")
        name = message.get("methodName", name.removeprefix("access_control."))
        self.sent.append({**message, "name": name})
        answers = self.answers[name]
        if callable(answers):
            answer = answers(message)
        else:
            answer = answers.pop(0) if len(answers) > 1 else answers[0]
        if isinstance(answer, BaseException):
            raise answer
        return answer

    @property
    def names(self) -> list[str]:
        """The commands that were sent."""
        return [message["name"] for message in self.sent]


def failure(code: int) -> FailedZWaveCommand:
    """Return an error of zwave-js."""
    return FailedZWaveCommand("1", code, "secret 1357")


def make_node(
    server: Server, *classes: int, values: list[dict[str, Any]] | None = None
) -> Node:
    """Return a node with these command classes."""
    known = [{"id": number, "name": "", "version": 1} for number in classes]
    root = {"nodeId": NODE, "index": 0, "commandClasses": known}
    facts = {
        "nodeId": NODE,
        "index": 0,
        "status": 4,
        "ready": True,
        "isControllerNode": False,
        "values": values or [],
        "endpoints": [root],
    }
    return Node(server, facts)  # type: ignore[arg-type]


def value(
    command_class: int,
    name: str,
    key: int | str | None = None,
    now: Any = None,
    label: str = "",
) -> dict[str, Any]:
    """Return a value as the server describes it."""
    facts = {
        "commandClass": command_class,
        "commandClassName": "",
        "endpoint": 0,
        "property": name,
        "propertyName": name,
        "value": now,
        "ccVersion": 1,
        "metadata": {"type": "any", "readable": True, "writeable": True},
    }
    facts["metadata"]["label"] = label
    return facts if key is None else {**facts, "propertyKey": key}


def slot(number: int, status: int | None, code: Any) -> list[dict[str, Any]]:
    """Return the values of a slot."""
    return [
        value(USER_CODE, "userIdStatus", number, status),
        value(USER_CODE, "userCode", number, code),
    ]


def happen(node: Node, event: str, **fields: Any) -> None:
    """Let the server say that something happened to the node."""
    facts = {"source": "node", "event": event, "nodeId": node.node_id, **fields}
    node.receive_event(Event(event, facts))


def change(node: Node, facts: dict[str, Any], now: Any) -> None:
    """Let the server say that a value changed."""
    args = {**facts, "newValue": now, "prevValue": facts["value"]}
    happen(node, "value updated", args=args)


def notify(
    node: Node, event: int, parameters: Any = None, type_: int = 6, cc: int = 113
) -> None:
    """Let the server pass on a notification of the lock."""
    args = {"type": type_, "event": event, "label": "", "eventLabel": ""}
    if parameters is not None:
        args["parameters"] = parameters
    happen(node, "notification", endpointIndex=0, ccId=cc, args=args)
