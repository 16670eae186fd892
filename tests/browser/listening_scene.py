"""A wave that is open for a dinas: Rina heads it, Maya keeps the wave, twelve people hold a link each."""

from app.access.permissions import Role
from app.access.visitor import SYSTEM
from app.base.database import db
from app.jobs import worker
from app.organisation.models import OrgUnit, Position
from app.surveys.services import instruments, opening
from tests.browser.seeding import Scene, _cast, in_app
from tests.support.builders import grant, make_employee
from tests.support.initiatives import make_initiative
from tests.support.waves import make_crowd, make_wave, token_of


@in_app
def asked() -> Scene:
    cast = _cast()
    unit = db.session.get_one(OrgUnit, db.session.get_one(Position, cast.rina.position_id).unit_id)
    maya = make_employee("Maya Lestari, S.Pd.", female=True)
    grant(maya.user_id, Role.CHANGE_TEAM)
    people = make_crowd(unit, 9)
    change = make_initiative(unit, short_name="penggabungan bidang")
    version = instruments.take_over("pulse5", by=SYSTEM)
    wave = make_wave(unit, version, title="Denyut penggabungan", initiative_id=change.id)
    opening.request(wave, by=SYSTEM)
    db.session.commit()
    worker.work_off()
    asked_of = [cast.budi, cast.dewi, cast.rina, *people]
    ids = {
        "wave": wave.id,
        "maya": maya,
        "helper": cast.budi.nip,
        "unit": str(unit.id),
        "tokens": [token_of(wave, one) for one in asked_of],
    }
    return Scene(cast, ids)
