"""Windows and what follows the certificate, in the window: how long still, why it is closed, read-only, hand-over, and what a trainer does."""

import os
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QComboBox, QFileDialog, QMenu

from player.course.believed import Believed
from player.course.model import Access, AfterCertificate, Chapter
from player.course.status_types import Door, Standing, Why
from player.services.sticks import Stick
from player.ui.door_words import clock_words, countdown, until, why_closed
from player.ui.lessons.quiz_card import QuizCard
from player.ui.routes import AwardRoute, CourseRoute, LearnersRoute, LessonRoute, LibraryRoute, QuizRoute, SettingsRoute
from player.ui.screens.hand_over import HandOver
from tests.forge.clocks import in_utc
from tests.forge.pictures import faults
from tests.forge.window import BOXES, FILES, LEAFLET, NOON, SAVED, Stage, check, write_course

DAY = 86_400_000
PICTURES = os.environ.get("PICTURES", "")


@pytest.fixture(autouse=True)
def _utc(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    yield from in_utc(monkeypatch)


def course(stage: Stage, tmp_path: Path, **access: object) -> str:
    """On the shelf: boxes, files, an extra, the leaflet and the quiz."""
    lesson, quiz = check()
    chapters = (Chapter("start", "Before you start", (BOXES, FILES, replace(SAVED, required=False))), Chapter("brew", "Brewing", (LEAFLET, lesson)))
    rules = Access(**access)  # type: ignore[arg-type]  # fields of Access
    stage.open()
    return stage.add(write_course(tmp_path / "tea.course", *chapters, quiz=quiz, access=rules))


def short(stage: Stage, tmp_path: Path, **access: object) -> str:
    """One lesson, and its certificate is earned."""
    stage.open()
    key = stage.add(write_course(tmp_path / "tea.course", Chapter("one", "One", (FILES,)), access=Access(**access)))  # type: ignore[arg-type]
    stage.tick(key, "files")
    return key


def looked_at(stage: Stage, name: str) -> None:
    """No fault in the picture; PICTURES=FOLDER keeps it."""
    stage.settle()
    if PICTURES:
        stage.window.grab().save(f"{PICTURES}/{name}.png")
    assert faults(stage.window) == []


def trainer(stage: Stage) -> None:
    stage.asked(lambda player: player.trainer.set_pin("Tess Trainer", "4711", "4711"))


# In words


def test_the_countdown_in_words() -> None:
    midnight = NOON // DAY * DAY
    closing = Standing(Door.OPEN, Why.CLOSES_ON, changes_at=midnight + 3 * DAY, becomes=Door.READ_ONLY)
    assert countdown(closing, NOON) == "Closes in 2 days"
    assert countdown(closing, NOON + DAY) == "Closes tomorrow"
    assert countdown(closing, NOON + 2 * DAY) == "Closes today"
    assert countdown(replace(closing, changes_at=midnight + 18 * 3_600_000), NOON) == "Closes today: 15 January 2027, 18:00"
    assert countdown(replace(closing, changes_at=midnight + 90 * DAY), NOON) == ""
    assert countdown(Standing(days_left=3), NOON) == "3 more days of use"
    assert countdown(Standing(days_left=0), NOON) == "Today is the last day of use"
    waits = Standing(Door.NOT_YET, Why.OPENS_ON, changes_at=midnight + 5 * DAY, becomes=Door.OPEN)
    assert countdown(waits, NOON) == "Opens in 5 days"
    assert countdown(waits, NOON + 4 * DAY) == "Opens tomorrow"
    assert countdown(replace(waits, changes_at=midnight + 12 * 3_600_000), NOON) == "Opens today, 15 January 2027, 12:00"
    assert countdown(replace(waits, changes_at=midnight + 90 * DAY), NOON) == "Opens on 15 April 2027"
    assert countdown(Standing(Door.LOCKED, Why.CERTIFICATE, since=NOON), NOON) == ""


def test_until_when_and_what_then() -> None:
    midnight = NOON // DAY * DAY
    closing = Standing(Door.OPEN, Why.CLOSES_ON, changes_at=midnight + 3 * DAY, becomes=Door.READ_ONLY)
    assert until(closing) == "Open until 17 January 2027 inclusive. Then you can still read everything, and nothing counts any more."
    again = replace(closing, why=Why.REOPENED, becomes=Door.LOCKED)
    assert until(again).startswith("Your trainer has opened it again, until 17 January 2027 inclusive. Then its lessons can no longer be opened")
    assert until(replace(again, changes_at=None, becomes=None)) == "Your trainer has opened it again."
    assert until(replace(again, becomes=Door.NOT_YET)).endswith("Then it waits for its day again.")
    assert until(Standing(days_left=2)) == "After today it can be used on 2 more days."
    assert until(Standing()) == until(Standing(Door.LOCKED)) == ""


def test_one_sentence_why_it_is_closed() -> None:
    midnight = NOON // DAY * DAY
    assert why_closed(Standing(Door.READ_ONLY, Why.CLOSES_ON, since=midnight)) == (
        "It closed on 14 January 2027. You can read everything; nothing counts any more.")
    assert why_closed(Standing(Door.LOCKED, Why.DAYS_OF_USE, since=midnight)).startswith("Your days of use were over on 14 January 2027.")
    assert "since the start were over on 15 January 2027, 08:00" in why_closed(Standing(Door.LOCKED, Why.DAYS_FROM_START, since=NOON))
    assert why_closed(Standing(Door.LOCKED, Why.CERTIFICATE, since=NOON)).startswith("You have saved your certificate")
    assert why_closed(Standing(Door.NOT_YET, Why.OPENS_ON, changes_at=midnight + DAY)) == "It opens on 16 January 2027."
    assert why_closed(Standing()) == why_closed(Standing(Door.NOT_YET)) == ""


def test_false_alarms_say_what_happened() -> None:
    assert clock_words(Believed(NOON, NOON, NOON)) == ("", "")
    assert "battery" in clock_words(Believed(NOON, NOON, DAY))[1]
    assert "set back" in clock_words(Believed(NOON, NOON, NOON - 5 * DAY))[0]
    assert "Nothing closes or expires" in clock_words(Believed(NOON + 900 * DAY, NOON, NOON + 900 * DAY))[1]
    assert "far ahead" in clock_words(Believed(NOON + 900 * DAY, NOON, NOON))[0]
    assert "?" in clock_words(Believed(NOON, NOON, -(2**60)))[1]


# Card and course page


@pytest.mark.parametrize("look", [{}, {"text_scale": 2.0}, {"theme": "dark"}, {"direction": "rtl"}], ids=["light", "200", "dark", "rtl"])
def test_a_course_that_closes_soon_says_so_on_its_card_and_page(stage: Stage, tmp_path: Path, look: dict[str, object]) -> None:
    key = course(stage, tmp_path, closes_on="2027-01-18")
    stage.resized(**look)
    stage.show(LibraryRoute())
    assert "Closes in 3 days" in stage.find("library.course.org.example.tea").accessibleName()
    looked_at(stage, f"card-{'-'.join(map(str, look.values()))}")
    stage.show(CourseRoute(key))
    assert "Open until 18 January 2027 inclusive" in stage.find("course.door").accessibleName()
    assert stage.find("course.open").accessibleName().startswith("Continue with")
    looked_at(stage, f"course-{'-'.join(map(str, look.values()))}")


def test_a_course_that_closes_in_a_long_time_says_so_in_small(stage: Stage, tmp_path: Path) -> None:
    key = course(stage, tmp_path, closes_on="2027-12-31", after_closing="locked")
    stage.show(CourseRoute(key))
    assert stage.words("course.until").startswith("Open until 31 December 2027 inclusive. Then its lessons")
    assert not stage.sees("course.door")
    looked_at(stage, "course-long")


@pytest.mark.parametrize("look", [{}, {"text_scale": 2.0}, {"theme": "dark"}], ids=["light", "200", "dark"])
def test_a_closed_course_can_be_read_and_says_why(stage: Stage, tmp_path: Path, look: dict[str, object]) -> None:
    key = course(stage, tmp_path, closes_on="2027-01-16")
    stage.clock.forward(days=5)
    stage.resized(**look)
    stage.show(LibraryRoute())
    assert "Read-only" in stage.find("library.course.org.example.tea").accessibleName()
    assert not stage.sees("library.continue")
    stage.show(CourseRoute(key))
    assert "It closed on 16 January 2027" in stage.find("course.door").accessibleName()
    assert stage.words("course.open") == "Look at the lessons"
    looked_at(stage, f"closed-{'-'.join(map(str, look.values()))}")
    stage.click("course.open")
    stage.wait(lambda: isinstance(stage.window.route, LessonRoute))
    stage.settle()
    assert stage.words("lesson.rule") == "Read-only: nothing counts any more"
    looked_at(stage, f"read-only-{'-'.join(map(str, look.values()))}")
    stage.click("lesson.next")
    stage.settle()
    assert stage.screen._lesson.id == "files"
    assert stage.status(key).done == 0


def test_a_box_that_is_ticked_in_a_closed_course_does_not_stay_ticked(stage: Stage, tmp_path: Path) -> None:
    key = course(stage, tmp_path, closes_on="2027-01-16")
    stage.clock.forward(days=5)
    stage.show(LessonRoute(key, "boxes"))
    stage.screen._box(0, True)
    stage.settle()
    assert stage.says("not open")
    stage.screen._file("files", "recipe.txt")
    stage.settle()
    assert stage.status(key).lessons["boxes"].progress == 0


def test_a_course_that_is_not_open_yet_waits_for_its_day(stage: Stage, tmp_path: Path) -> None:
    key = course(stage, tmp_path, opens_on="2027-01-20")
    stage.show(LibraryRoute())
    assert "Not open yet" in stage.find("library.course.org.example.tea").accessibleName()
    assert "Opens in 5 days" in stage.find("library.course.org.example.tea").accessibleName()
    looked_at(stage, "card-not-yet")
    stage.show(CourseRoute(key))
    assert stage.find("course.door").accessibleName() == "Not open yet It opens on 20 January 2027."
    assert not stage.find("course.open").isEnabled()
    stage.screen.next_pressed()
    stage.screen._open("boxes")
    stage.settle()
    assert stage.says("It opens on 20 January 2027")
    looked_at(stage, "not-yet")
    stage.clock.forward(days=5)
    stage.show(CourseRoute(key))
    assert stage.words("course.open") == "Begin"


def test_a_lesson_that_was_opened_in_time_counts_until_it_is_left(stage: Stage, tmp_path: Path) -> None:
    key = course(stage, tmp_path, closes_on="2027-01-15", after_closing="locked")
    stage.show(LessonRoute(key, "boxes"))
    stage.clock.forward(seconds=20 * 3600)
    for box in (0, 1):
        stage.screen._box(box, True)
    stage.settle()
    assert stage.status(key).lessons["boxes"].done
    stage.screen._flush()
    stage.settle()
    stage.click("lesson.next")
    stage.wait(lambda: stage.window.route == CourseRoute(key), "the course page, which says why")
    stage.settle()
    assert "It closed on 15 January 2027" in stage.find("course.door").accessibleName()
    looked_at(stage, "locked")


def test_what_closes_under_the_hands_says_that_it_counts_till_one_leaves(stage: Stage, tmp_path: Path) -> None:
    key = course(stage, tmp_path, closes_on="2027-01-15")
    stage.show(LessonRoute(key, "leaflet"))
    stage.clock.forward(seconds=20 * 3600)
    stage.screen._flush()
    stage.settle()
    assert "this lesson counts until you leave it" in stage.words("lesson.rule")
    looked_at(stage, "under-the-hands")


def test_no_quiz_begins_in_a_closed_course_and_one_begun_in_time_goes_on(stage: Stage, tmp_path: Path) -> None:
    key = course(stage, tmp_path, closes_on="2027-01-15")
    stage.show(LessonRoute(key, "check"))
    stage.click("quiz.start")
    stage.wait(lambda: isinstance(stage.window.route, QuizRoute))
    stage.settle()
    stage.clock.forward(seconds=20 * 3600)
    stage.show(LessonRoute(key, "check"))
    assert isinstance(stage.screen.view, QuizCard)
    assert stage.words("quiz.start") == "Go on with the quiz"
    looked_at(stage, "quiz-goes-on")
    stage.clock.forward(days=2)
    stage.show(LibraryRoute())
    stage.show(LessonRoute(key, "check"))
    assert not stage.sees("quiz.start")
    assert "It closed on 15 January 2027" in stage.text()
    assert stage.status(key).lessons["check"].attempts_left == 2, "handed in as it was saved"
    looked_at(stage, "quiz-closed")


# The trainer


def reopened(stage: Stage, days: int) -> None:
    stage.click("course.reopen")
    stage.write("door.pin", "4711")
    stage.click("door.unlock")
    stage.settle()
    choice = stage.find("door.days", QComboBox)
    choice.setCurrentIndex(choice.findData(days))
    stage.write("door.reason", "was ill")


def test_a_trainer_opens_a_course_again_by_pin(stage: Stage, tmp_path: Path) -> None:
    key = course(stage, tmp_path, closes_on="2027-01-16", after_closing="locked")
    stage.clock.forward(days=5)
    stage.show(CourseRoute(key))
    stage.click("course.reopen")
    stage.settle()
    assert stage.says("No trainer's PIN is set")
    trainer(stage)
    reopened(stage, 7)
    looked_at(stage, "reopen")
    stage.click("door.open")
    stage.wait(lambda: stage.sees("course.open") and stage.words("course.open") == "Begin")
    assert "until 27 January 2027 inclusive" in stage.find("course.door").accessibleName()
    looked_at(stage, "reopened")
    assert stage.status(key).access.why is Why.REOPENED


def test_without_a_reason_nothing_is_opened_and_cancel_puts_the_sheet_away(stage: Stage, tmp_path: Path) -> None:
    key = course(stage, tmp_path, closes_on="2027-01-16")
    trainer(stage)
    stage.clock.forward(days=5)
    stage.show(CourseRoute(key))
    reopened(stage, 1)
    stage.write("door.reason", " ")
    stage.click("door.open")
    stage.wait(lambda: "needs a reason" in stage.words("door.said"))
    stage.clock.forward(seconds=3600)
    stage.write("door.reason", "was ill")
    stage.click("door.open")
    stage.wait(lambda: stage.sees("door.pin"), "the PIN again: it was typed an hour ago")
    stage.click("door.cancel")
    stage.settle()
    assert stage.sees("course.reopen")
    assert not stage.status(key).access.earns


@pytest.mark.parametrize("look", [{}, {"text_scale": 2.0}], ids=["100", "200"])
def test_a_leap_of_the_clock_closes_nothing_until_the_trainer_says_so(stage: Stage, tmp_path: Path, look: dict[str, object]) -> None:
    key = course(stage, tmp_path, closes_on="2027-12-31")
    trainer(stage)
    stage.show(LessonRoute(key, "boxes"))
    stage.show(LibraryRoute())
    stage.clock.forward(days=700)
    stage.resized(**look)
    stage.show(CourseRoute(key))
    assert "Is the date of this computer right?" in stage.find("course.clock").accessibleName()
    assert stage.words("course.open") == "Continue"
    looked_at(stage, f"leap-{'-'.join(map(str, look.values()))}")
    stage.click("course.confirmDate")
    stage.write("door.pin", "4711")
    stage.click("door.unlock")
    stage.wait(lambda: stage.sees("course.door"))
    assert "It closed on 31 December 2027" in stage.find("course.door").accessibleName()
    assert not stage.sees("course.clock")


def test_a_clock_that_went_back_is_spoken_of_only_where_dates_matter(stage: Stage, tmp_path: Path) -> None:
    key = course(stage, tmp_path, closes_on="2027-12-31")
    stage.show(LessonRoute(key, "boxes"))
    stage.show(LibraryRoute())
    stage.clock.now = 5 * DAY
    stage.show(CourseRoute(key))
    assert "its battery may be flat" in stage.find("course.clock").accessibleName()
    looked_at(stage, "battery")
    other = stage.add(write_course(tmp_path / "other.course", Chapter("one", "One", (FILES,))))
    assert other == key, "the same course without dates"
    stage.show(LibraryRoute())
    stage.show(CourseRoute(key))
    assert not stage.sees("course.clock")


def test_in_the_settings_a_trainer_puts_the_date_of_everybody_right(stage: Stage, tmp_path: Path) -> None:
    key = course(stage, tmp_path, closes_on="2027-12-31")
    trainer(stage)
    stage.clock.forward(days=9000)
    stage.show(LessonRoute(key, "boxes"))
    stage.show(LibraryRoute())
    stage.clock.now = NOON + DAY
    stage.show(SettingsRoute("trainer"))
    stage.click("trainer.date")
    looked_at(stage, "date")
    stage.write("trainer.pin", "4711")
    stage.click("trainer.unlock")
    stage.settle()
    assert stage.says("for 1 learner whose record had another")
    assert stage.asked(lambda player: player.dates.believed(stage.learner.id)).now == NOON + DAY


# After the certificate


def save_to(monkeypatch: pytest.MonkeyPatch, path: Path) -> None:
    monkeypatch.setattr(QFileDialog, "getSaveFileName", lambda *_args, **_more: (str(path), ""))


@pytest.mark.parametrize("look", [{}, {"text_scale": 2.0}, {"theme": "dark"}], ids=["light", "200", "dark"])
def test_the_hand_over_after_saving_where_the_author_asks(
    stage: Stage, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, look: dict[str, object]
) -> None:
    key = short(stage, tmp_path, after_certificate=AfterCertificate.LOCK, sign_out_after_certificate=True)
    stage.resized(**look)
    stage.show(AwardRoute(key, "certificate"))
    stage.click("award.issue")
    stage.find("award.save")
    stage.settle()
    assert "the course is closed" in stage.words("award.follows")
    looked_at(stage, f"award-{'-'.join(map(str, look.values()))}")
    assert stage.words("award.handOver") == "Sign out now"
    save_to(monkeypatch, tmp_path / "mine.pdf")
    stage.click("award.save")
    stage.wait(lambda: "Hand over to whoever is next" in stage.text())
    assert not stage.sees("award.countdown")
    looked_at(stage, f"hand-over-{'-'.join(map(str, look.values()))}")
    assert stage.status(key).access.door is Door.LOCKED
    assert not stage.sees("award.follows")
    stage.screen.back_pressed()
    stage.wait(lambda: isinstance(stage.window.route, LearnersRoute))


def test_where_the_owner_wants_it_the_hand_over_counts_down(stage: Stage, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    key = short(stage, tmp_path, sign_out_after_certificate=True)
    stage.resized(hand_over_seconds=30)
    stage.show(AwardRoute(key, "certificate"))
    stage.click("award.issue")
    stage.find("award.save")
    stage.settle()
    save_to(monkeypatch, tmp_path / "mine.pdf")
    stage.click("award.save")
    stage.wait(lambda: stage.sees("award.countdown"))
    assert stage.words("award.countdown") == "You are signed out in 30 s."
    looked_at(stage, "countdown")
    hand = stage.screen._hand
    assert isinstance(hand, HandOver)
    hand._tick()
    assert stage.words("award.countdown") == "You are signed out in 29 s."
    stage.click("award.stay")
    assert not stage.sees("award.countdown")
    assert not hand.findChildren(QTimer)[0].isActive()
    hand._left = 1
    hand._tick()
    stage.wait(lambda: isinstance(stage.window.route, LearnersRoute))


def test_a_course_that_does_not_ask_stays_as_it_is_after_saving(stage: Stage, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    key = short(stage, tmp_path, after_certificate=AfterCertificate.READ_ONLY)
    stage.show(AwardRoute(key, "certificate"))
    stage.click("award.issue")
    stage.find("award.save")
    stage.settle()
    save_to(monkeypatch, tmp_path / "mine.pdf")
    stage.click("award.save")
    stage.wait((tmp_path / "mine.pdf").exists)
    stage.settle()
    assert "Is somebody else next?" in stage.text()
    stage.screen.back_pressed()
    stage.wait(lambda: stage.window.route == CourseRoute(key))
    stage.settle()
    assert "You have saved your certificate" in stage.find("course.door").accessibleName()
    assert stage.find("award.claim").isEnabled()
    stage.show(LibraryRoute())
    assert "Complete" in stage.find("library.course.org.example.tea").accessibleName()


def test_the_certificate_is_copied_to_the_stick(stage: Stage, tmp_path: Path) -> None:
    key = short(stage, tmp_path)
    stage.show(AwardRoute(key, "certificate"))
    stage.click("award.issue")
    stage.find("award.save")
    stage.settle()
    stage.click("award.copyToStick")
    stage.settle()
    assert stage.says("No USB stick")
    stick = tmp_path / "STICK"
    stick.mkdir()
    (stick / "notes.txt").write_text("mine", encoding="utf-8")
    stage.window.watch.named = (stick,)
    stage.click("award.copyToStick")
    stage.wait((stick / "Making Tea - Nora Example.pdf").exists)
    stage.settle()
    assert stage.says("Copied to STICK and checked: Making Tea - Nora Example.pdf")
    looked_at(stage, "copied")
    assert stage.status(key).awards["certificate"].saved_at is not None
    second = tmp_path / "OTHER"
    second.mkdir()
    (second / "notes.txt").write_text("mine", encoding="utf-8")
    stage.window.watch.named = (stick, second)
    stage.click("award.copyToStick")
    menu = stage.wait(lambda: stage.screen.findChild(QMenu, "award.sticks"))
    assert [action.text() for action in menu.actions()] == ["STICK", "OTHER"]
    menu.actions()[1].trigger()
    menu.close()
    stage.wait((second / "Making Tea - Nora Example.pdf").exists)
    stage.settle()
    assert Stick("OTHER", second).root.is_dir()


def test_the_owner_sets_whether_the_hand_over_counts_down(stage: Stage) -> None:
    stage.open()
    stage.show(SettingsRoute("people"))
    choice = stage.find("people.handOver", QComboBox)
    assert choice.currentText() == "Never"
    choice.setCurrentIndex(choice.findData(60))
    choice.activated.emit(choice.currentIndex())
    assert stage.window.desk.settings.hand_over_seconds == 60
