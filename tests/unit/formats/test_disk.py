"""A folder that lies on the disk: nothing outside it, no encoding guessed, every refusal one sentence."""

import os
from pathlib import Path

import pytest

from player.errors import PlayerError
from player.formats import disk
from player.formats.disk import decode, scan
from player.formats.problems import Problems
from tests.forge.sources import folder, mistakes, read


def test_lists_files_and_not_what_systems_leave_behind(tmp_path: Path) -> None:
    found = folder(tmp_path, {"b/c.md": "x", "a.md": "", ".git/config": "", "Thumbs.db": "", "~$a.docx": "", "a.md~": "", "x.course": ""}, None)
    tree = scan(found, Problems())
    assert list(tree.files) == ["a.md", "b/c.md"]
    assert tree.folders == {"b"}
    assert tree.files["b/c.md"].size == 1
    assert [file.name for file in tree.children("")] == ["a.md"]


def test_no_folder_and_no_directory(tmp_path: Path) -> None:
    with pytest.raises(PlayerError, match="There is no folder"):
        scan(tmp_path / "gone", Problems())
    (tmp_path / "file").write_text("x", encoding="utf-8")
    with pytest.raises(PlayerError, match="is a file"):
        scan(tmp_path / "file", Problems())


def test_links_that_leave_the_folder_are_refused(tmp_path: Path) -> None:
    (tmp_path / "secret.txt").write_text("secret", encoding="utf-8")
    course = folder(tmp_path / "course", {"01-a/10-b.md": "Text"})
    (course / "01-a" / "20-out.md").symlink_to(tmp_path / "secret.txt")
    (course / "02-dir").symlink_to(tmp_path)
    (course / "03-inside").symlink_to(course / "01-a")
    (course / "01-a" / "30-gone.md").symlink_to(course / "nothing")
    problems = Problems()
    tree = scan(course, problems)
    assert list(tree.files) == ["01-a/10-b.md", "course.toml"]
    said = [str(problem) for problem in problems.errors]
    assert "01-a/20-out.md: This is a link to a place outside the course folder. Copy the file here instead." in said
    assert any(one.startswith("02-dir: This is a link to a place outside") for one in said)
    assert any(one.startswith("03-inside: This is a link to a folder") for one in said)
    assert any(one.startswith("01-a/30-gone.md: This file cannot be read") for one in said)


def test_a_link_to_a_file_inside_is_a_file(tmp_path: Path) -> None:
    course = folder(tmp_path, {"01-a/10-b.md": "Text"})
    (course / "01-a" / "20-same.md").symlink_to(course / "01-a" / "10-b.md")
    assert "01-a/20-same.md" in scan(course, Problems()).files


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="no pipes on this system")
def test_a_pipe_is_refused_and_never_opened(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "01-pipe.md")
    problems = Problems()
    assert scan(tmp_path, problems).files == {}
    assert "neither a file nor a folder" in str(problems.errors[0])


def test_names_that_no_text_can_say(tmp_path: Path) -> None:
    try:
        os.close(os.open(os.fsencode(tmp_path) + b"/01-\xff.md", os.O_CREAT | os.O_WRONLY))
    except OSError:
        pytest.skip("this file system takes only valid names")
    problems = Problems()
    assert scan(tmp_path, problems).files == {}
    assert "not valid Unicode" in str(problems.errors[0])


def test_deep_folders_and_too_many_files(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    folder(tmp_path, {"/".join("d" * 20) + "/x.md": "x", **{f"{n}.md": "x" for n in range(6)}}, None)
    monkeypatch.setattr(disk, "_FILES_LIMIT", 5)
    problems = Problems()
    assert len(scan(tmp_path, problems).files) == 5
    said = " ".join(map(str, problems.errors))
    assert "more than 5 files" in said


def test_folders_too_deep(tmp_path: Path) -> None:
    problems = Problems()
    assert scan(folder(tmp_path, {"/".join("d" * 20) + "/x.md": "x"}, None), problems).files == {}
    assert "more than 16 deep" in str(problems.errors[0])


def test_case_twins(tmp_path: Path) -> None:
    folder(tmp_path, {"01-a/10-Tap.md": "x", "01-a/10-tap.md": "y"}, None)
    if len(list((tmp_path / "01-a").iterdir())) < 2:
        pytest.skip("this file system knows no capitals")
    problems = Problems()
    scan(tmp_path, problems)
    assert "differ only in capitals" in str(problems.errors[0])


def test_a_secret_key_is_never_packed(tmp_path: Path) -> None:
    imported = read(tmp_path, {"01-a/10-b.md": "Text", "publisher.key": "secret"})
    assert "publisher.key" not in imported.files
    assert any("secret key" in str(problem) for problem in imported.warnings)


@pytest.mark.parametrize(
    ("data", "said"),
    [
        ("Grüße".encode("utf-16"), "UTF-16"),
        (b"a\nGr\xfc\xdfe", "line 2: This file is not saved as UTF-8 (byte 0xfc)"),
        (b"a\n\0b", "line 2: This is no text file"),
    ],
)
def test_encodings_are_told_not_guessed(data: bytes, said: str, tmp_path: Path) -> None:
    found = mistakes(tmp_path, {"01-a/10-b.md": data})
    assert len(found) == 1
    assert found[0].startswith("01-a/10-b.md")
    assert said in found[0]


def test_utf8_with_mark_and_any_line_end() -> None:
    assert decode(b"\xef\xbb\xbfa\r\nb\rc\n", "x", Problems()) == "a\nb\nc\n"


def test_a_huge_text_is_refused(tmp_path: Path) -> None:
    assert "larger than 4 MB" in mistakes(tmp_path, {"01-a/10-b.md": b"x" * (disk.TEXT_LIMIT + 1)})[0]


def test_a_file_that_vanishes_after_listing(tmp_path: Path) -> None:
    tree = scan(folder(tmp_path, {"a.md": "x"}, None), Problems())
    (tmp_path / "a.md").unlink()
    problems = Problems()
    assert tree.text("a.md", problems) is None
    assert "a.md cannot be read" in str(problems.errors[0])
    with pytest.raises(PlayerError, match=r"a\.md cannot be read"):
        tree.files["a.md"].open()


def test_a_folder_that_cannot_be_listed(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    folder(tmp_path, {"closed/a.md": "x"}, None)
    real = os.scandir

    def refusing(place: str | Path) -> object:
        if str(place).endswith("closed"):
            raise PermissionError(13, "Permission denied")
        return real(place)

    monkeypatch.setattr(disk.os, "scandir", refusing)
    problems = Problems()
    scan(tmp_path, problems)
    assert str(problems.errors[0]) == "closed: This folder cannot be read: Permission denied."

    def refusing_all(_place: str | Path) -> object:
        raise PermissionError(13, "Permission denied")

    monkeypatch.setattr(disk.os, "scandir", refusing_all)
    with pytest.raises(PlayerError, match="Permission denied"):
        scan(tmp_path, Problems())
