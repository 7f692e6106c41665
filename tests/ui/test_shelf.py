"""What comes in: dropped packages and folders, sticks that come and go, copies, checks, courses taken off and put back."""

import os
import shutil
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import QMimeData, QPointF, Qt, QUrl
from PySide6.QtGui import QDropEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QMenu

from player.course.model import Chapter
from player.services import sticks as stick_places
from player.ui.intake import Intake
from player.ui.routes import CourseRoute, LearnersRoute, LessonRoute, LibraryRoute, QuizRoute
from player.ui.widgets.states import ProgressSheet
from tests.forge.packages import fixed_identity
from tests.forge.pictures import faults
from tests.forge.window import BOXES, FILES, Stage, tea, write_course

MB = 1024 * 1024
PICTURES = os.environ.get("GREENTICK_TEST_PICTURES", "")  # a folder, to look at every state with one's eyes


@pytest.fixture(autouse=True)
def no_real_stick(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """The sticks of the machine that runs the tests are left alone."""
    monkeypatch.setattr(stick_places, "MOUNTS", tmp_path / "none")
    monkeypatch.setattr(stick_places.sticks, "__defaults__", ((), tmp_path / "none"))


@pytest.fixture
def stick(tmp_path: Path) -> Path:
    folder = tmp_path / "TRAINER-07"
    folder.mkdir()
    tea(folder / "tea.course")
    write_course(folder / "first-aid.course", Chapter("a", "Chapter", (BOXES, FILES)), identity=fixed_identity("Northern Rivers"),
                 contents={"large.bin": os.urandom(8 * MB)})
    return folder


@pytest.fixture(params=["light", "dark", "contrast", "rtl", "200"])
def look(request: pytest.FixtureRequest) -> str:
    return str(request.param)


def dressed_as(stage: Stage, look: str) -> None:
    changes: dict[str, object] = {"rtl": {"direction": "rtl"}, "200": {"text_scale": 2.0}}.get(look, {"theme": look})
    stage.window.change_look(**changes)
    stage.settle()


def picture(stage: Stage, name: str, look: str) -> None:
    """The page passes the machine's checks; kept for the eye where somebody wants to look."""
    QApplication.processEvents()
    if PICTURES:
        Path(PICTURES).mkdir(parents=True, exist_ok=True)
        stage.window.grab().save(str(Path(PICTURES) / f"{name}-{look}.png"))
    assert faults(stage.window) == []


def intake(stage: Stage) -> Intake:
    return stage.window.intake


def drop(stage: Stage, *paths: Path) -> None:
    """As a file manager does."""
    data = QMimeData()
    data.setUrls([QUrl.fromLocalFile(str(path)) for path in paths])
    event = QDropEvent(QPointF(20, 20), Qt.DropAction.CopyAction, data, Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier)
    stage.window.dropEvent(event)
    assert event.isAccepted()
    stage.settle()


def watching(stage: Stage, *named: Path) -> None:
    """One look at the sticks, now."""
    stage.window.watch.named = named
    stage.window.watch.look()
    stage.settle()
    stage.settle()


def choose(stage: Stage, card: str, words: str) -> None:
    """From the menu of a card."""
    stage.click(f"library.more.{card}")
    menu = stage.find("library.menu", QMenu)
    action = next(action for action in menu.actions() if words in action.text())
    action.trigger()
    menu.close()
    stage.settle()


def focus_name() -> str:
    held = QApplication.focusWidget()
    return held.objectName() if held is not None else ""


@pytest.fixture
def slow(monkeypatch: pytest.MonkeyPatch) -> Iterator[Callable[[], None]]:
    """Copies and checks wait after their first word until they are let go on."""
    import threading

    from player.ui import intake as module

    gate = threading.Event()
    paced = module._paced

    def waiting(step: object, passes: int = 1) -> Callable[[int, int], None]:
        tell = paced(step, passes)  # type: ignore[arg-type]

        def told(done: int, total: int) -> None:
            tell(done, total)
            if done > total // (3 * passes):
                while not gate.wait(0.02):
                    step.check()  # type: ignore[attr-defined]

        return told

    monkeypatch.setattr(module, "_paced", waiting)
    yield gate.set
    gate.set()


# --- dropping ---


def test_a_dropped_package_says_what_it_is_and_is_opened_where_it_lies(stage: Stage, tmp_path: Path) -> None:
    stage.open()
    drop(stage, tea(tmp_path / "tea.course"))
    said = stage.text()
    assert "1 course to add" in said
    assert "Making Tea" in said
    assert "Version 1.0 · 6 lessons" in said
    assert "Unsigned: nobody answers for it" in said
    assert focus_name() == "intake.open"
    stage.key(Qt.Key.Key_Return)
    stage.wait(lambda: isinstance(stage.window.route, CourseRoute))
    stage.settle()
    assert intake(stage).empty


def test_dropping_from_another_page_leads_to_the_library_and_waits_for_whoever_is_busy(stage: Stage, tmp_path: Path) -> None:
    stage.open()
    key = stage.add(tea(tmp_path / "tea.course"))
    other = write_course(tmp_path / "other.course", Chapter("a", "A", (BOXES,)), identity=fixed_identity("B"))
    stage.show(CourseRoute(key))
    drop(stage, other)
    assert isinstance(stage.window.route, LibraryRoute)
    stage.find("intake.offers")
    assert focus_name() == "intake.open"
    stage.click("intake.dismiss")
    assert not stage.sees("intake.offers")
    stage.show(LessonRoute(key, "check"))
    stage.click("quiz.start")
    stage.wait(lambda: isinstance(stage.window.route, QuizRoute))
    stage.settle()
    drop(stage, other)
    stage.says("waits in the library")
    assert isinstance(stage.window.route, QuizRoute)
    stage.show(LibraryRoute())
    stage.find("intake.offers")


def test_without_a_learner_it_waits_for_one(stage: Stage, tmp_path: Path) -> None:
    stage.board()
    drop(stage, tea(tmp_path / "tea.course"))
    assert isinstance(stage.window.route, LearnersRoute)
    stage.says("Choose who is learning")
    stage.sign_in("Nora Example")
    stage.find("intake.offers")


def test_a_folder_is_looked_through_and_what_is_no_package_is_said(stage: Stage, stick: Path, tmp_path: Path) -> None:
    stage.open()
    (stick / "broken.course").write_bytes(b"no package")
    drop(stage, stick)
    said = stage.text()
    assert "2 courses to add" in said
    assert "broken.course" in said
    assert said.count("cannot be opened") == 1
    (tmp_path / "empty").mkdir()
    drop(stage, tmp_path / "empty")
    assert "Nothing to add" in stage.text()
    assert "no .course file in empty" in stage.text()
    assert focus_name() == "intake.dismiss"


def test_the_sheet_says_what_the_shelf_has(stage: Stage, tmp_path: Path) -> None:
    stage.open()
    old = write_course(tmp_path / "old.course", Chapter("a", "A", (BOXES,)), version="1.0")
    new = write_course(tmp_path / "new.course", Chapter("a", "A", (BOXES,)), version="2.0")
    key = stage.add(old)
    drop(stage, new)
    assert "Newer than 1.0 on the shelf: every tick stays" in stage.text()
    drop(stage, old)
    assert "On the shelf" in stage.text()
    assert stage.words("intake.open") == "Open it"
    assert not stage.sees("intake.copy")
    stage.add(new)
    drop(stage, old)
    assert "Version 2.0 on the shelf is newer" in stage.text()
    assert not stage.sees("intake.open")
    stage.asked(lambda player: player.library.remove(key))
    drop(stage, new)
    assert "Was taken off the shelf: what was done in it comes back" in stage.text()


# --- copying ---


def test_a_package_on_a_stick_is_copied_with_progress_and_plays_without_it(stage: Stage, stick: Path, slow: Callable[[], None]) -> None:
    stage.open()
    stage.window.watch.named = (stick,)
    drop(stage, stick / "first-aid.course")
    assert "On the stick TRAINER-07" in stage.text()
    assert "Signed by Northern Rivers" in stage.text()
    assert focus_name() == "intake.copy"
    stage.key(Qt.Key.Key_Return)
    sheet = stage.find("intake.progress", ProgressSheet)
    stage.wait(lambda: "%" in stage.text())
    assert "Copying “Making Tea” to this computer" in stage.text()
    assert focus_name() == "intake.cancel"
    stage.window.go(LibraryRoute())
    stage.wait(lambda: stage.sees("intake.progress") and stage.find("intake.progress") is not sheet)  # the window is alive meanwhile
    assert "%" in stage.text()
    slow()
    stage.find("intake.outcome")
    stage.settle()
    assert "is on this computer now" in stage.text()
    shutil.rmtree(stick)
    stage.click("intake.openCopied")
    stage.wait(lambda: isinstance(stage.window.route, CourseRoute))
    assert [path.name for path in stage.data.packages.iterdir()] == ["first-aid.course"]


def test_cancelling_a_copy_leaves_nothing(stage: Stage, stick: Path, slow: Callable[[], None]) -> None:
    stage.open()
    stage.window.watch.named = (stick,)
    drop(stage, stick / "first-aid.course")
    stage.click("intake.copy")
    stage.find("intake.cancel")
    stage.wait(lambda: any(stage.data.packages.glob("*.part")))
    stage.click("intake.cancel")
    stage.settle()
    assert not stage.sees("intake.progress")
    assert not list(stage.data.packages.iterdir())
    assert "No course yet" in stage.text()


def test_all_on_a_stick_are_copied_one_after_the_other(stage: Stage, stick: Path) -> None:
    stage.open()
    stage.window.watch.named = (stick,)
    drop(stage, stick)
    assert focus_name() in {"intake.copy", "intake.copyAll"}
    stage.click("intake.copyAll")
    stage.wait(lambda: stage.sees("intake.outcome"))
    stage.settle()
    assert sorted(path.name for path in stage.data.packages.iterdir()) == ["first-aid.course", "tea.course"]
    assert len(stage.asked(lambda player: player.library.shelf("x"))) == 2


def test_a_copy_whose_stick_is_pulled_goes_on_when_it_is_back(stage: Stage, stick: Path, slow: Callable[[], None], tmp_path: Path) -> None:
    stage.open()
    watching(stage, stick)
    stage.click("intake.showStick")
    stage.wait(lambda: stage.sees("intake.copyAll"))
    signed = next(offer for offer in intake(stage).offers if offer.path.name == "first-aid.course")
    intake(stage).copy((signed,))
    stage.wait(lambda: any(stage.data.packages.glob("*.part")))
    spoil = stick / "first-aid.course"
    away = tmp_path / "away"
    with spoil.open("r+b") as file:  # what reading a pulled stick gives: nothing
        whole = file.read()
        file.truncate(1000)
    slow()
    stage.wait(lambda: stage.sees("intake.outcome"))
    assert any(stage.data.packages.glob("*.part"))
    stick.rename(away)
    watching(stage, stick)
    (away / "first-aid.course").write_bytes(whole)
    away.rename(stick)
    watching(stage, stick)
    stage.wait(lambda: "is on this computer now" in stage.text())
    assert [path.name for path in stage.data.packages.iterdir()] == ["first-aid.course"]


# --- sticks ---


def test_a_stick_is_announced_once_and_again_when_it_is_put_back(stage: Stage, stick: Path, tmp_path: Path) -> None:
    stage.open()
    watching(stage, stick)
    banner = stage.find("intake.stick")
    assert banner.accessibleName() == "USB stick TRAINER-07 has 2 courses that are not on this computer yet."
    assert focus_name() != "intake.showStick"  # it takes nobody's keyboard
    stage.click("intake.closeStick")
    assert not stage.sees("intake.stick")
    watching(stage, stick)
    assert not stage.sees("intake.stick")
    stick.rename(tmp_path / "away")
    watching(stage, stick)
    (tmp_path / "away").rename(stick)
    watching(stage, stick)
    stage.find("intake.stick")
    stage.click("intake.showStick")
    stage.wait(lambda: stage.sees("intake.offers"))
    stage.settle()
    assert "2 courses to add" in stage.text()


def test_what_is_on_the_shelf_is_no_news(stage: Stage, stick: Path) -> None:
    stage.open()
    stage.add(stick / "tea.course")
    watching(stage, stick)
    assert "has 1 course that is" in stage.find("intake.stick").accessibleName()
    stage.add(stick / "first-aid.course")
    stage.window.watch.compare()
    stage.settle()
    assert not stage.sees("intake.stick")


def test_a_pulled_stick_is_said_on_the_page_and_on_the_shelf_and_it_comes_back(stage: Stage, stick: Path, tmp_path: Path) -> None:
    stage.open()
    key = stage.add(stick / "tea.course")
    watching(stage, stick)
    stage.show(CourseRoute(key))
    stick.rename(tmp_path / "away")
    watching(stage, stick)
    assert "Put it back and go on" in stage.says("lies on the stick TRAINER-07, which is not there now")
    stage.show(LibraryRoute())
    assert "File not found" in stage.text()
    (tmp_path / "away").rename(stick)
    watching(stage, stick)
    assert "File not found" not in stage.text()
    stage.show(CourseRoute(key))
    stick.rename(tmp_path / "away")
    watching(stage, stick)
    stage.says("not there now")
    (tmp_path / "away").rename(stick)
    watching(stage, stick)
    stage.says("The stick TRAINER-07 is back. Go on.")
    assert len(stage.messages()) == 1


def test_a_stick_with_another_name_is_the_same_course(stage: Stage, stick: Path, tmp_path: Path) -> None:
    stage.open()
    key = stage.add(stick / "tea.course")
    watching(stage, stick)
    other = tmp_path / "E"
    stick.rename(other)
    watching(stage, stick, other)
    assert "File not found" not in stage.text()
    stage.show(CourseRoute(key))


def test_files_on_a_stick_are_offered_when_they_are_opened_and_others_open_at_once(stage: Stage, stick: Path, tmp_path: Path) -> None:
    stage.open()
    stage.window.watch.named = (stick,)
    stage.window.open_paths((stick / "tea.course",))
    stage.wait(lambda: stage.sees("intake.offers"))
    stage.click("intake.dismiss")
    shutil.copy(stick / "tea.course", tmp_path / "own.course")
    stage.window.open_paths((tmp_path / "own.course",))
    stage.wait(lambda: isinstance(stage.window.route, CourseRoute))
    stage.settle()


def test_the_watch_looks_by_itself_and_ends_with_the_window(stage: Stage, stick: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    from player.ui import stick_watch

    monkeypatch.setattr(stick_watch, "FIRST_LOOK_MS", 10)
    stage.open()
    stage.window.watch.start((stick,))
    stage.wait(lambda: stage.sees("intake.stick"))
    assert stage.window.watch._timer.isActive()
    stage.window.close()
    assert not stage.window.watch._timer.isActive()


# --- checking ---


def test_every_byte_is_checked_from_the_card_with_a_result_in_words(stage: Stage, stick: Path) -> None:
    stage.open()
    stage.add(stick / "first-aid.course")
    stage.show(LibraryRoute())
    choose(stage, "org.example.tea", "Check everything")
    stage.wait(lambda: stage.sees("intake.outcome"))
    assert "“Making Tea” is whole" in stage.text()
    assert "every byte was read, and all is as Northern Rivers signed it." in stage.text()
    data = bytearray((stick / "first-aid.course").read_bytes())
    data[len(data) // 2] ^= 1
    (stick / "first-aid.course").write_bytes(data)
    choose(stage, "org.example.tea", "Check everything")
    stage.wait(lambda: "is damaged" in stage.text())
    stage.settle()
    assert "large.bin in first-aid.course is damaged" in stage.text()
    assert "Damaged" in stage.text()
    data[len(data) // 2] ^= 1
    (stick / "first-aid.course").write_bytes(data)
    choose(stage, "org.example.tea", "Check everything")
    stage.wait(lambda: "is whole" in stage.text())
    stage.settle()
    assert "Damaged" not in stage.text()


def test_a_check_can_be_cancelled_and_one_runs_at_a_time(stage: Stage, stick: Path, slow: Callable[[], None]) -> None:
    stage.open()
    stage.add(stick / "first-aid.course")
    stage.show(LibraryRoute())
    stage.click("library.more.org.example.tea")
    menu = stage.find("library.menu", QMenu)
    menu.actions()[0].trigger()
    stage.find("intake.cancel")
    stage.wait(lambda: "%" in stage.text())
    menu.actions()[0].trigger()
    menu.close()
    stage.says("One thing after the other")
    stage.click("intake.cancel")
    stage.settle()
    assert intake(stage).empty


def test_a_check_without_its_stick_is_a_sentence(stage: Stage, stick: Path) -> None:
    stage.open()
    stage.add(stick / "first-aid.course")
    stage.show(LibraryRoute())
    (card,) = stage.asked(lambda player: player.library.shelf("x"))
    shutil.rmtree(stick)
    intake(stage).check(card)
    stage.wait(lambda: stage.sees("intake.outcome"))
    assert "The file is not there" in stage.text()


# --- off the shelf ---


def test_a_course_is_taken_off_with_the_keyboard_and_put_back_with_everything(stage: Stage, tmp_path: Path) -> None:
    stage.open()
    key = stage.add(tea(tmp_path / "tea.course"))
    stage.tick(key, "boxes")
    stage.show(LibraryRoute())
    more = stage.find("library.more.org.example.tea")
    more.setFocus()
    stage.key(Qt.Key.Key_Return)
    menu = stage.find("library.menu", QMenu)
    QTest.keyClick(menu, Qt.Key.Key_Up)
    QTest.keyClick(menu, Qt.Key.Key_Return)
    stage.window.activateWindow()  # what a window manager does when a menu is gone
    stage.settle()
    assert "Take “Making Tea” off the shelf?" in stage.text()
    assert "Its file stays where it is." in stage.text()
    assert not stage.sees("intake.removeCopy")
    assert focus_name() == "intake.keep"
    stage.click("intake.keep")
    assert intake(stage).empty
    choose(stage, "org.example.tea", "Take off the shelf")
    stage.click("intake.remove")
    stage.says("What was done in it is kept")
    stage.settle()
    assert "No course yet" in stage.text()
    assert stage.words("library.removed") == "1 taken off"
    stage.click("library.removed")
    stage.settle()
    assert "comes back" in stage.text()
    stage.click("intake.open")
    stage.wait(lambda: isinstance(stage.window.route, CourseRoute))
    stage.settle()
    assert stage.status(key).lessons["boxes"].done


def test_a_copy_can_be_deleted_with_it(stage: Stage, stick: Path) -> None:
    stage.open()
    stage.window.watch.named = (stick,)
    drop(stage, stick / "tea.course")
    stage.click("intake.copy")
    stage.wait(lambda: stage.sees("intake.outcome"))
    stage.settle()
    choose(stage, "org.example.tea", "Take off the shelf")
    assert "Its copy on this computer takes 3.0 MB." in stage.text()
    stage.click("intake.removeCopy")
    stage.says("is off the shelf")
    stage.settle()
    assert not list(stage.data.packages.iterdir())
    assert not stage.sees("library.removed")


def test_opening_the_stick_again_keeps_the_copy(stage: Stage, stick: Path) -> None:
    stage.open()
    stage.window.watch.named = (stick,)
    drop(stage, stick / "tea.course")
    stage.click("intake.copy")
    stage.wait(lambda: stage.sees("intake.outcome"))
    stage.settle()
    drop(stage, stick / "tea.course")
    assert not stage.sees("intake.copy")
    stage.click("intake.open")
    stage.wait(lambda: isinstance(stage.window.route, CourseRoute))
    stage.settle()
    (card,) = stage.asked(lambda player: player.library.shelf("x"))
    assert Path(card.path).parent == stage.data.packages
    assert Path(card.path).exists()


# --- every state, in every look ---


def test_every_state_in_every_look(stage: Stage, stick: Path, look: str, slow: Callable[[], None], tmp_path: Path) -> None:
    stage.open("Amina Diallo")
    dressed_as(stage, look)
    watching(stage, stick)
    picture(stage, "stick-first", look)
    stage.add(tea(tmp_path / "own.course"))
    stage.show(LibraryRoute())
    watching(stage, stick)
    stage.window.watch.compare()
    stage.settle()
    picture(stage, "stick", look)
    (stick / "broken.course").write_bytes(b"no package")
    write_course(stick / "newer.course", Chapter("a", "A", (BOXES,)), version="2.0")
    drop(stage, stick)
    picture(stage, "offers", look)
    drop(stage, stick / "first-aid.course")
    picture(stage, "offer", look)
    stage.click("intake.copy")
    stage.wait(lambda: "%" in stage.text())
    picture(stage, "copying", look)
    slow()
    stage.wait(lambda: stage.sees("intake.outcome"))
    stage.settle()
    picture(stage, "copied", look)
    (card, *_) = stage.asked(lambda player: player.library.shelf("x"))
    intake(stage).ask_to_remove(card)
    stage.settle()
    picture(stage, "leaving", look)
    stage.click("intake.remove")
    stage.settle()
    picture(stage, "removed", look)

