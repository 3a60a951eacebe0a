"""From the door through the worker: strangers' pages are read, and what they say settles the row."""

from datetime import timedelta
from importlib import import_module
from urllib.parse import urlencode

import pytest
from asgiref.sync import sync_to_async
from django.apps import apps
from django.utils import timezone

from buttobi.outbound import pace
from buttobi.outbound.client import Client
from buttobi.outbound.models import HostPace
from buttobi.outbound.pace import PAUSED, take
from buttobi.sections.models import MarkedHost
from buttobi.trackbacks import crossing, moderation, receive, status
from buttobi.trackbacks.examining import examine
from buttobi.trackbacks.examining import visit as examine_source
from buttobi.trackbacks.examining.claim import claim, release
from buttobi.trackbacks.examining.visit import NOT_FOUND
from buttobi.trackbacks.models import BlogPolicy, FormerPath, Received
from tests import strangers

State, Reason, Link = Received.State, Received.Reason, Received.Link

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("loopback")]


def linking(*targets, words="I wrote about it"):
    """A page that links to these."""
    anchors = " ".join(f'<a href="{address}">{words}</a>' for address in targets)
    return strangers.page(
        f"<html><head><title>A page</title><meta property='og:site_name' content='A blog'>"
        f"<meta name='author' content='Tarou'></head><body><p>Before. See {anchors} now. After.</p></body></html>"
    )


def arrive(target, url, protocol="trackback", **words):
    return receive.arrive(target=target, protocol=protocol, source_url=url, **words)


def examined(row):
    """As if its time had come."""
    Received.objects.filter(pk=row.pk).exclude(due_at=None).update(due_at=timezone.now())
    examine.drain()
    row.refresh_from_db()
    return row


@pytest.mark.parametrize("protocol", ["trackback", "pingback", "webmention"])
def test_a_page_that_links_is_shown_with_its_evidence(target, protocol):
    with strangers.serve(linking(target.address)) as there:
        row = examined(arrive(target, there.at("/entry"), protocol))
    assert (row.state, row.reason, row.link) == (State.SHOWN, "", Link.LINKS)
    assert (row.final_url, row.http_status) == (there.at("/entry"), 200)
    assert row.sentence == "See I wrote about it now."
    assert row.checked_at
    assert row.author == "Tarou"
    assert (row.lease, row.leased_until, row.tries, row.looks) == ("", None, 0, 1)


def test_nothing_from_outside_is_shown_before_it_is_examined(target, client):
    fields = {"url": "https://there.example.org/1", "title": "Nobody has looked at this"}
    assert b"<error>0</error>" in client.post(f"/tb/{target.pk}", fields).content
    assert not Received.objects.shown().exists()


def test_a_ping_through_the_door_is_shown_once_the_worker_has_looked(target, client):
    with strangers.serve(linking(target.address)) as there:
        body = urlencode({"url": there.url, "title": "猫の話", "excerpt": "にゃあ"})
        client.post(f"/tb/{target.pk}", body, content_type="application/x-www-form-urlencoded; charset=utf-8")
        examine.drain()
    row = Received.objects.shown().get()
    assert (row.title, row.excerpt, row.blog_name) == ("猫の話", "にゃあ", "A blog")


def test_a_webmention_gets_its_words_from_the_page_and_a_ping_only_what_it_left_empty(target):
    with strangers.serve(linking(target.address)) as there:
        ping = examined(arrive(target, there.at("/1"), title="My title"))
        mention = examined(arrive(target, there.at("/2"), "webmention"))
    assert (ping.title, ping.blog_name) == ("My title", "A blog")
    assert (mention.title, mention.blog_name) == ("A page", "A blog")


@pytest.mark.parametrize("spelling", ["permalink", "former", "trackback_url", "make_trackback"])
def test_io_52_every_address_of_the_page_is_a_link_to_it(target, spelling):
    FormerPath.objects.create(target=target, blog=target.blog, path="2006/paws/")
    known = {
        "permalink": target.address,
        "former": f"{target.blog.address}2006/paws/",
        "trackback_url": target.trackback_url,
        "make_trackback": target.make_trackback_url,
    }
    with strangers.serve(linking(f"{known[spelling]}#p01")) as there:
        row = examined(arrive(target, there.url))
    assert row.link == Link.LINKS


