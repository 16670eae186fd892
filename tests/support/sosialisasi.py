"""Builders for initiatives and sosialisasi: one running change, events, rounds, and invitations that went out."""

from datetime import datetime, timedelta

from app.access.visitor import EVERYWHERE, SYSTEM
from app.attendance.models import AttendanceStatus, Meeting
from app.attendance.services import mark_list
from app.base.clock import now
from app.base.database import db
from app.documents import services as store
from app.documents.inspection import inspect
from app.initiatives.facts import Impact, InitiativeFacts
from app.initiatives.models import ImpactKind, Initiative
from app.initiatives.queries import initiatives
from app.initiatives.services import affecting
from app.initiatives.services import initiatives as initiative_services
from app.jobs import worker
from app.organisation.models import OrgUnit, PositionTier
from app.sosialisasi import tokens
from app.sosialisasi.facts import EventFacts, Point, RoundFacts, Speaker
from app.sosialisasi.models import AudienceKind, MaterialAccess, Sosialisasi, SosialisasiRound
from app.sosialisasi.queries import audiences as audience_queries
from app.sosialisasi.queries import events, invitations
from app.sosialisasi.queries.events import EventPage, RoundPage
from app.sosialisasi.queries.invitations import InvitationPage
from app.sosialisasi.services import audiences, inviting, materials, rounds
from app.sosialisasi.services import events as event_services
from app.sosialisasi.services.audiences import Named
from tests.support.builders import Person, make_employee, make_position, make_unit
from tests.support.proposals import TOR, local_today

TITLE = "Sosialisasi penyederhanaan birokrasi"


def make_office(name: str = "Dinas Kearsipan", *, people: int = 3) -> tuple[OrgUnit, list[Person]]:
    """A unit with a head who signs, and some people below."""
    unit = make_unit(name)
    post = make_position(f"Kepala {name}", unit=unit, tier=PositionTier.JPT_PRATAMA)
    head = make_employee(f"Kepala {name}, S.H.", position_id=post.id)
    staff = make_position("Arsiparis", unit=unit, above=post.id)
    return unit, [head, *(make_employee(f"Pegawai {n} {name}", position_id=staff.id) for n in range(1, people))]


def initiative_facts(title: str = "Penyederhanaan birokrasi", **different) -> InitiativeFacts:
    facts = {
        "title": title,
        "short_name": title[:60],
        "what_changes": "Jabatan pengawas menjadi jabatan fungsional.",
        "why": "Supaya keputusan lebih cepat.",
        "starts_on": local_today(),
    }
    return InitiativeFacts(**facts | different)


def make_initiative(unit: OrgUnit, title: str = "Penyederhanaan birokrasi", *, running: bool = True) -> Initiative:
    """An initiative that concerns a unit and everybody below it."""
    initiative = initiative_services.create(unit, initiative_facts(title), by=SYSTEM)
    page = initiatives.page(initiatives.WHOLE, initiative.id)
    affecting.add_unit(page, unit, Impact(ImpactKind.STRUCTURE, 2), by=SYSTEM)
    if running:
        initiative_services.start(page, by=SYSTEM)
    db.session.commit()
    return initiative


def event_facts(title: str = TITLE, **different) -> EventFacts:
    facts = {
        "title": title,
        "purpose": "Semua pegawai tahu apa yang berubah.",
        "speakers": (Speaker("Drs. Iskandar", "Sekretaris Daerah"),),
        "agenda": (Point("Pembukaan", 15), Point("Paparan", 60, "Drs. Iskandar")),
    }
    return EventFacts(**facts | different)


def make_event(unit: OrgUnit, title: str = TITLE, **different) -> Sosialisasi:
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


def make_round(event: Sosialisasi, *named: Named, **different) -> SosialisasiRound:
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
    one = make_round(make_event(unit, title), *map(of_person, people), **different)
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


def ids_of_sosialisasi(unit: OrgUnit, person: Person, title: str) -> dict[str, int]:
    """The numbers of a running initiative and of an event with a round to which somebody is invited."""
    initiative = make_initiative(unit, f"Perubahan {title}")
    event = make_event(unit, f"Sosialisasi {title}", initiative_id=initiative.id)
    one = make_round(event, of_person(person))
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
