"""The page that restores a damaged database, the page with the report, and the watch that finds damage and makes backups."""

import shutil
import sqlite3
import zipfile
from collections.abc import Callable
from contextlib import closing
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QApplication, QFileDialog, QPlainTextEdit

from player.errors import DamagedError, PlayerError
from player.ui import safety_watch
from player.ui.routes import LearnersRoute, LibraryRoute, RestoreRoute, SettingsRoute, SupportRoute
from player.ui.safety_watch import SafetyWatch
from player.ui.screens.restore import whats_wrong
from tests.forge.pictures import faults
from tests.forge.window import Stage


def header(path: Path) -> None:
    path.write_bytes(bytes(100) + path.read_bytes()[100:])


def spoil(stage: Stage, harm: Callable[[Path], None], backups: int = 1) -> None:
    """Two learners; a backup or more; a name that was printed after it; and then the damage, while nobody has it open."""
    def deed(player: object) -> None:
        made = stage.player
        nora = made.learners.create("Nora Example", "bird", "sea")
        made.learners.set_printed_name(nora.id, "Nora")
        for _ in range(backups):
            stage.clock.forward(seconds=3600)
            made.safety.back_up()
        stage.clock.forward(seconds=1500)
        made.learners.create("Ben Beispiel", "dog", "teal")
        made.learners.set_printed_name(nora.id, "Nora Exemplary")
        made._register.close()
        with closing(sqlite3.connect(stage.data.database)) as db:
            db.execute("PRAGMA wal_checkpoint(TRUNCATE)")
        for name in ("-wal", "-shm"):
            stage.data.database.with_name(f"greentick.db{name}").unlink(missing_ok=True)
        harm(stage.data.database)

    stage.asked(deed)


def restoring(stage: Stage) -> None:
    """The page that a damaged database shows."""
    stage.window.show()
    stage.window.activateWindow()
    stage.window.go(LearnersRoute())
    stage.wait(lambda: isinstance(stage.window.route, RestoreRoute))
    stage.settle()


def test_damage_shows_the_page_wherever_it_is_met_and_one_press_restores(stage: Stage) -> None:
    spoil(stage, header)
    before = stage.data.database.read_bytes()
    restoring(stage)
    assert stage.words("restore.title") == "The database is damaged"
    assert "no longer begins as it should" in stage.words("restore.why")
    assert "0 ticks · 1 learner" in stage.words("restore.holds")
    assert "later" in stage.words("restore.newer") or "Hardly anything" in stage.words("restore.newer")
    assert QApplication.focusWidget() is stage.find("restore.newest")
    stage.key(Qt.Key.Key_Return)
    stage.find("restore.done")
    assert "1 newer step was read" in stage.text()
    assert stage.words("restore.aside").replace("\u200b", "").endswith("Z")
    aside = next(stage.data.root.glob("*.damaged-*"))
    assert aside.read_bytes() == before
    assert QApplication.focusWidget() is stage.find("restore.done")
    stage.key(Qt.Key.Key_Return)
    stage.wait(lambda: isinstance(stage.window.route, LearnersRoute))
    stage.settle()
    board = stage.asked(lambda player: player.learners.all())
    assert {(one.name, one.printed_name) for one in board} == {("Nora Example", "Nora Exemplary"), ("Ben Beispiel", "")}
    assert not stage.messages()


def test_damage_met_in_the_middle_signs_out_and_never_loops(stage: Stage) -> None:
    stage.open()
    stage.asked(lambda player: player.safety.back_up())
    stage.asked(lambda player: player._register.close())
    for file in stage.data.root.glob("greentick.db*"):
        file.unlink()
    for _ in range(3):
        stage.window.ask(lambda player: player.learners.all(), lambda _: None)
    stage.wait(lambda: isinstance(stage.window.route, RestoreRoute))
    stage.settle()
    assert stage.words("restore.title") == "The database is gone"
    stage.click("restore.newest")
    stage.find("restore.done")
    assert stage.window.desk.session.learner is None
    assert not stage.sees("restore.aside")
    stage.click("restore.done")
    stage.wait(lambda: isinstance(stage.window.route, LearnersRoute))


