"""Look at the built bundle: its size and its ten largest parts go into docs/bundle.md; what should not be in it is a failure.

    python -m tools.bundle_report [dist/greentick]
"""

import re
import subprocess
import sys
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

from tools.bundle_contents import forbidden, qt_library

ROOT = Path(__file__).resolve().parent.parent
PAGE = ROOT / "docs" / "bundle.md"
LARGEST = 650  # MB
TEN = 10
BEGIN, END = "<!-- figures: written by tools/bundle_report.py -->", "<!-- end of figures -->"
# First match names the part.
PARTS = (
    (r"libQt6WebEngineCore|qtwebengine|QtWebEngineProcess|v8_context|icudtl\.dat|QtWebEngine", "Web engine (Chromium) with its process and data"),
    (r"libicu", "Unicode tables (ICU) of Qt"),
    (r"lib(avcodec|avformat|avutil|swscale|swresample)|FFmpegStub|plugins/multimedia|Qt6?Multimedia", "Films and sound (FFmpeg, Qt Multimedia)"),
    (r"resources/fonts/", "Fonts of the program"),
    (r"libpython|python3\.\d+/|base_library\.zip", "Python"),
    (r"^(_internal/)?(greentick(-window)?(\.exe)?)$", "The program and all Python code (one archive)"),
    (r"PIL/|pillow\.libs|Pillow", "Pictures (Pillow)"),
    (r"cryptography/|libcrypto|libssl", "Cryptography (cryptography, OpenSSL)"),
    (r"sqlalchemy/|libsqlite", "SQLAlchemy and SQLite"),
    (r"Qt6?(Quick|Qml)", "Qt Quick and Qml (the web engine needs them)"),
    (r"aiohttp|yarl|multidict|frozenlist|propcache", "aiohttp (pyHanko needs it)"),
    (r"uharfbuzz", "Text shaping (HarfBuzz)"),
    (r"Qt6?Pdf|libqpdf", "Qt Pdf"),
    (r"PySide6|shiboken6|libQt6", "Qt: windows, drawing, plugins, and PySide6"),
    (r"\.so(\.|$)|\.dll$|\.dylib$", "Libraries of the system"),
)  # fmt: skip


def files(bundle: Path) -> Iterator[tuple[str, int]]:
    """Name and bytes of every file; a link is no second copy."""
    for path in bundle.rglob("*"):
        if path.is_file() and not path.is_symlink():
            yield path.relative_to(bundle).as_posix(), path.stat().st_size


def part(name: str) -> str:
    for pattern, words in PARTS:
        if re.search(pattern, name):
            return words
    folder = name.removeprefix("_internal/").partition("/")[0]
    return "Other files of the program" if folder in {"resources", "player", "LICENSE"} else f"Other Python packages and files ({folder})"


def figures(bundle: Path) -> tuple[float, list[tuple[str, float]]]:
    """MB (of 1,000,000 bytes) of all, and of each part, largest first."""
    sums: Counter[str] = Counter()
    for name, size in files(bundle):
        sums[part(name)] += size
    return sum(sums.values()) / 1e6, [(words, size / 1e6) for words, size in sums.most_common()]


def faults(bundle: Path) -> list[str]:
    """What is wrong with it: too large, parts of Qt that nobody uses, links into nothing, libraries that are not found."""
    whole, _ = figures(bundle)
    found = [f"it has {whole:.0f} MB, more than {LARGEST}"] if whole > LARGEST else []
    names = [path.relative_to(bundle).as_posix().removeprefix("_internal/") for path in bundle.rglob("*")]
    found += [f"{name} should not be in it" for name in forbidden(names)]
    found += [f"{path} leads to nothing" for path in bundle.rglob("*") if path.is_symlink() and not path.exists()]
    return found + _unresolved(bundle)


def _unresolved(bundle: Path) -> list[str]:
    """On Linux: libraries that one of ours needs and that are neither in the bundle nor on this system."""
    if not sys.platform.startswith("linux"):
        return []
    inside = {path.name for path in bundle.rglob("*.so*")}
    found = []
    for path in sorted(bundle.rglob("*")):
        if not path.is_file() or path.is_symlink() or path.read_bytes()[:4] != b"\x7fELF":
            continue
        told = subprocess.run(["ldd", str(path)], capture_output=True, text=True, check=False).stdout
        found += [f"{path.relative_to(bundle)} needs {name}" for name in re.findall(r"(\S+) => not found", told) if name not in inside]
    return found


def page(whole: float, parts: list[tuple[str, float]], libraries: list[str]) -> str:
    rows = "\n".join(f"| {words} | {size:.0f} |" for words, size in parts[:TEN])
    rest = sum(size for _, size in parts[TEN:])
    return (f"{BEGIN}\n\n{whole:.0f} MB in all (limit {LARGEST}). The ten largest parts:\n\n"
            f"| part | MB |\n|---|---|\n{rows}\n| the rest | {rest:.0f} |\n\n"
            f"The libraries of Qt in it: {', '.join(libraries)}.\n\n{END}")  # fmt: skip


def main() -> int:
    bundle = Path(sys.argv[1]) if len(sys.argv) > 1 else ROOT / "dist" / "greentick"
    if not bundle.is_dir():
        print(f"There is no bundle in {bundle}: make bundle builds it.", file=sys.stderr)
        return 1
    whole, parts = figures(bundle)
    libraries = sorted({library for path in bundle.rglob("*Qt6*") if (library := qt_library(path.name))})
    text = PAGE.read_text(encoding="utf-8")
    before, after = text.split(BEGIN)[0], text.split(END)[1]
    PAGE.write_text(before + page(whole, parts, libraries) + after, encoding="utf-8")
    for words, size in parts[:TEN]:
        print(f"{size:7.1f} MB  {words}")
    print(f"{whole:7.1f} MB  in all; the limit is {LARGEST} MB")
    wrong = faults(bundle)
    for fault in wrong:
        print(f"bundle: {fault}", file=sys.stderr)
    return 1 if wrong else 0


if __name__ == "__main__":
    sys.exit(main())
