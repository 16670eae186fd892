"""Writing a proposal, its files, handing it in and taking it back."""

from flask import request, url_for
from flask.typing import ResponseReturnValue
from flask_wtf import FlaskForm
from sqlalchemy.exc import NoResultFound

from app.access.guards import actor, requires, visitor
from app.base import wording
from app.base.clock import today
from app.base.database import db
from app.base.errors import StaleVersion, WrongField
from app.competency import queries as competency
from app.documents import inspection
from app.documents import queries as files
from app.documents import services as store
from app.letters import labels as letter_labels
from app.letters import queries as letterheads
from app.letters.rules import NoSignatory
from app.organisation.models import OrgUnit
from app.proposals import queries
from app.proposals.forms import DocumentForm, ProposalForm, ReasonForm, SubjectRow
from app.proposals.models import DocumentUse, Proposal
from app.proposals.queries import ProposalPage
from app.proposals.services import drafting as services
from app.proposals.services import proposing
from app.proposals.views.blueprint import RUN, bp, own
from app.proposals.views.pages import PAGE, context
from app.web.answers import download, moved_on, show, wants_fragment
from app.web.fields import offer
from app.web.requests import takes_files

FORM = "proposals/proposal_form.html"
LINES = "proposals/_subject_lines.html"
MORE_LINES = "tambah"
LARGEST_BODY = inspection.LARGEST + 64 * 1024


def put_at_field(form: FlaskForm, refusal: WrongField) -> None:
    """Undo what was begun, and let the form say at its field why."""
    db.session.rollback()
    if refusal.field in form:
        field = form[refusal.field]
        field.errors = [*field.errors, refusal.message]
    else:
        form.form_errors = [*form.form_errors, refusal.message]


@bp.get("/baru")
@requires(RUN)
def show_new_proposal() -> ResponseReturnValue:
    form = _with_choices(ProposalForm(formdata=None))
    form.subjects = []
    return show(FORM, form=form, proposal=None)


@bp.post("/baru")
@requires(RUN)
def create_proposal() -> ResponseReturnValue:
    form = _with_choices(ProposalForm())
    if MORE_LINES in request.form:
        return _with_more_lines(form, None)
    valid = form.read_subjects(request.form)
    if form.validate_on_submit() and valid:
        try:
            proposal = services.create(_unit(form), form.facts(), by=actor())
            db.session.commit()
        except WrongField as refusal:
            put_at_field(form, refusal)
        else:
            say = "Rancangan tersimpan. Unggah kerangka acuannya, lalu ajukan."
            return moved_on(url_for(".show_proposal", proposal_id=proposal.id), say)
    return show(FORM, http_status=422, form=form, proposal=None)


def _with_more_lines(form: ProposalForm, proposal: Proposal | None) -> ResponseReturnValue:
    """The form as it was typed, nothing kept and nothing judged yet, with more lines for subjects."""
    form.add_lines(request.form)
    template = LINES if wants_fragment() else FORM
    return show(template, fragment="subjects", form=form, proposal=proposal)


def _unit(form: ProposalForm) -> OrgUnit:
    return letterheads.unit_within(int(form.unit_id.data), visitor.reach(RUN))


def _with_choices(form: ProposalForm) -> ProposalForm:
    form.unit_id.choices = offer(queries.unit_choices(visitor.reach(RUN), today(visitor.timezone)))
    form.form_code.choices = offer(competency.forms().items(), "Pilih bentuknya")
    return form


def _of_a_unit(form: ProposalForm) -> ProposalForm:
    """The form of a proposal that is there already: it stays with its unit."""
    form = _with_choices(form)
    del form.unit_id
    return form


@bp.get("/<int:proposal_id>/ubah")
@requires(RUN)
def show_proposal_form(proposal_id: int) -> ResponseReturnValue:
    proposal = own(proposal_id).proposal
    form = _of_a_unit(ProposalForm(formdata=None, obj=proposal))
    form.subjects = _rows_of(proposal)
    return show(FORM, form=form, proposal=proposal)


def _rows_of(proposal: Proposal) -> list[SubjectRow]:
    return [SubjectRow(one.title, wording.number(one.lesson_hours)) for one in queries.subjects(proposal.id)]


@bp.post("/<int:proposal_id>/ubah")
@requires(RUN)
def create_proposal_change(proposal_id: int) -> ResponseReturnValue:
    page, form, status = own(proposal_id), _of_a_unit(ProposalForm()), 422
    if MORE_LINES in request.form:
        return _with_more_lines(form, page.proposal)
    valid = form.read_subjects(request.form)
    if form.validate_on_submit() and valid:
        try:
            services.change(page, form.facts(), version=_version_of(form), by=actor())
            db.session.commit()
        except WrongField as refusal:
            put_at_field(form, refusal)
        except StaleVersion as refusal:
            db.session.rollback()
            status = 409
            form.form_errors = [refusal.message]
        else:
            return moved_on(url_for(".show_proposal", proposal_id=proposal_id), "Tersimpan.")
    return show(FORM, http_status=status, form=form, proposal=own(proposal_id).proposal)


