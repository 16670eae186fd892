"""The report of an activity: filed by the unit, looked over by the agency."""

from flask import url_for
from flask.typing import ResponseReturnValue

from app.access.guards import actor, requires
from app.base.database import db
from app.proposals import queries
from app.proposals.forms import DocumentForm, ReportForm, VerdictForm
from app.proposals.models import DocumentUse
from app.proposals.queries import ProposalPage
from app.proposals.services import reporting as services
from app.proposals.views.blueprint import DECIDE, RUN, bp, own, to_decide
from app.proposals.views.drafting import LARGEST_BODY, take_file
from app.web.answers import moved_on, show
from app.web.requests import takes_files

FORM = "proposals/report_form.html"
VERDICT = "proposals/verdict_form.html"


@bp.get("/<int:proposal_id>/laporan")
@requires(RUN)
def show_report_form(proposal_id: int) -> ResponseReturnValue:
    page = own(proposal_id)
    return _form(page, _known(page), 200)


def _known(page: ProposalPage) -> ReportForm:
    """The form with what the batch and the report before this one already say."""
    if page.proposal.batch_id is None:
        return ReportForm(formdata=None)
    known, filed = services.prefilled(page), queries.reports(page.proposal.id)
    notes = filed[0].notes if filed else ""
    return ReportForm(formdata=None, data={"attended": known.attended, "cost": known.cost, "notes": notes})


@bp.post("/<int:proposal_id>/laporan")
@requires(RUN)
def create_report(proposal_id: int) -> ResponseReturnValue:
    page, form = own(proposal_id), ReportForm()
    if not form.validate_on_submit():
        return _form(page, form, 422)
    services.hand_in(page, form.facts(), by=actor())
    db.session.commit()
    return moved_on(
        url_for(".show_proposal", proposal_id=proposal_id), "Laporan diajukan. Surat pengantarnya sedang dicetak."
    )


@bp.post("/<int:proposal_id>/laporan/dokumen")
@takes_files(LARGEST_BODY)
@requires(RUN)
def create_report_document(proposal_id: int) -> ResponseReturnValue:
    form = DocumentForm()
    if take_file(proposal_id, form, DocumentUse.REPORT):
        return moved_on(url_for(".show_report_form", proposal_id=proposal_id), "Dokumen diunggah.")
    page = own(proposal_id)
    return _form(page, _known(page), 422, document_form=form)


def _form(
    page: ProposalPage, form: ReportForm, status: int, *, document_form: DocumentForm | None = None
) -> ResponseReturnValue:
    files = [one for one in queries.documents(page.proposal.id) if one.used_for == DocumentUse.REPORT]
    return show(
        FORM,
        http_status=status,
        page=page,
        proposal=page.proposal,
        form=form,
        refusal=services.refusal(page),
        files=files,
        filed=queries.reports(page.proposal.id),
        document_form=document_form or DocumentForm(formdata=None),
    )


@bp.get("/<int:proposal_id>/laporan/putusan")
@requires(DECIDE)
def show_verdict(proposal_id: int) -> ResponseReturnValue:
    return _verdict(to_decide(proposal_id), VerdictForm(formdata=None, data={"verdict": "terima"}), 200)


@bp.post("/<int:proposal_id>/laporan/putusan")
@requires(DECIDE)
def create_verdict(proposal_id: int) -> ResponseReturnValue:
    page, form = to_decide(proposal_id), VerdictForm()
    if not form.validate_on_submit():
        return _verdict(page, form, 422)
    if form.verdict.data == "terima":
        services.accept(page, form.note.data, by=actor())
        say = "Laporan diterima. Angkatannya sekarang bisa ditutup."
    else:
        services.give_back(page, form.note.data, by=actor())
        say = "Laporan dikembalikan dengan catatan."
    db.session.commit()
    return moved_on(url_for(".show_proposal", proposal_id=proposal_id), say)


def _verdict(page: ProposalPage, form: VerdictForm, status: int) -> ResponseReturnValue:
    filed = queries.reports(page.proposal.id)
    return show(
        VERDICT,
        http_status=status,
        page=page,
        proposal=page.proposal,
        form=form,
        report=filed[0] if filed else None,
        open=page.proposal.status == "reported",
        files=[one for one in queries.documents(page.proposal.id) if one.used_for == DocumentUse.REPORT],
    )
