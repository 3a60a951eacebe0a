"""The proof behind a number, as everybody reads it."""

import pytest

from buttobi.blogs.models import Blog
from buttobi.blogs.rename import rename
from buttobi.ranking import verdicts
from tests.buttobi.ranking import sheets

pytestmark = pytest.mark.django_db


@pytest.fixture
def day(blog, make_entry):
    """A final day with one trackback that counted, one that did not, one that is held."""
    day = sheets.day()
    sheets.stand(day, [(blog, 1)])
    target = make_entry(title="Paws").target
    sheets.tally(day, target, title="Counted one", blog_name="A blog elsewhere")
    sheets.tally(day, target, title="Left out", reason="no_blog")
    sheets.tally(day, target, title="PRIVATE", source_url="https://private.example/", state="held", reason="held")
    return day


def address(day, name="cats"):
    return f"/ranking/{day.date.isoformat()}/{name}/"


def test_everything_that_may_be_told_is_told_and_nothing_else(client, day):
    page = client.get(address(day)).content.decode()
    for words in (
        "1 trackback counted · from 1 blog · 2 did not count",
        "Counted one",
        "A blog elsewhere",
        "Left out",
        "Its page names neither its blog nor a feed.",
        "It waits for the owner of the blog.",
        "Paws",
    ):
        assert words in page
    assert "PRIVATE" not in page
    assert "private.example" not in page


def test_a_proof_is_not_for_search_engines(client, day):
    assert client.get(address(day)).headers["X-Robots-Tag"] == "noindex"


def test_lists_go_on_where_they_were_left(client, day, monkeypatch, blog):
    monkeypatch.setattr("buttobi.ranking.proof.ROWS", 1)
    target = blog.targets.get()
    last = sheets.tally(day, target, title="Counted two")
    first = client.get(address(day))
    assert b"Counted two" not in first.content
    after = first.context["counted"].next
    assert f"?counted={after}#counted" in first.content.decode()
    page = client.get(f"{address(day)}?counted={after}").content
    assert b"Counted two" in page
    assert b"Left out" not in page
    assert last.received_id > after


@pytest.mark.parametrize("query", ["counted=x", "left=-1", "counted=99999999999999999999", "left=%00"])
def test_a_place_to_go_on_from_is_a_number(client, day, query):
    assert client.get(f"{address(day)}?{query}").status_code == 404


@pytest.mark.parametrize("name", ["dogs", "nobody", "center"])
def test_who_had_no_trackback_that_day_has_no_proof(client, day, other_blog, name):
    assert client.get(address(day, name)).status_code == 404


def test_a_renamed_blog_keeps_its_proofs(client, day, blog):
    rename(blog=blog, name="lions")
    response = client.get(address(day))
    assert (response.status_code, response.headers["Location"].endswith(address(day, "lions"))) == (301, True)


def test_on_the_old_host_nothing_is_known_of_a_blog_that_moved(client, adult_client, day, blog):
    Blog.objects.filter(pk=blog.pk).update(section="adult")
    assert client.get(address(day)).status_code == 404
    assert adult_client.get(address(day)).status_code == 404


def test_an_adult_proof_is_on_the_adult_host_alone(client, adult_client, adult_blog, make_entry):
    day = sheets.day(section="adult")
    sheets.stand(day, [(adult_blog, 1)])
    sheets.tally(day, make_entry(blog=adult_blog).target)
    assert adult_client.get(address(day, "night")).status_code == 200
    assert client.get(address(day, "night")).status_code == 404


def test_a_struck_blogs_proof_says_so(client, day, blog, staff):
    verdicts.strike(day=day, blog=blog, by=staff, reason="A ring.")
    assert "Staff struck this blog from this day. Their reason: A ring." in client.get(address(day)).content.decode()


def test_who_left_the_ranking_has_no_proof(client, day, blog):
    Blog.objects.filter(pk=blog.pk).update(in_ranking=False)
    assert client.get(address(day)).status_code == 404
