"""The corridor behind every door: what is written down, what is refused, and what a repeat changes."""

import pytest
from django.utils import timezone

from buttobi.outbound import guard
from buttobi.sections.models import MarkedHost
from buttobi.trackbacks import receive, tasks
from buttobi.trackbacks.models import Block, Received, Target

SOURCE = "https://there.example.org/entry/1"
State, Reason = Received.State, Received.Reason

pytestmark = pytest.mark.django_db


def arrive(target, url=SOURCE, **words):
    return receive.arrive(target=target, protocol="trackback", source_url=url, **words)


def test_what_comes_from_outside_is_to_be_examined(target, monkeypatch):
    rung: list[object] = []
    monkeypatch.setattr(receive, "ring", rung.append)
    row = arrive(target, title="Cats")
    assert (row.state, row.reason, row.by_author, row.pace) == (State.ARRIVED, "", False, "example.org")
    assert Received.objects.due(timezone.now()).get() == row
    assert rung == [tasks.examine_due]
    assert len(row.status_token) >= 32


def test_io_45_a_repeat_over_another_protocol_or_spelling_is_the_same_row(target):
    first = arrive(target, title="Cats")
    for url in ("http://there.example.org/entry/1", "https://THERE.example.org:443/entry/1"):
        receive.arrive(target=target, protocol="webmention", source_url=url, title="Cats")
    row = Received.objects.get()
    assert row.pk == first.pk
    assert row.protocols == ["trackback", "webmention"]


def test_a_fragment_is_another_entry(target):
    arrive(target, f"{SOURCE}#p01")
    arrive(target, f"{SOURCE}#p02")
    assert Received.objects.count() == 2


def test_io_47_a_shown_trackback_whose_text_changed_is_examined_again(target):
    arrive(target, title="Cats").step(State.SHOWN)
    arrive(target, title="Cats")
    assert Received.objects.get().state == State.SHOWN
    arrive(target, title="Buy pills")
    row = Received.objects.get()
    assert (row.state, row.reason, row.title) == (State.ARRIVED, Reason.TEXT_CHANGED, "Buy pills")


def test_a_first_trackback_from_a_page_that_was_read_and_links_takes_nothing_down(target):
    row = receive.arrive(target=target, protocol="pingback", source_url=SOURCE, title="What the page says")
    row.step(State.SHOWN)
    Received.objects.update(link=Received.Link.LINKS, checked_at=timezone.now(), due_at=None)
    arrive(target, title="What its program says")
    row.refresh_from_db()
    assert (row.state, row.title, row.due_at) == (State.SHOWN, "What the page says", None)
    assert row.protocols == ["pingback", "trackback"]


def test_io_48_what_was_refused_stays_refused_with_the_text_it_had(target):
    arrive(target, title="Cats").step(State.REFUSED, reason=Reason.OWNER)
    arrive(target, title="Dogs")
    row = Received.objects.get()
    assert (row.state, row.title) == (State.REFUSED, "Cats")


@pytest.mark.parametrize(
    ("url", "sentence"),
    [
        ("", "the url is missing"),
        ("http://127.0.0.1/", guard.PRIVATE),
        ("http://10.1.2.3/x", guard.PRIVATE),
        ("http://localhost:8000/nobody/nothing/", receive.NO_SOURCE_HERE),
        ("http://localhost:8000/", receive.NO_SOURCE_HERE),
    ],
)
def test_a_source_that_nobody_can_read_is_refused(target, url, sentence):
    with pytest.raises(receive.Refused, match=sentence):
        arrive(target, url)


def test_without_an_adult_section_its_entries_take_nothing_from_anywhere(make_target, adult_blog, settings):
    night, moon = make_target("Night", blog=adult_blog), make_target("Moon", blog=adult_blog)
    settings.ADULT_SECTION = False
    for url in (SOURCE, moon.address):
        with pytest.raises(receive.Closed, match="takes no trackbacks"):
            arrive(night, url)
    with pytest.raises(receive.Closed):
        receive.from_here(source=moon, target=night)
    assert not Received.objects.exists()


def test_an_entry_never_trackbacks_itself(target):
    for url in (target.address, target.trackback_url, target.make_trackback_url):
        with pytest.raises(receive.Refused, match=receive.ITSELF):
            arrive(target, url)
    with pytest.raises(receive.Refused, match=receive.ITSELF):
        receive.from_here(source=target, target=target)


def test_a_source_here_that_left_the_public_is_nobody(target, source):
    Target.objects.filter(pk=source.pk).update(listed=False)
    with pytest.raises(receive.Refused, match=receive.NO_SOURCE_HERE):
        arrive(target, source.address)


def test_its_authors_act_is_shown_at_once(target, source):
    row = receive.from_here(source=source, target=target)
    assert (row.state, row.by_author) == (State.SHOWN, True)
    assert row.shown_at


def test_a_ping_in_its_authors_name_changes_nothing_of_what_the_author_made(target, source):
    receive.from_here(source=source, target=target)
    arrive(target, source.address, title="Buy pills")
    row = Received.objects.get()
    assert (row.state, row.title, row.by_author) == (State.SHOWN, "", True)


def test_what_somebody_else_sent_in_their_name_is_shown_when_its_author_sends_it(target, source):
    assert arrive(target, source.address).state == State.ARRIVED
    assert receive.from_here(source=source, target=target).state == State.SHOWN
    assert Received.objects.get().by_author


def test_an_author_does_not_get_round_a_refusal_by_sending_again(target, source):
    receive.from_here(source=source, target=target).step(State.REFUSED, reason=Reason.OWNER)
    assert receive.from_here(source=source, target=target).state == State.REFUSED


def test_a_block_holds_against_a_host_and_against_a_blog_here(target, source):
    Block.objects.create(blog=target.blog, host="there.example.org")
    Block.objects.create(blog=target.blog, source_blog=source.blog)
    with pytest.raises(receive.Refused, match=receive.BLOCKED):
        arrive(target)
    with pytest.raises(receive.Refused, match=receive.BLOCKED):
        receive.from_here(source=source, target=target)
    assert arrive(target, "https://elsewhere.example.org/").state == State.ARRIVED


@pytest.mark.parametrize("protocol", ["trackback", "pingback", "webmention"])
def test_a_marked_host_is_told_so_at_once_by_general_and_taken_by_adult(target, make_target, adult_blog, protocol):
    MarkedHost.objects.create(host="example.org")
    with pytest.raises(receive.Unwelcome, match="marked as adult"):
        receive.arrive(target=target, protocol=protocol, source_url=SOURCE)
    assert not Received.objects.exists()
    night = make_target("Night", blog=adult_blog)
    assert receive.arrive(target=night, protocol=protocol, source_url=SOURCE)


def test_a_mark_says_nothing_about_pages_here(target, source):
    MarkedHost.objects.create(host="localhost")
    assert receive.from_here(source=source, target=target).state == State.SHOWN
