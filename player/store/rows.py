"""The tables, as SQLModel rows. Rows only: values are checked by the services, rules live in the domain.

Times are integer milliseconds UTC. `enrolment` in other tables is the small local number of the enrolment, not its id.
"""

from typing import ClassVar

from sqlalchemy import BigInteger, Index, UniqueConstraint
from sqlmodel import Field, SQLModel

NO_ROWID = {"sqlite_with_rowid": False}


class LearnerRow(SQLModel, table=True):
    __tablename__: ClassVar[str] = "learner"

    id: str = Field(primary_key=True)
    name: str
    folded: str = Field(unique=True)  # the name as compared: NFC, case folded, single spaces
    picture: str
    tint: str
    guest: bool
    printed_name: str
    created_at: int = Field(sa_type=BigInteger)
    last_seen: int | None = Field(default=None, sa_type=BigInteger)
    claimed_by: str | None = None  # a guest that stands on no board any more: the learner to whose record its chains belong
    speed: int | None = None  # of films, in percent; None until it was chosen
    captions: str | None = None  # their language, "" for none; None until they were chosen


class PinRow(SQLModel, table=True):
    """What somebody has to know. `whose` is "trainer", "recovery" or a learner's id; `name` is who signs by it (the trainer only)."""

    __tablename__: ClassVar[str] = "pin"

    whose: str = Field(primary_key=True)
    name: str
    hash: str  # argon2id, encoded
    wrong: int  # tries since the last right one
    tried_at: int = Field(sa_type=BigInteger)
    set_at: int = Field(sa_type=BigInteger)
    kind: str | None = None  # "pictures" for a sequence of pictures; None for what is typed


class DeviceRow(SQLModel, table=True):
    """One installation on one machine; a data folder that was carried to another machine gets another row."""

    __tablename__: ClassVar[str] = "device"

    id: str = Field(primary_key=True)
    name: str
    created_at: int = Field(sa_type=BigInteger)


class ChainRow(SQLModel, table=True):
    """One hash chain per device and learner; `id` is its genesis. `continues_*` name the head of the chain it goes on from, if any."""

    __tablename__: ClassVar[str] = "chain"
    __table_args__ = (UniqueConstraint("device_id", "learner_id"),)

    number: int | None = Field(default=None, primary_key=True)
    id: str = Field(unique=True)
    device_id: str = Field(foreign_key="device.id")
    learner_id: str = Field(foreign_key="learner.id", index=True)
    created_at: int = Field(sa_type=BigInteger)
    continues_number: int
    continues_hash: str


class CourseRow(SQLModel, table=True):
    """A course on the shelf, with what its card shows before anybody has enrolled."""

    __tablename__: ClassVar[str] = "course"

    key: str = Field(primary_key=True)
    id: str
    title: str
    version: str
    publisher: str
    fingerprint: str  # of the signing key; empty = unsigned
    path: str
    digest: str
    cover: bytes | None = None
    required: int  # lessons that count
    extras: int
    seconds: int
    first_title: str
    first_seconds: int
    added_at: int = Field(sa_type=BigInteger)
    shown: bool  # False once it was taken off the shelf
    damaged: bool
    access: str | None = None  # its [access] as JSON, None where it has none
    move: str | None = None  # whom this version takes along of those who began an older one, None for everybody


class EditionRow(SQLModel, table=True):
    """The package of an older version of a course: learners may go on in it while a newer one is on the shelf."""

    __tablename__: ClassVar[str] = "edition"
    __table_args__ = (NO_ROWID,)

    course_key: str = Field(primary_key=True, foreign_key="course.key")
    version: str = Field(primary_key=True)
    digest: str
    path: str


