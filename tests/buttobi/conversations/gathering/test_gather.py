"""The walk from one page outward: whom it meets, in which order, and where it stops."""

from itertools import pairwise
from types import SimpleNamespace

import pytest
from django.utils import timezone, translation

from buttobi.center.starters import PRACTICE
from buttobi.conversations.gathering.gather import around
from buttobi.entries.unpublish import unpublish
from buttobi.sections.models import MarkedHost
from buttobi.trackbacks import keys
from buttobi.trackbacks.models import Received, Sent

pytestmark = pytest.mark.django_db

THERE = "https://there.example.org/1"


def titles(entry, **limits):
    return {page.title for page in around(entry.target, **limits).pages}


def threads(entry):
    found = around(entry.target)
    named = {page.key: page.title for page in found.pages}
    return {(named[one.source], named[one.target]) for one in found.answers}


@pytest.fixture
def write(make_entry, make_blog):
    """Writes an entry in a blog of its own: `write("Bones")`."""

    def make(title, **fields):
        return make_entry(title=title, blog=fields.pop("blog", None) or make_blog(), **fields)

    return make


@pytest.fixture
def chain(write, answer):
    """Entries of which each answers the one before it."""

    def make(length):
        entries = [write(f"Entry number {number}") for number in range(length)]
        for earlier, later in pairwise(entries):
            answer(later, earlier)
        return entries

    return make


def test_an_entry_that_nobody_answered_talks_to_itself(write):
    entry = write("Alone")
    found = around(entry.target)
    assert [page.title for page in found.pages] == ["Alone"]
    assert found.answers == ()
    assert found.start == f"ours:{entry.target_id}"
    assert not found.is_cut


def test_it_goes_both_ways_and_on_across_blogs(write, answer):
    first, second, third = write("First"), write("Second"), write("Third")
    answer(second, first)
    answer(third, second)
    assert threads(second) == threads(first) == threads(third) == {("Second", "First"), ("Third", "Second")}


def test_who_trackbacked_the_same_page_is_in_it_too(write, answer):
    first, second, other = write("First"), write("Second"), write("Other")
    answer(second, first)
    answer(other, first)
    assert titles(second) == {"First", "Second", "Other"}


def test_a_circle_comes_to_an_end(chain, answer):
    entries = chain(3)
    answer(entries[0], entries[2])
    assert len(around(entries[1].target).pages) == 3
    assert len(around(entries[1].target).answers) == 3


def test_pages_stand_in_the_order_of_time(chain):
    entries = chain(5)
    assert [page.title for page in around(entries[3].target).pages] == [entry.title for entry in entries]


def test_a_page_elsewhere_that_trackbacked_two_entries_joins_them(write, hear):
    one, two = write("One"), write("Two")
    hear(one, THERE)
    hear(two, THERE)
    assert threads(one) == {(f"From {THERE}", "One"), (f"From {THERE}", "Two")}


@pytest.mark.parametrize("spelling", [THERE, f"{THERE}/", "http://THERE.example.org:80/1/", f"{THERE}/trackback/"])
def test_a_page_elsewhere_is_one_page_whether_it_trackbacks_or_is_trackbacked(write, hear, tell, spelling):
    one, two = write("One"), write("Two")
    hear(one, THERE, title="Theirs")
    tell(two, spelling)
    assert threads(one) == threads(two) == {("Theirs", "One"), ("Two", "Theirs")}


@pytest.mark.parametrize("spelling", ["https://there.example.org/a?p=1", "https://there.example.org"])
def test_its_address_may_have_a_query_or_no_path(write, hear, tell, spelling):
    one, two = write("One"), write("Two")
    hear(one, spelling, title="Theirs")
    tell(two, spelling)
    assert threads(two) == {("Theirs", "One"), ("Two", "Theirs")}


def test_a_page_elsewhere_that_said_nothing_is_called_by_its_address(write, tell):
    entry = write("One")
    tell(entry, THERE)
    (there,) = (page for page in around(entry.target).pages if not page.is_ours)
    assert (there.title, there.url, there.host, there.blog_key) == (THERE, THERE, "there.example.org", "example.org")


def test_blogs_of_one_big_host_are_told_apart(write, hear):
    entry = write("One")
    hear(entry, "https://cats.blogspot.com/1")
    hear(entry, "https://dogs.blogspot.com/1")
    assert len({page.blog_key for page in around(entry.target).pages}) == 3


