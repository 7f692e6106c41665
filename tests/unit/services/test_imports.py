"""What a service module may cost to import: nothing heavy before the first picture is drawn."""

import subprocess
import sys

MODULES = ("first", "instance", "learners", "library", "learning", "quizzing", "awarding", "player", "papers", "progress", "register")
HEAVY = ("sqlmodel", "sqlalchemy", "alembic", "pydantic", "pyhanko", "reportlab", "pypdf", "cryptography", "PIL", "PySide6")


def test_services_import_nothing_heavy() -> None:
    code = f"import sys\nfor name in {MODULES!r}: __import__('player.services.' + name)\nprint(sorted(set({HEAVY!r}) & set(sys.modules)))"
    assert subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True).stdout == "[]\n"


def test_the_first_picture_waits_for_no_domain() -> None:
    code = "import sys, player.services.first; print(sorted(name for name in sys.modules if name.startswith('player.course')))"
    assert subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True).stdout == "[]\n"
