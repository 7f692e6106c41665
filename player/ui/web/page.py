"""A web page for lesson text: no JavaScript of its own, no network, no navigation; links become signals."""

import re
from collections.abc import Callable
from urllib.parse import unquote

from PySide6.QtCore import QObject, QUrl, Signal
from PySide6.QtGui import QAccessible
from PySide6.QtWebEngineCore import (
    QWebEngineDownloadRequest,
    QWebEnginePage,
    QWebEngineProfile,
    QWebEngineScript,
    QWebEngineSettings,
    QWebEngineUrlRequestInfo,
    QWebEngineUrlRequestInterceptor,
)

from player.assets import resource
from player.ui.web.environment import SCHEME, tell_readers

OUR_WORLD = QWebEngineScript.ScriptWorldId.ApplicationWorld.value
_SAID = re.compile(r"greentick:(\d+):(\w+)")
_OFF = (
    "JavascriptEnabled", "LocalStorageEnabled", "PluginsEnabled", "ErrorPageEnabled", "AutoLoadIconsForPage", "JavascriptCanOpenWindows",
    "JavascriptCanAccessClipboard", "LocalContentCanAccessRemoteUrls", "LocalContentCanAccessFileUrls", "HyperlinkAuditingEnabled",
    "ScreenCaptureEnabled", "WebGLEnabled", "Accelerated2dCanvasEnabled", "DnsPrefetchEnabled", "PdfViewerEnabled",
    "NavigateOnDropEnabled", "FocusOnNavigationEnabled", "FullScreenSupportEnabled", "ReadingFromCanvasEnabled",
)


class CourseOnly(QWebEngineUrlRequestInterceptor):
    """Lets nothing out but requests to the course itself, and pictures that are written inside a text."""

    def interceptRequest(self, info: QWebEngineUrlRequestInfo) -> None:
        scheme = info.requestUrl().scheme()
        picture = scheme == "data" and info.resourceType() == QWebEngineUrlRequestInfo.ResourceType.ResourceTypeImage
        info.block(not (scheme == SCHEME or picture))


def private_profile(parent: QObject) -> QWebEngineProfile:
    """Off the record: no cookies, no cache, nothing on disk; downloads are refused."""
    tell_readers(active=QAccessible.isActive())
    profile = QWebEngineProfile(parent)
    profile.setUrlRequestInterceptor(CourseOnly(profile))
    profile.setHttpCacheType(QWebEngineProfile.HttpCacheType.NoCache)
    profile.setPersistentCookiesPolicy(QWebEngineProfile.PersistentCookiesPolicy.NoPersistentCookies)
    profile.setSpellCheckEnabled(False)
    profile.downloadRequested.connect(_refuse)
    return profile


def _refuse(request: QWebEngineDownloadRequest) -> None:
    request.cancel()


class LessonPage(QWebEnginePage):
    """`linked` (kind, target): "lesson" ID or ID#anchor, "save" or "picture" a package file name, "web" an address.

    `said` (serial, word) is what resources/web/lesson.js has to tell: "drawn", "end".
    """

    linked = Signal(str, str)
    said = Signal(int, str)

    def __init__(self, profile: QWebEngineProfile, parent: QObject) -> None:
        super().__init__(profile, parent)
        settings = self.settings()
        for name in _OFF:
            settings.setAttribute(QWebEngineSettings.WebAttribute[name], False)
        settings.setAttribute(QWebEngineSettings.WebAttribute.PlaybackRequiresUserGesture, True)
        self.script = "\n".join(resource(f"web/{name}.js").read_text(encoding="utf-8") for name in ("viewer", "lesson"))

    def acceptNavigationRequest(self, url: QUrl | str, kind: QWebEnginePage.NavigationType, main: bool) -> bool:
        url = QUrl(url)
        if kind != QWebEnginePage.NavigationType.NavigationTypeLinkClicked:
            return main and url.scheme() == SCHEME
        if url.scheme() in {"http", "https", "mailto"}:
            self.linked.emit("web", url.toString(QUrl.ComponentFormattingOption.FullyEncoded))
        elif url.scheme() in {"lesson", "save", "picture"}:
            text = url.toString(QUrl.ComponentFormattingOption.FullyEncoded)
            self.linked.emit(url.scheme(), unquote(text.partition(":")[2]))
        return False

    def createWindow(self, type: QWebEnginePage.WebWindowType) -> QWebEnginePage | None:  # type: ignore[override]  # noqa: A002, ARG002
        return None

    def javaScriptConsoleMessage(
        self, level: QWebEnginePage.JavaScriptConsoleMessageLevel, message: str, line: int, source: str  # noqa: ARG002 - Qt's signature
    ) -> None:
        found = _SAID.fullmatch(message)
        if found is not None:
            self.said.emit(int(found[1]), found[2])

    def in_our_world(self, script: str, told: Callable[[object], None] | None = None) -> None:
        """Run a script of ours beside the page, in a world the page cannot see; `told` gets its value later."""
        if told is None:
            self.runJavaScript(script, OUR_WORLD)
        else:
            self.runJavaScript(script, OUR_WORLD, told)
