"""Builders of initiatives and sosialisasi, with dull defaults. Each commits what it makes."""

from datetime import datetime, timedelta
from typing import Any

from app.attendance.models import Attendance, AttendanceMethod, AttendanceStatus
from app.attendance.services import plan_meeting
from app.base.clock import now
from app.base.database import db
from app.initiatives.models import AffectedPerson, AffectedUnit, ImpactKind, Initiative, InitiativeStatus
from app.organisation.models import OrgUnit
from app.sosialisasi.models import (
    AudienceKind,
    AudienceRule,
    Invitation,
    InvitationStatus,
    RoundStatus,
    Sosialisasi,
    SosialisasiRound,
    SosialisasiStatus,
)
from tests.support.builders import LONG_AGO

TOKENS = iter(range(1, 1_000_000))


def make_initiative(unit: OrgUnit, *affected: OrgUnit, people: tuple[int, ...] = (), **different: Any) -> Initiative:
    """A running initiative that concerns these units, and these people besides."""
    row = Initiative(
        **{
            "unit_id": unit.id, "title": "Penyederhanaan birokrasi", "short_name": "penyederhanaan",
            "what_changes": "Eselon IV menjadi fungsional.", "why": "Pelayanan lebih cepat.",
            "status": InitiativeStatus.RUNNING, "starts_on": LONG_AGO,
        } | different
    )  # fmt: skip
    db.session.add(row)
    db.session.flush()
    for one in affected:
        db.session.add(AffectedUnit(initiative_id=row.id, unit_id=one.id, kind=ImpactKind.STRUCTURE, degree=2))
    for number in people:
        db.session.add(AffectedPerson(initiative_id=row.id, employee_id=number, kind=ImpactKind.POST, degree=3))
    db.session.commit()
    return row


def make_event(unit: OrgUnit, initiative: Initiative | None = None, **different: Any) -> Sosialisasi:
    row = Sosialisasi(
        **{
            "unit_id": unit.id, "initiative_id": initiative.id if initiative else None,
            "title": "Sosialisasi penyederhanaan birokrasi", "purpose": "Menjelaskan apa yang berubah.",
            "status": SosialisasiStatus.OPEN, "form_code": "KL11",
        } | different
    )  # fmt: skip
    db.session.add(row)
    db.session.commit()
    return row


def make_round(
    event: Sosialisasi, number: int = 1, *, starts_at: datetime | None = None, **different: Any
) -> SosialisasiRound:
    """A round of three hours; without a start it was a week ago and invitations are out."""
    starts_at = starts_at or now() - timedelta(days=7)
    meeting = plan_meeting(
        title=f"Putaran {number}", starts_at=starts_at, ends_at=starts_at + timedelta(hours=3), place="Aula Dinas"
    )
    row = SosialisasiRound(
        **{
            "sosialisasi_id": event.id, "number": number, "meeting_id": meeting.id, "status": RoundStatus.INVITED,
            "invited_at": starts_at - timedelta(days=7),
        } | different
    )  # fmt: skip
    db.session.add(row)
    db.session.commit()
    return row


def make_rule(one: SosialisasiRound, kind: AudienceKind, **names: Any) -> AudienceRule:
    rule = AudienceRule(round_id=one.id, kind=kind, **names)
    db.session.add(rule)
    db.session.commit()
    return rule


def invite(one: SosialisasiRound, *employee_ids: int, **different: Any) -> list[Invitation]:
    rows = [
        Invitation(
            **{
                "round_id": one.id, "employee_id": number, "status": InvitationStatus.INVITED,
                "token_hash": f"{next(TOKENS):064d}", "invited_at": now() - timedelta(days=14),
            } | different
        )
        for number in employee_ids
    ]  # fmt: skip
    db.session.add_all(rows)
    db.session.commit()
    return rows


def come(one: SosialisasiRound, *employee_ids: int, status: AttendanceStatus = AttendanceStatus.PRESENT) -> None:
    """These people were there, as the list says."""
    for number in employee_ids:
        db.session.add(
            Attendance(
                meeting_id=one.meeting_id, employee_id=number, status=status, method=AttendanceMethod.LIST, at=now()
            )
        )
    db.session.commit()
