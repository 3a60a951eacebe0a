"""What a file says of the picture in it, before anything is decoded."""

import pytest
from hypothesis import given
from hypothesis import strategies as st
from PIL import Image

from buttobi.media import header


@pytest.mark.parametrize("format", ["JPEG", "PNG", "GIF", "WEBP"])
def test_format_and_size_stand_in_the_first_bytes(written, format):
    found = header.read(written(format, Image.new("RGB", (300, 200))))
    assert found == header.Header(format=format, width=300, height=200)


def test_every_kind_of_webp_tells_its_size(written):
    plain = Image.new("RGB", (300, 200))
    clear = Image.new("RGBA", (300, 200), (0, 0, 0, 0))
    for content in (
        written("WEBP", plain, lossless=True),
        written("WEBP", clear, exact=True),
        written("WEBP", plain, save_all=True, append_images=[clear]),
    ):
        assert header.read(content) == header.Header(format="WEBP", width=300, height=200)


def test_a_long_prologue_does_not_hide_the_size_of_a_jpeg(written):
    comments = b"\xff\xfe\xff\xff" + b"x" * 65533
    content = written("JPEG", Image.new("RGB", (300, 200)))
    found = header.read(content[:2] + comments * 20 + b"\xff\xff\xff" + content[2:])
    assert found is not None
    assert (found.width, found.height) == (300, 200)


def test_segments_without_end_are_not_followed():
    assert header.read(b"\xff\xd8" + b"\xff\xe0\x00\x02" * 2_000_000) is None


@pytest.mark.parametrize(
    "content",
    [b"", b"<svg xmlns='http://www.w3.org/2000/svg'/>", b"BM" + b"\0" * 60, b"II*\0" + b"\0" * 60, b"%PDF-1.7"],
)
def test_anything_else_is_no_picture(content):
    assert header.read(content) is None


@given(
    st.sampled_from([b"\xff\xd8\xff", b"\x89PNG\r\n\x1a\n", b"GIF89a", b"RIFF    WEBPVP8 "]), st.binary(max_size=200)
)
def test_no_bytes_make_it_stumble(beginning, rest):
    found = header.read(beginning + rest)
    assert found is None or found.width >= 0
