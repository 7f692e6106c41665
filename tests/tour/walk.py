"""The walk: a new learner, a course opened from a file, every lesson, a failed and a passed quiz, the certificate, and every look."""

import re
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path
from time import monotonic

from PySide6.QtCore import Qt
from PySide6.QtWebEngineWidgets import QWebEngineView
from PySide6.QtWidgets import QAbstractButton, QAbstractScrollArea, QWidget

from player.ui.words import tr
from tests.tour.answers import Known, plain
from tests.tour.camera import Camera
from tests.tour.hands import Hands, TourError, live

NAME = "Amina Diallo"
QUIZ = "Quiz: making water safe"
CHLORINE = "Chlorine: how much, how long"
SHOWN_QUESTION = 2  # the question whose picture is kept: several boxes to tick
SCROLLED, CARDS = ("", "-dark", "-contrast", "-rtl"), ("-contrast", "-rtl", "-200")  # looks in which these pages differ enough to be kept
LOOKS = ("-1920", "-dark", "-contrast", "-rtl", "-200")  # in this order each change is one visit to the settings
PAGES_OF_LOOKS = {"reading": {"-dark", "-contrast", "-200"}, "language": {"-rtl"}}
USUAL, WIDE = (1366, 768), (1920, 1080)
KINDS = {"pdf.pages": "pdf", "checklist.boxes": "checklist", "download.save.1": "download", "quiz.start": "quiz"}


@dataclass(frozen=True, slots=True)
class Places:
    """`source` is the authoring folder, `course` the package on the stick, `out` takes pictures and the certificate, `scratch` the rest."""

    source: Path
    course: Path
    out: Path
    scratch: Path

    @property
    def certificate(self) -> Path:
        return self.out / "certificate.pdf"


