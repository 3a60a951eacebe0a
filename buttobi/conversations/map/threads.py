"""The threads of a town: from each later page back to the earlier one that it answers.

Threads to a page that many answer are gathered as wires are along a street: each rises to the lane above its street,
the lane leads to the trunk at the left edge, and the trunk to the page. All others are curves of their own.
"""

from collections.abc import Sequence
from dataclasses import dataclass

from buttobi.conversations.map.town import Spot, Town

# The distance of lanes above one street, and the widest between two threads of the trunk.
LANE = 4
SLOT = 4.0
BEND = 6


@dataclass(frozen=True, slots=True, kw_only=True)
class Wire:
    """The threads of one street to one page."""

    target: int
    sources: tuple[int, ...]
    path: str
    """Begins with the shared way, `M<far end> <lane>H…`, and goes on with where each of them joins it."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Curve:
    """One thread."""

    source: int
    target: int
    path: str
    end: tuple[float, float]


@dataclass(frozen=True, slots=True, kw_only=True)
class Threads:
    """Every thread of a town, each answer once."""

    wires: tuple[Wire, ...]
    curves: tuple[Curve, ...]


def tie(town: Town, pairs: Sequence[tuple[int, int]]) -> Threads:
    """The threads of these answers, each the numbers of its source and its target."""
    hubs = {hub: number for number, hub in enumerate(town.hubs)}
    bundles: dict[tuple[int, int], list[int]] = {}
    curves = []
    taken: dict[float, int] = {}
    for source, target in pairs:
        # What stands in the square has no street above it to lead a wire along.
        if target in hubs and source != town.square:
            bundles.setdefault((hubs[target], town.spots[source].street), []).append(source)
        else:
            curves.append(_curve(town, town.spots[source], town.spots[target], taken))
    return Threads(wires=tuple(_wires(town, bundles)), curves=tuple(curves))


def _wires(town: Town, bundles: dict[tuple[int, int], list[int]]) -> list[Wire]:
    away = sorted(key for key in bundles if town.spots[town.hubs[key[0]]].street != key[1])
    step = min(SLOT, (town.scale.margin - 12) / max(1, len(away)))
    # The street nearest to the square has the innermost thread, so that none has to cross another.
    slot_of = {key: round(town.scale.margin - 8 - step * number, 1) for number, key in enumerate(away)}
    found = []
    for key, sources in sorted(bundles.items()):
        target = town.spots[town.hubs[key[0]]]
        lane = _lane(town, key[1], key[0])
        if key in slot_of:
            found.append(_wire(town, target, sources, lane, _way(town, target, key, lane, slot_of[key])))
            continue
        for side in (-1, 1):
            beside = [source for source in sources if (town.spots[source].x - target.x) * side > 0]
            if beside:
                found.append(_wire(town, target, beside, lane, _into(target, lane, side), side=side))
    return found


def _lane(town: Town, street: int, hub: int) -> float:
    return town.streets[street].top + BEND + LANE * hub


def _wire(town: Town, target: Spot, sources: Sequence[int], lane: float, way: str, *, side: int = 1) -> Wire:
    spots = [town.spots[source] for source in sources]
    far = max(spot.x * side for spot in spots) * side
    joins = "".join(_join(spot, lane, side) for spot in spots)
    return Wire(target=target.page, sources=tuple(sources), path=f"M{n(far - BEND * side)} {n(lane)}{way}{joins}")


def _join(spot: Spot, lane: float, side: int) -> str:
    """From a roof up to the lane, turning to the side that the page answered is at."""
    return f"M{n(spot.x)} {n(spot.top)}V{n(lane + BEND)}l{-BEND * side}-{BEND}"


def _into(target: Spot, lane: float, side: int) -> str:
    """Along the lane and down to the roof of a house of the same street."""
    return f"H{n(target.x + BEND * side)}q{-BEND * side} 0 {-BEND * side} {BEND}V{n(target.top)}"


def _way(town: Town, target: Spot, key: tuple[int, int], lane: float, slot: float) -> str:
    """Along the lane to the left edge, along the trunk, and to the page."""
    if target.street < 0:
        door, base = target.x, target.base
        into = f"V{n(base + 44)}C{n(slot)} {n(base + 14)} {n(door)} {n(base + 34)} {n(door)} {n(base)}"
        return f"H{n(slot + BEND)}q-{BEND} 0-{BEND}-{BEND}{into}"
    turn = -BEND if key[1] > target.street else BEND
    there = _lane(town, target.street, key[0])
    down = f"V{n(there - turn)}q0 {turn} {BEND} {turn}{_into(target, there, -1)}"
    return f"H{n(slot + BEND)}q-{BEND} 0-{BEND} {turn}{down}"


def _curve(town: Town, source: Spot, target: Spot, taken: dict[float, int]) -> Curve:
    """From roof to roof, or to the door of a house above; where words stand under houses, by the alley beside it."""
    if source.street == target.street:
        return _loop(town, source, target) if source.x == target.x else _arc(town, source, target)
    if not town.scale.has_signs and min(source.street, target.street) >= 0:
        return _by_alley(town, source, target, taken)
    if source.street > target.street:
        begin, end, reach = source.top, target.base + 3, 1
    else:
        begin, end, reach = source.base, target.top, -1
    bow = reach * max(30.0, abs(begin - end) * 0.5)
    return _curved(source, target, begin, begin - bow, end, end + bow)


def _arc(town: Town, source: Spot, target: Spot) -> Curve:
    """Over the roofs of one street, the higher the farther."""
    higher = min(source.top, target.top)
    rise = min((higher - town.streets[source.street].top) * 1.3, town.scale.sky * 0.5 + 0.2 * abs(source.x - target.x))
    return _curved(source, target, source.top, higher - rise, target.top, higher - rise)


def _by_alley(town: Town, source: Spot, target: Spot, taken: dict[float, int]) -> Curve:
    """Through the alleys between the houses, so that no thread crosses the words beneath them."""
    upper, lower = (target, source) if source.street > target.street else (source, target)
    side = 1 if lower.x >= upper.x else -1
    alley = upper.x + side * town.scale.cell / 2
    taken[alley] = taken.get(alley, -1) + 1
    # Threads that share an alley lie side by side: in its middle, right of it, left of it, and so on.
    alley += ((taken[alley] + 1) // 2) * (3 if taken[alley] % 2 else -3)
    alley = min(max(alley, 3.0), town.width - 3)
    rise = max(14.0, town.scale.sky * 0.55)
    over = [(upper.x, upper.top), (upper.x, upper.top - rise), (alley, upper.top - rise), (alley, upper.top)]
    beneath = town.streets[lower.street].top
    middle = (beneath + lower.top) / 2
    onto = [(alley, beneath), (alley, middle), (lower.x, middle), (lower.x, lower.top)]
    points = [*over, *onto] if lower is target else [*reversed(onto), *reversed(over)]
    path = _cubic(points[:4]) + "L" + _cubic(points[4:])[1:]
    return Curve(source=source.page, target=target.page, path=path, end=points[-1])


def _cubic(points: Sequence[tuple[float, float]]) -> str:
    """A curve to the nearest pixel: nobody sees less of it, and a thousand of them weigh half."""
    (x, y), *rest = points
    return f"M{x:.0f} {y:.0f}C{' '.join(f'{a:.0f} {b:.0f}' for a, b in rest)}"


def _loop(town: Town, source: Spot, target: Spot) -> Curve:
    """Beside a house, from one of its floors to another."""
    floor, side = town.scale.floor, source.x + town.scale.house / 2
    begin = source.top + floor / 2 + (town.scale.roof if source.is_top else 0)
    end = target.top + floor / 2 + (town.scale.roof if target.is_top else 0)
    out = side + town.scale.house * 0.35
    path = _cubic([(side, begin), (out, begin), (out, end), (side, end)])
    return Curve(source=source.page, target=target.page, path=path, end=(side, end))


def _curved(source: Spot, target: Spot, begin: float, after: float, end: float, before: float) -> Curve:
    path = _cubic([(source.x, begin), (source.x, after), (target.x, before), (target.x, end)])
    return Curve(source=source.page, target=target.page, path=path, end=(target.x, end))


def n(number: float) -> str:
    """A number as short as a path can have it."""
    return f"{number:.1f}".removesuffix(".0")
