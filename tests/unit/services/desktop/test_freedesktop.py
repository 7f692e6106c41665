"""Launcher, icons and file type below a home of its own, with the desktop's real tools; removing leaves every byte as it was."""

import os
import shutil
import subprocess
from pathlib import Path

import pytest

from player.errors import PlayerError
from player.services.desktop import Program, this_desktop
from player.services.desktop.entry import DESKTOP_FILE, MIME_TYPE
from player.services.desktop.freedesktop import Freedesktop
from tests.forge.disks import CAN_MOUNT, make_read_only, small_disk

PROGRAM = Program(("/opt/green tick/greentick",))
NO_TOOLS = {"PATH": "/nowhere"}
needs = {tool: pytest.mark.skipif(shutil.which(tool) is None, reason=f"{tool} is not installed (make setup-dev installs it)")
         for tool in ("xdg-mime", "desktop-file-validate", "update-mime-database", "update-desktop-database")}  # fmt: skip
pytestmark = pytest.mark.skipif(os.name == "nt", reason="a freedesktop desktop has POSIX paths")


@pytest.fixture
def home(tmp_path: Path) -> Path:
    home = tmp_path / "home"
    home.mkdir()
    return home


def desktop(home: Path, **more: str) -> Freedesktop:
    return Freedesktop({"HOME": str(home), "PATH": os.environ["PATH"]} | more)


def lived_in(home: Path) -> None:
    """A home with launchers, a theme, types and choices of its own."""
    for name, text in {
        ".local/share/applications/golf.desktop": "[Desktop Entry]\nType=Application\nName=Golf\nExec=golf %f\nMimeType=text/x-golf;\n",
        ".local/share/mime/packages/golf.xml": '<mime-info xmlns="http://www.freedesktop.org/standards/shared-mime-info"><mime-type '
                                               'type="text/x-golf"><comment>Golf</comment><glob pattern="*.golf"/></mime-type></mime-info>',
        ".local/share/icons/hicolor/48x48/apps/golf.png": "picture",
        ".config/mimeapps.list": "[Default Applications]\ntext/x-golf=golf.desktop",
    }.items():
        path = home / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")
    for tool, folder in (("update-mime-database", "mime"), ("update-desktop-database", "applications")):
        subprocess.run([tool, str(home / ".local/share" / folder)], check=True)


def everything(home: Path) -> dict[str, bytes]:
    return {path.relative_to(home).as_posix(): path.read_bytes() if path.is_file() else b"" for path in home.rglob("*")}


def ask(home: Path, *words: str) -> str:
    environment = {"HOME": str(home), "PATH": os.environ["PATH"]}
    return subprocess.run(words, env=environment, capture_output=True, text=True, check=True).stdout.strip()


@needs["xdg-mime"]
@needs["desktop-file-validate"]
@needs["update-mime-database"]
def test_the_desktop_knows_the_file_type_and_its_program(home: Path) -> None:
    report = desktop(home).install(PROGRAM)
    assert report.changed
    assert report.notes == ()
    share = home / ".local" / "share"
    assert ask(home, "desktop-file-validate", str(share / "applications" / DESKTOP_FILE)) == ""
    assert ask(home, "xdg-mime", "query", "default", MIME_TYPE) == DESKTOP_FILE
    assert f"{MIME_TYPE}:*.course\n" in (share / "mime" / "globs").read_text()
    assert f"{MIME_TYPE}:*.courses\n" in (share / "mime" / "globs").read_text()
    for size in (16, 48, 256):
        assert (share / f"icons/hicolor/{size}x{size}/apps/greentick.png").read_bytes().startswith(b"\x89PNG")
        assert (share / f"icons/hicolor/{size}x{size}/mimetypes/application-x-greentick-course.png").exists()
    assert "<svg" in (share / "icons/hicolor/scalable/apps/greentick.svg").read_text()


@pytest.mark.skipif(shutil.which("gio") is None, reason="gio is not installed: GLib is not asked what it takes a file for")
def test_a_package_is_known_by_its_content_too(home: Path, tmp_path: Path) -> None:
    from tests.forge.window import tea

    desktop(home).install(PROGRAM)
    package = tea(tmp_path / "tea.course")
    nameless = tmp_path / "tea"
    nameless.write_bytes(package.read_bytes())
    other = tmp_path / "other"
    other.write_bytes(b"PK\3\4" + bytes(60))
    for path, kind in ((package, MIME_TYPE), (nameless, MIME_TYPE), (other, "application/zip")):
        assert f"standard::content-type: {kind}" in ask(home, "gio", "info", "-a", "standard::content-type", str(path))


