"""JSON in the one byte form that is signed and compared (RFC 8785), and its strict reading."""

import json
from typing import Any

_INTEGER_MAX = 2**53 - 1  # RFC 8785 3.2.2.3: numbers are IEEE doubles; larger integers would not survive every reader
_DEPTH_MAX = 100


def canonical(value: Any) -> bytes:
    """UTF-8 bytes of `value`: None, bool, int, str, lists, tuples and mappings with ASCII keys.

    ValueError for anything whose form would depend on the reader: floats, large integers, keys outside ASCII (RFC 8785
    sorts by UTF-16 units, Python by code points; in ASCII both are the same), lone surrogates.
    """
    _check(value, 0)
    return json.dumps(value, sort_keys=True, ensure_ascii=False, separators=(",", ":"), allow_nan=False).encode("utf-8")


def _check(value: Any, depth: int) -> None:
    if depth > _DEPTH_MAX:
        raise ValueError("nested too deeply")
    if isinstance(value, dict):
        for key, item in value.items():
            if not (isinstance(key, str) and key.isascii()):
                raise ValueError(f"not a key of canonical JSON: {key!r}")
            _check(item, depth + 1)
    elif isinstance(value, list | tuple):
        for item in value:
            _check(item, depth + 1)
    elif isinstance(value, int):
        if not -_INTEGER_MAX <= value <= _INTEGER_MAX:
            raise ValueError(f"integer out of range: {value}")
    elif value is not None and not isinstance(value, str):
        raise ValueError(f"not a value of canonical JSON: {type(value).__name__}")


def read_canonical(data: bytes) -> dict[str, Any]:
    """The object that `data` writes. ValueError unless `data` is exactly the canonical form of an object, so that no
    byte of it can be changed without a change of meaning."""
    try:
        value = json.loads(data.decode("utf-8"), parse_float=_no_float, parse_constant=_no_float)
    except RecursionError:
        raise ValueError("nested too deeply") from None
    if isinstance(value, dict) and canonical(value) == data:
        return value
    raise ValueError("not a JSON object in canonical form")


def _no_float(text: str) -> Any:
    raise ValueError(f"not a number of canonical JSON: {text}")
