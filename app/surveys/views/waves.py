"""The list of waves, drafting one, and its page: opening, reminding, closing, slips."""

from collections.abc import Callable
from typing import Any

from flask import request, url_for
from flask.typing import ResponseReturnValue
from sqlalchemy.exc import NoResultFound

from app.access.guards import actor, requires, visitor
from app.base.clock import now, today
from app.base.database import db
from app.base.errors import StaleVersion, WrongField
from app.documents import queries as documents
from app.documents import services as store
from app.initiatives.queries import initiatives
from app.jobs import queries as jobs
from app.letters import queries as letterheads
from app.organisation.queries import structure
from app.surveys import labels
from app.surveys.forms.waves import WaveForm, number
from app.surveys.guards import MANAGE, managed_reach, managed_wave
from app.surveys.models import SurveyWave, WaveStatus
from app.surveys.queries import items
from app.surveys.queries import waves as queries
from app.surveys.queries.waves import Filters, WavePage
from app.surveys.rules import waves as rules
from app.surveys.services import closing, opening, slips, telling
from app.surveys.services import waves as services
from app.surveys.tabs import WAVE, Tab
from app.surveys.views.blueprint import bp, wave_context
from app.web.answers import download, moved_on, show
from app.web.fields import offer, put_at_field
from app.web.inputs import arg_int, arg_text

PAGE_SIZE = 25
PAGE, FORM = "surveys/wave_detail.html", "surveys/wave_form.html"
BEFORE_ANSWERS = (WaveStatus.DRAFT, WaveStatus.OPENING)

WAVE.add(Tab("ringkasan", "Ringkasan", "surveys.show_wave", 10, MANAGE))


@bp.get("/gelombang")
@requires(MANAGE)
def list_waves() -> ResponseReturnValue:
    filters = Filters(arg_text("cari"), _status(request.args.get("keadaan", "")))
    found = queries.waves(managed_reach(), filters, before=arg_int("sebelum"), limit=PAGE_SIZE + 1)
    rows = found[:PAGE_SIZE]
    asked: dict[str, Any] = {
        name: value for name, value in (("cari", filters.text), ("keadaan", filters.status)) if value
    }
    more = url_for(".list_waves", **asked, sebelum=rows[-1].id) if len(found) > PAGE_SIZE else ""
    return show(
        "surveys/wave_list.html",
        fragment="results",
        rows=rows,
        filters=filters,
        more_href=more,
        statuses=[("", "Semua keadaan"), *((str(one), words) for one, (words, _) in labels.STATUSES.items())],
        labels=labels,
    )


def _status(asked: str) -> WaveStatus | None:
    return WaveStatus(asked) if asked in set(WaveStatus) else None


@bp.get("/gelombang/baru")
@requires(MANAGE)
def show_new_wave() -> ResponseReturnValue:
    asked = arg_int("inisiatif")
    return show(FORM, form=_with_choices(WaveForm(formdata=None, data={"initiative_id": str(asked or "")})), wave=None)


@bp.post("/gelombang/baru")
@requires(MANAGE)
def create_wave() -> ResponseReturnValue:
    form = _with_choices(WaveForm())
    if form.validate_on_submit():
        try:
            unit = letterheads.unit_within(int(form.unit_id.data), managed_reach())
            wave = services.create(unit, form.facts(), by=actor())
            db.session.commit()
        except WrongField as refusal:
            put_at_field(form, refusal)
        else:
            say = "Rancangan tersimpan. Pilih sekarang siapa yang ditanya."
            return moved_on(url_for(".show_population", wave_id=wave.id), say)
    return show(FORM, http_status=422, form=form, wave=None)


def _with_choices(form: WaveForm, page: WavePage | None = None) -> WaveForm:
    """What may be chosen; what a wave has already stays among it."""
    reach, day = managed_reach(), today(visitor.timezone)
    form.unit_id.choices = offer(
        ((one.id, one.name) for one in structure.units_on(day) if reach.covers(one.path)), "Pilih unit"
    )
    own = initiatives.choices(reach)
    if page is not None and page.initiative is not None and page.initiative.id not in dict(own):
        own.append((page.initiative.id, page.initiative.short_name))
    form.initiative_id.choices = offer(own, "Tidak terkait inisiatif")
    versions = queries.version_choices()
    if page is not None:
        kept = queries.versions_of(page.wave.id)
        versions += [(row.version_id, row.title) for row in kept if row.version_id not in dict(versions)]
    for field, none in (
        (form.first_version, "Pilih instrumen"),
        (form.second_version, "Tidak ada"),
        (form.third_version, "Tidak ada"),
    ):
        field.choices = offer(versions, none)
    earlier = queries.comparable(reach, but=page.wave.id if page else None)
    form.previous_id.choices = offer(earlier, "Tidak dibandingkan")
    return form


@bp.get("/gelombang/<int:wave_id>/ubah")
@requires(MANAGE)
def show_wave_form(wave_id: int) -> ResponseReturnValue:
    page = managed_wave(wave_id)
    rules.ensure_draft(page.wave.status)
    chosen = [str(row.version_id) for row in queries.versions_of(wave_id)] + ["", "", ""]
    versions = dict(zip(("first_version", "second_version", "third_version"), chosen, strict=False))
    texts = {name: str(getattr(page.wave, name) or "") for name in ("initiative_id", "previous_id")}
    return _form(page, WaveForm(formdata=None, obj=page.wave, data=versions | texts), 200)


