from collections.abc import Callable
from typing import Any

from flask import url_for
from flask.typing import ResponseReturnValue

from app.access.guards import actor, requires, visitor
from app.access.permissions import Permission
from app.base.clock import today
from app.base.database import db
from app.training import labels
from app.training.queries import batches, lines, nominations
from app.training.services import planning
from app.training.views.blueprint import bp
from app.web.answers import moved_on, show
from app.web.inputs import aware, keyset

PAGE_SIZE = 100


@bp.get("/kelola/<int:batch_id>/antrean")
@requires(Permission.TRAINING_BATCH_MANAGE)
def show_line(batch_id: int) -> ResponseReturnValue:
    """Who waits and why somebody was offered a seat; who holds seats without names. Each list has pages of its own."""
    page, day = batches.managed_batch(batch_id), today(visitor.timezone)
    after = keyset("sesudah", aware)
    waiting, more = _page(batch_id, "sesudah", lines.waiting_of(page.batch, day, after=after, limit=PAGE_SIZE + 1))
    asked = {"limit": PAGE_SIZE + 1}
    offered = lines.offered_of(page.batch, day, after=keyset("ditawari", aware), **asked)
    holds = nominations.holds_of_batch(batch_id, after=keyset("pesanan", aware), **asked)
    named = nominations.named_for(batch_id, after=keyset("usulan", str), **asked)
    return show(
        "training/batch_line.html",
        fragment="waiting",
        page=page,
        batch=page.batch,
        waiting=waiting,
        more_href=more,
        first_rank=lines.waiting_before(page.batch, after) + 1,
        in_programme=lines.waiting_in_programme(page.programme.id),
        offered=_page(batch_id, "ditawari", offered),
        holds=_page(batch_id, "pesanan", holds),
        named=_page(batch_id, "usulan", named),
        labels=labels,
    )


# After which row the next page of a list begins, by the name of its place in the address.
_PLACES: dict[str, Callable[[Any], str]] = {
    "sesudah": lambda row: f"{row.queued_at.isoformat()}~{row.id}",
    "ditawari": lambda row: f"{row.offer_expires_at.isoformat()}~{row.id}",
    "pesanan": lambda row: f"{row.expires_at.isoformat()}~{row.id}",
    "usulan": lambda row: f"{row.sort_name}~{row.employee_id}",
}


def _page(batch_id: int, name: str, found: list[Any]) -> tuple[list[Any], str]:
    """The rows of a page, of which one more than fits was asked for, and the address of the next."""
    rows = found[:PAGE_SIZE]
    if len(found) <= PAGE_SIZE:
        return rows, ""
    place: dict[str, Any] = {name: _PLACES[name](rows[-1])}
    return rows, url_for(".show_line", batch_id=batch_id, _anchor=None if name == "sesudah" else name, **place)


@bp.post("/kelola/<int:batch_id>/tetap-diadakan")
@requires(Permission.TRAINING_BATCH_MANAGE)
def create_going_ahead(batch_id: int) -> ResponseReturnValue:
    """The organiser decides to hold a batch that is short of people."""
    planning.go_ahead(batches.managed_batch(batch_id), by=actor())
    db.session.commit()
    return moved_on(url_for(".show_managed", batch_id=batch_id), "Angkatan tetap diadakan.")
