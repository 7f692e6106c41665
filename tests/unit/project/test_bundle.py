"""What goes into the bundle: every part of Qt that the program imports, none that it does not; the pages of the docs say so."""

import re
from pathlib import Path

import pytest

from tools.bundle_contents import FORBIDDEN, PYTHON_MODULES, QT_LIBRARIES, forbidden, keep, languages, qt_library
from tools.bundle_report import BEGIN, END, PAGE, faults, figures, page, part

ROOT = Path(__file__).resolve().parents[3]
SHIPPED = frozenset({"en", "ar"})


def test_every_module_that_is_imported_is_kept() -> None:
    found = {name for path in (ROOT / "player").rglob("*.py")
             for name in re.findall(r"^\s*(?:from|import) PySide6\.(\w+)", path.read_text(encoding="utf-8"), re.MULTILINE)}  # fmt: skip
    assert found
    assert found <= PYTHON_MODULES
    assert all(name.removeprefix("Qt") in QT_LIBRARIES for name in found)


@pytest.mark.parametrize("name", [
    "PySide6/Qt/lib/libQt6WebEngineCore.so.6", "libQt6Core.so.6", "PySide6/Qt6Core.dll", "PySide6/QtCore.abi3.so", "PySide6/QtPdf.pyd",
    "PySide6/Qt/plugins/platforms/libqxcb.so", "PySide6/plugins/platforms/qwindows.dll", "PySide6/Qt/plugins/multimedia/libffmpegmediaplugin.so",
    "PySide6/Qt/lib/libQt6FFmpegStub-va-x11.so.2", "PySide6/Qt/lib/libavcodec.so.61", "PySide6/Qt/libexec/QtWebEngineProcess",
    "PySide6/Qt/translations/qtwebengine_locales/en-US.pak", "PySide6/Qt/translations/qtwebengine_locales/ar.pak",
    "PySide6/Qt/translations/qtbase_ar.qm", "resources/fonts/Inter/Inter-Bold.ttf", "resources/translations/ar.mo", "libX11.so.6",
    "pillow.libs/libharfbuzz-fb49c9fc.so.0.61450.0", "player/store/migrations/env.py",
])  # fmt: skip
def test_what_is_needed_is_kept(name: str) -> None:
    assert keep(name, SHIPPED)
    assert keep(name.replace("/", "\\"), SHIPPED)
    assert forbidden([name]) == []


@pytest.mark.parametrize("name", [
    "PySide6/Qt/lib/libQt63DCore.so.6", "libQt6Charts.so.6", "PySide6/Qt6Quick3D.dll", "PySide6/QtDesigner.abi3.so",
    "PySide6/Qt/lib/libQt6Quick3DRuntimeRender.so.6", "PySide6/Qt/lib/libQt6DataVisualization.so.6", "libQt6VirtualKeyboard.so.6",
    "PySide6/Qt/plugins/platforminputcontexts/libqtvirtualkeyboardplugin.so", "PySide6/Qt/qml/QtQuick/libqtquick2plugin.so",
    "PySide6/Qt/lib/libQt6QuickControls2Material.so.6", "libQt6LabsSettings.so.6", "PySide6/Qt/lib/libQt6Sql.so.6", "PySide6/QtCharts.pyd",
])  # fmt: skip
def test_what_is_forbidden_stays_out(name: str) -> None:
    assert not keep(name, SHIPPED)
    assert forbidden([name]) == [name]


@pytest.mark.parametrize("name", [
    "PySide6/Qt/translations/qtwebengine_locales/de.pak", "PySide6/Qt/translations/qtbase_de.qm", "PySide6/Qt/translations/qtlocation_ar.qm",
    "PySide6/Qt/plugins/platforms/libqvnc.so", "PySide6/Qt/plugins/platformthemes/libqgtk3.so", "libgtk-3.so.0", "libpango-1.0.so.0",
    "PySide6/Qt/plugins/sqldrivers/libqsqlite.so", "PySide6/QtOpenGL.abi3.so", "PySide6/Qt/resources/qtwebengine_devtools_resources.pak",
])  # fmt: skip
def test_what_nobody_uses_stays_out(name: str) -> None:
    assert not keep(name, SHIPPED)


def test_nothing_is_both_kept_and_forbidden() -> None:
    assert not QT_LIBRARIES & set(FORBIDDEN)
    assert not {name.removeprefix("Qt") for name in PYTHON_MODULES} & set(FORBIDDEN)
    assert qt_library("libfontconfig.so.1") == ""


def test_the_languages_are_those_of_the_interface(tmp_path: Path) -> None:
    for name in ("ar.po", "ar.mo", "pt-BR.mo", "greentick.pot", "README.md"):
        (tmp_path / name).touch()
    assert languages(tmp_path) == {"en", "ar", "pt_BR"}
    assert "ar" in languages(ROOT / "resources" / "translations")
    assert keep("PySide6/Qt/translations/qtwebengine_locales/pt-BR.pak", languages(tmp_path))


def test_a_bundle_is_looked_at(tmp_path: Path) -> None:
    sizes = {"greentick": 2_000_000, "_internal/PySide6/Qt/lib/libQt6WebEngineCore.so.6": 5_000_000, "_internal/base_library.zip": 1_000_000}
    for name, size in sizes.items():
        path = tmp_path / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(b"\0" * size)
    (tmp_path / "_internal" / "libQt6WebEngineCore.so.6").symlink_to("PySide6/Qt/lib/libQt6WebEngineCore.so.6")
    whole, parts = figures(tmp_path)
    assert whole == pytest.approx(8.0)
    assert [round(size) for _, size in parts] == [5, 2, 1]
    assert "Web engine" in parts[0][0]
    assert faults(tmp_path) == []
    (tmp_path / "_internal" / "libQt6Charts.so.6").symlink_to("PySide6/Qt/lib/libQt6Charts.so.6")
    assert [fault.split(" ", 1)[1] for fault in faults(tmp_path)] == ["should not be in it", "leads to nothing"]
    text = page(whole, parts, ["Core"])
    assert text.startswith(BEGIN)
    assert "| the rest | 0 |" in text


def test_the_page_has_its_figures() -> None:
    figures_of_page = PAGE.read_text(encoding="utf-8").split(BEGIN)[1].split(END)[0]
    assert len(re.findall(r"^\| .+ \| \d+ \|$", figures_of_page, re.MULTILINE)) == 11
    assert int(re.findall(r"^(\d+) MB in all", figures_of_page, re.MULTILINE)[0]) <= 650


@pytest.mark.parametrize(("name", "words"), [("_internal/PIL/_imaging.so", "Pictures"), ("_internal/libX11.so.6", "Libraries of the system"),
                                             ("_internal/resources/icons/x.svg", "Other files"), ("_internal/yarl/a.so", "aiohttp"),
                                             ("_internal/nh3/nh3.txt", "Other Python packages and files (nh3)")])  # fmt: skip
def test_parts_have_names(name: str, words: str) -> None:
    assert part(name).startswith(words)
