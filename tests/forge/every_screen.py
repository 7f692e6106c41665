"""Every screen of the window, one after the other, each in the state in which it is met; whoever asks looks at it then.

`every_screen(stage, folder)` yields the name of what is shown. Nobody may have been signed in, and the data folder must be empty.
"""

from collections.abc import Iterator, Mapping
from dataclasses import replace
from functools import cache
from pathlib import Path
from typing import Any
from unittest.mock import patch

from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QComboBox, QLineEdit, QListView, QPlainTextEdit

from player.course.model import Chapter, CountsWhen, Kind, Lesson, Rule
from player.course.quiz import Response
from player.errors import PlayerError
from player.ui.routes import (
    AwardRoute,
    AwardsRoute,
    ClaimRoute,
    CourseRoute,
    LearnersRoute,
    LessonRoute,
    LibraryRoute,
    LockRoute,
    NotesRoute,
    QuizRoute,
    RestoreRoute,
    ResultRoute,
    SettingsRoute,
    SupportRoute,
    TrainerRoute,
    VerifyRoute,
)
from player.ui.widgets.buttons import Button
from player.ui.widgets.cards import CardButton, LayoutButton
from player.ui.widgets.seekline import SeekLine
from player.ui.widgets.stage import Stage as Picture
from player.ui.words import tr
from tests.forge.asked import ASKED
from tests.forge.burns import RIGHT, sits, write_burns
from tests.forge.endings import endings
from tests.forge.ladder import WATER, paper, pumps, water
from tests.forge.media import ARABIC, WORDS, film, tone
from tests.forge.new_versions import drop, new_versions
from tests.forge.packages import fixed_identity
from tests.forge.window import BOXES, FILES, LEAFLET, SAVED, Stage, check, tea, write_course

TEXT = """# Water for tea

Fresh water has **air** in it, and air carries the taste. Water that has boiled twice tastes flat.

> [!TIP]
> Let the tap run for a moment.

| Tea | Degrees | Minutes |
|---|---|---|
| Black | 95 to 100 | 3 to 5 |
| Green | 70 to 80 | 1 to 3 |

1. Fill the kettle.
2. Warm the pot.

Read on in [the leaflet](leaflet.pdf), or see `kettle --help`.

"""
READ = Lesson("read", "Water for tea", Kind.TEXT, CountsWhen(Rule.READ), file="read.md", minutes=3)
FILM = Lesson("film", "A film about pouring", Kind.VIDEO, CountsWhen(Rule.PLAYED, 90), file="film.mp4", files=("film.vtt", "film.ar.vtt"),
              media_seconds=4)  # fmt: skip
TALK = Lesson("talk", "What a taster says", Kind.AUDIO, CountsWhen(Rule.PLAYED, 50), file="talk.wav", files=("talk.vtt",), media_seconds=3)
SHOW = Lesson("show", "Show a cup", Kind.ASSIGNMENT, CountsWhen(Rule.SIGNED_OFF), file="show.md", files=("recipe.txt",), minutes=20)
TASK = b"---\nkind: assignment\n---\nBrew a cup with **fresh** water.\n\n1. Heat it.\n2. Note the time.\n"
KINDS = ("read", "film", "talk", "leaflet", "boxes", "files", "show", "check")
PAGES = ("reading", "language", "people", "trainer", "folder", "backups", "about")
PIN = "4711"
PICTURES = ("sun", "fish", "fish", "key")


def every_screen(stage: Stage, folder: Path) -> Iterator[str]:
    """Everything but the window of `greentick preview` and a damaged database, which need a start of their own."""
    yield from people(stage)
    yield from shelf(stage, folder)
    key = stage.add(course_of_every_kind(folder / "every-kind.course"))
    stage.show(CourseRoute(key))
    yield "course"
    yield from lessons(stage, key)
    yield from beside(stage, key)
    yield from trainer(stage, key)
    yield from quiz(stage, key)
    yield from award(stage, key)
    yield from awards_and_area(stage, folder)
    yield from endings(stage, folder, PIN)
    yield from new_versions(stage, folder / "versions")
    yield from settings(stage)


@cache
def _clip(seconds: int) -> bytes:
    from tempfile import TemporaryDirectory

    with TemporaryDirectory() as folder:
        return film(Path(folder) / "film.mp4", seconds).read_bytes()


