"""Numberings and keys."""

from typing import Any

from flask import request, url_for
from flask.typing import ResponseReturnValue
from wtforms.fields.choices import SelectChoice

from app.access.guards import actor, requires, visitor
from app.access.permissions import Permission
from app.base.clock import now, today
from app.base.database import db
from app.base.errors import RuleBroken, StaleVersion
from app.certificates import keys, labels, rules
from app.certificates.forms import KeyForm, SeriesForm
from app.certificates.models import CertificateSeries, KeyKind
from app.certificates.queries import series as queries
from app.certificates.services import series as services
from app.certificates.services import signing
from app.certificates.views.blueprint import bp
from app.web.answers import moved_on, show
from app.web.inputs import is_row_number

FORM = "certificates/series_form.html"


@bp.get("/kelola/penomoran")
@requires(Permission.CERTIFICATES_SERIES_MANAGE)
def list_series() -> ResponseReturnValue:
    day = today(visitor.timezone)
    rows = [
        (row.CertificateSeries, row.last, *_signatory(row.CertificateSeries)) for row in queries.all_series(day.year)
    ]
    return show(
        "certificates/series_list.html",
        rows=rows,
        next_number=services.next_number,
        keys=[(key, _state_of(key)) for key in queries.signing_keys()],
        labels=labels,
        demo_key=keys.DEMO_KEY if keys.is_demo() else "",
    )


def _signatory(series: CertificateSeries) -> tuple[str, str]:
    """Who would sign today, and what stands in the way."""
    try:
        signature = signing.signature_for(series, today(visitor.timezone))
    except RuleBroken as refusal:
        return "", refusal.message
    return ", ".join(filter(None, (signature.name, signature.position))), ""


def _state_of(key: Any) -> str:
    """What keeps a key from signing, or an empty text."""
    try:
        keys.signer(key.name, KeyKind(key.kind)).check(now())
    except RuleBroken as refusal:
        return refusal.message
    return ""


@bp.get("/kelola/penomoran/baru")
@requires(Permission.CERTIFICATES_SERIES_MANAGE)
def show_new_series() -> ResponseReturnValue:
    return _page(_choices(SeriesForm(pattern="{klasifikasi}/{urut}/{unit}/{bulan}/{tahun}")), None)


@bp.post("/kelola/penomoran/baru")
@requires(Permission.CERTIFICATES_SERIES_MANAGE)
def create_series() -> ResponseReturnValue:
    form = _choices(SeriesForm())
    if form.validate_on_submit():
        if request.form.get("lihat"):
            return _page(form, None, preview=services.next_number(form.facts(), None))
        try:
            services.create(form.facts(), by=actor())
            db.session.commit()
        except rules.WrongField as refusal:
            _put_at_field(form, refusal)
        else:
            return moved_on(url_for(".list_series"), "Penomoran tersimpan.")
    return _page(form, None, http_status=422)


@bp.get("/kelola/penomoran/<int:series_id>/ubah")
@requires(Permission.CERTIFICATES_SERIES_MANAGE)
def show_series_form(series_id: int) -> ResponseReturnValue:
    series = queries.series(series_id)
    position = str(series.signatory_position_id or "")
    return _page(_choices(SeriesForm(obj=series, position_id=position), series), series)


@bp.post("/kelola/penomoran/<int:series_id>/ubah")
@requires(Permission.CERTIFICATES_SERIES_MANAGE)
def create_series_change(series_id: int) -> ResponseReturnValue:
    series = queries.series(series_id)
    form, status = _choices(SeriesForm(), series), 422
    if form.validate_on_submit():
        if request.form.get("lihat"):
            return _page(form, series, preview=services.next_number(form.facts(), series))
        version = int(form.version.data) if is_row_number(form.version.data or "") else -1
        try:
            services.change(series, form.facts(), version=version, by=actor())
            db.session.commit()
        except rules.WrongField as refusal:
            _put_at_field(form, refusal)
        except StaleVersion as refusal:
            db.session.rollback()
            status, series = 409, queries.series(series_id)
            form.version.data = series.version
            form.form_errors = [refusal.message, f"Pola yang tersimpan sekarang: {series.pattern}."]
        else:
            return moved_on(url_for(".list_series"), "Tersimpan. Yang sudah terbit tidak berubah.")
    return _page(form, queries.series(series_id), http_status=status)


def _choices(form: SeriesForm, series: CertificateSeries | None = None) -> SeriesForm:
    posts = [SelectChoice(str(one.id), one.title) for one in queries.posts(today(visitor.timezone))]
    chosen = series.signatory_position_id if series is not None else None
    if chosen is not None and str(chosen) not in {one.value for one in posts}:
        posts.append(SelectChoice(str(chosen), queries.post_title(chosen)))
    form.position_id.choices = [SelectChoice("", "Tidak menurut jabatan: nama diketik di bawah"), *posts]
    return form


def _put_at_field(form: Any, refusal: rules.WrongField) -> None:
    db.session.rollback()
    field = form[refusal.field]
    field.errors = [*field.errors, refusal.message]


def _page(
    form: SeriesForm, series: CertificateSeries | None, *, preview: str = "", http_status: int = 200
) -> ResponseReturnValue:
    return show(FORM, http_status=http_status, form=form, series=series, preview=preview)


@bp.get("/kelola/penomoran/kunci/baru")
@requires(Permission.CERTIFICATES_SERIES_MANAGE)
def show_new_key() -> ResponseReturnValue:
    return show("certificates/key_form.html", form=KeyForm(), demo_key=keys.DEMO_KEY if keys.is_demo() else "")


@bp.post("/kelola/penomoran/kunci/baru")
@requires(Permission.CERTIFICATES_SERIES_MANAGE)
def create_key() -> ResponseReturnValue:
    form = KeyForm()
    if form.validate_on_submit():
        try:
            services.add_key(form.name.data, KeyKind(form.kind.data), form.nip.data, by=actor())
            db.session.commit()
        except rules.WrongField as refusal:
            _put_at_field(form, refusal)
        else:
            return moved_on(url_for(".list_series"), "Kunci ditambahkan.")
    demo_key = keys.DEMO_KEY if keys.is_demo() else ""
    return show("certificates/key_form.html", http_status=422, form=form, demo_key=demo_key)


@bp.post("/kelola/penomoran/kunci/<int:key_id>/akhir")
@requires(Permission.CERTIFICATES_SERIES_MANAGE)
def create_key_end(key_id: int) -> ResponseReturnValue:
    services.end_key(queries.key(key_id), by=actor())
    db.session.commit()
    return moved_on(url_for(".list_series"), "Kunci tidak dipakai lagi. Yang sudah ditandatangani tetap sah.")
