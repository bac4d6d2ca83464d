"""The cards and the strategy on dashboards of a real Home Assistant. Screenshots are to be looked at."""

import asyncio
from collections.abc import AsyncIterator
from typing import Any

from playwright.async_api import Locator, Route, expect
import pytest
import pytest_asyncio

from simulators.browser import open_page
from simulators.home import Home, wait_for
from tests.e2e.panel_page import MARKUP, SCREENSHOTS, Panel, create, in_time

FRONT, GARDEN = "lock.front_door", "lock.garden_gate"
_PATIENCE = 40_000
PIN = "739184"
BOARD, MADE = "cards-board", "made-board"

CARDS = [
    {"type": "custom:access-codes-codes-card", "entity": FRONT},
    {"type": "custom:access-codes-now-card"},
    {"type": "custom:access-codes-keypad-card", "entity": FRONT, "show_lock": True},
]
BOARDS: dict[str, dict[str, Any]] = {
    BOARD: {
        "views": [
            {
                "title": "Cards",
                "type": "sections",
                "sections": [{"type": "grid", "cards": [card]} for card in CARDS],
            }
        ]
    },
    MADE: {"strategy": {"type": "custom:access-codes"}},
}
SIZES = {
    "wide": {"width": 1440, "height": 1000},
    "phone": {"width": 360, "height": 800},
}


@pytest_asyncio.fixture(scope="module", loop_scope="session")
async def shared_home(
    tmp_path_factory: pytest.TempPathFactory,
) -> AsyncIterator[Home]:
    """Provide a Home Assistant with two linked locks whose codes it checks, with codes and two dashboards."""
    home = Home(tmp_path_factory.mktemp("cards"))
    home.prepare()
    try:
        await home.start()

        async def are_there() -> bool:
            return {FRONT, GARDEN} <= (await home.states()).keys()

        await wait_for(are_there, 60, "the locks")
        step = await home.flow(
            "access_codes", {"locks": [FRONT, GARDEN]}, {"method": "keypad"}
        )
        assert step["type"] == "create_entry", step

        async def are_linked() -> bool:
            entries = await home.call("config_entries/get", domain="access_codes")
            return [entry["state"] for entry in entries] == ["loaded", "loaded"]

        await wait_for(are_linked, 60, "linking the locks")
        await create(home, FRONT, "Family", code=PIN)
        await create(home, FRONT, MARKUP, code="284617")
        await create(
            home,
            FRONT,
            "Weekend guests",
            starts_at=in_time(days=2),
            ends_at=in_time(days=4),
        )
        paused = await create(home, FRONT, "Cleaner")
        await home.call(
            "access_codes/update",
            access_code_id=paused["access_code_id"],
            is_paused=True,
        )
        for url_path, config in BOARDS.items():
            await home.call(
                "lovelace/dashboards/create", url_path=url_path, title=url_path
            )
            await home.call("lovelace/config/save", url_path=url_path, config=config)
        yield home
    finally:
        await home.stop()


@pytest_asyncio.fixture(loop_scope="session", params=["wide", "phone"])
async def board(
    shared_home: Home, request: pytest.FixtureRequest
) -> AsyncIterator[Panel]:
    """Provide a page of an administrator, wide or as on a phone."""
    name: str = request.param
    async with open_page(shared_home) as page:
        await page.set_viewport_size(SIZES[name])  # type: ignore[arg-type]
        board = Panel(shared_home, page, name)
        board.listen()
        yield board
        assert board.complaints == []


async def go(board: Panel, path: str) -> None:
    await board.page.goto(f"{board.home.url}/{path}")
    await board.page.locator("access-codes-now-card .head").first.wait_for(
        timeout=_PATIENCE
    )


