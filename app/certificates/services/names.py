"""The wish for another name on the certificate: asked by the holder, decided by an officer."""

from app.access.visitor import Actor
from app.audit import services as audit
from app.base.clock import now
from app.base.database import db, lock
from app.certificates import rules
from app.certificates.models import Certificate, CertificateName, NameStatus
from app.certificates.queries import issued, names
from app.certificates.services import letters, replacing
from app.organisation import queries as organisation


def ask(employee_id: int, wanted: str, note: str, certificate: Certificate | None, *, by: Actor) -> CertificateName:
    """Put the wish before the officers. Locks the person, so two clicks make one wish."""
    employee = lock(organisation.employee(employee_id))
    if names.waiting_of(employee_id) is not None:
        raise rules.AlreadyWaiting
    if certificate is not None:
        rules.ensure_valid(certificate.status)
        printed = str(certificate.facts["holder_name"])
    else:
        printed = names.printed_name(employee_id, employee.name)
    if wanted == printed:
        raise rules.WrongField("wanted", "Nama ini sama dengan yang akan tercetak. Tulis nama yang benar.")
    wish = CertificateName(
        employee_id=employee_id,
        certificate_id=certificate.id if certificate is not None else None,
        person_name=employee.name,
        printed=printed,
        wanted=wanted,
        note=note,
        created_at=now(),
    )
    db.session.add(wish)
    db.session.flush()
    audit.record("certificates.name.asked", wish, by=by)
    return wish


def grant(wish: CertificateName, answer: str, *, by: Actor) -> None:
    """From now on the name is printed so; a certificate that was named is replaced at once."""
    wish = _decide(wish, NameStatus.GRANTED, answer, by=by)
    audit.record("certificates.name.granted", wish, by=by)
    if wish.certificate_id is not None:
        certificate = issued.certificate(wish.certificate_id)
        facts = certificate.facts
        correction = replacing.Correction(
            wish.wanted, facts["holder_position"], facts["holder_unit"], f"Penulisan nama diperbaiki. {answer}".strip()
        )
        replacing.replace_with(certificate, correction, by=by)
    letters.tell_name(wish)


def refuse(wish: CertificateName, answer: str, *, by: Actor) -> None:
    wish = _decide(wish, NameStatus.REFUSED, answer, by=by)
    audit.record("certificates.name.refused", wish, by=by)
    letters.tell_name(wish)


def _decide(wish: CertificateName, status: NameStatus, answer: str, *, by: Actor) -> CertificateName:
    wish = lock(wish)
    if wish.employee_id == by.employee_id:
        raise rules.OwnWish
    if wish.status != NameStatus.WAITING:
        raise rules.AlreadyDecided
    wish.status, wish.answer, wish.decided_by, wish.decided_at = status, answer, by.user_id, now()
    return wish
