"""What a change costs a page of the panel: which parts of it are drawn, and which messages of ours it receives."""

import json
from typing import Any

COUNT_DRAWINGS = """() => {
  window.drawn = {};
  for (const name of ['access-codes-row', 'access-codes-lane', 'access-codes-list', 'access-codes-now']) {
    const made = customElements.get(name);
    const render = made.prototype.render;
    window.drawn[name] = 0;
    made.prototype.render = function () {
      window.drawn[name] += 1;
      return render.call(this);
    };
  }
}"""
"""Script that counts in ``window.drawn`` how often each part is drawn from then on."""


def pushes(received: list[str]) -> list[dict[str, Any]]:
    """Return what our subscriptions pushed, among the frames of a page."""
    found = []
    for frame in received:
        messages = json.loads(frame)
        for message in messages if isinstance(messages, list) else [messages]:
            event = message.get("event") or {}
            if "changed" in event and "removed" in event:
                found.append(message)
    return found
