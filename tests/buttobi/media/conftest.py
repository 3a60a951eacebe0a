"""Pictures that are made in the test, and the way that they take through the room."""

import io
from collections.abc import Callable
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from PIL import Image

from buttobi.media import prepare
from buttobi.media.models import Picture
from buttobi.media.take import take

Written = Callable[..., bytes]


@pytest.fixture
def written() -> Written:
    """Writes a picture into a file: `written("PNG", Image.new("RGB", (8, 8)))`."""

    def write(format: str, picture: Image.Image | None = None, **options: Any) -> bytes:
        out = io.BytesIO()
        (picture or Image.new("RGB", (600, 400), "teal")).save(out, format, **options)
        return out.getvalue()

    return write


@pytest.fixture
def sent(db: None) -> Callable[..., Picture]:
    """Sends a file in, lets the worker do what is due, and gives the picture as it is then."""

    def send(content: bytes, *, section: str = "general", name: str = "cat.jpg") -> Picture:
        picture = take(SimpleUploadedFile(name, content, "image/jpeg"), section=section, by=None)
        prepare.drain()
        picture.refresh_from_db()
        return picture

    return send


@pytest.fixture
def hold(make_theme: Callable[..., Any]) -> Callable[..., Any]:
    """Puts a picture above a theme that everyone may read; gives the theme."""

    def put(picture: Picture, **fields: Any) -> Any:
        theme = make_theme(section=picture.section, **fields)
        theme.cover = picture
        theme.save()
        return theme

    return put


@pytest.fixture
def opened() -> Callable[..., Image.Image]:
    """Opens one size of a picture: `opened(picture, "image/jpeg")`, or the widest WebP."""

    def open_(picture: Picture, content_type: str = "image/webp") -> Image.Image:
        rendition = picture.renditions.filter(content_type=content_type).order_by("-width")[0]
        found = Image.open(io.BytesIO(bytes(rendition.body)))
        found.load()
        return found

    return open_
