"""What must and must not be in the wheel and the source archive:  python -m tools.dist_contents WHEEL ARCHIVE"""

import re
import sys
import tarfile
import zipfile
from collections.abc import Iterable
from pathlib import Path

WHEEL_NEEDS = (
    "player/main.py", "player/py.typed", "player/store/migrations/env.py", "player/store/migrations/versions/0001_first.py",
    "player/resources/fonts/Inter/Inter-Regular.ttf", "player/resources/fonts/Inter-OFL.txt", "player/resources/fonts/Noto-OFL.txt",
    "player/resources/styles/lesson.css", "player/resources/translations/ar.mo", "player/resources/starter/course.toml",
    "player/resources/desktop/greentick-48.png", "player/resources/desktop/course.ico",
    "METADATA", "entry_points.txt", "licenses/LICENSE", "licenses/resources/fonts/Inter-OFL.txt", "licenses/resources/icons/lucide-LICENSE.txt",
)  # fmt: skip
ARCHIVE_NEEDS = ("pyproject.toml", "README.md", "CHANGELOG.md", "LICENSE", "requirements.lock", "player/main.py", "resources/icons/logo.svg",
                 "course_packages/safe-water/course.toml", "docs/install.md")  # fmt: skip
NEVER = re.compile(r"(^|/)(tests?|pictures|build|dist|__pycache__|node_modules|\.venv|\.git)/|\.pyc$|\.course$|\.key$|\.db$")
ENTRIES = ("[console_scripts]\ngreentick = player.main:run\n", "[gui_scripts]\ngreentick-window = player.main:run\n")
LARGEST = 40e6  # bytes: fonts and pictures; a wheel that is larger has something else in it


def faults(names: Iterable[str], needed: Iterable[str], what: str) -> list[str]:
    """`needed` are the ends of names."""
    names = list(names)
    missing = [f"{what} lacks {each}" for each in needed if not any(name == each or name.endswith(f"/{each}") for name in names)]
    return missing + [f"{what} should not have {name}" for name in names if NEVER.search(name)]


def wheel_faults(path: Path) -> list[str]:
    with zipfile.ZipFile(path) as wheel:
        names = wheel.namelist()
        entries = next((wheel.read(name).decode() for name in names if name.endswith("/entry_points.txt")), "")
    found = faults(names, WHEEL_NEEDS, "the wheel")
    found += [f"the wheel has no entry {each!r}" for each in ENTRIES if each not in entries]
    outside = sorted({name.split("/")[0] for name in names} - {"player"})
    found += [f"the wheel has {name} beside the program" for name in outside if not name.endswith(".dist-info")]
    return found + ([f"the wheel has {path.stat().st_size / 1e6:.0f} MB"] if path.stat().st_size > LARGEST else [])


def archive_faults(path: Path) -> list[str]:
    with tarfile.open(path) as archive:
        return faults([name.partition("/")[2] for name in archive.getnames()], ARCHIVE_NEEDS, "the source archive")


def main() -> int:
    wheel, archive = Path(sys.argv[1]), Path(sys.argv[2])
    wrong = wheel_faults(wheel) + archive_faults(archive)
    for fault in wrong:
        print(f"dist: {fault}", file=sys.stderr)
    for path in (wheel, archive):
        print(f"{path.stat().st_size / 1e6:6.1f} MB  {path.name}")
    return 1 if wrong else 0


if __name__ == "__main__":
    sys.exit(main())
