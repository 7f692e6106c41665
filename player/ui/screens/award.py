"""The moment: what was earned, the certificate as a picture, and what can be done with it."""

from dataclasses import dataclass
from typing import TYPE_CHECKING

from PySide6.QtCore import QPoint, QPointF, QRectF, QSizeF, Qt, QTimer
from PySide6.QtGui import QPageLayout, QPainter
from PySide6.QtPrintSupport import QPrintDialog, QPrinter
from PySide6.QtWidgets import QDialog, QLineEdit, QMenu, QWidget

from player.course.model import Access, AwardKind
from player.course.status_types import AwardStatus, CourseStatus
from player.errors import PlayerError
from player.ui import tokens
from player.ui.desk import Desk
from player.ui.dialogs.save import ask_where
from player.ui.reading_order import set_reading_order
from player.ui.routes import AwardRoute, CourseRoute, VerifyRoute
from player.ui.screens.award_voucher import VoucherState
from player.ui.screens.hand_over import HandOver, follows
from player.ui.screens.screen import Screen
from player.ui.widgets.buttons import button
from player.ui.widgets.cards import Card
from player.ui.widgets.icons import icon
from player.ui.widgets.layouts import CENTRE, GROW, MIDDLE, TOP, boxed, centred, clear, column, row, scroll
from player.ui.widgets.marks import Badge
from player.ui.widgets.pdf_page import PdfPage
from player.ui.widgets.text import label
from player.ui.wording import counters, extras
from player.ui.words import sentence, tr

if TYPE_CHECKING:
    from player.services.awarding import Issued
    from player.services.enrolments import Enrolment
    from player.services.player import Player
    from player.services.sticks import Stick
    from player.ui.session import Session

PAUSE_MS = 350  # after the last key, before the name is drawn anew
PRINTED_PX = 5000  # width of the picture for the printer, 430 dots to the inch: 70 MB; 1200 would be 600


@dataclass(frozen=True, slots=True)
class Moment:
    """`issued` None: the name is asked first; `preview` shows how it will print, `refused` why it cannot."""

    enrolment: "Enrolment"
    award: AwardStatus
    status: CourseStatus
    name: str
    issued: "Issued | None"
    preview: bytes = b""
    refused: str = ""
    told: bool = False  # to the trainer


def load(player: "Player", session: "Session", route: AwardRoute) -> Moment:
    enrolment = session.enrolment(player, route.key)
    status = player.learning.status(enrolment)
    award = status.awards.get(route.award)
    if award is None or not award.earned:
        raise PlayerError(tr("Not earned yet"), tr("This award is not earned yet."), tr("See what is left on the course page."))
    learner = player.learners.get(session.learner_id)
    issued, gone = None, ""
    try:
        issued = player.awarding.issued(enrolment, route.award)
    except PlayerError as error:  # the kept file is gone: it can be made again
        gone = sentence(error)
    name = issued.printed_name if issued else learner.printed_name or ("" if learner.guest else learner.name)
    told = any(one.about == "award" and one.subject == route.award for one in player.notices.of(enrolment))
    preview = b""
    if issued is None and not gone and name:
        try:
            preview = player.awarding.preview(enrolment, route.award, name)
        except PlayerError as error:
            gone = sentence(error)
    return Moment(enrolment, award, status, name, issued, preview, gone, told)


def make(desk: Desk, route: AwardRoute, moment: Moment) -> Screen:
    return AwardScreen(desk, route, moment)


