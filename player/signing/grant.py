"""A trainer's word as a small signed file: one deed for one learner in one course, good once."""

from dataclasses import asdict, dataclass
from datetime import UTC, datetime
from typing import Any
from uuid import uuid4

from player.errors import PlayerError, said
from player.signing.canonical import canonical, read_canonical
from player.signing.envelope import NotSignedError, Signer, read_envelope, sign_envelope
from player.signing.keys import Identity, decode_created

SUFFIX = ".grant"
FILE_BYTES_MAX = 16 * 1024
PURPOSE = "grant"
DEEDS = ("tick", "untick", "attempts", "reopen")
REASON_MAX, NAME_MAX, ID_MAX = 500, 200, 1000  # characters
COUNT_MAX, DAYS_MAX, ROUND_MAX = 20, 3660, 1000
_KIND = "greentick grant"
_FORMAT = 1


@dataclass(frozen=True, slots=True)
class Grant:
    """`id` makes it good once. `course` is the course's id, `learner` an id, or a name on the board or as it prints. `lesson` "" for "reopen",
    `count` of "attempts" (else 0), `days` of "reopen" (0: for good), `round` 0 for whichever is open. `made` is ISO 8601 in UTC."""

    id: str
    course: str
    learner: str
    deed: str
    lesson: str
    count: int
    days: int
    round: int
    reason: str
    made: str


def new_grant(course: str, learner: str, deed: str, reason: str, *, lesson: str = "", count: int = 0, days: int = 0, round_: int = 0,
              now: datetime | None = None) -> Grant:
    """With an id of its own. ValueError, in words, when something is missing or out of its bounds."""
    made = (now or datetime.now(UTC)).strftime("%Y-%m-%dT%H:%M:%SZ")
    grant = Grant(uuid4().hex, course.strip(), learner.strip(), deed, lesson.strip(), count, days, round_, reason.strip(), made)
    if wrong := _wrong(grant):
        raise ValueError(wrong)
    return grant


def grant_bytes(identity: Identity, grant: Grant) -> bytes:
    """The file."""
    fields = asdict(grant)
    signature = read_canonical(sign_envelope(identity, PURPOSE, canonical(fields)))
    return canonical({"format": _FORMAT, "grant": fields, "kind": _KIND, "signature": signature}) + b"\n"


def read_grant(data: bytes, name: str) -> tuple[Grant, Signer]:
    """What a file called `name` grants, and who signed it. PlayerError unless it is whole and its signature holds; whether the signer may
    do that is not said by it."""
    try:
        document = read_canonical(data.removesuffix(b"\n"))
    except ValueError:
        raise _unsound(name, said("it is not the JSON that a grant is written in")) from None
    if document.get("kind") == _KIND and type(document.get("format")) is int and document["format"] > _FORMAT:
        raise PlayerError("Made by a newer version", said("{file} was made by a newer version of Greentick.", file=name),
                          "Update Greentick to use it.")  # fmt: skip
    if set(document) != {"format", "grant", "kind", "signature"} or document["kind"] != _KIND or document["format"] != _FORMAT:
        raise _unsound(name, said("it is no grant"))
    fields: Any = document["grant"]
    try:
        grant = Grant(**fields)
        wrong = _wrong(grant) or ("the date" if decode_created(grant.made) != grant.made else "")
    except (TypeError, ValueError):
        wrong = "a field"
    if wrong:
        raise _unsound(name, said("a field of it is not well formed"))
    try:
        return grant, read_envelope(canonical(document["signature"]), PURPOSE, canonical(fields))
    except (NotSignedError, ValueError):
        raise _unsound(name, said("its signature does not hold: it was changed")) from None


def _wrong(grant: Grant) -> str:
    """What cannot be, "" for a sound one."""
    texts = (("id", 64), ("course", ID_MAX), ("learner", NAME_MAX), ("lesson", ID_MAX), ("reason", REASON_MAX), ("made", 64))
    for name, longest in texts:
        value = getattr(grant, name)
        if not isinstance(value, str) or len(value) > longest or (not value.strip() and name != "lesson"):
            return f"its {name} is missing or too long"
    for name, most in (("count", COUNT_MAX), ("days", DAYS_MAX), ("round", ROUND_MAX)):
        value = getattr(grant, name)
        if type(value) is not int or not 0 <= value <= most:
            return f"its {name} is a number from 0 to {most}"
    if grant.deed not in DEEDS:
        return f"a deed is one of {', '.join(DEEDS)}"
    if (grant.deed == "reopen") == bool(grant.lesson):
        return "“reopen” names no lesson, and everything else names one"
    if (grant.deed == "attempts") != bool(grant.count):
        return "“attempts” says how many, and nothing else does"
    return "only “reopen” has days" if grant.days and grant.deed != "reopen" else ""


def _unsound(name: str, why: str) -> PlayerError:
    return PlayerError("This file grants nothing", said("{file} cannot be used: {why}.", file=name, why=why), "Ask whoever sent it for it again.")
