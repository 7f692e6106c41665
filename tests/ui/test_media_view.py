"""Media lessons, really played: what counts, what is shown when, what keys do, and what is said when nothing plays."""

import os
import subprocess
import sys
from dataclasses import replace
from pathlib import Path
from time import monotonic

import pytest
from PySide6.QtCore import QPoint, QRect, Qt
from PySide6.QtGui import QAccessible
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QMenu, QWidget
from pytestqt.qtbot import QtBot

from player.course.model import Chapter, CountsWhen, Kind, Lesson, Order, Rule
from player.course.status_types import State
from player.errors import PlayerError
from player.ui.idle import IdleWatch
from player.ui.lessons.media import MediaView
from player.ui.lessons.media_film import Film
from player.ui.routes import CourseRoute, LessonRoute
from player.ui.widgets.seekline import SeekLine, VolumeLine
from player.ui.widgets.stage import Stage as Picture
from player.ui.widgets.transcript import Transcript
from tests.forge.media import ARABIC, WORDS, film, tone
from tests.forge.pictures import faults
from tests.forge.window import BOXES, Stage, write_course

FILM = Lesson("film", "Chlorine at the well", Kind.VIDEO, CountsWhen(Rule.PLAYED, 90), file="film.mp4", files=("film.vtt", "film.ar.vtt"),
              media_seconds=4)
TALK = Lesson("talk", "Meet Fatou", Kind.AUDIO, CountsWhen(Rule.PLAYED, 50), file="talk.wav", files=("talk.vtt",), media_seconds=3)


@pytest.fixture(scope="session")
def clip(qapp: QApplication, tmp_path_factory: pytest.TempPathFactory) -> bytes:
    return film(tmp_path_factory.mktemp("film") / "film.mp4", 4).read_bytes()


@pytest.fixture
def contents(clip: bytes) -> dict[str, bytes]:
    return {"film.mp4": clip, "film.vtt": WORDS.encode(), "film.ar.vtt": ARABIC.encode(), "talk.wav": tone(3), "talk.vtt": WORDS.encode()}


@pytest.fixture
def key(stage: Stage, tmp_path: Path, contents: dict[str, bytes]) -> str:
    stage.open()
    return stage.add(write_course(tmp_path / "c.course", Chapter("one", "One", (FILM, TALK, BOXES)), contents=contents))


def view(stage: Stage) -> MediaView:
    found = stage.screen.view
    assert isinstance(found, MediaView)
    return found


def total(stage: Stage) -> int:
    return sum(end - start for start, end in view(stage).evidence().played)


def at(stage: Stage) -> int:
    return stage.find("media.seek", SeekLine).position


def starts(stage: Stage, key: str, lesson: str = "film") -> None:
    """The lesson is shown, and what it plays is there."""
    stage.show(LessonRoute(key, lesson))
    stage.wait(lambda: stage.find("media.seek", SeekLine).isEnabled(), "the length")
    if lesson == "film":
        stage.wait(lambda: not stage.find("media.stage", Picture).image.isNull(), "the first picture")


def plays_past(stage: Stage, position: int) -> None:
    stage.click("media.play")
    stage.wait(lambda: at(stage) >= position, f"{position} ms")


def press(widget: QWidget, key: Qt.Key, modifier: Qt.KeyboardModifier = Qt.KeyboardModifier.NoModifier) -> None:
    QTest.keyClick(widget, key, modifier)


# --- what counts ---


def test_a_film_that_is_watched_is_ticked_and_the_rest_is_not_needed(stage: Stage, key: str) -> None:
    starts(stage, key)
    assert stage.words("media.progress") == "Watched 0 of 90 %"
    assert stage.words("lesson.rule") == "Counts when 90 % has really played. Skipping ahead earns nothing"
    assert stage.words("lesson.next") == "Skip for now"
    assert QApplication.focusWidget() is stage.find("media.play")
    view(stage).film.speed_chosen.emit(2.0)
    plays_past(stage, 1500)
    (first,) = view(stage).evidence().played
    assert first[0] == 0
    assert stage.find("media.seek", SeekLine).played == view(stage).evidence().played
    stage.wait(lambda: stage.words("lesson.rule") == "This lesson is complete", "the tick")
    stage.wait(lambda: not view(stage).playing, "the end")
    assert stage.words("lesson.next") == "Next"
    assert stage.words("media.progress").startswith("Watched 9") or stage.words("media.progress") == "Watched 100 %"
    assert view(stage).evidence().length_ms == 4000
    assert stage.status(key).lessons["film"].state is State.DONE
    stage.click("lesson.next")
    stage.wait(lambda: stage.screen.here().lesson == "talk")


