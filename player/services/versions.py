"""Which version of a course a learner opens, and what a newer one would change, shown before it takes the place of an older."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from player.course.facts import Facts
from player.course.model import Course, Move
from player.course.status import status
from player.course.update import Change, Keeps, compare, keeps, moves, progress
from player.course.versions import version_order
from player.errors import PlayerError
from player.services.cards import LearnerCard, learner_card
from player.services.editions import EDITIONS, Edition, Editions, leaves_of
from player.services.enrolments import Ahead, Enrolment, stored_facts
from player.services.learning import Learning
from player.services.library import Library, OpenCourse
from player.services.moments import local_offset
from player.services.register import Register

if TYPE_CHECKING:
    from player.store.database import Tables
    from player.store.rows import EnrolmentRow


@dataclass(frozen=True, slots=True)
class Concerned:
    """A learner who has begun an older version. `stays`: the author does not take them along; `lost`: the package of their version is gone,
    so they are taken along all the same. `keeps` None where nobody knows what their version had."""

    learner: LearnerCard
    version: str
    complete: bool
    stays: bool
    lost: bool
    keeps: Keeps | None


@dataclass(frozen=True, slots=True)
class Preview:
    """What switching would mean. `change` compares with the version on the shelf, None where its lessons are not known; `titles` are those of
    both versions' lessons, by id."""

    before: str
    now: str
    policy: Move
    change: Change | None
    titles: Mapping[str, str]
    learners: tuple[Concerned, ...]


class Versions:
    def __init__(self, register: Register, library: Library, learning: Learning) -> None:
        self._register, self._library, self._learning = register, library, learning
        self._editions = Editions(register.data.cache / EDITIONS)

    def enrol(self, learner_id: str, key: str, *, seen: bool = True) -> Enrolment:
        """The learner's place in the course: in the version on the shelf, or in the older one that was begun where the author of the newer one
        does not take the learner along. PlayerError as for Library.open and Learning.enrol, and when the older version lies on a stick that
        is not in. `seen` as there."""
        newest = self._library.open(key)
        with self._register.store.reading() as tables:
            row = tables.enrolments.current(learner_id, key)
        if row is None or version_order(row.version) >= version_order(newest.course.version):
            return self._learning.enrol(learner_id, newest, seen=seen)
        policy = newest.course.move
        try:
            before = self._library.older(key, row.version)
        except PlayerError:
            if policy is not Move.ALWAYS:
                raise
            before = None
        if before is not None and not self._moves(row, policy, before.course):
            staying = self._learning.enrol(learner_id, before, seen=seen)
            return replace(staying, ahead=Ahead(newest.course.version, policy))
        moved = self._learning.enrol(learner_id, newest, before, seen=seen, lost=before is None and policy is not Move.ALWAYS)
        self._library.sweep(key)
        return moved

    def _moves(self, row: "EnrolmentRow", policy: Move, old: Course) -> bool:
        with self._register.store.reading() as tables:
            facts = self._facts(tables, row)
            return _moves(policy, old, facts, self._register.time_now(tables, row.learner_id).now)

    @staticmethod
    def _facts(tables: "Tables", row: "EnrolmentRow") -> Facts:
        return stored_facts(tables, row.number or 0, row.learner_id)

    def preview(self, opened: OpenCourse) -> Preview | None:
        """None where nobody on this computer is in an older version of it: nothing changes for anybody."""
        with self._register.store.reading() as tables:
            known = tables.shelf.get(opened.key)
            order = version_order(opened.course.version)
            rows = [row for row in tables.enrolments.of_course(opened.key) if version_order(row.version) < order]
            if known is None or not known.shown or not rows or version_order(known.version) > order:
                return None
            shelf = self._known(tables, opened.key, known.version)
            now = leaves_of(opened)
            change = compare(shelf.leaves, now) if shelf is not None else None
            old_titles = {leaf.id: leaf.title for leaf in shelf.leaves} if shelf is not None else {}
            concerned = [found for row in rows if (found := self._concerned(tables, row, opened)) is not None]
        learners = tuple(sorted(concerned, key=lambda one: one.learner.name.casefold()))
        return Preview(known.version, opened.course.version, opened.course.move, change, old_titles | {leaf.id: leaf.title for leaf in now}, learners)

    def _concerned(self, tables: "Tables", row: "EnrolmentRow", opened: OpenCourse) -> Concerned | None:
        learner = tables.learners.get(row.learner_id)
        if learner is None:
            return None
        policy, facts = opened.course.move, self._facts(tables, row)
        there = self._library.is_at_hand(opened.key, row.version, instead=opened.path)
        edition = self._known(tables, opened.key, row.version)
        stays = False
        if policy is not Move.ALWAYS and there:
            now = self._register.time_now(tables, row.learner_id).now
            stays = edition is None or not _moves(policy, edition.course, facts, now)
        ticked = {name for name, one in facts.lessons.items() if one.ticked_at is not None}
        kept = keeps(compare(edition.leaves, leaves_of(opened)), opened.course, ticked) if edition is not None else None
        return Concerned(learner_card(learner, lock=""), row.version, row.complete, stays, policy is not Move.ALWAYS and not there, kept)

    def _known(self, tables: "Tables", key: str, version: str) -> Edition | None:
        digest = self._library.digest_of(tables, key, version)
        found = self._editions.find(key, digest) if digest else None
        if found is None:
            try:
                before = self._library.older(key, version)
            except PlayerError:
                return None
            found = self._editions.of(before) if before is not None else None
        return found


def _moves(policy: Move, old: Course, facts: Facts, now: int) -> bool:
    return moves(policy, progress(old, status(old, facts, now, local_offset(now)), facts))
