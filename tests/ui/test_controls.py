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
from PySide6.QtWidgets import QAbstractButton, QAbstractItemView, QAbstractSlider, QComboBox, QLabel, QLineEdit, QScrollBar, QWidget

from player.ui.routes import LessonRoute
from player.ui.web.environment import prepare_environment, register_scheme
from tests.forge.every_screen import every_screen
from tests.forge.keyboard import round_trip
from tests.forge.window import Stage, tea

prepare_environment()
register_scheme()

GOLDEN = Path(__file__).parents[1] / "golden" / "controls.txt"
CONTROLS = (QAbstractButton, QLineEdit, QComboBox, QAbstractSlider, QAbstractItemView)
Role = QAccessible.Role
ROLES = {
    Role.Button: "button", Role.PushButton: "button", Role.CheckBox: "check box", Role.RadioButton: "radio button", Role.EditableText: "field",
    Role.ComboBox: "choice", Role.Slider: "slider", Role.List: "list", Role.Tree: "tree", Role.Link: "link", Role.ButtonMenu: "menu button",
}  # fmt: skip
CONTENT = {"QPdfView": "pages", "QWebEngineView": "text"}  # Qt has no role of its own for these


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
    found = [each for each in found if each.isVisible() and not isinstance(each, (QScrollBar, QLabel)) and not _inside(each)]
    return [each for each in found if each.focusPolicy() != Qt.FocusPolicy.ClickFocus]  # a film's picture: the buttons below do the same


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
    content = next((word for kind, word in CONTENT.items() if kind in {widget.objectName(), type(widget).__name__} or widget.inherits(kind)), "")
    role = content or ROLES.get(told.role(), told.role().name)
    assert name.strip(), f"{type(widget).__name__} {widget.objectName()} has no name"
    assert content or told.role() in ROLES, f"{name}: its role is {told.role().name}"
    return f"{role:<12}  {name}" + (f"  ({widget.objectName()})" if widget.objectName() else "")


def walked(stage: Stage) -> list[str]:
    """The controls of the screen that is shown; fails where one has no name, no role, or is out of reach."""
    stage.settle()
    found = controls(stage.screen)
    by_tab = {stop.widget for stop in round_trip()}
    for widget in found:
        if widget in by_tab or not widget.isEnabled():
            continue
        group = [each for each in found if isinstance(each, QAbstractButton) and each.parent() is widget.parent() and each in by_tab]
        of_group = isinstance(widget, QAbstractButton) and (widget.autoExclusive() or widget.group() is not None)
        assert of_group, f"Tab does not reach {described(widget)}"
        assert group, f"Tab reaches none of the group of {described(widget)}"
    return [described(each) for each in found]


def screens(stage: Stage, tmp_path: Path) -> Iterator[tuple[str, list[str]]]:
    """Every screen in turn, and some in large text, where they are laid out otherwise."""
    for screen in every_screen(stage, tmp_path):
        yield screen, walked(stage)
    key = stage.add(tea(tmp_path / "tea.course"))
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
