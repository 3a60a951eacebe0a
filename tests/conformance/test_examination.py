"""The clauses that the examination decides: from the doors, through the worker, to what a reader sees."""

import html
import time
from datetime import timedelta

import pytest
from django.conf import settings
from django.test import Client
from django.utils import timezone

from buttobi.outbound.client import REDIRECTS
from buttobi.outbound.client import Client as Visitor
from buttobi.outbound.guard import parse_allow
from buttobi.trackbacks import moderation
from buttobi.trackbacks.examining import examine
from buttobi.trackbacks.models import BlogPolicy, Received
from tests import strangers

State, Reason, Link = Received.State, Received.Reason, Received.Link

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _strangers_live_here(settings):
    settings.OUTBOUND_ALLOW = parse_allow("127.0.0.0/8")


@pytest.fixture
def entry(make_entry):
    return make_entry(title="Paws")


def program():
    return Client(HTTP_HOST=settings.GENERAL_HOST, enforce_csrf_checks=True)


def trackback(entry, source, **said):
    assert b"<error>0</error>" in program().post(f"/tb/{entry.target.pk}", {"url": source, **said}).content
    return examined()


def mention(entry, source, **meta):
    answer = program().post("/webmention", {"source": source, "target": entry.target.address}, **meta)
    assert answer.status_code == 201
    return examined()


def examined():
    examine.drain()
    return Received.objects.get()


def later():
    """As if half a minute had passed since the last look, and the next one were due."""
    long_ago = timezone.now() - timedelta(minutes=1)
    Received.objects.update(checked_at=long_ago, due_at=long_ago)


def page(entry):
    return program().get(f"/{entry.blog.name}/{entry.slug}/").content.decode()


def link(entry):
    return strangers.page(f'<title>Herons</title><p>See <a href="{entry.target.address}">this</a>.')


def test_wm_16_the_source_is_asked_for_before_a_mention_is_used(entry):
    with strangers.serve(link(entry)) as there:
        program().post("/webmention", {"source": there.url, "target": entry.target.address})
        assert "Herons" not in page(entry)
        examined()
    (asked,) = there.asked
    assert asked.method == "GET"
    assert asked.headers["accept"].startswith("text/html")
    assert "Herons" in page(entry)


@pytest.mark.parametrize("element", ["<a href='{}'>x</a>", "<img src='{}'>", "<video src='{}'></video>"])
def test_wm_17_an_element_that_leads_to_the_target_is_a_link(entry, element):
    with strangers.serve(strangers.page(element.format(entry.target.address))) as there:
        assert mention(entry, there.url).state == State.SHOWN


@pytest.mark.parametrize(
    "words",
    [
        "{}",
        "<!-- <a href='{}'>x</a> -->",
        "<script>'{}'</script>",
        "<template><a href='{}'>x</a></template>",
        "<p style='display:none'><a href='{}'>x</a></p>",
        "<a href='{}x'>x</a>",
        "<a href='http://r.example/?{}'>x</a>",
    ],
)
def test_wm_17_an_address_that_is_only_spelled_is_no_link(entry, words):
    with strangers.serve(strangers.page(words.format(entry.target.address))) as there:
        assert mention(entry, there.url).reason == Reason.NO_LINK


@pytest.mark.parametrize(
    ("body", "media_type"), [('{{"in-reply-to": "{}"}}', "application/json"), ("See {} .", "text/plain; charset=utf-8")]
)
def test_wm_17_json_and_plain_text_are_read_too(entry, body, media_type):
    raw = strangers.answer(body.format(entry.target.address).encode(), content_type=media_type)
    with strangers.serve(strangers.says(raw)) as there:
        assert mention(entry, there.url).state == State.SHOWN


@pytest.mark.parametrize("after", [strangers.page("", status=410), strangers.page("<p>No link any more")])
def test_wm_20_what_is_deleted_or_no_longer_links_leaves_the_list(entry, after):
    pages = {"/": link(entry)}
    with strangers.serve(strangers.site(pages)) as there:
        mention(entry, there.url)
        pages["/"] = after
        later()
        mention(entry, there.url)
    assert "Herons" not in page(entry)


