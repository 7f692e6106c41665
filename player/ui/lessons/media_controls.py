"""The stage with its controls below: play, back, the time, speed, captions, loudness, full screen. Left to right in every language, as
the time runs."""

from collections.abc import Callable

from PySide6.QtCore import QPoint, QRectF, Qt, Signal
from PySide6.QtGui import QAction, QActionGroup, QColor, QKeyEvent, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QMenu, QWidget

from player.ui import tokens
from player.ui.theme import Theme
from player.ui.tokens import DARK
from player.ui.widgets.buttons import LEFT_MARK, Button
from player.ui.widgets.layouts import GROW, column, row
from player.ui.widgets.seekline import SeekLine, VolumeLine
from player.ui.widgets.stage import ROUND, Stage
from player.ui.widgets.text import label
from player.ui.widgets.themed import Themed
from player.ui.words import clock, tr

SPEEDS = (0.5, 0.75, 1.0, 1.25, 1.5, 1.75, 2.0)
ARROWS = frozenset({Qt.Key.Key_Left, Qt.Key.Key_Right, Qt.Key.Key_Up, Qt.Key.Key_Down})
VOLUME_WIDTH = 84  # px at 100 %
Choice = tuple[str, str]  # key, words


def speed_words(speed: float) -> str:
    """ "1.25×"."""
    return f"{speed:g}×"


class MediaButton(Button):
    """A button on the stage. The arrows are not its own: they belong to the film."""

    def __init__(self, theme: Theme, text: str, icon: str, name: str, spoken: str) -> None:
        super().__init__(theme, text, icon, "media", name, spoken=spoken)

    def restyle(self) -> None:
        super().restyle()
        self.setLayoutDirection(Qt.LayoutDirection.LeftToRight)
        mark = LEFT_MARK if self.theme.rtl and self.words else ""
        self.setText(f"{mark}{self.words}{mark}")  # "1×" in every language

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in ARROWS:
            event.ignore()
        else:
            super().keyPressEvent(event)


