"""The two films, drawn picture by picture: 854 x 480, no letters in them, so that captions in any language fit."""

import math
from collections.abc import Callable
from dataclasses import dataclass

from tools.samples.clean_hands import STEPS, pair, rub
from tools.samples.first_aid import BOLT, chest, gauge, ground
from tools.samples.folk import CHILD, HELPER, compression, foam, hand, kneeling, lying, soap, standing, tap, towel
from tools.samples.ink import BLUE, GREEN, LIGHT, PAPER, SAND, WHITE, at, box, circle, clock, faded, limb, phone, picture, shape, stroke, tick, waves
from tools.samples.sound import BEATS_A_MINUTE, Track, captions

WIDTH, HEIGHT, FRAMES = 854, 480, 20  # pixels, pixels, pictures a second
FADE = 0.4  # seconds in which one scene becomes the next
Scene = tuple[float, Callable[[float], str]]  # from when, and its inside at a time


@dataclass(frozen=True, slots=True)
class Film:
    seconds: float
    scenes: tuple[Scene, ...]
    sound: Callable[[], Track]
    cues: tuple[tuple[float, float, str, str], ...]  # from, to, English, Arabic

    def frame(self, time: float) -> str:
        """One picture, as SVG."""
        place = max(number for number, (start, _) in enumerate(self.scenes) if start <= time)
        start, scene = self.scenes[place]
        inside = scene(time)
        if place and time - start < FADE:
            inside = faded(self.scenes[place - 1][1](start), 1) + faded(box(0, 0, WIDTH, HEIGHT, PAPER, 0, 0) + inside, (time - start) / FADE)
        return picture(WIDTH, HEIGHT, "", box(0, 0, WIDTH, HEIGHT, PAPER, 0, 0) + inside, "")

    def captions(self) -> dict[str, str]:
        english = captions([(start, end, words) for start, end, words, _ in self.cues])
        return {"en": english, "ar": captions([(start, end, words) for start, end, _, words in self.cues])}


# --- Press hard, press fast ---

BEAT = 60 / BEATS_A_MINUTE
FIRST, AGAIN, PUSHES = 11.2, 34.2, 30


def eased(share: float) -> float:
    share = max(0.0, min(1.0, share))
    return share * share * (3 - 2 * share)


def push_at(time: float, start: float) -> float:
    """How far the chest is pressed: deepest on the beat."""
    return 0.5 + 0.5 * math.cos(2 * math.pi * (time - start) / BEAT) if time >= start - BEAT / 2 else 0.0


def no_answer(time: float) -> str:
    shake = 5 * math.sin(time * 7) if time < 3 else 0
    near = eased((time - 3) / 0.8)
    hands = (-78 - 38 * near + shake, -46 - 6 * near)
    helper = kneeling(hands, (-30 - 32 * near, -128 + 28 * near), look=24 - 42 * near, straight=False)
    calls = waves(-104, -150, BLUE, turn=160) if time < 2.8 and time % 1.0 < 0.7 else ""
    return at(430, 348, ground(420) + helper + lying() + calls + at(150, -150, phone(0, 0, 0.9, 8) + waves(24, -6, GREEN)), scale=1.35)


def where(time: float) -> str:
    first, second = eased((time - 6.4) / 0.9), eased((time - 8.4) / 0.9)
    ring = circle(0, 0, 46 + 2 * math.sin(time * 4), "#CFE8D8", 4, GREEN)
    below = at(-4 - 440 * (first - 1), 6 - 60 * (first - 1), hand(HELPER, spread=3), scale=0.62, turn=-62)
    above = at(4 - 440 * (second - 1), 2 - 60 * (second - 1), hand(HELPER, closed=True, spread=3), scale=0.62, turn=-62)
    return at(427, 250, chest(0, 0, heel=False) + at(0, 4, ring + below + above), scale=1.45)


