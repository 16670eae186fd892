"""Keeping gaps and their sums: a few people at once in the caller's transaction, everybody by the worker.

The government's ``GapState`` is locked first, so changes take turns. Sums follow a few people by what they took away
and brought; after many, they are counted anew from the rows, and the count begins again when it was overtaken.
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from datetime import date
from typing import Any, cast

from sqlalchemy import Table, bindparam, delete, insert, select
from sqlalchemy.dialects import postgresql, sqlite

from app.base import scope
from app.base.clock import now, today
from app.base.database import analyse, begin_reading, begin_writing, db
from app.competency.models import Assessment
from app.competency.models.gaps import CompetencyGap, GapProfile, GapState, PerformanceRating, UnitSummary
from app.competency.models.next_posts import NextGap, NextPost
from app.competency.queries import heatmap
from app.competency.queries.versions import settings_on
from app.competency.queries.wanted import Wanted
from app.competency.rules.match import TOP_LEVEL, Rated
from app.competency.rules.periods import before, last_day, period_of
from app.competency.rules.profiles import Performance, profile_of, talent_of
from app.competency.rules.versions import Settings
from app.competency.services import sums
from app.competency.services.sums import Seen
from app.jobs import services as jobs
from app.organisation import queries as organisation
from app.organisation.models import Employee, OrgUnit, Placement, PlacementKind, Position
from app.organisation.queries.structure import there_on

DUTY = "competency.gaps"
AT_ONCE = 2_000
SOON_AT_MOST = 100
TRIES = 3
ANALYSED_FROM = 20_000
_gap = cast("Table", CompetencyGap.__table__)
_profile = cast("Table", GapProfile.__table__)
_next = cast("Table", NextGap.__table__)
_ids: Any = bindparam("ids", expanding=True)

_AWAY = {
    table.name: delete(table).where(table.c.government_id == bindparam("here"), table.c.employee_id.in_(_ids))
    for table in (_gap, _profile, _next)
}

_FACTS = (
    select(
        Employee.id,
        Employee.sort_name,
        Position.id.label("position_id"),
        Position.tier,
        OrgUnit.id.label("unit_id"),
        OrgUnit.path,
    )
    .join(Placement, Placement.employee_id == Employee.id)
    .join(Position, Position.id == Placement.position_id)
    .join(OrgUnit, OrgUnit.id == Position.unit_id)
    .where(
        Employee.active,
        Employee.id.in_(_ids),
        Placement.kind == PlacementKind.DEFINITIVE,
        organisation.holds_on(Placement, bindparam("day")),
    )
    .order_by(Employee.id)
)
_AIMS = (
    select(NextPost.employee_id, Position.id.label("position_id"), Position.tier)
    .join(Position, Position.id == NextPost.position_id)
    .where(NextPost.employee_id.in_(_ids), there_on(Position, bindparam("day")))
)
_RATED = select(
    Assessment.employee_id,
    Assessment.competency_id,
    Assessment.level,
    Assessment.source,
    Assessment.assessed_on,
    Assessment.valid_until,
    Assessment.id,
).where(Assessment.employee_id.in_(_ids))
_RATINGS = (
    select(
        PerformanceRating.employee_id,
        PerformanceRating.predicate,
        PerformanceRating.score,
        PerformanceRating.potential,
        PerformanceRating.qualification,
        PerformanceRating.integrity,
    )
    .where(PerformanceRating.employee_id.in_(_ids), PerformanceRating.year <= bindparam("year"))
    .order_by(PerformanceRating.year)
)


def refresh(employee_ids: Iterable[int]) -> None:
    """Work these people out anew at once; many are left to the worker. Flushes; the caller commits."""
    db.session.flush()
    ids = sorted(set(employee_ids))
    if len(ids) > SOON_AT_MOST:
        refresh_later()
        return
    state = _hold()
    if state.is_behind:
        jobs.ask_for(DUTY)
    if not ids:
        return
    day = _today()
    state.changes += 1
    settings = settings_on(day)
    before = sums.taken(ids)
    seen = _work_out(ids, day, settings)
    _write_rows(ids, seen, day, settings)
    if state.period == period_of(day):
        sums.add(state.period, sums.difference(before, sums.brought(seen)))
    db.session.flush()


def refresh_later() -> None:
    """Something that concerns many has changed: the worker works everybody out anew after the commit."""
    state = _hold()
    state.asked += 1
    db.session.flush()
    jobs.ask_for(DUTY)


def is_due() -> bool:
    """Whether the government in scope has to be worked out anew: asked for, or a new day."""
    state = db.session.execute(select(GapState)).scalar_one_or_none()
    return state is None or state.is_behind or state.day != _today()


def rebuild() -> None:
    """Everybody of the government in scope anew, some at a time with a commit each, then the sums.

    Killed anywhere, it is still asked for and begins again. Half-years that are over are left as they were.
    """
    asked, day = _hold().asked, _today()
    db.session.commit()
    _tidy()
    people, settings = 0, settings_on(day)
    for ids in _everybody():
        state = _hold()
        state.changes += 1
        _write_rows(ids, _work_out(ids, day, settings), day, settings)
        people += len(ids)
        db.session.commit()
    if people >= ANALYSED_FROM:
        analyse()
        db.session.commit()
    for left in reversed(range(TRIES)):
        if _sum_up(asked, day, hold=left == 0):
            return


def look_back(count: int) -> None:
    """Sums of the half-years before this one, as assessments and placements stood on their last days, where there are
    none yet. For an installation that begins; a half-year that has its sums is never touched."""
    period = period_of(_today())
    known = set(db.session.execute(select(UnitSummary.period).distinct()).scalars())
    for _step in range(count):
        period = before(period)
        if period not in known:
            total = sums.nothing()
            settings = settings_on(last_day(period))
            for ids in _everybody():
                sums.gather(total, sums.brought(_work_out(ids, last_day(period), settings)))
            sums.replace(period, total)
            db.session.commit()


def _hold() -> GapState:
    """Let one change at a time work on a government."""
    statement = select(GapState).with_for_update().execution_options(populate_existing=True)
    state = db.session.execute(statement).scalar_one_or_none()
    if state is None:
        _begin()
        state = db.session.execute(statement).scalar_one()
    return state


def _begin() -> None:
    """The first state of a government; of two who begin at once the second finds it there."""
    connection = db.session.connection()
    dialect = postgresql if connection.dialect.name == "postgresql" else sqlite
    first = dialect.insert(cast("Table", GapState.__table__))
    connection.execute(first.values(government_id=scope.current()).on_conflict_do_nothing())


def _today() -> date:
    return today(organisation.government(scope.current()).timezone)


def _everybody() -> Iterator[list[int]]:
    after = 0
    while True:
        statement = select(Employee.id).where(Employee.id > after).order_by(Employee.id).limit(AT_ONCE)
        ids = list(db.session.execute(statement).scalars())
        if not ids:
            return
        yield ids
        after = ids[-1]


def _tidy() -> None:
    """Rows of people who are no longer there at all."""
    there = select(Employee.id)
    for model in (CompetencyGap, GapProfile, NextGap):
        db.session.execute(delete(model).where(model.employee_id.not_in(there)))
    db.session.commit()


def _work_out(ids: Sequence[int], day: date, settings: Settings) -> list[Seen]:
    facts = db.session.execute(_FACTS, {"ids": ids, "day": day}).all()
    aims = {row.employee_id: row for row in db.session.execute(_AIMS, {"ids": ids, "day": day})}
    wanted = Wanted(day, [one.position_id for one in (*facts, *aims.values())])
    rated: dict[int, dict[int, list[Rated]]] = defaultdict(lambda: defaultdict(list))
    for row in db.session.execute(_RATED, {"ids": ids}):
        rated[row[0]][row[1]].append(Rated(*row[2:]))
    ratings = {row[0]: Performance(*row[1:]) for row in db.session.execute(_RATINGS, {"ids": ids, "year": day.year})}
    seen = []
    for one in facts:
        profile = profile_of(wanted.of(one.position_id, one.tier), rated[one.id], settings, day)
        rating, aim = ratings.get(one.id), aims.get(one.id)
        towards = []
        if aim is not None and aim.position_id != one.position_id:
            towards = profile_of(wanted.of(aim.position_id, aim.tier), rated[one.id], settings, day).gaps
        seen.append(Seen(one, profile, talent_of(profile.match, rating, settings), rating, towards))
    return seen


def _write_rows(ids: Sequence[int], seen: Sequence[Seen], day: date, settings: Settings) -> None:
    government_id = scope.current()
    connection = db.session.connection()
    for away in _AWAY.values():
        connection.execute(away, {"here": government_id, "ids": ids})
    sole = heatmap.sole_root(day)
    versions = dict(settings.numbers) | {"formula": str(settings.match.formula)}
    gaps = [row for one in seen for row in _gap_rows(one, government_id, heatmap.top_of(one.facts.path, sole))]
    if gaps:
        connection.execute(insert(_gap), gaps)
    nexts = [row for one in seen for row in _next_rows(one, government_id)]
    if nexts:
        connection.execute(insert(_next), nexts)
    if seen:
        rows = [_profile_row(one, government_id, heatmap.top_of(one.facts.path, sole), versions) for one in seen]
        connection.execute(insert(_profile), rows)


def _gap_rows(one: Seen, government_id: int, top_id: int) -> Iterator[dict[str, Any]]:
    facts = one.facts
    for gap in one.profile.gaps:
        has = gap.measured
        yield {
            "government_id": government_id,
            "employee_id": facts.id,
            "competency_id": gap.competency_id,
            "unit_id": facts.unit_id,
            "top_id": top_id,
            "tier": facts.tier,
            "sort_name": facts.sort_name,
            "required": gap.required,
            "measured": None if has is None else has.level,
            "gap": gap.gap,
            "urgency": TOP_LEVEL - (gap.gap or 0),
            "assessed_on": None if has is None else has.assessed_on,
            "source": "" if has is None else str(has.source),
            "expired": has is not None and has.expired,
        }


def _next_rows(one: Seen, government_id: int) -> Iterator[dict[str, Any]]:
    lacking = {gap.competency_id for gap in one.profile.gaps if gap.gap}
    for gap in one.towards:
        if gap.measured is not None and gap.gap:
            yield {
                "government_id": government_id,
                "employee_id": one.facts.id,
                "competency_id": gap.competency_id,
                "unit_id": one.facts.unit_id,
                "tier": one.facts.tier,
                "required": gap.required,
                "measured": gap.measured.level,
                "gap": gap.gap,
                "at_present": gap.competency_id in lacking,
            }


def _profile_row(one: Seen, government_id: int, top_id: int, versions: dict[str, Any]) -> dict[str, Any]:
    facts, profile = one.facts, one.profile
    return {
        "government_id": government_id,
        "employee_id": facts.id,
        "position_id": facts.position_id,
        "unit_id": facts.unit_id,
        "top_id": top_id,
        "tier": facts.tier,
        "sort_name": facts.sort_name,
        "asked": len(profile.gaps),
        "assessed": profile.assessed,
        "below": profile.below,
        "expired": profile.expired,
        "job_person_match": profile.match,
        "gap_index": profile.index,
        "gap_class": profile.gap_class,
        "axis_x": one.talent.x,
        "axis_y": one.talent.y,
        "predicate": one.performance.predicate if one.performance else "",
        "box": one.talent.box,
        "versions": versions,
    }


# Everything counted anew.


def _sum_up(asked: int, day: date, *, hold: bool) -> bool:
    """Count the rows and put the sums in place; False where somebody was refreshed meanwhile."""
    if hold:
        changes = _hold().changes
        counted = sums.counted()
    else:
        db.session.rollback()
        begin_reading()
        changes = db.session.execute(select(GapState.changes)).scalar_one()
        counted = sums.counted()
        db.session.rollback()
        begin_writing()
    state = _hold()
    if state.changes != changes:
        db.session.commit()
        return False
    period = period_of(day)
    sums.replace(period, counted)
    state.period, state.day, state.done, state.computed_at = period, day, asked, now()
    db.session.commit()
    return True
