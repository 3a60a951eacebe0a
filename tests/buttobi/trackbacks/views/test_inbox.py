"""The inbox, press by press."""

import re
from datetime import UTC, datetime, timedelta
from urllib.parse import quote

import pytest
from django.utils import timezone, translation

from buttobi.blogs import move
from buttobi.sections.models import MarkedHost
from buttobi.sections.section import Section
from buttobi.trackbacks import moderation, receive
from buttobi.trackbacks.models import Block, Received
from buttobi.trackbacks.views import inbox

State = Received.State
pytestmark = pytest.mark.django_db


def page(browser, query=""):
    response = browser.get(f"/-/inbox/{query}")
    assert response.status_code == 200
    return response.content.decode()


def order(html):
    return [int(key) for key in re.findall(r'id="received-(\d+)"', html)]


def press(browser, query="", **buttons):
    response = browser.post(f"/-/inbox/{query}", buttons)
    assert response.status_code == 302
    return page(browser, query)


def seen(browser, row, query=""):
    """What a press on a row's own words names it by, as they stand in the inbox now."""
    found = re.search(rf'name="picked" value="({row.pk}\.\w+)"', page(browser, query))
    assert found
    return found[1]


def ticket(html):
    found = re.search(r'name="ticket" value="([^"]+)"', html)
    assert found
    return found[1]


def test_an_empty_inbox_says_what_to_do_next(signed_in, blog):
    assert "Trackback Center" in page(signed_in)


def test_visitors_sign_in_first(client):
    response = client.get("/-/inbox/")
    assert response.status_code == 302
    assert "next=/-/inbox/" in response.headers["Location"]


def test_what_is_held_stands_first_then_the_newest(signed_in, make_received):
    now = timezone.now()
    shown = make_received(state=State.SHOWN, received_at=now)
    old = make_received(received_at=now - timedelta(days=3))
    new = make_received(received_at=now - timedelta(days=2))
    assert order(page(signed_in)) == [new.pk, old.pk, shown.pk]


def test_a_row_says_who_writes_what_about_which_entry_and_why_it_waits(signed_in, target):
    receive.arrive(
        target=target,
        protocol="trackback",
        source_url="https://there.example.org/1?a=1&b=2",
        title="<script>alert(1)</script>",
        excerpt='Tom & "Jerry"',
        blog_name="There",
    )
    html = page(signed_in)
    assert "&lt;script&gt;alert(1)&lt;/script&gt;" in html
    assert "<script>alert(1)" not in html
    assert "Tom &amp; &quot;Jerry&quot;" in html
    assert "there.example.org" in html
    assert "being examined" in html
    assert f'<a href="{target.address}">Paws</a>' in html
    assert f"/-/new/?trackback={quote('https://there.example.org/1?a=1&b=2', safe='')}" in html


def test_a_source_here_is_shown_as_it_is_now(signed_in, source, target):
    receive.from_here(source=source, target=target)
    html = page(signed_in)
    assert source.address in html
    assert "Dogs" in html
    assert "About Bones." in html


def test_a_site_that_does_not_say_its_name_is_named_once(signed_in, target):
    receive.arrive(
        target=target, protocol="trackback", source_url="https://there.example.org/1", blog_name="there.example.org"
    )
    assert '<span class="host">there.example.org</span> <bdi></bdi>' in page(signed_in)


def test_show_and_undo(signed_in, make_received):
    row = make_received()
    html = press(signed_in, show=seen(signed_in, row))
    row.refresh_from_db()
    assert row.state == State.SHOWN
    assert "1 trackback shown." in html
    response = signed_in.post("/-/inbox/undo/", {"ticket": ticket(html), "back": "/-/inbox/?state=held"})
    assert response.headers["Location"] == "/-/inbox/?state=held"
    row.refresh_from_db()
    assert row.state == State.HELD


def test_the_way_back_is_offered_once(signed_in, make_received):
    assert "ticket" in press(signed_in, show=seen(signed_in, make_received()))
    assert "ticket" not in page(signed_in)


def test_refuse_and_block_names_the_site(signed_in, make_received):
    html = press(signed_in, block=make_received("https://spam.example.org/1").pk)
    assert "spam.example.org is blocked." in html
    assert Block.objects.get().host == "spam.example.org"