def beads(done: float) -> str:
    """Thirty dots in three rows: what is counted."""
    return "".join(circle(0 + 22 * (place % 10), 26 * (place // 10), 8, GREEN if place < done else WHITE, 2) for place in range(PUSHES))


def pressing(time: float) -> str:
    push = push_at(time, FIRST)
    done = max(0, min(PUSHES, math.floor((time - FIRST) / BEAT + 1.02))) if time >= FIRST else 0
    return at(400, 346, ground(460) + compression(push), scale=1.5) + at(110, 210, gauge(0, 0, 1.0 * push), scale=1.4) + at(604, 64, beads(done))


def breaths(time: float) -> str:
    lean = eased((time - 27.9) / 0.7) * (1 - eased((time - 33.2) / 0.6))
    rise = max(math.sin(math.pi * max(0.0, min(1.0, (time - start) / 1.2))) for start in (29.0, 31.2))
    helper = kneeling((-118, -46), (-48 - 18 * lean, -140 + 46 * lean), look=18 - 50 * lean, straight=False)
    return at(430, 346, ground(460) + helper + lying(tilt=26, rise=rise), scale=1.5)


def help_comes(time: float) -> str:
    walk = eased((time - 34.4) / 2.6)
    case = box(-30, -22, 60, 46, GREEN, 9) + at(0, 0, shape(BOLT, WHITE, 0), scale=0.55)
    second = standing(0, skin=CHILD, shirt=SAND) + limb([(2, -140), (-16, -96)], CHILD, 14) + at(-20, -70, case)
    step = 3 * abs(math.sin(time * 6)) * (1 - walk)
    return at(380, 346, ground(640) + compression(push_at(time, AGAIN)), scale=1.5) + at(960 - 240 * walk, 352 - step, second, scale=1.35)


def press_sound() -> Track:
    track = Track(40.0)
    for start, count in ((FIRST, PUSHES), (AGAIN, 10)):
        for number in range(count):
            track.beat(start + number * BEAT, 0.5, high=number % 10 == 9)
    for start in (29.0, 31.2):
        track.breath(start, 1.2)
    for number, chord in enumerate(((196.0, 246.9), (174.6, 220.0), (196.0, 261.6), (164.8, 246.9))):
        track.pad(number * 10.0, 10.6, chord)
    return track


PRESS = Film(40.0, ((0.0, no_answer), (6.0, where), (10.6, pressing), (27.9, breaths), (33.7, help_comes)), press_sound, (
    (0.3, 2.9, "Shake the shoulders. Call out. No answer.", "هُزّ الكتفين ونادِ. لا جواب."),
    (3.0, 5.9, "No normal breath either. The phone is on, and on loudspeaker.", "ولا نفَس طبيعي. الهاتف مفتوح على مكبّر الصوت."),
    (6.1, 8.2, "The heel of one hand: in the middle of the chest.", "كعب إحدى اليدين في وسط الصدر."),
    (8.3, 10.7, "The other hand on top.", "واليد الأخرى فوقها."),
    (10.9, 15.0, "Arms straight, shoulders above the hands.\nPush down five to six centimetres.",
     "الذراعان مستقيمتان والكتفان فوق اليدين.\nاضغط خمسة إلى ستة سنتيمترات."),
    (15.2, 19.4, "Let the chest come all the way up each time,\nwithout taking the hands off.",
     "دع الصدر يرتفع تمامًا كل مرة\nمن غير أن ترفع يديك عنه."),
    (19.6, 23.8, "Nearly two pushes each second: 100 to 120 a minute.",
     "ضغطتان تقريبًا في الثانية: من 100 إلى 120 في الدقيقة."),
    (24.0, 27.8, "Count aloud, up to thirty.", "عُدّ بصوت مسموع حتى الثلاثين."),
    (28.1, 33.4, "Learnt how? Head back, two breaths of one second.\nNot learnt? Do not stop pushing.",
     "تعلّمت ذلك؟ أرجع الرأس، ونفسان، كلٌّ منهما ثانية.\nلم تتعلّم؟ لا تتوقف عن الضغط."),
    (33.8, 39.8, "Push again at once. Send for a defibrillator.\nGo on until help takes over.",
     "عُد إلى الضغط فورًا واطلب جهاز إزالة الرجفان.\nواصل حتى يتولى غيرك الأمر."),
))  # fmt: skip


# --- Twenty seconds ---

SOAP, RUB, EACH, RINSE, DRY, DONE = 4.0, 7.5, 4.0, 27.5, 33.0, 38.0
TUNE = ((0, 392.0, 1), (1, 440.0, 1), (2, 523.3, 1.5), (3.5, 440.0, 0.5), (4, 392.0, 1), (5, 329.6, 1), (6, 293.7, 1.5), (7.5, 329.6, 0.5),
        (8, 392.0, 1), (9, 440.0, 1), (10, 523.3, 1), (11, 587.3, 1), (12, 523.3, 1.5), (13.5, 440.0, 0.5), (14, 392.0, 2))  # fmt: skip
QUARTER = 0.625  # seconds; 32 of them are twenty seconds: the tune twice


def wet(time: float) -> str:
    flow = 4 * math.sin(time * 9)
    hands = tap(-10, -110, 1, 106) + pair(-50, 34, 62) + pair(32, 36, -62, flip=True, cuff=GREEN)
    splash = stroke(f"M-30 76Q-42 {96 + flow:.1f} -36 122M-6 80V{128 + flow:.1f}M18 76Q30 {98 - flow:.1f} 24 120", LIGHT, 5)
    return at(427, 262, hands + splash, scale=1.4)


def soaping(time: float) -> str:
    x = 60 * (1 - eased((time - SOAP) / 0.9)) + 8 * math.sin(time * 6)
    bubbles = foam(-20, 10, 2, max(0, min(8, int((time - SOAP - 1) * 4))))
    return at(427, 270, pair(-60, 26, 78) + pair(60, 30, -78, flip=True, cuff=GREEN) + soap(x - 6, -26 - x * 0.6, -14) + bubbles, scale=1.5)


def rubbing(time: float) -> str:
    passed = max(0.0, time - RUB)
    step = min(STEPS - 1, int(passed / EACH) + 1)
    into = (passed % EACH) / 0.35 if step > 1 else 1.0
    shown = faded(rub(step, passed / (2 * QUARTER)), eased(min(1.0, into)))
    before = faded(rub(step - 1, passed / (2 * QUARTER)), 1 - eased(into)) if step > 1 and into < 1 else ""
    marks = "".join(circle(34 * place, 0, 9, GREEN if place < step else WHITE, 2.5) for place in range(STEPS - 1))
    return at(470, 272, before + shown, scale=1.55) + clock(112, 116, 64, min(1.0, passed / 20)) + at(44, 236, marks)


def rinsing(time: float) -> str:
    return at(427, 262, rub(STEPS, time / 1.6), scale=1.4)


def drying(time: float) -> str:
    slide = 20 * math.sin(time * 4)
    return at(427, 260, pair(-70, 26, 74) + pair(70, 30, -74, flip=True, cuff=GREEN) + towel(slide, 6, 1.5), scale=1.5)


def done(time: float) -> str:
    grown = eased((time - DONE) / 0.6)
    shine = "".join(stroke(f"M{x - 9} {y - 9}L{x + 9} {y + 9}M{x + 9} {y - 9}L{x - 9} {y + 9}M{x - 13} {y}H{x + 13}", LIGHT, 3.5)
                    for x, y in ((-150, -60), (150, -20), (-140, 60)))
    both = at(-62, 10, hand(CHILD, spread=8, cuff=BLUE)) + at(62, 10, hand(CHILD, spread=8, cuff=GREEN), flip=True)
    return at(427, 240, both + faded(shine, grown) + faded(tick(0, -110, 26), grown), scale=1.5)


def wash_sound() -> Track:
    track = Track(42.0)
    for turn in range(2):
        for beat, pitch, long in TUNE:
            start = RUB + (beat + 16 * turn) * QUARTER
            track.note(start, pitch, long * QUARTER + 0.5, 0.32)
            if beat % 2 == 0:
                track.note(start, pitch / 2, 1.0, 0.12)
    for start, long in ((0.2, 3.8), (RINSE, 5.4)):
        track.breath(start, long, 0.1)
    for number, pitch in enumerate((523.3, 659.3, 784.0)):
        track.note(DONE + 0.3 + number * 0.22, pitch, 1.6, 0.24)
    return track


WASH = Film(42.0, ((0.0, wet), (SOAP, soaping), (RUB, rubbing), (RINSE, rinsing), (DRY, drying), (DONE, done)), wash_sound, (
    (0.3, 3.8, "Wet your hands in clean, running water. Turn the tap off.", "بلِّل يديك بماء جارٍ نظيف، ثم أغلق الصنبور."),
    (4.1, 7.3, "Take soap, enough for both hands.", "خذ من الصابون ما يكفي اليدين كلتيهما."),
    (7.6, 11.3, "Palm to palm. The clock begins: twenty seconds.", "الراحة على الراحة. وتبدأ الساعة: عشرون ثانية."),
    (11.6, 15.3, "The back of each hand.", "ظهر كل يد."),
    (15.6, 19.3, "Between the fingers.", "بين الأصابع."),
    (19.6, 23.3, "Round each thumb.", "حول كل إبهام."),
    (23.6, 27.3, "The finger tips, in the palm.", "أطراف الأصابع والأظافر في الراحة."),
    (27.6, 32.8, "Rinse until nothing is slippery any more.", "اشطف يديك حتى لا يبقى شيء زلق."),
    (33.1, 37.8, "Dry them well, with a clean cloth or in the air.", "جفِّف يديك جيدًا بقماش نظيف أو في الهواء."),
    (38.1, 41.8, "Clean hands. The tune was twenty seconds long.", "يدان نظيفتان. كان اللحن عشرين ثانية."),
))  # fmt: skip
