"""Pen and colours of the drawings: SVG without letters, so that one drawing serves every language."""

import math
from collections.abc import Sequence

INK, PAPER, WHITE, GREY = "#17303F", "#EEF5FA", "#FFFFFF", "#9AA7AF"
BLUE, LIGHT, GREEN, MINT, RED, ROSE, SAND, CREAM = "#2A6FA8", "#8FC1E3", "#1A7F45", "#CFE8D8", "#B3261E", "#F3D3CF", "#C89B5A", "#F3E7D3"
SKINS = ("#E3B48F", "#B97F56", "#8A5A3C")
Point = tuple[float, float]


def number(value: float) -> str:
    """At most two decimals, none where none are needed."""
    return f"{value:.2f}".rstrip("0").rstrip(".") if value % 1 else str(int(value))


def path(points: Sequence[Point], *, closed: bool = False) -> str:
    line = " ".join(f"{'L' if place else 'M'}{number(x)} {number(y)}" for place, (x, y) in enumerate(points))
    return line + (" Z" if closed else "")


def stroke(d: str, color: str = INK, width: float = 3, more: str = "") -> str:
    return (f'<path d="{d}" fill="none" stroke="{color}" stroke-width="{number(width)}" stroke-linecap="round" '
            f'stroke-linejoin="round"{more}/>')  # fmt: skip


def shape(d: str, fill: str, width: float = 3, color: str = INK) -> str:
    return f'<path d="{d}" fill="{fill}" stroke="{color}" stroke-width="{number(width)}" stroke-linejoin="round" stroke-linecap="round"/>'


def circle(x: float, y: float, r: float, fill: str, width: float = 3, color: str = INK) -> str:
    line = f' stroke="{color}" stroke-width="{number(width)}"' if width else ""
    return f'<circle cx="{number(x)}" cy="{number(y)}" r="{number(r)}" fill="{fill}"{line}/>'


def box(x: float, y: float, width: float, height: float, fill: str, radius: float = 0, line: float = 3) -> str:
    edge = f' stroke="{INK}" stroke-width="{number(line)}"' if line else ""
    return (f'<rect x="{number(x)}" y="{number(y)}" width="{number(width)}" height="{number(height)}" rx="{number(radius)}" '
            f'fill="{fill}"{edge}/>')  # fmt: skip


def at(x: float, y: float, inside: str, *, scale: float = 1, turn: float = 0, flip: bool = False) -> str:
    """Moved to (x, y), turned clockwise by degrees, mirrored left to right when `flip`."""
    words = f"translate({number(x)} {number(y)})"
    if turn:
        words += f" rotate({number(turn)})"
    if scale != 1 or flip:
        words += f" scale({number(-scale if flip else scale)} {number(scale)})"
    return f'<g transform="{words}">{inside}</g>'


def faded(inside: str, opacity: float) -> str:
    return f'<g opacity="{number(max(0.0, min(1.0, opacity)))}">{inside}</g>'


def limb(points: Sequence[Point], color: str, width: float = 20) -> str:
    """An arm, a leg, a finger: a thick line with an edge."""
    d = path(points)
    return stroke(d, INK, width + 6) + stroke(d, color, width)


def bent(start: Point, end: Point, upper: float, lower: float, side: int = 1) -> tuple[Point, Point, Point]:
    """Shoulder, elbow, hand: the elbow of an arm of these lengths that reaches from `start` to `end` (straight when it is too far)."""
    (x, y), (u, v) = start, end
    far = math.hypot(u - x, v - y) or 1e-6
    reach = min(far, upper + lower - 1e-6)
    along = (upper * upper - lower * lower + reach * reach) / (2 * reach)
    out = side * math.sqrt(max(0.0, upper * upper - along * along))
    dx, dy = (u - x) / far, (v - y) / far
    return start, (x + dx * along - dy * out, y + dy * along + dx * out), (x + dx * reach, y + dy * reach)