def test_pages_elsewhere_are_of_the_blogs_that_every_count_tells_apart(write, hear):
    entry, short = write("One"), "https://short.example/1"
    for url in ("https://note.com/alice/1", "https://note.com/bob/1", "https://note.com/Bob/2", short):
        hear(entry, url)
    Received.objects.filter(source_url=short).update(final_url="https://note.com/alice/9", final_pace="note.com")
    assert {page.blog_key for page in around(entry.target).pages if page.host} == {"note.com/alice", "note.com/bob"}


def test_an_answer_says_how_it_is_known(write, answer, hear, tell, blog):
    entry = write("One", blog=blog)
    hear(entry, "https://a.example/", title="links", link=Received.Link.LINKS)
    hear(entry, "https://b.example/", title="unlinked", link=Received.Link.NONE)
    hear(entry, "https://c.example/", title="lost", link=Received.Link.GONE)
    answer(write("mine", blog=blog), entry)
    now = timezone.now()
    tell(entry, "https://d.example/")
    tell(entry, "https://e.example/", seen_since=now)
    tell(entry, "https://f.example/", seen_since=now, lost_since=now)
    found = around(entry.target)
    named = {page.key: page.title for page in found.pages}
    signs = {frozenset({named[one.source], named[one.target]} - {"One"}): one.link for one in found.answers}
    assert {word: signs[frozenset({word})] for (word,) in signs} == {
        "links": "verified",
        "unlinked": "related",
        "lost": "gone",
        "mine": "own",
        "https://d.example/": "related",
        "https://e.example/": "verified",
        "https://f.example/": "gone",
    }


@pytest.mark.parametrize("state", [state for state in Received.State if state != Received.State.SHOWN])
def test_what_readers_do_not_see_under_an_entry_is_in_no_conversation(write, hear, state):
    entry = write("One")
    hear(entry, THERE, state=state)
    assert titles(entry) == {"One"}


def test_a_trackback_sent_elsewhere_counts_once_it_was_taken(write, tell):
    entry = write("One")
    for number, state in enumerate(Sent.State):
        tell(entry, f"https://{state}.example/{number}", state=state)
    assert {page.host for page in around(entry.target).pages} == {"", "accepted.example"}


def test_one_that_nobody_answered_for_counts_when_it_was_seen_there(write, tell):
    entry = write("One")
    tell(entry, THERE, state=Sent.State.UNCLEAR, seen_since=timezone.now())
    assert THERE in titles(entry)


def test_a_page_that_left_the_public_takes_its_threads_with_it(chain):
    entries = chain(3)
    unpublish(entry=entries[1])
    assert titles(entries[0]) == {entries[0].title}
    assert titles(entries[2]) == {entries[2].title}


def test_a_closed_blog_is_in_no_conversation(chain):
    entries = chain(3)
    entries[1].blog.state = "closed"
    entries[1].blog.save()
    assert titles(entries[0]) == {entries[0].title}


def test_nothing_comes_across_the_wall_whatever_a_row_says(write, adult_blog):
    entry, beyond = write("One"), write("Beyond", blog=adult_blog)
    for source, target in ((beyond, entry), (entry, beyond)):
        Received.objects.create(
            target=target.target,
            source=source.target,
            source_url=source.address,
            source_key=f"ours:{source.target_id}",
            state=Received.State.SHOWN,
        )
    assert titles(entry) == {"One"}
    assert titles(beyond) == {"Beyond"}


def test_no_page_elsewhere_joins_the_two_sections(write, hear, tell, adult_blog):
    entry, beyond, further = write("One"), write("Beyond", blog=adult_blog), write("Further", blog=adult_blog)
    hear(entry, THERE, title="Theirs")
    hear(beyond, THERE, title="Theirs")
    tell(further, THERE)
    assert titles(entry) == {"One", "Theirs"}
    assert titles(beyond) == {"Beyond", "Theirs", "Further"}


def test_an_address_of_this_service_without_a_page_of_its_own_is_not_told(write, hear, tell, adult_blog):
    entry = write("One")
    hear(entry, f"{adult_blog.address}secret/")
    tell(entry, f"{adult_blog.address}secret/")
    assert titles(entry) == {"One"}


def test_a_page_that_calls_itself_adult_is_in_no_conversation_of_the_general_section(write, hear, adult_blog):
    entry, beyond = write("One"), write("Beyond", blog=adult_blog)
    hear(entry, THERE, adult=True, title="Theirs")
    hear(beyond, THERE, adult=True, title="Theirs")
    assert titles(entry) == {"One"}
    assert titles(beyond) == {"Beyond", "Theirs"}


