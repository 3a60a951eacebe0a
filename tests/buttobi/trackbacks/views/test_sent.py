"""Sent: where every trackback stands, in words, and its buttons."""

import re

import pytest
from django.template.loader import render_to_string
from django.test import RequestFactory
from django.utils import timezone

from buttobi.blogs import move
from buttobi.sections.section import Section
from buttobi.trackbacks import announce, outbox, presence
from buttobi.trackbacks.models import Received, Sent
from buttobi.trackbacks.sending import outcome

State = Sent.State
pytestmark = pytest.mark.django_db


def page(browser, query=""):
    response = browser.get(f"/-/sent/{query}")
    assert response.status_code == 200
    return response.content.decode()


def row(html, sent):
    found = re.search(rf'<li class="sending" id="sent-{sent.pk}".*?</li>', html, re.DOTALL)
    assert found
    return found[0]


def buttons(html):
    return re.findall(r'name="act" value="(\w+)"', html)


def test_nothing_sent_says_how_one_sends(signed_in, blog):
    assert "Other Settings" in page(signed_in)


@pytest.mark.parametrize(
    ("state", "words", "offered"),
    [
        (State.WAITING, "waiting", ["now", "cancel"]),
        (State.FINDING, "finding the address", ["cancel"]),
        (State.SENDING, "sending", []),
        (State.ACCEPTED, "accepted", ["again"]),
        (State.REFUSED, "refused", ["again"]),
        (State.UNCLEAR, "unclear", ["again"]),
        (State.LATER, "will try again", ["now", "cancel"]),
        (State.GAVE_UP, "gave up", ["again"]),
        (State.CANCELLED, "cancelled", ["again"]),
        (State.WITHDRAWN, "withdrawn", ["again"]),
    ],
)
def test_each_state_has_its_words_and_buttons(signed_in, make_sent, state, words, offered):
    sent = make_sent(state=state)
    html = row(page(signed_in), sent)
    assert f">{words}<" in html
    assert buttons(html) == offered


def test_their_words_and_ours_are_shown_as_text(signed_in, make_sent):
    sent = make_sent(state=State.REFUSED, answer="<b>No</b>", problem=outcome.TURNED_DOWN)
    html = row(page(signed_in), sent)
    assert "<q>&lt;b&gt;No&lt;/b&gt;</q>" in html
    assert outcome.TURNED_DOWN in html


def test_what_may_have_arrived_is_not_offered_to_be_hurried(signed_in, make_sent):
    sent = make_sent(state=State.LATER, doubts=1)
    assert buttons(row(page(signed_in), sent)) == ["cancel"]


def test_what_cannot_be_taken_back_is_said(signed_in, make_sent):
    sent = make_sent(state=State.ACCEPTED)
    assert outbox.NOT_TO_BE_TAKEN_BACK in row(page(signed_in), sent)


@pytest.mark.parametrize(
    ("state", "words", "offered"),
    [
        (Received.State.SHOWN, "listed", ["withdraw"]),
        (Received.State.HELD, "held by the owner", ["withdraw"]),
        (Received.State.REFUSED, "refused by its owner", []),
    ],
)
def test_of_a_page_here_the_real_state_is_shown(signed_in, target, source, state, words, offered):
    (sent,) = announce.announce(source=target, urls=[source.trackback_url])
    Received.objects.update(state=state)
    html = row(page(signed_in), sent)
    assert f">{words}<" in html
    assert "Bones" in html
    assert buttons(html) == offered


def test_a_row_of_an_entry_that_left_the_public_says_what_it_waits_for(signed_in, make_sent, target):
    sent = make_sent()
    presence.leave(target)
    html = row(page(signed_in), sent)
    assert "waits until the entry is published" in html
    assert buttons(html) == ["cancel"]


def test_a_press_leads_back_to_the_page_it_stood_on(signed_in, make_sent):
    sent = make_sent()
    response = signed_in.post(f"/-/sent/{sent.pk}/act/", {"act": "cancel", "back": "/-/entries/3/"})
    assert response.headers["Location"] == "/-/entries/3/"
    sent.refresh_from_db()
    assert sent.state == State.CANCELLED
    assert "Cancelled. Nothing is sent." in page(signed_in)


