"""Pictures in what Qt draws: the words of a checklist, an assignment, a download, a question. Built from an author's folder."""

from pathlib import Path

import pytest
from PySide6.QtCore import QBuffer, QByteArray, QIODevice, QRect
from PySide6.QtGui import QColor, QImage, QImageWriter
from PySide6.QtWidgets import QLabel

from player.services.publishing import build
from player.text.links import Link
from player.ui.routes import LessonRoute, QuizRoute, ResultRoute
from player.ui.theme import Theme
from player.ui.widgets.prose import prose
from player.ui.widgets.prose_pictures import HIGHEST, WIDEST, PictureFiles
from tests.forge.pictures import faults
from tests.forge.sources import folder
from tests.forge.window import Stage

SVG = b'<svg xmlns="http://www.w3.org/2000/svg" width="400" height="200"><rect width="400" height="200" fill="#c01530"/></svg>'
QUIZ = """title = "Colours"

[[question]]
id = "red"
text = "What colour is it?\\n\\n![A square of one colour](media/red.svg)"
answers = ["[x] Red", "[ ] Blue"]
"""


def png(width: int, height: int) -> bytes:
    image = QImage(width, height, QImage.Format.Format_RGB32)
    image.fill(QColor("#c01530"))
    buffer = QBuffer()
    buffer.open(QIODevice.OpenModeFlag.WriteOnly)
    assert QImageWriter(buffer, QByteArray(b"png")).write(image)
    return bytes(buffer.data().data())


@pytest.fixture
def key(stage: Stage, tmp_path: Path) -> str:
    words = 'Look here:\n\n![A red square](media/red.svg "Red, as you see")\n\n![Another one](media/large.png)\n'
    source = folder(tmp_path / "course", {
        "01-a/10-list.md": f"---\nkind: checklist\ntitle: List\n---\n{words}\n- [ ] Seen\n",
        "01-a/20-work.md": f"---\nkind: assignment\ntitle: Work\n---\n{words}",
        "01-a/30-keep.md": f"---\nkind: download\ntitle: Keep\nfiles: [x.txt]\n---\n{words}", "01-a/x.txt": "x", "01-a/40-quiz.quiz.toml": QUIZ,
        "01-a/media/red.svg": SVG, "01-a/media/large.png": png(2000, 500),
    }, 'id = "org.example.pictures"\ntitle = "Pictures"\nversion = "1.0"\n')  # fmt: skip
    build(source, tmp_path / "c.course")
    stage.open()
    return stage.add(tmp_path / "c.course")


def reds(image: QImage) -> QRect:
    """Where the picture is."""
    found = [(x, y) for x in range(0, image.width(), 4) for y in range(0, image.height(), 4) if image.pixelColor(x, y).name() == "#c01530"]
    assert found
    return QRect(min(x for x, _ in found), min(y for _, y in found), max(x for x, _ in found) - min(x for x, _ in found),
                 max(y for _, y in found) - min(y for _, y in found))  # fmt: skip


def pictured(stage: Stage) -> QLabel:
    return stage.wait(lambda: next((one for one in stage.window.findChildren(QLabel) if one.isVisible() and "data:image/png" in one.text()), None))


@pytest.mark.parametrize("lesson", ["01-a/10-list", "01-a/20-work", "01-a/30-keep"])
def test_the_words_of_a_lesson_hold_pictures(stage: Stage, key: str, lesson: str) -> None:
    stage.show(LessonRoute(key, lesson))
    words = pictured(stage)
    assert words.text().count("data:image/png") == 2
    assert words.accessibleName() == "Look here:\nA red square\nRed, as you see\nAnother one"
    assert 'width="400" height="200"' in words.text()
    assert f'width="{WIDEST}" height="140"' in words.text()  # no wider than there is room for
    found = reds(words.grab().toImage())
    assert found.width() >= WIDEST - 12
    assert faults(stage.window) == []


def test_a_question_and_its_review_hold_pictures(stage: Stage, key: str) -> None:
    stage.show(QuizRoute(key, "01-a/40-quiz"))
    assert reds(pictured(stage).grab().toImage()).width() >= 390
    assert stage.find("quiz.answer").accessibleName() == "What colour is it?\nA square of one colour"
    stage.click("quiz.option.1")
    stage.click("quiz.nextQuestion")
    stage.click("quiz.confirm")
    stage.wait(lambda: isinstance(stage.window.route, ResultRoute))
    stage.click("quiz.reviewAnswers")
    assert reds(pictured(stage).grab().toImage()).width() >= 390


def test_large_text_has_larger_pictures(qapp: object) -> None:
    files = PictureFiles(lambda target: Link("file", target), {"a.svg": SVG})
    shown = files.drawn(Theme(scale=2.0)).found["a.svg"]
    assert (shown.width, shown.height) == (800, 400)
    assert shown.width <= 2 * WIDEST
    assert shown.height <= 2 * HIGHEST


@pytest.mark.parametrize(("name", "data"), [("a.svg", b"<svg"), ("a.svg", SVG[:60]), ("a.png", b"\x89PNG no"), ("a.png", png(4, 4)[:40])])
def test_a_damaged_picture_is_its_words(qapp: object, name: str, data: bytes) -> None:
    files = PictureFiles(lambda target: Link("file", target), {name: data})
    words = prose(f"See ![Salt & pepper]({name})", pictures=files.drawn(Theme()))
    assert "data:" not in words.text()
    assert "Salt &amp; pepper" in words.text()
    assert words.accessibleName() == "See Salt & pepper"
