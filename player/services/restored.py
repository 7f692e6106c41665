"""What a restore left to do: to be finished before the database is opened, and folded anew when its courses are. Imports nothing heavy."""

from player.errors import PlayerError, said
from player.paths import DataFolder
from player.store.version import RESTORE_NOTE, RESTORED_NOTE


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


def restored_in(data: DataFolder) -> frozenset[str]:
    """Enrolments (ids) whose stored states do not follow from their ledger yet."""
    if not (data.root / RESTORED_NOTE).exists():
        return frozenset()
    from player.store.restore import to_fold_anew

    return to_fold_anew(data.root)
