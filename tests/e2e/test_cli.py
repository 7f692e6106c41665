"""The command line as a trainer uses it: from a new course to a signed, checked package; and each way it refuses."""

import json
import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from player.main import main
from player.paths import DataFolder
from player.services import publishing
from player.services.player import Player

ROOT = Path(__file__).resolve().parents[2]


class Shell:
    """Runs `greentick` in this process; what it printed and the code it ended with."""

    def __init__(self, capsys: pytest.CaptureFixture[str]) -> None:
        self.capsys = capsys
        self.out = ""
        self.err = ""

    def __call__(self, *words: str | Path) -> int:
        self.capsys.readouterr()
        code = main([str(word) for word in words])
        self.out, self.err = self.capsys.readouterr()
        return code


@pytest.fixture
def shell(capsys: pytest.CaptureFixture[str], tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Shell:
    monkeypatch.setenv("GREENTICK_DATA", str(tmp_path / "data"))
    return Shell(capsys)


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A course as `new` makes it."""
    publishing.new(tmp_path / "first-aid")
    return tmp_path / "first-aid"


@pytest.fixture
def package(folder: Path) -> Path:
    out = folder.with_suffix(".course")
    publishing.build(folder, out)
    return out


@pytest.fixture(scope="session")
def keys(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with an identity and the file of its passphrase."""
    made = tmp_path_factory.mktemp("keys")
    (made / "pass.txt").write_text("a boat of reeds\n", encoding="utf-8")
    publishing.new_identity("Northern Rivers", made, "a boat of reeds")
    return made


def snapshot(folder: Path) -> dict[str, bytes]:
    return {path.relative_to(folder).as_posix(): path.read_bytes() for path in folder.glob("**/*") if path.is_file()}


def test_from_nothing_to_a_signed_package(shell: Shell, tmp_path: Path) -> None:
    folder, out, keys = tmp_path / "first-aid", tmp_path / "first-aid.course", tmp_path / "keys"
    (tmp_path / "pass.txt").write_text("a boat of reeds\n", encoding="utf-8")
    assert shell("new", folder) == 0
    assert str(folder / "course.toml") in shell.out.splitlines()
    assert shell("check", folder) == 0
    assert "No mistakes." in shell.out
    assert shell("identity", "new", "Northern Rivers", "-o", keys, "--passphrase-file", tmp_path / "pass.txt") == 0
    assert sorted(path.name for path in keys.iterdir()) == ["Northern Rivers.identity", "Northern Rivers.key"]
    assert shell("build", folder, "-o", out, "--identity", keys / "Northern Rivers.key", "--passphrase-file", tmp_path / "pass.txt") == 0
    assert "signed by Northern Rivers" in shell.out
    assert shell("verify", out) == 4
    assert shell.out.splitlines()[:2] == ["INTACT, BUT THE SIGNER IS NOT KNOWN HERE", "intact, signed by Northern Rivers, who is not known here"]
    assert shell.err == ""


def test_a_new_course_does_not_touch_what_is_there(shell: Shell, folder: Path) -> None:
    before = snapshot(folder)
    assert shell("new", folder) == 1
    assert "not empty" in shell.err
    assert snapshot(folder) == before


def test_check_lists_every_mistake_with_its_place_and_changes_nothing(shell: Shell, folder: Path) -> None:
    (folder / "01-start" / "01-welcome.md").write_text("---\noptinal: true\n---\nHello.\n", encoding="utf-8")
    (folder / "02-practice" / "01-check.quiz.toml").write_text("pass_mark = 700\n", encoding="utf-8")
    before = snapshot(folder)
    assert shell("check", folder) == 1
    lines = shell.err.splitlines()
    assert any(line.startswith("01-start/01-welcome.md, line 2:") and "Did you mean “optional”?" in line for line in lines)
    assert any(line.startswith("02-practice/01-check.quiz.toml, line 1:") for line in lines)
    assert shell.out == ""
    assert snapshot(folder) == before


def test_check_as_json_tells_warnings_of_a_text(shell: Shell, folder: Path) -> None:
    (folder / "01-start" / "01-welcome.md").write_text("Go to [nowhere](javascript:alert(1)).\n\n<script>alert(1)</script>\n", encoding="utf-8")
    assert shell("check", folder, "--json") == 0
    found = json.loads(shell.out)
    assert (found["id"], found["lessons"], found["required"]) == ("org.example.first-aid", 4, 3)
    assert any("01-start/01-welcome.md, line 1" in warning for warning in found["warnings"])


def test_the_same_folder_gives_the_same_bytes(shell: Shell, folder: Path, tmp_path: Path) -> None:
    assert shell("build", folder, "-o", tmp_path / "a.course") == 0
    os.utime(folder / "course.toml", (1, 1))
    assert shell("build", folder, "-o", tmp_path / "b.course", "--frozen") == 0
    assert (tmp_path / "a.course").read_bytes() == (tmp_path / "b.course").read_bytes()


def test_a_package_is_called_like_its_folder_where_nothing_else_is_said(shell: Shell, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    assert shell("new", "my-course") == 0
    assert shell("build", "my-course") == 0
    assert (tmp_path / "my-course.course").is_file()
    assert shell("verify", "my-course.course") == 4


def test_a_course_that_nobody_could_finish_is_refused(shell: Shell, folder: Path) -> None:
    for name, other in (("01-welcome", "02-before-you-go-on"), ("02-before-you-go-on", "01-welcome")):
        path = folder / "01-start" / f"{name}.md"
        path.write_text(path.read_text(encoding="utf-8").replace("title:", f"opens_when: {{ complete: 01-start/{other} }}\ntitle:"), encoding="utf-8")
    assert shell("check", folder) == 1
    assert "01-start/01-welcome.md" in shell.err
    assert shell("build", folder, "-o", folder.with_suffix(".course")) == 1
    assert not folder.with_suffix(".course").exists()


def test_warnings_are_lines_and_a_text_too_odd_to_show_is_one(shell: Shell, folder: Path) -> None:
    (folder / "02-practice" / "90-more-to-read.md").write_text("---\noptional: true\n---\n" + "> " * 200 + "deep\n", encoding="utf-8")
    (folder / "left-over.txt").write_text("x", encoding="utf-8")
    assert shell("check", folder) == 0
    assert any(line.startswith("Warning: left-over.txt: ") for line in shell.out.splitlines())


def test_a_folder_that_cannot_be_made_is_said(shell: Shell, tmp_path: Path) -> None:
    (tmp_path / "file").write_text("x", encoding="utf-8")
    file = tmp_path / "file"
    ways: list[list[str | Path]] = [["new", file / "course"], ["identity", "new", "N", "-o", file, "--passphrase-file", file]]
    for words in ways:
        assert shell(*words) == 1
        assert "file" in shell.err
        assert "Traceback" not in shell.err


def test_a_frozen_build_refuses_when_ids_would_change(shell: Shell, folder: Path, tmp_path: Path) -> None:
    before = snapshot(folder)
    assert shell("build", folder, "-o", tmp_path / "a.course", "--frozen") == 1
    assert "course.lock" in shell.err
    assert snapshot(folder) == before
    assert not (tmp_path / "a.course").exists()


def test_a_renamed_lesson_keeps_its_id_and_the_author_is_told(shell: Shell, folder: Path, tmp_path: Path) -> None:
    assert shell("build", folder, "-o", tmp_path / "a.course") == 0
    (folder / "01-start" / "01-welcome.md").rename(folder / "01-start" / "05-hello.md")
    assert shell("build", folder, "-o", tmp_path / "a.course") == 0
    assert "01-start/01-welcome is now 01-start/05-hello" in shell.out
    assert shell("inspect", tmp_path / "a.course", "--json") == 0
    ids = [lesson["id"] for lesson in json.loads(shell.out)["chapters"][0]["lessons"]]
    assert "01-start/01-welcome" in ids


def test_a_build_that_fails_leaves_the_old_package(shell: Shell, folder: Path, package: Path) -> None:
    before = package.read_bytes()
    (folder / "course.toml").write_text('title = "No id"\n', encoding="utf-8")
    assert shell("build", folder, "-o", package) == 1
    assert package.read_bytes() == before
    assert shell("build", folder, "-o", folder.parent / "a.zip") == 1
    assert "a.course" in shell.err


def test_inspect_prints_exactly_this_shape(shell: Shell, package: Path, keys: Path) -> None:
    assert shell("inspect", package, "--json") == 0
    found = json.loads(shell.out)
    assert list(found) == ["id", "title", "version", "languages", "publisher", "signed_by", "chapters", "awards"]
    assert found["signed_by"] is None
    assert found["languages"] == ["en"]
    assert [list(chapter) for chapter in found["chapters"]] == [["id", "title", "lessons"]] * 2
    lessons = [lesson for chapter in found["chapters"] for lesson in chapter["lessons"]]
    assert all(list(lesson) == ["id", "title", "kind", "required", "rule", "minutes"] for lesson in lessons)
    assert [(lesson["kind"], lesson["required"], lesson["rule"]) for lesson in lessons] == [
        ("text", True, "next"), ("checklist", True, "boxes"), ("quiz", True, "passed"), ("text", False, "next"),
    ]  # fmt: skip
    assert all(isinstance(lesson["minutes"], int) and lesson["minutes"] >= 1 for lesson in lessons)
    assert [award["id"] for award in found["awards"]] == ["certificate"]
    assert shell("sign", package, "--identity", keys / "Northern Rivers.key", "--passphrase-file", keys / "pass.txt") == 0
    assert shell("inspect", package, "--json") == 0
    assert json.loads(shell.out) == {**found, "signed_by": "Northern Rivers"}
    assert shell("inspect", package) == 0
    assert "signed by: Northern Rivers" in shell.out


def test_an_unsigned_package_is_intact_and_nobody_answers_for_it(shell: Shell, package: Path) -> None:
    assert shell("verify", package) == 4
    assert "unsigned: nobody answers for it" in shell.out
    assert shell("verify", package, "--json") == 4
    found = json.loads(shell.out)
    assert list(found) == ["verdict", "reason", "kind", "fields"]
    assert (found["verdict"], found["kind"], found["fields"]["title"]) == ("unknown", "package", "First aid")


@pytest.mark.parametrize("damage", ["flipped", "truncated", "grown", "empty", "no zip"])
def test_a_changed_package_is_not_valid(shell: Shell, package: Path, damage: str) -> None:
    data = package.read_bytes()
    middle = len(data) // 2
    changed = {
        "flipped": data[:middle] + bytes([data[middle] ^ 1]) + data[middle + 1 :],
        "truncated": data[:-7],
        "grown": data + b"\n",
        "empty": b"",
        "no zip": b"Nothing of the kind.\n" * 50,
    }[damage]
    package.write_bytes(changed)
    assert shell("verify", package) == 1
    assert shell.out.splitlines()[0] == "NOT VALID"
    assert "first-aid.course" in shell.out
    assert shell("verify", package, "--json") == 1
    assert json.loads(shell.out)["verdict"] == "not valid"


def test_a_file_that_is_not_there_is_said_in_a_sentence(shell: Shell, tmp_path: Path) -> None:
    for command in ("verify", "inspect"):
        assert shell(command, tmp_path / "none.course") == 1
        assert "none.course" in shell.err
        assert "Traceback" not in shell.err


def test_sign_refuses_a_damaged_package_and_a_wrong_passphrase(shell: Shell, package: Path, keys: Path, tmp_path: Path) -> None:
    key = keys / "Northern Rivers.key"
    (tmp_path / "wrong.txt").write_text("a boat of weeds\n", encoding="utf-8")
    before = package.read_bytes()
    assert shell("sign", package, "--identity", key, "--passphrase-file", tmp_path / "wrong.txt") == 1
    assert "passphrase" in shell.err
    assert shell("sign", package, "--identity", key) == 1
    assert "--passphrase-file" in shell.err
    assert package.read_bytes() == before
    package.write_bytes(before[:200] + bytes([before[200] ^ 255]) + before[201:])
    damaged = package.read_bytes()
    assert shell("sign", package, "--identity", key, "--passphrase-file", keys / "pass.txt") == 1
    assert package.read_bytes() == damaged


def test_a_key_without_a_passphrase_asks_for_none(shell: Shell, package: Path, tmp_path: Path) -> None:
    made = publishing.new_identity("Open Door", tmp_path, "")
    assert shell("sign", package, "--identity", made.key) == 0
    assert "signed by Open Door" in shell.out


def test_identity_show_reads_card_and_key_alike(shell: Shell, keys: Path) -> None:
    assert shell("identity", "show", keys / "Northern Rivers.identity", "--json") == 0
    shown = json.loads(shell.out)
    assert shown["name"] == "Northern Rivers"
    assert shell("identity", "show", keys / "Northern Rivers.key", "--json") == 0
    assert json.loads(shell.out) == shown
    assert shell("identity", "show", keys / "Northern Rivers.key") == 0
    assert f"fingerprint: {shown['fingerprint']}" in shell.out
    assert shell("identity", "show", keys / "pass.txt") == 1


def test_an_identity_is_never_written_over(shell: Shell, keys: Path) -> None:
    before = snapshot(keys)
    assert shell("identity", "new", "Northern Rivers", "-o", keys, "--passphrase-file", keys / "pass.txt") == 1
    assert "exists" in shell.err
    assert snapshot(keys) == before


@pytest.mark.parametrize("words", [["build"], ["sign", "x"], ["inspect", "--jsn", "x"], ["identity"], ["identity", "nwe"], ["progress"],
                                   ["verify", "a", "b"], ["--data", "d", "check"]])
def test_words_that_make_no_sense_are_a_usage_error(shell: Shell, words: list[str]) -> None:
    assert shell(*words) == 2
    assert shell.out == ""
    assert "--help" in shell.err


def test_a_mistake_of_ours_has_its_own_code_and_is_logged(shell: Shell, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def broken(_package: Path) -> None:
        raise ZeroDivisionError("a bug")

    monkeypatch.setattr(publishing, "inspect", broken)
    assert shell("inspect", tmp_path / "x.course") == 3
    log = tmp_path / "data" / "logs" / "greentick.log"
    assert "our mistake" in shell.err
    assert str(log) in shell.err
    assert "Traceback" not in shell.err
    assert "ZeroDivisionError: a bug" in log.read_text(encoding="utf-8")


def test_interrupting_ends_in_a_sentence(shell: Shell, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def interrupted(_package: Path) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr(publishing, "inspect", interrupted)
    assert shell("inspect", tmp_path / "x.course") == 1
    assert shell.err == "Stopped. What was begun was not finished.\n"


def test_the_installed_program_and_the_module_are_the_same(package: Path) -> None:
    program = Path(sys.executable).with_name("greentick.exe" if sys.platform == "win32" else "greentick")
    assert program.exists()
    ways: list[list[str]] = [[str(program)], [sys.executable, "-m", "player"]]
    check = ["verify", str(package), "--json"]
    said = [subprocess.run([*way, *check], cwd=ROOT, capture_output=True, text=True, encoding="utf-8", check=False) for way in ways]
    assert [done.returncode for done in said] == [4, 4]
    assert said[0].stdout == said[1].stdout
    assert json.loads(said[0].stdout)["verdict"] == "unknown"


def test_the_starter_course_has_every_file_of_the_program(folder: Path) -> None:
    starter = ROOT / "resources" / "starter"
    assert set(snapshot(folder)) == set(snapshot(starter))
    shutil.rmtree(folder)


@pytest.fixture
def learned(package: Path, tmp_path: Path) -> Path:
    """A data folder in which Amina has read the first lesson."""
    data = tmp_path / "data"
    player = Player(DataFolder(data), machine="a machine")
    learner = player.learners.create("Amina", "bird", "teal")
    enrolment = player.learning.enrol(learner.id, player.library.open(player.library.add(package)))
    first = next(enrolment.open.course.lessons())
    player.learning.open_lesson(enrolment, first.id)
    player.learning.finish_lesson(enrolment, first.id)
    player.close()
    return data


def test_progress_tells_ticks_and_that_the_ledger_holds(shell: Shell, learned: Path) -> None:
    assert shell("progress", "Amina", "--json") == 0
    found = json.loads(shell.out)
    assert (found["name"], found["verified"]) == ("Amina", True)
    (enrolment,) = found["enrolments"]
    assert (enrolment["course"], enrolment["done"], enrolment["of"], enrolment["complete"]) == ("org.example.first-aid", 1, 3, False)
    assert [(lesson["id"], lesson["state"]) for lesson in enrolment["lessons"]] == [("01-start/01-welcome", "done")]
    assert shell("progress", "Amina") == 0
    assert "verified: yes" in shell.out.splitlines()


def test_progress_finds_the_data_folder_before_and_after_its_name(shell: Shell, learned: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("GREENTICK_DATA", str(learned.parent / "elsewhere"))
    assert shell("--data", learned, "progress", "Amina") == 0
    assert shell("progress", "Amina", "--data", learned) == 0
    assert shell("progress", "Amina") == 1
    assert "elsewhere" in shell.err
    assert not (learned.parent / "elsewhere").exists()


def test_an_unknown_learner_is_said_in_a_sentence(shell: Shell, learned: Path) -> None:
    assert shell("progress", "Nobody") == 1
    assert "Nobody" in shell.err
    assert "Traceback" not in shell.err


@pytest.fixture(scope="module")
def certificate(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Amina's certificate of the starter course, saved where she wanted it."""
    place = tmp_path_factory.mktemp("earned")
    publishing.new(place / "first-aid")
    package = publishing.build(place / "first-aid", place / "first-aid.course").path
    player = Player(DataFolder(place / "data"), machine="a machine")
    enrolment = player.learning.enrol(player.learners.create("Amina", "bird", "teal").id, player.library.open(player.library.add(package)))
    for lesson in enrolment.open.course.lessons():
        player.learning.open_lesson(enrolment, lesson.id)
        if lesson.quiz is not None:
            paper = player.quizzing.start(enrolment, lesson.id)
            for question in paper.questions:
                paper = player.quizzing.answer(paper, question.id, tuple(one.id for one in question.answers if one.right))
            player.quizzing.submit(paper)
        for box in range(len(lesson.boxes)):
            player.learning.tick_box(enrolment, lesson.id, box, ticked=True)
        player.learning.finish_lesson(enrolment, lesson.id)
    issued = player.awarding.issue(enrolment, "certificate", "Amina Okafor-Müller")
    player.awarding.save(issued, place / "Amina.pdf")
    player.close()
    return place / "Amina.pdf"


def test_a_certificate_is_intact_and_every_field_is_printed(shell: Shell, certificate: Path) -> None:
    assert shell("verify", certificate) == 4
    lines = shell.out.splitlines()
    assert lines[0] == "INTACT, BUT THE SIGNER IS NOT KNOWN HERE"
    assert "Name: Amina Okafor-Müller" in lines
    assert any(line.startswith("Lesson A first check: ") and "score 1" in line for line in lines)
    assert shell("verify", certificate, "--json") == 4
    found = json.loads(shell.out)
    assert (found["verdict"], found["kind"], found["fields"]["name"]) == ("unknown", "certificate", "Amina Okafor-Müller")
    assert [lesson["id"] for lesson in found["fields"]["lessons"]] == [
        "01-start/01-welcome", "01-start/02-before-you-go-on", "02-practice/01-check",
    ]  # fmt: skip


def test_a_certificate_is_known_by_its_bytes_where_its_name_says_nothing(shell: Shell, certificate: Path, tmp_path: Path) -> None:
    shutil.copy(certificate, tmp_path / "attachment")
    assert shell("verify", tmp_path / "attachment", "--json") == 4
    assert json.loads(shell.out)["kind"] == "certificate"


@pytest.mark.parametrize("damage", ["flipped", "truncated", "grown", "empty", "no pdf"])
def test_a_changed_certificate_is_not_valid(shell: Shell, certificate: Path, tmp_path: Path, damage: str) -> None:
    data = certificate.read_bytes()
    middle = len(data) // 3
    file = tmp_path / "changed.pdf"
    file.write_bytes({
        "flipped": data[:middle] + bytes([data[middle] ^ 1]) + data[middle + 1 :],
        "truncated": data[:-9],
        "grown": data + b"\n",
        "empty": b"",
        "no pdf": b"Nothing of the kind.\n" * 50,
    }[damage])  # fmt: skip
    assert shell("verify", file) == 1
    assert shell.out.splitlines()[0] == "NOT VALID"
    assert shell("verify", file, "--json") == 1
    assert json.loads(shell.out)["verdict"] == "not valid"
    assert shell("verify", tmp_path / "none.pdf") == 1
    assert "none.pdf" in shell.err


@pytest.mark.skipif(sys.platform != "linux", reason="only there a missing display can be told from the environment")
def test_no_display_is_a_sentence(tmp_path: Path) -> None:
    shown = {"DISPLAY", "WAYLAND_DISPLAY", "QT_QPA_PLATFORM"}
    env = {name: value for name, value in os.environ.items() if name not in shown}
    command = [sys.executable, "-m", "player", "--data", str(tmp_path)]
    ended = subprocess.run(command, env=env, capture_output=True, text=True, timeout=60, check=False)
    assert ended.returncode == 1
    assert ended.stderr.startswith("greentick: there is no display here")
    assert not list(tmp_path.iterdir())
