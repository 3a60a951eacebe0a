"""From what was sent to what is given out: in another process, once, and never a crash."""

import io
import struct
import subprocess
import zlib
from datetime import timedelta
from pathlib import Path

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils import timezone
from PIL import Image, ImageCms, ImageDraw

from buttobi.media import making, prepare, tasks
from buttobi.media.models import Picture, Rendition
from buttobi.media.take import take

pytestmark = pytest.mark.django_db
READY, REFUSED, ARRIVED = Picture.State.READY, Picture.State.REFUSED, Picture.State.ARRIVED


def widths(picture: Picture, content_type: str = "image/webp") -> list[int]:
    return list(picture.renditions.filter(content_type=content_type).order_by("width").values_list("width", flat=True))


def waiting(content: bytes, **fields: object) -> Picture:
    picture = take(SimpleUploadedFile("a", content), section="general", by=None)
    Picture.objects.filter(pk=picture.pk).update(**fields)
    picture.refresh_from_db()
    return picture


def test_a_picture_becomes_three_widths_and_a_jpeg_and_what_was_sent_is_forgotten(sent, written, opened):
    picture = sent(written("PNG", Image.new("RGB", (2000, 1000), (200, 30, 60))))
    assert (picture.state, picture.problem, bytes(picture.original), picture.due_at) == (READY, "", b"", None)
    assert widths(picture) == [480, 960, 1600]
    assert widths(picture, "image/jpeg") == [1200]
    assert opened(picture).size == (1600, 800)
    assert opened(picture, "image/jpeg").getpixel((600, 300)) == pytest.approx((200, 30, 60), abs=4)


@pytest.mark.parametrize(("width", "made"), [(300, [300]), (480, [480]), (700, [480, 700]), (1601, [480, 960, 1600])])
def test_nothing_is_made_larger_than_it_was(sent, written, width, made):
    picture = sent(written("JPEG", Image.new("RGB", (width, 100))))
    assert widths(picture) == made
    assert widths(picture, "image/jpeg") == [min(width, 1200)]


@pytest.mark.parametrize("size", [(500, 40_000), (1, 24_000), (24_000, 1)])
def test_a_picture_of_any_shape_ends_in_a_page(sent, written, size):
    picture = sent(written("PNG", Image.new("L", size)))
    assert picture.state == READY
    assert all(one.width <= 1600 and one.height <= 3200 for one in picture.renditions.all())


def test_it_is_turned_upright(sent, written, opened):
    lying = Image.new("RGB", (600, 400), "white")
    ImageDraw.Draw(lying).rectangle((0, 0, 600, 60), fill="red")
    exif = Image.Exif()
    exif[274] = 6  # held so that its top is at the right
    upright = opened(sent(written("JPEG", lying, exif=exif)))
    assert upright.size == (400, 600)
    assert upright.convert("RGB").getpixel((390, 300)) == pytest.approx((255, 0, 0), abs=12)


def test_the_place_and_every_other_remark_is_gone(sent, written):
    exif = Image.Exif()
    exif[271] = "A-CAMERA-OF-MINE"
    exif.get_ifd(0x8825)[1] = "N"
    exif.get_ifd(0x8825)[2] = (35.0, 39.0, 31.0)
    content = written("JPEG", exif=exif, comment=b"MY-REMARK", xmp=b"<x:xmpmeta>MY-XMP</x:xmpmeta>")
    assert b"A-CAMERA-OF-MINE" in content
    for one in sent(content).renditions.all():
        again = Image.open(io.BytesIO(bytes(one.body)))
        assert not again.getexif()
        assert {"exif", "xmp", "icc_profile", "comment"}.isdisjoint(again.info)
        assert not any(word in bytes(one.body) for word in (b"CAMERA", b"REMARK", b"MY-XMP", b"Exif"))


def test_a_second_meaning_of_the_bytes_does_not_survive(sent, written):
    page = b"<!DOCTYPE html><script>alert(document.domain)</script>"
    picture = sent(written("GIF") + page, name="cat.html")
    assert picture.state == READY
    assert not any(b"<" + b"script" in bytes(one.body) for one in picture.renditions.all())