def test_io_52_an_address_that_only_begins_like_ours_is_no_link(target):
    with strangers.serve(linking(f"{target.address}more", f"http://evil.example.org/?u={target.address}")) as there:
        row = examined(arrive(target, there.url, "webmention"))
    assert (row.state, row.reason, row.link) == (State.REFUSED, Reason.NO_LINK, Link.NONE)


def test_io_51_without_a_link_a_trackback_waits_for_its_owner(target):
    with strangers.serve(strangers.page("<p>No link")) as there:
        row = examined(arrive(target, there.url))
    assert (row.state, row.reason, row.link) == (State.HELD, Reason.NO_LINK, Link.NONE)


def test_a_theme_shows_a_page_without_a_link_as_related(target):
    target.blog.official = True
    target.blog.save()
    with strangers.serve(strangers.page("<p>No link")) as there:
        row = examined(arrive(target, there.url))
    assert (row.state, row.link) == (State.SHOWN, Link.NONE)


def test_a_blog_that_wants_to_look_first_holds_what_links(target):
    BlogPolicy.objects.create(blog=target.blog, showing="looked")
    with strangers.serve(linking(target.address)) as there:
        row = examined(arrive(target, there.url))
    assert (row.state, row.reason) == (State.HELD, Reason.WAITS_FOR_OWNER)


def test_one_fetch_serves_every_target_that_a_source_names(make_target):
    targets = [make_target() for _ in range(50)]
    with strangers.serve(linking(*(target.address for target in targets))) as there:
        for target in targets:
            arrive(target, there.at("/all"))
        examine.drain()
        assert len(there.asked) == 1
        assert Received.objects.shown().count() == 50
        # The next look is one fetch too.
        assert Received.objects.values("due_at").distinct().count() == 1


def test_many_messages_about_one_pair_cause_one_fetch(target):
    with strangers.serve(linking(target.address)) as there:
        for _ in range(20):
            arrive(target, there.at("/1"), "webmention")
        examine.drain()
        for _ in range(20):
            arrive(target, there.at("/1"), "webmention")
        examine.drain()
    assert len(there.asked) == 1


def test_the_visitor_says_who_it_is(target):
    with strangers.serve(linking(target.address)) as there:
        examined(arrive(target, there.url))
    assert there.asked[0].headers["user-agent"].startswith("Buttobi/")


def test_a_redirect_is_followed_and_the_final_address_is_kept(target):
    with strangers.serve(linking(target.address)) as there, strangers.serve(strangers.redirect(there.url)) as door:
        row = examined(arrive(target, door.at("/short")))
    assert (row.link, row.final_url) == (Link.LINKS, there.url)


def test_a_page_that_is_not_there_yet_is_tried_again(target):
    with strangers.serve(strangers.page("", status=404)) as there:
        row = examined(arrive(target, there.url))
    assert (row.state, row.reason, row.problem, row.http_status) == (State.HELD, Reason.UNREADABLE, NOT_FOUND, 404)
    assert timedelta(seconds=40) < row.due_at - timezone.now() < timedelta(seconds=80)


def test_a_webmention_whose_page_cannot_be_read_waits_unseen_and_is_refused_in_the_end(target):
    with strangers.serve(strangers.page("", status=500)) as there:
        row = arrive(target, there.url, "webmention")
        for _ in range(5):
            assert examined(row).state == State.ARRIVED
        row = examined(row)
    assert (row.state, row.reason, row.due_at) == (State.REFUSED, Reason.UNREADABLE, None)
    assert len(there.asked) == 6


def test_410_is_refused_at_once_and_never_asked_again(target):
    with strangers.serve(strangers.page("", status=410)) as there:
        row = examined(arrive(target, there.url))
    assert (row.state, row.reason, row.due_at) == (State.REFUSED, Reason.PAGE_GONE, None)


