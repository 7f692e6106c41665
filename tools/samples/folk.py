"""People of the drawings. Who lies, lies along y = 0 with the head at the left; who kneels, kneels behind, facing left."""

import math

from tools.samples.ink import (
    BLUE,
    GREEN,
    GREY,
    INK,
    LIGHT,
    RED,
    ROSE,
    SAND,
    SKINS,
    WHITE,
    Point,
    at,
    bent,
    box,
    circle,
    limb,
    path,
    shape,
    stroke,
)
from tools.samples.ink import (
    number as n,
)

ADULT, HELPER, CHILD = SKINS[0], SKINS[2], SKINS[1]


def face(x: float, y: float, r: float, skin: str, *, eyes: str = "open", mouth: str = "calm", hair: str = INK, tilt: float = 0) -> str:
    """From the front. eyes: open | shut | wide; mouth: calm | smile | open | droop | sad."""
    k = r / 40
    parts = [circle(0, 0, r, skin, 3)]
    parts.append(shape(f"M{n(-r)} {n(-2 * k)}A{n(r)} {n(r)} 0 0 1 {n(r)} {n(-2 * k)}"
                       f"Q{n(16 * k)} {n(-26 * k)} {n(-6 * k)} {n(-24 * k)}Q{n(-26 * k)} {n(-20 * k)} {n(-r)} {n(-2 * k)}Z",
                       hair, 2))  # fmt: skip
    for side in (-1, 1):
        ex, ey = side * 14 * k, 0.0
        if eyes == "shut":
            parts.append(stroke(f"M{n(ex - 6 * k)} {n(ey)}q{n(6 * k)} {n(5 * k)} {n(12 * k)} 0", INK, 2.5))
        else:
            low = 4 * k if mouth == "droop" and side > 0 else 0
            parts.append(circle(ex, ey + low, (5 if eyes == "wide" else 3.6) * k, INK, 0))
    mouths = {
        "calm": f"M{n(-10 * k)} {n(19 * k)}h{n(20 * k)}",
        "smile": f"M{n(-13 * k)} {n(15 * k)}q{n(13 * k)} {n(13 * k)} {n(26 * k)} 0",
        "sad": f"M{n(-12 * k)} {n(22 * k)}q{n(12 * k)} {n(-10 * k)} {n(24 * k)} 0",
        "droop": f"M{n(-15 * k)} {n(14 * k)}q{n(12 * k)} {n(6 * k)} {n(20 * k)} {n(4 * k)}q{n(8 * k)} {n(1 * k)} "
        f"{n(10 * k)} {n(10 * k)}",
    }
    if mouth == "open":
        parts.append(at(0, 19 * k, circle(0, 0, 8.5 * k, RED, 2)))
    else:
        parts.append(stroke(mouths[mouth], INK, 3))
    return at(x, y, "".join(parts), turn=tilt)


def profile(x: float, y: float, r: float, skin: str, *, turn: float = 0, eye: str = "open", mouth: str = "") -> str:
    """From the side, facing left; `turn` tips the head clockwise."""
    k = r / 26
    nose = shape(f"M{n(-24 * k)} {n(-4 * k)}L{n(-34 * k)} {n(5 * k)}L{n(-23 * k)} {n(8 * k)}", skin, 3)
    skull = circle(0, 0, r, skin, 3)
    over = f"M{n(-24 * k)} {n(4 * k)}L{n(-25.4 * k)} {n(-3 * k)}"
    cap = shape(f"M{n(-17 * k)} {n(-20 * k)}A{n(r)} {n(r)} 0 1 1 {n(8 * k)} {n(25 * k)}"
                f"Q{n(14 * k)} {n(4 * k)} {n(2 * k)} {n(-8 * k)}Q{n(-4 * k)} {n(-16 * k)} {n(-17 * k)} {n(-20 * k)}Z",
                INK, 2)  # fmt: skip
    sight = circle(-12 * k, -4 * k, 3 * k, INK, 0)
    if eye != "open":
        sight = stroke(f"M{n(-17 * k)} {n(-3 * k)}q{n(5 * k)} {n(4 * k)} {n(9 * k)} 0", INK, 2.2)
    lips = stroke(f"M{n(-20 * k)} {n(13 * k)}h{n(7 * k)}", INK, 2.4)
    if mouth == "open":
        lips = circle(-18 * k, 13 * k, 4.5 * k, RED, 1.5)
    return at(x, y, nose + skull + stroke(over, skin, 4) + cap + sight + lips, turn=turn)


