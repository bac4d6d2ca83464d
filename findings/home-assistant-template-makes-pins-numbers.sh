#!/usr/bin/env bash
# Home Assistant 2026.11.0: whether a PIN comes out of a template as text or as a number depends on its digits.
#
# A template that renders to digits becomes an int, unless it starts with a zero: then it stays text. "1234.0", which
# is what arithmetic makes of a PIN, becomes a float, and "+1234" the int 1234. Quotes in the template do not help.
#
# Why it matters: an action that takes only text refuses most PINs of an automation and accepts those with a leading
# zero, and one that calls str() on all input stores "1234.0" for some. A PIN field has to take text and whole numbers
# and to refuse floats and signs.
# Needs uv, and Python 3.14 as $PYTHON or on PATH.
source "$(dirname "${BASH_SOURCE[0]}")/_lib.sh"
with_home_assistant
run_python <<'PYTHON'
import asyncio

import home
from conclude import conclude
from homeassistant.helpers.template import Template


async def main():
    hass = await home.start()
    texts = ("1234", "0123", "+1234", "1234.0", "0000")
    seen = {text: repr(Template(f"{{{{ '{text}' }}}}", hass).async_render()) for text in texts}
    await hass.async_stop(force=True)
    return seen


conclude(asyncio.run(main()))
PYTHON
expect <<'SEEN'
1234: "1234"
0123: "'0123'"
+1234: "1234"
1234.0: "1234.0"
0000: "'0000'"
SEEN
