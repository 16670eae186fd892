"""What happened to the structure since it was set up: a unit renamed, two merged, and a stand-in still to come."""

from datetime import date, datetime, timedelta

from sqlalchemy import select

from app.access.visitor import SYSTEM
from app.base.database import db
from app.demo.governments import BUNGO
from app.organisation.models import OrgUnit, Placement, PlacementKind, Position, PositionTier
from app.organisation.services import placements, structure

REGULATION = "Perda Nomor 3 Tahun 2024"
RENAMED_ON, MERGED_ON = date(2025, 1, 2), date(2025, 7, 1)
# As they were called before: (agency, unit now, its name then).
_RENAMED = ("Dinas Komunikasi dan Informatika", "Bidang Statistik dan Persandian", "Bidang Persandian dan Statistik")
_MERGED_FROM = ("Bidang Pengadaan dan Informasi Kepegawaian", "Bidang Mutasi dan Promosi")
_MERGED_INTO = "Bidang Pengadaan, Mutasi dan Promosi"
_AWAITS_PLT = "Camat Limbur Lubuk Mengkuang"


def carry_out(at: datetime) -> None:
    """Change the structure by the services, so that every day since can be drawn as it was."""
    renamed = _unit(_RENAMED[0], _RENAMED[1])
    if renamed is not None:
        renamed.name = _RENAMED[2]
        db.session.flush()
        structure.rename_unit(renamed, _RENAMED[1], on=RENAMED_ON, version=1, by=SYSTEM, legal_basis=REGULATION)
    merged = [_unit(BUNGO.hr_agency, name) for name in _MERGED_FROM]
    if all(merged):
        units = [one for one in merged if one is not None]
        structure.merge_units(units, _MERGED_INTO, on=MERGED_ON, version=1, by=SYSTEM, legal_basis=REGULATION)
    _plan_stand_in(at.date() + timedelta(days=21))


def _unit(agency: str, name: str) -> OrgUnit | None:
    above = select(OrgUnit.id).where(OrgUnit.name == agency, OrgUnit.parent_id.is_(None)).scalar_subquery()
    return db.session.execute(
        select(OrgUnit).where(OrgUnit.name == name, OrgUnit.parent_id == above, OrgUnit.ends_on.is_(None))
    ).scalar_one_or_none()


def _plan_stand_in(day: date) -> None:
    """A vacant kecamatan gets a Plt in three weeks: the head of one of its sections."""
    vacant = db.session.execute(select(Position).where(Position.title == _AWAITS_PLT)).scalars().first()
    stand_in = db.session.execute(
        select(Placement.employee_id)
        .join(Position, Position.id == Placement.position_id)
        .where(Position.tier == PositionTier.PENGAWAS, Position.title.like("Kepala Seksi%"))
        .where(Placement.ends_on.is_(None), Placement.kind == PlacementKind.DEFINITIVE, Placement.starts_on < day)
        .order_by(Placement.id)
        .limit(1)
    ).scalar_one_or_none()
    if vacant is not None and stand_in is not None:
        placements.stand_in(stand_in, vacant, PlacementKind.PLT, on=day, until=day + timedelta(days=90), by=SYSTEM)