def lying(push: float = 0, *, skin: str = ADULT, shirt: str = ROSE, tilt: float = 0, rise: float = 0, eye: str = "shut") -> str:
    """On the back. `push` (0 to 1) how far the chest is pressed in, `rise` how far it lifts, `tilt` the head back (degrees)."""
    dent, lift = 11 * push, 7 * rise
    legs = limb([(28, -20), (92, -17), (160, -15)], GREY, 24) + limb([(160, -18), (166, -36)], INK, 10)
    head = at(-96, -22, profile(-26, -2, 24, skin, turn=90, eye=eye), turn=-tilt * 0.6)
    chest = (f"M-96 -8Q-100 -44 -82 -44Q-70 {n(-46 - lift)} -58 {n(-45 + dent - lift)}Q-44 {n(-46 - lift)} -20 {n(-43 - lift * 0.4)}"
             "Q10 -40 32 -36V-4H-88Q-95 -4 -96 -8Z")  # fmt: skip
    arm = limb([(-78, -22), (-40, -10), (2, -9)], skin, 13)
    return legs + head + shape(chest, shirt, 3) + arm


CHEST: Point = (-58, -45)


def kneeling(hands: Point = CHEST, shoulder: Point = (-46, -146), *, look: float = 18, straight: bool = True) -> str:
    """Behind the one who lies; both hands at `hands`."""
    skin, shirt = HELPER, GREEN
    x, y = shoulder
    hip = (52 + (x + 46) * 0.25, -82 + (y + 146) * 0.15)
    legs = limb([hip, (8, -8)], INK, 30) + limb([(8, -8), (96, -8)], INK, 26)
    trunk = limb([(x + 8, y + 10), hip], shirt, 46)
    arm = limb([(x, y + 4), hands] if straight else list(bent((x, y + 6), hands, 54, 54, 1)), skin, 15)
    sleeve = limb([(x, y + 6), (x + (hands[0] - x) * 0.28, y + 6 + (hands[1] - y) * 0.28)], shirt, 20)
    neck = limb([(x + 2, y), (x - 14, y - 26)], skin, 16)
    head = neck + profile(x - 22, y - 38, 27, skin, turn=-look)
    fist = circle(hands[0], hands[1] - 4, 10, skin, 3)
    return legs + head + trunk + arm + sleeve + fist


def compression(push: float, *, tilt: float = 12) -> str:
    """Both, while the chest is pressed."""
    down = 11 * push
    return kneeling((CHEST[0], CHEST[1] + down), (-48, -146 + down)) + lying(push, tilt=tilt)


def from_above(pose: int) -> str:
    """Who is laid on the side, seen from above in four steps, feet down; about 150 wide and 230 high."""
    trousers, shirt, skin = GREY, ROSE, ADULT
    trunk = shape("M-34 -50Q-30 -62 0 -62Q30 -62 34 -50L28 34H-28Z", shirt, 3)
    left_leg = limb([(-14, 34), (-17, 78), (-16, 118)], trousers, 22)
    right_leg = limb([(14, 34), (17, 78), (16, 118)], trousers, 22)
    near_up = limb([(-36, -44), (-78, -44), (-78, -92)], skin, 14)
    far_side = limb([(36, -44), (50, -6), (48, 32)], skin, 14)
    far_cheek = limb([(34, -44), (30, -10), (-10, -72)], skin, 14)
    knee_up = limb([(14, 34), (52, 58), (22, 96)], trousers, 22)
    head = face(0, -94, 28, skin, eyes="shut")
    if pose == 1:
        return left_leg + right_leg + far_side + near_up + trunk + head
    if pose == 2:
        return left_leg + right_leg + near_up + trunk + head + far_cheek + circle(-14, -76, 9, skin, 3)
    if pose == 3:
        return left_leg + near_up + trunk + knee_up + head + far_cheek + circle(-14, -76, 9, skin, 3)
    side = shape("M-24 -54Q-10 -64 10 -56Q24 -44 22 0Q22 30 14 38H-16Q-24 10 -24 -54Z", shirt, 3)
    low_leg = limb([(-2, 36), (4, 80), (8, 120)], trousers, 22)
    top_leg = limb([(0, 34), (-64, 42), (-62, 92)], trousers, 22)
    under = limb([(-12, -48), (-66, -52), (-78, -98)], skin, 14)
    over = limb([(8, -42), (-20, -20), (-40, -66)], skin, 14)
    head_side = profile(-14, -92, 27, skin, turn=-14, eye="shut")
    return under + low_leg + side + top_leg + over + circle(-42, -70, 9, skin, 3) + head_side


