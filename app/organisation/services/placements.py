"""Who holds which post. The person is locked first, so that nobody gets two definitive posts at once."""

from datetime import date

from app.access.visitor import Actor
from app.audit import services as audit
from app.base.database import db, lock
from app.base.wording import plain_date
from app.organisation import labels, rules
from app.organisation import queries as organisation
from app.organisation.models import Placement, PlacementKind, Position
from app.organisation.queries import carrying, staff
from app.organisation.services.directory import refresh_directory


def place(employee_id: int, position: Position, *, on: date, by: Actor) -> Placement:
    """Put somebody definitively into a post from a day on; the post they held until then ends that day.

    Raises Overlapping where a definitive placement begins that day or later already.
    """
    employee = lock(organisation.employee(employee_id))
    _ensure_active(employee.active)
    rules.ensure_covers(position.starts_on, position.ends_on, on, what=f"Jabatan {position.title}")
    former = [one for one in staff.placements_lasting(employee_id, on) if one.kind == PlacementKind.DEFINITIVE]
    later = next((one for one in former if one.starts_on >= on), None)
    if later is not None:
        raise rules.Overlapping(
            f"Pegawai ini sudah punya penempatan definitif mulai {plain_date(later.starts_on)}. "
            "Seorang pegawai hanya boleh punya satu jabatan definitif pada satu waktu. Akhiri dulu yang itu, "
            "atau pilih tanggal lain."
        )
    for one in former:
        one.ends_on = on
        audit.record("organisation.placement.ended", one, by=by, on=on.isoformat(), employee=employee_id)
    db.session.flush()
    return _begin(employee_id, position, PlacementKind.DEFINITIVE, (on, None), by=by)


def stand_in(
    employee_id: int, position: Position, kind: PlacementKind, *, on: date, until: date | None, by: Actor
) -> Placement:
    """Let somebody stand in for a post (Plt where it is vacant, Plh where its holder is away), until a day or open."""
    employee = lock(organisation.employee(employee_id))
    _ensure_active(employee.active)
    rules.ensure_covers(position.starts_on, position.ends_on, on, what=f"Jabatan {position.title}")
    if until is not None and until <= on:
        raise rules.Overlapping("Hari terakhir harus sesudah hari pertama.")
    for one in staff.placements_lasting(employee_id, on):
        if one.position_id == position.id and rules.overlap((on, until), (one.starts_on, one.ends_on)):
            words = labels.PLACEMENTS[PlacementKind(one.kind)]
            raise rules.Overlapping(f"Pegawai ini sudah tercatat di jabatan itu pada hari-hari itu ({words}).")
    return _begin(employee_id, position, kind, (on, until), by=by)


def end_placement(placement: Placement, *, on: date, by: Actor) -> None:
    """Let a placement end on a day; what would have gone on in successors of the post is taken back."""
    lock(organisation.employee(placement.employee_id))
    placement = lock(placement)
    if on <= placement.starts_on:
        raise rules.Overlapping(
            f"Penempatan ini baru mulai {plain_date(placement.starts_on)}. Pilih tanggal sesudahnya."
        )
    if placement.ends_on is not None and placement.ends_on <= on:
        raise rules.Overlapping(f"Penempatan ini sudah berakhir {plain_date(placement.ends_on)}.")
    for one in staff.continuations(placement):
        db.session.delete(one)
    placement.ends_on = on
    audit.record("organisation.placement.ended", placement, by=by, on=on.isoformat(), employee=placement.employee_id)
    refresh_directory([placement.employee_id])


def _begin(
    employee_id: int, position: Position, kind: PlacementKind, span: tuple[date, date | None], *, by: Actor
) -> Placement:
    """Write the placement, going on in the successors of the post where it ends before the placement does."""
    on, until = span
    first: Placement | None = None
    here: Position | None = position
    starts_on = on
    while here is not None:
        ends_on = _earlier(until, here.ends_on)
        one = Placement(employee_id=employee_id, position_id=here.id, kind=kind, starts_on=starts_on, ends_on=ends_on)
        db.session.add(one)
        first = first or one
        here = carrying.successor_of(here.id) if ends_on is not None and ends_on != until else None
        starts_on = ends_on or starts_on
    db.session.flush()
    assert first is not None  # noqa: S101 - the loop ran at least once
    audit.record(
        "organisation.placement.created",
        first,
        by=by,
        employee=employee_id,
        position=position.id,
        kind=str(kind),
        on=on.isoformat(),
        until=until.isoformat() if until else None,
    )
    refresh_directory([employee_id])
    return first


def _earlier(first: date | None, second: date | None) -> date | None:
    days = [day for day in (first, second) if day is not None]
    return min(days) if days else None


def _ensure_active(active: bool) -> None:
    if not active:
        raise rules.Overlapping("Pegawai ini sudah tidak aktif, jadi tidak bisa ditempatkan.")
