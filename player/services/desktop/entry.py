"""The texts that tell a desktop about Greentick: the launcher (Desktop Entry Specification) and the file type (Shared MIME-info 0.21)."""

from collections.abc import Sequence

from player.services.desktop.program import Program

DESKTOP_FILE = "greentick.desktop"
MIME_TYPE = "application/x-greentick-course"
PATTERNS = ("*.course", "*.courses")
MIME_XML = f"""<?xml version="1.0" encoding="UTF-8"?>
<mime-info xmlns="http://www.freedesktop.org/standards/shared-mime-info">
  <mime-type type="{MIME_TYPE}">
    <comment>Greentick course</comment>
    <comment xml:lang="ar">دورة Greentick</comment>
    <sub-class-of type="application/zip"/>
    <icon name="{MIME_TYPE.replace("/", "-")}"/>
    <generic-icon name="package-x-generic"/>
    <magic priority="60">
      <match type="string" value="PK\\003\\004" offset="0">
        <match type="string" value="_course/manifest.json" offset="30"/>
      </match>
    </magic>
{chr(10).join(f'    <glob pattern="{pattern}"/>' for pattern in PATTERNS)}
  </mime-type>
</mime-info>
"""
_RESERVED = frozenset(" \t\n\"'\\><~|&;$*?#()`")  # characters that an argument of Exec is quoted for
_ESCAPED_IN_QUOTES = frozenset('"`$\\')


def desktop_entry(program: Program) -> str:
    """The launcher. Several files are handed over at once (%F)."""
    lines = [
        "[Desktop Entry]",
        "Type=Application",
        "Version=1.0",
        "Name=Greentick",
        "GenericName=Course player",
        "GenericName[ar]=مشغّل دورات",
        "Comment=Learn with courses that need no network",
        "Comment[ar]=تعلّم بدورات لا تحتاج إلى شبكة",
        f"Exec={_value(exec_line(program.words))} %F",
        *([f"Path={_value(str(program.folder))}"] if program.folder is not None else []),
        "Icon=greentick",
        "Terminal=false",
        f"MimeType={MIME_TYPE};",
        "Categories=Education;",
        "Keywords=course;lesson;quiz;certificate;",
        "StartupNotify=false",  # a second start hands its file to the window that is open, and shows none
        "StartupWMClass=greentick",
    ]
    return "\n".join(lines) + "\n"


def exec_line(words: Sequence[str]) -> str:
    """Words as Exec wants them: quoted where needed, a percent sign doubled."""
    return " ".join(_argument(word) for word in words)


def _argument(word: str) -> str:
    word = word.replace("%", "%%")
    if word and not _RESERVED & set(word):
        return word
    return '"' + "".join(f"\\{letter}" if letter in _ESCAPED_IN_QUOTES else letter for letter in word) + '"'


def _value(text: str) -> str:
    """The escapes of every string value, which come on top of the quoting."""
    return text.replace("\\", "\\\\").replace("\n", "\\n").replace("\t", "\\t").replace("\r", "\\r")
