"""Every screen for assistive technology and for the keyboard: each control has a name and a role, and Tab reaches it.

`UPDATE_GOLDEN=1 pytest tests/ui/test_controls.py` writes tests/golden/controls.txt anew; read the difference before it is committed.
"""

import os
import time
from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QAccessible
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QAbstractButton, QAbstractItemView, QAbstractSlider, QApplication, QComboBox, QLabel, QLineEdit, QScrollBar, QWidget

from player.course.model import Chapter
from player.ui.routes import AwardRoute, CourseRoute, LearnersRoute, LessonRoute, LibraryRoute, QuizRoute, ResultRoute, SettingsRoute, VerifyRoute
from tests.forge.window import BOXES, FILES, LEAFLET, SAVED, Stage, check, write_course

GOLDEN = Path(__file__).parents[1] / "golden" / "controls.txt"
CONTROLS = (QAbstractButton, QLineEdit, QComboBox, QAbstractSlider, QAbstractItemView)
Role = QAccessible.Role
ROLES = {
    Role.Button: "button", Role.PushButton: "button", Role.CheckBox: "check box", Role.RadioButton: "radio button", Role.EditableText: "field",
    Role.ComboBox: "choice", Role.Slider: "slider", Role.List: "list", Role.Tree: "tree", Role.Link: "link", Role.ButtonMenu: "menu button",
}  # fmt: skip


