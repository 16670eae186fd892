"""The professionalism index: does its page cost no more than reading kept rows, with 20,000 people?

    python bench/professionalism.py [--quick] [--database sqlite|postgresql|both]

One government from a fixed seed, with a rating and two trainings of everybody: 20,000 people (``--quick``: 2,000). What
the pages ask (the units of the map, the people behind one) is set against reading as many kept rows by their key in the
same run, asked in turns: ``ratios.units`` and ``ratios.people`` are p95 over p95, aimed at 5 and less. Told besides:
how long working everybody out takes, and one person.
"""

import sys
import time
from collections.abc import Callable
from datetime import timedelta
from decimal import Decimal
from random import Random
from typing import Any

from gaps import p95s, raised
from sqlalchemy import insert, select, tuple_
from support.crowds import fill
from support.figures import SEED, arguments, finish, say

from app.access.visitor import EVERYWHERE
from app.base import scope
from app.base.clock import now, today
from app.base.database import analyse, db
from app.competency.models import LearningRecord
from app.competency.models.gaps import PerformanceRating
from app.organisation.models import Employee
from app.professionalism import reference
from app.professionalism.models import IndexResult, IndexSum, SanctionStatement
from app.professionalism.queries import people, units
from app.professionalism.queries.people import Filters
from app.professionalism.services import following

SIZE, QUICK_SIZE = 20_000, 2_000
AIM = 5.0
AT_ONCE = 5_000


def furnish(government_id: int) -> list[int]:
    """A rating and two verified trainings of everybody, and a complete list of sanctions."""
    rng, day, at = Random(SEED), today("Asia/Jakarta"), now()
    ids = list(db.session.execute(select(Employee.id).order_by(Employee.id)).scalars())
    for start in range(0, len(ids), AT_ONCE):
        some = ids[start : start + AT_ONCE]
        db.session.execute(insert(PerformanceRating.__table__), [
            {"government_id": government_id, "employee_id": one, "year": day.year - 1, "predicate": "Baik",
             "value": Decimal(rng.randint(40, 100)), "score": Decimal(80), "source": "bench", "version": 1}
            for one in some
        ])  # fmt: skip
        db.session.execute(insert(LearningRecord.__table__), [
            {"government_id": government_id, "employee_id": one, "form_code": form, "title": "Pelatihan",
             "organiser": "bench", "evidence": "", "starts_on": on, "ends_on": on, "year": on.year,
             "jp_claimed": Decimal(20), "jp_credited": Decimal(20), "status": "credited", "note": "",
             "source_key": f"bench:{one}:{form}", "recorded_at": at}
            for one in some
            for form, on in (("KL03", day - timedelta(days=rng.randint(1, 600))), ("KL06", day - timedelta(days=90)))
        ])  # fmt: skip
    db.session.add(SanctionStatement(complete_on=day, source="bench", stated_at=at, stated_by="bench"))
    db.session.commit()
    return ids


def kinds(ids: list[int]) -> dict[str, Callable[[], Any]]:
    """The two questions of the pages, each beside a bare read of as many kept rows."""
    rng, day = Random(SEED), today("Asia/Jakarta")
    found = units.unit_map(day.year, day, sees_all=True)
    keys = [(kind, row.unit_id) for row in (*found.rows, found.whole) for kind in units.KINDS]
    sums = select(*IndexSum.__table__.c).where(
        IndexSum.year == day.year, IndexSum.category == "", tuple_(IndexSum.kind, IndexSum.unit_id).in_(keys)
    )
    names = list(db.session.execute(select(Employee.sort_name, Employee.id)).all())

    def bare_people() -> Any:
        chosen = rng.sample(ids, people.AT_ONCE)
        statement = select(*IndexResult.__table__.c, Employee.name).join(
            Employee, Employee.id == IndexResult.employee_id
        )
        return db.session.execute(
            statement.where(IndexResult.year == day.year, IndexResult.employee_id.in_(chosen))
        ).all()

    def asked_people() -> Any:
        after = rng.choice(names)
        return people.page(EVERYWHERE, day.year, Filters(), after=f"{after[0]}~{after[1]}")

    return {
        "units": lambda: units.unit_map(day.year, day, sees_all=True),
        "bare_units": lambda: db.session.execute(sums).all(),
        "people": asked_people,
        "bare_people": bare_people,
    }


def seconds(work: Callable[[], Any]) -> float:
    started = time.perf_counter()
    work()
    return round(time.perf_counter() - started, 2)


def measure(size: int) -> dict[str, Any]:
    with scope.everything():
        reference.load()
        db.session.commit()
    government_id = fill(size)
    scope.enter(government_id)
    ids = furnish(government_id)
    following.follow_everybody()
    everybody = seconds(following.catch_up)
    following.follow([ids[0]])
    one = seconds(following.catch_up)
    analyse()
    db.session.commit()
    found = p95s(kinds(ids))
    ratios = {name: round(found[name] / found[f"bare_{name}"], 2) for name in ("units", "people")}
    return {
        "employees": len(ids),
        "p95_ms": {name: round(value, 3) for name, value in found.items()},
        "ratios": ratios,
        "follow_s": {"everybody": everybody, "one": one},
    }


def main() -> None:
    given = arguments("IP ASN")
    figures: dict[str, Any] = {}
    for database in given.databases:
        with raised(database):
            found = measure(QUICK_SIZE if given.quick else SIZE)
        say(f"{database:<11} {found['employees']:>8,}  {found['ratios']}  {found['follow_s']}")
        figures[database] = found
    ratios = {name: max(one["ratios"][name] for one in figures.values()) for name in ("units", "people")}
    holds = all(value <= AIM for value in ratios.values())
    finish("professionalism", {"ratios": ratios, "figures": figures}, quick=given.quick, holds=holds)


if __name__ == "__main__":
    sys.exit(main())