@pytest.mark.parametrize("status", [404, 500, 503])
def test_wm_20_no_other_answer_removes(entry, status):
    pages = {"/": link(entry)}
    with strangers.serve(strangers.site(pages)) as there:
        mention(entry, there.url)
        pages["/"] = strangers.page("", status=status)
        later()
        mention(entry, there.url)
    assert "Herons" in page(entry)


def test_wm_21_what_is_shown_is_escaped(entry):
    evil = "<script>alert(1)</script>"
    meta = f"<title>{html.escape(evil)}</title><meta name=description content='{html.escape(evil)}'>"
    body = f"{meta}<meta property=og:site_name content='{html.escape(evil)}'><a href='{entry.target.address}'>x</a>"
    with strangers.serve(strangers.page(body)) as there:
        assert mention(entry, there.url).title
    assert evil not in page(entry)


def test_wm_22_redirects_bytes_and_time_are_limited(entry, monkeypatch):
    monkeypatch.setattr(examine, "client", lambda: Visitor(allow=settings.OUTBOUND_ALLOW, deadline=1.0))
    began = time.monotonic()
    for behave in (strangers.redirect_chain(REDIRECTS + 1), strangers.flood(), strangers.drip_body()):
        with strangers.serve(behave) as there:
            assert mention(entry, there.at("/0")).state != State.SHOWN
        Received.objects.all().delete()
    assert time.monotonic() - began < 5


def test_io_47_a_repeat_updates_the_text_and_is_looked_at_again(entry):
    pages = {"/": link(entry)}
    with strangers.serve(strangers.site(pages)) as there:
        trackback(entry, there.url, title="Herons")
        trackback(entry, there.url, title="Pills")
        # It waits for its look: what was approved is not exchanged unseen.
        assert "Pills" not in page(entry)
        later()
        pages["/"] = strangers.page("<p>Pills")
        examined()
    assert "Pills" not in page(entry)
    assert len(there.asked) == 2


def test_io_47_a_repeat_never_moves_in_the_list(entry):
    with strangers.serve(link(entry)) as there:
        first = trackback(entry, there.url, title="Herons")
        later()
        again = trackback(entry, there.url, title="Dogs")
    assert (again.received_at, again.shown_at, again.title) == (first.received_at, first.shown_at, "Dogs")


def test_io_48_what_the_owner_removed_stays_removed_whatever_its_page_says(entry):
    with strangers.serve(link(entry)) as there:
        moderation.refuse(trackback(entry, there.url, title="Herons"))
        later()
        assert mention(entry, there.url).state == State.REFUSED
    assert "Herons" not in page(entry)


def test_io_49_a_link_that_comes_back_brings_the_row_back_to_where_it_was(entry):
    pages = {"/": link(entry)}
    with strangers.serve(strangers.site(pages)) as there:
        trackback(entry, there.url, title="Herons")
        pages["/"] = strangers.page("<p>Nothing")
        later()
        assert examined().state == State.WITHDRAWN
        pages["/"] = link(entry)
        later()
        assert examined().state == State.SHOWN


@pytest.mark.parametrize(
    ("culture", "state"), [("mention", State.REFUSED), ("ordinary", State.HELD), ("related", State.SHOWN)]
)
def test_io_51_the_check_yields_a_fact_and_the_policy_decides(entry, culture, state):
    BlogPolicy.objects.create(blog=entry.blog, culture=culture)
    with strangers.serve(strangers.page("<p>No link")) as there:
        row = trackback(entry, there.url, title="Herons")
    assert (row.state, row.link) == (state, Link.NONE)
    assert ("related (no link)" in page(entry)) == (culture == "related")


def test_io_53_where_a_message_comes_from_says_nothing_of_its_source(entry):
    with strangers.serve(link(entry)) as there:
        assert mention(entry, there.url, REMOTE_ADDR="192.0.2.7").state == State.SHOWN


def test_io_60_author_title_and_words_come_from_the_fetched_page(entry):
    body = (
        f"<article class=h-entry><h1 class=p-name>猫の一日</h1><a class=u-url href='/'></a>"
        f"<span class='p-author h-card'>花子</span><p class=e-content>にゃあ。"
        f"<a href='{entry.target.address}'>x</a></article>"
    )
    with strangers.serve(strangers.page(body)) as there:
        row = mention(entry, there.url)
    assert (row.title, row.author) == ("猫の一日", "花子")
    assert row.excerpt.startswith("にゃあ。")