def test_a_host_that_staff_marked_is_in_no_conversation_of_the_general_section(write, hear, tell, adult_blog):
    MarkedHost.objects.create(host="example.org")
    entry, beyond, further = write("One"), write("Beyond", blog=adult_blog), write("Further")
    hear(entry, THERE, title="Theirs")
    tell(further, THERE)
    hear(beyond, THERE, title="Theirs")
    assert titles(entry) == {"One"}
    assert titles(further) == {"Further"}
    assert titles(beyond) == {"Beyond", "Theirs"}


def test_an_answer_shows_its_theme_and_the_other_answers(make_theme, write, answer):
    theme = make_theme("Rain").entry
    one, other, reply = write("One"), write("Other"), write("Reply")
    answer(one, theme)
    answer(other, theme)
    answer(reply, other)
    assert titles(one) == {"One", "Rain", "Other", "Reply"}


def test_other_answers_show_their_next_theme_and_nobody_from_there(make_theme, write, answer):
    theme, next_theme = make_theme("Rain").entry, make_theme("Snow").entry
    one, other, stranger = write("One"), write("Other"), write("Stranger")
    answer(one, theme)
    answer(other, theme)
    answer(other, next_theme)
    answer(stranger, next_theme)
    assert titles(one) == titles(theme) == {"One", "Rain", "Other", "Snow"}
    assert titles(next_theme) == {"Snow", "Other", "Stranger", "Rain"}


def test_the_answer_to_an_answer_shows_the_theme_and_not_all_who_wrote_on_it(make_theme, write, answer):
    theme = make_theme("Rain").entry
    one, other, reply = write("One"), write("Other"), write("Reply")
    answer(one, theme)
    answer(other, theme)
    answer(reply, one)
    assert titles(reply) == {"Reply", "One", "Rain"}


def test_a_theme_of_a_blog_is_a_meeting_place_as_well(make_theme, write, answer, blog):
    theme = make_theme("Carnival", blog=blog).entry
    one, other, reply = write("One"), write("Other"), write("Reply")
    answer(one, theme)
    answer(other, theme)
    answer(reply, one)
    assert titles(reply) == {"Reply", "One", "Carnival"}
    assert titles(one) == {"One", "Carnival", "Other", "Reply"}


def test_the_practice_theme_joins_nobody_but_where_one_begins_there(make_theme, write, answer):
    practice = make_theme("Practice", slug=PRACTICE).entry
    one, other = write("One"), write("Other")
    answer(one, practice)
    answer(other, practice)
    assert titles(one) == {"One", "Practice"}
    assert titles(practice) == {"One", "Other", "Practice"}


def test_a_theme_speaks_the_language_of_its_reader(make_theme, write, answer):
    words = {"second_title": "雨", "second_body": "雨の話", "second_html": "<p>雨の話を書いてください。</p>"}
    theme = make_theme("Rain", **words).entry
    one = write("One")
    answer(one, theme)
    with translation.override("ja"):
        told = {page.key: page for page in around(one.target).pages}
    rain = told[f"ours:{theme.target_id}"]
    assert (rain.title, rain.excerpt, rain.language) == ("雨", "雨の話を書いてください。", "ja")
    assert rain.blog == "トラックバックセンター"
    assert rain.is_theme


def test_too_much_is_cut_and_the_nearest_is_kept(chain):
    entries = chain(7)
    found = around(entries[3].target, most=3)
    assert [page.title for page in found.pages] == [entry.title for entry in entries[2:5]]
    assert found.is_cut
    assert not around(entries[3].target, most=7).is_cut


def test_the_last_pages_that_fit_still_tell_whom_they_answered(write, answer):
    first, second, third = write("First"), write("Second"), write("Third")
    answer(second, first)
    answer(third, first)
    answer(third, second)
    assert len(around(first.target, most=3).answers) == 3


def test_one_page_with_more_trackbacks_than_are_read_says_that_it_is_cut(write, hear):
    entry = write("One")
    for number in range(12):
        hear(entry, f"https://there.example/{number}")
    assert around(entry.target, most=2).is_cut


def test_a_page_that_trackbacks_itself_is_no_answer(write):
    entry = write("One")
    Received.objects.create(
        target=entry.target,
        source=entry.target,
        source_url=entry.address,
        source_key=f"ours:{entry.target_id}",
        state=Received.State.SHOWN,
    )
    assert around(entry.target).answers == ()


def test_a_star_of_a_thousand_answers_is_a_handful_of_queries(make_pages, tie, django_assert_max_num_queries):
    center, *others = make_pages(1000)
    tie((other, center) for other in others)
    with django_assert_max_num_queries(8):
        found = around(center)
    assert len(found.pages) == 1000
    assert len(found.answers) == 999
    assert not found.is_cut


