"""tools/setup.sh installs what is missing where it may, says the one command to type where it may not, and does nothing twice."""

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[3]
pytestmark = pytest.mark.skipif(sys.platform != "linux", reason="set-up by apt is for Debian; other systems are set up by hand (README)")

PYTHON = """#!/bin/bash
# Stands for a Python: new enough, with venv; what it is asked for is written down.
echo "python $*" >> "$LOG"
case "$*" in
    *"import ensurepip"*) exit {ensurepip} ;;
    *"-m venv"*) mkdir -p .venv/bin && cp "$0" .venv/bin/python ;;
    *sys.version\\)*) echo "3.11.7" ;;
    *-V*) echo "Python 3.11.7" ;;
esac
"""


class Machine:
    """A checkout with the set-up script, on a Debian of fakes."""

    def __init__(self, place: Path) -> None:
        self.place = place
        self.log = place / "log"
        self.log.touch()
        self.bin = place / "bin"
        self.bin.mkdir()
        self.checkout = place / "checkout"
        (self.checkout / "tools").mkdir(parents=True)
        for name in ("tools/setup.sh", "requirements.lock", "requirements-dev.lock", "pyproject.toml"):
            shutil.copy(ROOT / name, self.checkout / name)
        for name in ("bash", "env", "cat", "sha256sum", "mkdir", "cp", "rm", "dirname", "basename", "uname"):
            (self.bin / name).symlink_to(shutil.which(name) or f"/bin/{name}")
        self.tool("apt-get", 'echo "apt-get $*" >> "$LOG"')
        self.tool("apt-cache", "exit 0")
        self.missing()
        self.user(0)
        self.python()

    def tool(self, name: str, body: str) -> None:
        path = self.bin / name
        path.write_text(body if body.startswith("#!") else f"#!/bin/bash\n{body}\n", encoding="utf-8")
        path.chmod(0o755)

    def missing(self, *packages: str) -> None:
        self.tool("dpkg-query", f'case " {" ".join(packages)} " in *" ${{@: -1}} "*) exit 1 ;; esac; printf installed')

    def user(self, number: int) -> None:
        self.tool("id", f"echo {number}")

    def python(self, ensurepip: int = 0) -> None:
        self.tool("python3.11", PYTHON.replace("{ensurepip}", str(ensurepip)))

    def set_up(self, mode: str = "run") -> subprocess.CompletedProcess[str]:
        self.log.write_text("", encoding="utf-8")
        environment = {"PATH": str(self.bin), "LOG": str(self.log), "HOME": str(self.place)}
        return subprocess.run([str(self.checkout / "tools" / "setup.sh"), mode], env=environment, capture_output=True, text=True, check=False)

    @property
    def done(self) -> list[str]:
        return self.log.read_text(encoding="utf-8").splitlines()


@pytest.fixture
def machine(tmp_path: Path) -> Machine:
    return Machine(tmp_path)


def test_everything_is_done_once_and_never_twice(machine: Machine) -> None:
    first = machine.set_up()
    assert first.returncode == 0, first.stderr
    assert [line for line in machine.done if line.startswith("apt-get")] == []
    installs = [line for line in machine.done if " install " in line]
    assert "--require-hashes --only-binary :all: -r requirements.lock" in installs[0]
    assert installs[1].endswith("--no-deps --no-build-isolation -e .")
    again = machine.set_up()
    assert (again.returncode, again.stdout, again.stderr) == (0, "", "")
    assert [line for line in machine.done if " install " in line or " venv" in line] == []


def test_a_new_lock_or_a_moved_folder_is_set_up_again(machine: Machine) -> None:
    assert machine.set_up().returncode == 0
    with (machine.checkout / "requirements.lock").open("a", encoding="utf-8") as lock:
        lock.write("# new\n")
    assert machine.set_up().returncode == 0
    assert any("-r requirements.lock" in line for line in machine.done)
    machine.checkout = machine.checkout.rename(machine.place / "elsewhere")
    assert machine.set_up().returncode == 0
    assert any("-m venv" in line for line in machine.done)


def test_what_is_enough_for_the_tests_is_enough_for_playing(machine: Machine) -> None:
    assert machine.set_up("dev").returncode == 0
    assert any("-r requirements-dev.lock" in line for line in machine.done)
    assert machine.set_up("run").returncode == 0
    assert [line for line in machine.done if " install " in line] == []


def test_only_missing_libraries_are_installed(machine: Machine) -> None:
    machine.missing("libegl1", "libegl1t64", "libnss3", "libnss3t64")
    assert machine.set_up().returncode == 0
    installs = [line for line in machine.done if line.startswith("apt-get") and " install " in line]
    assert len(installs) == 1
    assert installs[0].endswith("--no-install-recommends libegl1 libnss3")


def test_a_library_under_its_newer_name_is_not_missing(machine: Machine) -> None:
    machine.missing("libasound2", "libglib2.0-0")
    assert machine.set_up().returncode == 0
    assert [line for line in machine.done if line.startswith("apt-get")] == []


def test_where_it_may_not_install_it_says_the_one_command_and_stops(machine: Machine) -> None:
    machine.user(1000)
    machine.missing("libegl1", "libegl1t64", "libnss3", "libnss3t64")
    stopped = machine.set_up()
    assert stopped.returncode == 1
    assert "\n    sudo apt-get install -y --no-install-recommends libegl1 libnss3\n" in stopped.stderr
    assert machine.done == []
    assert not (machine.checkout / ".venv").exists()


def test_sudo_without_a_password_is_used(machine: Machine) -> None:
    machine.user(1000)
    machine.tool("sudo", 'echo "sudo $*" >> "$LOG"; [ "$1" = -n ] || exec env "$@"')
    machine.missing("libnss3", "libnss3t64")
    assert machine.set_up().returncode == 0
    assert any(line.startswith("sudo ") and line.endswith("install -y --no-install-recommends libnss3") for line in machine.done)


def test_a_python_without_venv_gets_it(machine: Machine) -> None:
    machine.python(ensurepip=1)
    assert machine.set_up().returncode == 0
    assert any(line.startswith("apt-get") and line.endswith("python3.11-venv") for line in machine.done)


def test_no_python_at_all_is_said(machine: Machine) -> None:
    (machine.bin / "python3.11").unlink()
    stopped = machine.set_up()
    assert stopped.returncode == 1
    assert "Python 3.11 or newer is needed" in stopped.stderr


def test_this_machine_is_ready_or_the_tests_would_not_run() -> None:
    assert os.access(ROOT / "tools" / "setup.sh", os.X_OK)
    assert os.access(ROOT / ".ci" / "run", os.X_OK)
