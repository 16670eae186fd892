"""The map of competency gaps: does reading it cost no more than reading kept rows, with 20,000 people or 200,000?

    python bench/gaps.py [--quick] [--database sqlite|postgresql|both]

One government from a fixed seed, with 15 competencies asked of everybody: 20,000 people, then 200,000 (``--quick``:
2,000 and 8,000). What the pages ask (``queries.heatmap``, the people behind a cell, the figures of the government, and
what is recommended to one person among 200 open batches of 60 programmes) is set against reading as many kept rows by
their key in the same run, asked in turns: ``ratios.heatmap``, ``ratios.drilldown``, ``ratios.government`` and
``ratios.recommendations`` are p95 over p95, aimed at 5 and less. A recommendation is set against reading as many
batches with their programmes by key, as if it were known which. Told besides: how long the sums take to follow one
assessment
(``one_ms``, the median), and 20,000 of them (``many_s``; ``--quick``: 2,000).
"""

import contextlib
import gc
import sys
import time
from collections.abc import Callable, Iterator
from datetime import date, timedelta
from random import Random
from typing import Any

from sqlalchemy import func, insert, select
from support.apps import opened
from support.crowds import fill
from support.figures import SEED, arguments, finish, percentile, say
from support.offers import offer

from app.access.visitor import EVERYWHERE
from app.base import scope
from app.base.clock import now, today
from app.base.database import analyse, begin_reading, begin_writing, db
from app.competency import reference
from app.competency.models import Assessment, Competency, TierRequirement
from app.competency.models.gaps import CompetencyGap, GapSummary
from app.competency.queries import below
from app.competency.queries import heatmap as queries
from app.competency.services import gaps
from app.organisation.models import Employee, OrgUnit, PositionTier
from app.training.models import Batch, Programme
from app.training.queries import recommendations

SIZES, QUICK_SIZES = (20_000, 200_000), (2_000, 8_000)
COMPETENCIES, MANY, QUICK_MANY = 15, 20_000, 2_000
ROUNDS, WARM, ALONE = 200, 20, 20
AIM, ASKED = 5.0, 400
RATIOS = ("heatmap", "drilldown", "government", "recommendations")
AT_ONCE = 20_000


@contextlib.contextmanager
def raised(database: str) -> Iterator[None]:
    """The application with the competencies it is shipped with, and nothing else."""
    with opened(database):
        with scope.everything():
            reference.load()
            db.session.commit()
        yield


def ask_for_more(government_id: int) -> list[int]:
    """Technical competencies up to fifteen, asked of every tier."""
    known = list(db.session.execute(select(Competency.id)).scalars())
    for number in range(len(known), COMPETENCIES):
        one = Competency(
            government_id=government_id, code=f"T.{number}", group="technical", name=f"Teknis {number}",
            sort_order=100 + number, source="bench",
        )  # fmt: skip
        db.session.add(one)
        db.session.flush()
        known.append(one.id)
        db.session.add_all(
            TierRequirement(
                government_id=government_id, tier=tier, competency_id=one.id, level=2, valid_from=date(2020, 1, 1),
                source="bench",
            )
            for tier in PositionTier
        )  # fmt: skip
    db.session.commit()
    return known


def measure_everybody(government_id: int, competencies: list[int]) -> None:
    """One assessment of everybody in everything, within the last two years."""
    rng, day = Random(SEED), today("Asia/Jakarta")
    ids = list(db.session.execute(select(Employee.id).order_by(Employee.id)).scalars())
    days = [day - timedelta(days=back) for back in range(30, 720)]
    rows: list[dict[str, Any]] = []
    for number in ids:
        on = rng.choice(days)
        rows += [
            {"government_id": government_id, "employee_id": number, "competency_id": one, "level": rng.randint(1, 4),
             "source": "centre", "assessed_on": on}
            for one in competencies
        ]  # fmt: skip
        if len(rows) >= AT_ONCE:
            db.session.execute(insert(Assessment.__table__), rows)
            rows = []
    if rows:
        db.session.execute(insert(Assessment.__table__), rows)
    analyse()
    db.session.commit()


def p95s(kinds: dict[str, Callable[[], Any]]) -> dict[str, float]:
    """p95 in milliseconds of each, asked in turns so that a busy moment hits all alike."""
    begin_reading()
    spent: dict[str, list[float]] = {name: [] for name in kinds}
    gc.disable()
    for index in range(-WARM, ROUNDS):
        for name, ask in kinds.items():
            started = time.perf_counter()
            ask()
            if index >= 0:
                spent[name].append((time.perf_counter() - started) * 1000)
            db.session.expunge_all()
    gc.enable()
    db.session.rollback()
    begin_writing()
    return {name: percentile(values, 95) for name, values in spent.items()}


