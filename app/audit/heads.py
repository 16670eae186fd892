"""The ends of the chains, written down once a day where the database cannot reach (security T2).

A line of JSON for each chain and day. Whoever holds the database alone can shorten a chain together with its head;
this file, or a copy of it on paper or in another building, tells.
"""

import json
from collections.abc import Iterable
from datetime import date
from pathlib import Path
from typing import Any

_path: Path | None = None


def use_file(path: Path) -> None:
    """Write the ends into this file."""
    global _path  # noqa: PLW0603 - one file per process, set once at the start
    _path = path


def file() -> Path:
    if _path is None:
        raise RuntimeError("no file for the ends of the chains")
    return _path


def noted(path: Path | None = None) -> dict[int, dict[int, str]]:
    """What was written down: for each chain, seals by position. No file, or a broken last line, notes nothing."""
    path = path or file()
    found: dict[int, dict[int, str]] = {}
    for line in _read(path):
        found.setdefault(line["chain"], {})[line["position"]] = line["hash"]
    return found


def is_written(day: date) -> bool:
    """Whether this day's ends stand in the file."""
    return any(line["day"] == day.isoformat() for line in _read(file()))


def write(day: date, ends: Iterable[tuple[int, int, str]]) -> None:
    """Add this day's ends at the end of the file."""
    lines = [
        json.dumps({"day": day.isoformat(), "chain": chain, "position": position, "hash": seal}) + "\n"
        for chain, position, seal in ends
        if position
    ]
    path = file()
    path.parent.mkdir(parents=True, exist_ok=True)
    with path.open("a", encoding="utf-8") as out:
        out.writelines(lines)


def _read(path: Path) -> list[dict[str, Any]]:
    if not path.exists():
        return []
    lines = []
    for text in path.read_text(encoding="utf-8").splitlines():
        try:
            lines.append(json.loads(text))
        except ValueError:  # cut off by a crash; the days before and after stand
            continue
    return lines
