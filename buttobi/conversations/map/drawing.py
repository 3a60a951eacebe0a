"""A town as SVG. Every colour is a class of its stylesheet; every word of a stranger is escaped and cut to its room."""

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date
from html import escape

from buttobi.conversations.conversation import Conversation
from buttobi.conversations.map import labels, lettering, threads, town
from buttobi.conversations.map.labels import Words
from buttobi.conversations.map.threads import Threads, n
from buttobi.conversations.map.town import Scale, Spot, Town

# The more threads have a way of their own, the finer they are drawn.
CROWD = 60
THRONG = 250
# The links and shapes of the houses, of which there are as many as pages.
_QUOTED = re.compile(r'<a href="(#t\d+)" aria-labelledby="(t\d+)"><use href="(#\w+)" x="([\d.-]+)" y="([\d.-]+)"/>')


@dataclass(frozen=True, slots=True, kw_only=True)
class Drawing:
    """One drawing of a conversation, inside of an `<svg>`."""

    name: str
    """`wide` or `narrow`; no two of one page share it."""
    town: Town
    inside: str

    @property
    def in_page(self) -> str:
        """As short as HTML takes it: what has no space in it needs no quotes. A file of its own must keep them."""
        return _QUOTED.sub(r"<a href=\1 aria-labelledby=\2><use href=\3 x=\4 y=\5 />", self.inside)

    @property
    def view_box(self) -> str:
        return f"0 0 {n(self.town.width)} {n(self.town.height)}"

    @property
    def width(self) -> str:
        return n(self.town.width)

    @property
    def height(self) -> str:
        return n(self.town.height)

    @property
    def scale(self) -> str:
        return self.town.scale.name


@dataclass(frozen=True, slots=True, kw_only=True)
class Paint:
    """What is not arithmetic: the words around, and where a house leads."""

    words: Words
    days: Sequence[date | None]
    sign: town.SignWords
    link: Callable[[int], str]
    """The attributes of the link around the drawn page of a number."""
    answered: Callable[[int], str]
    """That so many pages answered one, in words."""
    caption: Sequence[str] = ()
    """Lines beneath the title of the page in the square; else how many answered it."""
    name: Callable[[int], str] | None = None
    """Its `<title>`, where the link's attributes have no name for it."""


def draw(conversation: Conversation, *, name: str, scale: Scale, width: int, paint: Paint) -> Drawing:
    """The whole drawing: threads behind, houses before them, words above all."""
    laid = town.lay(conversation, scale=scale, width=width, days=paint.days, sign=paint.sign)
    tied = threads.tie(laid, town.pairs(conversation))
    parts = [
        _shapes(name, scale),
        _grounds(laid),
        _threads(laid, tied),
        _signs(laid),
        _houses(conversation, laid, name, paint),
        _words(labels.write(conversation, laid, paint.words)),
        _square_words(conversation, laid, paint) if laid.square is not None else "",
    ]
    return Drawing(name=name, town=laid, inside="\n".join(part for part in parts if part))


def _shapes(name: str, scale: Scale) -> str:
    """The house and the floor of this service, and those of other sites, which are round and hollow."""
    h, r, f = scale.house / 2, scale.roof, scale.floor
    eave = h + scale.house * 0.1
    pane = round(scale.house * 0.17, 1)
    sill = round(f * 0.24, 1)
    window = f'<rect class="window" x="{n(-pane)}" y="{{y}}" width="{n(2 * pane)}" height="{n(f - 2 * sill)}"/>'
    wall = f'<path class="wall" d="M{n(-h)} {{y}}V{{to}}H{n(h)}V{{y}}"/>'
    roof = f'<path class="roof" d="M{n(-eave)} {r}L0 0L{n(eave)} {r}z"/>'
    arch = f'<path class="wall" d="M{n(-h)} {r + f}V{n(h)}a{n(h)} {n(h)} 0 0 1 {n(2 * h)} 0V{r + f}z"/>'
    roofed, bare = n(r + sill), n(sill)
    round_pane = f'<circle class="window" cy="{{y}}" r="{n(pane * 1.15)}"/>'
    return (
        f'<defs><g id="{name[0]}h">{wall.format(y=r, to=r + f)}{roof}{window.format(y=roofed)}</g>'
        f'<g id="{name[0]}w">{wall.format(y=0, to=f)}{window.format(y=bare)}</g>'
        f'<g id="{name[0]}e">{arch}{round_pane.format(y=n(r + f / 2))}</g>'
        f'<g id="{name[0]}f">{wall.format(y=0, to=f)}{round_pane.format(y=n(f / 2))}</g></defs>'
    )


