"""The certificate in the window: the name, the preview, making, saving, printing, correcting; and checking one."""

from pathlib import Path
from typing import Any

import pytest
from PySide6.QtCore import Qt, QUrl
from PySide6.QtGui import QDesktopServices
from PySide6.QtPrintSupport import QPrintDialog, QPrinter
from PySide6.QtWidgets import QApplication, QFileDialog, QLineEdit

from player.course.model import Chapter
from player.errors import PlayerError
from player.ui.dialogs.save import ask_where
from player.ui.routes import AwardRoute, CourseRoute, LearnersRoute, LibraryRoute, VerifyRoute
from player.ui.screens import verify as verify_page
from tests.forge.window import FILES, Stage, write_course
from tests.ui.test_main_window import drop


def earned(stage: Stage, tmp_path: Path, learner: str = "Nora Example") -> str:
    """On the page of an award that was just earned."""
    stage.open(learner)
    key = stage.add(write_course(tmp_path / "c.course", Chapter("one", "One", (FILES,))))
    stage.tick(key, "files")
    stage.show(AwardRoute(key, "certificate"))
    return key


def made(stage: Stage, tmp_path: Path) -> str:
    key = earned(stage, tmp_path)
    stage.click("award.issue")
    stage.find("award.save")
    stage.settle()
    return key


# --- the name ---


def test_the_name_is_shown_as_it_will_print_before_anything_is_made(stage: Stage, tmp_path: Path) -> None:
    key = earned(stage, tmp_path)
    assert stage.find("certificate.name", QLineEdit).text() == "Nora Example"
    assert QApplication.focusWidget() is stage.find("award.issue")
    assert stage.screen._picture._document.pageCount() == 1
    assert "1 of 1 required" in stage.text()
    assert stage.asked(lambda player: player.awarding.kept(stage.learner.id)) == ()
    stage.write("certificate.name", "Nora E. Example")
    stage.key(Qt.Key.Key_Return)
    stage.find("award.save")
    assert "Nora E. Example · GT-" in stage.text()
    kept = stage.asked(lambda player: player.awarding.kept(stage.learner.id))
    assert [(one.printed_name, one.saved_at) for one in kept] == [("Nora E. Example", None)]
    assert stage.status(key).awards["certificate"].issued_at


def test_a_letter_that_no_font_has_is_said_and_never_printed(stage: Stage, tmp_path: Path) -> None:
    earned(stage, tmp_path)
    stage.write("certificate.name", "Nora ")
    field = stage.find("certificate.name", QLineEdit)
    field.setText("Nora \U00013000")
    field.textEdited.emit(field.text())
    stage.wait(lambda: stage.words("certificate.said"))
    said = stage.words("certificate.said")
    assert "\U00013000" in said or "U+13000" in said
    stage.click("award.issue")
    stage.settle()
    assert stage.sees("certificate.name")
    assert stage.words("certificate.said") == said
    stage.write("certificate.name", "Nora")
    stage.wait(lambda: not stage.sees("certificate.said"))


def test_a_guest_is_asked_for_a_name(stage: Stage, tmp_path: Path) -> None:
    stage.board()
    stage.click("learners.guest")
    stage.wait(lambda: isinstance(stage.window.route, LibraryRoute))
    stage.settle()
    key = stage.add(write_course(tmp_path / "c.course", Chapter("one", "One", (FILES,))))
    stage.tick(key, "files")
    stage.show(AwardRoute(key, "certificate"))
    assert stage.find("certificate.name", QLineEdit).text() == ""
    assert QApplication.focusWidget() is stage.find("certificate.name")
    stage.click("award.issue")
    stage.wait(lambda: "name" in stage.words("certificate.said"))
    stage.write("certificate.name", "Real Name")
    stage.wait(lambda: stage.screen._picture._document.pageCount() == 1)
    stage.click("award.issue")
    stage.find("award.save")
    assert "Well done, Guest." in stage.text()


def test_a_name_typed_and_left_calls_nothing_that_is_gone(stage: Stage, tmp_path: Path) -> None:
    key = earned(stage, tmp_path)
    stage.write("certificate.name", "Somebody")
    stage.screen._preview()
    stage.click("page.leave")
    stage.wait(lambda: stage.window.route == CourseRoute(key))
    stage.settle()
    stage.show(AwardRoute(key, "certificate"))
    screen = stage.screen
    screen._issue("One")
    screen._issue("One")
    screen._preview()
    stage.settle()
    stage.find("award.save")
    screen._preview()
    screen._refused(PlayerError("Late", "news.", ""))
    stage.says("Late news.")


