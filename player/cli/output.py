"""What commands print: fields and tables, drawn on a terminal and plain lines elsewhere; JSON where asked for."""

import json
import sys
from collections.abc import Iterable, Mapping, Sequence


def line(text: str) -> None:
    print(text)  # noqa: T201


def as_json(value: object) -> None:
    """One JSON document, readable, in the order given."""
    line(json.dumps(value, ensure_ascii=False, indent=2))


def fields(title: str, rows: Iterable[tuple[str, str]]) -> None:
    """Names and values of one thing."""
    if not sys.stdout.isatty():
        for name, value in rows:
            line(f"{name}: {value}")
        return
    from rich.console import Console
    from rich.table import Table
    from rich.text import Text

    table = Table(title=title or None, title_justify="left", show_header=False)
    for name, value in rows:
        table.add_row(name, Text(value, overflow="fold"))
    Console().print(table)


def table(title: str, heads: Sequence[str], rows: Iterable[Sequence[str]]) -> None:
    """Many things with the same fields; values apart by tabs where this is no terminal."""
    if not sys.stdout.isatty():
        for row in rows:
            line("\t".join(row))
        return
    from rich.console import Console
    from rich.table import Table
    from rich.text import Text

    drawn = Table(*heads, title=title or None, title_justify="left")
    for row in rows:
        drawn.add_row(*(Text(cell, overflow="fold") for cell in row))
    Console().print(drawn)


def flat(value: object, name: str = "") -> list[tuple[str, str]]:
    """A nested value as (dotted name, text) rows, every leaf of it."""
    if isinstance(value, Mapping):
        return [row for key, inner in value.items() for row in flat(inner, f"{name}.{key}" if name else str(key))]
    if isinstance(value, (list, tuple)):
        if not any(isinstance(inner, (Mapping, list, tuple)) for inner in value):
            return [(name, ", ".join(_leaf(inner) for inner in value))]
        return [row for number, inner in enumerate(value, 1) for row in flat(inner, f"{name}.{number}")]
    return [(name, _leaf(value))]


def _leaf(value: object) -> str:
    match value:
        case None:
            return "-"
        case True:
            return "yes"
        case False:
            return "no"
    return str(value)
