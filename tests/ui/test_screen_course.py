"""The library and the course page: Continue, cards, What's left, chapters, what is locked, what is won."""

from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QAbstractButton, QApplication, QFileDialog, QLabel

from player.course.model import (
    After,
    AtLeast,
    Award,
    AwardKind,
    Chapter,
    Complete,
    CountsWhen,
    DaysSinceStart,
    Kind,
    Lesson,
    Order,
    Passed,
    Rule,
    default_award,
)
from player.ui.catalogues import language_name
from player.ui.leads import leads_to
from player.ui.routes import AwardRoute, CourseRoute, LessonRoute, LibraryRoute, VerifyRoute
from player.ui.screens import course as course_page
from tests.forge.packages import identity
from tests.forge.window import BOXES, FILES, LEAFLET, VOUCHER, Stage, check, tea, write_course


def pressed(stage: Stage, words: str) -> None:
    """Press the visible button whose spoken name begins so."""
    found = [each for each in stage.window.findChildren(QAbstractButton) if each.isVisible() and each.accessibleName().startswith(words)]
    assert found, words
    found[0].click()
    stage.settle()


def picture() -> bytes:
    from io import BytesIO

    from PIL import Image

    out = BytesIO()
    Image.new("RGB", (40, 30), "#336699").save(out, "PNG")
    return out.getvalue()


# --- library ---


def test_an_empty_shelf_has_one_thing_to_do(stage: Stage) -> None:
    stage.open()
    assert "No course yet" in stage.text()
    assert QApplication.focusWidget() is stage.find("library.open")


def test_continue_leads_to_where_one_stopped_and_cards_to_their_course(stage: Stage, tmp_path: Path) -> None:
    stage.open()
    key = stage.add(tea(tmp_path / "tea.course"))
    stage.show(LibraryRoute())
    assert stage.words("library.continue") == "Begin"
    assert QApplication.focusWidget() is stage.find("library.continue")
    card = stage.find("library.course.org.example.tea")
    assert card.accessibleName() == "Making Tea. New. 0 of 4 required. 17 min"
    stage.click("library.continue")
    stage.wait(lambda: isinstance(stage.window.route, LessonRoute))
    stage.settle()
    stage.click("lesson.next")
    stage.settle()
    stage.show(LibraryRoute())
    assert stage.words("library.continue") == "Continue"
    assert "Recipes" in stage.text()
    stage.click("library.course.org.example.tea")
    stage.wait(lambda: stage.window.route == CourseRoute(key))


@pytest.mark.parametrize("scale", [1.0, 2.0])
def test_cards_tell_what_is_missing_damaged_and_complete(stage: Stage, tmp_path: Path, scale: float) -> None:
    stage.open()
    one = write_course(tmp_path / "one.course", Chapter("one", "One", (FILES,)), identity=identity("One"))
    two = write_course(tmp_path / "two.course", Chapter("one", "One", (FILES,)), identity=identity("Two"))
    three = write_course(tmp_path / "three.course", Chapter("one", "One", (FILES,)), identity=identity("Three"))
    keys = [stage.add(path) for path in (one, two, three)]
    stage.tick(keys[0], "files")
    two.unlink()
    three.write_bytes(three.read_bytes()[:-9])
    stage.window.go(CourseRoute(keys[2]))
    stage.wait(stage.messages)
    stage.resized(text_scale=scale)
    stage.show(LibraryRoute())
    cards = [each.accessibleName() for each in stage.window.findChildren(QAbstractButton, "library.course.org.example.tea")]
    for part in ("Complete. 1 of 1 required. Earned", "File not found", "Damaged"):
        assert any(part in card for card in cards), cards
    stage.window.go(CourseRoute(keys[1]))
    stage.says("There is no file")
    assert isinstance(stage.window.route, LibraryRoute)


