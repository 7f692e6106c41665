"""The fonts of a certificate: five voices, each a chain of files tried in order, loaded when first needed."""

from collections.abc import Sequence
from dataclasses import dataclass
from enum import Enum
from functools import cached_property
from pathlib import Path
from typing import Any

from player.assets import resource
from player.awards.letters import clusters, described, is_ignorable
from player.awards.libraries import harfbuzz
from player.errors import PlayerError, said

#: Tried in this order after the Western fonts. Sizes equal out how large the scripts look beside Latin.
_SCRIPTS = {
    "NotoNaskhArabic-Regular.ttf": 1.06, "NotoSerifHebrew-Regular.ttf": 0.96, "NotoSerifDevanagari-Regular.ttf": 0.92,
    "NotoSerifBengali-Regular.ttf": 0.92, "NotoSerifGurmukhi-Regular.ttf": 0.92, "NotoSerifGujarati-Regular.ttf": 0.92,
    "NotoSansOriya-Regular.ttf": 0.9, "NotoSerifTamil-Regular.ttf": 0.84, "NotoSerifTelugu-Regular.ttf": 0.88, "NotoSerifKannada-Regular.ttf": 0.88,
    "NotoSerifMalayalam-Regular.ttf": 0.86, "NotoSerifSinhala-Regular.ttf": 0.88, "NotoSerifThai-Regular.ttf": 0.96, "NotoSerifLao-Regular.ttf": 0.96,
    "NotoSerifTibetan-Regular.ttf": 1.0, "NotoSerifMyanmar-Regular.ttf": 0.84, "NotoSerifGeorgian-Regular.ttf": 0.94,
    "NotoSerifEthiopic-Regular.ttf": 0.9, "NotoSerifKhmer-Regular.ttf": 0.92, "NotoSerifArmenian-Regular.ttf": 0.94,
    "NotoSansThaana-Regular.ttf": 1.0, "NotoSansNKo-Regular.ttf": 1.0, "NotoSansTifinagh-Regular.ttf": 0.9, "NotoSansCherokee-Regular.ttf": 0.9,
    "NotoSansCanadianAboriginal-Regular.ttf": 0.9, "NotoSansAdlam-Regular.ttf": 1.0, "NotoSerifCJKsc-Regular.otf": 0.88,
}  # fmt: skip


class Voice(Enum):
    """What a line of the page speaks with."""

    NAME = ("NewsreaderDisplay-MediumItalic.ttf", "NotoSerifDisplay-Italic.ttf")
    DISPLAY = ("NewsreaderDisplay-Medium.ttf", "NotoSerifDisplay-Regular.ttf")
    TEXT = ("Newsreader-Regular.ttf", "NotoSerifDisplay-Regular.ttf")
    SANS = ("Inter-Regular.ttf", "IBMPlexSansArabic-Regular.ttf")
    STRONG = ("Inter-SemiBold.ttf", "IBMPlexSansArabic-SemiBold.ttf")


@dataclass(frozen=True, eq=False)
class Typeface:
    """One font file; `size` is its size beside the first of its chain."""

    path: Path
    size: float = 1.0

    @property
    def name(self) -> str:
        return self.path.stem

    @cached_property
    def face(self) -> Any:
        hb = harfbuzz()
        return hb.Face(hb.Blob.from_file_path(str(self.path)))

    @cached_property
    def font(self) -> Any:
        return harfbuzz().Font(self.face)

    @cached_property
    def characters(self) -> frozenset[int]:
        return frozenset(self.face.unicodes)

    def has(self, text: str) -> bool:
        return all(ord(c) in self.characters or is_ignorable(c) for c in text)


class Typefaces:
    """Every font a certificate may need. Make one and keep it: files are mapped and read once. Safe from any thread."""

    def __init__(self, folders: Sequence[Path] | None = None) -> None:
        """`folders` are searched with all below them, the first hit counts; None takes the program's own fonts."""
        found: dict[str, Path] = {}
        for folder in folders if folders is not None else [resource("fonts")]:
            for path in sorted([*folder.rglob("*.ttf"), *folder.rglob("*.otf")]):
                found.setdefault(path.name, path)
        wanted = {name for voice in Voice for name in voice.value} | set(_SCRIPTS)
        lost = sorted(wanted - set(found))
        if lost:
            raise PlayerError("The program is incomplete", said("Its own font {name} is missing.", name=lost[0]), "Install the program again.")
        faces = {name: Typeface(found[name], _SCRIPTS.get(name, 1.0)) for name in wanted}
        scripts = tuple(faces[name] for name in _SCRIPTS)
        self._chains = {voice: tuple(faces[name] for name in voice.value) + scripts for voice in Voice}

    def chain(self, voice: Voice) -> tuple[Typeface, ...]:
        return self._chains[voice]

    def missing(self, text: str, voice: Voice = Voice.NAME) -> list[str]:
        """The characters of `text` that no font can draw, each once, in order."""
        lost: list[str] = []
        for cluster in clusters("".join(text.split())):
            if self.pick(cluster, voice) is None:
                best = max(self.chain(voice), key=lambda one: (one.has(cluster[0]), sum(one.has(c) for c in cluster)))
                lost += [c for c in cluster if not best.has(c) and c not in lost]
        return lost

    def pick(self, text: str, voice: Voice) -> Typeface | None:
        """The first font of the chain that has all of `text`."""
        return next((one for one in self.chain(voice) if one.has(text)), None)

    def require(self, text: str, what: str, voice: Voice = Voice.NAME) -> None:
        """Raises PlayerError naming the characters of `text` that cannot print; `what` says whose text it is ("name")."""
        lost = self.missing(text, voice)
        if not lost:
            return
        listed = ", ".join(described(c) for c in lost[:5]) + (f" and {len(lost) - 5} more" if len(lost) > 5 else "")
        message = said("The {what} “{text}” cannot be printed as it is: no font here has {listed}.", what=what, text=text, listed=listed)
        raise PlayerError(
            said("This {what} cannot be printed", what=what),
            message,
            "Write it with other characters, or ask the trainer who can issue it elsewhere.",
        )
