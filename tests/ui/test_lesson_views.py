"""The views of the lessons that Qt draws: PDF, download, checklist, and those that come later. Text has tests of its own."""

from io import BytesIO
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtCore import QBuffer, QByteArray, QIODevice, QRect, QSize, Qt
from PySide6.QtPdf import QPdfDocument
from PySide6.QtPdfWidgets import QPdfView
from PySide6.QtWidgets import QAbstractScrollArea, QApplication, QFileDialog, QWidget
from pytestqt.qtbot import QtBot

from player.course.model import Chapter, CountsWhen, Kind, Lesson, Rule
from player.errors import PlayerError
from player.ui.lessons import download as download_page
from player.ui.lessons import pdf as pdf_page
from player.ui.lessons.download import copy_out
from player.ui.lessons.kinds import VIEWS, view_of
from player.ui.lessons.pdf import GAP, half_shown, page_boxes
from player.ui.lessons.view import ViewKind
from player.ui.routes import LessonRoute
from tests.forge.window import BOXES, FILES, LEAFLET, SAVED, Stage, pages, tea, write_course


def test_every_kind_of_lesson_has_a_view() -> None:
    assert {kind for kind, _view in VIEWS} == set(Kind)
    assert len(VIEWS) == len(Kind)
    for kind in Kind:
        assert isinstance(view_of(kind), ViewKind)


# --- PDF ---


@pytest.mark.parametrize(
    ("page", "window", "shown"),
    [
        (QRect(0, 0, 100, 100), QRect(0, 0, 100, 100), True),
        (QRect(0, 0, 100, 100), QRect(0, 50, 100, 100), True),
        (QRect(0, 0, 100, 100), QRect(0, 51, 100, 100), False),
        (QRect(0, 0, 100, 1000), QRect(0, 300, 100, 200), True),  # taller than the window: it fills it
        (QRect(0, 0, 100, 1000), QRect(0, 900, 100, 200), False),
        (QRect(0, 0, 100, 100), QRect(200, 0, 100, 100), False),
        (QRect(), QRect(0, 0, 100, 100), False),
    ],
)
def test_half_a_page_counts(page: QRect, window: QRect, shown: bool) -> None:
    assert half_shown(page, window) is shown


