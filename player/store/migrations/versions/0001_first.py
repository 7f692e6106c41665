"""0001: learners, devices and chains, the shelf, enrolments, the ledger and what is folded from it."""

from typing import Any

import sqlalchemy as sa
from alembic import op

from player.store.version import APPLICATION_ID

revision = "0001"
down_revision = None

_S, _I, _T, _B, _F = sa.String(), sa.Integer(), sa.BigInteger(), sa.LargeBinary(), sa.Boolean()


def _must(name: str, kind: "sa.types.TypeEngine[Any]", *rest: Any) -> "sa.Column[Any]":
    return sa.Column(name, kind, *rest, nullable=False)


def _key(name: str, kind: "sa.types.TypeEngine[Any]", *rest: Any) -> "sa.Column[Any]":
    return sa.Column(name, kind, *rest, primary_key=True)


def _may(name: str, kind: "sa.types.TypeEngine[Any]") -> "sa.Column[Any]":
    return sa.Column(name, kind, nullable=True)


def _enrolment() -> "sa.Column[Any]":
    return _key("enrolment", _I, sa.ForeignKey("enrolment.number"))


def upgrade() -> None:
    op.execute(f"PRAGMA application_id={APPLICATION_ID}")
    _people()
    _courses()
    _ledger()
    _quizzes_and_awards()


def _people() -> None:
    op.create_table(
        "learner",
        _key("id", _S), _must("name", _S), _must("folded", _S), _must("picture", _S), _must("tint", _S), _must("guest", _F),
        _must("printed_name", _S), _must("created_at", _T), _may("last_seen", _T),
        sa.UniqueConstraint("folded"),
    )  # fmt: skip
    op.create_table("device", _key("id", _S), _must("name", _S), _must("created_at", _T))
    op.create_table(
        "chain",
        _key("number", _I), _must("id", _S), _must("device_id", _S, sa.ForeignKey("device.id")),
        _must("learner_id", _S, sa.ForeignKey("learner.id")), _must("created_at", _T),
        _must("continues_number", _I), _must("continues_hash", _S),
        sa.UniqueConstraint("device_id", "learner_id"), sa.UniqueConstraint("id"),
    )  # fmt: skip
    op.create_index("ix_chain_learner_id", "chain", ["learner_id"])


def _courses() -> None:
    op.create_table(
        "course",
        _key("key", _S), _must("id", _S), _must("title", _S), _must("version", _S), _must("publisher", _S), _must("fingerprint", _S),
        _must("path", _S), _must("digest", _S), _may("cover", _B), _must("required", _I), _must("extras", _I), _must("seconds", _I),
        _must("first_title", _S), _must("first_seconds", _I), _must("added_at", _T), _must("shown", _F), _must("damaged", _F),
    )  # fmt: skip
    op.create_table(
        "enrolment",
        _key("number", _I), _must("id", _S), _must("learner_id", _S, sa.ForeignKey("learner.id")),
        _must("course_key", _S, sa.ForeignKey("course.key")), _must("round", _I), _must("version", _S), _must("place", _S),
        _must("created_at", _T), _may("started_at", _T), _may("last_opened", _T), _must("done", _I), _must("required", _I),
        _must("extras_done", _I), _must("extras", _I), _must("seconds", _I), _must("seconds_left", _I), _must("complete", _F),
        _may("earned_at", _T), _must("resume", _S), _must("resume_title", _S), _must("resume_seconds", _I),
        sa.UniqueConstraint("learner_id", "course_key", "round"), sa.UniqueConstraint("id"),
    )  # fmt: skip
    op.create_index("ix_enrolment_course_key", "enrolment", ["course_key"])


def _ledger() -> None:
    op.create_table(
        "ledger",
        _key("chain", _I, sa.ForeignKey("chain.number")), _key("number", _I), _must("event_id", _S),
        sa.Column("enrolment", _I, sa.ForeignKey("enrolment.number"), nullable=True), _must("at", _T), _must("kind", _S),
        _must("lesson", _S), _must("body", _B), _must("hash", _B), sa.UniqueConstraint("event_id"),
        sqlite_with_rowid=False,
    )  # fmt: skip
    op.create_index("ix_ledger_enrolment", "ledger", ["enrolment"])
    op.create_table(
        "lesson_state",
        _enrolment(), _key("lesson", _S), _may("opened_at", _T), _may("last_at", _T), _may("ticked_at", _T),
        _must("next_pressed", _F), _must("more", _S), sqlite_with_rowid=False,
    )  # fmt: skip
    op.create_table(
        "sitting",
        _enrolment(), _key("lesson", _S), _must("last_at", _T), _must("recorded_ms", _T), _must("use", _S), sqlite_with_rowid=False,
    )  # fmt: skip


def _quizzes_and_awards() -> None:
    op.create_table("frozen_quiz", _key("digest", _S), _must("body", _B))
    op.create_table(
        "attempt",
        _key("id", _S), _must("enrolment", _I, sa.ForeignKey("enrolment.number")), _must("lesson", _S), _must("number", _I),
        _must("quiz", _S, sa.ForeignKey("frozen_quiz.digest")), _must("version", _S), _must("seed", _S), _must("paper", _S),
        _must("current", _S), _must("started_at", _T), _must("seen_at", _T), _must("run", _S), _must("pauses", _S), _may("submitted_at", _T),
        _must("score", _S), _must("passed", _F), _must("all_right", _F), _must("why", _S),
        sa.UniqueConstraint("enrolment", "lesson", "number"),
    )  # fmt: skip
    op.create_table(
        "response",
        _key("attempt", _S, sa.ForeignKey("attempt.id")), _key("question", _S), _must("given", _S), _must("flagged", _F),
        _must("at", _T), sqlite_with_rowid=False,
    )  # fmt: skip
    op.create_table(
        "award",
        _enrolment(), _key("award", _S), _must("title", _S), _must("kind", _S), _may("earned_at", _T), _may("issued_at", _T),
        _may("saved_at", _T), _must("number", _S), _must("printed_name", _S), _must("file", _S), _must("sha256", _S),
        _must("rests_on_void", _F), sqlite_with_rowid=False,
    )  # fmt: skip
