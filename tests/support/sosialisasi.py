"""Builders of sosialisasi, with dull defaults. Each commits what it makes.

``plan_…`` and ``send`` go the way an organiser goes, through the services; ``make_…``, ``invite`` and ``come`` write
rows as they stand later on, so that a round may lie in the past.
"""

import io
from datetime import datetime, time, timedelta
from decimal import Decimal
from typing import Any

from PIL import Image
from sqlalchemy import select

from app.access.visitor import EVERYWHERE, SYSTEM
from app.attendance.models import (
    Attendance,
    AttendanceMethod,
    AttendanceStatus,
    Meeting,
    WalkIn,
    WalkInStatus,
)
from app.attendance.services import mark_list, plan_meeting
from app.base.clock import now, today
from app.base.database import db
from app.base.wording import DEFAULT_ZONE, at
from app.documents import services as store
from app.documents.inspection import inspect
from app.documents.models import StoredFile
from app.initiatives.models import Initiative
from app.initiatives.queries.populations import Named
from app.jobs import worker
from app.letters.models import Letter
from app.organisation.models import OrgUnit
from app.sosialisasi import tokens
from app.sosialisasi.facts.events import EventFacts, Point, RoundFacts, Speaker
from app.sosialisasi.facts.records import MinutesFacts, RecordContent
from app.sosialisasi.facts.records import Point as MinutesPoint
from app.sosialisasi.models import (
    AttendedDay,
    AudienceKind,
    AudienceRule,
    Invitation,
    InvitationStatus,
    LetterBundle,
    LetterChoice,
    MaterialAccess,
    RoundStatus,
    Sosialisasi,
    SosialisasiPhoto,
    SosialisasiReport,
    SosialisasiRound,
    SosialisasiStatus,
)
from app.sosialisasi.queries import audiences as audience_queries
from app.sosialisasi.queries import events, invitations
from app.sosialisasi.queries.events import EventPage, RoundPage
from app.sosialisasi.queries.invitations import InvitationPage
from app.sosialisasi.services import audiences, inviting, materials, minutes, records, rounds
from app.sosialisasi.services import events as event_services
from tests.support.builders import Person
from tests.support.initiatives import make_initiative
from tests.support.presence import make_sign_sheet
from tests.support.proposals import TOR

TITLE = "Sosialisasi penyederhanaan birokrasi"
TOKENS = iter(range(1, 1_000_000))


def event_facts(title: str = TITLE, **different) -> EventFacts:
    facts = {
        "title": title,
        "purpose": "Semua pegawai tahu apa yang berubah.",
        "speakers": (Speaker("Drs. Iskandar", "Sekretaris Daerah"),),
        "agenda": (Point("Pembukaan", 15), Point("Paparan", 60, "Drs. Iskandar")),
    }
    return EventFacts(**facts | different)


def plan_event(unit: OrgUnit, title: str = TITLE, **different) -> Sosialisasi:
    event = event_services.create(unit, event_facts(title, **different), by=SYSTEM)
    db.session.commit()
    return event


def event_page(event: Sosialisasi) -> EventPage:
    return events.event_page(EVERYWHERE, event.id)


def round_page(one: SosialisasiRound) -> RoundPage:
    return events.any_round(one.id)


def round_facts(starts_at: datetime | None = None, **different) -> RoundFacts:
    begins = starts_at or now().replace(minute=0, second=0, microsecond=0) + timedelta(days=10)
    facts = {"starts_at": begins, "ends_at": begins + timedelta(hours=2), "place": "Aula dinas"}
    return RoundFacts(**facts | different)


def plan_round(event: Sosialisasi, *named: Named, **different) -> SosialisasiRound:
    """A round with its audience, not sent yet."""
    one = rounds.plan(event_page(event), round_facts(**different), by=SYSTEM)
    for name in named:
        audiences.add(round_page(one), name, is_left_out=False, by=SYSTEM)
    db.session.commit()
    return one


def of_unit(unit: OrgUnit) -> Named:
    return Named(AudienceKind.SUBTREE, unit_id=unit.id)


def of_person(person: Person) -> Named:
    return Named(AudienceKind.PERSON, employee_id=person.employee_id)


def send(one: SosialisasiRound, *, skip_busy: bool = False) -> None:
    """Send the invitations and do the worker's work."""
    inviting.send(round_page(one), skip_busy=skip_busy, by=SYSTEM)
    db.session.commit()
    worker.drain()


def sent_round(unit: OrgUnit, *people: Person, title: str = TITLE, **different) -> SosialisasiRound:
    """A round to which these people were invited."""
    one = plan_round(plan_event(unit, title), *map(of_person, people), **different)
    send(one)
    return one


