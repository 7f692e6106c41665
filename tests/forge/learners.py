"""Courses, events and learners for tests: small makers, and Hypothesis strategies for whole courses."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace

from hypothesis import strategies as st

from player.course.completion import RULES, default_rule
from player.course.facts import Event, EventKind, Facts, Json
from player.course.fold import Fold
from player.course.model import (
    After,
    AtLeast,
    Award,
    AwardHeld,
    AwardKind,
    Chapter,
    Complete,
    Condition,
    CountsWhen,
    Course,
    DaysSinceStart,
    Kind,
    Lesson,
    MeritAtLeast,
    MoveOn,
    Order,
    Passed,
    PreviousRequired,
    QuizRules,
    Rule,
    ScoreAtLeast,
    default_award,
)
from player.course.status import Evaluator
from player.course.status_types import CourseStatus

QUIZ = QuizRules(questions=10, points=10)
START = 1_800_000_000_000  # a moment in January 2027, ms UTC
DAY = 86_400_000
FAR = 10**14


def lesson(name: str, kind: Kind = Kind.TEXT, rule: Rule | None = None, amount: int = 0, active: int = 0, **more: object) -> Lesson:
    """A lesson that can be completed, with the default rule of its kind unless told otherwise."""
    usual = default_rule(kind)
    counts = CountsWhen(rule, amount, active) if rule else replace(usual, amount=amount or usual.amount, active_seconds=active)
    values: dict[str, object] = {
        "id": name,
        "title": name.upper(),
        "kind": kind,
        "counts_when": counts,
        "minutes": 5,
        "boxes": ("a", "b", "c") if kind is Kind.CHECKLIST else (),
        "pages": 4 if kind is Kind.PDF else 0,
        "media_seconds": 100 if kind in {Kind.VIDEO, Kind.AUDIO} else 0,
        "quiz": QUIZ if kind is Kind.QUIZ else None,
        "files": ("leaflet.pdf",) if kind is Kind.DOWNLOAD else (),
    }
    return Lesson(**{**values, **more})  # type: ignore[arg-type]


def chapter(name: str, *lessons: Lesson, **more: object) -> Chapter:
    return Chapter(name, name.upper(), lessons, **more)  # type: ignore[arg-type]


def course(*chapters: Chapter, order: Order = Order.FREE, awards: tuple[Award, ...] | None = None, **more: object) -> Course:
    """A course with the default certificate unless told otherwise."""
    given = (default_award("The course"),) if awards is None else awards
    return Course("org.example.c", "The course", "1.0", chapters, order=order, awards=given, **more)  # type: ignore[arg-type]


def completing(which: Lesson, number: int = 1) -> list[tuple[EventKind, dict[str, Json], bool]]:
    """What a learner (and trainer) does so that the rule of the lesson holds; kind, data, signed."""
    score: dict[str, Json] = {"attempt": f"{which.id}-{number}", "number": number, "score": [1, 1], "passed": True, "all_right": True}
    steps: dict[Rule, list[tuple[EventKind, dict[str, Json], bool]]] = {
        Rule.NEXT: [(EventKind.NEXT, {}, False)],
        Rule.OPENED: [],
        Rule.READ: [(EventKind.SITTING, {"end_seen": True}, False)],
        Rule.PLAYED: [(EventKind.SITTING, {"played": [[0, 100_000]], "length_ms": 100_000}, False)],
        Rule.PAGES: [(EventKind.SITTING, {"pages": [1, 2, 3, 4]}, False)],
        Rule.SAVED: [(EventKind.FILE_SAVED, {"file": "leaflet.pdf"}, False)],
        Rule.BOXES: [(EventKind.BOX, {"box": box, "ticked": True}, False) for box in range(3)],
        Rule.SIGNED_OFF: [(EventKind.SIGNED_OFF, {"by": "T"}, True)],
        Rule.HANDED_IN: [(EventKind.HANDED_IN, {"files": [], "text": "done"}, False)],
        Rule.MOVE_ON: [(EventKind.WEB, {"completed": True, "passed": True, "score": [1, 1]}, False)],
        Rule.PASSED: [(EventKind.ATTEMPT_SUBMITTED, score, False)],
        Rule.SUBMITTED: [(EventKind.ATTEMPT_SUBMITTED, score, False)],
        Rule.ALL_RIGHT: [(EventKind.ATTEMPT_SUBMITTED, score, False)],
    }
    seconds = which.counts_when.active_seconds
    active: list[tuple[EventKind, dict[str, Json], bool]] = [(EventKind.SITTING, {"active_ms": seconds * 1000}, False)] if seconds else []
    return [(EventKind.OPENED, {}, False), *steps[which.counts_when.rule], *active]


class Learner:
    """One enrolment as the services keep it: every event is folded, awards are recorded when the status says so."""

    def __init__(self, of: Course, at: int = START) -> None:
        self.course, self.at = of, at
        self.facts, self.events = Facts(), list[Event]()
        self.history = [self.facts]
        self._fold, self._evaluator = Fold(of), Evaluator(of)

    def does(self, kind: EventKind, lesson_id: str = "", data: dict[str, Json] | None = None, *, signed: bool = False) -> None:
        number = len(self.events) + 1
        event = Event(f"{number:032x}", number, self.at, kind, lesson_id, data or {}, signed)
        self.facts = self._fold.one(self.facts, event)
        self.events.append(event)
        self.history.append(self.facts)
        self.at += 1000

    def completes(self, *lesson_ids: str) -> None:
        for lesson_id in lesson_ids:
            attempts = self.facts.lesson(lesson_id).attempts_started
            for kind, data, signed in completing(self.course.lesson(lesson_id), attempts + 1):
                self.does(kind, lesson_id, data, signed=signed)

    def scores(self, lesson_id: str, right: int, of: int = 10) -> None:
        """Hands in one attempt."""
        number = self.facts.lesson(lesson_id).attempts_started + 1
        name = f"{lesson_id}-{number}"
        self.does(EventKind.ATTEMPT_STARTED, lesson_id, {"attempt": name, "number": number})
        self.does(
            EventKind.ATTEMPT_SUBMITTED,
            lesson_id,
            {"attempt": name, "number": number, "score": [right, of], "passed": right * 10 >= of * 7, "all_right": right == of},
        )

    def grants(self, lesson_id: str, *, signed: bool = True) -> None:
        self.does(EventKind.GRANTED, lesson_id, {"reason": "seen at work", "by": "T"}, signed=signed)

    def voids(self, lesson_id: str, *, signed: bool = True) -> None:
        self.does(EventKind.VOIDED, lesson_id, {"reason": "somebody else did it", "by": "T"}, signed=signed)

    def records_awards(self) -> None:
        """What the services do after every event: earned awards go into the ledger."""
        for award in self.status().awards.values():
            if award.earned and award.earned_at is None:
                self.does(EventKind.EARNED, "", {"award": award.id})

    def status(self, now: int | None = None, offset: int = 0) -> CourseStatus:
        return self._evaluator.status(self.facts, self.at if now is None else now, offset)


def does_everything(of: Course, now: int = FAR) -> tuple[Learner, CourseStatus]:
    """A learner who completes whatever is open, until nothing new opens."""
    learner = Learner(of)
    learner.facts = replace(learner.facts, elsewhere=frozenset({"org.other/award"}))
    while True:
        status = learner.status(now)
        doable = [one.lesson.id for one in status.lessons.values() if not one.locked and not one.done]
        before = learner.facts
        learner.completes(*doable)
        learner.records_awards()
        after = learner.status(now)
        ticked = [one for one in after.lessons.values() if one.done]
        if len(ticked) == sum(before.lesson(one).ticked_at is not None for one in after.lessons) and after.awards == status.awards:
            return learner, after


# Strategies


def conditions(ids: list[str], quizzes: list[str], awards: list[str]) -> st.SearchStrategy[Condition]:
    leaves: list[st.SearchStrategy[Condition]] = [
        st.builds(Complete, st.sampled_from(ids)),
        st.just(PreviousRequired()),
        st.builds(DaysSinceStart, st.integers(0, 3)),
        st.sampled_from([After("2027-01-16"), After("2027-01-20T12:00"), After("2027-01-17T00:00Z", 1_800_144_000_000)]),
        st.just(AwardHeld("org.other/award")),
    ]
    if quizzes:
        leaves += [st.builds(Passed, st.sampled_from(quizzes)), st.builds(ScoreAtLeast, st.sampled_from(quizzes), st.integers(1, 100))]
    if awards:
        leaves.append(st.builds(AwardHeld, st.sampled_from(awards)))

    def group(parts: st.SearchStrategy[Condition]) -> st.SearchStrategy[Condition]:
        return st.lists(parts, min_size=1, max_size=3).flatmap(lambda of: st.builds(AtLeast, st.integers(1, len(of)), st.just(tuple(of))))

    return st.one_of(*leaves, group(st.one_of(*leaves)), group(group(st.one_of(*leaves))))


@st.composite
def lessons(draw: st.DrawFn, name: str) -> Lesson:
    kind = draw(st.sampled_from(Kind))
    rule = draw(st.sampled_from(RULES[kind]))
    timed = kind not in {Kind.QUIZ, Kind.ASSIGNMENT} and draw(st.integers(0, 5)) == 0
    required = draw(st.integers(0, 3)) > 0
    quiz = None
    if kind is Kind.QUIZ:
        quiz = QuizRules(
            questions=10,
            points=draw(st.integers(1, 20)),
            pass_mark=draw(st.sampled_from([0, 50, 70, 100])),
            attempts=draw(st.sampled_from([None, 1, 3])),
            counts=draw(st.sampled_from(["best", "last", "first", "average"])),
            when_exhausted=draw(st.sampled_from(["trainer", "again after 2 days"])),
        )
    return lesson(
        name,
        kind,
        rule,
        active=30 if timed else 0,
        required=required,
        milestone=required and draw(st.integers(0, 3)) == 0,
        move_on=draw(st.sampled_from(MoveOn)),
        minutes=draw(st.integers(0, 30)),
        quiz=quiz,
    )


@st.composite
def courses(draw: st.DrawFn, *, conditional: bool = True) -> Course:
    """Any course: some can be completed, some cannot."""
    sizes = draw(st.lists(st.integers(0, 4), min_size=1, max_size=4))
    tree = [[draw(lessons(f"c{c}/l{at}")) for at in range(size)] for c, size in enumerate(sizes)]
    flat = [one for part in tree for one in part]
    ids = [one.id for one in flat] + [f"c{c}" for c in range(len(sizes))]
    quizzes = [one.id for one in flat if one.kind in {Kind.QUIZ, Kind.WEB}]
    given = [default_award("The course")]
    names = draw(st.lists(st.sampled_from(["extra", "early"]), unique=True, max_size=2)) if conditional else []
    rules = conditions(ids, quizzes, ["certificate", *names])
    earned = st.one_of(rules, rules, st.builds(MeritAtLeast, st.integers(1, 100)))
    given += [Award(name, draw(st.sampled_from(AwardKind)), name, draw(earned)) for name in names]
    seldom = st.integers(0, 4).flatmap(lambda dice: rules if dice == 0 and conditional else st.none())
    chapters = []
    for c, part in enumerate(tree):
        candidates = sum(one.required for one in part)
        choose = draw(st.integers(1, candidates)) if candidates and draw(st.integers(0, 4)) == 0 else None
        inside = tuple(
            replace(one, opens_when=draw(seldom), milestone=one.milestone and choose is None) for one in part
        )
        order = draw(st.sampled_from([None, None, *Order]))
        chapters.append(chapter(f"c{c}", *inside, order=order, choose=choose, opens_when=draw(seldom)))
    return course(*chapters, order=draw(st.sampled_from(Order)), awards=tuple(given), opens_when=draw(seldom))


@dataclass(frozen=True)
class Act:
    """One thing that happens to a lesson (by place, modulo their number), and how much time passes before it."""

    what: str
    place: int
    size: int
    pause: int


ACTS = ("open", "complete", "next", "sit", "box", "save", "score", "score", "start", "web", "grant", "sign")
VOIDS = ("void", "unsigned void")


def acts(*, voids: bool = True) -> st.SearchStrategy[list[Act]]:
    what = st.sampled_from((*ACTS, *(VOIDS if voids else ("unsigned void",)), "issue", "extra"))
    pause = st.sampled_from([0, 0, 60_000, DAY // 3, 2 * DAY])
    return st.lists(st.builds(Act, what, st.integers(0, 15), st.integers(0, 10), pause), max_size=25)


def perform(learner: Learner, todo: Iterable[Act]) -> Iterator[Act]:
    """Does one act after another, yielding after each."""
    all_lessons = list(learner.course.lessons())
    for act in todo:
        learner.at += act.pause
        if all_lessons:
            _do(learner, act, all_lessons[act.place % len(all_lessons)])
        learner.records_awards()
        yield act


def _do(learner: Learner, act: Act, one: Lesson) -> None:
    sitting: dict[str, Json] = {"pages": [act.size], "played": [[act.size * 9000, act.size * 11_000]], "active_ms": 4000, "end_seen": act.size > 8}
    match act.what:
        case "open":
            learner.does(EventKind.OPENED, one.id)
        case "complete":
            learner.completes(one.id)
        case "next":
            learner.does(EventKind.NEXT, one.id)
        case "sit":
            learner.does(EventKind.SITTING, one.id, sitting)
        case "box":
            learner.does(EventKind.BOX, one.id, {"box": act.size % 4, "ticked": act.size < 8})
        case "save":
            learner.does(EventKind.FILE_SAVED, one.id, {"file": "leaflet.pdf"})
        case "score" if one.kind is Kind.QUIZ:
            learner.scores(one.id, act.size)
        case "start" if one.kind is Kind.QUIZ and not learner.facts.lesson(one.id).open_attempt:
            number = learner.facts.lesson(one.id).attempts_started + 1
            learner.does(EventKind.ATTEMPT_STARTED, one.id, {"attempt": f"{one.id}-{number}", "number": number})
        case "web" if one.kind is Kind.WEB:
            learner.does(EventKind.WEB, one.id, {"completed": act.size > 5, "passed": act.size > 7, "score": [act.size, 10]})
        case "grant":
            learner.grants(one.id)
        case "sign":
            learner.does(EventKind.SIGNED_OFF, one.id, {"by": "T"}, signed=act.size > 5)
        case "void":
            learner.voids(one.id)
        case "unsigned void":
            learner.voids(one.id, signed=False)
        case "extra":
            learner.does(EventKind.EXTRA_ATTEMPTS, one.id, {"count": 1, "reason": "", "by": "T"}, signed=True)
        case "issue":
            for award in learner.status().awards.values():
                if award.earned:
                    learner.does(EventKind.ISSUED, "", {"award": award.id, "number": f"N{act.size}", "sha256": ""})