@pytest.fixture(autouse=True)
def _utc(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    monkeypatch.setenv("TZ", "UTC")
    time.tzset()
    yield
    monkeypatch.undo()
    time.tzset()


def controls(root: QWidget) -> list[QWidget]:
    """What can be used on the page now, in the order in which it is read."""
    from player.ui.reading_order import stops

    found = list(stops(root))
    found += [each for each in root.findChildren(QWidget) if isinstance(each, CONTROLS) and each not in found]
    return [each for each in found if each.isVisible() and not isinstance(each, (QScrollBar, QLabel)) and not _inside(each)]


def _inside(widget: QWidget) -> bool:
    """Part of a control that is one for the learner."""
    above = widget.parentWidget()
    while above is not None:
        if isinstance(above, (QAbstractItemView, QComboBox, QLineEdit)) or above.inherits("QPdfView") or above.inherits("QWebEngineView"):
            return True
        above = above.parentWidget()
    return False


def described(widget: QWidget) -> str:
    """ "button  Not you?  (learner.notYou)"."""
    told = QAccessible.queryAccessibleInterface(widget)
    # Qt on Linux says what a choice shows; its name is told by a relation.
    name = widget.accessibleName() if isinstance(widget, QComboBox) else told.text(QAccessible.Text.Name)
    role = ROLES.get(told.role(), told.role().name)
    assert name.strip(), f"{type(widget).__name__} {widget.objectName()} has no name"
    assert told.role() in ROLES or widget.inherits("QPdfView"), f"{name}: its role is {told.role().name}"
    return f"{role:<12}  {name}" + (f"  ({widget.objectName()})" if widget.objectName() else "")


def reached(stage: Stage) -> list[QWidget]:
    """Once around by Tab."""
    first = QApplication.focusWidget()
    assert first is not None
    found, here = [], first
    for _ in range(400):
        found.append(here)
        QTest.keyClick(here, Qt.Key.Key_Tab)
        now = QApplication.focusWidget()
        assert now is not None, f"after {here.objectName()} nothing has the keyboard"
        here = now
        if here is first:
            return found
    raise AssertionError(f"Tab does not come back to {first.objectName()}: {[each.objectName() for each in found[:40]]}")


def walked(stage: Stage) -> list[str]:
    """The controls of the screen that is shown; fails where one has no name, no role, or is out of reach."""
    stage.settle()
    found = controls(stage.screen)
    by_tab = set(reached(stage))
    for widget in found:
        if widget in by_tab or not widget.isEnabled():
            continue
        group = [each for each in found if isinstance(each, QAbstractButton) and each.parent() is widget.parent() and each in by_tab]
        of_group = isinstance(widget, QAbstractButton) and (widget.autoExclusive() or widget.group() is not None)
        assert of_group, f"Tab does not reach {described(widget)}"
        assert group, f"Tab reaches none of the group of {described(widget)}"
    return [described(each) for each in found]


def screens(stage: Stage, tmp_path: Path) -> Iterator[tuple[str, list[str]]]:
    """Every screen in turn."""
    stage.board()
    yield "learners, nobody yet", walked(stage)
    stage.click("learners.new")
    yield "learners, a new one", walked(stage)
    stage.show(LearnersRoute())
    stage.sign_in("Nora Example")
    yield "library, empty", walked(stage)
    lesson, quiz = check(time_limit_seconds=1200)
    chapters = Chapter("start", "Before you start", (BOXES, FILES, SAVED)), Chapter("brew", "Brewing", (LEAFLET, lesson))
    path = write_course(tmp_path / "tea.course", *chapters, quiz=quiz)
    key = stage.add(path)
    stage.show(LibraryRoute())
    yield "library", walked(stage)
    stage.show(CourseRoute(key))
    yield "course", walked(stage)
    for one in ("boxes", "files", "leaflet", "check"):
        stage.show(LessonRoute(key, one))
        yield f"lesson: {one}", walked(stage)
    stage.show(QuizRoute(key, "check"))
    for number, question in enumerate(("single", "multiple", "true or false", "short text", "numeric")):
        stage.screen._turn(number)
        yield f"quiz: {question}", walked(stage)
    stage.click("quiz.submit")
    stage.find("quiz.confirm")
    yield "quiz, before handing in", walked(stage)
    stage.click("quiz.confirm")
    stage.wait(lambda: isinstance(stage.window.route, ResultRoute))
    yield "result", walked(stage)
    stage.click("quiz.reviewAnswers")
    stage.find("quiz.backToResult")
    yield "review", walked(stage)
    stage.tick(key, "boxes", "files", "leaflet", "check")
    stage.show(CourseRoute(key))
    yield "course, complete", walked(stage)
    stage.show(AwardRoute(key, "certificate"))
    yield "award, the name", walked(stage)
    stage.click("award.issue")
    stage.find("award.save")
    yield "award", walked(stage)
    kept = stage.screen._issued.path
    stage.show(VerifyRoute())
    yield "check", walked(stage)
    stage.show(VerifyRoute(str(kept)))
    yield "check, a verdict", walked(stage)
    stage.show(LibraryRoute())
    yield "library, with a certificate", walked(stage)
    for page in ("reading", "language", "folder", "about"):
        stage.show(SettingsRoute(page))
        yield f"settings: {page}", walked(stage)
    stage.resized(text_scale=2.0)
    stage.show(LessonRoute(key, "boxes"))
    yield "lesson in large text", walked(stage)
    stage.click("lesson.showOutline")
    yield "outline in large text", walked(stage)


def test_every_control_has_a_name_a_role_and_a_place_in_the_order_of_tab(stage: Stage, tmp_path: Path) -> None:
    text = "\n\n".join("\n".join((f"[{screen}]", *lines)) for screen, lines in screens(stage, tmp_path)) + "\n"
    if os.environ.get("UPDATE_GOLDEN"):
        GOLDEN.write_text(text, encoding="utf-8")
    assert text.splitlines() == GOLDEN.read_text(encoding="utf-8").splitlines(), "UPDATE_GOLDEN=1 writes it anew; read the difference"


PROMISED = (
    "learners.board", "learners.new", "learners.name", "learners.guest", "library.open", "library.courses", "library.continue", "course.outline",
    "course.whatsLeft", "course.progress", "course.open", "lesson.next", "lesson.back", "lesson.rule", "lesson.view", "lesson.outline",
    "quiz.start", "quiz.answer", "quiz.nextQuestion", "quiz.previousQuestion", "quiz.flag", "quiz.overview", "quiz.timer", "quiz.submit",
    "quiz.result", "quiz.retry",
    "award.claim", "award.save", "award.print", "award.handOver", "certificate.name", "verify.drop", "verify.verdict", "learner.current",
    "learner.notYou", "status.message",
)  # fmt: skip


def test_the_names_that_are_promised_are_there(stage: Stage, tmp_path: Path) -> None:
    """interface.md, "Names": a contract with tests and assistive technology."""
    seen: set[str] = set()
    for _screen, _lines in screens(stage, tmp_path):
        seen |= {each.objectName() for each in stage.screen.findChildren(QWidget) if each.isVisible() and each.objectName()}
    assert set(PROMISED) - seen == set()
