"""The database: opened once, written to in one way only, read by as many as like."""

import sqlite3
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from sqlalchemy import URL, Connection, Engine, create_engine, event
from sqlalchemy.exc import DBAPIError
from sqlmodel import SQLModel

from player.store.attempts import Attempts
from player.store.awards import Awards
from player.store.enrolments import Enrolments
from player.store.failures import explained, not_writable
from player.store.learners import Learners
from player.store.ledger import Ledger
from player.store.notes import Notes
from player.store.outbox import Outbox
from player.store.pins import Pins
from player.store.playing import Playing
from player.store.shelf import Shelf
from player.store.upgrade import upgrade
from player.store.version import APPLICATION_ID, BUSY_MS, SCHEMA_VERSION, checked_version


class Tables:
    """The tables over one connection, by what they are about."""

    def __init__(self, connection: Connection) -> None:
        self.connection = connection
        self.learners = Learners(connection)
        self.shelf = Shelf(connection)
        self.enrolments = Enrolments(connection)
        self.ledger = Ledger(connection)
        self.attempts = Attempts(connection)
        self.awards = Awards(connection)
        self.pins = Pins(connection)
        self.notes = Notes(connection)
        self.playing = Playing(connection)
        self.outbox = Outbox(connection)


class Store:
    """One open database. `writing` is the only way to change it; every reading connection refuses to write."""

    def __init__(self, path: Path, backups: Path) -> None:
        """Opens, makes or brings up to date the database at `path`.

        Raises PlayerError, and changes nothing, when it is damaged, newer, foreign, in use or cannot be written.
        """
        self.path = path
        found = checked_version(path, backups)
        try:
            path.parent.mkdir(parents=True, exist_ok=True)
        except OSError as error:
            raise not_writable(path) from error
        self._writes, self._reads = _engine(path, writes=True), _engine(path, writes=False)
        self._lock = threading.Lock()
        self._owner: int | None = None
        try:
            with _spoken(path):
                if found == 0:
                    _create(self._writes)
                elif found < SCHEMA_VERSION:
                    upgrade(self._writes, path, backups, found)
                self._writer = self._writes.connect().execution_options(isolation_level="AUTOCOMMIT")  # BEGIN and COMMIT are said below
                self._raw: Any = self._writer.connection.dbapi_connection
                self._prove_writable()
        except BaseException:
            self._writes.dispose()
            raise
        self._tables = Tables(self._writer)

    def _prove_writable(self) -> None:
        """A write that changes nothing: a read-only folder is told at the start, not at the first tick."""
        with self._transaction():
            self._raw.execute(f"PRAGMA application_id={APPLICATION_ID}")

    @contextmanager
    def writing(self) -> Iterator[Tables]:
        """One transaction (BEGIN IMMEDIATE), durable when the block is left; an exception in it undoes everything.

        Threads wait for each other here. Raises RuntimeError when a thread nests it, PlayerError when the disk is full, gone or in use.
        """
        me = threading.get_ident()
        if self._owner == me:
            raise RuntimeError("a transaction is open already: writing() does not nest")
        with self._lock:
            self._owner = me
            try:
                with _spoken(self.path), self._transaction():
                    yield self._tables
            finally:
                self._owner = None

    @contextmanager
    def _transaction(self) -> Iterator[None]:
        self._raw.execute("BEGIN IMMEDIATE")
        try:
            yield
            self._raw.execute("COMMIT")
        finally:
            if self._raw.in_transaction:  # SQLite itself ends some failed ones (sqlite.org/lang_transaction.html 3)
                self._raw.execute("ROLLBACK")

    @contextmanager
    def reading(self) -> Iterator[Tables]:
        """A consistent picture of the database, from any thread, beside a writer."""
        with _spoken(self.path), self._reads.connect() as connection:
            yield Tables(connection)

    def data_version(self) -> int:
        """Changes when another process has changed the database (sqlite.org/pragma.html#pragma_data_version)."""
        if self._owner == threading.get_ident():
            return self._data_version()
        with self._lock:
            return self._data_version()

    def _data_version(self) -> int:
        with _spoken(self.path):
            return int(self._raw.execute("PRAGMA data_version").fetchone()[0])

    def close(self) -> None:
        with self._lock:
            self._reads.dispose()
            self._writer.close()
            self._writes.dispose()


@contextmanager
def _spoken(path: Path) -> Iterator[None]:
    try:
        yield
    except DBAPIError as error:
        if isinstance(error.orig, sqlite3.Error) and (known := explained(error.orig, path)) is not None:
            raise known from error
        raise
    except sqlite3.Error as error:
        if (known := explained(error, path)) is not None:
            raise known from error
        raise


def _engine(path: Path, *, writes: bool) -> Engine:
    engine = create_engine(URL.create("sqlite", database=str(path)), connect_args={"check_same_thread": False})

    @event.listens_for(engine, "connect")
    def _connect(raw: Any, _record: Any) -> None:  # given by SQLAlchemy
        raw.isolation_level = None  # BEGIN is ours to say
        for pragma in (
            f"busy_timeout={BUSY_MS}",
            "journal_mode=WAL",
            "synchronous=FULL",
            "foreign_keys=ON",
            f"query_only={'OFF' if writes else 'ON'}",
        ):
            raw.execute(f"PRAGMA {pragma}")

    @event.listens_for(engine, "begin")
    def _begin(connection: Connection) -> None:
        if connection.get_execution_options().get("isolation_level") != "AUTOCOMMIT":
            connection.exec_driver_sql("BEGIN IMMEDIATE" if writes else "BEGIN")

    return engine


def _create(engine: Engine) -> None:
    """The tables of a new database, all or none; a test proves them equal to what the migrations make."""
    with engine.begin() as connection:
        if connection.exec_driver_sql("PRAGMA user_version").scalar_one() == 0:
            SQLModel.metadata.create_all(connection)
            connection.exec_driver_sql("CREATE TABLE alembic_version (version_num VARCHAR(32) NOT NULL PRIMARY KEY)")
            connection.exec_driver_sql("INSERT INTO alembic_version VALUES (?)", (f"{SCHEMA_VERSION:04d}",))
            connection.exec_driver_sql(f"PRAGMA application_id={APPLICATION_ID}")
            connection.exec_driver_sql(f"PRAGMA user_version={SCHEMA_VERSION}")
