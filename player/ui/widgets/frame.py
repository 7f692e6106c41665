"""What every page shares: the top bar with the learner, the body, the bottom bar with the way on."""

from PySide6.QtCore import QPoint, Qt, Signal
from PySide6.QtWidgets import QFrame, QMenu, QSizePolicy, QWidget

from player.ui import tokens
from player.ui.theme import Theme
from player.ui.widgets.buttons import Button
from player.ui.widgets.icons import Icon
from player.ui.widgets.layouts import GROW, boxed, column, fill, release, row
from player.ui.widgets.pictures import Avatar
from player.ui.widgets.text import Elided, OneLine, label, set_tip
from player.ui.widgets.themed import Themed
from player.ui.words import tr


class TopBar(Themed, QFrame):
    """Back and the title (or the mark and the name), what was saved, search, settings, and always who is learning.

    `title` "" shows the mark. `learner` "" shows nobody (the board of learners). In large text search and settings move into a menu.
    """

    left = Signal()             # back was pressed
    search = Signal()
    settings = Signal()
    not_you = Signal()

    def __init__(self, theme: Theme, title: str = "", learner: str = "", avatar: str = "", status: str = "", *, searchable: bool = True,
                 leave: str = "", not_you: str = "") -> None:
        super().__init__()
        self.theme, self._searchable = theme, searchable
        self.setProperty("bar", "top")
        self._back = Button(theme, "", "chevron-left", "ghost", "page.leave", spoken=leave or tr("Back"))
        self._back.clicked.connect(self.left)
        self._logo = Icon(theme, "logo", size=28)
        self._brand = label("Greentick", "h3")
        self._title = Elided(theme, title, "strong", name="page.title")
        self._saved = Icon(theme, "check", "muted", 16)
        self._status = label(status, "small", "muted", name="status.message")
        self._search = Button(theme, "", "search", "ghost", "search.open", spoken=tr("Search (Ctrl+F)"))
        self._search.clicked.connect(self.search)
        self._settings = Button(theme, "", "settings", "ghost", "settings.open", spoken=tr("Settings"))
        self._settings.clicked.connect(self.settings)
        self._more = Button(theme, "", "ellipsis", "ghost", "window.more", spoken=tr("More: search, settings"))
        self._more.clicked.connect(self._open_menu)
        self._avatar = Avatar(theme, avatar, 32)
        self._learner = Elided(theme, learner, "strong", name="learner.current")
        self._learner.setSizePolicy(QSizePolicy.Policy.Maximum, QSizePolicy.Policy.Fixed)
        self._not_you = Button(theme, not_you or tr("Not you?"), kind="link", name="learner.notYou")
        self._not_you.clicked.connect(self.not_you)
        line = row(self._back, self._logo, self._brand, (self._title, 1), (GROW, 1), self._saved, self._status, tokens.S, self._search,
                   self._settings, self._more, tokens.S, self._avatar, self._learner, self._not_you, gap=tokens.S, pad=(tokens.L, tokens.S))
        self.setLayout(line)
        self._line = line
        self.set_title(title)
        self.set_learner(learner, avatar)
        self.set_status(status)
        self.restyle()

    @property
    def back_button(self) -> Button:
        return self._back

    @property
    def search_button(self) -> Button:
        return self._search

    def set_title(self, title: str) -> None:
        self._title.setText(title)
        self._back.setVisible(bool(title))
        self._title.setVisible(bool(title))
        self._logo.setVisible(not title)
        self._brand.setVisible(not title)
        self._line.setStretch(4, 0 if title else 1)

    def set_learner(self, learner: str, avatar: str) -> None:
        self._learner.setText(learner)
        self._avatar.set_avatar(avatar)
        for part in (self._learner, self._avatar, self._not_you):
            part.setVisible(bool(learner))

    def set_status(self, text: str, icon: str = "check") -> None:
        """The quiet line that says what was saved."""
        self._status.setText(text)
        self._status.setAccessibleName(text)
        self._saved.set_icon(icon)
        set_tip(self._saved, text)
        self._saved.setVisible(bool(text))
        self._status.setVisible(bool(text) and not self.theme.big)

    def restyle(self) -> None:
        big = self.theme.big
        self._search.setVisible(self._searchable and not big)
        self._settings.setVisible(not big)
        self._more.setVisible(big)
        self._status.setVisible(bool(self._status.text()) and not big)
        self._learner.setMaximumWidth(self.theme.px(220))

    def _open_menu(self) -> None:
        menu = QMenu(self)
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        if self._searchable:
            menu.addAction(self.theme.icon("search"), tr("Search (Ctrl+F)"), self.search.emit)
        menu.addAction(self.theme.icon("settings"), tr("Settings"), self.settings.emit)
        menu.popup(self._more.mapToGlobal(QPoint(0, self._more.height())))


