"""One's own data to take away: JSON for a program, PDF for people."""

import json
from collections.abc import Mapping
from datetime import date, datetime
from decimal import Decimal
from typing import Any

from app.base import wording
from app.documents import printing
from app.privacy import retention
from app.privacy.queries import holdings
from app.privacy.register import Holding, Subject

FORMAT = "penata.data-pribadi/1"
ROWS_ON_PAPER = 200
JSON_TYPE = "application/json"
PDF_TYPE = "application/pdf"


def as_json(person: Subject, *, government: str, at: datetime) -> bytes:
    """Everything the register names, with why it is kept; times in UTC, decimals as written."""
    parts = [_part(holding, found) for holding, found in holdings.everything(person)]
    told = {"format": FORMAT, "dibuat": at.isoformat(timespec="seconds"), "pemerintah": government, "bagian": parts}
    return json.dumps(told, ensure_ascii=False, indent=2, default=_plain).encode()


def _part(holding: Holding, found: list[Any]) -> dict[str, Any]:
    return {
        "kunci": holding.key,
        "tabel": holding.table,
        "nama": holding.words,
        "tujuan": holding.purpose,
        "dasar": holding.basis,
        "masa_simpan": retention.in_words(holding.retention),
        "kolom": dict(holding.columns),
        "baris": [dict(zip(holding.columns, row, strict=True)) for row in found],
    }


def _plain(value: Any) -> str:
    if isinstance(value, datetime | date):
        return value.isoformat()
    return _in_numbers(value) if isinstance(value, bytes) else str(value)


def _in_numbers(marks: bytes) -> str:
    """Answers kept as bytes, as a row of numbers in the order of the questions."""
    return " ".join(str(one) for one in marks)


def as_pdf(person: Subject, *, name: str, government: str, timezone: str, at: datetime) -> bytes:
    """The same on paper. A long list is cut at two hundred rows, and says so."""
    parts = [(holding, found) for holding, found in holdings.everything(person) if found]
    html = printing.render_document(
        "personal_copy.html",
        holder=name,
        government=government,
        made=wording.moment(at, timezone),
        parts=[_on_paper(holding, found, timezone) for holding, found in parts],
        most=ROWS_ON_PAPER,
    )
    return printing.print_pdf(html, pdf_a=False)


def _on_paper(holding: Holding, found: list[Any], timezone: str) -> dict[str, Any]:
    names = list(holding.columns.values())
    rows = [
        [(names[index], _written(value, timezone)) for index, value in enumerate(row) if value not in (None, "")]
        for row in found[:ROWS_ON_PAPER]
    ]
    return {
        "words": holding.words,
        "purpose": holding.purpose,
        "basis": holding.basis,
        "retention": retention.in_words(holding.retention),
        "rows": rows,
        "total": len(found),
    }


def _written(value: Any, timezone: str) -> str:
    match value:
        case bool():
            words = "ya" if value else "tidak"
        case datetime():
            words = wording.moment(value, timezone)
        case date():
            words = wording.plain_date(value)
        case Decimal():
            words = wording.number(value)
        case bytes():
            words = _in_numbers(value)
        case Mapping():
            words = "; ".join(f"{name}: {_written(one, timezone)}" for name, one in value.items() if one)
        case list() | tuple():
            words = ", ".join(_written(one, timezone) for one in value)
        case _:
            words = str(value)
    return words
