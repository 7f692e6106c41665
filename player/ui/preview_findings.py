"""What is to be mended in a course folder, and what could be better: one line a finding, with its file and line."""

import re

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget

from player.ui import tokens
from player.ui.theme import Theme
from player.ui.widgets.buttons import Button
from player.ui.widgets.cards import Card
from player.ui.widgets.icons import Icon
from player.ui.widgets.layouts import GROW, TOP, boxed, centred, column, row, rule_line, scroll
from player.ui.widgets.text import breakable, label
from player.ui.words import tr, trn

MOST = 200
PLACE = re.compile(r"(?P<where>[^:\n]*?[./][^:\n]*?(?:, line \d+)?): (?P<what>.+)", re.DOTALL)


def split_place(finding: str) -> tuple[str, str]:
    """("02-burns/10-cool.md, line 3", what is wrong); ("", all of it) where no file is named."""
    found = PLACE.fullmatch(finding)
    return (found["where"], found["what"]) if found else ("", finding)


class FindingsPage(QWidget):
    """A page of its own. `left` when the author wants the course back."""

    left = Signal()

    def __init__(self, theme: Theme, errors: tuple[str, ...], warnings: tuple[str, ...], *, can_go_on: bool) -> None:
        super().__init__()
        self._go_on = Button(theme, tr("Go on with the last good version") if errors else tr("Back to the course"), "chevron-left",
                             "" if errors else "ink", "preview.goOn")
        self._go_on.clicked.connect(self.left)
        self._go_on.setVisible(can_go_on)
        parts: list[QWidget] = []
        if errors:
            title = trn("{n} mistake to mend", "{n} mistakes to mend", len(errors))
            about = tr("The course shows again as soon as they are mended and saved.")
            parts.append(self._group(theme, title, about, errors, "danger", "circle-alert", "preview.errors"))
        if warnings:
            title = trn("{n} thing that could be better", "{n} things that could be better", len(warnings))
            about = tr("The course works as it is.")
            parts.append(self._group(theme, title, about, warnings, "caution", "triangle-alert", "preview.warnings"))
        inner = boxed(column(*parts, row(self._go_on, GROW, pad=(tokens.S, tokens.S)), GROW, gap=tokens.S, pad=(0, tokens.M)))
        self._scroll = scroll(centred(inner, 980), name="preview.findings")
        self.setLayout(column((self._scroll, 1), gap=0))

    def first_focus(self) -> QWidget:
        return self._go_on if not self._go_on.isHidden() else self._scroll

    @staticmethod
    def _group(theme: Theme, title: str, about: str, findings: tuple[str, ...], tone: str, icon: str, name: str) -> Card:
        lines: list[QWidget] = [label(title, "h2", wrap=True), label(about, tone="muted", wrap=True)]
        for finding in findings[:MOST]:
            where, what = split_place(finding)
            place = (label(breakable(where), "strong", wrap=True, select=True),) if where else ()
            words = column(*place, label(what, wrap=True, select=True), gap=2)
            lines += [rule_line(), boxed(row((Icon(theme, icon, tone, 20), 0, TOP), (words, 1), gap=12))]
        if len(findings) > MOST:
            more = len(findings) - MOST
            lines += [rule_line(), label(trn("and {n} more", "and {n} more", more), tone="muted")]
        return Card(theme, column(*lines, gap=12), tokens.L, name=name)
