"""Whether a course is open, as the shelf keeps it: the author's dates and what of them a learner has used, as JSON in the rows."""

import json
from dataclasses import asdict
from typing import Any

from player.course.access import Used, standing, used
from player.course.believed import Believed
from player.course.facts import AwardProof, Facts
from player.course.model import Access, AfterCertificate, Course
from player.course.status_types import OPEN, Standing
from player.errors import PlayerError, said
from player.services.moments import local_offset


class ClosedError(PlayerError):
    """The course is closed to the learner; `standing` says why."""

    def __init__(self, title: str, standing: Standing) -> None:
        super().__init__(
            "The course is not open", said("“{title}” is not open: nothing can be done in it now.", title=title), "See why on the course page."
        )
        self.standing = standing


def rules_text(access: Access) -> str | None:
    """None for a course without dates and limits."""
    usual = asdict(Access())
    told = {name: value for name, value in asdict(access).items() if value != usual[name]}
    return _text(told) if told else None


def used_text(course: Course, facts: Facts) -> str | None:
    """None before anything was used."""
    happened = used(course, facts)
    told: dict[str, Any] = {}
    if happened.started_at is not None:
        told["start"] = happened.started_at
    if happened.days:
        told["days"] = sorted(happened.days)
    if happened.saved_at is not None:
        told["saved"] = happened.saved_at
    if happened.open_until:
        told["until"] = happened.open_until
    if facts.proved:
        told["proved"] = {award: asdict(proof) for award, proof in sorted(facts.proved.items())}
    return _text(told) if told else None


def used_from(text: str | None) -> Used:
    found = json.loads(text) if text else {}
    return Used(found.get("start"), frozenset(found.get("days", ())), found.get("saved"), found.get("until", 0))


def moved_text(facts: Facts) -> str | None:
    """What was finished before an update, None where nothing was."""
    return _text({"finished": facts.finished, "since": list(facts.since)}) if facts.finished else None


def moved_from(text: str | None) -> tuple[str, tuple[str, ...]]:
    """(the version that was complete, the lessons that are new since)."""
    found = json.loads(text) if text else {}
    return found.get("finished", ""), tuple(found.get("since", ()))


def proved_from(text: str | None) -> dict[str, AwardProof]:
    """What certificates from elsewhere have proved."""
    found = json.loads(text).get("proved", {}) if text else {}
    return {award: AwardProof(**proof) for award, proof in found.items()}


def door(rules: str | None, happened: str | None, time: Believed) -> Standing:
    """What the course page would say at that time."""
    if not rules:
        return OPEN
    found = json.loads(rules)
    if "after_certificate" in found:
        found["after_certificate"] = AfterCertificate(found["after_certificate"])
    return standing(Access(**found), used_from(happened), time.settled, local_offset(time.settled))


def _text(told: dict[str, Any]) -> str:
    return json.dumps(told, ensure_ascii=False, separators=(",", ":"))
