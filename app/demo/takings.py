"""What people of the demo have taken out of Penata: a badge, a calendar link, and a year's certificates in one file."""

from sqlalchemy import select

from app.access.visitor import Actor
from app.accounts.models import User
from app.base import scope
from app.base.database import db
from app.certificates import badges, bundles
from app.certificates.bundles import Choice
from app.certificates.models import BundleForm, Certificate, CertificateBadge, CertificateBundle
from app.certificates.rules import CertificateStatus
from app.demo import cast
from app.demo.governments import BUNGO
from app.documents import asked
from app.jobs import queries as jobs
from app.jobs import worker
from app.organisation.models import Government
from app.training.models import CalendarKind, CalendarLink
from app.training.services import calendar_links
from app.training.services.calendar_links import Target


def take() -> None:
    """Once the closings are done, and once only."""
    government_id = db.session.execute(select(Government.id).where(Government.slug == BUNGO.slug)).scalar_one_or_none()
    if government_id is None:
        db.session.rollback()
        return
    with scope.within(government_id):
        _badge_and_link(_actor(cast.BUDI.email), government_id)
        bundle_id = _bundle(_actor(cast.SARI.email))
        db.session.commit()
        job = jobs.by_key(asked.job_key(bundles.KIND, bundle_id)) if bundle_id else None
        db.session.rollback()
    if job is not None:
        worker.run(job.id)


def _actor(email: str) -> Actor:
    user = db.session.execute(select(User).where(User.email == email)).scalar_one()
    return Actor(user.id, user.employee_id, user.name)


def _badge_and_link(budi: Actor, government_id: int) -> None:
    certificate = db.session.execute(
        select(Certificate)
        .where(Certificate.employee_id == budi.employee_id, Certificate.status == CertificateStatus.VALID)
        .order_by(Certificate.id.desc())
        .limit(1)
    ).scalar_one_or_none()
    has_badge = db.session.execute(select(CertificateBadge.id).limit(1)).scalar() is not None
    if certificate is not None and not has_badge:
        badges.make(certificate, email=cast.BUDI.email, by=budi)
    if db.session.execute(select(CalendarLink.id).limit(1)).scalar() is None and budi.user_id is not None:
        calendar_links.make(budi.user_id, Target(CalendarKind.PERSON), government_id=government_id, by=budi)


def _bundle(sari: Actor) -> int:
    """The certificates of the newest year; 0 where there is nothing to take, or it was taken already."""
    years = bundles.years()
    if not years or db.session.execute(select(CertificateBundle.id).limit(1)).scalar() is not None:
        return 0
    try:
        bundle = bundles.ask(Choice(year=years[0]), BundleForm.ZIP, f"Semua unit, tahun {years[0]}", by=sari)
    except bundles.NothingToBundle:
        return 0
    return bundle.id
