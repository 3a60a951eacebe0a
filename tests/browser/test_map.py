"""The map of a conversation in Chromium: by the pointer, by the keys, by a finger, and without scripts."""

import re
from collections.abc import Iterator

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page, expect

from tests.browser import letters
from tests.living import Living

# Who writes what, and which of the earlier entries it answers.
LETTERS = (
    ("harbour", "Small things that stayed", ()),
    ("margins", "A bicycle to the sea", (0,)),
    ("boats", "雨の日の散歩", (0,)),
    ("margins", "Winter stars", (2,)),
    ("bridges", "The bridge that everybody knows", ()),
)
THEME, BICYCLE, RAIN, STARS, BRIDGE = (title for _, title, _ in LETTERS)
# More houses than a village has.
CROWD = 50


@pytest.fixture(scope="module")
def written(tmp_path_factory: pytest.TempPathFactory) -> Iterator[list[str]]:
    """Four entries of three blogs that hang together, and one that a whole town answers: their addresses."""
    living = Living(tmp_path_factory.mktemp("map") / "data")
    living.environment.pop("DATABASE_URL", None)
    try:
        yield letters.write(living.start(), LETTERS, crowds={LETTERS.index(("bridges", BRIDGE, ())): CROWD})
    finally:
        living.stop()


def _open(open_browser, written: list[str], **more: bool) -> Page:
    page: Page = open_browser(**more).new_page()
    page.goto(f"{written[0]}conversation/map/")
    return page


def _open_town(open_browser, written: list[str], **more: bool) -> Page:
    page: Page = open_browser(**more).new_page()
    page.goto(f"{written[-1]}conversation/map/")
    expect(page.locator("[data-map][data-alive]")).to_have_count(0 if more.get("scripts") is False else 1)
    return page


def _fits(page: Page) -> bool:
    return bool(page.evaluate("document.documentElement.scrollWidth <= innerWidth"))


def _house(page: Page, number: int):
    return page.locator("svg.town:visible .houses a").nth(number)


def _caption(page: Page):
    return page.locator("[data-map-caption]")


def test_one_house_lights_up_under_the_pointer_with_whom_it_answers(open_browser, written, shot):
    page = _open(open_browser, written)
    _house(page, 1).hover()
    expect(_caption(page)).to_contain_text(BICYCLE)
    expect(_caption(page)).to_contain_text(f"answers {THEME}")
    expect(_house(page, 1)).to_have_class("lit")
    expect(_house(page, 0)).to_have_class(re.compile("near"))
    shot(page, "map-pointer")
    page.mouse.move(2, 2)
    expect(_caption(page)).to_be_empty()


def test_arrows_walk_through_time_and_along_the_threads(open_browser, written):
    page = _open(open_browser, written)
    assert page.locator("svg.town:visible .houses a[tabindex='0']").count() == 1
    _house(page, 0).focus()
    steps = [("ArrowRight", BICYCLE), ("ArrowRight", RAIN), ("ArrowUp", THEME), ("End", STARS), ("ArrowUp", RAIN)]
    for key, title in [*steps, ("ArrowDown", STARS), ("Home", THEME), ("ArrowLeft", THEME)]:
        page.keyboard.press(key)
        expect(_caption(page).locator("a").first).to_have_text(title)
    page.keyboard.press("ArrowRight")
    page.keyboard.press("Enter")
    expect(page).to_have_url(written[1])


def test_escape_leaves_for_the_list(open_browser, written):
    page = _open(open_browser, written)
    _house(page, 0).focus()
    page.keyboard.press("Escape")
    expect(page.locator("#map-list")).to_be_focused()
    expect(_caption(page)).to_be_empty()


def test_the_first_touch_shows_who_lives_there_and_the_second_opens_it(open_browser, written, chromium):
    context = chromium.new_context(viewport={"width": 390, "height": 844}, has_touch=True, is_mobile=True)
    page = context.new_page()
    page.goto(f"{written[0]}conversation/map/")
    expect(page.locator("svg.town.narrow")).to_be_visible()
    expect(page.locator("svg.town.wide")).to_be_hidden()
    _house(page, 1).tap()
    expect(_caption(page)).to_contain_text(BICYCLE)
    expect(page).to_have_url(f"{written[0]}conversation/map/")
    _house(page, 1).tap()
    expect(page).to_have_url(written[1])
    context.close()


def test_without_scripts_a_house_leads_to_its_place_in_the_list(open_browser, written):
    page = _open(open_browser, written, scripts=False)
    _house(page, 2).click()
    expect(page).to_have_url(f"{written[0]}conversation/map/#t2")
    expect(page.locator("#t2")).to_be_in_viewport()


@pytest.mark.parametrize("phone", [False, True])
@pytest.mark.parametrize("dark", [False, True])
def test_nothing_on_it_is_in_anybodys_way(open_browser, written, phone, dark):
    page = _open(open_browser, written, phone=phone, dark=dark)
    found = Axe().run(page)
    assert found.violations_count == 0, found.generate_report()
    _house(page, 1).focus()
    found = Axe().run(page)
    assert found.violations_count == 0, found.generate_report()
    assert _fits(page)