async def keep(board: Panel, view: str, card: Locator | None = None) -> None:
    """Take screenshots in light and dark."""
    SCREENSHOTS.mkdir(parents=True, exist_ok=True)
    for scheme in ("light", "dark"):
        await board.page.emulate_media(color_scheme=scheme)
        await board.page.wait_for_timeout(400)
        path = SCREENSHOTS / f"card-{view}-{board.name}-{scheme}.png"
        await (card or board.page).screenshot(path=path)
    await board.page.emulate_media(color_scheme="light")


async def is_locked(home: Home, lock: str, wanted: bool) -> None:
    async def seen() -> bool:
        return ((await home.states())[lock]["state"] == "locked") is wanted

    await wait_for(seen, 20, f"{lock} locked: {wanted}")


async def act(home: Home, domain: str, service: str, entity_id: str) -> None:
    target = {"entity_id": entity_id}
    await home.call("call_service", domain=domain, service=service, target=target)


async def lock_it(home: Home, lock: str) -> None:
    await act(home, "lock", "lock", lock)
    await is_locked(home, lock, True)


async def tap(keypad: Locator, digits: str) -> None:
    for digit in digits:
        await keypad.get_by_role("button", name=digit, exact=True).click()


@pytest.mark.contract(
    "11.410", "11.411", "11.412", "11.414", "11.415", "11.416", "11.440"
)
async def test_the_cards_show_who_can_open(shared_home: Home, board: Panel) -> None:
    await go(board, BOARD)
    codes = board.page.locator("access-codes-codes-card")
    await expect(codes.get_by_text("2 can open")).to_be_visible(timeout=_PATIENCE)
    for name in ("Family", MARKUP, "Weekend guests", "Cleaner"):
        await expect(codes.get_by_text(name)).to_be_visible()
    await expect(codes.get_by_text("Paused").first).to_be_attached()
    now = board.page.locator("access-codes-now-card")
    await expect(now.get_by_text("No access code opens")).to_be_visible()
    await expect(now.get_by_text("Weekend guests")).to_be_visible()
    await keep(board, "codes", codes)
    await keep(board, "now", now)
    await keep(board, "board")
    # What changes comes by itself.
    made = await create(shared_home, GARDEN, "Gardener")
    await expect(now.get_by_text("Gardener")).to_be_visible(timeout=_PATIENCE)
    await shared_home.call("access_codes/delete", access_code_id=made["access_code_id"])
    await expect(now.get_by_text("Gardener")).to_have_count(0, timeout=_PATIENCE)
    await board.page.wait_for_timeout(2000)
    # The minute may have changed meanwhile, but not more often.
    await codes.evaluate(
        "(card) => { window.drawn = 0; const draw = card.renderCard.bind(card);"
        " card.renderCard = (sight) => { window.drawn += 1; return draw(sight); }; }"
    )
    for action in ("turn_on", "turn_off") * 3:
        await act(shared_home, "input_boolean", action, "input_boolean.garden_bolt")
    await board.page.wait_for_timeout(500)
    assert await board.page.evaluate("window.drawn") <= 1
    assert await board.page.evaluate("window.attacked") is None
    assert not await board.knows(PIN)
    await codes.get_by_role("link", name="Family").click()
    await board.see("Set since")


