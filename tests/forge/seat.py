"""A learner in front of the real window, in this process: real mouse and keys, a clock that a test moves, courses opened from files."""

import re
from collections.abc import Callable
from pathlib import Path

from PySide6.QtWidgets import QAbstractButton, QAbstractScrollArea, QLabel, QWidget

from tests.forge.window import NOON, PATIENCE, Stage
from tests.tour.answers import Known, plain, read
from tests.tour.hands import Hands, live


class Seat:
    """`stage` is the window and what is behind it, `hands` press in it."""

    def __init__(self, stage: Stage) -> None:
        self.stage = stage
        self.hands = Hands(PATIENCE / 1000)
        self.settle = stage.settle
        self.read_of_update = ""  # what was said of the newest update before it was switched to

    # --- who, and what ---

    def begin_again(self) -> None:
        """At the board of names, nothing said, the clock where it was at first."""
        self.stage.clock.now = NOON
        if self.stage.window.desk.session.learner is not None:
            self.stage.window.sign_out()
        self.stage.board()
        while self.hands.sees("message.close"):
            self.hands.click("message.close")
            self.settle()

    def new_learner(self, name: str) -> None:
        """From the board of names."""
        self.hands.click("learners.new")
        self.hands.write("learners.name", name)
        self.hands.click("learners.create")
        self.hands.find("library.open")
        self.settle()

    def back_again(self, name: str) -> None:
        """Sign in from the board; nobody has a lock here."""
        def found() -> QAbstractButton | None:
            return next((each for each in self._buttons() if each.accessibleName().startswith(f"{name}.")), None)

        button = self.hands.wait(found, f"“{name}”")
        self.hands.click_on(button, name)
        self.hands.find("library.open")
        self.settle()

    def leaves(self) -> None:
        """Back to the board of names."""
        self.hands.click("learner.notYou")
        self.hands.find("learners.new")
        self.settle()

    def messages(self) -> str:
        """What the message area says, newest last."""
        self.settle()
        return " ".join(self.stage.messages()).replace("\N{NO-BREAK SPACE}", " ")

    def opens(self, course: Path) -> None:
        """A course file, by the button of the library; an update is read and taken. Ends on the page of the course."""
        self.hands.file("library.open", course)
        self.hands.wait(lambda: self.hands.all("course.notes") or self.hands.all("intake.update"), "the course, or what it would change")
        if self.hands.sees("intake.update"):
            self.read_of_update = self.hands.find("intake.update").accessibleName().replace("\N{NO-BREAK SPACE}", " ")
            self.hands.click("intake.open")
        self.on_the_course_page()

    def goes_to(self, course_id: str) -> None:
        """The page of a course on the shelf, from the library."""
        self.hands.click(f"library.course.{course_id}")
        self.on_the_course_page()

    def on_the_course_page(self) -> None:
        self.hands.wait(lambda: self.hands.all("course.notes"), "the course page")
        self.settle()

    def leave_page(self) -> None:
        self.hands.click("page.leave")
        self.settle()

    @property
    def key(self) -> str:
        """Of the course whose page, or a page of which, is shown."""
        return str(getattr(self.stage.window.route, "key", ""))

    # --- seeing ---

    def text(self) -> str:
        """Every word on the page, lines apart; spaces that do not break are spaces."""
        self.settle()
        labels = [label.text() for label in self.stage.window.findChildren(QLabel) if label.isVisible() and label.text()]
        return "\n".join([*labels, *(button.accessibleName() or button.text() for button in self._buttons())]).replace("\N{NO-BREAK SPACE}", " ")

    def sees(self, name: str) -> bool:
        self.settle()
        return self.hands.sees(name)

    def left(self) -> list[str]:
        """The lines of What's left, as a screen reader says them; empty once the first award is earned."""
        self.settle()
        card = self.hands.find("course.whatsLeft")
        lines = [button.accessibleName() for button in card.findChildren(QAbstractButton) if button.isVisible() and not button.objectName()]
        return [line.replace("\N{NO-BREAK SPACE}", " ") for line in lines]

    def lesson_row(self, title: str) -> str:
        """The row of a lesson on the course page, as a screen reader says it."""
        return self._row(title).accessibleName().replace("\N{NO-BREAK SPACE}", " ")

    def press_row(self, title: str) -> None:
        self.hands.click_on(self._row(title), title)
        self.settle()

    def _row(self, title: str) -> QWidget:
        self.settle()
        outside = [each for each in self._buttons() if not self._in_left(each) and each.accessibleName().split(". ")[0] == title]
        assert len(outside) == 1, f"{len(outside)} rows “{title}” in {[each.accessibleName() for each in self._buttons()]}"
        return outside[0]

    @staticmethod
    def _in_left(widget: QWidget) -> bool:
        parent = widget.parentWidget()
        while parent is not None and parent.objectName() != "course.whatsLeft":
            parent = parent.parentWidget()
        return parent is not None

    def _buttons(self) -> list[QAbstractButton]:
        return [each for each in self.stage.window.findChildren(QAbstractButton) if each.isVisible()]

    # --- working ---

    def begins(self) -> None:
        """The big button of the course page; ends in a lesson."""
        self.hands.click("course.open")
        self.hands.wait(lambda: self.hands.sees("lesson.next"), "a lesson")  # NEXT may be greyed
        self.settle()

    def next(self) -> None:
        """NEXT with the mouse, until what it led to is there."""
        self.hands.click("lesson.next")
        self.settle()

    def face(self) -> str:
        """What NEXT says."""
        self.settle()
        return self.hands.words("lesson.next")

    def turns_pages(self, upto: int) -> None:
        """Scroll a PDF with the wheel until so many pages were shown for as long as counts."""
        area = self.hands.find("pdf.pages")
        assert isinstance(area, QAbstractScrollArea)
        bar, port = area.verticalScrollBar(), area.viewport()

        def counted() -> list[int]:
            return [int(digits) for digits in re.findall(r"\d+", self.hands.words("pdf.counted"))]

        _, of = self.hands.wait(counted, "the count of pages")
        for number in range(1, upto + 1):
            while bar.value() < bar.maximum() and bar.value() + port.height() / 2 < (number - .5) / of * (bar.maximum() + port.height()):
                self.hands.wheel(port, 1)
                live()
            self.hands.wait(lambda: counted()[0] >= number, f"page {number}")  # noqa: B023 - waited for at once

    def ticked(self) -> None:
        """Wait until the lesson that is shown has its tick."""
        self.hands.wait(lambda: self.hands.words("lesson.rule").startswith("This lesson is complete"), "the tick")
        self.settle()

    def sits(self, questions: Path, *, right: bool, but: str = "") -> None:
        """A whole attempt at the quiz that is shown, by what its author wrote, one question perhaps the other way; ends at the result."""
        known = read(questions)
        self.hands.click("quiz.start" if self.hands.sees("quiz.start") else "quiz.retry")
        for _ in known:
            self.settle()
            asked = plain(self.hands.find("quiz.answer").accessibleName())
            self._answer(known[asked], right != (asked == but))
            self.hands.click("quiz.nextQuestion")
        self.hands.click("quiz.confirm")
        self.hands.find("quiz.result")
        self.settle()

    def _answer(self, known: Known, right: bool) -> None:
        if known.typed:
            self.hands.write("quiz.field", known.typed if right else known.mistyped)
            return
        for words in known.right if right else known.wrong[:1]:
            option = self.hands.wait(lambda: self._option(words), f"the answer “{words}”")  # noqa: B023 - waited for at once
            self.hands.click_on(option)
            self.hands.wait(option.isChecked, "the mark")

    def _option(self, words: str) -> QAbstractButton | None:
        options = [each for each in self._buttons() if each.objectName().startswith("quiz.option.")]
        return next((each for each in options if words in plain(each.accessibleName())), None)

    # --- awards ---

    def claims(self, name: str, target: Path) -> None:
        """From the course page or the page of the award: make it, with that name on it, and save it."""
        if self.hands.sees("award.claim"):
            self.hands.click("award.claim")
        if self.hands.words("certificate.name") != name:  # the name on the board is offered
            self.hands.write("certificate.name", name)
        self.hands.click("award.issue")
        self.saves(target)

    def saves(self, target: Path) -> None:
        self.hands.file("award.save", target)
        self.hands.wait(target.exists, "the saved certificate")
        self.settle()

    def until(self, seen: Callable[[], object], what: str) -> None:
        self.hands.wait(lambda: seen() or None, what)
        self.settle()
