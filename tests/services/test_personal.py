"""A copy of everything about one learner, and their erasure: nothing of them is left in any file, and everybody else keeps everything."""

import json
import os
import shutil
import sqlite3
import subprocess
import sys
import zipfile
from pathlib import Path

import pytest

from player.course.ledger import decode
from player.errors import PlayerError
from player.paths import DataFolder
from player.services.first import first_picture
from player.services.notes import Note, new_note_id
from player.services.player import Player
from player.store.erasing import is_erased
from tests.forge.burns import RIGHT, completes, sits, write_burns

NOON = 1_800_000_000_000
RARE, PRINTED, NOTE = "Xanthippe Quillfeather", "Dr Xanthippe Quillfeather-Brown", "marmalade zeppelin"
ROOT = Path(__file__).parents[2]


def school(folder: Path) -> Player:
    """Two learners who have done everything there is, with backups from before and after."""
    moment = [NOON]
    player = Player(DataFolder(folder / "data"), lambda: moment[0], machine="one")
    player.trainer.set_pin("Tess Trainer", "4711", "4711")
    opened = player.library.open(player.library.add(write_burns(folder / "burns.course")))
    for name, printed in ((RARE, PRINTED), ("Nora Example", "Nora Example")):
        card = player.learners.create(name, "bird", "sea")
        at = player.learning.enrol(card.id, opened)
        player.safety.back_up()
        moment[0] += 3_600_000
        completes(player, at)
        player.awarding.issue(at, "certificate", printed)
        player.awarding.issue(at, "dressing", printed)
        player.notes.write(card.id, opened.key, Note(new_note_id(), "boxes", "", "Here", f"{NOTE} of {name}", moment[0], moment[0]))
        player.handing_in.keep_draft(at, "boxes", f"draft of {name}")
        proof = player.trainer.check("4711")
        number = player.learning.status(at).awards["dressing"].number
        player.vouchers.redeem(proof, player.vouchers.look_up(proof, number))
        player.safety.back_up()
        moment[0] += 3_600_000
    opened.close()
    return player


def traces(root: Path, *words: str) -> list[str]:
    """Files in which one of the words stands, in either way that text is kept."""
    found = []
    for path in sorted(root.rglob("*")):
        data = path.read_bytes() if path.is_file() else b""
        if any(word.encode(coding) in data for word in words for coding in ("utf-8", "utf-16-be", "utf-16-le")):
            found.append(path.relative_to(root).as_posix())
    return found


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Once: making it takes seconds."""
    folder = tmp_path_factory.mktemp("school")
    player = school(folder)
    player.close()
    return folder


@pytest.fixture
def player(built: Path, tmp_path: Path) -> Player:
    shutil.copytree(built, tmp_path, dirs_exist_ok=True)
    made = Player(DataFolder(tmp_path / "data"), lambda: NOON + 30 * 3_600_000, machine="one")
    made.library.add(tmp_path / "burns.course")
    return made


def test_nothing_of_somebody_erased_is_left_anywhere(player: Player, tmp_path: Path) -> None:
    root, rare = player.data.root, player.learners.find(RARE)
    proof = player.trainer.check("4711")
    (root / "greentick.db.damaged-2027-01-15T08-00-00Z").write_bytes(b"old " + RARE.encode())
    (root / "logs").mkdir(exist_ok=True)
    (root / "logs" / "greentick.log").write_text(f"trouble with {RARE}\n", encoding="utf-8")
    assert len(traces(root, RARE)) > 4, "the test looks in the right places"
    holding = player.personal.holding(proof, rare.id)
    assert (holding.name, holding.courses, holding.certificates, holding.handed_in, holding.asides) == (RARE, 1, 2, 1, 1)
    backups = holding.backups
    with pytest.raises(PlayerError, match="not the name"):
        player.personal.erase(proof, rare.id, "Nora Example")
    assert traces(root, RARE)
    hers = player.learning.progress("Nora Example")
    done = player.personal.erase(proof, rare.id, f" {RARE.upper()} ")
    assert (done.name, done.backups_deleted) == (RARE, 0)
    assert traces(root, RARE, PRINTED, NOTE + " of X", f"draft of {RARE}", rare.id) == []
    assert not (root / "erase.json").exists()
    assert is_erased(root, rare.id)
    assert not is_erased(root, player.learners.find("Nora Example").id)
    assert player.learning.progress("Nora Example") == hers, "somebody else lost something"
    assert hers.verified
    assert len(player.safety.backups()) == backups
    for backup in player.safety.backups():
        with sqlite3.connect(f"{backup.path.as_uri()}?mode=ro", uri=True) as db:
            assert db.execute("PRAGMA integrity_check").fetchone() == ("ok",)
            assert db.execute("PRAGMA foreign_key_check").fetchall() == []
            assert db.execute("SELECT count(*) FROM learner WHERE id = ?", (rare.id,)).fetchone() == (0,)
        db.close()
    proof = player.trainer.check("4711")
    redeemed = player.vouchers.redemptions(proof)
    assert sorted(one.name for one in redeemed) == ["", "Nora Example"], "a voucher is not redeemed twice"
    with player._register.store.reading() as tables:
        assert tables.connection.exec_driver_sql("PRAGMA foreign_key_check").fetchall() == []
    player.learners.create(RARE, "bird", "sea")
    player.close()


def test_an_old_copy_brings_nobody_back(player: Player, tmp_path: Path) -> None:
    rare, proof = player.learners.find(RARE), player.trainer.check("4711")
    kept = shutil.copy2(player.safety.backups()[0].path, tmp_path)
    player.personal.erase(proof, rare.id, RARE)
    shutil.copy2(kept, player.data.backups)
    player.safety.restore(player.data.backups / Path(kept).name)
    assert [one.name for one in player.learners.all()] == ["Nora Example"]
    assert player.learning.progress("Nora Example").verified
    assert traces(player.data.root, RARE) != [], "the copy that was put there by hand, and what the restore put aside"
    player.close()


def test_what_a_claimed_guest_did_goes_too(player: Player, tmp_path: Path) -> None:
    guest = player.learners.guest()
    opened = player.library.open(player.library.add(tmp_path / "burns.course"))
    player.learning.open_lesson(player.learning.enrol(guest.id, opened), "boxes")
    rare, proof = player.learners.find(RARE), player.trainer.check("4711")
    player.claiming.into(guest.id, rare.id)
    player.personal.erase(proof, rare.id, RARE)
    assert is_erased(player.data.root, guest.id)
    assert traces(player.data.root, RARE, guest.id) == []
    player.close()


def test_a_backup_that_cannot_be_read_is_deleted_and_told(player: Player) -> None:
    rare, proof = player.learners.find(RARE), player.trainer.check("4711")
    newest = player.safety.backups()[0].path
    newest.write_bytes(b"no database, but " + RARE.encode() * 400)
    assert player.personal.erase(proof, rare.id, RARE).backups_deleted == 1
    assert not newest.exists()
    assert traces(player.data.root, RARE) == []
    player.close()


def test_in_the_middle_of_a_quiz(player: Player) -> None:
    rare, proof = player.learners.find(RARE), player.trainer.check("4711")
    opened = player.library.open(next(iter(player.library.known())))
    player.quizzing.start(player.learning.enrol(rare.id, opened), "check")
    player.personal.erase(proof, rare.id, RARE)
    at = player.learning.enrol(player.learners.find("Nora Example").id, opened)
    assert sits(player, at, RIGHT).passed
    player.close()


def test_an_erasure_that_is_held_up_is_completed_later(player: Player, monkeypatch: pytest.MonkeyPatch) -> None:
    rare, proof = player.learners.find(RARE), player.trainer.check("4711")

    def held(*_: object) -> None:
        raise sqlite3.OperationalError("database is locked")

    with monkeypatch.context() as patched:
        patched.setattr("player.store.erasing.scrub", held)
        with pytest.raises(PlayerError, match="could not be completed"):
            player.personal.erase(proof, rare.id, RARE)
        with pytest.raises(PlayerError, match="could not be completed"):
            first_picture(player.data)
    found = first_picture(player.data)
    assert found is not None
    assert [one.name for one in found.learners] == ["Nora Example"]
    assert traces(player.data.root, RARE) == []
    player.close()


@pytest.mark.parametrize("step", ["scrub_backup", "scrub", "write_note", "rmtree"])
def test_killed_in_the_middle_it_is_completed_at_the_next_start(player: Player, step: str, tmp_path: Path) -> None:
    rare = player.learners.find(RARE)
    player.close()
    program = f"""