def _grounds(laid: Town) -> str:
    begin = laid.scale.margin
    path = "".join(f"M{begin} {n(street.base)}H{n(street.end)}" for street in laid.streets)
    if laid.square is not None:
        path += f"M{begin} {n(laid.square_base)}H{n(begin + laid.scale.hall * 1.1)}"
    return f'<path class="ground" d="{path}"/>'


def _threads(laid: Town, tied: Threads) -> str:
    """The gathered ones, which begin at the roofs whose they are; then all others at once, and in their order whose."""
    crowd = " throng" if len(tied.curves) > THRONG else " crowd" if len(tied.curves) > CROWD else ""
    wires = "".join(f'<path class="wire" data-to="{wire.target}" d="{wire.path}"/>' for wire in tied.wires)
    whose = ",".join(f"{curve.source} {curve.target}" for curve in tied.curves)
    curves = "".join(curve.path for curve in tied.curves)
    ends = dict.fromkeys(curve.end for curve in tied.curves)
    knots = "".join(f"M{n(x)} {n(y)}h0" for x, y in ends)
    drawn = f'<path class="each" data-a="{whose}" d="{curves}"/><path class="knots" d="{knots}"/>' if curves else ""
    return f'<g class="threads">{wires}</g><g class="threads curves{crowd}">{drawn}</g>'


def _signs(laid: Town) -> str:
    """A plate on a post at the edge of the street."""
    height = 18
    posts, plates, words = "", "", ""
    for sign in laid.signs:
        plate, middle = sign.base - height - 9, sign.x + sign.width / 2
        posts += f"M{n(middle)} {n(plate + height)}V{n(sign.base)}"
        plates += f"M{n(sign.x)} {n(plate)}h{n(sign.width)}v{height}h-{n(sign.width)}z"
        words += f'<text class="sign" x="{n(middle)}" y="{n(plate + 13)}">{escape(sign.words)}</text>'
    if not words:
        return ""
    return f'<g class="signs"><path class="post" d="{posts}"/><path class="plate" d="{plates}"/>{words}</g>'


def _houses(conversation: Conversation, laid: Town, name: str, paint: Paint) -> str:
    found = []
    for spot, page in zip(laid.spots, conversation.pages, strict=True):
        mark = ' class="here"' if page.key == conversation.start else ""
        begin = f"<a{mark} {paint.link(spot.page)}>{paint.name(spot.page) if paint.name else ''}"
        if spot.page == laid.square:
            found.append(f'{begin}<g class="hall">{_hall(laid, spot)}</g></a>')
            continue
        shape = ("h" if spot.is_top else "w") if page.is_ours else ("e" if spot.is_top else "f")
        flag = _flag(spot, laid.scale) if page.is_theme else ""
        flag += _pin(spot) if page.key == conversation.start else ""
        found.append(f'{begin}<use href="#{name[0]}{shape}" x="{n(spot.x)}" y="{n(spot.top)}"/>{flag}</a>')
    return f'<g class="houses">{"".join(found)}</g>'


def _pin(spot: Spot) -> str:
    """Beneath the house from which one came."""
    return f'<path class="flag" d="M{n(spot.x)} {n(spot.base + 3)}l5 {labels.PIN - 2}h-10z"/>'


