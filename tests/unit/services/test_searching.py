"""Search: what is found where, what is never shown, and what happens when the index is not there, damaged or old."""

import io
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from player.course.model import Chapter, CountsWhen, Course, Kind, Lesson, Order, PreviousRequired, Rule, default_award
from player.package.builder import build
from player.services.learning import Enrolment
from player.services.notes import Note, new_note_id
from player.services.player import Player
from player.services.searching import SHOWN, Finder, Found, Searching
from player.store import search_index
from player.store.search_index import LostIndexError, SearchIndex
from tests.forge.courses import tea_quiz
from tests.forge.packages import openers

CAPTIONS = """WEBVTT

00:00.000 --> 00:04.000
Fetch the kettle from the shelf.

00:04.500 --> 00:09.000
<v Mina>Now the pelican enters, by the left door as always, and looks around the kitchen for somebody.

01:02.000 --> 01:05.000
Nobody is there but the walrus, who says good day and offers a chair, and then another chair, and tea, and more tea after that.

01:20.000 --> 01:22.000
The walrus pours.
"""
TEXT = """# Water

Fresh water only, as Amélie says.

## The dose

Two drops of **bleach** a litre. See [the leaflet](leaflet.pdf).

<details><summary>Why</summary>

Because germs die.

</details>
"""
ARABIC = "# الماء\n\nالْقَهْوَة بعد الماء.\n"


def course(order: Order = Order.FREE, version: str = "1.0") -> Course:
    quiz = tea_quiz()
    return Course("org.example.search", "Search me", version, (
        Chapter("one", "One", (
            Lesson("water", "Water and wells", Kind.TEXT, CountsWhen(Rule.NEXT), file="water.md", languages={"en": "water.md", "ar": "water.ar.md"}),
            Lesson("film", "A film", Kind.VIDEO, CountsWhen(Rule.NEXT), file="film.mp4", files=("film.vtt", "broken.vtt"), summary="With a heron."),
            Lesson("leaflet", "The leaflet", Kind.PDF, CountsWhen(Rule.NEXT), file="leaflet.pdf", pages=3),
        )),
        Chapter("two", "Two", (
            Lesson("later", "Hidden treasure", Kind.TEXT, CountsWhen(Rule.NEXT), file="later.md",
                   opens_when=PreviousRequired() if order is Order.IN_ORDER else None),
            Lesson("files", "Recipes", Kind.DOWNLOAD, CountsWhen(Rule.NEXT), files=("scones.txt",)),
            Lesson("boxes", "Ready?", Kind.CHECKLIST, CountsWhen(Rule.BOXES), file="boxes.md", boxes=("Teapot", "Cosy")),
            Lesson("check", "Final check", Kind.QUIZ, CountsWhen(Rule.PASSED), file="check.quiz.json", quiz=quiz.rules, summary="About leaves."),
        )),
    ), order=order, languages=("en", "ar"), awards=(default_award("Search me"),))  # fmt: skip


def printed(*pages: str) -> bytes:
    from reportlab.pdfgen.canvas import Canvas

    out = io.BytesIO()
    canvas: Any = Canvas(out)  # type: ignore[no-untyped-call]
    for words in pages:
        canvas.drawString(72, 700, words)
        canvas.showPage()
    canvas.save()
    return out.getvalue()


def write(path: Path, order: Order = Order.FREE, version: str = "1.0", **more: bytes) -> Path:
    contents = {"water.md": TEXT.encode(), "water.ar.md": ARABIC.encode(), "film.mp4": b"no film", "film.vtt": CAPTIONS.encode(),
                "broken.vtt": b"no",
                "leaflet.pdf": printed("The ibis", "An ibis again", "And the ibis"), "later.md": b"The chest is under the rhododendron.\n",
                "scones.txt": b"flour\n",
                "boxes.md": b"Look for the samovar.\n\n- [ ] Teapot\n- [ ] Cosy\n"} | {name.replace("_", "."): data for name, data in more.items()}
    build(course(order, version), openers(contents), {"check.quiz.json": tea_quiz()}, path)
    return path


def enrolled(player: Player, path: Path) -> Enrolment:
    nora = next((one for one in player.learners.all() if one.name == "Nora"), None) or player.learners.create("Nora", "bird", "sea")
    return player.learning.enrol(nora.id, player.library.open(player.library.add(path)))


def finder(player: Player, at: Enrolment, *tongues: str) -> Finder:
    notes = player.notes.of_course(at.learner.id, at.open.key).notes
    return player.searching.finder(at.open, player.learning.status(at), notes, tongues or ("en",))


class StoppedError(Exception):
    """Somebody pressed Cancel."""


def patient() -> None:
    """A pace that waits for nobody."""