def test_what_is_jumped_over_earns_nothing(stage: Stage, key: str) -> None:
    starts(stage, key)
    view(stage)._hands.seek(3600)
    stage.wait(lambda: at(stage) == 3600)
    assert total(stage) == 0
    stage.click("media.play")
    stage.wait(lambda: not view(stage).playing and at(stage) >= 3900, "the end")
    assert 200 <= total(stage) <= 400
    assert stage.words("media.progress") in {"Watched 5 of 90 %", "Watched 7 of 90 %", "Watched 8 of 90 %", "Watched 9 of 90 %", "Watched 10 of 90 %"}
    for position in (0, 1000, 2000, 3000, 3990):
        view(stage)._hands.seek(position)
    stage.settle()
    assert total(stage) <= 400
    stage.click("lesson.next")
    stage.settle()
    assert stage.status(key).lessons["film"].state is not State.DONE


def test_media_time_counts_at_double_speed_and_the_clock_is_half(stage: Stage, key: str) -> None:
    starts(stage, key)
    view(stage).film.speed_chosen.emit(2.0)
    assert stage.words("media.speed") == "2×"
    began = monotonic()
    plays_past(stage, 3000)
    spent = monotonic() - began
    stage.click("media.play")
    assert total(stage) >= 2800
    assert spent >= 1.2  # 3 s of film
    assert total(stage) <= 2000 * (monotonic() - began) + 700


def test_two_sittings_are_one_and_the_place_is_kept(stage: Stage, key: str) -> None:
    starts(stage, key)
    plays_past(stage, 1200)
    stage.click("media.play")
    left = at(stage)
    stage.show(CourseRoute(key))
    starts(stage, key)
    stage.wait(lambda: abs(at(stage) - left) <= 100, "the place")
    assert not view(stage).playing
    assert total(stage) == 0  # of this sitting
    assert stage.words("media.progress") in {f"Watched {n} of 90 %" for n in range(25, 45)}
    view(stage).film.speed_chosen.emit(2.0)
    stage.click("media.play")
    stage.wait(lambda: stage.words("lesson.rule") == "This lesson is complete", "the tick")
    assert view(stage).evidence().played[0][0] >= left - 100


def test_the_place_is_kept_from_lesson_to_lesson(stage: Stage, key: str) -> None:
    starts(stage, key)
    view(stage)._hands.seek(2500)
    stage.click("lesson.next")
    stage.wait(lambda: stage.screen.here().lesson == "talk")
    stage.click("lesson.back")
    stage.wait(lambda: stage.screen.here().lesson == "film")
    stage.wait(lambda: at(stage) == 2500 and stage.find("media.seek").isEnabled(), "the place")


def test_place_speed_captions_and_loudness_outlast_the_program(qtbot: QtBot, dressed: QApplication, tmp_path: Path,
                                                               contents: dict[str, bytes]) -> None:
    """To the millisecond, days later, whatever has really played; what one learner is used to is not what another is."""
    package = write_course(tmp_path / "c.course", Chapter("one", "One", (FILM, TALK, BOXES)), contents=contents)
    first = Stage(qtbot, tmp_path / "data")
    first.open()
    key = first.add(package)
    starts(first, key)
    view(first)._hands.seek(2317)
    view(first).film.speed_chosen.emit(1.5)
    view(first).film.captions_chosen.emit("ar")
    first.find("media.volume", VolumeLine).setValue(40)
    press(view(first), Qt.Key.Key_M)
    first.click("lesson.next")
    first.wait(lambda: first.screen.here().lesson == "talk")
    assert "1.5" in first.find("media.speed").accessibleName()  # from lesson to lesson
    assert first.find("media.volume", VolumeLine).value() == 40
    starts(first, key)
    assert at(first) == 2317
    view(first)._hands.seek(1003)
    first.wait(lambda: at(first) == 1003)
    first.close()  # in the middle of it
    second = Stage(qtbot, tmp_path / "data", settings=first.kept[-1])
    second.clock.forward(days=3)
    second.open()
    starts(second, key)
    second.settle()
    assert at(second) == 1003, (at(second), second.asked(lambda player: player.playing.left_at(1, "film")))
    assert total(second) == 0
    assert "1.5" in second.find("media.speed").accessibleName()
    assert "العربية" in second.find("media.captions").accessibleName()
    assert second.find("media.volume", VolumeLine).value() == 40
    assert view(second)._hands._muted
    view(second).film.captions_chosen.emit("")
    second.show(CourseRoute(key))
    second.sign_in("Ben Beispiel")
    starts(second, key)
    assert at(second) == 0
    assert second.find("media.speed").accessibleName() == "Speed: 1×"
    assert "English" in second.find("media.captions").accessibleName()
    second.sign_in("Nora Example")
    starts(second, key)
    assert second.find("media.captions").accessibleName() == "Captions (C): off"
    second.close()


