"""What must and must not be in the wheel and the source archive; `make dist` asks the same of the real ones."""

import io
import tarfile
import zipfile
from pathlib import Path

import pytest

from tools.dist_contents import ARCHIVE_NEEDS, ENTRIES, WHEEL_NEEDS, archive_faults, wheel_faults


def wheel(path: Path, *more: str, lacking: str = "", entries: str = "\n".join(ENTRIES)) -> Path:
    with zipfile.ZipFile(path, "w") as out:
        for name in (*WHEEL_NEEDS, *more):
            full = name if name.startswith("player/") or name in more else f"greentick-0.1.0.dist-info/{name}"
            if name != lacking:
                out.writestr(full, entries if name == "entry_points.txt" else "")
    return path


def archive(path: Path, *more: str) -> Path:
    with tarfile.open(path, "w:gz") as out:
        for name in (*ARCHIVE_NEEDS, *more):
            out.addfile(tarfile.TarInfo(f"greentick-0.1.0/{name}"), io.BytesIO())
    return path


def test_what_is_whole_has_no_faults(tmp_path: Path) -> None:
    assert wheel_faults(wheel(tmp_path / "a.whl")) == []
    assert archive_faults(archive(tmp_path / "a.tar.gz")) == []


@pytest.mark.parametrize("lacking", WHEEL_NEEDS)
def test_whatever_is_missing_is_told(tmp_path: Path, lacking: str) -> None:
    assert f"the wheel lacks {lacking}" in wheel_faults(wheel(tmp_path / "a.whl", lacking=lacking))


@pytest.mark.parametrize("name", ["player/tests/test_x.py", "player/__pycache__/x.pyc", "player/safe-water.course", "player/resources/secret.key"])
def test_what_does_not_belong_in_is_told(tmp_path: Path, name: str) -> None:
    assert wheel_faults(wheel(tmp_path / "a.whl", name)) == [f"the wheel should not have {name}"]
    assert archive_faults(archive(tmp_path / "a.tar.gz", name)) == [f"the source archive should not have {name}"]


def test_files_beside_the_program_and_lost_entries_are_told(tmp_path: Path) -> None:
    assert wheel_faults(wheel(tmp_path / "a.whl", "tools/x.py")) == ["the wheel has tools beside the program"]
    assert len(wheel_faults(wheel(tmp_path / "b.whl", entries=ENTRIES[0]))) == 1


def test_pictures_of_the_docs_stay_out(tmp_path: Path) -> None:
    assert archive_faults(archive(tmp_path / "a.tar.gz", "docs/pictures/lesson.png")) == [
        "the source archive should not have docs/pictures/lesson.png"]  # fmt: skip
