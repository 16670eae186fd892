"""The agency's side: the checklist, the answer, and the programme and batch that follow."""

from typing import Any

from flask import request, url_for
from flask.typing import ResponseReturnValue

from app.access.guards import actor, requires
from app.base.database import db
from app.base.errors import WrongField
from app.competency import queries as competency
from app.proposals import labels, papers, queries, rules
from app.proposals.forms import ReviewForm, StartForm
from app.proposals.models import DocumentUse, Move, ReviewItem
from app.proposals.queries import ProposalPage
from app.proposals.services import proposing, running
from app.proposals.services import reviewing as services
from app.proposals.views.blueprint import DECIDE, bp, to_decide
from app.proposals.views.drafting import put_at_field
from app.proposals.views.pages import PAGE, context, start_form
from app.training import labels as training_labels
from app.web.answers import moved_on, show

FORM = "proposals/review_form.html"
DECISIONS = {
    "kembalikan": "Usulan dikembalikan dengan catatan. Unit sudah diberi tahu.",
    "setuju": "Usulan disetujui. Surat balasannya sedang dicetak.",
    "tolak": "Usulan ditolak. Surat balasannya sedang dicetak.",
}


@bp.get("/<int:proposal_id>/telaah")
@requires(DECIDE)
def show_review(proposal_id: int) -> ResponseReturnValue:
    page = to_decide(proposal_id)
    shown = dict.fromkeys(ReviewItem, ("", ""))
    return show(FORM, **_context(page, ReviewForm(formdata=None, data={"copies": _usual_copies(page)}), shown))


@bp.post("/<int:proposal_id>/telaah")
@requires(DECIDE)
def create_review(proposal_id: int) -> ResponseReturnValue:
    page, form = to_decide(proposal_id), ReviewForm()
    findings, shown = form.read_findings(request.form)
    decision = request.form.get("putusan", "")
    if form.validate_on_submit():
        try:
            _decide(page, decision, findings, form)
            db.session.commit()
        except WrongField as refusal:
            put_at_field(form, refusal)
        else:
            return moved_on(url_for(".show_proposal", proposal_id=proposal_id), DECISIONS[decision])
    return show(FORM, http_status=422, **_context(to_decide(proposal_id), form, shown))


def _usual_copies(page: ProposalPage) -> str:
    return services.usual_copies(page) if rules.is_possible(page.proposal.status, Move.RETURN) else ""


def _decide(page: ProposalPage, decision: str, findings: services.Findings, form: ReviewForm) -> None:
    note = form.note.data
    match decision:
        case "kembalikan":
            services.give_back(page, findings, note, by=actor())
        case "setuju":
            services.approve(page, findings, note, copies=form.who_gets_copies(), by=actor())
        case "tolak":
            if len(note) < rules.SHORTEST_REASON:
                raise WrongField("note", "Tulis alasan penolakannya; alasan ini tercetak pada surat balasan.")
            services.reject(page, findings, note, copies=form.who_gets_copies(), by=actor())
        case _:
            raise WrongField("decision", "Pilih putusannya: kembalikan, setujui, atau tolak.")


def _context(page: ProposalPage, form: ReviewForm, shown: dict[ReviewItem, tuple[str, str]]) -> dict[str, Any]:
    proposal = page.proposal
    counted, total = proposing.counted_hours(proposal), proposing.subject_hours(proposal)
    versions = queries.versions(proposal.id)
    form_row = (
        competency.form(proposal.form_code, proposal.starts_on) if counted is not None and proposal.starts_on else None
    )
    return {
        "page": page,
        "proposal": proposal,
        "unit": page.unit,
        "rows": proposing.rows(proposal),
        "subjects": queries.subjects(proposal.id),
        "documents": [one for one in queries.documents(proposal.id) if one.used_for == DocumentUse.PROPOSAL],
        "counted": counted,
        "hours_rule": training_labels.jp_rule(form_row) if form_row else "",
        "hours_remark": rules.hours_remark(total, counted) if counted is not None else "",
        "earlier": versions[1:],
        "open": rules.is_possible(proposal.status, Move.RETURN),
        "form": form,
        "shown": shown,
        "labels": labels,
        "rupiah": papers.rupiah,
        "ReviewItem": ReviewItem,
    }


@bp.post("/<int:proposal_id>/angkatan")
@requires(DECIDE)
def create_batch(proposal_id: int) -> ResponseReturnValue:
    page, form = to_decide(proposal_id), start_form(StartForm())
    if form.validate_on_submit():
        try:
            running.start(page, form.facts(), by=actor())
            db.session.commit()
        except WrongField as refusal:
            put_at_field(form, refusal)
        else:
            return moved_on(
                url_for(".show_proposal", proposal_id=proposal_id),
                "Program dan rancangan angkatannya dibuat. Unit sekarang bisa menyusun jadwalnya.",
            )
    return show(PAGE, http_status=422, **context(to_decide(proposal_id), start_form=form))
