"""Settings are typed and bounded; there is always one whole file; a damaged one costs nothing but the choices in it."""

import errno
import json
import os
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from player import settings as kept
from player.errors import PlayerError
from player.settings import Settings
from tests.forge.laws import law


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "data" / "settings.json"


def test_no_file_is_no_trouble(path: Path) -> None:
    assert kept.load(path) == kept.Loaded(Settings())


def test_what_is_saved_is_read_again(path: Path) -> None:
    chosen = Settings().changed(theme="dark", text_scale=1.5, language="pt-BR", direction="rtl", last_learner="0193-ab", idle_minutes=15)
    kept.save(path, chosen)
    assert kept.load(path) == kept.Loaded(chosen)
    assert [entry.name for entry in path.parent.iterdir()] == ["settings.json"]


@law(60)
@given(st.sampled_from(["system", "light", "dark", "contrast"]), st.floats(0.8, 2.0), st.from_regex(r"[a-z]{2}(-[A-Z]{2})?", fullmatch=True))
def test_every_choice_survives(tmp_path_factory: pytest.TempPathFactory, theme: str, scale: float, language: str) -> None:
    path = tmp_path_factory.getbasetemp() / "settings.json"
    chosen = Settings().changed(theme=theme, text_scale=scale, language=language)
    kept.save(path, chosen)
    assert kept.load(path).settings == chosen


def test_what_a_newer_version_wrote_survives(path: Path) -> None:
    path.parent.mkdir()
    path.write_text('{"theme": "dark", "captions": {"size": 3}, "text_scale": 1}', encoding="utf-8")
    loaded = kept.load(path)
    assert loaded.trouble == ""
    assert loaded.settings.text_scale == 1.0
    kept.save(path, loaded.settings.changed(theme="light"))
    data = json.loads(path.read_text(encoding="utf-8"))
    assert data["captions"] == {"size": 3}
    assert data["theme"] == "light"


@pytest.mark.parametrize(("name", "value"), [("theme", "pink"), ("theme", 3), ("theme", ["dark"]), ("text_scale", 0.5), ("text_scale", 2.01),
                                             ("text_scale", "1"), ("text_scale", float("nan")), ("text_scale", True), ("language", "x" * 80),
                                             ("language", "../../etc"), ("direction", "up"), ("last_learner", None), ("last_learner", "a" * 65),
                                             ("idle_minutes", -1), ("idle_minutes", 241), ("idle_minutes", 5.0), ("idle_minutes", True)])
def test_out_of_bounds_is_one_sentence(name: str, value: object) -> None:
    with pytest.raises(PlayerError) as caught:
        Settings().changed(**{name: value})
    assert caught.value.message.startswith(f"{name}: ")


def test_a_setting_that_does_not_exist_is_a_bug() -> None:
    with pytest.raises(TypeError, match="colour"):
        Settings().changed(colour="red")
    with pytest.raises(TypeError, match="others"):
        Settings().changed(others={})


@pytest.mark.parametrize("text", [b"", b"{", b"\xff\xfe", b"[]", b'"x"', b'{"theme": "pink"}', b'{"text_scale": 9}', b'{"language": 3}'])
def test_a_damaged_file_is_kept_aside_and_said(path: Path, text: bytes) -> None:
    path.parent.mkdir()
    path.write_bytes(text)
    loaded = kept.load(path)
    assert loaded.settings == Settings()
    assert "settings.damaged.json" in loaded.trouble
    assert path.with_name("settings.damaged.json").read_bytes() == text
    assert not path.exists()
    assert kept.load(path).trouble == ""


def test_a_damaged_file_that_cannot_be_moved_is_still_said(path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path.parent.mkdir()
    path.write_bytes(b"{")

    def refuse(*_: object) -> None:
        raise PermissionError(errno.EACCES, "Permission denied")

    monkeypatch.setattr(Path, "replace", refuse)
    assert "are damaged" in kept.load(path).trouble
    assert path.exists()


def test_a_file_that_cannot_be_read_is_said(path: Path) -> None:
    path.mkdir(parents=True)
    assert "cannot be read" in kept.load(path).trouble


def test_a_full_disk_leaves_the_old_file_whole(path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    kept.save(path, Settings().changed(theme="dark"))
    before = path.read_bytes()

    def full(_handle: int) -> None:
        raise OSError(errno.ENOSPC, "No space left on device")

    monkeypatch.setattr(os, "fsync", full)
    with pytest.raises(PlayerError, match="No space left"):
        kept.save(path, Settings().changed(theme="light"))
    assert path.read_bytes() == before
    assert [entry.name for entry in path.parent.iterdir()] == ["settings.json"]


def test_a_folder_that_cannot_be_made_is_one_sentence(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("in the way", encoding="utf-8")
    with pytest.raises(PlayerError, match="cannot be written"):
        kept.save(tmp_path / "file" / "settings.json", Settings())
