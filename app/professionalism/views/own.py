"""One's own index: what counted, and what would raise it."""

from flask import url_for
from flask.typing import ResponseReturnValue

from app.access.guards import requires, visitor
from app.access.permissions import Permission
from app.access.visitor import EVERYWHERE
from app.organisation.queries import staff
from app.organisation.queries.staff import FileHead
from app.professionalism import exports
from app.professionalism.models import Dimension
from app.professionalism.printing import estimate_pdf
from app.professionalism.queries import people as queries
from app.professionalism.rules.official import distance, is_off
from app.professionalism.views.blueprint import asked_year, bp, this_day, words
from app.web import plots
from app.web.answers import download, show

OWN = Permission.PROFESSIONALISM_OWN_READ


@bp.get("/saya/ip-asn")
@requires(OWN)
def show_own() -> ResponseReturnValue:
    return person_page(
        _head(), own=True, sees_discipline=True, here=url_for(".show_own"),
        paper=url_for(".download_own_pdf", tahun=asked_year()),
    )  # fmt: skip


@bp.get("/saya/ip-asn.pdf")
@requires(OWN)
def download_own_pdf() -> ResponseReturnValue:
    head, day = _head(), this_day()
    found = queries.of_person(head.employee_id, asked_year(), day)
    content = estimate_pdf(head, found, government=visitor.government_name, sees_discipline=True, day=day)
    return download(content, name=f"ip-asn-perkiraan-{asked_year()}.pdf", media_type="application/pdf")


def _head() -> FileHead:
    return staff.file_head(visitor.employee_id or 0, EVERYWHERE, this_day())


def person_page(head: FileHead, *, own: bool, sees_discipline: bool, here: str, paper: str) -> ResponseReturnValue:
    """The page of a person's year, on their file or as their own."""
    found = queries.of_person(head.employee_id, asked_year(), this_day())
    lines = list(found.found.lines) if found.found else []
    by_dimension = {one: [line for line in lines if line.dimension is one] for one in Dimension}
    if not sees_discipline:
        del by_dimension[Dimension.DISCIPLINE]
    shown = [line for some in by_dimension.values() for line in some]
    return show(
        "professionalism/own.html" if own else "professionalism/file_index.html",
        fragment="" if own else "file_tab",
        head=head,
        own=own,
        year=found,
        by_dimension=by_dimension,
        low=sum(one.low for one in shown),
        high=sum(one.high for one in shown),
        most=sum(max((line.most for line in some), default=0) if len(some) == 1 else sum(line.most for line in some)
                 for some in by_dimension.values()),
        sees_discipline=sees_discipline,
        may_official=not own and visitor.may(Permission.PROFESSIONALISM_OFFICIAL_MANAGE),
        may_discipline=not own and visitor.may(Permission.PROFESSIONALISM_DISCIPLINE_MANAGE),
        parts_of=exports.parts_of,
        distance=distance,
        is_off=is_off,
        here=here,
        paper=paper,
        plots=plots,
        **words(),
    )  # fmt: skip
