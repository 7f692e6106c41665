"""Laws of the place finder: it finds every key that tomllib finds, on the line it was written on."""

import tomllib
from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from player.formats.toml_lines import KeyPath, key_lines
from tests.forge.laws import law

BARE = st.from_regex(r"[A-Za-z0-9_-]{1,6}", fullmatch=True)
KEY = st.one_of(BARE, st.sampled_from(['"a b"', "'x.y'", '"q\\"q"', '"#"', "'[[z]]'"]))
TEXT = st.sampled_from(
    [
        '"plain"',
        '"a # b"', "'lit # [x]'", '"""\nmany\n= [lines] # x\n"""', "'''\nraw \\ \"\"\" \n'''",
        '"""ends with quote\\""""',
        '""',
        "''",
        '"\\\\"',
    ]
)
SCALAR = st.one_of(TEXT, st.sampled_from(["1", "-2.5", "true", "2027-01-10", "2027-01-10T08:00:00Z", "inf", "0x1F", "1e3"]))
GAP = st.sampled_from(["", " ", "\n", ' # note ] } "\n', "\n\n\t"])


def _value(depth: int) -> st.SearchStrategy[str]:
    if depth == 0:
        return SCALAR
    inner = _value(depth - 1)
    array = st.lists(st.tuples(GAP, inner, GAP), max_size=3).map(lambda items: "[" + ",".join(a + value + b for a, value, b in items) + "]")
    table = st.dictionaries(BARE, inner, max_size=3).map(lambda items: "{ " + ", ".join(f"{key} = {value}" for key, value in items.items()) + " }")
    return st.one_of(SCALAR, array, table)


@st.composite
def documents(draw: st.DrawFn) -> str:
    parts: list[str] = []
    for number in range(draw(st.integers(0, 4))):
        header = draw(st.sampled_from(["", f"[t{number}]", "[[list]]", f"[t{number}.inner]", "[[list.sub]]"]))
        if header == "[[list.sub]]" and "[[list]]" not in parts:
            header = "[[list]]"
        if header == "" and parts:
            header = f"[u{number}]"
        parts.append(header)
        used: set[str] = set()
        for _ in range(draw(st.integers(0, 4))):
            key = draw(KEY)
            name = next(iter(tomllib.loads(f"{key} = 0")))
            if name in used | {"inner", "sub"}:
                continue
            used.add(name)
            dotted = draw(st.booleans())
            written = f"{key}.d{len(used)}" if dotted else key
            parts.append(f"{written} = {draw(_value(2))}{draw(st.sampled_from(['', '  # behind']))}")
        parts.append(draw(st.sampled_from(["", "# a line [x] = 1"])))
    return "\n".join(parts)


def _paths(value: Any, path: KeyPath = ()) -> list[KeyPath]:
    found = [path] if path else []
    items = value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, list) else ()
    for key, inner in items:
        found += _paths(inner, (*path, key))
    return found


@law(200)
@given(documents())
def test_every_key_is_found(text: str) -> None:
    try:
        values = tomllib.loads(text)
    except tomllib.TOMLDecodeError:
        return  # inline tables cannot span lines; such a text never comes here
    lines = key_lines(text)
    assert set(_paths(values)) <= set(lines)
    written = text.split("\n")
    for path in _paths(values):
        line = written[lines[path] - 1]
        if isinstance(path[-1], str) and path[-1].isalnum():
            assert path[-1] in line