@pytest.fixture
def made(player: Player, tmp_path: Path) -> Enrolment:
    at = enrolled(player, write(tmp_path / "search.course"))
    player.searching.make(at.open, patient)
    return at


def told(found: Found) -> list[tuple[str, str, str]]:
    return [(one.what, one.lesson, one.anchor) for one in found.results]


@pytest.mark.parametrize(("query", "found"), [
    ("water", [("title", "water", ""), ("text", "water", "#water")]),
    ("bleach litre", [("text", "water", "#the-dose")]),
    ("dose", [("text", "water", "#the-dose")]),
    ("amelie", [("text", "water", "#water")]),
    ("germs", [("text", "water", "#the-dose")]),
    ("heron", [("text", "film", "")]),
    ("kettle", [("captions", "film", "t=0")]),
    ("pelican", [("captions", "film", "t=4")]),
    ("wal pours", [("captions", "film", "t=62")]),
    ("Mina", []),  # who says it is not what is said
    ("ibis", [("page", "leaflet", "page=1"), ("page", "leaflet", "page=2"), ("page", "leaflet", "page=3")]),
    ("rhododendron", [("text", "later", "")]),
    ("scones", [("text", "files", "")]),
    ("samovar", [("text", "boxes", "")]),
    ("leaves", [("text", "check", "")]),
    ("sencha", []),  # an answer of the quiz
    ("Chinese", []),  # a question of it
    ("القهوة", []),  # the other language
])  # fmt: skip
def test_what_is_found_and_where(player: Player, made: Enrolment, query: str, found: list[tuple[str, str, str]]) -> None:
    search = finder(player, made)
    answer = search.find(query)
    assert sorted(told(answer)) == sorted(found)
    assert answer.whole
    assert all(one.marks or query in one.heading for one in answer.results)
    search.close()


def test_the_language_that_is_shown_is_searched(player: Player, made: Enrolment) -> None:
    arabic = finder(player, made, "ar-EG", "en")
    assert told(arabic.find("قهوة")) == [("text", "water", "#الماء")]
    assert told(arabic.find("bleach")) == []
    assert told(arabic.find("kettle")) == [("captions", "film", "t=0")]  # of what is there in one language only, that one
    arabic.close()


def test_a_locked_lesson_shows_its_title_and_the_learners_own_note_and_nothing_else(player: Player, tmp_path: Path) -> None:
    at = enrolled(player, write(tmp_path / "search.course", Order.IN_ORDER))
    player.searching.make(at.open, patient)
    assert player.learning.status(at).lessons["later"].locked
    player.notes.write(at.learner.id, at.open.key, Note(new_note_id(), "later", "", "", "my rhododendron", 0, 0))
    search = finder(player, at)
    assert [(one.what, one.locked, one.excerpt) for one in search.find("treasure").results] == [("title", True, "")]
    assert [(one.what, one.excerpt, one.locked) for one in search.find("rhododendron").results] == [("note", "my rhododendron", True)]
    assert search.find("chest").results == ()
    assert search.find("pelican").results == ()
    search.close()
    for lesson in ("water", "film", "leaflet"):
        player.learning.finish_lesson(at, lesson)
    again = finder(player, at)
    assert told(again.find("chest")) == [("text", "later", "")]
    again.close()


def test_ones_own_notes_and_nobody_elses(player: Player, made: Enrolment) -> None:
    ben = player.learners.create("Ben", "dog", "teal")
    player.notes.write(ben.id, made.open.key, Note(new_note_id(), "water", "", "", "Ben's okapi", 0, 0))
    player.notes.write(made.learner.id, made.open.key, Note(new_note_id(), "film", "t=62", "1:02", "an okapi!", 0, 0))
    player.notes.write(made.learner.id, made.open.key, Note(new_note_id(), "gone", "", "", "okapi of a lesson that is gone", 0, 0))
    search = finder(player, made)
    assert told(search.find("okap")) == [("note", "film", "t=62")]
    search.close()


def test_titles_and_notes_are_found_before_the_index_is_made(player: Player, tmp_path: Path) -> None:
    at = enrolled(player, write(tmp_path / "search.course"))
    assert not player.searching.is_made(at.open)
    search = finder(player, at)
    answer = search.find("water")
    assert (told(answer), answer.whole) == ([("title", "water", "")], False)
    player.searching.make(at.open, patient)
    assert player.searching.is_made(at.open)
    assert search.find("water").whole  # the same finder, from then on
    search.close()
    assert not search.find("water").whole


def test_what_stops_leaves_nothing_behind(player: Player, tmp_path: Path) -> None:
    at = enrolled(player, write(tmp_path / "search.course"))
    seen = 0

    def stop() -> None:
        nonlocal seen
        seen += 1
        if seen == 4:
            raise StoppedError

    with pytest.raises(StoppedError):
        player.searching.make(at.open, stop)
    assert list(player.searching.path(at.open).parent.iterdir()) == []


