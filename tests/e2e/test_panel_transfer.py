"""All codes leave by the panel as an encrypted file and come back, and nothing of its passphrase or of a PIN stays behind."""

from pathlib import Path

from playwright.async_api import expect
import pytest

from simulators.browser import open_page
from simulators.home import wait_for
from tests.e2e.house import ENTITIES, HALL, KEYPAD, House
from tests.e2e.panel_page import PATIENCE, Panel, create, in_time

PASSPHRASE = "correct horse battery staple"
PIN = "739184"

_STATE = """(needle) => {
  const seen = new Set();
  const found = [];
  const look = (value, path, depth) => {
    if (typeof value === 'string') { if (value.includes(needle)) found.push(path); return; }
    if (value === null || typeof value !== 'object' || seen.has(value) || depth > 12) return;
    seen.add(value);
    const entries = value instanceof Map ? [...value.entries()] : Object.getOwnPropertyNames(value).map((key) => {
      try { return [key, value[key]]; } catch { return [key, null]; }
    });
    for (const [key, each] of entries) look(each, `${path}.${String(key)}`, depth + 1);
  };
  const walk = (node) => {
    for (const child of node.querySelectorAll('*')) {
      if (child.localName.startsWith('access-codes')) look(child, child.localName, 0);
      if (child.value) look(String(child.value), `${child.localName}.value`, 0);
      if (child.shadowRoot) walk(child.shadowRoot);
    }
  };
  walk(document);
  for (const [key, store] of [['local', localStorage], ['session', sessionStorage], ['history', history.state]])
    look(JSON.stringify(store ?? null), key, 0);
  return found;
}"""
"""Script that returns where a text is in our elements, with all that they refer to, in fields and in what the browser keeps."""


async def names_of(house: House) -> list[tuple[str, str]]:
    """Return the codes that there are, by name and lock."""
    listed = (await house.home.call("access_codes/list"))["access_codes"]
    return sorted((code["name"], code["lock_entity_id"]) for code in listed)


async def rename(house: House, entity_id: str, new: str, name: str | None) -> None:
    """Give a lock another entity id and name, and wait until it is there."""
    await house.home.call(
        "config/entity_registry/update",
        entity_id=entity_id,
        new_entity_id=new,
        name=name,
    )

    async def is_there() -> bool:
        locks = (await house.home.call("access_codes/locks"))["locks"]
        return new in [lock["entity_id"] for lock in locks if lock["is_loaded"]]

    await wait_for(is_there, 30, "the lock's new id")


async def remains(panel: Panel) -> list[str]:
    """Return where the passphrase or the PIN still is."""
    found: list[str] = []
    for needle in (PASSPHRASE, PIN):
        found += await panel.page.evaluate(_STATE, needle)
        if await panel.knows(needle):
            found.append("in the page, or in a message to it")
    return found


