"""A lesson on paper: to a printer, page by page, or as a PDF to take along. Nothing waits for it."""

from collections.abc import Callable
from pathlib import Path

from PySide6.QtCore import QBuffer, QByteArray, QIODevice, QObject, QPointF, QRectF, QSize, QSizeF, Qt, QTimer
from PySide6.QtGui import QPainter
from PySide6.QtPdf import QPdfDocument
from PySide6.QtPrintSupport import QPrintDialog, QPrinter, QPrinterInfo
from PySide6.QtWidgets import QDialog, QFileDialog, QWidget
from shiboken6 import isValid

from player.errors import PlayerError
from player.ui import tokens
from player.ui.desk import Desk, Failed
from player.ui.widgets.buttons import Button, button
from player.ui.widgets.layouts import GROW, column, row
from player.ui.widgets.text import label
from player.ui.words import tr

DOTS = 1654  # px across a page: 200 dots an inch on A4
Make = Callable[[Callable[[bytes], None], Failed], None]


class PrintPanel(QWidget):
    """`make` makes the PDF when it is first asked for."""

    def __init__(self, desk: Desk, title: str, make: Make) -> None:
        super().__init__()
        self._desk, self._title, self._make = desk, title, make
        self._pdf = b""
        theme = desk.theme
        self.has_printer = bool(QPrinterInfo.availablePrinterNames())
        self._print = button(theme, tr("Print…"), "printer", "ink" if self.has_printer else "", "print.print")
        self._print.setEnabled(self.has_printer)
        self._print.clicked.connect(lambda: self._with_pdf(self._to_printer))
        self._save = button(theme, tr("Save as PDF…"), "file-down", "" if self.has_printer else "ink", "print.save")
        self._save.clicked.connect(lambda: self._with_pdf(self._to_file))
        none = label(tr("No printer is set up on this computer. Save the lesson as a PDF and print it elsewhere."), "small", "muted", wrap=True,
                     name="print.none")
        self._said = label("", "small", "muted", wrap=True, name="print.said")
        told = () if self.has_printer else (none,)
        self.setLayout(column(label(title, "strong", wrap=True), *told, row(self._print, GROW), row(self._save, GROW), self._said, GROW, gap=12,
                              pad=(20, tokens.M)))

    def first_focus(self) -> Button:
        return self._print if self.has_printer else self._save

    def _with_pdf(self, deed: Callable[[], None]) -> None:
        if self._pdf:
            deed()
            return
        self._busy(tr("The pages are being made…"))

        def made(pdf: bytes) -> None:
            if isValid(self):
                self._pdf = pdf
                self._busy("")
                deed()

        def failed(error: PlayerError) -> None:
            if isValid(self):
                self._busy("")
            self._desk.window.complain(error)

        self._make(made, failed)

    def _busy(self, words: str) -> None:
        self._said.setText(words)
        self._print.setEnabled(self.has_printer and not words)
        self._save.setEnabled(not words)

    def _to_file(self) -> None:
        name = "".join(" " if sign in '<>:"/\\|?*' or ord(sign) < 32 else sign for sign in self._title).strip(" .")[:100] or "lesson"
        chosen, _ = QFileDialog.getSaveFileName(self, tr("Save as PDF"), str(Path.home() / f"{name}.pdf"), "PDF (*.pdf)")
        if not chosen:
            return
        target, pdf = Path(chosen), self._pdf
        told = tr("Saved: {name}", name=target.name)
        self._desk.pool(lambda: _write(target, pdf), lambda _none: self._desk.window.notice(told))

    def _to_printer(self) -> None:
        printer = QPrinter(QPrinter.PrinterMode.HighResolution)
        printer.setDocName(self._title)
        if QPrintDialog(printer, self).exec() != QDialog.DialogCode.Accepted:
            return
        self._busy(tr("Printing…"))
        _Run(self._desk, printer, self._pdf, self._printed)

    def _printed(self) -> None:
        if isValid(self):
            self._busy("")


class _Run(QObject):
    """Pages to the printer, one each time the window has nothing else to do. Lives with the window, so that the learner may go on."""

    def __init__(self, desk: Desk, printer: QPrinter, pdf: bytes, over: Callable[[], None]) -> None:
        window = desk.window
        super().__init__(window if isinstance(window, QObject) else None)
        self._desk, self._printer, self._over = desk, printer, over
        self._document, self._buffer, self._painter = QPdfDocument(self), QBuffer(self), QPainter()
        self._buffer.setData(QByteArray(pdf))
        self._buffer.open(QIODevice.OpenModeFlag.ReadOnly)
        self._document.load(self._buffer)
        first, last = printer.fromPage() or 1, printer.toPage() or self._document.pageCount()
        self._pages = list(range(first - 1, min(last, self._document.pageCount())))
        if not self._pages or not self._painter.begin(printer):
            self._end(PlayerError(tr("Not printed"), tr("The printer “{name}” does not answer.", name=printer.printerName()),
                                  tr("Save the PDF and print it elsewhere.")))
            return
        QTimer.singleShot(0, self, self._page)

    def _page(self) -> None:
        area = self._printer.pageRect(QPrinter.Unit.DevicePixel)
        points = self._document.pagePointSize(self._pages[0])
        wide = min(DOTS, round(area.width()))
        picture = self._document.render(self._pages[0], QSize(wide, round(wide * points.height() / max(1.0, points.width()))))
        size = QSizeF(picture.size()).scaled(area.size(), Qt.AspectRatioMode.KeepAspectRatio)
        corner = QPointF((area.width() - size.width()) / 2, (area.height() - size.height()) / 2)
        self._painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform)
        self._painter.drawImage(QRectF(corner, size), picture)
        del self._pages[0]
        if not self._pages:
            self._painter.end()
            self._end(None)
        elif self._printer.newPage():
            QTimer.singleShot(0, self, self._page)
        else:
            self._painter.end()
            self._end(PlayerError(tr("Not printed"), tr("The printer “{name}” takes no more pages.", name=self._printer.printerName()), ""))

    def _end(self, error: PlayerError | None) -> None:
        self._over()
        if error is None:
            self._desk.window.notice(tr("Sent to the printer"))
        else:
            self._desk.window.complain(error)
        self.deleteLater()


def _write(target: Path, pdf: bytes) -> None:
    try:
        target.write_bytes(pdf)
    except OSError as error:
        raise PlayerError(tr("Not saved"), tr("{path} cannot be written ({why}).", path=target, why=error.strerror or error),
                          tr("Choose another place.")) from error
