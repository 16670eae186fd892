"""The map of gaps and what stands behind each of its cells."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from flask import abort, url_for
from flask.typing import ResponseReturnValue
from sqlalchemy.exc import NoResultFound

from app.access.guards import requires, visitor
from app.access.permissions import Permission
from app.access.visitor import Reach
from app.audit.guards import note_reading_of
from app.competency import labels as own_labels
from app.competency.models.gaps import EVERY_TIER, WHOLE_GOVERNMENT
from app.competency.queries import below, cells, standards
from app.competency.queries import heatmap as queries
from app.competency.queries.cells import Cell
from app.competency.queries.versions import settings_on
from app.competency.rules.bands import band_of
from app.competency.rules.periods import is_period, last_day
from app.competency.views.blueprint import bp, this_day, words
from app.documents.spreadsheets import CSV_TYPE, XLSX_TYPE, csv_lines, xlsx_file
from app.organisation import labels
from app.organisation.models import PositionTier
from app.organisation.queries import directory
from app.web import plots
from app.web.answers import download, show
from app.web.inputs import arg_int, arg_text

PAGE = "competency/heatmap.html"
OWN_AT_MOST = 5
READ, PEOPLE = Permission.COMPETENCY_GAPS_READ, Permission.ORGANISATION_EMPLOYEE_READ


@dataclass(frozen=True)
class Asked:
    """What the address asks to see; what it names and is not there is not found."""

    period: str
    unit: Any | None
    tier: str
    is_now: bool
    is_open: bool

    @property
    def unit_id(self) -> int:
        return self.unit.id if self.unit else WHOLE_GOVERNMENT

    def args(self, **more: Any) -> dict[str, Any]:
        """The same question for another address, without what is not asked."""
        found = {"unit": self.unit.id if self.unit else None, "jenjang": self.tier}
        found |= {"periode": None if self.is_now else self.period} | more
        return {name: value for name, value in found.items() if value not in (None, "")}


def people_reach() -> Reach:
    """Whose people the visitor may see: everywhere for HR, their own unit for a superior, nobody for others."""
    return visitor.reach(PEOPLE) if visitor.may(PEOPLE) else Reach()


def asked_map(now: str, reach: Reach, *, unit_name: str = "unit") -> Asked:
    """Half-years and tiers are asked for by whoever may see the people; others get the present of all tiers."""
    unit_id, period, tier = arg_int(unit_name) or arg_int("unit"), arg_text("periode", 6), arg_text("jenjang", 20)
    unit = queries.unit_named(unit_id) if unit_id else None
    if not queries.is_open(reach, unit, this_day()):
        return Asked(now, unit, EVERY_TIER, is_now=True, is_open=False)
    period = period if is_period(period) else now
    return Asked(period, unit, tier if tier in set(PositionTier) else EVERY_TIER, period == now, is_open=True)


@bp.get("/kompetensi")
@requires(READ)
def show_heatmap() -> ResponseReturnValue:
    state = queries.state()
    if state is None or state.day is None:
        return show(PAGE, state=None, **words())
    reach, day = people_reach(), this_day()
    asked = asked_map(state.period, reach)
    found = queries.heatmap(
        reach, asked.period, day=day, unit=asked.unit, tier=asked.tier, after=arg_text("setelah", 260)
    )
    cell = _cell_context(asked_map(state.period, reach, unit_name="kotak"), reach) if arg_int("kompetensi") else None
    overview = queries.overview(asked.period, asked.unit_id, asked.tier) if asked.is_open else None
    trail = standards.path_of(asked.unit.path) if asked.unit else []
    return show(
        PAGE,
        fragment="cell_detail" if cell else "heat_map",
        state=state,
        asked=asked,
        found=found,
        cell=cell,
        trail=trail,
        own_units=_own_units(reach, asked),
        overview=overview,
        gap_class=_class_of(overview.index, asked.period) if overview and overview.index is not None else "",
        worst=_worst(found),
        tiers=queries.tiers_of(asked.period) if asked.is_open else [],
        periods=(queries.periods() or [state.period]) if asked.is_open else [],
        next_href=url_for(".show_heatmap", **asked.args(setelah=found.next_after)) if found.next_after else "",
        plots=plots,
        **_for_links(cell),
        **words(),
    )


def _own_units(reach: Reach, asked: Asked) -> list[Any]:
    """The units whose people the visitor looks after, for the map of the whole, where they are many clicks away."""
    if asked.unit is not None or asked.is_open:
        return []
    return [standards.path_of(path)[-1] for path in sorted(reach.paths)[:OWN_AT_MOST]]


def _class_of(index: Decimal, period: str) -> str:
    """The gap class of a mean index, by the bands that held in its half-year."""
    return band_of(settings_on(min(last_day(period), this_day())).gap_class, index).name


def _for_links(cell: dict[str, Any] | None) -> dict[str, Any]:
    """How the template names units, tiers and half-years, and where its links lead."""
    here = (cell["asked"].unit_id, cell["competency"].id) if cell else None
    return {
        "trail_links": lambda trail, asked: [
            (one.name, None if one.id == asked.unit_id else url_for(".show_heatmap", unit=one.id)) for one in trail
        ],
        "tier_choices": lambda tiers: [(one, labels.TIERS[PositionTier(one)]) for one in PositionTier if one in tiers],
        "period_choices": lambda periods: [(one, own_labels.period(one)) for one in periods],
        "cell_href": lambda asked, unit_id, key: url_for(
            ".show_heatmap", **asked.args(kotak=unit_id or None, kompetensi=key)
        ),
        "asked_cell": lambda unit_id, key: here == (unit_id, key),
        "map_args": lambda asked, unit_id: asked.args() | {"unit": unit_id},
        "effects_of": lambda cell: url_for(
            "training.show_unit_effects", **({"unit": cell["unit"].id} if cell["unit"] else {})
        ),
        "people_args": lambda asked, cell: (
            asked.args(kompetensi=cell["competency"].id) | ({"unit": cell["unit"].id} if cell["unit"] else {})
        ),
    }


def _worst(found: queries.Heatmap) -> tuple[Any, str, str] | None:
    """The largest mean gap of what is shown: (mean, competency, unit); the whole's where no row of it is told."""
    names = dict(found.columns)
    return max(_gaps(found.rows, names) or _gaps([found.whole], names), key=lambda one: one[0], default=None)


