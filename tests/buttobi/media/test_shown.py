"""What templates are given of a picture, and the piece that prints it."""

import pytest
from django.template.loader import render_to_string
from PIL import Image

from buttobi.media.models import Picture
from buttobi.media.shown import shown, shown_of

pytestmark = pytest.mark.django_db


def test_a_ready_picture_tells_its_sizes(sent, written):
    picture = sent(written("JPEG", Image.new("RGB", (2000, 1000))))
    seen = shown(picture)
    assert seen is not None
    at = f"http://localhost:8000/media/{picture.key}/"
    assert seen.srcset == f"{at}480.webp 480w, {at}960.webp 960w, {at}1600.webp 1600w"
    assert (seen.src, seen.width, seen.height) == (f"{at}960.webp", 1600, 800)
    assert (seen.preview, seen.preview_width, seen.preview_height) == (f"{at}1200.jpg", 1200, 600)


def test_a_small_one_has_one_size_and_an_adult_one_its_own_host(sent, written):
    seen = shown(sent(written("JPEG", Image.new("RGB", (300, 200))), section="adult"))
    assert seen is not None
    assert seen.src.startswith("http://adult.localhost:8000/media/")
    assert seen.src.endswith("/300.webp")


def test_until_it_is_ready_there_is_nothing_to_show(written, sent):
    assert shown(None) is None
    assert shown(Picture.objects.create(section="general")) is None


def test_many_cost_one_query_and_no_bytes(sent, written, django_assert_num_queries):
    pictures = [sent(written("PNG")), sent(written("GIF")), None, Picture.objects.create(section="general")]
    with django_assert_num_queries(1) as asked:
        seen = shown_of(pictures)
    assert set(seen) == {picture.pk for picture in pictures[:2] if picture}
    assert '"body"' not in asked[0]["sql"]


def test_the_piece_keeps_the_place_and_escapes_the_words(sent, written):
    seen = shown(sent(written("PNG")))
    printed = render_to_string("pieces/picture.html", {"picture": seen, "alt": 'A "cat" & more'})
    assert 'width="600" height="400"' in printed
    assert 'alt="A &quot;cat&quot; &amp; more"' in printed
    assert 'loading="lazy"' in printed
    assert "style=" not in printed
