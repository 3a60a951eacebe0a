"""The chips under the trackback box: what each page takes, what its rules are, and what it will be shown."""

import html
import json

import pytest
from django.urls import reverse

from buttobi.entries.models import Entry
from buttobi.outbound.guard import parse_allow
from buttobi.trackbacks.sending import discover
from tests import strangers

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _loopback(settings):
    settings.OUTBOUND_ALLOW = parse_allow("127.0.0.0/8")


def chips(browser, *urls, **fields):
    typed = {"blog": "cats", "trackback_urls": "\n".join(urls), **fields}
    return html.unescape(browser.post(reverse("entry-judge"), typed).content.decode())


def a_site(**pages):
    return strangers.site({f"/{name}": page for name, page in pages.items()})


def test_each_kind_that_was_found_is_named(signed_in, blog):
    pages = {
        "tb": strangers.page('<link rel="trackback" href="/tb/1">'),
        "wm": strangers.page('<link rel="webmention" href="/wm">'),
        "pb": strangers.page('<link rel="pingback" href="http://127.0.0.1/x">'),
        "none": strangers.page("<p>Hello"),
    }
    with strangers.serve(a_site(**pages)) as there:
        urls = {name: there.at(f"/{name}", host=f"{name}.localhost") for name in pages}
        body = " ".join(f"<{url}>" for url in urls.values())
        said = chips(signed_in, *urls.values(), body=body)
    assert "TrackBack found" in said
    assert "Webmention found" in said
    assert "Pingback found" in said
    assert "nothing found" in said
    assert "Add the link" not in said
    assert "does not link to it yet" not in said


@pytest.mark.parametrize("labelled", ["meta", "header"])
def test_a_page_that_calls_itself_adult_is_told_before_it_is_sent_to(signed_in, blog, labelled):
    label = '<meta name="rating" content="adult">' if labelled == "meta" else ""
    headers = ["Rating: RTA-5042-1996-1400-1577-RTA"] if labelled == "header" else []
    page = strangers.page(f'{label}<link rel="trackback" href="/tb/1">', headers=headers)
    with strangers.serve(a_site(tb=page)) as there:
        said = chips(signed_in, there.at("/tb"))
    assert "TrackBack found; the page calls itself adult" in said


def test_a_page_that_needs_a_link_says_so_and_offers_it(signed_in, blog):
    page = strangers.page('<title>Their [tails]</title><link rel="webmention" href="/wm">')
    with strangers.serve(a_site(wm=page)) as there:
        said = chips(signed_in, there.at("/wm"))
        assert "needs a link in your text" in said
        assert f'name="add_link" value="{there.at("/wm")}"' in said
        typed = {"blog": "cats", "trackback_urls": there.at("/wm"), "body": "I say.", "add_link": there.at("/wm")}
        sheet = html.unescape(signed_in.post(reverse("new-submission"), typed).content.decode())
    assert f"I say.\n\n[Their \\[tails\\]]({there.at('/wm')})" in sheet
    assert not Entry.objects.exists()


def test_the_rules_of_a_page_are_read_and_shown(signed_in, blog):
    rules = {"open": True, "takes": ["trackback"], "culture": "mention", "words": {"en": "A link is <b>needed</b>"}}
    closed = {"open": False, "takes": [], "words": {}}
    pages = {
        "a": strangers.page('<link rel="trackback" href="/tb/1"><link rel="trackback-policy" href="/rules">'),
        "b": strangers.page('<link rel="trackback" href="/tb/2"><link rel="trackback-policy" href="/closed">'),
        "rules": strangers.says(strangers.answer(json.dumps(rules).encode(), content_type="application/json")),
        "closed": strangers.says(strangers.answer(json.dumps(closed).encode(), content_type="application/json")),
    }
    with strangers.serve(a_site(**pages)) as there:
        said = chips(signed_in, there.at("/a"), there.at("/b", host="b.localhost"))
    assert "Their rules: A link is needed" in said
    assert "needs a link in your text" in said
    assert "closed: takes no trackbacks now" in said


