"""Video and audio lessons: one view. Green on the line is what has really played, and only that counts."""

from collections.abc import Callable

from PySide6.QtCore import Qt, QTimer
from PySide6.QtGui import QKeyEvent, QResizeEvent
from PySide6.QtWidgets import QBoxLayout, QWidget

from player.course.anchor import Anchor
from player.course.status_types import LessonStatus
from player.errors import PlayerError
from player.ui import tokens
from player.ui.desk import Desk
from player.ui.lessons.media_controls import FilmBox
from player.ui.lessons.media_film import Film, Trouble, from_error, not_installed
from player.ui.lessons.media_full import FullScreen
from player.ui.lessons.media_hands import Hands
from player.ui.lessons.media_lost import LostSource
from player.ui.lessons.media_memory import Memory
from player.ui.lessons.media_prepare import Prepared
from player.ui.lessons.media_progress import progress_of
from player.ui.lessons.media_subtitles import Subtitles
from player.ui.lessons.view import Evidence, LessonView, Place, Spot
from player.ui.widgets.buttons import button
from player.ui.widgets.cards import Card
from player.ui.widgets.layouts import GROW, boxed, column, row, scroll
from player.ui.widgets.pictures import cover_parts
from player.ui.widgets.stage import LEAST
from player.ui.widgets.text import Elided, label
from player.ui.widgets.transcript import Transcript
from player.ui.words import clock, language, tr

SIDE, BESIDE = 320, 760  # width of the transcript, and of a view that has room for it beside the film; px at 100 %
LOW_STAGE, LOW_CARD = 240, 200  # heights of the film and of a transcript below it, px
WIDEST = 16_777_215  # what Qt takes for no limit


