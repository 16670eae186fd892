"""Checks that are ready to take over, in our own words; once taken over their items are the round's own."""

import json
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from app.sosialisasi.rules.understanding import ItemFacts

_FILE = Path(__file__).parent / "data" / "ready_checks.json"


@dataclass(frozen=True)
class ReadyCheck:
    key: str
    title: str
    about: str
    items: tuple[ItemFacts, ...]


@cache
def every() -> tuple[ReadyCheck, ...]:
    """All of them, in the order of the file."""
    return tuple(
        ReadyCheck(
            one["key"],
            one["title"],
            one["about"],
            tuple(ItemFacts(item["text"], tuple(item["options"]), item["right"]) for item in one["items"]),
        )
        for one in json.loads(_FILE.read_text(encoding="utf-8"))
    )


def find(key: str) -> ReadyCheck | None:
    return next((one for one in every() if one.key == key), None)