@pytest.mark.contract("11.356", "11.357")
@pytest.mark.parametrize("look", ["desktop-light", "phone-dark"])
async def test_codes_are_exported_and_imported(
    house: House, tmp_path: Path, look: str
) -> None:
    home = house.home
    times = {"starts_at": in_time(hours=-1), "ends_at": in_time(days=2)}
    await create(home, KEYPAD, "Ada", code=PIN)
    await create(home, ENTITIES[HALL], "Plumber", **times)
    before = await names_of(house)
    said: list[str] = []
    is_phone = look == "phone-dark"
    async with open_page(home, is_phone=is_phone, is_dark=is_phone) as page:
        page.on("console", lambda message: said.append(message.text))
        panel = Panel(home, page, look)
        panel.listen()
        dialog = panel.main.get_by_role("dialog")

        async def press(name: str) -> None:
            await dialog.get_by_role("button", name=name, exact=True).click(
                timeout=PATIENCE
            )

        async def fill(label: str, text: str) -> None:
            await dialog.get_by_label(label, exact=True).fill(text)

        await panel.go("/locks")
        await panel.press("Export")
        await fill("Passphrase", "too short")
        await press("Export")
        await expect(dialog.get_by_role("alert")).to_contain_text("12 characters")
        await fill("Passphrase", PASSPHRASE)
        await fill("Passphrase again", PASSPHRASE.upper())
        await press("Export")
        await expect(dialog.get_by_role("alert")).to_contain_text("not the same")
        await page.wait_for_timeout(700)
        await panel.keep("export")
        assert await panel.flaws() == []
        await fill("Passphrase again", PASSPHRASE)
        async with page.expect_download(timeout=PATIENCE) as downloading:
            await press("Export")
        download = await downloading.value
        assert download.suggested_filename.startswith("access-codes-")
        file = tmp_path / "codes.txt"
        await download.save_as(file)
        assert PIN not in file.read_text()
        await expect(dialog).to_contain_text("Access codes in the file: 2.")
        await panel.keep("exported")
        assert await remains(panel) == []
        await press("Close")

        await house.tidy()
        assert await names_of(house) == []
        await panel.press("Import")
        await press("Check")
        await expect(dialog.get_by_role("alert")).to_contain_text("Choose a file.")
        await dialog.get_by_label("File").set_input_files(file)
        await fill("Passphrase", "another passphrase")
        await press("Check")
        await expect(dialog.get_by_role("alert")).to_contain_text(
            "does not open this export", timeout=PATIENCE
        )
        await fill("Passphrase", PASSPHRASE)
        await press("Check")
        await expect(dialog).to_contain_text(
            "This would become of them", timeout=PATIENCE
        )
        await expect(dialog.get_by_role("definition").first).to_have_text("2")
        await panel.keep("import")
        assert await panel.flaws() == []
        assert await names_of(house) == []
        # Whatever is changed is checked anew.
        await fill("Passphrase", PASSPHRASE)
        await press("Check")
        await press("Import")
        await expect(dialog).to_contain_text(
            "This has become of them", timeout=PATIENCE
        )
        assert await names_of(house) == before
        assert await remains(panel) == []
        await panel.keep("imported")
        await press("Close")

        # Who leaves in the middle leaves nothing.
        await panel.press("Import")
        await fill("Passphrase", PASSPHRASE)
        await page.keyboard.press("Escape")
        await panel.until_dialog_is_gone()
        assert await remains(panel) == []
        assert not any(needle in text for text in said for needle in (PIN, PASSPHRASE))
        assert panel.complaints == []


_KEEP = """
const send = WebSocket.prototype.send;
WebSocket.prototype.send = function (message) {
  if (message.includes('"access_codes/import_codes"')) window.asked = [...(window.asked ?? []), JSON.parse(message)];
  send.call(this, message);
};
"""
"""Keeps what an import was asked with."""


@pytest.mark.contract("11.357")
async def test_codes_of_a_lock_that_is_not_here_go_where_one_says(
    house: House, tmp_path: Path
) -> None:
    home = house.home
    await create(home, KEYPAD, "Ada", code=PIN)
    exported = await home.call("access_codes/export_codes", passphrase=PASSPHRASE)
    file = tmp_path / "codes.txt"
    file.write_text(exported["export"])
    await house.tidy()
    # The house has been moved: no lock here has the name or the id that it has there.
    await rename(house, KEYPAD, "lock.entrance", "Entrance")
    try:
        async with open_page(home) as page:
            panel = Panel(home, page, "moved")
            panel.listen()
            await page.add_init_script(_KEEP)
            await panel.go("/locks")
            await panel.see("Entrance")
            dialog = panel.main.get_by_role("dialog")
            await panel.press("Import")
            await dialog.get_by_label("File").set_input_files(file)
            await dialog.get_by_label("Passphrase", exact=True).fill(PASSPHRASE)
            await dialog.get_by_role("button", name="Check").click()
            place = dialog.get_by_label("Codes of lock.front_door go to")
            await expect(place).to_be_visible(timeout=PATIENCE)
            await panel.keep("import-place")
            await place.select_option("Entrance")
            await dialog.get_by_role("button", name="Check").click()
            await expect(dialog.get_by_role("definition").first).to_have_text("1")
            # A choice is that for one file.
            other = tmp_path / "other.txt"
            other.write_text(exported["export"])
            await dialog.get_by_label("File").set_input_files(other)
            await expect(place).to_have_count(0)
            await dialog.get_by_role("button", name="Check").click()
            await place.select_option("Entrance", timeout=PATIENCE)
            await dialog.get_by_role("button", name="Check").click()
            await expect(dialog.get_by_role("definition").first).to_have_text("1")
            await dialog.get_by_role("button", name="Import").click()
            await expect(dialog).to_contain_text(
                "This has become of them", timeout=PATIENCE
            )
            asked = await page.evaluate(
                "window.asked.map((each) => [each.dry_run, each.lock_mapping])"
            )
            mapping = {KEYPAD: "lock.entrance"}
            checked = [[True, {}], [True, mapping]]
            assert asked == [*checked, *checked, [False, mapping]]
            assert await names_of(house) == [("Ada", "lock.entrance")]
            assert panel.complaints == []
    finally:
        await rename(house, "lock.entrance", KEYPAD, None)


