"""A lesson's text on paper: the same words and pictures in a page of their own, light and at 100 %, as a PDF."""

from collections.abc import Callable

from PySide6.QtCore import QMarginsF, QObject, QTimer, QUrl
from PySide6.QtGui import QPageLayout, QPageSize
from PySide6.QtWebEngineCore import QWebEnginePage, QWebEngineProfile

from player.ui.web.page import LessonPage

MARGIN_MM = 18.0
SETTLE_MS = 150  # fonts and pictures are there when the page is; Chromium lays them out in the next frame
PATIENCE_MS = 30_000
STYLE = """
html { font-size: 13.5px !important; background: #fff !important; }
body { max-width: none !important; padding: 0 !important; }
h1, h2, h3, h4 { break-after: avoid; } figure, table, pre, .callout, details, .formula { break-inside: avoid; }
a { color: inherit !important; } a.web::after { display: none !important; }
"""


class Paper(QObject):
    """One printout. `done` gets the PDF, or `failed` is called; then it deletes itself. Its parent dies before the profile."""

    def __init__(self, profile: QWebEngineProfile, address: QUrl, done: Callable[[bytes], None], failed: Callable[[], None], parent: QObject) -> None:
        super().__init__(parent)
        self._done, self._failed = done, failed
        self._over = False
        self._page = LessonPage(profile, self)
        self._page.loadFinished.connect(self._loaded)
        self._late = QTimer(self, interval=PATIENCE_MS, singleShot=True)
        self._late.timeout.connect(lambda: self._end(b""))
        self._late.start()
        self._page.load(address)

    def _loaded(self, fine: bool) -> None:
        if fine:
            QTimer.singleShot(SETTLE_MS, self, self._print)
        else:
            self._end(b"")

    def _print(self) -> None:
        layout = QPageLayout(QPageSize(QPageSize.PageSizeId.A4), QPageLayout.Orientation.Portrait,
                             QMarginsF(MARGIN_MM, MARGIN_MM, MARGIN_MM, MARGIN_MM), QPageLayout.Unit.Millimeter)
        self._page.printToPdf(lambda pdf: self._end(bytes(pdf.data())), layout)

    def _end(self, pdf: bytes) -> None:
        if self._over:
            return
        self._over = True
        self._late.stop()
        self._page.triggerAction(QWebEnginePage.WebAction.Stop)
        self.deleteLater()
        if pdf:
            self._done(pdf)
        else:
            self._failed()
