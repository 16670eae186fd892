"""A change under way and its sosialisasi in every state a page can show, in one government."""

from datetime import timedelta

from app.access.permissions import Role
from app.access.visitor import SYSTEM
from app.attendance.models import Meeting
from app.base import scope
from app.base.clock import now
from app.base.database import db
from app.initiatives.facts import Impact
from app.initiatives.models import ImpactKind
from app.initiatives.queries import initiatives
from app.initiatives.services import affecting
from app.organisation.models import OrgUnit, Position
from app.sosialisasi.models import Sosialisasi, SosialisasiRound, SosialisasiStatus
from app.sosialisasi.services import answering
from tests.browser.seeding import Scene, _cast, in_app
from tests.support.asking import open_board
from tests.support.builders import grant, make_employee, make_position
from tests.support.change import first_stage, ids_of_change
from tests.support.initiatives import make_initiative
from tests.support.proposals import local_today
from tests.support.sosialisasi import (
    invitation_of,
    invite,
    make_event,
    make_material,
    make_round,
    of_person,
    of_unit,
    plan_event,
    plan_round,
    send,
    token_of,
)

LONG = "Sosialisasi Penyederhanaan Birokrasi dan Penyetaraan Jabatan bagi Seluruh Pegawai di Lingkungan Dinas"


@in_app
def outreach() -> Scene:
    cast = _cast()
    unit = db.session.get_one(OrgUnit, db.session.get_one(Position, cast.rina.position_id).unit_id)
    initiative = make_initiative(unit, "Penyederhanaan birokrasi di lingkungan dinas")
    post = db.session.get_one(Position, cast.budi.position_id)
    page = initiatives.page(initiatives.WHOLE, initiative.id)
    affecting.add_position(page, post, Impact(ImpactKind.POST, 3, "Jabatannya disetarakan."), by=SYSTEM)
    draft = make_initiative(unit, "Rancangan perubahan", running=False)
    maya = make_employee("Maya Anggraini", position_id=make_position("Analis Kebijakan", unit=unit).id, female=True)
    grant(maya.user_id, Role.CHANGE_TEAM)
    event = plan_event(unit, LONG, initiative_id=initiative.id, is_public=True, key_messages="Loket tetap buka.")
    make_material(event)
    full = plan_round(event, of_person(cast.budi), of_person(cast.dewi), of_person(cast.rina), seats=1)
    roomy = plan_round(event, of_person(maya), starts_at=now() + timedelta(days=12))
    planned = plan_round(event, of_unit(unit), starts_at=now() + timedelta(days=20))
    for one in (full, roomy):
        send(one)
    for person in (cast.rina, cast.dewi):
        answering.accept(invitation_of(person, full), by=person.actor)
    db.session.get_one(Sosialisasi, event.id).status = SosialisasiStatus.OPEN
    db.session.commit()
    assert db.session.get_one(SosialisasiRound, full.id).seats_taken == 1
    noted = ids_of_change(initiative, cast.rina, "penyetaraan jabatan pengawas ke dalam jabatan fungsional")
    first_stage(initiative, starts_on=local_today() - timedelta(days=9), began_on=local_today() - timedelta(days=4))
    numbers = noted | {
        "initiative": initiative.id,
        "draft": draft.id,
        "event": event.id,
        "full": full.id,
        "planned": planned.id,
        "budis": invitation_of(cast.budi, full).invitation.id,
        "dewis": invitation_of(cast.dewi, full).invitation.id,
        "token": token_of(cast.budi, full),
        "maya": maya,
    }
    return Scene(cast, numbers)


@in_app
def hall() -> Scene:
    """A public round that began a few minutes ago: Budi and Dewi were invited, and a third who stays away."""
    cast = _cast()
    unit = db.session.get_one(OrgUnit, db.session.get_one(Position, cast.rina.position_id).unit_id)
    absent = make_employee("Andi Saputra", position_id=make_position("Arsiparis", unit=unit).id)
    people = (cast.budi.employee_id, cast.dewi.employee_id, absent.employee_id)
    initiative = make_initiative(unit, people=people)
    event = make_event(unit, initiative, is_public=True)
    one = make_round(event, starts_at=now() - timedelta(minutes=5))
    invite(one, *people)
    code = open_board(one).code
    return Scene(cast, {"event": event.id, "round": one.id, "code": code, "initiative": initiative.id})


@in_app
def let_the_hall_empty(round_id: int, government_id: int) -> None:
    """The round is over."""
    with scope.within(government_id):
        one = db.session.get_one(SosialisasiRound, round_id)
        meeting = db.session.get_one(Meeting, one.meeting_id)
        meeting.starts_at, meeting.ends_at = now() - timedelta(hours=3), now() - timedelta(minutes=1)
        db.session.commit()
