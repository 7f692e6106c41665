"""The sample courses, played by the services: to every award, by right answers and by wrong ones, and back from the saved certificate."""

import hashlib
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import dataclass, field
from fractions import Fraction
from pathlib import Path

import pytest

from player.course.model import AwardKind, Course, Kind, Lesson, Rule
from player.course.quiz import Question, QuestionKind, Quiz, Response
from player.course.status_types import CourseStatus
from player.errors import PlayerError
from player.formats.imported import Imported
from player.formats.source import read_source
from player.paths import DataFolder
from player.services.learning import Enrolment, Use
from player.services.player import Player
from player.services.publishing import build
from player.services.verifying import verify
from player.text.captions import read as read_captions

ROOT = Path(__file__).resolve().parents[2] / "course_packages"
NOON = 1_800_000_000_000
PIN = "739152"
HOUR, SHORT = (55, 65), (10, 16)  # minutes
MOST_BYTES = 1_500_000  # of a package: a sample is carried everywhere


@dataclass
class Clock:
    now: int = NOON

    def __call__(self) -> int:
        return self.now


@dataclass
class Play:
    """One learner in one course; `works` does what the rule of a lesson asks for."""

    player: Player
    enrolment: Enrolment
    clock: Clock
    tries: list[str] = field(default_factory=list)

    @property
    def course(self) -> Course:
        return self.enrolment.open.course

    def status(self) -> CourseStatus:
        return self.player.learning.status(self.enrolment)

    def earned(self) -> set[str]:
        return {award.id for award in self.player.awarding.ready(self.enrolment)}

    def works(self, lesson: Lesson) -> None:
        learning, enrolment = self.player.learning, self.enrolment
        learning.open_lesson(enrolment, lesson.id)
        self.clock.now += lesson.seconds * 1000
        match lesson.counts_when.rule:
            case Rule.NEXT:
                learning.finish_lesson(enrolment, lesson.id)
            case Rule.READ:
                learning.sitting(enrolment, lesson.id, Use(end_seen=True, ended=True))
            case Rule.PLAYED:
                self.plays(lesson)
            case Rule.PAGES:
                learning.sitting(enrolment, lesson.id, Use(pages=frozenset(range(1, lesson.pages + 1)), ended=True))
            case Rule.BOXES:
                for box in range(lesson.counts_when.amount or len(lesson.boxes)):
                    learning.tick_box(enrolment, lesson.id, box, True)
            case Rule.HANDED_IN:
                self.player.handing_in.hand_in(enrolment, lesson.id, "The kit hangs beside the stove.")
            case Rule.PASSED:
                self.sits(lesson)
            case other:
                raise AssertionError(f"{lesson.id} counts when {other}, which no learner can do alone")
        assert self.status().lessons[lesson.id].done, lesson.id

    def plays(self, lesson: Lesson) -> None:
        """A little less than is asked for earns nothing, the rest of it does."""
        learning, length = self.player.learning, lesson.media_seconds * 1000
        goal = length * lesson.counts_when.amount // 100
        learning.sitting(self.enrolment, lesson.id, Use(played=((0, goal - 2000),), length_ms=length, ended=True))
        assert not self.status().lessons[lesson.id].done
        learning.sitting(self.enrolment, lesson.id, Use(played=((goal - 2000, goal),), length_ms=length, ended=True))

    def sits(self, lesson: Lesson, *, right: bool = True) -> None:
        paper = self.player.quizzing.start(self.enrolment, lesson.id)
        for question in self.enrolment.open.quiz(lesson.id).questions:
            paper = self.player.quizzing.answer(paper, question.id, answer(question, right=right))
        result = self.player.quizzing.submit(paper)
        self.tries.append(f"{lesson.id} {'passed' if result.passed else 'failed'}")
        assert result.passed is right

    def certificate(self, award: str, name: str, target: Path) -> None:
        issued = self.player.awarding.issue(self.enrolment, award, name)
        self.player.awarding.save(issued, target)
        checked = verify(target)
        assert (checked.kind, checked.standing) == ("certificate", "unknown"), checked.reason  # intact; who sealed it is not known here
        facts = self.player.awarding.check(target).facts
        assert facts is not None
        assert (facts.learner.name, facts.course.id, facts.award.id) == (name, self.course.id, award)


def answer(question: Question, *, right: bool) -> Response:
    match question.kind:
        case QuestionKind.SINGLE | QuestionKind.TRUE_FALSE:
            return (next(one.id for one in question.answers if one.right is right),)
        case QuestionKind.MULTIPLE:
            return tuple(sorted(one.id for one in question.answers if one.right is right))
        case QuestionKind.SHORT_TEXT:
            return next(one.text for one in question.accepted if "*" not in one.text) if right else "xyzzy"
        case QuestionKind.NUMERIC:
            return str(float(question.numbers[0].low)) if right else "98765"
        case QuestionKind.MATCHING:
            ids = [one.id for one in question.answers]
            return {place.id: place.right[0] if right else next(one for one in ids if one not in place.right) for place in question.places}
        case QuestionKind.ORDERING:
            return question.order if right else question.order[::-1]