def course_of_every_kind(path: Path) -> Path:
    questions = tuple(asked.question for asked in ASKED)
    lesson, five = check(time_limit_seconds=1200, attempts=5, questions=len(questions), points=sum(each.points for each in questions))
    quiz_ = replace(five, questions=questions)
    contents = {"read.md": TEXT.encode() + b"A line of words about tea, which is long enough for a line.\n\n" * 30, "film.mp4": _clip(4),
                "film.vtt": WORDS.encode(), "film.ar.vtt": ARABIC.encode(), "talk.wav": tone(3), "talk.vtt": WORDS.encode(), "show.md": TASK}
    chapters = Chapter("start", "Before you start", (READ, FILM, TALK, BOXES)), Chapter("brew", "Brewing", (LEAFLET, FILES, SAVED, SHOW, lesson))
    return write_course(path, *chapters, quiz=quiz_, contents=contents)


# --- who ---


def people(stage: Stage) -> Iterator[str]:
    stage.board()
    yield "learners, nobody yet"
    stage.click("learners.new")
    yield "learners, a new one"
    stage.show(LearnersRoute())

    def make(player: Any) -> None:
        card = player.learners.create("Nora Example", "bird", "sea")
        player.learners.set_pin(card.id, PIN, PIN)
        player.learners.create("Ben Beispiel", "dog", "teal")
        pia = player.learners.create("Pia Picture", "snail", "rose")
        player.learners.set_pictures(pia.id, PICTURES, PICTURES)

    stage.asked(make)
    stage.show(LearnersRoute())
    yield "learners"
    tile(stage, "Nora Example")
    stage.find("learner.pin")
    yield "learner's PIN"
    stage.click("learner.forgotten")
    stage.find("learner.back")
    yield "learner's PIN forgotten"
    stage.show(LearnersRoute())
    tile(stage, "Pia Picture")
    stage.click("pictures.sun")
    yield "learner's pictures"
    stage.resized(locks="required")
    stage.show(LearnersRoute())
    tile(stage, "Ben Beispiel")
    stage.wait(lambda: stage.window.route == LockRoute())
    yield "everybody has a lock"
    stage.click("people.choosePictures")
    stage.click("pictures.sun")
    yield "everybody has a lock: pictures"
    stage.resized(locks="choice")
    stage.show(LearnersRoute())
    stage.click("learners.guest")
    stage.wait(lambda: isinstance(stage.window.route, LibraryRoute))
    stage.show(ClaimRoute())
    yield "claim, a new name"
    stage.click("claim.known")
    stage.find("claim.back")
    yield "claim, from the board"
    stage.window.sign_out()
    stage.settle()


def tile(stage: Stage, name: str) -> None:
    """Press a learner on the board."""
    found = next(each for each in stage.window.findChildren(CardButton) if each.isVisible() and each.accessibleName().startswith(name))
    QTest.mouseClick(found, Qt.MouseButton.LeftButton)
    stage.settle()


# --- the shelf ---


def shelf(stage: Stage, folder: Path) -> Iterator[str]:
    stage.learner = stage.sign_in("Lena Lesson")
    yield "library, empty"
    stick = folder / "TRAINER-07"
    stick.mkdir(parents=True)
    write_course(stick / "first-aid.course", Chapter("a", "Chapter", (BOXES, FILES)), identity=fixed_identity("Northern Rivers"))
    away = stick / "lost.course"
    write_course(away, Chapter("a", "Chapter", (FILES,)), identity=fixed_identity("Southern Hills"))
    (stick / "broken.course").write_bytes(b"no package")
    drop(stage, stick)
    stage.find("intake.offers")
    yield "library, what a stick brings"
    stage.click("intake.dismiss")
    stage.settle()
    stage.add(tea(folder / "tea.course"))
    lost = stage.add(away)
    away.unlink()
    stage.show(LibraryRoute())
    yield "library, a course whose file is gone"
    stage.window.complain(PlayerError("The file is damaged", "tea.course ends in the middle of lesson 4.", "Copy it again from the stick."))
    yield "library, something went wrong"
    stage.window.notice("Saved and checked")
    stage.window.go(CourseRoute(lost))
    stage.settle()
    yield "course, the stick was pulled"
    stage.asked(lambda player: player.library.remove(lost))
    waiting = stage.add(pumps(folder))
    stage.add(water(folder))
    stage.show(CourseRoute(waiting))
    yield "course, waits for an award of another"
    drop(stage, paper(folder, endorsed=False))
    stage.find("lock.said")
    stage.settle()
    yield "course, a certificate that a trainer may accept"
    stage.asked(lambda player: [player.library.remove(each) for each in (waiting, "unsigned/" + WATER)])
    stage.window._stack.setCurrentWidget(stage.window._loading)
    yield "while a page is read"
    stage.show(LibraryRoute())


