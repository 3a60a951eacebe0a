"""The covers of the demonstration's themes, drawn with paper, ink and one seal; nobody's photographs."""

import io
import math
import random
from collections.abc import Callable, Iterable

from PIL import Image, ImageDraw

# Pixels of a finished drawing. It is drawn larger and then made smaller, so that no edge is rough.
SIZE = (960, 540)
SCALE = 2

PAPER, SHEET, INK = "#f3ede1", "#fffdf8", "#262b33"
SEAL, INDIGO, HAZE, MOSS, STRAW = "#c8381f", "#264a73", "#c9d3d8", "#5d7a5a", "#dcb670"
DUSK, PLUM, LAMP = "#2a2438", "#7a3f8f", "#f2c879"
# Where a loop of the thread is drawn, in parts of a turn.
_STEPS = 60

Point = tuple[float, float]


class Sheet:
    """One drawing; places are in pixels of the finished one."""

    def __init__(self, ground: str) -> None:
        self._picture = Image.new("RGB", (SIZE[0] * SCALE, SIZE[1] * SCALE), ground)
        self._draw = ImageDraw.Draw(self._picture)

    def area(self, points: Iterable[Point], colour: str) -> None:
        self._draw.polygon([(x * SCALE, y * SCALE) for x, y in points], fill=colour)

    def box(self, x: float, y: float, width: float, height: float, colour: str, *, round: float = 0) -> None:
        corners = [edge * SCALE for edge in (x, y, x + width, y + height)]
        self._draw.rounded_rectangle(corners, radius=round * SCALE, fill=colour)

    def disc(self, x: float, y: float, width: float, height: float, colour: str) -> None:
        sides = (x - width / 2, y - height / 2, x + width / 2, y + height / 2)
        self._draw.ellipse([edge * SCALE for edge in sides], fill=colour)

    def line(self, points: Iterable[Point], colour: str, width: float = 3) -> None:
        self._draw.line(
            [(x * SCALE, y * SCALE) for x, y in points], fill=colour, width=round(width * SCALE), joint="curve"
        )

    def png(self) -> bytes:
        out = io.BytesIO()
        self._picture.resize(SIZE, Image.Resampling.LANCZOS).save(out, "PNG")
        return out.getvalue()


def sill() -> bytes:
    """Two cats on a window sill, seen from behind, and a small bird outside."""
    sheet = Sheet(PAPER)
    sheet.box(150, 40, 660, 400, SHEET)
    sheet.area([(150, 330), (300, 250), (470, 320), (640, 230), (810, 300), (810, 440), (150, 440)], HAZE)
    sheet.area([(150, 390), (380, 330), (620, 400), (810, 350), (810, 440), (150, 440)], MOSS)
    # Ivy, and the wren in it.
    for x, y in ((690, 60), (720, 85), (745, 60), (760, 105), (785, 75), (735, 125), (775, 145)):
        sheet.disc(x, y, 44, 34, MOSS)
    sheet.disc(676, 150, 34, 26, STRAW)
    sheet.disc(662, 139, 20, 18, STRAW)
    sheet.area([(653, 137), (640, 141), (653, 144)], INK)
    sheet.area([(688, 146), (706, 126), (698, 150)], STRAW)
    sheet.disc(659, 137, 4, 4, INK)
    for x in (150, 474, 798):
        sheet.box(x, 40, 12, 400, INK)
    for y in (40, 428):
        sheet.box(150, y, 660, 12, INK)
    sheet.box(110, 440, 740, 26, INK, round=3)
    _cat(sheet, 330, 440, 1.0, INK, tail=-1)
    _cat(sheet, 575, 440, 0.86, INDIGO, tail=1)
    sheet.line(_bow((110, 453), (0, 520), 24), SEAL)
    sheet.line(_bow((850, 453), (960, 500), -18), SEAL)
    return sheet.png()


def rain() -> bytes:
    """Roofs in the rain, and one red umbrella on its way between them."""
    sheet = Sheet("#d9dfe1")
    dice = random.Random(3)  # noqa: S311 (the same rain every time)
    for at, height, width, tone in (
        *(
            (-20, 250, 190, "#b4bfc5"),
            (150, 300, 150, "#a3b0b8"),
            (330, 230, 210, "#b4bfc5"),
            (560, 280, 170, "#a3b0b8"),
        ),
        *((720, 240, 260, "#b4bfc5"),),
    ):
        roof = 470.0 - height
        sheet.area([(at, 470), (at, roof), (at + width / 2, roof - 60), (at + width, roof), (at + width, 470)], tone)
    for at, sill_at in ((60, 290), (200, 250), (410, 310), (610, 270), (830, 300)):
        sheet.box(at, sill_at, 34, 44, STRAW, round=2)
    sheet.box(0, 455, 960, 85, INDIGO)
    for _ in range(120):
        left, top, length = dice.uniform(-40, 960), dice.uniform(-20, 450), dice.uniform(18, 40)
        sheet.line([(left, top), (left - length * 0.28, top + length)], SHEET, 1.6)
    for _ in range(16):
        left, top, length = dice.uniform(20, 940), dice.uniform(475, 525), dice.uniform(20, 46)
        sheet.line([(left, top), (left + length, top)], HAZE, 2)
    # Whoever goes there: coat, umbrella, and its light on the wet street.
    sheet.area([(468, 462), (482, 392), (514, 392), (528, 462)], INK)
    sheet.disc(498, 378, 26, 28, INK)
    sheet.area(_arch(498, 356, 92, 70), SEAL)
    sheet.line([(498, 286), (498, 400)], INK, 3)
    for at in (436, 498, 560):
        sheet.disc(at, 358, 62, 18, "#d9dfe1")
    sheet.area([(476, 470), (520, 470), (508, 510), (488, 510)], "#33578a")
    return sheet.png()


