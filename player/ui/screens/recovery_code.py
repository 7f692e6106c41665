"""The recovery code on paper or in a file, with the words that say what it is."""

from html import escape
from pathlib import Path

from PySide6.QtGui import QTextDocument
from PySide6.QtPrintSupport import QPrintDialog, QPrinter
from PySide6.QtWidgets import QDialog, QFileDialog, QWidget

from player.errors import PlayerError
from player.ui.dates import local_day
from player.ui.desk import Desk
from player.ui.words import tr


def words_of(name: str, code: str, now: int) -> tuple[str, ...]:
    """Lines for whoever finds it years later."""
    return (tr("Greentick: recovery code of the trainer's PIN"), tr("Trainer: {name}", name=name), tr("Set on {day}", day=local_day(now)), code,
            tr("If the PIN is forgotten: Settings, Trainer, “PIN forgotten…”. The code can be used once."))


def print_code(parent: QWidget, desk: Desk, name: str, code: str) -> None:
    def out(now: int) -> None:
        printer = QPrinter(QPrinter.PrinterMode.HighResolution)
        printer.setDocName(tr("Recovery code"))
        if QPrintDialog(printer, parent).exec() != QDialog.DialogCode.Accepted:
            return
        page(name, code, now).print_(printer)
        desk.window.notice(tr("Sent to the printer"))

    desk.ask(lambda player: player.clock(), out, owner=parent)


def page(name: str, code: str, now: int) -> QTextDocument:
    head, *lines = words_of(name, code, now)
    parts = [f"<h2>{escape(head)}</h2>"]
    parts += [f"<p style='font-size:24pt'><tt>{escape(line)}</tt></p>" if line == code else f"<p>{escape(line)}</p>" for line in lines]
    document = QTextDocument()
    document.setHtml("".join(parts))
    return document


def save_code(parent: QWidget, desk: Desk, name: str, code: str) -> None:
    start = Path.home() / f"{tr('Greentick recovery code')}.txt"
    chosen, _ = QFileDialog.getSaveFileName(parent, tr("Save the recovery code"), str(start), tr("Text (*.txt)"))
    if not chosen:
        return
    target = Path(chosen)

    def write(now: int) -> None:
        try:
            target.write_text("\n".join(words_of(name, code, now)) + "\n", encoding="utf-8")
        except OSError as error:
            desk.window.complain(PlayerError(tr("Not saved"), tr("{path} cannot be written: {why}.", path=target, why=error.strerror or error),
                                             tr("Choose another place.")))
        else:
            desk.window.notice(tr("Saved: {name}", name=target))

    desk.ask(lambda player: player.clock(), write, owner=parent)
