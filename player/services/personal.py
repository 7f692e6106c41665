"""What this machine holds about one learner: a copy of everything to hand over, and its erasure. Behind the trainer's PIN."""

import base64
import json
import sqlite3
import uuid
import zipfile
from collections.abc import Iterator
from contextlib import closing
from dataclasses import asdict, dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

from player.course.event_data import text_of
from player.course.facts import EventKind
from player.course.ledger import decode
from player.errors import PlayerError, said
from player.services.learners import Learners, folded_name
from player.services.learning import Learning
from player.services.register import Register
from player.services.restored import finish_erasing
from player.services.safe_names import safe_name
from player.services.trainer import Proof, Trainer

if TYPE_CHECKING:
    from player.store.erasing import Part

SECRET = {"pin": {"hash"}}  # what nobody needs to see
ABOUT = """What Greentick on this computer holds about {name}, written on {day}.

progress.json     every course: lessons, attempts, scores, awards, and whether the record holds together
record.jsonl      the learning record, one entry a line, in the order of each chain (docs/data-folder.md explains the kinds)
tables.json       all other rows: profile, answers, notes, bookmarks, notices, certificates, sittings
certificates/     the certificates and vouchers that are kept here
handed-in/        what was handed in, by course and lesson

Times are milliseconds since 1970 in UTC.
"""


@dataclass(frozen=True, slots=True)
class Holding:
    """How much there is of somebody; `asides` are databases that a restore put aside, which hold everybody."""

    name: str
    courses: int
    certificates: int
    handed_in: int
    backups: int
    asides: int


@dataclass(frozen=True, slots=True)
class Exported:
    path: Path
    files: int
    size: int


@dataclass(frozen=True, slots=True)
class Erased:
    """`backups_deleted`: those that could not be read, and so not be cleaned."""

    name: str
    backups_deleted: int


class Personal:
    def __init__(self, register: Register, learners: Learners, learning: Learning, trainer: Trainer) -> None:
        self._register, self._learners, self._learning, self._trainer = register, learners, learning, trainer

    def holding(self, proof: Proof, learner_id: str) -> Holding:
        """PlayerError when there is no such learner."""
        from player.store.backups import listed
        from player.store.erasing import aside

        self._trainer.require(proof)
        card, data = self._learners.get(learner_id), self._register.data
        with self._register.store.reading() as tables:
            courses = {row.course_key for row in tables.enrolments.of_learner(learner_id)}
        files = self._files(learner_id)
        return Holding(card.name, len(courses), sum(path.is_file() for path in files), sum(1 for path in files if path.is_dir()),
                       len(listed(data.backups)), len(aside(data.database)))  # fmt: skip

    # A copy of everything

    def export(self, proof: Proof, learner_id: str, target: Path) -> Exported:
        """One ZIP file, complete or not there. PlayerError when it cannot be written."""
        self._trainer.require(proof)
        card = self._learners.get(learner_id)
        progress = asdict(self._learning.progress(learner_id))
        beside = target.with_name(f".{target.name}.part")
        try:
            with zipfile.ZipFile(beside, "w", zipfile.ZIP_DEFLATED) as out:
                day = datetime.fromtimestamp(self._register.clock() / 1000, UTC).astimezone().date().isoformat()
                out.writestr("README.txt", ABOUT.format(name=card.name, day=day))
                out.writestr("progress.json", _json(progress))
                self._write_rows(out, learner_id)
                for path in self._files(learner_id):
                    for file in sorted(path.rglob("*")) if path.is_dir() else [path]:
                        if file.is_file():
                            out.write(file, file.relative_to(self._register.data.root).as_posix())
                count = len(out.namelist())
            beside.replace(target)
        except OSError as error:
            raise PlayerError("The copy could not be written", said("{path} could not be written ({why}).", path=target, why=error.strerror or error),
                              "Make room, or choose another place.") from error  # fmt: skip
        finally:
            beside.unlink(missing_ok=True)
        return Exported(target, count, target.stat().st_size)

    def _write_rows(self, out: zipfile.ZipFile, learner_id: str) -> None:
        from player.store.erasing import parts, rows, with_guests

        told: dict[str, list[dict[str, Any]]] = {}
        with self._reading() as db:
            found = parts(db, with_guests(db, learner_id))
            with out.open("record.jsonl", "w") as record:
                for part in (one for one in found if one.table == "ledger"):
                    for row in rows(db, part):
                        record.write(row["body"] + b"\n")
            for part in (one for one in found if one.table != "ledger"):
                told[part.table] = [_plain(part, row) for row in rows(db, part)]
        out.writestr("tables.json", _json(told))

    def _reading(self) -> "closing[sqlite3.Connection]":
        from player.store.version import read_only

        _ = self._register.store  # it is there, and of this version
        return closing(read_only(self._register.data.database))

    # Erasing

    def erase(self, proof: Proof, learner_id: str, typed: str) -> Erased:
        """`typed` is the learner's name, as a last question. Everything is gone when this returns, out of the backups too; once it has begun, a start
        after a crash completes it. PlayerError when the name is not the one, and when something holds a file: it is completed later then."""
        from player.store.erasing import Erasure, with_guests, write_down

        self._trainer.require(proof)
        card, root = self._learners.get(learner_id), self._register.data.root
        if folded_name(typed) != folded_name(card.name):
            raise PlayerError("Not this name", said("“{typed}” is not the name of this learner.", typed=typed.strip()[:80]),
                              "Type the name as it stands on the board.")  # fmt: skip
        with self._reading() as db:
            learners = with_guests(db, learner_id)
        files = tuple(path.relative_to(root).as_posix() for path in self._files(learner_id))
        write_down(root, Erasure(learners, files, uuid.uuid4().hex, self._register.clock()))
        self._register.close()
        return Erased(card.name, finish_erasing(self._register.data))

    def _files(self, learner_id: str) -> list[Path]:
        """Certificates, also those that a newer one replaces, and the folders of what was handed in."""
        from player.store.erasing import parts, rows, with_guests

        data = self._register.data
        with self._reading() as db:
            found = {part.table: part for part in parts(db, with_guests(db, learner_id))}
            kept = {row["file"] for row in rows(db, found["award"]) if row["file"]}
            numbers = set(_issued(rows(db, found["ledger"])))
            enrolments = [row["id"] for row in rows(db, found["enrolment"])]
        paths = {data.certificates / name for name in kept if safe_name(name) == name}
        paths |= {path for number in numbers if safe_name(number) == number for path in data.certificates.glob(f"{number}*")}
        paths |= {data.handed_in / name for name in enrolments}
        return sorted(path for path in paths if path.exists())


def _issued(found: Iterator[dict[str, Any]]) -> Iterator[str]:
    for row in found:
        if row["kind"] == EventKind.ISSUED.value and (number := text_of(decode(row["body"]).event, "number")):
            yield number


def _plain(part: "Part", row: dict[str, Any]) -> dict[str, Any]:
    """Values that JSON knows."""
    hidden = SECRET.get(part.table, set())
    return {name: base64.b64encode(value).decode("ascii") if isinstance(value, bytes) else value for name, value in row.items() if name not in hidden}


def _json(value: object) -> str:
    return json.dumps(value, ensure_ascii=False, indent=1)