class MediaView(LessonView[Prepared]):
    """`pictured`: films; else recordings, whose stage shows a cover."""

    tells_progress = True

    def __init__(self, desk: Desk, *, pictured: bool) -> None:
        super().__init__(desk)
        self._pictured = pictured
        self._player: Film | None = None
        self._place: Place | None = None
        self._prepared: Prepared | None = None
        self._status: LessonStatus | None = None
        self._trouble: Trouble | None = None
        self._stopped_at = 0  # ms; where it could not be read on
        self._reached = self._shown = False  # the goal, as far as is told; a lesson, since it last came
        self.setFocusPolicy(Qt.FocusPolicy.ClickFocus)
        self.film = FilmBox(self.theme)
        self.transcript = Transcript(self.theme)
        self._left = column((self.film, 1), self._below(), gap=0, pad=(0, tokens.AIR, 0, 0))
        self._across = self._laid_out()
        self._memory = Memory(desk, self, self._whereabouts)
        self._subtitles = Subtitles(self.film, self.transcript, self._captions_chosen, wanted=pictured)
        self._full = FullScreen(self.film, self._left, self)
        self._hands = Hands(self.film, self._subtitles, self._full, self._playable, self._memory)
        self.transcript.sought.connect(self._hands.seek)
        self.film.stage.again.connect(self._try_again)
        self._lost = LostSource(desk, self)
        self._lost.back.connect(self._try_again)

    # --- building ---

    def _below(self) -> QWidget:
        self._title = Elided(self.theme, "", "h2", lines=2)
        self._progress = label("", "small", "muted", name="media.progress")
        self._note = label("", "small", "muted", wrap=True, name="media.note")
        self._unfold = button(self.theme, tr("Transcript"), "list", "ghost", "media.showTranscript")
        self._unfold.setCheckable(True)
        self._unfold.toggled.connect(self._show_transcript)
        line = row((self._title, 1), self._unfold, self._progress, gap=tokens.M)
        return boxed(column(line, self._note, gap=tokens.HALF, pad=(0, tokens.S)))

    def _laid_out(self) -> QBoxLayout:
        follows = tr("follows the film") if self._pictured else tr("follows the sound")
        head = row(label(tr("Transcript"), "h3"), GROW, label(follows, "small", "muted"), pad=(12, 4))
        self._card = Card(self.theme, column(head, (self.transcript, 1), gap=tokens.HALF), tokens.S)
        across = row((boxed(self._left), 3), (self._card, 2), gap=tokens.HALF, pad=(tokens.L, 0, tokens.M, 0))
        self._page = scroll(boxed(across))
        self.setLayout(column((self._page, 1), gap=0))
        return across

    def _lay_out(self) -> None:
        """The transcript beside the film where there is room, else below it when it is asked for."""
        has, beside = bool(self._subtitles.captions.cues), self.width() >= self.theme.px(BESIDE)
        direction = QBoxLayout.Direction.LeftToRight if beside else QBoxLayout.Direction.TopToBottom
        if self._across.direction() != direction:
            self._across.setDirection(direction)
        self._card.setMinimumWidth(self.theme.px(SIDE) if beside else 0)
        self._card.setMaximumWidth(self.theme.px(SIDE) if beside else WIDEST)
        below = has and not beside and self._unfold.isChecked()
        self._unfold.setVisible(has and not beside)
        self._card.setVisible(below or (has and beside))
        self._card.setMinimumHeight(self.theme.px(LOW_CARD) if below else 0)  # the page scrolls then
        self.film.stage.setMinimumHeight(LOW_STAGE if below else LEAST)

    def _show_transcript(self, shown: bool) -> None:
        self._lay_out()
        if shown:
            QTimer.singleShot(0, self._card, lambda: self._page.ensureWidgetVisible(self._card))

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._lay_out()

    # --- a lesson comes and goes ---

    @property
    def playing(self) -> bool:
        return self._player is not None and self._player.playing

    def show_lesson(self, place: Place, prepared: Prepared, status: LessonStatus) -> None:
        if self._is_shown(place):
            self._prepared, self._status = prepared, status  # read anew while it plays: what has played in this sitting stays
            self._tell_progress()
            return
        self.rest()
        self._shown = True
        self._place, self._prepared, self._status, self._trouble, self._reached = place, prepared, status, None, False
        title = place.lesson.title
        self._title.setText(title)
        self.film.stage.setAccessibleName(tr("Film: {title}", title=title) if self._pictured else tr("Recording: {title}", title=title))
        self.film.stage.clear(None if self._pictured else (cover_parts(place.course.id)[0], "headphones"))
        self.film.seek.set_position(0)
        used_to = prepared.habits.captions if self._pictured else None  # a recording has its transcript
        self._subtitles.take(prepared.tracks, used_to, place.enrolment.tongue or language(), place.course.language)
        self._hands.set_speed(prepared.habits.speed / 100)
        self._memory.begin(place, prepared.habits, prepared.resume)
        self._hands.set_loudness(self.desk.settings.volume, muted=self.desk.settings.muted)
        if self._player is None:
            self._player = self._made()
        self._open(prepared.resume, goes=False, anew=True)
        self._tell_sound()
        self._lay_out()

    def _is_shown(self, place: Place) -> bool:
        here = self._place
        return self._shown and here is not None and (here.lesson.id, here.enrolment.id) == (place.lesson.id, place.enrolment.id)

    def _made(self) -> Film | None:
        try:
            player = Film(self, pictured=self._pictured)
        except ImportError:
            return None
        player.moved.connect(self._show_place)
        player.length_changed.connect(lambda _length: self._show_place())
        player.playing_changed.connect(self._playing)
        player.frame_arrived.connect(self._framed)
        player.ended.connect(self._ended)
        player.failed.connect(self._failed)
        player.sound_changed.connect(self._tell_sound)
        self._hands.wear(player)
        return player

    def _open(self, start: int, *, goes: bool, anew: bool) -> None:
        """`start` in ms; `goes`: it plays on at once; `anew`: nothing of it has played in this sitting."""
        if self._place is None or self._prepared is None:
            return
        if self._player is None:
            self._failed(not_installed())
            return
        self._trouble, self._stopped_at = None, start
        self._lost.stop()
        self.film.set_usable(usable=True)
        self.film.stage.end_trouble()
        self.film.stage.invite(not goes)
        self._hands.wear(self._player)
        try:
            self._player.open(self._place.source, self._prepared.file, start, goes=goes, anew=anew)
            self._show_place(start)
        except PlayerError as error:
            self._failed(from_error(error, goes=goes))

    def update_status(self, status: LessonStatus) -> None:
        self._status = status
        self._tell_progress()

    def evidence(self) -> Evidence:
        player = self._player
        return Evidence(played=player.played, length_ms=player.length) if player is not None else Evidence()

    def where(self, told: Callable[[Spot], None]) -> None:
        second = self.film.seek.position // 1000
        told(Spot(str(Anchor(second=second)), clock(second)) if second else Spot())

    def go_to(self, anchor: str, words: str = "") -> None:
        del words
        second = Anchor.read(anchor).second
        if second is not None:
            self._hands.seek(second * 1000)

    def first_step(self) -> QWidget | None:
        return self.film.play_button if self._trouble is None else None

    def rest(self) -> None:
        self._shown = False
        self._lost.stop()
        self._full.leave()
        self._memory.end()
        if self._player is not None:
            self._player.close()

    def keep(self) -> None:
        self._memory.keep()

    def _whereabouts(self) -> int | None:
        length = self._player.length if self._player is not None and self._trouble is None else 0
        if not length:
            return self._stopped_at
        return None if self.film.seek.position >= length else self.film.seek.position

    def _captions_chosen(self, tag: str) -> None:
        if self._pictured:
            self._memory.used_to(captions=tag)

    def leave(self) -> None:
        self.rest()

    # --- what the film tells ---

    def _framed(self) -> None:
        if self._player is not None:
            self.film.stage.show_frame(self._player.frame())

    def _playing(self, playing: bool) -> None:
        self.film.set_playing(playing=playing)
        self._memory.playing(on=playing)
        if playing:
            self.film.stage.invite(False)
        else:
            self.evidence_changed.emit()

    def _ended(self) -> None:
        self._show_place()
        self.evidence_changed.emit()

    def _failed(self, trouble: Trouble) -> None:
        self._full.leave()
        self._trouble = trouble
        if not trouble.gone:
            self._stopped_at = self.film.seek.position
        if self._place is not None and self._prepared is not None and trouble.again:
            self._lost.begin(self._place.source, self._prepared.file, gone=trouble.gone)
        self.film.set_usable(usable=False)
        self.film.stage.show_trouble(trouble.title, trouble.words, again=trouble.again)
        self._tell_progress()

    def _try_again(self) -> None:
        if self._place is not None and self._trouble is not None:
            self._open(self._stopped_at, goes=self._trouble.goes, anew=False)

    def _show_place(self, position: int | None = None) -> None:
        player = self._player
        if player is None or self._trouble is not None:
            return
        at = player.position if position is None else position
        self.film.seek.set_length(player.length)
        self.film.seek.set_position(at)
        self.film.set_time(at, player.length)
        self._subtitles.follow(at)
        self._tell_progress()

    def _tell_progress(self) -> None:
        place, prepared = self._place, self._prepared
        if place is None or prepared is None:
            return
        seen = self.evidence()
        progress = progress_of(place.lesson, prepared.played, seen.played, max(prepared.length, seen.length_ms))
        self.film.seek.set_played(progress.played)
        self.film.seek.set_spoken_share(progress.percent)
        done = self._status is not None and self._status.done
        self._progress.setText(progress.words(pictured=self._pictured, done=done))
        if progress.goal and progress.reached and not self._reached:
            self._reached = True
            self.evidence_changed.emit()

    def _tell_sound(self) -> None:
        audible = self._player is None or self._player.audible
        self._hands.tell_sound(audible=audible)
        notes = [] if audible else [tr("No loudspeaker or headphones were found on this computer: it plays without sound.")]
        notes += self._prepared.unread if self._prepared is not None else ()
        self._note.setText(" ".join(notes))
        self._note.setVisible(bool(notes))

    # --- what the learner does ---

    def _playable(self) -> Film | None:
        return self._player if self._trouble is None else None

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if not self._hands.take_key(event):
            super().keyPressEvent(event)
