"""Where the window can be: values, so that a theme change or a second start can show the same place again."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class LearnersRoute:
    pass


@dataclass(frozen=True, slots=True)
class LibraryRoute:
    pass


@dataclass(frozen=True, slots=True)
class ClaimRoute:
    """A guest gives a name to what was done."""


@dataclass(frozen=True, slots=True)
class LockRoute:
    """A learner sets a lock, where everybody must have one."""


@dataclass(frozen=True, slots=True)
class CourseRoute:
    """`why` names a lesson or an award: what it waits for is shown. `certificate` is a file that is to open what is locked."""

    key: str
    why: str = ""
    certificate: str = ""


@dataclass(frozen=True, slots=True)
class LessonRoute:
    """`lesson` "" means: where the learner stopped. `anchor` is a place in it (player.course.anchor), `words` what was found there."""

    key: str
    lesson: str = ""
    anchor: str = ""
    words: str = ""


@dataclass(frozen=True, slots=True)
class NotesRoute:
    """All notes and bookmarks of a course."""

    key: str


@dataclass(frozen=True, slots=True)
class QuizRoute:
    """The questions of a started attempt."""

    key: str
    lesson: str


@dataclass(frozen=True, slots=True)
class ResultRoute:
    """The result of a submitted attempt; `review` opens the answers."""

    key: str
    lesson: str
    attempt: str
    review: bool = False


@dataclass(frozen=True, slots=True)
class AwardRoute:
    key: str
    award: str


@dataclass(frozen=True, slots=True)
class VerifyRoute:
    """Check a certificate; `path` is checked at once when given."""

    path: str = ""


@dataclass(frozen=True, slots=True)
class SettingsRoute:
    page: str = "reading"


@dataclass(frozen=True, slots=True)
class RestoreRoute:
    """Backups, and what is wrong with the database. Needs no open database."""


@dataclass(frozen=True, slots=True)
class SupportRoute:
    """The report for whoever helps. Needs no open database. `mending`: from the page that restores."""

    mending: bool = False


@dataclass(frozen=True, slots=True)
class AwardsRoute:
    """Everything that the learner has earned."""


@dataclass(frozen=True, slots=True)
class TrainerRoute:
    """The trainer's area, behind the PIN."""

    page: str = "notices"


Route = (LearnersRoute | LibraryRoute | CourseRoute | LessonRoute | QuizRoute | ResultRoute | AwardRoute | VerifyRoute | SettingsRoute | RestoreRoute
         | SupportRoute | ClaimRoute | LockRoute | NotesRoute | TrainerRoute | AwardsRoute)

ASIDE = (SettingsRoute, RestoreRoute, SupportRoute, TrainerRoute)  # whoever leaves these is back where they were
NOBODYS = (LearnersRoute, VerifyRoute, LockRoute, *ASIDE)  # pages that need no learner
