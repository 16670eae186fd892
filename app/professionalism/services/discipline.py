"""Sanctions, and HR's word that the list of them is complete. Audit lines never say what a sanction was."""

from datetime import date

from app.access.visitor import Actor
from app.audit import services as audit
from app.base.clock import now
from app.base.database import db, lock
from app.base.errors import RuleBroken, WrongField
from app.organisation import queries as organisation
from app.professionalism.models import Sanction, SanctionLevel, SanctionStatement
from app.professionalism.services import following


class OwnSanction(RuleBroken):
    heading = "Dicatat petugas lain"
    message = "Hukuman disiplin Anda sendiri dicatat petugas lain."


class AlreadyWithdrawn(RuleBroken):
    heading = "Sudah dicabut"
    message = "Catatan ini sudah dicabut. Muat ulang halaman untuk melihat keadaannya."


def record(employee_id: int, level: SanctionLevel, decided_on: date, decree: str, *, by: Actor) -> Sanction:
    """Note a sanction by its decree. Raises WrongField for a day that cannot be, OwnSanction for one's own."""
    if by.employee_id == employee_id:
        raise OwnSanction
    employee = lock(organisation.employee(employee_id))
    if decided_on > following.this_day():
        raise WrongField("decided_on", "Tanggal keputusan belum lewat. Periksa tahunnya.")
    if employee.cpns_from is not None and decided_on < employee.cpns_from:
        raise WrongField("decided_on", "Tanggal keputusan lebih awal daripada hari orang ini menjadi pegawai.")
    one = Sanction(employee_id=employee_id, level=level, decided_on=decided_on, decree=decree, recorded_at=now())
    db.session.add(one)
    db.session.flush()
    audit.record("professionalism.sanction.recorded", one, by=by)
    following.follow([employee_id])
    return one


def withdraw(sanction: Sanction, reason: str, *, by: Actor) -> None:
    """It was entered by mistake, or quashed: it counts no longer, and stays on record with the reason."""
    one = lock(sanction)
    if one.withdrawn_at is not None:
        raise AlreadyWithdrawn
    if by.employee_id == one.employee_id:
        raise OwnSanction
    one.withdrawn_at, one.withdrawn_for = now(), reason
    audit.record("professionalism.sanction.withdrawn", one, by=by)
    following.follow([one.employee_id])


def state_complete(complete_on: date, source: str, *, by: Actor) -> SanctionStatement:
    """Say that every sanction up to a day is on record: whoever has none then counts as having none."""
    if complete_on > following.this_day():
        raise WrongField("complete_on", "Tanggalnya belum lewat. Paling baru hari ini.")
    one = SanctionStatement(complete_on=complete_on, source=source, stated_at=now(), stated_by=by.name)
    db.session.add(one)
    db.session.flush()
    audit.record("professionalism.sanctions.stated", one, by=by, on=complete_on.isoformat())
    following.follow_everybody()
    return one