def test_what_its_server_asks_for_is_waited_for(target):
    busy = strangers.page("", status=503, headers=["Retry-After: 7200"])
    with strangers.serve(busy) as there:
        row = examined(arrive(target, there.url))
    assert timedelta(minutes=119) < row.due_at - timezone.now() < timedelta(minutes=121)


def test_io_49_a_link_that_goes_takes_the_trackback_with_it_and_brings_it_back(target):
    pages = {"/1": linking(target.address)}
    with strangers.serve(strangers.site(pages)) as there:
        row = examined(arrive(target, there.at("/1")))
        assert timedelta(minutes=45) < row.due_at - timezone.now() < timedelta(minutes=75)
        pages["/1"] = strangers.page("<p>I changed my mind")
        row = examined(row)
        assert (row.state, row.reason, row.link) == (State.WITHDRAWN, Reason.LINK_GONE, Link.GONE)
        assert row.link_since
        pages["/1"] = linking(target.address)
        row = examined(row)
    assert (row.state, row.link) == (State.SHOWN, Link.LINKS)


def test_io_49_a_page_that_says_410_is_withdrawn_whatever_its_kind(target):
    pages = {"/1": linking(target.address)}
    with strangers.serve(strangers.site(pages)) as there:
        row = examined(arrive(target, there.at("/1"), "pingback"))
        pages["/1"] = strangers.page("", status=410)
        row = examined(row)
    assert (row.state, row.reason, row.due_at) == (State.WITHDRAWN, Reason.PAGE_GONE, None)


def test_a_page_not_found_three_times_over_a_week_stays_and_says_so(target, time_machine):
    pages = {"/1": linking(target.address)}
    with strangers.serve(strangers.site(pages)) as there:
        row = examined(arrive(target, there.at("/1")))
        del pages["/1"]
        began = timezone.now()
        for days in (0, 3, 7):
            assert row.link == Link.LINKS
            time_machine.move_to(began + timedelta(days=days, minutes=1), tick=False)
            examine.drain() if days else examined(row)
            row.refresh_from_db()
    assert (row.state, row.link) == (State.SHOWN, Link.MISSING)
    assert abs(row.link_since - began) < timedelta(minutes=2)


def test_a_server_in_trouble_changes_nothing_of_what_is_shown(target):
    pages = {"/1": linking(target.address)}
    with strangers.serve(strangers.site(pages)) as there:
        row = examined(arrive(target, there.at("/1")))
        pages["/1"] = strangers.page("", status=500)
        for _ in range(4):
            row = examined(row)
    assert (row.state, row.link) == (State.SHOWN, Link.LINKS)


def test_a_webmention_of_a_deletion_acts_at_once(target, time_machine):
    time_machine.move_to(timezone.now(), tick=False)
    pages = {"/1": linking(target.address)}
    with strangers.serve(strangers.site(pages)) as there:
        row = examined(arrive(target, there.at("/1"), "webmention"))
        pages["/1"] = strangers.page("", status=410)
        time_machine.shift(31)
        arrive(target, there.at("/1"), "webmention")
        examine.drain()
        row.refresh_from_db()
    assert (row.state, row.reason) == (State.WITHDRAWN, Reason.PAGE_GONE)


def test_a_webmention_of_an_update_brings_the_new_words(target, time_machine):
    time_machine.move_to(timezone.now(), tick=False)
    pages = {"/1": linking(target.address)}
    with strangers.serve(strangers.site(pages)) as there:
        row = examined(arrive(target, there.at("/1"), "webmention"))
        pages["/1"] = strangers.page(f"<title>New words</title><a href='{target.address}'>x</a>")
        arrive(target, there.at("/1"), "webmention")
        examine.drain()
        row.refresh_from_db()
        assert row.title == "A page"
        time_machine.shift(31)
        examine.drain()
        row.refresh_from_db()
    assert (row.title, row.state) == ("New words", State.SHOWN)


def test_what_the_owner_showed_stays_when_its_page_has_no_link(target):
    with strangers.serve(strangers.page("<p>No link")) as there:
        row = arrive(target, there.url)
        row.step(State.SHOWN, reason=Reason.OWNER_SHOWED)
        row = examined(row)
    assert (row.state, row.link) == (State.SHOWN, Link.NONE)


