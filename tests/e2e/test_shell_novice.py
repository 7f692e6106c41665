"""A real course of seven episodes, as its authors wrote it: built, opened in the real window, read beside its source, played to its certificate."""

import json
import re
import shutil
import subprocess
import zipfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from tests.forge.stage import ROOT, Stage, greentick, playing

CORPUS = ROOT.parent / "shared" / "corpus" / "markdown" / "shell-novice.zip"
pytestmark = [pytest.mark.corpus, pytest.mark.skipif(not CORPUS.is_file(), reason=f"the corpus is not here: {CORPUS}")]
NAME = "Amina Diallo"
EPISODES = {
    "episodes/01-intro": "Introducing the Shell", "episodes/02-filedir": "Navigating Files and Directories",
    "episodes/03-create": "Working With Files and Directories", "episodes/04-pipefilter": "Pipes and Filters", "episodes/05-loop": "Loops",
    "episodes/06-script": "Shell Scripts", "episodes/07-find": "Finding Things",
}  # fmt: skip
OPTIONAL = {
    "index": "About this course", "learners/setup": "Setup", "learners/discuss": "Discussion", "learners/reference": "Summary of Basic Commands",
    "learners/resources": "Additional Resources",
}  # fmt: skip
PAGE = """({
  text: document.body.innerText, words: document.body.textContent, code: [...document.querySelectorAll('pre')].map((one) => one.textContent),
  meta: document.querySelector('.meta').textContent, keys: document.querySelectorAll('kbd').length,
  pictures: [...document.images].map((one) => [one.getAttribute('src'), one.alt, one.naturalWidth, one.getBoundingClientRect().width]),
  folds: [...document.querySelectorAll('details')].map((one) => one.open), links: [...document.links].map((one) => one.getAttribute('href')),
  cells: [...document.querySelectorAll('td, th')].map((one) => one.textContent.trim()),
  callouts: document.querySelectorAll('.callout').length, wide: document.documentElement.scrollWidth - document.documentElement.clientWidth,
})"""


def play(stage: Stage) -> None:
    """From a new learner to the saved certificate, looking at every episode on the way."""
    from PySide6.QtCore import Qt

    from tests.forge.reader import Reader

    hands, reader = stage.hands, Reader(stage)
    hands.click("learners.new")
    hands.write("learners.name", NAME)
    hands.click("learners.create")
    hands.find("library.continue")
    hands.click("library.course.local.shell-novice")
    hands.click("course.open")
    for at, title in enumerate(EPISODES.values()):
        reader.title(title)
        reader.settled()
        stage.tell(**{title: reader.ask(PAGE)})
        if at == 1:
            look_around(stage, reader)
        hands.click("lesson.next") if at % 2 else hands.key(Qt.Key.Key_Return)
    reader.title("Setup")
    stage.tell(earned=stage.message("progress"), setup=reader.ask(PAGE))
    hands.row("lesson.outline", OPTIONAL["learners/reference"])
    reader.title(OPTIONAL["learners/reference"])
    stage.tell(reference=reader.ask(PAGE))
    hands.click("page.leave")
    hands.click("award.claim")
    hands.write("certificate.name", NAME)
    hands.click("award.issue")
    target = stage.folder / "Amina.pdf"
    hands.file("award.save", target)
    stage.tell(saved=stage.message("progress"))
    stage.picture("award")


def look_around(stage: Stage, reader: Any) -> None:
    """In the second episode: unfold a solution, enlarge a picture, follow a link to another page and back, save a file that it offers, and
    stay when a link leads outside."""
    from PySide6.QtCore import Qt

    hands, solution = stage.hands, "document.querySelector('details.solution')"
    stage.tell(folded=not reader.ask(f"{solution}.open"))
    reader.click("details.solution summary")
    reader.wait(f"{solution}.open && {solution}.querySelector('p').getBoundingClientRect().height > 0", "the solution, unfolded")
    reader.click("article img")
    large = "document.querySelector('[role=dialog] img')"
    reader.wait(f"{large}?.complete && {large}.getBoundingClientRect().width > 0", "the large picture")
    stage.tell(enlarged=reader.ask(f"{large}.getBoundingClientRect().width"))
    hands.key(Qt.Key.Key_Escape)
    reader.wait("document.body.children.length === 1", "the text behind the picture")
    stage.in_dialog(lambda: reader.click("a[href^='https:']"), lambda dialog: stay_here(stage, dialog))
    reader.click("a[href^='lesson:']")
    reader.title("Setup")
    stage.in_dialog(lambda: reader.click("a[href^='save:']"), lambda dialog: hands._in_dialog(dialog, stage.folder / "data.zip"))
    stage.tell(kept=stage.message("progress"))
    hands.row("lesson.outline", EPISODES["episodes/02-filedir"])
    reader.title(EPISODES["episodes/02-filedir"])


