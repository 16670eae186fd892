"""The needs analysis (AKPK): open gaps become activities, set by set, however many people there are."""

from collections.abc import Callable, Collection, Sequence
from decimal import Decimal
from typing import Any, cast

from sqlalchemy import (
    Integer,
    String,
    Table,
    and_,
    case,
    column,
    false,
    func,
    insert,
    literal,
    select,
    true,
    update,
    values,
)

from app.access.visitor import Actor
from app.audit import services as audit
from app.base import scope
from app.base.database import db
from app.base.errors import WrongField
from app.competency.models.gaps import CompetencyGap, GapProfile
from app.competency.models.next_posts import NextGap
from app.competency.queries.versions import settings_on
from app.competency.rules.bands import Band
from app.jobs import services as jobs
from app.jobs.models import Job
from app.organisation import queries as organisation
from app.organisation.models import OrgUnit
from app.plans.models import Basis, CostPer, DevelopmentPlan, PlanLine, PlanLinePerson, PlanLineSource, Toward
from app.plans.queries import analysis
from app.plans.queries import plans as queries
from app.plans.queries.plans import PlanPage
from app.plans.rules import grouping, states
from app.plans.rules.grouping import Gathered, Offer
from app.plans.services import changing
from app.plans.services.changing import Before
from app.training.services.moments import local_today

KIND = "plans.analyse"
# Beyond so many people and competencies the worker does it, and the page shows how far it is.
SOON_AT_MOST = 20_000
_GAPS = {
    Toward.PRESENT: cast("Table", CompetencyGap.__table__),
    Toward.NEXT: cast("Table", NextGap.__table__),
}
_profile = cast("Table", GapProfile.__table__)
_person = cast("Table", PlanLinePerson.__table__)
_SOURCES = values(
    column("line_id", Integer), column("competency_id", Integer), column("required", Integer), column("tier", String)
)
_unit = cast("Table", OrgUnit.__table__)
_COLUMNS = ["government_id", "line_id", "employee_id", "unit_id", "required", "measured", "below_target", "left_out"]


def request(
    page: PlanPage,
    competency_ids: Collection[int],
    *,
    following: Collection[int] = (),
    with_performance: bool,
    by: Actor,
) -> Job | None:
    """Analyse at once, or leave it to the worker where many are concerned; the job then."""
    states.ensure_editable(page.plan.status)
    if not (competency_ids or following or with_performance):
        raise WrongField("competencies", "Centang paling sedikit satu kompetensi, atau coaching kinerja.")
    if analysis.rows_to_gather(page.plan.id, path_of(page)) <= SOON_AT_MOST:
        analyse(page, competency_ids, following=following, with_performance=with_performance, by=by)
        return None
    asked = {"plan_id": page.plan.id, "competencies": sorted(competency_ids), "following": sorted(following)}
    asked |= {"performance": with_performance}
    who = {"user": by.user_id, "employee": by.employee_id, "name": by.name}
    key = f"{KIND}:{page.plan.id}:{page.plan.version}"
    return jobs.enqueue(KIND, asked | {"by": who}, by=by, government_id=scope.current(), key=key)


def run(args: dict[str, Any], progress: Callable[[int, int], None]) -> str:
    """What the worker does; said twice, the second time finds nothing left to gather."""
    who = args["by"]
    by = Actor(who["user"], who["employee"], who["name"])
    following, with_performance = args.get("following", ()), args["performance"]
    page = queries.page(args["plan_id"])
    made = analyse(page, args["competencies"], following=following, with_performance=with_performance, by=by)
    progress(1, 1)
    return f"{len(made)} kegiatan disusun dari kesenjangan."


def path_of(page: PlanPage) -> str:
    return page.unit.path if page.unit is not None else ""


