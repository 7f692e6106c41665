"""Bad luck in the real window: each ends in one clear sentence, changes nothing, and leaves a window that goes on."""

import json
import re
import shutil
import sqlite3
from collections.abc import Callable
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtWidgets import QAbstractButton

from player.paths import DataFolder
from player.services.player import Player
from player.signing.canonical import canonical
from tests.forge.disks import CAN_MOUNT, fill, make_read_only, small_disk
from tests.forge.stage import Stage, greentick, playing
from tests.forge.voyage import COURSE, NAMES, QUESTIONS, TITLE, write_voyage
from tests.forge.zips import package_parts, zip_bytes

NAME = "Nora Example"


@pytest.fixture(scope="module")
def crossing(tmp_path_factory: pytest.TempPathFactory) -> bytes:
    """The package that is played."""
    place = tmp_path_factory.mktemp("crossing")
    built = greentick(place, "build", write_voyage(place / "crossing"), "-o", place / "crossing.course")
    assert built.returncode == 0, built.stderr
    return (place / "crossing.course").read_bytes()


@pytest.fixture
def package(tmp_path: Path, crossing: bytes) -> Path:
    """On a stick of its own, so to say."""
    path = tmp_path / "stick" / "crossing.course"
    path.parent.mkdir()
    path.write_bytes(crossing)
    return path


# --- what the learner does ----------------------------------------------------------------------------------------------


def begin(stage: Stage) -> None:
    """A new learner, in the first lesson of the one course on the shelf."""
    stage.hands.click("learners.new")
    stage.hands.write("learners.name", NAME)
    stage.hands.click("learners.create")
    stage.hands.click("library.continue")
    stage.hands.find("lesson.next")


def next_or_sentence(stage: Stage) -> str:
    """Press NEXT: "" when another lesson came, else what the window says."""
    hands = stage.hands
    before = hands.words("lesson.number")
    hands.click("lesson.next")
    hands.wait(lambda: hands.sees("message.danger") or hands.words("lesson.number") != before, "another lesson or a sentence")
    return stage.message() if hands.words("lesson.number") == before else ""


def next_until_sentence(stage: Stage) -> tuple[int, str]:
    """Press NEXT until it fails, at most three times: (lessons that came, the sentence)."""
    for came in range(3):
        if said := next_or_sentence(stage):
            return came, said
    return 3, ""


def question(stage: Stage) -> tuple[str, list[str]]:
    """What the quiz asks, and its answers in the order in which they stand."""
    asked = stage.hands.find("quiz.answer").accessibleName()
    return asked, [stage.hands.find(f"quiz.option.{number}").accessibleName() for number in range(1, len(NAMES) + 1)]


def choose(stage: Stage) -> None:
    """The right answer."""
    hands = stage.hands
    right = QUESTIONS[hands.find("quiz.answer").accessibleName()]
    number = next(at for at in range(1, len(NAMES) + 1) if right in hands.find(f"quiz.option.{at}").accessibleName())
    hands.click(f"quiz.option.{number}")


def answer(stage: Stage) -> None:
    """Choose, and wait until it is kept."""
    choose(stage)
    stage.hands.wait(lambda: stage.hands.words("quiz.saved") == "Saved on this computer", "the answer on disk")


def turn(stage: Stage) -> None:
    before = stage.hands.words("quiz.number")
    stage.hands.click("quiz.nextQuestion")
    stage.hands.wait(lambda: stage.hands.words("quiz.number") != before, "another question")


def database(path: Path, query: str) -> list[tuple[Any, ...]]:
    with closing(sqlite3.connect(f"{path.as_uri()}?mode=ro", uri=True)) as connection:
        return connection.execute(query).fetchall()


