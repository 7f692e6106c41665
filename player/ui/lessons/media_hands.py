"""What the learner does with a film: pressed, slid or typed."""

from collections.abc import Callable

from PySide6.QtCore import QSignalBlocker, Qt
from PySide6.QtGui import QKeyEvent

from player.ui.lessons.media_controls import SPEEDS, FilmBox
from player.ui.lessons.media_film import Film
from player.ui.lessons.media_full import FullScreen
from player.ui.lessons.media_keys import Keys
from player.ui.lessons.media_memory import Memory
from player.ui.lessons.media_subtitles import Subtitles

STEP_MS, LEAP_MS, LOUDER = 5_000, 10_000, 10


class Hands:
    """Speed and loudness stay from lesson to lesson, and `memory` keeps them longer. `player` gives what can be played now, or None."""

    def __init__(self, box: FilmBox, subtitles: Subtitles, full: FullScreen, player: Callable[[], Film | None],
                 memory: Memory) -> None:
        self._box, self._player, self._memory = box, player, memory
        self._volume, self._muted, self._speed = 100, False, 1.0
        self._keys = Keys(self._deeds(subtitles, full))
        box.keys = self._keys.take
        box.stage.pressed.connect(self.toggle)
        box.toggled.connect(self.toggle)
        box.stepped_back.connect(lambda: self._leap(-LEAP_MS))
        box.speed_chosen.connect(self._choose_speed)
        box.captions_chosen.connect(subtitles.choose)
        box.muted.connect(lambda: self._set_sound(self._volume, muted=not self._muted))
        box.full_screen.connect(full.toggle)
        box.seek.sought.connect(self.seek)
        box.volume.setValue(self._volume)
        box.volume.valueChanged.connect(lambda value: self._set_sound(value, muted=False))

    def take_key(self, event: QKeyEvent) -> bool:
        """True when it was a key of the film."""
        return self._keys.take(event)

    def wear(self, player: Film) -> None:
        """A player that is new plays as the last one did."""
        player.set_speed(self._speed)
        player.set_volume(self._volume, muted=self._muted)

    def tell_sound(self, *, audible: bool) -> None:
        self._box.set_sound(muted=self._muted, audible=audible)

    def toggle(self) -> None:
        """Play or pause."""
        player = self._player()
        if player is not None:
            player.pause() if player.playing else player.play()

    def seek(self, position: int) -> None:
        """In ms; earns nothing."""
        player = self._player()
        if player is not None:
            player.seek(position)

    def _leap(self, by: int) -> None:
        player = self._player()
        if player is not None:
            player.seek(player.position + by)

    def _choose_speed(self, speed: float) -> None:
        self.set_speed(speed)
        self._memory.used_to(speed=speed)

    def set_speed(self, speed: float) -> None:
        """As the learner is used to it."""
        self._speed = speed
        self._box.set_speed(speed)
        player = self._player()
        if player is not None:
            player.set_speed(speed)

    def set_loudness(self, volume: int, *, muted: bool) -> None:
        """As it was last on this machine."""
        self._set_sound(volume, muted=muted)

    def _faster(self, step: int) -> None:
        at = min(range(len(SPEEDS)), key=lambda place: abs(SPEEDS[place] - self._speed))
        self._choose_speed(SPEEDS[min(len(SPEEDS) - 1, max(0, at + step))])

    def _set_sound(self, volume: int, *, muted: bool) -> None:
        self._volume, self._muted = min(100, max(0, volume)), muted
        if self._box.volume.value() != self._volume:
            with QSignalBlocker(self._box.volume):  # a hand on the line turns the sound on, this does not
                self._box.volume.setValue(self._volume)
        player = self._player()
        if player is not None:
            player.set_volume(self._volume, muted=muted)
        self.tell_sound(audible=player is None or player.audible)
        self._memory.loudness(self._volume, muted=muted)

    def _deeds(self, subtitles: Subtitles, full: FullScreen) -> dict[Qt.Key, Callable[[], None]]:
        key = Qt.Key
        return {
            key.Key_Space: self.toggle, key.Key_K: self.toggle, key.Key_MediaTogglePlayPause: self.toggle,
            key.Key_J: lambda: self._leap(-LEAP_MS), key.Key_L: lambda: self._leap(LEAP_MS),
            key.Key_Left: lambda: self._leap(-STEP_MS), key.Key_Right: lambda: self._leap(STEP_MS),
            key.Key_Up: lambda: self._set_sound(self._volume + LOUDER, muted=False),
            key.Key_Down: lambda: self._set_sound(self._volume - LOUDER, muted=self._muted),
            key.Key_C: subtitles.toggle, key.Key_F: full.toggle,
            key.Key_M: lambda: self._set_sound(self._volume, muted=not self._muted),
            key.Key_Less: lambda: self._faster(-1), key.Key_Greater: lambda: self._faster(1),
        }
