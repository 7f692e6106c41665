"""The two JSON documents inside a certificate, facts and evidence: canonical (RFC 8785) and strict when read."""

import hashlib
import json
import re
import unicodedata
from dataclasses import fields, is_dataclass, replace
from datetime import date
from enum import Enum
from functools import cache
from typing import Any

import rfc8785
from pydantic import TypeAdapter, ValidationError

from player.awards.facts import CertificateFacts, Level
from player.awards.letters import printed_name
from player.awards.number import number_value

FACTS_NAME, EVIDENCE_NAME, QR_NAME = "certificate.json", "evidence.json", "code.txt"
FORMAT = "greentick certificate 1"
EVIDENCE_FORMAT = "greentick evidence 1"

TEXT_MAX = 2000  # characters of one field
_WHOLE = 2**53 - 1  # RFC 8785 takes no larger number
_SCORE = re.compile(r"[0-9]{1,15}(/[1-9][0-9]{0,14})?")
_HASH = re.compile(r"[0-9a-f]{64}")


def written(facts: CertificateFacts) -> tuple[bytes, bytes]:
    """(facts, evidence) as canonical JSON. Raises ValueError with a sentence when a fact cannot be written down."""
    for trouble in problems(facts):
        raise ValueError(trouble)
    document: dict[str, Any] = _adapter().dump_python(facts, mode="json")
    lessons, prerequisites = document.pop("evidence"), document.pop("prerequisites")
    if document["award"]["valid_until"] is None:
        del document["award"]["valid_until"]  # as certificates were written before there was such a day
    for lesson in lessons:
        if lesson["override"] is not None and not lesson["override"]["proof"]:
            del lesson["override"]["proof"]  # likewise
    evidence = rfc8785.dumps({
        "format": EVIDENCE_FORMAT,
        "number": facts.number,
        "course": facts.course.id,
        "version": facts.course.version,
        "learner": facts.learner.id,
        "lessons": lessons,
        **({"prerequisites": prerequisites} if prerequisites else {}),  # as evidence was written before there were any
    })
    document |= {"format": FORMAT, "evidence_sha256": hashlib.sha256(evidence).hexdigest()}
    return rfc8785.dumps(document), evidence


def tidied(facts: CertificateFacts) -> CertificateFacts:
    """The same facts with every text in normal form C and cut to TEXT_MAX: an author's course is not always typed so."""
    made: CertificateFacts = _tidied(facts)
    return made


def read(facts: bytes, evidence: bytes) -> CertificateFacts:
    """The values of two documents. Raises ValueError unless they are exactly what `written` makes of these values."""
    try:
        document, proof = json.loads(facts), json.loads(evidence)
        for score in _scores(document, proof):
            if not isinstance(score, str) or _SCORE.fullmatch(score) is None:
                raise ValueError("a score is no fraction")
        document["evidence"], document["prerequisites"] = proof["lessons"], proof.get("prerequisites", [])
        del document["format"], document["evidence_sha256"]
        value = _adapter().validate_json(json.dumps(document), strict=True)
    except (KeyError, TypeError, ValidationError) as e:
        raise ValueError("a field is missing or has the wrong kind") from e
    if written(value) != (facts, evidence):
        raise ValueError("the two documents do not belong together")
    return value


def problems(facts: CertificateFacts) -> list[str]:
    """What keeps these facts from being a certificate, a sentence each."""
    found = [f"The number {facts.number} is not a certificate number." for _ in [0] if number_value(facts.number) is None]
    if facts.replaces is not None and number_value(facts.replaces) is None:
        found.append(f"The replaced number {facts.replaces} is not a certificate number.")
    if not facts.learner.name or facts.learner.name != printed_name(facts.learner.name):
        found.append("The learner's name is empty, or not in the form that prints.")
    titles = (("course's title", facts.course.title), ("award's title", facts.award.title))
    found += [f"The {what} is empty." for what, text in titles if not text.strip()]
    found += [f"The {what} is no SHA-256." for what, text in _hashes(facts) if _HASH.fullmatch(text) is None]
    if (facts.course.signed_by is None) != (facts.course.signer == ""):
        found.append("A signed package has a signer's name and key, an unsigned one has neither.")
    if not 0 <= facts.result.done <= facts.result.of:
        found.append("More required lessons are done than there are.")
    if any(score is not None and not 0 <= score <= 1 for score in (facts.result.score, *(one.score for one in facts.evidence))):
        found.append("A score lies outside 0 to 1.")
    if facts.level is not Level.RECORDED and not facts.issuer.strip():
        found.append("An endorsed certificate names its issuer.")
    for day in (facts.result.earned_on, *([] if facts.award.valid_until is None else [facts.award.valid_until])):
        try:
            date.fromisoformat(day)
        except ValueError:
            found.append(f"“{day}” is not a date.")
    found += [f"A text is longer than {TEXT_MAX:,} characters." for text in _texts(facts) if len(text) > TEXT_MAX][:1]
    found += ["A text is not in Unicode's normal form C." for text in _texts(facts) if unicodedata.normalize("NFC", text) != text][:1]
    found += ["A number is too large." for number in _numbers(facts) if abs(number) > _WHOLE][:1]
    return found


