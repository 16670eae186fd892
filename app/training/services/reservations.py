"""Seats kept for the people of a unit until a day, after which anybody may take them."""

from datetime import date

from app.access.visitor import Actor
from app.audit import services as audit
from app.base.database import db
from app.training import rules
from app.training.models import Batch, BatchReservation, BatchStatus
from app.training.queries import planning
from app.training.queries.batches import BatchPage
from app.training.services import lines
from app.training.services.moments import local_today


def keep(page: BatchPage, *, unit_id: int, seats: int, until: date, by: Actor) -> None:
    """Keep seats for a unit and everything below it; said again for the same unit, the later word counts."""
    batch = _hold(page)
    unit = planning.unit(unit_id)
    if until > batch.starts_on:
        raise rules.WrongField("until", "Jatah unit dilepas paling lambat pada hari pertama angkatan.")
    if until <= local_today():
        raise rules.WrongField("until", "Tanggal ini sudah lewat. Pilih hari setelah hari ini.")
    known = planning.reservation_rows(batch.id)
    _ensure_apart(unit.path, [row for row in planning.reservations(batch.id, local_today()) if row.unit_id != unit_id])
    row = next((one for one in known if one.unit_id == unit_id), None)
    if row is None:
        db.session.add(BatchReservation(batch_id=batch.id, unit_id=unit_id, seats=seats))
    else:
        row.seats = seats
    batch.reserved_until = until
    db.session.flush()
    rules.ensure_reservations_fit(planning.kept_seats(batch.id, local_today()), batch.seats_left)
    _settle(page, by, unit=unit_id, seats=seats)


def _ensure_apart(path: str, others: list[object]) -> None:
    """Nobody belongs to two units with kept seats, or one seat would be kept twice."""
    for other in others:
        there = other.path  # type: ignore[attr-defined]
        if path.startswith(there) or there.startswith(path):
            raise rules.WrongField(
                "unit_id",
                f"Unit ini bertumpuk dengan {other.name}, yang sudah punya jatah. Pilih salah satu.",  # type: ignore[attr-defined]
            )


def drop(page: BatchPage, reservation: BatchReservation, *, by: Actor) -> None:
    """Let the seats go; who waits for one is offered it at once."""
    _hold(page)
    unit_id = reservation.unit_id
    db.session.delete(reservation)
    db.session.flush()
    _settle(page, by, unit=unit_id, seats=0)


def release_if_due(page: BatchPage) -> None:
    """From the day on, by the calendar here, the seats nobody took go to whoever waits."""
    batch, day = lines.hold(page), local_today()
    if batch.status != BatchStatus.PUBLISHED or batch.reserved_until is None:
        return
    if batch.reserved_until <= day <= batch.ends_on:
        lines.offer_free_seats(page.programme.id)


def _hold(page: BatchPage) -> Batch:
    batch = lines.hold(page)
    rules.ensure_editable(batch)
    return batch


def _settle(page: BatchPage, by: Actor, **details: int) -> None:
    page.batch.version += 1
    audit.record("training.batch.seats_kept", page.batch, by=by, **details)
    if page.batch.status == BatchStatus.PUBLISHED:
        lines.offer_free_seats(page.programme.id)
