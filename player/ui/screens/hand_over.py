"""After the certificate is saved: the learner hands the computer over, by a button or, where the owner wants it, by itself."""

from collections.abc import Callable

from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QApplication, QWidget

from player.course.model import Access, AfterCertificate
from player.ui.desk import Desk
from player.ui.widgets.buttons import button
from player.ui.widgets.cards import Card
from player.ui.widgets.layouts import GROW, column, row
from player.ui.widgets.text import label
from player.ui.words import seconds, tr


def follows(access: Access) -> str:
    """What saving the certificate of the whole course brings about, said before it is done; "" for nothing."""
    then = {
        AfterCertificate.KEEP_OPEN: "",
        AfterCertificate.READ_ONLY: tr("Once it is saved, the course can be read but nothing counts any more."),
        AfterCertificate.LOCK: tr("Once it is saved, the course is closed: its lessons can no longer be opened."),
    }[access.after_certificate]
    out = tr("Then you hand over to whoever is next.") if access.sign_out_after_certificate else ""
    return " ".join(part for part in (then, out) if part)


class HandOver(Card):
    """`asked`: the course wants the learner to be signed out. With `count_down` seconds (0: none) the rest comes by itself, unless the learner
    stays; an open dialog holds it up."""

    def __init__(self, desk: Desk, *, asked: bool, count_down: int = 0, away: Callable[[], None]) -> None:
        theme, self._left, self._away = desk.theme, count_down, away
        self.out = button(theme, tr("Sign out now"), "log-out", "primary" if asked else "", "award.handOver", big=asked)
        self.out.clicked.connect(away)
        stays = label(tr("Your progress stays on this computer, and the certificate stays with your name."), "small", "muted", wrap=True)
        head = label(tr("Hand over to whoever is next") if asked else tr("Is somebody else next?"), "strong", wrap=True)
        self._said = label("", "small", wrap=True, name="award.countdown")
        self._stay = button(theme, tr("Not yet"), "x", "ghost", "award.stay")
        self._stay.clicked.connect(self.stop)
        deeds: list[QWidget] = [self.out, self._stay]
        lines = column(head, stays, self._said, column(*deeds, gap=4) if asked else row(self.out, GROW, self._stay), gap=10)
        super().__init__(theme, lines, 20, "progress_soft" if asked and theme.colours.edge == 1 else "surface", name="award.handOverCard")
        self._timer = QTimer(self, interval=1000)
        self._timer.timeout.connect(self._tick)
        if count_down:
            self._timer.start()
        self._tell()

    def stop(self) -> None:
        """No more counting; the button stays."""
        self._timer.stop()
        self._left = 0
        self._tell()

    def _tell(self) -> None:
        counting = self._left > 0
        self._said.setText(tr("You are signed out in {time}.", time=seconds(self._left)) if counting else "")
        self._said.setVisible(counting)
        self._stay.setVisible(counting)

    def _tick(self) -> None:
        if QApplication.activeModalWidget() is not None:
            return
        self._left -= 1
        if self._left <= 0:
            self._timer.stop()
            self._away()
        else:
            self._tell()
