"""Sheets to sign, of one meeting or of several that people come to together."""

from collections.abc import Sequence
from typing import Any

from flask import request
from flask.typing import ResponseReturnValue

from app.access.guards import visitor
from app.attendance import papers, queries
from app.attendance.desk.gathering import Gathering
from app.attendance.papers import Letterhead, Paper, SheetFacts, Signer
from app.base.clock import today
from app.base.database import db
from app.base.errors import RuleBroken
from app.organisation import queries as organisation
from app.organisation.rules import mask_nip
from app.web.answers import download

PDF_TYPE = "application/pdf"


class TooManyPages(RuleBroken):
    heading = "Terlalu banyak sekali cetak"

    def __init__(self, noun: str) -> None:
        super().__init__(
            f"Daftar hadir seluruh {noun} ini terlalu panjang. Cetak per pertemuan dari halaman daftar hadirnya."
        )


def download_sign_sheet(gathering: Gathering) -> ResponseReturnValue:
    """The sheet of one meeting; ``kertas=f4`` for F4, ``nip=sebagian`` hides most of each NIP."""
    rows = people(gathering.host.expected())
    facts = [gathering.sheet_facts()]
    return printed(gathering.letterhead(), facts, rows, slug=gathering.slug, noun=gathering.noun)


def people(expected: Sequence[Any]) -> list[dict[str, Any]]:
    """These people in their order: employee id, name, NIP, unit."""
    ids = [row.employee_id for row in expected]
    found = organisation.people(ids, today(visitor.timezone)) if ids else {}
    nips = queries.nips_of(ids)
    return [
        {
            "employee_id": row.employee_id,
            "name": row.name,
            "nip": nips[row.employee_id],
            "unit": found[row.employee_id].unit,
        }
        for row in expected
    ]


def printed(
    head: Letterhead, facts: Sequence[SheetFacts], rows: Sequence[dict[str, Any]], *, slug: str, noun: str
) -> ResponseReturnValue:
    """A sheet for each meeting, on the paper and with the NIP the visitor asked for."""
    if len(facts) > 1 and len(rows) * len(facts) > papers.ROWS_AT_MOST:
        raise TooManyPages(noun)
    paper = Paper.F4 if request.args.get("kertas") == "f4" else Paper.A4
    is_masked = request.args.get("nip") == "sebagian"
    signers = [
        Signer(row["name"], f"NIP {mask_nip(row['nip']) if is_masked else row['nip']}", row["unit"]) for row in rows
    ]
    db.session.rollback()  # printing holds no transaction (security C2)
    pdf = papers.sign_sheets(head, facts, signers, paper=paper)
    return download(pdf, name=f"daftar-hadir-{slug}-{paper}.pdf", media_type=PDF_TYPE)
