"""Pictures of every page of a Markdown course in both kinds of view:  python tools/text_pictures.py COURSE.zip|FOLDER OUT [part of a name].

For each page OUT gets NAME-web-1.png, -2 … (QWebEngineView, the lesson style sheet) and NAME-browser-1.png … (QTextBrowser). Needs no screen.
Options: --scheme light|dark|contrast, --scale 1.0, --only web|browser, --open (unfold everything that unfolds).
"""

# ruff: noqa: E402, SLF001, N802 - the environment is set before Qt is loaded; the script looks into the view; Qt's names
import argparse
import os
import sys
import tempfile
import zipfile
from pathlib import Path
from typing import BinaryIO

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

from player.ui.web.environment import prepare_environment, register_scheme

prepare_environment()
register_scheme()

from PySide6.QtCore import QEventLoop, QRect, QTimer, QUrl
from PySide6.QtGui import QImage
from PySide6.QtWidgets import QApplication, QTextBrowser

from player.errors import PlayerError
from player.text.frontmatter import split
from player.text.language import direction, reading_minutes
from player.text.links import linker
from player.text.render import render
from player.ui.theme import Theme, load_reading_fonts, load_ui_fonts
from player.ui.web.text_view import TextLesson, TextView

WIDTH, SLICE = 1054, 1500


class Folder:
    """A folder as a ContentSource."""

    def __init__(self, root: Path) -> None:
        self.root = root

    def open(self, name: str) -> BinaryIO:
        self.size(name)
        return (self.root / name).open("rb")

    def size(self, name: str) -> int:
        if not (self.root / name).is_file():
            raise PlayerError("Missing", f"“{name}” is missing.")
        return (self.root / name).stat().st_size

    def names(self) -> list[str]:
        return sorted(str(path.relative_to(self.root).as_posix()) for path in self.root.rglob("*") if path.is_file())


def wait(ms: int) -> None:
    loop = QEventLoop()
    QTimer.singleShot(ms, loop.quit)
    loop.exec()


def lessons(source: Folder, part: str) -> list[tuple[str, TextLesson]]:
    names = source.names()
    pages = {name: name.removesuffix(".md") for name in names if name.endswith(".md")}
    found = []
    for name, lesson_id in pages.items():
        if part not in name:
            continue
        matter = split((source.root / name).read_text(encoding="utf-8"), where=name)
        title = str(matter.values.get("title", Path(name).stem))
        text = render(matter.body, language="en", title=title, resolve=linker(name, pages, names), first_line=matter.body_line)
        for remark in text.warnings:
            print(f"{name}, {remark}")
        found.append((lesson_id.replace("/", "_"), TextLesson(text, title, "en", f"{reading_minutes(text.words)} min read")))
    return found


def save(image: QImage, out: Path, name: str, number: int = 1) -> None:
    for top in range(0, image.height(), SLICE):
        image.copy(QRect(0, top, image.width(), min(SLICE, image.height() - top))).save(str(out / f"{name}-{number}.png"))
        number += 1


def web(view: TextView, source: Folder, lesson: TextLesson, out: Path, name: str, *, unfold: bool) -> None:
    view.resize(WIDTH, SLICE)
    view.show_lesson(lesson, source=source, host="a" * 32)
    wait(700)
    if unfold:
        view._page.in_our_world("document.querySelectorAll('details').forEach(one => { one.open = true; })")
        wait(300)
    height = int(view._page.contentsSize().height())
    for number, top in enumerate(range(0, height, SLICE), 1):
        view._page.in_our_world(f"window.scrollTo(0, {top})")
        wait(200)
        image = view.grab().toImage()
        lost = max(0, top + SLICE - height) if height > SLICE else 0  # the last screen begins above `top`
        image.copy(QRect(0, lost, image.width(), SLICE - lost)).save(str(out / f"{name}-{number}.png"))


class Browser(QTextBrowser):
    """The other candidate, given the best style sheet it understands."""

    def __init__(self, source: Folder, theme: Theme) -> None:
        super().__init__()
        self.source = source
        colours = theme.colours
        self.document().setDocumentMargin(32)
        self.document().setDefaultStyleSheet(
            f"body {{ font-family: Newsreader; font-size: {theme.px(19)}px; color: {colours.text}; }}"
            f"h1, h2, h3, summary {{ font-family: Inter; }} a {{ color: {colours.accent}; }}"
            f"pre, code {{ font-family: 'JetBrains Mono'; font-size: {theme.px(14)}px; background-color: {colours.sunken}; }}"
            f".callout {{ background-color: {colours.caution_soft}; }} th {{ font-family: Inter; }} td {{ padding: 8px; }}"
        )
        self.setStyleSheet(f"QTextBrowser {{ background: {colours.canvas}; border: 0; padding: 0 {(WIDTH - 700) // 2}px; }}")

    def loadResource(self, kind: int, url: QUrl | str) -> object:
        try:
            with self.source.open(QUrl(url).path().lstrip("/")) as stream:
                return QImage.fromData(stream.read())
        except PlayerError:
            return super().loadResource(kind, QUrl(url))


def browser(view: Browser, lesson: TextLesson) -> QImage:
    view.resize(WIDTH, 900)
    way = direction(lesson.language, lesson.rendered.text)
    view.setHtml(f'<body dir="{way}"><p>{lesson.meta}</p><h1>{lesson.title}</h1>{lesson.rendered.html}</body>')
    wait(100)
    view.resize(WIDTH, min(16_000, int(view.document().size().height()) + 4))
    wait(100)
    return view.grab().toImage()


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("course", type=Path)
    parser.add_argument("out", type=Path)
    parser.add_argument("part", nargs="?", default="")
    parser.add_argument("--scheme", default="light", choices=("light", "dark", "contrast"))
    parser.add_argument("--scale", type=float, default=1.0)
    parser.add_argument("--only", default="", choices=("", "web", "browser"))
    parser.add_argument("--open", action="store_true")
    options = parser.parse_args()
    app = QApplication(sys.argv[:1])
    load_ui_fonts()
    load_reading_fonts()
    options.out.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory() as folder:
        root = options.course
        if root.is_file():
            with zipfile.ZipFile(root) as archive:
                archive.extractall(folder)
            root = Path(folder)
        source = Folder(root)

        class Desk:
            theme = Theme(options.scheme, options.scale)

        desk = Desk()
        desk.theme.apply(app)
        page = TextView(desk)
        page.show()
        plain = Browser(source, desk.theme)
        plain.show()
        for name, lesson in lessons(source, options.part):
            if options.only != "browser":
                web(page, source, lesson, options.out, f"{name}-web", unfold=options.open)
            if options.only != "web":
                save(browser(plain, lesson), options.out, f"{name}-browser")
            print(name)
        page.deleteLater()
        wait(100)


if __name__ == "__main__":
    main()
