"""Every byte of a signed package counts: each one changed, in two ways, makes `verify` exit 1.

BYTES_STRIDE=1 tries every offset (`make bytes`), else every 37th.
"""

import contextlib
import io
import os
from collections.abc import Callable
from pathlib import Path

import pytest

from player.cli.app import main
from tests.forge.packages import fixed_identity, write_package

STRIDE = int(os.environ.get("BYTES_STRIDE", "37"))
CHANGES = (0x01, 0x80)
SIZE = 20_000


@pytest.fixture
def package(tmp_path) -> Path:
    """A signed package of exactly SIZE bytes."""
    path = tmp_path / "p.course"
    filler = SIZE - write_package(path, identity=fixed_identity(), extra={"filler.bin": b""}).size
    write_package(path, identity=fixed_identity(), extra={"filler.bin": b"x" * (filler - 3)})  # three more digits in the manifest
    assert path.stat().st_size == SIZE
    return path


def exit_code(arguments: list[str]) -> int:
    with contextlib.redirect_stdout(io.StringIO()), contextlib.redirect_stderr(io.StringIO()):
        return main(arguments)


def undetected(path: Path, verify: Callable[[list[str]], int], offsets: range) -> list[tuple[int, int]]:
    """(offset, change) of every change after which `verify` did not exit 1."""
    passed = []
    with path.open("r+b", buffering=0) as file:
        for offset in offsets:
            file.seek(offset)
            byte = file.read(1)[0]
            for change in CHANGES:
                file.seek(offset)
                file.write(bytes([byte ^ change]))
                if verify(["verify", str(path)]) != 1:
                    passed.append((offset, change))
            file.seek(offset)
            file.write(bytes([byte]))
    return passed


@pytest.mark.timeout(900)
def test_every_changed_byte_makes_verify_exit_1(package):
    assert exit_code(["verify", str(package)]) == 4
    assert undetected(package, exit_code, range(0, SIZE, STRIDE)) == []
    assert exit_code(["verify", str(package)]) == 4  # all was put back


def test_the_test_itself_would_notice(package):
    """With a verifier that looks at nothing, every change is undetected."""
    assert len(undetected(package, lambda _arguments: 4, range(0, SIZE, 1000))) == 2 * 20