def _version_of(form: ProposalForm) -> int:
    text = str(form.version.data or "")
    return int(text) if text.isascii() and text.isdigit() and len(text) < 10 else -1


@bp.post("/<int:proposal_id>/dokumen")
@takes_files(LARGEST_BODY)
@requires(RUN)
def create_document(proposal_id: int) -> ResponseReturnValue:
    form = DocumentForm()
    if take_file(proposal_id, form, DocumentUse.PROPOSAL):
        return moved_on(url_for(".show_proposal", proposal_id=proposal_id), "Dokumen diunggah.")
    return show(PAGE, http_status=422, **context(own(proposal_id), document_form=form))


def take_file(proposal_id: int, form: DocumentForm, used_for: DocumentUse) -> bool:
    """Look into an uploaded file and keep it; otherwise the form says at its field why not."""
    own(proposal_id)
    if not form.validate_on_submit():
        return False
    db.session.rollback()  # reading a file stands outside the transaction
    try:
        upload = inspection.inspect(form.file.data.read(), form.file.data.filename or "")
        key = store.put(upload.content)
        services.attach(own(proposal_id), upload, storage_key=key, title=form.title.data, used_for=used_for, by=actor())
        db.session.commit()
    except WrongField as refusal:
        put_at_field(form, refusal)
        return False
    return True


@bp.post("/<int:proposal_id>/dokumen/<int:paper_id>/penghapusan")
@requires(RUN)
def create_document_removal(proposal_id: int, paper_id: int) -> ResponseReturnValue:
    page = own(proposal_id)
    document, _file = queries.document(page.proposal.id, paper_id)
    back_to = ".show_report_form" if document.used_for == DocumentUse.REPORT else ".show_proposal"
    services.remove(page, document, by=actor())
    db.session.commit()
    return moved_on(url_for(back_to, proposal_id=proposal_id), "Dokumen dihapus.")


@bp.get("/<int:proposal_id>/pratinjau")
@requires(RUN)
def show_preview(proposal_id: int) -> ResponseReturnValue:
    """The letter as it would go out today."""
    page = own(proposal_id)
    facts, trouble = None, ""
    try:
        facts = proposing.preview(page)
    except NoSignatory as refusal:
        trouble = refusal.message
    return show(
        "proposals/letter_preview.html",
        page=page,
        proposal=page.proposal,
        facts=facts,
        trouble=trouble,
        dated=f"{facts.head.city}, {wording.plain_date(facts.issued_on)}" if facts else "",
        nip=letter_labels.spaced_nip(facts.signer.nip) if facts else "",
        emblem=url_for(".show_emblem", proposal_id=proposal_id) if facts and facts.head.emblem_file_id else "",
    )


@bp.get("/<int:proposal_id>/lambang")
@requires(RUN)
def show_emblem(proposal_id: int) -> ResponseReturnValue:
    """The emblem on the letterhead of the proposing unit, for the preview."""
    head = letterheads.sender_of(own(proposal_id).unit.id).head
    if head.emblem_file_id is None:
        raise NoResultFound
    file = files.stored_file(head.emblem_file_id)
    db.session.rollback()
    return download(store.read(file), name=file.name, media_type=file.media_type)


@bp.post("/<int:proposal_id>/pengajuan")
@requires(RUN)
def create_submission(proposal_id: int) -> ResponseReturnValue:
    proposing.submit(own(proposal_id), by=actor())
    db.session.commit()
    return moved_on(
        url_for(".show_proposal", proposal_id=proposal_id), "Usulan diajukan. Surat usulannya sedang dicetak."
    )


@bp.get("/<int:proposal_id>/penarikan")
@requires(RUN)
def show_withdrawal(proposal_id: int) -> ResponseReturnValue:
    return _withdrawal(own(proposal_id), ReasonForm(formdata=None), 200)


@bp.post("/<int:proposal_id>/penarikan")
@requires(RUN)
def create_withdrawal(proposal_id: int) -> ResponseReturnValue:
    page, form = own(proposal_id), ReasonForm()
    if not form.validate_on_submit():
        return _withdrawal(page, form, 422)
    proposing.withdraw(page, form.reason.data, by=actor())
    db.session.commit()
    return moved_on(url_for(".show_proposal", proposal_id=proposal_id), "Usulan ditarik. BKPSDM sudah diberi tahu.")


def _withdrawal(page: ProposalPage, form: ReasonForm, status: int) -> ResponseReturnValue:
    return show("proposals/withdrawal_form.html", http_status=status, page=page, proposal=page.proposal, form=form)


@bp.post("/<int:proposal_id>/penghapusan")
@requires(RUN)
def create_removal(proposal_id: int) -> ResponseReturnValue:
    services.delete(own(proposal_id), by=actor())
    db.session.commit()
    return moved_on(url_for(".list_proposals"), "Rancangan dihapus.")