@pytest.mark.parametrize("shown", ["http://[", "//[/-/", "http://localhost:8000", "\xff", "?", ""])
def test_a_page_that_cannot_be_told_is_the_one_that_was_asked_for(signed_in, make_sent, shown):
    address = f"/-/sent/rows/?ids={make_sent().pk}"
    html = signed_in.get(address, headers={"HX-Current-URL": shown}).content.decode()
    found = re.search(r'name="back" value="([^"]*)"', html)
    assert found
    assert found[1] in (address, shown)


def test_a_press_that_comes_too_late_says_so(signed_in, make_sent):
    sent = make_sent(state=State.ACCEPTED)
    signed_in.post(f"/-/sent/{sent.pk}/act/", {"act": "cancel"})
    assert outbox.TOO_LATE in page(signed_in)


def test_other_peoples_rows_are_not_there(signed_in, make_sent, source):
    theirs = make_sent(source=source)
    assert f"sent-{theirs.pk}" not in page(signed_in)
    assert f"sent-{theirs.pk}" not in signed_in.get(f"/-/sent/rows/?ids={theirs.pk}").content.decode()
    assert signed_in.post(f"/-/sent/{theirs.pk}/act/", {"act": "cancel"}).status_code == 404
    theirs.refresh_from_db()
    assert theirs.state == State.WAITING


@pytest.mark.parametrize("act", ["", "delete", "now\x00"])
def test_an_unknown_press_is_not_found(signed_in, make_sent, act):
    assert signed_in.post(f"/-/sent/{make_sent().pk}/act/", {"act": act}).status_code == 404


def test_a_get_changes_nothing(signed_in, make_sent):
    assert signed_in.get(f"/-/sent/{make_sent().pk}/act/?act=cancel").status_code == 405


def test_rows_are_watched_while_they_move_and_not_afterwards(signed_in, make_sent):
    moving, still = make_sent(), make_sent(state=State.ACCEPTED)
    html = page(signed_in)
    address = f"/-/sent/rows/?ids={still.pk},{moving.pk}"
    assert f'hx-get="{address}"' in html
    Sent.objects.update(state=State.ACCEPTED)
    again = signed_in.get(
        address, headers={"HX-Current-URL": "http://localhost:8000/-/entries/3/?x=1"}
    ).content.decode()
    assert "hx-get" not in again
    assert 'name="back" value="/-/entries/3/?x=1"' in again


@pytest.mark.parametrize("ids", ["", "x", "1,,2", "9" * 30, "٣", "1" + ",1" * 500])
def test_senseless_ids_are_no_rows(signed_in, blog, ids):
    assert signed_in.get("/-/sent/rows/", {"ids": ids}).status_code == 200


def test_the_rows_can_be_included_anywhere_on_the_desk(make_sent, account):
    request = RequestFactory().get("/-/entries/3/")
    request.user = account
    html = render_to_string("trackbacks/sent_rows.html", {"sents": [make_sent()]}, request=request)
    assert 'name="back" value="/-/entries/3/"' in html


def test_a_long_list_asks_the_database_no_more_than_a_short_one(signed_in, make_sent, django_assert_max_num_queries):
    for _ in range(20):
        make_sent()
    with django_assert_max_num_queries(12):
        page(signed_in)


def test_a_blog_has_a_page_of_its_own(signed_in, make_sent, make_target, make_blog):
    here = make_sent()
    there = make_sent(source=make_target(blog=make_blog("birds")))
    html = signed_in.get("/-/blogs/birds/sent/").content.decode()
    assert f'id="sent-{there.pk}"' in html
    assert f'id="sent-{here.pk}"' not in html
    assert signed_in.get("/-/sent/?blog=birds").headers["Location"] == "/-/blogs/birds/sent/"


@pytest.mark.parametrize("path", ["/-/blogs/dogs/sent/", "/-/sent/?blog=dogs", "/-/sent/?blog=x/y"])
def test_other_peoples_outboxes_are_not_there(signed_in, blog, source, path):
    assert signed_in.get(path).status_code == 404


