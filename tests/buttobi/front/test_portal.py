"""The front page of a section: what is going on there."""

from datetime import timedelta

import pytest
from django.test import Client
from django.utils import timezone

from buttobi.center.desk import owner_themes
from buttobi.center.opening import open_centers
from buttobi.ranking import days, total
from buttobi.sections.section import Section
from buttobi.trackbacks.models import Received
from tests.conftest import MakeAccount, MakeBlog, MakeEntry

pytestmark = pytest.mark.django_db

DAY = timedelta(days=1)


def text(client: Client) -> str:
    response = client.get("/")
    assert response.status_code == 200
    return response.content.decode()


@pytest.fixture
def busy(make_account: MakeAccount, make_blog: MakeBlog, make_entry: MakeEntry) -> None:
    """Yesterday four blogs of either section were trackbacked: four times, three times, …"""
    noon = days.begins(days.yesterday()) + DAY / 2
    for section in Section:
        blogs = [make_blog(f"{section.value}{n}", section=section, owner=make_account()) for n in range(5)]
        for blog in blogs:
            blog.title = f"{section.label} {blog.name[-1]}"
            blog.save()
        for number, blog in enumerate(blogs[:4]):
            question = make_entry(blog=blog, title=f"{section.label} question {number}")
            for each in [one for one in blogs if one != blog][number:]:
                make_entry(blog=each, trackback_urls=question.target.trackback_url, title=f"{section.label} answer")
    Received.objects.update(received_at=noon, shown_at=noon)
    for section in Section:
        total.total(section, days.yesterday(), now=days.final_at(days.yesterday()))


def test_yesterdays_first_three_lead_to_their_proof(client: Client, busy: None) -> None:
    page = text(client).partition("Yesterday")[2].partition("</section>")[0]
    assert [page.count(f">General {number}<") for number in range(4)] == [1, 1, 1, 0]
    assert page.index("General 0") < page.index("General 1") < page.index("General 2")
    assert f'href="http://localhost:8000/ranking/{days.yesterday()}/general0/"' in page
    assert "4 trackbacks" in page


def test_an_older_day_says_which_it_is(client: Client, busy: None) -> None:
    from buttobi.ranking.models import Day

    Day.objects.update(date=days.yesterday() - DAY)
    page = text(client)
    assert "Yesterday" not in page
    assert "The first three of" in page


def test_the_wall_runs_through_every_part_of_it(client: Client, adult_client: Client, busy: None) -> None:
    open_centers()
    assert "Adult question" not in text(client)
    assert "Adult answer" not in text(client)
    assert "Adult 0" not in text(client)
    assert "General" not in text(adult_client).partition("<main")[2].partition("</main")[0]
    assert "Adult 0" in text(adult_client)


def test_themes_of_blogs_stand_beside_those_of_the_center(client: Client, make_entry: MakeEntry) -> None:
    open_centers()
    entry = make_entry(title="A carnival of bridges")
    assert "Opened by blogs" not in text(client)
    closes_at = timezone.now() + 5 * DAY
    assert owner_themes.open_as_theme(entry=entry, opens_at=timezone.now() - DAY, closes_at=closes_at)
    page = text(client).partition("Opened by blogs")[2]
    assert page.index("A carnival of bridges") < page.index("Newest conversations")


def test_a_first_trackback_and_an_end_of_silence_are_told(
    client: Client, make_entry: MakeEntry, make_blog: MakeBlog
) -> None:
    first, quiet, other = (make_blog(name, title=f"Blog {name}") for name in ("first", "quiet", "other"))
    old = make_entry(blog=quiet, title="Old letter")
    for target, ago in ((old, 50), (old, 0.2), (make_entry(blog=first, title="New letter"), 0.1)):
        answer = make_entry(blog=other, trackback_urls=target.target.trackback_url)
        at = timezone.now() - ago * DAY
        Received.objects.filter(source=answer.target).update(received_at=at, shown_at=at)
    page = text(client)
    firsts = page.partition("First trackback ever")[2].partition("</section>")[0]
    assert "Blog first" in firsts
    assert "New letter" in firsts
    assert "Blog other" in firsts
    assert "Blog quiet" not in firsts
    silence = page.partition("Quiet blogs, answered today")[2].partition("</section>")[0]
    assert "Blog quiet" in silence
    assert "after 49 days" in silence


def test_an_empty_section_says_so_in_every_part(client: Client) -> None:
    page = text(client)
    for sentence in (
        "No theme is open in the Trackback Center at the moment.",
        "No blog has answered another yet.",
        "Today everybody begins at nought.",
        "No blog has published anything yet.",
    ):
        assert sentence in page
    assert "First trackback ever" not in page


def test_the_front_page_asks_the_database_the_same_few_questions(
    client: Client, busy: None, django_assert_max_num_queries
) -> None:
    open_centers()
    text(client)
    with django_assert_max_num_queries(18):
        text(client)


def test_whoever_reads_it_again_is_told_that_nothing_changed(client: Client, busy: None) -> None:
    etag = client.get("/").headers["ETag"]
    assert client.get("/", headers={"If-None-Match": etag}).status_code == 304