import os, sys
from pathlib import Path
from player.paths import DataFolder
from player.services.notes import Note, new_note_id
from player.services.player import Player
from player.store import erasing
def kill(*_, **__):
    os._exit(9)  # as kill -9: nothing is cleaned up
if {step!r} == "rmtree":
    erasing.shutil.rmtree = kill
elif {step!r} == "write_note":
    whole, seen = erasing.write_note, []
    erasing.write_note = lambda *told: kill() if seen else (seen.append(1), whole(*told))
else:
    setattr(erasing, {step!r}, kill)
player = Player(DataFolder(Path({str(player.data.root)!r})), lambda: {NOON + 90_000_000}, machine="one")
player.personal.erase(player.trainer.check("4711"), {rare.id!r}, {RARE!r})
"""
    ended = subprocess.run([sys.executable, "-c", program], cwd=ROOT, env=os.environ | {"PYTHONPATH": str(ROOT)}, timeout=120, check=False)
    assert ended.returncode == 9
    assert RARE not in (player.data.root / "erase.json").read_text(encoding="utf-8")
    found = first_picture(player.data)
    assert found is not None
    assert [one.name for one in found.learners] == ["Nora Example"]
    assert traces(player.data.root, RARE, PRINTED, rare.id) == []
    again = Player(player.data, machine="one")
    assert again.learning.progress("Nora Example").verified
    again.close()


def test_a_copy_of_everything(player: Player, tmp_path: Path) -> None:
    rare, proof = player.learners.find(RARE), player.trainer.check("4711")
    done = player.personal.export(proof, rare.id, tmp_path / "copy.zip")
    with zipfile.ZipFile(done.path) as box:
        assert len(box.namelist()) == done.files
        names = box.namelist()
        assert sum(name.startswith("certificates/") for name in names) == 2
        assert any(name.startswith("handed-in/") and name.endswith("draft.txt") for name in names)
        assert RARE in box.read("README.txt").decode()
        told = json.loads(box.read("tables.json"))
        assert told["learner"][0]["printed_name"] == PRINTED
        full = {name for name, rows in told.items() if rows}
        assert {"award", "note", "notice", "response", "attempt", "enrolment", "lesson_state", "chain"} <= full
        assert all("hash" not in row for row in told["pin"])
        record = box.read("record.jsonl").splitlines()
        assert len(record) == sum(chain.number for chain in player.learning.progress(RARE).ledger)
        assert decode(record[0]).event.number == 1
        assert json.loads(box.read("progress.json"))["name"] == RARE
        assert b"Nora" not in b"".join(box.read(name) for name in names if name.endswith(("json", "jsonl", "txt")))
    with pytest.raises(PlayerError, match="could not be written"):
        player.personal.export(proof, rare.id, tmp_path / "gone" / "copy.zip")
    assert not list(tmp_path.glob(".copy*"))
    player.close()
