"""The clauses about whoever sends a linkback, held by the service that sends it to a stranger on loopback."""

from datetime import timedelta
from urllib.parse import parse_qs

import pytest
from django.utils import timezone

from buttobi.entries.delete import delete
from buttobi.entries.models import Entry
from buttobi.entries.unpublish import unpublish
from buttobi.entries.update import update
from buttobi.markup.markdown import render
from buttobi.outbound.guard import parse_allow
from buttobi.trackbacks.announce import LINK_GONE
from buttobi.trackbacks.models import Sent
from buttobi.trackbacks.sending import deliver, outcome
from tests import strangers

State = Sent.State
pytestmark = pytest.mark.django_db

YES = strangers.says(
    strangers.answer(b"<?xml version='1.0'?><response><error>0</error></response>", content_type="text/xml")
)
OK = strangers.page("Thank you", status=202)
PINGBACK = strangers.says(
    strangers.answer(
        b"<methodResponse><params><param><value><string>Thanks</string></value></param></params></methodResponse>",
        content_type="text/xml",
    )
)


@pytest.fixture(autouse=True)
def _loopback(settings):
    settings.OUTBOUND_ALLOW = parse_allow("127.0.0.0/8")


def fault(code):
    body = (
        "<methodResponse><fault><value><struct><member><name>faultCode</name><value><int>"
        f"{code}</int></value></member><member><name>faultString</name><value><string>no</string></value></member>"
        "</struct></value></fault></methodResponse>"
    )
    return strangers.says(strangers.answer(body.encode(), content_type="text/xml"))


def posts(server, path=""):
    return [asked for asked in server.asked if asked.method == "POST" and path in asked.target]


def fields(asked):
    return {name: values[0] for name, values in parse_qs(asked.body.decode()).items()}


def writes(entry, body):
    """The author changes the text and submits."""
    Entry.objects.filter(pk=entry.pk).update(body=body, html=render(body))
    entry.refresh_from_db()
    update(entry=entry)
    deliver.drain()


@pytest.fixture
def tells(make_entry):
    """Publishes an entry with this text and these trackback URLs, and sends what it owes; its rows."""

    def publish(body, *urls, **more):
        entry = make_entry(body=body, html=render(body), trackback_urls="\n".join(urls), **more)
        deliver.drain()
        return entry

    return publish


def only(entry):
    return Sent.objects.get(source=entry.target)


ALL = (
    '<link rel="webmention" href="/wm"><link rel="trackback" href="/tb/1">'
    '<link rel="pingback" href="http://{host}/xmlrpc">'
)


def all_kinds(**answers):
    """A page that takes every kind; each kind's answer may be another one."""

    async def behave(asked, writer):
        kind = {"/wm": "webmention", "/tb/1": "trackback", "/xmlrpc": "pingback"}.get(asked.target)
        usual = {"webmention": OK, "trackback": YES, "pingback": PINGBACK}
        if kind:
            await answers.get(kind, usual[kind])(asked, writer)
        else:
            await strangers.page(ALL.format(host=asked.headers["host"]))(asked, writer)

    return behave


# --- What the public discovery suite asks for -------------------------------------------------------------------------
def html(page, *headers, status=200):
    return strangers.page(page, headers=headers, status=status)


