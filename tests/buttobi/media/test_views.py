"""Pictures as browsers fetch them."""

import time

import pytest
from PIL import Image

from buttobi.blogs.models import Blog
from buttobi.entries.delete import delete
from buttobi.entries.models import Entry
from buttobi.media import preview
from buttobi.media.models import Picture

pytestmark = pytest.mark.django_db


@pytest.fixture
def picture(sent, written, hold) -> Picture:
    ready: Picture = sent(written("PNG", Image.new("RGB", (1000, 500))))
    hold(ready)
    return ready


def test_each_size_has_an_address_that_never_changes_its_meaning(client, picture):
    response = client.get(f"/media/{picture.key}/480.webp")
    assert response.status_code == 200
    assert response.headers["Content-Type"] == "image/webp"
    assert response.content.startswith(b"RIFF")
    assert response.headers["Cache-Control"] == "public, s-maxage=3600, max-age=31536000, immutable"
    assert response.headers["X-Content-Type-Options"] == "nosniff"
    assert "Vary" not in response.headers
    assert client.get(f"/media/{picture.key}/1000.jpg").headers["Content-Type"] == "image/jpeg"


def test_who_has_it_is_told_so(client, picture, django_assert_num_queries):
    etag = client.get(f"/media/{picture.key}/480.webp").headers["ETag"]
    with django_assert_num_queries(1):
        again = client.get(f"/media/{picture.key}/480.webp", headers={"If-None-Match": etag})
    assert (again.status_code, again.content) == (304, b"")
    other = client.get(f"/media/{picture.key}/1000.webp", headers={"If-None-Match": etag})
    assert other.status_code == 200


@pytest.mark.parametrize(
    "size", ["481.webp", "1600.webp", "480.jpg", "480.png", "0480.webp", "480.webp/", "99999.webp"]
)
def test_there_is_no_other_size(client, picture, size):
    assert client.get(f"/media/{picture.key}/{size}").status_code == 404


def test_it_is_seen_on_its_sections_host_alone(client, adult_client, sent, written, picture, hold):
    assert adult_client.get(f"/media/{picture.key}/480.webp").status_code == 404
    adult = sent(written("PNG"), section="adult")
    hold(adult)
    assert client.get(f"/media/{adult.key}/480.webp").status_code == 404
    response = adult_client.get(f"/media/{adult.key}/480.webp")
    assert response.status_code == 200
    assert response.headers["Cache-Control"].startswith("private")


def test_before_the_age_page_no_adult_picture_is_seen(client, sent, written, settings):
    adult = sent(written("PNG"), section="adult")
    response = client.get(f"/media/{adult.key}/480.webp", headers={"Host": settings.ADULT_HOST})
    assert response.headers["Content-Type"].startswith("text/html")


def test_a_picture_that_is_not_ready_has_no_address(client, picture):
    Picture.objects.update(state=Picture.State.ARRIVED)
    assert client.get(f"/media/{picture.key}/480.webp").status_code == 404


@pytest.mark.parametrize(
    ("audience", "status"), [("me", 404), ("link", 200), ("everyone", 200)], ids=["me", "link", "everyone"]
)
def test_it_is_seen_by_those_who_may_read_what_shows_it(client, sent, written, hold, blog, audience, status):
    picture = sent(written("PNG"))
    theme = hold(picture, blog=blog)
    address = f"/media/{picture.key}/480.webp"
    etag = client.get(address).headers["ETag"]
    Entry.objects.filter(pk=theme.entry_id).update(audience=audience)
    assert client.get(address).status_code == status
    again = client.get(address, headers={"If-None-Match": etag})
    assert again.status_code == (404 if status == 404 else 304)


def test_what_was_deleted_or_closed_is_not_seen_any_more(client, sent, written, hold, blog):
    deleted, closed, unused = (sent(written("PNG")) for _ in range(3))
    theme = hold(deleted)
    hold(closed, blog=blog)
    delete(entry=theme.entry)
    Blog.objects.filter(pk=blog.pk).update(state=Blog.State.CLOSED)
    for picture in (deleted, closed, unused):
        assert client.get(f"/media/{picture.key}/480.webp").status_code == 404


def test_whoever_writes_its_page_sees_it_before_others(client, sent, written, hold, monkeypatch):
    picture, other = sent(written("PNG")), sent(written("PNG"))
    hold(picture, published=False)
    address = f"/media/{picture.key}/480.webp"
    assert client.get(address).status_code == 404
    seen = client.get(f"{address}{preview.leave(picture)}")
    assert seen.status_code == 200
    assert seen.headers["Cache-Control"].startswith("private")
    for wrong in (preview.leave(other), "?preview=", "?preview=%00", f"{preview.leave(picture)}x"):
        assert client.get(f"{address}{wrong}").status_code == 404
    later = time.time() + preview.SECONDS + 60
    left = preview.leave(picture)
    monkeypatch.setattr(time, "time", lambda: later)
    assert client.get(f"{address}{left}").status_code == 404


def test_nobody_writes_to_a_picture(client, picture):
    assert client.post(f"/media/{picture.key}/480.webp").status_code == 405
