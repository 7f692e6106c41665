"""Start to end in this process: the first picture, what a second start brings, a fault of ours, and every way a start is refused."""

import gc
import sqlite3
import sys
from collections.abc import Callable
from pathlib import Path

import pytest
from PySide6.QtCore import QEventLoop, QSize, QTimer
from PySide6.QtWidgets import QApplication, QMainWindow
from pytestqt.qtbot import QtBot

from player import settings as kept
from player.errors import PlayerError
from player.paths import DataFolder
from player.services.instance import claim, hand_over
from player.services.player import Player
from player.settings import Settings
from player.ui import application
from player.ui.application import BUG, DONE, REFUSED, Application, Services, look, run, too_small
from player.ui.main_window import MainWindow
from player.ui.messages import CrashDialog
from player.ui.routes import CourseRoute, LearnersRoute, LibraryRoute
from tests.forge.window import PATIENCE, tea

Deed = Callable[[MainWindow], None]


@pytest.fixture(autouse=True)
def _own_hook(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "excepthook", sys.excepthook)  # put back afterwards


@pytest.fixture(autouse=True)
def _no_end(monkeypatch: pytest.MonkeyPatch) -> None:
    """The event loop of the program, but for the very end: once it has quit, Chromium is gone for every test that follows."""

    def until_closed(*_: object) -> int:
        loop, watch = QEventLoop(), QTimer(interval=10)
        watch.timeout.connect(lambda: None if any(isinstance(each, QMainWindow) and each.isVisible() for each in QApplication.topLevelWidgets())
                              else loop.quit())
        watch.start()
        return loop.exec()

    monkeypatch.setattr(QApplication, "exec", until_closed)


@pytest.fixture
def data(tmp_path: Path) -> DataFolder:
    return DataFolder(tmp_path / "data")


@pytest.fixture
def play(qtbot: QtBot, dressed: QApplication, data: DataFolder) -> Callable[..., int]:
    """Start, do something in the window, close it; returns the exit code."""

    def started(deed: Deed, *paths: Path) -> int:
        instance = claim(data.root)
        assert instance is not None
        made = Application(dressed, data, instance)
        qtbot.addWidget(made.window)  # deleted here, and not by the garbage collector in some other thread
        faults: list[BaseException] = []

        def act() -> None:
            try:
                deed(made.window)
            except BaseException as fault:  # told below, outside of the event loop
                faults.append(fault)
            made.window.close()

        QTimer.singleShot(0, made.window, act)
        try:
            code = made.start(paths)
        finally:
            instance.close()
        if faults:
            raise faults[0]
        return code

    return started


def shown(qtbot: QtBot, window: MainWindow, route: object) -> None:
    qtbot.waitUntil(lambda: window.route == route, timeout=PATIENCE)


def test_the_first_start_shows_the_board(qtbot: QtBot, play: Callable[..., int]) -> None:
    assert play(lambda window: shown(qtbot, window, LearnersRoute())) == DONE


def test_a_package_that_is_named_is_opened(qtbot: QtBot, play: Callable[..., int], data: DataFolder, tmp_path: Path) -> None:
    package = tea(tmp_path / "tea.course")

    def deed(window: MainWindow) -> None:
        qtbot.waitUntil(lambda: any("on the shelf" in each.accessibleName() for each in window._messages.shown), timeout=PATIENCE)

    assert play(deed, package) == DONE
    with sqlite3.connect(data.database) as database:
        assert database.execute("select count(*) from course").fetchone() == (1,)


def test_who_learned_last_finds_the_library_open_and_the_board_else(qtbot: QtBot, play: Callable[..., int], data: DataFolder, tmp_path: Path) -> None:
    player = Player(data)
    nora = player.learners.create("Nora Example", "bird", "sea")
    player.library.add(tea(tmp_path / "tea.course"))
    player.close()
    assert play(lambda window: shown(qtbot, window, LearnersRoute())) == DONE
    kept.save(data.settings, Settings(last_learner=nora.id))

    def deed(window: MainWindow) -> None:
        shown(qtbot, window, LibraryRoute())
        assert window.desk.session.learner == nora or window.desk.session.learner_id == nora.id
        window.sign_out()
        shown(qtbot, window, LearnersRoute())

    assert play(deed) == DONE
    assert kept.load(data.settings).settings.last_learner == ""
    kept.save(data.settings, Settings(last_learner="gone"))
    assert play(lambda window: shown(qtbot, window, LearnersRoute())) == DONE


def test_who_has_a_pin_is_asked_for_it_after_a_start(qtbot: QtBot, play: Callable[..., int], data: DataFolder) -> None:
    player = Player(data)
    nora = player.learners.create("Nora Example", "bird", "sea")
    player.learners.set_pin(nora.id, "4711", "4711")
    player.close()
    kept.save(data.settings, Settings(last_learner=nora.id))

    def deed(window: MainWindow) -> None:
        shown(qtbot, window, LearnersRoute())
        assert window.desk.session.learner is None

    assert play(deed) == DONE