# Each page has an endpoint `/right`, written in another way; some try to lead to `/wrong`.
WAYS = {
    "1 header, relative, no quotes": html("", "Link: </right>; rel=webmention"),
    "2 header, absolute, no quotes": html("", "Link: <{root}/right>; rel=webmention"),
    "3 link, relative": html('<link rel="webmention" href="/right">'),
    "4 link, absolute": html('<link rel="webmention" href="{root}/right">'),
    "5 a, relative": html('<a rel="webmention" href="/right">x</a>'),
    "6 a, absolute": html('<a rel="webmention" href="{root}/right">x</a>'),
    "7 header, strange case": html("", "LinK: </right>; rel=webmention"),
    "8 header, quoted rel": html("", 'Link: </right>; rel="webmention"'),
    "9 link, several rels": html('<link rel="webmention somethingelse" href="/right">'),
    "10 header, several rels": html("", 'Link: </right>; rel="webmention somethingelse"'),
    "11 header, link and a": html(
        '<link rel=webmention href="/wrong"><a rel=webmention href="/wrong">', "Link: </right>; rel=webmention"
    ),
    "12 another rel that resembles it": html(
        '<link rel="not-webmention" href="/wrong"><link rel="webmention" href="/right">'
    ),
    "13 in a comment": html('<!-- <a rel=webmention href="/wrong">x</a> --><a rel=webmention href="/right">x</a>'),
    "14 escaped": html('&lt;a rel=webmention href="/wrong"&gt;x&lt;/a&gt;<a rel=webmention href="/right">x</a>'),
    "16 a before link": html('<a rel=webmention href="/right">x</a><link rel=webmention href="/wrong">'),
    "17 link before a": html('<link rel=webmention href="/right"><a rel=webmention href="/wrong">x</a>'),
    "18 several headers": html("", "Link: </wrong>; rel=other", "Link: </right>; rel=webmention"),
    "19 one header, several values": html("", "Link: </wrong>; rel=other, </right>; rel=webmention"),
    "20 link without href": html('<link rel=webmention><a rel=webmention href="/right">x</a>'),
    "22 relative to the page": html('<a rel=webmention href="right">x</a>'),
}


def suite(page):
    """The page at `/post`, its `{root}` filled in; whatever is POSTed is thanked for."""

    async def behave(asked, writer):
        if asked.method == "POST":
            await OK(asked, writer)
            return
        kept: list[bytes] = []
        writer_of_page = type("Kept", (), {"write": staticmethod(kept.append)})
        await page(asked, writer_of_page)
        raw = b"".join(kept)
        head, _, body = raw.partition(b"\r\n\r\n")
        root = f"http://{asked.headers['host']}".encode()
        body = body.replace(b"{root}", root)
        lines = [line for line in head.replace(b"{root}", root).split(b"\r\n") if not line.startswith(b"Content-Len")]
        writer.write(b"\r\n".join([*lines, b"Content-Length: %d" % len(body), b"", body]))

    return behave


@pytest.mark.parametrize("way", WAYS)
def test_wm_2_wm_3_every_way_to_name_an_endpoint_is_found(tells, way):
    with strangers.serve(suite(WAYS[way])) as there:
        entry = tells(f"See <{there.at('/post')}>.")
    assert [asked.target for asked in posts(there)] == ["/right"]
    assert (only(entry).state, only(entry).protocol) == (State.ACCEPTED, "webmention")


def test_wm_4_an_empty_href_is_the_page_itself(tells):
    with strangers.serve(suite(html('<link rel="webmention" href="">'))) as there:
        tells(f"See <{there.at('/post')}>.")
    assert [asked.target for asked in posts(there)] == ["/post"]


def test_wm_1_wm_4_redirects_are_followed_and_the_endpoint_is_relative_to_where_they_lead(tells):
    page = strangers.page('<a rel="webmention" href="endpoint?x=1">x</a>')
    pages = {"/from": strangers.redirect("/blog/to"), "/blog/to": page, "/blog/endpoint?x=1": OK}
    with strangers.serve(strangers.site(pages)) as there:
        entry = tells(f"See <{there.at('/from')}>.")
    (asked,) = posts(there)
    assert asked.target == "/blog/endpoint?x=1"
    assert fields(asked) == {"source": entry.address, "target": there.at("/from")}


def test_wm_5_the_query_stays_in_the_address_and_out_of_the_body(tells):
    with strangers.serve(suite(html('<link rel=webmention href="/right?a=1&amp;b=2">'))) as there:
        tells(f"See <{there.at('/post')}>.")
    (asked,) = posts(there)
    assert asked.target == "/right?a=1&b=2"
    assert sorted(fields(asked)) == ["source", "target"]


def test_wm_6_a_form_and_a_visitor_who_says_webmention(tells):
    with strangers.serve(all_kinds()) as there:
        tells(f"See <{there.url}>.")
    (asked,) = posts(there)
    assert asked.headers["content-type"] == "application/x-www-form-urlencoded"
    assert all("Webmention" in visit.headers["user-agent"] for visit in there.asked)