def test_many_at_once(signed_in, make_received):
    rows = [make_received() for _ in range(3)]
    left = make_received()
    html = press(signed_in, bulk="refuse", picked=[row.pk for row in rows])
    assert "3 trackbacks refused." in html
    assert list(Received.objects.filter(state=State.HELD)) == [left]
    signed_in.post("/-/inbox/undo/", {"ticket": ticket(html)})
    assert Received.objects.filter(state=State.HELD).count() == 4


def test_many_of_none_says_to_choose_first(signed_in, make_received):
    make_received()
    assert "Choose trackbacks first." in press(signed_in, bulk="refuse")


@pytest.mark.parametrize(("state", "count"), [("held", 2), ("shown", 1), ("refused", 0), ("withdrawn", 0), ("", 3)])
def test_filters_by_state(signed_in, make_received, state, count):
    make_received(state=State.SHOWN)
    make_received()
    make_received(state=State.ARRIVED)
    assert len(order(page(signed_in, f"?state={state}"))) == count


def test_filters_by_blog(signed_in, make_received, make_blog, make_target):
    elsewhere = make_received(target=make_target("Song", blog=make_blog("birds", title="Birds")))
    make_received()
    html = page(signed_in, "?blog=birds")
    assert order(html) == [elsewhere.pk]
    assert "All blogs" in html


def test_no_blog_has_a_nul_in_its_name(signed_in, make_received):
    row = make_received()
    assert order(page(signed_in, "?blog=%00")) == [row.pk]
    assert order(page(signed_in, "?blog=a%00b")) == []


def test_pages_of_fifty(signed_in, make_received, monkeypatch):
    monkeypatch.setattr(inbox, "ROWS", 2)
    for _ in range(3):
        make_received()
    assert len(order(page(signed_in))) == 2
    assert len(order(page(signed_in, "?page=2"))) == 1


def test_a_long_inbox_asks_the_database_no_more_than_a_short_one(
    signed_in, make_received, django_assert_max_num_queries
):
    for _ in range(20):
        make_received()
    with django_assert_max_num_queries(12):
        page(signed_in)


def test_other_peoples_trackbacks_are_not_there(signed_in, make_received, source):
    theirs = make_received(target=source)
    assert order(page(signed_in)) == []
    for press_ in ({"show": theirs.pk}, {"block": theirs.pk}, {"bulk": "refuse", "picked": [theirs.pk]}):
        assert signed_in.post("/-/inbox/", press_).status_code == 404
    theirs.refresh_from_db()
    assert theirs.state == State.HELD
    assert not Block.objects.exists()


def test_of_many_that_are_not_all_ones_own_only_ones_own_move(signed_in, make_received, source):
    theirs, mine = make_received(target=source), make_received()
    press(signed_in, bulk="show", picked=[f"{theirs.pk}.{moderation.words_of(theirs)}", seen(signed_in, mine)])
    assert list(Received.objects.filter(state=State.SHOWN)) == [mine]


@pytest.mark.parametrize("buttons", [{}, {"show": "x"}, {"bulk": "delete"}, {"show": "9" * 30}, {"refuse": "٣"}])
def test_a_press_of_nothing_is_not_found(signed_in, blog, buttons):
    assert signed_in.post("/-/inbox/", buttons).status_code == 404


def test_undo_leads_nowhere_else(signed_in, blog):
    for back in ("https://evil.example.org/", "//evil.example.org/-/", "/-/\\evil", "/cats/", ""):
        response = signed_in.post("/-/inbox/undo/", {"ticket": "made up", "back": back})
        assert response.headers["Location"].startswith("/-/")
        assert "evil.example" not in response.headers["Location"]


def test_times_are_those_of_the_blog(signed_in, make_received, make_target, make_blog):
    at = datetime(2026, 1, 2, 23, 30, tzinfo=UTC)
    make_received(received_at=at, target=make_target("Song", blog=make_blog("birds", time_zone="Asia/Tokyo")))
    assert "2026-01-03T08:30:00+09:00" in page(signed_in)


