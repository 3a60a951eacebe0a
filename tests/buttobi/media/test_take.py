"""What is taken in, and what is said about the rest."""

import pytest
from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils import timezone
from PIL import Image

from buttobi.media import sizes
from buttobi.media.models import Picture
from buttobi.media.take import DAY, MOST_A_DAY, MOST_WAITING, check, take

pytestmark = pytest.mark.django_db


def offered(content: bytes, name: str = "cat.jpg") -> SimpleUploadedFile:
    return SimpleUploadedFile(name, content, "image/jpeg")


def test_a_picture_waits_for_the_worker_as_it_was_sent(written, account):
    content = written("PNG")
    picture = take(offered(content), section="adult", by=account)
    picture.refresh_from_db()
    assert (picture.state, picture.section, picture.uploaded_by) == (Picture.State.ARRIVED, "adult", account)
    assert bytes(picture.original) == content
    assert picture.due_at is not None


def test_neither_the_name_nor_the_browsers_word_counts(written):
    take(offered(written("WEBP"), name="page.html"), section="general", by=None)
    with pytest.raises(ValidationError, match="not a JPEG, PNG, GIF or WebP"):
        take(offered(b"<svg xmlns='http://www.w3.org/2000/svg'/>"), section="general", by=None)


@pytest.mark.parametrize("format", ["BMP", "TIFF", "ICO", "AVIF"])
def test_other_formats_are_named_as_what_they_are_not(written, format):
    with pytest.raises(ValidationError, match="save the picture as one of these"):
        take(offered(written(format)), section="general", by=None)


def test_a_file_beyond_10_mb_is_not_even_read(written):
    with pytest.raises(ValidationError, match="larger than 10 MB"):
        take(offered(written("PNG") + b"\0" * sizes.LARGEST_FILE), section="general", by=None)


def test_a_bomb_is_seen_by_its_header(written):
    content = written("PNG", Image.new("1", (40_000, 40_000)))
    assert len(content) < 300_000
    with pytest.raises(ValidationError, match="25 million pixels"):
        take(offered(content), section="general", by=None)
    assert not Picture.objects.exists()


def test_a_picture_without_any_pixels_is_none():
    with pytest.raises(ValidationError, match="not a JPEG"):
        take(offered(b"GIF89a\0\0\0\0"), section="general", by=None)


def test_a_form_can_ask_first_and_take_afterwards(written):
    file = offered(written("GIF"))
    assert check(file) == check(file)
    assert take(file, section="general", by=None).pk


def test_somebody_with_ten_pictures_waiting_is_asked_to_wait_and_nobody_else(written, account, other_account):
    for _ in range(MOST_WAITING):
        take(offered(written("PNG")), section="general", by=account)
    with pytest.raises(ValidationError, match="Please wait a minute"):
        take(offered(written("PNG")), section="general", by=account)
    assert Picture.objects.count() == MOST_WAITING
    take(offered(written("PNG")), section="general", by=other_account)
    Picture.objects.filter(uploaded_by=account).update(state=Picture.State.READY)
    take(offered(written("PNG")), section="general", by=account)


def test_of_one_account_fifty_pictures_are_taken_in_a_day(written, account):
    ready = Picture.State.READY
    Picture.objects.bulk_create(Picture(uploaded_by=account, state=ready) for _ in range(MOST_A_DAY))
    with pytest.raises(ValidationError, match="choose it again tomorrow"):
        take(offered(written("PNG")), section="general", by=account)
    Picture.objects.update(uploaded_at=timezone.now() - DAY)
    take(offered(written("PNG")), section="general", by=account)
