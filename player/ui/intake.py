"""What comes in through the window: packages that were dropped, copies and checks under way, courses taken off. It lives as long as the window;
the library page draws it."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path
from time import monotonic
from typing import TYPE_CHECKING, Protocol, TypeVar

from PySide6.QtCore import QObject, Signal

from player.errors import PlayerError
from player.ui.desk import Ask, Failed, Pool
from player.ui.routes import CourseRoute, Route
from player.ui.session import Session
from player.ui.stick_watch import Change, StickWatch
from player.ui.tasks import Step
from player.ui.words import sentence, size, told, tr, trn

if TYPE_CHECKING:
    from player.services.cards import ShelfCard
    from player.services.library import OpenCourse
    from player.services.player import Player
    from player.services.shelving import Checked, Offer
    from player.ui.tasks import Task

T = TypeVar("T")
PACE_S = 0.1  # between two words of progress


class Long(Protocol):
    def __call__(self, work: "Callable[[Step], T]", done: Callable[[T], None], *, progress: Callable[[int, int, str], None], failed: Failed,
                 cancelled: Callable[[], None], owner: QObject) -> "Task[T] | None": ...


class Host(Protocol):
    """What it asks of the window."""

    def go(self, route: Route) -> None: ...

    def notice(self, text: str) -> None: ...

    def shelf_changed(self) -> None:
        """Draw the library anew where it is shown."""
        ...

    def course_moved(self, key: str) -> None:
        """Its file lies elsewhere now."""
        ...


@dataclass(slots=True)
class Job:
    """Long work under way. `total` 0: nobody knows how long. `stop` asks it to end."""

    title: str
    done: int = 0
    total: int = 0
    what: str = ""
    stop: Callable[[], None] = lambda: None


@dataclass(frozen=True, slots=True)
class Outcome:
    """How the last work ended; `key` names a course that can be opened now."""

    title: str
    text: str
    tone: str  # "progress" | "danger"
    key: str = ""


@dataclass(frozen=True, slots=True)
class Leaving:
    """A course about to be taken off the shelf; `copy_size` is how many bytes its copy on this computer takes, 0 when it lies elsewhere."""

    card: "ShelfCard"
    copy_size: int


@dataclass(slots=True)
class _Queue:
    waiting: "list[Offer]" = field(default_factory=list)
    of: int = 0


class Intake(QObject):
    changed = Signal()  # something else is to be shown
    advanced = Signal(int, int, str)

    def __init__(self, host: Host, ask: Ask, pool: Pool, long: Long, session: Session, watch: StickWatch) -> None:
        super().__init__(watch.parent())
        self._host, self._ask, self._pool, self._long, self._session, self.watch = host, ask, pool, long, session, watch
        self.looking = False
        self.offers: tuple[Offer, ...] = ()
        self.job: Job | None = None
        self.outcome: Outcome | None = None
        self.leaving: Leaving | None = None
        self._copies = _Queue()
        self._cut_off = ""  # the digest of the package whose copying its stick's pulling stopped
        watch.changed.connect(self.changed)
        watch.moved.connect(self._go_on)

    @property
    def empty(self) -> bool:
        """Nothing to show but sticks."""
        return not (self.looking or self.offers or self.job or self.outcome or self.leaving)

    # --- offers ---

    def offer(self, paths: Sequence[Path]) -> None:
        """Look at packages, or at folders that hold some, and show what they are."""
        named = self.watch.named
        self.looking, self.offers, self.outcome, self.leaving = True, (), None, None
        self.changed.emit()

        def look() -> "tuple[Offer, ...]":
            from player.services.shelving import look
            from player.services.sticks import sticks

            return look(tuple(paths), sticks(named))

        self._pool(look, self.show_offers, self._not_looked, owner=self)

    def show_offers(self, offers: "Sequence[Offer]") -> None:
        """Packages that were looked at, compared with the shelf."""

        def compare(player: "Player") -> "tuple[Offer, ...]":
            from player.services.shelving import compare

            return tuple(replace(one, preview=player.versions.preview(one.opened)) if one.opened is not None and one.known == "update" else one
                         for one in compare(player.library, tuple(offers)))

        def shown(found: "tuple[Offer, ...]") -> None:
            self.looking, self.offers = False, found
            self.changed.emit()

        self._ask(compare, shown, self._not_looked, owner=self)

    def _not_looked(self, error: PlayerError) -> None:
        self.looking = False
        self._end(Outcome(told(error.title), sentence(error), "danger"))

    def dismiss(self) -> None:
        """What is offered, asked or told is put away; work goes on."""
        self.offers, self.outcome, self.leaving = (), None, None
        self.changed.emit()

    def take(self, offer: "Offer") -> None:
        """Put it on the shelf where it lies, and open it."""
        opened = offer.opened
        if opened is None:
            return

        def put(player: "Player") -> str:
            return self._put(player, opened)

        def done(key: str) -> None:
            self.offers = tuple(other for other in self.offers if other is not offer)
            self.changed.emit()
            self.watch.compare()
            self._host.go(CourseRoute(key))

        self._ask(put, done, owner=self)

    def _put(self, player: "Player", opened: "OpenCourse") -> str:
        key = player.library.put(opened)
        self._session.close_course()  # it may be another version of the one that is open
        return key

    # --- copies ---

    def copy(self, offers: "Sequence[Offer]") -> None:
        """Copy them to this computer, one after the other."""
        wanted = [offer for offer in offers if offer.opened is not None]
        self.offers = tuple(offer for offer in self.offers if offer not in wanted and offer.refused is None)
        self.outcome = None
        self._copies.waiting += wanted
        self._copies.of += len(wanted)
        if self.job is None:
            self._copy_next()
        else:
            self.changed.emit()

    def _copy_next(self) -> None:
        if not self._copies.waiting:
            self._copies.of = 0
            return
        offer = self._copies.waiting.pop(0)
        opened = offer.opened
        if opened is None:
            return
        number, of = self._copies.of - len(self._copies.waiting), self._copies.of
        title = opened.course.title
        words = tr("Copying “{title}” to this computer", title=title) if of == 1 else \
            tr("Copying “{title}” to this computer ({n} of {of})", title=title, n=number, of=of)
        job = self._begin(words)

        def copied(own: "OpenCourse") -> None:
            self._ask(lambda player: self._put(player, own), lambda key: self._copied(key, title, offer.stick), self._failed, owner=self)

        def failed(error: PlayerError) -> None:
            self._cut_off = opened.digest
            self._failed(error)

        def begin(player: "Player") -> None:
            data = player.data

            def work(step: Step) -> "OpenCourse":
                from player.services.shelving import copy

                return copy(opened, data, _paced(step, 2))

            def discard() -> None:
                from player.services.shelving import discard

                discard(opened, data)

            def cancelled() -> None:
                self._copies = _Queue()
                self._pool(discard, lambda _none: self._end(None), owner=self)

            self._start(job, work, copied, failed, cancelled)

        self._ask(lambda player: player, begin, self._failed, owner=self)

    def _copied(self, key: str, title: str, stick: str) -> None:
        self._cut_off = ""
        more = bool(self._copies.waiting)
        self._end(None if more else Outcome(tr("“{title}” is on this computer now", title=title),
                                            tr("The copy was read back and checked. The stick is not needed for it any more.") if stick else
                                            tr("The copy was read back and checked."), "progress", key))
        self.watch.compare()
        self._host.shelf_changed()
        self._host.course_moved(key)
        self._copy_next()

    def _go_on(self, change: Change) -> None:
        """A stick is back whose pulling stopped a copy: go on by itself."""
        if not (change.came and self._cut_off) or self.job is not None:
            return
        again = [offer for offer in self.watch.offers if offer.opened is not None and offer.opened.digest == self._cut_off]
        if again:
            self._cut_off = ""
            self.copy(again[:1])

    # --- checking every byte ---

    def check(self, card: "ShelfCard") -> None:
        """Read every byte of a course's package, and say what was found."""
        if self.job is not None:
            self._host.notice(tr("One thing after the other: something is being copied or checked."))
            return
        path = Path(card.path)
        self.offers, self.outcome, self.leaving = (), None, None
        job = self._begin(tr("Checking everything in “{title}”", title=card.title))

        def work(step: Step) -> "Checked":
            from player.services.shelving import check_all

            return check_all(path, _paced(step))

        def checked(found: "Checked") -> None:
            if found.whole:
                self._end(Outcome(tr("“{title}” is whole", title=card.title), _all_right(found), "progress"))
                if card.state == "damaged":
                    self._ask(lambda player: player.library.open(card.key).digest, lambda _digest: self._host.shelf_changed(), owner=self)
                return
            self._end(Outcome(tr("“{title}” is damaged", title=card.title), f"{found.reason} {found.hint}".strip(), "danger"))
            self._ask(lambda player: player.library.mark_damaged(card.key), lambda _none: self._host.shelf_changed(), owner=self)

        self._start(job, work, checked, self._failed, lambda: self._end(None))

    # --- off the shelf ---

    def ask_to_remove(self, card: "ShelfCard") -> None:
        """Show what taking it off means, and wait for a word."""

        def measure(player: "Player") -> int:
            return _bytes_of(card.path) if player.library.has_copy(card.path) else 0

        def measured(copy_size: int) -> None:
            self.offers, self.outcome, self.leaving = (), None, Leaving(card, copy_size)
            self.changed.emit()

        self._ask(measure, measured, owner=self)

    def remove(self, *, copy_too: bool = False) -> None:
        """Take off the shelf what was asked about."""
        leaving, self.leaving = self.leaving, None
        self.changed.emit()
        if leaving is None:
            return
        session = self._session

        def take_off(player: "Player") -> None:
            session.close_course()
            player.library.remove(leaving.card.key, copy_too=copy_too)

        def done(_none: None) -> None:
            self._host.shelf_changed()
            self._host.notice(tr("“{title}” is off the shelf. What was done in it is kept.", title=leaving.card.title))

        self._ask(take_off, done, owner=self)

    # --- work under way ---

    def cancel(self) -> None:
        if self.job is not None:
            self.job.stop()

    def _begin(self, title: str) -> Job:
        self.job = Job(title)
        self.changed.emit()
        return self.job

    def _start(self, job: Job, work: "Callable[[Step], T]", done: Callable[[T], None], failed: Failed, cancelled: Callable[[], None]) -> None:
        def tell(at: int, of: int, what: str) -> None:
            job.done, job.total, job.what = at, of, what
            self.advanced.emit(at, of, what)

        task = self._long(work, done, progress=tell, failed=failed, cancelled=cancelled, owner=self)
        if task is not None:
            job.stop = task.cancel

    def _failed(self, error: PlayerError) -> None:
        self._copies = _Queue()
        self._end(Outcome(told(error.title), sentence(error), "danger"))

    def _end(self, outcome: Outcome | None) -> None:
        self.job, self.outcome = None, outcome
        self.changed.emit()


def _paced(step: Step, passes: int = 1) -> Callable[[int, int], None]:
    """Progress for a service: stops the work when it was cancelled, and speaks ten times a second, not for each of 100,000 files."""
    last = 0.0

    def tell(done: int, total: int) -> None:
        nonlocal last
        step.check()
        now = monotonic()
        if now - last >= PACE_S:
            last = now
            half = total // passes
            what = tr("Reading the copy back") if done > half else tr("{done} of {total}", done=size(done), total=size(half))
            step.progress(done, total, what)

    return tell


def _all_right(found: "Checked") -> str:
    files = trn("{n} file, {size}: every byte was read", "{n} files, {size}: every byte was read", found.files, size=size(found.size))
    if found.signed_by:
        return tr("{files}, and all is as {name} signed it.", files=files, name=found.signed_by)
    return tr("{files}, and all is as it was built. It is unsigned: nobody answers for it.", files=files)


def _bytes_of(path: str) -> int:
    try:
        return Path(path).stat().st_size
    except OSError:
        return 0
