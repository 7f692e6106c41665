"""A small course folder for plays in the window: three texts, a PDF of three pages, a quiz in drawn order, a download, a last text."""

from pathlib import Path

from tests.forge.sources import folder, pdf

TITLE = "Crossing the river"
COURSE = f"""id = "org.example.crossing"
title = "{TITLE}"
version = "1.0"
publisher = "Hill Farm"
"""
LESSONS = ("The bank", "The boat", "The current", "The chart", "The test", "Knots", "The far side")
NAMES = ("ash", "birch", "cedar", "elm", "fir", "hazel", "larch", "oak")
QUESTIONS = {f"Which tree is number {number}?": name for number, name in enumerate(NAMES, 1)}


def text(title: str, words: int = 40) -> str:
    return f"---\ntitle: {title}\n---\n" + f"This is said about {title.lower()}. " * words + "\n"


def quiz() -> str:
    """Every answer stands in every question, so that two drawn papers are almost surely different."""
    lines = ['title = "The test"', "shuffle_questions = true", "shuffle_answers = true", ""]
    for asked, right in QUESTIONS.items():
        answers = ", ".join(f'"[{"x" if name == right else " "}] {name}"' for name in NAMES)
        lines += ["[[question]]", f'text = "{asked}"', f"answers = [{answers}]", ""]
    return "\n".join(lines)


def write_voyage(root: Path, course: str = COURSE) -> Path:
    """The folder, ready to be built."""
    return folder(root, {
        "01-out/10-bank.md": text("The bank"), "01-out/20-boat.md": text("The boat"), "01-out/30-current.md": text("The current"),
        "01-out/40-chart.pdf": pdf(3, "The chart"), "01-out/50-test.quiz.toml": quiz(),
        "02-back/10-knots.md": "---\ntitle: Knots\nkind: download\nfiles: [knots.txt]\n---\nKnots to take along.\n", "02-back/knots.txt": "bowline\n",
        "02-back/20-side.md": text("The far side"),
    }, course)  # fmt: skip
