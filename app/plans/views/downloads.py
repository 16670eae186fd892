"""A plan on the letterhead and as a workbook; its letter."""

from flask import url_for
from flask.typing import ResponseReturnValue
from sqlalchemy.exc import NoResultFound

from app.access.guards import actor, requires, visitor
from app.audit import services as audit
from app.base.database import db, writing
from app.documents import queries as documents
from app.documents import services as store
from app.documents.spreadsheets import XLSX_TYPE, xlsx_book
from app.letters import printing
from app.letters import queries as letter_queries
from app.letters import services as letters
from app.letters.services.issuing import PDF, emblem_of
from app.plans import exports, papers
from app.plans.queries import plans as queries
from app.plans.services.deciding import agency_of
from app.plans.views.blueprint import MANAGE, READ, bp, export_limit, found, print_limit
from app.web.answers import download, moved_on


@bp.get("/<int:yearly_id>/rencana.pdf")
@requires(READ)
@print_limit
def download_plan_pdf(yearly_id: int) -> ResponseReturnValue:
    """The plan as it stands, on the agency's letterhead; a draft says that it is one."""
    page = found(yearly_id)
    table = papers.plan_table(page, queries.planned_lines(yearly_id))
    lede, head = papers.plan_lede(page), letters.head_for(agency_of(actor()).id)
    emblem = emblem_of(head)
    db.session.rollback()
    content = printing.print_list(head, table, lede=lede, emblem=emblem)
    return download(content, name=f"rencana-{page.plan.year}.pdf", media_type=PDF)


@bp.get("/<int:yearly_id>/rencana.xlsx")
@requires(READ)
@export_limit
def download_plan_xlsx(yearly_id: int) -> ResponseReturnValue:
    """Activities and realisation; for whoever prepares the plan also everybody in it, which the trail notes."""
    page = found(yearly_id)
    sheets = exports.sheets(page, with_people=visitor.may(MANAGE))
    if visitor.may(MANAGE):
        with writing():
            audit.record("plans.plan.exported", page.plan, by=actor())
    return download(xlsx_book(sheets), name=f"rencana-{page.plan.year}.xlsx", media_type=XLSX_TYPE)


@bp.get("/<int:yearly_id>/surat.pdf")
@requires(READ)
def download_plan_letter(yearly_id: int) -> ResponseReturnValue:
    """The letter that handed the plan to the PPK, as it was printed."""
    page = found(yearly_id)
    if page.plan.letter_id is None:
        raise NoResultFound
    return letter_file(page.plan.letter_id, url_for(".show_plan", yearly_id=yearly_id))


def letter_file(letter_id: int, back_to: str) -> ResponseReturnValue:
    letter = letter_queries.letter(letter_id)
    if letter.file_id is None:
        return moved_on(back_to, "Suratnya masih dicetak. Coba lagi sebentar.")
    file = documents.stored_file(letter.file_id)
    db.session.rollback()
    return download(store.read(file), name=file.name, media_type=file.media_type)