def test_a_film_that_plays_keeps_its_place_every_few_seconds_and_none_at_its_end(stage: Stage, key: str) -> None:
    starts(stage, key)
    number = stage.asked(lambda player: stage.window.desk.session.enrolment(player, key).number)
    view(stage)._memory._often.setInterval(100)
    stage.click("media.play")
    stage.wait(lambda: (stage.asked(lambda player: player.playing.left_at(number, "film")) or 0) >= 300, "the place on the disk")
    assert view(stage).playing
    view(stage)._hands.seek(3800)
    stage.wait(lambda: not view(stage).playing, "the end")
    stage.settle()
    assert stage.asked(lambda player: player.playing.left_at(number, "film")) is None


def test_nothing_that_is_said_covers_a_film_that_plays(stage: Stage, key: str) -> None:
    """Errors, notices, sheets and the warning before the sign-out stand beside the picture and its controls, at any size of the text."""
    starts(stage, key)
    stage.click("media.play")
    stage.wait(lambda: view(stage).playing)
    film_box = view(stage).film
    stage.window.complain(PlayerError("The stick was pulled", "This course lies on the stick.", "Put it back."))
    stage.window.notice("Saved and checked")
    watch = IdleWatch(stage.window, lambda: 0.0)
    watch._timer.stop()
    stage.window.notice("Is nobody here? You are signed out in half a minute.")
    for opener in ("lesson.notes", "trainer.open", ""):
        if opener:
            stage.click(opener)
        stage.settle()
        QApplication.processEvents()
        seen = film_box.visibleRegion().boundingRect()  # in a low window the page scrolls
        inside = QRect(film_box.mapTo(stage.window, seen.topLeft()), seen.size())
        assert inside.height() >= 180
        for place in (inside.center(), inside.topLeft() + QPoint(12, 12), inside.bottomRight() - QPoint(12, 12)):
            shown = stage.window.childAt(place)
            assert shown is film_box or (shown is not None and film_box.isAncestorOf(shown)), (opener, place, shown)
    assert QApplication.activeModalWidget() is None


def test_an_idle_learner_who_watches_is_never_signed_out(stage: Stage, key: str) -> None:
    starts(stage, key)
    stage.resized(idle_minutes=2)
    now = [0.0]
    watch = IdleWatch(stage.window, lambda: now[0])
    watch._timer.stop()
    watch.look()
    stage.click("media.play")
    stage.wait(lambda: view(stage).playing)
    now[0] += 10_000
    watch.look()
    assert stage.window.desk.session.learner is not None
    assert not stage.messages()
    stage.click("media.play")
    stage.wait(lambda: not view(stage).playing)
    now[0] += 121
    watch.look()
    stage.wait(lambda: stage.window.desk.session.learner is None)


def test_a_trainer_who_looks_at_it_meanwhile_takes_nothing_away(stage: Stage, key: str) -> None:
    starts(stage, key)
    plays_past(stage, 900)
    before = total(stage)
    stage.screen._again()
    stage.settle()
    assert view(stage).playing
    assert total(stage) >= before > 0


def test_leaving_the_lesson_stops_the_film_and_nothing_stays_open(stage: Stage, key: str) -> None:
    starts(stage, key)
    stage.click("media.play")
    stage.wait(lambda: view(stage).playing)
    assert stage.screen.busy()
    film = view(stage)
    stage.click("lesson.next")
    stage.wait(lambda: stage.screen.here().lesson == "talk")
    assert not film.playing
    assert film._player is not None
    assert film._player._device is None
    assert not stage.screen.busy()


