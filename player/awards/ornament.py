"""Fine line ornament as PDF path operators: each curve is a few cubic Béziers through points of a formula.

A guilloche is one wave drawn many times with its phase moved. Repeated cells are drawn once and placed many times.
"""

from collections.abc import Callable
from itertools import pairwise
from math import cos, pi, sin

Curve = Callable[[float], tuple[float, float]]
#: Ornament is written in whole units of a fiftieth of a point (0.007 mm, finer than a 2,400 dpi printer).
UNIT = 0.02


def scaled(operators: str) -> str:
    """Operators of this module, brought to points."""
    return f"q {UNIT} 0 0 {UNIT} 0 0 cm\n{operators}\nQ"


def path(curve: Curve, start: float, end: float, pieces: int, closed: bool = False) -> str:
    """A smooth path along `curve`: Hermite segments, whose error falls with the fourth power of their length."""
    step = (end - start) / pieces
    points = [curve(start + step * i) for i in range(pieces + 1)]
    slopes = [_slope(curve, start + step * i, step / 64) for i in range(pieces + 1)]
    drawn = [f"{_units(points[0])} m"]
    for (p, q), (a, b) in zip(pairwise(points), pairwise(slopes), strict=True):
        third = step / 3
        first, second = (p[0] + a[0] * third, p[1] + a[1] * third), (q[0] - b[0] * third, q[1] - b[1] * third)
        drawn.append(f"{_units(first)} {_units(second)} {_units(q)} c")
    return "\n".join(drawn) + (" h" if closed else "")


def lines(curves: list[str], width: float) -> str:
    """Strokes them all at `width` points."""
    return f"{width / UNIT:.0f} w 1 J 1 j\n" + "\n".join(f"{curve} S" for curve in curves)


def wave_cell(length: float, height: float, count: int) -> str:
    """One period of a braided band along x, from 0 to `length`; cells join without a seam."""

    def strand(phase: float) -> Curve:
        return lambda t: (length * t, height / 2 * sin(4 * pi * t + phase) * (0.58 + 0.42 * cos(2 * pi * t + phase)))

    return lines([path(strand(2 * pi * i / count), 0, 1, 14) for i in range(count)], 0.3)


def rosette_sector(radius: float, depth: float, petals: int, count: int, width: float = 0.3) -> str:
    """Two petals of a rosette of `petals` (even): turned by 4π/petals, `petals`/2 times, the sectors join without a seam."""

    def ring(turn: float) -> Curve:
        def at(a: float) -> tuple[float, float]:
            r = radius * (1 + depth * (0.62 + 0.38 * cos(petals * a)) * sin(petals * a + turn + sin(petals / 2 * a)))
            return r * cos(a), r * sin(a)

        return at

    return lines([path(ring(2 * pi * i / count), 0, 4 * pi / petals, 16) for i in range(count)], width)


def scallop(radius: float, depth: float, lobes: int) -> str:
    """A closed disc with a wavy edge, to be filled."""

    def edge(a: float) -> tuple[float, float]:
        r = radius * (1 + depth * cos(lobes * a))
        return r * cos(a), r * sin(a)

    return path(edge, 0, 2 * pi, lobes * 2, closed=True) + " f"


def _slope(curve: Curve, t: float, h: float) -> tuple[float, float]:
    (x0, y0), (x1, y1) = curve(t - h), curve(t + h)
    return (x1 - x0) / (2 * h), (y1 - y0) / (2 * h)


def _units(point: tuple[float, float]) -> str:
    return f"{round(point[0] / UNIT)} {round(point[1] / UNIT)}"