def test_an_empty_home_is_empty_again(home: Path) -> None:
    one = desktop(home)
    assert not one.installed()
    one.install(PROGRAM)
    assert one.installed()
    assert one.remove().changed
    assert everything(home) == {}
    assert not one.installed()


@needs["update-mime-database"]
@needs["update-desktop-database"]
def test_a_home_that_is_lived_in_is_left_as_it_was(home: Path) -> None:
    lived_in(home)
    before = everything(home)
    one = desktop(home)
    one.install(PROGRAM)
    assert ask(home, "xdg-mime", "query", "default", "text/x-golf") == "golf.desktop"
    one.install(Program(("/elsewhere/greentick",)))
    assert one.remove().notes == ()
    assert everything(home) == before


def test_twice_is_once(home: Path) -> None:
    one = desktop(home)
    one.install(PROGRAM)
    before = everything(home)
    assert not one.install(PROGRAM).changed
    assert {name: data for name, data in everything(home).items() if not name.endswith(".cache")} == {
        name: data for name, data in before.items() if not name.endswith(".cache")}  # fmt: skip
    one.remove()
    again = one.remove()
    assert not again.changed
    assert "nothing was changed" in again.done


def test_a_moved_program_is_mended(home: Path) -> None:
    one = desktop(home)
    one.install(PROGRAM)
    launcher = home / ".local/share/applications" / DESKTOP_FILE
    assert 'Exec="/opt/green tick/greentick" %F\n' in launcher.read_text()
    assert one.install(Program(("/usr/bin/greentick",))).changed
    assert "Exec=/usr/bin/greentick %F\n" in launcher.read_text()
    (home / ".local/share/mime/packages/greentick.xml").unlink()
    assert one.install(Program(("/usr/bin/greentick",))).changed
    assert (home / ".local/share/mime/packages/greentick.xml").exists()


def test_what_somebody_changed_since_is_left(home: Path) -> None:
    one = desktop(home)
    one.install(PROGRAM)
    launcher = home / ".local/share/applications" / DESKTOP_FILE
    launcher.write_text(launcher.read_text() + "X-Mine=yes\n")
    note = home / ".local/share/icons/hicolor/48x48/apps/mine.png"
    note.write_text("mine")
    report = one.remove()
    assert [str(launcher) in each for each in report.notes] == [True]
    left = {name for name, data in everything(home).items() if data and not name.endswith("mimeinfo.cache")}
    assert left == {launcher.relative_to(home).as_posix(), note.relative_to(home).as_posix()}


def test_a_launcher_of_somebody_else_is_not_written_over(home: Path) -> None:
    launcher = home / ".local/share/applications" / DESKTOP_FILE
    launcher.parent.mkdir(parents=True)
    launcher.write_text("[Desktop Entry]\nName=Another\n")
    before = everything(home)
    with pytest.raises(PlayerError, match="was not put there by Greentick"):
        desktop(home).install(PROGRAM)
    assert everything(home) == before


def test_without_the_desktops_tools_it_is_installed_and_said(home: Path) -> None:
    one = desktop(home, **NO_TOOLS)
    report = one.install(PROGRAM)
    assert [note.split()[0] for note in report.notes] == ["update-mime-database"]
    assert f"{MIME_TYPE}={DESKTOP_FILE}\n" in (home / ".config/mimeapps.list").read_text()
    one.remove()
    assert everything(home) == {}


@pytest.mark.parametrize(("script", "said"), [("exit 1", "failed"), (None, "could not be run")])
def test_a_tool_that_fails_is_a_note(home: Path, tmp_path: Path, script: str | None, said: str) -> None:
    tool = tmp_path / "bin" / "update-mime-database"
    tool.parent.mkdir()
    tool.write_text(f"#!/bin/sh\n{script}\n" if script else "#!/no/such/interpreter\n")
    tool.chmod(0o755)
    assert [said in note for note in desktop(home, PATH=str(tool.parent)).install(PROGRAM).notes] == [True]


