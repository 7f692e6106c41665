"""The questions of docs/questions.md, each answered in the window: the course that the page types is built, opened and played."""

import os
from pathlib import Path

import pytest
from pypdf import PdfReader

from player.services.publishing import build
from tests.forge.page import ROOT, course_of, course_of_page
from tests.forge.pictures import faults
from tests.forge.seat import Seat

PICTURES = os.environ.get("GREENTICK_TEST_PICTURES", "")
VOUCHERS = ROOT / "docs" / "voucher-after-a-chapter.md"


def printed(certificate: Path) -> str:
    """The words on its page without spaces, since small capitals are set apart, and in small letters."""
    return "".join(PdfReader(certificate).pages[0].extract_text().split()).casefold()


def bare(words: str) -> str:
    return "".join(words.split()).casefold()


def looked_at(seat: Seat, name: str) -> None:
    """No fault in the picture; GREENTICK_TEST_PICTURES=FOLDER keeps it."""
    seat.settle()
    if PICTURES:
        seat.stage.window.grab().save(str(Path(PICTURES) / f"{name}.png"))
    assert faults(seat.stage.window) == []


def test_optional_downloads_may_stay_closed(seat: Seat, tmp_path: Path) -> None:
    seat.new_learner("Nora Example")
    seat.opens(course_of("test_optional_downloads_may_stay_closed", tmp_path))
    assert seat.left() == ["Wash your hands. Read it and press Next", "The forms. Look at it and press Next"]
    assert seat.lesson_row("Recipes to take along").endswith("files · optional")
    seat.begins()
    seat.next()
    assert seat.sees("download.save.1")
    assert seat.face() == "Next"
    seat.next()
    assert "2 of 2 required" in seat.text()
    assert "You have earned" in seat.messages()
    seat.leave_page()
    assert seat.left() == []
    assert "done" not in seat.lesson_row("Recipes to take along")
    seat.claims("Nora Example", tmp_path / "mine.pdf")
    assert "extra" not in seat.text()
    assert bare("Nora Example") in printed(tmp_path / "mine.pdf")


def test_a_certificate_before_end_with_more_to_come(seat: Seat, tmp_path: Path) -> None:
    seat.new_learner("Ben Beispiel")
    seat.opens(course_of("test_a_certificate_before_end_with_more_to_come", tmp_path))
    assert "What’s left for the certificate" in seat.text()
    assert seat.left() == ["“Rules” is complete"]
    seat.begins()
    seat.next()
    assert "You have earned" in seat.messages()
    assert "1 of 2 required" in seat.text()
    seat.leave_page()
    assert seat.left() == []
    seat.claims("Ben Beispiel", tmp_path / "early.pdf")
    seat.leave_page()
    assert seat.lesson_row("Who invented the ladder?").startswith("Who invented the ladder?. you are here")
    seat.press_row("Who invented the ladder?")
    seat.next()
    seat.until(lambda: "2 of 2 required" in seat.text() or seat.sees("course.whatsLeft"), "the end of the course")
    assert seat.stage.status(seat.key).complete
    assert list(seat.stage.status(seat.key).awards) == ["certificate"]


def test_required_and_optional_lessons_in_each_week(seat: Seat, tmp_path: Path) -> None:
    seat.new_learner("Carla Exemple")
    seat.opens(course_of("test_required_and_optional_lessons_in_each_week", tmp_path))
    assert "optional" in seat.lesson_row("More about tools")
    assert seat.text().count("0 of 1 required") == 2
    assert "Opens when 7 days have passed since you began" in seat.lesson_row("The machines")
    seat.begins()
    seat.next()
    seat.leave_page()
    assert seat.text().count("1 of 1 required") == 1
    seat.press_row("The machines")
    assert "Opens when 7 days have passed" in seat.messages() or seat.hands.sees("course.notes")
    seat.leave_page()
    seat.stage.clock.forward(days=7)
    seat.goes_to("org.example.two-weeks")
    assert "locked" not in seat.lesson_row("The machines")
    seat.press_row("The machines")
    seat.next()
    assert "You have earned" in seat.messages()
    seat.leave_page()
    assert seat.text().count("1 of 1 required") == 2
    assert "optional" in seat.lesson_row("More about machines")