# --- lessons ---


def lesson(stage: Stage, key: str, name: str) -> None:
    """Shown, and drawn as far as it needs time."""
    if name == "read":
        with stage.qtbot.waitSignal(stage.window.text_view().painted, timeout=60_000):
            stage.window.go(LessonRoute(key, name))
        stage.settle()
        return
    stage.show(LessonRoute(key, name))
    if name in {"film", "talk"}:
        stage.wait(lambda: stage.find("media.seek", SeekLine).isEnabled(), "the length")
    if name == "film":
        stage.wait(lambda: not stage.find("media.stage", Picture).image.isNull(), "the first picture")
    if name == "leaflet":
        stage.wait(lambda: set(stage.words("pdf.counted")) & {"1", "\u0661"}, "the first page")


def lessons(stage: Stage, key: str) -> Iterator[str]:
    for name in KINDS:
        lesson(stage, key, name)
        yield f"lesson: {name}"
    stage.show(LessonRoute(key, "show"))
    field = stage.find("assignment.text", QPlainTextEdit)
    field.setFocus()
    field.setPlainText("Here it is.")
    stage.click("assignment.handIn")
    stage.find("assignment.handedText")
    stage.settle()
    yield "lesson: show, handed in"


def beside(stage: Stage, key: str) -> Iterator[str]:
    """What stands beside a lesson when it is asked for."""
    stage.show(NotesRoute(key))
    yield "notes of the course, none yet"
    stage.show(LessonRoute(key, "leaflet"))
    for number, words in ((1, "Let it cool first."), (2, "Ask about the second flush.")):
        stage.click("lesson.notes" if number == 1 else "notes.new")
        QTest.keyClicks(stage.find(f"notes.text.{number}", QPlainTextEdit), words)
        stage.wait(lambda number=number: stage.words(f"notes.saved.{number}") == tr("Saved"))  # type: ignore[misc]
    yield "notes beside a lesson"
    stage.click("notes.delete.2")
    stage.find("notes.undo")
    yield "notes, one is deleted"
    stage.click("lesson.bookmark")
    stage.click("lesson.print")
    stage.find("print.save")
    yield "printing a lesson"
    stage.key(Qt.Key.Key_F, Qt.KeyboardModifier.ControlModifier)
    QTest.keyClicks(stage.find("search.query", QLineEdit), "leaf")
    stage.wait(lambda: stage.find("search.results", QListView).model().rowCount() > 0)
    yield "search beside a lesson"
    stage.show(NotesRoute(key))
    yield "notes of the course"
    stage.show(CourseRoute(key))
    stage.key(Qt.Key.Key_F, Qt.KeyboardModifier.ControlModifier)
    QTest.keyClicks(stage.find("search.query", QLineEdit), "zzz")
    stage.settle()
    yield "search on the course page"


def trainer(stage: Stage, key: str) -> Iterator[str]:
    stage.show(LessonRoute(key, "boxes"))
    stage.click("trainer.open")
    stage.find("trainer.sheet")
    yield "trainer, no PIN yet"
    stage.click("trainer.cancel")
    stage.show(SettingsRoute("trainer"))
    yield "trainer's PIN, the form"
    for name, words in (("trainer.name", "Tess Trainer"), ("trainer.newPin", PIN), ("trainer.newPinAgain", PIN)):
        stage.write(name, words)
    stage.click("trainer.set")
    stage.find("trainer.recovery")
    yield "trainer's PIN, the recovery code"
    stage.click("trainer.kept")
    stage.settle()
    yield "trainer's PIN, it is set"
    for name, deed in (("show", "sign off"), ("boxes", "give a tick")):
        stage.show(LessonRoute(key, name))
        stage.click("trainer.open")
        stage.find("trainer.pin")
        stage.settle()
        if name == "show":
            yield "trainer, the PIN"
        stage.write("trainer.pin", PIN)
        stage.key(Qt.Key.Key_Return)
        stage.find("trainer.deeds")
        stage.settle()
        yield f"trainer, {deed}"
    stage.click("trainer.cancel")


# --- the quiz, the award ---


def quiz(stage: Stage, key: str) -> Iterator[str]:
    with patch("player.services.quizzing.secrets.token_hex", lambda count: "7" * 2 * count):  # the same paper each time
        stage.show(QuizRoute(key, "check"))
    for number, asked in enumerate(ASKED):
        stage.screen._turn(number)
        yield f"quiz: {asked.question.kind.value}"
        if asked.partly is not None:
            answer(stage, asked.partly)
    stage.click("quiz.submit")
    stage.find("quiz.confirm")
    yield "quiz, before handing in"
    stage.click("quiz.confirm")
    stage.wait(lambda: isinstance(stage.window.route, ResultRoute))
    stage.settle()
    yield "result"
    stage.click("quiz.reviewAnswers")
    stage.find("quiz.backToResult")
    yield "review"


