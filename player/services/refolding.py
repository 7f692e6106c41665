"""States, attempts and awards of an enrolment as its ledger tells them anew: after a restore, and after a guest was claimed."""

import hashlib
import json
from typing import TYPE_CHECKING

from player.course import attempt as drawing
from player.course.event_data import flag_of, score_of, text_of
from player.course.facts import Event, EventKind
from player.course.fold import fold_all
from player.course.ledger import canonical, decode
from player.course.retake import valid_until
from player.course.status import Evaluator
from player.errors import PlayerError
from player.services.doors import moved_text, used_text
from player.services.enrolments import Enrolment, counters, stored_facts
from player.services.learners import Learners
from player.services.library import Library, version_order
from player.services.moments import local_offset
from player.services.register import Register

if TYPE_CHECKING:
    from player.store.database import Tables


def refold(register: Register, enrolment: Enrolment) -> None:
    """One transaction. What is stored already and newer than the ledger (evidence of a sitting, the flags of an attempt) stays."""
    from player.store.folded import lesson_values
    from player.store.restore import folded_anew

    course, number = enrolment.open.course, enrolment.number
    with register.writing() as tables:
        events = [decode(body).event for body in tables.ledger.bodies(number)]
        _attempts(tables, enrolment, events)
        facts = fold_all(course, events)
        for lesson, folded in sorted(facts.lessons.items()):
            tables.enrolments.put_lesson(lesson_values(number, lesson, folded))
        time = register.time_now(tables, enrolment.learner.id)
        tables.enrolments.change(number, started_at=facts.started_at, access=used_text(course, facts), moved=moved_text(facts))
        for award, told in facts.awards.items():
            known = next((one for one in course.awards if one.id == award), None)
            tables.awards.fold(number, award, told, title=known.title if known else award, kind=known.kind.value if known else "certificate",
                               valid_until=valid_until(known, told.earned_at) if known else None)
        stored = stored_facts(tables, number, enrolment.learner.id)
        status = Evaluator(course).status(stored, time.now, local_offset(time.now), settled=time.settled)
        tables.enrolments.change(number, **counters(course, status))
        _certificates(register, tables, enrolment, events)
    register.generation += 1
    folded_anew(register.data.root, enrolment.id)
    register.to_fold_anew -= {enrolment.id}


def refold_at_hand(register: Register, learners: Learners, library: Library) -> int:
    """All that are to be folded anew and whose course can be opened now; returns how many wait until theirs is next opened."""
    with register.store.reading() as tables:
        rows = [row for line in tables.learners.lines() for row in tables.enrolments.of_learner(line.id)]
    for row in rows:
        if row.id not in register.to_fold_anew:
            continue
        try:
            opened = library.begun(row.course_key, row.version)
        except PlayerError:
            continue
        try:
            if version_order(opened.course.version) >= version_order(row.version):
                refold(register, Enrolment(row.id, learners.get(row.learner_id), opened, row.round, row.number or 0))
        finally:
            opened.close()
    return len(register.to_fold_anew)


def _certificates(register: Register, tables: "Tables", enrolment: Enrolment, events: list[Event]) -> None:
    """The files that were issued still lie in their folder: awards find them again by what the ledger says of them."""
    learner = tables.learners.get(enrolment.learner.id)
    for event in events:
        row = tables.awards.get(enrolment.number, text_of(event, "award")) if event.kind is EventKind.ISSUED else None
        if row is None or row.number != text_of(event, "number") or row.file:
            continue
        for path in sorted(register.data.certificates.glob(f"{row.number}*.pdf")):  # a voucher keeps its number when its name is corrected
            try:
                digest = hashlib.sha256(path.read_bytes()).hexdigest()
            except OSError:
                continue
            if digest == text_of(event, "sha256"):
                name = learner.printed_name if learner else ""
                tables.awards.change(enrolment.number, row.award, file=path.name, sha256=digest, printed_name=name)


def _attempts(tables: "Tables", enrolment: Enrolment, events: list[Event]) -> None:
    """Attempts whose rows are lost, with every answer that is in the ledger."""
    for event in events:
        if event.kind is EventKind.ATTEMPT_STARTED:
            _begin(tables, enrolment, event)
        elif event.kind is EventKind.ANSWERED:
            _answer(tables, event)
        elif event.kind is EventKind.ATTEMPT_SUBMITTED:
            score = score_of(event)
            tables.attempts.touch(
                text_of(event, "attempt"), submitted_at=event.at, seen_at=event.at, run="", score=f"{score.numerator}/{score.denominator}",
                passed=flag_of(event, "passed") is True, all_right=flag_of(event, "all_right") is True, why=text_of(event, "why"),
            )  # fmt: skip


def _begin(tables: "Tables", enrolment: Enrolment, event: Event) -> None:
    from player.package.quizzes import write_quiz
    from player.store.rows import AttemptRow

    if tables.attempts.get(text_of(event, "attempt")) is not None:
        return
    try:
        paper = drawing.paper_from(event.data)
        quiz = enrolment.open.quiz(event.lesson)
        drawing.questions_of(quiz, paper)
    except PlayerError:
        return  # the questions of that time are gone: the score in the ledger is what is left of it
    text = write_quiz(quiz)
    digest = hashlib.sha256(text).hexdigest()
    tables.attempts.freeze(digest, text)
    tables.attempts.add(
        AttemptRow(
            id=paper.attempt, enrolment=enrolment.number, lesson=event.lesson, number=paper.number, quiz=digest,
            version=enrolment.open.course.version, seed=paper.seed, paper=canonical(paper.as_data()).decode(),
            current=paper.question_ids[0] if paper.question_ids else "", started_at=event.at, seen_at=event.at, run="", pauses="[]",
            submitted_at=None, score="", passed=False, all_right=False, why="",
        )
    )


def _answer(tables: "Tables", event: Event) -> None:
    attempt, question = text_of(event, "attempt"), text_of(event, "question")
    row = tables.attempts.get(attempt)
    if row is None:
        return
    known = next((one for one in tables.attempts.responses(attempt) if one.question == question), None)
    if known is None or known.at < event.at:
        told = event.data.get("response")
        given = json.dumps({"final": told} if event.data.get("final") is True else told, ensure_ascii=False)
        tables.attempts.respond(attempt, question, given=given, flagged=known is not None and known.flagged, at=event.at)
    if row.submitted_at is None:
        tables.attempts.change(attempt, current=question, seen_at=max(row.seen_at, event.at))
