"""The pictures of the course in first aid."""

from collections.abc import Mapping

from tools.samples.folk import ADULT, CHILD, HELPER, compression, face, from_above, hand, kneeling, lying, standing, tap
from tools.samples.ink import (
    BLUE,
    CREAM,
    GREEN,
    GREY,
    INK,
    LIGHT,
    MINT,
    RED,
    ROSE,
    SAND,
    WHITE,
    arrow,
    at,
    box,
    circle,
    clock,
    faded,
    limb,
    phone,
    picture,
    shape,
    stroke,
    waves,
)

BOLT = "M6 -30L-14 6H-2L-8 32L16 -8H3Z"


def on_the_way(x: float, y: float) -> str:
    return arrow((x - 14, y), (x + 14, y), GREEN, 4, 10)


def warning(x: float, y: float, scale: float = 1) -> str:
    return at(x, y, shape("M0 -46L50 40H-50Z", SAND, 4) + at(0, 10, shape(BOLT, WHITE, 3), scale=0.72), scale=scale)


def ground(width: float) -> str:
    return stroke(f"M{-width / 2:g} 6H{width / 2:g}", GREY, 3)


def safe() -> str:
    """A person stops before a cable that lies on the ground, hand held out."""
    stop = limb([(2, -140), (-40, -124), (-74, -132)], HELPER, 14)
    cable = stroke("M-176 0Q-150 -26 -132 -4T-96 -6", INK, 4)
    return ground(300) + cable + warning(-132, -62, 0.7) + at(70, 0, standing(0, skin=HELPER, shirt=GREEN) + stop)


def awake() -> str:
    """A hand shakes the shoulder of someone who lies there, and a voice calls."""
    helper = kneeling((-78, -46), (-30, -128), look=24, straight=False)
    return ground(360) + helper + lying() + waves(-104, -150, BLUE, turn=160)


def breathing() -> str:
    """The helper's cheek is at the mouth of the one who lies; breath leaves it."""
    head_back = kneeling((-116, -52), (-62, -100), look=-18, straight=False)
    return ground(360) + head_back + lying(tilt=26, rise=1) + waves(-152, -26, BLUE, turn=200, count=2)


def three_questions() -> str:
    inside = at(148, 226, safe(), scale=0.78) + at(402, 226, awake(), scale=0.68) + at(660, 226, breathing(), scale=0.68)
    return picture(800, 270, "Is it safe? Awake? Breathing?", inside + on_the_way(276, 60) + on_the_way(540, 60))


def recovery() -> str:
    inside = "".join(at(106 + 196 * number, 146, from_above(number + 1), scale=0.92) for number in range(4))
    return picture(800, 290, "The recovery position, step by step", inside + "".join(on_the_way(204 + 196 * number, 268) for number in range(3)))


def gauge(x: float, y: float, share: float = 0) -> str:
    """How deep: the green part is right."""
    body = box(-11, -70, 22, 140, WHITE, 11) + box(-8, 6, 16, 28, GREEN, 4, 0)
    return at(x, y, body + shape(f"M-30 {-60 + share * 82:g}L-14 {-68 + share * 82:g}V{-52 + share * 82:g}Z", INK, 0))


def chest(cx: float, cy: float, *, heel: bool = True, pads: bool = False) -> str:
    """Trunk and head from above, head up; where the hands go, or the pads."""
    trunk = shape("M-92 -52Q-84 -84 0 -84Q84 -84 92 -52L78 110H-78Z", ADULT, 3)
    arms = limb([(-90, -44), (-112, 20), (-106, 96)], ADULT, 30) + limb([(90, -44), (112, 20), (106, 96)], ADULT, 30)
    neck = limb([(0, -90), (0, -74)], ADULT, 30)
    marks = stroke("M-44 4q20 16 40 4M44 4q-20 16 -40 4", INK, 2.5) + stroke("M0 -70V20", INK, 1.6, ' stroke-dasharray="2 7"')
    over = ""
    if heel:
        over = at(0, 4, circle(0, 0, 46, MINT, 4, GREEN)) + at(-4, 6, hand(HELPER, closed=False, spread=3), scale=0.62, turn=-62)
        over += at(4, 2, hand(HELPER, closed=True, spread=3), scale=0.62, turn=-62)
    if pads:
        over = at(-46, -30, box(-26, -34, 52, 68, WHITE, 10) + shape(BOLT, GREEN, 0), turn=-14)
        over += at(66, 56, box(-26, -34, 52, 68, WHITE, 10) + shape(BOLT, GREEN, 0), turn=16)
        over += stroke("M-30 -62Q60 -120 190 -40M90 40Q150 20 190 10", INK, 4)
    return at(cx, cy, arms + neck + trunk + marks + face(0, -124, 38, ADULT, eyes="shut") + over)