def test_an_older_backup_by_its_own_button(stage: Stage) -> None:
    spoil(stage, header, backups=9)
    restoring(stage)
    assert stage.sees("restore.older.5")
    assert not stage.sees("restore.older.7")
    stage.click("restore.more")
    stage.find("restore.older.7")
    assert not stage.sees("restore.more")
    assert "Restore the backup of 15 January 2027" in stage.find("restore.older.3").accessibleName()
    stage.click("restore.older.3")
    stage.find("restore.done")
    assert len(stage.asked(lambda player: player.learners.all())) == 2


def test_without_backups_what_can_be_read_is_saved(stage: Stage) -> None:
    def lose(path: Path) -> None:
        header(path)
        shutil.rmtree(path.parent / "backups")

    spoil(stage, lose)
    restoring(stage)
    assert "There is no backup" in stage.text()
    stage.click("restore.anew")
    stage.find("restore.done")
    assert "2 steps were read from the damaged file" in stage.text()
    assert {one.name for one in stage.asked(lambda player: player.learners.all())} == {"Nora Example", "Ben Beispiel"}


def test_a_restore_that_fails_says_why_and_can_be_tried_again(stage: Stage, monkeypatch: pytest.MonkeyPatch) -> None:
    from player.store import restore

    spoil(stage, header)
    restoring(stage)

    def no_room(*_: object) -> None:
        raise PlayerError("There is no room to restore", "Restoring needs 9 MB.", "Free some space and try again; nothing was changed.")

    with monkeypatch.context() as patch:
        patch.setattr(restore, "_foresee_room", no_room)
        stage.click("restore.newest")
        stage.says("Restoring needs 9 MB")
    stage.settle()
    stage.click("restore.newest")  # enabled again
    stage.find("restore.done")


def test_missing_entries_may_be_left_missing(stage: Stage) -> None:
    def lose(path: Path) -> None:
        with closing(sqlite3.connect(path, isolation_level=None)) as db:
            db.execute("DELETE FROM ledger")

    spoil(stage, lose)
    stage.board()
    watch = SafetyWatch(stage.window, stage.window, look_after_ms=0)
    stage.wait(lambda: isinstance(stage.window.route, RestoreRoute))
    stage.settle()
    assert "has 1 entry of the learning record that the database lacks" in stage.words("restore.why")
    stage.click("restore.goOn")
    stage.wait(lambda: isinstance(stage.window.route, LearnersRoute))
    watch.deleteLater()


def test_from_the_settings_and_back(stage: Stage) -> None:
    stage.open()
    stage.asked(lambda player: player.safety.back_up())
    stage.show(SettingsRoute("backups"))
    assert "Last backup: 15 January 2027" in stage.words("backups.last")
    stage.clock.forward(seconds=7200)
    stage.click("backups.now")
    stage.wait(lambda: "2 backups" in stage.words("backups.all"))
    stage.settle()
    stage.click("backups.restore")
    stage.wait(lambda: isinstance(stage.window.route, RestoreRoute))
    assert "is sound" in stage.words("restore.why")
    assert stage.words("restore.newer") == "Nothing was recorded after it."
    assert not stage.sees("restore.support")
    stage.click("page.leave")
    stage.wait(lambda: stage.window.route == SettingsRoute("backups"))
    stage.settle()
    stage.click("page.leave")
    stage.wait(lambda: isinstance(stage.window.route, LibraryRoute))
    stage.settle()
    stage.show(RestoreRoute())
    stage.click("restore.newest")
    stage.click("restore.done")
    stage.wait(lambda: isinstance(stage.window.route, LearnersRoute))


def test_a_backup_that_cannot_be_made_is_a_sentence(stage: Stage, monkeypatch: pytest.MonkeyPatch) -> None:
    stage.open()
    stage.show(SettingsRoute("backups"))
    assert stage.words("backups.last") == "There is no backup yet"
    (stage.data.backups).write_text("no folder", encoding="utf-8")
    stage.click("backups.now")
    stage.says("No copy of")
    stage.data.backups.unlink()
    stage.click("backups.now")  # enabled again
    stage.says("The backup is made")


