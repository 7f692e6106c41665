"""A newer version of a course in the window: shown before it is switched to, what is new since, who goes on in the older one."""

import os
from pathlib import Path

import pytest
from PySide6.QtWidgets import QApplication

from player.course.model import Move
from player.ui.routes import CourseRoute, LessonRoute, LibraryRoute
from tests.forge.new_versions import new_versions, version
from tests.forge.pictures import faults
from tests.forge.window import Stage

PICTURES = os.environ.get("GREENTICK_TEST_PICTURES", "")


def test_what_is_shown_before_switching_and_after(stage: Stage, tmp_path: Path) -> None:
    stage.open()
    walk = new_versions(stage, tmp_path)
    assert next(walk) == "library, a newer version is offered"
    said = stage.find("intake.update").accessibleName()
    for part in ("From version 1.0 to 2.0: 1 lesson stays as it is · 1 changed · 1 new · 1 gone", "New: “Cups and pots”.", "Changed: “Recipes”.",
                 "Gone: “The leaflet”.", "“To keep” is the same lesson under a new id; its tick comes along.",
                 "Everybody goes on in the new version.",
                 "Ben Beispiel goes on in version 2.0. 1 lesson is to be done again.",
                 "Nora Example goes on in version 2.0. “Complete (1.0)” stays. 2 ticks stay. 1 lesson is to be done again. 1 ticked lesson is gone"):
        assert part in said
    assert stage.words("intake.open") == "Switch to 2.0 where it lies"
    assert stage.words("intake.stay") == "Stay with 1.0"
    assert next(walk) == "course, new since you finished"
    assert "New since you finished" in stage.text()
    assert "You have completed version 1.0; that stays." in stage.text()
    assert "Done in 1.0. This version wants it once more" in stage.text()
    key = stage.window.route.key  # type: ignore[union-attr]
    stage.click("course.since.cups")
    stage.wait(lambda: stage.window.route == LessonRoute(key, "cups"))
    stage.settle()
    for name in walk:
        if name == "library, a course that was complete in an older version":
            assert "Complete (1.0)" in stage.text()
        if name == "library, a newer version that takes nobody along":
            assert "Nora Example goes on in version 2.0." in stage.find("intake.update").accessibleName()
    assert "You go on in version 2.0" in stage.find("course.stays").accessibleName()


def test_a_double_click_asks_first_and_staying_changes_nothing(stage: Stage, tmp_path: Path) -> None:
    stage.open()
    first = version(tmp_path, "1.0")
    stage.window.open_paths((first,))
    stage.wait(lambda: isinstance(stage.window.route, CourseRoute), "nobody has begun it: it opens at once")
    key = stage.window.route.key  # type: ignore[union-attr]
    stage.tick(key, "boxes")
    stage.window.open_paths((version(tmp_path, "2.0", move=Move.COMPLETED),))
    stage.wait(lambda: isinstance(stage.window.route, LibraryRoute))
    sheet = stage.find("intake.update")
    assert "Nora Example goes on in version 1.0." in sheet.accessibleName()
    stage.click("intake.stay")
    stage.wait(lambda: not stage.sees("intake.update"))
    assert stage.asked(lambda player: player.library.known()[key].version) == "1.0"
    stage.window.open_paths((tmp_path / "tea-2.0.course",))
    stage.click("intake.open")
    stage.wait(lambda: stage.window.route == CourseRoute(key))
    stage.settle()
    assert "Version 2.0 is here too. You come to it when you have completed this one." in stage.find("course.stays").accessibleName()
    stage.click("course.closeStays")
    stage.show(CourseRoute(key))
    assert not stage.sees("course.stays")
    first.rename(tmp_path / "elsewhere.course")
    stage.asked(lambda _player: stage.window.desk.session.close_course())
    stage.window.open_paths((tmp_path / "elsewhere.course",))  # the folder is there, the file is not: it is the one that is asked for
    stage.settle()
    stage.show(CourseRoute(key))
    assert stage.status(key).lessons["boxes"].done
    assert stage.sees("course.update") is False


LOOKS = {"light": {"theme": "light"}, "dark": {"theme": "dark"}, "rtl": {"direction": "rtl"}, "200": {"text_scale": 2.0}}


@pytest.mark.parametrize("look", LOOKS if PICTURES else ["200"])
def test_it_is_drawn_well_in_every_look(stage: Stage, tmp_path: Path, look: str) -> None:
    stage.open()
    stage.window.change_look(**LOOKS[look])
    stage.settle()
    for number, _name in enumerate(new_versions(stage, tmp_path)):
        QApplication.processEvents()
        if PICTURES:
            stage.window.grab().save(str(Path(PICTURES) / f"versions-{look}-{number}.png"))
        assert faults(stage.window) == []
