"""The map as a file of its own, to send to a friend: a drawing with its own colours that asks nobody for anything."""

import re
from base64 import b64encode
from dataclasses import dataclass
from functools import cache
from hashlib import sha256
from html import escape
from pathlib import Path

from buttobi.conversations.map import lettering
from buttobi.conversations.map.drawing import Drawing
from buttobi.conversations.map.threads import n

CONTENT_TYPE = "image/svg+xml; charset=utf-8"
# The paper around the drawing.
MARGIN = 32
# The height of the line beneath it.
KEY = 64
_STYLES = Path(__file__).resolve().parents[2] / "static" / "css"
_COMMENT = re.compile(r"/\*.*?\*/", re.DOTALL)
_SPACE = re.compile(r"\s+")


@dataclass(frozen=True, slots=True, kw_only=True)
class Key:
    """What stands beside the two shapes of houses, and where the drawing is from."""

    here: str
    elsewhere: str
    source: str


@cache
def style() -> str:
    """The colours of the service by day and by night, and how a town is painted with them."""
    sheets = "".join((_STYLES / name).read_text() for name in ("tokens.css", "town.css"))
    return _SPACE.sub(" ", _COMMENT.sub("", sheets)).strip()


@cache
def policy() -> dict[str, list[str]]:
    """What a browser may do for the file when it is opened by itself: paint it, and follow a link."""
    digest = b64encode(sha256(style().encode()).digest()).decode()
    return {"default-src": ["'none'"], "style-src": [f"'sha256-{digest}'"], "frame-ancestors": ["'none'"]}


def document(drawing: Drawing, *, title: str, description: str, key: Key, language: str, section: str) -> str:
    """The whole file, with a line beneath that says what the shapes mean and where the drawing is from."""
    town = drawing.town
    width, height = round(town.width + 2 * MARGIN), round(town.height + 2 * MARGIN + KEY)
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" class="town {drawing.name}" data-scale="{drawing.scale}"'
        f' data-section="{section}" lang="{language}" role="img" aria-labelledby="title about"'
        f' viewBox="{-MARGIN} {-MARGIN} {width} {height}" width="{width}" height="{height}">'
        f'<title id="title">{escape(title)}</title><desc id="about">{escape(description)}</desc>'
        f"<style>{style()}</style>"
        f'<rect class="paper" x="{-MARGIN}" y="{-MARGIN}" width="{width}" height="{height}"/>'
        f"{drawing.inside}{_key(drawing, key)}</svg>\n"
    )


def _key(drawing: Drawing, key: Key) -> str:
    y = drawing.town.height + KEY - 6
    x = drawing.town.scale.margin + drawing.town.scale.house / 2
    height = drawing.town.scale.floor + drawing.town.scale.roof
    found = []
    for shape, words in (("h", key.here), ("e", key.elsewhere)):
        found.append(f'<use href="#{drawing.name[0]}{shape}" x="{n(x)}" y="{n(y - height + 4)}"/>')
        x += drawing.town.scale.house * 0.5 + 10
        found.append(f'<text x="{n(x)}" y="{n(y)}">{escape(words)}</text>')
        x += lettering.width(words) * 12 + 28 + drawing.town.scale.house / 2
    found.append(f'<text class="source" x="{n(drawing.town.width)}" y="{n(y)}">{escape(key.source)}</text>')
    return f'<g class="key">{"".join(found)}</g>'
