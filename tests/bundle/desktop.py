"""A desktop of its own for one window: Xvfb, a window manager, and a bus on which the window can be read."""

import os
import shutil
import subprocess
import tempfile
import time
from collections.abc import Mapping, Sequence
from pathlib import Path
from types import TracebackType
from typing import Self

NEEDED = {"Xvfb": "xvfb", "openbox": "openbox", "xdotool": "xdotool", "dbus-daemon": "dbus", "import": "imagemagick"}
PYTHON = "/usr/bin/python3"  # the system's own: it has the bindings of AT-SPI
SERVICE = Path("/usr/share/dbus-1/services/org.a11y.Bus.service")
PATIENCE = 30.0  # seconds
SIZE = "1366x768x24"
LOCALE = "C.UTF-8"


def missing() -> str:
    """What has to be installed first, as a sentence; "" when all is here."""
    packages = [package for tool, package in NEEDED.items() if shutil.which(tool) is None]
    if not SERVICE.exists():
        packages.append("at-spi2-core")
    if subprocess.run([PYTHON, "-c", "from gi.repository import Gio"], capture_output=True, check=False).returncode:
        packages.append("python3-gi")
    return f"please install these first: apt-get install --no-install-recommends {' '.join(packages)}" if packages else ""


class Desktop:
    """A context; `place` takes what the session writes. Whatever was started in it ends with it."""

    def __init__(self, place: Path) -> None:
        self._run = Path(tempfile.mkdtemp(prefix="run-", dir=place))
        self._run.chmod(0o700)
        self._started: list[subprocess.Popen[bytes]] = []
        self.session: dict[str, str] = {}

    def __enter__(self) -> Self:
        read, write = os.pipe()
        self._keep(["Xvfb", "-displayfd", str(write), "-screen", "0", SIZE, "-nolisten", "tcp"], {"PATH": os.environ["PATH"]}, pass_fds=(write,))
        os.close(write)
        with os.fdopen(read) as told:
            display = f":{told.readline().strip()}"
        own = {"PATH": os.environ["PATH"], "HOME": str(self._run), "DISPLAY": display, "XDG_RUNTIME_DIR": str(self._run)}
        read, write = os.pipe()
        self._keep(["dbus-daemon", "--session", "--nofork", "--nopidfile", f"--print-address={write}"], own, pass_fds=(write,))
        os.close(write)
        with os.fdopen(read) as told:
            bus = told.readline().strip()
        self.session = {"DISPLAY": display, "XDG_RUNTIME_DIR": str(self._run), "DBUS_SESSION_BUS_ADDRESS": bus, "LANG": LOCALE}
        self._keep(["openbox"], own)
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None) -> None:
        for process in reversed(self._started):
            process.terminate()
            try:
                process.wait(PATIENCE)
            except subprocess.TimeoutExpired:
                process.kill()
                process.wait()
        self._started.clear()

    def start(self, words: Sequence[str | Path], environment: Mapping[str, str], cwd: Path | None = None) -> "subprocess.Popen[bytes]":
        """A program with `environment` and what the session adds to it (display, bus), and nothing else."""
        return self._keep(words, {**environment, **self.session, "QT_LINUX_ACCESSIBILITY_ALWAYS_ON": "1"}, cwd=cwd)

    def python(self, *words: str | Path, environment: Mapping[str, str], cwd: Path) -> "subprocess.Popen[bytes]":
        """The system's Python at this desktop; it has a PATH, for xdotool."""
        return self._keep([PYTHON, *words], {**environment, **self.session, "PATH": os.environ["PATH"], "PYTHONDONTWRITEBYTECODE": "1"}, cwd=cwd)

    def picture(self, target: Path) -> None:
        subprocess.run(["import", "-window", "root", str(target)], env={**self.session, "PATH": os.environ["PATH"]}, check=False)

    def said(self, process: "subprocess.Popen[bytes]") -> str:
        """The end of what a program that was started here printed."""
        return self._log(self._started.index(process)).read_text(encoding="utf-8", errors="replace")[-2000:]

    def first_window(self, words: Sequence[str | Path], environment: Mapping[str, str], cwd: Path) -> float:
        """Seconds from the start of the process until its window is on the screen; then it is closed."""
        look = ["xdotool", "search", "--onlyvisible", "--class", "greentick"]
        seeing = {**self.session, "PATH": os.environ["PATH"]}
        began = time.monotonic()
        process = subprocess.Popen(words, env={**environment, **self.session}, cwd=cwd)
        try:
            while not subprocess.run(look, env=seeing, capture_output=True, check=False).stdout.strip():
                if process.poll() is not None or time.monotonic() - began > PATIENCE:
                    raise RuntimeError(f"{words[0]} opens no window")
            return time.monotonic() - began
        finally:
            process.terminate()
            process.wait(PATIENCE)

    def _keep(self, words: Sequence[str | Path], environment: Mapping[str, str], cwd: Path | None = None,
              pass_fds: tuple[int, ...] = ()) -> "subprocess.Popen[bytes]":  # fmt: skip
        with self._log(len(self._started)).open("wb") as log:
            out = None if words[0] == PYTHON else log  # the walk speaks for itself
            process = subprocess.Popen(words, env=dict(environment), cwd=cwd, stdout=out, stderr=out, pass_fds=pass_fds)
        self._started.append(process)
        return process

    def _log(self, number: int) -> Path:
        return self._run / f"{number}.log"
