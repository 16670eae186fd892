from typing import Any

from flask import request, url_for
from flask.typing import ResponseReturnValue
from sqlalchemy.exc import NoResultFound
from wtforms.fields.choices import SelectChoice

from app.access.guards import actor, requires, visitor
from app.base.clock import today
from app.base.database import db
from app.base.errors import StaleVersion, WrongField
from app.base.numbering import format_number
from app.base.wording import plain_date
from app.documents import inspection
from app.documents import queries as documents
from app.documents import services as store
from app.letters import labels, queries, rules, samples
from app.letters.facts import Head
from app.letters.forms import EmblemForm, LetterheadForm, version_of
from app.letters.models import Paper
from app.letters.services import letterheads as services
from app.letters.services.issuing import USUAL_SERIES
from app.letters.views.blueprint import MANAGE, bp, put_at_field, unit_of
from app.web.answers import download, moved_on, show
from app.web.inputs import arg_int, arg_text
from app.web.requests import takes_files

PAGE = "letters/letterhead_form.html"
PAGE_SIZE = 25


@bp.get("")
@requires(MANAGE)
def list_letterheads() -> ResponseReturnValue:
    text, after = arg_text("cari"), arg_int("setelah")
    reach, day = visitor.reach(MANAGE), today(visitor.timezone)
    key = None
    if after is not None:
        last = queries.unit_within(after, reach)
        key = (last.name, last.id)
    found = queries.units(reach, day, text=text, after=key, limit=PAGE_SIZE + 1)
    rows = found[:PAGE_SIZE]
    asked: dict[str, Any] = {"cari": text} if text else {}
    return show(
        "letters/letterhead_list.html",
        fragment="units",
        rows=rows,
        text=text,
        more_href=url_for(".list_letterheads", **asked, setelah=rows[-1].id) if len(found) > PAGE_SIZE else "",
        may_edit_words=reach.is_everything,
    )


@bp.get("/<int:unit_id>")
@requires(MANAGE)
def show_letterhead(unit_id: int) -> ResponseReturnValue:
    unit = unit_of(unit_id)
    return show(PAGE, **_context(unit_id, _form_of(unit.id)))


@bp.post("/<int:unit_id>")
@requires(MANAGE)
def create_letterhead(unit_id: int) -> ResponseReturnValue:
    unit_of(unit_id)
    form, status = _with_choices(LetterheadForm(), unit_id), 422
    if form.validate_on_submit():
        try:
            services.save(unit_of(unit_id), form.facts(), form.numbers(), version=version_of(form), by=actor())
            db.session.commit()
        except WrongField as refusal:
            put_at_field(form, refusal)
        except StaleVersion as refusal:
            db.session.rollback()
            status = 409
            form.form_errors = [refusal.message]
        else:
            return moved_on(url_for(".show_letterhead", unit_id=unit_id), "Kop surat tersimpan.")
    return show(PAGE, http_status=status, **_context(unit_id, form))


def _form_of(unit_id: int) -> LetterheadForm:
    """What is stored, or for a unit without a letterhead of its own what its letters show today."""
    own, sender = queries.letterhead(unit_id), queries.sender_of(unit_id)
    series = queries.series(unit_id, USUAL_SERIES)
    shown = own or sender.letterhead
    name = own.unit_name if own else queries.unit_name(unit_id)
    form = LetterheadForm(
        formdata=None,
        data={
            "version": own.version if own else 0,
            "government_name": sender.head.government_name,
            "unit_name": name,
            "address": shown.address if shown else "",
            "phone": shown.phone if shown else "",
            "email": shown.email if shown else "",
            "web": shown.web if shown else "",
            "city": sender.head.city,
            "paper": (shown.paper if shown else Paper.A4),
            "signatory_id": str(own.signatory_position_id or "") if own else "",
            "on_behalf_of": own.on_behalf_of if own else "",
            "pattern": series.pattern if series else rules.USUAL_PATTERN,
            "unit_code": series.unit_code if series else rules.abbreviation(name),
            "classification": series.classification if series else rules.USUAL_CLASSIFICATION,
        },
    )
    return _with_choices(form, unit_id)