def arrow(start: Point, end: Point, color: str = GREEN, width: float = 5, head: float = 12) -> str:
    (x, y), (u, v) = start, end
    way = math.atan2(v - y, u - x)
    sides = [(u - head * math.cos(way + turn), v - head * math.sin(way + turn)) for turn in (0.6, -0.6)]
    return stroke(path([start, end]), color, width) + stroke(path([sides[0], end, sides[1]]), color, width)


def tick(x: float, y: float, r: float = 15) -> str:
    mark = stroke(path([(-r * 0.47, 0), (-r * 0.13, r * 0.4), (r * 0.53, -r * 0.4)]), WHITE, r * 0.24)
    return at(x, y, circle(0, 0, r, GREEN, 2, WHITE) + mark)


def cross(x: float, y: float, r: float = 15) -> str:
    k = r * 0.36
    return at(x, y, circle(0, 0, r, RED, 2, WHITE) + stroke(f"{path([(-k, -k), (k, k)])} {path([(k, -k), (-k, k)])}", WHITE, r * 0.24))


def drop(x: float, y: float, scale: float = 1, color: str = BLUE, width: float = 2.5) -> str:
    return at(x, y, shape("M0 -20C10 -7 16 2 16 10A16 16 0 0 1 -16 10C-16 2 -10 -7 0 -20Z", color, width), scale=scale)


def waves(x: float, y: float, color: str = BLUE, turn: float = 0, count: int = 3) -> str:
    """Sound or breath that leaves (x, y) to the right."""
    lines = " ".join(f"M{number(8 * k)} {number(-7 * k)}Q{number(8 * k + 6 * k)} 0 {number(8 * k)} {number(7 * k)}" for k in range(1, count + 1))
    return at(x, y, stroke(lines, color, 3.5), turn=turn)


def clock(x: float, y: float, r: float, share: float, color: str = LIGHT) -> str:
    """A face without figures of which a share (0 to 1) has passed."""
    parts = [circle(0, 0, r, WHITE, 3)]
    if share >= 0.999:
        parts.append(circle(0, 0, r - 3, color, 0))
    elif share > 0:
        way = 2 * math.pi * share
        parts.append(f'<path d="M0 0L0 {number(3 - r)}A{number(r - 3)} {number(r - 3)} 0 {int(share > 0.5)} 1 '
                     f'{number((r - 3) * math.sin(way))} {number(-(r - 3) * math.cos(way))}Z" fill="{color}"/>')  # fmt: skip
    marks = [path([(math.sin(k) * r * 0.8, -math.cos(k) * r * 0.8), (math.sin(k) * r * 0.9, -math.cos(k) * r * 0.9)])
             for k in (math.pi * hour / 6 for hour in range(12))]  # fmt: skip
    parts.append(stroke(" ".join(marks), INK, 1.5))
    way = 2 * math.pi * share
    parts.append(stroke(path([(0, 0), (math.sin(way) * r * 0.7, -math.cos(way) * r * 0.7)]), BLUE, 3.5) + circle(0, 0, 3, INK, 0))
    return at(x, y, "".join(parts))


def phone(x: float, y: float, scale: float = 1, turn: float = 0) -> str:
    inside = box(-22, -40, 44, 80, INK, 8) + box(-17, -31, 34, 58, LIGHT, 3, 0) + circle(0, 33, 3.5, WHITE, 0)
    call = shape("M-9 -9Q-4 -14 -1 -8Q0 -5 -3 -3Q0 4 6 6Q8 3 11 5Q15 9 9 12Q-2 14 -9 2Q-12 -5 -9 -9Z", GREEN, 0)
    return at(x, y, inside + call, scale=scale, turn=turn)


def picture(width: int, height: int, title: str, inside: str, background: str = PAPER) -> str:
    """A file: `title` is for programs that list pictures; the learner hears the description in the lesson."""
    below = box(0, 0, width, height, background, 14, 0) + "\n" if background else ""
    return (f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {width} {height}" width="{width}" height="{height}" role="img">\n'
            f"<title>{title}</title>\n{below}{inside}\n</svg>\n")  # fmt: skip
