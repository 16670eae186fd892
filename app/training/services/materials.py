"""Documents and materials of a batch: taken in only as what they really are, shown to whom they are for."""

from app.access.visitor import Actor
from app.audit import services as audit
from app.base.database import db, lock
from app.documents import services as store
from app.documents.inspection import ENDINGS, LARGEST, UNPACKED_AT_MOST, Upload, inspect
from app.training import rules
from app.training.models import Audience, BatchDocument
from app.training.queries import planning
from app.training.queries.batches import BatchPage

__all__ = ["ENDINGS", "LARGEST", "UNPACKED_AT_MOST", "Upload", "attach", "inspect", "remove"]

DOCUMENTS_AT_MOST = 40


def attach(page: BatchPage, upload: Upload, *, storage_key: str, title: str, audience: Audience, by: Actor) -> None:
    """Keep a file whose bytes were just put into the store."""
    batch = lock(page.batch)
    if len(planning.document_rows(batch.id)) >= DOCUMENTS_AT_MOST:
        raise rules.WrongField(
            "file", f"Satu angkatan paling banyak {DOCUMENTS_AT_MOST} dokumen. Hapus yang lama dulu."
        )
    file = store.keep(upload.content, storage_key=storage_key, name=upload.name, media_type=upload.media_type)
    document = BatchDocument(batch_id=batch.id, file_id=file.id, title=title, audience=audience)
    db.session.add(document)
    db.session.flush()
    audit.record("training.document.added", document, by=by, title=title, audience=audience)


def remove(document: BatchDocument, *, by: Actor) -> None:
    """Take a document off the batch; the bytes stay in the store, since a repeated batch may show them too."""
    audit.record("training.document.removed", document, by=by, title=document.title)
    db.session.delete(document)
