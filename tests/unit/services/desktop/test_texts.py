"""Launcher, file type and the line in mimeapps.list as texts."""

import re
from pathlib import Path

from hypothesis import given
from hypothesis import strategies as st

from player.services.desktop.entry import desktop_entry, exec_line
from player.services.desktop.mimeapps import with_default, without_default
from player.services.desktop.program import Program, this_program
from tests.forge.laws import law

MIME, OURS = "application/x-greentick-course", "greentick.desktop"


def unescaped(value: str) -> str:
    """A string value of a desktop file, as a reader takes it."""
    out, letters = "", iter(value)
    for letter in letters:
        out += {"n": "\n", "t": "\t", "r": "\r", "s": " ", "\\": "\\"}[next(letters)] if letter == "\\" else letter
    return out


def exec_of(entry: str) -> list[str]:
    """The words that a desktop would start, %F left where it is."""
    line = next(each for each in entry.splitlines() if each.startswith("Exec="))
    return [word.replace("%%", "%") for word in split(unescaped(line.removeprefix("Exec=")))]


def split(line: str) -> list[str]:
    """Words as the Desktop Entry Specification has them: apart by spaces, quoted whole, in quotes a backslash before any of "`$\\."""
    found = re.findall(r'"((?:[^"\\]|\\.)*)"|([^ "]+)', line)
    return [bare or re.sub(r"\\([\"`$\\])", r"\1", quoted) for quoted, bare in found]


def test_the_launcher_starts_the_program_with_the_files() -> None:
    entry = desktop_entry(Program(("/opt/greentick/greentick",)))
    assert entry.startswith("[Desktop Entry]\nType=Application\n")
    assert "Exec=/opt/greentick/greentick %F\n" in entry
    assert f"MimeType={MIME};\n" in entry
    assert "Path=" not in entry
    assert "Path=/src/green tick\n" in desktop_entry(Program(("python", "-m", "player"), Path("/src/green tick")))


@law(200)
@given(st.lists(st.text(st.characters(exclude_categories=["Cs", "Cc", "Zl", "Zp"]), min_size=1), min_size=1, max_size=4))
def test_any_word_comes_through_the_quoting(words: list[str]) -> None:
    assert exec_of(desktop_entry(Program(tuple(words)))) == [*words, "%F"]


def test_only_what_must_be_is_quoted() -> None:
    assert exec_line(["/a/b", "50%", "two words", 'a"b', ""]) == r'/a/b 50%% "two words" "a\"b" ""'


# --- mimeapps.list ---------------------------------------------------------------------------------------------------


def test_the_line_goes_into_its_group() -> None:
    text = "[Added Associations]\nimage/png=a.desktop;\n\n[Default Applications]\ntext/html=web.desktop\n"
    new, before, after = with_default(text, MIME, OURS)
    assert new == text.replace("[Default Applications]\n", f"[Default Applications]\n{MIME}={OURS}\n")
    assert without_default(new, MIME, OURS, before, after) == text
    assert with_default(new, MIME, OURS) == (new, "", "")


def test_another_choice_comes_after_ours_and_back() -> None:
    text = f"[Default Applications]\n{MIME}=golf.desktop;chess.desktop;\n"
    new, before, after = with_default(text, MIME, OURS)
    assert new == f"[Default Applications]\n{MIME}={OURS};golf.desktop;chess.desktop;\n"
    assert without_default(new, MIME, OURS, before, after) == text


def test_a_line_that_was_changed_since_loses_only_ours() -> None:
    _, before, after = with_default("", MIME, OURS)
    changed = f"[Default Applications]\n{MIME}=golf.desktop;{OURS};\n"
    assert without_default(changed, MIME, OURS, before, after) == f"[Default Applications]\n{MIME}=golf.desktop;\n"
    assert without_default(f"[Default Applications]\na/b=c\n{MIME} = {OURS}\n", MIME, OURS, "", "") == "[Default Applications]\na/b=c\n"
    assert without_default("[Added Associations]\n", MIME, OURS, before, after) == "[Added Associations]\n"
    assert without_default(f"[Added Associations]\n{MIME}={OURS}\n", MIME, OURS, "", "") == f"[Added Associations]\n{MIME}={OURS}\n"


LINES = st.sampled_from(["", "# by hand", "[Default Applications]", "[Added Associations]", "text/html=web.desktop;", f"{MIME}=golf.desktop",
                         f"{MIME}=golf.desktop;{OURS};", f"{MIME}={OURS};", "nonsense", "  "])  # fmt: skip


@law(300)
@given(st.lists(LINES, max_size=8), st.booleans(), st.sampled_from(["\n", "\r\n"]))
def test_taking_the_line_out_gives_the_text_back(lines: list[str], ended: bool, end: str) -> None:
    text = end.join(lines) + (end if ended and lines else "")
    new, before, after = with_default(text, MIME, OURS)
    assert with_default(new, MIME, OURS)[0] == new
    assert without_default(new, MIME, OURS, before, after) == (text if after else without_default(text, MIME, OURS, "", ""))


# --- which program ---------------------------------------------------------------------------------------------------


def script(folder: Path, name: str) -> Path:
    path = folder / name
    folder.mkdir(parents=True, exist_ok=True)
    path.write_text("#!/bin/sh\n")
    path.chmod(0o755)
    return path


def test_a_bundle_is_its_own_program(tmp_path: Path) -> None:
    bundle = script(tmp_path / "bundle", "greentick")
    assert this_program(str(bundle), "greentick", frozen=True) == Program((str(bundle),))


def test_a_wheel_is_started_by_its_command(tmp_path: Path) -> None:
    command = script(tmp_path / "venv" / "bin", "greentick")
    python = script(tmp_path / "venv" / "bin", "python")
    assert this_program(str(python), "-m", frozen=False, scripts=str(command.parent)) == Program((str(command),))
    assert this_program(str(python), "-m", frozen=False, scripts=str(tmp_path / "none")) == Program((str(command),))


def test_a_command_elsewhere_is_the_one_that_was_typed(tmp_path: Path) -> None:
    typed = script(tmp_path / "home" / "bin", "greentick")
    python = str(tmp_path / "usr" / "python")
    assert this_program(python, str(typed), frozen=False, scripts=str(tmp_path / "none")).words == (str(typed),)
    assert this_program(python, str(tmp_path / "player" / "__main__.py"), frozen=False, scripts=str(tmp_path)).words[1:] == ("-m", "player")


def test_a_source_tree_is_started_in_its_folder(tmp_path: Path) -> None:
    program = this_program(str(tmp_path / "python"), "", frozen=False, scripts=str(tmp_path), data=Path("records"))
    assert program.words == (str(tmp_path / "python"), "-m", "player", "--data", str(Path.cwd() / "records"))
    assert program.folder is not None
    assert (program.folder / "player" / "main.py").exists()


def test_windows_takes_the_twin_without_a_console(tmp_path: Path) -> None:
    console = script(tmp_path, "greentick.exe")
    assert this_program(str(console), "", frozen=True, windows=True).words == (str(console),)
    quiet = script(tmp_path, "greentick-window.exe")
    assert this_program(str(console), "", frozen=True, windows=True).words == (str(quiet),)
    assert this_program(str(console), "", frozen=True, windows=False).words == (str(console),)