def answer(stage: Stage, given: Response) -> None:
    """As a person would, on the question that is shown."""
    if isinstance(given, Mapping):
        for number, place in enumerate(stage.screen._question.places, 1):
            box = stage.find(f"quiz.place.{number}", QComboBox)
            box.setCurrentIndex(box.findData(given[place.id]))
    elif stage.sees("quiz.line.1"):
        shown = list(stage.screen._widget._order)
        for to, each in enumerate(given):
            for at in range(shown.index(each), to, -1):
                stage.click(f"quiz.up.{at + 1}")
            shown.insert(to, shown.pop(shown.index(each)))
    stage.settle()


def award(stage: Stage, key: str) -> Iterator[str]:
    stage.tick(key, *KINDS)
    stage.show(CourseRoute(key))
    yield "course, complete"
    stage.show(AwardRoute(key, "certificate"))
    yield "award, the name"
    stage.click("award.issue")
    stage.find("award.save")
    yield "award"
    kept = stage.screen._issued.path
    stage.show(VerifyRoute())
    yield "check"
    stage.show(VerifyRoute(str(kept)))
    yield "check, a verdict"
    changed = kept.with_name("changed.pdf")
    data = bytearray(kept.read_bytes())
    data[len(data) // 2] ^= 1
    changed.write_bytes(data)
    stage.show(VerifyRoute(str(changed)))
    yield "check, not valid"
    stage.show(LibraryRoute())
    yield "library, with a certificate"


# --- what was earned, and what the trainer sees of it ---


def awards_and_area(stage: Stage, folder: Path) -> Iterator[str]:
    """The trainer's PIN is set by now."""
    burns = stage.add(write_burns(folder / "burns.course"))
    session = stage.window.desk.session
    result = stage.asked(lambda player: sits(player, session.enrolment(player, burns), RIGHT))
    stage.show(ResultRoute(burns, "check", result.attempt))
    yield "result, the trainer is told"
    stage.show(AwardRoute(burns, "dressing"))
    stage.click("award.issue")
    stage.find("award.redeem")
    yield "award, a voucher"
    stage.show(AwardsRoute())
    yield "awards"
    number = stage.status(burns).awards["dressing"].number
    stage.show(TrainerRoute())
    stage.find("trainer.pin")
    yield "trainer's area, the PIN"
    stage.write("trainer.pin", PIN)
    stage.click("trainer.unlock")
    stage.find("trainer.filter")
    yield "trainer's area: notices"
    yield from trained_learners(stage)
    stage.click("trainer.vouchers")
    stage.write("voucher.number", number)
    stage.click("voucher.look")
    stage.find("voucher.redeem")
    yield "trainer's area: vouchers"
    stage.click("trainer.mail")
    stage.find("mail.host")
    yield "trainer's area: mail"
    stage.asked(lambda player: player.library.remove(burns))


def trained_learners(stage: Stage) -> Iterator[str]:
    """The list, one of them, and what can be changed about a lesson. Somebody is stuck, somebody's course is closed."""
    stage.click("trainer.learners")
    stage.find("learners.one")
    yield "trainer's area: learners"
    wanted = next(each for each in stage.window.findChildren(LayoutButton, "learners.one") if each.accessibleName().startswith("Lena Lesson"))
    wanted.click()
    stage.find("learner.all")
    stage.settle()
    yield "trainer's area: one learner"
    next(each for each in stage.window.findChildren(Button, "learner.change") if each.isVisible()).click()
    stage.find("deed.form")
    yield "trainer's area: one learner, a deed"
    stage.click("deed.cancel")
    stage.click("personal.erase")
    stage.find("personal.sheet")
    yield "trainer's area: one learner, erasing"


# --- settings, backups ---


def settings(stage: Stage) -> Iterator[str]:
    stage.asked(lambda player: player.safety.back_up())
    for page in PAGES:
        stage.show(SettingsRoute(page))
        yield f"settings: {page}"
    stage.show(SettingsRoute("people"))
    stage.click("people.setPin")
    stage.find("people.choosePin")
    yield "settings: people, a lock"
    stage.click("people.choosePin")
    stage.find("people.newPin")
    yield "settings: people, a PIN"
    stage.show(RestoreRoute())
    yield "restore"
    stage.show(SupportRoute())
    yield "report"
