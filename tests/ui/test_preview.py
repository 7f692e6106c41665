"""The preview window: it follows the folder, lists what is to be mended, stays at the lesson, and leaves nothing behind."""

import os
from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtWidgets import QApplication, QLabel
from pytestqt.qtbot import QtBot

from player.errors import PlayerError
from player.main import main
from player.paths import DataFolder
from player.services.preview import Preview, PreviewPlayer
from player.ui import preview as preview_module
from player.ui import preview_window
from player.ui.preview_findings import split_place
from player.ui.preview_window import PreviewWindow
from player.ui.routes import CourseRoute, LearnersRoute, LessonRoute, LibraryRoute, QuizRoute, SettingsRoute
from player.ui.tasks import Tasks
from tests.forge.pictures import faults
from tests.forge.window import Stage, worn

TOML = 'id = "org.example.water"\ntitle = "Safe water"\n'
READY = "---\nkind: checklist\ntitle: {title}\n---\nGo and look.\n\n- [ ] A pot\n- [ ] A fire\n"
QUIZ = '[[question]]\ntext = "Boil it?"\nanswers = ["[x] Yes", "[ ] No"]\n'
PICTURES = os.environ.get("GREENTICK_TEST_PICTURES", "")


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    made = tmp_path / "water"
    (made / "01-start").mkdir(parents=True)
    (made / "course.toml").write_text(TOML, encoding="utf-8")
    (made / "01-start" / "10-ready.md").write_text(READY.format(title="Ready?"), encoding="utf-8")
    (made / "01-start" / "20-check.quiz.toml").write_text(QUIZ, encoding="utf-8")
    return made


class PreviewStage(Stage):
    """The preview's window, over a folder, in this process."""

    window: PreviewWindow

    def __init__(self, qtbot: QtBot, folder: Path, course: Path) -> None:
        self.course = course
        super().__init__(qtbot, folder)

    def __post_init__(self) -> None:
        self.bugs, self.kept = [], []
        self.data = DataFolder(self.folder / "thrown-away")
        preview = Preview(self.course)
        self.player = PreviewPlayer(self.data, preview)
        self.tasks = Tasks(self.complain, self.bugs.append)
        self.window = PreviewWindow(worn(self.settings), self.settings, self.tasks, lambda: self.player, self.kept.append, worn, preview)
        worn(self.settings).apply(QApplication.instance())  # type: ignore[arg-type]  # it is there
        self.qtbot.addWidget(self.window)
        self.window.resize(1366, 768)
        self.window.show()
        self.window.activateWindow()
        self.window.begin()

    def close(self) -> None:
        self.window.close()
        self.player.close()
        assert not self.bugs, self.bugs

    def complain(self, error: PlayerError) -> None:
        self.window.complain(error)

    def saw(self, words: str) -> None:
        self.wait(lambda: words in self.text(), words)
        self.settle()

    def write_file(self, name: str, text: str) -> None:
        (self.course / name).parent.mkdir(exist_ok=True)
        (self.course / name).write_text(text, encoding="utf-8")