def source(name: str) -> Imported:
    return read_source(ROOT / name, frozen=True)


def minutes(lessons: Iterator[Lesson]) -> Fraction:
    return Fraction(sum(lesson.seconds for lesson in lessons), 60)


@pytest.fixture
def player(tmp_path: Path, clock: Clock) -> Iterator[Player]:
    made = Player(DataFolder(tmp_path / "data"), clock, machine="one")
    yield made
    made.close()


@pytest.fixture
def clock() -> Clock:
    return Clock()


def begins(player: Player, clock: Clock, name: str, folder: Path) -> Play:
    package = folder / f"{name}.course"
    build(ROOT / name, package, frozen=True)
    card = player.learners.create("Amina Diallo", "bird", "sea")
    return Play(player, player.learning.enrol(card.id, player.library.open(player.library.add(package))), clock)


# --- what they are ---


@pytest.mark.parametrize("name", ["first-aid", "clean-hands"])
def test_the_check_has_nothing_to_say_and_the_lock_is_up_to_date(name: str) -> None:
    read = source(name)
    assert read.warnings == ()
    assert read.lock is not None
    assert not read.lock.changed, "build it once, and keep the new course.lock"


@pytest.mark.parametrize("name", ["first-aid", "clean-hands"])
def test_the_same_bytes_each_time_and_few_of_them(name: str, tmp_path: Path) -> None:
    made = [tmp_path / "one.course", tmp_path / "two.course"]
    for package in made:
        build(ROOT / name, package, frozen=True)
    assert len({hashlib.sha256(package.read_bytes()).hexdigest() for package in made}) == 1
    assert made[0].stat().st_size < MOST_BYTES


def test_first_aid_is_an_hour_of_every_kind() -> None:
    read = source("first-aid")
    course = read.course
    assert HOUR[0] <= minutes(one for one in course.lessons() if one.required) <= minutes(course.lessons()) <= HOUR[1]
    assert {one.kind for one in course.lessons()} == set(Kind) - {Kind.WEB}  # web pages cannot be lessons yet
    assert {one.kind for one in course.lessons() if not one.required} == {Kind.TEXT, Kind.ASSIGNMENT}
    assert {question.kind for quiz in read.quizzes.values() for question in quiz.questions} == set(QuestionKind)
    assert course.languages == ("en", "ar")
    assert sum("ar" in one.languages for one in course.lessons()) == 3
    assert sorted(award.kind for award in course.awards) == sorted(
        [AwardKind.CERTIFICATE, AwardKind.CERTIFICATE, AwardKind.VOUCHER, AwardKind.BADGE, AwardKind.BADGE]
    )
    assert next(award for award in course.awards if award.kind is AwardKind.VOUCHER).notify_trainer


def test_clean_hands_is_short_and_arabic() -> None:
    course = source("clean-hands").course
    assert SHORT[0] <= minutes(course.lessons()) <= SHORT[1]
    assert (course.language, course.languages) == ("ar", ("ar",))
    assert {one.kind for one in course.lessons()} == {Kind.TEXT, Kind.VIDEO, Kind.CHECKLIST, Kind.QUIZ}


def test_every_wrong_choice_says_why(quizzes: list[Quiz]) -> None:
    """`pinned` answers are "none of these", which say it themselves."""
    for quiz in quizzes:
        for question in quiz.questions:
            assert question.feedback or (question.feedback_right and question.feedback_wrong), question.text
            for one in question.answers:
                if question.kind in {QuestionKind.SINGLE, QuestionKind.MULTIPLE} and not one.right and not one.pinned:
                    assert one.feedback, f"{question.text}: {one.text}"


