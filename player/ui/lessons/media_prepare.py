"""A medium made ready off the window's thread: its captions, what has played of it before, and where to go on."""

from dataclasses import dataclass
from typing import TYPE_CHECKING

from player.course.completion import END_TOLERANCE_MS
from player.course.facts import NO_LESSON_FACTS
from player.errors import PlayerError
from player.services.playing import Habits
from player.text.captions import LARGEST, Captions, read
from player.ui.lessons.language import markdown_file
from player.ui.lessons.view import Place
from player.ui.words import told

if TYPE_CHECKING:
    from player.services.player import Player

NEAR_START_MS = 1_000


@dataclass(frozen=True, slots=True)
class Track:
    """Captions in one language (a tag)."""

    language: str
    captions: Captions


@dataclass(frozen=True, slots=True)
class Prepared:
    """`played` and `length` (ms, 0 when not known) are of earlier sittings, `resume` is where to go on (ms). `unread`: a sentence for each
    file of captions that is not in order. `habits`: what the learner is used to."""

    file: str
    tracks: tuple[Track, ...]
    unread: tuple[str, ...]
    played: tuple[tuple[int, int], ...]
    length: int
    resume: int
    habits: Habits


def prepare(player: "Player | None", place: Place) -> Prepared:
    """Raises PlayerError when the medium itself is missing."""
    lesson = place.lesson
    file, _ = markdown_file(place)
    with place.source.open(file):
        pass  # said here when it is missing; what opening has to read once is read off the window's thread
    tracks, unread = [], []
    for name in lesson.files:
        if not name.lower().endswith(".vtt"):
            continue
        try:
            with place.source.open(name) as stream:
                captions = read(stream.read(LARGEST + 1), where=name)
        except PlayerError as error:
            unread.append(told(error.message))
        else:
            tracks.append(Track(language_of(name, place.course.language), captions))
    facts = player.learning.facts(place.enrolment).lesson(lesson.id) if player is not None else NO_LESSON_FACTS
    length = max(lesson.media_seconds * 1000, facts.length_ms)
    left = player.playing.left_at(place.enrolment.number, lesson.id) if player is not None else None
    habits = player.playing.habits(place.enrolment.learner.id) if player is not None else Habits()
    resume = resume_at(facts.played, length) if left is None else left
    return Prepared(file, tuple(tracks), tuple(unread), facts.played, facts.length_ms, resume, habits)


def language_of(name: str, main: str) -> str:
    """`film.ar.vtt` -> "ar"; `film.vtt` is in the main language of the course."""
    stem = name.rpartition("/")[2].rpartition(".")[0]
    tag = stem.rpartition(".")[2] if "." in stem else ""
    first = tag.partition("-")[0]
    return tag if first.isascii() and first.isalpha() and 2 <= len(first) <= 3 else main


def best_track(tracks: tuple[Track, ...], *wanted: str) -> Track | None:
    """In the first of these languages that there is, else any."""
    for tag in wanted:
        for track in tracks:
            if track.language == tag or track.language.partition("-")[0] == tag.partition("-")[0]:
                return track
    return tracks[0] if tracks else None


def resume_at(played: tuple[tuple[int, int], ...], length: int) -> int:
    """The end of what has played; after the end of the film the first gap, or the start."""
    if not played:
        return 0
    end = played[-1][1]
    if not length or end < length - END_TOLERANCE_MS:
        return end
    if len(played) == 1 or played[0][0] > NEAR_START_MS:
        return 0
    return played[0][1]
