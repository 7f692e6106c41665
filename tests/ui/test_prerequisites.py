"""A course that waits for another one: why it is locked leads there, and a certificate that is dropped opens it."""

from dataclasses import replace
from pathlib import Path

import pytest
from PySide6.QtCore import QMimeData, QPoint, QPointF, Qt, QUrl
from PySide6.QtGui import QDropEvent
from PySide6.QtWidgets import QAbstractButton, QFileDialog, QLineEdit

from player.course.model import AwardHeld, Chapter
from player.ui.routes import CourseRoute, LessonRoute, LibraryRoute, VerifyRoute
from tests.forge import certificates
from tests.forge.ladder import PUMPS, WATER_CERTIFICATE, begin, finish, paper, pumps, rung, water, write_rung
from tests.forge.window import BOXES, Stage


def drop(stage: Stage, file: Path, at: QPoint | None = None) -> None:
    data = QMimeData()
    data.setUrls([QUrl.fromLocalFile(str(file))])
    place = QPointF(at or QPoint(20, 20))
    stage.window.dropEvent(QDropEvent(place, Qt.DropAction.CopyAction, data, Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier))
    stage.settle()


def row(stage: Stage, words: str) -> QAbstractButton:
    return next(each for each in stage.window.findChildren(QAbstractButton) if each.isVisible() and each.accessibleName().startswith(words))


def trusting(stage: Stage) -> None:
    stage.data.issuers.mkdir(parents=True, exist_ok=True)
    (stage.data.issuers / "network.cer").write_bytes(certificates.anchor())


def test_why_it_is_locked_leads_to_the_course_that_opens_it(stage: Stage, tmp_path: Path) -> None:
    stage.open()
    key = stage.add(pumps(tmp_path))
    stage.show(CourseRoute(key))
    assert "What opens this course" in stage.text()
    assert "Earned in a course that is not on this computer" in stage.text()
    assert not stage.find("course.open").isEnabled()
    other = stage.add(water(tmp_path))
    stage.show(CourseRoute(key))
    row(stage, "Safe water. Earned in").click()
    stage.settle()
    assert stage.window.route == CourseRoute(other)
    stage.asked(lambda player: finish(player, begin(player, stage.learner.id, tmp_path / "water.course")))
    stage.show(CourseRoute(key))
    assert "What opens this course" not in stage.text()
    assert stage.find("course.open").isEnabled()


def test_a_locked_lesson_shows_where_a_certificate_goes(stage: Stage, tmp_path: Path) -> None:
    stage.open()
    made = rung(PUMPS, "Pumps", lesson_opens=AwardHeld(WATER_CERTIFICATE))
    key = stage.add(write_rung(tmp_path / "pumps.course", made))
    stage.show(CourseRoute(key))
    row(stage, "Later").click()
    stage.settle()
    assert stage.window.route == CourseRoute(key, "later")
    assert "What opens “Later”" in stage.text()
    trusting(stage)
    drop(stage, paper(tmp_path))
    stage.wait(lambda: stage.window.route == CourseRoute(key))
    assert "“Safe water” is accepted." in str(stage.messages())
    assert not stage.status(key).lessons["later"].locked


def test_from_the_outline_too_and_to_a_course_page_that_does_not_show_it_yet(stage: Stage, tmp_path: Path) -> None:
    stage.open()
    made = rung(PUMPS, "Pumps", lesson_opens=AwardHeld(WATER_CERTIFICATE))
    chapters = (Chapter("zero", "Boxes", (replace(BOXES, file="first.md"),)), *made.chapters)
    key = stage.add(write_rung(tmp_path / "pumps.course", replace(made, chapters=chapters)))
    stage.show(LessonRoute(key, BOXES.id))
    stage.window.screen_shown._go_to("later")  # type: ignore[union-attr]  # what the outline does
    stage.settle()
    assert stage.window.route == CourseRoute(key, "later")
    stage.show(CourseRoute(key))
    drop(stage, paper(tmp_path, endorsed=False))
    stage.find("lock.said")
    assert "What opens “Later”" in stage.text()
    assert "No trainer's PIN is set" in stage.text()


def test_a_trainer_accepts_what_nobody_here_can_tell(stage: Stage, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    stage.open()
    stage.asked(lambda player: player.trainer.set_pin("Tess", "4711", "4711"))
    key = stage.add(pumps(tmp_path))
    stage.show(CourseRoute(key))
    broken = tmp_path / "broken.pdf"
    broken.write_bytes(b"%PDF-1.7 nothing")
    drop(stage, broken)
    stage.wait(lambda: stage.find("lock.said").accessibleName().strip())
    file = paper(tmp_path, endorsed=False)
    monkeypatch.setattr(QFileDialog, "getOpenFileName", lambda *_args: (str(file), ""))
    stage.click("lock.choose")
    pin = stage.find("lock.pin", QLineEdit)
    stage.wait(lambda: "no way to tell who is behind it" in stage.text())
    pin.setText("4711")
    stage.click("lock.unlock")
    reason = stage.find("lock.reason", QLineEdit)
    stage.click("lock.accept")
    stage.wait(lambda: "Type why." in stage.text())
    reason.setText("I taught her myself")
    stage.click("lock.accept")
    stage.wait(lambda: "“Safe water” is accepted." in str(stage.messages()))
    stage.wait(lambda: stage.find("course.open").isEnabled())


def test_on_the_card_of_the_library(stage: Stage, tmp_path: Path) -> None:
    stage.open()
    key = stage.add(pumps(tmp_path))
    trusting(stage)
    stage.show(LibraryRoute())
    card = stage.find(f"library.course.{PUMPS}")
    drop(stage, paper(tmp_path), card.mapTo(stage.window, card.rect().center()))
    stage.wait(lambda: stage.window.route == CourseRoute(key))
    stage.wait(lambda: "“Safe water” is accepted." in str(stage.messages()))
    stage.show(LibraryRoute())
    card = stage.find(f"library.course.{PUMPS}")
    drop(stage, paper(tmp_path), card.mapTo(stage.window, card.rect().center()))  # nothing waits for it now: it is only checked
    stage.wait(lambda: isinstance(stage.window.route, VerifyRoute))