def _flag(spot: Spot, scale: Scale) -> str:
    size = scale.house * 0.42
    return (
        f'<path class="flag" d="M{n(spot.x)} {n(spot.top + 1)}v{n(-size * 1.6)}l{n(size)} {n(size * 0.4)}'
        f'l{n(-size)} {n(size * 0.4)}"/>'
    )


def _hall(laid: Town, spot: Spot) -> str:
    """The house in the square: a gable on four pillars, with a flag, and a door where the threads come together."""
    size = laid.scale.hall * 0.8
    x, base = spot.x, spot.base
    half, wall, gable = size * 0.5, size * 0.46, size * 0.34
    eaves = base - wall
    pillars = "".join(f"M{n(x + half * at)} {n(base - 4)}V{n(eaves + 4)}" for at in (-0.78, -0.4, 0.4, 0.78))
    return (
        f'<path class="wall" d="M{n(x - half * 0.9)} {n(base)}V{n(eaves)}H{n(x + half * 0.9)}V{n(base)}z"/>'
        f'<path class="roof" d="M{n(x - half * 1.08)} {n(eaves)}L{n(x)} {n(eaves - gable)}'
        f'L{n(x + half * 1.08)} {n(eaves)}z"/>'
        f'<circle class="window" cx="{n(x)}" cy="{n(eaves - gable * 0.4)}" r="{n(size * 0.06)}"/>'
        f'<path class="pillars" d="{pillars}"/>'
        f'<path class="window" d="M{n(x - size * 0.1)} {n(base)}v{n(-wall * 0.5)}a{n(size * 0.1)} {n(size * 0.1)} 0 0 '
        f'1 {n(size * 0.2)} 0V{n(base)}z"/>'
        f'<path class="flag" d="M{n(x)} {n(eaves - gable)}v{n(-size * 0.26)}l{n(size * 0.2)} {n(size * 0.07)}'
        f'l{n(-size * 0.2)} {n(size * 0.07)}"/>'
    )


def _words(lines: Sequence[labels.Line]) -> str:
    return f'<g class="words">{"".join(map(_line, lines))}</g>'


def _line(line: labels.Line) -> str:
    language = f' lang="{escape(line.language)}"' if line.language else ""
    return f'<text class="{line.kind}" x="{n(line.x)}" y="{n(line.y)}"{language}>{escape(line.words)}</text>'


def _square_words(conversation: Conversation, laid: Town, paint: Paint) -> str:
    """Beside the house in the square: its title large, and what there is to know."""
    if laid.square is None:
        return ""
    page = conversation.pages[laid.square]
    wide = laid.scale.hall >= 100
    size = 27 if wide else 18
    x = laid.spots[laid.square].x + laid.scale.hall * 0.62
    title = lettering.lines(lettering.clean(page.title or page.url), room=(laid.width - x - 10) / size, most=2)
    small = 14 if wide else 12.5
    caption = paint.caption or (paint.answered(town.answered(conversation)[laid.square]),)
    height = len(title) * size * 1.3 + len(caption) * small * 1.5
    y = laid.square_base - laid.scale.hall * 0.36 - height / 2
    found = []
    kicker = [paint.words.theme] if page.is_theme else []
    kicker += [paint.words.here] if page.key == conversation.start else []
    if kicker:
        found.append(f'<text class="kicker" x="{n(x)}" y="{n(y - 2)}">{escape(" · ".join(kicker))}</text>')
    language = f' lang="{escape(page.language)}"' if page.language else ""
    for text in title:
        y += size * 1.3
        found.append(f'<text class="theme-title" x="{n(x)}" y="{n(y - size * 0.3)}"{language}>{escape(text)}</text>')
    for text in caption:
        y += small * 1.5
        found.append(f'<text class="theme-from" x="{n(x)}" y="{n(y - small * 0.3)}">{escape(text)}</text>')
    return f'<g class="square-words {"large" if wide else "small"}">{"".join(found)}</g>'