def test_rows_are_filtered_by_state_and_kind(signed_in, make_sent):
    mention = make_sent(state=State.ACCEPTED, protocol="webmention")
    refused = make_sent(state=State.REFUSED, protocol="trackback")
    waiting = make_sent()

    def shown(query):
        return set(map(int, re.findall(r'id="sent-(\d+)"', page(signed_in, query))))

    assert shown("") == {mention.pk, refused.pk, waiting.pk}
    assert shown("?state=accepted") == {mention.pk}
    assert shown("?state=refused&kind=trackback") == {refused.pk}
    assert shown("?kind=webmention") == {mention.pk}
    assert shown("?state=moving") == {waiting.pk}
    assert shown("?state=nonsense&kind=%00") == {mention.pk, refused.pk, waiting.pk}
    assert "There is nothing of this sort." in page(signed_in, "?state=open")


def test_no_blog_has_a_nul_in_its_name(signed_in, make_sent):
    sent = make_sent()
    assert f'id="sent-{sent.pk}"' in page(signed_in, "?blog=%00")
    assert signed_in.get("/-/sent/?blog=a%00b").status_code == 404


def test_links_that_take_nothing_stand_apart(signed_in, make_sent):
    quiet = make_sent(state=State.REFUSED, from_text=True, problem=outcome.TAKES_NONE)
    assert f'id="sent-{quiet.pk}"' not in page(signed_in)
    html = row(page(signed_in, "?state=quiet"), quiet)
    assert ">takes no trackbacks<" in html
    assert "a link in its text" in html


def test_the_receipts_of_a_row(signed_in, make_sent):
    now = timezone.now()
    sent = make_sent(
        state=State.ACCEPTED,
        protocol="webmention",
        endpoint="https://there.example.org/wm",
        status_url="https://there.example.org/status/7",
        tries=2,
        posted_at=now,
        looked_at=now,
        seen_since=now,
    )
    html = row(page(signed_in), sent)
    assert "https://there.example.org/wm" in html
    assert '<a href="https://there.example.org/status/7" rel="nofollow noopener">' in html
    assert "Seen on their page since" in html


def test_a_page_that_was_told_of_a_change_says_so(signed_in, make_sent):
    sent = make_sent(state=State.WAITING, again=True, protocol="webmention")
    assert "telling them of your change" in row(page(signed_in), sent)


def test_a_webmention_is_taken_back_once_its_link_is_gone(signed_in, make_sent, target):
    sent = make_sent("https://there.example.org/1", state=State.ACCEPTED, protocol="webmention")
    target.links = ["https://there.example.org/1"]
    target.save()
    html = row(page(signed_in), sent)
    assert outbox.REMOVE_THE_LINK in html
    assert buttons(html) == ["again"]
    target.links = []
    target.save()
    assert buttons(row(page(signed_in), sent)) == ["again", "withdraw"]
    signed_in.post(f"/-/sent/{sent.pk}/act/", {"act": "withdraw"})
    sent.refresh_from_db()
    assert (sent.state, sent.again) == (State.WAITING, True)
    assert "They are told that your link is gone." in page(signed_in)


def test_of_an_entry_in_the_other_section_no_word_is_shown(signed_in, make_sent, source, other_blog, staff):
    make_sent(source.trackback_url, target=source, state=Sent.State.WITHDRAWN)
    assert source.title in page(signed_in)
    move.go(blog=other_blog, to=Section.ADULT, by=staff)
    html = page(signed_in)
    assert "An entry of the other section" in html
    for word in (source.title, other_blog.title, source.path, source.trackback_url, f"/{other_blog.name}"):
        assert word not in html


def test_while_the_adult_section_is_off_nothing_is_on_its_way_and_no_link_leads_there(
    signed_in, make_blog, make_target, make_sent, adult_blog, settings
):
    source = make_target("A night", blog=adult_blog)
    target = make_target("Another", blog=make_blog("moon", section="adult"))
    owed = make_sent("https://there.example.org/tb/1", source=source, state=State.WAITING)
    here = make_sent(target.trackback_url, source=source, target=target, state=State.ACCEPTED)
    settings.ADULT_SECTION = False
    html = page(signed_in)
    assert "waits: section switched off" in row(html, owed)
    assert buttons(row(html, owed)) == ["cancel"]
    assert "hx-trigger" not in html
    assert "Another" in row(html, here)
    assert f'href="http://{settings.ADULT_HOST}' not in html
    assert "The Adult section is switched off" in signed_in.get(f"/-/blogs/{adult_blog.name}/sent/").content.decode()