def test_next_opens_when_enough_has_played_where_the_order_is_given(stage: Stage, tmp_path: Path, contents: dict[str, bytes]) -> None:
    stage.open()
    unmeasured = replace(FILM, media_seconds=0)
    path = write_course(tmp_path / "o.course", Chapter("one", "One", (unmeasured, BOXES)), order=Order.IN_ORDER, contents=contents)
    key = stage.add(path)
    starts(stage, key)
    assert not stage.find("lesson.next").isEnabled()
    assert QApplication.focusWidget() is stage.find("media.play")
    view(stage).film.speed_chosen.emit(2.0)
    stage.click("media.play")
    stage.wait(lambda: stage.find("lesson.next").isEnabled(), "NEXT")
    assert stage.status(key).lessons["film"].done


def test_nothing_takes_the_place_of_a_film_that_plays(stage: Stage, key: str, tmp_path: Path) -> None:
    starts(stage, key)
    stage.click("media.play")
    stage.wait(lambda: view(stage).playing)
    stage.window.open_paths((write_course(tmp_path / "other.course", Chapter("one", "One", (BOXES,)), version="1.0"),))
    stage.settle()
    (tmp_path / "paper.pdf").write_bytes(b"%PDF-1.7")
    stage.window.open_paths((tmp_path / "paper.pdf",))
    stage.settle()
    assert stage.window.route == LessonRoute(key, "film")
    assert view(stage).playing


# --- recordings ---


def test_a_recording_shows_a_cover_and_counts_too(stage: Stage, key: str) -> None:
    starts(stage, key, "talk")
    assert stage.words("media.progress") == "Heard 0 of 50 %"
    view(stage).film.speed_chosen.emit(2.0)
    plays_past(stage, 1200)
    assert stage.find("media.stage", Picture).caption == ""  # the transcript is enough
    assert stage.find("media.transcript", Transcript).here == 1
    stage.wait(lambda: stage.words("lesson.rule") == "This lesson is complete", "the tick")
    stage.wait(lambda: not view(stage).playing, "the end")
    stage.click("media.play")  # once more from the start
    stage.wait(lambda: view(stage).playing and at(stage) < 2500, "the start")


def test_a_computer_without_sound_says_so_and_plays_all_the_same(stage: Stage, key: str) -> None:
    starts(stage, key)
    player = view(stage)._player
    assert player is not None
    if player.audible:
        pytest.skip("this computer can be heard")
    assert "No loudspeaker" in stage.words("media.note")
    assert not stage.find("media.mute").isEnabled()
    plays_past(stage, 500)


# --- captions and the transcript ---


def test_captions_stand_on_the_picture_at_their_times(stage: Stage, key: str) -> None:
    starts(stage, key)
    picture, lines = stage.find("media.stage", Picture), stage.find("media.transcript", Transcript)
    for position, words, here in ((500, "Now we add the drops.", 0), (1500, "Fatou: Wait thirty minutes. Only then is the water safe.", 1),
                                  (2700, "", 1), (3200, "A faint smell of chlorine is good news.", 2)):  # fmt: skip
        view(stage)._hands.seek(position)
        assert (picture.caption, lines.here) == (words, here)
    view(stage)._hands.seek(0)
    stage.click("media.play")
    seen: list[str] = []
    stage.wait(lambda: (seen.append(picture.caption) or at(stage) > 1300) if picture.caption not in seen else at(stage) > 1300)
    assert [words for words in seen if words] == ["Now we add the drops.", "Fatou: Wait thirty minutes. Only then is the water safe."]


def test_captions_in_several_languages(stage: Stage, key: str) -> None:
    starts(stage, key)
    picture = stage.find("media.stage", Picture)
    view(stage)._hands.seek(500)
    stage.click("media.captions")
    menu = stage.wait(lambda: next((one for one in stage.window.findChildren(QMenu, "media.menu") if one.isVisible()), None))
    assert [action.text() for action in menu.actions()] == ["Captions off", "English", "العربية"]
    assert [action.isChecked() for action in menu.actions()] == [False, True, False]
    menu.actions()[2].trigger()
    menu.close()
    assert picture.caption == "الآن نضيف القطرات."
    assert stage.find("media.captions").accessibleName() == "Captions (C): \u2068العربية\u2069"
    press(picture, Qt.Key.Key_C)
    assert picture.caption == ""
    assert stage.find("media.transcript", Transcript).captions().cues[0].text == "الآن نضيف القطرات."
    press(picture, Qt.Key.Key_C)
    assert picture.caption == "الآن نضيف القطرات."