class FilmBox(Themed, QWidget):
    """`keys` is asked about every key that nothing inside has used. What the learner presses goes out as signals."""

    toggled = Signal()  # play or pause
    stepped_back = Signal()
    speed_chosen = Signal(float)
    captions_chosen = Signal(str)  # a language, "" for off
    muted = Signal()
    full_screen = Signal()

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self.theme = theme
        self.keys: Callable[[QKeyEvent], bool] = lambda _event: False
        self._tracks: tuple[Choice, ...] = ()
        self._shown = ""
        self._speed = 1.0
        self.full = False
        self.setObjectName("media.film")
        self.setLayoutDirection(Qt.LayoutDirection.LeftToRight)
        self.stage = Stage(theme)
        self.seek = SeekLine(theme, tr("Place in the film"), "media.seek")
        self.volume = VolumeLine(theme, tr("Loudness"), "media.volume", VOLUME_WIDTH)
        self.time = label("", "small", "stage", name="media.time")
        self._play = MediaButton(theme, "", "play", "media.play", tr("Play (space)"))
        back = MediaButton(theme, "", "skip-back", "media.back", tr("Back 10 seconds (J)"))
        self._rate = MediaButton(theme, "", "", "media.speed", "")
        self._captions = MediaButton(theme, "", "captions-off", "media.captions", "")
        self._mute = MediaButton(theme, "", "volume-2", "media.mute", "")
        self._full = MediaButton(theme, "", "maximize", "media.full", "")
        self._play.clicked.connect(self.toggled)
        back.clicked.connect(self.stepped_back)
        self._rate.clicked.connect(self._choose_speed)
        self._captions.clicked.connect(self._choose_captions)
        self._mute.clicked.connect(self.muted)
        self._full.clicked.connect(self.full_screen)
        self.buttons = (self._play, back, self._rate, self._captions, self._mute, self._full)
        bar = row(self._play, back, tokens.HALF, self.time, GROW, self._rate, self._captions, self._mute, self.volume, self._full,
                  gap=tokens.HALF, pad=(tokens.S + 2, 0, tokens.S + 2, tokens.S))
        line = row(self.seek, pad=(tokens.HALF, 0))
        self.setLayout(column((self.stage, 1), line, bar, gap=0))
        self.set_playing(playing=False)
        self.set_speed(1.0)
        self.set_captions((), "")
        self.set_sound(muted=False, audible=True)
        self.set_full(full=False)
        self.set_time(0, 0)

    @property
    def play_button(self) -> Button:
        return self._play

    def set_time(self, position: int, length: int) -> None:
        """In ms."""
        known = f" / {clock(length // 1000)}" if length else ""
        self.time.setText(f"{clock(position // 1000)}{known}")

    def set_playing(self, *, playing: bool) -> None:
        self._play.set_icon("pause" if playing else "play")
        self._play.set_text("", tr("Pause (space)") if playing else tr("Play (space)"))

    def set_speed(self, speed: float) -> None:
        self._speed = speed
        self._rate.set_text(speed_words(speed), tr("Speed: {speed}", speed=speed_words(speed)))

    def set_captions(self, tracks: tuple[Choice, ...], shown: str) -> None:
        """`tracks`: language and its name; `shown` is the language on the picture, "" for none."""
        self._tracks, self._shown = tracks, shown
        self._captions.setEnabled(bool(tracks))
        self._captions.set_icon("captions" if shown else "captions-off")
        name = next((words for tag, words in tracks if tag == shown), "")
        words = tr("Captions (C): {language}", language=name) if name else tr("Captions (C): off") if tracks else tr("There are no captions")
        self._captions.set_text("", words)

    def set_sound(self, *, muted: bool, audible: bool) -> None:
        """`audible`: the computer has something to hear it with."""
        self._mute.setEnabled(audible)
        self.volume.setEnabled(audible)
        self._mute.set_icon("volume-x" if muted or not audible else "volume-2")
        off = tr("Sound on (M)") if muted else tr("Sound off (M)")
        self._mute.set_text("", off if audible else tr("This computer has nothing to hear it with"))

    def set_full(self, *, full: bool) -> None:
        self.full = full
        self.stage.rounded = not full
        self._full.set_icon("minimize" if full else "maximize")
        self._full.set_text("", tr("Leave full screen (Esc)") if full else tr("Full screen (F)"))
        self.update()

    def set_usable(self, *, usable: bool) -> None:
        """Whether there is something to play."""
        for button in self.buttons:
            button.setEnabled(usable)
        if usable:
            self._captions.setEnabled(bool(self._tracks))
        else:
            self.seek.set_length(0)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if self.full and event.key() == Qt.Key.Key_Escape:
            self.full_screen.emit()
        elif not self.keys(event):
            super().keyPressEvent(event)

    def focusNextPrevChild(self, next_: bool) -> bool:
        """In full screen the keyboard does not wander to what is behind."""
        if not self.full:
            return super().focusNextPrevChild(next_)
        order = [widget for widget in (self.seek, *self.buttons[:5], self.volume, self.buttons[5]) if widget.isEnabled() and widget.isVisible()]
        held = self.focusWidget()
        at = next((number for number, widget in enumerate(order) if widget is held), 0 if next_ else 1)
        if order:
            reason = Qt.FocusReason.TabFocusReason if next_ else Qt.FocusReason.BacktabFocusReason
            order[(at + (1 if next_ else -1)) % len(order)].setFocus(reason)
        return True

    def paintEvent(self, _event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        box, round_ = QRectF(self.rect()), 0 if self.full else ROUND
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(QColor(DARK.canvas))
        painter.drawRoundedRect(box, round_, round_)
        if self.theme.colours.edge > 1 and not self.full:
            painter.setPen(QPen(self.theme.colour("line"), 2))
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.drawRoundedRect(box.adjusted(1, 1, -1, -1), round_, round_)

    # --- menus ---

    def _choose_speed(self) -> None:
        choices = tuple((f"{speed:g}", speed_words(speed)) for speed in SPEEDS)
        self._menu(self._rate, choices, f"{self._speed:g}", lambda key: self.speed_chosen.emit(float(key)), tr("Speed"))

    def _choose_captions(self) -> None:
        if len(self._tracks) == 1:
            self.captions_chosen.emit("" if self._shown else self._tracks[0][0])
            return
        self._menu(self._captions, (("", tr("Captions off")), *self._tracks), self._shown, self.captions_chosen.emit, tr("Captions"))

    def _menu(self, below: QWidget, choices: tuple[Choice, ...], now: str, chosen: Callable[[str], None], spoken: str) -> None:
        """Opens upward, beside the picture as far as it can."""
        menu = QMenu(self)
        menu.setObjectName("media.menu")
        menu.setAccessibleName(spoken)
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        group = QActionGroup(menu)
        for key, words in choices:
            action = QAction(words.replace("&", "&&"), menu)
            action.setCheckable(True)
            action.setChecked(key == now)
            action.setData(key)
            group.addAction(action)
            menu.addAction(action)
        group.triggered.connect(lambda action: chosen(str(action.data())))
        size = menu.sizeHint()
        corner = below.mapToGlobal(QPoint(below.width() - size.width(), -size.height()))
        menu.popup(corner)
