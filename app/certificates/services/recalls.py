"""Recalling certificates: one or a thousand by one act, and everybody concerned told in the background."""

from collections.abc import Callable, Sequence
from typing import Any

from sqlalchemy import func, select, update

from app.access.visitor import Actor
from app.audit import services as audit
from app.base.clock import now, today
from app.base.database import db, lock
from app.certificates.models import Certificate, CertificateRecall
from app.certificates.queries import issued
from app.certificates.rules import CertificateStatus, NotValid
from app.certificates.services import letters
from app.jobs import services as jobs
from app.jobs.models import Job
from app.organisation import queries as organisation

KIND = "certificates.tell_recall"
_AT_ONCE = 500


def job_key(recall_id: int) -> str:
    return f"{KIND}:{recall_id}"


def recall(certificate_ids: Sequence[int], reason: str, *, by: Actor) -> tuple[CertificateRecall, Job]:
    """Withdraw what of these is still valid, all in this transaction, so that no check says otherwise any more.

    Raises NoResultFound where one of them is not there, and NotValid where none is valid.
    """
    chosen = sorted(set(certificate_ids))
    issued.ensure_there(chosen)
    recall = CertificateRecall(
        reason=reason, total=len(chosen), created_by=by.user_id, created_by_name=by.name, created_at=now()
    )
    db.session.add(recall)
    db.session.flush()
    changed = sum(_withdraw(recall, chosen[start : start + _AT_ONCE]) for start in range(0, len(chosen), _AT_ONCE))
    if not changed:
        raise NotValid
    recall.total = changed
    audit.record("certificates.recalled", recall, by=by, certificates=changed, reason=reason)
    job = jobs.enqueue(
        KIND, {"recall_id": recall.id}, by=by, government_id=recall.government_id, key=job_key(recall.id)
    )
    return recall, job


def _withdraw(recall: CertificateRecall, ids: Sequence[int]) -> int:
    done = db.session.execute(
        update(Certificate)
        .where(Certificate.id.in_(ids), Certificate.status == CertificateStatus.VALID)
        .values(
            status=CertificateStatus.REVOKED,
            reason=recall.reason,
            changed_on=today(organisation.government(recall.government_id).timezone),
            recall_id=recall.id,
        )
        .execution_options(synchronize_session=False)
    )
    db.session.expire_all()
    return int(done.rowcount)  # type: ignore[attr-defined]


def tell(args: dict[str, Any], progress: Callable[[int, int], None]) -> str:
    """Tell each holder and leave a line for each certificate, one transaction each; run again, nobody hears twice."""
    recall = db.session.execute(select(CertificateRecall).where(CertificateRecall.id == args["recall_id"])).scalar_one()
    waiting = issued.untold(recall.id)
    total, done = recall.total, recall.total - len(waiting)
    for certificate_id in waiting:
        certificate = lock(db.session.get_one(Certificate, certificate_id))
        if certificate.recall_told_at is None:
            certificate.recall_told_at = now()
            audit.record(
                "certificates.revoked",
                certificate,
                by=Actor(recall.created_by, None, recall.created_by_name),
                number=certificate.number,
                reason=recall.reason,
            )
            letters.tell_revoked(certificate)
        done += 1
        progress(done, total)
    recall = lock(recall)
    recall.told_at = recall.told_at or now()
    db.session.commit()
    return f"Selesai. {total} sertifikat dicabut, dan pemegangnya sudah diberi tahu."


def count_valid(certificate_ids: Sequence[int]) -> int:
    """How many of these a recall would change."""
    statement = select(func.count(Certificate.id)).where(
        Certificate.id.in_(certificate_ids), Certificate.status == CertificateStatus.VALID
    )
    return db.session.execute(statement).scalar_one()