def test_io_47_words_that_its_owner_showed_are_not_exchanged_for_others_unseen(target):
    link = f'<p><a href="{target.address}">there</a></p>'
    pages = {"/1": strangers.page(f"<title>Cats</title>{link}")}
    with strangers.serve(strangers.site(pages)) as there:
        row = examined(arrive(target, there.at("/1"), "webmention"))
        Received.objects.filter(pk=row.pk).update(reason=Reason.OWNER_SHOWED)
        assert examined(row).state == State.SHOWN
        pages["/1"] = strangers.page(f"<title>Buy pills</title>{link}")
        row = examined(row)
    assert (row.state, row.reason, row.title) == (State.HELD, Reason.TEXT_CHANGED, "Buy pills")


def test_what_the_owner_refused_stays_refused(target):
    with strangers.serve(linking(target.address)) as there:
        row = arrive(target, there.url)
        row.step(State.REFUSED, reason=Reason.OWNER)
        row = examined(row)
    assert (row.state, row.reason, row.link) == (State.REFUSED, Reason.OWNER, Link.LINKS)


def test_an_owner_who_decides_while_we_are_reading_has_the_last_word(target, monkeypatch):
    reading = examine_source.visit

    async def visit(*asked):
        found = await reading(*asked)
        await Received.objects.aupdate(state=State.REFUSED, reason=Reason.OWNER)
        return found

    monkeypatch.setattr(examine, "visit", visit)
    with strangers.serve(linking(target.address)) as there:
        row = examined(arrive(target, there.url))
    assert (row.state, row.reason, row.lease, row.link) == (State.REFUSED, Reason.OWNER, "", Link.LINKS)


def test_a_message_that_comes_while_we_are_reading_brings_another_look(target, monkeypatch):
    reading = examine_source.visit

    async def visit(*asked):
        found = await reading(*asked)
        await sync_to_async(arrive)(target, asked[1], "webmention")
        return found

    with strangers.serve(linking(target.address)) as there:
        row = arrive(target, there.url, "webmention")
        monkeypatch.setattr(examine, "visit", visit)
        examine.drain()
    row.refresh_from_db()
    assert (row.state, len(there.asked)) == (State.SHOWN, 1)
    assert timedelta(seconds=20) < row.due_at - timezone.now() <= timedelta(seconds=30)


def test_after_a_kill_between_claim_and_settling_the_row_is_examined_again(target):
    with strangers.serve(linking(target.address)) as there:
        row = arrive(target, there.url)
        (lost,) = claim(10, strangers=5)
        examine.drain()
        assert not there.asked
        Received.objects.update(leased_until=timezone.now())
        examine.drain()
        row.refresh_from_db()
        assert (row.state, len(there.asked)) == (State.SHOWN, 1)
        # The dead worker comes back: its lease is nobody's any more.
        release(lost)
    row.refresh_from_db()
    assert (row.state, row.tries) == (State.SHOWN, 0)


def test_a_page_that_ends_our_workers_is_given_up(target):
    with strangers.serve(linking(target.address)) as there:
        arrive(target, there.url, "webmention")
        Received.objects.update(tries=6)
        examine.drain()
    assert not there.asked
    assert Received.objects.get().state == State.REFUSED


def test_an_entry_here_is_examined_from_the_database(target, source):
    source.links = [target.address]
    source.save()
    row = examined(arrive(target, source.address, "webmention"))
    assert (row.state, row.link, row.due_at) == (State.SHOWN, Link.LINKS, None)
    assert not HostPace.objects.exists()


def test_in_anothers_name_without_a_link_a_trackback_waits(target, source):
    target.blog.official = True
    target.blog.save()
    row = examined(arrive(target, source.address))
    assert (row.state, row.reason) == (State.HELD, Reason.IN_ANOTHERS_NAME)


def test_an_entry_here_that_left_the_public_before_it_was_examined_is_gone(target, source):
    row = arrive(target, source.address)
    source.listed = False
    source.save()
    assert examined(row).reason == Reason.PAGE_GONE


