"""What waves found: for managers their own units, for the sponsor and the change team the whole."""

from collections.abc import Mapping, Sequence
from typing import Any

from flask import request, url_for
from flask.typing import ResponseReturnValue

from app.access.guards import allows_besides, requires, visitor
from app.access.permissions import Permission
from app.access.visitor import Visitor
from app.base.suppression import may_show_texts
from app.initiatives.guards import visible_initiative
from app.initiatives.models import Initiative
from app.initiatives.pages import context as initiative_context
from app.initiatives.tabs import INITIATIVE, Card, Tab, add_card
from app.surveys import doing, findings, labels, outcomes
from app.surveys.models import FigureKind, SurveyNode, TextState
from app.surveys.queries import results as queries
from app.surveys.queries import texts
from app.surveys.queries.measures import measures_of
from app.surveys.queries.plans import plan_of
from app.surveys.queries.results import NOT_TOLD, Viewer, WaveResults
from app.surveys.queries.standings import standings
from app.surveys.rules import comparing
from app.surveys.rules.plans import DimensionPlan, ItemPlan, Plan, VersionPlan
from app.surveys.views.blueprint import bp, this_day
from app.web import plots
from app.web.answers import show
from app.web.inputs import is_row_number

READ = Permission.SURVEYS_RESULTS_READ
MANAGE = Permission.SURVEYS_WAVE_MANAGE
LOWEST_SHOWN = 8

INITIATIVE.add(Tab("kesiapan", "Kesiapan", "surveys.show_readiness_of_initiative", 40, permission=READ))


def viewer() -> Viewer:
    return Viewer(visitor.reach(READ), visitor.employee_id)


def _sponsors(who: Visitor, _endpoint: str, numbers: Mapping[str, Any]) -> bool:
    """Whoever sponsors a change reads what was asked about it, whatever else they may do."""
    wave_id = numbers.get("wave_id")
    return isinstance(wave_id, int) and who.employee_id is not None and queries.is_sponsor(who.employee_id, wave_id)


allows_besides(READ, _sponsors)


def asked_node() -> int | None:
    text = request.args.get("unit", "")
    return int(text) if is_row_number(text) else None


def found(wave_id: int) -> WaveResults:
    """The wave at the unit that was asked for, as far as the visitor sees it."""
    return queries.results(viewer(), wave_id, asked_node())


def manages(one: WaveResults) -> bool:
    """Whether the visitor runs the wave: they answer for its texts and what is told to everybody."""
    return visitor.may(MANAGE) and one.is_whole and visitor.reach(MANAGE).covers(one.node.unit_path)


def is_own(node: SurveyNode) -> bool:
    """Whether these are the people the visitor looks after, and not a whole they oversee."""
    reach = visitor.reach(READ)
    return not reach.is_everything and node.unit_path in reach.paths


def page_context(one: WaveResults, tab: str, **more: Any) -> dict[str, Any]:
    """What every page of a wave's results shows around its part."""
    here: dict[str, Any] = {"wave_id": one.wave.id} | ({"unit": asked_node()} if asked_node() else {})
    tabs = [
        ("ringkasan", "Ringkasan", url_for(".show_results", **here)),
        ("unit", "Menurut unit", url_for(".show_units", wave_id=one.wave.id)),
        ("butir", "Butir", url_for(".show_items", **here)),
        ("banding", "Dibanding sebelumnya", url_for(".show_wave_comparison", **here)),
    ]
    if one.is_whole:
        tabs.append(("komentar", "Komentar", url_for(".list_comments", wave_id=one.wave.id)))
        tabs.append(("laporan", "Unduh", url_for(".show_downloads", **here)))
    else:
        tabs.append(("laporan", "Unduh", url_for(".show_downloads", **here)))
    return {
        "found": one,
        "wave": one.wave,
        "node": one.node,
        "here": here,
        "tab": tab,
        "tabs": tabs,
        "labels": labels,
        "words": findings,
        "plots": plots,
        "manages": manages(one),
    } | more


@bp.get("/hasil")
@requires(READ)
def list_results() -> ResponseReturnValue:
    text = request.args.get("sebelum", "")
    before = int(text) if is_row_number(text) else None
    rows = queries.waves(viewer(), before=before)
    more = url_for(".list_results", sebelum=rows[-1][0].id) if len(rows) == queries.WAVES_AT_ONCE else ""
    return show(
        "surveys/result_list.html", rows=rows, more_href=more, words=findings, labels=labels, is_first=not before
    )


@bp.get("/hasil/<int:wave_id>")
@requires(READ)
def show_results(wave_id: int) -> ResponseReturnValue:
    one = found(wave_id)
    outcome = outcomes.outcome(one, is_own=is_own(one.node))
    return show("surveys/result_detail.html", **page_context(one, "ringkasan", **_summary(one, outcome)))


def _summary(one: WaveResults, outcome: outcomes.Outcome) -> dict[str, Any]:
    profile = next((each for each in outcome.profiles if each.version.is_good), None)
    version = profile.version if profile else None
    units = []
    if version is not None:
        ids = [each.id for each in version.dimensions]
        units = queries.units(viewer(), one.wave.id, ids, score_of=version.id, limit=LOWEST_SHOWN)
    tally = texts.tally(one.wave.id) if one.is_whole else {}
    return {
        "outcome": outcome,
        "profile": profile,
        "units": [unit for unit in units if unit.id != one.node.id],
        "version": version,
        "deeds": doing.of(one.wave),
        "standings": standings([each.id for each in outcome.plan.versions if each.dimensions], this_day()),
        "tally": tally if may_show_texts(sum(tally.values())) else {},
        "states": TextState,
        "kinds": FigureKind,
        "dots_of": dots_of,
        "spark_of": spark_of,
    }


