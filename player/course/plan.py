"""A course indexed once: places of lessons, what each chapter asks for, conditions with their targets found."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from player.course.model import AtLeast, Award, Chapter, Complete, Condition, Course, Lesson, Order, PreviousRequired
from player.course.needs import blank_need

ALWAYS = AtLeast(0, ())


@dataclass(frozen=True, slots=True)
class ChapterPlan:
    """Lessons are named by their place in the tree; they are start..end-1.

    required     each of these is required by itself (none in a `choose` chapter)
    candidates   of a `choose` chapter: any `choose` of these
    extras       optional ones
    milestones   required ones that are marked and count here or in the whole course
    opens        the chapter's condition, "previous required lesson" resolved
    """

    place: int
    chapter: Chapter
    start: int
    end: int
    order: Order
    required: tuple[int, ...]
    candidates: tuple[int, ...]
    extras: tuple[int, ...]
    milestones: tuple[int, ...]
    quizzes: tuple[int, ...]
    opens: Condition | None

    @property
    def of(self) -> int:
        """How many required lessons the chapter counts."""
        return len(self.required) if self.chapter.choose is None else max(0, self.chapter.choose)

    @property
    def in_line(self) -> bool:
        """Each required lesson opens the next. Lessons to choose from open together."""
        return self.order is Order.IN_ORDER and self.chapter.choose is None


class Plan:
    """The index. Where an id is used twice the first one counts (the checker refuses it)."""

    def __init__(self, course: Course, elsewhere: Mapping[str, str] | None = None) -> None:
        """`elsewhere` gives titles to awards of other courses, by the names that conditions give them."""
        self.course = course
        self.elsewhere = elsewhere or {}
        self.lessons: tuple[Lesson, ...] = tuple(course.lessons())
        self.ids = tuple(lesson.id for lesson in self.lessons)
        self.places = range(len(self.ids))
        self.index: dict[str, int] = {}
        for place, lesson_id in enumerate(self.ids):
            self.index.setdefault(lesson_id, place)
        self.chapter_index: dict[str, int] = {}
        for place, chapter in enumerate(course.chapters):
            self.chapter_index.setdefault(chapter.id, place)
        self.awards: dict[str, Award] = {}
        for award in course.awards:
            self.awards.setdefault(award.id, award)
        self.conditions: dict[int, Condition] = {}
        self.chapter_of: list[int] = []
        self.chapters = tuple(self._chapters())
        self.opens = resolve(course.opens_when, ALWAYS)
        self.of = sum(chapter.of for chapter in self.chapters)
        self.blank = tuple(blank_need(lesson) for lesson in self.lessons)

    def own_award(self, award_id: str) -> str:
        """The id of the award of this course that a condition means, "" for one of another course."""
        if award_id in self.awards:
            return award_id
        mine = award_id.removeprefix(f"{self.course.id}/")
        return mine if mine in self.awards else ""

    def _chapters(self) -> Iterator[ChapterPlan]:
        start = 0
        before: Condition = ALWAYS  # complete: the nearest required lesson (or chapter to choose from) before this place
        for place, chapter in enumerate(self.course.chapters):
            end = start + len(chapter.lessons)
            opens = resolve(chapter.opens_when, before)
            required = []
            for at, lesson in enumerate(chapter.lessons, start):
                self.chapter_of.append(place)
                condition = resolve(lesson.opens_when, before)
                if condition is not None:
                    self.conditions[at] = condition
                if lesson.required:
                    required.append(at)
                    before = Complete(lesson.id) if chapter.choose is None else before
            if chapter.choose is not None:
                before = Complete(chapter.id)
            yield self._chapter(place, chapter, (start, end), tuple(required), opens)
            start = end

    def _chapter(self, place: int, chapter: Chapter, span: tuple[int, int], required: tuple[int, ...], opens: Condition | None) -> ChapterPlan:
        chosen = chapter.choose is not None
        places = range(*span)
        return ChapterPlan(
            place=place,
            chapter=chapter,
            start=span[0],
            end=span[1],
            order=chapter.order or self.course.order,
            required=() if chosen else required,
            candidates=required if chosen else (),
            extras=tuple(at for at in places if not self.lessons[at].required),
            milestones=() if chosen else tuple(at for at in required if self.lessons[at].milestone),
            quizzes=tuple(at for at in required if self.lessons[at].quiz is not None),
            opens=opens,
        )


def resolve(condition: Condition | None, previous: Condition) -> Condition | None:
    """The condition with "previous required lesson" replaced by what it means at its place."""
    if isinstance(condition, PreviousRequired):
        return previous
    if isinstance(condition, AtLeast):
        return AtLeast(condition.count, tuple(resolve(part, previous) or ALWAYS for part in condition.of))
    return condition