@pytest.mark.parametrize("zoom", [0.5, 1.0, 2.5])
@pytest.mark.parametrize("size", [(900, 600), (320, 700)])
def test_the_pages_lie_where_qt_lays_them(qtbot: QtBot, zoom: float, size: tuple[int, int]) -> None:
    page = QWidget()
    qtbot.addWidget(page)
    document, buffer = QPdfDocument(page), QBuffer(page)  # in this order they go: the document before its view
    view = QPdfView(page)
    buffer.setData(QByteArray(pages(((595, 842), (842, 595), (300, 2000), (595, 842)))))
    buffer.open(QIODevice.OpenModeFlag.ReadOnly)
    document.load(buffer)
    view.setPageMode(QPdfView.PageMode.MultiPage)
    view.setZoomMode(QPdfView.ZoomMode.Custom)
    view.setPageSpacing(GAP)
    view.setDocumentMargins(view.documentMargins().__class__(GAP, GAP, GAP, GAP))
    view.setDocument(document)
    view.setZoomFactor(zoom)
    view.resize(*size)
    page.resize(*size)
    page.show()
    qtbot.waitExposed(page)
    per_point = QApplication.primaryScreen().logicalDotsPerInch() / 72
    boxes = page_boxes(document, view.viewport().size(), zoom, per_point)
    bottom = boxes[-1].top() + boxes[-1].height() + 2 * GAP  # Qt keeps the gap also after the last page, and then its margin
    assert view.verticalScrollBar().maximum() == max(0, bottom - view.viewport().height())
    widest = max(box.width() for box in boxes) + 2 * GAP
    assert view.horizontalScrollBar().maximum() == max(0, widest - view.viewport().width())
    view.verticalScrollBar().setValue(boxes[1].bottom() - view.viewport().height() // 2)
    view.horizontalScrollBar().setValue(boxes[1].center().x() - view.viewport().width() // 2)
    image, at = view.viewport().grab().toImage(), view.verticalScrollBar().value()
    x = boxes[1].center().x() - view.horizontalScrollBar().value()
    shades = {image.pixelColor(x, boxes[1].bottom() + down - at).lightness() for down in (-3, 4, GAP - 3, GAP + 4)}
    paper = [image.pixelColor(x, boxes[1].bottom() + down - at).lightness() for down in (-3, GAP + 4)]
    assert paper == [255, 255]  # the end of one page, the beginning of the next
    assert len(shades) == 2  # and the gap between them


def test_no_pages_have_no_boxes() -> None:
    assert page_boxes(QPdfDocument(None), QSize(100, 100), 1.0, 1.0) == []


def test_pages_that_stay_half_shown_for_a_second_count_and_tick(stage: Stage, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(pdf_page, "SHOWN_SECONDS", 0.3)
    stage.open()
    key = stage.add(tea(tmp_path / "tea.course"))
    stage.show(LessonRoute(key, "leaflet"))
    stage.wait(lambda: stage.words("pdf.counted") == "1 of 3 pages shown")
    assert stage.words("pdf.page") == "Page 1 of 3"
    stage.wait(lambda: "33 % of what counts" in stage.words("lesson.rule"))
    stage.click("pdf.next")
    stage.wait(lambda: stage.words("pdf.counted") == "2 of 3 pages shown")
    stage.find("lesson.next").setFocus()
    stage.key(Qt.Key.Key_End)
    stage.wait(lambda: stage.words("lesson.rule") == "This lesson is complete")
    assert stage.words("lesson.next") == "Next"
    for key_pressed in (Qt.Key.Key_Home, Qt.Key.Key_Down, Qt.Key.Key_Up, Qt.Key.Key_PageDown, Qt.Key.Key_PageUp):
        stage.key(key_pressed)
    stage.click("pdf.previous")


def test_pages_of_an_earlier_sitting_are_counted_too(stage: Stage, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(pdf_page, "SHOWN_SECONDS", 0.3)
    stage.open()
    key = stage.add(tea(tmp_path / "tea.course"))
    stage.show(LessonRoute(key, "leaflet"))
    stage.wait(lambda: stage.words("pdf.counted") == "1 of 3 pages shown")
    stage.click("lesson.next")
    stage.wait(lambda: stage.screen.here().lesson == "check")
    stage.settle()
    stage.click("lesson.back")
    stage.wait(lambda: stage.screen.here().lesson == "leaflet")
    stage.settle()
    stage.wait(lambda: stage.words("pdf.counted") == "1 of 3 pages shown")
    stage.click("pdf.next")
    stage.wait(lambda: stage.words("pdf.counted") == "2 of 3 pages shown")


def test_nothing_counts_while_the_window_is_not_in_use(stage: Stage, tmp_path: Path) -> None:
    stage.open()
    key = stage.add(tea(tmp_path / "tea.course"))
    stage.show(LessonRoute(key, "leaflet"))
    view = stage.screen.view
    view._since = {0: 0.0}
    stage.window.hide()
    view._look()
    assert view._since == {}
    assert view.evidence().pages == frozenset()
    stage.window.show()


def test_zooming_stops_at_both_ends(stage: Stage, tmp_path: Path) -> None:
    stage.open()
    key = stage.add(tea(tmp_path / "tea.course"))
    stage.show(LessonRoute(key, "leaflet"))
    for _ in range(10):
        stage.click("pdf.larger")
    assert stage.screen.view._view.zoomFactor() == 3.0
    for _ in range(10):
        stage.click("pdf.smaller")
    assert stage.screen.view._view.zoomFactor() == 0.5
    stage.resized(theme="dark")
    stage.resized(text_scale=2.0)
    stage.find("pdf.next")


def test_a_pdf_that_is_none_is_a_sentence_and_never_ticks(stage: Stage, tmp_path: Path) -> None:
    stage.open()
    key = stage.add(write_course(tmp_path / "c.course", Chapter("one", "One", (LEAFLET, FILES)), contents={"leaflet.pdf": b"%PDF-1.4 nothing"}))
    stage.show(LessonRoute(key))
    stage.says("is damaged or locked")
    for name in ("pdf.larger", "pdf.smaller", "pdf.next", "pdf.previous"):
        stage.click(name)
    stage.click("lesson.next")
    stage.wait(lambda: stage.screen.here().lesson == "files")
    assert not stage.status(key).lessons["leaflet"].done


def test_a_pdf_whose_package_vanishes_is_a_sentence(stage: Stage, tmp_path: Path) -> None:
    stage.open()
    path = write_course(tmp_path / "c.course", Chapter("one", "One", (FILES, LEAFLET)))
    key = stage.add(path)
    stage.show(LessonRoute(key))
    path.unlink()
    stage.click("lesson.next")
    stage.wait(stage.messages)
    stage.settle()
    assert stage.status(key).lessons["files"].done
    stage.screen._go_to("leaflet")
    stage.settle()
    assert stage.messages()


# --- download ---


def test_files_are_saved_with_a_word_and_nothing_is_left_behind_where_it_fails(stage: Stage, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    stage.open()
    key = stage.add(tea(tmp_path / "tea.course"))
    stage.show(LessonRoute(key, "saved"))
    assert "Keep this." in stage.text()
    assert "14 B" in stage.text()
    monkeypatch.setattr(QFileDialog, "getSaveFileName", lambda *_: ("", ""))
    stage.click("download.save.1")
    blocked = tmp_path / "blocked"
    blocked.mkdir()
    (blocked / "here").mkdir()
    monkeypatch.setattr(QFileDialog, "getSaveFileName", lambda *_: (str(blocked / "here"), ""))  # a folder
    stage.click("download.save.1")
    stage.says("The file was not saved")
    assert [path.name for path in blocked.iterdir()] == ["here"]
    assert not stage.status(key).lessons["saved"].done
    target = tmp_path / "mine.txt"
    target.write_text("old")
    monkeypatch.setattr(QFileDialog, "getSaveFileName", lambda *_: (str(target), ""))
    stage.click("download.save.1")
    stage.says("Saved: recipe.txt")
    stage.wait(lambda: stage.words("lesson.rule") == "This lesson is complete")
    assert target.read_bytes() == b"water, leaves\n"
    assert {path.name for path in tmp_path.iterdir()} == {"data", "tea.course", "mine.txt", "blocked"}


def test_a_file_that_breaks_off_leaves_nothing_and_the_old_one_stands(stage: Stage, tmp_path: Path) -> None:
    class Source:
        def open(self, _name: str) -> Any:
            class Stream(BytesIO):
                def read(self, _size: int | None = -1) -> bytes:
                    if self.tell():
                        raise PlayerError("Damaged", "the file was changed.", "Copy it again.")
                    return super().read(4)

            return Stream(b"half of it")

    class Place:
        source = Source()

    Source.size = lambda _self, _name: 10  # type: ignore[attr-defined]
    target = tmp_path / "mine.txt"
    target.write_text("old")
    with pytest.raises(PlayerError, match="changed"):
        copy_out(Place(), "x", target)  # type: ignore[arg-type]
    assert target.read_text() == "old"
    assert [path.name for path in tmp_path.iterdir() if path.name.endswith("part")] == []


def test_a_copy_that_takes_long_shows_how_far_it_is_and_can_be_stopped(stage: Stage, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    import threading

    stage.open()
    key = stage.add(tea(tmp_path / "tea.course"))
    stage.show(LessonRoute(key, "files"))
    monkeypatch.setattr(download_page, "MOMENT_S", 0.0)
    gate, real = threading.Event(), download_page.copy_out

    def slow(place: Any, name: str, out: Path, progress: Any) -> None:
        def told(done: int, total: int, what: str) -> None:
            progress(done, total, what)
            gate.wait(60)
            progress(done, total, what)

        real(place, name, out, told)

    monkeypatch.setattr(download_page, "copy_out", slow)
    target = tmp_path / "mine.bin"
    monkeypatch.setattr(QFileDialog, "getSaveFileName", lambda *_: (str(target), ""))
    stage.click("download.save.2")
    stage.find("download.progress")
    stage.wait(lambda: "34 %" in stage.text())
    stage.click("download.cancel")
    gate.set()
    stage.settle()
    stage.wait(lambda: not stage.sees("download.progress"))
    assert not target.exists()
    assert not stage.messages()
    assert [path.name for path in tmp_path.iterdir() if path.suffix == ".part"] == []
    gate.clear()
    stage.click("download.save.2")
    stage.find("download.progress")
    stage.click("lesson.next")  # it goes on while the learner does
    stage.wait(lambda: stage.screen.here().lesson == "saved")
    stage.wait(lambda: not stage.sees("download.progress"))
    gate.set()
    stage.says("Saved: large.bin")
    assert target.stat().st_size == 3_000_000


def test_closing_the_window_stops_a_copy_and_leaves_nothing(stage: Stage, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    stage.open()
    key = stage.add(tea(tmp_path / "tea.course"))
    stage.show(LessonRoute(key, "files"))
    monkeypatch.setattr(download_page, "BLOCK", 100)  # 30,000 steps
    target = tmp_path / "mine.bin"
    monkeypatch.setattr(QFileDialog, "getSaveFileName", lambda *_: (str(target), ""))
    stage.click("download.save.2")
    stage.wait(lambda: any(path.suffix == ".part" for path in tmp_path.iterdir()))
    stage.window.close()
    assert [path.name for path in tmp_path.iterdir() if path.suffix == ".part"] == []


def test_a_long_name_is_no_trouble(stage: Stage, tmp_path: Path) -> None:
    stage.open()
    key = stage.add(tea(tmp_path / "tea.course"))
    stage.show(LessonRoute(key, "files"))
    from player.ui.lessons.opened import place_of

    screen = stage.screen
    place = place_of(screen._opened.enrolment, screen._status, screen._lesson)
    target = tmp_path / ("n" * 250)
    copy_out(place, "large.bin", target)
    assert target.stat().st_size == 3_000_000


# --- checklist ---


def test_boxes_are_recorded_and_still_ticked_when_one_comes_back(stage: Stage, tmp_path: Path) -> None:
    stage.open()
    key = stage.add(write_course(tmp_path / "c.course", Chapter("one", "One", (BOXES, FILES, SAVED))))
    stage.show(LessonRoute(key))
    assert "Tick when you <strong>have</strong> it." in stage.text()
    assert "0 of 2 ticked" in stage.text()
    stage.find("checklist.box.1").setFocus()
    stage.key(Qt.Key.Key_Space)
    stage.wait(lambda: "50 % of what counts" in stage.words("lesson.rule"))
    assert "1 of 2 ticked" in stage.text()
    stage.click("lesson.next")
    stage.wait(lambda: stage.screen.here().lesson == "files")
    stage.settle()
    stage.key(Qt.Key.Key_Left, Qt.KeyboardModifier.AltModifier)
    stage.wait(lambda: stage.screen.here().lesson == "boxes")
    stage.settle()
    assert "1 of 2 ticked" in stage.text()
    stage.click("checklist.box.1")
    stage.click("checklist.box.2")
    stage.settle()
    assert not stage.status(key).lessons["boxes"].done
    stage.click("checklist.box.1")
    stage.wait(lambda: stage.status(key).lessons["boxes"].done)
    stage.click("checklist.box.1")  # unticked again: the tick stays
    stage.settle()
    assert stage.status(key).lessons["boxes"].done


# --- later ---


def test_what_cannot_be_played_here_says_so_and_never_ticks(stage: Stage, tmp_path: Path) -> None:
    stage.open()
    later = {kind for kind, view in VIEWS if view is view_of(Kind.WEB)}
    kinds = tuple(Lesson(kind.value, kind.value, kind, CountsWhen(Rule.MOVE_ON if kind is Kind.WEB else Rule.SIGNED_OFF), file="text.md")
                  for kind in Kind if kind in later)
    key = stage.add(write_course(tmp_path / "c.course", Chapter("one", "One", kinds)))
    for kind in kinds:
        stage.show(LessonRoute(key, kind.id))
        assert "cannot play a lesson of the kind" in stage.text()
        stage.key(Qt.Key.Key_Down)
        stage.click("lesson.next")
        stage.settle()
    assert not any(each.done for each in stage.status(key).lessons.values())


def test_beside_a_wider_page_the_first_one_is_still_whole(stage: Stage, tmp_path: Path) -> None:
    stage.open()
    key = stage.add(tea(tmp_path / "c.course"))  # the second page of the leaflet lies across
    stage.window.resize(1000, 700)
    stage.show(LessonRoute(key, "leaflet"))
    view = stage.find("pdf.pages", QAbstractScrollArea)
    stage.wait(lambda: view.horizontalScrollBar().maximum() > 0)
    bar = view.horizontalScrollBar()
    stage.wait(lambda: abs(2 * bar.value() - bar.maximum()) <= 1)
    image = view.viewport().grab().toImage()
    row = [image.pixelColor(x, image.height() // 2).name() for x in range(image.width())]
    assert row[0] == row[-1] != "#ffffff"  # the ground shows on both sides of the page
    assert row[image.width() // 2] == "#ffffff"
