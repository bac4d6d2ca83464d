"""A real browser, logged in to a Home Assistant of ours."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
import json
import os
import shutil
import time

from playwright.async_api import Page, async_playwright

from .home import Home

PHONE = {"width": 412, "height": 915}
DESKTOP = {"width": 1280, "height": 900}
_ARGUMENTS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]


@asynccontextmanager
async def open_page(
    home: Home,
    *,
    is_phone: bool = False,
    is_dark: bool = False,
    has_touch: bool = False,
    time_zone: str | None = None,
) -> AsyncIterator[Page]:
    """Open a page as the demo's user: on a phone or a desktop, in light or dark, by finger, in another zone than the machine's."""
    executable = os.environ.get("CHROMIUM") or shutil.which("chromium")
    tokens = {
        "hassUrl": home.url,
        "clientId": f"{home.url}/",
        "access_token": home.token,
        "refresh_token": home.refresh_token,
        "token_type": "Bearer",
        "expires_in": 3600,
        "expires": int((time.time() + 3600) * 1000),
    }
    async with async_playwright() as playwright:
        browser = await playwright.chromium.launch(
            executable_path=executable, args=_ARGUMENTS
        )
        page = await browser.new_page(
            viewport=PHONE if is_phone else DESKTOP,  # type: ignore[arg-type]
            color_scheme="dark" if is_dark else "light",
            has_touch=has_touch,
            is_mobile=has_touch,
            timezone_id=time_zone,
        )
        await page.add_init_script(
            f"localStorage.setItem('hassTokens', {json.dumps(json.dumps(tokens))});"
        )
        try:
            yield page
        finally:
            await browser.close()
