"""Writes docs/package.schema.json anew: `.venv/bin/python -m tools.package_schema`."""

from pathlib import Path

from player.package.schema import schema_text

TARGET = Path(__file__).resolve().parent.parent / "docs" / "package.schema.json"

if __name__ == "__main__":
    TARGET.write_text(schema_text(), encoding="utf-8")
    print(f"Wrote {TARGET.name}.")
