"""The directory of people: does it stay as quick with a million as with twenty thousand?

    python bench/search.py [--quick] [--database sqlite|postgresql|both]

One government, filled twice from a fixed seed: 20,000 people, then 1,000,000 (``--quick``: 100,000). Each kind of
page is asked by the query function of the page itself, with its count, and set against reading one employee by
primary key in the same run. ``ratios.million_to_20k`` is the larger p95 over the smaller one, for each kind; it is
aimed at 3 and less.
"""

import gc
import sys
import time
from collections.abc import Callable
from random import Random
from typing import Any

from sqlalchemy import select, text
from support.apps import opened
from support.crowds import fill
from support.figures import SEED, arguments, finish, percentile, say

from app.access.visitor import EVERYWHERE, Reach
from app.base import scope
from app.base.database import begin_reading, begin_writing, db
from app.organisation.models import Employee, OrgUnit
from app.organisation.queries import directory
from app.organisation.queries.directory import Filters, Turn

SMALL, LARGE, QUICK_LARGE = 20_000, 1_000_000, 100_000
ROUNDS, WARM = 300, 40
PAGE = 25
AIM = 3.0
# What people type, letter by letter, from the first two on: first names, middles, titles, units.
TYPED = ("budi santoso", "sri", "wahyu", "dewi lestari", "yanti", "kepala", "perawat", "arsiparis ma", "dinas kes",
         "kependudukan", "muhammad", "seksi sosial", "rini pe", "analis kebijakan", "xyzzy")  # fmt: skip


def asked(filters: Filters, turn: Turn | None = None, reach: Reach = EVERYWHERE) -> Callable[[], None]:
    """One page with its count, as the view asks them."""

    def ask() -> None:
        directory.page(reach, filters, turn or Turn(), limit=PAGE, counted=True)

    return ask


def kinds(rng: Random) -> dict[str, list[Callable[[], None]]]:
    """Things to ask, a few hundred of each kind."""
    paths = list(db.session.execute(select(OrgUnit.path)).scalars())
    ids = list(db.session.execute(select(Employee.id).limit(20_000)).scalars())
    beginnings = [text[:count] for text in TYPED for count in range(2, len(text) + 1) if text[count - 1] != " "]

    def some(make: Callable[[], Callable[[], None]]) -> list[Callable[[], None]]:
        return [make() for _round in range(ROUNDS)]

    def key() -> Callable[[], None]:
        number = rng.choice(ids)
        return lambda: db.session.execute(select(Employee.name, Employee.nip).where(Employee.id == number)).one()

    return {
        "key": some(key),
        "list": some(lambda: asked(Filters(), Turn(after=rng.choice(ids)))),
        "search": some(lambda: asked(Filters(text=rng.choice(beginnings)))),
        "subtree": some(lambda: asked(Filters(unit_path=rng.choice(paths)))),
        "subtree_search": some(lambda: asked(Filters(unit_path=rng.choice(paths), text=rng.choice(beginnings)))),
        "manager": some(lambda: asked(Filters(), reach=Reach(frozenset({rng.choice(paths)})))),
        "last": some(lambda: asked(Filters(), Turn(last=True))),
        "last_of_search": some(lambda: asked(Filters(text=rng.choice(beginnings)), Turn(last=True))),
    }


def measure(government_id: int) -> dict[str, float]:
    """p95 in milliseconds of each kind, asked in turns so that a busy moment hits all alike."""
    scope.enter(government_id)
    begin_reading()
    things = kinds(Random(f"{SEED}:asked"))
    spent: dict[str, list[float]] = {name: [] for name in things}
    gc.disable()
    for index in range(-WARM, ROUNDS):
        for name, todo in things.items():
            started = time.perf_counter()
            todo[index % ROUNDS]()
            if index >= 0:
                spent[name].append((time.perf_counter() - started) * 1000)
            db.session.expunge_all()
    gc.enable()
    db.session.rollback()
    begin_writing()
    return {name: percentile(values, 95) for name, values in spent.items()}


def settle(database: str) -> None:
    """PostgreSQL looks through what was just filled by itself, within minutes; until then its indexes alone tell it
    nothing, and it reads every line it counts. SQLite knows no such thing."""
    if database == "postgresql":
        with db.engine.connect().execution_options(isolation_level="AUTOCOMMIT") as connection:
            connection.execute(text("VACUUM ANALYZE"))


def run(database: str, size: int) -> dict[str, float]:
    with opened(database):
        started = time.perf_counter()
        government_id = fill(size)
        filled = time.perf_counter() - started
        settle(database)
        found = measure(government_id)
        say(
            f"{database} {size:>9,}: filled in {filled:.0f} s; p95 ms "
            + ", ".join(f"{k} {v:.2f}" for k, v in found.items())
        )
        return found


def main() -> None:
    given = arguments(__doc__ or "")
    large = QUICK_LARGE if given.quick else LARGE
    figures: dict[str, Any] = {"sizes": [SMALL, large], "databases": {}}
    for database in given.databases:
        small, big = run(database, SMALL), run(database, large)
        growth = {name: round(big[name] / small[name], 2) for name in big}
        figures["databases"][database] = {
            "p95_ms": {str(SMALL): rounded(small), str(large): rounded(big)},
            "ratios": {
                "to_key": {name: round(value / big["key"], 2) for name, value in big.items()},
                "million_to_20k": growth,
            },
        }
    worst = {name: one["ratios"]["million_to_20k"] for name, one in figures["databases"].items()}
    figures["ratios"] = {"million_to_20k": {name: max(found.values()) for name, found in worst.items()}}
    figures["aim"] = AIM
    finish("search", figures, quick=given.quick)


def rounded(found: dict[str, float]) -> dict[str, float]:
    return {name: round(value, 3) for name, value in found.items()}


if __name__ == "__main__":
    sys.exit(main())
