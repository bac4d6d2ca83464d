#!/usr/bin/env bash
# Home Assistant's frontend 20261028.4 (Home Assistant 2026.11): elements that are defined before its own code are lost.
#
# Home Assistant's page loads the modules of integrations (add_extra_js_url, extra_module_url) beside its own code, in no
# order. Its own code puts another registry of custom elements in place of the browser's, and another HTMLElement. The
# new registry does not know what was defined in the browser's one: get() finds nothing, and whenDefined() never ends.
# The browser itself still knows the element. Defined once Home Assistant's own element is, all is well.
#
# Why it matters: a small module of cards often runs first, on a quick line or from a cache. Then the dashboard has no such
# card, until the page is loaded again, and no error says so. Such a module has to wait before it makes its classes, too,
# as they would extend the browser's HTMLElement: await customElements.whenDefined("home-assistant") ahead of all else.
# Needs uv, Python 3.14 as $PYTHON or on PATH, and Chromium as $CHROMIUM or on PATH. Takes a few seconds.
source "$(dirname "${BASH_SOURCE[0]}")/_lib.sh"
with_python home-assistant-frontend==20261028.4 playwright==1.65.2
run_python <<'PYTHON'
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
import os
from pathlib import Path
import shutil
import threading

import hass_frontend
from conclude import conclude
from playwright.sync_api import sync_playwright

FOLDER = Path(hass_frontend.__file__).parent
APP = next((FOLDER / "frontend_latest").glob("app.*.js")).name
TRY = """
async (app) => {
  const browsers = customElements;
  const make = (name) => customElements.define(name, class extends HTMLElement {});
  const waiting = browsers.whenDefined("home-assistant");
  make("early-card");
  await import(`/frontend_latest/${app}`);
  await waiting;
  make("late-card");
  const isEnded = (name) => Promise.race([
    customElements.whenDefined(name).then(() => true),
    new Promise((done) => setTimeout(() => done(false), 1000)),
  ]);
  return {
    "the registry is another one": customElements !== browsers,
    "defined before, found": customElements.get("early-card") !== undefined,
    "defined before, waited for": await isEnded("early-card"),
    "defined before, known to the browser": browsers.get("early-card") !== undefined,
    "defined after, found": customElements.get("late-card") !== undefined,
  };
}
"""


class Quiet(SimpleHTTPRequestHandler):
    """Serves the frontend's files, and an empty page."""

    def do_GET(self):
        if self.path != "/empty":
            super().do_GET()
            return
        self.send_response(200)
        self.send_header("Content-Type", "text/html")
        self.end_headers()

    def log_message(self, *_):
        """Say nothing."""


server = ThreadingHTTPServer(("127.0.0.1", 0), partial(Quiet, directory=FOLDER))
threading.Thread(target=server.serve_forever, daemon=True).start()
with sync_playwright() as playwright:
    chromium = os.environ.get("CHROMIUM") or shutil.which("chromium")
    browser = playwright.chromium.launch(executable_path=chromium, args=["--no-sandbox"])
    page = browser.new_page()
    page.goto(f"http://127.0.0.1:{server.server_port}/empty")
    seen = page.evaluate(TRY, APP)
    browser.close()
conclude(seen)
PYTHON
expect <<'SEEN'
the registry is another one: true
defined before, found: false
defined before, waited for: false
defined before, known to the browser: true
defined after, found: true
SEEN