def test_no_right_answer_stands_out_by_its_place(quizzes: list[Quiz]) -> None:
    """Whoever always takes the first answer, or always the second, passes no quiz."""
    for quiz in quizzes:
        for place in range(4):
            single = [question for question in quiz.questions if question.kind is QuestionKind.SINGLE]
            if not quiz.rules.shuffle_answers:
                assert sum(one.answers[min(place, len(one.answers) - 1)].right for one in single) <= max(1, len(quiz.questions) // 2)


@pytest.fixture(scope="module")
def quizzes() -> list[Quiz]:
    return [quiz for name in ("first-aid", "clean-hands") for quiz in source(name).quizzes.values()]


@pytest.mark.parametrize("name", ["first-aid", "clean-hands"])
def test_captions_cover_what_is_played_and_pictures_hold_no_letters(name: str) -> None:
    media = [one for one in source(name).course.lessons() if one.kind in {Kind.VIDEO, Kind.AUDIO}]
    assert media
    for lesson in media:
        counts = []
        for file in lesson.files:
            cues = read_captions((ROOT / name / file).read_bytes(), where=file).cues
            counts.append(len(cues))
            assert cues[0].start < 2_000
            assert 0 <= lesson.media_seconds * 1000 - cues[-1].end < 3_000
        assert len(set(counts)) == 1, "each language says the same things"
    for picture in (ROOT / name).rglob("*.svg"):
        assert "<text" not in picture.read_text(encoding="utf-8"), picture.name


# --- played ---


def test_first_aid_is_played_to_all_its_awards(player: Player, clock: Clock, tmp_path: Path) -> None:
    play = begins(player, clock, "first-aid", tmp_path)
    last = "04-being-ready/40-final-check"
    with pytest.raises(PlayerError, match="locked"):
        player.learning.open_lesson(play.enrolment, last)
    seen: dict[str, str] = {}  # award -> the lesson after which it was there
    for lesson in play.course.lessons():
        if not lesson.required:
            continue
        if lesson.id == "01-first-things-first/50-check":
            player.learning.open_lesson(play.enrolment, lesson.id)
            play.sits(lesson, right=False)
            assert play.status().lessons[lesson.id].locked is False
            assert player.learning.status(play.enrolment).lessons[last].locked
        play.works(lesson)
        for award in play.earned() - seen.keys():
            seen[award] = lesson.id
    assert play.tries == ["01-first-things-first/50-check failed", *(f"{one} passed" for one in (
        "01-first-things-first/50-check", "02-heart-and-breath/60-check", "03-bleeding-burns-and-more/60-check", last))]  # fmt: skip
    assert seen == {"heart-and-breath": "02-heart-and-breath/60-check", "burn-dressing": "03-bleeding-burns-and-more/60-check",
                    "merit": last, "certificate": last}  # fmt: skip
    status = play.status()
    assert (status.done, status.of, status.extras_done, status.extras) == (21, 21, 0, 3)
    for award in ("heart-and-breath", "certificate", "burn-dressing"):
        play.certificate(award, "Amina Diallo", tmp_path / f"{award}.pdf")
    assert (clock.now - NOON) // 60_000 == HOUR[0] + 1  # as long as the player says


def test_a_trainer_sees_the_skills_and_that_earns_a_badge(player: Player, clock: Clock, tmp_path: Path) -> None:
    play = begins(player, clock, "first-aid", tmp_path)
    lesson = play.course.lesson("04-being-ready/50-show-your-trainer")
    player.learning.open_lesson(play.enrolment, lesson.id)
    player.handing_in.hand_in(play.enrolment, lesson.id, "The rhythm was hardest.")
    assert player.handing_in.standing(play.enrolment, lesson.id).state == "waiting"
    assert play.earned() == set()
    player.trainer.set_pin("Fatou Ceesay", PIN, PIN)
    player.learning.sign_off(play.enrolment, lesson.id, "Fatou Ceesay", player.trainer.check(PIN))
    assert play.earned() == {"seen-by-a-trainer"}
    assert (play.status().done, play.status().extras_done) == (0, 1)
    signed = player.learning.facts(play.enrolment).lesson(lesson.id)
    assert signed.signed_off


def test_clean_hands_is_played_to_its_certificate(player: Player, clock: Clock, tmp_path: Path) -> None:
    play = begins(player, clock, "clean-hands", tmp_path)
    for lesson in play.course.lessons():
        if lesson.required:
            assert play.earned() == set()
            play.works(lesson)
    assert play.earned() == {"certificate", "every-answer"}
    play.certificate("certificate", "أمينة ديالو", tmp_path / "شهادة.pdf")
    ticked = {name for name, facts in player.learning.refolded(play.enrolment).lessons.items() if facts.ticked_at is not None}
    assert ticked == {one.id for one in play.course.lessons() if one.required}


def test_what_is_drawn_is_what_the_scripts_draw(tmp_path: Path) -> None:
    """Films and sounds need libraries that only `make samples-media` installs; pictures, captions and the card do not."""
    subprocess.run([sys.executable, "-m", "tools.samples", "--light", tmp_path], check=True, cwd=ROOT.parent, capture_output=True)
    made = [path for path in tmp_path.rglob("*") if path.is_file()]
    assert {path.suffix for path in made} == {".svg", ".vtt", ".pdf"}
    for path in made:
        assert path.read_bytes() == (ROOT / path.relative_to(tmp_path)).read_bytes(), path.name
