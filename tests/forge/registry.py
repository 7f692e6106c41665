"""A registry in memory that behaves as the standard library's `winreg` says it does, as far as the player uses it."""

from collections.abc import Iterator
from contextlib import contextmanager

Branch = dict[str, "Node"]


class Node:
    """A key: its values, and the keys below it by their names in lower case."""

    def __init__(self, name: str = "") -> None:
        self.name = name
        self.values: dict[str, tuple[str, int]] = {}
        self.keys: Branch = {}


class FakeWinReg:
    """`locked` refuses every write, as a policy does."""

    HKEY_CURRENT_USER = "HKCU"
    KEY_READ, KEY_WRITE, REG_SZ = 0x20019, 0x20006, 1

    def __init__(self) -> None:
        self.root = Node("HKCU")
        self.locked = False

    # --- what the player calls ---

    @contextmanager
    def CreateKeyEx(self, key: object, sub_key: str, reserved: int, access: int, /) -> Iterator[Node]:
        self._may_write()
        assert reserved == 0
        assert access == self.KEY_WRITE
        node = self._start(key)
        for part in sub_key.split("\\"):
            node = node.keys.setdefault(part.lower(), Node(part))
        yield node

    @contextmanager
    def OpenKey(self, key: object, sub_key: str, reserved: int, access: int, /) -> Iterator[Node]:
        assert (reserved, access in {self.KEY_READ, self.KEY_WRITE}) == (0, True)
        yield self._find(key, sub_key)

    def DeleteKey(self, key: object, sub_key: str, /) -> None:
        self._may_write()
        above, _, last = sub_key.rpartition("\\")
        parent = self._find(key, above)
        node = self._find(key, sub_key)
        if node.keys:
            raise PermissionError(13, "Access is denied")  # what Windows says of a key with keys below
        del parent.keys[last.lower()]

    def EnumKey(self, key: Node, index: int, /) -> str:
        names = [node.name for node in key.keys.values()]
        if index >= len(names):
            raise OSError(259, "No more data is available")
        return names[index]

    def QueryInfoKey(self, key: Node, /) -> tuple[int, int, int]:
        return len(key.keys), len(key.values), 0

    def QueryValueEx(self, key: Node, name: str, /) -> tuple[str, int]:
        if name not in key.values:
            raise FileNotFoundError(2, "The system cannot find the file specified")
        return key.values[name]

    def SetValueEx(self, key: Node, name: str, reserved: int, kind: int, value: str, /) -> None:
        self._may_write()
        assert (reserved, kind) == (0, self.REG_SZ)
        assert isinstance(value, str)
        key.values[name] = (value, kind)

    def DeleteValue(self, key: Node, name: str, /) -> None:
        self._may_write()
        if name not in key.values:
            raise FileNotFoundError(2, "The system cannot find the file specified")
        del key.values[name]

    # --- what a test asks ---

    def everything(self) -> dict[str, str]:
        """Path\\name to value, and path\\ to "" for a key, all of it."""
        found: dict[str, str] = {}

        def walk(node: Node, path: str) -> None:
            found[f"{path}\\"] = ""
            for name, (value, _) in node.values.items():
                found[f"{path}\\{name or '(default)'}"] = value
            for below in node.keys.values():
                walk(below, f"{path}\\{below.name}")

        walk(self.root, "HKCU")
        return found

    def _start(self, key: object) -> Node:
        assert key == self.HKEY_CURRENT_USER
        return self.root

    def _find(self, key: object, sub_key: str) -> Node:
        node = self._start(key)
        for part in sub_key.split("\\") if sub_key else ():
            if part.lower() not in node.keys:
                raise FileNotFoundError(2, "The system cannot find the file specified")
            node = node.keys[part.lower()]
        return node

    def _may_write(self) -> None:
        if self.locked:
            raise PermissionError(13, "Access is denied")
