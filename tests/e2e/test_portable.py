"""Learners sit at Windows machines: the core runs without the names that only POSIX systems have. `make types` reads the sources for win32 too."""

import subprocess
import sys
from pathlib import Path

import pytest

from tests.forge.stage import ROOT, environment

TAKEN = "import sys; from tests.forge.no_posix import take_away; take_away(); "
RUNS = TAKEN + "from pathlib import Path; from tests.e2e.portable_run import main; main(Path(sys.argv[1]))"
ASKS = TAKEN + "exec(compile(sys.argv[1], 'asked', 'exec'), {'__name__': 'player.asked'})"
KNOWN = {"new": "0", "check": "0", "build": "0", "identity": "0", "sign": "0", "inspect": "0", "verify": "4", "checked": "True", "passed": "True",
         "restored": "True", "certificate": "4", "taken": "('nt', False)"}  # fmt: skip


def python(code: str, word: str | Path, home: Path) -> "subprocess.CompletedProcess[str]":
    return subprocess.run([sys.executable, "-c", code, str(word)], cwd=ROOT, env=environment(home), capture_output=True, text=True,
                          encoding="utf-8", check=False, timeout=120)  # fmt: skip


def test_from_a_folder_to_a_certificate_without_what_only_posix_systems_have(tmp_path: Path) -> None:
    done = python(RUNS, tmp_path, tmp_path / "home")
    assert done.returncode == 0, done.stderr
    told = dict(line.split(" ", 1) for line in done.stdout.splitlines() if line.split(" ", 1)[0] in KNOWN)
    assert told == KNOWN, done.stdout + done.stderr


@pytest.mark.parametrize("asked", ["import fcntl", "import os; os.preadv", "import os; os.fork", "from os import getuid",
                                   "import signal; signal.SIGKILL"])  # fmt: skip
def test_a_call_that_windows_lacks_would_be_noticed(tmp_path: Path, asked: str) -> None:
    done = python(ASKS, asked, tmp_path / "home")
    assert done.returncode == 1
    assert "Error: " in done.stderr
