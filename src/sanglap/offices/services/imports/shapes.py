"""Outlines on the map: from degrees to one picture, with no more points than the eye can tell."""

from __future__ import annotations

import math
from collections.abc import Iterable, Iterator, Sequence
from itertools import pairwise
from typing import Any, Final

Point = tuple[float, float]

VIEW: Final = (600, 840)
"""Width and height of the picture in which all outlines lie: its viewBox is "0 0 600 840"."""
_WEST, _EAST, _SOUTH, _NORTH = 88.0, 92.75, 20.55, 26.65
_MIDDLE: Final = math.radians((_SOUTH + _NORTH) / 2)
_MARGIN: Final = 6
_SCALE: Final = min(
    (VIEW[0] - 2 * _MARGIN) / ((_EAST - _WEST) * math.cos(_MIDDLE)), (VIEW[1] - 2 * _MARGIN) / (_NORTH - _SOUTH)
)
TOLERANCE: Final = 0.55
"""How far, in units of the picture, a simplified line may lie from the true one."""
_SMALLEST: Final = 3.0
"""Islands smaller than this, in square units, are no more than a speck."""
_CORNERS: Final = 3


def outline(geometry: Any) -> str:
    """The SVG path of a GeoJSON Polygon or MultiPolygon (degrees, WGS 84) in the picture. Islands that are specks go,
    but never the largest.
    """
    polygons = [geometry["coordinates"]] if geometry["type"] == "Polygon" else geometry["coordinates"]
    rings = [[_place(*point[:2]) for point in ring] for polygon in polygons for ring in polygon[:1]]
    rings.sort(key=_area, reverse=True)
    kept = [rings[0], *(ring for ring in rings[1:] if _area(ring) >= _SMALLEST)]
    return "".join(_path(_simplified(ring)) for ring in kept)


def _place(longitude: float, latitude: float) -> Point:
    # Degrees of longitude shrink towards the pole; for one small country one factor is enough.
    x = _MARGIN + (longitude - _WEST) * math.cos(_MIDDLE) * _SCALE
    return x, _MARGIN + (_NORTH - latitude) * _SCALE


def _area(ring: Sequence[Point]) -> float:
    return abs(sum(a[0] * b[1] - b[0] * a[1] for a, b in _pairs(ring))) / 2


def _pairs(ring: Sequence[Point]) -> Iterator[tuple[Point, Point]]:
    return zip(ring, [*ring[1:], ring[0]], strict=True)


def _simplified(ring: Sequence[Point]) -> list[Point]:
    """Douglas and Peucker's way, without recursion: of each stretch the farthest point stays, if it is far enough."""
    if len(ring) <= _CORNERS:
        return list(ring)
    keep = {0, len(ring) - 1}
    # A ring ends where it begins, so it is first cut at the point farthest from there.
    far = max(range(len(ring)), key=lambda index: math.dist(ring[0], ring[index]))
    keep.add(far)
    stretches = [(0, far), (far, len(ring) - 1)]
    while stretches:
        first, last = stretches.pop()
        if last - first < 2:  # noqa: PLR2004 - nothing lies between
            continue
        index = max(range(first + 1, last), key=lambda one: _distance(ring[one], ring[first], ring[last]))
        if _distance(ring[index], ring[first], ring[last]) > TOLERANCE:
            keep.add(index)
            stretches += [(first, index), (index, last)]
    return [ring[index] for index in sorted(keep)]


def _distance(point: Point, start: Point, end: Point) -> float:
    """From the stretch between two points."""
    (x, y), (x1, y1), (x2, y2) = point, start, end
    length = (x2 - x1) ** 2 + (y2 - y1) ** 2
    share = 0.0 if not length else max(0.0, min(1.0, ((x - x1) * (x2 - x1) + (y - y1) * (y2 - y1)) / length))
    return math.dist(point, (x1 + share * (x2 - x1), y1 + share * (y2 - y1)))


def _path(points: Iterable[Point]) -> str:
    """As relative steps of whole tenths, which is the shortest way to write it."""
    tenths = [(round(10 * x), round(10 * y)) for x, y in points]
    steps = [(x - a, y - b) for (a, b), (x, y) in pairwise(tenths) if (a, b) != (x, y)]
    return f"M{_tenth(tenths[0][0])} {_tenth(tenths[0][1])}l{' '.join(f'{_tenth(x)} {_tenth(y)}' for x, y in steps)}z"


def _tenth(number: int) -> str:
    return f"{number / 10:.1f}".removesuffix(".0")
