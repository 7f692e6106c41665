"""Rows of one database into another of the same line: found again by what names them, since local numbers may differ."""

import hashlib
import sqlite3
from collections.abc import Callable, Iterable, Mapping
from typing import Any

from player.store.wreck import Row, Wreck

COUNTERS = ("done", "required", "extras_done", "extras", "seconds", "seconds_left", "complete", "earned_at", "resume", "resume_title",
            "resume_seconds", "access")  # fmt: skip
HANDLED = frozenset({
    "alembic_version", "attempt", "award", "bookmark", "chain", "course", "device", "enrolment", "frozen_quiz", "learner", "ledger",
    "left_at", "lesson_state", "note", "response", "sitting",
})  # fmt: skip


class Merger:
    """`newer` says that the wreck goes on where the other ends: its rows win where both have one. Rows that do not fit are left out."""

    def __init__(self, wreck: Wreck, into: sqlite3.Connection, *, newer: bool) -> None:
        self._wreck, self._db, self._newer = wreck, into, newer
        self._enrolment: dict[int, int] = {}  # number there -> number here
        self._columns: dict[str, set[str]] = {}
        self.chain_rows = wreck.rows("chain")

    # What the ledger stands on

    def people_and_courses(self, printed: Mapping[str, str]) -> None:
        """Devices, learners, courses, enrolments and chains. `printed`: learner -> the name that prints, where it is known."""
        self._all("device", ("id",), wins=False)
        for row in self._wreck.rows("learner"):
            if not self._put("learner", ("id",), row, wins=self._newer) and not self._is_here("learner", "id", row["id"]):
                self._put("learner", ("id",), self._renamed(row), wins=False)
        self._all("course", ("key",), wins=self._newer)
        enrolments = self._wreck.rows("enrolment")
        if not self._wreck.read_wholly("learner"):
            self._nameless({row["learner_id"]: row["created_at"] for row in (*enrolments, *self.chain_rows)}, printed)
        for row in enrolments:
            kept = {name: value for name, value in row.items() if name != "number" and name not in COUNTERS}
            here = self._db.execute("SELECT number FROM enrolment WHERE id = ?", (row["id"],)).fetchone()
            if here is None:
                self._put("enrolment", ("id",), {name: value for name, value in row.items() if name != "number"}, wins=False)
                here = self._db.execute("SELECT number FROM enrolment WHERE id = ?", (row["id"],)).fetchone()
            elif self._newer:
                self._put("enrolment", ("id",), kept, wins=True)
            if here is not None and isinstance(row["number"], int):
                self._enrolment[row["number"]] = here[0]
        for row in self.chain_rows:
            self._put("chain", ("id",), {name: value for name, value in row.items() if name != "number"}, wins=False)

    def _nameless(self, since: Mapping[str, int], printed: Mapping[str, str]) -> None:
        """Learners whose own row is lost come back under the name that prints for them, or under a number."""
        for number, (learner, at) in enumerate(since.items(), 1):
            if not self._is_here("learner", "id", learner):
                name = printed.get(learner) or f"Learner {number}"
                row = {"id": learner, "name": name, "folded": name.casefold(), "picture": "bird", "tint": "slate", "guest": False,
                       "printed_name": printed.get(learner, ""), "created_at": at}  # fmt: skip
                self._put("learner", ("id",), row, wins=False) or self._put("learner", ("id",), self._renamed(row), wins=False)

    def _renamed(self, row: Row) -> Row:
        """Somebody of that name was here before and was removed there: both come."""
        number = 2
        while self._is_here("learner", "folded", f"{row['folded']} ({number})"):
            number += 1
        return row | {"name": f"{row['name']} ({number})", "folded": f"{row['folded']} ({number})"}

    # What hangs on it

    def work_in_progress(self, *, folded: bool) -> None:
        """Attempts, answers, sittings, notes and awards; with `folded` also what was folded from the ledger, which is complete then. Tables that
        this part of the program does not know are taken as they are."""
        self._all("frozen_quiz", ("digest",), wins=False,
                  fits=lambda row: isinstance(row["body"], bytes) and hashlib.sha256(row["body"]).hexdigest() == row["digest"])
        self._all("attempt", ("id",), wins=True, fits=self._later("attempt", ("id",), "submitted_at", "seen_at"))
        self._all("response", ("attempt", "question"), wins=True, fits=self._later("response", ("attempt", "question"), "at"))
        self._all("sitting", ("enrolment", "lesson"), wins=True, fits=self._later("sitting", ("enrolment", "lesson"), "last_at"))
        self._all("left_at", ("enrolment", "lesson"), wins=self._newer)
        self._all("note", ("id",), wins=True, fits=self._later("note", ("id",), "changed_at"))
        marked = ("learner_id", "course_key", "lesson")
        self._all("bookmark", marked, wins=True, fits=self._later("bookmark", marked, "at"))
        if folded:
            later = self._later("lesson_state", ("enrolment", "lesson"), "last_at", "ticked_at")
            self._all("lesson_state", ("enrolment", "lesson"), wins=True, fits=later)
            self._all("award", ("enrolment", "award"), wins=True, fits=self._later("award", ("enrolment", "award"), "saved_at", "issued_at"))
            if self._newer:
                self._counters()
        for table in self._others():
            keys = [name for name, in self._db.execute("SELECT name FROM pragma_table_info(?) WHERE pk ORDER BY pk", (table,))]
            if keys:
                self._all(table, tuple(keys), wins=self._newer)

    def _counters(self) -> None:
        for row in self._wreck.rows("enrolment"):
            self._put("enrolment", ("id",), {name: row[name] for name in ("id", *COUNTERS, "started_at") if name in row}, wins=True)

    def _others(self) -> Iterable[str]:
        found = self._db.execute("SELECT name FROM sqlite_master WHERE type = 'table' AND name NOT LIKE 'sqlite_%'").fetchall()
        return [name for (name,) in found if name not in HANDLED]

    def _later(self, table: str, keys: tuple[str, ...], *times: str) -> Callable[[Row], bool]:
        """Whether a row is not older than the one that is here; of several times the first that one of both has decides."""
        asked = f"SELECT {', '.join(times)} FROM {table} WHERE " + " AND ".join(f"{key} = ?" for key in keys)  # noqa: S608  # names of ours

        def fits(row: Row) -> bool:
            here = self._db.execute(asked, tuple(row[key] for key in keys)).fetchone()
            return here is None or [row.get(time) or 0 for time in times] >= [time or 0 for time in here]

        return fits

    # One row

    def _all(self, table: str, keys: tuple[str, ...], *, wins: bool, fits: Callable[[Row], bool] = lambda _row: True) -> None:
        for there in self._wreck.rows(table):
            row = there
            if "enrolment" in row:
                here = self._enrolment.get(row["enrolment"])
                if here is None:
                    continue
                row = row | {"enrolment": here}
            if fits(row):
                self._put(table, keys, row, wins=wins)

    def _put(self, table: str, keys: tuple[str, ...], row: Row, *, wins: bool) -> bool:
        """Adds the row; where its key is here already it replaces what is here if it `wins`. False when it does not fit in."""
        if table not in self._columns:
            self._columns[table] = {name for name, in self._db.execute("SELECT name FROM pragma_table_info(?)", (table,))}
        values: dict[str, Any] = {name: value for name, value in row.items() if name in self._columns[table]}
        if not all(key in values for key in keys):
            return False
        others = [name for name in values if name not in keys]
        where, key = " AND ".join(f'"{name}" = ?' for name in keys), [values[name] for name in keys]
        try:
            if self._db.execute(f'SELECT 1 FROM "{table}" WHERE {where}', key).fetchone() is None:  # noqa: S608  # names of ours
                names, marks = ", ".join(f'"{name}"' for name in values), ", ".join("?" for _ in values)
                self._db.execute(f'INSERT INTO "{table}" ({names}) VALUES ({marks})', [*values.values()])  # noqa: S608
            elif wins and others:
                told = ", ".join(f'"{name}" = ?' for name in others)
                self._db.execute(f'UPDATE "{table}" SET {told} WHERE {where}', [*(values[name] for name in others), *key])  # noqa: S608
        except sqlite3.IntegrityError:
            return False
        return True

    def _is_here(self, table: str, key: str, value: object) -> bool:
        return self._db.execute(f'SELECT 1 FROM "{table}" WHERE "{key}" = ?', (value,)).fetchone() is not None  # noqa: S608