def compressions() -> str:
    side = at(210, 262, ground(380) + compression(0.8))
    inside = side + gauge(44, 120, 0.95) + arrow((104, 168), (104, 208), GREEN, 6, 14) + arrow((82, 208), (82, 168), BLUE, 6, 14)
    return picture(800, 310, "Hands in the middle of the chest, straight arms", inside + at(590, 178, chest(0, 0), scale=0.98))


def pads() -> str:
    unit = box(-62, -52, 124, 104, GREEN, 16) + shape("M0 30C-40 4 -34 -30 -12 -26Q-3 -24 0 -14Q3 -24 12 -26C34 -30 40 4 0 30Z", WHITE, 0)
    unit += at(0, -2, shape(BOLT, GREEN, 0), scale=0.5)
    return picture(800, 320, "Where the two pads go", at(280, 190, chest(0, 0, heel=False, pads=True), scale=1.05) + at(560, 160, unit))


def back_blows() -> str:
    """Bent forward, held at the chest, struck between the shoulder blades."""
    patient = standing(0, skin=ADULT, shirt=ROSE, lean=52, mouth="open")
    held = limb([(96, -140), (40, -118), (-34, -106)], HELPER, 14)
    helper = standing(96, skin=HELPER, shirt=GREEN)
    blow = limb([(92, -146), (48, -186), (-2, -164)], HELPER, 15)
    crumb = circle(-128, -84, 6, SAND, 2)
    return ground(320) + helper + held + patient + blow + arrow((30, -210), (2, -178), RED, 5, 12) + crumb


def thrusts() -> str:
    """From behind, a fist above the navel, pulled in and up."""
    helper = standing(48, skin=HELPER, shirt=GREEN, lean=8)
    patient = standing(0, skin=ADULT, shirt=ROSE, lean=14, mouth="open")
    arms = limb([(38, -148), (22, -112), (-28, -106)], HELPER, 15) + circle(-30, -106, 11, HELPER, 3)
    return ground(320) + helper + patient + arms + arrow((-76, -84), (-50, -116), RED, 5, 12)


def choking() -> str:
    inside = at(230, 236, back_blows()) + at(590, 236, thrusts()) + on_the_way(410, 130)
    return picture(800, 280, "Five blows to the back, five thrusts to the belly", inside)


def forearm(skin: str = ADULT, shirt: str = BLUE) -> str:
    """From the right, the hand at the left."""
    return at(0, 0, limb([(0, 190), (0, 90)], skin, 44) + limb([(0, 230), (0, 190)], shirt, 60) + hand(skin, spread=4), turn=-90)


def bleeding() -> str:
    wound = shape("M28 -12Q46 -20 62 -10Q80 -4 74 8Q56 18 40 12Q24 6 28 -12Z", RED, 2)
    cloth = box(14, -38, 78, 74, WHITE, 8)
    wrap = forearm() + "".join(box(16 + 17 * turn, -30, 24, 60, WHITE, 8) for turn in range(4)) + stroke("M28 -10H88", RED, 4)
    warm = ground(360) + lying(skin=ADULT, eye="open") + shape("M-86 -54Q-20 -66 60 -50Q130 -46 172 -40V-2H-86Z", LIGHT, 3)
    pressing = forearm() + wound + cloth + at(52, -44, hand(HELPER, closed=True), scale=0.8, turn=180)
    first = at(128, 150, pressing + arrow((120, -104), (120, -58), GREEN, 5), scale=0.62)
    second = at(384, 150, wrap, scale=0.62)
    third = at(664, 176, warm, scale=0.68)
    return picture(800, 250, "Press, bandage, lay down and keep warm", first + second + third + on_the_way(280, 60) + on_the_way(530, 60))


def burn() -> str:
    spot = shape("M10 -14Q34 -26 58 -14Q70 0 56 14Q32 24 12 12Q2 0 10 -14Z", "#E07A6B", 2)
    cool = at(0, 40, forearm() + spot) + tap(36, -40, 1, 62) + stroke("M14 48Q4 66 8 88M40 52Q40 74 34 92M60 48Q74 64 70 84", LIGHT, 5)
    ring = at(0, 0, forearm() + spot) + at(-66, -8, circle(0, 0, 13, "none", 5, SAND)) + arrow((-84, -12), (-128, -40), GREEN, 5)
    film = forearm() + spot + faded(box(-6, -42, 120, 84, LIGHT, 12, 2), 0.72) + stroke("M10 -34L94 -20M6 20L96 34", WHITE, 3)
    inside = at(140, 138, cool, scale=0.58) + clock(54, 64, 30, 1 / 3)
    inside += at(390, 150, ring, scale=0.58) + at(630, 150, film, scale=0.58)
    return picture(800, 270, "Cool, take off, cover", inside + on_the_way(278, 236) + on_the_way(532, 236))


