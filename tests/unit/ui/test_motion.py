"""Nothing moves by itself or flashes: no animation in the window, and those of lesson text give way to the wish for less motion."""

import re
from pathlib import Path

ROOT = Path(__file__).parents[3]
MOVERS = re.compile(r"QPropertyAnimation|QVariantAnimation|QGraphicsOpacityEffect|QMovie|setAnimated\(True\)|\bblink\b")


def test_the_window_has_no_animation() -> None:
    found = [path.name for path in sorted((ROOT / "player" / "ui").rglob("*.py")) if MOVERS.search(path.read_text(encoding="utf-8"))]
    assert found == []


def test_lesson_text_moves_only_where_that_is_welcome() -> None:
    css = (ROOT / "resources" / "styles" / "lesson.css").read_text(encoding="utf-8")
    guard = "@media (prefers-reduced-motion: reduce) { * { animation: none !important; transition: none !important; } }"
    assert guard in css
    assert not re.search(r"animation:[^;]*infinite", css)
    scripts = (path.read_text(encoding="utf-8") for path in sorted((ROOT / "resources" / "web").glob("*.js")))
    assert not any(re.search(r"behavior: *['\"]smooth", script) for script in scripts)
