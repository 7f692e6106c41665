"""Folded facts of a lesson and an award, as columns and back."""

import json
from collections.abc import Mapping
from fractions import Fraction
from types import MappingProxyType
from typing import Any

from player.course.facts import AttemptFact, AwardFacts, LessonFacts, Override
from player.store.enrolments import LessonColumns
from player.store.rows import AwardRow

_PLAIN = {
    "end_seen", "active_ms", "length_ms", "handed_in", "signed_off", "web_completed", "web_passed", "attempts_started", "open_attempt",
    "void_attempts", "extra_attempts", "kept_open", "again_for", "done_in", "done_at", "old_rules",
}  # fmt: skip
_DEFAULTS: Mapping[str, Any] = MappingProxyType({name: getattr(LessonFacts(), name) for name in _PLAIN})


def lesson_values(enrolment: int, lesson: str, facts: LessonFacts) -> dict[str, Any]:
    """Columns of LessonStateRow."""
    return {
        "enrolment": enrolment,
        "lesson": lesson,
        "opened_at": facts.opened_at,
        "last_at": facts.last_at,
        "ticked_at": facts.ticked_at,
        "next_pressed": facts.next_pressed,
        "more": _more(facts),
    }


def _more(facts: LessonFacts) -> str:
    """What differs from a lesson never touched; empty for most lessons, so that thousands of them load quickly."""
    found: dict[str, Any] = {name: value for name, usual in _DEFAULTS.items() if (value := getattr(facts, name)) != usual}
    if facts.pages:
        found["pages"] = sorted(facts.pages)
    if facts.played:
        found["played"] = facts.played
    if facts.files_saved:
        found["files_saved"] = sorted(facts.files_saved)
    if facts.boxes:
        found["boxes"] = sorted(facts.boxes)
    if facts.web_score is not None:
        found["web_score"] = facts.web_score.as_integer_ratio()
    if facts.attempts:
        found["attempts"] = [(one.id, one.number, one.at, *one.score.as_integer_ratio(), one.passed, one.all_right) for one in facts.attempts]
    if facts.override is not None:
        found["override"] = (facts.override.granted, facts.override.at, facts.override.reason, facts.override.by, facts.override.proof)
    return json.dumps(found, ensure_ascii=False, separators=(",", ":")) if found else ""


def lesson_facts(columns: LessonColumns) -> tuple[str, LessonFacts]:
    """(lesson, facts) of columns in the order of LessonColumns."""
    lesson, opened_at, last_at, ticked_at, next_pressed, more = columns
    if not more:
        return lesson, LessonFacts(opened_at=opened_at, last_at=last_at, ticked_at=ticked_at, next_pressed=bool(next_pressed))
    found = json.loads(more)
    values: dict[str, Any] = {name: found[name] for name in _PLAIN if name in found}
    if "web_score" in found:
        values["web_score"] = Fraction(*found["web_score"])
    if "override" in found:
        values["override"] = Override(*found["override"])
    return lesson, LessonFacts(
        opened_at=opened_at,
        last_at=last_at,
        ticked_at=ticked_at,
        next_pressed=bool(next_pressed),
        pages=frozenset(found.get("pages", ())),
        played=tuple((start, end) for start, end in found.get("played", ())),
        files_saved=frozenset(found.get("files_saved", ())),
        boxes=frozenset(found.get("boxes", ())),
        attempts=tuple(
            AttemptFact(identity, number, at, Fraction(top, bottom), passed, all_right)
            for identity, number, at, top, bottom, passed, all_right in found.get("attempts", ())
        ),
        **values,
    )


def award_facts(row: AwardRow) -> AwardFacts:
    return AwardFacts(row.earned_at, row.issued_at, row.saved_at, row.number, row.rests_on_void, row.redeemed_at, row.redeemed_by, row.version)
