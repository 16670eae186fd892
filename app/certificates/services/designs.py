"""Designs: made, changed and taken out of use. A version that something was printed with is never touched again."""

import io

from app.access.visitor import Actor
from app.audit import services as audit
from app.base.clock import now
from app.base.database import db, lock
from app.base.errors import StaleVersion
from app.certificates.models import CertificateDesign, CertificateDesignVersion
from app.certificates.queries import designs as queries
from app.certificates.rules import WrongField
from app.certificates.wishes import DesignFacts
from app.documents import services as store

BIGGEST_LOGO = 5 * 1024 * 1024
_PIXELS_AT_MOST = 25_000_000
_LONGEST_EDGE = 900
_PNG = "image/png"


def clean_logo(content: bytes) -> bytes:
    """The picture drawn anew as a PNG without anything else in it (security U1). Raises WrongField."""
    from PIL import Image, UnidentifiedImageError  # slow to import, and few requests need it

    if len(content) > BIGGEST_LOGO:
        raise WrongField("logo", "Lambang paling besar 5 MB. Kecilkan gambarnya, lalu unggah lagi.")
    try:
        with Image.open(io.BytesIO(content), formats=("PNG", "JPEG")) as picture:
            if picture.width * picture.height > _PIXELS_AT_MOST:
                raise WrongField("logo", "Lambang paling besar 25 megapiksel. Kecilkan gambarnya, lalu unggah lagi.")
            drawn = picture.convert("RGBA")
    except (UnidentifiedImageError, OSError, ValueError, SyntaxError, Image.DecompressionBombError) as error:
        raise WrongField("logo", "Lambang harus berkas PNG atau JPEG yang bisa dibuka. SVG tidak diterima.") from error
    drawn.thumbnail((_LONGEST_EDGE, _LONGEST_EDGE))
    written = io.BytesIO()
    drawn.save(written, "PNG", optimize=True)
    return written.getvalue()


def create(facts: DesignFacts, logo: bytes | None, *, by: Actor) -> CertificateDesign:
    _ensure_free(facts.name, None)
    design = CertificateDesign(name=facts.name, version=1)
    db.session.add(design)
    db.session.flush()
    _write(design, 1, facts, _kept(logo))
    audit.record("certificates.design.created", design, by=by)
    return design


def change(
    design: CertificateDesign, facts: DesignFacts, logo: bytes | None, *, drop_logo: bool, version: int, by: Actor
) -> CertificateDesign:
    """Raises StaleVersion where somebody else was faster. What was printed keeps the version it was printed with."""
    design = lock(design)
    if design.version != version:
        raise StaleVersion
    _ensure_free(facts.name, design.id)
    design.name = facts.name
    design.version += 1
    latest = lock(queries.latest(design.id))
    logo_id = _kept(logo) if logo is not None else None if drop_logo else latest.logo_file_id
    if latest.used_at is not None:
        _write(design, latest.number + 1, facts, logo_id)
    else:
        style = facts.style()
        latest.layout, latest.colours, latest.texts = style.layout, style.colours_dict(), style.texts_dict()
        latest.logo_file_id = logo_id
    audit.record("certificates.design.changed", design, by=by)
    return design


def archive(design: CertificateDesign, *, by: Actor) -> None:
    """Programmes that use it go on until they choose another; nobody can choose it any more."""
    design = lock(design)
    if design.archived_at is None:
        design.archived_at = now()
        audit.record("certificates.design.archived", design, by=by)


def _write(design: CertificateDesign, number: int, facts: DesignFacts, logo_id: int | None) -> None:
    style = facts.style()
    db.session.add(
        CertificateDesignVersion(
            design_id=design.id,
            number=number,
            layout=style.layout,
            colours=style.colours_dict(),
            texts=style.texts_dict(),
            logo_file_id=logo_id,
            created_at=now(),
        )
    )
    db.session.flush()


def _kept(logo: bytes | None) -> int | None:
    if logo is None:
        return None
    return store.keep(logo, storage_key=store.put(logo), name="lambang.png", media_type=_PNG).id


def _ensure_free(name: str, design_id: int | None) -> None:
    if queries.name_is_taken(name, but=design_id):
        raise WrongField("name", f"Desain {name} sudah ada. Pakai nama lain.")
