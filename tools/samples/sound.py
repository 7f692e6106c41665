"""Sounds made from numbers: notes, a beat, breaths; and words spoken by flite (Debian package `flite`)."""

import array
import math
import random
import subprocess
import tempfile
import wave
from pathlib import Path

RATE = 24_000  # samples a second
BEATS_A_MINUTE = 110  # pushes on a chest: the guidelines ask for 100 to 120
VOICE = "slt"


class Track:
    """One channel. Times and lengths are seconds; loudness 0 to 1."""

    def __init__(self, seconds: float) -> None:
        self.samples = array.array("d", bytes(8 * round(seconds * RATE)))

    @property
    def seconds(self) -> float:
        return len(self.samples) / RATE

    def note(self, at: float, pitch: float, seconds: float, loud: float = 0.3, *, soft: float = 0.012) -> None:
        """Like a wooden bar that is struck: three partials that die away. `pitch` in Hz."""
        partials = ((1.0, 1.0, 3.0), (2.0, 0.28, 4.5), (3.93, 0.16, 9.0))
        start, count = round(at * RATE), round(seconds * RATE)
        for place in range(count):
            if start + place >= len(self.samples):
                return
            t = place / RATE
            attack = min(1.0, t / soft)
            tail = min(1.0, (seconds - t) / 0.03)
            value = sum(size * math.exp(-fade * t) * math.sin(2 * math.pi * pitch * ratio * t) for ratio, size, fade in partials)
            self.samples[start + place] += loud * attack * tail * value

    def beat(self, at: float, loud: float = 0.5, *, high: bool = False) -> None:
        """A short knock."""
        self.note(at, 330.0 if high else 220.0, 0.22, loud, soft=0.004)

    def breath(self, at: float, seconds: float = 1.0, loud: float = 0.12) -> None:
        """Air that comes and goes: filtered noise, the same each time."""
        source, low = random.Random(7), 0.0
        start, count = round(at * RATE), round(seconds * RATE)
        for place in range(min(count, len(self.samples) - start)):
            low += 0.12 * (source.uniform(-1, 1) - low)
            self.samples[start + place] += loud * 3 * low * math.sin(math.pi * place / count) ** 2

    def pad(self, at: float, seconds: float, pitches: tuple[float, ...], loud: float = 0.03) -> None:
        """A quiet chord that swells and goes."""
        start, count = round(at * RATE), round(seconds * RATE)
        for place in range(min(count, len(self.samples) - start)):
            shape = math.sin(math.pi * place / count) ** 0.7
            self.samples[start + place] += loud * shape * sum(math.sin(2 * math.pi * pitch * place / RATE) for pitch in pitches)

    def add(self, at: float, other: "array.array[float]", loud: float = 1.0) -> None:
        start = round(at * RATE)
        for place, value in enumerate(other[: len(self.samples) - start]):
            self.samples[start + place] += loud * value

    def pcm(self) -> bytes:
        """16 bits, as loud as they may be without clipping."""
        peak = max(abs(value) for value in self.samples) or 1.0
        return array.array("h", (round(0.89 * 32767 * value / peak) for value in self.samples)).tobytes()


def spoken(words: str) -> "array.array[float]":
    """What flite's voice says, from -1 to 1 at RATE. FileNotFoundError where flite is not installed."""
    with tempfile.TemporaryDirectory() as folder:
        file = Path(folder) / "words.wav"
        subprocess.run(["flite", "-voice", VOICE, "--setf", "duration_stretch=1.12", "-t", words, "-o", str(file)], check=True)
        with wave.open(str(file), "rb") as opened:
            rate, raw = opened.getframerate(), array.array("h", opened.readframes(opened.getnframes()))
    peak = max(abs(value) for value in raw) or 1
    count = int((len(raw) - 1) * RATE / rate)
    out = array.array("d", bytes(8 * count))
    for place in range(count):
        whole, rest = divmod(place * rate / RATE, 1)
        out[place] = (raw[int(whole)] * (1 - rest) + raw[int(whole) + 1] * rest) / peak
    return out


def stamp(seconds: float) -> str:
    """A time of WebVTT."""
    ms = round(seconds * 1000)
    return f"{ms // 60000:02}:{ms // 1000 % 60:02}.{ms % 1000:03}"


def captions(cues: list[tuple[float, float, str]]) -> str:
    """A WebVTT file; a cue ends at the latest where the next one begins."""
    lines = ["WEBVTT"]
    for place, (start, end, words) in enumerate(cues):
        last = cues[place + 1][0] if place + 1 < len(cues) else end
        lines.append(f"{stamp(start)} --> {stamp(min(end, last))}\n{words}")
    return "\n\n".join(lines) + "\n"