def kinds(competencies: list[int]) -> dict[str, Callable[[], Any]]:
    """The three questions of the pages, each beside a bare read of as many kept rows."""
    rng, day = Random(SEED), today("Asia/Jakarta")
    period = queries.state().period
    tops = db.session.execute(
        select(CompetencyGap.top_id, func.count(CompetencyGap.employee_id)).group_by(CompetencyGap.top_id)
    ).all()
    units = [queries.unit_named(one.top_id) for one in tops]
    shown = [one.id for one in sorted(units, key=lambda one: one.name.lower())[: queries.UNITS_AT_ONCE]]
    people = list(db.session.execute(select(CompetencyGap.employee_id).distinct().limit(20_000)).scalars())
    sums = select(*GapSummary.__table__.c).where(
        GapSummary.period == period, GapSummary.tier == "", GapSummary.unit_id.in_(shown)
    )
    whole = select(*GapSummary.__table__.c).where(
        GapSummary.period == period, GapSummary.tier == "", GapSummary.unit_id == 0
    )
    rows = below.PEOPLE_AT_ONCE

    def bare_people() -> Any:
        """Fifty kept rows by their key, with the names that belong to them."""
        chosen, one = rng.sample(people, rows), rng.choice(competencies)
        statement = select(*CompetencyGap.__table__.c, Employee.name).join(
            Employee, Employee.id == CompetencyGap.employee_id
        )
        return db.session.execute(
            statement.where(CompetencyGap.employee_id.in_(chosen), CompetencyGap.competency_id == one)
        ).all()

    return {
        "heatmap": lambda: queries.heatmap(EVERYWHERE, period, day=day),
        "bare_heatmap": lambda: db.session.execute(sums).all(),
        "drilldown": lambda: below.people_below(EVERYWHERE, rng.choice(competencies), day=day, unit=rng.choice(units)),
        "bare_drilldown": bare_people,
        "government": lambda: queries.overview(period, 0),
        "bare_government": lambda: db.session.execute(whole).all(),
        **recommended(people),
    }


def recommended(people: list[int]) -> dict[str, Callable[[], Any]]:
    """The page's question for people drawn by seed, beside reading as many of the batches it found by their key."""
    rng, at, day = Random(SEED), now(), today("Asia/Jakarta")
    asked = rng.sample(people, ASKED)
    found = {
        number: [one.batch_id for one in recommendations.for_person(number, at=at, day=day).batches]
        for number in asked
    }  # fmt: skip
    asked = [number for number in asked if found[number]]
    say(f"{sum(map(len, found.values())) / max(len(asked), 1):.1f} batches for each of {len(asked)} of {ASKED} people")
    turn = [0]

    def ask() -> Any:
        turn[0] = (turn[0] + 1) % len(asked)
        return recommendations.for_person(asked[turn[0]], at=at, day=day)

    def bare() -> Any:
        ids = found[asked[turn[0]]]
        statement = select(*Batch.__table__.c, Programme.title).join(Programme, Programme.id == Batch.programme_id)
        return db.session.execute(statement.where(Batch.id.in_(ids))).all()

    return {"recommendations": ask, "bare_recommendations": bare}


def seconds_to_follow(ids: list[int], competencies: list[int], many: int) -> dict[str, float]:
    """One assessment in the request that writes it; many by the worker."""
    rng, government_id = Random(SEED + 1), scope.current()
    alone = []
    for number in rng.sample(ids, ALONE):
        one = Assessment(
            employee_id=number, competency_id=competencies[0], level=rng.randint(1, 5), source="centre",
            assessed_on=today("Asia/Jakarta"),
        )  # fmt: skip
        db.session.add(one)
        db.session.flush()
        started = time.perf_counter()
        gaps.refresh([number])
        db.session.commit()
        alone.append(time.perf_counter() - started)
    day = today("Asia/Jakarta")
    rows = [
        {"government_id": government_id, "employee_id": number, "competency_id": competencies[1],
         "level": rng.randint(1, 5), "source": "centre", "assessed_on": day}
        for number in rng.choices(ids, k=many)
    ]  # fmt: skip
    db.session.execute(insert(Assessment.__table__), rows)
    gaps.refresh_later()
    db.session.commit()
    started = time.perf_counter()
    gaps.rebuild()
    return {"one_ms": round(percentile(alone, 50) * 1000, 1), "many_s": round(time.perf_counter() - started, 1)}


def measure(size: int, many: int) -> dict[str, Any]:
    government_id = fill(size)
    scope.enter(government_id)
    competencies = ask_for_more(government_id)
    measure_everybody(government_id, competencies)
    gaps.rebuild()
    analyse()
    db.session.commit()
    ids = list(db.session.execute(select(Employee.id).order_by(Employee.id)).scalars())
    offer(government_id, competencies, ids)
    found = p95s(kinds(competencies))
    ratios = {name: round(found[name] / found[f"bare_{name}"], 2) for name in RATIOS}
    follow = seconds_to_follow(ids, competencies, many)
    units = db.session.execute(select(func.count(OrgUnit.id))).scalar_one()
    return {
        "employees": len(ids),
        "units": units,
        "p95_ms": {name: round(value, 3) for name, value in found.items()},
        "ratios": ratios,
        "follow": follow,
    }


def main() -> None:
    given = arguments("Peta kesenjangan")
    sizes, many = (QUICK_SIZES, QUICK_MANY) if given.quick else (SIZES, MANY)
    figures: dict[str, Any] = {}
    for database in given.databases:
        for size in sizes:
            with raised(database):
                found = measure(size, many)
            say(f"{database:<11} {size:>8,}  {found['ratios']}  {found['follow']}")
            figures[f"{database}_{size}"] = found
    ratios = {name: max(one["ratios"][name] for one in figures.values()) for name in RATIOS}
    say("  ".join(f"{name} {value:.2f} (aim {AIM:.0f})" for name, value in ratios.items()))
    holds = all(value <= AIM for value in ratios.values())
    finish("gaps", {"ratios": ratios, "figures": figures}, quick=given.quick, holds=holds)


if __name__ == "__main__":
    sys.exit(main())
