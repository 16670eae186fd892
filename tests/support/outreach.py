"""Builders of initiatives and sosialisasi, with dull defaults. Each commits what it makes."""

import io
from datetime import datetime, timedelta
from decimal import Decimal
from typing import Any

from PIL import Image
from sqlalchemy import select

from app.access.visitor import EVERYWHERE
from app.attendance.models import Attendance, AttendanceMethod, AttendanceStatus, Meeting, WalkIn, WalkInStatus
from app.attendance.services import plan_meeting
from app.base.clock import now
from app.base.database import db
from app.documents import services as store
from app.documents.models import StoredFile
from app.initiatives.models import AffectedPerson, AffectedUnit, ImpactKind, Initiative, InitiativeStatus
from app.letters.models import Letter
from app.organisation.models import OrgUnit
from app.sosialisasi.models import (
    AttendedDay,
    AudienceKind,
    AudienceRule,
    Invitation,
    InvitationStatus,
    LetterBundle,
    LetterChoice,
    RoundStatus,
    Sosialisasi,
    SosialisasiPhoto,
    SosialisasiReport,
    SosialisasiRound,
    SosialisasiStatus,
)
from app.sosialisasi.queries.events import RoundPage, round_page
from app.sosialisasi.record_facts import MinutesFacts, Point, RecordContent
from app.sosialisasi.services import minutes, records
from tests.support.builders import LONG_AGO, Person

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


def make_file(content: bytes = b"%PDF-1.7\n", name: str = "paparan.pdf") -> StoredFile:
    row = store.keep(content, storage_key=store.put(content), name=name, media_type="application/pdf")
    db.session.commit()
    return row


def over_page(one: SosialisasiRound) -> RoundPage:
    """The round as whoever runs it has it."""
    return round_page(EVERYWHERE, one.id)


def photo_bytes(*, width: int = 8, height: int = 4, kind: str = "JPEG", with_place: bool = False) -> bytes:
    """A picture; with a place it says where and by which camera it was taken, as a phone's does."""
    buffer = io.BytesIO()
    exif = Image.Exif()
    if with_place:
        exif[0x0110] = "Telepon Sari"
        exif.get_ifd(0x8825).update({1: "S", 2: (1.0, 29.0, 12.0), 3: "E", 4: (102.0, 7.0, 48.0)})
    Image.new("RGB", (width, height), "teal").save(buffer, kind, exif=exif)
    return buffer.getvalue()


def ids_of_outreach(round_id: int, employee: Person, title: str) -> dict[str, int]:
    """What a round leaves behind: a photo, a settled day, papers and a guest; numbers another must not open."""
    one = db.session.get_one(SosialisasiRound, round_id)
    come(one, employee.employee_id)
    guest = WalkIn(
        meeting_id=one.meeting_id, name=f"Tamu {title}", unit="Desa", name_key=title, status=WalkInStatus.OPEN, at=now()
    )
    photo = SosialisasiPhoto(
        round_id=one.id, sort_order=1, caption=title, file_id=make_file(photo_bytes()).id, added_at=now()
    )
    day = AttendedDay(
        sosialisasi_id=one.sosialisasi_id,
        round_id=one.id,
        employee_id=employee.employee_id,
        day=now().date(),
        hours=Decimal(4),
        settled_at=now(),
    )
    printed = select(Letter.id).where(Letter.file_id.is_not(None)).limit(1)
    day.letter_id = db.session.execute(printed).scalar_one()
    db.session.add_all([photo, guest, day])
    meeting = db.session.get_one(Meeting, one.meeting_id)
    ahead = meeting.starts_at, meeting.ends_at
    meeting.starts_at, meeting.ends_at = now() - timedelta(hours=3), now() - timedelta(hours=1)
    _write_papers(one, employee, title)
    meeting.starts_at, meeting.ends_at = ahead
    printed_letters = LetterBundle(
        round_id=one.id,
        choice=LetterChoice.EVERYBODY,
        created_by=employee.user_id,
        created_at=now(),
        expires_at=now() + timedelta(days=7),
        file_id=make_file().id,
    )
    db.session.add(printed_letters)
    db.session.commit()
    return {
        "photo_id": photo.id,
        "day_id": day.id,
        "hall_guest_id": guest.id,
        "letters_id": printed_letters.id,
    }


def _write_papers(one: SosialisasiRound, person: Person, title: str) -> None:
    """Minutes, an issued record and a printed report of a round."""
    page, on, content = over_page(one), now().date(), RecordContent()
    minutes.write(page, MinutesFacts(title, (Point(title),)), version=0, by=person.actor)
    record = records.write(page, content, version=0, by=person.actor)
    record.facts = records.facts_of(page, content, number=title, on=on).to_dict()
    record.number, record.issued_on, record.file_id = title, on, make_file().id
    report = SosialisasiReport(sosialisasi_id=one.sosialisasi_id, file_id=make_file().id, printed_at=now())
    db.session.add(report)
