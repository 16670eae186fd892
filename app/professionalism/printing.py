"""Somebody's estimate on paper, marked as one on every page."""

from datetime import date

from app.base import wording
from app.documents.printing import print_pdf, render_document
from app.organisation.queries.staff import FileHead
from app.professionalism import labels
from app.professionalism.models import Dimension
from app.professionalism.queries.people import PersonYear


def estimate_pdf(head: FileHead, year: PersonYear, *, government: str, sees_discipline: bool, day: date) -> bytes:
    """What counted and what would raise it, dimension by dimension. Without discipline for a superior."""
    lines = [
        one
        for one in (year.found.lines if year.found else ())
        if sees_discipline or one.dimension is not Dimension.DISCIPLINE
    ]
    html = render_document(
        "index_estimate.html",
        government=government,
        head=head,
        year=year,
        lines=lines,
        sees_discipline=sees_discipline,
        labels=labels,
        made_for=wording.full_date(year.day or day),
    )
    return print_pdf(html)
