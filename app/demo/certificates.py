"""Certificates worth looking at: signed with the demo's own key, in designs to choose from, one revoked, one replaced,
one expired. What needs a finished certificate is a job of its own, behind the closings of the story."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

from sqlalchemy import select

from app.access.visitor import SYSTEM, Actor
from app.base import scope
from app.base.clock import now
from app.base.database import db, lock
from app.certificates import keys
from app.certificates.models import Certificate, CertificateSeries, KeyKind, Signing
from app.certificates.rules import CertificateStatus
from app.certificates.services import designs, recalls, replacing
from app.certificates.services import names as wishes
from app.certificates.services import series as numberings
from app.certificates.style import Layout, Texts
from app.certificates.wishes import DesignFacts
from app.demo import cast
from app.jobs import services as jobs
from app.jobs.registry import registry
from app.training.models import Programme

KIND = "demo.certificates"
DESIGNS = (
    DesignFacts("Pucuk rebung", Layout.SHOOTS, "#0d4459", "#b8860f", Texts()),
    DesignFacts("Klasik marun", Layout.CLASSIC, "#5a1f3d", "#a6672c", Texts(given="dianugerahkan kepada")),
    DesignFacts("Pita hijau", Layout.MODERN, "#1c4f3c", "#b8860f", Texts()),
)


def act(actors: dict[str, Actor]) -> None:
    """In the scope of Bungo, before its batches are closed: designs for the programmes, and signatures."""
    sari, dewi = actors[cast.SARI.key], actors[cast.DEWI.key]
    made = [designs.create(one, None, by=sari) for one in DESIGNS]
    programmes = db.session.execute(select(Programme).order_by(Programme.id)).scalars()
    for order, programme in enumerate(programmes):
        programme.design_id = made[order % len(made)].id
    if keys.is_demo():
        numberings.add_key(keys.DEMO_KEY, KeyKind.PKCS12, "", by=sari)
        for series in db.session.execute(select(CertificateSeries)).scalars():
            series.signing = Signing.SEAL
    wishes.ask(dewi.employee_id or 0, f"{dewi.name}, M.T.I.", "Ijazah S-2 sudah di berkas pegawai.", None, by=dewi)


def age_some(by: Actor) -> None:
    """Behind the closings in the queue."""
    jobs.enqueue(KIND, {}, by=by, government_id=scope.current(), key=KIND)


class NotYet(Exception):
    """The closings of the story are not done; the worker tries again."""


@registry.handles(KIND)
def age(_args: dict[str, Any], progress: Callable[[int, int], None]) -> str:
    """Give three certificates of people outside the cast a fate; run again, theirs stays."""
    statement = select(Certificate).where(Certificate.replaces_id.is_(None)).order_by(Certificate.id.desc()).limit(3)
    chosen = list(db.session.execute(statement).scalars())
    if len(chosen) < len(DESIGNS) or any(one.file_id is None for one in chosen):
        raise NotYet
    revoked, replaced, expired = chosen
    if revoked.status == CertificateStatus.VALID:
        recalls.recall([revoked.id], "Daftar hadir hari pertama ternyata milik angkatan lain.", by=SYSTEM)
    if replaced.status == CertificateStatus.VALID:
        facts = replaced.facts
        correction = replacing.Correction(
            f"{facts['holder_name']}, M.Si.", facts["holder_position"], facts["holder_unit"], "Gelar belum tertulis."
        )
        replacing.replace_with(replaced, correction, by=SYSTEM)
    expired = lock(expired)
    expired.expires_on = now().date() - timedelta(days=1)
    progress(1, 1)
    return "Selesai."
