"""A picture as pages show it: its addresses and its size."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass

from buttobi.media import sizes
from buttobi.media.models import Picture, Rendition
from buttobi.sections import addresses


@dataclass(frozen=True, slots=True, kw_only=True)
class Shown:
    """What `pieces/picture.html` needs; all addresses are absolute."""

    src: str
    """A middling size, for browsers that choose none."""
    srcset: str
    width: int
    """Of the largest size; with `height`, so that nothing jumps when the picture comes."""
    height: int
    preview: str
    """A JPEG for the cards that other services make of a page (`og:image`)."""
    preview_width: int
    preview_height: int


def shown(picture: Picture | None, *, behind: str = "") -> Shown | None:
    """None until the picture is ready, and for no picture at all; one query.

    `behind` is what is written behind its addresses: the leave to see it before others do.
    """
    return shown_of([picture], behind=behind).get(picture.pk) if picture else None


def shown_of(pictures: Iterable[Picture | None], *, behind: str = "") -> dict[int, Shown]:
    """Those of the pictures that are ready, by their number; one query, however many."""
    ready = {picture.pk: picture for picture in pictures if picture and picture.state == Picture.State.READY}
    if not ready:
        return {}
    made: dict[int, list[Rendition]] = defaultdict(list)
    for rendition in Rendition.objects.filter(picture__in=ready).defer("body").order_by("width"):
        made[rendition.picture_id].append(rendition)
    return {key: _shown(ready[key], renditions, behind) for key, renditions in made.items()}


def _shown(picture: Picture, renditions: list[Rendition], behind: str) -> Shown:
    choice = [one for one in renditions if one.content_type == sizes.WEBP]
    (preview,) = (one for one in renditions if one.content_type == sizes.JPEG)
    middling = next((one for one in choice if one.width >= sizes.WIDTHS[1]), choice[-1])
    return Shown(
        src=f"{address(picture, middling)}{behind}",
        srcset=", ".join(f"{address(picture, one)}{behind} {one.width}w" for one in choice),
        width=choice[-1].width,
        height=choice[-1].height,
        preview=f"{address(picture, preview)}{behind}",
        preview_width=preview.width,
        preview_height=preview.height,
    )


def address(picture: Picture, rendition: Rendition) -> str:
    """Where one size is given out, on its section's own host."""
    extension = next(name for name, kind in sizes.EXTENSIONS.items() if kind == rendition.content_type)
    return f"{addresses.portal(picture.section)}media/{picture.key}/{rendition.width}.{extension}"
