"""The wall, walked: every address of each host is opened, and nothing of the other section is found behind any.

Both worlds are the same, but for one word that stands in everything that the one says and the other does not.
"""

import re
from collections.abc import Callable, Iterator
from datetime import datetime, timedelta
from html import unescape
from io import BytesIO
from itertools import product
from typing import Any
from urllib.parse import quote, unquote, urlsplit

import pytest
import time_machine
from django.conf import settings as conf
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import URLPattern, URLResolver, get_resolver
from django.utils import timezone
from PIL import Image
from pytest_django import Settings

from buttobi.accounts.models import Account
from buttobi.blogs.models import Blog
from buttobi.center.models import Theme
from buttobi.entries.models import Entry, Tag
from buttobi.media import prepare
from buttobi.media.models import Picture
from buttobi.media.take import take
from buttobi.ranking import days, total
from buttobi.sections import addresses
from buttobi.sections.section import Section
from buttobi.trackbacks import receive
from buttobi.trackbacks.models import Received, Sent, Target
from tests.conftest import MakeBlog, MakeEntry

pytestmark = pytest.mark.django_db

WORD = {Section.GENERAL: "zgeneralz", Section.ADULT: "zadultz"}
HOST = {Section.GENERAL: conf.GENERAL_HOST, Section.ADULT: conf.ADULT_HOST}
NOON = datetime.fromisoformat("2026-11-21T03:00:00+00:00")
MakeTheme = Callable[..., Theme]


# --- The two worlds ---------------------------------------------------------------------------------------------------
@pytest.fixture
def people(make_account: Callable[..., Account]) -> list[Account]:
    return [make_account(f"person{number}") for number in range(3)]


@pytest.fixture
def worlds(people: list[Account], make_blog: MakeBlog, make_entry: MakeEntry, make_theme: MakeTheme) -> None:
    """Two days in both sections, with trackbacks forced through the wall where no door lets them."""
    with time_machine.travel(NOON, tick=False):
        for section in Section:
            _fill(section, people, make_blog, make_entry, make_theme)
        Sent.objects.filter(target=None).update(state=Sent.State.ACCEPTED, protocol=Sent.Protocol.TRACKBACK)
        _force_through_the_wall()
        prepare.drain()
    for section in Section:
        with time_machine.travel(NOON + timedelta(days=1), tick=False):
            total.catch_up(section)
            total.total(section, days.today())


def _fill(
    section: Section, people: list[Account], make_blog: MakeBlog, make_entry: MakeEntry, make_theme: MakeTheme
) -> None:
    word = WORD[section]
    theme = _theme(section, people[0], make_theme)
    make_theme(f"{word} coming", section=section, opens_in=timedelta(days=2), body=word, html=f"<p>{word}</p>")
    make_theme(f"{word} over", section=section, opens_in=-timedelta(days=9), closes_in=-timedelta(days=1))
    blogs = [
        make_blog(f"{word}-{number}", owner=owner, section=section, title=f"{word} blog", description=f"About {word}")
        for number, owner in enumerate(people)
    ]
    first = make_entry(blog=blogs[0], title=f"{word} first", slug=f"{word}-first", **_text(word))
    for number, blog in enumerate(blogs[1:], 1):
        urls = f"{first.target.trackback_url}\n{_page(theme).trackback_url}\nhttps://{word}.org/tb/{number}"
        answer = make_entry(
            blog=blog, title=f"{word} answer", slug=f"{word}-{number}", trackback_urls=urls, **_text(word)
        )
        answer.tags.add(Tag.objects.create(blog=blog, name=f"{word}-tag"))
    own = make_theme(f"{word} carnival", blog=blogs[2], author=people[2], **_text(word))
    ping: dict[str, Any] = {"title": f"{word} ping", "excerpt": f"{word} elsewhere", "blog_name": f"{word} elsewhere"}
    for target in (first.target, _page(own)):
        arrived = receive.arrive(target=target, protocol="trackback", source_url=f"https://{word}.example/post", **ping)
        _show(arrived, link=Received.Link.LINKS, adult=section == Section.ADULT)


def _page(theme: Theme) -> Target:
    assert theme.entry.target is not None
    return theme.entry.target


def _text(word: str) -> dict[str, str]:
    return {"body": f"Text of {word}.", "html": f"<p>Text of {word}.</p>"}


def _theme(section: Section, by: Account, make_theme: MakeTheme) -> Theme:
    word = WORD[section]
    theme = make_theme(
        f"{word} theme",
        section=section,
        second_title=f"{word} お題",
        second_body=word,
        second_html=f"<p>{word}</p>",
        **_text(word),
    )
    theme.entry.tags.add(Tag.objects.create(blog=theme.entry.blog, name=f"{word}-tag"))
    file = BytesIO()
    Image.new("RGB", (900, 600), "tomato").save(file, "JPEG")
    theme.cover = take(SimpleUploadedFile("cover.jpg", file.getvalue()), section=section, by=by)
    theme.cover_alt = f"{word} cover"
    theme.second_cover_alt = f"{word} 表紙"
    theme.save()
    return theme