def test_what_was_earned_can_be_saved_again_without_its_course(stage: Stage, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    stage.open()
    path = write_course(tmp_path / "one.course", Chapter("one", "One", (FILES,)))
    key = stage.add(path)
    stage.tick(key, "files")
    stage.show(AwardRoute(key, "certificate"))
    stage.click("award.issue")
    stage.find("award.save")
    stage.settle()
    stage.show(LibraryRoute())
    assert "My certificates" in stage.text()
    stage.click("awards.save")
    stage.wait(lambda: stage.window.route == AwardRoute(key, "certificate"))
    stage.settle()
    path.rename(tmp_path / "away")
    stage.show(LibraryRoute())
    monkeypatch.setattr(QFileDialog, "getSaveFileName", lambda *_: ("", ""))
    stage.click("awards.save")
    target = tmp_path / "again"
    monkeypatch.setattr(QFileDialog, "getSaveFileName", lambda *_: (str(target), ""))
    stage.click("awards.save")
    stage.says("Saved and checked")
    assert (tmp_path / "again.pdf").read_bytes().startswith(b"%PDF")
    stage.click("awards.check")
    stage.wait(lambda: isinstance(stage.window.route, VerifyRoute))
    stage.settle()
    assert "not known" in stage.words("verify.verdict")


# --- what is left ---


def test_whats_left_lists_what_separates_from_the_certificate(stage: Stage, tmp_path: Path) -> None:
    stage.open()
    key = stage.add(tea(tmp_path / "tea.course", attempts=1))
    stage.show(CourseRoute(key))
    words = stage.text()
    for part in ("What’s left for the certificate", "0 of 4 required", "Tick 2 boxes", "Look at it and press Next", "Show every page",
                 "Pass with 70 %. 1 of 1 attempts left", "About 17 min in all", "Unsigned: nobody answers for it", "2 chapters"):
        assert part in words, part
    assert stage.words("course.open") == "Begin"
    assert QApplication.focusWidget() is stage.find("course.open")
    pressed(stage, "The leaflet. Show every page")
    assert stage.screen.here() == LessonRoute(key, "leaflet")
    stage.show(CourseRoute(key))
    assert stage.words("course.open") == "Continue"
    stage.screen.next_pressed()
    stage.settle()
    assert stage.screen.here() == LessonRoute(key, "leaflet")
    stage.show(CourseRoute(key))
    stage.click("page.leave")
    stage.wait(lambda: isinstance(stage.window.route, LibraryRoute))


@pytest.mark.parametrize(("exhausted", "said"), [("trainer", "Your trainer can help"), ("again after 3 days", "The next one opens on")])
def test_a_quiz_without_attempts_says_who_can_help_or_when(stage: Stage, tmp_path: Path, exhausted: str, said: str) -> None:
    stage.open()
    lesson, quiz = check(attempts=1, when_exhausted=exhausted)
    key = stage.add(write_course(tmp_path / "c.course", Chapter("one", "One", (lesson,)), quiz=quiz))
    session = stage.window.desk.session
    stage.asked(lambda player: player.quizzing.submit(player.quizzing.start(session.enrolment(player, key), "check")))
    stage.show(CourseRoute(key))
    assert f"No attempts left. {said}" in stage.text()


def test_choose_two_of_three_says_any_more(stage: Stage, tmp_path: Path) -> None:
    stage.open()
    key = stage.add(write_course(tmp_path / "c.course", Chapter("one", "Pick", (BOXES, FILES, LEAFLET), choose=2)))
    stage.show(CourseRoute(key))
    words = stage.text()
    assert "any 2 more of these" in words
    assert "2 of these are done: “Ready?” is complete or “Recipes” is complete or “The leaflet” is complete" in words
    pressed(stage, "2 of these are done")
    assert stage.screen.here() == LessonRoute(key, "boxes")
    stage.show(LessonRoute(key, "files"))
    stage.click("lesson.next")
    stage.settle()
    stage.show(CourseRoute(key))
    assert "any 1 more of these" in stage.text()


def test_a_course_without_award_says_so(stage: Stage, tmp_path: Path) -> None:
    stage.open()
    key = stage.add(write_course(tmp_path / "c.course", Chapter("one", "One", (FILES,)), awards=()))
    stage.show(CourseRoute(key))
    assert "gives no certificate" in stage.text()
    stage.click("course.open")
    stage.wait(lambda: isinstance(stage.window.route, LessonRoute))


def test_won_awards_stand_beside_what_is_left(stage: Stage, tmp_path: Path) -> None:
    stage.open()
    merit = Award("merit", AwardKind.BADGE, "Merit", Complete("leaflet"))
    key = stage.add(write_course(tmp_path / "c.course", Chapter("one", "One", (BOXES, FILES, LEAFLET)), awards=(
        default_award("Making Tea"), VOUCHER, merit)))
    stage.tick(key, "boxes")
    stage.show(CourseRoute(key))
    words = stage.text()
    for part in ("What’s left for the certificate", "One cup, free", "Yours. Save it to keep your own copy.", "What’s left for “Merit”"):
        assert part in words, part
    assert stage.words("award.claim") == "Get it"
    stage.show(AwardRoute(key, "voucher"))
    stage.click("award.issue")
    stage.find("award.save")
    stage.settle()
    session = stage.window.desk.session
    stage.asked(lambda player: player.learning.void(session.enrolment(player, key), "boxes", "not seen", "Trainer"))
    stage.show(CourseRoute(key))
    assert "It rests on a tick that your trainer took back." in stage.text()
    assert "Tick taken back by Trainer: not seen" in stage.text()


# --- chapters and locks ---


def chain(tmp_path: Path) -> Path:
    """Film opens after the leaflet, the leaflet after the boxes; the second chapter after the first, the third on a day."""
    leaflet = Lesson("leaflet", "The leaflet", Kind.PDF, CountsWhen(Rule.NEXT), file="leaflet.pdf", pages=3, opens_when=Complete("boxes"))
    film = Lesson("film", "A film", Kind.VIDEO, CountsWhen(Rule.NEXT), file="film.mp4", opens_when=Complete("leaflet"))
    any_of = AtLeast(1, (Complete("boxes"), AtLeast(2, (Complete("film"), Passed("check"))), DaysSinceStart(9)))
    lesson, quiz = check()
    last = Lesson("last", "Last", Kind.TEXT, CountsWhen(Rule.NEXT), file="text.md", required=False, opens_when=any_of)
    return write_course(
        tmp_path / "c.course", Chapter("one", "One", (BOXES, leaflet, film, last)), Chapter("two", "Two", (FILES,), opens_when=Complete("one")),
        Chapter("three", "Three", (lesson,), opens_when=After("2031-05-06")), quiz=quiz,
    )


def test_locked_rows_say_why_and_lead_to_the_first_that_is_open(stage: Stage, tmp_path: Path) -> None:
    stage.open()
    key = stage.add(chain(tmp_path))
    stage.show(CourseRoute(key))
    words = stage.text()
    for part in ("Opens when “Ready?” is complete", "Opens when “The leaflet” is complete", "Opens when “One” is complete",
                 "Opens when 6 May 2031 has come"):
        assert part in words, part
    assert ("Opens when one of these is done: “Ready?” is complete or “A film” is complete and you pass “Final check” or "
            "9 days have passed since you began") in words
    status = stage.status(key)
    assert [leads_to(status, name) for name in ("boxes", "leaflet", "film", "last", "files", "check", "one", "none")] == [
        "boxes", "boxes", "boxes", "boxes", "boxes", "", "boxes", ""]
    pressed(stage, "A film")
    assert stage.screen.here() == LessonRoute(key, "boxes")
    stage.show(CourseRoute(key))
    pressed(stage, "Final check")  # nobody can do anything about a date
    stage.says("Still locked “Final check” is locked. Opens when 6 May 2031 has come.")
    assert stage.window.route == CourseRoute(key)


def test_a_long_course_folds_its_chapters(stage: Stage, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    stage.open()
    monkeypatch.setattr(course_page, "MANY", 4)
    monkeypatch.setattr(course_page, "MOST_IN_CHAPTER", 3)
    monkeypatch.setattr(course_page, "MOST_LEFT", 2)
    many = [Lesson(f"l{n}", f"Lesson {n}", Kind.VIDEO, CountsWhen(Rule.NEXT), file="film.mp4") for n in range(10)]
    key = stage.add(write_course(tmp_path / "c.course", Chapter("one", "One", tuple(many[:5])), Chapter("two", "Two", tuple(many[5:]))))
    stage.show(CourseRoute(key))
    assert "and 8 more" in stage.text()
    assert "and 2 more, in the outline beside a lesson" in stage.text()
    assert "Lesson 5" not in stage.text()
    pressed(stage, "Show 5 lessons")
    assert "Lesson 5" in stage.text()
    held = QApplication.focusWidget()
    assert held is not None
    assert held.accessibleName().startswith("Lesson 5")


def test_a_signed_course_with_a_cover_in_several_languages(stage: Stage, tmp_path: Path) -> None:
    stage.open()
    path = write_course(tmp_path / "c.course", Chapter("one", "One", (FILES,)), identity=identity(), cover="cover.png", languages=("en", "ar", "de"),
                        contents={"cover.png": picture()})
    key = stage.add(path)
    stage.show(CourseRoute(key))
    words = stage.text()
    assert "Signed by Northern Rivers Training" in words
    assert "English, العربية, Deutsch" in words
    assert stage.screen._page.cover
    stage.show(LibraryRoute())
    stage.resized(text_scale=1.6)
    stage.show(CourseRoute(key))
    assert stage.window.findChildren(QLabel)


def test_a_cover_that_cannot_be_read_is_no_reason_to_refuse_the_course(stage: Stage, tmp_path: Path) -> None:
    stage.open()
    path = write_course(tmp_path / "c.course", Chapter("one", "One", (FILES,)), cover="cover.png", contents={"cover.png": b"\x89PNG nothing"})
    data = path.read_bytes()
    assert data.count(b"\x89PNG nothing") == 1
    key = stage.add(path)
    path.write_bytes(data.replace(b"\x89PNG nothing", b"\x89PNG noXhing"))
    stage.show(CourseRoute(key))
    assert stage.screen._page.cover is None


@pytest.mark.parametrize(("tag", "name"), [("en", "English"), ("es", "Español"), ("zh", "中文"), ("fr", "Français"), ("xx", "Xx"), ("", "")])
def test_languages_are_named_in_their_own_words(tag: str, name: str) -> None:
    assert language_name(tag) == name or tag in {"xx", ""}


def test_right_to_left(stage: Stage, tmp_path: Path) -> None:
    stage.open()
    key = stage.add(tea(tmp_path / "tea.course", attempts=2))
    stage.resized(direction="rtl")
    stage.show(CourseRoute(key))
    assert stage.window.layoutDirection() == Qt.LayoutDirection.RightToLeft
    side, main = stage.find("course.whatsLeft"), stage.find("course.outline")
    assert side.mapTo(stage.window, side.rect().center()).x() < main.mapTo(stage.window, main.rect().center()).x()
    assert Order.IN_ORDER.value == "in order"
