"""Which captions are shown: on the picture when the learner wants them, beside it as the transcript."""

from collections.abc import Callable

from player.text.captions import Captions
from player.ui.catalogues import language_name
from player.ui.lessons.media_controls import FilmBox
from player.ui.lessons.media_prepare import Track, best_track
from player.ui.widgets.transcript import Transcript, spoken_line


class Subtitles:
    """`wanted`: the learner wants them on the picture. `told` hears what the learner chose: a language, "" for none."""

    def __init__(self, film: FilmBox, transcript: Transcript, told: Callable[[str], None], *, wanted: bool) -> None:
        self._film, self._transcript, self._told, self.wanted = film, transcript, told, wanted
        self._tracks: tuple[Track, ...] = ()
        self._chosen = ""  # a language; kept from lesson to lesson
        self._track: Track | None = None
        self.captions = Captions()

    def take(self, tracks: tuple[Track, ...], used_to: str | None, *languages: str) -> None:
        """Those of another lesson; `languages` in the order in which they are preferred, after the one the learner is `used_to` (None: nobody has
        chosen yet)."""
        self._tracks = tracks
        if used_to is not None:
            self.wanted, self._chosen = bool(used_to), used_to or self._chosen
        self._show(best_track(tracks, *([self._chosen] if self._chosen else []), *languages))

    def choose(self, tag: str) -> None:
        """A language, or "" for none on the picture; the transcript stays."""
        self.wanted, self._chosen = bool(tag), tag or self._chosen
        self._show(next((track for track in self._tracks if track.language == tag), self._track))
        self._told(tag)

    def toggle(self) -> None:
        self.wanted = not self.wanted
        self._show(self._track)
        if self._track is not None:
            self._told(self._track.language if self.wanted else "")

    def follow(self, position: int) -> None:
        """The film is there (ms)."""
        shown = self.captions.showing(position) if self.wanted else ()
        self._film.stage.show_caption("\n".join(spoken_line(cue) for cue in shown[-3:]))
        self._transcript.follow(position)

    def _show(self, track: Track | None) -> None:
        self._track = track
        captions = track.captions if track else Captions()
        if captions is not self.captions:
            self.captions = captions
            self._transcript.take(captions)
        names = tuple((each.language, language_name(each.language)) for each in self._tracks)
        self._film.set_captions(names, track.language if track and self.wanted else "")
        self.follow(self._film.seek.position)