def measured_version(plan: Plan) -> VersionPlan | None:
    """The version whose dimensions are the columns of the map: the one asked for, else the first about readiness."""
    asked = request.args.get("instrumen", "")
    scored = [one for one in plan.versions if one.dimensions]
    chosen = [one for one in scored if is_row_number(asked) and one.id == int(asked)]
    return next(iter(chosen + [one for one in scored if one.is_good] + scored), None)


@bp.get("/hasil/<int:wave_id>/unit")
@requires(READ)
def show_units(wave_id: int) -> ResponseReturnValue:
    one = queries.results(viewer(), wave_id)
    plan = plan_of(wave_id)
    version = measured_version(plan)
    text = request.args.get("mulai", "")
    start = int(text) if is_row_number(text) else 0
    columns = list(version.dimensions) if version else []
    rows = queries.units(viewer(), wave_id, [each.id for each in columns], start=start, limit=queries.UNITS_AT_ONCE + 1)
    args: dict[str, Any] = {"wave_id": wave_id} | ({"instrumen": version.id} if version else {})
    is_more = len(rows) > queries.UNITS_AT_ONCE
    cells = queries.dimension_cells(one.node.id, [each.id for each in columns])
    between = [(each, findings.between(cells[each.id])) for each in columns if each.id in cells]
    return show(
        "surveys/result_units.html",
        fragment="unit_map",
        **page_context(
            one,
            "unit",
            version=version,
            versions=[each for each in plan.versions if each.dimensions],
            columns=columns,
            rows=rows[: queries.UNITS_AT_ONCE],
            next_href=url_for(".show_units", **args, mulai=start + queries.UNITS_AT_ONCE) if is_more else "",
            previous_href=url_for(".show_units", **args, mulai=max(start - queries.UNITS_AT_ONCE, 0)) if start else "",
            not_told=NOT_TOLD,
            between=[(each, found) for each, found in between if found is not None],
            instrument_choices=lambda versions: [(str(each.id), each.title) for each in versions],
        ),
    )


@bp.get("/hasil/<int:wave_id>/butir")
@requires(READ)
def show_items(wave_id: int) -> ResponseReturnValue:
    one = found(wave_id)
    plan, cells = plan_of(wave_id), queries.cells_of(one.node.id)
    parts = [
        (
            version,
            [(item, cells.get((FigureKind.ITEM, item.id), NOT_TOLD)) for item in version.items if item.is_scale],
            [(each, cells.get((FigureKind.DIMENSION, each.id), NOT_TOLD)) for each in version.dimensions],
        )
        for version in plan.versions
        if any(item.is_scale for item in version.items)
    ]
    return show(
        "surveys/result_items.html",
        **page_context(one, "butir", parts=parts, item_lines=_item_lines, units_apart=_units_apart),
    )


def _units_apart(items: Sequence[tuple[ItemPlan, queries.Cell]]) -> list[tuple[ItemPlan, Mapping[str, Any]]]:
    """The statements in which at least two units that are told can be compared."""
    return [(item, found) for item, cell in items if (found := findings.between(cell)) is not None]


def _item_lines(one: DimensionPlan, cell: queries.Cell) -> list[tuple[Any, float | None, float | None]]:
    found = cell.alpha or {"item_rest": (), "without": ()}
    return list(zip(one.items, found["item_rest"], found["without"], strict=False))


@bp.get("/hasil/<int:wave_id>/banding")
@requires(READ)
def show_wave_comparison(wave_id: int) -> ResponseReturnValue:
    one = found(wave_id)
    outcome = outcomes.outcome(one)
    context = page_context(one, "banding", outcome=outcome, least_effect=comparing.LEAST_EFFECT, kinds=FigureKind)
    return show("surveys/result_comparison.html", **context)


def dots_of(row: outcomes.DimensionRow) -> plots.Dot:
    """A dimension as a row of dots, with the waves before that may be told."""
    cell = row.cell
    before = [float(one.mean) for one in row.before if one is not None and one.is_shown and one.mean is not None]
    low, high = (None if one is None else float(one) for one in (cell.low, cell.high))
    return plots.Dot(float(cell.mean or 0), low, high, before, is_low=row.is_barrier)


def spark_of(row: outcomes.DimensionRow) -> list[float]:
    """The values of the waves in order, where there are at least two."""
    dot = dots_of(row)
    return [*dot.before, dot.value] if dot.before else []


# --- on an initiative -----------------------------------------------------------------------------------------


@bp.get("/inisiatif/<int:initiative_id>/kesiapan")
@requires(READ)
def show_readiness_of_initiative(initiative_id: int) -> ResponseReturnValue:
    page = visible_initiative(initiative_id)
    rows = queries.waves(viewer(), initiative_id=initiative_id)
    more = {"rows": rows, "words": findings, "said": labels}
    return show("surveys/result_of_initiative.html", **initiative_context(page, "kesiapan", **more))


def _card(initiative: Initiative) -> dict[str, Any] | None:
    """The latest wave the visitor sees something of, at their topmost unit."""
    if not visitor.may(READ):
        return None
    rows = queries.waves(viewer(), initiative_id=initiative.id)
    if not rows:
        return None
    wave, node = rows[0]
    plan, cells = plan_of(wave.id), queries.cells_of(node.id)
    finding = findings.finding(plan, cells, node, measures_of(wave.measures_id), is_own=is_own(node))
    return {"wave": wave, "node": node, "finding": finding, "words": findings, "count": len(rows)}


add_card(Card("survei", 30, "surveys/_initiative_card.html", _card))
