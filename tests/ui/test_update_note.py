"""A newer version of a course: what it kept, brought and took away, said on the course page."""

import os
from dataclasses import replace
from pathlib import Path

import pytest
from PySide6.QtWidgets import QApplication

from player.course.model import Chapter
from player.ui.routes import CourseRoute, LessonRoute
from tests.forge.pictures import faults
from tests.forge.window import BOXES, FILES, LEAFLET, SAVED, Stage, write_course

PICTURES = os.environ.get("GREENTICK_TEST_PICTURES", "")


def updated(stage: Stage, folder: Path) -> str:
    """Version 1.0 with two ticks, then 2.0 without one lesson and with another."""
    key = stage.add(write_course(folder / "one.course", Chapter("a", "Start", (BOXES, FILES, SAVED)), version="1.0"))
    stage.tick(key, "boxes", "saved")
    stage.show(CourseRoute(key))
    assert not stage.sees("course.update")
    stage.add(write_course(folder / "two.course", Chapter("a", "Start", (BOXES, FILES, LEAFLET)), version="2.0"))
    stage.asked(lambda _player: stage.window.desk.session.close_course())
    return key


def test_an_update_says_what_it_kept_brought_and_took(stage: Stage, tmp_path: Path) -> None:
    stage.open()
    key = updated(stage, tmp_path)
    stage.show(CourseRoute(key))
    banner = stage.find("course.update")
    assert banner.accessibleName() == "Version 2.0: 2 lessons kept, 1 new, 1 gone New: “The leaflet”. Gone: “To keep”. Your 1 tick stayed."
    assert stage.status(key).lessons["boxes"].done
    stage.click("course.newLesson")
    stage.wait(lambda: stage.window.route == LessonRoute(key, "leaflet"))
    stage.settle()
    stage.show(CourseRoute(key))
    stage.click("course.closeUpdate")
    stage.show(CourseRoute(key))
    assert not stage.sees("course.update")


def test_it_goes_after_a_month(stage: Stage, tmp_path: Path) -> None:
    stage.open()
    key = updated(stage, tmp_path)
    stage.show(CourseRoute(key))
    stage.find("course.update")
    stage.clock.forward(days=31)
    stage.show(CourseRoute(key))
    assert not stage.sees("course.update")


def test_many_new_lessons_are_counted_and_an_unknown_old_version_is_not(stage: Stage, tmp_path: Path) -> None:
    stage.open()
    key = stage.add(write_course(tmp_path / "one.course", Chapter("a", "Start", (BOXES,)), version="1.0"))
    stage.asked(lambda player: player.learning.enrol(stage.learner.id, player.library.open(key)))
    more = tuple(replace(FILES, id=f"f{number}", title=f"More {number}") for number in range(5))
    stage.add(write_course(tmp_path / "two.course", Chapter("a", "Start", (BOXES, *more)), version="2.0"))
    stage.show(CourseRoute(key))
    assert "New: “More 0”, “More 1”, “More 2” and 2 more." in stage.find("course.update").accessibleName()
    for path in (stage.data.cache / "editions").iterdir():
        path.unlink()
    (tmp_path / "two.course").unlink()
    stage.add(write_course(tmp_path / "three.course", Chapter("a", "Start", (BOXES,)), version="3.0"))
    stage.asked(lambda _player: stage.window.desk.session.close_course())
    stage.show(CourseRoute(key))
    assert "This is version 3.0 now" in stage.find("course.update").accessibleName()


@pytest.mark.parametrize(("look", "changes"), [("light", {"theme": "light"}), ("dark", {"theme": "dark"}), ("contrast", {"theme": "contrast"}),
                                               ("rtl", {"direction": "rtl"}), ("200", {"text_scale": 2.0})])
def test_it_is_drawn_well_in_every_look(stage: Stage, tmp_path: Path, look: str, changes: dict[str, object]) -> None:
    stage.open()
    key = updated(stage, tmp_path)
    stage.window.change_look(**changes)
    stage.show(CourseRoute(key))
    QApplication.processEvents()
    if PICTURES:
        stage.window.grab().save(str(Path(PICTURES) / f"update-{look}.png"))
    assert faults(stage.window) == []
