"""What the entry says by which a learner moves to a newer version."""

from typing import TYPE_CHECKING

from player.course.facts import EventKind, Json
from player.course.ledger import decode
from player.course.update import Moving, compare, history, move_data
from player.services.editions import Editions, leaves_of
from player.services.enrolments import Entry
from player.services.library import OpenCourse
from player.services.moments import local_offset

if TYPE_CHECKING:
    from player.store.rows import EnrolmentRow

MOVES = (EventKind.ENROLLED.value, EventKind.UPDATED.value)


def move_told(editions: Editions, entry: Entry, row: "EnrolmentRow", before: OpenCourse | None) -> dict[str, Json]:
    """`before` is the older version where its package is at hand; else what is remembered of it counts."""
    opened, tables = entry.enrolment.open, entry.tables
    old = editions.of(before) if before is not None else None
    if old is None and (known := tables.shelf.edition(opened.key, row.version)) is not None:
        old = editions.find(opened.key, known.digest)
    versions = history(decode(body).event for body in tables.enrolments.events(row.number or 0, MOVES))
    change = compare(old.leaves, leaves_of(opened)) if old is not None else None
    titles = {leaf.id: leaf.title for leaf in old.leaves} if old is not None else {}
    moving = Moving(old.course if old is not None else None, row.version, opened.course, change, titles, versions)
    return move_data(moving, entry.facts, entry.now, local_offset(entry.now)) | ({"complete": True} if row.complete else {})
