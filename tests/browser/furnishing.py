"""What the pages of the days, of lesson hours, of badges, of plans and of proposals show: one thing on each."""

from app.attendance.models import Meeting
from app.attendance.services import hosting, scans
from app.base.database import db
from app.certificates.models import Certificate
from app.plans.services import horizon
from app.training.models import Batch
from tests.support.builders import Person, host_of, make_certificate, make_employee, make_unit, seat
from tests.support.individual_plans import agreed
from tests.support.individual_plans import submitted as submitted_plan
from tests.support.lesson_claims import make_claim
from tests.support.plans import YEAR, gathered, make_need, people_lacking
from tests.support.presence import make_absence, make_walk_in, scanned
from tests.support.proposals import make_office, make_proposal, submitted


def presence(batch: Batch, meeting: Meeting, officer: Person) -> dict[str, int]:
    """Somebody excused, a refused code, a guest still to be recognised and one who is."""
    away, stranger = make_employee("Hasan Basri"), make_employee("Wati Suryani")
    seat(away, batch)
    absence = make_absence(away, meeting, with_paper=True)
    expected = frozenset({away.employee_id})
    scans.take(meeting, [scanned(stranger, meeting)], expected=expected, by=officer.actor, step_seconds=30)
    guest, known = make_walk_in(meeting), make_walk_in(meeting, "Wati Suryani")
    hosting.recognise(host_of(batch), known, stranger.employee_id, as_participant=True, by=officer.actor)
    db.session.commit()
    return {"guest": guest.id, "known": known.id, "absence": absence.id}


def hours(claimant: Person) -> dict[str, int]:
    return {"claim": make_claim(claimant).id}


def individual_plans(employee: Person, other: Person, superior: Person) -> dict[str, int]:
    """An agreed plan that is being realised, and one that waits for the superior."""
    plan = agreed(employee, superior, items=2)
    return {"idp": plan.id, "idp_waiting": submitted_plan(other, items=2).id}


def proposals() -> tuple[Person, dict[str, int]]:
    """An organiser of a unit with a draft and with a proposal that was handed in."""
    office = make_office()
    draft = make_proposal(office, "Pelatihan Pengujian Kendaraan Bermotor Listrik")
    return office.officer, {"draft": draft.id, "proposal": submitted(office).id, "office": office.unit.id}


def plans(officer: Person) -> dict[str, int]:
    """A draft of a plan with an activity, a need of a unit, and a plan of several years."""
    people_lacking(4)
    plan, made = gathered(officer)
    need = make_need(make_unit("Dinas Ketahanan Pangan"), officer)
    long = horizon.create(YEAR, YEAR + 4, "HCDP Bungo", by=officer.actor)
    db.session.commit()
    return {"plan": plan.id, "planned": made[0].id, "need": need.id, "horizon": long.id}


def printed(holder: Person) -> dict[str, str]:
    """The two parts of the address in a certificate's QR code, whole and changed, of one we know and one we do not."""
    known, unknown = make_certificate(holder), make_certificate(holder)
    code, signed = _parts(known)
    strange_code, strange = _parts(unknown)
    db.session.delete(db.session.get_one(Certificate, unknown.id))
    db.session.commit()
    return {
        "signed": f"{code}/{signed}",
        "strange": f"{strange_code}/{strange}",
        "tampered": f"{code}/{strange}",
    }


def _parts(certificate: Certificate) -> list[str]:
    parts: list[str] = certificate.facts["verification_url"].split("/")[-2:]
    return parts
