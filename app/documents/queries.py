from sqlalchemy import select

from app.base.database import db
from app.documents.models import StoredFile


def stored_file(file_id: int) -> StoredFile:
    """One file of the government in scope."""
    return db.session.execute(select(StoredFile).where(StoredFile.id == file_id)).scalar_one()
