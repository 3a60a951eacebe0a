"""How large a town is drawn: a few houses with their titles, a village, or a whole town; on a desk and on a phone."""

from dataclasses import replace
from math import ceil

from buttobi.conversations.conversation import Conversation
from buttobi.conversations.map.town import Scale

WIDE = 1200
NARROW = 356

# Up to so many houses, each has its title and date beside it; up to so many, its title.
CLOSE = 12
VILLAGE = 48

_CLOSE = Scale(name="close", cell=196, house=64, floor=40, roof=30, sky=74, ground=112, margin=12, hall=0, letter=15)
_CLOSE_NARROW = Scale(
    name="close", cell=172, house=56, floor=36, roof=26, sky=56, ground=112, margin=6, hall=0, letter=14
)
_VILLAGE = Scale(
    name="village", cell=116, house=38, floor=24, roof=18, sky=44, ground=66, margin=40, hall=110, letter=12
)
_VILLAGE_NARROW = Scale(
    name="village", cell=109, house=36, floor=23, roof=17, sky=40, ground=66, margin=26, hall=84, letter=12
)
_TOWN = Scale(
    name="town",
    has_signs=True,
    cell=30,
    house=22,
    floor=14,
    roof=11,
    sky=34,
    ground=26,
    margin=44,
    hall=120,
    letter=11.5,
)
_TOWN_NARROW = Scale(
    name="town",
    has_signs=True,
    cell=28,
    house=20,
    floor=14,
    roof=10,
    sky=30,
    ground=24,
    margin=26,
    hall=84,
    letter=11.5,
)


def wide(conversation: Conversation) -> tuple[Scale, int]:
    """The scale and width of the drawing on a desk."""
    return _choose(conversation, (_CLOSE, _VILLAGE, _TOWN), WIDE)


def narrow(conversation: Conversation) -> tuple[Scale, int]:
    """The scale and width of the drawing on a phone."""
    return _choose(conversation, (_CLOSE_NARROW, _VILLAGE_NARROW, _TOWN_NARROW), NARROW)


def _choose(conversation: Conversation, scales: tuple[Scale, Scale, Scale], width: int) -> tuple[Scale, int]:
    houses = len({page.blog_key for page in conversation.pages})
    if houses <= CLOSE and len(conversation.pages) <= 2 * CLOSE:
        return _spread(scales[0], houses, width)
    return (scales[1] if houses <= VILLAGE else scales[2]), width


def _spread(scale: Scale, houses: int, width: int) -> tuple[Scale, int]:
    """A few houses share the width evenly, as many in each line."""
    streets = ceil(houses / ((width - scale.margin) // scale.cell))
    columns = max(2, ceil(houses / streets))
    cell = min((width - scale.margin) // columns, scale.cell * 5 // 4)
    return replace(scale, cell=cell), scale.margin + cell * columns