def _show(received: Received, **changes: object) -> None:
    now = timezone.now()
    Received.objects.filter(pk=received.pk).update(
        state=Received.State.SHOWN, shown_at=now, checked_at=now, due_at=None, **changes
    )


def _force_through_the_wall() -> None:
    """Rows that no door writes, as a mistake might leave them: a trackback from every section to every other."""
    entries = Entry.objects.filter(slug__in=[f"{word}-first" for word in WORD.values()])
    for source, target in product(list(entries), repeat=2):
        if source.target is None or target.target is None or source.blog.section == target.blog.section:
            continue
        word = WORD[Section(source.blog.section)]
        Received.objects.create(
            target=target.target,
            source=source.target,
            source_url=source.address,
            source_key=f"ours:{source.target.pk}",
            title=f"{word} through the wall",
            by_author=True,
            state=Received.State.SHOWN,
            shown_at=timezone.now(),
            link=Received.Link.LINKS,
        )


# --- The walk ---------------------------------------------------------------------------------------------------------
def _patterns(resolver: URLResolver, before: str = "") -> Iterator[tuple[str, dict[str, Any]]]:
    """Every address that the service answers, as a route with the names of its parts."""
    for pattern in resolver.url_patterns:
        route = before + str(pattern.pattern).lstrip("^").removesuffix("$")
        if isinstance(pattern, URLResolver):
            yield from _patterns(pattern, route)
        elif isinstance(pattern, URLPattern):
            yield route, dict(pattern.default_args)


ROUTES = sorted({route for route, _ in _patterns(get_resolver())})
# Whether the machine is well says nothing of what it serves.
PUBLIC = [route for route in ROUTES if not route.startswith("-/") and route != "healthz"]
# What has no word of either world to say: switches, doors, pictures, and pages about the service itself.
WORDLESS = {
    "age", "apple-touch-icon.png", "favicon.ico", "help/", "language", "ranking/how/", "robots.txt", "rpc",
    "sitemap-<slug:section>.xml", "sitemap.xml", "themes/random", "webmention/?", "xmlrpc/?",
}  # fmt: skip
_PART = re.compile(r"<(?:(?P<kind>\w+):)?(?P<name>\w+)>|\(\?P<(?P<group>\w+)>(?P<choice>[^()]*)\)")


def _values(name: str) -> list[str]:
    """Everything that a part of an address may stand for, in both worlds. A new part is to be taught here."""
    now = timezone.localtime(NOON, days.zone())
    dates = [str((now + timedelta(days=ahead)).date()) for ahead in (-1, 0, 1)]
    blogs = list(Blog.objects.values_list("name", flat=True))
    known: dict[str, list[str]] = {
        "blog_name": blogs,
        "name": [str(pk) for pk in Received.objects.values_list("target_id", flat=True).distinct()],
        "slug": list(Entry.objects.exclude(slug="").values_list("slug", flat=True).distinct()),
        "tag": list(Tag.objects.values_list("name", flat=True).distinct()),
        "year": ["2026"],
        "month": ["11", "2026-11"],
        "date": dates,
        "on": dates,
        "target_id": [str(pk) for pk in Received.objects.values_list("target_id", flat=True).distinct()],
        "token": list(Received.objects.values_list("status_token", flat=True)),
        "key": list(Picture.objects.values_list("key", flat=True)),
        "extension": ["webp", "jpg"],
        "width": ["480", "960", "1200", "1600"],
        "section": ["places", "blogs", "entries"],
    }
    return known[name]


def _pairs() -> set[tuple[str, ...]]:
    """What there is below a blog: its entries and its tags."""
    entries = Entry.objects.exclude(slug="").values_list("blog__name", "slug")
    return {*entries, *Tag.objects.values_list("blog__name", "name")}


def _paths(route: str) -> list[str]:
    """The addresses of one route in both worlds."""
    found = list(_PART.finditer(route))
    names = [part["name"] or part["group"] for part in found]
    values = [_values(name) for name in names]
    there = _pairs()
    paths = []
    for chosen in product(*values):
        if names[:2] in (["blog_name", "slug"], ["blog_name", "tag"]) and chosen[:2] not in there:
            continue
        path, end = "", 0
        for part, value in zip(found, chosen, strict=True):
            path += route[end : part.start()] + quote(value)
            end = part.end()
        paths.append("/" + (path + route[end:]).replace("\\", ""))
    return paths


def _reader(section: Section, language: str = "en") -> Client:
    reader = Client(HTTP_HOST=HOST[section], headers={"Accept-Language": language})
    reader.cookies[conf.AGE_COOKIE_NAME] = "yes"
    return reader


