"""Sheets to sign, of one meeting or of several that people come to together."""

from collections.abc import Sequence
from typing import Any

from flask import request
from flask.typing import ResponseReturnValue

from app.access.guards import visitor
from app.attendance import papers, queries
from app.attendance.desk.gathering import Gathering
from app.attendance.papers import Letterhead, Paper, SheetFacts, Signer
from app.attendance.queries import expected
from app.attendance.services.hosting import Host
from app.base import wording
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


class TooManyPeople(RuleBroken):
    heading = "Terlalu banyak untuk satu daftar"

    def __init__(self, count: int) -> None:
        super().__init__(
            f"Daftar hadir untuk ditandatangani memuat paling banyak {wording.number(papers.ROWS_AT_MOST)} orang, dan "
            f"pertemuan ini menunggu {wording.number(count)} orang. Pakai kode di layar atau pindai kode peserta."
        )


def download_sign_sheet(gathering: Gathering) -> ResponseReturnValue:
    """The sheet of one meeting; ``kertas=f4`` for F4, ``nip=sebagian`` hides most of each NIP."""
    count = expected.count(gathering.host.expected())
    if count > papers.ROWS_AT_MOST:
        raise TooManyPeople(count)
    facts = [gathering.sheet_facts()]
    return printed(gathering.letterhead(), facts, people(gathering.host), slug=gathering.slug, noun=gathering.noun)


def people(host: Host) -> list[dict[str, Any]]:
    """Those a host expects, by name: employee id, name, NIP, unit."""
    rows = expected.everybody(host.expected())
    ids = [row.employee_id for row in rows]
    found = organisation.people(ids, today(visitor.timezone)) if ids else {}
    nips = queries.nips_of(ids)
    return [
        {
            "employee_id": row.employee_id,
            "name": row.name,
            "nip": nips[row.employee_id],
            "unit": found[row.employee_id].unit,
        }
        for row in rows
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
