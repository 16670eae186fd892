"""Files handed to those invited: taken in only as what they really are."""

from app.access.visitor import Actor
from app.audit import services as audit
from app.base.clock import now
from app.base.database import db, lock
from app.base.errors import WrongField
from app.documents import services as store
from app.documents.inspection import Upload
from app.sosialisasi.models import MaterialAccess, SosialisasiMaterial
from app.sosialisasi.queries import materials as queries
from app.sosialisasi.queries.events import EventPage
from app.sosialisasi.rules import events as rules

MATERIALS_AT_MOST = 40


def attach(
    page: EventPage, upload: Upload, *, storage_key: str, title: str, access: MaterialAccess, by: Actor
) -> SosialisasiMaterial:
    """Keep a file whose bytes were just put into the store; one of the same title becomes its next edition."""
    event = lock(page.event)
    rules.ensure_may_attach(event.status)
    known = queries.editions(event.id)
    if sum(known.values()) >= MATERIALS_AT_MOST:
        raise WrongField("file", f"Satu sosialisasi paling banyak {MATERIALS_AT_MOST} berkas. Hapus yang lama dulu.")
    file = store.keep(upload.content, storage_key=storage_key, name=upload.name, media_type=upload.media_type)
    material = SosialisasiMaterial(
        sosialisasi_id=event.id,
        title=title,
        edition=queries.last_edition(event.id, title) + 1,
        file_id=file.id,
        access=access,
        added_at=now(),
    )
    db.session.add(material)
    db.session.flush()
    audit.record("sosialisasi.material.added", material, by=by, title=title, edition=material.edition)
    return material


def remove(page: EventPage, material: SosialisasiMaterial, *, by: Actor) -> None:
    """Take a material off; the bytes stay in the store, since a copied event may show them too."""
    lock(page.event)
    audit.record("sosialisasi.material.removed", material, by=by, title=material.title)
    db.session.delete(material)
