"""The list of sites marked as adult, press by press."""

import pytest
from django.core import mail
from django.utils import timezone

from buttobi.outbound import pace
from buttobi.sections.models import MarkedHost
from buttobi.trackbacks.models import Received, Target

State, Reason = Received.State, Received.Reason
pytestmark = pytest.mark.django_db
HERE = "/-/staff/marked/"


@pytest.fixture
def desk(signed_in_as, staff):
    return signed_in_as(staff)


@pytest.fixture
def stands(blog):
    """A trackback from `night.example.org` under an entry of a General blog."""
    target = Target.objects.create(blog=blog, path="paws/", title="Paws")
    url = "https://hana.night.example.org/1"
    return Received.objects.create(
        target=target, source_url=url, source_key="url:1", state=State.SHOWN, pace=pace.domain_of(url)
    )


def page(browser, query="", **posted):
    response = browser.post(HERE, posted, follow=True) if posted else browser.get(f"{HERE}{query}")
    assert response.status_code == 200
    return response.content.decode()


@pytest.mark.parametrize("path", [HERE, "/-/staff/", "/-/staff/moves/"])
def test_it_is_for_staff_alone(signed_in, client, path):
    assert signed_in.get(path).status_code == 403
    assert client.get(path).status_code == 302


def test_what_a_mark_will_do_is_said_before_it_is_made(desk, stands):
    html = page(desk, "?host=https://Night.example.org/x?y=1&note=Seen+today")
    assert "Mark night.example.org?" in html
    assert "1 trackback from there leaves General pages at once" in html
    assert 'value="Seen today"' in html
    assert not MarkedHost.objects.exists()
    stands.refresh_from_db()
    assert stands.state == State.SHOWN


def test_where_nothing_but_waiting_rows_come_from_only_they_are_spoken_of(desk, stands):
    Received.objects.update(state=State.HELD)
    html = page(desk, "?host=night.example.org")
    assert "1 trackback from there that waits for its owner is refused." in html
    assert "General pages at once" not in html
    said = page(desk, host="night.example.org", note="")
    assert "1 trackback from there is refused." in said


def test_what_came_by_way_of_another_host_leaves_every_page_too(desk, client, make_entry):
    entry = make_entry(slug="bones", title="Bones")
    short, page_there = "https://go.example/x", "https://hana.night.example.org/1"
    fields = {"state": State.SHOWN, "title": "PLANTED", "shown_at": timezone.now(), "link": "links"}
    paces = {"pace": pace.domain_of(short), "final_pace": pace.domain_of(page_there)}
    Received.objects.create(
        target=entry.target, source_url=short, final_url=page_there, source_key="url:2", **fields, **paces
    )
    public = ["/", "/trackbacks.atom", *(f"{entry.address}{tail}" for tail in ("", "trackbacks.atom", "conversation/"))]
    before = {path: b"PLANTED" in client.get(path).content for path in public}
    assert set(before.values()) == {True}
    assert "1 trackback from there leaves General pages" in page(desk, "?host=night.example.org")
    page(desk, host="night.example.org", note="")
    after = {path: b"PLANTED" in client.get(path).content for path in public}
    assert set(after.values()) == {False}


def test_marked_it_stands_on_the_list_and_what_came_from_there_is_gone(desk, stands, staff):
    html = page(desk, host="night.example.org", note="Seen today")
    assert "night.example.org is marked as adult. 1 trackback from there is refused." in html
    row = MarkedHost.objects.get()
    assert (row.host, row.note, row.marked_by) == ("night.example.org", "Seen today", staff)
    stands.refresh_from_db()
    assert (stands.state, stands.reason) == (State.REFUSED, Reason.MARKED_ADULT)
    assert not mail.outbox


def test_taken_off_what_was_refused_is_examined_again(desk, stands):
    page(desk, host="night.example.org", note="")
    row = MarkedHost.objects.get()
    html = page(desk, f"?remove={row.pk}")
    assert "Take night.example.org off the list?" in html
    assert "1 trackback that General pages refused is examined again." in html
    assert MarkedHost.objects.exists()
    assert "1 trackback is examined again." in page(desk, remove=row.pk)
    assert not MarkedHost.objects.exists()
    stands.refresh_from_db()
    assert stands.state == State.ARRIVED
    assert stands.due_at


@pytest.mark.parametrize("typed", ["night.example.org", "HTTPS://NIGHT.EXAMPLE.ORG./a", "hana.night.example.org"])
def test_one_host_is_never_there_in_two_spellings(desk, typed):
    page(desk, host="night.example.org")
    assert "It is marked already, with night.example.org." in page(desk, host=typed, note="kept")
    assert MarkedHost.objects.count() == 1


def test_what_cannot_be_marked_says_why_and_keeps_what_was_typed(desk):
    html = page(desk, "?host=https://blogspot.com/&note=All+of+it")
    assert "blogspot.com belongs to many" in html
    assert 'value="https://blogspot.com/"' in html
    assert 'value="All of it"' in html
    assert "This is a host of this service" in page(desk, host="http://localhost:8000/cats/")
    assert not MarkedHost.objects.exists()


@pytest.mark.parametrize("number", ["x", "0", "99999999999999999999", ""])
def test_a_senseless_number_is_not_found(desk, number):
    assert desk.get(f"{HERE}?remove={number}").status_code == 404
    assert desk.post(HERE, {"remove": number}).status_code == 404


def test_a_note_is_text(desk):
    html = page(desk, host="night.example.org", note="<b>bold</b>")
    assert "&lt;b&gt;bold&lt;/b&gt;" in html
