"""The needs analysis: does turning gaps into a plan cost no more than a few reads of the gap rows it is made from?

    python bench/plans.py [--quick] [--database sqlite|postgresql|both]

One government from a fixed seed, 20,000 people (``--quick``: 2,000) with 15 competencies asked of everybody. Counting
the groups (``queries.analysis.gap_groups``) and the whole analysis, which writes everybody down in activities, are set
against a bare read of the same gap rows in the same run: ``ratios.groups`` and ``ratios.analysis`` are median over
median. Each analysis is rolled back, so that every round finds the same gaps; what that leaves behind on PostgreSQL is
swept away between rounds, as autovacuum does, or each would check its keys among the dead lines of all before it.
"""

import gc
import sys
import time
from collections.abc import Callable
from decimal import Decimal
from typing import Any

from gaps import ask_for_more, measure_everybody, raised
from sqlalchemy import select, text
from support.crowds import fill
from support.figures import arguments, finish, percentile, say

from app.access.visitor import SYSTEM
from app.base import scope
from app.base.database import analyse, db
from app.competency.models.gaps import CompetencyGap
from app.competency.services import gaps
from app.plans.facts import PlanFacts
from app.plans.queries import analysis
from app.plans.queries import plans as queries
from app.plans.services import analysing, drafting

SIZE, QUICK_SIZE = 20_000, 2_000
ROUNDS, QUICK_ROUNDS = 12, 6
AIMS = {"groups": 3.0, "analysis": 12.0}
YEAR = 2027


def spent(ask: Callable[[], Any], rounds: int) -> list[float]:
    """Milliseconds of each round but the first; nothing a round wrote stays."""
    found = []
    gc.disable()
    for index in range(-1, rounds):
        started = time.perf_counter()
        ask()
        if index >= 0:
            found.append((time.perf_counter() - started) * 1000)
        db.session.rollback()
        db.session.expunge_all()
        sweep()
    gc.enable()
    return found


def sweep() -> None:
    if db.engine.dialect.name == "postgresql":
        with db.engine.connect().execution_options(isolation_level="AUTOCOMMIT") as connection:
            connection.execute(text("VACUUM plan_line, plan_line_source, plan_line_person"))


def measure(size: int, rounds: int) -> dict[str, Any]:
    scope.enter(fill(size))
    competencies = ask_for_more(scope.current())
    measure_everybody(scope.current(), competencies)
    gaps.rebuild()
    plan = drafting.create(YEAR, None, PlanFacts("Rencana", 30, 10, Decimal(8), None), by=SYSTEM)
    plan_id = plan.id
    analyse()
    db.session.commit()
    rows = select(*CompetencyGap.__table__.c).where(CompetencyGap.gap > 0)
    asked = {
        "bare": lambda: db.session.execute(rows).all(),
        "groups": lambda: analysis.gap_groups(plan_id, "", competencies, limit=Decimal(60)),
        "analysis": lambda: analysing.analyse(queries.page(plan_id), competencies, with_performance=True, by=SYSTEM),
    }
    count = len(db.session.execute(rows).all())
    timed = {name: spent(ask, rounds) for name, ask in asked.items()}
    medians = {name: percentile(values, 50) for name, values in timed.items()}
    return {
        "gap_rows": count,
        "median_ms": {name: round(value, 1) for name, value in medians.items()},
        "p95_ms": {name: round(percentile(values, 95), 1) for name, values in timed.items()},
        "ratios": {name: round(medians[name] / medians["bare"], 2) for name in AIMS},
    }


def main() -> None:
    given = arguments("Analisis kebutuhan")
    size, rounds = (QUICK_SIZE, QUICK_ROUNDS) if given.quick else (SIZE, ROUNDS)
    figures: dict[str, Any] = {}
    for database in given.databases:
        with raised(database):
            figures[database] = measure(size, rounds)
        say(f"{database:<11} {size:>8,}  {figures[database]['median_ms']}  {figures[database]['ratios']}")
    ratios = {name: max(one["ratios"][name] for one in figures.values()) for name in AIMS}
    say("  ".join(f"{name} {ratios[name]:.2f} (aim {aim:.0f})" for name, aim in AIMS.items()))
    holds = all(ratios[name] <= aim for name, aim in AIMS.items())
    finish("plans", {"ratios": ratios, "figures": figures}, quick=given.quick, holds=holds)


if __name__ == "__main__":
    sys.exit(main())