_HOLD = """(element) => {
  const { hass } = element.context;
  const ask = hass.callWS;
  window.held = [];
  hass.callWS = async (message) => {
    const answer = await ask(message);
    if (/port_codes$/.test(message.type)) await new Promise((resolve) => window.held.push(resolve));
    return answer;
  };
}"""
"""Holds the answers to an export or an import back."""

_RELEASE = "window.held.splice(0).forEach((resolve) => resolve())"


@pytest.mark.contract("11.357")
async def test_an_answer_to_another_file_or_dialog_changes_nothing(
    house: House, tmp_path: Path
) -> None:
    home = house.home
    await create(home, KEYPAD, "Ada", code=PIN)
    exported = await home.call("access_codes/export_codes", passphrase=PASSPHRASE)
    file = tmp_path / "codes.txt"
    file.write_text(exported["export"])
    await house.tidy()
    saved: list[str] = []
    async with open_page(home) as page:
        page.on("download", lambda download: saved.append(download.suggested_filename))
        panel = Panel(home, page, "late")
        panel.listen()
        await panel.go("/locks")
        await panel.main.locator("access-codes-transfer").evaluate(_HOLD)
        dialog = panel.main.get_by_role("dialog")
        chooser = dialog.get_by_label("File")
        passphrase = dialog.get_by_label("Passphrase", exact=True)
        check = dialog.get_by_role("button", name="Check")

        async def is_held() -> None:
            await page.wait_for_function("window.held.length > 0", timeout=PATIENCE)

        await panel.press("Import")
        await chooser.set_input_files(file)
        await passphrase.fill(PASSPHRASE)
        await check.click()
        await is_held()
        await expect(chooser).to_be_disabled()
        await expect(passphrase).not_to_be_editable()
        # A browser may have had its own dialog of files open since before.
        await chooser.evaluate("each => each.dispatchEvent(new Event('change'))")
        await page.evaluate(_RELEASE)
        await expect(check).to_be_enabled(timeout=PATIENCE)
        await expect(dialog.get_by_role("definition")).to_have_count(0)
        await check.click()
        await is_held()
        await page.evaluate(_RELEASE)
        await expect(dialog.get_by_role("definition").first).to_have_text("1")
        await page.keyboard.press("Escape")

        await panel.press("Export")
        again = dialog.get_by_label("Passphrase again", exact=True)
        await passphrase.fill(PASSPHRASE)
        await again.fill(PASSPHRASE)
        await dialog.get_by_role("button", name="Export", exact=True).click()
        await is_held()
        # Browsers heed the second.
        await page.keyboard.press("Escape")
        await page.keyboard.press("Escape")
        await panel.until_dialog_is_gone()
        await panel.press("Export")
        await passphrase.fill("typed in by now")
        await page.evaluate(_RELEASE)
        await page.wait_for_timeout(500)
        await expect(passphrase).to_have_value("typed in by now")
        assert saved == []
        assert panel.complaints == []
