"""The tutorial of "What's a Trackback?", walked in Chromium by the labels that a person reads, in both languages."""

import re
import urllib.parse
import urllib.request
from collections.abc import Callable

import pytest
from axe_playwright_python.sync_playwright import Axe
from django.utils import translation
from playwright.sync_api import Page, expect

from tests.living import Living

# The names that the help page and the screens must share, letter by letter.
CONTRACT = {
    "What's a Trackback?": "トラックバックって何?",
    "Trackback Center": "トラックバックセンター",
    "Make Trackback": "トラックバックする",
    "New Submission": "新規投稿",
    "Other Settings": "その他の設定",
    "Submit": "投稿する",
}
PASSWORD = "one long thread between two doors"
Shot = Callable[[Page, str], None]


class Reader:
    """Somebody who reads one language and presses what is written there."""

    def __init__(self, page: Page, language: str, shot: Shot) -> None:
        self.page, self.language, self.shot = page, language, shot

    def word(self, english: str) -> str:
        with translation.override(self.language):
            return CONTRACT[english] if english in CONTRACT and self.language == "ja" else translation.gettext(english)

    def press(self, english: str) -> None:
        self.page.get_by_role("button", name=self.word(english), exact=True).first.click()

    def follow(self, english: str) -> None:
        self.page.get_by_role("link", name=self.word(english), exact=True).first.click()

    def fill(self, english: str, text: str) -> None:
        # A label may go on with "optional".
        self.page.get_by_label(re.compile(rf"^\s*{re.escape(self.word(english))}(\s|$)")).first.fill(text)

    def look(self, name: str) -> None:
        """Every screen on the way is kept as a picture, and has nothing that axe complains about."""
        self.shot(self.page, f"{self.language}-{name}")
        found = Axe().run(self.page)
        assert found.violations_count == 0, f"{name}: {found.generate_report()}"


def _address_in_slip(page: Page) -> str:
    return page.locator(".slip code").first.inner_text().strip()


def _new_first_staff(service: Living, person: Reader) -> None:
    """The first account of all comes by the link that `serve` prints; once there is one, by the shell."""
    page = person.page
    page.goto(service.first_staff_link())
    person.look("first-account")
    person.fill("User name", f"founder-{person.language}")
    person.fill("Mail address", "founder@mail.example")
    person.fill("Password", PASSWORD)
    person.fill("Password again", PASSWORD)
    person.press("Open the account")


def _sign_in(service: Living, person: Reader, name: str, *, staff: bool = False) -> None:
    words = ["account", name, "--email", f"{name}@mail.example", "--password-stdin", *(["--staff"] if staff else [])]
    service.command(*words, stdin=PASSWORD)
    person.page.goto(f"{service.general}-/")
    person.page.locator("input[name=login]").fill(name)
    person.page.locator("input[name=password]").fill(PASSWORD)
    person.look("sign-in")
    person.page.locator("main form button.primary, main form button[type=submit]").first.click()


def _open_blog(person: Reader, name: str, title: str) -> None:
    person.follow("Open your first blog")
    person.fill("Title", title)
    person.page.locator("input[name=name]").fill(name)
    person.look("open-blog")
    person.press("Open the blog")


