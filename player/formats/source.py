"""Any course folder -> course model and files: the one entrance to the source formats."""

from pathlib import Path

from player.errors import PlayerError, SourceError
from player.formats.carpentries import is_carpentries, read_carpentries
from player.formats.disk import scan
from player.formats.folder import COURSE_NAME, read_folder
from player.formats.imported import Imported
from player.formats.plain import read_plain
from player.formats.problems import Problems


def read_source(folder: Path, frozen: bool = False) -> Imported:
    """Read a course folder of any known kind; a course.toml may be named instead of its folder.

    Raises SourceError with every mistake in it, PlayerError when it is no course folder. `frozen` refuses when ids of
    lessons would change. Writes nothing; see `Imported.lock`.
    """
    return read_with(folder, Problems(), frozen)


def read_with(folder: Path, problems: Problems, frozen: bool = False) -> Imported:
    """The same, with the mistakes collected in `problems`."""
    if folder.name == COURSE_NAME and folder.is_file():
        folder = folder.parent
    tree = scan(folder, problems)
    if COURSE_NAME in tree.files:
        return read_folder(tree, problems, frozen)
    twin = next((name for name in tree.files if name.casefold() == COURSE_NAME), None)
    if twin is not None:
        raise SourceError([f"{twin}: Write the name in small letters: {COURSE_NAME}."])
    if frozen:
        raise PlayerError("Nothing to freeze", f"{folder.name} has no {COURSE_NAME}, so its ids come from its file names.", "Build without --frozen.")
    return read_carpentries(tree, problems) if is_carpentries(tree) else read_plain(tree, problems)