def test_making_it_can_fail(stage: Stage, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    earned(stage, tmp_path)

    def refuse(*_: object) -> Any:
        raise PlayerError("The certificate could not be kept", "The disk is full.", "Make room.")

    with monkeypatch.context() as patched:
        patched.setattr(stage.player.awarding, "issue", refuse)
        stage.click("award.issue")
        stage.wait(lambda: "The disk is full" in stage.words("certificate.said"))
    stage.click("award.issue")
    stage.find("award.save")


# --- what can be done with it ---


def test_saving_says_where_and_a_place_that_cannot_be_written_is_a_sentence(stage: Stage, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    key = made(stage, tmp_path)
    offered: list[str] = []

    def choose(_parent: object, _title: str, start: str, _kinds: str) -> tuple[str, str]:
        offered.append(Path(start).name)
        return answers.pop(0), ""

    monkeypatch.setattr(QFileDialog, "getSaveFileName", choose)
    blocked = tmp_path / "file"
    blocked.write_text("x")
    target = tmp_path / "mine"
    answers = ["", str(blocked / "x.pdf"), str(target)]
    stage.click("award.save")
    stage.click("award.save")
    stage.wait(stage.messages)
    assert stage.status(key).awards["certificate"].saved_at is None
    assert [path.name for path in tmp_path.iterdir() if path.name.startswith(".")] == []
    stage.click("award.save")
    stage.says(f"Saved and checked: {target}.pdf")
    assert target.with_suffix(".pdf").read_bytes().startswith(b"%PDF")
    assert stage.status(key).awards["certificate"].saved_at
    assert offered[0] == "Making Tea - Nora Example.pdf"


def test_a_name_for_the_file_is_safe_everywhere(stage: Stage, monkeypatch: pytest.MonkeyPatch) -> None:
    seen: list[Path] = []
    monkeypatch.setattr(QFileDialog, "getSaveFileName", lambda _parent, _title, start, _kinds: (seen.append(Path(start)), ("", ""))[1])
    assert ask_where(stage.window, 'A/B: "C"?', "X\ny" + "z" * 300) is None
    assert seen[0].name.startswith("A-B- -C-- - X-y")
    assert len(seen[0].name) <= 124


@pytest.mark.qt_log_ignore("Returned false", extend=True)
def test_printing(stage: Stage, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    key = made(stage, tmp_path)
    monkeypatch.setattr(QPrintDialog, "exec", lambda _self: 0)
    stage.click("award.print")
    assert stage.status(key).awards["certificate"].saved_at is None

    def accept(dialog: QPrintDialog) -> int:
        dialog.printer().setOutputFormat(QPrinter.OutputFormat.PdfFormat)
        dialog.printer().setOutputFileName(str(tmp_path / "paper.pdf"))
        return 1

    monkeypatch.setattr(QPrintDialog, "exec", accept)
    stage.click("award.print")
    stage.says("Sent to the printer")
    assert (tmp_path / "paper.pdf").stat().st_size > 10_000
    assert stage.status(key).awards["certificate"].saved_at

    def broken(dialog: QPrintDialog) -> int:
        dialog.printer().setOutputFormat(QPrinter.OutputFormat.PdfFormat)
        dialog.printer().setOutputFileName(str(tmp_path / "no" / "folder" / "paper.pdf"))
        return 1

    monkeypatch.setattr(QPrintDialog, "exec", broken)
    stage.click("award.print")
    stage.says("Not printed")


def test_the_name_can_be_corrected_or_left(stage: Stage, tmp_path: Path) -> None:
    made(stage, tmp_path)
    number = stage.screen._issued.number
    stage.click("award.correct")
    assert QApplication.focusWidget() is stage.find("certificate.name")
    stage.click("award.keep")
    assert stage.screen._issued.number == number
    stage.click("award.correct")
    stage.write("certificate.name", "Nora Eve Example")
    stage.click("award.issue")
    stage.wait(lambda: "Nora Eve Example · GT-" in stage.text())
    issued = stage.screen._issued
    assert issued.number != number
    verdict = stage.asked(lambda player: player.awarding.check(issued.pdf))
    assert {field.id: field.value for field in verdict.fields()}["replaces"].startswith(number)


def test_signing_out_from_the_certificate(stage: Stage, tmp_path: Path) -> None:
    made(stage, tmp_path)
    stage.click("award.handOver")
    stage.wait(lambda: isinstance(stage.window.route, LearnersRoute))


def test_a_certificate_whose_file_is_gone_can_be_made_again(stage: Stage, tmp_path: Path) -> None:
    key = made(stage, tmp_path)
    stage.screen._issued.path.unlink()
    stage.show(AwardRoute(key, "certificate"))
    assert "cannot be read" in stage.words("certificate.said")
    stage.click("award.issue")
    stage.find("award.save")
    stage.show(AwardRoute(key, "certificate"))
    stage.find("award.save")


def test_an_award_that_is_not_earned_has_no_page(stage: Stage, tmp_path: Path) -> None:
    stage.open()
    key = stage.add(write_course(tmp_path / "c.course", Chapter("one", "One", (FILES,))))
    stage.show(CourseRoute(key))
    stage.window.go(AwardRoute(key, "certificate"))
    stage.says("Not earned yet")


@pytest.mark.parametrize("looks", [{"text_scale": 2.0}, {"direction": "rtl"}, {"theme": "contrast"}])
def test_the_page_in_other_looks(stage: Stage, tmp_path: Path, looks: dict[str, object]) -> None:
    key = earned(stage, tmp_path)
    stage.resized(**looks)
    assert stage.window.route == AwardRoute(key, "certificate")
    stage.click("award.issue")
    stage.find("award.save")
    stage.resized(text_scale=1.1)
    stage.find("award.save")


# --- the check ---


def test_the_verdict_has_three_ways_and_shows_every_field(stage: Stage, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    made(stage, tmp_path)
    pdf = stage.screen._issued.pdf
    stage.click("award.check")
    stage.wait(lambda: isinstance(stage.window.route, VerifyRoute))
    stage.settle()
    assert stage.words("verify.verdict") == "Intact, but the signer is not known here"
    assert stage.words("verify.field.name") == "Nora Example"
    assert not stage.sees("verify.field.ledger")
    stage.click("verify.more")
    assert len([one for one in stage.asked(lambda player: player.awarding.check(pdf)).fields() if not stage.sees(f"verify.field.{one.id}")]) == 0
    changed = tmp_path / "changed.pdf"
    changed.write_bytes(pdf[:900] + bytes([pdf[900] ^ 1]) + pdf[901:])
    monkeypatch.setattr(QFileDialog, "getOpenFileName", lambda *_: ("", ""))
    stage.click("verify.drop")
    monkeypatch.setattr(QFileDialog, "getOpenFileName", lambda *_: (str(changed), ""))
    stage.click("verify.drop")
    stage.wait(lambda: stage.words("verify.verdict") == "Not valid")
    from player.awards.verdict import Standing

    real = stage.player.awarding.check

    def trusted(path: Path) -> Any:
        from dataclasses import replace

        return replace(real(path), standing=Standing.TRUSTED)

    monkeypatch.setattr(stage.player.awarding, "check", trusted)
    stage.screen._check(str(changed))
    stage.wait(lambda: stage.words("verify.verdict") == "Trusted")


def test_dropped_on_the_check(stage: Stage, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    made(stage, tmp_path)
    path = stage.screen._issued.path
    stage.show(VerifyRoute())
    assert "Nothing checked yet" in stage.text()
    assert drop(stage, stage.screen, path)
    assert "not known" in stage.words("verify.verdict")
    stage.screen.dragLeaveEvent(None)
    stage.resized(text_scale=2.0)
    assert "not known" in stage.words("verify.verdict")  # another size checks nothing away
    monkeypatch.setattr(verify_page, "LARGEST", 10)
    drop(stage, stage.screen, path)
    stage.says("too large for a certificate")
    drop(stage, stage.screen, tmp_path / "none.pdf")
    stage.says("cannot be read")
    assert not drop(stage, stage.screen)
    drop(stage, stage.screen, tmp_path / "c.course")
    assert isinstance(stage.window.route, CourseRoute)


def test_nothing_of_it_opens_a_browser(stage: Stage, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    opened: list[QUrl] = []
    monkeypatch.setattr(QDesktopServices, "openUrl", opened.append)
    made(stage, tmp_path)
    stage.click("award.check")
    stage.settle()
    assert not opened