def test_a_line_of_the_transcript_leads_to_its_place(stage: Stage, key: str) -> None:
    starts(stage, key)
    lines = stage.find("media.transcript", Transcript)
    index = lines.model().index(2, 0)
    assert index.data(Qt.ItemDataRole.AccessibleTextRole) == "0:03 A faint smell of chlorine is good news."
    QTest.mouseClick(lines.viewport(), Qt.MouseButton.LeftButton, pos=lines.visualRect(index).center())
    stage.wait(lambda: at(stage) == 3000)
    lines.setFocus()
    press(lines, Qt.Key.Key_Up)
    press(lines, Qt.Key.Key_Return)
    stage.wait(lambda: at(stage) == 1000)
    assert stage.window.route == LessonRoute(key, "film")
    press(lines, Qt.Key.Key_L)  # a key of the film
    assert at(stage) == 4000
    assert total(stage) == 0


def test_captions_that_are_none_are_said_and_the_film_plays(stage: Stage, tmp_path: Path, contents: dict[str, bytes]) -> None:
    stage.open()
    contents["film.vtt"] = b"1\n00:00:01,000 --> 00:00:02,000\nSubRip\n"
    lesson = replace(FILM, files=("film.vtt",))
    key = stage.add(write_course(tmp_path / "c.course", Chapter("one", "One", (lesson,)), contents=contents))
    starts(stage, key)
    assert "film.vtt does not begin with the word WEBVTT" in stage.words("media.note")
    assert not stage.find("media.captions").isEnabled()
    assert not stage.sees("media.transcript")
    plays_past(stage, 300)


# --- hands ---


def test_the_keys_of_the_film(stage: Stage, key: str) -> None:
    starts(stage, key)
    play = stage.find("media.play")
    press(play, Qt.Key.Key_Space)
    stage.wait(lambda: view(stage).playing)
    press(play, Qt.Key.Key_K)
    stage.wait(lambda: not view(stage).playing)
    here = at(stage)
    press(play, Qt.Key.Key_L)
    assert at(stage) == min(4000, here + 10_000)
    press(play, Qt.Key.Key_J)
    assert at(stage) == 0
    press(play, Qt.Key.Key_Right)
    assert at(stage) == 4000
    assert QApplication.focusWidget() is play
    press(play, Qt.Key.Key_Left)
    assert at(stage) == 0
    press(play, Qt.Key.Key_Down)
    assert stage.find("media.volume", VolumeLine).value() == 90
    press(play, Qt.Key.Key_Up)
    press(play, Qt.Key.Key_Up)
    assert stage.find("media.volume", VolumeLine).value() == 100
    press(play, Qt.Key.Key_M)
    assert view(stage)._hands._muted
    press(play, Qt.Key.Key_Greater, Qt.KeyboardModifier.ShiftModifier)
    assert stage.words("media.speed") == "1.25×"
    press(play, Qt.Key.Key_Less, Qt.KeyboardModifier.ShiftModifier)
    press(play, Qt.Key.Key_Less, Qt.KeyboardModifier.ShiftModifier)
    assert stage.words("media.speed") == "0.75×"
    press(play, Qt.Key.Key_K, Qt.KeyboardModifier.ControlModifier)
    assert not view(stage).playing
    assert stage.window.route == LessonRoute(key, "film")
    press(play, Qt.Key.Key_Right, Qt.KeyboardModifier.AltModifier)  # the window's
    stage.wait(lambda: stage.screen.here().lesson == "talk")


def test_keys_are_the_films_only_where_the_keyboard_is_with_it(stage: Stage, key: str) -> None:
    starts(stage, key)
    stage.find("lesson.next").setFocus()
    press(stage.find("lesson.next"), Qt.Key.Key_K)
    assert not view(stage).playing
    QTest.mouseClick(stage.find("media.stage"), Qt.MouseButton.LeftButton)
    stage.wait(lambda: view(stage).playing)
    assert QApplication.focusWidget() is stage.find("media.stage")