def way() -> bytes:
    """A way between hills from one house to the other: it is a thread."""
    sheet = Sheet("#f6e7cf")
    sheet.disc(720, 150, 120, 120, SEAL)
    sheet.area([(0, 300), (240, 180), (430, 290), (650, 190), (960, 310), (960, 540), (0, 540)], HAZE)
    sheet.area([(0, 380), (300, 290), (560, 380), (800, 300), (960, 360), (960, 540), (0, 540)], "#8fa78a")
    sheet.area([(0, 470), (360, 380), (700, 470), (960, 420), (960, 540), (0, 540)], MOSS)
    _house(sheet, 150, 300, SHEET)
    _house(sheet, 770, 405, SHEET)
    start, end = (215, 372), (786, 478)
    path = [start, *_loop((430, 410), 52), *_bow((470, 440), end, 34)]
    sheet.line(_bow(start, path[1], -26), SEAL, 4)
    sheet.line(path[1:], SEAL, 4)
    for x, y, size in ((70, 440, 34), (110, 452, 26), (620, 410, 30), (900, 400, 36), (655, 420, 22)):
        sheet.line([(x, y), (x, y + size)], INK, 4)
        sheet.disc(x, y, size, size * 1.5, "#46603f")
    return sheet.png()


def counter() -> bytes:
    """A bar late at night: three lamps, a counter, one glass."""
    sheet = Sheet(DUSK)
    for x in (240, 480, 720):
        sheet.area([(x - 30, 152), (x + 30, 152), (x + 130, 400), (x - 130, 400)], "#3a3149")
    for x in (240, 480, 720):
        sheet.line([(x, 0), (x, 110)], "#8b7f9c", 3)
        sheet.area(_arch(x, 152, 44, 44), PLUM)
        sheet.disc(x, 154, 34, 14, LAMP)
    for number, tone in enumerate(("#4b4060", "#5a4d70", "#4b4060", "#63557a", "#4b4060", "#5a4d70", "#4b4060")):
        sheet.box(66 + number * 124, 262 - number % 3 * 16, 26, 138 + number % 3 * 16, tone, round=7)
        sheet.box(74 + number * 124, 226 - number % 3 * 16, 10, 50, tone, round=3)
    sheet.box(0, 400, 960, 22, "#8a5a3c")
    sheet.box(0, 422, 960, 118, "#4d3226")
    sheet.area([(548, 330), (592, 330), (586, 400), (554, 400)], "#d8cfe0")
    sheet.area([(550, 360), (590, 360), (586, 398), (554, 398)], "#d39a4e")
    sheet.box(560, 348, 16, 16, SHEET, round=2)
    for x in (180, 400, 620, 840):
        sheet.disc(x, 500, 96, 26, PLUM)
        sheet.box(x - 5, 505, 10, 40, "#2c1d1a")
    return sheet.png()


def _cat(sheet: Sheet, x: float, floor: float, size: float, colour: str, *, tail: int) -> None:
    """A sitting cat from behind, `x` its middle."""

    def at(dx: float, dy: float) -> Point:
        return x + dx * size, floor - dy * size

    body = [at(72 * math.cos(turn) * (1 - 0.28 * math.sin(turn)), 66 + 70 * math.sin(turn)) for turn in _turns()]
    sheet.area([*body], colour)
    sheet.box(x - 66 * size, floor - 40 * size, 132 * size, 40 * size, colour, round=18)
    sheet.disc(*at(0, 150), 84 * size, 72 * size, colour)
    for side in (-1, 1):
        sheet.area([at(side * 40, 158), at(side * 36, 208), at(side * 8, 182)], colour)
    curve = [at(tail * (50 + 46 * math.sin(part * 2.6)), 14 - 74 * part) for part in (step / 20 for step in range(21))]
    sheet.line(curve, colour, 15 * size)
    sheet.disc(*curve[-1], 15 * size, 15 * size, colour)


def _house(sheet: Sheet, x: float, y: float, wall: str) -> None:
    sheet.box(x, y, 92, 76, wall)
    sheet.area([(x - 12, y + 2), (x + 46, y - 46), (x + 104, y + 2)], INK)
    sheet.box(x + 54, y + 30, 24, 46, SEAL)
    sheet.box(x + 14, y + 22, 26, 26, STRAW)


def _turns() -> list[float]:
    return [math.tau * step / _STEPS for step in range(_STEPS)]


def _arch(x: float, y: float, width: float, height: float) -> list[Point]:
    """The upper half of an ellipse that stands on `y`."""
    return [(x - width * math.cos(turn / 2), y - height * math.sin(turn / 2)) for turn in [*_turns(), math.tau]]


def _bow(start: Point, end: Point, sag: float) -> list[Point]:
    """A thread between two points, hanging through by `sag`."""
    parts = [step / 40 for step in range(41)]
    return [
        (
            start[0] + (end[0] - start[0]) * part,
            start[1] + (end[1] - start[1]) * part + sag * math.sin(math.pi * part),
        )
        for part in parts
    ]


def _loop(middle: Point, radius: float) -> list[Point]:
    """A thread that turns once on itself."""
    x, y = middle
    return [
        (x + radius * math.sin(turn) + turn * 6.4, y + radius * 0.8 * math.cos(turn) - 10)
        for turn in [*_turns(), math.tau]
    ]


DRAWINGS: dict[str, Callable[[], bytes]] = {"sill": sill, "rain": rain, "way": way, "counter": counter}
