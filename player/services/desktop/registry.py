"""The part of the Windows registry that belongs to this user, behind the few calls of `winreg` that are needed. Not tried on Windows."""

import importlib
from collections.abc import Callable
from contextlib import AbstractContextManager, suppress
from typing import Any, Protocol

Key = AbstractContextManager[Any]


class WinReg(Protocol):
    """The calls of the standard library's `winreg` that are used, so that a test can stand in for it."""

    HKEY_CURRENT_USER: Any
    KEY_READ: int
    KEY_WRITE: int
    REG_SZ: int

    def CreateKeyEx(self, key: Any, sub_key: str, reserved: int, access: int, /) -> Key: ...  # noqa: N802 - winreg's names
    def OpenKey(self, key: Any, sub_key: str, reserved: int, access: int, /) -> Key: ...  # noqa: N802
    def DeleteKey(self, key: Any, sub_key: str, /) -> None: ...  # noqa: N802
    def EnumKey(self, key: Any, index: int, /) -> str: ...  # noqa: N802
    def QueryInfoKey(self, key: Any, /) -> tuple[int, int, int]: ...  # noqa: N802
    def QueryValueEx(self, key: Any, name: str, /) -> tuple[Any, int]: ...  # noqa: N802
    def SetValueEx(self, key: Any, name: str, reserved: int, kind: int, value: str, /) -> None: ...  # noqa: N802
    def DeleteValue(self, key: Any, name: str, /) -> None: ...  # noqa: N802


class UserKeys:
    r"""Keys below HKEY_CURRENT_USER, by their path with backslashes (Software\Classes\.course); the value "" is a key's default."""

    def __init__(self, winreg: WinReg) -> None:
        self._reg = winreg
        self._root = winreg.HKEY_CURRENT_USER

    def read(self, path: str, name: str = "") -> str | None:
        with suppress(FileNotFoundError), self._reg.OpenKey(self._root, path, 0, self._reg.KEY_READ) as key:
            return str(self._reg.QueryValueEx(key, name)[0])
        return None

    def write(self, path: str, value: str, name: str = "") -> None:
        """Keys above it that are missing are made too."""
        with self._reg.CreateKeyEx(self._root, path, 0, self._reg.KEY_WRITE) as key:
            self._reg.SetValueEx(key, name, 0, self._reg.REG_SZ, value)

    def forget(self, path: str, name: str = "") -> None:
        """A value; none is fine too."""
        with suppress(FileNotFoundError), self._reg.OpenKey(self._root, path, 0, self._reg.KEY_WRITE) as key:
            self._reg.DeleteValue(key, name)

    def forget_tree(self, path: str) -> None:
        """A key with all below it; winreg itself deletes only keys that have nothing below."""
        for name in self._below(path):
            self.forget_tree(rf"{path}\{name}")
        with suppress(FileNotFoundError):
            self._reg.DeleteKey(self._root, path)

    def forget_empty(self, path: str) -> None:
        """A key that has neither values nor keys."""
        with suppress(FileNotFoundError):
            with self._reg.OpenKey(self._root, path, 0, self._reg.KEY_READ) as key:
                keys, values, _ = self._reg.QueryInfoKey(key)
            if not keys and not values:
                self._reg.DeleteKey(self._root, path)

    def _below(self, path: str) -> list[str]:
        try:
            with self._reg.OpenKey(self._root, path, 0, self._reg.KEY_READ) as key:
                return [self._reg.EnumKey(key, number) for number in range(self._reg.QueryInfoKey(key)[0])]
        except FileNotFoundError:
            return []


def user_registry() -> tuple[UserKeys, Callable[[], None]]:
    """Windows' own registry, and what tells the Explorer that file types changed."""
    winreg: Any = importlib.import_module("winreg")
    return UserKeys(winreg), _tell_explorer


def _tell_explorer() -> None:
    import ctypes

    associations_changed, nothing = 0x08000000, 0
    ctypes.windll.shell32.SHChangeNotify(associations_changed, nothing, None, None)  # type: ignore[attr-defined,unused-ignore]  # on Windows only
