"""Catalogues for translators: collects what the window can say, brings every translation up to date, compiles them.

    python tools/words.py            resources/translations/greentick.pot, then every .po there (what is translated stays, what is gone is
                                     marked obsolete), then every .mo; tells how much is left to translate
    python tools/words.py --new fr   begins another language

Strings are found in the source by its syntax tree: the literals of tr(), trn() and said(), and those of errors that the window can show.
"""

import argparse
import ast
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from io import BytesIO
from pathlib import Path

from babel.core import Locale, UnknownLocaleError
from babel.messages.catalog import Catalog, Message
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po, write_po

ROOT = Path(__file__).resolve().parent.parent
TRANSLATIONS = ROOT / "resources" / "translations"
SOURCE = ROOT / "player"
# What only authors and the command line meet stays English (docs/translations.md).
NOT_IN_THE_WINDOW = ("cli", "formats", "text", "main.py", "course/ledger.py", "package/builder.py", "package/outfile.py",
                     "services/preview.py", "services/proofreading.py", "services/publishing.py",
                     "signing/files.py", "signing/keys.py", "ui/preview.py")
NOTE = ("Translations of Greentick. {names} in braces stay as they are; the rest is yours. docs/translations.md has a glossary.")
WIDTH = 110
EPOCH = datetime(2000, 1, 1, tzinfo=UTC)  # the same words are the same bytes
STAMPS = ('"POT-Creation-Date', '"PO-Revision-Date', '"Generated-By')  # a merge that changes nothing leaves the file as it is


@dataclass(frozen=True, slots=True)
class Found:
    """A string in the source: `many` "" where it has no plural."""

    one: str
    many: str
    file: str
    line: int


def sources(root: Path = SOURCE) -> list[Path]:
    """The modules whose words the window can show."""
    return [file for file in sorted(root.rglob("*.py")) if not file.relative_to(root).as_posix().startswith(NOT_IN_THE_WINDOW)]


def error_names(trees: dict[Path, ast.Module]) -> frozenset[str]:
    """PlayerError and everything made from it, and what else carries a sentence to the window."""
    names, more = {"PlayerError", "NotValidError", "RefusedError", "DamagedError", "Verdict"}, True
    classes = [node for tree in trees.values() for node in ast.walk(tree) if isinstance(node, ast.ClassDef)]
    while more:
        added = {node.name for node in classes if any(isinstance(base, ast.Name) and base.id in names for base in node.bases)} - names
        names |= added
        more = bool(added)
    return frozenset(names)


def literals(node: ast.expr) -> Iterator[str]:
    """The whole strings that an argument can be: itself, or either side of a condition."""
    if isinstance(node, ast.Constant) and isinstance(node.value, str):
        yield node.value
    elif isinstance(node, ast.IfExp):
        yield from literals(node.body)
        yield from literals(node.orelse)


def called(node: ast.Call) -> str:
    return node.func.id if isinstance(node.func, ast.Name) else node.func.attr if isinstance(node.func, ast.Attribute) else ""


def collect(files: list[Path], root: Path = ROOT) -> list[Found]:
    """Every string, in the order of the files."""
    trees = {file: ast.parse(file.read_text(encoding="utf-8")) for file in files}
    errors = error_names(trees)
    found: list[Found] = []
    for file, tree in trees.items():
        name = file.relative_to(root).as_posix()
        for node in ast.walk(tree):
            if isinstance(node, ast.Call):
                found += [Found(one, many, name, node.lineno) for one, many in _said(node, errors)]
            elif isinstance(node, ast.Assign) and file.parent != SOURCE / "ui":
                found += [Found(one, "", name, node.lineno) for one in _kept(node)]
    return sorted(set(found), key=lambda each: (each.file, each.line, each.one, each.many))


def _said(node: ast.Call, errors: frozenset[str]) -> Iterator[tuple[str, str]]:
    name = called(node)
    if name in {"tr", "said"} and node.args:
        yield from ((text, "") for text in literals(node.args[0]))
    elif name == "trn" and len(node.args) > 1:
        yield from zip(literals(node.args[0]), literals(node.args[1]), strict=True)
    elif name in errors:
        words = [text for argument in (*node.args, *(each.value for each in node.keywords)) for text in literals(argument)]
        yield from ((text, "") for text in words if " " in text)


