"""What goes into the bundle and what stays out: the parts of Qt that the window uses, the languages that ship, and nothing else.

`build.spec` asks it for each file that PyInstaller found; the tests ask it about the built folder. Names are those of the files in the
bundle, with forward slashes; libraries are told by their bare name (WebEngineCore for libQt6WebEngineCore.so.6 and Qt6WebEngineCore.dll).
"""

import re
from collections.abc import Iterable
from pathlib import Path

# The modules that player/ imports, and those that they import themselves.
PYTHON_MODULES = frozenset({
    "QtCore", "QtGui", "QtMultimedia", "QtNetwork", "QtPdf", "QtPdfWidgets", "QtPrintSupport", "QtSvg", "QtWebChannel", "QtWebEngineCore",
    "QtWebEngineWidgets", "QtWidgets",
})
QT_LIBRARIES = frozenset({
    "Core", "Gui", "Widgets", "Network", "DBus", "OpenGL", "Svg", "PrintSupport",
    "Multimedia", "Concurrent",  # Multimedia needs Concurrent
    "Pdf", "PdfWidgets",
    "WebEngineCore", "WebEngineWidgets",
    "WebChannel", "Positioning", "Qml", "QmlMeta", "QmlModels", "QmlWorkerScript", "Quick", "QuickWidgets",  # the web engine needs these
    "XcbQpa", "WaylandClient", "WlShellIntegration",  # windows on X11 and Wayland
    "FFmpegStub-crypto", "FFmpegStub-ssl", "FFmpegStub-va", "FFmpegStub-va-drm", "FFmpegStub-va-x11",  # Qt's FFmpeg needs these
})  # fmt: skip
# Folder below plugins/ to the plugins kept of it; None keeps all. A folder that is not named stays out.
QT_PLUGINS: dict[str, frozenset[str] | None] = {
    "platforms": frozenset({"qxcb", "qwayland", "qwayland-egl", "qwayland-generic", "qoffscreen", "qwindows", "qcocoa"}),
    "platformthemes": frozenset({"qxdgdesktopportal"}),
    "platforminputcontexts": frozenset({"composeplatforminputcontextplugin", "ibusplatforminputcontextplugin"}),
    "iconengines": None,
    "imageformats": frozenset({"qgif", "qico", "qjpeg", "qsvg", "qwebp"}),
    "multimedia": frozenset({"ffmpegmediaplugin"}),
    "printsupport": None,
    "styles": None,
    "wayland-decoration-client": None,
    "wayland-graphics-integration-client": None,
    "wayland-shell-integration": frozenset({"xdg-shell", "qt-shell"}),
    "xcbglintegrations": None,
}
# Any of these in the bundle is a mistake; told apart from the lists above so that a test can look for them by name.
FORBIDDEN = ("3D", "Bluetooth", "Charts", "DataVisualization", "Designer", "Graphs", "HttpServer", "Labs", "Location", "Nfc", "Quick3D",
             "QuickControls2", "QuickDialogs2", "RemoteObjects", "Scxml", "Sensors", "SerialBus", "SerialPort", "SpatialAudio", "Sql", "StateMachine",
             "Test", "TextToSpeech", "VirtualKeyboard", "WaylandCompositor", "WebEngineQuick", "WebSockets", "WebView")
FAMILIES = frozenset({"3D", "Quick3D", "Labs", "QuickControls2", "QuickDialogs2", "VirtualKeyboard"})  # each of several libraries
# Only the GTK look of Qt's file dialogs needs them; the bundle has Qt's own dialogs and those of the desktop's portal.
_GTK = re.compile(r"^lib(gtk-3|gdk-3|gdk_pixbuf-2|atk-1|atk-bridge-2|atspi|cairo|epoxy|pango|pixman-1|thai|datrie|fribidi|graphite2|harfbuzz\.so)")
# What other packages would like to have and the program never imports (types for mypy, pictures for numpy, trust lists as XML …).
UNUSED_PYTHON = ("tkinter", "numpy", "pytest", "_pytest", "hypothesis", "mypy", "ast_serialize", "setuptools", "pip", "lxml", "fontTools", "IPython",
                 "pkg_resources", "_distutils_hack", "charset_normalizer", "PyQt5", "PyQt6")

_QT_LIBRARY = re.compile(r"^(?:lib)?Qt6(?P<name>[A-Za-z0-9]+(?:Stub-[a-z0-9-]+)?)(?:d?\.dll|\.so[.0-9]*|\.[0-9.]*dylib)$")
_MODULE = re.compile(r"^PySide6/(?P<name>Qt[A-Za-z0-9]+)\.[^/]*(?:so|pyd|dylib)$")
_PLUGIN = re.compile(r"PySide6/(?:Qt/)?plugins/(?P<folder>[^/]+)/(?:lib)?(?P<name>[^/]+?)\.(?:so|dll|dylib)$")
_LOCALE = re.compile(r"/qtwebengine_locales/(?P<name>[^/]+)\.pak$")
_CATALOGUE = re.compile(r"/translations/(?:qt|qtbase|qtmultimedia|qtwebengine)_(?P<name>[A-Za-z_]+)\.qm$")


def languages(translations: Path) -> frozenset[str]:
    """The languages that the interface ships: English, and one for each file or folder in resources/translations."""
    found = {part for path in translations.glob("*") if re.fullmatch(r"[a-z]{2,3}([_-][A-Za-z]{2,4})?", part := path.name.partition(".")[0])}
    return frozenset({"en", *(name.replace("-", "_") for name in found)})


def keep(name: str, shipped: frozenset[str]) -> bool:
    """Whether a file belongs into the bundle."""
    name = name.replace("\\", "/")
    bare = name.rpartition("/")[2]
    if library := qt_library(bare):
        return library in QT_LIBRARIES
    if _GTK.match(bare):
        return False
    if module := _MODULE.match(name):
        return module["name"] in PYTHON_MODULES
    if plugin := _PLUGIN.search(name):
        kept = QT_PLUGINS.get(plugin["folder"], frozenset())
        return kept is None or plugin["name"] in kept
    if "PySide6/" in name and "/translations/" in name:
        return _spoken(name, shipped)
    return not re.search(r"PySide6/(Qt/)?(qml|metatypes|include|typesystems|glue)/|qtwebengine_devtools_resources|\.debug\.", name)


def _spoken(name: str, shipped: frozenset[str]) -> bool:
    """Chromium falls back to en-US, which is always there, in any other language of the computer."""
    if locale := _LOCALE.search(name):
        return locale["name"] in {"en-US", *(each.replace("_", "-") for each in shipped - {"en"})}
    catalogue = _CATALOGUE.search(name)
    return catalogue is not None and catalogue["name"] in shipped - {"en"}


def qt_library(bare: str) -> str:
    """The name of a library of Qt, "" for any other file: WebEngineCore for libQt6WebEngineCore.so.6."""
    found = _QT_LIBRARY.match(bare)
    return found["name"] if found else ""


def forbidden(names: Iterable[str]) -> list[str]:
    """What should not be there, by its file names, in order."""
    return [name for name in sorted(names) if _is_forbidden(name.replace("\\", "/"))]


def _is_forbidden(name: str) -> bool:
    bare = name.rpartition("/")[2]
    if "PySide6/" in name and ("/qml/" in name or "virtualkeyboard" in name):
        return True
    module = _MODULE.match(name)
    stem = qt_library(bare) or (module["name"].removeprefix("Qt") if module else "")
    return any(stem == each or (each in FAMILIES and stem.startswith(each)) for each in FORBIDDEN)
