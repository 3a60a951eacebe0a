"""Makes a picture's sizes anew from its pixels, in a process of its own: what it opens may be made to break it.

    python -m buttobi.media.making < what was sent > what was made

The answer is one line of JSON, which tells the sizes, and their bytes one after the other. The exit status is BROKEN
for what cannot be read; who takes too much time or memory is ended by the limits.
"""

import contextlib
import io
import json
import resource
import sys
import warnings
from collections.abc import Iterator
from dataclasses import asdict, dataclass

from PIL import Image, ImageCms

from buttobi.media import sizes

# The exit status for a file that is no whole picture.
BROKEN = 3
# Bytes: 25 million pixels need three quarters of it as an animated WebP, and much less in every other format.
MEMORY = 1200 * 1024 * 1024
CPU_SECONDS = 20

# How a camera says that it was held; see Exif 2.3, tag 274.
_ORIENTATION = 274
_TURN = {
    2: Image.Transpose.FLIP_LEFT_RIGHT,
    3: Image.Transpose.ROTATE_180,
    4: Image.Transpose.FLIP_TOP_BOTTOM,
    5: Image.Transpose.TRANSPOSE,
    6: Image.Transpose.ROTATE_270,
    7: Image.Transpose.TRANSVERSE,
    8: Image.Transpose.ROTATE_90,
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Made:
    """One size."""

    width: int
    height: int
    content_type: str
    length: int


def main() -> int:
    limit()
    try:
        made = list(make(sys.stdin.buffer.read()))
    except MemoryError:
        raise
    except Exception:  # noqa: BLE001 - decoders fail in every way there is; whatever it was, there is no whole picture
        return BROKEN
    sys.stdout.buffer.write(json.dumps([asdict(one) for one, _ in made]).encode() + b"\n")
    for _, body in made:
        sys.stdout.buffer.write(body)
    return 0


def limit() -> None:
    """No more memory, time or files than a picture needs."""
    limits = {resource.RLIMIT_AS: MEMORY, resource.RLIMIT_CPU: CPU_SECONDS, resource.RLIMIT_FSIZE: 0}
    for kind, most in limits.items():
        # Some systems know a limit by its name alone.
        with contextlib.suppress(ValueError, OSError):
            resource.setrlimit(kind, (most, most))


def make(content: bytes) -> Iterator[tuple[Made, bytes]]:
    """Every size of a picture. Raises whatever its decoder raises."""
    picture = _upright(content)
    widest = _widest(picture)
    picture = _in_srgb(_smaller(picture, widest))
    for width in [width for width in sizes.WIDTHS if width < widest] + [widest]:
        yield _written(_smaller(picture, width), sizes.WEBP, format="WEBP", quality=80, method=4)
    preview = _on_white(_smaller(picture, min(widest, sizes.PREVIEW_WIDTH)))
    yield _written(preview, sizes.JPEG, format="JPEG", quality=82, optimize=True, progressive=True)


def _upright(content: bytes) -> Image.Image:
    """The first frame, as the camera was held, in a mode that can be made smaller."""
    # A frame may turn out to be larger than the header said.
    Image.MAX_IMAGE_PIXELS = sizes.MOST_PIXELS
    warnings.simplefilter("error", Image.DecompressionBombWarning)
    picture: Image.Image = Image.open(io.BytesIO(content), formats=sizes.FORMATS)
    # JPEG can be read smaller than it is, at a fraction of the cost.
    picture.draft(None, (sizes.WIDTHS[-1], sizes.WIDTHS[-1]))
    picture.load()
    turn = _TURN.get(picture.getexif().get(_ORIENTATION, 1))
    picture = _with_plain_mode(picture)
    return picture.transpose(turn) if turn is not None else picture


def _with_plain_mode(picture: Image.Image) -> Image.Image:
    if picture.mode.startswith("I"):
        # Sixteen bits of grey: the upper eight are what a screen can show.
        return picture.convert("I").point(lambda value: value * (1 / 256)).convert("L")
    if picture.mode in ("RGB", "RGBA", "CMYK") or (picture.mode == "L" and "transparency" not in picture.info):
        return picture
    return picture.convert("RGBA" if picture.has_transparency_data else "RGB")


def _widest(picture: Image.Image) -> int:
    return max(1, min(picture.width, sizes.WIDTHS[-1], picture.width * sizes.HIGHEST // picture.height))


def _smaller(picture: Image.Image, width: int) -> Image.Image:
    if width >= picture.width and picture.height <= sizes.HIGHEST:
        return picture
    height = min(max(1, round(picture.height * width / picture.width)), sizes.HIGHEST)
    return picture.resize((width, height), Image.Resampling.LANCZOS, reducing_gap=3.0)


def _in_srgb(picture: Image.Image) -> Image.Image:
    """The colours as a screen shows them without being told of a profile."""
    mode = "RGBA" if picture.mode == "RGBA" else "RGB"
    profile = picture.info.get("icc_profile")
    if profile:
        # A profile that cannot be read, or is for other colours, is as good as none.
        with contextlib.suppress(ImageCms.PyCMSError, OSError, ValueError, TypeError):
            theirs = ImageCms.ImageCmsProfile(io.BytesIO(profile))
            screen = ImageCms.ImageCmsProfile(ImageCms.createProfile("sRGB"))
            converted = ImageCms.profileToProfile(picture, theirs, screen, outputMode=mode)
            if converted is not None:
                return converted
    return picture.convert(mode)


def _on_white(picture: Image.Image) -> Image.Image:
    if picture.mode != "RGBA":
        return picture
    paper = Image.new("RGB", picture.size, "white")
    paper.paste(picture, mask=picture.getchannel("A"))
    return paper


def _written(picture: Image.Image, content_type: str, **options: object) -> tuple[Made, bytes]:
    # Pixels alone: what the sent file said beside them (place, profile, remarks) would be written along.
    bare = Image.new(picture.mode, picture.size)
    bare.paste(picture)
    out = io.BytesIO()
    bare.save(out, **options)  # type: ignore[arg-type]
    body = out.getvalue()
    return Made(width=bare.width, height=bare.height, content_type=content_type, length=len(body)), body


if __name__ == "__main__":
    sys.exit(main())
