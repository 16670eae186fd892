"""Everything somebody could carry away after a survey, and how they would try to find out who answered what.

An attack puts people into one order and answers into another, and guesses that the first gave the first answer, the
second the second, and so on: over everybody, or within each group. Chance alone is right once in each lot.
"""

import contextlib
import math
import subprocess
from collections import defaultdict
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from sqlalchemy import text

from app.base.database import db

# With hundreds of attacks in a run, chance is right so often in one of them less than once in ten million runs.
UNLIKELY = 1e-10
PAGE = 4096


@dataclass(frozen=True)
class Answer:
    """An answer as it lies in a copy; ``writer`` is known to the test alone, from what was answered."""

    key: str
    group: int
    writer: int


@dataclass(frozen=True)
class Loot:
    """People and answers in every order a copy holds; ``groups`` tells by whom of the groups somebody is."""

    people: Mapping[str, Sequence[int]]
    answers: Mapping[str, Sequence[Answer]]
    groups: Mapping[int, int]

    def right(self) -> dict[tuple[str, str, str], tuple[int, list[int]]]:
        """For each attack how many guesses were right, and the sizes of the lots it guessed in."""
        found = {}
        for mine, people in self.people.items():
            for theirs, answers in self.answers.items():
                pairs = list(zip(people, answers, strict=True))
                found[mine, theirs, "all"] = _hits(pairs), [len(pairs)]
                lots = self._lots(people, answers)
                hits = sum(_hits(list(zip(*lot, strict=True))) for lot in lots)
                found[mine, theirs, "by group"] = hits, [len(lot[0]) for lot in lots]
        return found

    def _lots(self, people: Sequence[int], answers: Sequence[Answer]) -> list[tuple[list[int], list[Answer]]]:
        lots: dict[int, tuple[list[int], list[Answer]]] = defaultdict(lambda: ([], []))
        for person in people:
            lots[self.groups[person]][0].append(person)
        for answer in answers:
            lots[answer.group][1].append(answer)
        return list(lots.values())


def _hits(pairs: Sequence[tuple[int, Answer]]) -> int:
    return sum(person == answer.writer for person, answer in pairs)


def chance_of(hits: int, lots: Sequence[int]) -> float:
    """How likely it is to be right so often or more by chance: fixed points of random orders, exactly."""
    total = [1.0]
    for size in lots:
        alone = [_rencontres(size, count) for count in range(size + 1)]
        joined = [0.0] * (len(total) + size)
        for have, likely in enumerate(total):
            for more, weight in enumerate(alone):
                joined[have + more] += likely * weight
        total = joined
    return sum(total[hits:])


def _rencontres(size: int, fixed: int) -> float:
    """The share of orders of ``size`` things that leave exactly ``fixed`` of them in place."""
    rest = size - fixed
    return sum((-1) ** step / math.factorial(step) for step in range(rest + 1)) / math.factorial(fixed)


def bytes_left(url: str) -> bytes:
    """All that is left: SQLite's file with its free pages and its log, or what pg_dump writes."""
    if url.startswith("sqlite"):
        path = Path(url.removeprefix("sqlite:///"))
        log = path.with_name(path.name + "-wal")
        return path.read_bytes() + (log.read_bytes() if log.exists() else b"")
    command = ["pg_dump", "--no-owner", f"--dbname={url.replace('+psycopg', '')}"]
    return subprocess.run(command, capture_output=True, check=True).stdout


def bytes_of(folder: Path, *patterns: str) -> bytes:
    """What stands in files of a folder a server works in: what it renames or drops meanwhile is passed over."""
    found = []
    for pattern in patterns:
        for one in folder.glob(pattern):
            with contextlib.suppress(FileNotFoundError):
                found.append(one.read_bytes() if one.is_file() else b"")
    return b"".join(found)


def written_before(left: bytes, key: str) -> tuple[int, int]:
    """Where a row was written: SQLite fills the pages of a table one after the other, each from its end."""
    place = left.find(key.encode())
    return (place // PAGE, -place) if left.startswith(b"SQLite format 3") else (0, place)


def _turn_unordered_rows(*, on: bool) -> None:
    """Whether SQLite gives rows that nobody ordered from the last to the first, as it does in tests."""
    if db.engine.dialect.name == "sqlite":
        db.session.execute(text(f"PRAGMA reverse_unordered_selects = {'ON' if on else 'OFF'}"))


def orders(sql: str, read: Callable[[Any], Any]) -> dict[str, list[Any]]:
    """What a SELECT finds, as it lies and by everything the database keeps beside a row. ``sql`` has no ORDER BY."""
    _turn_unordered_rows(on=False)
    found = {"as it lies": [read(row) for row in db.session.execute(text(sql))]}
    _turn_unordered_rows(on=True)
    if db.engine.dialect.name == "postgresql":
        for name, order in (("by ctid", "ctid"), ("by xmin", "xmin::text::bigint, cmin::text::bigint")):
            found[name] = [read(row) for row in db.session.execute(text(f"{sql} ORDER BY {order}"))]
    db.session.rollback()
    return found
