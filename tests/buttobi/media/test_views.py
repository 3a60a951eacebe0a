"""Pictures as browsers fetch them."""

import pytest
from PIL import Image

from buttobi.media.models import Picture

pytestmark = pytest.mark.django_db


@pytest.fixture
def picture(sent, written) -> Picture:
    ready: Picture = sent(written("PNG", Image.new("RGB", (1000, 500))))
    return ready


def test_each_size_has_an_address_that_never_changes_its_meaning(client, picture):
    response = client.get(f"/media/{picture.key}/480.webp")
    assert response.status_code == 200
    assert response.headers["Content-Type"] == "image/webp"
    assert response.content.startswith(b"RIFF")
    assert response.headers["Cache-Control"] == "public, max-age=31536000, immutable"
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


def test_it_is_seen_on_its_sections_host_alone(client, adult_client, sent, written, picture):
    assert adult_client.get(f"/media/{picture.key}/480.webp").status_code == 404
    adult = sent(written("PNG"), section="adult")
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


def test_nobody_writes_to_a_picture(client, picture):
    assert client.post(f"/media/{picture.key}/480.webp").status_code == 405
