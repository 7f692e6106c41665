"""Answers course:// requests from the files of open courses; every fault becomes a failed request, never a hanging one."""

import logging
import mimetypes
import posixpath
from collections.abc import Callable

from PySide6.QtCore import QBuffer, QByteArray, QIODevice, QObject, QUrl, Signal
from PySide6.QtWebEngineCore import QWebEngineUrlRequestJob, QWebEngineUrlSchemeHandler

from player.assets import resource
from player.course.source import ContentSource
from player.errors import PlayerError
from player.text.page import POLICY
from player.ui.web.device import StreamDevice
from player.ui.web.environment import SCHEME

OWN = "/~greentick/"  # below it lies what is the program's: the page itself, fonts
PAGE = f"{OWN}page"
PAPER = f"{OWN}paper"  # the same text for printing
FONTS = f"{OWN}fonts/"
_WHOLE = 256 * 1024  # bytes; a smaller file is answered in one piece
_TYPES = {
    ".svg": "image/svg+xml", ".webp": "image/webp", ".avif": "image/avif", ".vtt": "text/vtt", ".webm": "video/webm", ".mp4": "video/mp4",
    ".m4a": "audio/mp4", ".ogg": "audio/ogg", ".oga": "audio/ogg", ".opus": "audio/ogg", ".mp3": "audio/mpeg", ".flac": "audio/flac",
    ".ttf": "font/ttf", ".otf": "font/otf", ".woff2": "font/woff2", ".html": "text/plain", ".htm": "text/plain", ".xhtml": "text/plain",
}

_Job = QWebEngineUrlRequestJob
_log = logging.getLogger(__name__)


def origin(digits: str) -> str:
    """32 hex digits as a host, the first a letter: a host of digits alone would be read as an IPv4 address."""
    return "abcdefabcdabcdef"[int(digits[0], 16)] + digits[1:].lower()


def address(host: str, path: str) -> QUrl:
    """course://HOST/PATH."""
    url = QUrl()
    url.setScheme(SCHEME)
    url.setHost(host)
    url.setPath(path)
    return url


class WebPackageHandler(QWebEngineUrlSchemeHandler):
    """One source per origin. `failed` tells of a file that could not be read to its end (name, title, sentence)."""

    failed = Signal(str, str, str)

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._sources: dict[str, ContentSource] = {}
        self._pages: dict[str, Callable[[], str]] = {}

    def serve(self, host: str, source: ContentSource) -> None:
        """Answer requests to `host` from these files from now on."""
        self._sources[host] = source

    def forget(self, host: str) -> None:
        """The course is closed."""
        self._sources.pop(host, None)

    def serve_page(self, page: Callable[[], str], path: str = PAGE) -> None:
        """What stands at a path of ours in every origin: a document, asked for when it is requested."""
        self._pages[path] = page

    def requestStarted(self, job: QWebEngineUrlRequestJob) -> None:
        try:
            self._answer(job)
        except PlayerError as error:
            _log.info("not served: %s", error)
            job.fail(_Job.Error.UrlNotFound)
        except Exception:
            _log.exception("a request for a course file failed")
            job.fail(_Job.Error.RequestFailed)

    def _answer(self, job: QWebEngineUrlRequestJob) -> None:
        url = job.requestUrl()
        path = url.path(QUrl.ComponentFormattingOption.FullyDecoded)
        source = self._sources.get(url.host())
        if bytes(job.requestMethod().data()) != b"GET" or source is None:
            job.fail(_Job.Error.RequestDenied)
        elif path in self._pages:
            _reply(job, "text/html; charset=utf-8", _buffer(job, self._pages[path]().encode()))
        elif path.startswith(FONTS):
            _reply(job, _type(path), _buffer(job, _font(path.removeprefix(FONTS))))
        elif path.startswith(OWN):
            job.fail(_Job.Error.UrlNotFound)
        else:
            self._file(job, source, path.removeprefix("/"))

    def _file(self, job: QWebEngineUrlRequestJob, source: ContentSource, name: str) -> None:
        size = source.size(name)
        stream = source.open(name)
        if size <= _WHOLE:
            with stream:
                _reply(job, _type(name), _buffer(job, stream.read()))
            return
        device = StreamDevice(stream, size, job)
        device.failed.connect(lambda title, sentence: self.failed.emit(name, title, sentence))
        _reply(job, _type(name), device)


def _font(name: str) -> bytes:
    if ".." in name.split("/"):
        raise PlayerError("No such font", f"“{name}” is no font of the program.")
    return resource(f"fonts/{name}").read_bytes()


def _buffer(job: QWebEngineUrlRequestJob, data: bytes) -> QIODevice:
    buffer = QBuffer(job)
    buffer.setData(QByteArray(data))
    buffer.open(QIODevice.OpenModeFlag.ReadOnly)
    return buffer


def _reply(job: QWebEngineUrlRequestJob, kind: str, device: QIODevice) -> None:
    job.setAdditionalResponseHeaders(
        {
            QByteArray(b"Content-Security-Policy"): QByteArray(POLICY.encode()),
            QByteArray(b"X-Content-Type-Options"): QByteArray(b"nosniff"),
        }
    )
    job.reply(QByteArray(kind.encode()), device)  # whole and seekable: Qt answers ranges by itself


def _type(name: str) -> str:
    ending = posixpath.splitext(name)[1].lower()
    return _TYPES.get(ending) or mimetypes.guess_type(name)[0] or "application/octet-stream"
