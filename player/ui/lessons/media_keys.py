"""The keys of a film: space and K, J and L, the arrows, C, F, M, < and >."""

from collections.abc import Callable, Mapping

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeyEvent

PLAIN = frozenset({Qt.KeyboardModifier.NoModifier, Qt.KeyboardModifier.KeypadModifier})
REPEATED = frozenset({Qt.Key.Key_J, Qt.Key.Key_L, Qt.Key.Key_Left, Qt.Key.Key_Right, Qt.Key.Key_Up, Qt.Key.Key_Down})  # held down they go on
SHIFTED = frozenset({Qt.Key.Key_Less, Qt.Key.Key_Greater})


class Keys:
    """Finds the deed for a key; with Alt, Ctrl or Meta it belongs to the window."""

    def __init__(self, deeds: Mapping[Qt.Key, Callable[[], None]]) -> None:
        self._deeds = deeds

    def take(self, event: QKeyEvent) -> bool:
        """True when the key was one of these."""
        key, modifiers = Qt.Key(event.key()), event.modifiers()
        shifted = key in SHIFTED and modifiers == Qt.KeyboardModifier.ShiftModifier
        if key not in self._deeds or not (shifted or modifiers in PLAIN):
            return False
        if key in REPEATED or not event.isAutoRepeat():
            self._deeds[key]()
        return True