def test_it_speaks_the_readers_language(signed_in, make_received):
    make_received()
    with translation.override("ja"):
        assert signed_in.get("/-/inbox/", HTTP_ACCEPT_LANGUAGE="ja").status_code == 200


def test_what_was_found_on_the_page_stands_beside_the_row(signed_in, make_received):
    now = timezone.now()
    long_ago = now - timedelta(days=500)
    make_received(state=State.SHOWN, link=Received.Link.LINKS, sentence="See <b>this</b> cat.")
    make_received(state=State.WITHDRAWN, reason=Received.Reason.LINK_GONE, link=Received.Link.GONE, link_since=long_ago)
    make_received(state=State.SHOWN, link=Received.Link.MISSING, link_since=long_ago)
    html = page(signed_in)
    assert "links to this entry" in html
    assert "See &lt;b&gt;this&lt;/b&gt; cat." in html
    assert f"{long_ago:%Y}</span>" in html
    assert "link gone since" in html
    assert "page not found since" in html


def test_a_page_that_cannot_be_read_says_why_and_when_it_is_tried_again(signed_in, make_received):
    make_received(
        reason=Received.Reason.UNREADABLE,
        problem="The server did not answer in time.",
        due_at=timezone.now() + timedelta(days=600),
    )
    html = page(signed_in)
    assert "its page cannot be read from here" in html
    assert "The server did not answer in time. We try again:" in html


def test_examine_again(signed_in, make_received):
    row = make_received(reason=Received.Reason.NO_LINK)
    html = press(signed_in, examine=row.pk)
    assert "We look at 1 page again." in html
    assert "ticket" not in html
    row.refresh_from_db()
    assert row.due_at <= timezone.now()
    assert row.state == State.HELD


def test_what_an_author_here_sent_offers_no_examination(signed_in, source, target):
    receive.from_here(source=source, target=target)
    assert 'name="examine"' not in page(signed_in)


def test_what_is_being_examined_can_be_shown_at_once(signed_in, target):
    row = receive.arrive(target=target, protocol="trackback", source_url="https://there.example.org/1")
    press(signed_in, show=seen(signed_in, row))
    row.refresh_from_db()
    assert (row.state, row.reason) == (State.SHOWN, Received.Reason.OWNER_SHOWED)


CHANGED = "was not shown: its text has changed since you read it. Please look at it again."


def ping(target, **words):
    return receive.arrive(target=target, protocol="trackback", source_url="https://there.example.org/1", **words)


@pytest.mark.parametrize("field", ["title", "excerpt", "blog_name"])
def test_other_words_than_the_owner_read_are_not_shown(signed_in, target, field):
    row = ping(target, **{field: "Nice"})
    key = seen(signed_in, row)
    ping(target, **{field: "BUY PILLS"})
    html = press(signed_in, show=key)
    assert CHANGED in html
    assert "BUY PILLS" in html
    assert "ticket" not in html
    assert not Received.objects.shown().exists()
    press(signed_in, show=seen(signed_in, row))
    assert list(Received.objects.shown()) == [row]


def test_of_many_only_those_are_shown_that_say_what_the_owner_read(signed_in, target, make_received):
    row, other = ping(target, title="Nice"), make_received()
    picked = [seen(signed_in, row), seen(signed_in, other)]
    ping(target, title="BUY PILLS")
    html = press(signed_in, bulk="show", picked=picked)
    assert f"1 trackback {CHANGED}" in html
    assert "1 trackback shown." in html
    assert list(Received.objects.shown()) == [other]


def test_what_its_page_says_by_now_is_not_what_the_owner_read(signed_in, make_received):
    row = make_received(title="Nice")
    key = seen(signed_in, row)
    Received.objects.update(excerpt="BUY PILLS")
    assert CHANGED in press(signed_in, show=key)
    assert not Received.objects.shown().exists()


@pytest.mark.parametrize("words", ["", ".", ".x", ".٣", ".\x00"])
def test_a_press_that_does_not_say_what_was_read_shows_nothing(signed_in, make_received, words):
    row = make_received()
    assert CHANGED in press(signed_in, show=f"{row.pk}{words}")
    assert not Received.objects.shown().exists()