def standing(x: float, *, skin: str, shirt: str, lean: float = 0, mouth: str = "") -> str:
    """From the side, facing left, feet at (x, 0), 190 high; `lean` forward in degrees. Without arms: they are drawn by the scene."""
    hip = (0.0, -88.0)
    way = math.radians(lean)
    neck = (hip[0] - math.sin(way) * 66, hip[1] - math.cos(way) * 66)
    legs = limb([hip, (4, -46), (0, -6)], INK, 26) + limb([(2, -4), (-14, -4)], INK, 10)
    trunk = limb([hip, neck], shirt, 42)
    head = profile(neck[0] - math.sin(way) * 40 - 2, neck[1] - math.cos(way) * 40, 24, skin, turn=-lean, mouth=mouth)
    return at(x, 0, legs + trunk + head)


def tap(x: float, y: float, flow: float = 1, length: float = 70) -> str:
    """A tap whose mouth is at (x, y), with water below it."""
    water = shape(f"M{n(x - 7)} {n(y)}V{n(y + length)}H{n(x + 7)}V{n(y)}Z", LIGHT, 2) if flow else ""
    pipe = shape(f"M{n(x + 70)} {n(y - 46)}H{n(x + 4)}Q{n(x - 13)} {n(y - 46)} {n(x - 13)} {n(y - 26)}V{n(y)}"
                 f"H{n(x + 13)}V{n(y - 20)}H{n(x + 70)}Z", GREY, 3)  # fmt: skip
    handle = limb([(x + 26, y - 50), (x + 26, y - 66)], GREY, 8) + limb([(x + 10, y - 70), (x + 42, y - 70)], BLUE, 9)
    return water + pipe + handle


def hand(skin: str = ADULT, *, spread: float = 6, thumb: float = 48, length: float = 1, cuff: str = "", closed: bool = False) -> str:
    """A left hand seen from its back, fingers up, wrist at (0, 70); about 110 wide and 170 high. `spread` degrees between fingers."""
    parts = [limb([(0, 96), (0, 44)], skin, 44)]
    if cuff:
        parts.append(limb([(0, 116), (0, 100)], cuff, 56))
    fingers = ((-30, 4, 46), (-10, -4, 56), (11, -5, 58), (31, 2, 50)) if not closed else ((-30, 8, 10), (-10, 0, 12), (11, 0, 12), (31, 6, 10))
    for place, (x, y, long) in enumerate(fingers):
        turn = math.radians((place - 1.5) * spread)
        end = (x + math.sin(turn) * long * length, y - math.cos(turn) * long * length)
        parts.append(limb([(x, y + 14), end], skin, 16))
    turn = math.radians(thumb)
    parts.append(limb([(26, 50), (40, 34), (40 + math.sin(turn) * 34, 34 - math.cos(turn) * 34)], skin, 17))
    palm = shape("M-40 14Q-40 2 -28 2H28Q40 2 41 16L38 46Q34 66 20 66H-20Q-36 64 -39 44Z", skin, 0)
    edge = stroke("M-41 12L-39 44Q-37 60 -26 68", INK, 3)
    return "".join(parts) + palm + edge


def germ(x: float, y: float, r: float = 10, color: str = GREEN) -> str:
    spikes = " ".join(path([(math.cos(k) * r, math.sin(k) * r), (math.cos(k) * r * 1.5, math.sin(k) * r * 1.5)])
                      for k in (math.pi * step / 4 for step in range(8)))  # fmt: skip
    eyes = "".join(circle(side * r * 0.3, -r * 0.2, r * 0.14, INK, 0) for side in (-1, 1))
    return at(x, y, stroke(spikes, INK, 2.5) + circle(0, 0, r, color, 2.5) + eyes)


def foam(x: float, y: float, seed: int = 0, count: int = 7, size: float = 10) -> str:
    """Bubbles, the same ones for the same seed."""
    out = []
    for place in range(count):
        turn, far = place * 2.4 + seed * 0.7, 7 + 5.2 * math.sqrt(place) * size / 7
        r = size * (0.6 + 0.4 * math.sin(place * 1.7 + seed))
        out.append(circle(x + math.cos(turn) * far, y + math.sin(turn) * far * 0.7, r, WHITE, 1.6, LIGHT))
    return "".join(out)


def towel(x: float, y: float, scale: float = 1) -> str:
    return at(x, y, box(-46, -34, 92, 76, WHITE, 8) + stroke("M-46 22H46M-46 30H46", BLUE, 4), scale=scale)


def soap(x: float, y: float, turn: float = 0) -> str:
    return at(x, y, box(-30, -17, 60, 34, SAND, 14) + stroke("M-14 -4H14", WHITE, 4), turn=turn)