def test_a_host_that_must_wait_puts_off_all_that_is_due_there_at_once(target, settings):
    settings.HOST_PACE_ALLOWED_TOO = True
    with strangers.serve(linking(target.address)) as there:
        rows = [arrive(target, there.at(f"/{number}")) for number in range(15)]
        examine.drain()
    assert len(there.asked) == 10
    assert Received.objects.shown().count() == 10
    waiting = Received.objects.filter(state=State.ARRIVED)
    assert waiting.count() == 5
    assert not Received.objects.due(timezone.now()).exists()
    assert set(waiting.values_list("tries", flat=True)) == {0}
    assert len(rows) == 15


def test_a_source_whose_turn_does_not_come_for_days_is_given_up(target, settings):
    settings.HOST_PACE_ALLOWED_TOO = True
    with strangers.serve(linking(target.address)) as there:
        row = arrive(target, there.url)
        HostPace.objects.create(
            domain=row.pace, used_at=timezone.now(), closed_until=timezone.now() + timedelta(hours=1), failures=5
        )
        examine.drain()
        row.refresh_from_db()
        assert (row.state, row.tries) == (State.ARRIVED, 0)
        Received.objects.update(heard_at=timezone.now() - timedelta(days=3, minutes=1))
        row = examined(row)
    assert (row.state, row.reason, row.problem, there.connections) == (State.REFUSED, Reason.UNREADABLE, PAUSED, 0)


def test_while_somebody_else_of_us_is_at_a_host_we_wait_for_our_turn(target):
    with strangers.serve(linking(target.address)) as there:
        row = arrive(target, there.url)
        take(there.url)
        HostPace.objects.update(busy_until=timezone.now() + timedelta(seconds=0.5))
        examine.drain()
    row.refresh_from_db()
    assert (row.state, row.tries) == (State.SHOWN, 0)


def labelled(target, head="", *, headers=(), words="I wrote about it"):
    """A page that links, and calls itself something."""
    return strangers.page(
        f"<html><head><title>Night</title><meta name='author' content='Tarou'>{head}</head>"
        f'<body><p>See <a href="{target.address}">{words}</a>.</p></body></html>',
        headers=headers,
    )


@pytest.mark.parametrize("protocol", ["trackback", "pingback", "webmention"])
@pytest.mark.parametrize(
    ("head", "headers"),
    [
        ("<meta name=rating content=general><META NAME=RATING CONTENT=Adult>", ()),
        ("<meta name=RATING content='RTA-5042-1996-1400-1577-RTA'>", ()),
        ("", ("Rating: RTA-5042-1996-1400-1577-RTA",)),
        ("", ("RATING: general", "rating: adult")),
    ],
)
def test_a_page_that_marks_itself_is_refused_by_general_and_taken_by_adult(
    target, make_target, adult_blog, protocol, head, headers
):
    night = make_target("Night", blog=adult_blog)
    with strangers.serve(labelled(target, head, headers=headers)) as there:
        row = examined(arrive(target, there.at("/1"), protocol))
    with strangers.serve(labelled(night, head, headers=headers)) as there:
        adult = examined(arrive(night, there.at("/2"), protocol))
    assert (row.state, row.reason, row.adult, row.due_at) == (State.REFUSED, Reason.MARKED_ADULT, True, None)
    assert (adult.state, adult.adult) == (State.SHOWN, True)


def test_not_one_word_of_a_marked_page_is_taken(target):
    with strangers.serve(labelled(target, "<meta name=rating content=adult>", words="Come in")) as there:
        row = examined(arrive(target, there.url, "webmention"))
    assert (row.title, row.excerpt, row.blog_name, row.author, row.sentence) == ("", "", "", "", "")
    assert row.link == Link.LINKS


def test_a_label_that_came_later_ends_what_its_owner_showed_and_one_that_is_gone_begins_it_anew(target):
    pages = [strangers.page("<p>No link")]

    async def newest(asked, writer):
        await pages[-1](asked, writer)

    with strangers.serve(newest) as there:
        row = examined(arrive(target, there.url))
        moderation.show(Received.objects.select_related("target__blog").get())
        pages.append(labelled(target, "<meta name=rating content=mature>"))
        Received.objects.update(due_at=timezone.now())
        assert examined(row).reason == Reason.MARKED_ADULT
        # Sent again while the label is there, it is looked at and refused again.
        Received.objects.update(checked_at=None)
        assert examined(arrive(target, there.url)).state == State.REFUSED
        pages.append(linking(target.address))
        Received.objects.update(checked_at=None)
        row = examined(arrive(target, there.url))
    assert (row.state, row.reason, row.adult) == (State.SHOWN, "", False)