def invitation_of(person: Person, one: SosialisasiRound) -> InvitationPage:
    found = invitations.own_to_round(person.employee_id, one.id)
    assert found is not None, f"{person.name} is not invited"
    return invitations.by_id(found.id)


def status_of(person: Person, one: SosialisasiRound) -> str:
    db.session.rollback()
    return str(invitation_of(person, one).invitation.status)


def token_of(person: Person, one: SosialisasiRound) -> str:
    return tokens.token_of(one.id, person.employee_id)


def mark(one: SosialisasiRound, person: Person, status: AttendanceStatus = AttendanceStatus.PRESENT) -> None:
    """Note that somebody was at a round, or was not."""
    mark_list(db.session.get_one(Meeting, one.meeting_id), {person.employee_id: status}, by=SYSTEM)
    db.session.commit()


def let_it_pass(one: SosialisasiRound, *, hours: int = 3) -> None:
    """As if the round had ended some hours ago."""
    meeting = db.session.get_one(Meeting, one.meeting_id)
    meeting.ends_at = now() - timedelta(hours=hours)
    meeting.starts_at = meeting.ends_at - timedelta(hours=2)
    db.session.commit()


def make_material(event: Sosialisasi, title: str = "Paparan", access: MaterialAccess = MaterialAccess.BEFORE) -> int:
    """The number of a file handed to those invited."""
    upload = inspect(TOR, "paparan.pdf")
    key = store.put(upload.content)
    made = materials.attach(event_page(event), upload, storage_key=key, title=title, access=access, by=SYSTEM)
    db.session.commit()
    return made.id


def make_event(unit: OrgUnit, initiative: Initiative | None = None, **different: Any) -> Sosialisasi:
    row = Sosialisasi(
        **{
            "unit_id": unit.id, "initiative_id": initiative.id if initiative else None,
            "title": TITLE, "purpose": "Menjelaskan apa yang berubah.",
            "status": SosialisasiStatus.OPEN, "form_code": "KL11",
        } | different
    )  # fmt: skip
    db.session.add(row)
    db.session.commit()
    return row


def make_round(
    event: Sosialisasi, number: int = 1, *, starts_at: datetime | None = None, **different: Any
) -> SosialisasiRound:
    """A round of three hours; without a start it was a week ago at eight in the morning and invitations are out."""
    starts_at = starts_at or at(today(DEFAULT_ZONE) - timedelta(days=7), DEFAULT_ZONE, time(8))
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


def photo_bytes(*, width: int = 8, height: int = 4, kind: str = "JPEG", with_place: bool = False) -> bytes:
    """A picture; with a place it says where and by which camera it was taken, as a phone's does."""
    buffer = io.BytesIO()
    exif = Image.Exif()
    if with_place:
        exif[0x0110] = "Telepon Sari"
        exif.get_ifd(0x8825).update({1: "S", 2: (1.0, 29.0, 12.0), 3: "E", 4: (102.0, 7.0, 48.0)})
    Image.new("RGB", (width, height), "teal").save(buffer, kind, exif=exif)
    return buffer.getvalue()


def ids_of_sosialisasi(unit: OrgUnit, person: Person, title: str) -> dict[str, int]:
    """The numbers of a running initiative and of an event with a round to which somebody is invited."""
    initiative = make_initiative(unit, f"Perubahan {title}")
    event = plan_event(unit, f"Sosialisasi {title}", initiative_id=initiative.id)
    one = plan_round(event, of_person(person))
    rule_id = audience_queries.rules_of(one.id)[0].id
    send(one)
    return {
        "initiative_id": initiative.id,
        "event_id": event.id,
        "round_id": one.id,
        "rule_id": rule_id,
        "invitation_id": invitation_of(person, one).invitation.id,
        "material_id": make_material(event),
    }


def ids_of_held_round(round_id: int, employee: Person, title: str) -> dict[str, int]:
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
        "hall_sheet_id": make_sign_sheet(one.meeting_id, "sosialisasi", employee).id,
    }


def _write_papers(one: SosialisasiRound, person: Person, title: str) -> None:
    """Minutes, an issued record and a printed report of a round."""
    page, on, content = round_page(one), now().date(), RecordContent()
    minutes.write(page, MinutesFacts(title, (MinutesPoint(title),)), version=0, by=person.actor)
    record = records.write(page, content, version=0, by=person.actor)
    record.facts = records.facts_of(page, content, number=title, on=on).to_dict()
    record.number, record.issued_on = title, on
    record.file_id, record.list_file_id = make_file().id, make_file().id
    report = SosialisasiReport(sosialisasi_id=one.sosialisasi_id, file_id=make_file().id, printed_at=now())
    db.session.add(report)
