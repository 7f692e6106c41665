"""course.lock: ids outlive names."""

from pathlib import Path

import pytest

from player.course.model import Complete
from player.errors import PlayerError, SourceError
from player.formats.imported import Imported
from player.formats.source import read_source
from tests.forge.sources import QUIZ, folder, lessons, read

FILES = {
    "01-start/10-welcome.md": "Welcome to this course.",
    "01-start/20-why.md": "Why it matters.",
    "02-burns/10-cool.md": "Cool it.",
    "02-burns/20-check.quiz.toml": QUIZ,
}


def _build(root: Path) -> Imported:
    imported = read_source(root)
    assert imported.lock is not None
    imported.lock.save()
    return imported


@pytest.fixture
def course(tmp_path: Path) -> Path:
    folder(tmp_path, FILES)
    _build(tmp_path)
    return tmp_path


def _move(root: Path, before: str, after: str) -> None:
    (root / after).parent.mkdir(exist_ok=True)
    (root / before).rename(root / after)


def test_a_second_build_changes_nothing(course: Path) -> None:
    imported = read_source(course, frozen=True)
    assert imported.lock is not None
    assert not imported.lock.changed
    before = (course / "course.lock").stat().st_mtime_ns
    imported.lock.save()
    assert (course / "course.lock").stat().st_mtime_ns == before
    assert [path.name for path in course.iterdir() if path.name.startswith(".")] == []


def test_frozen_without_a_lock_refuses(tmp_path: Path) -> None:
    with pytest.raises(SourceError, match="would change"):
        read(tmp_path, FILES, frozen=True)


def test_an_edited_text_keeps_its_id_and_may_be_built_frozen(course: Path) -> None:
    (course / "01-start/20-why.md").write_text("Quite another text.", encoding="utf-8")
    imported = read_source(course, frozen=True)
    assert imported.lock is not None
    assert (imported.lock.changed, imported.lock.moved) == (True, False)


@pytest.mark.parametrize(
    ("before", "after", "how"),
    [
        ("01-start/20-why.md", "01-start/05-because.md", "content"),
        ("01-start/20-why.md", "02-burns/30-reasons.md", "content"),
        ("02-burns/20-check.quiz.toml", "01-start/30-test.quiz.toml", "content"),
    ],
)
def test_a_renamed_lesson_keeps_its_id(course: Path, before: str, after: str, how: str) -> None:
    _move(course, before, after)
    with pytest.raises(SourceError, match="became"):
        read_source(course, frozen=True)
    imported = _build(course)
    lock = imported.lock
    assert lock is not None
    old, new = before.partition(".")[0], after.partition(".")[0]
    assert [(one.id, one.before, one.now, one.how) for one in lock.became] == [(old, old, new, how)]
    assert old in lessons(imported)
    assert imported.course.lesson(old).file.startswith(new)
    assert not read_source(course, frozen=True).lock.changed  # type: ignore[union-attr]


@pytest.mark.parametrize(
    ("after", "text", "how"),
    [
        ("01-start/70-why.md", "New words.", "name"),
        ("02-burns/70-why.md", "New words.", "title"),
        ("01-start/20-whyy.md", "New words.", "number and name"),
        ("01-start/70-other.md", "---\ntitle: Why\n---\nNew words.", "title"),
    ],
)
def test_renamed_and_edited_at_once(course: Path, after: str, text: str, how: str) -> None:
    (course / "01-start/20-why.md").unlink()
    (course / after).write_text(text, encoding="utf-8")
    imported = _build(course)
    assert [(one.id, one.how) for one in imported.lock.became] == [("01-start/20-why", how)]  # type: ignore[union-attr]
    assert imported.course.lesson("01-start/20-why").file == after


def test_another_lesson_in_its_place_gets_another_id(course: Path) -> None:
    (course / "01-start/20-why.md").unlink()
    (course / "01-start/20-frostbite.md").write_text("All about cold.", encoding="utf-8")
    imported = _build(course)
    assert "01-start/20-frostbite" in lessons(imported)
    lock = imported.lock
    assert lock is not None
    assert (lock.became, lock.added, lock.gone) == ((), ("01-start/20-frostbite",), ("01-start/20-why",))


def test_a_renamed_chapter_keeps_ids(course: Path) -> None:
    (course / "02-burns").rename(course / "05-heat")
    imported = _build(course)
    assert [chapter.id for chapter in imported.course.chapters] == ["01-start", "02-burns"]
    assert lessons(imported)[2:] == ["02-burns/10-cool", "02-burns/20-check"]
    assert imported.course.chapters[1].title == "Heat"
    assert [(one.before, one.now, one.how) for one in imported.lock.became] == [("02-burns", "05-heat", "lessons")]  # type: ignore[union-attr]