def test_a_prerequisite_on_an_article_a_pdf_and_a_video(seat: Seat, tmp_path: Path) -> None:
    seat.new_learner("Daniela Ejemplo")
    seat.opens(course_of("test_a_prerequisite_on_an_article_a_pdf_and_a_video", tmp_path))
    waits = {"The leaflet": "The rules", "The film": "The leaflet", "The check": "The film"}
    for title, first in waits.items():
        assert "locked" in seat.lesson_row(title)
        assert f"Opens when “{first}” is complete" in seat.lesson_row(title)
    looked_at(seat, "prerequisite")
    seat.press_row("The film")  # leads to what is missing first
    assert "Lesson 1 of 4" in seat.text()
    seat.leave_page()
    assert "locked" in seat.lesson_row("The leaflet"), "opening the article is not enough"
    seat.begins()
    seat.next()
    seat.turns_pages(1)
    seat.leave_page()
    assert "Opens when “The leaflet” is complete" in seat.lesson_row("The film"), "one page of two is not enough"
    seat.begins()
    seat.turns_pages(2)
    seat.ticked()
    seat.next()
    seat.leave_page()
    assert "Opens when “The film” is complete" in seat.lesson_row("The check"), "opening the film is not enough"
    seat.begins()
    seat.hands.click("media.play")
    seat.ticked()
    seat.next()
    seat.sits(tmp_path / "authored" / "40-check.quiz.toml", right=True)
    assert "Everything required is complete" in seat.text()


def test_sign_out_after_the_certificate(seat: Seat, tmp_path: Path) -> None:
    seat.new_learner("Emre Demir")
    seat.opens(course_of("test_sign_out_after_the_certificate", tmp_path))
    seat.begins()
    seat.next()
    seat.claims("Emre Demir", tmp_path / "mine.pdf")
    assert "Hand over to whoever is next" in seat.text()
    looked_at(seat, "sign-out")
    seat.hands.click("award.handOver")
    seat.hands.find("learners.new")
    assert not seat.sees("learner.notYou")
    seat.back_again("Emre Demir")
    seat.goes_to("org.example.visitors")
    assert "Saved. You can save it again at any time." in seat.text()


def test_locked_after_the_certificate(seat: Seat, tmp_path: Path) -> None:
    seat.new_learner("Fatou Sample")
    course = course_of("test_locked_after_the_certificate", tmp_path)
    quiz = tmp_path / "authored" / "10-exam.quiz.toml"
    seat.opens(course)
    seat.begins()
    seat.sits(quiz, right=False)
    assert "Not passed" in seat.text()
    seat.sits(quiz, right=True)
    seat.hands.click("lesson.next")
    seat.hands.find("certificate.name")
    seat.hands.click("award.issue")
    seat.hands.find("award.save")
    assert "its lessons can no longer be opened" in seat.text()
    seat.leave_page()
    assert seat.hands.find("course.open").isEnabled(), "made is not saved: nothing is locked yet"
    seat.hands.click("award.claim")
    seat.saves(tmp_path / "mine.pdf")
    seat.leave_page()
    for back in (0, 30):
        seat.stage.clock.forward(days=-back)
        seat.leave_page()
        seat.goes_to("org.example.exam")
        assert "You have saved your certificate" in seat.text()
        assert not seat.stage.find("course.open").isEnabled()
    looked_at(seat, "locked-after")
    seat.press_row("The exam")
    assert "You have saved your certificate" in seat.messages()
    assert not seat.sees("lesson.next")
    seat.hands.click("award.claim")
    seat.saves(tmp_path / "again.pdf")
    assert (tmp_path / "again.pdf").read_bytes() == (tmp_path / "mine.pdf").read_bytes()


def test_a_course_expires_on_its_day(seat: Seat, tmp_path: Path) -> None:
    seat.new_learner("Giulia Esempio")
    seat.opens(course_of("test_a_course_expires_on_its_day", tmp_path))
    assert "Open until 28 February 2027 inclusive" in seat.text()
    seat.begins()
    seat.next()
    seat.leave_page()
    seat.stage.clock.forward(days=44)  # the last day, in the morning
    seat.leave_page()
    assert "Closes today" in seat.text()
    seat.goes_to("org.example.season")
    seat.begins()
    seat.leave_page()
    seat.stage.clock.forward(days=1)
    seat.leave_page()
    seat.goes_to("org.example.season")
    assert "It closed on 28 February 2027" in seat.text()
    looked_at(seat, "expired")
    assert not seat.stage.find("course.open").isEnabled()
    seat.press_row("Snow on the roof")
    assert "It closed on 28 February 2027" in seat.messages()
    assert not seat.sees("lesson.next")