def halved(path: Path) -> None:
    path.write_bytes(path.read_bytes()[: path.stat().st_size // 2])


def emptied(path: Path) -> None:
    path.write_bytes(b"")


def scribbled(path: Path) -> None:
    path.write_bytes(b"no database " * 999)


def blotted(path: Path) -> None:
    """The beginning is whole."""
    held = path.read_bytes()
    path.write_bytes(held[:8192] + b"\x55" * (len(held) - 8192))


def gone(path: Path) -> None:
    path.unlink()


@pytest.mark.parametrize("harm", [halved, emptied, scribbled, blotted, gone])
def test_a_damaged_index_is_made_anew_and_nobody_hears_of_it(player: Player, made: Enrolment, harm: Callable[[Path], None]) -> None:
    harm(player.searching.path(made.open))
    search = finder(player, made)
    answer = search.find("water")
    assert (answer.results[0].what, answer.whole) == ("title", False)
    search.close()
    assert not player.searching.is_made(made.open)
    player.searching.make(made.open, patient)
    search = finder(player, made)
    assert search.find("pelican").whole
    search.close()


def test_another_version_has_another_index_and_the_old_one_goes(player: Player, made: Enrolment, tmp_path: Path) -> None:
    old = player.searching.path(made.open)
    at = enrolled(player, write(tmp_path / "new.course", version="2.0", later_md=b"Now under the juniper.\n"))
    assert not player.searching.is_made(at.open)
    player.searching.make(at.open, patient)
    assert not old.exists()
    search = finder(player, at)
    assert told(search.find("juniper")) == [("text", "later", "")]
    search.close()
    with pytest.raises(LostIndexError):
        SearchIndex(player.searching.path(at.open), "another digest")


def test_it_goes_with_the_course(player: Player, made: Enrolment) -> None:
    player.library.remove(made.open.key)
    assert not player.searching.path(made.open).exists()


def test_a_full_or_forbidden_disk_is_no_error(player: Player, tmp_path: Path) -> None:
    at = enrolled(player, write(tmp_path / "search.course"))
    blocked = tmp_path / "file"
    blocked.write_bytes(b"")
    searching = Searching(blocked)  # a folder cannot be made in a file
    searching.make(at.open, patient)
    assert not searching.is_made(at.open)


def test_a_file_that_cannot_be_read_costs_only_itself(player: Player, tmp_path: Path) -> None:
    at = enrolled(player, write(tmp_path / "search.course", leaflet_pdf=b"%PDF-1.7\nno pdf", water_md=b"---\nunclosed: [\n---\nText.\n"))
    player.searching.make(at.open, patient)
    search = finder(player, at)
    assert told(search.find("pelican")) == [("captions", "film", "t=4")]
    assert told(search.find("leaflet")) == [("title", "leaflet", "")]
    search.close()


def test_a_word_that_is_everywhere_comes_in_the_order_of_the_course(player: Player, made: Enrolment, monkeypatch: pytest.MonkeyPatch) -> None:
    search = finder(player, made)
    ranked = told(search.find("t"))
    monkeypatch.setattr(search_index, "ENOUGH", 3)
    first = [one for one in told(search.find("t")) if one[0] != "title"]
    assert len(first) == 3
    assert set(first) <= set(ranked)
    monkeypatch.setattr(search_index, "ENOUGH", 600)
    monkeypatch.setattr(search_index, "TOO_MANY", 2)
    assert set(told(search.find("t"))) == set(ranked)
    search.close()


def test_no_more_than_can_be_looked_through(player: Player, tmp_path: Path) -> None:
    lessons = tuple(Lesson(f"l{number}", f"Heron {number}", Kind.TEXT, CountsWhen(Rule.NEXT), file="page.md") for number in range(SHOWN + 5))
    many = Course("org.example.many", "Many", "1.0", (Chapter("one", "One", lessons),), awards=(default_award("Many"),))
    build(many, openers({"page.md": b"A heron.\n"}), {}, tmp_path / "many.course")
    at = enrolled(player, tmp_path / "many.course")
    search = finder(player, at)
    answer = search.find("heron")
    assert (len(answer.results), answer.more) == (SHOWN, True)
    search.close()


def test_a_pulled_stick_leaves_no_half_index(player: Player, tmp_path: Path) -> None:
    path = write(tmp_path / "search.course")
    at = enrolled(player, path)
    reads = 0

    def pull() -> None:
        nonlocal reads
        reads += 1
        if reads == 3:
            path.unlink()

    player.searching.make(at.open, pull)
    assert not player.searching.is_made(at.open)  # what is half read is not kept
