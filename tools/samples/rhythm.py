"""The listening exercise of the course in first aid: three rounds on a cushion, thirty pushes and two breaths."""

import array

from tools.samples.sound import BEATS_A_MINUTE, RATE, Track, captions, spoken

Cue = tuple[float, float, str]
BEAT = 60 / BEATS_A_MINUTE
ROUNDS, PUSHES, PAUSE = 3, 30, 5.4  # the pause for two breaths, seconds

BEFORE = (
    ("Kneel beside a firm cushion. Put the heel of one hand in the middle, and the other hand on top.",
     "اركع بجانب وسادة متماسكة. ضع كعب إحدى يديك في وسطها، واليد الأخرى فوقها."),
    ("Keep your arms straight. Push down five to six centimetres, and let it come up again, every time.",
     "أبقِ ذراعيك مستقيمتين. اضغط خمسة إلى ستة سنتيمترات، ودع الوسادة ترتفع كل مرة."),
    ("Push with the beat. Thirty times, then two breaths. Ready?", "اضغط مع الإيقاع: ثلاثين مرة، ثم نفسان. هل أنت مستعد؟"),
)  # fmt: skip
ROUND = (("Push. Hard, and fast.", "اضغط بقوة وبسرعة."), ("Count aloud with me. Do not slow down.", "عُدّ معي بصوت مسموع، ولا تُبطئ."),
         ("The last round. Shoulders above your hands.", "الجولة الأخيرة. كتفاك فوق يديك."))  # fmt: skip
BREATHS = ("Two breaths.", "نفسان.")
AFTER = ("Well done. Rest your arms. When two are there, change places every two minutes: tired arms push too gently.",
         "أحسنت. أرح ذراعيك. إذا كنتما اثنين فتبادلا كل دقيقتين، فالذراع المتعبة لا تضغط كما يجب.")  # fmt: skip


def rhythm() -> tuple[Track, dict[str, str]]:
    """The sound, and its captions by language."""
    placed: list[tuple[float, array.array[float]]] = []
    said: list[tuple[float, float, tuple[str, str]]] = []
    now = 0.8

    def say(words: tuple[str, str]) -> float:
        voice = spoken(words[0])
        placed.append((now, voice))
        said.append((now, now + len(voice) / RATE + 0.5, words))
        return len(voice) / RATE

    for words in BEFORE:
        now += say(words) + 0.7
    beats: list[tuple[float, bool]] = []
    breaths: list[float] = []
    now += 0.8
    for number in range(ROUNDS):
        say(ROUND[number])
        beats += [(now + push * BEAT, push % 10 == 9) for push in range(PUSHES)]
        for ten, words in enumerate((("ten", "عشرة"), ("twenty", "عشرون"), ("thirty", "ثلاثون")), 1):
            at = now + (10 * ten - 1) * BEAT
            placed.append((at, spoken(words[0])))
            said.append((at, at + 1.4, (words[0].capitalize() + ".", words[1] + ".")))
        now += PUSHES * BEAT
        now += 0.3
        lasts = say(BREATHS)
        breaths += [now + lasts + 0.2, now + lasts + 2.0]
        now += PAUSE - 0.3
    now += say(AFTER) + 1.0
    track = Track(now)
    for at, voice in placed:
        track.add(at, voice, 0.62)
    for at, high in beats:
        track.beat(at, 0.42, high=high)
    for at in breaths:
        track.breath(at)
    cues = sorted(said, key=lambda cue: cue[0])
    written = {language: captions([(start, end, words[place]) for start, end, words in cues]) for place, language in enumerate(("en", "ar"))}
    return track, written