def _with_choices(form: LetterheadForm, unit_id: int) -> LetterheadForm:
    posts = queries.positions_of(unit_id, today(visitor.timezone))
    offered = [("", "Pimpinan unit ini"), *((str(number), title) for number, title in posts)]
    form.signatory_id.choices = [SelectChoice(value, words) for value, words in offered]
    return form


def _context(unit_id: int, form: LetterheadForm, emblem_form: EmblemForm | None = None) -> dict[str, Any]:
    sender, day = queries.sender_of(unit_id), today(visitor.timezone)
    inherited = sender.letterhead is not None and sender.unit_id != unit_id
    return {
        "unit": unit_of(unit_id),
        "form": form,
        "emblem_form": emblem_form or EmblemForm(formdata=None),
        "own": queries.letterhead(unit_id),
        "inherited_from": queries.unit_name(sender.unit_id) if inherited else "",
        "head": _typed_head(form, sender.head),
        "number": _sample_number(form),
        "dated": f"{form.city.data or sender.head.city}, {plain_date(day)}",
    }


def _typed_head(form: LetterheadForm, stored: Head) -> Head:
    """The head as the form has it, so that what was typed can be seen before it is right."""
    phone = f"Telepon {form.phone.data}" if form.phone.data else ""
    contacts = ", ".join(filter(None, (phone, form.email.data, form.web.data)))
    return Head(
        form.government_name.data or "",
        form.unit_name.data or "",
        form.address.data or "",
        contacts,
        form.city.data or "",
        stored.emblem_file_id,
        stored.emblem,
    )


def _sample_number(form: LetterheadForm) -> str:
    day = today(visitor.timezone)
    return format_number(
        form.pattern.data or "",
        sequence=12,
        year=day.year,
        month=day.month,
        unit=form.unit_code.data or "",
        classification=form.classification.data or "",
    )


@bp.get("/<int:unit_id>/contoh")
@requires(MANAGE)
def show_sample(unit_id: int) -> ResponseReturnValue:
    """A whole letter with invented facts on this unit's letterhead."""
    unit = unit_of(unit_id)
    asked = request.args.get("kertas", "")
    paper = Paper(asked) if asked in set(Paper) else None
    facts = samples.letter(unit.id, today(visitor.timezone), paper)
    return show(
        "letters/sample.html",
        unit=unit,
        facts=facts,
        dated=f"{facts.head.city}, {plain_date(facts.issued_on)}",
        nip=labels.spaced_nip(facts.signer.nip),
        papers=labels.PAPERS,
    )


@bp.post("/<int:unit_id>/lambang")
@takes_files(inspection.LARGEST + 64 * 1024)
@requires(MANAGE)
def create_emblem(unit_id: int) -> ResponseReturnValue:
    unit_of(unit_id)
    form = EmblemForm()
    if form.validate_on_submit():
        db.session.rollback()  # reading a picture stands outside the transaction
        try:
            upload = inspection.inspect_picture(form.file.data.read(), form.file.data.filename or "")
            key = store.put(upload.content)
            services.put_emblem(unit_of(unit_id), upload, storage_key=key, by=actor())
            db.session.commit()
        except WrongField as refusal:
            put_at_field(form, refusal)
        else:
            return moved_on(url_for(".show_letterhead", unit_id=unit_id), "Lambang terpasang.")
    return show(PAGE, http_status=422, **_context(unit_id, _form_of(unit_id), form))


@bp.post("/<int:unit_id>/lambang/penghapusan")
@requires(MANAGE)
def create_emblem_removal(unit_id: int) -> ResponseReturnValue:
    services.drop_emblem(unit_of(unit_id), by=actor())
    db.session.commit()
    return moved_on(url_for(".show_letterhead", unit_id=unit_id), "Lambang dilepas dari kop.")


@bp.get("/<int:unit_id>/lambang")
@requires(MANAGE)
def show_emblem(unit_id: int) -> ResponseReturnValue:
    """The emblem on this unit's sheets, its own or the one above it lends."""
    head = queries.sender_of(unit_of(unit_id).id).head
    if head.emblem_file_id is None:
        raise NoResultFound
    file = documents.stored_file(head.emblem_file_id)
    db.session.rollback()
    return download(store.read(file), name=file.name, media_type=file.media_type)