def _kept(node: ast.Assign) -> Iterator[str]:
    """Sentences kept under a name before an error says them: `hint = "Choose another name."`."""
    values = node.value.elts if isinstance(node.value, ast.Tuple) else [node.value]
    for value in values:
        yield from (text for text in literals(value) if " " in text and text[0].isupper() and text[-1] == ".")


def template(found: list[Found]) -> Catalog:
    """The .pot. A string with and without a plural is one entry with a plural."""
    catalogue = Catalog(project="Greentick", copyright_holder="the Greentick authors", header_comment=f"# {NOTE}", fuzzy=False, charset="utf-8")
    plurals = {each.one: each.many for each in found if each.many}
    for each in found:
        many = plurals.get(each.one, "")
        catalogue.add((each.one, many) if many else each.one, locations=[(each.file, 0)])
    return catalogue


def bring_up_to_date(file: Path, fresh: Catalog) -> Catalog:
    """A translation with the strings of now; what nobody says any more is kept as obsolete."""
    with file.open("rb") as stream:
        known = read_po(stream, locale=locale_of(file.stem))
    known.update(fresh, no_fuzzy_matching=True, update_header_comment=False)
    return known


def locale_of(tag: str) -> Locale:
    return Locale.parse(tag.replace("-", "_"))


def po_bytes(catalogue: Catalog, *, pot: bool = False) -> bytes:
    out = BytesIO()
    write_po(out, catalogue, width=WIDTH, sort_by_file=False, omit_header=False, include_previous=False, include_lineno=False, ignore_obsolete=pot)
    lines = [line for line in out.getvalue().decode("utf-8").splitlines() if not line.startswith(STAMPS)]
    return ("\n".join(lines).rstrip() + "\n").encode()


def mo_bytes(catalogue: Catalog) -> bytes:
    """What the window reads. Untranslated strings are left out: they are said in English."""
    out = BytesIO()
    catalogue.creation_date = catalogue.revision_date = EPOCH
    write_mo(out, catalogue)
    return out.getvalue()


def missing(catalogue: Catalog) -> list[str]:
    """Strings with a form that is not translated."""
    return [each.id if isinstance(each.id, str) else each.id[0] for each in catalogue if each.id and not _whole(each, catalogue.num_plurals)]


def _whole(message: Message, plurals: int) -> bool:
    if isinstance(message.id, str):
        return bool(message.string)
    forms = message.string or ()
    return not isinstance(forms, str) and len(forms) == plurals and all(forms)


def main() -> int:
    ask = argparse.ArgumentParser(description="Collects, merges and compiles the translations.")
    ask.add_argument("--new", metavar="TAG", help="begin another language, as fr or pt-BR")
    asked = ask.parse_args()
    fresh = template(collect(sources()))
    TRANSLATIONS.mkdir(exist_ok=True)
    (TRANSLATIONS / "greentick.pot").write_bytes(po_bytes(fresh, pot=True))
    if asked.new:
        try:
            locale = locale_of(asked.new)
        except (UnknownLocaleError, ValueError):
            print(f"No language is known as {asked.new}.", file=sys.stderr)
            return 1
        begun = TRANSLATIONS / f"{asked.new}.po"
        if not begun.exists():
            begun.write_bytes(po_bytes(Catalog(locale=locale, project="Greentick", header_comment=f"# {NOTE}", fuzzy=False, charset="utf-8")))
    for file in sorted(TRANSLATIONS.glob("*.po")):
        catalogue = bring_up_to_date(file, fresh)
        file.write_bytes(po_bytes(catalogue))
        file.with_suffix(".mo").write_bytes(mo_bytes(catalogue))
        left = missing(catalogue)
        print(f"{file.stem}: {len(catalogue) - len(left)} of {len(catalogue)} translated, {len(catalogue.obsolete)} obsolete")
        for text in left[:20]:
            print(f"    {text[:100]!r}")
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
