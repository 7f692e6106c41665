"""Whatever learners do, in whatever order, with restarts, a second program and a clock that jumps: the folded rows are what the ledger
says, a tick never goes by itself, time in the ledger never goes back, and what the shelf shows is what the status says."""

import tempfile
from pathlib import Path

from hypothesis import given
from hypothesis import strategies as st

from player.course.facts import EventKind
from player.course.ledger import decode
from player.errors import PlayerError
from player.paths import DataFolder
from player.services.enrolments import stored_facts
from player.services.learning import Enrolment, Use
from player.services.player import Player
from player.services.quizzing import Paper
from tests.forge.courses import RIGHT, write_tea
from tests.forge.laws import law

LESSONS = st.sampled_from(["welcome", "history", "leaflet", "files", "boxes", "check"])
DEEDS = st.one_of(
    st.tuples(st.just("open"), LESSONS),
    st.tuples(st.just("next"), LESSONS),
    st.tuples(st.just("sit"), LESSONS, st.integers(0, 9000), st.frozensets(st.integers(1, 2)), st.booleans()),
    st.tuples(st.just("box"), st.integers(0, 1), st.booleans()),
    st.tuples(st.just("start")),
    st.tuples(st.just("answer"), st.sampled_from(sorted(RIGHT)), st.booleans()),
    st.tuples(st.just("submit")),
    st.tuples(st.just("grant"), LESSONS),
    st.tuples(st.just("void"), LESSONS),
    st.tuples(st.just("clock"), st.integers(-90_000, 90_000)),
    st.tuples(st.just("restart"), st.booleans()),
    st.tuples(st.just("elsewhere"), LESSONS),
)


class Walk:
    def __init__(self, folder: Path) -> None:
        self.data, self.now = DataFolder(folder / "data"), 1_800_000_000_000
        self.package = write_tea(folder / "tea.course")
        self.player, self.enrolment = self._begin()
        self.paper: Paper | None = None

    def _begin(self) -> tuple[Player, Enrolment]:
        player = Player(self.data, lambda: self.now, machine="one")
        known = [one for one in player.learners.all() if one.name == "Nora"]
        nora = known[0] if known else player.learners.create("Nora", "bird", "sea")
        return player, player.learning.enrol(nora.id, player.library.open(player.library.add(self.package)))

    def do(self, what: str, *how: object) -> None:
        learning, quizzing, at = self.player.learning, self.player.quizzing, self.enrolment
        match what, how:
            case "open", (str(lesson),):
                learning.open_lesson(at, lesson)
            case "next", (str(lesson),):
                learning.finish_lesson(at, lesson)
            case "sit", (str(lesson), int(ms), frozenset() as pages, bool(ended)):
                learning.sitting(at, lesson, Use(ms, False, pages, ended=ended))
            case "box", (int(box), bool(ticked)):
                learning.tick_box(at, "boxes", box, ticked)
            case "start", _:
                self.paper = quizzing.start(at, "check")
            case "answer", (str(question), bool(right)) if self.paper is not None:
                wrong = "nothing" if isinstance(RIGHT[question], str) else ()
                self.paper = quizzing.answer(self.paper, question, RIGHT[question] if right else wrong)
            case "submit", _ if self.paper is not None:
                quizzing.submit(self.paper)
            case "grant", (str(lesson),):
                learning.grant(at, lesson, "seen", "Tess")
            case "void", (str(lesson),):
                learning.void(at, lesson, "not seen", "Tess")
            case "clock", (int(seconds),):
                self.now += seconds * 1000
            case "restart", (bool(crash),):
                if crash:
                    self.player._register.store.close()
                else:
                    self.player.close()
                self.player, self.enrolment = self._begin()
                self.paper = None
            case "elsewhere", (str(lesson),):
                other, there = self._begin()
                other.learning.finish_lesson(there, lesson)
                other.close()

    def check(self, ticked_before: dict[str, int], voided: bool) -> dict[str, int]:
        at = self.enrolment
        refolded = self.player.learning.refolded(at)
        with self.player._register.store.reading() as tables:
            stored = stored_facts(tables, at.number, at.learner.id)
            times = [decode(body).event.at for body in tables.ledger.bodies(at.number)]
        assert dict(stored.lessons) == dict(refolded.lessons)
        assert dict(stored.awards) == dict(refolded.awards)
        assert times == sorted(times)
        status = self.player.learning.status(at)
        (card,) = self.player.library.shelf(at.learner.id)
        assert (card.done, card.of, card.extras_done, card.state == "complete") == (status.done, status.of, status.extras_done, status.complete)
        ticked = {lesson: facts.ticked_at for lesson, facts in stored.lessons.items() if facts.ticked_at is not None}
        if not voided:
            assert ticked.items() >= ticked_before.items()
        return ticked


@law(25)
@given(st.lists(DEEDS, max_size=25))
def test_the_folded_rows_are_what_the_ledger_says(deeds: "list[tuple[str, object]]") -> None:
    with tempfile.TemporaryDirectory(ignore_cleanup_errors=True) as folder:
        walk, ticked = Walk(Path(folder)), dict[str, int]()
        for what, *how in deeds:
            try:
                walk.do(what, *how)
            except PlayerError:
                continue  # refused: the check below shows that nothing is half done
            ticked = walk.check(ticked, what == "void")
        walk.check(ticked, voided=False)
        found = walk.player.learning.progress("Nora")
        assert found.verified
        with walk.player._register.store.reading() as tables:
            kinds = [decode(body).event.kind for body in tables.ledger.bodies(walk.enrolment.number)]
        assert kinds.count(EventKind.ENROLLED) == 1
        walk.player.close()