@pytest.mark.parametrize("start", [0, 500, 999])
def test_a_chain_of_a_thousand_is_a_few_queries_from_either_end_and_from_its_middle(
    make_pages, tie, django_assert_max_num_queries, start
):
    pages = make_pages(1000)
    tie((later, earlier) for earlier, later in pairwise(pages))
    with django_assert_max_num_queries(24):
        found = around(pages[start])
    assert len(found.pages) == 1000
    assert len(found.answers) == 999
    assert not found.is_cut


def test_a_chain_longer_than_is_shown_keeps_the_nearest(make_pages, tie, django_assert_max_num_queries):
    pages = make_pages(300)
    tie((later, earlier) for earlier, later in pairwise(pages))
    with django_assert_max_num_queries(20):
        found = around(pages[150], most=101)
    assert {page.title for page in found.pages} == {f"Page {number}" for number in range(100, 201)}
    assert found.is_cut


def test_a_chain_whose_links_are_pages_elsewhere_is_followed_as_cheaply(
    make_pages, hear, django_assert_max_num_queries
):
    pages = make_pages(60)
    for number, (earlier, later) in enumerate(pairwise(pages)):
        for page in (earlier, later):
            hear(SimpleNamespace(target=page), f"https://host-{number}.example/1/")
    with django_assert_max_num_queries(24):
        found = around(pages[30])
    assert len(found.pages) == 119
    assert not found.is_cut


@pytest.mark.parametrize(
    "there", ["https://there.example/{}", "https://there.example/{}/", "https://there.example/?p={}"]
)
@pytest.mark.parametrize("start", [0, 35, 69])
def test_letters_to_and_from_another_site_are_followed_to_their_end(
    make_pages, hear, tell, django_assert_max_num_queries, there, start
):
    pages = [SimpleNamespace(target=page) for page in make_pages(70)]
    for number, (earlier, later) in enumerate(pairwise(pages)):
        hear(earlier, there.format(number))
        tell(later, there.format(number))
    with django_assert_max_num_queries(30):
        found = around(pages[start].target)
    assert len(found.pages) == 139
    assert len(found.answers) == 138
    assert not found.is_cut


@pytest.mark.parametrize("spelling", ["https://there.example/{}", "https://there.example/{}/trackback/"])
@pytest.mark.parametrize("start", [0, 250, 499])
def test_a_long_thread_that_is_known_only_by_what_was_sent_is_followed_to_its_end(
    make_pages, django_assert_max_num_queries, spelling, start
):
    pages = make_pages(500)
    there = [("https://there.example/{}", spelling)[number % 2].format(number) for number in range(499)]
    Sent.objects.bulk_create(
        Sent(source=page, target_url=url, target_key=keys.of_target(url), state=Sent.State.ACCEPTED)
        for number, url in enumerate(there)
        for page in pages[number : number + 2]
    )
    with django_assert_max_num_queries(40):
        found = around(pages[start])
    assert len(found.pages) == 999
    assert len(found.answers) == 998
    assert not found.is_cut


def test_what_was_not_taken_leads_nowhere_ahead(make_pages, tell, django_assert_max_num_queries):
    pages = [SimpleNamespace(target=page) for page in make_pages(40)]
    for number, (earlier, later) in enumerate(pairwise(pages)):
        for page in (earlier, later):
            fields = {"state": Sent.State.REFUSED} if number == 20 else {}
            tell(page, f"https://there.example/{number}", **fields)
    with django_assert_max_num_queries(30):
        found = around(pages[0].target)
    assert len(found.pages) == 41
    assert not found.is_cut


def test_a_thread_that_goes_on_behind_a_crowd_is_followed(make_pages, tie):
    pages = make_pages(60)
    thread, crowd = pages[:30], pages[30:]
    tie((later, earlier) for earlier, later in pairwise(thread))
    tie((one, thread[20]) for one in crowd)
    tie((one, other) for one in crowd for other in crowd if one != other)
    found = around(thread[0], most=60)
    assert len(found.pages) == 60


def test_what_is_read_ahead_stops_at_a_theme(make_theme, write, answer, chain):
    theme = make_theme("Rain").entry
    entries = chain(8)
    answer(entries[7], theme)
    stranger, further = write("Stranger"), write("Further")
    answer(stranger, theme)
    answer(further, stranger)
    assert titles(entries[0]) == {entry.title for entry in entries} | {"Rain"}
