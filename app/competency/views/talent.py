"""The nine boxes, the predicates behind them, and people side by side before a position."""

from typing import Any

from flask import abort, request, url_for
from flask.typing import ResponseReturnValue

from app.access.guards import actor, requires, visitor
from app.access.permissions import Permission
from app.audit.guards import note_reading_of
from app.base.database import db
from app.base.errors import StaleVersion, WrongField
from app.competency import forms
from app.competency.queries import heatmap, standards
from app.competency.queries import talent as queries
from app.competency.queries.assessing import people_to_assess
from app.competency.queries.comparison import compared
from app.competency.queries.versions import settings_on
from app.competency.rules.bands import band_of
from app.competency.rules.talent import talent_value
from app.competency.services import talent as services
from app.competency.views.blueprint import bp, search_limit, this_day, version_of, words
from app.organisation.queries import directory, positions, staff, structure
from app.web import plots
from app.web.answers import moved_on, show
from app.web.fields import put_at_field
from app.web.inputs import arg_int, arg_text, is_row_number

READ, MANAGE = Permission.COMPETENCY_TALENT_READ, Permission.COMPETENCY_STANDARD_MANAGE
COMPARED_AT_MOST, PAGE_SIZE = 6, 50


def _asked_unit() -> Any | None:
    unit_id = arg_int("unit")
    unit = heatmap.unit_named(unit_id) if unit_id else None
    if unit is not None and not visitor.reach(READ).covers(unit.path):
        abort(404)
    return unit


@bp.get("/kompetensi/talenta")
@requires(READ)
def show_boxes() -> ResponseReturnValue:
    """Counts in nine boxes with the points behind them, and the people of one box."""
    unit, reach, box = _asked_unit(), visitor.reach(READ), arg_int("kotak")
    path = unit.path if unit else ""
    axis = sorted(settings_on(this_day()).axis, key=lambda one: one.lower)
    counts = queries.counts(reach, path)
    rows, after = queries.people_in(reach, box, path=path, after=arg_int("setelah")) if box else ([], None)
    note_reading_of([row.employee_id for row in rows], "levels")
    asked = {"unit": unit.id} if unit else {}
    return show(
        "competency/boxes.html",
        fragment="box_people" if box else "",
        unit=unit,
        units=structure.unit_choices(this_day()) if reach.is_everything else [],
        counts=counts,
        total=sum(counts.values()),
        missing=queries.without_place(reach, path),
        points=queries.points(reach, path),
        axis=axis,
        box=box if box in range(1, 10) else None,
        rows=rows,
        leaves_out=bool(box) and directory.leaves_out(reach),
        asked=asked,
        next_href=url_for(".show_boxes", **asked, kotak=box, setelah=after) if after else "",
        band_of=band_of,
        talent_value=talent_value,
        may_manage=visitor.may(MANAGE),
        plots=plots,
        **words(),
    )


@bp.get("/kompetensi/kinerja")
@requires(MANAGE)
@search_limit
def list_ratings() -> ResponseReturnValue:
    year = min(max(arg_int("tahun") or this_day().year - 1, 2000), 2100)
    review, text, after = request.args.get("periksa") == "1", arg_text("cari", 80), arg_int("setelah")
    found = queries.ratings(year, after=after, to_review=review, limit=PAGE_SIZE + 1)
    rows, more = found[:PAGE_SIZE], len(found) > PAGE_SIZE
    asked: dict[str, Any] = {"periksa": 1} if review else {"tahun": year}
    return show(
        "competency/rating_list.html",
        rows=rows,
        year=year,
        review=review,
        waiting=queries.review_count(),
        known_today=queries.known_today(this_day()) if review else 0,
        began=queries.later_tables(rows),
        text=text,
        people=people_to_assess(text, visitor.reach(MANAGE)) if text else [],
        next_href=url_for(".list_ratings", **asked, setelah=rows[-1].id) if more else "",
        this_year=this_day().year,
        **words(),
    )