def _said(response: Any) -> str:
    """Everything that an answer says: its body, its headers, where it leads."""
    body = response.getvalue() if response.streaming else response.content
    headers = "\n".join(f"{name}: {value}" for name, value in response.items())
    return unquote(unescape(body.decode("utf-8", "replace") + headers)).lower()


def _asked_for(path: str, said: str) -> str:
    """What was said, without the address that was asked for: an error page may repeat it."""
    return said.replace(unquote(path).lower(), "")


def test_the_worlds_are_there(worlds: None) -> None:
    for section in Section:
        said = _said(_reader(section).get("/"))
        assert WORD[section] in said
        assert WORD[section.other] not in said


@pytest.mark.parametrize("section", Section)
@pytest.mark.parametrize("language", ["en", "ja"])
def test_no_address_of_a_section_says_a_word_of_the_other(worlds: None, section: Section, language: str) -> None:
    reader = _reader(section, language)
    broken, crossed, answered = [], [], set()
    with time_machine.travel(NOON + timedelta(days=1), tick=False):
        for route in PUBLIC:
            for path in _paths(route):
                response = reader.get(path)
                said = _asked_for(path, _said(response))
                if response.status_code >= 500:
                    broken.append(path)
                if WORD[section.other] in said:
                    crossed.append(path)
                if WORD[section] in said:
                    answered.add(route)
    assert broken == []
    assert crossed == []
    # A route that never shows its own world would prove nothing about the other.
    silent = {route for route in PUBLIC if route not in answered and not route.startswith(("media/", "tb"))}
    assert silent - WORDLESS == set()


def _section_of(host: str) -> Section | None:
    blog = addresses.blog_of_host(host)
    return addresses.section_of_host(host) or (blog[0] if blog else None)


@pytest.mark.parametrize("blog_address", ["path", "subdomain"])
@pytest.mark.parametrize("section", Section)
def test_no_link_leads_to_the_other_section(
    worlds: None, section: Section, blog_address: str, settings: Settings
) -> None:
    """Followed from the front page on, as a reader does, with one host for all blogs and with one for each."""
    settings.BLOG_ADDRESS = blog_address
    reader = _reader(section)
    waiting, seen = [(HOST[section], "/")], {(HOST[section], "/")}
    with time_machine.travel(NOON + timedelta(days=1), tick=False):
        while waiting:
            host, path = waiting.pop()
            response = reader.get(path, headers={"Host": host})
            assert response.status_code < 400, (host, path)
            if not response.headers.get("Content-Type", "").startswith("text/html"):
                continue
            assert WORD[section.other] not in _said(response), (host, path)
            for link in re.findall(r'(?:href|src|content)="(http[^"]+)"', response.content.decode()):
                parts = urlsplit(unescape(link))
                # The desk is one for both sections, and General is where it stands unless it has a host of its own.
                if parts.path.startswith("/-/") or _section_of(parts.netloc) is None:
                    continue
                assert _section_of(parts.netloc) == section, (host, path, link)
                to = parts.netloc, parts.path + (f"?{parts.query}" if parts.query else "")
                if not parts.path.startswith(("/tb/", "/static/")) and to not in seen:
                    seen.add(to)
                    waiting.append(to)
    assert len(seen) > 30
    assert len({host for host, _ in seen}) > (3 if blog_address == "subdomain" else 0)


@pytest.mark.parametrize("section", Section)
def test_no_screen_of_the_desk_shows_what_is_not_ones_own(
    worlds: None, section: Section, make_account: Callable[..., Account], signed_in_as: Callable[[Account], Client]
) -> None:
    somebody = make_account("newcomer")
    Blog.objects.create(owner=somebody, name="mine", title="Mine", section=section, language="en")
    browser = signed_in_as(somebody)
    crossed = []
    with time_machine.travel(NOON + timedelta(days=1), tick=False):
        for route in ROUTES:
            if not route.startswith("-/") or _PART.search(route):
                continue
            response = browser.get(f"/{route}")
            if WORD[section.other] in _said(response):
                crossed.append(route)
    assert crossed == []


def test_before_the_age_page_no_word_of_the_section_is_said(worlds: None) -> None:
    stranger = Client(HTTP_HOST=conf.ADULT_HOST, headers={"Accept-Language": "en"})
    told = []
    with time_machine.travel(NOON + timedelta(days=1), tick=False):
        for route in PUBLIC:
            if route.endswith((".atom", ".json", ".xml", "/policy")):
                # Programs are not asked; what they read carries the rating.
                continue
            for path in _paths(route):
                response = stranger.get(path)
                is_page = response.headers.get("Content-Type", "").startswith("text/html")
                if not is_page and "Are you 18 or over?" not in _said(response):
                    continue
                # An address may hold the word; the title, the text and the name of a blog are what is kept back.
                said = re.sub(r"https?://[^\s\"<>]+", "", _asked_for(path, _said(response)))
                if WORD[Section.ADULT] in said:
                    told.append(path)
    assert told == []