class AwardScreen(Screen):
    """First how the name prints, then save, print, check, and hand over."""

    def __init__(self, desk: Desk, route: AwardRoute, moment: Moment) -> None:
        super().__init__(desk)
        self._route, self._moment, self._issued = route, moment, moment.issued
        self._first: QWidget | None = None
        self._hand: HandOver | None = None
        self._saved_now = False  # in this visit
        self._field: QLineEdit | None = None
        self._picture = PdfPage(self.theme, tr("Your certificate"), "award.picture")
        self._under = label("", "small", "muted", wrap=True, align=CENTRE)
        self._pause = QTimer(self, interval=PAUSE_MS, singleShot=True)
        self._pause.timeout.connect(self._preview)
        self._side_lines = column(gap=0)
        self._side = boxed(self._side_lines)
        shown = boxed(column(GROW, self._picture, self._under, GROW, gap=tokens.S))
        if self.theme.big:
            inner = boxed(column(self._side, shown, gap=tokens.L, pad=(0, tokens.L)))
            body: QWidget = scroll(centred(inner, 1120))
        else:
            self._side.setFixedWidth(self.theme.px(376))
            body = scroll(centred(boxed(row((shown, 1), (self._side, 0, MIDDLE), gap=tokens.XXL, pad=(0, tokens.M))), 1160))
        self.frame(moment.enrolment.open.course.title, body, leave=tr("Back to the course"))
        if self._issued is not None:
            self._show_issued(self._issued)
        else:
            self._ask_name(moment.name)
            self._show_preview(moment.preview)
            self._refuse(moment.refused)

    def first_focus(self) -> QWidget | None:
        return self._first

    def back_pressed(self) -> None:
        if self._saved_now and self._asked_out:
            self.desk.window.sign_out()
            return
        self.desk.window.go(CourseRoute(self._route.key))

    def leave(self) -> None:
        self._pause.stop()
        if self._hand is not None:
            self._hand.stop()

    # --- the name ---

    def _ask_name(self, name: str) -> None:
        theme = self.theme
        self._hand = None
        clear(self._side_lines)
        field = QLineEdit(name)
        field.setObjectName("certificate.name")
        field.setAccessibleName(tr("Your name as it should print"))
        field.setMaxLength(120)
        field.textEdited.connect(lambda _text: self._pause.start())
        self._said = label("", "small", "danger", wrap=True, name="certificate.said")
        self._said.hide()
        words_of = tr("Make my voucher") if self._moment.award.kind == "voucher" else tr("Make my certificate")
        make_it = button(theme, words_of, "award", "primary", "award.issue", big=True)
        make_it.clicked.connect(lambda: self._issue(field.text()))
        field.returnPressed.connect(lambda: self._issue(field.text()))
        tell = (self._told(),) if self._moment.told else ()
        words = column(Badge(theme, "done", 40), label(tr("You have earned it."), "h1", wrap=True),
                       label(self._earned_words(), tone="muted", wrap=True), *tell, gap=tokens.S, pad=(tokens.AIR, 0))
        exactly = tr("It stands on the certificate exactly like this. Later it can only be corrected by a new one.")
        ask = column(label(tr("How should your name print?"), "h3", wrap=True), label(exactly, "small", "muted", wrap=True), field, self._said,
                     gap=tokens.S)
        deed = row(make_it, pad=(tokens.AIR, 0))
        self._side_lines.addWidget(boxed(column(words, tokens.S, Card(theme, ask, 20), deed, gap=tokens.S)))
        if (kept := self._issued) is not None:
            keep = button(theme, tr("Leave it as it is"), kind="link", name="award.keep")
            keep.clicked.connect(lambda: self._show_issued(kept))
            self._side_lines.addLayout(row(GROW, keep, GROW))
        set_reading_order(self)
        self._field = field
        self._first = field if not name else make_it
        self._under.setText(tr("This is how it will print. The seal is put on when you make it."))

    def _voucher(self) -> tuple[QWidget, ...]:
        if self._moment.award.kind != "voucher":
            return ()
        return (VoucherState(self.desk, self._moment.award, lambda: None),)

    def _told(self) -> QWidget:
        words = label(tr("Your trainer is told that you have earned it."), "small", "muted", wrap=True, name="award.told")
        return boxed(row((icon(self.theme, "bell", "muted", 16), 0, TOP), (words, 1), gap=tokens.S))

    def _earned_words(self) -> str:
        status, award = self._moment.status, self._moment.award
        done = counters(status.done, status.of) if status.of else ""
        more = extras(status.extras_done)
        facts = ", ".join(part for part in (done, more) if part)
        return tr("“{award}”: {facts}.", award=award.title, facts=facts) if facts else tr("“{award}”.", award=award.title)

    def _preview(self) -> None:
        if self._field is None or not self._field.text().strip():
            return
        name, enrolment = self._field.text(), self._moment.enrolment

        def show(pdf: bytes) -> None:
            self._refuse("")
            self._show_preview(pdf)

        award = self._route.award
        self.desk.ask(lambda player: player.awarding.preview(enrolment, award, name), show, self._refused, owner=self)

    def _show_preview(self, pdf: bytes) -> None:
        if pdf:
            self._picture.show_pdf(pdf)

    def _refuse(self, sentence: str) -> None:
        if self._field is not None:
            self._said.setText(sentence)
            self._said.setVisible(bool(sentence))

    def _refused(self, error: PlayerError) -> None:
        if self._field is None:
            self.desk.window.complain(error)
        self._refuse(sentence(error))

    def _issue(self, name: str) -> None:
        self._pause.stop()
        enrolment, award = self._moment.enrolment, self._route.award
        self.desk.ask(lambda player: player.awarding.issue(enrolment, award, name), self._show_issued, self._refused, owner=self)

    # --- the certificate ---

    def _show_issued(self, issued: "Issued") -> None:
        theme, learner = self.theme, self.desk.session.learner
        self._issued, self._field = issued, None
        clear(self._side_lines)
        self._picture.show_pdf(issued.pdf)
        self._under.setText(tr("{name} · {number}", name=issued.printed_name, number=issued.number))
        first = learner.name.split()[0] if learner and learner.name.split() else issued.printed_name
        away = self._saved_now and self._asked_out  # one green button at a time
        save = button(theme, tr("Save PDF…"), "download", "" if away else "primary", "award.save", big=not away)
        save.clicked.connect(self._save)
        out = button(theme, tr("Print"), "printer", name="award.print")
        out.clicked.connect(self._print)
        check = button(theme, tr("Check it"), "shield-check", name="award.check")
        check.clicked.connect(lambda: self.desk.window.go(VerifyRoute(str(issued.path))))
        correct = button(theme, tr("Correct the name"), kind="link", name="award.correct")
        correct.clicked.connect(lambda: self._correct(issued.printed_name))
        stick = button(theme, tr("Copy to stick"), "hard-drive", name="award.copyToStick")
        stick.clicked.connect(lambda: self._look_for_sticks(stick))
        tell = [self._told()] if self._moment.told else []
        tell += [label(said, "small", "muted", wrap=True, name="award.follows")] if (said := self._follows()) else []
        deeds = (save, out, stick, check) if theme.big else (save, row((out, 1), (stick, 1), gap=tokens.S), check)
        won = column(Badge(theme, "done", 40), label(tr("Well done, {name}.", name=first), "h1", wrap=True),
                     label(self._earned_words(), tone="muted", wrap=True), *tell, *self._voucher(), tokens.S, *deeds,
                     row(GROW, correct, GROW), gap=tokens.S, pad=(tokens.AIR, 0))
        self._hand = self._hand_over()
        recorded = label(tr("Recorded on this device; your trainer can endorse it."), "small", "muted", wrap=True)
        level = row(icon(theme, "info", "muted", 16), (recorded, 1), gap=tokens.S, pad=(tokens.AIR, tokens.S, tokens.AIR, 0))
        self._side_lines.addWidget(boxed(column(won, tokens.S, self._hand, level, gap=0)))
        set_reading_order(self)
        self._first = save
        save.setFocus(Qt.FocusReason.OtherFocusReason)

    def _correct(self, name: str) -> None:
        self._ask_name(name)
        if self._field is not None:
            self._field.setFocus(Qt.FocusReason.OtherFocusReason)

    def _save(self) -> None:
        issued = self._issued
        if issued is None:
            return
        target = ask_where(self, issued.title, issued.printed_name)
        if target is None:
            return
        self.desk.ask(lambda player: player.awarding.save(issued, target),
                      lambda _none: self._is_saved(tr("Saved and checked: {path}", path=target)), owner=self)

    # --- copying to a stick, and handing over ---

    def _look_for_sticks(self, at: QWidget) -> None:
        """The only one there is, or the one that is chosen."""
        named = self.desk.intake.watch.named

        def look() -> "tuple[Stick, ...]":
            from player.services.sticks import sticks

            return sticks(named)

        def found(present: "tuple[Stick, ...]") -> None:
            if not present:
                self.desk.window.complain(PlayerError(tr("No stick is there"), tr("No USB stick is plugged in."),
                                                      tr("Put one in, wait a moment, and press again.")))
            elif len(present) == 1:
                self._copy(present[0])
            else:
                menu = QMenu(self)
                menu.setObjectName("award.sticks")
                menu.setAccessibleName(tr("Which stick?"))
                menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
                for stick in present:
                    menu.addAction(self.theme.icon("hard-drive"), stick.name, lambda stick=stick: self._copy(stick))
                menu.popup(at.mapToGlobal(QPoint(0, at.height())))

        self.desk.pool(look, found, owner=self)

    def _copy(self, stick: "Stick") -> None:
        issued = self._issued
        if issued is not None:
            self.desk.ask(lambda player: player.awarding.copy_to_stick(issued, stick.root),
                          lambda path: self._is_saved(tr("Copied to {stick} and checked: {file}", stick=stick.name, file=path.name)), owner=self)

    def _is_saved(self, words: str) -> None:
        """From now on what the author wants after the certificate holds; the learner reads so here, and nothing goes away under the hands."""
        self.desk.window.notice(words)
        if self._saved_now or self._issued is None or self._field is not None:
            return
        self._saved_now = True
        if self._whole:
            self._show_issued(self._issued)
        if self._asked_out and self._hand is not None:
            self._hand.out.setFocus(Qt.FocusReason.OtherFocusReason)

    @property
    def _access(self) -> Access:
        return self._moment.enrolment.open.course.access

    @property
    def _whole(self) -> bool:
        """Is it the certificate of the whole course, which alone closes one?"""
        awards = self._moment.enrolment.open.course.awards
        return any(one.id == self._route.award and one.kind is AwardKind.CERTIFICATE and one.earned_when is None for one in awards)

    @property
    def _asked_out(self) -> bool:
        return self._whole and self._access.sign_out_after_certificate

    def _follows(self) -> str:
        return follows(self._access) if self._whole and not self._moment.award.saved_at and not self._saved_now else ""

    def _hand_over(self) -> HandOver:
        asked = self._saved_now and self._asked_out
        count_down = self.desk.settings.hand_over_seconds if asked else 0
        return HandOver(self.desk, asked=asked, count_down=count_down, away=self.desk.window.sign_out)

    def _print(self) -> None:
        issued = self._issued
        if issued is None:
            return
        printer = QPrinter(QPrinter.PrinterMode.HighResolution)
        printer.setPageOrientation(QPageLayout.Orientation.Landscape)
        printer.setDocName(issued.title)
        if QPrintDialog(printer, self).exec() != QDialog.DialogCode.Accepted:
            return
        painter = QPainter()
        if not painter.begin(printer):
            self.desk.window.complain(PlayerError(tr("Not printed"), tr("The printer “{name}” does not answer.", name=printer.printerName()),
                                                  tr("Save the PDF and print it elsewhere.")))
            return
        area = printer.pageRect(QPrinter.Unit.DevicePixel)
        picture = self._picture.image(min(PRINTED_PX, round(area.width())))
        size = QSizeF(picture.size()).scaled(area.size(), Qt.AspectRatioMode.KeepAspectRatio)
        corner = QPointF((area.width() - size.width()) / 2, (area.height() - size.height()) / 2)
        painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform)
        painter.drawImage(QRectF(corner, size), picture)
        painter.end()
        self.desk.ask(lambda player: player.awarding.printed(issued), lambda _none: self._is_saved(tr("Sent to the printer")), owner=self)
