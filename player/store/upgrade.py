"""From an older database to this program's: copied first, then one transaction a step. Imports alembic, so only when behind."""

import sqlite3
from pathlib import Path

from sqlalchemy import Engine

from player.errors import PlayerError, said
from player.store.backups import copy_database

MIGRATIONS = Path(__file__).parent / "migrations"


def upgrade(engine: Engine, path: Path, backups: Path, found: int, migrations: Path = MIGRATIONS, target: str = "head") -> Path | None:
    """Brings the database of `engine` to `target`; returns where the copy made first lies (none of an empty one).

    Raises PlayerError when a step fails: the database is then as the last finished step left it, and the copy is whole.
    """
    from alembic import command
    from alembic.config import Config

    copy = None
    if found:
        copy = backups / f"{path.stem}-version-{found:04d}.db"
        _copy_first(path, copy)
    config = Config()
    config.set_main_option("script_location", str(migrations).replace("%", "%%"))
    config.set_main_option("path_separator", "os")
    config.set_main_option("version_locations", str(migrations / "versions").replace("%", "%%"))
    with engine.connect() as connection:
        config.attributes["connection"] = connection
        try:
            command.upgrade(config, target)
        except Exception as error:  # whatever a step does wrong, the copy is what the user needs to hear of
            if copy is None:
                raise
            raise PlayerError(
                "The database could not be brought up to date",
                said("A step of the upgrade of {path} failed ({why}).", path=path, why=error),
                said("A copy from before lies at {copy}; please report this.", copy=copy),
            ) from error
    return copy


def _copy_first(path: Path, target: Path) -> None:
    try:
        copy_database(path, target)
    except (OSError, sqlite3.Error) as error:
        raise PlayerError(
            "The database was not brought up to date",
            said("No copy of {path} could be made in {folder} ({why}), so it was left as it is.", path=path, folder=target.parent, why=error),
            "Make room on that disk and start again.",
        ) from error
