"""Check a certificate: drop a file, read the verdict in one of three ways, and every field."""

from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtGui import QDragEnterEvent, QDropEvent
from PySide6.QtWidgets import QFileDialog, QWidget

from player.errors import PlayerError
from player.ui import tokens
from player.ui.desk import Desk
from player.ui.reading_order import set_reading_order
from player.ui.routes import VerifyRoute
from player.ui.screens.screen import Screen
from player.ui.widgets.buttons import button
from player.ui.widgets.cards import Card, CardButton
from player.ui.widgets.icons import icon
from player.ui.widgets.layouts import CENTRE, GROW, TOP, boxed, centred, clear, column, row, rule_line, scroll
from player.ui.widgets.states import EmptyState
from player.ui.widgets.text import Elided, label
from player.ui.words import size, told, tr

if TYPE_CHECKING:
    from player.services.awarding import Verdict
    from player.services.player import Player
    from player.ui.session import Session

LARGEST = 64 << 20  # bytes of a file that is looked at
# standing: icon, tone of the ground, tone of the words
LOOKS: dict[str, tuple[str, str, str]] = {
    "trusted": ("shield-check", "progress_soft", "progress_text"),
    "unknown": ("shield-question-mark", "caution_soft", "caution"),
    "not valid": ("shield-x", "danger_soft", "danger"),
}
LEAST_SHOWN = ("name", "course", "award", "earned", "valid_until", "result", "level", "issuer", "publisher", "number", "replaces", "evidence")


@dataclass(frozen=True, slots=True)
class Checked:
    """`path` "" when nothing was checked yet."""

    path: str = ""
    length: int = 0
    verdict: "Verdict | None" = None


def load(player: "Player", _session: "Session", route: VerifyRoute) -> Checked:
    return check(player, route.path) if route.path else Checked()


def check(player: "Player", path: str) -> Checked:
    """Raises PlayerError when the file cannot be read, or is far larger than a certificate can be."""
    try:
        length = Path(path).stat().st_size
    except OSError as error:
        raise PlayerError(tr("The file cannot be read"), tr("{path} cannot be read: {why}.", path=path, why=error.strerror or error),
                          tr("Choose the file again.")) from error
    if length > LARGEST:
        raise PlayerError(tr("No certificate"), tr("“{file}” is too large for a certificate ({size}).", file=Path(path).name, size=size(length)),
                          tr("Choose the PDF that was saved here."))
    return Checked(path, length, player.awarding.check(Path(path)))


def make(desk: Desk, _route: VerifyRoute, checked: Checked) -> Screen:
    return VerifyScreen(desk, checked)