def test_a_page_that_leads_to_a_marked_host_is_refused(target):
    MarkedHost.objects.create(host="night.localhost")
    with strangers.serve(linking(target.address)) as there:
        pages = strangers.site({"/out": strangers.redirect(there.at("/in", host="hana.night.localhost"))})
        with strangers.serve(pages) as short:
            row = examined(arrive(target, short.at("/out")))
    assert (row.state, row.reason, row.adult) == (State.REFUSED, Reason.MARKED_ADULT, False)


def test_a_page_that_led_to_a_host_which_is_marked_afterwards_leaves_and_may_come_back(target):
    with strangers.serve(linking(target.address)) as there, strangers.serve(strangers.redirect(there.url)) as short:
        row = examined(arrive(target, short.at("/out", host="go.localhost")))
        assert row.state == State.SHOWN
        assert crossing.standing("127.0.0.1").shown == 1
        assert crossing.shut_out("127.0.0.1") == 1
        row.refresh_from_db()
        assert (row.state, row.reason) == (State.REFUSED, Reason.MARKED_ADULT)
        assert crossing.refused("127.0.0.1") == 1
        assert crossing.let_in("127.0.0.1") == 1
        assert examined(row).state == State.SHOWN


def test_a_host_that_is_marked_while_its_page_is_read_is_refused(target):
    with strangers.serve(linking(target.address)) as there:
        row = arrive(target, there.url)
        MarkedHost.objects.create(host="127.0.0.1")
        assert examined(row).reason == Reason.MARKED_ADULT


def test_a_label_in_the_head_of_a_page_beyond_the_budget_counts(target):
    page = f"<meta name=rating content=adult><p>{'words ' * 300_000}</p>"
    with strangers.serve(strangers.page(page)) as there:
        row = examined(arrive(target, there.url))
    assert row.reason == Reason.MARKED_ADULT


def test_a_page_that_names_a_feed_is_known_for_it(target):
    feed = "<link rel=alternate type=application/atom+xml href=/feed>"
    with strangers.serve(labelled(target, feed)) as there:
        assert examined(arrive(target, there.at("/1"))).has_feed
    with strangers.serve(linking(target.address)) as there:
        assert not examined(arrive(target, there.at("/2"))).has_feed


# --- A page elsewhere that only leads back to this service.

HOME = (
    "localhost:8000/dogs/bones/",
    "LOCALHOST.:8000/dogs/bones/?x#y",
    "127.0.0.1:8000/dogs/bones/",
    "localhost:8000/tb/{}",
)


@pytest.fixture
def asked(monkeypatch):
    """Every address that is dialled."""
    dialled: list[str] = []
    exchange = Client._exchange

    async def watched(self, wire, request):
        dialled.append(request.url)
        return await exchange(self, wire, request)

    monkeypatch.setattr(Client, "_exchange", watched)
    return dialled


@pytest.mark.parametrize("protocol", ["trackback", "pingback", "webmention"])
@pytest.mark.parametrize("home", HOME)
def test_what_only_leads_to_a_page_of_ours_is_refused_and_told_the_way(target, source, asked, protocol, home):
    source.links = [target.address]
    source.save()
    with strangers.serve(strangers.redirect("http://" + home.format(source.pk))) as door:
        row = examined(arrive(target, door.url, protocol, title="Short"))
        assert asked == [door.url]
    assert (row.state, row.reason, row.link, row.due_at) == (State.REFUSED, Reason.LEADS_HERE, Link.UNKNOWN, None)
    assert (row.final_url, row.author, row.sentence, row.page_pair) == ("", "", "", "")
    told = status.standing(row, now=timezone.now())
    assert "leads to a page of this service" in told.says
    assert "New Submission" in told.do