@pytest.mark.contract("11.420", "11.421", "11.422")
async def test_the_keypad_opens_the_lock(shared_home: Home, board: Panel) -> None:
    await lock_it(shared_home, FRONT)
    await go(board, BOARD)
    keypad = board.page.locator("access-codes-keypad-card")
    await keypad.scroll_into_view_if_needed()
    await tap(keypad, "7391845")
    await keypad.get_by_role("button", name="Delete the last digit").click()
    await expect(keypad.locator(".dot")).to_have_count(6)
    await expect(keypad.get_by_role("status")).to_have_text("6 digits entered")
    await keep(board, "keypad", keypad)
    assert not await board.knows(PIN)
    await keypad.get_by_role("button", name="Unlock").click()
    await expect(keypad.get_by_role("status")).to_have_text("Unlocked")
    await is_locked(shared_home, FRONT, False)
    await expect(keypad.locator(".dot")).to_have_count(0)
    await keep(board, "keypad-open", keypad)
    assert not await board.knows(PIN)

    # With a keyboard alone: to lock, the key that is focused is pressed.
    await keypad.locator(".pad").focus()
    await board.page.keyboard.type(PIN)
    await keypad.get_by_role("button", name="Lock", exact=True).press("Enter")
    await expect(keypad.get_by_role("status")).to_have_text("Locked")
    await is_locked(shared_home, FRONT, True)
    await keypad.locator(".pad").focus()
    await board.page.keyboard.type("111")
    await board.page.keyboard.press("Escape")
    await board.page.keyboard.type("739185")
    await board.page.keyboard.press("Enter")
    await expect(keypad.get_by_role("status")).to_have_text("Wrong code")
    assert await board.flaws("^access-codes-keypad-card$") == []
    await keep(board, "keypad-wrong", keypad)
    await is_locked(shared_home, FRONT, True)
    await tap(keypad, PIN)
    await board.page.keyboard.press("Enter")
    await expect(keypad.get_by_role("status")).to_have_text("Unlocked")


@pytest.mark.contract("11.417")
@pytest.mark.parametrize("scheme", ["light", "dark"])
async def test_the_cards_are_for_everybody(board: Panel, scheme: str) -> None:
    await board.page.emulate_media(color_scheme=scheme, reduced_motion="reduce")  # type: ignore[arg-type]
    for path in (BOARD, MADE):
        await go(board, path)
        await board.page.wait_for_timeout(1000)
        assert await board.flaws("^access-codes-.*-card$") == [], path
    keypad = board.page.locator("access-codes-keypad-card").first
    await tap(keypad, "12")
    await expect(keypad.locator(".dot")).to_have_count(2)
    assert await board.flaws("^access-codes-keypad-card$") == []
    # Nothing moves for those who want it so.
    for moving in (".display", ".keys button"):
        style = await keypad.locator(moving).first.evaluate(
            "e => [getComputedStyle(e).animationName, getComputedStyle(e).transitionDuration]"
        )
        assert style == ["none", "0s"]


@pytest.mark.contract("11.443")
async def test_the_cards_are_there_though_home_assistants_code_comes_late(
    shared_home: Home,
) -> None:
    async def come_late(route: Route) -> None:
        await asyncio.sleep(3)
        await route.continue_()

    async with open_page(shared_home) as page:
        await page.route("**/frontend_latest/app.*.js", come_late)
        await page.goto(f"{shared_home.url}/{BOARD}")
        now = page.locator("access-codes-now-card .head").first
        await now.wait_for(timeout=_PATIENCE)
        assert await page.evaluate("!!customElements.get('access-codes-now-card')")


@pytest.mark.contract("11.430", "11.431", "11.432")
async def test_a_dashboard_is_made_from_nothing(board: Panel) -> None:
    await go(board, MADE)
    keypads = board.page.locator("access-codes-keypad-card")
    await expect(keypads).to_have_count(2, timeout=_PATIENCE)
    await expect(board.page.locator("access-codes-codes-card")).to_have_count(2)
    await keep(board, "strategy")
    offered = await board.page.evaluate(
        "[...customCards, ...customStrategies].map((each) => [each.type, each.name])"
    )
    assert ["access-codes-now-card", "Now and next"] in offered
    assert ["access-codes", "Access codes"] in offered
    labels = await board.page.evaluate(
        "(() => { const form = customElements.get('access-codes-keypad-card').getConfigForm();"
        " return form.schema.map((each) => form.computeLabel(each)); })()"
    )
    assert labels[0] == "Lock"
    assert "Send after this many digits" in labels
    suggested = await board.page.evaluate(
        "(id) => customCards.find((each) => each.type === 'access-codes-codes-card')"
        ".getEntitySuggestion(document.querySelector('home-assistant').hass, id)",
        FRONT,
    )
    types = [each["config"]["type"] for each in suggested]
    assert types == [
        "custom:access-codes-codes-card",
        "custom:access-codes-keypad-card",
    ]
    assert "label" not in suggested[0]


