"""The pictures of the course about washing hands. Its language is written from the right, so rows begin at the right."""

import math
from collections.abc import Mapping

from tools.samples.folk import ADULT, CHILD, HELPER, face, foam, germ, hand, soap, tap, towel
from tools.samples.ink import (
    BLUE,
    CREAM,
    GREEN,
    GREY,
    INK,
    LIGHT,
    MINT,
    RED,
    SAND,
    WHITE,
    arrow,
    at,
    box,
    circle,
    clock,
    drop,
    limb,
    picture,
    shape,
    stroke,
    tick,
)

LEFT, RIGHT = CHILD, CHILD
STEPS = 6


def pair(x: float, y: float, turn: float, *, flip: bool = False, cuff: str = BLUE, spread: float = 5, closed: bool = False) -> str:
    """One of the two hands that wash each other."""
    return at(x, y, hand(LEFT, spread=spread, cuff=cuff, closed=closed), turn=turn, flip=flip)


def rub(step: int, phase: float = 0) -> str:
    """Two soapy hands about (0, 0), some 300 wide; `phase` in turns of the movement."""
    slide, swing = 12 * math.sin(2 * math.pi * phase), 12 * math.cos(2 * math.pi * phase)
    if step == 1:  # palm to palm
        hands = pair(-34 + slide, 20, 52) + pair(34 - slide, 20 - swing * 0.3, 52, flip=True, cuff=GREEN)
    elif step == 2:  # the back of a hand
        hands = pair(-26, 26, 90) + pair(26 + slide, 0, -62, flip=True, cuff=GREEN, spread=10)
    elif step == 3:  # between the fingers
        hands = pair(-52 + slide * 0.7, -6, 80, spread=8) + pair(52 - slide * 0.7, 4, -80, flip=True, cuff=GREEN, spread=8)
    elif step == 4:  # round each thumb
        hands = pair(-34, 4, 14, spread=4) + pair(54, 10, -66 + swing, flip=True, cuff=GREEN, closed=True)
    elif step == 5:  # finger tips in the palm
        hands = pair(-6, 36, 90) + pair(16 + slide, -34 + swing * 0.3, 180, cuff=GREEN, closed=True)
    else:  # rinsed
        hands = tap(-10, -96, 1, 92) + pair(-44 + slide * 0.4, 34, 62) + pair(26 - slide * 0.4, 36, -62, flip=True, cuff=GREEN)
        return hands + stroke("M-30 70Q-40 92 -34 116M-6 76V124M18 70Q28 96 22 112", LIGHT, 5)
    return hands + foam(-36 + slide, 26, 1, 9) + foam(34 - slide, 4, 3, 8) + foam(2, -18, 5, 6, 8)


