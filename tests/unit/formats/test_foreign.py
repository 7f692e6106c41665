"""Folders that were not written for Greentick."""

import zipfile
from pathlib import Path

import pytest

from player.course.model import CountsWhen, Kind, Rule, default_award
from player.errors import PlayerError, SourceError
from player.formats.source import read_source
from tests.forge.sources import QUIZ, folder, lessons, mp4, pdf, read

CORPUS = Path(__file__).resolve().parents[4] / "shared" / "corpus" / "markdown" / "shell-novice.zip"
CONFIG = "title: 'Loops and more'\nlicense: 'CC-BY 4.0'\nlang: en\nepisodes:\n- 02-b.md\n- 01-a.md\nlearners:\n"
EPISODE = "---\ntitle: Loops\nteaching: 40\nexercises: 10\nlayout: x\n---\n"


@pytest.mark.corpus
@pytest.mark.skipif(not CORPUS.exists(), reason="the corpus is not here: ../shared/corpus/markdown/shell-novice.zip")
def test_shell_novice_as_it_is(tmp_path: Path) -> None:
    root = tmp_path / "shell-novice"
    with zipfile.ZipFile(CORPUS) as archive:
        archive.extractall(root)
    imported = read_source(root)
    course = imported.course
    assert (course.id, course.title, course.licence) == ("local.shell-novice", "The Unix Shell", "CC-BY 4.0")
    assert course.awards == (default_award("The Unix Shell"),)
    episodes, learners = course.chapters
    assert [lesson.title for lesson in episodes.lessons if lesson.required] == [
        "Introducing the Shell",
        "Navigating Files and Directories",
        "Working With Files and Directories",
        "Pipes and Filters",
        "Loops",
        "Shell Scripts",
        "Finding Things",
    ]
    assert episodes.lessons[1].minutes == 5
    assert all(lesson.counts_when == CountsWhen(Rule.NEXT) for lesson in course.lessons())
    assert [lesson.id for lesson in learners.lessons] == [f"learners/{name}" for name in ("setup", "discuss", "reference", "resources")]
    assert not any(lesson.required for lesson in learners.lessons)
    assert {"episodes/fig/filesystem.svg", "learners/fig/standard-filesystem-hierarchy.svg"} <= set(imported.files)
    assert "learners/data/shell-lesson-data.zip" in imported.files
    assert len(imported.warnings) == 1
    assert imported.warnings[0].message.startswith("Not part of the course, and left out: ")
    assert imported.lock is None


def test_the_carpentries_layout(tmp_path: Path) -> None:
    files = {
        "config.yaml": CONFIG,
        "index.md": "---\nsite: x\n---\n\nAn **early** start.\n",
        "episodes/01-a.md": f"{EPISODE}[set up](../learners/setup.md) ![f](fig/f.png) ![gone](fig/gone.png)",
        "episodes/02-b.md": "Text",
        "episodes/fig/f.png": "x",
        "learners/setup.md": "![f](fig/f.png) [teach](../instructors/notes.md) [there](02-b.md)",
        "learners/about.md": "x",
        "instructors/notes.md": "secret",
        "README.md": "x",
    }
    imported = read(tmp_path / "My Lessons", files, None)
    course = imported.course
    assert (course.id, course.title, course.summary) == ("local.my-lessons", "Loops and more", "An early start.")
    assert lessons(imported) == ["index", "episodes/02-b", "episodes/01-a", "learners/setup", "learners/about"]
    assert [lesson.required for lesson in course.lessons()] == [False, True, True, False, False]
    assert course.lesson("index").title == "About this course"
    assert (course.lesson("episodes/01-a").title, course.lesson("episodes/01-a").minutes) == ("Loops", 50)
    assert {"episodes/fig/f.png", "learners/fig/f.png"} <= set(imported.files)
    assert "instructors/notes.md" not in imported.files
    said = [str(one) for one in imported.warnings]
    assert any("There is no file episodes/fig/gone.png" in one for one in said)
    assert any("instructors/notes.md, which is no lesson" in one for one in said)
    assert any("learners/02-b.md, which is no lesson" in one for one in said)


