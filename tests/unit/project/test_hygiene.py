"""What a reader of the repository may rely on: file sizes, names, whole links, and nothing of the place where it was made."""

import importlib.metadata
import re
import subprocess
import tomllib
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[3]
MODULES = sorted((ROOT / "player").glob("**/*.py"))
LONGEST, USUAL = 450, 300
VAGUE = {"utils", "util", "common", "helpers", "helper", "misc", "manager", "managers", "stuff", "base"}


def tracked() -> list[Path]:
    """Every file of the repository; what lies in the folder, where it is no checkout (a source archive)."""
    done = subprocess.run(["git", "ls-files", "-z"], cwd=ROOT, capture_output=True, text=True, encoding="utf-8", check=False)
    if done.returncode:
        skipped = {".venv", "build", "dist", ".git"}
        return [path for path in ROOT.glob("**/*") if path.is_file() and not skipped & set(path.relative_to(ROOT).parts)]
    return [path for name in done.stdout.split("\0") if name and (path := ROOT / name).is_file()]


def texts() -> list[tuple[str, str]]:
    """(name, text) of every tracked file that is text."""
    found = []
    for path in tracked():
        data = path.read_bytes()
        if b"\0" not in data[:8192]:
            found.append((path.relative_to(ROOT).as_posix(), data.decode("utf-8", errors="replace")))
    return found


def together(*pieces: str) -> str:
    """Forbidden words are put together here, so that this file does not hold them."""
    return "".join(pieces)


def any_of(*patterns: str) -> re.Pattern[str]:
    return re.compile("|".join(patterns))


FORBIDDEN = {
    "a folder of one machine": any_of(
        together("/wo", "rk/"), together("/ro", "ot/"), together("/", "tmp/boot")
    ),
    "a package registry's host": any_of(
        together(r"py", r"pi\.org"), together(r"python", r"hosted\.org"), together(r"registry\.npm", r"js"), together(r"deb\.", r"debian\.org"),
        together(r"--(extra-)?index", r"-url"), together(r"--trusted", r"-host [a-z]"),
    ),
    "a word of how it is made": any_of(
        together(r"\b[Cc]hat", r"GPT\b"), together(r"\b[Cc]lau", r"de\b"), together(r"\bLL", r"M\b"), together(r"\bco-", r"authored"),
        together(r"\bsub-?", r"agent"), together(r"\bprompt ", r"engineer"), together(r"\bissue ", r"#?\d"),
    ),
}


@pytest.mark.parametrize("what", FORBIDDEN)
def test_nothing_tells_of_the_place_where_it_was_made(what: str) -> None:
    exceptions = {"tools/lock.sh": {together("--index", "-url")}}
    found = [
        f"{name}:{text.count(chr(10), 0, match.start()) + 1}: {match[0]}"
        for name, text in texts()
        for match in FORBIDDEN[what].finditer(text)
        if match[0] not in exceptions.get(name, set())
    ]
    assert found == []


@pytest.mark.parametrize(("what", "words"), [
    ("a folder of one machine", together("see /wo", "rk/notes")),
    ("a package registry's host", together("https://py", "pi.org/simple")),
    ("a word of how it is made", together("as iss", "ue 12 says")),
])
def test_the_search_for_such_words_bites(what: str, words: str) -> None:
    assert FORBIDDEN[what].search(words)


def test_no_module_is_longer_than_a_look() -> None:
    lines = {path.relative_to(ROOT).as_posix(): len(path.read_text(encoding="utf-8").splitlines()) for path in MODULES}
    assert {name: count for name, count in lines.items() if count > LONGEST} == {}
    long = [name for name, count in lines.items() if count > USUAL]
    assert len(long) * 5 <= len(lines), f"most modules have fewer than {USUAL} lines, these have more: {long}"


def test_no_module_has_a_vague_name() -> None:
    assert [path.name for path in MODULES if path.stem in VAGUE or path.parent.name in VAGUE] == []


def test_every_module_says_what_it_is_for_in_one_line() -> None:
    def first_line(path: Path) -> str:
        return path.read_text(encoding="utf-8").split("\n", 1)[0]

    silent = [path.relative_to(ROOT).as_posix() for path in MODULES if not re.match(r'r?""".{8,}', first_line(path))]
    assert silent == []


def test_every_link_of_the_documents_leads_somewhere() -> None:
    broken = []
    for document in [*ROOT.glob("*.md"), *(ROOT / "docs").glob("**/*.md")]:
        prose = re.sub(r"(?s)```.*?```|`[^`\n]*`", "", document.read_text(encoding="utf-8"))
        targets = [target for target in re.findall(r"\]\(<?([^)#>\s]+)", prose) if not re.match(r"[a-z]+:", target)]
        broken += [f"{document.relative_to(ROOT).as_posix()}: {target}" for target in targets if not (document.parent / target).exists()]
    assert broken == []


def test_a_locked_dependency_has_hashes_and_every_needed_one_is_locked() -> None:
    needed = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]

    def names(requirements: list[str]) -> set[str]:
        return {re.split(r"[\s\[<>=!~;]", one, maxsplit=1)[0].lower().replace("_", "-") for one in requirements}

    pins: dict[str, dict[str, str]] = {}
    for lock in ("requirements.lock", "requirements-dev.lock"):
        text = (ROOT / lock).read_text(encoding="utf-8")
        pins[lock] = dict(re.findall(r"^([A-Za-z0-9._-]+)(?:\[[\w,-]+\])?==(\S+)", text, re.MULTILINE))
        blocks = re.split(r"(?m)^(?=[A-Za-z0-9])", text)
        assert [block.split("\n", 1)[0] for block in blocks if "==" in block and "--hash=sha256:" not in block] == []
    run, dev = ({name.lower().replace("_", "-"): version for name, version in pins[lock].items()} for lock in pins)
    assert names(needed["dependencies"]) | names(needed["optional-dependencies"]["build"]) <= set(run)
    assert names(needed["optional-dependencies"]["dev"]) <= set(dev)
    assert {name: version for name, version in run.items() if dev.get(name) != version} == {}


def test_an_extra_that_a_dependency_asks_for_is_locked_with_it() -> None:
    """Without it pip takes the newest release for the extra, which has no hash here: the set-up breaks on the day that it appears."""
    locked = (ROOT / "requirements-dev.lock").read_text(encoding="utf-8")
    asked = set()
    for one in importlib.metadata.distributions():
        for line in one.requires or []:
            found = re.match(r"([A-Za-z0-9._-]+)\[([\w,-]+)\](?!.*\bextra\s*==)", line)
            if found and re.search(rf"(?mi)^{re.escape(one.name)}(\[.*\])?==", locked):
                asked.add((found[1].lower(), found[2]))
    assert ("coverage", "toml") in asked
    assert [f"{name}[{extra}]" for name, extra in asked if not re.search(rf"(?mi)^{re.escape(name)}\[{re.escape(extra)}\]==", locked)] == []


def test_the_version_is_the_same_everywhere() -> None:
    import player

    version = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]["version"]
    assert player.__version__ == version
    assert f"## {version}" in (ROOT / "CHANGELOG.md").read_text(encoding="utf-8")


def test_nothing_asks_a_layout_for_its_items() -> None:
    """PySide's objects for them outlive them (docs/decisions.md); `takeAt` hands over the item and is fine."""
    asking = [path.relative_to(ROOT).as_posix() for path in MODULES if re.search(r"\.item(At|AtPosition)\(", path.read_text(encoding="utf-8"))]
    assert asking == []