@pytest.mark.parametrize("status", [200, 201, 202, 204, 299])
def test_wm_7_every_2xx_is_success_and_a_status_page_is_kept(tells, status):
    page = strangers.page("", status=status, headers=["Location: /status/7"])
    with strangers.serve(all_kinds(webmention=page)) as there:
        sent = only(tells(f"See <{there.url}>."))
    assert sent.state == State.ACCEPTED
    assert sent.status_url == (there.at("/status/7") if status == 201 else "")


def test_wm_8_a_change_is_told_again_to_old_and_new_targets_and_found_anew(tells):
    with strangers.serve(all_kinds()) as old, strangers.serve(all_kinds()) as new:
        entry = tells(f"See <{old.url}>.")
        writes(entry, f"See <{old.url}> and <{new.url}>.")
        assert (len(posts(old)), len(posts(new))) == (2, 1)
        assert [asked.method for asked in old.asked] == ["GET", "POST", "GET", "POST"]
        # Its link gone, it is told once more, and no longer stands as told.
        writes(entry, f"See <{new.url}>.")
        assert (len(posts(old)), len(posts(new))) == (3, 2)
        writes(entry, f"Still <{new.url}>.")
        assert (len(posts(old)), len(posts(new))) == (3, 3)
        assert Sent.objects.get(target_url=old.url).state == State.WITHDRAWN
        # The link comes back, and so does the mention.
        writes(entry, f"See <{new.url}> and <{old.url}>.")
        assert len(posts(old)) == 4
    assert {sent.state for sent in Sent.objects.all()} == {State.ACCEPTED}


@pytest.mark.parametrize("leave", [delete, unpublish])
def test_wm_9_that_a_page_is_gone_is_told_once_it_is_gone(tells, client, leave):
    with strangers.serve(all_kinds(webmention=OK)) as there:
        entry = tells(f"See <{there.url}>.")
        assert leave(entry=entry)
        assert client.get(entry.address).status_code in (404, 410)
        deliver.drain()
        assert len(posts(there)) == 2
        assert fields(posts(there)[1]) == {"source": entry.address, "target": there.url}
    sent = only(entry)
    assert (sent.state, sent.again, sent.lease) == (State.WITHDRAWN, False, "")


def test_wm_9_an_entry_that_comes_back_is_told_again(tells):
    from buttobi.entries.publish import publish

    with strangers.serve(all_kinds()) as there:
        entry = tells(f"See <{there.url}>.")
        unpublish(entry=entry)
        deliver.drain()
        entry.refresh_from_db()
        publish(entry=entry)
        deliver.drain()
    assert len(posts(there)) == 3
    assert only(entry).state == State.ACCEPTED


def test_wm_11_no_private_address_is_asked(tells, settings):
    settings.OUTBOUND_ALLOW = ()
    with strangers.serve(all_kinds()) as there:
        entry = tells(f"See <{there.url}>.")
    assert there.connections == 0
    assert not Sent.objects.filter(source=entry.target).exists()


# --- Which kind -------------------------------------------------------------------------------------------------------
def test_io_32_a_page_that_is_linked_is_told_by_webmention_alone(tells):
    with strangers.serve(all_kinds()) as there:
        sent = only(tells(f"See <{there.url}>."))
    assert [asked.target for asked in posts(there)] == ["/wm"]
    assert (sent.protocol, sent.from_text) == ("webmention", True)


def test_io_32_a_page_that_is_not_linked_is_told_by_trackback_alone(tells):
    with strangers.serve(all_kinds()) as there:
        sent = only(tells("No link.", there.url))
    assert [asked.target for asked in posts(there)] == ["/tb/1"]
    assert (sent.protocol, sent.state) == ("trackback", State.ACCEPTED)


def test_io_32_without_a_link_a_page_without_trackback_asks_for_one(tells):
    with strangers.serve(strangers.page('<link rel="webmention" href="/wm">')) as there:
        sent = only(tells("No link.", there.url))
    assert not posts(there)
    assert (sent.state, sent.problem) == (State.REFUSED, outcome.NEEDS_LINK)