@pytest.mark.parametrize("language", ["en", "ja"])
def test_the_tutorial_of_the_help_page_word_for_word(service: Living, open_browser, shot, language):
    page = open_browser(language=language).new_page()
    person = Reader(page, language, shot)
    if language == "en":
        _new_first_staff(service, person)
    else:
        _sign_in(service, person, f"writer-{language}")
    expect(page.get_by_role("link", name=person.word("Open your first blog")).first).to_be_visible()
    person.look("dashboard-empty")
    _open_blog(person, f"paws-{language}", {"en": "Paws and Rain", "ja": "雨の日のねこ"}[language])

    # Look at the Trackback Center, at the theme "Animals / Pets", and copy the Trackback URL at its bottom.
    page.goto(service.general)
    person.look("portal")
    person.follow("What's a Trackback?")
    person.look("help")
    person.follow("Trackback Center")
    person.look("center")
    page.get_by_role("link", name={"en": "Animals / Pets", "ja": "動物・ペット"}[language]).first.click()
    sentence = {"en": "The Trackback URL for this entry is", "ja": "この記事のトラックバックURLは"}[language]
    expect(page.get_by_text(re.compile(sentence)).first).to_be_visible()
    theme, url = page.url, _address_in_slip(page)
    assert re.fullmatch(rf"{re.escape(service.general)}tb/\d+", url)

    # Write an entry, and paste the URL under Other Settings at the bottom of New Submission.
    page.goto(f"{service.general}-/")
    person.follow("New Submission")
    title = {"en": "The cat on the keyboard", "ja": "キーボードの上のねこ"}[language]
    body = {"en": "She **never** looks at the screen.", "ja": "画面は**「絶対」**に見ません。"}[language]
    person.fill("Title", title)
    page.locator("textarea[name=body]").fill(body)
    page.locator("summary", has_text=person.word("Other Settings")).click()
    person.fill("Trackback URLs", url)
    page.locator("input[name=title]").focus()
    expect(page.locator(".chips .chip").first).to_be_visible()
    person.look("new-submission")
    person.press("Submit")
    expect(page.locator(".notice.published")).to_contain_text(person.word("Published."))
    person.look("published")

    # The entry is listed in the theme's trackback list.
    page.goto(theme)
    expect(page.locator("#trackbacks .thread").get_by_role("link", name=title)).to_be_visible()
    person.look("theme-answered")

    # A friend's entry: Make Trackback shows the URL, and opens New Submission with it filled in.
    page.get_by_role("link", name=title).first.click()
    entry = page.url
    person.follow("Make Trackback")
    person.look("make-trackback")
    person.follow("Write on my blog here")
    expect(page.locator("textarea[name=trackback_urls]")).to_have_value(re.compile(r"/tb/\d+"))
    person.fill("Title", f"{title} 2")
    page.locator("textarea[name=body]").fill(f"{body} 2")
    person.press("Submit")
    page.goto(entry)
    expect(page.locator("#trackbacks .thread").get_by_role("link", name=f"{title} 2")).to_be_visible()
    person.look("entry")

    # A program somewhere else sends a ping; the owner sees it arrive, shows it, and it is listed.
    elsewhere = {"en": "A heron, not a cat", "ja": "サギの話"}[language]
    fields = {
        "url": f"https://elsewhere.example.org/{language}/heron",
        "title": elsewhere,
        "excerpt": "…",
        "blog_name": "Elsewhere",
    }
    door = _address_in_slip(page)
    with urllib.request.urlopen(door, urllib.parse.urlencode(fields).encode(), timeout=10) as answer:
        assert b"<error>0</error>" in answer.read()
    page.goto(f"{service.general}-/")
    page.locator("nav").get_by_role("link", name=re.compile(person.word("Inbox"))).first.click()
    letter = page.locator(".letter", has_text=elsewhere)
    expect(letter).to_be_visible()
    person.look("inbox")
    letter.get_by_role("button", name=person.word("Show"), exact=True).click()
    expect(page.locator(".letter", has_text=elsewhere)).to_have_attribute("data-state", "shown")
    page.goto(entry)
    expect(page.locator("#trackbacks .thread").get_by_role("link", name=elsewhere)).to_be_visible()


@pytest.mark.parametrize("language", ["en", "ja"])
def test_the_same_without_scripts_on_a_phone(service: Living, open_browser, shot, language):
    page = open_browser(language=language, phone=True, dark=True, scripts=False).new_page()
    person = Reader(page, language, lambda page, name: shot(page, f"phone-{name}"))
    name = f"quiet-{language}"
    service.command("account", name, "--email", f"{name}@mail.example", "--password-stdin", stdin=PASSWORD)
    service.command("blog", name, "--owner", name, "--title", "Quiet", "--language", language)
    page.goto(f"{service.general}center/practice/trackback/")
    person.follow("Write on my blog here")
    page.locator("input[name=login]").fill(name)
    page.locator("input[name=password]").fill(PASSWORD)
    page.locator("main form button.primary, main form button[type=submit]").first.click()
    person.fill("Title", f"Practice {language}")
    page.locator("textarea[name=body]").fill("One thread.")
    shot(page, f"phone-{language}-new-submission")
    person.press("Submit")
    expect(page.locator(".notice.published")).to_contain_text(person.word("Published."))
    page.goto(f"{service.general}center/practice/")
    expect(page.locator("#trackbacks .thread").get_by_role("link", name=f"Practice {language}")).to_be_visible()
    shot(page, f"phone-{language}-theme")
