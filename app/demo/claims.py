"""Claims of lesson hours in every state: waiting, late, counted, cut by a cap, and refused."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from decimal import Decimal

from app.access.visitor import Actor
from app.base.database import db
from app.demo import cast
from app.demo.cast import Player
from app.documents import services as store
from app.documents.inspection import inspect
from app.documents.printing import print_pdf
from app.learning.models import LearningClaim
from app.learning.queries import claims as queries
from app.learning.rules import Activity
from app.learning.services import claims


@dataclass(frozen=True)
class Course:
    """An activity that ended so many days ago."""

    form: str
    title: str
    organiser: str
    ago: int
    days: int
    quantity: int


_WAITING: tuple[tuple[Player, Course], ...] = (
    (cast.BUDI, Course("KL06", "Seminar Arsip Digital Daerah", "Dinas Perpustakaan dan Kearsipan", 20, 1, 1)),
    (cast.DEWI, Course("NK03", "Kelas daring Dasar Keamanan Informasi", "Pusat pembelajaran daring", 12, 2, 6)),
    (cast.RINA, Course("KL07", "Lokakarya Standar Pelayanan Publik", "Bagian Organisasi", 45, 2, 2)),
)
_COUNTED = Course("NK01", "Coaching pelayanan loket", "Disdukcapil", 60, 1, 2)
_WITHOUT_DATE = Course("KL06", "Sarasehan Layanan Ramah Anak", "Forum Anak Daerah", 90, 1, 1)
_REFUSED = "Bukti yang diunggah tidak memuat tanggal kegiatan. Unggah lagi surat keterangan hadirnya."


def act(actors: Mapping[str, Actor], at: datetime) -> None:
    """Three claims that wait, one that counts, one that was refused; each with a printed letter as its proof."""
    sari = actors[cast.SARI.key]
    day = at.date()
    for player, course in _WAITING:
        _submit(actors[player.key], course, day)
    budi = actors[cast.BUDI.key]
    rina = actors[cast.RINA.key]
    counted = _submit(rina, _COUNTED, day)
    claims.accept(queries.own(rina.employee_id or 0, counted.id), by=sari)
    refused = _submit(budi, _WITHOUT_DATE, day)
    claims.refuse(queries.own(budi.employee_id or 0, refused.id), _REFUSED, by=sari)
    db.session.flush()


def _submit(owner: Actor, course: Course, day: date) -> LearningClaim:
    last = day - timedelta(days=course.ago)
    activity = Activity(
        form_code=course.form,
        title=course.title,
        organiser=course.organiser,
        starts_on=last - timedelta(days=course.days - 1),
        ends_on=last,
        quantity=Decimal(course.quantity),
        is_international=False,
        certificate_number=f"{course.ago}/SKH/{last.year}",
    )
    upload = inspect(print_pdf(_letter(course)), "surat keterangan hadir.pdf")
    return claims.submit(
        owner.employee_id or 0,
        activity,
        upload,
        storage_key=store.put(upload.content),
        day=day,
        is_another=True,
        by=owner,
    )


def _letter(course: Course) -> str:
    return (
        '<!doctype html><html lang="id"><head><title>Surat keterangan hadir</title></head><body>'
        f"<h1>Surat keterangan hadir</h1><p>{course.title}, {course.organiser}.</p>"
        "<p>Contoh bukti kegiatan untuk data contoh Penata.</p></body></html>"
    )