class EnrolmentRow(SQLModel, table=True):
    """One learner in one course on one round; the counters are what the shelf shows, folded with each event."""

    __tablename__: ClassVar[str] = "enrolment"
    __table_args__ = (UniqueConstraint("learner_id", "course_key", "round"),)

    number: int | None = Field(default=None, primary_key=True)
    id: str = Field(unique=True)
    learner_id: str = Field(foreign_key="learner.id")
    course_key: str = Field(foreign_key="course.key", index=True)
    round: int
    version: str
    place: str  # the lesson that is open
    created_at: int = Field(sa_type=BigInteger)
    started_at: int | None = Field(default=None, sa_type=BigInteger)
    last_opened: int | None = Field(default=None, sa_type=BigInteger)
    done: int
    required: int
    extras_done: int
    extras: int
    seconds: int
    seconds_left: int
    complete: bool
    earned_at: int | None = Field(default=None, sa_type=BigInteger)
    resume: str
    resume_title: str
    resume_seconds: int
    joined: str | None = None  # of a claimed guest: the id of the enrolment to whose record its events belong
    access: str | None = None  # JSON: what access looks at, folded from the ledger; None before anything was
    moved: str | None = None  # JSON: the older version that was complete, and what is new since; None where there is none


class LedgerRow(SQLModel, table=True):
    """One event: `body` is the very bytes that were hashed (they name the hash before, see player.course.ledger)."""

    __tablename__: ClassVar[str] = "ledger"
    __table_args__ = (Index("ix_ledger_enrolment", "enrolment"), NO_ROWID)

    chain: int = Field(primary_key=True, foreign_key="chain.number")
    number: int = Field(primary_key=True)
    event_id: str = Field(unique=True)
    enrolment: int | None = Field(default=None, foreign_key="enrolment.number")
    at: int = Field(sa_type=BigInteger)
    kind: str
    lesson: str
    body: bytes
    hash: bytes


class LessonStateRow(SQLModel, table=True):
    """The folded facts of one lesson. `more` holds, as compact JSON, what differs from a lesson never touched."""

    __tablename__: ClassVar[str] = "lesson_state"
    __table_args__ = (NO_ROWID,)

    enrolment: int = Field(primary_key=True, foreign_key="enrolment.number")
    lesson: str = Field(primary_key=True)
    opened_at: int | None = Field(default=None, sa_type=BigInteger)
    last_at: int | None = Field(default=None, sa_type=BigInteger)
    ticked_at: int | None = Field(default=None, sa_type=BigInteger)
    next_pressed: bool
    more: str


class SittingRow(SQLModel, table=True):
    """Evidence of use gathered in the sitting that is open: flushed every few seconds, an event when the sitting ends."""

    __tablename__: ClassVar[str] = "sitting"
    __table_args__ = (NO_ROWID,)

    enrolment: int = Field(primary_key=True, foreign_key="enrolment.number")
    lesson: str = Field(primary_key=True)
    last_at: int = Field(sa_type=BigInteger)
    recorded_ms: int = Field(sa_type=BigInteger)  # active time of this sitting that is in the ledger already
    use: str


class LeftAtRow(SQLModel, table=True):
    """Where a film or recording was left, in ms. Of no consequence but comfort: it is in no event."""

    __tablename__: ClassVar[str] = "left_at"
    __table_args__ = (NO_ROWID,)

    enrolment: int = Field(primary_key=True, foreign_key="enrolment.number")
    lesson: str = Field(primary_key=True)
    position: int


class FrozenQuizRow(SQLModel, table=True):
    """The questions and rules of a quiz as they were when an attempt began, kept once for all attempts alike."""

    __tablename__: ClassVar[str] = "frozen_quiz"

    digest: str = Field(primary_key=True)
    body: bytes


class AttemptRow(SQLModel, table=True):
    __tablename__: ClassVar[str] = "attempt"
    __table_args__ = (UniqueConstraint("enrolment", "lesson", "number"),)

    id: str = Field(primary_key=True)
    enrolment: int = Field(foreign_key="enrolment.number")
    lesson: str
    number: int
    quiz: str = Field(foreign_key="frozen_quiz.digest")
    version: str  # of the course
    seed: str
    paper: str  # the drawn order, JSON
    current: str  # question on the screen
    started_at: int = Field(sa_type=BigInteger)
    seen_at: int = Field(sa_type=BigInteger)  # the last heartbeat
    run: str  # the run of the program that has it open; empty = it was left properly
    pauses: str  # JSON: [[from, to]] when a time limit did not run
    submitted_at: int | None = Field(default=None, sa_type=BigInteger)
    score: str  # "earned/possible", exact; empty while open
    passed: bool
    all_right: bool
    why: str  # why it was submitted: "learner" | "time"


