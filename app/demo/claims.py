"""Claims of lesson hours in every state: waiting, late, counted, cut by a cap, and refused."""

from collections.abc import Mapping
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

# Whose, form, title, organiser, how many days ago it ended, how many days it took, quantity.
_WAITING: tuple[tuple[Player, str, str, str, int, int, int], ...] = (
    (cast.BUDI, "KL06", "Seminar Arsip Digital Daerah", "Dinas Perpustakaan dan Kearsipan", 20, 1, 1),
    (cast.DEWI, "NK03", "Kelas daring Dasar Keamanan Informasi", "Pusat pembelajaran daring pemerintah", 12, 2, 6),
    (cast.RINA, "KL07", "Lokakarya Standar Pelayanan Publik", "Bagian Organisasi", 45, 2, 2),
)
_REFUSED = "Bukti yang diunggah tidak memuat tanggal kegiatan. Unggah lagi surat keterangan hadirnya."


def act(actors: Mapping[str, Actor], at: datetime) -> None:
    """Three claims that wait, one that counts, one that was refused; each with a printed letter as its proof."""
    sari = actors[cast.SARI.key]
    proof = print_pdf(_letter())
    for player, form, title, organiser, ago, days, quantity in _WAITING:
        _submit(actors[player.key], proof, form, title, organiser, at.date(), ago, days, quantity)
    budi = actors[cast.BUDI.key]
    counted = _submit(budi, proof, "NK01", "Coaching pelayanan loket", "Disdukcapil", at.date(), 60, 1, 2)
    claims.accept(queries.own(budi.employee_id or 0, counted.id), by=sari)
    refused = _submit(budi, proof, "KL06", "Sarasehan Layanan Ramah Anak", "Forum Anak Daerah", at.date(), 90, 1, 1)
    claims.refuse(queries.own(budi.employee_id or 0, refused.id), _REFUSED, by=sari)
    db.session.flush()


def _submit(
    owner: Actor, proof: bytes, form: str, title: str, organiser: str, day: date, ago: int, days: int, quantity: int
) -> LearningClaim:
    last = day - timedelta(days=ago)
    activity = Activity(
        form_code=form,
        title=title,
        organiser=organiser,
        starts_on=last - timedelta(days=days - 1),
        ends_on=last,
        quantity=Decimal(quantity),
        is_international=False,
        certificate_number=f"{ago}/SKH/{last.year}",
    )
    upload = inspect(proof, "surat keterangan hadir.pdf")
    return claims.submit(
        owner.employee_id or 0,
        activity,
        upload,
        storage_key=store.put(upload.content),
        day=day,
        is_another=True,
        by=owner,
    )


def _letter() -> str:
    return (
        '<!doctype html><html lang="id"><head><title>Surat keterangan hadir</title></head><body>'
        "<h1>Surat keterangan hadir</h1><p>Contoh bukti kegiatan untuk data contoh Penata.</p></body></html>"
    )