def vanishing(stage: Stage) -> None:
    """The stick is pulled in a text, a PDF and a quiz, and put back each time."""
    package = Path(stage.words[-1])
    away = package.with_suffix(".away")
    begin(stage)
    package.rename(away)
    came, said = next_until_sentence(stage)
    stage.tell(text=said, came=came)
    away.rename(package)
    while stage.hands.words("lesson.number") != "Lesson 4 of 7":
        assert next_or_sentence(stage) == ""
    stage.hands.find("pdf.pages")
    package.rename(away)
    came, said = next_until_sentence(stage)
    stage.tell(pdf=said, pdf_came=came)
    shutil.copyfile(away, package)  # copied back: the same file, on another place of the disk
    assert next_or_sentence(stage) == ""
    stage.hands.click("quiz.start")
    answer(stage)
    package.unlink()
    turn(stage)
    answer(stage)
    for _ in range(len(QUESTIONS) - 2):
        turn(stage)
        answer(stage)
    stage.hands.click("quiz.nextQuestion")
    stage.hands.click("quiz.confirm")
    stage.hands.find("quiz.result")
    stage.tell(marks=sum(stage.hands.sees(f"quiz.mark.{number}") for number in range(1, len(QUESTIONS) + 1)))
    stage.hands.click("lesson.next")
    stage.tell(quiz=stage.message())
    away.rename(package)
    stage.hands.click("lesson.next")
    stage.hands.find("download.save.1")


def test_a_package_that_vanishes_while_it_is_open(tmp_path: Path, package: Path) -> None:
    with playing(vanishing, tmp_path / "play", "--data", tmp_path / "data", package) as child:
        told = child.finish()
    for place in ("text", "pdf", "quiz"):
        assert str(package) in told[place]
        assert "put the stick back" in told[place]
        assert sentences(told[place]) == 2
    assert (told["came"], told["pdf_came"]) == (0, 0) or told["came"] == 1  # the next text may have been read ahead
    assert told["marks"] == len(QUESTIONS)
    found = progress(tmp_path)
    assert found["verified"]
    (course,) = found["enrolments"]
    assert {lesson["id"] for lesson in course["lessons"] if lesson["ticked_at"]} >= {"01-out/10-bank", "01-out/20-boat", "01-out/50-test"}
    assert [(attempt["passed"], attempt["score"]) for attempt in course["attempts"]] == [(True, "1/1")]


def sentences(said: str) -> int:
    assert len(said) < 400
    return len(re.findall(r"\.(?=\s|$)", said))


def progress(place: Path) -> dict[str, Any]:
    said = greentick(place, "--data", place / "data", "progress", NAME, "--json")
    assert said.returncode == 0, said.stderr
    found: dict[str, Any] = json.loads(said.stdout)
    return found


# --- what is opened by mistake, or sent by somebody who means harm --------------------------------------------------------


def tampered(good: bytes) -> bytes:
    """One letter of the course document."""
    place = good.index(TITLE.encode(), good.index(b"_course/course.json"))
    return good[:place] + b"X" + good[place + 1 :]


def newer(_good: bytes) -> bytes:
    return zip_bytes(package_parts(manifest=lambda data: canonical(json.loads(data) | {"format": 2})))


def bomb(_good: bytes) -> bytes:
    parts = package_parts({"media/bomb.bin": bytes(1_000_000)})
    next(part for part in parts if part.name == "media/bomb.bin").deflate = True
    return zip_bytes(parts)