@pytest.mark.contract("11.413", "11.414", "11.422", "11.420")
async def test_others_see_what_they_may_and_type_codes(shared_home: Home) -> None:
    token = await shared_home.user_token("visitor", "system-users")
    visitor = await shared_home.connect_as(token)
    await lock_it(shared_home, FRONT)
    async with open_page(visitor) as page:
        board = Panel(shared_home, page, "visitor")
        board.listen()
        await go(board, BOARD)
        codes = page.locator("access-codes-codes-card")
        await expect(codes.get_by_text("Family")).to_be_visible(timeout=_PATIENCE)
        await expect(codes.get_by_text("2 can open")).to_be_visible()
        assert await codes.locator("a, button").count() == 0
        await keep(board, "codes", codes)
        keypad = page.locator("access-codes-keypad-card")
        await tap(keypad, PIN)
        await keypad.get_by_role("button", name="Unlock").click()
        await expect(keypad.get_by_role("status")).to_have_text("Unlocked")
        await is_locked(shared_home, FRONT, False)

        await go(board, MADE)
        keypad = page.locator("access-codes-keypad-card").first
        for _ in range(6):
            await tap(keypad, "000111")
            await keypad.get_by_role("button", name="Unlock").click()
            await expect(keypad.locator(".bad")).to_be_visible()
        await expect(keypad.get_by_role("status")).to_have_text(
            "Too many wrong codes. Wait a few minutes."
        )
        assert board.complaints == []
    await visitor.close()


@pytest.mark.contract("11.423", "11.424")
async def test_what_is_typed_while_home_assistant_is_away_is_not_sent_later(
    shared_home: Home,
) -> None:
    await create(shared_home, GARDEN, "Gardener", code="528417")
    await lock_it(shared_home, GARDEN)
    config = {
        "views": [
            {
                "cards": [
                    {"type": "custom:access-codes-keypad-card", "entity": GARDEN},
                    {"type": "custom:access-codes-now-card"},
                    {"type": "custom:access-codes-keypad-card", "entity": "lock.gone"},
                ]
            }
        ]
    }
    await shared_home.call("lovelace/config/save", url_path=BOARD, config=config)
    async with open_page(shared_home) as page:
        board = Panel(shared_home, page, "away")
        await go(board, BOARD)
        gone = page.locator("access-codes-keypad-card").last
        await expect(gone.get_by_text("This lock is not there")).to_be_visible()
        assert await gone.locator("button").count() == 0
        keypad = page.locator("access-codes-keypad-card").first
        await tap(keypad, "528417")
        await shared_home.stop()
        await expect(
            page.locator("access-codes-now-card").get_by_text("cannot be reached")
        ).to_be_visible(timeout=_PATIENCE)
        await keypad.get_by_role("button", name="Unlock").click()
        await expect(keypad.get_by_role("status")).to_contain_text("Nothing was sent")
        await shared_home.start()
        await expect(
            page.locator("access-codes-now-card").get_by_text("cannot be reached")
        ).to_have_count(0, timeout=60_000)
        await page.wait_for_timeout(1500)
        await is_locked(shared_home, GARDEN, True)


@pytest.mark.contract("11.411")
async def test_the_editor_of_the_card_now_is_a_form(board: Panel) -> None:
    page = board.page
    # Another test may have left the board with other cards.
    config = BOARDS[BOARD]
    await board.home.call("lovelace/config/save", url_path=BOARD, config=config)
    await go(board, f"{BOARD}/0?edit=1")
    await page.locator("hui-card-edit-mode").nth(1).click(timeout=_PATIENCE)
    dialog = page.locator("hui-dialog-edit-card")
    for label in ("Locks", "Title", "Show who comes next"):
        await expect(dialog.get_by_text(label).first).to_be_visible(timeout=_PATIENCE)
    await page.wait_for_timeout(1000)
    await keep(board, "editor")