def fast() -> str:
    first = face(0, -70, 46, ADULT, mouth="droop")
    body = shape("M-40 20Q-36 -8 0 -8Q36 -8 40 20L34 84H-34Z", ROSE, 3)
    arms = limb([(-34, 6), (-74, -14), (-82, -58)], ADULT, 15) + limb([(34, 6), (72, 30), (84, 72)], ADULT, 15)
    second = arms + body + face(0, -44, 32, ADULT) + arrow((112, 10), (112, 60), RED, 5)
    bubble = shape("M-6 -66H84Q98 -66 98 -52V-14Q98 0 84 0H24L2 22L6 0H-6Q-20 0 -20 -14V-52Q-20 -66 -6 -66Z", WHITE, 3)
    scribble = stroke("M0 -38q8 -18 14 0t14 -4t10 8t14 -10t10 8t14 -4", INK, 3.5)
    third = face(-54, 30, 36, ADULT, mouth="open") + at(-4, 10, bubble + scribble)
    fourth = clock(-40, -20, 46, 0.15) + phone(48, 0, 1.25, 8)
    inside = at(84, 164, first) + at(270, 124, second) + at(494, 120, third) + at(708, 128, fourth)
    return picture(800, 240, "Face, arms, speech, time", inside)


def kit() -> str:
    """Without an emblem: the red cross is protected by law."""
    case = box(-150, -70, 300, 150, GREEN, 20) + box(-40, -98, 80, 34, "none", 12, 8) + box(-134, -54, 268, 118, MINT, 10)
    roll = circle(-90, 0, 30, WHITE) + circle(-90, 0, 12, CREAM, 2.5)
    plaster = at(-8, -10, box(-38, -13, 76, 26, SAND, 13) + box(-14, -13, 28, 26, CREAM, 0, 2), turn=-28)
    glove = at(70, 14, hand(LIGHT, spread=8), scale=0.46)
    scissors = stroke("M-24 40L22 14M-24 14L22 40", INK, 5) + circle(-32, 10, 9, "none", 5, RED) + circle(-32, 44, 9, "none", 5, RED)
    return picture(800, 250, "A first-aid kit", at(400, 134, case + roll + plaster + glove + at(10, 4, scissors)), CREAM)


def cover() -> str:
    sky = ('<defs><linearGradient id="a" x1="0" y1="0" x2="1" y2="1"><stop offset="0" stop-color="#8F2F28"/><stop offset="1" stop-color="#D98A5B"/>'
           '</linearGradient></defs><rect width="900" height="612" fill="url(#a)"/>')  # fmt: skip
    glow = f'<circle cx="690" cy="150" r="280" fill="{WHITE}" fill-opacity="0.09"/>'
    hill = f'<path d="M0 470C200 430 380 450 520 470S780 500 900 460V612H0Z" fill="{WHITE}" fill-opacity="0.14"/>'
    floor = '<path d="M0 520C200 500 420 505 560 520S800 535 900 515V612H0Z" fill="#3F1512" fill-opacity="0.35"/>'
    pulse = stroke("M60 150H210L236 96L278 214L312 130L332 150H470", WHITE, 10, ' stroke-opacity="0.55"')
    scene = at(470, 520, compression(0.4), scale=1.7)
    return picture(900, 612, "First aid", sky + glow + hill + floor + pulse + scene, "")


def baby_and_child() -> str:
    """Arms come in from above: whose they are does not matter."""
    arm = limb([(-24, -240), (-42, -40)], HELPER, 17) + circle(-42, -36, 13, HELPER, 3)
    child = at(0, 0, lying(skin=CHILD, shirt=MINT, tilt=10), scale=0.8) + arm
    fingers = limb([(22, -92), (-34, -34)], HELPER, 9) + limb([(30, -84), (-22, -30)], HELPER, 9)
    wrist = limb([(110, -240), (34, -104)], HELPER, 17) + circle(30, -98, 17, HELPER, 3) + limb([(18, -104), (2, -84)], HELPER, 9)
    baby = at(0, 0, lying(skin=ADULT, shirt=CREAM), scale=0.58) + fingers + wrist
    return picture(800, 230, "One hand for a child, two fingers for a baby", at(210, 196, ground(320) + child) + at(590, 196, ground(240) + baby))


PICTURES: Mapping[str, str] = {
    "01-first-things-first/media/three-questions.svg": three_questions(),
    "01-first-things-first/media/recovery.svg": recovery(),
    "02-heart-and-breath/media/compressions.svg": compressions(),
    "02-heart-and-breath/media/child-and-baby.svg": baby_and_child(),
    "02-heart-and-breath/media/pads.svg": pads(),
    "02-heart-and-breath/media/choking.svg": choking(),
    "03-bleeding-burns-and-more/media/bleeding.svg": bleeding(),
    "03-bleeding-burns-and-more/media/burn.svg": burn(),
    "03-bleeding-burns-and-more/media/fast.svg": fast(),
    "01-first-things-first/media/kit.svg": kit(),
    "cover.svg": cover(),
}
"""File in the course folder -> its text."""
