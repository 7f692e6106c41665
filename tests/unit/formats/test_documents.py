"""TOML and YAML as values with lines."""

from collections.abc import Mapping

import pytest

from player.formats.documents import read_foreign, read_front_matter, read_toml, read_yaml
from player.formats.problems import Problems
from player.formats.toml_lines import key_lines

TOML = '''\
# a comment with = and [brackets]
title = "x = [1]"          # behind
"quoted key" = 1
a.b = """
several
lines """
list = [
    "one",  # first
    { right = 'two', n = 2 },
]

[access]
days = 3

[[award]]
kind = "x"

[[award]]
kind = 'y'
"sub"."deep" = { z = [1, [2, 3]] }

[award.inner]
k = true
'''


def test_every_key_has_its_line() -> None:
    lines = key_lines(TOML)
    assert lines["title",] == 2
    assert lines["quoted key",] == 3
    assert lines["a", "b"] == 4
    assert lines["list",] == 7
    assert lines["list", 0] == 8
    assert lines["list", 1, "n"] == 9
    assert lines["access",] == 12
    assert lines["access", "days"] == 13
    assert lines["award", 0] == 15
    assert lines["award", 1, "kind"] == 19
    assert lines["award", 1, "sub", "deep", "z", 1, 1] == 20
    assert lines["award", 1, "inner", "k"] == 23


def _wrong(read: object, text: str) -> str:
    problems = Problems()
    read(text, "f", problems)  # type: ignore[operator]
    return str(problems.errors[0]) if problems.errors else ""


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ('a = 1\nb = "x\n', "f, line 2: "),
        ("a = 1\na = 2\n", "f, line 2: Cannot overwrite a value"),
        ("a = " + "[" * 5000, "too deep"),
        ("a." * 2000 + "b = 1", "too deep"),
        ("a = " + "9" * 5000, "too long"),
        ("#" * 1024 * 1024 + "x", "longer than 1024 KB"),
    ],
)
def test_toml_mistakes(text: str, said: str) -> None:
    assert said in _wrong(read_toml, text)


def test_front_matter_values_stay_texts() -> None:
    document = read_front_matter("---\ntitle: 12:30\nminutes: 4\noptional: yes\nopens_when:\n  passed: a/b\n---\nBody\n", "f", Problems())
    assert document.values == {"title": "12:30", "minutes": "4", "optional": "yes", "opens_when": {"passed": "a/b"}}
    assert document.lines["opens_when", "passed"] == 6
    assert (document.body, document.body_line) == ("Body\n", 8)


@pytest.mark.parametrize(
    ("text", "body"),
    [
        ("No front matter\n---\n", "No front matter\n---\n"),
        ("---\nA rule above, and no name\n---\nText", "---\nA rule above, and no name\n---\nText"),
        ("---\n---\nText", "Text"),
        ("---\n# only a note\n---\nText", "Text"),
        ("", ""),
    ],
)
def test_what_is_front_matter(text: str, body: str) -> None:
    problems = Problems()
    assert read_front_matter(text, "f", problems).body == body
    assert problems.errors == ()


BOMB = "a: &a [x,x,x,x,x,x,x,x,x]\nb: &b [*a,*a,*a,*a,*a,*a,*a,*a,*a]\nc: [*b,*b,*b,*b,*b,*b,*b,*b,*b]\n"


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("---\ntitle: a: b\n---\n", "f, line 2: This line cannot be read"),
        ("---\ntitle: x\n", "f, line 1: The front matter is never closed"),
        ("---\ntitle: a\ntitle: b\n---\n", "f, line 3: “title” is written twice."),
        ("---\nk: 1\n? [a, b]\n: c\n---\n", "f, line 3: A name in front of a colon"),
        (f"---\n{BOMB}---\n", "f, line 3: "),
        ("---\na: " + "[" * 3000 + "\n---\n", "too deep"),
        ("---\na: " + "[" * 40 + "]" * 40 + "\n---\n", "too deep"),
        ("---\na: x\x07\n---\n", "YAML does not allow"),
        ("---\na: " + "x" * 70_000 + "\n---\n", "longer than 64 KB"),
        ("---\na:\n\t- b\n---\n", "f, line 3: "),
    ],
)
def test_front_matter_mistakes(text: str, said: str) -> None:
    assert said in _wrong(read_front_matter, text)


def test_yaml_of_a_whole_file() -> None:
    document = read_yaml("# note\ntitle: 'A b'\nepisodes:\n- a.md\n- b.md\nlearners:\n", "f", Problems())
    assert document.values == {"title": "A b", "episodes": ["a.md", "b.md"], "learners": ""}
    assert document.lines["episodes", 1] == 5
    assert read_yaml("", "f", Problems()).values == {}
    assert "name: value" in _wrong(read_yaml, "- a\n- b\n")


def test_no_tag_constructs_anything() -> None:
    values: Mapping[str, object] = read_yaml("a: !!python/object/apply:os.getcwd []\nb: !!int x\n", "f", Problems()).values
    assert values == {"a": [], "b": "x"}


def test_foreign_front_matter_is_taken_as_far_as_it_goes() -> None:
    problems = Problems()
    document = read_foreign("---\ntitle: Loops\nteaching: 40\nexercises: 10\nlayout: page\n---\nText", "f", problems)
    assert document.values == {"title": "Loops", "minutes": "50"}
    broken = read_foreign("---\ntitle: [x\n", "f", problems)
    assert broken.body == "---\ntitle: [x\n"
    assert problems.errors == ()
    assert len(problems.warnings) == 1
