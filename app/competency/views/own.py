"""Somebody's own gaps, with the way to say that a level is not right."""

from typing import Any

from flask import abort, url_for
from flask.typing import ResponseReturnValue

from app.access.guards import actor, requires, visitor
from app.access.permissions import Permission
from app.access.visitor import EVERYWHERE
from app.base.database import db
from app.competency import forms
from app.competency.queries import assessing as queries
from app.competency.queries import levels_needed, next_posts, standards
from app.competency.queries.versions import settings_on
from app.competency.queries.wanted import Wanted
from app.competency.rules.bands import band_of
from app.competency.rules.match import gap_index, job_person_match
from app.competency.services import assessing as services
from app.competency.services import next_posts as aims
from app.competency.views.blueprint import bp, this_day, words
from app.organisation.queries import positions, staff
from app.web.answers import moved_on, show
from app.web.inputs import arg_int, arg_text

OWN = Permission.COMPETENCY_OWN_MANAGE


@bp.get("/saya/kesenjangan")
@requires(OWN)
def show_own_gaps() -> ResponseReturnValue:
    employee_id = _my_number()
    head = staff.file_head(employee_id, EVERYWHERE, this_day())
    title = arg_text("cari_jabatan", 80)
    return show(
        "competency/own_gaps.html",
        head=head,
        title=title,
        posts=standards.positions_with_standards(this_day(), text=title, limit=20) if title else [],
        **person_context(head),
        **words(),
    )


def _my_number() -> int:
    if visitor.employee_id is None:
        abort(404)
    return visitor.employee_id


def person_context(head: Any) -> dict[str, Any]:
    """Levels against the present post and, where one is chosen, against the next."""
    settings, day = settings_on(this_day()), this_day()
    rows = levels_needed(head.employee_id, head.position_id, head.tier, day)
    kept = {row.competency_id: row for row in queries.gaps_of(head.employee_id)}
    aim = next_posts.of(head.employee_id, day)
    next_id = arg_int("jabatan") or (aim.position_id if aim else None)
    position = positions.position(next_id) if next_id else None
    has = {row.competency_id: row.measured for row in rows if row.measured}
    wanted = Wanted(day, [position.id]).of(position.id, position.tier) if position else {}
    return {
        "rows": [row for row in rows if row.required],
        "kept": kept,
        "present": _reached({row.competency_id: row.required for row in rows if row.required}, has, settings),
        "aim": aim,
        "position": position,
        "wanted": wanted,
        "next_rows": [one for one in standards.all_competencies() if one.id in wanted] if position else [],
        "has": has,
        "next": _reached(wanted, has, settings) if position else None,
        "history": queries.history(head.employee_id),
        "evidence": queries.evidence_of(head.employee_id),
    }


def _reached(wanted: dict[int, int], has: dict[int, int], settings: Any) -> dict[str, Any]:
    """The match with its bands; None where nothing was measured."""
    match = job_person_match([(level, has[key]) for key, level in wanted.items() if key in has], settings.match)
    index = gap_index(match)
    return {
        "match": match,
        "index": index,
        "appointment": band_of(settings.appointment, match).name if match is not None else "",
        "mapping": band_of(settings.mapping, match).name if match is not None else "",
        "gap_class": band_of(settings.gap_class, index).name if index is not None else "",
        "assessed": sum(key in has for key in wanted),
        "asked": len(wanted),
        "formula": settings.match.formula,
        "version": settings.numbers["match"],
    }


@bp.post("/saya/kesenjangan/jabatan-tujuan/<int:position_id>")
@requires(OWN)
def create_next_post(position_id: int) -> ResponseReturnValue:
    position = positions.position(position_id)
    aims.choose(_my_number(), position, today=this_day(), by=actor())
    db.session.commit()
    return moved_on(url_for(".show_own_gaps"), f"{position.title} menjadi jabatan tujuan Anda.")


@bp.post("/saya/kesenjangan/jabatan-tujuan/pelepasan")
@requires(OWN)
def create_next_post_removal() -> ResponseReturnValue:
    aims.let_go(_my_number(), by=actor())
    db.session.commit()
    return moved_on(url_for(".show_own_gaps"), "Jabatan tujuan dilepas.")


@bp.get("/saya/kesenjangan/keberatan/<int:assessment_id>")
@requires(OWN)
def show_dispute_form(assessment_id: int) -> ResponseReturnValue:
    return _dispute(assessment_id, forms.DisputeForm())


@bp.post("/saya/kesenjangan/keberatan/<int:assessment_id>")
@requires(OWN)
def create_dispute(assessment_id: int) -> ResponseReturnValue:
    one, form = queries.own_assessment(assessment_id, _my_number()), forms.DisputeForm()
    if not form.validate_on_submit():
        return _dispute(assessment_id, form, status=422)
    services.dispute(one, form.reason.data, by=actor())
    db.session.commit()
    return moved_on(url_for(".show_own_gaps"), "Keberatan terkirim. Asesor menjawabnya dengan alasan.")


def _dispute(assessment_id: int, form: forms.DisputeForm, *, status: int = 200) -> ResponseReturnValue:
    one = queries.own_assessment(assessment_id, _my_number())
    name = standards.competency(one.competency_id).name
    return show("competency/dispute_form.html", http_status=status, one=one, name=name, form=form, **words())