def six_steps() -> str:
    """Three from the right in the upper row, three from the right below."""
    inside = ""
    for step in range(1, STEPS + 1):
        x, y = 668 - 268 * ((step - 1) % 3), 124 + 228 * ((step - 1) // 3)
        inside += at(x, y, box(-122, -104, 244, 208, WHITE, 16, 0) + at(0, 6 + 12 * (step == STEPS), rub(step, 0.1), scale=0.64))
        if step % 3:
            inside += arrow((x - 126, y), (x - 142, y), GREEN, 4, 9)
    return picture(804, 476, "Six ways to rub", inside)


def what_hands_carry() -> str:
    spots = ((-34, -30), (-8, -52), (14, -44), (36, -20), (0, 24), (-20, 44), (52, 6), (22, 52), (-28, 12))
    germs = "".join(germ(x * 1.5, y * 1.5, 8 + place % 3, (GREEN, RED, SAND)[place % 3]) for place, (x, y) in enumerate(spots))
    dirty = at(0, 0, hand(CHILD, spread=9, cuff=BLUE), scale=1.5) + germs
    clean = at(0, 0, hand(CHILD, spread=9, cuff=BLUE), scale=1.5) + tick(74, -80, 22)
    middle = soap(0, 20, -12) + drop(-22, -40, 1.2) + drop(16, -56, 0.9) + foam(34, 34, 2, 7) + arrow((70, 70), (-70, 70), GREEN, 6, 16)
    return picture(800, 330, "Before and after", at(640, 150, dirty) + at(400, 150, middle) + at(160, 150, clean))


def when() -> str:
    """The latrine, the baby, the pot, the cough: from the right."""
    toilet = shape("M-44 60V-30L0 -62L44 -30V60Z", "#D9B98A", 3) + shape("M-16 60V0H16V60Z", "#8A6A42", 3) + circle(9, 32, 2.5, INK, 0)
    bib = shape("M-40 62Q-44 12 0 12Q44 12 40 62Z", MINT, 3) + shape("M-22 44H22Q20 66 0 66Q-20 66 -22 44Z", WHITE, 3)
    baby = face(0, -26, 34, ADULT, mouth="smile") + bib
    steam = stroke("M-16 -40q-8 -9 0 -18t0 -16M8 -40q-8 -9 0 -18t0 -16", GREY, 3.5)
    pot = shape("M-46 -14H46V36Q44 60 24 60H-24Q-44 60 -46 36Z", GREY, 3) + limb([(-58, -20), (58, -20)], INK, 5) + circle(0, -28, 6, SAND, 3) + steam
    spray = "".join(circle(x, y, r, LIGHT, 2) for x, y, r in ((-42, 24, 4), (-58, 12, 5), (-54, 36, 3.5)))
    cough = face(14, 0, 42, HELPER, eyes="shut", mouth="open") + spray
    inside = ""
    for place, drawn in enumerate((toilet, baby, pot, cough)):
        inside += at(698 - 198 * place, 118, box(-84, -94, 168, 188, WHITE, 16, 0) + drawn)
    return picture(800, 236, "When hands are washed", inside)


def corner() -> str:
    """A place to wash: a can with a tap on a stand, soap on a string, a basin, a clean cloth, a clock of twenty seconds."""
    stand = limb([(-80, 0), (-80, 150)], SAND, 12) + limb([(60, 0), (60, 150)], SAND, 12) + limb([(-96, 0), (76, 0)], SAND, 14)
    can = box(-70, -110, 110, 102, LIGHT, 14) + box(-44, -126, 40, 20, BLUE, 6) + limb([(-74, -26), (-98, -26)], GREY, 9)
    water = stroke("M-100 -16V96", LIGHT, 8) + shape("M-150 96H-50L-64 140H-136Z", WHITE, 3)
    hung = stroke("M76 0V44", INK, 3) + at(76, 62, soap(0, 0, 90), scale=0.8)
    rail = at(640, 96, stroke("M-60 0H60M-34 0V26M34 0V26", INK, 4))
    inside = at(420, 152, stand + can + water + hung) + rail + towel(640, 160, 1.1) + clock(170, 110, 46, 1 / 3)
    return picture(800, 330, "A place to wash hands", inside, CREAM)


def cover() -> str:
    sky = ('<defs><linearGradient id="a" x1="0" y1="0" x2="1" y2="1"><stop offset="0" stop-color="#0F5C66"/><stop offset="1" stop-color="#5FB7A6"/>'
           '</linearGradient></defs><rect width="900" height="612" fill="url(#a)"/>')  # fmt: skip
    glow = f'<circle cx="230" cy="140" r="270" fill="{WHITE}" fill-opacity="0.09"/>'
    floor = f'<path d="M0 500C200 470 380 490 520 505S780 530 900 490V612H0Z" fill="{WHITE}" fill-opacity="0.16"/>'
    places = ((140, 150, 34), (210, 250, 18), (760, 180, 40), (700, 300, 16), (810, 330, 24), (110, 380, 22))
    bubbles = "".join(circle(x, y, r, "none", 5, WHITE) for x, y, r in places)
    return picture(900, 612, "Clean hands", sky + glow + floor + f'<g opacity="0.5">{bubbles}</g>' + at(455, 340, rub(1, 0.1), scale=1.75), "")


PICTURES: Mapping[str, str] = {
    "01-why-and-when/media/what-hands-carry.svg": what_hands_carry(),
    "01-why-and-when/media/when.svg": when(),
    "02-how/media/six-steps.svg": six_steps(),
    "01-why-and-when/media/corner.svg": corner(),
    "cover.svg": cover(),
}
"""File in the course folder -> its text."""