def test_a_trackback_url_is_one_and_leads_to_the_rules_of_its_entry(signed_in, blog):
    pages = {
        "tb/7": strangers.redirect("/entry/trackback/"),
        "entry/trackback/": strangers.page("Make Trackback"),
        "entry/": strangers.page('<title>Entry</title><link rel="trackback-policy" href="/tb/7/policy">'),
        "tb/7/policy": strangers.says(
            strangers.answer(b'{"open": true, "words": {"en": "All"}}', content_type="application/json")
        ),
    }
    with strangers.serve(a_site(**pages)) as there:
        said = chips(signed_in, there.at("/tb/7"))
    assert "TrackBack found" in said
    assert "Their rules: All" in said


def test_what_they_will_be_shown_is_what_they_are_sent(signed_in, blog, theme_here):
    said = chips(signed_in, theme_here.address, title="Paws & claws", body="*Soft* " + "x" * 400)
    assert "<strong>Paws & claws</strong>" in said
    assert "Soft xxx" in said
    assert "x" * 252 not in said
    assert "<cite>Cats</cite>" in said


@pytest.fixture
def theme_here(make_entry, other_blog):
    return make_entry(blog=other_blog, title="Tails")


def test_what_was_sent_says_when(signed_in, make_entry, theme_here):
    entry = make_entry(trackback_urls=theme_here.address)
    assert "already sent on" in chips(signed_in, theme_here.address, entry=entry.pk)


def test_a_slow_page_is_waited_for_in_vain_and_the_others_are_told(signed_in, blog, monkeypatch):
    monkeypatch.setattr(discover, "DEADLINE", 0.4)
    pages = {"slow": strangers.never_answers(), "tb": strangers.page('<link rel="trackback" href="/tb/1">')}
    with strangers.serve(a_site(**pages)) as there:
        said = chips(signed_in, there.at("/slow", host="slow.localhost"), there.at("/tb", host="tb.localhost"))
    assert "did not answer in time" in said
    assert "TrackBack found" in said


def test_a_page_is_asked_once_and_remembered(signed_in, blog):
    with strangers.serve(a_site(tb=strangers.page('<link rel="trackback" href="/tb/1">'))) as there:
        assert chips(signed_in, there.at("/tb")) == chips(signed_in, there.at("/tb"))
    assert len(there.asked) == 1


def test_one_account_has_only_so_many_pages_looked_at(signed_in, blog, monkeypatch):
    monkeypatch.setattr(discover, "LOOKS", 1)
    with strangers.serve(a_site(tb=strangers.page("x"))) as there:
        chips(signed_in, there.at("/tb"))
        assert "We looked at many pages for you" in chips(signed_in, there.at("/tb?2"))
    assert len(there.asked) == 1


def test_without_scripts_preview_shows_the_chips(signed_in, blog):
    with strangers.serve(a_site(tb=strangers.page('<link rel="trackback" href="/tb/1">'))) as there:
        typed = {"blog": "cats", "title": "T", "trackback_urls": there.at("/tb"), "act": "preview"}
        assert "TrackBack found" in signed_in.post(reverse("new-submission"), typed).content.decode()
        typed["act"] = "draft"
        signed_in.post(reverse("new-submission"), typed)
    assert len(there.asked) == 1


@pytest.mark.parametrize(
    "said", [b"", b"[]", b'{"open": 1}', b"[" * 9000, b'{"open": true, "words": [1]}', b"\xff\xfe"]
)
def test_rules_that_are_none_hurt_nobody(said):
    discover.read_rules(said)


def test_links_in_the_text_do_not_count_in_the_box(signed_in, make_entry, other_blog):
    theirs = make_entry(blog=other_blog)
    entry = make_entry(html=f'<a href="{theirs.address}">x</a>')
    assert entry.target.sent.get().from_text
    assert "1 of 5" in chips(signed_in, "https://10.0.0.1/", entry=entry.pk)


def test_the_switch_is_kept_with_the_entry(signed_in, blog):
    typed = {"blog": "cats", "title": "T", "audience": "everyone", "act": "submit"}
    signed_in.post(reverse("new-submission"), {**typed, "submission": "a" * 24, "tells_links": "on"})
    signed_in.post(reverse("new-submission"), {**typed, "title": "U", "submission": "b" * 24})
    assert [entry.tells_links for entry in Entry.objects.order_by("pk")] == [True, False]
    assert (
        "links are not told"
        in signed_in.get(reverse("entry-edit", args=[Entry.objects.latest("pk").pk])).content.decode()
    )
