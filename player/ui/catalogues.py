"""The languages of the window: one catalogue a file, NAME.mo, in the program's own folder and in that of the data."""

import struct
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QCoreApplication, QLibraryInfo, QLocale, Qt, QTranslator

from player.assets import resource
from player.errors import PlayerError, said
from player.ui.words import Catalogue, speak

if TYPE_CHECKING:
    from gettext import NullTranslations

ENGLISH = "en"
SYSTEM = "system"  # the setting that follows the computer
PLAIN_NAMES = {"en": "English", "es": "Español", "pt": "Português", "zh": "中文"}  # Qt would name a country with them


@dataclass(frozen=True, slots=True, kw_only=True)
class Compiled(Catalogue):
    """A catalogue that gettext reads, as msgfmt and every translators' tool write it; plural forms by the rule in its header."""

    found: "NullTranslations"

    def text(self, source: str) -> str:
        return self.found.gettext(source) if source else ""  # "" is the header

    def plural(self, one: str, many: str, n: int) -> str:
        return self.found.ngettext(one, many, abs(n))


class Languages:
    """What can be spoken here. A language is a file: whoever puts TAG.mo into one of `folders` has it in the settings. Later ones win."""

    def __init__(self, folders: Sequence[Path] | None = None) -> None:
        self._folders = tuple(folders) if folders is not None else own_folder()
        self._qt: QTranslator | None = None

    def tags(self) -> tuple[str, ...]:
        """English first, the others in the order of their names."""
        return (ENGLISH, *sorted(self._files(), key=language_name))

    def chosen(self, setting: str) -> str:
        """The language that a setting means here: itself where there is a catalogue, the first that the computer asks for, else English."""
        wanted = QLocale.system().uiLanguages() if setting == SYSTEM else [setting]
        return best(wanted, {ENGLISH, *self._files()})

    def speak(self, tag: str) -> None:
        """From now on the window speaks it, Qt's own words (a field's menu) too. Raises PlayerError when its file is damaged; English then."""
        file = self._files().get(tag)
        try:
            speak(Catalogue() if file is None else read(file, tag))
        except PlayerError:
            speak(Catalogue())
            raise
        finally:
            self._speak_qt(tag)

    def _speak_qt(self, tag: str) -> None:
        app = QCoreApplication.instance()
        if app is None:
            return
        if self._qt is not None:
            app.removeTranslator(self._qt)
            self._qt = None
        translator = QTranslator()
        folder = QLibraryInfo.path(QLibraryInfo.LibraryPath.TranslationsPath)
        if tag != ENGLISH and translator.load(QLocale(tag), "qtbase", "_", folder):
            app.installTranslator(translator)
            self._qt = translator

    def _files(self) -> dict[str, Path]:
        return {file.stem: file for folder in self._folders for file in sorted(folder.glob("*.mo")) if folder.is_dir()}


def own_folder() -> tuple[Path, ...]:
    try:
        return (resource("translations"),)
    except PlayerError:  # an installation without them speaks English
        return ()


def best(wanted: Iterable[str], known: Iterable[str]) -> str:
    """The first of `wanted` that is known: as it is, else its language alone (BCP 47 lookup, RFC 4647 3.4); English where none is."""
    by_name = {tag.casefold(): tag for tag in known}
    for tag in wanted:
        parts = tag.replace("_", "-").casefold().split("-")
        while parts:
            if (found := by_name.get("-".join(parts))) is not None:
                return found
            parts.pop()
    return ENGLISH


def read(file: Path, tag: str) -> Catalogue:
    """A compiled catalogue. Raises PlayerError when it is none."""
    from gettext import GNUTranslations

    try:
        with file.open("rb") as stream:
            found = GNUTranslations(stream)
    except (OSError, ValueError, LookupError, struct.error) as error:  # what a file that was cut off, or is another thing, leads gettext to
        raise PlayerError("This language cannot be used", said("{path} is damaged, or is no catalogue ({why}).", path=file, why=error),
                          "Put a whole copy of the file there, or choose another language.") from error
    return Compiled(language=tag, rtl=written_right_to_left(tag), found=found)


def written_right_to_left(tag: str) -> bool:
    return QLocale(tag).textDirection() == Qt.LayoutDirection.RightToLeft


def language_name(tag: str) -> str:
    """What those who speak it call it; the tag itself where Qt does not know."""
    locale = QLocale(tag)
    name = PLAIN_NAMES.get(tag) or (locale.nativeLanguageName() if locale.language() != QLocale.Language.C else "")
    return name[:1].upper() + name[1:] if name else tag