def test_to_refuse_it_does_not_matter_what_it_says_by_now(signed_in, target):
    key = seen(signed_in, ping(target, title="Nice"))
    ping(target, title="BUY PILLS")
    assert "1 trackback refused." in press(signed_in, bulk="refuse", picked=[key])


def test_a_blog_here_is_named_by_its_title_and_its_address_stands_behind_it(signed_in, make_received, source):
    make_received(source.address, source=source)
    html = page(signed_in)
    assert '<p class="letter-from" title="localhost:8000/dogs · Dogs"><bdi>Dogs</bdi></p>' in html


def test_a_theme_that_was_answered_is_named_in_the_language_of_its_reader(
    signed_in_as, staff, make_blog, make_target, make_received
):
    center = make_blog("center", title="Trackback Center", official=True, owner=None)
    theme = make_target("Rain", blog=center, second_title="雨の日")
    make_received(target=theme)
    shown = signed_in_as(staff).get("/-/inbox/", headers={"accept-language": "ja"}).content.decode()
    assert f'<a href="{theme.address}">雨の日</a>' in shown


def test_not_one_word_from_beyond_the_wall_is_shown_and_nothing_can_show_it(signed_in, make_received):
    words = {"title": "Hot night", "excerpt": "Come in", "blog_name": "Red", "sentence": "Come in to this"}
    row = make_received(adult=True, state=State.REFUSED, reason=Received.Reason.MARKED_ADULT, **words)
    html = page(signed_in)
    assert "A page that is marked as adult" in html
    assert not any(word in html for word in words.values())
    assert f'name="show" value="{row.pk}.' not in html


def test_a_press_on_what_the_wall_refuses_says_so(signed_in, make_received):
    row = make_received()
    key = seen(signed_in, row)
    MarkedHost.objects.create(host="example.org")
    html = press(signed_in, show=key)
    assert "takes no trackbacks from a page that is marked as adult" in html
    row.refresh_from_db()
    assert row.state == State.HELD


def test_of_an_entry_that_moved_away_its_receiver_reads_no_word(signed_in, make_received, source, other_blog, staff):
    make_received(source.address, source=source)
    move.go(blog=other_blog, to=Section.ADULT, by=staff)
    html = page(signed_in)
    assert "An entry of the other section" in html
    assert "Answer with an entry" not in html
    for word in (source.title, other_blog.title, source.path, f"/{other_blog.name}"):
        assert word not in html


def test_of_a_marked_page_the_host_is_told_that_can_be_blocked_and_no_word_of_its_address(signed_in, make_received):
    make_received("https://night.example.net/hot-night", adult=True, state=State.REFUSED)
    html = page(signed_in)
    assert "night.example.net" in html
    assert "hot-night" not in html


def test_what_only_leads_to_a_page_of_ours_says_so_and_nothing_can_show_it(signed_in, make_received):
    row = make_received(state=State.HELD)
    key = seen(signed_in, row)
    Received.objects.update(state=State.REFUSED, reason=Received.Reason.LEADS_HERE)
    html = page(signed_in)
    assert "its address leads to a page of this service" in html
    assert f'name="show" value="{row.pk}.' not in html
    assert "Its author can send that page from New Submission." in press(signed_in, show=key)
    row.refresh_from_db()
    assert row.state == State.REFUSED


def test_while_the_adult_section_is_off_no_link_leads_there(
    signed_in, make_blog, make_target, make_received, adult_blog, settings
):
    target = make_target("A night", blog=adult_blog)
    source = make_target("Another", blog=make_blog("moon", section="adult"))
    make_received("https://there.example.org/1", target=target)
    make_received(source.address, target=target, source=source)
    settings.ADULT_SECTION = False
    html = page(signed_in)
    assert "A night" in html
    assert "Another" in html
    assert f'href="http://{settings.ADULT_HOST}' not in html
    assert 'href="https://there.example.org/1"' in html
    assert "Answer with an entry" not in html


def test_a_press_in_place_renews_the_count_above_the_page_as_well(signed_in, account):
    html = page(signed_in)
    named = re.search(r'hx-select-oob="#([\w-]+)"', html)
    assert named
    assert re.search(rf'<li id="{named[1]}"><a href="/-/inbox/"', html)