def test_the_xdg_folders_of_the_user_are_meant(home: Path, tmp_path: Path) -> None:
    places = {name: str(tmp_path / name) for name in ("XDG_DATA_HOME", "XDG_CONFIG_HOME", "XDG_STATE_HOME")}
    one = desktop(home, **places)
    one.install(PROGRAM)
    assert everything(home) == {}
    assert (tmp_path / "XDG_DATA_HOME" / "applications" / DESKTOP_FILE).exists()
    one.remove()
    assert {path.name for path in tmp_path.iterdir()} == {"home"}
    desktop(home, XDG_DATA_HOME="relative").install(PROGRAM)
    assert (home / ".local/share/applications" / DESKTOP_FILE).exists()


def test_a_list_that_is_a_link_stays_one(home: Path) -> None:
    dots = home / "dots" / "mimeapps.list"
    dots.parent.mkdir()
    dots.write_text("# mine\n")
    (home / ".config").mkdir()
    (home / ".config/mimeapps.list").symlink_to(dots)
    one = desktop(home)
    one.install(PROGRAM)
    assert (home / ".config/mimeapps.list").is_symlink()
    assert MIME_TYPE in dots.read_text()
    one.remove()
    assert dots.read_text() == "# mine\n"


def test_an_icon_cache_is_written_anew_where_there_is_one(home: Path, tmp_path: Path) -> None:
    (home / ".local/share/icons/hicolor").mkdir(parents=True)
    (home / ".local/share/icons/hicolor/icon-theme.cache").write_text("old")
    tool = tmp_path / "bin" / "gtk-update-icon-cache"
    tool.parent.mkdir()
    tool.write_text(f'#!/bin/sh\necho "$1" > {tmp_path}/told\n')
    tool.chmod(0o755)
    desktop(home, PATH=f"{tool.parent}:{os.environ['PATH']}").install(PROGRAM)
    assert (tmp_path / "told").read_text().strip() == str(home / ".local/share/icons/hicolor")


def test_files_of_an_earlier_version_go_with_the_next_install(home: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    one = desktop(home)
    one.install(PROGRAM)
    monkeypatch.setattr("player.services.desktop.freedesktop.ICON_SIZES", (48,))
    one.install(PROGRAM)
    assert [path.name for path in (home / ".local/share/icons/hicolor").glob("*/apps/greentick.png")] == ["greentick.png"]
    monkeypatch.undo()
    one.remove()
    assert everything(home) == {}


def test_a_damaged_record_counts_as_none(home: Path) -> None:
    one = desktop(home)
    one.install(PROGRAM)
    record = home / ".local/state/greentick/desktop.json"
    for text in ("{", "[]", '{"files": []}'):
        record.write_text(text)
        assert not one.installed()
    one.install(PROGRAM)  # what lies there is ours, byte for byte
    assert one.installed()


@pytest.mark.skipif(not CAN_MOUNT, reason="needs leave to mount a small disk")
def test_on_a_full_disk_it_is_a_sentence_and_nothing_is_left(tmp_path: Path) -> None:
    with small_disk(tmp_path / "disk", 64) as disk:
        with pytest.raises(PlayerError, match="cannot be written: No space left on device"):
            desktop(disk).install(PROGRAM)
        assert everything(disk) == {}
        assert not desktop(disk).installed()


@pytest.mark.skipif(not CAN_MOUNT, reason="needs leave to mount a small disk")
def test_what_cannot_be_removed_is_a_sentence(tmp_path: Path) -> None:
    with small_disk(tmp_path / "disk", 4096) as disk:
        desktop(disk).install(PROGRAM)
        before = everything(disk)
        make_read_only(disk)
        with pytest.raises(PlayerError, match="cannot be removed: Read-only file system"):
            desktop(disk).remove()
        assert everything(disk) == before


def test_each_system_has_its_own(home: Path) -> None:
    assert isinstance(this_desktop({"HOME": str(home)}, "linux"), Freedesktop)
    assert isinstance(this_desktop({"HOME": str(home)}, "freebsd14"), Freedesktop)
    with pytest.raises(PlayerError, match="cannot tell a Mac"):
        this_desktop({}, "darwin")
