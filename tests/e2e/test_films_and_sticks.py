"""A film in the real window when the power fails, and when the stick that it lies on is pulled out: what has played is kept, and it goes on."""

import shutil
from pathlib import Path

import pytest
from PySide6.QtWidgets import QApplication

from tests.e2e.test_bad_luck import begin, database, progress, sentences
from tests.forge.disks import CAN_PLUG, Stick, stick
from tests.forge.media import film
from tests.forge.sources import folder
from tests.forge.stage import Stage, greentick, playing

# Qt says these where there is neither sound nor a screen.
pytestmark = pytest.mark.qt_log_ignore("Couldn't (load|resolve) .*(library|symbols)", "PulseAudioService", extend=True)
SECONDS = 16
COURSE = """id = "org.example.well"
title = "At the well"
version = "1.0"
publisher = "Hill Farm"
"""


@pytest.fixture(scope="module")
def well(qapp: QApplication, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A package with a film of some ten megabytes, which no buffer holds whole, and a text behind it."""
    place = tmp_path_factory.mktemp("well")
    source = folder(place / "well", {"01-water/10-film.mp4": film(place / "film.mp4", SECONDS, size=(480, 270), snow=True).read_bytes(),
                                     "01-water/20-after.md": "---\ntitle: Afterwards\n---\nSo that was the film.\n"}, COURSE)  # fmt: skip
    built = greentick(place, "build", source, "-o", place / "well.course")
    assert built.returncode == 0, built.stderr
    return place / "well.course"


def position(stage: Stage) -> int:
    """In ms, also while nothing can be played."""
    return int(stage.hands.wait(lambda: stage.hands.all("media.seek"), "the line of time")[0].position)


def trouble(stage: Stage) -> str:
    return str(stage.hands.find("media.stage").trouble)


def opened(stage: Stage) -> None:
    stage.hands.wait(lambda: stage.hands.find("media.seek").isEnabled(), "the length of the film")


def plays_past(stage: Stage, milliseconds: int) -> None:
    stage.hands.wait(lambda: position(stage) > milliseconds, f"{milliseconds} ms of the film")


def sitting(data: Path) -> list[tuple[object, ...]]:
    return database(data / "greentick.db", "SELECT json_extract(use, '$.played') FROM sitting")


# --- the power fails ------------------------------------------------------------------------------------------------------


def until_the_power_fails(stage: Stage) -> None:
    begin(stage)
    opened(stage)
    stage.hands.click("media.play")
    data = Path(stage.words[1])
    stage.hands.wait(lambda: position(stage) > 8000 and any(row[0] for row in sitting(data)), "what has played on disk")
    stage.tell(reached=position(stage))
    stage.cue()


def after_the_power_is_back(stage: Stage) -> None:
    hands = stage.hands
    hands.click("library.continue")
    opened(stage)
    hands.wait(lambda: position(stage) > 0, "the place where it was")
    stage.tell(place=position(stage), watched=hands.words("media.progress"), counted=hands.words("course.progress"))
    hands.click("media.play")
    hands.wait(lambda: hands.words("course.progress").startswith("1 of"), "the tick")
    stage.tell(ticked=hands.words("media.progress"), number=hands.words("lesson.number"))


def test_a_power_cut_in_a_film_loses_no_more_than_five_seconds_of_it(tmp_path: Path, well: Path) -> None:
    with playing(until_the_power_fails, tmp_path / "play", "--data", tmp_path / "data", well) as child:
        reached = child.until("reached")
        child.kill()
    before = progress(tmp_path)
    assert before["verified"]
    assert not any(lesson["ticked_at"] for course in before["enrolments"] for lesson in course["lessons"])
    with playing(after_the_power_is_back, tmp_path / "play", "--data", tmp_path / "data") as child:
        told = child.finish()
    assert reached - 6500 <= told["place"] <= reached + 2500
    share = int("".join(letter for letter in told["watched"].split(" of ")[0] if letter.isdigit()))
    assert share >= 100 * (reached - 6500) // (SECONDS * 1000)
    assert told["counted"].startswith("0 of 2")
    assert told["number"] == "Lesson 1 of 2"  # a tick comes without leading on
    after = progress(tmp_path)
    assert after["verified"]
    assert [lesson["id"] for lesson in after["enrolments"][0]["lessons"] if lesson["ticked_at"]] == ["01-water/10-film"]


# --- the stick is pulled --------------------------------------------------------------------------------------------------


def pulled_in_a_film(stage: Stage) -> None:
    hands = stage.hands
    begin(stage)
    opened(stage)
    hands.click("media.play")
    plays_past(stage, 1500)
    stage.tell(playing=position(stage))
    stage.cue()  # the stick is out
    hands.wait(lambda: trouble(stage), "a sentence on the film")
    stage.picture("pulled")
    stage.tell(said=trouble(stage), stopped=position(stage), watched=hands.words("media.progress"))
    hands.click("media.again")
    hands.wait(lambda: trouble(stage), "the sentence again")
    stage.tell(again=trouble(stage))
    stage.cue()  # it is back
    hands.wait(lambda: not trouble(stage), "the film, of itself")
    opened(stage)
    stage.tell(place=position(stage))
    if hands.words("course.progress").startswith("0 of"):
        if hands.find("media.play").accessibleName() == "Play":
            hands.click("media.play")
        hands.wait(lambda: hands.words("course.progress").startswith("1 of"), "the tick")
    stage.tell(done=hands.words("course.progress"))


@pytest.mark.skipif(not CAN_PLUG, reason="needs the right to mount a disk; tests/ui/test_media_view.py takes the file away instead")
def test_a_stick_that_is_pulled_in_a_film_pauses_it_with_a_sentence(tmp_path: Path, well: Path) -> None:
    with stick(tmp_path / "stick") as plug:
        package = plug.folder / "well.course"
        shutil.copyfile(well, package)
        plug.forget()
        with playing(pulled_in_a_film, tmp_path / "play", "--data", tmp_path / "data", package) as child:
            child.until("playing")
            plug.pull()
            child.cue()
            child.until("again")
            plug.put_back()
            child.cue()
            told = child.finish()
    for said in (told["said"], told["again"]):
        assert "well.course" in said
        assert "stick" in said
        assert sentences(said) <= 3  # what is the matter, where, and what to do
    assert told["stopped"] >= told["playing"]
    assert abs(told["place"] - told["stopped"]) <= 2500
    assert told["done"].startswith("1 of 2")
    assert progress(tmp_path)["verified"]


def broken(plug: Stick, path: Path) -> str:
    """What the machine says of a file on a stick that is out, through a handle that was open before."""
    with path.open("rb", buffering=0) as file:
        plug.pull()
        try:
            file.seek(path_size := 5_000_000)
            return f"read {len(file.read(1000))} at {path_size}"
        except OSError as error:
            return str(error.errno)


@pytest.mark.skipif(not CAN_PLUG, reason="needs the right to mount a disk")
def test_the_stick_of_these_tests_fails_as_a_real_one_does(tmp_path: Path) -> None:
    with stick(tmp_path / "stick") as plug:
        path = plug.folder / "file"
        path.write_bytes(bytes(range(256)) * 40_000)
        plug.forget()
        assert broken(plug, path) == "5"  # EIO
        assert not path.exists()
        plug.put_back()
        assert path.stat().st_size == 10_240_000