@bp.get("/kompetensi/kinerja/<int:employee_id>")
@requires(MANAGE)
def show_performance_form(employee_id: int) -> ResponseReturnValue:
    head = staff.file_head(employee_id, visitor.reach(MANAGE), this_day())
    year = arg_int("tahun")
    known = queries.rating_of(employee_id, year) if year else queries.latest_rating(employee_id)
    form = forms.PerformanceForm(obj=known, data={"year": year or this_day().year - 1})
    return _performance(head, form)


@bp.post("/kompetensi/kinerja/<int:employee_id>")
@requires(MANAGE)
def create_performance(employee_id: int) -> ResponseReturnValue:
    head, form = staff.file_head(employee_id, visitor.reach(MANAGE), this_day()), forms.PerformanceForm()
    if not form.validate_on_submit():
        return _performance(head, form, status=422)
    try:
        one = services.rate(
            employee_id,
            form.year.data,
            form.predicate.data,
            form.parts(),
            source=form.source.data or "",
            version=version_of(form),
            day=this_day(),
            by=actor(),
        )
    except WrongField as refusal:
        put_at_field(form, refusal)
        return _performance(head, form, status=422)
    except StaleVersion:
        db.session.rollback()
        stored = queries.rating_of(employee_id, form.year.data)
        form.version.data = str(stored.version if stored else 1)
        return _performance(head, form, status=409, stale=stored)
    known = one.score is not None
    unknown = f"Tersimpan, tetapi predikatnya tidak ada dalam tabel tahun {one.year}. Periksa ejaannya."
    db.session.commit()
    back = url_for(".list_ratings", tahun=one.year) if known else url_for(".list_ratings", periksa=1)
    return moved_on(back, "Tersimpan." if known else unknown)


@bp.post("/kompetensi/kinerja/tabel-hari-ini")
@requires(MANAGE)
def create_settlement() -> ResponseReturnValue:
    """Score predicates of earlier years by the table of today: HR's decision, never made by itself."""
    count = services.settle_by_table_of(this_day(), by=actor())
    db.session.commit()
    say = f"{count} predikat diberi nilai. Kotak talenta menyusul dalam beberapa menit."
    return moved_on(url_for(".list_ratings", periksa=1), say if count else "Tidak ada yang bisa diberi nilai.")


def _performance(
    head: Any, form: forms.PerformanceForm, *, status: int = 200, stale: Any = None
) -> ResponseReturnValue:
    known = settings_on(this_day()).predicates
    return show(
        "competency/performance_form.html",
        http_status=status,
        head=head,
        form=form,
        stale=stale,
        known=known,
        **words(),
    )


@bp.get("/kompetensi/bandingkan")
@requires(READ)
@search_limit
def show_what_if() -> ResponseReturnValue:
    """People side by side before a post: what each would reach and what each would lack."""
    reach, day = visitor.reach(READ), this_day()
    numbers = [int(one) for one in request.args.getlist("pegawai") if is_row_number(one)]
    numbers = list(dict.fromkeys(numbers))[:COMPARED_AT_MOST]
    people = queries.people_named(numbers, reach) if numbers else []
    if numbers and not people:
        abort(404)
    position_id, text, title = arg_int("jabatan"), arg_text("cari", 80), arg_text("cari_jabatan", 80)
    position = positions.position(position_id) if position_id else None
    note_reading_of([one.employee_id for one in people], "levels")
    return show(
        "competency/what_if.html",
        people=people,
        position=position,
        text=text,
        title=title,
        found=people_to_assess(text, reach) if text else [],
        leaves_out=directory.leaves_out(reach),
        posts=standards.positions_with_standards(day, text=title, limit=20) if title else [],
        comparison=compared([one.employee_id for one in people], position, day) if people and position else None,
        most=COMPARED_AT_MOST,
        chosen=numbers,
        **words(),
    )
