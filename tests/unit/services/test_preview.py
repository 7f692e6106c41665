"""A course folder as learners will see it: read again when it changes, nothing written beside it, no certificate from it."""

import os
from collections.abc import Iterator
from pathlib import Path

import pytest

from player.errors import PlayerError
from player.paths import DataFolder
from player.services.preview import Preview, PreviewPlayer
from player.services.shelving import copy

TOML = 'id = "org.example.water"\ntitle = "Safe water"\nversion = "1.0"\n'
QUIZ = '[[question]]\ntext = "Boil it?"\nanswers = ["[x] Yes", "[ ] No"]\n'


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    made = tmp_path / "water"
    (made / "01-start").mkdir(parents=True)
    (made / "course.toml").write_text(TOML, encoding="utf-8")
    (made / "01-start" / "10-welcome.md").write_text("# Welcome\n\nWater.\n", encoding="utf-8")
    (made / "01-start" / "20-check.quiz.toml").write_text(QUIZ, encoding="utf-8")
    return made


@pytest.fixture
def preview(folder: Path) -> Preview:
    return Preview(folder)


@pytest.fixture
def player(preview: Preview, tmp_path: Path) -> Iterator[PreviewPlayer]:
    made = PreviewPlayer(DataFolder(tmp_path / "thrown-away"), preview)
    yield made
    made.close()


def read(preview: Preview) -> Preview:
    reading = preview.read()
    assert reading.errors == ()
    preview.accept(reading)
    return preview


def everything(folder: Path) -> dict[str, tuple[int, bytes]]:
    return {path.relative_to(folder).as_posix(): (path.stat().st_mtime_ns, path.read_bytes()) for path in folder.rglob("*") if path.is_file()}


def test_the_folder_plays_as_it_lies_and_nothing_is_written_in_it(player: PreviewPlayer, preview: Preview, folder: Path) -> None:
    before = everything(folder)
    read(preview)
    shown = player.show("Preview")
    (card,) = player.library.shelf(shown.learner.id)
    assert (card.title, card.key, card.state, card.of) == ("Safe water", shown.key, "new", 2)
    enrolment = player.learning.enrol(shown.learner.id, player.library.open(shown.key))
    with enrolment.open.source.open("01-start/10-welcome.md") as stream:
        assert stream.read() == b"# Welcome\n\nWater.\n"
    assert enrolment.open.source.size("01-start/10-welcome.md") == 18
    assert list(enrolment.open.source.names()) == ["01-start/10-welcome.md"]
    with pytest.raises(PlayerError, match=r"no file 'none\.md'"):
        enrolment.open.source.open("none.md")
    assert player.learning.finish_lesson(enrolment, "01-start/10-welcome").ticked
    assert len(enrolment.open.quiz("01-start/20-check").questions) == 1
    assert everything(folder) == before


def test_a_change_shows_and_ticks_stay(player: PreviewPlayer, preview: Preview, folder: Path) -> None:
    shown = read(preview) and player.show("Preview")
    enrolment = player.learning.enrol(shown.learner.id, player.library.open(shown.key))
    player.learning.finish_lesson(enrolment, "01-start/10-welcome")
    was = preview.state()
    (folder / "01-start" / "10-welcome.md").write_text("# Hello\n\nNew words.\n", encoding="utf-8")
    (folder / "01-start" / "30-more.md").write_text("# More\n", encoding="utf-8")
    assert preview.state() != was
    read(preview)
    again = player.show("Preview")
    assert (again.key, again.learner.id) == (shown.key, shown.learner.id)
    enrolment = player.learning.enrol(again.learner.id, player.library.open(again.key))
    assert [lesson.title for lesson in enrolment.open.course.lessons()] == ["Hello", "Check", "More"]
    assert player.learning.status(enrolment).lessons["01-start/10-welcome"].done


def test_every_mistake_is_told_and_the_last_good_reading_stays(player: PreviewPlayer, preview: Preview, folder: Path) -> None:
    shown = read(preview) and player.show("Preview")
    (folder / "course.toml").write_text(TOML + 'ordr = "free"\n', encoding="utf-8")
    (folder / "01-start" / "20-check.quiz.toml").write_text(QUIZ.replace("[x]", "[y]"), encoding="utf-8")
    reading = preview.read()
    assert reading.opened is None
    assert any(error.startswith("course.toml, line 4: ") and "Did you mean “order”?" in error for error in reading.errors)
    assert any(error.startswith("01-start/20-check.quiz.toml") for error in reading.errors)
    preview.accept(reading)
    assert player.library.open(shown.key).course.title == "Safe water"