def test_colours_of_another_profile_look_as_they_were_meant(sent, written, opened):
    srgb = ImageCms.ImageCmsProfile(ImageCms.createProfile("sRGB")).tobytes()
    # A screen whose red is our blue, and the other way round.
    swapped = srgb.replace(b"rXYZ", b"????", 1).replace(b"bXYZ", b"rXYZ", 1).replace(b"????", b"bXYZ", 1)
    picture = opened(sent(written("PNG", Image.new("RGB", (300, 300), (220, 40, 90)), icc_profile=swapped)))
    assert picture.convert("RGB").getpixel((9, 9)) == pytest.approx((90, 40, 220), abs=6)


def test_a_profile_that_cannot_be_is_as_good_as_none(sent, written, opened):
    green = Image.new("RGB", (300, 300), (20, 160, 80))
    lab = ImageCms.ImageCmsProfile(ImageCms.createProfile("LAB")).tobytes()
    for profile in (lab, b"no profile"):
        picture = opened(sent(written("JPEG", green, icc_profile=profile)))
        assert picture.getpixel((9, 9)) == pytest.approx((20, 160, 80), abs=6)


def test_ink_becomes_light(sent, written, opened):
    cyan = Image.new("CMYK", (300, 200), (255, 0, 0, 0))
    red, green, blue = opened(sent(written("JPEG", cyan))).convert("RGB").getpixel((9, 9))
    assert red < 60
    assert min(green, blue) > 150


def test_sixteen_bits_become_eight(sent, written, opened):
    grey = Image.new("I;16", (300, 200), 0x8000)
    assert opened(sent(written("PNG", grey))).convert("L").getpixel((9, 9)) == pytest.approx(0x80, abs=3)


def test_what_is_clear_stays_clear_and_is_white_where_it_cannot(sent, written, opened):
    picture = sent(written("PNG", Image.new("RGBA", (300, 200), (255, 0, 0, 0))))
    assert opened(picture).convert("RGBA").getpixel((9, 9))[3] == 0
    assert opened(picture, "image/jpeg").getpixel((9, 9)) == (255, 255, 255)


@pytest.mark.parametrize("format", ["GIF", "WEBP", "PNG"])
def test_of_what_moves_the_first_frame_is_taken(sent, written, opened, format):
    frames = [Image.new("RGB", (300, 200), colour) for colour in ("red", "lime", "blue")]
    picture = sent(written(format, frames[0], save_all=True, append_images=frames[1:]))
    assert getattr(opened(picture), "n_frames", 1) == 1
    assert opened(picture).convert("RGB").getpixel((9, 9)) == pytest.approx((255, 0, 0), abs=6)


def test_five_thousand_frames_cost_no_more_than_one(sent, written):
    frames = [Image.new("1", (64, 64), number % 2) for number in range(2)]
    content = written("GIF", frames[0], save_all=True, append_images=frames[1:], duration=10)
    first = content.index(b"!\xf9")
    frame = content[first:-1]
    picture = sent(content[:first] + frame * 2500 + b";")
    assert (picture.state, widths(picture)) == (READY, [64])


