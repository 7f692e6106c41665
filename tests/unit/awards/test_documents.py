"""Facts and evidence as canonical JSON: the same again when read, and nothing else is read."""

import json
from dataclasses import replace
from fractions import Fraction
from typing import Any

import jsonschema
import pytest
import rfc8785
from hypothesis import given
from hypothesis import strategies as st

from player.awards import documents
from player.awards.facts import CertificateFacts, Direction, LessonOverride, LessonRecord, Level, Paper, percent
from player.awards.letters import printed_name
from tests.forge import certificates as forge
from tests.forge.laws import law

text = st.text(st.characters(codec="utf-8", categories=("L", "N", "P", "Zs")), max_size=30).map(printed_name)
score = st.none() | st.fractions(0, 1, max_denominator=900)
moment = st.integers(0, 2**50)
overrides = st.none() | st.builds(LessonOverride, st.booleans(), moment, text, text)
records = st.builds(LessonRecord, text, text, text, text, st.none() | moment, st.none() | st.integers(1, 9), score, st.integers(0, 10**6), overrides)


@st.composite
def certificates(draw: Any) -> CertificateFacts:
    made = forge.facts(draw(text.filter(bool)), draw(text.filter(bool)))
    done = draw(st.integers(0, 40))
    result = replace(made.result, done=done, of=done + draw(st.integers(0, 3)), score=draw(score), earned_at=draw(moment))
    level = draw(st.sampled_from(Level))
    page = {"paper": draw(st.sampled_from(Paper)), "direction": draw(st.sampled_from(Direction)), "replaces": draw(st.none() | st.just(made.number))}
    made = replace(made, result=result, level=level, required_level=draw(st.sampled_from(Level)), issuer="Clean Water Network", **page)
    return replace(made, evidence=tuple(draw(st.lists(records, max_size=4))))


@given(certificates())
@law(60)
def test_written_and_read_again(facts: CertificateFacts) -> None:
    document, evidence = documents.written(facts)
    assert documents.read(document, evidence) == facts
    assert documents.written(documents.read(document, evidence)) == (document, evidence)


@pytest.fixture(scope="module")
def validators() -> list[jsonschema.Draft202012Validator]:
    made = []
    for schema in (documents.schema(), documents.evidence_schema()):
        jsonschema.Draft202012Validator.check_schema(schema)
        made.append(jsonschema.Draft202012Validator(schema))
    return made


@given(certificates())
@law(20)
def test_the_schemas_describe_them(validators: list[jsonschema.Draft202012Validator], facts: CertificateFacts) -> None:
    for validator, text in zip(validators, documents.written(facts), strict=True):
        validator.validate(json.loads(text))


def test_the_schemas_take_nothing_else(validators: list[jsonschema.Draft202012Validator]) -> None:
    for validator, text in zip(validators, documents.written(forge.facts()), strict=True):
        one = json.loads(text)
        assert not validator.is_valid(one | {"more": 1})
        assert [key for key in one if validator.is_valid({name: value for name, value in one.items() if name != key})] == []


def test_they_are_canonical_and_belong_together() -> None:
    document, evidence = documents.written(forge.facts())
    assert rfc8785.dumps(json.loads(document)) == document
    assert json.loads(evidence)["lessons"][8] == {
        "id": "quiz", "title": "Last questions", "kind": "quiz", "rule": "Counts when you pass with 70 %", "completed_at": forge.EARNED,
        "attempt": 2, "score": "4/5", "active_seconds": 420, "override": None,
    }  # fmt: skip
    other = documents.written(forge.facts(evidence=forge.lessons()[:8]))[1]
    with pytest.raises(ValueError, match="belong together"):
        documents.read(document, other)


@pytest.mark.parametrize(
    "change",
    [
        lambda one: one.pop("number"),
        lambda one: one.update(more="x"),
        lambda one: one.update(format="greentick certificate 2"),
        lambda one: one.update(level="gold"),
        lambda one: one["learner"].update(name=7),
        lambda one: one["learner"].update(name=""),
        lambda one: one["result"].update(score="1e999999999"),
        lambda one: one["result"].update(score=0.8),
        lambda one: one["result"].update(score="4/0"),
        lambda one: one["result"].update(score="8/10"),
        lambda one: one["result"].update(score="9/5"),
        lambda one: one["result"].update(done=10),
        lambda one: one["result"].update(earned_on="yesterday"),
        lambda one: one["course"].update(signed_by=None),
        lambda one: one["device"].update(key="00"),
        lambda one: one.update(result=None),
    ],
)
def test_what_is_not_a_certificate_is_refused(change: Any) -> None:
    document, evidence = documents.written(forge.facts())
    changed = json.loads(document)
    change(changed)
    with pytest.raises(ValueError, match=r"\w"):
        documents.read(rfc8785.dumps(changed), evidence)


@pytest.mark.parametrize("text", [b"", b"{}", b"[]", b"null", b"\xff", b'{"result":{"score":null}}', b"[" * 5000])
def test_what_is_no_document_is_refused(text: bytes) -> None:
    _, evidence = documents.written(forge.facts())
    with pytest.raises((ValueError, RecursionError)):
        documents.read(text, evidence)
    with pytest.raises((ValueError, RecursionError)):
        documents.read(documents.written(forge.facts())[0], text)


@pytest.mark.parametrize(
    ("changes", "sentence"),
    [
        ({"number": "GT-0000-0000-01"}, "not a certificate number"),
        ({"replaces": "none"}, "replaced number none"),
        ({"level": Level.ENDORSED, "issuer": " "}, "names its issuer"),
        ({"language": "x" * 2001}, "longer than 2,000"),
        ({"issuer": "e\u0301"}, "normal form C"),
    ],
)
def test_facts_that_cannot_be_written(changes: dict[str, Any], sentence: str) -> None:
    with pytest.raises(ValueError, match=sentence):
        documents.written(forge.facts(**changes))


def test_more_facts_that_cannot_be_written() -> None:
    made = forge.facts()
    for changed, sentence in (
        (replace(made, course=replace(made.course, title=" ")), "course's title is empty"),
        (replace(made, award=replace(made.award, title="")), "award's title is empty"),
        (replace(made, course=replace(made.course, package="A" * 64)), "package's digest is no SHA-256"),
        (replace(made, ledger=replace(made.ledger, number=2**60)), "too large"),
        (replace(made, evidence=(replace(made.evidence[0], score=Fraction(3, 2)),)), "outside 0 to 1"),
    ):
        with pytest.raises(ValueError, match=sentence):
            documents.written(changed)


def test_percentages_are_rounded_down() -> None:
    assert percent(Fraction(696, 1000)) == 69
    assert percent(Fraction(6999, 10000)) == 69
    assert percent(Fraction(7, 10)) == 70
    assert percent(Fraction(1)) == 100


def test_provisional_until_the_level_is_reached() -> None:
    assert not forge.facts().provisional
    assert forge.facts(required_level=Level.ENDORSED).provisional
    assert not forge.facts(required_level=Level.ENDORSED, level=Level.COUNTERSIGNED, issuer="x").provisional
