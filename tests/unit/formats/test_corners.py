"""Corners of reading: files that vanish between two looks, values of the wrong shape, names that mean two things."""

import datetime as dt
import io
from pathlib import Path

import pytest

from player.errors import PlayerError
from player.formats import disk, lessons
from player.formats.disk import SourceFile
from player.formats.documents import read_toml
from player.formats.fields import Fields
from player.formats.markdown import outline
from player.formats.problems import Problems, did_you_mean, one_of
from player.formats.source import read_source
from tests.forge.sources import folder, mistakes, mp4, pdf, read


@pytest.mark.parametrize(("name", "content"), [("01-a/10-b.mp4", mp4(3)), ("01-a/10-b.pdf", pdf(1)), ("01-a/10-b.zip", b"x")])
def test_a_file_that_vanishes_while_the_folder_is_read(tmp_path: Path, name: str, content: bytes, monkeypatch: pytest.MonkeyPatch) -> None:
    folder(tmp_path, {name: content, "01-a/20-c.md": "x"})
    real = SourceFile.open

    def gone(self: SourceFile) -> object:
        if self.name == name:
            raise PlayerError("A file cannot be read", f"{name} cannot be read: No such file or directory.")
        return real(self)

    monkeypatch.setattr(SourceFile, "open", gone)
    with pytest.raises(PlayerError) as refused:
        read_source(tmp_path)
    assert name in str(refused.value)


class _Pulled(io.BytesIO):
    """A file on a stick that is no longer there."""

    def read(self, _count: int | None = -1) -> bytes:
        raise OSError(5, "Input/output error")


@pytest.mark.parametrize(("name", "content"), [("01-a/10-b.mp4", mp4(3)), ("01-a/10-b.md", b"x"), ("01-a/10-b.zip", b"x"), ("course.toml", b"")])
def test_a_stick_that_is_pulled_while_it_is_read(tmp_path: Path, name: str, content: bytes, monkeypatch: pytest.MonkeyPatch) -> None:
    folder(tmp_path, {"01-a/20-c.md": "x"})
    folder(tmp_path, {name: content}, None)
    real = SourceFile.open
    monkeypatch.setattr(SourceFile, "open", lambda self: _Pulled() if self.name == name else real(self))
    with pytest.raises(PlayerError, match="cannot be read: Input/output error") as refused:
        read_source(tmp_path)
    assert name in str(refused.value)


def test_text_that_breaks_off_in_the_middle(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(disk, "TEXT_LIMIT", 2)
    tree = disk.scan(folder(tmp_path, {"a.md": "xyz"}, None), Problems())
    problems = Problems()
    assert tree.text("a.md", problems) is None
    assert len(problems.errors) == 1


def test_sidecars_that_cannot_be_read(tmp_path: Path) -> None:
    found = mistakes(tmp_path, {"01-a/10-b.pdf": pdf(1), "01-a/10-b.md": b"\xff\xfe", "01-a/20-q.quiz.toml": b"\xff\xfe", "01-a/30-c.md": "x"})
    assert [one.partition(":")[0] for one in found] == ["01-a/10-b.md", "01-a/20-q.quiz.toml"]


def test_translations_that_cannot_be_read(tmp_path: Path) -> None:
    assert mistakes(tmp_path, {"01-a/10-b.md": "x", "01-a/10-b.ar.md": b"\xff\xfe"})[0].startswith("01-a/10-b.ar.md: This file is saved as UTF-16")


def test_a_translation_with_fewer_pages_is_a_warning(tmp_path: Path) -> None:
    imported = read(tmp_path, {"01-a/10-b.pdf": pdf(3), "01-a/10-b.ar.pdf": pdf(2)})
    assert str(imported.warnings[0]) == "01-a/10-b.ar.pdf: This translation has 2 pages, and 01-a/10-b.pdf has 3."


def test_a_course_toml_that_is_no_text(tmp_path: Path) -> None:
    folder(tmp_path, {"01-a/10-b.md": "x"}, None)
    (tmp_path / "course.toml").write_bytes(b"\xff\xfe")
    with pytest.raises(PlayerError, match="UTF-16"):
        read_source(tmp_path)


def test_values_of_the_wrong_shape() -> None:
    problems = Problems()
    document = read_toml("a = ['1', 'b']\nb = {}\nc = 'text'\nd = true\ne = 2027-01-02\n", "f.toml", problems)
    assert document is not None
    fields = Fields(document, problems)
    assert fields.texts("a") == ["1", "b"]
    assert fields.whole("b", 1, 2) is None
    assert fields.whole("d", 0, 2) is None
    assert list(fields.tables("c")) == []
    assert fields.text("e", also=(dt.date,)) == "2027-01-02"
    assert fields.texts("nothing") == []
    assert [str(one) for one in problems.errors] == [
        "f.toml, line 2: “b” must be a whole number from 1 to 2, not “a table”.",
        "f.toml, line 3: “c” must be written as [[c]] with its fields below.",
        "f.toml, line 4: “d” must be a whole number from 0 to 2, not “true”.",
    ]


def test_long_values_are_shown_short() -> None:
    problems = Problems()
    document = read_toml(f"a = '{'x' * 200}'", "f.toml", problems)
    assert document is not None
    assert Fields(document, problems).choice("a", ("one", "two"), "one") == "one"
    assert len(str(problems.errors[0])) < 150


def test_words_for_people() -> None:
    assert did_you_mean("Optinal", ["optional", "required"]) == " Did you mean “optional”?"
    assert did_you_mean("zzz", ["optional"]) == ""
    assert one_of(["a"]) == "“a”"
    assert one_of(["a", "b", "c"]) == "“a”, “b” or “c”"


def test_an_outline_of_a_text() -> None:
    seen = outline("# The *title* {#id}\n\n::: note\nx\n:::\n\nFirst [link](a.md) and `code`.\n\n- [ ] box **one**\n- [x]  two\n- [y] none\n", 5)
    assert (seen.heading, seen.first, seen.boxes) == ("The title", "First link and code.", ("box **one**", "two"))
    assert [(one.target, one.line, one.shown) for one in seen.references] == [("a.md", 11, False)]


def test_reading_time_without_spaces() -> None:
    assert outline("水は安全ですか" * 100).seconds == 105
    assert outline("one two three").seconds == 1
    assert outline("").seconds == 0


def test_chapters_that_only_share_their_title_are_told_apart(tmp_path: Path) -> None:
    folder(tmp_path, {"01-a/10-b.md": "x", "02-c/10-d.md": "y", "02-c/chapter.toml": "title = 'A'"})
    imported = read_source(tmp_path)
    assert imported.lock is not None
    imported.lock.save()
    assert [chapter.id for chapter in read_source(tmp_path, frozen=True).course.chapters] == ["01-a", "02-c"]


def test_every_handout_suffix_is_one_thing() -> None:
    assert not lessons.HANDOUTS & (lessons.media.VIDEO | lessons.media.AUDIO | lessons.media.CAPTIONS | lessons.TEXT_SUFFIXES)