def test_half_a_jpeg_is_refused_with_a_sentence(sent, written):
    noise = Image.effect_noise((600, 400), 90).convert("RGB")
    content = written("JPEG", noise)
    picture = sent(content[: len(content) // 2])
    assert (picture.state, picture.problem) == (REFUSED, prepare.NOT_WHOLE)
    assert (bytes(picture.original), picture.due_at) == (b"", None)
    assert not picture.renditions.exists()


def test_a_frame_larger_than_its_header_says_is_refused(sent):
    def chunk(kind: bytes, body: bytes) -> bytes:
        return struct.pack(">I", len(body)) + kind + body + struct.pack(">I", zlib.crc32(kind + body))

    # A GIF of 1 by 1 whose frame is 60,000 by 60,000.
    gif = b"GIF89a\x01\0\x01\0\x80\0\0" + b"\0\0\0\xff\xff\xff" + b"," + struct.pack("<4HB", 0, 0, 60000, 60000, 0)
    assert sent(gif + b"\x02\x02D\x01\0;").state == REFUSED
    # A PNG that promises 25 million pixels and brings a few bytes.
    png = b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", struct.pack(">IIBBBBB", 5000, 5000, 8, 6, 0, 0, 0))
    assert sent(png + chunk(b"IDAT", zlib.compress(b"\0" * 9)) + chunk(b"IEND", b"")).state == REFUSED


def test_a_text_that_unpacks_without_end_is_refused(sent, written):
    def chunk(kind: bytes, body: bytes) -> bytes:
        return struct.pack(">I", len(body)) + kind + body + struct.pack(">I", zlib.crc32(kind + body))

    content = written("PNG")
    bomb = chunk(b"zTXt", b"a\0\0" + zlib.compress(b"\0" * 300_000_000, 9))
    assert sent(content[:33] + bomb * 3 + content[33:]).state in (READY, REFUSED)


def test_who_takes_too_much_memory_is_ended(sent, written, monkeypatch, tmp_path):
    (tmp_path / "sitecustomize.py").write_text(
        "import resource; resource.setrlimit(resource.RLIMIT_AS, (250 << 20, 250 << 20))"
    )
    monkeypatch.setenv("PYTHONPATH", f"{tmp_path}:{Path(making.__file__).parents[2]}")
    picture = sent(written("PNG", Image.new("RGBA", (4900, 4900), (1, 2, 3, 4))))
    assert (picture.state, picture.problem) == (REFUSED, prepare.TOO_HEAVY)


def test_who_takes_too_long_is_ended(sent, written, monkeypatch):
    monkeypatch.setattr(prepare, "DEADLINE", 0.01)
    picture = sent(written("PNG"))
    assert (picture.state, picture.problem) == (REFUSED, prepare.TOO_HEAVY)


def test_without_room_for_another_process_it_is_tried_again_later(sent, written, monkeypatch):
    def no_room(*_: object, **__: object) -> None:
        raise OSError("no process left")

    monkeypatch.setattr(subprocess, "run", no_room)
    picture = sent(written("PNG"))
    assert (picture.state, picture.lease, picture.tries) == (ARRIVED, "", 1)
    assert picture.due_at is not None
    assert picture.due_at > timezone.now()
    assert bytes(picture.original)


def test_one_that_ends_our_workers_again_and_again_is_given_up(written):
    picture = waiting(written("PNG"), tries=prepare.TRIES)
    prepare.drain()
    picture.refresh_from_db()
    assert (picture.state, picture.problem) == (REFUSED, prepare.NOT_READ)


def test_what_somebody_else_has_in_hands_is_left_to_him_until_his_lease_runs_out(written):
    soon = timezone.now() + timedelta(minutes=1)
    picture = waiting(written("PNG"), lease="his", leased_until=soon)
    prepare.drain()
    picture.refresh_from_db()
    assert (picture.state, picture.lease) == (ARRIVED, "his")
    Picture.objects.update(leased_until=timezone.now())
    prepare.drain()
    picture.refresh_from_db()
    assert picture.state == READY


def test_who_lost_his_lease_changes_nothing(written):
    waiting(written("PNG"))
    late = prepare.claim()
    assert late is not None
    Picture.objects.update(lease="another's")
    prepare.prepare(late)
    assert Picture.objects.get().state == ARRIVED
    assert not Rendition.objects.exists()


def test_a_lost_bell_costs_a_minute(written):
    from buttobi.celery import app

    waiting(written("PNG"))
    assert app.conf.beat_schedule[tasks.prepare_due.name]["schedule"] <= 60
    tasks.prepare_due()
    assert Picture.objects.get().state == READY


def test_who_sent_many_lets_the_others_pass(written, account, other_account):
    for by in (account, account, account, other_account):
        take(SimpleUploadedFile("a", written("PNG")), section="general", by=by)
    claimed = [prepare.claim() for _ in range(4)]
    assert [one.uploaded_by for one in claimed if one] == [account, other_account, account, account]
    assert prepare.claim() is None
