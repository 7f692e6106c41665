"""Who does everything that opens: what can be reached at all. Conditions only ever add, so one sweep of a network of
thresholds settles it in time linear in the size of the course."""

from collections.abc import Iterable

from player.course.award import AwardRules
from player.course.completion import impossible
from player.course.merit import graded
from player.course.model import AtLeast, AwardHeld, AwardKind, Complete, Condition, Course, DaysSinceStart, MeritAtLeast, Order, Passed, ScoreAtLeast
from player.course.plan import ChapterPlan, Plan


class _Network:
    """Nodes that become true once enough of their inputs are. `names` are what a person would call a node."""

    def __init__(self) -> None:
        self.needs: list[int] = []
        self.inputs: list[list[int]] = []
        self.names: list[str] = []
        self.true: list[bool] = []

    def node(self, threshold: int = 0, inputs: Iterable[int] = (), name: str = "") -> int:
        self.needs.append(threshold)
        self.inputs.append(list(inputs))
        self.names.append(name)
        return len(self.needs) - 1

    def all(self, inputs: Iterable[int], name: str = "") -> int:
        wanted = list(inputs)
        return self.node(len(wanted), wanted, name)

    def never(self, name: str = "") -> int:
        return self.node(1, name=name)

    def settle(self) -> None:
        outputs: list[list[int]] = [[] for _ in self.needs]
        for node, inputs in enumerate(self.inputs):
            for source in inputs:
                outputs[source].append(node)
        missing = self.needs[:]
        self.true = [count <= 0 for count in missing]
        ready = [node for node, count in enumerate(missing) if count <= 0]
        while ready:
            for node in outputs[ready.pop()]:
                missing[node] -= 1
                if missing[node] == 0 and not self.true[node]:
                    self.true[node] = True
                    ready.append(node)

    def missing(self, node: int) -> list[int]:
        return [source for source in self.inputs[node] if not self.true[source]]


class Reach:
    """What a learner who does everything reaches: dates come, other courses' awards are had, every open quiz is passed."""

    def __init__(self, course: Course) -> None:
        self.plan = plan = Plan(course)
        self.free = AwardRules(course, plan).free
        self._net = net = _Network()
        self._begun = net.node(1, name="start")
        self._open = [net.node(name=lesson_id) for lesson_id in plan.ids]
        self._done = [
            net.never(name) if impossible(lesson) else net.all([opened], name)
            for opened, lesson, name in zip(self._open, plan.lessons, plan.ids, strict=True)
        ]
        net.inputs[self._begun] = self._open[:]
        self._chapters = [self._complete(chapter) for chapter in plan.chapters]
        self._awards = {award_id: net.node(name=award_id) for award_id in plan.awards}
        for award_id, award in plan.awards.items():
            wanted = self._course_complete() if award.earned_when is None else self._condition(award.earned_when)
            if award_id in self.free and award.kind is AwardKind.CERTIFICATE:
                wanted = net.never(award_id)  # a certificate for nothing is never given
            self._set(self._awards[award_id], [wanted])
        self._gates()
        net.settle()

    def locked(self) -> list[str]:
        """Lessons that can never open, in the order of the tree."""
        return [name for name, node in zip(self.plan.ids, self._open, strict=True) if not self._net.true[node]]

    def award(self, award_id: str) -> bool:
        return self._net.true[self._awards[award_id]]

    def why(self, name: str) -> str:
        """The first thing that the lesson or award waits for in vain, as a sentence; "" when it is itself the cause."""
        place = self.plan.index.get(name)
        node = self._awards[name] if place is None else self._open[place]
        seen = {node}
        while True:
            waits = [source for source in self._net.missing(node) if source not in seen]
            if not waits:
                return ""
            node = waits[0]
            seen.add(node)
            if self._net.names[node] not in {"", name}:
                return f"It waits for “{self._net.names[node]}”, which nobody can complete."

    def circle(self) -> list[str]:
        """Names that wait for each other, each once; empty when there is no circle."""
        settled = set[int]()
        for start in (*self._open, *self._awards.values()):
            path: dict[int, None] = {}
            node = start
            while not self._net.true[node] and node not in settled:
                if node in path:
                    nodes = list(path)
                    names = [self._net.names[part] for part in nodes[nodes.index(node) :]]
                    return list(dict.fromkeys(name for name in names if name))
                path[node] = None
                waits = self._net.missing(node)
                if not waits:
                    break
                node = waits[0]
            settled.update(path)
        return []

    def _set(self, node: int, inputs: list[int]) -> None:
        self._net.inputs[node] = inputs
        self._net.needs[node] = len(inputs)

    def _complete(self, chapter: ChapterPlan) -> int:
        places = chapter.required if chapter.chapter.choose is None else chapter.candidates
        return self._net.node(chapter.of, [self._done[place] for place in places], chapter.chapter.id)

    def _course_complete(self) -> int:
        return self._net.all(self._chapters) if self.plan.of else self._net.never()

    def _condition(self, condition: Condition) -> int:
        net = self._net
        match condition:
            case Complete(id):
                return self._target(id)
            case Passed(id) | ScoreAtLeast(id):
                place = self.plan.index.get(id)
                quiz = None if place is None else self.plan.lessons[place].quiz
                return net.never(id) if quiz is not None and quiz.points <= 0 else self._target(id)
            case MeritAtLeast():
                return self._graded()
            case AwardHeld(id):
                own = self.plan.own_award(id)
                return self._awards[own] if own else net.node()
            case DaysSinceStart():
                return self._begun
            case AtLeast(count, of):
                return net.node(count, [self._condition(part) for part in of])
        return net.node()

    def _graded(self) -> int:
        """All required quizzes have a score: of a chapter to choose from, what was chosen is complete."""
        plain = [at for chapter in self.plan.chapters if chapter.chapter.choose is None for at in chapter.quizzes]
        chosen = [chapter for chapter in self.plan.chapters if chapter.chapter.choose is not None and chapter.quizzes]
        if not any(quiz.points > 0 for name in graded(self.plan) if (quiz := self.plan.lessons[self.plan.index[name]].quiz) is not None):
            return self._net.never()
        return self._net.all([*(self._done[at] for at in plain), *(self._chapters[chapter.place] for chapter in chosen)])

    def _target(self, target: str) -> int:
        place = self.plan.index.get(target)
        return self._chapters[self.plan.chapter_index[target]] if place is None else self._done[place]

    def _gates(self) -> None:
        """What opens each lesson: the course, the order, its chapter's condition, its own."""
        net, plan = self._net, self.plan
        course = self._condition(plan.opens) if plan.opens is not None else net.node()
        before = course
        for chapter in plan.chapters:
            reached = before if chapter.opens is None else net.all([before, self._condition(chapter.opens)])
            line = reached
            for place in range(chapter.start, chapter.end):
                condition = plan.conditions.get(place)
                self._set(self._open[place], [line] if condition is None else [line, self._condition(condition)])
                holds_up = chapter.in_line and place in chapter.required
                if holds_up or (chapter.order is Order.MILESTONES and place in chapter.milestones):
                    line = net.all([line, self._done[place]])
            if plan.course.order is Order.IN_ORDER:
                before = net.all([before, self._chapters[chapter.place]])
            elif plan.course.order is Order.MILESTONES:
                before = net.all([before, *(self._done[place] for place in chapter.milestones)])