@pytest.mark.parametrize("status", [404, 405, 410])
def test_io_32_the_next_kind_is_tried_when_an_endpoint_is_dead(tells, status):
    gone = strangers.page("gone", status=status)
    with strangers.serve(all_kinds(webmention=gone, trackback=gone)) as there:
        sent = only(tells(f"See <{there.url}>."))
    assert [asked.target for asked in posts(there)] == ["/wm", "/tb/1", "/xmlrpc"]
    assert (sent.protocol, sent.state, sent.doubts) == ("pingback", State.ACCEPTED, 0)


def test_io_32_the_next_kind_is_tried_when_a_kind_is_closed(tells):
    closed = strangers.page("This entry takes no Webmentions.", status=400)
    sorry = b"<response><error>1</error><message>Sorry, trackbacks are closed for this item.</message></response>"
    with strangers.serve(all_kinds(webmention=closed, trackback=strangers.says(strangers.answer(sorry)))) as there:
        sent = only(tells(f"See <{there.url}>."))
    assert len(posts(there)) == 3
    assert sent.protocol == "pingback"


@pytest.mark.parametrize("answer", [strangers.page("no link found", status=400), strangers.page("", status=403)])
def test_io_32_a_refusal_with_a_reason_is_final(tells, answer):
    with strangers.serve(all_kinds(webmention=answer)) as there:
        sent = only(tells(f"See <{there.url}>."))
    assert len(posts(there)) == 1
    assert sent.state == State.REFUSED


def test_io_32_trouble_is_no_reason_for_another_kind(tells):
    with strangers.serve(all_kinds(webmention=strangers.page("", status=503))) as there:
        sent = only(tells(f"See <{there.url}>."))
    assert len(posts(there)) == 1
    assert sent.state == State.LATER


def test_io_32_of_one_page_whose_trackback_url_was_pasted_there_is_one_linkback(tells):
    with strangers.serve(all_kinds()) as there:
        entry = tells(f"See <{there.url}>.", there.at("/tb/1"))
    assert [asked.target for asked in posts(there)] == ["/tb/1"]
    found = {sent.target_url: (sent.state, sent.problem) for sent in Sent.objects.filter(source=entry.target)}
    assert found[there.at("/tb/1")] == (State.ACCEPTED, "")
    assert found[there.url] == (State.REFUSED, outcome.TOLD_ALREADY)


@pytest.mark.parametrize(
    ("code", "state"), [(48, State.ACCEPTED), (0, State.REFUSED), (17, State.REFUSED), (33, State.REFUSED)]
)
def test_pb_7_faults_are_understood(tells, code, state):
    page = '<link rel="pingback" href="{root}/xmlrpc">'

    async def behave(asked, writer):
        root = f"http://{asked.headers['host']}"
        await (fault(code) if asked.method == "POST" else strangers.page(page.format(root=root)))(asked, writer)

    with strangers.serve(behave) as there:
        sent = only(tells(f"See <{there.url}>."))
    assert (sent.state, sent.protocol) == (state, "pingback")


def test_pb_5_the_target_is_named_exactly_as_it_is_linked(tells):
    page = '<link rel="pingback" href="http://{host}/xmlrpc">'

    async def behave(asked, writer):
        answer = PINGBACK if asked.method == "POST" else strangers.page(page.format(host=asked.headers["host"]))
        await answer(asked, writer)

    with strangers.serve(behave) as there:
        tells(f"See <{there.at('/post?a=1&b=%7e#part')}>.", there.at("/post?a=1&b=%7e"))
    bodies = [asked.body.decode() for asked in posts(there)]
    assert any(f"<string>{there.at('/post?a=1&amp;b=%7e#part')}</string>" in body for body in bodies)


# --- What is told -----------------------------------------------------------------------------------------------------
def test_io_33_what_looks_like_a_ping_url_is_one_and_everything_else_is_looked_at(tells):
    with strangers.serve(all_kinds()) as there:
        tells("No link.", there.at("/trackback/7"))
        tells("No link.", there.at("/entry"))
    assert [(asked.method, asked.target) for asked in there.asked] == [
        ("POST", "/trackback/7"),
        ("GET", "/entry"),
        ("POST", "/tb/1"),
    ]