def test_warnings_are_told(preview: Preview, folder: Path) -> None:
    (folder / "01-start" / "10-welcome.md").write_text("![](tap.png)\n", encoding="utf-8")
    (folder / "01-start" / "tap.png").write_bytes(b"\x89PNG")
    (folder / "01-start" / "40-song.mp3").write_bytes(b"ID3")
    warnings = "\n".join(preview.read().warnings)
    assert "01-start/10-welcome.md, line 1: " in warnings
    assert "There are no captions. Add 40-song.vtt" in warnings


def test_nothing_to_show_is_a_sentence(preview: Preview, folder: Path, tmp_path: Path) -> None:
    with pytest.raises(PlayerError, match="has mistakes"):
        preview.open(folder)
    with pytest.raises(PlayerError, match="no folder"):
        Preview(tmp_path / "none")
    assert Preview(folder / "course.toml").folder == folder
    for path in sorted(folder.rglob("*"), reverse=True):
        path.unlink() if path.is_file() else path.rmdir()
    folder.rmdir()
    assert preview.state() == ()
    assert "There is no folder" in preview.read().errors[0]


def test_an_older_version_and_another_id_begin_anew(player: PreviewPlayer, preview: Preview, folder: Path) -> None:
    first = read(preview) and player.show("Preview")
    (folder / "course.toml").write_text(TOML.replace("1.0", "0.9"), encoding="utf-8")
    second = read(preview) and player.show("Preview")
    assert (second.key, second.learner.name) == (first.key, "Preview 2")
    (folder / "course.toml").write_text(TOML.replace("water", "tea"), encoding="utf-8")
    third = read(preview) and player.show("Preview")
    assert third.key == "unsigned/org.example.tea"
    assert [card.key for card in player.library.shelf(third.learner.id)] == [third.key]


def test_no_certificate_leaves_a_preview(player: PreviewPlayer, preview: Preview) -> None:
    shown = read(preview) and player.show("Preview")
    enrolment = player.learning.enrol(shown.learner.id, player.library.open(shown.key))
    for lesson in ("01-start/10-welcome", "01-start/20-check"):
        player.learning.grant(enrolment, lesson, "to see the certificate", "me")
    (award,) = player.awarding.ready(enrolment)
    assert player.awarding.preview(enrolment, award.id, "Amina Diallo").startswith(b"%PDF")
    with pytest.raises(PlayerError, match="gives no certificate"):
        player.awarding.issue(enrolment, award.id, "Amina Diallo")
    with pytest.raises(PlayerError, match="not a package"):
        copy(enrolment.open, player.data)
    assert player.library.half_copied(enrolment.open) == 0


def test_what_editors_leave_while_they_save_is_no_change(preview: Preview, folder: Path) -> None:
    was = preview.state()
    for name in (".welcome.md.swp", "welcome.md~", ".git/HEAD", "~$x.docx", "x.tmp"):
        (folder / name).parent.mkdir(exist_ok=True)
        (folder / name).write_bytes(b"x")
    (folder / "gone").symlink_to(folder / "nowhere")
    assert preview.state() == was
    os.utime(folder / "course.toml", ns=(1, 1))
    assert preview.state() != was


def test_each_remark_is_made_once(preview: Preview, folder: Path) -> None:
    (folder / "01-start" / "10-welcome.md").write_text("# Welcome\n\n![](tap.png)\n", encoding="utf-8")
    (folder / "01-start" / "tap.png").write_bytes(b"\x89PNG")
    (folder / "01-start" / "40-film.mp4").write_bytes(b"no film")
    warnings = preview.read().warnings
    assert [warning.partition(": ")[0] for warning in warnings] == ["01-start/10-welcome.md, line 3", "01-start/40-film.mp4", "01-start/40-film.mp4"]
    assert "has no description" in warnings[0]
    assert sum("How long it runs" in warning for warning in warnings) == sum("no captions" in warning for warning in warnings) == 1