def _gaps(rows: Sequence[queries.Row], names: Mapping[int, str]) -> list[tuple[Any, str, str]]:
    return [
        (cell.mean, names[key], row.name or "semua unit")
        for row in rows
        for key, cell in row.cells.items()
        if cell.mean is not None and cell.mean > 0
    ]


def _cell_context(asked: Asked, reach: Reach) -> dict[str, Any]:
    """One cell: figures for everybody who may know them, tiers, trend and people for those who see the people."""
    competency_id = arg_int("kompetensi") or 0
    competency = standards.competency(competency_id)
    figures, is_open = queries.cell_of(
        reach, asked.period, competency_id, day=this_day(), unit=asked.unit, tier=asked.tier
    )
    return {
        "asked": asked,
        "competency": competency,
        "unit": asked.unit,
        "figures": figures,
        "is_open": is_open,
        "tiers": cells.by_tier(asked.period, asked.unit_id, competency_id) if is_open else [],
        "trend": cells.trend(asked.unit_id, competency_id, asked.tier) if is_open else [],
    }


@bp.get("/kompetensi/pegawai")
@requires(PEOPLE)
def list_people_below() -> ResponseReturnValue:
    """Who stands behind a cell; whoever may not see these people finds nobody."""
    state, competency_id = queries.state(), arg_int("kompetensi")
    if state is None or not competency_id:
        abort(404)
    reach = people_reach()
    asked = asked_map(state.period, reach)
    if asked.unit is not None and not reach.covers(asked.unit.path):
        raise NoResultFound
    competency = standards.competency(competency_id)
    page = below.people_below(
        reach, competency_id, day=this_day(), unit=asked.unit, tier=asked.tier, after=arg_text("setelah", 30)
    )
    note_reading_of([row.employee_id for row in page.rows], "levels")
    more = asked.args(kompetensi=competency_id, setelah=page.next_after)
    return show(
        "competency/people_below.html",
        fragment="people_below",
        asked=asked,
        competency=competency,
        page=page,
        leaves_out=directory.leaves_out(reach),
        next_href=url_for(".list_people_below", **more) if page.next_after else "",
        **words(),
    )


HEADINGS: tuple[str, ...] = (
    "Unit",
    "Pegawai",
    "Kompetensi",
    "Dinilai",
    "Di bawah standar",
    "Kedaluwarsa",
    "Rata-rata diminta",
)
HEADINGS += ("Rata-rata terukur", "Rata-rata kesenjangan", "Periode")


@bp.get("/kompetensi/peta.csv")
@requires(READ)
def download_heatmap_csv() -> ResponseReturnValue:
    content = "".join(csv_lines(HEADINGS, _table(), for_excel=True)).encode()
    return download(content, name="kesenjangan.csv", media_type=CSV_TYPE)


@bp.get("/kompetensi/peta.xlsx")
@requires(READ)
def download_heatmap_xlsx() -> ResponseReturnValue:
    content = xlsx_file("Kesenjangan", HEADINGS, _table())
    return download(content, name="kesenjangan.xlsx", media_type=XLSX_TYPE)


def _table() -> list[tuple[Any, ...]]:
    """What the page shows, all its units, to whoever sees the page: what is hidden there is hidden here."""
    state = queries.state()
    if state is None or state.day is None:
        return []
    reach = people_reach()
    asked = asked_map(state.period, reach)
    found = queries.heatmap(reach, asked.period, day=this_day(), unit=asked.unit, tier=asked.tier, limit=None)
    names, period = dict(found.columns), own_labels.period(asked.period)
    return [
        (row.name, "n < 5" if row.people is None else row.people, names[key], *_figures(cell, row), period)
        for row in found.rows
        for key, cell in row.cells.items()
    ]


def _figures(cell: Cell, row: queries.Row) -> tuple[Any, ...]:
    """How many stand where is told of people the visitor may see; of others the means, as on the page."""
    if cell.hidden:
        return ("n < 5",) * 6
    counted = (cell.assessed, cell.below, cell.expired) if row.is_open else ("", "", "")
    return (*counted, cell.mean_required, cell.mean_measured, cell.mean)