def test_io_38_drafts_scheduled_and_secret_entries_tell_nobody(tells):
    tomorrow = timezone.now() + timedelta(days=1)
    with strangers.serve(all_kinds()) as there:
        tells(f"<{there.url}>", there.url, published=False)
        tells(f"<{there.url}>", there.url, scheduled_for=tomorrow)
        tells(f"<{there.url}>", there.url, audience=Entry.Audience.LINK)
    assert there.connections == 0


def test_io_38_the_page_can_be_read_before_it_is_told(tells, client):
    with strangers.serve(all_kinds()) as there:
        entry = tells(f"<{there.url}>")
        assert client.head(entry.address).status_code == 200
        assert only(entry).posted_at > entry.published_at


@pytest.mark.parametrize("title", ["", "Paws"])
def test_io_39_all_four_fields_and_none_is_empty(tells, title):
    with strangers.serve(all_kinds()) as there:
        entry = tells("にゃあ & *claws*", there.url, title=title)
    (asked,) = posts(there)
    said = fields(asked)
    assert asked.headers["content-type"].endswith("; charset=utf-8")
    assert set(said) == {"title", "url", "excerpt", "blog_name", "charset"}
    assert all(said.values())
    assert said["url"] == entry.address
    assert said["excerpt"] == "にゃあ & claws"


def test_io_41_a_redirect_of_the_ping_is_an_outcome_to_show(tells):
    with strangers.serve(all_kinds(trackback=strangers.redirect("/elsewhere"))) as there:
        sent = only(tells("No link.", there.url))
    assert len(posts(there)) == 1
    assert (sent.state, sent.problem) == (State.REFUSED, outcome.MOVED)


def test_io_44_addresses_are_used_to_the_byte(tells):
    odd = "/wm/%7ea/%E3%81%82?x=%2f&y=a+b"
    with strangers.serve(suite(html(f'<link rel="webmention" href="{odd}">'))) as there:
        tells(f"See <{there.at('/%7epost?q=%e3%81%82')}>.")
    assert [asked.target for asked in there.asked] == ["/%7epost?q=%e3%81%82", odd]


def test_io_50_a_trackback_is_not_told_twice_when_the_entry_changes(tells):
    with strangers.serve(strangers.page('<link rel="trackback" href="/tb/1">')) as page:
        entry = tells(f"See <{page.url}>.", page.at("/other"))
        before = len(posts(page))
        writes(entry, f"Changed, see <{page.url}>.")
    assert len(posts(page)) == before == 2


def test_io_50_links_are_told_unless_their_switch_is_off(tells):
    with strangers.serve(all_kinds()) as there:
        tells(f"See <{there.url}>.", tells_links=False)
        assert there.connections == 0
        many = " ".join(f"<{there.at(f'/{number}', host=f'h{number}.localhost')}>" for number in range(25))
        entry = tells(many)
    assert Sent.objects.filter(source=entry.target).count() == 20


def test_a_link_that_takes_nothing_ends_quietly(tells):
    with strangers.serve(strangers.page("<p>Hello")) as there:
        sent = only(tells(f"See <{there.url}>."))
    assert (sent.state, sent.problem, sent.from_text) == (State.REFUSED, outcome.TAKES_NONE, True)


def test_a_link_to_an_entry_here_is_a_trackback_and_is_taken_back_with_the_link(tells, make_entry, other_blog):
    theirs = make_entry(blog=other_blog)
    entry = tells(f"See <{theirs.address}>.")
    assert only(entry).state == State.ACCEPTED
    assert theirs.target.received.shown().count() == 1
    writes(entry, "No more.")
    assert (only(entry).state, only(entry).problem) == (State.WITHDRAWN, LINK_GONE)
    assert theirs.target.received.shown().count() == 0
    writes(entry, f"Again <{theirs.address}>.")
    assert theirs.target.received.shown().count() == 1
