"""The folder in which the player keeps everything, and the names inside it."""

import os
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from player.errors import PlayerError, said

VARIABLE = "GREENTICK_DATA"


@dataclass(frozen=True, slots=True)
class DataFolder:
    """Everything the player keeps lies under `root`: moving that folder moves all of it."""

    root: Path

    @property
    def database(self) -> Path:
        return self.root / "greentick.db"

    @property
    def settings(self) -> Path:
        return self.root / "settings.json"

    @property
    def mail(self) -> Path:
        """How notices are sent, with the password; there only when the owner wants it."""
        return self.root / "mail.json"

    @property
    def certificates(self) -> Path:
        return self.root / "certificates"

    @property
    def backups(self) -> Path:
        return self.root / "backups"

    @property
    def handed_in(self) -> Path:
        return self.root / "handed-in"

    @property
    def device(self) -> Path:
        return self.root / "device"

    @property
    def issuers(self) -> Path:
        """Certificates of issuers that this machine trusts (X.509, PEM or DER)."""
        return self.root / "issuers"

    @property
    def logs(self) -> Path:
        return self.root / "logs"

    @property
    def log(self) -> Path:
        return self.logs / "greentick.log"

    @property
    def packages(self) -> Path:
        return self.root / "packages"

    @property
    def translations(self) -> Path:
        return self.root / "translations"

    @property
    def cache(self) -> Path:
        return self.root / "cache"

    @property
    def folders(self) -> tuple[Path, ...]:
        return (self.root, self.certificates, self.device, self.logs, self.packages, self.cache)

    def create(self) -> None:
        """Make what is missing and prove that it can be written. Raises PlayerError when it cannot."""
        try:
            for folder in self.folders:
                folder.mkdir(parents=True, exist_ok=True)
            probe = self.root / f".probe-{os.getpid()}"
            probe.write_bytes(b"greentick")
            probe.unlink()
        except OSError as error:
            raise PlayerError(
                "The data folder cannot be written",
                said("Greentick keeps its data in {root}, and that folder cannot be written: {why}.", root=self.root, why=error.strerror or error),
                "Choose another folder with --data FOLDER, or ask the owner of this computer for write access.") from error


def data_folder(chosen: Path | None, environment: Mapping[str, str]) -> DataFolder:
    """`--data FOLDER` first, then GREENTICK_DATA, then where this system keeps the data of programs. Nothing is made."""
    if chosen is not None:
        return DataFolder(chosen.expanduser().absolute())
    if named := environment.get(VARIABLE, "").strip():
        return DataFolder(Path(named).expanduser().absolute())
    from platformdirs import user_data_path

    return DataFolder(user_data_path("Greentick", appauthor=False))