@cache
def schema() -> dict[str, Any]:
    """JSON Schema (2020-12) of the facts document."""
    whole = _adapter().json_schema(mode="serialization")
    properties = whole["properties"]
    del properties["evidence"], properties["prerequisites"]
    properties["format"] = {"const": FORMAT}
    properties["evidence_sha256"] = {"type": "string", "pattern": "^[0-9a-f]{64}$"}
    whole["required"] = sorted({*properties} - {"evidence"})
    kept = {name: part for name, part in whole["$defs"].items() if name not in {"LessonRecord", "LessonOverride", "Prerequisite"}}
    return _closed(whole | {"$schema": "https://json-schema.org/draft/2020-12/schema", "title": "Certificate", "$defs": kept})


@cache
def evidence_schema() -> dict[str, Any]:
    """JSON Schema (2020-12) of the evidence document."""
    known = ("LessonRecord", "LessonOverride", "Prerequisite")
    parts = {name: part for name, part in _adapter().json_schema(mode="serialization")["$defs"].items() if name in known}
    return _closed({
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "title": "Evidence",
        "type": "object",
        "properties": {
            "format": {"const": EVIDENCE_FORMAT},
            **{name: {"type": "string"} for name in ("number", "course", "version", "learner")},
            "lessons": {"type": "array", "items": {"$ref": "#/$defs/LessonRecord"}},
            "prerequisites": {"type": "array", "minItems": 1, "items": {"$ref": "#/$defs/Prerequisite"}},
        },
        "$defs": parts,
    })


@cache
def _adapter() -> TypeAdapter[CertificateFacts]:
    return TypeAdapter(CertificateFacts)


def _tidied(value: Any) -> Any:
    if isinstance(value, str) and not isinstance(value, Enum):
        return value if len(value) <= TEXT_MAX and value.isascii() else unicodedata.normalize("NFC", value)[:TEXT_MAX]
    if isinstance(value, tuple):
        return tuple(_tidied(one) for one in value)
    if not is_dataclass(value) or isinstance(value, type):
        return value
    old = {part.name: getattr(value, part.name) for part in fields(value)}
    new = {name: _tidied(one) for name, one in old.items()}
    return value if new == old else replace(value, **new)


def _closed(schema: dict[str, Any]) -> dict[str, Any]:
    """Every object names all its fields and takes no others; a score is "n/d", never a float."""
    part: dict[str, Any] = {name: _closed(one) if isinstance(one, dict) else one for name, one in schema.items() if name != "default"}
    if part.get("type") == "object":
        part |= {"additionalProperties": False, "required": sorted(set(part["properties"]) - {"valid_until", "proof", "prerequisites"})}
    if "score" in part and "anyOf" in part["score"]:
        part["score"] = {"anyOf": [{"type": "string", "pattern": f"^{_SCORE.pattern}$"}, {"type": "null"}]}
    return part


def _scores(document: dict[str, Any], proof: dict[str, Any]) -> list[Any]:
    """Looked at before they are parsed: "1e999999999" is eleven characters and a billion digits."""
    found = [document["result"]["score"], *(one["score"] for one in proof["lessons"])]
    return [one for one in found if one is not None]


def _hashes(facts: CertificateFacts) -> list[tuple[str, str]]:
    signer = [("signer's key", facts.course.signer)] if facts.course.signer else []
    return [("package's digest", facts.course.package), ("device's key", facts.device.key), ("ledger's head", facts.ledger.hash), *signer]


def _texts(facts: CertificateFacts) -> list[str]:
    course, award = facts.course, facts.award
    lessons = [text for one in facts.evidence for text in (one.id, one.title, one.kind, one.rule)]
    overrides = [text for one in facts.evidence if one.override for text in (one.override.reason, one.override.by, one.override.proof)]
    overrides += [text for one in facts.prerequisites for text in (one.award, one.title, one.course, one.how, one.number, one.reason, one.by)]
    named = [facts.learner.id, facts.learner.name, course.id, course.title, course.version, course.publisher, course.signed_by or ""]
    named += [award.id, award.title, award.kind, award.statement, facts.device.id, facts.device.name, facts.issuer, facts.language]
    return [*named, *lessons, *overrides]


def _numbers(facts: CertificateFacts) -> list[int]:
    lessons = [n for one in facts.evidence for n in (one.completed_at or 0, one.attempt or 0, one.active_seconds)]
    overrides = [one.override.at for one in facts.evidence if one.override] + [one.at for one in facts.prerequisites]
    result = facts.result
    return [result.earned_at, result.done, result.of, result.extras, facts.ledger.number, *lessons, *overrides]