def test_the_report_is_shown_and_saved(stage: Stage, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    stage.open("Xanthippe Quill")
    stage.show(SettingsRoute("about"))
    stage.click("settings.support")
    stage.wait(lambda: isinstance(stage.window.route, SupportRoute))
    page = stage.find("support.text", QPlainTextEdit)
    stage.wait(lambda: "Integrity: sound" in page.toPlainText())
    assert "Xanthippe" not in page.toPlainText()
    assert "Rows of learner: 1" in page.toPlainText()
    stage.click("support.copy")
    assert QGuiApplication.clipboard().text() == page.toPlainText()
    monkeypatch.setattr(QFileDialog, "getSaveFileName", lambda *_: (str(tmp_path / "mine"), ""))
    stage.click("support.save")
    stage.wait((tmp_path / "mine.zip").exists)
    stage.says("The report is saved")
    with zipfile.ZipFile(tmp_path / "mine.zip") as archive:
        assert all(archive.read(name).decode("utf-8").strip() in page.toPlainText() for name in archive.namelist())
    monkeypatch.setattr(QFileDialog, "getSaveFileName", lambda *_: (str(tmp_path / "no" / "mine"), ""))
    stage.click("support.save")
    stage.says("cannot be written")
    stage.click("page.leave")
    stage.wait(lambda: stage.window.route == SettingsRoute("about"))


def test_the_report_of_a_damaged_database(stage: Stage) -> None:
    spoil(stage, header)
    restoring(stage)
    stage.click("restore.support")
    stage.wait(lambda: isinstance(stage.window.route, SupportRoute))
    page = stage.find("support.text", QPlainTextEdit)
    stage.wait(lambda: "damaged: header" in page.toPlainText())
    stage.settle()
    stage.click("page.leave")
    stage.wait(lambda: isinstance(stage.window.route, RestoreRoute))


def test_backups_follow_use_and_a_failure_is_told_once(stage: Stage, monkeypatch: pytest.MonkeyPatch) -> None:
    stage.open()
    watch = SafetyWatch(stage.window, stage.window, every_ms=10**8, look_after_ms=10**8)
    watch.back_up()
    stage.wait(lambda: len(stage.player.safety.backups()) == 1)
    stage.settle()
    watch.back_up()  # nothing was written since
    stage.settle()
    assert len(stage.player.safety.backups()) == 1
    shutil.rmtree(stage.data.backups)
    stage.data.backups.write_text("no folder", encoding="utf-8")
    for name in ("a", "b"):
        stage.asked(lambda player, name=name: player.learners.create(name, "bird", "sea"))  # type: ignore[misc]
        watch.back_up()
        stage.settle()
    assert len(stage.messages()) == 1
    stage.data.backups.unlink()
    watch.back_up()
    stage.wait(lambda: len(stage.player.safety.backups()) == 1)
    stage.settle()
    assert safety_watch.EVERY_MS == 30 * 60 * 1000


@pytest.mark.parametrize("kind", ["header", "pages", "table", "entries", "lost", "empty", "gone"])
def test_each_damage_has_one_sentence_of_its_own(kind: str) -> None:
    title, why = whats_wrong(DamagedError("t", "m", "h", kind, 3))
    assert title
    assert why.count(".") == 1
    assert why != whats_wrong(DamagedError("t", "m", "h", "other"))[1]


@pytest.mark.parametrize("look", [{}, {"theme": "dark"}, {"theme": "contrast"}, {"direction": "rtl"}, {"text_scale": 2.0}], ids=str)
def test_the_pages_hold_in_every_look(stage: Stage, look: dict[str, object], tmp_path: Path) -> None:
    """Machine checks of each page; the pictures lie in `build/look` for whoever wants to see them."""
    spoil(stage, header, backups=3)
    restoring(stage)
    stage.resized(**look)
    found = {"restore": faults(stage.window)}
    stage.click("restore.newest")
    stage.find("restore.done")
    stage.settle()
    found["restored"] = faults(stage.window)
    stage.click("restore.done")
    stage.settle()
    for route in (SettingsRoute("backups"), SupportRoute(), RestoreRoute()):
        stage.show(route)
        found[str(route)] = faults(stage.window)
    assert {name: list(map(str, off)) for name, off in found.items() if off} == {}