def analyse(
    page: PlanPage,
    competency_ids: Collection[int],
    *,
    following: Collection[int] = (),
    with_performance: bool,
    by: Actor,
) -> list[PlanLine]:
    """Gather what the plan has not gathered yet of these competencies; returns the new activities.

    ``following`` are the competencies gathered for the posts people aim at: activities of their own. Said again,
    nothing is gathered twice. For each of both one statement counts the groups, and one writes everybody down.
    """
    plan = changing.hold(page)
    settings = settings_on(local_today())
    limit = analysis.below_expectation(settings.axis)
    path = path_of(page)
    needs = {
        toward: _needs(plan, path, ids, limit, toward)
        for toward, ids in ((Toward.PRESENT, competency_ids), (Toward.NEXT, following))
    }
    poor = analysis.poor_people(plan.id, path, limit=limit) if with_performance else []
    states.ensure_room(queries.count_lines(plan.id) + sum(map(len, needs.values())) + bool(poor))
    before = Before(plan, "Kegiatan disusun dari kesenjangan", by=by)
    made = []
    for toward, found in needs.items():
        lines = _lines(plan, found, settings.gap_class, toward)
        if lines:
            _write_people(plan, _said(lines, found), path, limit, toward)
        made += lines
    made += _coaching(plan, poor)
    for line in made:
        before.made_line(line)
    _count(made)
    if made:
        before.done()
    audit.record("plans.plan.analysed", plan, by=by, lines=len(made))
    return made


def _needs(
    plan: DevelopmentPlan, path: str, competency_ids: Collection[int], limit: Decimal, toward: Toward
) -> list[Gathered]:
    if not competency_ids:
        return []
    groups = analysis.gap_groups(plan.id, path, competency_ids, limit=limit, toward=toward)
    return grouping.gather(groups, smallest=plan.smallest_class)


def _lines(plan: DevelopmentPlan, needs: Sequence[Gathered], bands: Sequence[Band], toward: Toward) -> list[PlanLine]:
    if not needs:
        return []
    ids = {one.competency_id for one in needs}
    names, offers = analysis.groups_of(ids), analysis.offers(ids)
    agency = organisation.government(scope.current()).hr_agency_short
    chosen = [grouping.best_offer(offers, one) for one in needs]
    sizes = [grouping.classes_of(one.people, plan.class_size) for one in needs]
    meetings = [
        grouping.meetings_of(classes, offer.hours if offer else None, plan.hours_a_day)
        for (classes, _seats), offer in zip(sizes, chosen, strict=True)
    ]
    made = []
    for need, offer, size, month in zip(needs, chosen, sizes, grouping.months_for(meetings), strict=True):
        line = _line(plan, need, offer, names[need.competency_id], agency)
        line.classes, line.seats = size
        line.month, line.priority = month, grouping.priority_of(need.index, bands)
        line.toward, line.need = toward, _why(need, toward)
        made.append(line)
    db.session.add_all(made)
    db.session.flush()
    for line, need in zip(made, needs, strict=True):
        db.session.add_all(
            [PlanLineSource(line_id=line.id, toward=toward, competency_id=key, required=level, tier=tier)
             for key, level, tier in need.sources]
        )  # fmt: skip
    db.session.flush()
    return made


def _line(plan: DevelopmentPlan, need: Gathered, offer: Offer | None, named: tuple[str, str], agency: str) -> PlanLine:
    name, group = named
    usual = grouping.form_for(group, is_small=need.is_small)
    taken = offer if offer is not None and not need.is_small else None
    title = taken.title if taken else _usual_title(need, name)
    return PlanLine(
        plan_id=plan.id,
        basis=Basis.COMPETENCY,
        competency_id=need.competency_id,
        level_from=need.level_from,
        level_to=need.level_to,
        tier=need.tier,
        title=title[:250],
        programme_id=taken.programme_id if taken else None,
        form_code=taken.form_code if taken else usual,
        organiser=(taken.organiser if taken else agency)[:150],
        curriculum=f"Sesuai kurikulum program {taken.code}" if taken else "",
        lesson_hours=taken.hours if taken else None,
        people=need.people,
        cost=taken.cost if taken else None,
        cost_per=CostPer.PERSON,
        version=1,
    )


def _usual_title(need: Gathered, name: str) -> str:
    return f"Mentoring {name}" if need.is_small else f"Pelatihan {name} level {need.level_to}"