def test_episodes_without_an_order_and_without_learners(tmp_path: Path) -> None:
    files = {"config.yaml": "title: T\n", "episodes/10-z.md": "x", "episodes/9-a.md": "x", "episodes/empty.md": "", "index.md": ""}
    imported = read(tmp_path, files, None)
    assert lessons(imported) == ["episodes/9-a", "episodes/10-z"]
    assert len(imported.course.chapters) == 1
    assert imported.course.summary == ""


@pytest.mark.parametrize(
    ("config", "said"),
    [
        ("episodes:\n- 01-aa.md\n", "config.yaml, line 2: There is no file 01-aa.md in episodes/. Did you mean “01-a.md”?"),
        ("episodes:\n- [x]\n", "config.yaml, line 2: There is no file"),
        ("episodes:\n- data.csv\n", "config.yaml, line 2: data.csv is not Markdown"),
        ("title: [", "config.yaml, line "),
    ],
)
def test_mistakes_in_config_yaml(tmp_path: Path, config: str, said: str) -> None:
    folder(tmp_path, {"config.yaml": config, "episodes/01-a.md": "x", "episodes/data.csv": "x"}, None)
    with pytest.raises(SourceError) as refused:
        read_source(tmp_path)
    assert refused.value.problems[0].startswith(said)


def test_a_config_without_episodes(tmp_path: Path) -> None:
    with pytest.raises(PlayerError, match="There is no text in episodes/"):
        read(tmp_path, {"config.yaml": "title: T\n", "episodes/x.png": "x"}, None)


def test_a_plain_folder(tmp_path: Path) -> None:
    files: dict[str, str | bytes] = {
        "README.md": "# Knots for everyone\n\n![k](pics/knot.png)\n[leaflet](leaflet.pdf)",
        "CONTRIBUTING.md": "x",
        "leaflet.pdf": pdf(1),
        "pics/knot.png": "x",
        "pics/unused.png": "x",
        "basics/2-bowline.md": "---\ntitle: [x]\nlayout: page\n---\n# The bowline\nText",
        "basics/10-reef.md": "Text",
        "basics/film.mp4": mp4(3),
        "basics/notes.md": "The text",
        "basics/notes.pdf": pdf(1),
        "basics/deep/quiz.quiz.toml": QUIZ,
        "basics/empty.md": "",
        "basics/hallo.de.md": "Hallo",
        "basics/page.html": "x",
        "basics/broken.pdf": b"x",
    }
    imported = read(tmp_path / "knots", files, None)
    course = imported.course
    assert (course.id, course.title) == ("local.knots", "Knots for everyone")
    assert [(chapter.id, chapter.title) for chapter in course.chapters] == [
        ("lessons", "Knots for everyone"),
        ("basics", "Basics"),
        ("basics/deep", "Basics · Deep"),
    ]
    assert lessons(imported) == [
        "README",
        "basics/2-bowline",
        "basics/10-reef",
        "basics/film",
        "basics/hallo",
        "basics/notes",
        "basics/notes.pdf",
        "basics/deep/quiz",
    ]
    assert course.lesson("basics/2-bowline").title == "The bowline"
    assert course.lesson("basics/notes.pdf").title == "Notes"
    assert course.lesson("basics/notes").kind is Kind.TEXT
    assert all(lesson.required for lesson in course.lessons())
    assert "pics/unused.png" not in imported.files
    said = " ".join(str(one) for one in imported.warnings)
    assert "pics/unused.png" in said
    assert "There is no text in this lesson yet." in said
    assert "Web pages as lessons cannot be shown yet" in said
    assert "basics/broken.pdf: Cannot be read as a PDF." in said


def test_a_readme_by_another_name_leaves_the_folder_its_title(tmp_path: Path) -> None:
    assert read(tmp_path / "my-course", {"a.md": "x"}, None).course.title == "My course"
    assert read(tmp_path / "ماء", {"README.md": "x"}, None).course.id == "local.course"


def test_no_course_at_all(tmp_path: Path) -> None:
    with pytest.raises(PlayerError, match=r"holds no course\.toml, and no text"):
        read(tmp_path / "empty", {"a.png": "x"}, None)


def test_a_foreign_folder_cannot_be_frozen(tmp_path: Path) -> None:
    with pytest.raises(PlayerError, match=r"has no course\.toml"):
        read(tmp_path, {"a.md": "x"}, None, frozen=True)
