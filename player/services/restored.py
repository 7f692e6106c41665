"""What a restore left to do: to be finished before the database is opened, and folded anew when its courses are. Imports nothing heavy."""

from player.errors import PlayerError, said
from player.paths import DataFolder
from player.store.version import ERASE_NOTE, RESTORE_NOTE, RESTORED_NOTE


def finish_restore(data: DataFolder) -> None:
    """Goes on with a restore that was cut off, before anything opens the database. PlayerError when that is not possible now."""
    if not (data.root / RESTORE_NOTE).exists():
        return
    from player.store.restore import finish

    try:
        finish(data.database)
    except (OSError, ValueError, KeyError) as error:
        raise PlayerError(
            "A restore is not finished",
            said("The restored database lies in {root}, but it could not be put in place ({why}).", root=data.root, why=error),
            "Close other programs that may hold it, then start Greentick again. Nothing is lost.",
        ) from error


def finish_erasing(data: DataFolder) -> int:
    """Completes an erasure that was begun, before anything opens the database; returns how many backups had to be deleted. PlayerError when that is
    not possible now."""
    if not (data.root / ERASE_NOTE).exists():
        return 0
    import sqlite3

    from player.store.backups import listed
    from player.store.erasing import complete, written_down

    try:
        erasure = written_down(data.root)
        if erasure is None:
            return 0
        for left in data.backups.glob("*.part*"):
            left.unlink(missing_ok=True)
        return complete(data.root, data.database, erasure, [one.path for one in listed(data.backups)])
    except (OSError, ValueError, KeyError, TypeError, sqlite3.Error) as error:
        raise PlayerError(
            "An erasure is not finished",
            said("Somebody is being erased from {root}, and it could not be completed ({why}).", root=data.root, why=error),
            "Close other programs that may hold the files, or make room, then start Greentick again.",
        ) from error


def restored_in(data: DataFolder) -> frozenset[str]:
    """Enrolments (ids) whose stored states do not follow from their ledger yet."""
    if not (data.root / RESTORED_NOTE).exists():
        return frozenset()
    from player.store.restore import to_fold_anew

    return to_fold_anew(data.root)
