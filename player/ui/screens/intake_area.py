"""What comes in, at the top of the library: news of sticks, packages that are offered, work under way and how it ended. No dialog."""

from collections.abc import Callable
from html import escape
from typing import TYPE_CHECKING, cast

from PySide6.QtCore import Qt, QTimer
from PySide6.QtWidgets import QApplication, QScrollArea, QVBoxLayout, QWidget

from player.ui import tokens
from player.ui.desk import Desk
from player.ui.reading_order import set_reading_order
from player.ui.routes import CourseRoute
from player.ui.screens.screen import Screen
from player.ui.screens.update_sheet import UpdateSheet
from player.ui.stick_watch import StickNews
from player.ui.theme import Theme
from player.ui.widgets.buttons import Button, Kind, button
from player.ui.widgets.callout import Banner, Tone
from player.ui.widgets.cards import Card
from player.ui.widgets.icons import Icon
from player.ui.widgets.layouts import GROW, TOP, boxed, clear, column, row, rule_line
from player.ui.widgets.states import ProgressSheet
from player.ui.widgets.text import Elided, breakable, label
from player.ui.words import dotted, minutes, percent_floor, size, told, tr, trn

if TYPE_CHECKING:
    from player.services.shelving import Offer
    from player.ui.intake import Leaving, Outcome


