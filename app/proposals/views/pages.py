"""The list and the page of one proposal, for both sides; its letters and files."""

from typing import Any

from flask import request, url_for
from flask.typing import ResponseReturnValue
from sqlalchemy.exc import NoResultFound

from app.access.guards import requires, visitor
from app.base.clock import today
from app.base.database import db
from app.documents import queries as documents
from app.documents import services as store
from app.proposals import labels, papers, queries, rules
from app.proposals.forms import DocumentForm, StartForm
from app.proposals.models import TO_REPORT, WITH_AGENCY, WITH_UNIT, DocumentUse, Move, ProposalStatus, ReviewItem
from app.proposals.queries import Filters, ProposalPage
from app.proposals.services import proposing, reporting
from app.proposals.views.blueprint import DECIDE, READ, RUN, bp, visible, whose
from app.training.guards import manages
from app.training.queries import batches, programmes
from app.web.answers import download, show
from app.web.fields import offer
from app.web.inputs import arg_int, arg_text

PAGE = "proposals/proposal_detail.html"
PAGE_SIZE = 25
GROUPS = {"bkpsdm": WITH_AGENCY, "unit": WITH_UNIT | TO_REPORT}
USUAL_ATTENDANCE = 80


@bp.get("")
@requires(READ)
def list_proposals() -> ResponseReturnValue:
    state = request.args.get("keadaan", "")
    filters = Filters(arg_text("cari"), _statuses(state))
    found = queries.proposals(whose(), filters, before=arg_int("sebelum"), limit=PAGE_SIZE + 1)
    rows = found[:PAGE_SIZE]
    asked: dict[str, Any] = {
        name: value for name, value in (("cari", filters.text), ("keadaan", state if filters.statuses else "")) if value
    }
    return show(
        "proposals/proposal_list.html",
        fragment="results",
        rows=rows,
        filters=filters,
        state=state,
        more_href=url_for(".list_proposals", **asked, sebelum=rows[-1].id) if len(found) > PAGE_SIZE else "",
        may_propose=visitor.may(RUN),
        may_decide=visitor.may(DECIDE),
        statuses=[
            ("", "Semua keadaan"),
            *labels.GROUPS.items(),
            *((one.value, words) for one, (words, _tone) in labels.STATUSES.items()),
        ],
        labels=labels,
        today=today(visitor.timezone),
    )


def _states() -> list[tuple[str, str]]:
    return [(one.value, words) for one, (words, _tone) in labels.STATUSES.items()]


def _statuses(asked: str) -> frozenset[ProposalStatus]:
    """One state, or whatever waits for one side; anything else narrows nothing."""
    if asked in GROUPS:
        return GROUPS[asked]
    return frozenset({ProposalStatus(asked)}) if asked in set(ProposalStatus) else frozenset()


@bp.get("/<int:proposal_id>")
@requires(READ)
def show_proposal(proposal_id: int) -> ResponseReturnValue:
    return show(PAGE, fragment="letters", **context(visible(proposal_id)))


def context(page: ProposalPage, **different: Any) -> dict[str, Any]:
    """Everything the page of a proposal shows."""
    proposal = page.proposal
    is_own = visitor.reach(RUN).covers(page.unit.path) and visitor.may(RUN)
    batch = batches.managed_batch(proposal.batch_id).batch if proposal.batch_id else None
    editable = is_own and rules.is_possible(proposal.status, Move.SUBMIT)
    return {
        "page": page,
        "proposal": proposal,
        "unit": page.unit,
        "rows": proposing.rows(proposal),
        "subjects": queries.subjects(proposal.id),
        "counted": proposing.counted_hours(proposal),
        "subject_hours": proposing.subject_hours(proposal),
        "documents": queries.documents(proposal.id),
        "letters": queries.letters_of(proposal.id),
        "versions": queries.versions(proposal.id),
        "reports": queries.reports(proposal.id),
        "steps": queries.steps(proposal.id),
        "missing": proposing.missing(page) if editable else [],
        "editable": editable,
        "is_own": is_own,
        "may_decide": visitor.may(DECIDE),
        "batch": batch,
        "manages_batch": batch is not None and manages(batch.id),
        "report_refusal": reporting.refusal(page) if batch is not None else "",
        "document_form": DocumentForm(formdata=None),
        "start_form": _usual_start(),
        "possible": {move: rules.is_possible(proposal.status, move) for move in Move},
        "today": today(visitor.timezone),
        "labels": labels,
        "rupiah": papers.rupiah,
        "ReviewItem": ReviewItem,
        "DocumentUse": DocumentUse,
        "ProposalStatus": ProposalStatus,
    } | different


def _usual_start() -> StartForm:
    first = next((str(number) for number, _name in programmes.series()), "")
    return start_form(StartForm(formdata=None, data={"min_attendance": USUAL_ATTENDANCE, "series_id": first}))


def start_form(form: StartForm) -> StartForm:
    form.series_id.choices = offer(programmes.series(), "Tanpa sertifikat, JP saja")
    return form


@bp.get("/<int:proposal_id>/surat/<int:letter_id>")
@requires(READ)
def download_letter(proposal_id: int, letter_id: int) -> ResponseReturnValue:
    letter = queries.letter_of(visible(proposal_id).proposal.id, letter_id)
    return _file(letter.file_id)


@bp.get("/<int:proposal_id>/dokumen/<int:paper_id>")
@requires(READ)
def download_document(proposal_id: int, paper_id: int) -> ResponseReturnValue:
    document, _file_row = queries.document(visible(proposal_id).proposal.id, paper_id)
    return _file(document.file_id)


def _file(file_id: int | None) -> ResponseReturnValue:
    if file_id is None:
        raise NoResultFound
    file = documents.stored_file(file_id)
    db.session.rollback()
    return download(store.read(file), name=file.name, media_type=file.media_type)
