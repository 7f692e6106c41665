"""Who is learning? The board of names and pictures, and the page on which a new learner chooses both."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING

from PySide6.QtCore import QRectF, Qt
from PySide6.QtGui import QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QLineEdit, QWidget

from player.errors import PlayerError
from player.ui import tokens
from player.ui.dates import ago
from player.ui.desk import Desk
from player.ui.picture_names import picture_name
from player.ui.reading_order import set_reading_order
from player.ui.routes import LearnersRoute, SettingsRoute, VerifyRoute
from player.ui.screens.screen import Screen
from player.ui.widgets.buttons import button
from player.ui.widgets.cards import Card, CardButton, LayoutButton
from player.ui.widgets.flow import Grid
from player.ui.widgets.icons import icon
from player.ui.widgets.layouts import CENTRE, GROW, boxed, centred, column, row, scroll
from player.ui.widgets.pictures import Avatar, avatar_choices
from player.ui.widgets.text import Elided, label
from player.ui.widgets.themed import shows_ring
from player.ui.wording import shown_name
from player.ui.words import sentence, tr

if TYPE_CHECKING:
    from player.services.learners import LearnerCard
    from player.services.player import Player
    from player.ui.session import Session

    Make = Callable[[Player, str, str, str], LearnerCard]


@dataclass(frozen=True, slots=True)
class Board:
    """`now` in ms UTC, for "yesterday"."""

    learners: "tuple[LearnerCard, ...]"
    now: int


def load(player: "Player", session: "Session", _route: LearnersRoute) -> Board:
    board = Board(player.learners.all(), player.clock())
    session.sign_out()
    return board


def make(desk: Desk, _route: LearnersRoute, board: Board) -> Screen:
    return LearnersScreen(desk, board)


class LearnersScreen(Screen):
    """The board; "New learner" unfolds the page with name and picture in its place."""

    def __init__(self, desk: Desk, board: Board) -> None:
        super().__init__(desk)
        self._board = board
        self._focus: QWidget | None = None
        self._on_tiles = True
        self._body = column(gap=0)
        self.setLayout(self._body)
        self._show(self._tiles(), tiles=True)

    def first_focus(self) -> QWidget | None:
        return self._focus

    def back_pressed(self) -> None:
        if not self._on_tiles:
            self._cancel()

    def _show(self, page: QWidget, *, tiles: bool = False) -> None:
        self._on_tiles = tiles
        while (item := self._body.takeAt(0)) is not None:
            if (old := item.widget()) is not None:
                old.setParent(None)
                old.deleteLater()
        self._body.addWidget(page)
        set_reading_order(self)

    def _tiles(self) -> QWidget:
        theme = self.theme
        across = min(4, len(self._board.learners) + 2)  # learners, and the two empty places
        grid = Grid(theme, 200, tokens.S, across, name="learners.board")
        grid.setAccessibleName(tr("Who is learning?"))
        self._focus = None
        for card in self._board.learners:
            seen = tr("Guest") if card.guest else ago(card.last_seen, self._board.now)
            seen = tr("{line} · locked", line=seen) if card.lock else seen
            tile = self._tile(Avatar(theme, f"{card.tint}/{card.picture}", 80), shown_name(card), seen)
            tile.clicked.connect(lambda _=False, card=card: self._enter(card))
            grid.add(tile)
            self._focus = self._focus or tile
        fresh = self._tile(self._mark("plus"), tr("New learner"), tr("Choose a name and a picture"), "learners.new", dashed=True)
        fresh.clicked.connect(self._new)
        guest = self._tile(self._mark("user-round"), tr("Guest"), tr("Start now, give a name later"), "learners.guest", dashed=True)
        guest.clicked.connect(lambda: self.desk.ask(lambda player: player.learners.guest(), self.desk.window.sign_in, owner=self))
        grid.add(fresh)
        grid.add(guest)
        self._focus = self._focus or fresh
        head = column(row(GROW, icon(theme, "logo", size=56), GROW), tokens.S,
                      label(tr("Who is learning?"), "display", align=CENTRE, wrap=True),
                      label(tr("Choose your picture to go on where you stopped.") if self._board.learners else
                            tr("Everything stays on this computer. No internet is needed."), tone="muted", align=CENTRE, wrap=True), gap=tokens.S)
        body = column(GROW, head, tokens.L, centred(grid, theme.px(240) * across, 0), GROW, gap=0, pad=(0, tokens.L))
        check = button(theme, tr("Check a certificate"), "shield-check", "ghost", "verify.open")
        check.clicked.connect(lambda: self.desk.window.go(VerifyRoute()))
        settings = button(theme, tr("Settings"), "settings", "ghost", "settings.open")
        settings.clicked.connect(lambda: self.desk.window.go(SettingsRoute()))
        note = label(tr("Everything here works without internet"), "small", "muted")
        said = () if theme.big else (icon(theme, "monitor", "muted", 16), note)
        foot = row(*said, GROW, check, settings, pad=(tokens.L, tokens.S))
        return boxed(column((scroll(centred(boxed(body), 960)), 1), boxed(foot), gap=0))

    def _mark(self, name: str) -> QWidget:
        mark = boxed(column((icon(self.theme, name, "muted", 40), 0, CENTRE)))
        mark.setFixedSize(self.theme.px(80), self.theme.px(80))
        return mark

    def _tile(self, picture: QWidget, name: str, line: str, object_name: str = "", *, dashed: bool = False) -> CardButton:
        theme = self.theme
        words = Elided(theme, name, "h3", align=Qt.AlignmentFlag.AlignHCenter)
        inner = column((picture, 0, CENTRE), tokens.S, words, label(line, "small", "muted", align=CENTRE, wrap=True), gap=tokens.HALF)
        return CardButton(theme, inner, f"{name}. {line}", tokens.M, object_name, dashed=dashed)

    def _enter(self, card: "LearnerCard") -> None:
        if not card.lock:
            self.desk.window.sign_in(card)
            return
        from player.ui.screens.learner_lock import LearnerLock

        learner = card.id
        page = LearnerLock(self.desk, card, lambda player, pin: player.learners.check_lock(learner, pin), self.desk.window.sign_in, self._cancel)
        self._show(page)
        page.start()

    def _new(self) -> None:
        page = NewLearner(self.desk, self._cancel, lambda player, name, picture, tint: player.learners.create(name, picture, tint),
                          self.desk.window.sign_in, tr("Who are you?"), tr("Your progress is kept under this name on this computer."),
                          tr("Start learning"))
        self._show(page)
        page.field.setFocus(Qt.FocusReason.OtherFocusReason)

    def _cancel(self) -> None:
        self._show(self._tiles(), tiles=True)
        if self._focus is not None:
            self._focus.setFocus(Qt.FocusReason.OtherFocusReason)


class NewLearner(QWidget):
    """A name and a picture, and one button. `make` gets name, picture and tint; `more` stands under the card."""

    def __init__(self, desk: Desk, cancel: Callable[[], None], make: "Make", done: "Callable[[LearnerCard], None]", title: str, note: str,
                 deed: str, more: QWidget | None = None) -> None:
        super().__init__()
        theme = self.theme = desk.theme
        self.desk, self._make, self._done = desk, make, done
        self._chosen = avatar_choices()[0]
        self.field = QLineEdit()
        self.field.setObjectName("learners.name")
        self.field.setAccessibleName(tr("Your name"))
        self.field.setMaxLength(80)
        self.field.setPlaceholderText(tr("Your name"))
        self._said = label("", "small", "danger", wrap=True, name="learners.said")
        self._said.hide()
        self._pictures = Grid(theme, 84, 0, 6, name="learners.pictures")
        for avatar in avatar_choices():
            choice = PictureChoice(desk, avatar, avatar == self._chosen)
            choice.toggled.connect(lambda on, avatar=avatar: self._choose(avatar) if on else None)
            self._pictures.add(choice)
        go = button(theme, deed, "chevron-right", "primary", "learners.create", trailing=True, big=True)
        go.setDefault(True)
        go.clicked.connect(self._create)
        self.field.returnPressed.connect(self._create)
        back = button(theme, tr("Back"), "chevron-left", "ghost", "learners.cancel")
        back.clicked.connect(cancel)
        words = column(label(title, "h1", wrap=True), label(note, tone="muted", wrap=True), gap=tokens.HALF)
        card = Card(theme, column(words, self.field, self._said, label(tr("Choose a picture"), "strong"), self._pictures,
                                  row(back, GROW, go), gap=tokens.M), tokens.XL)
        under = () if more is None else (more,)
        self.setLayout(column((scroll(centred(boxed(column(GROW, card, *under, GROW)), 720)), 1), gap=0))

    def _choose(self, avatar: str) -> None:
        self._chosen = avatar

    def _create(self) -> None:
        name = self.field.text()
        tint, _, picture = self._chosen.partition("/")
        self.desk.ask(lambda player: self._make(player, name, picture, tint), self._done, self._refused, owner=self)

    def _refused(self, error: PlayerError) -> None:
        self._said.setText(sentence(error))
        self._said.show()
        self.field.setFocus(Qt.FocusReason.OtherFocusReason)


class PictureChoice(LayoutButton):
    """One picture to choose; the chosen one stands in a thick ring."""

    def __init__(self, desk: Desk, avatar: str, chosen: bool) -> None:
        self.avatar = avatar
        key = avatar.partition("/")[2]
        picture = Avatar(desk.theme, avatar, 56)
        super().__init__(desk.theme, column((picture, 0, CENTRE), gap=0, pad=tokens.S), tr("Picture: {name}", name=picture_name(key)),
                         f"learners.picture.{key}")
        self.setCheckable(True)
        self.setAutoExclusive(True)  # one stop of Tab, and the arrows choose
        self.setChecked(chosen)

    def paintEvent(self, _event: QPaintEvent) -> None:
        theme, side = self.theme, self.theme.px(56) + tokens.S
        ring = shows_ring(self)
        if not (self.isChecked() or ring or self.underMouse()):
            return
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        box = QRectF((self.width() - side) / 2, (self.height() - side) / 2, side, side)
        if self.isChecked() or self.underMouse():
            painter.setPen(QPen(theme.colour("text" if self.isChecked() else "outline"), 3 if self.isChecked() else 1))
            painter.drawEllipse(box)
        if ring:
            painter.setPen(QPen(theme.colour("accent"), 2))
            painter.drawEllipse(box.adjusted(-4, -4, 4, 4))
