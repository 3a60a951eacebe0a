"""What the first bytes of a file say of the picture in it: its format and its size. Nothing is decoded here."""

import struct
from dataclasses import dataclass

# The markers of JPEG that begin a frame, and so tell its size.
_FRAMES = frozenset(range(0xC0, 0xD0)) - {0xC4, 0xC8, 0xCC}
# Real pictures have some dozens of segments before the first frame.
_SEGMENTS = 1000


@dataclass(frozen=True, slots=True, kw_only=True)
class Header:
    """A picture as it announces itself; width and height in pixels, before it is turned upright."""

    format: str
    width: int
    height: int

    @property
    def pixels(self) -> int:
        return self.width * self.height


def read(content: bytes) -> Header | None:
    """The header of a JPEG, PNG, GIF or WebP picture; None for everything else."""
    try:
        return _jpeg(content) or _png(content) or _gif(content) or _webp(content)
    except (struct.error, IndexError):
        return None


def _png(content: bytes) -> Header | None:
    if content[:8] != b"\x89PNG\r\n\x1a\n" or content[12:16] != b"IHDR":
        return None
    width, height = struct.unpack_from(">II", content, 16)
    return Header(format="PNG", width=width, height=height)


def _gif(content: bytes) -> Header | None:
    if content[:6] not in (b"GIF87a", b"GIF89a"):
        return None
    width, height = struct.unpack_from("<HH", content, 6)
    return Header(format="GIF", width=width, height=height)


def _jpeg(content: bytes) -> Header | None:
    """JPEG is a row of segments, each with its length; the size stands in the one that begins the frame."""
    if content[:3] != b"\xff\xd8\xff":
        return None
    at = 2
    for _ in range(_SEGMENTS):
        while content[at + 1] == 0xFF:
            # Any number of these may fill the space before a marker.
            at += 1
        if content[at] != 0xFF:
            return None
        if content[at + 1] in _FRAMES:
            height, width = struct.unpack_from(">HH", content, at + 5)
            return Header(format="JPEG", width=width, height=height)
        (length,) = struct.unpack_from(">H", content, at + 2)
        at += 2 + length
    return None


def _webp(content: bytes) -> Header | None:
    if content[:4] != b"RIFF" or content[8:12] != b"WEBP":
        return None
    kind = content[12:16]
    if kind == b"VP8X":
        width, height = (1 + int.from_bytes(content[at : at + 3], "little") for at in (24, 27))
    elif kind == b"VP8L":
        (bits,) = struct.unpack_from("<I", content, 21)
        width, height = 1 + (bits & 0x3FFF), 1 + (bits >> 14 & 0x3FFF)
    elif kind == b"VP8 ":
        width, height = (side & 0x3FFF for side in struct.unpack_from("<HH", content, 26))
    else:
        return None
    return Header(format="WEBP", width=width, height=height)
