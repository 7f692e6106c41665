"""One medium that plays: Qt's player over a stream of the package, what of it has really played, and one sentence when it cannot."""

from dataclasses import dataclass
from time import monotonic
from typing import TYPE_CHECKING

from PySide6.QtCore import Q_ARG, QIODevice, QMetaObject, QObject, Qt, QUrl, Signal

from player.course.source import ContentSource
from player.errors import PlayerError
from player.ui.lessons.media_played import Intervals, Played
from player.ui.web.device import StreamDevice
from player.ui.words import sentence, told, tr

if TYPE_CHECKING:
    from PySide6.QtCore import QGenericArgumentHolder
    from PySide6.QtMultimedia import QVideoFrame

BLIND_MS = 3_000  # a film that has run this long without a picture has none for us


@dataclass(frozen=True, slots=True)
class Trouble:
    """Why it does not play. `again`: it may be tried again, from the same place; `goes`: it was to play on; `gone`: it could
    not even be opened."""

    title: str
    words: str
    again: bool = False
    goes: bool = False
    gone: bool = False


class Film(QObject):
    """`pictured`: a film, which counts only once its picture is there; else a recording. Raises ImportError where the system lacks what
    QtMultimedia needs: it is loaded here, with the first medium."""

    moved = Signal(int)  # ms
    playing_changed = Signal(bool)
    length_changed = Signal(int)  # ms
    frame_arrived = Signal()
    ended = Signal()
    failed = Signal(object)  # Trouble
    sound_changed = Signal()
    _given = Signal(QIODevice, QUrl)  # to the player; see _invoke

    def __init__(self, parent: QObject, *, pictured: bool) -> None:
        super().__init__(parent)
        from PySide6.QtMultimedia import QAudioDevice, QAudioOutput, QMediaDevices, QMediaPlayer, QtAudio, QVideoSink

        self._pictured = pictured
        self._scale, self._device_kind = QtAudio, QAudioDevice
        self._sink = QVideoSink(self)
        self._devices = QMediaDevices(self)
        self._output = QAudioOutput(self)  # without a device too: a recording would have no end without it
        self._player = QMediaPlayer(self)
        self._player.setVideoSink(self._sink)
        self._player.setAudioOutput(self._output)
        self._device: StreamDevice | None = None
        self._played = Played()
        self._speed, self._frames, self._start = 1.0, 0, 0
        self._finished = self._known = self._wanted = False
        self._given.connect(self._player.setSourceDevice)
        self._sink.videoFrameChanged.connect(self._framed)
        self._player.positionChanged.connect(self._moved)
        self._player.durationChanged.connect(self._lengthened)
        self._player.playbackStateChanged.connect(self._stated)
        self._player.mediaStatusChanged.connect(self._loaded)
        self._player.errorOccurred.connect(self._erred)
        self._devices.audioOutputsChanged.connect(self._devices_changed)

    # --- what it is ---

    @property
    def playing(self) -> bool:
        return self._player.playbackState() == self._player.PlaybackState.PlayingState

    @property
    def position(self) -> int:
        return self._player.position()

    @property
    def length(self) -> int:
        """In ms, 0 when it is not known."""
        return max(0, self._player.duration())

    @property
    def played(self) -> Intervals:
        """What has really played since `open` with `anew`."""
        return self._played.intervals

    @property
    def frames(self) -> int:
        """Pictures that came since it was opened."""
        return self._frames

    @property
    def audible(self) -> bool:
        """Whether the computer has something to hear it with."""
        return not self._devices.defaultAudioOutput().isNull()

    def frame(self) -> "QVideoFrame":
        return self._sink.videoFrame()

    # --- what is done with it ---

    def open(self, source: ContentSource, file: str, start: int, *, goes: bool = False, anew: bool = True) -> None:
        """Read from the package, nothing copied; `start` in ms. It shows its first picture, or goes on where it `goes`. Raises
        PlayerError when the file cannot be opened."""
        self.close()
        if anew:
            self._played = Played()
        device = StreamDevice(source.open(file), source.size(file), self)
        device.failed.connect(self._unread)
        self._device, self._start, self._frames = device, start, 0
        self._finished, self._known, self._wanted = False, False, goes
        url = QUrl(f"film{file[file.rindex('.'):]}" if "." in file else "film")
        self._given.emit(device, url)
        self._call("setPlaybackRate", Q_ARG("double", self._speed))

    def close(self) -> None:
        """Nothing is held open any longer. What has played stays known."""
        device, self._device = self._device, None
        self._played.stop()
        if device is not None:
            self._call("stop")
            self._call("setSource", Q_ARG(QUrl, QUrl()))  # first, or it would still read
            device.close()
            device.deleteLater()

    def play(self) -> None:
        if self._device is not None:
            self._finished, self._wanted = False, True
            self._call("play")

    def pause(self) -> None:
        self._wanted = False
        self._call("pause")

    def seek(self, position: int) -> None:
        """In ms; earns nothing."""
        if self._device is None:
            return
        if not self._known:  # it begins there, once it is read
            self._start = max(0, position)
            self.moved.emit(self._start)
            return
        if self._player.playbackState() == self._player.PlaybackState.StoppedState:
            self._call("pause")  # after the end: the picture of the new place is shown
        self._finished = False
        target = min(max(0, position), self.length or position)
        self._call("setPosition", Q_ARG("qlonglong", target))
        if self.playing:
            self._played.seek(target, _clock())
        self.moved.emit(target)

    def set_speed(self, speed: float) -> None:
        """0.5 to 2; the pitch stays."""
        self._speed = speed
        self._call("setPlaybackRate", Q_ARG("double", speed))

    def set_volume(self, percent: int, *, muted: bool) -> None:
        scale = self._scale.VolumeScale
        linear = self._scale.convertVolume(percent / 100, scale.LogarithmicVolumeScale, scale.LinearVolumeScale)
        _invoke(self._output, "setVolume", Q_ARG("float", linear))
        _invoke(self._output, "setMuted", Q_ARG(bool, muted))

    def _call(self, deed: str, *arguments: "QGenericArgumentHolder") -> None:
        _invoke(self._player, deed, *arguments)

    # --- what the player tells ---

    def _framed(self, frame: "QVideoFrame") -> None:
        if self._device is not None and frame.isValid():
            self._frames += 1
            self.frame_arrived.emit()

    def _moved(self, position: int) -> None:
        if self._device is None:
            return
        if self.playing and self._counts:
            self._played.moved(position, _clock(), self._speed)
        elif self.playing and position - self._start > BLIND_MS * self._speed and position > BLIND_MS:
            self._no_picture()
            return
        self.moved.emit(position)

    @property
    def _counts(self) -> bool:
        return self._frames > 0 or not self._pictured

    def _lengthened(self, length: int) -> None:
        if self._device is not None:
            self.length_changed.emit(max(0, length))

    def _stated(self, _state: object) -> None:
        if self._device is None:
            return
        if self.playing:
            self._start = self.position
            if self._counts:
                self._played.begin(self.position, _clock())
        else:
            self._played.stop()
        self.playing_changed.emit(self.playing)

    def _loaded(self, status: object) -> None:
        if self._device is None:
            return
        known = self._player.MediaStatus
        if status == known.LoadedMedia and not self._known:
            self._known = True  # a recording says it again with every pause
            self._ready()
        elif status == known.InvalidMedia:
            self._fail(self._unplayable())
        elif status == known.EndOfMedia:
            if not self._counts:
                self._no_picture()
            elif not self._finished:
                self._finished, self._wanted = True, False
                self.ended.emit()

    def _ready(self) -> None:
        if self._pictured and not self._player.hasVideo():
            self._no_picture()
            return
        if not self._pictured and not self._player.hasAudio():
            self._fail(Trouble(tr("This recording cannot be played here"), tr("There is no sound in the file. It earns no tick here.")))
            return
        self._call("pause")  # shows the first picture
        if self._start:
            self._call("setPosition", Q_ARG("qlonglong", self._start))
        if self._wanted:
            self.play()

    def _erred(self, _error: object, _words: str) -> None:
        if self._device is not None:
            self._fail(self._unplayable())

    def _unread(self, title: str, words: str) -> None:
        """The package cannot be read; may arrive after it was closed."""
        if self._device is not None and self.sender() is self._device:
            self._fail(Trouble(title, words, again=True, goes=self._wanted))

    def _devices_changed(self) -> None:
        _invoke(self._output, "setDevice", Q_ARG(self._device_kind, self._devices.defaultAudioOutput()))
        self.sound_changed.emit()

    def _no_picture(self) -> None:
        self._played = Played()  # a film that was not seen has not played
        self._fail(Trouble(tr("This film cannot be shown here"),
                           tr("Its picture is stored in a way that this computer cannot show (AV1 is one). It earns no tick here.")))

    def _unplayable(self) -> Trouble:
        title = tr("This film cannot be shown here") if self._pictured else tr("This recording cannot be played here")
        return Trouble(title, tr("The file is damaged, or of a kind that this computer cannot play. It earns no tick here."))

    def _fail(self, trouble: Trouble) -> None:
        self.close()
        self.playing_changed.emit(False)
        self.failed.emit(trouble)


def not_installed() -> Trouble:
    """What is said where QtMultimedia cannot be loaded."""
    return Trouble(tr("Films and recordings cannot be played on this computer"),
                   tr("A part of the system that plays them is missing (on Debian and Ubuntu: libpulse0 and libxrandr2). They earn no tick here."))


def from_error(error: PlayerError, *, goes: bool) -> Trouble:
    """A package that cannot be opened."""
    return Trouble(told(error.title), sentence(error), again=True, goes=goes, gone=True)


def _invoke(target: QObject, deed: str, *arguments: "QGenericArgumentHolder") -> None:
    """Call a slot of Qt's without holding Python's lock, which its own methods keep: the threads of the player, which need that lock to
    read the package and to take leave of our objects, would wait for us while we wait for them."""
    if not QMetaObject.invokeMethod(target, deed, Qt.ConnectionType.DirectConnection, *arguments):
        raise TypeError(f"{target.metaObject().className()} has no {deed} for {arguments}")


def _clock() -> int:
    """A steady clock in ms."""
    return round(monotonic() * 1000)