def test_the_certificate_itself_expires(seat: Seat, tmp_path: Path) -> None:
    """The other half of the answer: `valid_for`."""
    seat.new_learner("Hana Contoh")
    seat.opens(course_of("test_a_course_expires_on_its_day", tmp_path))
    seat.begins()
    seat.next()
    seat.next()
    seat.claims("Hana Contoh", tmp_path / "mine.pdf")
    assert bare("Valid until 15 January 2028") in printed(tmp_path / "mine.pdf")
    seat.leave_page()
    assert "Valid until 15 January 2028" in seat.text()
    seat.stage.clock.forward(days=300)
    seat.leave_page()
    assert "Renew soon" in seat.text()
    seat.stage.clock.forward(days=70)
    seat.leaves()
    seat.back_again("Hana Contoh")
    assert "No longer valid" in seat.text()
    seat.goes_to("org.example.season")
    assert "Valid until 15 January 2028: it has ended" in seat.text()


def test_a_voucher_and_a_notice_after_a_chapter_quiz(seat: Seat, tmp_path: Path) -> None:
    seat.stage.asked(lambda player: player.trainer.set_pin("Tess Trainer", "4711", "4711"))
    seat.new_learner("Igor Primer")
    seat.opens(course_of_page(VOUCHERS, tmp_path))
    seat.begins()
    seat.next()
    quiz = tmp_path / "authored" / "01-burns" / "20-check.quiz.toml"
    seat.sits(quiz, right=False)
    assert not seat.sees("quiz.told")
    seat.sits(quiz, right=True)
    assert "trainer" in seat.stage.find("quiz.told").accessibleName()
    looked_at(seat, "told")
    seat.leave_page()
    seat.leave_page()
    seat.claims("Igor Primer", tmp_path / "ticket.pdf")
    (voucher,) = (award for award in seat.stage.status(seat.key).awards.values() if award.kind == "voucher")
    ticket = printed(tmp_path / "ticket.pdf")
    assert bare(voucher.number) in ticket
    assert bare("One burn dressing, free") in ticket
    seat.leaves()
    # the trainer
    seat.hands.click("settings.open")
    seat.hands.click("settings.trainer")
    seat.hands.click("trainer.area")
    seat.hands.write("trainer.pin", "4711")
    seat.hands.click("trainer.unlock")
    seat.settle()
    assert "Check: burns" in seat.text()
    assert "Igor Primer" in seat.text()
    looked_at(seat, "notices")


def test_the_estimated_time_is_a_label_and_active_minutes_are_not(seat: Seat, tmp_path: Path) -> None:
    seat.new_learner("Jana Vzor")
    seat.opens(course_of("test_the_estimated_time_is_a_label_and_active_minutes_are_not", tmp_path))
    assert "25 min" in seat.lesson_row("Your ears")
    seat.press_row("Your ears")
    seat.stage.clock.forward(seconds=3600)
    seat.leave_page()
    assert seat.stage.status(seat.key).done == 0, "an hour of waiting earns nothing"
    seat.press_row("Your ears")
    seat.next()
    status = seat.stage.status(seat.key)
    assert (status.done, status.complete) == (1, False), "a moment is enough"
    seat.leave_page()
    seat.goes_to("org.example.noise")
    seat.begins()
    assert seat.face() == "Skip for now"
    assert "of 1 min" in seat.hands.words("lesson.rule").replace("\N{NO-BREAK SPACE}", " ")
    looked_at(seat, "active-minutes")


def test_what_triggers_the_certificate(seat: Seat, tmp_path: Path) -> None:
    seat.new_learner("Kofi Sample")
    seat.opens(course_of("test_what_triggers_the_certificate", tmp_path))
    quiz = tmp_path / "authored" / "20-check.quiz.toml"
    seat.press_row("The check")
    seat.sits(quiz, right=True)
    assert "You have earned" not in seat.messages(), "the quiz alone is not enough"
    seat.leave_page()
    seat.leave_page()
    assert seat.left() == ["The alarm. Read it and press Next"]
    seat.press_row("More about smoke")
    seat.next()
    assert seat.left() == ["The alarm. Read it and press Next"], "neither is the last page"
    seat.press_row("The alarm")
    assert "You have earned" not in seat.messages()
    seat.next()
    assert "You have earned" in seat.messages()
    seat.leave_page()
    assert seat.left() == []
    assert seat.sees("award.claim")