def test_a_newer_database_is_a_sentence_on_an_empty_window(play: Callable[..., int], data: DataFolder) -> None:
    player = Player(data)
    player.learners.all()
    player.close()
    with sqlite3.connect(data.database) as database:
        database.execute("pragma user_version = 9999")
    seen: list[str] = []
    assert play(lambda window: seen.append(window._stack.currentWidget().accessibleName())) == DONE
    assert "newer" in seen[0]


def test_damaged_settings_are_told(play: Callable[..., int], data: DataFolder) -> None:
    data.settings.parent.mkdir(parents=True)
    data.settings.write_text("{")
    seen: list[str] = []
    play(lambda window: seen.extend(each.accessibleName() for each in window._messages.shown))
    assert any("The settings were damaged" in said for said in seen)


def test_a_second_start_hands_over_its_files_and_brings_the_window_forward(
    qtbot: QtBot, play: Callable[..., int], data: DataFolder, tmp_path: Path
) -> None:
    package = tea(tmp_path / "tea.course")

    def deed(window: MainWindow) -> None:
        window.showMinimized()
        assert run((package,), data) == DONE
        qtbot.waitUntil(lambda: not window.isMinimized(), timeout=PATIENCE)
        qtbot.waitUntil(lambda: any("on the shelf" in each.accessibleName() for each in window._messages.shown), timeout=PATIENCE)
        hand_over(data.root, ())

    assert play(deed) == DONE


def test_a_fault_of_ours_is_told_once_and_ends_with_its_own_code(play: Callable[..., int], data: DataFolder, monkeypatch: pytest.MonkeyPatch) -> None:
    told: list[str] = []
    monkeypatch.setattr(CrashDialog, "exec", lambda dialog: (told.append(dialog._details), 1)[1])

    def deed(window: MainWindow) -> None:
        sys.excepthook(ValueError, ValueError("a bug"), None)

    assert play(deed) == BUG
    assert len(told) == 1
    assert "a bug" in told[0]


def test_a_store_that_cannot_be_closed_keeps_nobody_from_leaving(
    data: DataFolder, caplog: pytest.LogCaptureFixture, monkeypatch: pytest.MonkeyPatch
) -> None:
    services = Services(data)
    services.close()

    def full(_player: Player) -> None:
        raise PlayerError("The disk is full", "Nothing can be written.", "")

    monkeypatch.setattr(Player, "close", full)
    assert services() is services()
    services.close()
    assert "Nothing can be written" in caplog.text


@pytest.mark.parametrize(
    ("settings", "expected"),
    [
        (Settings(theme="dark"), ("dark", 1.0, False)),
        (Settings(theme="contrast", text_scale=1.5, direction="rtl"), ("contrast", 1.5, True)),
        (Settings(theme="light", language="ar-EG"), ("light", 1.0, True)),
        (Settings(theme="light", language="he", direction="ltr"), ("light", 1.0, False)),
    ],
)
def test_the_look_that_is_asked_for(qapp: QApplication, settings: Settings, expected: tuple[str, float, bool]) -> None:
    theme = look(settings)
    assert (theme.scheme, theme.scale, theme.rtl) == expected
    assert look(Settings()).scheme in {"light", "dark", "contrast"}


def test_the_whole_start_and_a_refused_one(
    qtbot: QtBot, dressed: QApplication, data: DataFolder, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    def close_all() -> None:
        for window in QApplication.topLevelWidgets():
            if isinstance(window, QMainWindow) and window.isVisible():
                window.close()
                window.deleteLater()

    timer = QTimer(interval=200)
    timer.timeout.connect(close_all)
    timer.start()
    assert run((), data) == DONE
    monkeypatch.setattr(application, "hand_over", refuse)
    instance = claim(data.root)
    assert instance is not None
    try:
        assert run((), data) == REFUSED
    finally:
        instance.close()
    timer.stop()
    gc.collect()  # the windows go in this thread
    assert "does not answer" in capsys.readouterr().err


def refuse(*_: object) -> None:
    raise PlayerError("Greentick is open already", "Its window does not answer.", "Close it.")


def test_no_display_is_one_sentence(data: DataFolder, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    if sys.platform != "linux":
        pytest.skip("only there Qt would abort")
    for name in ("DISPLAY", "WAYLAND_DISPLAY", "QT_QPA_PLATFORM"):
        monkeypatch.delenv(name, raising=False)
    assert run((), data) == REFUSED
    assert "no display" in capsys.readouterr().err
    assert CourseRoute("k") != LibraryRoute()


@pytest.mark.parametrize(("platform", "width", "height", "small"), [
    ("xcb", 1366, 728, True), ("xcb", 1280, 1024, True), ("windows", 1920, 1040, False), ("xcb", 1382, 816, False), ("offscreen", 800, 800, False),
])  # fmt: skip
def test_a_small_screen_is_used_whole(monkeypatch: pytest.MonkeyPatch, platform: str, width: int, height: int, *, small: bool) -> None:
    monkeypatch.setattr("player.ui.application.QGuiApplication.platformName", lambda: platform)
    assert too_small(QSize(width, height)) is small