def stay_here(stage: Stage, dialog: Any) -> None:
    """The address is shown in full, and nothing opens."""
    from PySide6.QtWidgets import QLabel, QWidget

    stage.tell(outside=[label.text() for label in dialog.findChildren(QLabel)])
    button = dialog.findChild(QWidget, "leave.stay")
    stage.hands.click_at(button, button.rect().center(), "leave.stay")


# --- what the authors wrote, read by other eyes than the player's ---------------------------------------------------------


class Source:
    """One Markdown file. What is for instructors is left out."""

    def __init__(self, text: str) -> None:
        body = text.split("\n---\n", 1)[1]
        self.instructors = re.findall(r"^:{3,} *instructor *\n(.*?)^:{3,} *$", body, re.MULTILINE | re.DOTALL)
        self.body = re.sub(r"^:{3,} *instructor *\n.*?^:{3,} *$", "", body, flags=re.MULTILINE | re.DOTALL)
        fences = re.findall(r"^( *)```+[^`\n]*\n(.*?)^ *```+ *$", self.body, re.MULTILINE | re.DOTALL)
        self.code = ["".join(line.removeprefix(indent) for line in code.splitlines(keepends=True)) for indent, code in fences]
        self.prose = re.sub(r"^ *```.*?^ *```+ *$", "", self.body, flags=re.MULTILINE | re.DOTALL)

    def boxes(self, *kinds: str) -> int:
        return len(re.findall(rf"^:{{3,}} *(?:{'|'.join(kinds)})", self.body, re.MULTILINE))

    @property
    def headings(self) -> list[str]:
        return [re.sub(r"[`*]|\{#.*?\}", "", found).strip() for found in re.findall(r"^#{2,5} +(.+?) *$", self.prose, re.MULTILINE)]

    @property
    def pictures(self) -> list[str]:
        return re.findall(r"^ *!\[\]\((.+?)\)", self.prose, re.MULTILINE)

    @property
    def alternatives(self) -> list[str]:
        """What stands for each picture, its backslashes and quotation marks left out."""
        return [bare(found) for found in re.findall(r"^ *!\[\]\(.+?\)\{alt=(.*)\}", self.prose, re.MULTILINE)]

    @property
    def web_links(self) -> set[str]:
        named = dict(re.findall(r"^\[(.+?)\]: *(https?:\S+)", self.prose, re.MULTILINE))
        used = {named[name] for name in named if re.search(rf"\[{re.escape(name)}\](?!:)", self.prose)}
        return used | set(re.findall(r"\]\((https?:.+?)\)(?=[\s.,;:)*]|$)", self.prose))


def bare(text: str) -> str:
    return re.sub(r"[\\\"'\s“”‘’]", "", text)