def test_merit_badge_and_certificate_each_say_what_is_left(seat: Seat, tmp_path: Path) -> None:
    seat.new_learner("Rosa Primjer")
    seat.opens(course_of("test_merit_badge_and_certificate_each_say_what_is_left", tmp_path))
    for title in ("Knots", "Knots, with merit", "Knows the ropes"):
        assert f"What’s left for “{title}”" in seat.text()
    assert "You reach 90 % on average in all required quizzes" in seat.text()
    seat.begins()
    seat.sits(tmp_path / "authored" / "10-ropes.quiz.toml", right=True)
    seat.next()
    hitches = tmp_path / "authored" / "20-hitches.quiz.toml"
    seat.sits(hitches, right=True, but="Is a granny knot safe?")
    seat.leave_page()
    seat.leave_page()
    assert "What’s left for “Knots”" not in seat.text()
    assert "You reach 90 % on average in all required quizzes (so far 80 %)" in seat.text()
    looked_at(seat, "merit")
    seat.press_row("Hitches")
    seat.sits(hitches, right=True)
    seat.leave_page()
    seat.leave_page()
    assert "What’s left" not in seat.text()
    earned = seat.stage.status(seat.key).awards
    assert {award.title: award.earned for award in earned.values()} == {"Knots": True, "Knots, with merit": True, "Knows the ropes": True}


def test_a_retake_is_a_new_round_and_keeps_the_old_certificate(seat: Seat, tmp_path: Path) -> None:
    seat.new_learner("Lena Muster")
    seat.opens(course_of("test_a_retake_is_a_new_round_and_keeps_the_old_certificate", tmp_path))
    assert not seat.sees("course.again")
    seat.begins()
    seat.next()
    seat.claims("Lena Muster", tmp_path / "one.pdf")
    seat.leave_page()
    seat.stage.clock.forward(days=300)
    seat.hands.click("course.again")
    seat.hands.click("course.againYes")
    seat.until(lambda: "Round 2 has begun." in seat.messages(), "the second round")
    assert seat.left() == ["What is new this year. Read it and press Next"]
    seat.begins()
    seat.next()
    seat.claims("Lena Muster", tmp_path / "two.pdf")
    first, second = (printed(tmp_path / f"{name}.pdf") for name in ("one", "two"))
    assert bare("15 January 2027") in first
    assert bare("11 November 2027") in second
    seat.leave_page()
    seat.leave_page()
    seat.hands.click("awards.open")
    seat.settle()
    assert "round 1" in seat.text()
    assert "round 2" in seat.text()
    looked_at(seat, "two-rounds")


def test_an_update_keeps_every_tick_it_can(seat: Seat, tmp_path: Path) -> None:
    seat.new_learner("Sven Exempel")
    seat.opens(course_of("test_an_update_keeps_every_tick_it_can", tmp_path))
    seat.begins()
    seat.next()
    seat.leave_page()
    assert seat.left() == ["Seeds. Read it and press Next"]
    seat.leave_page()
    authored = tmp_path / "authored"
    header = (authored / "course.toml").read_text(encoding="utf-8")
    (authored / "course.toml").write_text(header.replace('"1.0"', '"2.0"'), encoding="utf-8")
    (authored / "30-water.md").write_text("---\ntitle: Water\n---\nIn the evening.\n", encoding="utf-8")
    build(authored, tmp_path / "second.course")
    seat.opens(tmp_path / "second.course")
    assert seat.read_of_update.startswith("From version 1.0 to 2.0: 2 lessons stay as they are · 1 new New: “Water”.")
    assert "Sven Exempel goes on in version 2.0. 1 tick stays." in seat.read_of_update
    assert "complete" in seat.lesson_row("Soil")
    assert seat.left() == ["Seeds. Read it and press Next", "Water. Read it and press Next"]
    looked_at(seat, "update")


def test_a_clock_set_back_opens_nothing(seat: Seat, tmp_path: Path) -> None:
    seat.new_learner("Mato Primjer")
    seat.opens(course_of("test_a_clock_set_back_opens_nothing", tmp_path))
    seat.begins()
    seat.leave_page()
    seat.leave_page()
    seat.stage.clock.forward(days=20)
    seat.goes_to("org.example.harvest")
    assert "It closed on 31 January 2027" in seat.text()
    seat.leave_page()
    seat.stage.clock.forward(days=-10)
    seat.goes_to("org.example.harvest")
    assert "It closed on 31 January 2027" in seat.text()
    assert "set back" in seat.text()
    looked_at(seat, "set-back")
    seat.press_row("Apples")
    assert not seat.sees("lesson.next")


@pytest.mark.parametrize("word", ["optional", "before_end", "prerequisite", "expir", "locked_after", "sign_out", "voucher", "notice", "estimated",
                                  "trigger", "retake", "update", "clock"])  # fmt: skip
def test_each_question_is_answered_here(word: str) -> None:
    assert [name for name in globals() if name.startswith("test_") and word in name]
