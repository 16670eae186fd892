"""Instruments: the shipped ones to take over, one's own, their versions, and two versions side by side."""

from typing import Any

from flask import abort, url_for
from flask.typing import ResponseReturnValue

from app.access.guards import actor, requires
from app.access.permissions import Permission
from app.base.database import db
from app.base.errors import StaleVersion, WrongField
from app.surveys import findings, labels, reference
from app.surveys.forms.instruments import InstrumentForm
from app.surveys.models import Direction, InstrumentVersion, VersionStatus
from app.surveys.queries import instruments as queries
from app.surveys.queries.standings import standings
from app.surveys.reference import ShippedInstrument
from app.surveys.rules import comparison
from app.surveys.rules.standing import Standing
from app.surveys.services import instruments as services
from app.surveys.views.blueprint import bp, this_day
from app.web.answers import moved_on, show
from app.web.fields import put_at_field
from app.web.inputs import arg_int, arg_text, keyset

MANAGE = Permission.SURVEYS_INSTRUMENT_MANAGE
PAGE_SIZE = 30


@bp.get("/instrumen")
@requires(MANAGE)
def list_instruments() -> ResponseReturnValue:
    filters = {"cari": arg_text("cari"), "keadaan": "arsip" if arg_text("keadaan") == "arsip" else ""}
    found = queries.instruments(
        text=filters["cari"],
        archived=bool(filters["keadaan"]),
        after=keyset("sesudah", str),
        limit=PAGE_SIZE + 1,
    )
    rows = found[:PAGE_SIZE]
    more: dict[str, Any] = {**filters, "sesudah": f"{rows[-1].title}~{rows[-1].id}" if rows else ""}
    return show(
        "surveys/instrument_list.html",
        fragment="instruments",
        rows=rows,
        filters=filters,
        is_filtered=any(filters.values()),
        more_href=url_for(".list_instruments", **more) if len(found) > PAGE_SIZE else "",
        shipped=list(reference.shipped().values()),
        taken=queries.codes_taken_over(),
        labels=labels,
    )


@bp.get("/instrumen/bawaan/<kind>")
@requires(MANAGE)
def show_shipped(kind: str) -> ResponseReturnValue:
    return show(
        "surveys/instrument_shipped.html",
        one=_shipped(kind),
        taken=queries.taken_over(kind),
        labels=labels,
        words=findings,
    )


def _shipped(code: str) -> ShippedInstrument:
    found = reference.shipped().get(code)
    return found if found is not None else abort(404)


@bp.post("/instrumen/bawaan/<kind>/pengambilan")
@requires(MANAGE)
def create_takeover(kind: str) -> ResponseReturnValue:
    version = services.take_over(_shipped(kind).code, by=actor())
    db.session.commit()
    say = "Instrumen diambil. Versi 1 sudah bisa dipakai gelombang survei."
    return moved_on(url_for(".show_version", version_id=version.id), say)


@bp.get("/instrumen/baru")
@requires(MANAGE)
def show_new_instrument() -> ResponseReturnValue:
    start = {"direction": Direction.HIGH_IS_GOOD.value}
    return show("surveys/instrument_form.html", form=InstrumentForm(formdata=None, data=start), instrument=None)


@bp.post("/instrumen/baru")
@requires(MANAGE)
def create_instrument() -> ResponseReturnValue:
    form = InstrumentForm()
    if form.validate_on_submit():
        try:
            version = services.create(form.facts(), by=actor())
            db.session.commit()
        except WrongField as refusal:
            put_at_field(form, refusal)
        else:
            return moved_on(
                url_for(".show_version", version_id=version.id), "Rancangan dibuat. Tulis butir pertamanya."
            )
    return show("surveys/instrument_form.html", http_status=422, form=form, instrument=None)


@bp.get("/instrumen/<int:instrument_id>")
@requires(MANAGE)
def show_instrument(instrument_id: int) -> ResponseReturnValue:
    instrument = queries.instrument(instrument_id)
    versions = queries.versions(instrument_id)
    return show(
        "surveys/instrument_detail.html",
        instrument=instrument,
        versions=versions,
        waves=queries.waves_asking([one.id for one in versions]),
        standing=_standing(versions),
        words=findings,
        shipped=reference.shipped().get(instrument.shipped_code),
        labels=labels,
    )


def _standing(versions: list[InstrumentVersion]) -> tuple[InstrumentVersion, Standing] | None:
    """Of the newest version that was published; None before there is one."""
    newest = next((one for one in versions if one.status != VersionStatus.DRAFT), None)
    return None if newest is None else (newest, standings([newest.id], this_day())[newest.id])


@bp.get("/instrumen/<int:instrument_id>/ubah")
@requires(MANAGE)
def show_instrument_form(instrument_id: int) -> ResponseReturnValue:
    instrument = queries.instrument(instrument_id)
    form = InstrumentForm(formdata=None, obj=instrument)
    return show("surveys/instrument_form.html", form=form, instrument=instrument)


@bp.post("/instrumen/<int:instrument_id>/ubah")
@requires(MANAGE)
def create_instrument_change(instrument_id: int) -> ResponseReturnValue:
    instrument, form, status = queries.instrument(instrument_id), InstrumentForm(), 422
    if form.validate_on_submit():
        try:
            services.change(instrument, form.facts(), version=form.seen, by=actor())
            db.session.commit()
        except WrongField as refusal:
            put_at_field(form, refusal)
        except StaleVersion as refusal:
            db.session.rollback()
            status, form.form_errors = 409, [refusal.message]
        else:
            return moved_on(url_for(".show_instrument", instrument_id=instrument_id), "Tersimpan.")
    instrument = queries.instrument(instrument_id)
    return show("surveys/instrument_form.html", http_status=status, form=form, instrument=instrument)


@bp.post("/instrumen/<int:instrument_id>/arsip")
@requires(MANAGE)
def create_instrument_archive(instrument_id: int) -> ResponseReturnValue:
    services.archive(queries.instrument(instrument_id), by=actor())
    db.session.commit()
    return moved_on(url_for(".show_instrument", instrument_id=instrument_id), "Instrumen diarsipkan.")


@bp.post("/instrumen/<int:instrument_id>/pemulihan")
@requires(MANAGE)
def create_instrument_restoration(instrument_id: int) -> ResponseReturnValue:
    services.restore(queries.instrument(instrument_id), by=actor())
    db.session.commit()
    return moved_on(url_for(".show_instrument", instrument_id=instrument_id), "Instrumen dipakai lagi.")


@bp.get("/instrumen/<int:instrument_id>/perbandingan")
@requires(MANAGE)
def show_comparison(instrument_id: int) -> ResponseReturnValue:
    """Two versions side by side; without a choice, the newest and the one before it."""
    instrument, versions = queries.instrument(instrument_id), queries.versions(instrument_id)
    after = _picked(versions, arg_int("ke"), versions[0])
    earlier = [one for one in versions if one.number < after.number]
    before = _picked(versions, arg_int("dari"), earlier[0] if earlier else after)
    pairs = comparison.compare(queries.items_of(before.id), queries.items_of(after.id))
    return show(
        "surveys/instrument_comparison.html",
        fragment="comparison",
        instrument=instrument,
        choices=[(one.number, f"Versi {one.number}") for one in versions],
        before=before,
        after=after,
        pairs=pairs,
        comparable=sum(one.likeness in comparison.COMPARABLE for one in pairs),
        labels=labels,
    )


def _picked(versions: list[InstrumentVersion], number: int | None, otherwise: InstrumentVersion) -> InstrumentVersion:
    return next((one for one in versions if one.number == number), otherwise)