@bp.post("/gelombang/<int:wave_id>/ubah")
@requires(MANAGE)
def create_wave_change(wave_id: int) -> ResponseReturnValue:
    page, form, status = managed_wave(wave_id), WaveForm(), 422
    rules.ensure_draft(page.wave.status)
    _settled(page, form)
    if form.validate_on_submit():
        try:
            services.change(page.wave, form.facts(), version=number(str(form.version.data)) or -1, by=actor())
            db.session.commit()
        except WrongField as refusal:
            put_at_field(form, refusal)
        except StaleVersion as refusal:
            db.session.rollback()
            status = 409
            form.form_errors = [*form.form_errors, refusal.message]
        else:
            return moved_on(url_for(".show_wave", wave_id=wave_id), "Tersimpan.")
    return show(FORM, http_status=status, form=form, wave=managed_wave(wave_id).wave)


def _form(page: WavePage, form: WaveForm, status: int) -> ResponseReturnValue:
    _settled(page, form)
    return show(FORM, http_status=status, form=form, wave=page.wave)


def _settled(page: WavePage, form: WaveForm) -> None:
    """The form of a wave that is there already: it stays with its unit."""
    _with_choices(form, page)
    del form.unit_id


@bp.get("/gelombang/<int:wave_id>")
@requires(MANAGE)
def show_wave(wave_id: int) -> ResponseReturnValue:
    return show(PAGE, fragment="state", **_context(managed_wave(wave_id)))


def _context(page: WavePage) -> dict[str, Any]:
    wave = page.wave
    printed = queries.slips_of(wave.id)
    return wave_context(
        page,
        "ringkasan",
        versions=queries.versions_of(wave.id),
        people=_people(wave),
        groups=queries.groups_of(wave.id) if wave.status != WaveStatus.DRAFT else [],
        rates=queries.rates_of(wave.id) if wave.status == WaveStatus.CLOSED else [],
        slips=printed,
        slips_job=slips.job_of(printed),
        without_mail=queries.count_without_mail(wave.id) if wave.status == WaveStatus.OPEN else 0,
        opening_job=jobs.by_key(opening.job_key(wave.id)) if wave.status in BEFORE_ANSWERS else None,
        closing_job=jobs.by_key(closing.job_key(wave.id)) if wave.status == WaveStatus.CLOSING else None,
        items=items.items_of_wave(wave.id) if wave.status == WaveStatus.DRAFT else [],
        is_open=rules.is_open(wave.status, wave.closes_at, now()),
        most_reminders=rules.REMINDERS_AT_MOST,
    )


def _people(wave: SurveyWave) -> int:
    """How many are asked; of a draft, how many would be today."""
    if wave.status != WaveStatus.DRAFT:
        return wave.targeted
    return sum(queries.counts_by_path(wave.id, today(visitor.timezone)).values())


@bp.post("/gelombang/<int:wave_id>/pembukaan")
@requires(MANAGE)
def create_opening(wave_id: int) -> ResponseReturnValue:
    return _step(wave_id, opening.request, "Gelombang sedang dibuka. Undangan menyusul.")


@bp.post("/gelombang/<int:wave_id>/pengingat")
@requires(MANAGE)
def create_reminder(wave_id: int) -> ResponseReturnValue:
    return _step(wave_id, telling.remind_now, "Yang belum mengisi sedang diingatkan.")


@bp.post("/gelombang/<int:wave_id>/penutupan")
@requires(MANAGE)
def create_closing(wave_id: int) -> ResponseReturnValue:
    is_over = managed_wave(wave_id).wave.status == WaveStatus.CLOSED
    say = "Gelombang ini sudah ditutup sebelumnya." if is_over else "Gelombang sedang ditutup. Hasilnya menyusul."
    return _step(wave_id, closing.request, say)


@bp.post("/gelombang/<int:wave_id>/pembukaan-ulang")
@requires(MANAGE)
def create_reopening(wave_id: int) -> ResponseReturnValue:
    """No button leads here; whoever asks gets the reason."""
    rules.refuse_reopening(managed_wave(wave_id).wave.status)
    raise NoResultFound


def _step(wave_id: int, move: Callable[..., Any], say: str) -> ResponseReturnValue:
    page = managed_wave(wave_id)
    move(page.wave, by=actor())
    db.session.commit()
    return moved_on(url_for(".show_wave", wave_id=wave_id), say)


@bp.post("/gelombang/<int:wave_id>/lembar-kode")
@requires(MANAGE)
def create_slips(wave_id: int) -> ResponseReturnValue:
    slips.request(managed_wave(wave_id), by=actor())
    db.session.commit()
    return moved_on(url_for(".show_wave", wave_id=wave_id), "Lembar kode sedang dicetak.")


@bp.get("/gelombang/<int:wave_id>/lembar-kode.pdf")
@requires(MANAGE)
def download_slips(wave_id: int) -> ResponseReturnValue:
    managed_wave(wave_id)
    printed = queries.slips_of(wave_id)
    if printed is None or printed.file_id is None:
        raise NoResultFound
    file = documents.stored_file(printed.file_id)
    db.session.rollback()
    return download(store.read(file), name=file.name, media_type=file.media_type)