def test_reordered_chapters_keep_ids(course: Path) -> None:
    (course / "01-start").rename(course / "x")
    (course / "02-burns").rename(course / "01-burns")
    (course / "x").rename(course / "02-start")
    assert [chapter.id for chapter in _build(course).course.chapters] == ["02-burns", "01-start"]


def test_swapped_names_follow_the_content(course: Path) -> None:
    first, second = course / "01-start/10-welcome.md", course / "01-start/20-why.md"
    a, b = first.read_bytes(), second.read_bytes()
    first.write_bytes(b)
    second.write_bytes(a)
    assert lessons(_build(course))[:2] == ["01-start/20-why", "01-start/10-welcome"]


def test_an_id_never_changes_its_meaning(course: Path) -> None:
    _move(course, "01-start/20-why.md", "01-start/30-reasons.md")
    (course / "01-start/20-why.md").write_text("Something new entirely.", encoding="utf-8")
    imported = _build(course)
    assert lessons(imported)[:3] == ["01-start/10-welcome", "01-start/20-why~2", "01-start/20-why"]
    toml = 'id = "org.example.test"\ntitle = "A test"\nopens_when = { complete = "01-start/20-why" }\n'
    (course / "course.toml").write_text(toml, encoding="utf-8")
    with pytest.raises(SourceError, match="was the name of another lesson before"):
        read_source(course)
    (course / "course.toml").write_text(toml.replace("20-why", "30-reasons"), encoding="utf-8")
    assert read_source(course).course.opens_when == Complete("01-start/20-why")


def test_references_by_the_locked_id(course: Path) -> None:
    _move(course, "01-start/20-why.md", "01-start/30-reasons.md")
    (course / "02-burns/10-cool.md").write_text("---\nopens_when: {complete: 01-start/20-why}\n---\nCool it.", encoding="utf-8")
    assert read_source(course).course.lesson("02-burns/10-cool").opens_when == Complete("01-start/20-why")


def test_a_lesson_that_comes_back_is_itself(course: Path) -> None:
    text = (course / "01-start/20-why.md").read_bytes()
    (course / "01-start/20-why.md").unlink()
    assert "01-start/20-why" not in lessons(_build(course))
    (course / "01-start/20-why.md").write_text("Something else.\n", encoding="utf-8")
    assert "01-start/20-why" in lessons(read_source(course))  # the same title at the same place
    (course / "01-start/20-why.md").write_text("---\ntitle: Frost\n---\nAll about cold.", encoding="utf-8")
    assert "01-start/20-why~2" in lessons(read_source(course))
    (course / "01-start/20-why.md").unlink()
    (course / "01-start/90-again.md").write_bytes(text)
    assert "01-start/20-why" in lessons(read_source(course))


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("version = 2", "course.lock, line 1: This file was written by a newer Greentick"),
        ("version = 1\n[[entry]]\nid = 3", "course.lock, line 2: This entry is damaged"),
        ("version = 1\nentry = 3", "This entry is damaged"),
        ("version = ", "course.lock, line 1: "),
        ("\udcff", "This file cannot be read. Restore it from a backup"),
    ],
)
def test_a_damaged_lock_is_said_and_kept(course: Path, text: str, said: str) -> None:
    (course / "course.lock").write_bytes(text.encode("utf-8", "surrogateescape"))
    with pytest.raises(SourceError) as refused:
        read_source(course)
    assert any(said in one for one in refused.value.problems)


def test_a_lock_that_is_a_link_is_not_followed(course: Path, tmp_path: Path) -> None:
    (course / "course.lock").rename(course / "elsewhere.txt")
    (course / "course.lock").symlink_to(course / "elsewhere.txt")
    with pytest.raises(SourceError, match="not a file that Greentick has written"):
        read_source(course)


def test_ids_are_unique_whatever_the_lock_says(course: Path) -> None:
    text = (course / "course.lock").read_text(encoding="utf-8")
    (course / "course.lock").write_text(text.replace('id = "01-start/20-why"', 'id = "01-start/10-welcome"'), encoding="utf-8")
    ids = lessons(read_source(course))
    assert len(set(ids)) == len(ids) == 4


def test_a_folder_that_cannot_be_written(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    imported = read(tmp_path, FILES)
    assert imported.lock is not None

    def full(_path: Path, _target: Path) -> Path:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(Path, "replace", full)
    with pytest.raises(PlayerError, match=r"course\.lock cannot be written: No space left"):
        imported.lock.save()
    assert sorted(path.name for path in tmp_path.iterdir()) == ["01-start", "02-burns", "course.toml"]


def test_titles_with_quotes_survive(tmp_path: Path) -> None:
    folder(tmp_path, {"01-a/10-b.md": '---\ntitle: "A \\"b\\" \\\\ c\\x7f"\n---\nText'})
    _build(tmp_path)
    assert not read_source(tmp_path, frozen=True).lock.moved  # type: ignore[union-attr]