def _why(need: Gathered, toward: Toward) -> str:
    words = f"Indeks kesenjangan kelompok {str(need.index).replace('.', ',')}."
    if toward == Toward.NEXT:
        words = f"Untuk jabatan berikutnya. {words}"
    if need.below_target:
        words += f" {need.below_target} orang di antaranya berkinerja di bawah ekspektasi."
    return words


def _coaching(plan: DevelopmentPlan, poor: Sequence[tuple[int, int]]) -> list[PlanLine]:
    """One activity for everybody rated below expectation; never one for each unit, which would give few people away."""
    if not poor:
        return []
    agency = organisation.government(scope.current()).hr_agency_short
    line = PlanLine(
        plan_id=plan.id,
        basis=Basis.PERFORMANCE,
        need="Berkinerja di bawah ekspektasi pada penilaian terakhir.",
        title="Coaching kinerja",
        form_code=grouping.COACHING,
        organiser=agency[:150],
        people=len(poor),
        classes=1,
        seats=len(poor),
        month=grouping.FIRST_MONTH,
        priority=grouping.HIGHEST,
        cost_per=CostPer.TOTAL,
        version=1,
    )
    db.session.add(line)
    db.session.flush()
    rows = [
        {
            "government_id": plan.government_id,
            "line_id": line.id,
            "employee_id": employee_id,
            "unit_id": unit_id,
            "below_target": True,
            "left_out": False,
        }
        for employee_id, unit_id in poor
    ]
    db.session.execute(insert(_person), rows)
    return [line]


def _poor(limit: Decimal) -> Any:
    return case((_profile.c.axis_y < limit, true()), else_=false())


def _said(lines: Sequence[PlanLine], needs: Sequence[Gathered]) -> list[tuple[int, int, int, str]]:
    return [(line.id, *one) for line, need in zip(lines, needs, strict=True) for one in need.sources]


def _write_people(
    plan: DevelopmentPlan, sources: list[tuple[int, int, int, str]], path: str, limit: Decimal, toward: Toward
) -> None:
    """Everybody behind the activities. The sources are said in the statement: what was written a moment ago the
    planner takes for next to nothing, and would look into the gap rows once for each source."""
    gap = _GAPS[toward]
    counted = and_(gap.c.gap > 0, true() if toward == Toward.PRESENT else gap.c.at_present.is_(False))
    source = _SOURCES.data(sources).cte("gathered")
    rows = (
        select(
            gap.c.government_id,
            source.c.line_id,
            gap.c.employee_id,
            gap.c.unit_id,
            gap.c.required,
            gap.c.measured,
            _poor(limit),
            literal(False),
        )
        .select_from(gap)
        .join(
            source,
            and_(
                source.c.competency_id == gap.c.competency_id,
                source.c.required == gap.c.required,
                source.c.tier == gap.c.tier,
            ),
        )
        .join(_profile, _profile.c.employee_id == gap.c.employee_id)
        .where(gap.c.government_id == plan.government_id, counted, _inside(gap.c.unit_id, path))
    )
    db.session.execute(insert(_person).from_select(_COLUMNS, rows))


def _inside(unit_id: Any, path: str) -> Any:
    return unit_id.in_(select(_unit.c.id).where(_unit.c.path.like(f"{path}%"))) if path else true()


def _count(lines: Sequence[PlanLine]) -> None:
    """``people`` as the rows say, in one statement, which makes each line its own root. It comes last: while people are
    written down, each of them looks their line up, and a line that was changed before is found more slowly."""
    if not lines:
        return
    counted = select(func.count(_person.c.id)).where(_person.c.line_id == PlanLine.id).scalar_subquery()
    ours = PlanLine.id.in_([line.id for line in lines])
    statement = update(PlanLine).where(ours).values(people=counted, root_id=PlanLine.id)
    db.session.execute(statement.execution_options(synchronize_session=False))
    db.session.execute(select(PlanLine).where(ours).execution_options(populate_existing=True)).all()