class ResponseRow(SQLModel, table=True):
    __tablename__: ClassVar[str] = "response"
    __table_args__ = (NO_ROWID,)

    attempt: str = Field(primary_key=True, foreign_key="attempt.id")
    question: str = Field(primary_key=True)
    given: str  # JSON: the response, or {"final": the response} once right or wrong was shown; empty = flagged only
    flagged: bool
    at: int = Field(sa_type=BigInteger)


class AwardRow(SQLModel, table=True):
    """Earned, issued (the PDF is kept here), saved (the learner's copy was read back)."""

    __tablename__: ClassVar[str] = "award"
    __table_args__ = (NO_ROWID,)

    enrolment: int = Field(primary_key=True, foreign_key="enrolment.number")
    award: str = Field(primary_key=True)
    title: str
    kind: str
    earned_at: int | None = Field(default=None, sa_type=BigInteger)
    issued_at: int | None = Field(default=None, sa_type=BigInteger)
    saved_at: int | None = Field(default=None, sa_type=BigInteger)
    number: str
    printed_name: str
    file: str  # name in the certificates folder
    sha256: str
    rests_on_void: bool
    redeemed_at: int | None = Field(default=None, sa_type=BigInteger)  # of a voucher
    redeemed_by: str = Field(default="", sa_column_kwargs={"server_default": ""})
    valid_until: int | None = Field(default=None, sa_type=BigInteger)  # of a certificate with an end
    version: str = Field(default="", sa_column_kwargs={"server_default": ""})  # of the course when it was earned; "" where nothing says so


class RedemptionRow(SQLModel, table=True):
    """A voucher that was redeemed on this machine, wherever it was issued: each number once."""

    __tablename__: ClassVar[str] = "redemption"

    number: str = Field(primary_key=True)
    title: str
    name: str  # as it is printed
    course: str
    device: str  # that issued it
    at: int = Field(sa_type=BigInteger)
    by: str
    how: str  # "here" | "file" | "code": how it was known


class NoticeRow(SQLModel, table=True):
    """The outbox: what the trainer is told, as it was when it happened. `mail`, `tries`, `next_at` and `why` are a player.course.notice.Letter."""

    __tablename__: ClassVar[str] = "notice"
    __table_args__ = (Index("ix_notice_at", "at"), Index("ix_notice_mail", "mail"))

    id: str = Field(primary_key=True)
    enrolment: int = Field(foreign_key="enrolment.number", index=True)
    at: int = Field(sa_type=BigInteger)
    about: str
    subject: str
    title: str
    kind: str
    learner: str  # name
    course: str  # title
    version: str
    score: str  # "earned/possible", exact; empty where nothing was graded
    passed: bool
    number: str  # of a voucher
    read_at: int | None = Field(default=None, sa_type=BigInteger)
    mail: str
    tries: int
    next_at: int = Field(sa_type=BigInteger)
    sent_at: int | None = Field(default=None, sa_type=BigInteger)
    why: str


class NoteRow(SQLModel, table=True):
    """What a learner wrote at a place of a lesson, for nobody else. `anchor` see player.course.anchor; `heading` is what stood over it then."""

    __tablename__: ClassVar[str] = "note"
    __table_args__ = (Index("ix_note_learner_course", "learner_id", "course_key"),)

    id: str = Field(primary_key=True)
    learner_id: str = Field(foreign_key="learner.id")
    course_key: str = Field(foreign_key="course.key")
    lesson: str
    anchor: str
    heading: str
    text: str
    created_at: int = Field(sa_type=BigInteger)
    changed_at: int = Field(sa_type=BigInteger)


class BookmarkRow(SQLModel, table=True):
    """One a lesson, with the place where it was set."""

    __tablename__: ClassVar[str] = "bookmark"
    __table_args__ = (NO_ROWID,)

    learner_id: str = Field(primary_key=True, foreign_key="learner.id")
    course_key: str = Field(primary_key=True, foreign_key="course.key")
    lesson: str = Field(primary_key=True)
    anchor: str
    heading: str
    at: int = Field(sa_type=BigInteger)
