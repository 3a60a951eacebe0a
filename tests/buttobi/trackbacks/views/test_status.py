"""The sender's status page, as the sender opens it."""

from datetime import timedelta

import pytest
from django.conf import settings
from django.test import Client
from django.utils import timezone

from buttobi.blogs import move
from buttobi.sections.section import Section
from buttobi.trackbacks.models import Received, Target

State, Link = Received.State, Received.Link

pytestmark = pytest.mark.django_db


def read(row, *, host="", **headers):
    browser = Client(HTTP_HOST=host or settings.GENERAL_HOST)
    return browser.get(f"/tb/status/{row.status_token}", **headers)


def page(row, **headers):
    response = read(row, **headers)
    assert response.status_code == 200
    return response.content.decode()


def test_it_tells_where_it_stands_and_what_was_found(make_received):
    row = make_received(
        "https://there.example.org/1",
        state=State.SHOWN,
        link=Link.LINKS,
        checked_at=timezone.now(),
        final_url="https://there.example.org/one",
        http_status=200,
        sentence="I read <Paws> & liked it.",
    )
    html = page(row)
    assert "shown" in html
    assert f'href="{row.target.address}#tb-{row.pk}"' in html
    assert "https://there.example.org/one" in html
    assert "<q>I read &lt;Paws&gt; &amp; liked it.</q>" in html
    assert "a link to this entry" in html
    assert "TrackBack" in html


def test_no_search_engine_no_cache_and_no_other_site_learns_the_address(make_received):
    response = read(make_received())
    assert response.headers["X-Robots-Tag"] == "noindex"
    assert "no-store" in response.headers["Cache-Control"]
    assert response.headers["Referrer-Policy"] == "no-referrer"
    assert '<meta name="robots" content="noindex">' in response.content.decode()
    assert not response.cookies


def test_it_speaks_the_readers_language(make_received):
    row = make_received()
    assert '<html lang="ja"' in page(row, HTTP_ACCEPT_LANGUAGE="ja")
    assert '<html lang="en"' in page(row, HTTP_ACCEPT_LANGUAGE="en")
    assert "Accept-Language" in read(row).headers["Vary"]


def test_a_moment_names_its_zone_as_the_reader_writes_brackets(make_received):
    row = make_received()
    assert "（Asia/Tokyo）" in page(row, HTTP_ACCEPT_LANGUAGE="ja")
    assert " (Asia/Tokyo)" in page(row, HTTP_ACCEPT_LANGUAGE="en")


def test_the_adult_host_tells_of_its_own_to_readers_who_passed_the_age_page(
    make_received, make_target, adult_blog, adult_client
):
    row = make_received(target=make_target("Night", blog=adult_blog))
    assert read(row).status_code == 404
    assert "Night" not in page(row, host=settings.ADULT_HOST)
    told = adult_client.get(f"/tb/status/{row.status_token}").content.decode()
    assert "Night" in told


def test_an_entry_that_is_not_public_now_is_not_named(make_received):
    row = make_received()
    Target.objects.update(listed=False, title="A secret title")
    html = page(row)
    assert "A secret title" not in html
    assert row.target.address not in html


def test_after_ninety_days_it_is_not_found(make_received):
    row = make_received(heard_at=timezone.now() - timedelta(days=91))
    assert read(row).status_code == 404


@pytest.mark.parametrize("path", ["/tb/status/x", "/tb/status/" + "x" * 3000, "/tb/status/%00", "/tb/status/"])
def test_what_is_no_token_is_not_found(path, db):
    assert Client(HTTP_HOST=settings.GENERAL_HOST).get(path).status_code == 404


def test_nothing_can_be_posted_there(make_received):
    row = make_received()
    browser = Client(HTTP_HOST=settings.GENERAL_HOST)
    assert browser.post(f"/tb/status/{row.status_token}").status_code == 405


def test_a_hyphen_that_was_escaped_in_a_comment_leads_there_too(make_received):
    row = make_received(status_token="a--b-")
    browser = Client(HTTP_HOST=settings.GENERAL_HOST)
    assert browser.get("/tb/status/a%2D-b%2D").status_code == 200
    assert read(row).status_code == 200


def test_when_its_target_moved_it_is_told_there(make_received, account):
    row = make_received()
    move.go(blog=row.target.blog, to=Section.ADULT, by=account)
    response = read(row)
    assert response.status_code == 302
    assert response.headers["Location"] == f"http://{settings.ADULT_HOST}/tb/status/{row.status_token}"
    assert read(row, host=settings.ADULT_HOST).status_code == 200


def test_no_word_of_a_marked_page_is_quoted(make_received):
    row = make_received(state=State.REFUSED, reason=Received.Reason.MARKED_ADULT, sentence="Come in", title="Night")
    html = page(row)
    assert "Come in" not in html
    assert "Night" not in html
    assert "on our list of adult sites" in html