@dataclass(slots=True)
class Walk:
    """`brief` leaves out the looks and the corners. `spent` says how long each part took, in seconds."""

    hands: Hands
    camera: Camera
    places: Places
    answers: dict[str, Known]
    brief: bool = False
    next_seconds: float | None = None
    spent: list[tuple[str, float]] = field(default_factory=list)
    _seen: set[str] = field(default_factory=set)
    _worn: str = ""

    def go(self) -> None:
        self._part("a new learner", self.new_learner)
        self._part("the course", self.open_course)
        self._part("lessons before the quiz", self.lessons)
        self._part("a failed attempt", self.failed_attempt)
        if not self.brief:
            self._part("looks on the way", self.looks_on_the_way)
        self._part("a passed attempt", self.passed_attempt)
        self._part("lessons after the quiz", self.lessons)
        self._part("the certificate", self.certificate)
        if not self.brief:
            self._part("corners", self.corners)
            self._part("looks of the certificate", self.looks_of_the_certificate)

    def _part(self, name: str, deeds: Callable[[], None]) -> None:
        began = monotonic()
        deeds()
        self.spent.append((name, monotonic() - began))

    def shoot(self, screen: str, *, always: bool = False) -> None:
        """A picture; the brief walk takes only a few."""
        if always or not self.brief:
            self.camera.take(screen)

    # --- who, and what ---

    def new_learner(self) -> None:
        hands = self.hands
        hands.find("learners.new")
        self.shoot("learners-first")
        hands.click("learners.new")
        hands.write("learners.name", NAME)
        hands.click("learners.picture.turtle")
        self.shoot("learners-new")
        hands.click("learners.create")
        hands.find("library.open")
        if hands.words("learner.current") != NAME:
            raise TourError(f"the window says that {hands.words('learner.current')} is learning, not {NAME}")

    def open_course(self) -> None:
        hands = self.hands
        self.shoot("library-empty")
        if not self.brief:
            broken = self.places.scratch / "Water.course"
            broken.write_bytes(self.places.course.read_bytes()[:60_000])
            hands.file("library.open", broken)
            hands.find("message.danger")
            self.shoot("library-error")
            hands.click("message.close")
            hands.wait(lambda: not hands.sees("message.danger"), "the end of the message")
        hands.file("library.open", self.places.course)
        hands.find("course.open")
        self.shoot("course-new")
        hands.click("page.leave")
        hands.find("library.continue")
        self.shoot("library-new")
        self.opens_lesson(lambda: hands.click("library.continue"))

    # --- lessons ---

    def kind(self) -> str:
        """The kind of the lesson that is shown, as soon as one is."""
        hands = self.hands
        return hands.wait(lambda: next((kind for name, kind in KINDS.items() if hands.sees(name)), "text" if self._text() else ""), "a lesson",
                          self.next_seconds)

    def _text(self) -> QWebEngineView | None:
        """The view of a text lesson, when one is shown."""
        return next((view for view in self.hands.window.findChildren(QWebEngineView) if view.isVisible()), None)

    def scroll_text(self, notches: int) -> None:
        view = self._text()
        if view is None:
            raise TourError("no text is shown that could be scrolled")
        page = view.page()
        before = page.scrollPosition().y()
        self.hands.wheel(view, notches)
        self.hands.wait(lambda: page.scrollPosition().y() > before, "a scrolled lesson")

    def opens_lesson(self, deed: Callable[[], None]) -> str:
        """Do something that shows another lesson; wait until it is there, and painted when it is text. Returns its kind."""
        hands, camera = self.hands, self.camera
        before, painted = self._number(), camera.paintings()
        deed()
        hands.wait(lambda: self._number() not in {"", before}, "another lesson", self.next_seconds)
        kind = self.kind()
        if kind == "text":
            hands.wait(lambda: camera.paintings() > painted, "the text of the lesson", self.next_seconds)
        return kind

    def _number(self) -> str:
        """ "Lesson 3 of 13", "" on other pages; hidden in large text, but there."""
        found = self.hands.window.findChildren(QWidget, "lesson.number")
        return next((str(widget.property("text")) for widget in found), "")

    def next(self) -> str:
        """NEXT by the mouse, by Enter (which belongs to a box where one has the focus), by Alt+Right, in turns."""
        hands = self.hands
        button = hands.find("lesson.next")
        ways: tuple[Callable[[], None], ...] = (
            lambda: hands.click("lesson.next"),
            lambda: hands.key(Qt.Key.Key_Return) if button.hasFocus() else hands.click("lesson.next"),
            lambda: hands.key(Qt.Key.Key_Right, Qt.KeyboardModifier.AltModifier),
        )
        way = ways[len(self._seen) % len(ways)]
        self._seen.add(self._number())
        return self.opens_lesson(way)

    def lessons(self) -> None:
        """Work through lessons until the quiz, or the end of the course."""
        kind = self.kind()
        while True:
            number = self._number()
            deeds = {"text": self.text, "pdf": self.pdf, "checklist": self.checklist, "download": self.download}
            if kind in deeds:
                deeds[kind]()
            if kind == "quiz" and number not in self._seen:
                return
            if self.hands.words("lesson.next") == "Finish":
                self.hands.click("lesson.next")
                self.hands.find("award.claim")
                return
            kind = self.next()

    def text(self) -> None:
        hands = self.hands
        if "text" not in self._seen:
            self._seen.add("text")
            self.shoot("lesson-first", always=True)
        if "read to the end" not in hands.words("lesson.rule"):
            return
        self.shoot("lesson-skip")
        self.scroll_text(6)
        self.shoot("lesson-scrolled")
        hands.key(Qt.Key.Key_End)
        hands.wait(lambda: hands.words("lesson.rule").startswith(tr("This lesson is complete")), "the tick of the lesson that was read to its end")

    def pdf(self) -> None:
        """Scroll page by page until every page counts."""
        hands = self.hands
        pages = hands.find("pdf.pages")
        if not isinstance(pages, QAbstractScrollArea):
            raise TourError("the PDF cannot be scrolled")
        hands.wait(lambda: self._pages()[0] == 1, "the first page of the PDF")
        self.shoot("pdf")
        _, of = self._pages()
        for number in range(1, of):
            self._scroll_pages(pages, number + 1, of)
            hands.wait(lambda: self._pages()[0] > number, f"page {number + 1} of the PDF")  # noqa: B023 - waited for at once
        hands.wait(lambda: hands.words("lesson.rule").startswith(tr("This lesson is complete")), "the tick of the PDF")

    def _pages(self) -> tuple[int, int]:
        """How many pages of the PDF were shown, of how many."""
        done, of = re.findall(r"\d+", self.hands.words("pdf.counted")) or (0, 0)
        return int(done), int(of)

    def _scroll_pages(self, pages: QAbstractScrollArea, number: int, of: int) -> None:
        """Turn the wheel until the middle of a page has come to the middle of the window, or the end is reached."""
        bar, port = pages.verticalScrollBar(), pages.viewport()
        while bar.value() < bar.maximum() and bar.value() + port.height() / 2 < (number - .5) / of * (bar.maximum() + port.height()):
            self.hands.wheel(port, 1)
            live()

    def checklist(self) -> None:
        hands = self.hands
        boxes = 0
        while hands.sees(f"checklist.box.{boxes + 1}"):
            boxes += 1
            hands.click(f"checklist.box.{boxes}")
            if boxes == 4:
                self.shoot("checklist")
        hands.wait(lambda: hands.words("lesson.rule").startswith(tr("This lesson is complete")), "the tick of the checklist")

    def download(self) -> None:
        hands = self.hands
        target = self.places.scratch / "saved.file"
        self.shoot("download")
        hands.file("download.save.1", target)
        hands.wait(target.exists, "the saved file")
        if not any(each.read_bytes() == target.read_bytes() for each in self.places.source.rglob("*.download/*")):
            raise TourError("the saved file is none of the files of the course")
        hands.find("message.progress")
        self.shoot("download-saved")

    # --- the quiz ---

    def answer(self, *, right: bool) -> None:
        """Answer the question that is shown."""
        hands = self.hands
        text = plain(hands.find("quiz.answer").accessibleName())
        known = self.answers.get(text)
        if known is None:
            raise TourError(f"the quiz asks “{text}”, which the author did not write")
        if known.order:
            self._order(known, right=right)
            return
        if known.pairs:
            self._pair(known, right=right)
            return
        if known.typed:
            hands.write("quiz.field", known.typed if right else known.mistyped)
            return
        for words in known.right if right else known.wrong[:1]:
            option = self._option(words)
            if not option.isChecked():
                hands.click_on(option)
                hands.wait(option.isChecked, f"the answer “{words}”")

    def _order(self, known: Known, *, right: bool) -> None:
        """One after the other is moved up to its place; when all is to be wrong, the last comes first."""
        wanted = known.order if right else tuple(reversed(known.order))
        for to, words in enumerate(wanted, 1):
            at = to
            while plain(self.hands.words(f"quiz.line.{at}.words")) != words:
                at += 1
            for number in range(at, to, -1):
                self.hands.click(f"quiz.up.{number}")

    def _pair(self, known: Known, *, right: bool) -> None:
        """What belongs to each prompt, or to the prompt after it."""
        hands, number = self.hands, 1
        prompts, answers = [prompt for prompt, _ in known.pairs], [answer for _, answer in known.pairs]
        wanted = dict(zip(prompts, answers if right else [*answers[1:], answers[0]], strict=True))
        while hands.sees(f"quiz.place.{number}"):
            hands.pick(f"quiz.place.{number}", wanted[plain(hands.find(f"quiz.place.{number}").accessibleName())])
            number += 1

    def _option(self, words: str) -> QAbstractButton:
        hands, number = self.hands, 1
        while hands.sees(f"quiz.option.{number}"):
            option = hands.find(f"quiz.option.{number}")
            if isinstance(option, QAbstractButton) and words in plain(option.accessibleName()):
                return option
            number += 1
        raise TourError(f"the question has no answer “{words}”")

    def _turn(self, name: str) -> None:
        """To another question; until the page shows it."""
        hands = self.hands
        before = hands.words("quiz.number")
        hands.click(name)
        hands.wait(lambda: hands.words("quiz.number") != before, "another question")

    def _of(self) -> tuple[int, int]:
        """Which question is shown, of how many."""
        at, of = re.findall(r"\d+", self.hands.words("quiz.number"))
        return int(at), int(of)

    def failed_attempt(self) -> None:
        hands = self.hands
        self.shoot("quiz-start")
        hands.click("quiz.start")
        hands.find("quiz.answer")
        while True:
            self.answer(right=False)
            at, of = self._of()
            if at == 4:
                self.shoot("quiz-typed")
            if at == of:
                break
            self._turn("quiz.nextQuestion")
        hands.click("quiz.nextQuestion")
        hands.find("quiz.confirm")
        self.shoot("quiz-hand-in")
        hands.click("quiz.confirm")
        hands.find("quiz.result")
        self.shoot("quiz-result-failed")
        if hands.words("lesson.next") == "Finish":
            raise TourError("a failed quiz ends the course")
        hands.click("quiz.reviewAnswers")
        hands.find("quiz.backToResult")
        self.shoot("quiz-review-failed")
        hands.click("quiz.backToResult")
        hands.click("quiz.retry")
        hands.find("quiz.answer")
        self.answer(right=True)
        hands.click("quiz.flag")
        self._turn("quiz.nextQuestion")
        self.answer(right=True)

    def looks_on_the_way(self) -> None:
        """Library, course, lesson and quiz in every look, with a failed quiz behind and an open attempt."""
        hands = self.hands
        hands.click("page.leave")
        hands.find("quiz.start")
        self.shoot("quiz-resume")
        hands.click("page.leave")
        hands.find("course.open")
        hands.click("page.leave")
        hands.find("library.continue")
        self.on_the_way()
        for look in LOOKS:
            self.wear(look)
            self.on_the_way()
        self.wear("")
        self.to_the_quiz()

    def on_the_way(self) -> None:
        """From the library and back to it."""
        hands = self.hands
        hands.find("library.continue")
        self.shoot("library")
        hands.click("library.course.org.greentick.safe-water")
        hands.find("course.open")
        self.shoot("course")
        self.opens_lesson(lambda: hands.click("course.open"))
        self.opens_lesson(lambda: self._choose(CHLORINE))
        self.shoot("lesson")
        if self.camera.look == "-200":
            hands.click("lesson.showOutline")
            hands.find("lesson.outline")
            self.shoot("lesson-outline")
        elif self.camera.look in SCROLLED:
            self.scroll_text(8)
            self.shoot("lesson-middle")
        self.opens_lesson(lambda: self._choose(QUIZ))
        if self.camera.look in CARDS:
            self.shoot("quiz-start")
        hands.click("quiz.start")
        hands.find("quiz.answer")
        self.shoot("quiz")
        hands.click("page.leave")
        hands.find("quiz.start")
        hands.click("page.leave")
        hands.find("course.outline")
        hands.click("page.leave")
        hands.find("library.continue")

    def _choose(self, title: str) -> None:
        if not self.hands.sees("lesson.outline"):
            self.hands.click("lesson.showOutline")
        self.hands.row("lesson.outline", title)

    def to_the_quiz(self) -> None:
        hands = self.hands
        self.opens_lesson(lambda: hands.click("library.continue"))
        hands.click("quiz.start")
        hands.find("quiz.answer")

    def passed_attempt(self) -> None:
        hands = self.hands
        while True:
            self.answer(right=True)
            at, of = self._of()
            if at == of:
                break
            self._turn("quiz.nextQuestion")
        hands.click("quiz.cell.1")
        hands.wait(lambda: self._of()[0] == 1, "the first question")
        hands.click("quiz.submit")
        hands.find("quiz.confirm")
        hands.click("quiz.confirm")
        hands.find("quiz.result")
        self.shoot("quiz-result", always=True)
        hands.click("quiz.reviewAnswers")
        hands.find("quiz.backToResult")
        self.shoot("quiz-review")
        self._seen.add("Lesson 8 of 13")
        self.opens_lesson(lambda: hands.click("lesson.next"))

    # --- the certificate ---

    def certificate(self) -> None:
        hands, target = self.hands, self.places.certificate
        self.shoot("course-done")
        hands.click("award.claim")
        hands.find("certificate.name")
        hands.write("certificate.name", NAME)
        self.shoot("award-name")
        hands.click("award.issue")
        hands.find("award.save")
        self.shoot("award", always=True)
        hands.file("award.save", target)
        hands.wait(target.exists, "the saved certificate")
        hands.find("message.progress")
        self.shoot("award-saved")
        hands.click("award.check")
        hands.find("verify.verdict")
        self.shoot("verify-unknown", always=True)
        if hands.words("verify.verdict") != tr("Intact, but the signer is not known here"):
            raise TourError(f"the check of the certificate says: {hands.words('verify.verdict')}")

    # --- looks ---

    def settings(self, page: str) -> None:
        """Open a page of the settings from whatever page is shown."""
        hands = self.hands
        if hands.sees("settings.open"):
            hands.click("settings.open")
        else:
            hands.menu("window.more", "Settings")
        hands.click(f"settings.{page}")

    def wear(self, look: str) -> None:
        """Change the look the way a person does, in one visit to the settings, and come back to the library. "" is the usual one."""
        if "-1920" in {look, self._worn}:
            self.resize(*(WIDE if look == "-1920" else USUAL))
        if {look, self._worn} - {"", "-1920"}:
            self._change(self._worn, look)
            if look and "settings" + look not in self.camera.taken:
                self.camera.look = look
                self.shoot("settings")
            self._back_in_the_library()
        self.camera.look = self._worn = look

    def _change(self, old: str, new: str) -> None:
        """In the settings: what made the old look goes, what makes the new one comes."""
        hands = self.hands
        pages = [page for page in PAGES_OF_LOOKS if {old, new} & PAGES_OF_LOOKS[page]]
        if new in PAGES_OF_LOOKS[pages[0]]:
            pages.reverse()  # the page of the new look last: it is the one whose picture is taken
        for at, page in enumerate(pages):
            self.settings(page) if at == 0 else hands.click(f"settings.{page}")
            if page == "language":
                self._direction(rtl=new == "-rtl")
                continue
            if {old, new} & {"-dark", "-contrast"}:
                hands.click(f"settings.theme.{new[1:] if new in {'-dark', '-contrast'} else 'light'}")
            if "-200" in {old, new}:
                self._text_size(large=new == "-200")

    def _direction(self, *, rtl: bool) -> None:
        hands = self.hands
        hands.pick("settings.direction", "Right to left" if rtl else "As the language is written")
        wanted = Qt.LayoutDirection.RightToLeft if rtl else Qt.LayoutDirection.LeftToRight
        hands.wait(lambda: hands.window.layoutDirection() == wanted, "the other direction")

    def _text_size(self, *, large: bool) -> None:
        hands = self.hands
        hands.tab_to("settings.textSize")
        hands.key(Qt.Key.Key_End if large else Qt.Key.Key_Home)
        hands.wait(lambda: hands.sees("window.more") is large, "another text size")
        if not large:
            hands.tab_to("settings.textSize")
            hands.key(Qt.Key.Key_PageUp)  # from the smallest to the usual
            live()

    def _back_in_the_library(self) -> None:
        self.hands.click("page.leave")
        self.hands.find("library.courses")

    def resize(self, width: int, height: int) -> None:
        """What a window manager does."""
        window = self.hands.window
        window.resize(width, height)
        self.hands.wait(lambda: (window.width(), window.height()) == (width, height), "another size")

    def looks_of_the_certificate(self) -> None:
        hands = self.hands
        for look in LOOKS:
            self.wear(look)
            hands.click("awards.save")
            hands.find("award.save")
            self.shoot("award")
            hands.click("award.check")
            hands.find("verify.verdict")
            self.shoot("verify-unknown")
            self._back_in_the_library()

    # --- what else there is to see ---

    def corners(self) -> None:
        hands, course = self.hands, self.places.course
        away = course.rename(course.with_suffix(".away"))
        hands.click("page.leave")
        hands.find("library.courses")
        self.shoot("library-missing")
        hands.click("library.course.org.greentick.safe-water")
        hands.find("message.danger")
        self.shoot("course-missing")
        away.rename(course)
        for page in ("reading", "language", "folder", "about"):
            self.settings(page) if page == "reading" else hands.click(f"settings.{page}")
            self.shoot("settings" if page == "reading" else f"settings-{page}")
        hands.click("page.leave")
        hands.find("awards.save")
        self.shoot("library-done")
        changed = self.places.scratch / "Certificate, changed.pdf"
        data = bytearray(self.places.certificate.read_bytes())
        data[len(data) // 2] ^= 1
        changed.write_bytes(data)
        hands.click("awards.check")
        hands.file("verify.drop", changed)
        hands.wait(lambda: hands.words("verify.verdict") == "Not valid", "the verdict on a changed certificate")
        self.shoot("verify-invalid")
        hands.click("page.leave")
        hands.click("awards.save")
        hands.click("award.handOver")
        hands.find("learners.new")
        self.shoot("learners")
        hands.click("verify.open")
        hands.find("verify.drop")
        self.shoot("verify")
        hands.click("page.leave")
        hands.click_on(self._tile(NAME), NAME)
        hands.find("awards.save")

    def _tile(self, name: str) -> QWidget:
        board = self.hands.find("learners.board")
        found = [widget for widget in board.findChildren(QAbstractButton) if widget.accessibleName().startswith(name)]
        if not found:
            raise TourError(f"{name} is not on the board")
        return found[0]