@pytest.mark.parametrize("address", ["path", "subdomain"])
def test_of_a_page_in_the_other_section_nothing_is_read_by_way_of_another_host(
    target, make_target, adult_blog, asked, settings, address
):
    settings.BLOG_ADDRESS = address
    night = make_target("Secret", blog=adult_blog, links=[target.address])
    hop = strangers.site({"/a": strangers.redirect("/b"), "/b": strangers.redirect(night.address)})
    with strangers.serve(hop) as door:
        row = examined(arrive(target, door.at("/a"), "webmention"))
        assert asked == [door.at("/a"), door.at("/b")]
    assert (row.state, row.reason) == (State.REFUSED, Reason.LEADS_HERE)
    assert "night" not in str(Received.objects.values().get(pk=row.pk)).lower()


@pytest.mark.parametrize("reason", ["", Reason.OWNER_SHOWED])
def test_a_listed_page_that_moves_to_this_service_leaves_the_list_and_comes_back(target, source, reason):
    pages = {"/1": linking(target.address)}
    with strangers.serve(strangers.site(pages)) as there:
        row = examined(arrive(target, there.at("/1")))
        Received.objects.filter(pk=row.pk).update(reason=reason)
        pages["/1"] = strangers.redirect(source.address)
        row = examined(row)
        assert (row.state, row.reason, row.link) == (State.WITHDRAWN, Reason.LEADS_HERE, Link.GONE)
        assert "left the list" in status.standing(row, now=timezone.now()).says
        pages["/1"] = linking(target.address)
        row = examined(row)
    assert (row.state, row.reason, row.link) == (State.SHOWN, "", Link.LINKS)


def test_what_led_here_is_taken_once_a_page_stands_there(target, source, time_machine):
    time_machine.move_to(timezone.now(), tick=False)
    pages = {"/1": strangers.redirect(source.address)}
    with strangers.serve(strangers.site(pages)) as there:
        row = examined(arrive(target, there.at("/1")))
        assert row.reason == Reason.LEADS_HERE
        pages["/1"] = linking(target.address)
        time_machine.shift(31)
        arrive(target, there.at("/1"))
        row = examined(row)
    assert (row.state, row.link) == (State.SHOWN, Link.LINKS)


def test_what_an_owner_refused_stays_refused_by_them_wherever_it_leads(target, source):
    with strangers.serve(strangers.redirect(source.address)) as door:
        row = arrive(target, door.url)
        row.step(State.REFUSED, reason=Reason.OWNER)
        row = examined(row)
    assert (row.state, row.reason) == (State.REFUSED, Reason.OWNER)


def test_a_page_that_calls_a_page_of_ours_its_own_address_is_still_the_page_that_it_is(target, source):
    link = f'<p><a href="{target.address}">there</a></p>'
    copy = strangers.page(f'<title>x</title><link rel="canonical" href="{source.address}">{link}')
    plain = strangers.page(f"<title>x</title>{link}")
    pages = {"/1": copy, "/1?a": copy, "/2": plain}
    with strangers.serve(strangers.site(pages)) as there:
        first, other, second = (examined(arrive(target, there.at(path))) for path in pages)
    assert first.source is None
    # It gains nothing by it: its other addresses are others, and its key is its own.
    assert len({first.page_pair, other.page_pair, second.page_pair}) == 3


def test_what_was_let_in_before_is_looked_at_once_more_where_it_led_to_a_page_of_ours(target, source, make_received):
    tell = import_module("buttobi.trackbacks.migrations.0003_where_sources_led").tell
    with strangers.serve(strangers.redirect(source.address)) as door:
        shown = {"state": State.SHOWN, "link": Link.LINKS, "due_at": None}
        row = make_received(door.url, final_url=source.address, pace=pace.domain_of(door.url), **shown)
        other = make_received("https://there.example.org/", final_url="https://there.example.org/1", **shown)
        tell(apps, None)
        row = examined(row)
        other.refresh_from_db()
    assert (row.state, row.reason) == (State.WITHDRAWN, Reason.LEADS_HERE)
    assert (other.due_at, other.final_pace) == (None, "example.org")
