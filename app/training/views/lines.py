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
    """Who waits and why somebody was offered a seat; who holds seats without names."""
    page, day = batches.managed_batch(batch_id), today(visitor.timezone)
    after = keyset("sesudah", aware)
    found = lines.waiting_of(page.batch, day, after=after, limit=PAGE_SIZE + 1)
    waiting, more = found[:PAGE_SIZE], ""
    if len(found) > PAGE_SIZE:
        place = f"{waiting[-1].queued_at.isoformat()}~{waiting[-1].id}"
        more = url_for(".show_line", batch_id=batch_id, sesudah=place)
    return show(
        "training/batch_line.html",
        fragment="waiting",
        page=page,
        batch=page.batch,
        offered=lines.offered_of(page.batch, day),
        waiting=waiting,
        first_rank=lines.waiting_before(page.batch, after) + 1,
        more_href=more,
        in_programme=lines.waiting_in_programme(page.programme.id),
        holds=nominations.holds_of_batch(batch_id),
        named=nominations.named_for(batch_id),
        labels=labels,
    )


@bp.post("/kelola/<int:batch_id>/tetap-diadakan")
@requires(Permission.TRAINING_BATCH_MANAGE)
def create_going_ahead(batch_id: int) -> ResponseReturnValue:
    """The organiser decides to hold a batch that is short of people."""
    planning.go_ahead(batches.managed_batch(batch_id), by=actor())
    db.session.commit()
    return moved_on(url_for(".show_managed", batch_id=batch_id), "Angkatan tetap diadakan.")
