"""What holders are told: a certificate was withdrawn or replaced, or their wish for a name was decided."""

from app.base.clock import today
from app.certificates.models import Certificate, CertificateName, NameStatus
from app.notifications import services as notifications
from app.notifications.services import Recipient
from app.organisation import queries as organisation


def _recipient(employee_id: int, government_id: int) -> Recipient:
    person = organisation.person(employee_id, today(organisation.government(government_id).timezone))
    return Recipient(person.employee_id, person.name, person.email)


def tell_revoked(certificate: Certificate) -> None:
    notifications.tell(
        _recipient(certificate.employee_id, certificate.government_id),
        "certificate_revoked",
        f"Sertifikat Anda nomor {certificate.number} dicabut.",
        path="/sertifikat",
        key=f"{certificate.id}",
        title=certificate.title,
        reason=certificate.reason,
    )


def tell_replaced(old: Certificate, new: Certificate) -> None:
    notifications.tell(
        _recipient(old.employee_id, old.government_id),
        "certificate_replaced",
        f"Sertifikat Anda nomor {old.number} diganti dengan nomor {new.number}.",
        path="/sertifikat",
        key=f"{old.id}",
        title=old.title,
        reason=old.reason,
    )


def tell_name(wish: CertificateName) -> None:
    granted = wish.status == NameStatus.GRANTED
    notifications.tell(
        _recipient(wish.employee_id, wish.government_id),
        "certificate_name",
        f"Usulan nama Anda pada sertifikat {'diterima' if granted else 'tidak diterima'}.",
        path="/sertifikat/nama",
        key=f"{wish.id}",
        wanted=wish.wanted,
        answer=wish.answer or "Tanpa catatan.",
    )
