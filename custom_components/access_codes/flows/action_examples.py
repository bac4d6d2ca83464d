"""Examples of mapped actions to begin with. ``docs/locks/actions.md`` explains each and shows the other side."""

from typing import Any, Final

from ..core.model import Readability
from ..locks.mapped_actions.settings import (
    CONF_CLEAR,
    CONF_HOLDS_WINDOWS,
    CONF_LATE_BY,
    CONF_NAME_LENGTH,
    CONF_READ,
    CONF_READS,
    CONF_SET,
    CONF_TIMEOUT,
)

_ANSWER: Final = "answer"


def _stop_with(answer: str) -> dict[str, Any]:
    return {"stop": "The lock has answered", "response_variable": answer}


# contract 12.113
TASMOTA: Final[dict[str, Any]] = {
    CONF_SET: [
        {
            "action": "mqtt.publish",
            "data": {
                "topic": "cmnd/front_door/LockCode",
                "payload": "{{ slot }} {{ code }}",
            },
        }
    ],
    CONF_CLEAR: [
        {
            "action": "mqtt.publish",
            "data": {
                "topic": "cmnd/front_door/LockCode",
                "payload": "{{ slot }} 0",
            },
        }
    ],
    CONF_READ: [
        {
            "parallel": [
                {
                    "sequence": [
                        {
                            "wait_for_trigger": [
                                {
                                    "trigger": "mqtt",
                                    "topic": "stat/front_door/RESULT",
                                    "value_template": "{{ value_json.LockCode.Slot }}",
                                    "payload": "{{ slot }}",
                                }
                            ],
                            "timeout": 10,
                            "continue_on_timeout": False,
                        },
                        {
                            "variables": {
                                "held": "{{ wait.trigger.payload_json.LockCode }}",
                                _ANSWER: {
                                    "occupied": "{{ held.Code != '0' }}",
                                    "code": "{{ held.Code if held.Code != '0' }}",
                                },
                            }
                        },
                        _stop_with(_ANSWER),
                    ]
                },
                {
                    "sequence": [
                        {"delay": 0.2},
                        {
                            "action": "mqtt.publish",
                            "data": {
                                "topic": "cmnd/front_door/LockCode",
                                "payload": "{{ slot }}",
                            },
                        },
                    ]
                },
            ]
        }
    ],
}

ESPHOME: Final[dict[str, Any]] = {
    CONF_SET: [
        {
            "action": "esphome.front_door_set_code",
            "data": {"slot": "{{ slot }}", "code": "{{ code }}"},
        }
    ],
    CONF_CLEAR: [
        {"action": "esphome.front_door_clear_code", "data": {"slot": "{{ slot }}"}}
    ],
    CONF_READ: [
        {
            "action": "esphome.front_door_read_code",
            "data": {"slot": "{{ slot }}"},
            "response_variable": _ANSWER,
        },
        _stop_with(_ANSWER),
    ],
}


def _node_red(**data: str) -> list[dict[str, Any]]:
    return [
        {
            "action": "rest_command.node_red_lock",
            "data": {"lock": "{{ lock }}", "slot": "{{ slot }}", **data},
            "response_variable": _ANSWER,
        },
        {"variables": {"said": "{{ answer.content }}"}},
        _stop_with("said"),
    ]


NODE_RED: Final[dict[str, Any]] = {
    CONF_SET: _node_red(do="set", code="{{ code }}"),
    CONF_CLEAR: _node_red(do="clear"),
    CONF_READ: _node_red(do="read"),
}

CLOUD: Final[dict[str, Any]] = {
    CONF_SET: [
        {
            "action": "example_cloud.set_access_code",
            "target": {"entity_id": "{{ lock }}"},
            "data": {
                "slot": "{{ slot }}",
                "code": "{{ code }}",
                "name": "{{ name }}",
                "starts_at": "{{ starts_at or '' }}",
                "ends_at": "{{ ends_at or '' }}",
            },
        }
    ],
    CONF_CLEAR: [
        {
            "action": "example_cloud.delete_access_code",
            "target": {"entity_id": "{{ lock }}"},
            "data": {"slot": "{{ slot }}"},
        }
    ],
    CONF_READ: [
        {
            "action": "example_cloud.list_access_codes",
            "target": {"entity_id": "{{ lock }}"},
            "response_variable": _ANSWER,
        },
        {
            "variables": {
                "slots": "{{ answer['codes'] | map(attribute='slot') | list }}",
                "held": {"occupied": "{{ slot in slots }}"},
            }
        },
        _stop_with("held"),
    ],
    CONF_READS: Readability.PRESENCE.value,
    CONF_NAME_LENGTH: 40,
    CONF_HOLDS_WINDOWS: True,
    CONF_TIMEOUT: 60,
    CONF_LATE_BY: 300,
}

EXAMPLES: Final = {
    "tasmota": TASMOTA,
    "esphome": ESPHOME,
    "node_red": NODE_RED,
    "cloud": CLOUD,
}
"""Examples by the option of the menu."""