class VerifyScreen(Screen):
    """The file at the side, the verdict beside it."""

    def __init__(self, desk: Desk, checked: Checked) -> None:
        super().__init__(desk)
        theme = self.theme
        self.setAcceptDrops(True)
        words = (label(tr("Drop a certificate here"), "h3", align=CENTRE, wrap=True),
                 label(tr("a PDF file; or press to choose one"), "small", "muted", align=CENTRE, wrap=True))
        self._drop = CardButton(theme, column(GROW, (icon(theme, "file-check", "muted", 40), 0, CENTRE), tokens.S, *words, GROW, gap=tokens.HALF),
                                tr("Drop a certificate here, or press to choose a file"), tokens.L, "verify.drop", dashed=True)
        self._drop.setMinimumHeight(theme.px(208) if not theme.big else 160)
        self._drop.clicked.connect(self._choose)
        self._file = column(gap=0)
        side = boxed(column(self._drop, self._file, GROW, gap=0))
        self._main = column(gap=0)
        main = boxed(column(self._main, GROW, gap=0))
        if theme.big:  # what was found comes first
            body = boxed(column(*((side, main) if checked.verdict is None else (main, side)), gap=0, pad=(0, tokens.M)))
        else:
            side.setFixedWidth(theme.px(320))
            body = boxed(row((side, 0, TOP), (main, 1), gap=tokens.S, pad=(0, tokens.M)))
        self.frame(tr("Check a certificate"), scroll(centred(body, 1120)), leave=tr("Back"))
        self._path = ""
        self._show(checked)

    def first_focus(self) -> QWidget | None:
        return self._drop

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        if event.mimeData().hasUrls():
            self._drop.set_lit(True)
            event.acceptProposedAction()

    def dragLeaveEvent(self, event: object) -> None:
        del event
        self._drop.set_lit(False)

    def dropEvent(self, event: QDropEvent) -> None:
        self._drop.set_lit(False)
        files = [url.toLocalFile() for url in event.mimeData().urls() if url.isLocalFile()]
        if files:
            event.acceptProposedAction()
            if Path(files[0]).suffix.lower() == ".course":  # a package may be dropped anywhere
                self.desk.window.open_paths(tuple(Path(name) for name in files))
            else:
                self._check(files[0])

    def here(self) -> VerifyRoute:
        return VerifyRoute(self._path)

    def _choose(self) -> None:
        name, _ = QFileDialog.getOpenFileName(self, tr("Choose a certificate"), str(Path.home()), tr("Certificates (*.pdf)"))
        if name:
            self._check(name)

    def _check(self, path: str) -> None:
        self.desk.ask(lambda player: check(player, path), self._show, owner=self)

    def _show(self, checked: Checked) -> None:
        clear(self._file)
        clear(self._main)
        theme, self._path = self.theme, checked.path
        if checked.verdict is None:
            nothing = EmptyState(theme, "shield-question-mark", tr("Nothing checked yet"),
                                 tr("The check needs no internet. It says whether the file is untouched, and whose key sealed it."))
            nothing.setMinimumHeight(theme.px(320))
            self._main.addWidget(nothing)
            return
        name = Path(checked.path).name
        self._file.addWidget(Card(theme, column(label(tr("CHECKED JUST NOW"), "eyebrow", "muted"),
                                                row(icon(theme, "file-text", "muted"), (Elided(theme, name, "strong"), 1)),
                                                label(size(checked.length), "small", "muted"), gap=tokens.S), 20))
        self._show_verdict(checked.verdict)
        set_reading_order(self)

    def _show_verdict(self, verdict: "Verdict") -> None:
        theme = self.theme
        picture, ground, ink = LOOKS[verdict.standing.value]
        why = f"{told(verdict.reason)} {told(verdict.hint)}".strip()
        title = label(self._headline(verdict.standing.value), "h1", ink, wrap=True, name="verify.verdict")
        title.setAccessibleName(f"{title.text()}. {why}")
        said = column(title, label(why, wrap=True), gap=tokens.HALF)
        self._main.addWidget(Card(theme, row((icon(theme, picture, ink, 48), 0, TOP), (said, 1), gap=20), tokens.L, ground))
        self._main.addWidget(self._scale(verdict.standing.value))
        fields = verdict.fields()
        if not fields:
            return
        lines: list[QWidget] = []
        more: list[QWidget] = []
        for field in fields:
            value = told(field.value) + (tr("   (the page shows “{shown}”)", shown=field.shown) if field.shown else "")
            words = label(value, "strong" if field.at_fault else "body", ink if field.at_fault else "text", wrap=True, select=True,
                          name=f"verify.field.{field.id}")
            head = label(told(field.label), "small", "muted", wrap=True)
            if theme.big:
                line = boxed(column(head, words, gap=0))
            else:
                head.setFixedWidth(theme.px(128))
                line = boxed(row((head, 0, TOP), (words, 1), gap=tokens.M))
            (lines if field.id in LEAST_SHOWN or field.at_fault else more).append(line)
        rows: list[QWidget] = []
        for line in lines:
            rows += [line, rule_line()]
        details = boxed(column(*more, gap=9))
        details.hide()
        unfold = button(theme, tr("Show every field"), "chevron-down", "link", "verify.more")
        unfold.clicked.connect(details.show)
        unfold.clicked.connect(unfold.hide)
        self._main.addWidget(Card(theme, column(*rows, details, row(unfold, GROW), gap=9), 20))

    @staticmethod
    def _headline(standing: str) -> str:
        return {"trusted": tr("Trusted"), "unknown": tr("Intact, but the signer is not known here"), "not valid": tr("Not valid")}[standing]

    def _scale(self, standing: str) -> QWidget:
        """The three outcomes, this one lit."""
        short = {"trusted": tr("Trusted"), "unknown": tr("Signer not known"), "not valid": tr("Not valid")}
        line = row(gap=6, pad=(tokens.L, tokens.HALF)) if not self.theme.big else column(gap=6, pad=(tokens.L, tokens.HALF))
        for name, (picture, _, ink) in LOOKS.items():
            on = name == standing
            part = row(icon(self.theme, picture, ink if on else "muted", 18),
                       label(short[name], "smallstrong" if on else "small", ink if on else "muted"), tokens.M, gap=6)
            line.addLayout(part)
        if not self.theme.big:
            line.addStretch(1)
        return boxed(line)

