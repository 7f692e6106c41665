"""The safety net: copies of the database made in time, damage found, the newest copy restored with all that can still be read."""

import logging
import shutil
import threading
from dataclasses import dataclass
from pathlib import Path

from player.errors import DamagedError, PlayerError, said
from player.services.learners import Learners
from player.services.library import Library
from player.services.refolding import refold_at_hand
from player.services.register import Register
from player.store.backups import Backup, Holds, holds, listed, make_backup, stamp
from player.store.examine import examine

__all__ = ["Backup", "Choice", "Holds", "Restored", "Safety", "Standing"]

log = logging.getLogger(__name__)
LARGEST_AT_THE_END = 256 * 1024 * 1024  # bytes; a larger database is not copied while somebody waits for the window to close


@dataclass(frozen=True, slots=True)
class Choice:
    """A backup that can be restored; `holds` is None for one that cannot be read."""

    backup: Backup
    holds: Holds | None


@dataclass(frozen=True, slots=True)
class Standing:
    """`trouble` is what is wrong with the database, None when nothing is. `holds` is what it holds, as far as that can be counted; `changed_at`
    when it was last written to. `choices` are the backups, newest first. Times in ms UTC, `free` in bytes."""

    trouble: PlayerError | None
    holds: Holds | None
    changed_at: int | None
    choices: tuple[Choice, ...]
    folder: Path
    free: int
    now: int


@dataclass(frozen=True, slots=True)
class Restored:
    """`backup` None: from nothing but the damaged database. `salvaged` entries came from it; `lost`: others may be missing for good, so the
    learning records go on in new chains; `homeless` were read, but belong to nobody who is known. `waiting` courses are counted anew when
    they are next opened, since their files are not here now. `aside` is where the damaged database is kept."""

    backup: Backup | None
    salvaged: int
    lost: bool
    homeless: int
    waiting: int
    aside: Path | None


class Safety:
    """`examine`, `back_up` and `standing` may be called from any thread; `restore` like the other services."""

    def __init__(self, register: Register, learners: Learners, library: Library) -> None:
        self._register, self._learners, self._library = register, learners, library
        self._data = register.data
        self._busy = threading.Lock()

    # Looking

    def examine(self) -> None:
        """Every page and every entry. Raises DamagedError, PlayerError for a newer or foreign database."""
        with self._busy:
            examine(self._data.database, self._data.backups)

    def backups(self) -> tuple[Backup, ...]:
        """Newest first."""
        return tuple(listed(self._data.backups))

    def standing(self) -> Standing:
        """A whole look, for the page that offers to restore."""
        trouble: PlayerError | None = None
        try:
            self.examine()
        except PlayerError as error:
            trouble = error
        path, root = self._data.database, self._data.root
        files = [file.stat() for file in (path, path.with_name(path.name + "-wal")) if file.exists()]
        return Standing(
            trouble, holds(path) if path.exists() else None, max((one.st_mtime_ns // 1_000_000 for one in files), default=None),
            tuple(Choice(one, holds(one.path)) for one in self.backups()), self._data.backups, shutil.disk_usage(root).free, self._register.clock(),
        )  # fmt: skip

    # Copies

    @property
    def due(self) -> bool:
        """Was anything written since the last copy?"""
        return self._register.has_written

    def back_up(self) -> Backup:
        """A copy of this moment, made beside whoever learns. PlayerError when it cannot be made."""
        with self._busy:
            self._register.has_written = False  # what is written from here on is for the next copy
            try:
                return make_backup(self._data.database, self._data.backups, self._register.clock())
            except BaseException:
                self._register.has_written = True
                raise

    def before(self, deed: str) -> None:
        """Call before anything that cannot be undone; `deed` names it in the log. PlayerError when no copy can be made: then do not do it."""
        log.info("a backup before: %s", deed)
        self.back_up()

    def at_the_end(self) -> None:
        """When the program is closed; no copy is no reason to keep anybody waiting."""
        if not self.due or not self._busy.acquire(blocking=False):
            return  # a copy is being made just now
        self._busy.release()
        try:
            if self._data.database.stat().st_size <= LARGEST_AT_THE_END:
                self.back_up()
        except (OSError, PlayerError):
            log.warning("no copy of the database was made", exc_info=True)

    # Restoring

    def restore(self, backup: Path | None = None, *, anew: bool = False) -> Restored:
        """The newest backup that can be read (or this one; with `anew` none at all) takes the place of the database, which is kept aside;
        what it holds that is newer comes along. PlayerError when that cannot be done: nothing is changed then."""
        from player.store.restore import BackupError, prepare, swap

        with self._busy:
            self._register.close()
            known = listed(self._data.backups)
            wanted = [one for one in known if backup in {None, one.path}]
            if backup is not None and not wanted:
                raise PlayerError("This backup is gone", said("There is no {backup} any more.", backup=backup), "Choose another one.")
            trouble = self._trouble()
            if not trouble and self._data.database.exists():
                make_backup(self._data.database, self._data.backups, self._register.clock())
            complete = trouble != "lost"
            tries: list[Backup | None] = [None] if anew or not wanted else [*wanted]
            used, told = tries[0], None
            for used in tries:
                try:
                    told = prepare(self._data.database, used.path if used else None, self._register.clock(), complete=complete)
                    break
                except BackupError:
                    log.warning("a backup cannot be read: %s", used.path.name if used else "")
                    if backup is not None:
                        raise
            if told is None:
                used, told = None, prepare(self._data.database, None, self._register.clock(), complete=complete)
            aside = swap(self._data.database, self._aside("damaged" if trouble else "replaced"))
        log.info("restored: %d entries came along, lost: %s, homeless: %d", told.entries, told.lost, told.homeless)
        self._register.has_written = True
        waiting = refold_at_hand(self._register, self._learners, self._library)
        return Restored(used, told.entries, told.lost, told.homeless, waiting, aside)

    def _trouble(self) -> str:
        """The kind of damage, "" when there is none."""
        try:
            examine(self._data.database, self._data.backups)
        except DamagedError as error:
            return error.kind
        return ""

    def _aside(self, word: str) -> str:
        name = f"{self._data.database.name}.{word}-{stamp(self._register.clock())}"
        number = 2
        while (self._data.root / name).exists():
            name = f"{self._data.database.name}.{word}-{stamp(self._register.clock())}-{number}"
            number += 1
        return name