def test_of_a_town_one_drawing_is_sent_and_the_other_fetched_when_the_window_becomes_narrow(open_browser, written):
    page = _open_town(open_browser, written)
    assert page.locator("svg.town.wide").get_attribute("data-scale") == "town"
    assert page.locator("[data-map] > svg.town").count() == 1
    expect(page.get_by_role("link", name="Draw it for a phone")).to_be_hidden()
    _house(page, 7).focus()
    page.set_viewport_size({"width": 390, "height": 844})
    expect(page.locator("svg.town.narrow")).to_be_visible()
    expect(page.locator("svg.town.wide")).to_be_hidden()
    expect(page.get_by_role("link", name="Draw it for a phone")).to_be_hidden()
    assert _fits(page)
    # Where the keys had come to is where they go on.
    expect(_house(page, 7)).to_have_attribute("tabindex", "0")
    page.set_viewport_size({"width": 1280, "height": 900})
    expect(page.locator("svg.town.wide")).to_be_visible()
    expect(page.locator("svg.town.narrow")).to_be_hidden()


def test_without_scripts_a_narrow_window_is_offered_the_town_for_a_phone(open_browser, written):
    page = _open_town(open_browser, written, scripts=False, phone=True)
    page.get_by_role("link", name="Draw it for a phone").click()
    expect(page.locator("svg.town.narrow")).to_be_visible()
    expect(page.locator("svg.town.wide")).to_have_count(0)
    assert _fits(page)


def test_in_a_narrow_window_with_a_mouse_the_hint_tells_of_pointer_and_keys(open_browser, written):
    page = _open_town(open_browser, written, phone=True)
    expect(page.locator(".map-mouse")).to_be_visible()
    expect(page.locator(".map-touch")).to_be_hidden()
    expect(page.locator(".map-without")).to_be_hidden()
    page.locator("svg.town.narrow").wait_for()
    _house(page, 3).hover()
    expect(_caption(page)).to_contain_text("Answer 2")


def test_the_keys_walk_through_a_town_and_say_whom_each_house_answers(open_browser, written):
    page = _open_town(open_browser, written)
    page.get_by_role("link", name="Read it as a list").focus()
    # One stop for the Tab key, of all houses.
    page.keyboard.press("Tab")
    title = _caption(page).locator("a").first
    expect(title).to_have_text(BRIDGE)
    steps = [("End", f"Answer {CROWD - 1}"), ("ArrowLeft", f"Answer {CROWD - 2}"), ("ArrowUp", BRIDGE)]
    for key, said in [*steps, ("ArrowDown", "Answer 0"), ("ArrowRight", "Answer 1")]:
        page.keyboard.press(key)
        expect(title).to_have_text(said)
    expect(_caption(page)).to_contain_text(f"answers {BRIDGE}")
    assert page.locator("svg.town .alight path").count() == 1
    page.keyboard.press("Escape")
    expect(page.locator("#map-list")).to_be_focused()


@pytest.mark.parametrize("phone", [False, True])
def test_a_town_and_its_list_within_the_list_are_in_nobodys_way(open_browser, written, shot, phone):
    page = _open_town(open_browser, written, phone=phone)
    page.locator(f"svg.town.{'narrow' if phone else 'wide'}").wait_for()
    page.locator("#map-list summary").click()
    expect(page.locator(".map-list .map-list > li")).to_have_count(CROWD)
    _house(page, 1).focus()
    found = Axe().run(page)
    assert found.violations_count == 0, found.generate_report()
    assert _fits(page)
    shot(page, f"town-{'phone' if phone else 'desk'}")


def test_in_a_readers_own_colours_words_and_houses_have_them(written, chromium):
    context = chromium.new_context(forced_colors="active", color_scheme="dark")
    page = context.new_page()
    page.goto(f"{written[0]}conversation/map/")
    _house(page, 1).focus()
    own = page.evaluate("""() => {
        const probe = document.body.appendChild(document.createElement("i"));
        const named = (name) => ((probe.style.color = name), getComputedStyle(probe).color);
        const of = (path, what) => getComputedStyle(document.querySelector(`.town.wide ${path}`))[what];
        const words = of(".words .title", "fill") === named("CanvasText");
        return [words, of(".alight path", "stroke") === named("Highlight")];
    }""")
    assert own == [True, True]
    context.close()


def test_the_picture_is_painted_when_it_is_opened_by_itself(open_browser, written):
    page = open_browser().new_page()
    complaints: list[str] = []
    page.on("console", lambda message: complaints.append(message.text))
    page.goto(f"{written[0]}conversation/map.svg")
    assert page.evaluate("getComputedStyle(document.querySelector('.paper')).fill") == "rgb(251, 249, 245)"
    assert complaints == []