BAD: dict[str, tuple[Callable[[bytes], bytes], str]] = {
    "no-zip": (lambda _good: b"Nothing of the kind.\n" * 50, "it is no ZIP file"),
    "truncated": (lambda good: good[: len(good) // 2], "cannot be opened: "),
    "tampered": (tampered, "cannot be opened: "),
    "newer": (newer, "was made by a newer version of Greentick"),
    "bomb": (bomb, "compressed"),
    "hostile-names": (lambda _good: zip_bytes(package_parts({"../../evil.md": b"up and away"})), "name"),
    "empty": (lambda _good: b"", "it is empty"),
}  # fmt: skip


def refusals(stage: Stage) -> None:
    """Each bad file by the file dialog; then two more starts of the program, one with a file that is not there, one with a good one."""
    hands = stage.hands
    begin(stage)
    hands.click("page.leave")
    hands.find("course.open")
    hands.click("page.leave")
    hands.find("library.courses")
    shelf = {}
    for name in BAD:
        hands.file("library.open", stage.folder / f"{name}.course")
        stage.tell(**{name: stage.message()})
        shelf[name] = cards(stage)
    stage.tell(shelf=shelf)
    stage.tell(missing=stage.message())
    hands.wait(lambda: hands.words("page.title") == "Crossing the lake", "the course of the second start")
    hands.find("course.open")


def cards(stage: Stage) -> list[str]:
    from PySide6.QtWidgets import QAbstractButton

    shelf = stage.hands.find("library.courses")
    return [card.accessibleName() for card in shelf.findChildren(QAbstractButton) if card.objectName().startswith("library.course.")]


def test_what_is_no_good_package_is_refused_in_one_sentence_and_a_second_start_hands_over(tmp_path: Path, package: Path, crossing: bytes) -> None:
    place = tmp_path / "play"
    place.mkdir()
    for name, (made, _) in BAD.items():
        (place / f"{name}.course").write_bytes(made(crossing))
    before = {path.name: path.read_bytes() for path in place.glob("*.course")}
    built = greentick(tmp_path, "build", write_voyage(tmp_path / "lake", COURSE.replace("crossing", "lake").replace("river", "lake")), "-o",
                      tmp_path / "lake.course")  # fmt: skip
    assert built.returncode == 0, built.stderr
    with playing(refusals, place, "--data", tmp_path / "data", package) as child:
        shelf = child.until("shelf")
        rows = database(tmp_path / "data" / "greentick.db", "SELECT key, path, version, shown, damaged FROM course")
        missing = greentick(tmp_path, "--data", tmp_path / "data", tmp_path / "gone.course")
        assert (missing.returncode, missing.stdout, missing.stderr) == (0, "", "")
        assert "gone.course" in child.until("missing")
        other = greentick(tmp_path, "--data", tmp_path / "data", tmp_path / "lake.course")
        assert (other.returncode, other.stdout, other.stderr) == (0, "", "")
        told = child.finish()
    for name, (_, words) in BAD.items():
        assert f"{name}.course" in told[name]
        assert words in told[name]
        assert sentences(told[name]) == 2  # what is wrong with which file, and what to do
    assert len({str(names) for names in shelf.values()}) == 1
    assert [len(names) for names in shelf.values()] == [1] * len(BAD)
    assert [row[1:] for row in rows] == [(str(package), "1.0", 1, 0)]
    assert {path.name: path.read_bytes() for path in place.glob("*.course")} == before
    assert not list(tmp_path.rglob("evil*"))


# --- the disk ------------------------------------------------------------------------------------------------------------


def full_disk(stage: Stage) -> None:
    """NEXT, and then an answer, while nothing can be written; and again when there is room."""
    hands = stage.hands
    disk = Path(stage.words[1]).parent
    begin(stage)
    filler = fill(disk)
    stage.tell(said=next_or_sentence(stage), counted=hands.words("course.progress"), rows=rows(stage), number=hands.words("lesson.number"))
    stage.tell(again=next_or_sentence(stage))
    filler.unlink()
    stage.tell(later=next_or_sentence(stage), later_counted=hands.words("course.progress"), later_rows=rows(stage))
    hands.row("lesson.outline", "The test")
    hands.click("quiz.start")
    answer(stage)
    turn(stage)
    filler = fill(disk)
    choose(stage)
    hands.wait(lambda: hands.words("quiz.saved") == "Not saved", "the word that nothing was saved")
    stage.tell(unsaved=stage.message())
    filler.unlink()
    for _ in range(len(QUESTIONS) - 2):
        turn(stage)
        answer(stage)
    hands.click("quiz.nextQuestion")
    hands.click("quiz.confirm")
    hands.find("quiz.result")


def rows(stage: Stage) -> list[str]:
    """The outline as a screen reader tells it."""
    from PySide6.QtCore import Qt

    model = stage.hands.find("lesson.outline").model()
    return [str(model.index(at, 0).data(Qt.ItemDataRole.AccessibleTextRole) or model.index(at, 0).data()) for at in range(model.rowCount())]


@pytest.mark.skipif(not CAN_MOUNT, reason="needs the right to mount a small disk; tests/unit/services/test_failures.py fills the database without it")
def test_a_full_disk_is_said_and_no_tick_is_shown_that_is_not_on_it(tmp_path: Path, package: Path) -> None:
    with small_disk(tmp_path / "disk", 3000) as disk, playing(full_disk, tmp_path / "play", "--data", disk / "data", package) as child:
        told = child.finish()
        found = json.loads(greentick(tmp_path, "--data", disk / "data", "progress", NAME, "--json").stdout)
    for said in (told["said"], told["again"], told["unsaved"]):
        assert "is full" in said
        assert "MB free" in said
    assert (told["counted"], told["number"], told["later"]) == ("0 of 7 required lessons done", "Lesson 1 of 7", "")
    assert told["later_counted"] == "1 of 7 required lessons done"
    assert told["rows"][1] != told["later_rows"][1]
    assert found["verified"]
    (course,) = found["enrolments"]
    assert (course["done"], [attempt["score"] for attempt in course["attempts"]]) == (2, ["1/1"])


def shown_refusal(stage: Stage) -> None:
    """What the window says instead of a page."""
    page = stage.hands.find("status.error")
    stage.tell(said=page.accessibleName())
    stage.picture("refused")


@pytest.mark.skipif(not CAN_MOUNT, reason="needs the right to mount a disk; tests/unit/services/test_instance.py has a folder that cannot be made")
def test_a_read_only_data_folder_is_said_in_a_window_and_on_the_terminal(tmp_path: Path, package: Path) -> None:
    with small_disk(tmp_path / "disk", 3000) as disk:
        (disk / "data").mkdir()
        make_read_only(disk)
        with playing(shown_refusal, tmp_path / "play", "--data", disk / "data", package) as child:
            told = child.finish(code=1)
    assert str(disk / "data") in told["said"]
    assert "cannot write" in told["said"]
    assert "another --data folder" in told["said"]
    assert "cannot write" in child.errors
    assert "Traceback" not in child.errors


# --- the database --------------------------------------------------------------------------------------------------------


def spoilt_version(path: Path) -> None:
    with closing(sqlite3.connect(path)) as connection:
        connection.execute("PRAGMA user_version=99")


def spoilt_header(path: Path) -> None:
    path.write_bytes(bytes(100) + path.read_bytes()[100:])


def spoilt_page(path: Path) -> None:
    data = path.read_bytes()
    path.write_bytes(data[:4096] + b"\xee" * 4096 + data[8192:])


def cut_off(path: Path) -> None:
    path.write_bytes(path.read_bytes()[:30_000])


def emptied(path: Path) -> None:
    path.write_bytes(b"")


def restored_with_one_press(stage: Stage) -> None:
    """The page that a damaged database shows, its one button, and the board afterwards."""
    hands = stage.hands
    hands.find("restore.newest")
    stage.tell(title=hands.find("restore.title").text(), why=hands.find("restore.why").text())
    stage.picture("restore")
    hands.click("restore.newest")
    stage.tell(result=hands.find("restore.result").accessibleName())
    stage.picture("restored")
    hands.click("restore.done")
    board = hands.find("learners.board")
    stage.tell(board=[each.accessibleName() for each in board.findChildren(QAbstractButton)])


@pytest.mark.parametrize(("spoil", "words"), [(spoilt_header, "begins as it should"), (spoilt_page, "cannot be read"), (cut_off, "cannot be read"),
                                              (emptied, "is empty"), (Path.unlink, "not there any more")])
def test_a_damaged_database_is_restored_with_one_press(tmp_path: Path, package: Path, spoil: Callable[[Path], None], words: str) -> None:
    player = Player(DataFolder(tmp_path / "data"), machine="one")
    player.learners.create(NAME, "bird", "sea")
    player.close()
    path = tmp_path / "data" / "greentick.db"
    for name in ("greentick.db-wal", "greentick.db-shm"):
        path.with_name(name).unlink(missing_ok=True)
    spoil(path)
    before = path.read_bytes() if path.exists() else None
    with playing(restored_with_one_press, tmp_path / "play", "--data", tmp_path / "data", package) as child:
        told = child.finish()
    assert words in told["why"]
    assert "Nobody" not in told["result"]
    assert any(NAME in name for name in told["board"]), told["board"]
    kept = [one.read_bytes() for one in path.parent.glob("*.damaged-*Z")]
    assert kept == ([] if before is None else [before])
    assert "Traceback" not in child.errors


SPOILT = [(spoilt_version, "newer version of Greentick")]


@pytest.mark.parametrize(("spoil", "words"), SPOILT)
def test_a_database_that_cannot_be_used_is_said_at_the_start_and_left_as_it_is(
    tmp_path: Path, package: Path, spoil: Callable[[Path], None], words: str
) -> None:
    player = Player(DataFolder(tmp_path / "data"), machine="one")
    player.learners.create(NAME, "bird", "sea")
    player.close()
    path = tmp_path / "data" / "greentick.db"
    spoil(path)
    before = path.read_bytes()
    with playing(shown_refusal, tmp_path / "play", "--data", tmp_path / "data", package) as child:
        told = child.finish()
    assert words in told["said"]
    assert str(path) in told["said"]
    assert path.read_bytes() == before
    assert "Traceback" not in child.errors


# --- power cut -----------------------------------------------------------------------------------------------------------


def until_the_power_fails(stage: Stage) -> None:
    """Five of eight questions answered, then back to the third."""
    hands = stage.hands
    begin(stage)
    hands.row("lesson.outline", "The test")
    hands.click("quiz.start")
    paper = []
    for at in range(len(QUESTIONS)):
        paper.append(question(stage))
        if at < 5:
            answer(stage)
        if at < len(QUESTIONS) - 1:
            turn(stage)
    hands.click("quiz.cell.3")
    hands.wait(lambda: hands.words("quiz.number") == "Question 3 of 8", "the third question")
    hands.wait(lambda: database(Path(stage.words[1]) / "greentick.db", "SELECT current FROM attempt") != [("",)], "an attempt")
    stage.tell(asked=hands.find("quiz.answer").accessibleName(), paper=paper)
    stage.cue()


def after_the_power_is_back(stage: Stage) -> None:
    hands = stage.hands
    hands.click("library.continue")
    hands.click("quiz.start")
    stage.tell(asked=hands.find("quiz.answer").accessibleName(), number=hands.words("quiz.number"))
    hands.click("quiz.cell.1")
    hands.wait(lambda: hands.words("quiz.number") == "Question 1 of 8", "the first question")
    paper, chosen = [], []
    for at in range(len(QUESTIONS)):
        paper.append(question(stage))
        chosen.append([number for number in range(1, len(NAMES) + 1) if hands.find(f"quiz.option.{number}").isChecked()])
        if at < len(QUESTIONS) - 1:
            turn(stage)
    stage.tell(paper=paper, chosen=chosen)


def test_a_power_cut_in_the_middle_of_a_quiz_loses_nothing(tmp_path: Path, package: Path) -> None:
    with playing(until_the_power_fails, tmp_path / "play", "--data", tmp_path / "data", package) as child:
        paper, asked = child.until("paper"), child.told["asked"]
        child.kill()
    assert len({tuple(answers) for _, answers in paper}) > 1  # the answers stand in drawn order
    assert [question for question, _ in paper] != list(QUESTIONS)
    with playing(after_the_power_is_back, tmp_path / "play", "--data", tmp_path / "data") as child:
        told = child.finish()
    assert (told["asked"], told["number"]) == (asked, "Question 3 of 8")
    assert told["paper"] == paper
    right = [[1 + next(at for at, name in enumerate(answers) if QUESTIONS[asked] in name)] for asked, answers in paper]
    assert told["chosen"] == right[:5] + [[]] * 3
    assert progress(tmp_path)["verified"]