@pytest.fixture(autouse=True)
def looks_often(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(preview_window, "LOOK_MS", 40)


@pytest.fixture
def stage(qtbot: QtBot, tmp_path: Path, dressed: QApplication, folder: Path) -> Iterator[PreviewStage]:
    made = PreviewStage(qtbot, tmp_path, folder)
    yield made
    made.close()


def everything(folder: Path) -> dict[str, tuple[int, bytes]]:
    return {path.relative_to(folder).as_posix(): (path.stat().st_mtime_ns, path.read_bytes()) for path in folder.rglob("*") if path.is_file()}


def test_the_course_is_shown_with_a_line_that_says_what_it_is(stage: PreviewStage, folder: Path) -> None:
    before = everything(folder)
    stage.saw("Safe water")
    assert stage.find("preview.bar").accessibleName() == "Preview: nothing is recorded. The window follows water while you write."
    assert stage.words("status.message") == "Nothing is recorded"
    assert isinstance(stage.window.route, CourseRoute)
    assert stage.window.windowTitle() == "Preview of water"
    assert everything(folder) == before
    assert not (folder / "course.lock").exists()


def test_a_saved_change_shows_at_the_same_lesson(stage: PreviewStage) -> None:
    stage.saw("Safe water")
    stage.show(LessonRoute("unsigned/org.example.water", "01-start/10-ready"))
    assert "Ready?" in stage.text()
    stage.write_file("01-start/10-ready.md", READY.format(title="Are you ready?"))
    stage.saw("Are you ready?")
    assert stage.window.route == LessonRoute("unsigned/org.example.water", "01-start/10-ready")
    stage.write_file("01-start/30-more.md", READY.format(title="More"))
    stage.wait(lambda: stage.asked(lambda player: len(list(player.library.open("unsigned/org.example.water").course.lessons()))) == 3)
    stage.settle()
    (stage.course / "01-start/10-ready.md").unlink()
    stage.wait(lambda: isinstance(stage.window.route, CourseRoute))
    stage.settle()


def test_a_quiz_goes_back_to_its_start_card_and_the_settings_stay(stage: PreviewStage) -> None:
    key = "unsigned/org.example.water"
    stage.saw("Safe water")
    stage.show(LessonRoute(key, "01-start/20-check"))
    stage.click("quiz.start")
    stage.wait(lambda: isinstance(stage.window.route, QuizRoute))
    stage.settle()
    stage.write_file("01-start/20-check.quiz.toml", 'title = "Checked"\n' + QUIZ)
    stage.wait(lambda: stage.window.route == LessonRoute(key, "01-start/20-check"))
    stage.saw("Checked")
    stage.show(SettingsRoute())
    stage.write_file("course.toml", TOML + 'summary = "Boil it."\n')
    stage.wait(lambda: stage.asked(lambda player: player.library.open(key).course.summary) == "Boil it.")
    stage.settle()
    assert isinstance(stage.window.route, SettingsRoute)
    stage.show(LearnersRoute())
    stage.write_file("course.toml", TOML + 'summary = "Boil it well."\n')
    stage.wait(lambda: isinstance(stage.window.route, LibraryRoute))
    stage.settle()


def test_mistakes_are_listed_with_file_and_line_until_they_are_mended(stage: PreviewStage) -> None:
    stage.saw("Safe water")
    stage.show(LessonRoute("unsigned/org.example.water", "01-start/10-ready"))
    stage.write_file("course.toml", TOML + 'ordr = "free"\n')
    stage.write_file("01-start/20-check.quiz.toml", QUIZ.replace("[x]", "[ ]"))
    stage.wait(lambda: stage.sees("preview.errors"))
    said = stage.text().replace("\u200b", "")
    assert "2 mistakes to mend" in said
    assert "course.toml, line 3" in said
    assert "Did you mean “order”?" in said
    assert "01-start/20-check.quiz.toml" in said
    assert stage.words("preview.show") == "2 mistakes"
    stage.click("preview.goOn")
    assert not stage.sees("preview.errors")
    assert stage.sees("lesson.next")
    stage.click("preview.show")
    assert stage.sees("preview.errors")
    stage.write_file("course.toml", TOML)
    stage.write_file("01-start/20-check.quiz.toml", QUIZ)
    stage.wait(lambda: stage.sees("lesson.next"))
    stage.settle()
    assert not stage.sees("preview.show")
    assert stage.window.route == LessonRoute("unsigned/org.example.water", "01-start/10-ready")


def test_remarks_are_a_click_away(stage: PreviewStage) -> None:
    stage.saw("Safe water")
    stage.write_file("01-start/notes.md", "Nothing uses this.\n")
    stage.wait(lambda: stage.sees("preview.show"))
    stage.settle()
    assert stage.words("preview.show") == "1 remark"
    stage.click("preview.show")
    assert "begins with no number" in stage.text()
    stage.window.change_look(theme="dark")
    assert stage.sees("preview.warnings")
    stage.click("preview.show")
    assert not stage.sees("preview.warnings")


def test_a_course_that_begins_with_mistakes(qtbot: QtBot, tmp_path: Path, dressed: QApplication, folder: Path) -> None:
    (folder / "course.toml").write_text(TOML + 'ordr = "free"\n', encoding="utf-8")
    made = PreviewStage(qtbot, tmp_path, folder)
    made.wait(lambda: made.sees("preview.errors"))
    assert not made.sees("preview.goOn")
    made.click("preview.show")
    assert made.sees("preview.errors")
    made.write_file("course.toml", TOML)
    made.saw("Safe water")
    assert isinstance(made.window.route, CourseRoute)
    made.close()


def test_packages_are_not_taken(stage: PreviewStage, folder: Path) -> None:
    stage.saw("Safe water")
    stage.window.open_paths((folder,))
    stage.says("one folder only")
    stage.window.open_paths(())
    stage.window.receive((folder,))
    stage.window.choose_package()
    stage.settle()
    assert len(stage.messages()) == 1


@pytest.mark.parametrize(("look", "changes"), [("light", {"theme": "light"}), ("dark", {"theme": "dark"}), ("contrast", {"theme": "contrast"}),
                                               ("rtl", {"direction": "rtl"}), ("200", {"text_scale": 2.0})])
def test_it_is_drawn_well_in_every_look(stage: PreviewStage, look: str, changes: dict[str, object]) -> None:
    stage.saw("Safe water")
    stage.window.change_look(**changes)
    stage.show(LessonRoute("unsigned/org.example.water", "01-start/10-ready"))
    for name, deed in (("preview", lambda: None), ("preview-errors", lambda: broken(stage))):
        deed()
        QApplication.processEvents()
        if PICTURES:
            stage.window.grab().save(str(Path(PICTURES) / f"{name}-{look}.png"))
        assert faults(stage.window) == []


def broken(stage: PreviewStage) -> None:
    stage.write_file("course.toml", TOML + 'ordr = "free"\n')
    stage.write_file("01-start/20-check.quiz.toml", QUIZ.replace("[x]", "[ ]"))
    stage.write_file("01-start/30-song.mp3", "ID3")
    stage.wait(lambda: stage.sees("preview.errors") and "2 mistakes" in stage.text())
    stage.settle()


def test_places_are_told_apart_from_what_is_wrong() -> None:
    assert split_place("course.toml, line 4: No such field. Did you mean “order”?") == ("course.toml, line 4", "No such field. Did you mean “order”?")
    assert split_place("01-start/10 a.md: Odd: very.") == ("01-start/10 a.md", "Odd: very.")
    assert split_place("The award “x” can never be earned: odd.") == ("", "The award “x” can never be earned: odd.")


# --- started as a person starts it ---


def test_what_it_wrote_is_gone_when_the_window_is_closed(tmp_path: Path, folder: Path) -> None:
    from tests.forge.stage import playing

    temporary = tmp_path / "tmp"
    temporary.mkdir()
    before = everything(folder)
    home = tmp_path / "home"
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("TMPDIR", str(temporary))
        with playing(watch_and_write, tmp_path, "preview", folder) as play:
            told = play.finish()
    assert told["seen"] == "Ready now?"
    assert len(told["data"]) == 1
    assert list(temporary.glob("greentick-*")) == []
    assert [path for path in home.rglob("*") if "greentick" in path.name.lower()] == []
    after = everything(folder)
    assert after.pop("01-start/10-ready.md") != before.pop("01-start/10-ready.md")  # the author did that
    assert after == before


def watch_and_write(stage: "object") -> None:
    """In the child: look at the course, change a lesson as an author does, tick a box."""
    import tempfile

    hands = stage.hands  # type: ignore[attr-defined]
    hands.find("course.open")
    hands.click("course.open")
    hands.find("lesson.next")
    place = Path(stage.words[-1]) / "01-start" / "10-ready.md"  # type: ignore[attr-defined]
    place.write_text(READY.format(title="Ready now?"), encoding="utf-8")
    hands.wait(lambda: any(each.text() == "Ready now?" for each in hands.window.findChildren(QLabel)), "the new title")
    hands.click("lesson.next")
    stage.tell(seen="Ready now?", data=[path.name for path in Path(tempfile.gettempdir()).glob("greentick-preview-*")])  # type: ignore[attr-defined]


def test_a_folder_that_is_not_there_and_a_mistyped_command(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["preview", str(tmp_path / "none")]) == 1
    assert "There is no folder" in capsys.readouterr().err
    assert main(["preview"]) == 2
    assert main(["preview", "--help"]) == 0
    assert "follows it while you write" in " ".join(capsys.readouterr().out.split())


def test_previews_that_were_killed_are_swept(tmp_path: Path) -> None:
    from player.services.instance import claim

    old, running = tmp_path / "greentick-preview-old", tmp_path / "greentick-preview-running"
    for each in (old, running):
        each.mkdir()
        (each / "greentick.db").touch()
    right = claim(running)
    assert right is not None
    preview_module.sweep(tmp_path)
    assert not old.exists()
    assert running.exists()
    right.close()