@pytest.fixture(scope="module")
def place(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The unzipped course, and the package that the command line makes of it as it is."""
    place = tmp_path_factory.mktemp("novice")
    with zipfile.ZipFile(CORPUS) as archive:
        archive.extractall(place / "shell-novice")
    before = sorted((path.as_posix(), path.read_bytes()) for path in (place / "shell-novice").rglob("*") if path.is_file())
    built = greentick(place, "build", place / "shell-novice", "-o", place / "shell-novice.course")
    assert built.returncode == 0, built.stderr
    assert before == sorted((path.as_posix(), path.read_bytes()) for path in (place / "shell-novice").rglob("*") if path.is_file())
    return place


@pytest.fixture(scope="module")
def played(place: Path) -> Iterator[dict[str, Any]]:
    with playing(play, place / "play", "--data", place / "data", place / "shell-novice.course") as child:
        yield child.finish()


def source(place: Path, lesson: str) -> Source:
    return Source((place / "shell-novice" / f"{lesson}.md").read_text(encoding="utf-8"))


def test_inspect_tells_the_course_in_the_order_of_its_authors(place: Path) -> None:
    said = greentick(place, "inspect", place / "shell-novice.course", "--json")
    assert said.returncode == 0, said.stderr
    found = json.loads(said.stdout)
    minutes = {"01": 5, "02": 40, "03": 50, "04": 35, "05": 50, "06": 45, "07": 45}  # teaching and exercises, as the front matter says
    assert list(found) == ["id", "title", "version", "languages", "publisher", "signed_by", "chapters", "awards"]
    assert (found["id"], found["title"], found["languages"], found["signed_by"]) == ("local.shell-novice", "The Unix Shell", ["en"], None)
    assert [list(chapter) for chapter in found["chapters"]] == [["id", "title", "lessons"]] * 2
    episodes, learners = (chapter["lessons"] for chapter in found["chapters"])
    assert [one for one in episodes if one["required"]] == [
        {"id": lesson, "title": title, "kind": "text", "required": True, "rule": "next", "minutes": minutes[lesson[9:11]]}
        for lesson, title in EPISODES.items()
    ]
    optional = [one for one in [*episodes, *learners] if not one["required"]]
    assert {one["id"]: one["title"] for one in optional} == OPTIONAL
    assert {(one["kind"], one["rule"]) for one in optional} == {("text", "next")}
    assert [award["kind"] for award in found["awards"]] == ["certificate"]


@pytest.mark.parametrize("lesson", EPISODES)
def test_an_episode_reads_as_its_authors_meant_it(place: Path, played: dict[str, Any], lesson: str) -> None:
    wrote, page = source(place, lesson), played[EPISODES[lesson]]
    words = " ".join(page["words"].split())
    rest = iter(page["code"])
    missing = [code for code in wrote.code if not any(code.rstrip() == shown.rstrip() for shown in rest)]
    assert not missing
    for heading in wrote.headings:
        assert " ".join(heading.split()) in words
    assert len(page["folds"]) == wrote.boxes("solution", "spoiler", "hint")
    assert not any(page["folds"])
    assert page["callouts"] >= wrote.boxes("callout", "challenge", "objectives", "questions", "keypoints")
    assert page["keys"] == wrote.prose.count("<kbd>")
    assert wrote.web_links <= set(page["links"])
    assert len(page["pictures"]) == len(wrote.pictures) == len(wrote.alternatives)
    for (address, alternative, natural, shown), path, wanted in zip(page["pictures"], wrote.pictures, wrote.alternatives, strict=True):
        assert address.endswith(Path(path).name)
        assert bare(alternative) == wanted
        assert natural > 0
        assert shown > 100
    for note in wrote.instructors:
        assert " ".join(note.split())[:60] not in words
    assert not re.search(r":::|\{alt|\]\(|<kbd|^\s*#{2,} ", page["text"], re.MULTILINE)
    assert page["wide"] <= 0


def test_solutions_unfold_pictures_enlarge_and_links_lead_where_they_say(place: Path, played: dict[str, Any]) -> None:
    assert played["folded"]
    shown = played[EPISODES["episodes/02-filedir"]]["pictures"][0][3]
    assert played["enlarged"] > 1.5 * shown
    assert source(place, "episodes/02-filedir").web_links & set(played["outside"])
    assert "shell-lesson-data.zip" in played["kept"]
    assert (place / "play" / "data.zip").read_bytes() == (place / "shell-novice" / "episodes" / "data" / "shell-lesson-data.zip").read_bytes()
    lines = [line.strip().strip("|") for line in source(place, "learners/reference").prose.splitlines() if line.count("|") > 1]
    wrote = [cell.strip() for line in lines if not set(line) <= set("-|: ") for cell in line.split("|")]
    assert wrote
    assert played["reference"]["cells"] == wrote


def test_the_minutes_beside_a_title_are_those_of_the_course_page(place: Path, played: dict[str, Any]) -> None:
    said = json.loads(greentick(place, "inspect", place / "shell-novice.course", "--json").stdout)
    minutes = {lesson["title"]: lesson["minutes"] for chapter in said["chapters"] for lesson in chapter["lessons"]}
    for title in EPISODES.values():
        assert f"{minutes[title]} min read" in played[title]["meta"]
    assert f"{minutes[OPTIONAL['learners/reference']]} min read" in played["reference"]["meta"]


def test_the_certificate_is_earned_by_the_required_episodes_and_holds(place: Path, played: dict[str, Any]) -> None:
    assert "The Unix Shell" in played["earned"]
    assert "Amina.pdf" in played["saved"]
    saved = place / "play" / "Amina.pdf"
    checked = greentick(place, "verify", saved, "--json")
    assert checked.returncode == 4, checked.stdout + checked.stderr
    fields = json.loads(checked.stdout)["fields"]
    assert (fields["name"], [lesson["id"] for lesson in fields["lessons"]]) == (NAME, list(EPISODES))
    told = greentick(place, "--data", place / "data", "progress", NAME, "--json")
    assert told.returncode == 0, told.stderr
    progress = json.loads(told.stdout)
    assert progress["verified"]
    (course,) = progress["enrolments"]
    assert (course["course"], course["done"], course["of"], course["complete"]) == ("local.shell-novice", 7, 7, True)
    assert {lesson["id"] for lesson in course["lessons"] if lesson["ticked_at"]} == set(EPISODES)
    (award,) = course["awards"]
    assert award["saved_at"]


@pytest.mark.skipif(shutil.which("pdfsig") is None, reason="pdfsig is not here; poppler-utils has it")
def test_other_readers_find_the_signature_valid_and_the_document_whole(place: Path, played: dict[str, Any]) -> None:
    said = subprocess.run(["pdfsig", "-nocert", str(place / "play" / "Amina.pdf")], capture_output=True, text=True, check=False).stdout
    assert "Signature is Valid" in said
    assert "Total document signed" in said