def test_the_line_of_time(stage: Stage, key: str) -> None:
    starts(stage, key)
    line = stage.find("media.seek", SeekLine)
    middle = QPoint(line.width() // 2, line.height() // 2)
    QTest.mouseClick(line, Qt.MouseButton.LeftButton, pos=middle)
    assert abs(at(stage) - 2000) < 60
    assert stage.words("media.time") in {"0:01 / 0:04", "0:02 / 0:04"}
    QTest.mousePress(line, Qt.MouseButton.LeftButton, pos=middle)
    QTest.mouseMove(line, QPoint(line.width() * 3 // 4, 3))
    QTest.mouseRelease(line, Qt.MouseButton.LeftButton, pos=middle)
    line.setFocus()
    press(line, Qt.Key.Key_Home)
    assert at(stage) == 0
    press(line, Qt.Key.Key_PageUp)
    assert at(stage) == 4000
    press(line, Qt.Key.Key_End)
    press(line, Qt.Key.Key_Left)
    assert at(stage) == 0
    press(line, Qt.Key.Key_Space)
    stage.wait(lambda: view(stage).playing)
    press(line, Qt.Key.Key_Space)
    line.setValue(2)  # as assistive technology does
    stage.wait(lambda: at(stage) == 2000)
    assert "0:02 of 0:04" in line.accessibleDescription()
    assert QAccessible.queryAccessibleInterface(line).role() == QAccessible.Role.Slider


def test_full_screen_and_back(stage: Stage, key: str) -> None:
    starts(stage, key)
    film, play = view(stage).film, stage.find("media.play")
    press(play, Qt.Key.Key_F)
    assert stage.window.isFullScreen()
    assert film.parentWidget() is stage.window
    stage.wait(lambda: film.geometry() == stage.window.rect())
    assert QApplication.focusWidget() is play
    seen = set()
    for _ in range(8):
        press(QApplication.focusWidget(), Qt.Key.Key_Tab)
        seen.add(QApplication.focusWidget().objectName())
    assert seen <= {"media.seek", "media.play", "media.back", "media.speed", "media.captions", "media.mute", "media.volume", "media.full"}
    assert len(seen) > 4
    press(QApplication.focusWidget(), Qt.Key.Key_Space) if QApplication.focusWidget() is play else view(stage)._hands.toggle()
    stage.wait(lambda: view(stage).playing)
    press(QApplication.focusWidget(), Qt.Key.Key_Escape)
    assert not stage.window.isFullScreen()
    assert view(stage).isAncestorOf(film)
    assert view(stage).playing
    press(play, Qt.Key.Key_F)
    stage.window.toggle_full_screen()  # F11
    stage.wait(lambda: view(stage).isAncestorOf(film))
    stage.window.toggle_full_screen()
    stage.settle()
    press(play, Qt.Key.Key_F)
    press(play, Qt.Key.Key_Escape)
    assert stage.window.isFullScreen()  # it was before
    stage.window.toggle_full_screen()
    stage.settle()
    press(play, Qt.Key.Key_F)
    stage.settle()
    press(play, Qt.Key.Key_Right, Qt.KeyboardModifier.AltModifier)
    stage.wait(lambda: stage.screen.here().lesson == "talk")
    assert not stage.window.isFullScreen()


# --- what cannot play ---


def trouble(stage: Stage) -> str:
    return str(stage.wait(lambda: stage.find("media.stage", Picture).trouble, "a sentence on the stage"))


@pytest.mark.parametrize(("lesson", "data", "words"), [
    ("film", b"no film at all", "damaged, or of a kind"),
    ("film", tone(1), "Its picture is stored in a way"),
    ("talk", b"RIFF nothing", "damaged, or of a kind"),
])  # fmt: skip
def test_what_cannot_play_says_so_and_never_ticks(stage: Stage, tmp_path: Path, contents: dict[str, bytes], lesson: str, data: bytes,
                                                  words: str) -> None:
    stage.open()
    contents["film.mp4" if lesson == "film" else "talk.wav"] = data
    key = stage.add(write_course(tmp_path / "c.course", Chapter("one", "One", (FILM, TALK)), contents=contents))
    stage.show(LessonRoute(key, lesson))
    assert words in trouble(stage)
    assert not stage.find("media.play").isEnabled()
    assert not stage.sees("media.again")
    press(stage.find("media.stage"), Qt.Key.Key_Space)
    QTest.mouseClick(stage.find("media.stage"), Qt.MouseButton.LeftButton)
    view(stage)._hands.seek(1000)
    stage.settle()
    assert total(stage) == 0
    stage.click("lesson.next")
    stage.settle()
    assert not stage.status(key).lessons[lesson].done


def test_a_film_that_shows_no_picture_has_not_played(stage: Stage, key: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(Film, "_framed", lambda _self, _frame: None)  # as where a codec is missing
    monkeypatch.setattr("player.ui.lessons.media_film.BLIND_MS", 600)
    stage.show(LessonRoute(key, "film"))
    stage.wait(lambda: stage.find("media.seek").isEnabled())
    stage.click("media.play")
    assert "Its picture is stored in a way" in trouble(stage)
    assert view(stage).evidence().played == ()


def test_a_system_without_its_parts_says_so(stage: Stage, key: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "PySide6.QtMultimedia", None)
    stage.show(LessonRoute(key, "film"))
    assert "libpulse0" in trouble(stage)
    view(stage)._hands.toggle()
    view(stage)._hands.seek(5)
    assert view(stage).evidence().played == ()
    stage.click("lesson.next")
    stage.wait(lambda: stage.screen.here().lesson == "talk")


def test_a_stick_that_was_pulled_pauses_and_goes_on_when_it_is_back(stage: Stage, tmp_path: Path, contents: dict[str, bytes],
                                                                    monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("player.ui.lessons.media_lost.LOOK_MS", 100)
    stage.open()
    path = write_course(tmp_path / "c.course", Chapter("one", "One", (FILM,)), contents=contents)
    key = stage.add(path)
    starts(stage, key)
    plays_past(stage, 800)
    before = total(stage)
    path.rename(tmp_path / "away")
    player = view(stage)._player
    assert player is not None
    assert player._device is not None
    player._device.failed.emit("The course is gone", "Put the stick back.")  # what the next read would say
    assert trouble(stage) == "The course is gone. Put the stick back."
    assert stage.sees("media.again")
    assert total(stage) >= before > 0
    stage.click("media.again")
    assert "gone" in trouble(stage) or "read" in trouble(stage) or "not there" in trouble(stage)
    (tmp_path / "away").rename(path)
    stage.wait(lambda: not stage.find("media.stage", Picture).trouble, "the stick")
    stage.wait(lambda: at(stage) >= 700, "the place")
    assert total(stage) >= before


def test_a_film_is_not_loaded_before_it_is_wanted() -> None:
    code = "import sys, player.ui.lessons.kinds; sys.exit('PySide6.QtMultimedia' in sys.modules)"
    assert subprocess.run([sys.executable, "-c", code], check=False, cwd=Path(__file__).parents[2]).returncode == 0


# --- looks ---


@pytest.mark.parametrize("look", [
    {}, {"theme": "dark"}, {"theme": "contrast"}, {"direction": "rtl"}, {"text_scale": 2.0}, {"direction": "rtl", "text_scale": 2.0},
], ids=["light", "dark", "contrast", "rtl", "200", "rtl-200"])  # fmt: skip
@pytest.mark.parametrize("lesson", ["film", "talk"])
def test_every_look(stage: Stage, key: str, look: dict[str, object], lesson: str) -> None:
    stage.window.change_look(**look)
    stage.settle()
    starts(stage, key, lesson)
    view(stage)._hands.seek(1500)
    stage.wait(lambda: at(stage) == 1500)
    stage.settle()
    if "text_scale" in look:
        stage.click("media.showTranscript")
        stage.settle()
    assert faults(stage.window) == []
    nameless = [widget.objectName() for widget in view(stage).findChildren(QWidget)
                if widget.isVisible() and widget.focusPolicy() != Qt.FocusPolicy.NoFocus and not widget.accessibleName()]  # fmt: skip
    assert nameless == []
    if folder := os.environ.get("PICTURES"):
        stage.window.grab().save(f"{folder}/{'film' if lesson == 'film' else 'audio'}-{'-'.join(map(str, look.values())) or 'light'}.png")