class BottomBar(Themed, QFrame):
    """Back … the rule … NEXT, the largest thing on the page. In large text the rule stands above the buttons.

    `back_name`, `next_name` and `rule_name` are the object names (interface.md); `extra` buttons stand after Back.
    """

    back = Signal()
    next = Signal()

    def __init__(self, theme: Theme, *, back: str = "", next_: str = "", rule: str = "", back_name: str = "lesson.back",
                 next_name: str = "lesson.next", rule_name: str = "lesson.rule", extra: tuple[QWidget, ...] = ()) -> None:
        super().__init__()
        self.theme, self._extra = theme, extra
        self.setProperty("bar", "bottom")
        self.back_button = Button(theme, back or tr("Back"), "chevron-left", "ghost", back_name)
        self.back_button.clicked.connect(self.back)
        self.next_button = Button(theme, next_ or tr("Next"), "chevron-right", "primary", next_name, trailing=True, big=True,
                                  least=tokens.NEXT_WIDTH)
        self.next_button.clicked.connect(self.next)
        self._sign = Icon(theme, "info", "muted", 18)
        self.rule_label = OneLine(rule, tone="muted", name=rule_name)
        self._box = column(gap=tokens.S, pad=(tokens.L, 12))
        self.setLayout(self._box)
        self._lay_out()
        self.set_rule(rule)
        self._was_big = theme.big

    def set_rule(self, text: str, icon: str = "info") -> None:
        """One line that says what earns the tick, or why NEXT is closed."""
        self.rule_label.setText(text)
        self._sign.set_icon(icon)
        self._sign.setVisible(bool(text))

    def set_next(self, text: str, *, enabled: bool = True, primary: bool = True, spoken: str = "") -> None:
        """NEXT's three faces: "Next" (green), "Skip for now" (outlined: it earns no tick), or closed with the reason in the rule."""
        kind = "primary" if primary else ""
        if self.next_button.kind != kind:
            self.next_button.set_kind("primary" if primary else "")
        self.next_button.set_text(text, spoken)
        self.next_button.setEnabled(enabled)

    def restyle(self) -> None:
        if self.theme.big != self._was_big:
            self._was_big = self.theme.big
            self._lay_out()

    def _lay_out(self) -> None:
        release(self._box)
        if self.theme.big:
            rule = row(self._sign, (self.rule_label, 1), gap=tokens.S)
            line = row(self.back_button, GROW, self.next_button, gap=tokens.S)
            fill(self._box, row((rule, 1), *self._extra, gap=tokens.S), line)
        else:
            rule = row((GROW, 1), self._sign, self.rule_label, gap=tokens.S)
            line = row(self.back_button, *self._extra, (rule, 1), tokens.S, self.next_button, gap=tokens.M)
            fill(self._box, line)
        line.addStrut(self.theme.px(tokens.NEXT_HEIGHT) + 4)  # its edge is thinner when it earns no tick; the bar must not move


class Page(QWidget):
    """A whole page: top bar, messages, body, bottom bar; any but the body may be left out."""

    def __init__(self, top: QWidget | None, body: QWidget, bottom: QWidget | None = None, messages: QWidget | None = None) -> None:
        super().__init__()
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        parts = [part for part in (top, messages, (body, 1), bottom) if part is not None]
        boxed(column(*parts, gap=0), self, name="page")
