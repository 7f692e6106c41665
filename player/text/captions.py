"""Captions: WebVTT (W3C, WebVTT: The Web Video Text Tracks Format) as lines of plain text with their times."""

import re
from bisect import bisect_right
from dataclasses import dataclass, field
from html import unescape
from itertools import accumulate

from player.errors import PlayerError

LARGEST = 4 * 1024 * 1024  # bytes of a file
MOST_CUES = 20_000
LONGEST_CUE = 2_000  # characters
LONGEST_VOICE = 80

_TIME = r"(?:([0-9]{2,4}):)?([0-5][0-9]):([0-5][0-9])[.,]([0-9]{3})"  # a comma is what SubRip writes
_TIMING = re.compile(rf"[ \t]*{_TIME}[ \t]*-->[ \t]*{_TIME}(?:[ \t].*)?")
_SIGNATURE = re.compile(r"\ufeff?WEBVTT(?:[ \t].*)?")
_INVISIBLE = re.compile("[\x00-\x08\x0b-\x1f\x7f\u202a-\u202e\u2066-\u2069]")
_ARROW = "-->"


@dataclass(frozen=True, slots=True)
class Cue:
    """What is said from `start` to `end` (ms, end > start). `text` has no markup and no empty line; `voice` is who says it, or ""."""

    start: int
    end: int
    text: str
    voice: str = ""


@dataclass(frozen=True, slots=True)
class Captions:
    """Cues in the order of their times, found by the clock."""

    cues: tuple[Cue, ...] = ()
    _starts: list[int] = field(init=False, repr=False, compare=False)
    _ends: list[int] = field(init=False, repr=False, compare=False)  # the latest end so far

    def __post_init__(self) -> None:
        object.__setattr__(self, "cues", tuple(sorted(self.cues, key=lambda cue: (cue.start, cue.end))))
        object.__setattr__(self, "_starts", [cue.start for cue in self.cues])
        object.__setattr__(self, "_ends", list(accumulate((cue.end for cue in self.cues), max)))

    def showing(self, at: int) -> tuple[Cue, ...]:
        """What stands on the picture at this moment (ms)."""
        number = bisect_right(self._starts, at)
        found: list[Cue] = []
        while number and self._ends[number - 1] > at:
            number -= 1
            if self.cues[number].end > at:
                found.append(self.cues[number])
        return tuple(reversed(found))

    def line(self, at: int) -> int:
        """The number of the line that was begun last, from 0; -1 before the first."""
        return bisect_right(self._starts, at) - 1


def read(data: bytes, *, where: str) -> Captions:
    """Raises PlayerError when it is no WebVTT; what is wrong inside a good file is left out, as browsers do. `where` is its name."""
    if len(data) > LARGEST:
        raise PlayerError("These captions are too long", f"{where} has {len(data):,} bytes; {LARGEST:,} are read.", "Split it.")
    return parse(data.decode("utf-8", "replace"), where=where)


def parse(text: str, *, where: str) -> Captions:
    """The same from text."""
    lines = text.replace("\r\n", "\n").replace("\r", "\n").split("\n")
    if not _SIGNATURE.fullmatch(lines[0]):
        raise PlayerError("These captions cannot be read", f"{where} does not begin with the word WEBVTT.", "Save it as WebVTT.")
    cues: list[Cue] = []
    at = 1
    while at < len(lines) and lines[at] and _ARROW not in lines[at]:  # the rest of the header
        at += 1
    while at < len(lines) and len(cues) < MOST_CUES:
        timing = next((number for number in (at, at + 1) if number < len(lines) and _ARROW in lines[number]), -1)
        end = _end_of_block(lines, timing + 1 if timing >= 0 else at + 1)
        if timing >= 0 and (lines[at] or timing == at):
            cue = _cue(lines[timing], lines[timing + 1 : end])
            if cue is not None:
                cues.append(cue)
        else:
            end = at + 1 if not lines[at] else end
        at = end
    return Captions(tuple(cues))


def _end_of_block(lines: list[str], at: int) -> int:
    """The first empty line from there, or the line with the next times."""
    while at < len(lines) and lines[at] and _ARROW not in lines[at]:
        at += 1
    return at


def _cue(timing: str, payload: list[str]) -> Cue | None:
    match = _TIMING.fullmatch(timing)
    if match is None:
        return None
    parts = [int(part or 0) for part in match.groups()]
    start, end = (((hours * 60 + minutes) * 60 + seconds) * 1000 + thousandths for hours, minutes, seconds, thousandths in (parts[:4], parts[4:]))
    words, voice = _plain("\n".join(payload)[: 4 * LONGEST_CUE])
    return Cue(start, end, words[:LONGEST_CUE], voice) if start < end and words else None


def _plain(payload: str) -> tuple[str, str]:
    """Words without tags, and the first voice."""
    kept: list[str] = []
    voice, at = "", 0
    while (opened := payload.find("<", at)) >= 0:
        kept.append(payload[at:opened])
        closed = payload.find(">", opened + 1)
        if closed < 0:
            at = len(payload)
            break
        tag = payload[opened + 1 : closed]
        at = closed + 1
        if not voice and re.match(r"v(?:\.\S*)?[ \t\n]", tag):
            voice = _tidy(re.split(r"[ \t\n]", tag, maxsplit=1)[1]).replace("\n", " ")[:LONGEST_VOICE]
    kept.append(payload[at:])
    return _tidy("".join(kept)), voice


def _tidy(text: str) -> str:
    """References resolved, nothing invisible that could turn other words around, single spaces, no empty line."""
    seen = _INVISIBLE.sub("", unescape(text))
    lines = (" ".join(line.split()) for line in seen.split("\n"))
    return "\n".join(line for line in lines if line)