class IntakeArea(QWidget):
    """Follows `desk.intake`. `empty_focus` gives the keyboard a place when what had it is gone."""

    def __init__(self, desk: Desk, empty_focus: Callable[[], QWidget | None]) -> None:
        super().__init__()
        self._desk, self._intake = desk, desk.intake
        self._empty_focus = empty_focus
        self._first: QWidget | None = None
        self._sheet: ProgressSheet | None = None
        self._lines: QVBoxLayout = column(gap=0)
        self.setLayout(self._lines)
        self._intake.changed.connect(self._draw)
        self._intake.advanced.connect(self._advance)
        self._draw()

    @property
    def first(self) -> QWidget | None:
        """What gets the keyboard when the page opens; None when nothing waits for an answer."""
        return self._first

    @property
    def _theme(self) -> Theme:
        return self._desk.theme  # which may have changed since the page was built

    @property
    def _page(self) -> Screen | None:
        at: QWidget | None = self
        while at is not None and not isinstance(at, Screen):
            at = at.parentWidget()
        return at

    def _draw(self) -> None:
        held = QApplication.focusWidget()
        had_focus = held is not None and self.isAncestorOf(held)
        asked = self._first is not None
        clear(self._lines)
        self._first, self._sheet = None, None
        intake = self._intake
        for news in () if intake.offers or intake.job is not None else intake.watch.news:  # what is offered or copied is no news
            self._lines.addWidget(self._stick(news))
        if intake.job is not None:
            self._lines.addWidget(self._progress())
        if intake.outcome is not None:
            self._lines.addWidget(self._ended(intake.outcome))
        if intake.leaving is not None:
            self._lines.addWidget(self._leaving(intake.leaving))
        if intake.looking:
            sign = Icon(self._theme, "package-open", "muted", 24)
            self._lines.addWidget(Card(self._theme, row(sign, label(tr("Looking at it…"), tone="muted"), GROW), tokens.M, name="intake.looking"))
        if intake.offers:
            self._lines.addWidget(self._offered(intake.offers))
        if not self._lines.count():
            self.hide()
        elif self.parentWidget() is not None:  # else it would be a window for a moment
            self.show()
        if self._page is not None:
            set_reading_order(self._page)
        asks = self.first is not None and not asked
        wanted = self.first or (self._empty_focus() if had_focus else None)
        if wanted is not None and (asks or had_focus) and self.window().isVisible():
            wanted.setFocus(Qt.FocusReason.OtherFocusReason)
            QTimer.singleShot(0, self, self._from_its_top)

    def _from_its_top(self) -> None:
        """Giving the keyboard to a button scrolls no further than to the button; what it is about stands above it."""
        at: QWidget | None = self
        while at is not None and not isinstance(at, QScrollArea):
            at = at.parentWidget()
        if at is not None and self.height() <= at.viewport().height():
            at.verticalScrollBar().setValue(0)

    # --- sticks ---

    def _stick(self, news: StickNews) -> Banner:
        n, name = len(news.fresh), news.stick.name
        show = button(self._theme, trn("Show it", "Show them", n), kind="link", name="intake.showStick")
        banner = Banner(self._theme, _on_stick(n, f"<b>{escape(name)}</b>"), "accent", "usb", show, name="intake.stick",
                        close_name="intake.closeStick", rich=True)
        banner.setAccessibleName(_on_stick(n, name))
        show.clicked.connect(lambda: self._intake.show_offers(news.fresh))
        banner.closed.connect(lambda: self._intake.watch.wave_away(news.stick.root))
        return banner

    # --- work ---

    def _progress(self) -> QWidget:
        job = self._intake.job
        sheet = ProgressSheet(self._theme, job.title if job else "", name="intake.progress", cancel_name="intake.cancel")
        sheet.cancelled.connect(self._intake.cancel)
        if job is not None and job.total:
            sheet.advance(job.done, job.total, job.what)
        self._sheet = sheet
        self._first = self._first or sheet.findChild(Button, "intake.cancel")
        return sheet

    def _advance(self, done: int, total: int, what: str) -> None:
        if self._sheet is not None:
            self._sheet.advance(done, total, what)

    def _ended(self, outcome: "Outcome") -> Banner:
        deeds = []
        if outcome.key:
            opener = button(self._theme, tr("Open it"), "chevron-right", "ink", "intake.openCopied", trailing=True)
            opener.clicked.connect(lambda: self._go_to(outcome.key))
            deeds.append(opener)
            self._first = self._first or opener
        banner = Banner(self._theme, outcome.text, cast("Tone", outcome.tone), "", *deeds, title=outcome.title, name="intake.outcome",
                        close_name="intake.closeOutcome")
        banner.closed.connect(self._intake.dismiss)
        self._first = self._first or banner.findChild(Button, "intake.closeOutcome")
        return banner

    def _go_to(self, key: str) -> None:
        self._intake.dismiss()
        self._desk.window.go(CourseRoute(key))

    # --- off the shelf ---

    def _leaving(self, leaving: "Leaving") -> Card:
        theme = self._theme
        kept = tr("What was done in it is kept, by everybody on this computer: open its file again, and all of it is back.")
        bytes_ = leaving.copy_size
        where = tr("Its copy on this computer takes {size}.", size=size(bytes_)) if bytes_ else tr("Its file stays where it is.")
        away = self._deed(tr("Take it off the shelf"), "", "ink", "intake.remove", self._intake.remove)
        deeds = [away]
        if leaving.copy_size:
            deeds.append(self._deed(tr("Take it off and delete the copy"), "trash-2", "", "intake.removeCopy",
                                    lambda: self._intake.remove(copy_too=True)))
        deeds.append(self._deed(tr("Keep it"), "", "ghost", "intake.keep", self._intake.dismiss))
        self._first = self._first or deeds[-1]
        words = column(label(tr("Take “{title}” off the shelf?", title=leaving.card.title), "h3", wrap=True), label(f"{kept} {where}", wrap=True),
                       gap=tokens.HALF)
        return Card(theme, column(words, self._deeds(deeds), gap=tokens.M), tokens.L, name="intake.leaving")

    # --- offers ---

    def _offered(self, offers: "tuple[Offer, ...]") -> Card:
        theme = self._theme
        good = [offer for offer in offers if offer.opened is not None]
        title = trn("{n} course to add", "{n} courses to add", len(good)) if good else tr("Nothing to add")
        if len(offers) == 1 and offers[0].preview is not None:
            title = tr("A newer version of a course")
        cross = button(theme, "", "x", "ghost", "intake.dismiss", spoken=tr("Not now"))
        cross.clicked.connect(self._intake.dismiss)
        lines: list[QWidget] = [boxed(row((label(title, "h2", wrap=True), 1), cross))]
        single = len(offers) == 1
        for offer in offers:
            if not single and offer is not offers[0]:
                lines.append(rule_line())
            lines.append(self._refused(offer) if offer.opened is None else self._offer(offer, single=single))
        addable = [offer for offer in good if _can_copy(offer)]
        if len(addable) > 1:
            total = sum(offer.size for offer in addable)
            every = self._deed(tr("Copy all to this computer ({size})", size=size(total)), "hard-drive", "ink", "intake.copyAll",
                               lambda: self._intake.copy(addable))
            self._first = self._first or every
            lines += [rule_line(), boxed(self._deeds([every]))]
        self._first = self._first or cross
        return Card(theme, column(*lines, gap=tokens.M), tokens.L, name="intake.offers")

    def _offer(self, offer: "Offer", *, single: bool) -> QWidget:
        theme, opened = self._theme, offer.opened
        assert opened is not None  # noqa: S101 - the caller looked
        course = opened.course
        lessons = list(course.lessons())
        seconds = sum(lesson.seconds for lesson in lessons)
        facts = [tr("Version {version}", version=course.version), trn("{n} lesson", "{n} lessons", len(lessons)),
                 *([minutes(seconds / 60)] if seconds else []), size(offer.size)]
        signer = tr("Signed by {name}", name=opened.signed_by) if opened.signed_by else tr("Unsigned: nobody answers for it")
        place = tr("On the stick {name}", name=offer.stick) if offer.stick else breakable(offer.path)
        shield = Icon(theme, "shield-check" if opened.signed_by else "shield-question-mark", "muted", 16)
        signed = row(shield, (label(signer, "small", "muted", wrap=True), 1))
        lies = row(Icon(theme, "usb" if offer.stick else "folder", "muted", 16), (label(place, "small", "muted", wrap=True), 1))
        words = column(label(course.title, "h3", wrap=True), label(dotted(*facts), "small", "muted", wrap=True), signed, lies, gap=tokens.HALF)
        if note := _note(offer):
            words.addWidget(label(note, "small", "caution" if offer.known == "older" else "accent", wrap=True))
        if offer.preview is not None:
            words.addWidget(UpdateSheet(theme, offer.preview))
        words.addStretch(1)
        deeds = self._offer_deeds(offer, single=single)
        if theme.big or not deeds or offer.preview is not None:
            return boxed(column(words, *((self._deeds(deeds),) if deeds else ()), gap=tokens.M))
        side = column(*deeds, GROW, gap=tokens.S)
        return boxed(row((Icon(theme, "package", "muted", 32), 0, TOP), (words, 1), side, gap=tokens.M))

    def _offer_deeds(self, offer: "Offer", *, single: bool) -> list[Button]:
        """Copying is the main deed on a stick, opening where it lies everywhere else."""
        opened = offer.opened
        if opened is None or offer.known == "older":
            return []
        name = opened.course.title
        opens = tr("Open it") if offer.known in {"here", "asked for"} else tr("Open where it lies")
        spoken = tr("Open “{title}” where it lies", title=name)
        if offer.preview is not None:
            opens = tr("Switch to {version} where it lies", version=opened.course.version)
            spoken = tr("{words}: “{title}”", words=opens, title=name)
        kind: Kind = "ink" if single and not offer.stick else ""
        opener = self._deed(opens, "folder-open", kind, "intake.open", lambda: self._intake.take(offer), spoken)
        deeds = [opener]
        if _can_copy(offer):
            words = tr("Copy to this computer")
            if offer.preview is not None:
                words = tr("Copy {version} to this computer and switch", version=opened.course.version)
            if 0 < offer.begun < offer.size:
                words = tr("Go on copying ({share})", share=percent_floor(offer.begun / offer.size))
            copier = self._deed(words, "hard-drive", "ink" if single and offer.stick else "", "intake.copy", lambda: self._intake.copy((offer,)),
                                tr("{words}: “{title}”", words=words, title=name))
            deeds.insert(0 if offer.stick else 1, copier)
        if single or self._first is None:
            self._first = self._first or deeds[0]
        if offer.preview is not None and single:
            stay = tr("Stay with {version}", version=offer.on_shelf)
            deeds.append(self._deed(stay, "", "ghost", "intake.stay", self._intake.dismiss, tr("{words}: “{title}”", words=stay, title=name)))
        return deeds

    def _refused(self, offer: "Offer") -> QWidget:
        error = offer.refused
        words = column(Elided(self._theme, offer.path.name, "strong"), label(told(error.message) if error else "", tone="danger", wrap=True),
                       label(told(error.hint) if error else "", "small", "muted", wrap=True), gap=2)
        return boxed(row((Icon(self._theme, "circle-alert", "danger", 24), 0, TOP), (words, 1), gap=tokens.M))

    # --- buttons ---

    def _deed(self, text: str, icon: str, kind: Kind, name: str, deed: Callable[[], None], spoken: str = "") -> Button:
        made = button(self._theme, text, icon, kind, name, spoken=spoken)
        made.clicked.connect(deed)
        return made

    def _deeds(self, deeds: list[Button]) -> QVBoxLayout:
        """Side by side, one below the other in large text."""
        if self._theme.big:
            return column(*deeds, gap=tokens.S)
        return column(row(*deeds, GROW, gap=tokens.S), gap=0)


def _on_stick(n: int, name: str) -> str:
    return trn("USB stick {name} has {n} course that is not on this computer yet.",
               "USB stick {name} has {n} courses that are not on this computer yet.", n, name=name)


def _can_copy(offer: "Offer") -> bool:
    """What is on the shelf and lies on a disk of this computer needs no other copy."""
    if offer.opened is None or offer.copied or offer.known in {"older", "asked for"}:
        return False
    return offer.known != "here" or bool(offer.stick)


def _note(offer: "Offer") -> str:
    match offer.known:
        case "here":
            return tr("On the shelf")
        case "asked for":
            return tr("Somebody on this computer goes on in this version")
        case "update" if offer.preview is not None:
            return ""
        case "update":
            return tr("Newer than {version} on the shelf: every tick stays whose lesson is still there", version=offer.on_shelf)
        case "older":
            return tr("Version {version} on the shelf is newer", version=offer.on_shelf)
        case "removed":
            return tr("Was taken off the shelf: what was done in it comes back")
    return ""
