"""The walk through a whole course: films and recordings at twice the speed, plans handed in, every quiz passed, NEXT after NEXT."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication

from player.ui.words import tr
from tests.tour.answers import plain
from tests.tour.hands import TourError
from tests.tour.walk import KINDS, Walk

MORE = {**KINDS, "media.play": "media", "assignment.text": "assignment"}
FASTER = 4  # presses of > that reach twice the speed
MEDIA_PATIENCE = 120.0  # seconds for a share to play at twice the speed
PLAN = "The kit hangs beside the stove, the number is on the door."


@dataclass(slots=True)
class SampleWalk(Walk):
    """Optional lessons are looked at too; what only a trainer can sign off is left for later."""

    def go(self) -> None:
        self._part("a new learner", self.new_learner)
        self._part("the course", self.open_course)
        self._part("every lesson", self.through)
        self._part("the certificate", self.certificate)

    def kind(self) -> str:
        hands = self.hands
        return hands.wait(lambda: next((kind for name, kind in MORE.items() if hands.sees(name)), "text" if self._text() else ""), "a lesson",
                          self.next_seconds)

    def through(self) -> None:
        """From the first lesson to the last, and to the page that gives the certificate."""
        deeds: Mapping[str, Callable[[], None]] = {
            "text": self.text, "pdf": self.pdf, "checklist": self.checklist, "download": self.download, "media": self.media,
            "assignment": self.assignment, "quiz": self.quiz,
        }  # fmt: skip
        kind = self.kind()
        while True:
            if kind not in self._seen:
                self._seen.add(kind)
                if kind != "text":
                    self.shoot(kind, always=True)
            deeds[kind]()
            # an award has just been earned; the lessons go on behind it
            if self.hands.words("lesson.next").startswith((tr("Get your certificate"), tr("Get it"))):
                self.hands.click("page.leave")
                self.hands.find("lesson.number")
            if self.hands.words("lesson.next") == tr("Finish"):
                self.hands.click("lesson.next")
                self.hands.find("award.claim")
                self.shoot("course-done", always=True)
                return
            kind = self.opens_lesson(lambda: self.hands.click("lesson.next"))

    def text(self) -> None:
        if self.hands.words("lesson.rule") == tr("Counts when you have read to the end"):
            self.hands.key(Qt.Key.Key_End)
            self._ticked("the lesson that was read to its end")

    def _ticked(self, what: str, seconds: float | None = None) -> None:
        self.hands.wait(lambda: self.hands.words("lesson.rule").startswith(tr("This lesson is complete")), f"the tick of {what}", seconds)

    def media(self) -> None:
        """Skipping ahead earns nothing, so it is played."""
        hands = self.hands
        hands.click("media.play")
        for _ in range(FASTER):
            hands.key(Qt.Key.Key_Greater, Qt.KeyboardModifier.ShiftModifier)
        hands.wait(lambda: "2" in hands.words("media.speed"), "twice the speed")
        if hands.find("media.stage").accessibleName().startswith(tr("Film: {title}", title="").strip()):
            self.camera.film("media.stage")
        self._ticked("what was played", MEDIA_PATIENCE)

    def assignment(self) -> None:
        hands = self.hands
        if hands.words("lesson.rule").startswith(tr("Counts when your trainer signs it off")):
            if hands.words("lesson.next") not in {tr("Skip for now"), tr("Next"), tr("Finish")}:
                raise TourError(f"an optional assignment keeps the learner: {hands.words('lesson.next')}")
            return
        hands.write("assignment.text", PLAN)
        hands.click("assignment.handIn")
        self._ticked("the plan that was handed in")

    def answer(self, *, right: bool) -> None:
        """Letters that no key of this keyboard makes are pasted."""
        known = self.answers.get(plain(self.hands.find("quiz.answer").accessibleName()))
        if known is None or not known.typed or known.typed.isascii():
            Walk.answer(self, right=right)
            return
        self.hands.click("quiz.field")
        QApplication.clipboard().setText(known.typed if right else known.mistyped)
        self.hands.key(Qt.Key.Key_A, Qt.KeyboardModifier.ControlModifier)
        self.hands.key(Qt.Key.Key_V, Qt.KeyboardModifier.ControlModifier)

    def quiz(self) -> None:
        hands = self.hands
        hands.click("quiz.start")
        hands.find("quiz.answer")
        while True:
            self.answer(right=True)
            at, of = self._of()
            if at == of:
                break
            self._turn("quiz.nextQuestion")
        hands.click("quiz.submit")
        hands.click("quiz.confirm")
        hands.find("quiz.result")
        self.shoot("quiz-result", always=True)
