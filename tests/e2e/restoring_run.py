"""Restores a damaged data folder, to be killed meanwhile: python -m tests.e2e.restoring_run FOLDER. Says "ready", then "done N"."""

import sys
from pathlib import Path

import player.store.database
import player.store.restore  # the time that loading takes is not what is looked at
from player.errors import DamagedError
from player.paths import DataFolder
from player.services.player import Player

__all__ = ["player"]


def main() -> None:
    learner = Player(DataFolder(Path(sys.argv[1])), machine="one")
    print("ready", flush=True)  # noqa: T201
    try:
        learner.open()
        print("whole", flush=True)  # noqa: T201
    except DamagedError:
        print(f"done {learner.safety.restore().salvaged}", flush=True)  # noqa: T201


if __name__ == "__main__":
    main()
