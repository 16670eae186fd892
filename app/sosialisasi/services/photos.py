"""Photos of a round: taken in drawn anew, put in order, taken away with their bytes."""

from app.access.visitor import Actor
from app.audit import services as audit
from app.base.clock import now
from app.base.database import db, lock
from app.documents import services as store
from app.documents.inspection import Upload
from app.documents.models import StoredFile
from app.sosialisasi.models import SosialisasiPhoto
from app.sosialisasi.queries import records as queries
from app.sosialisasi.queries.events import RoundPage
from app.sosialisasi.rules import records as rules


def add(page: RoundPage, upload: Upload, *, storage_key: str, caption: str, by: Actor) -> SosialisasiPhoto:
    """Keep a picture whose bytes were just put into the store. Locks the round before its photos are counted."""
    lock(page.round)
    rules.ensure_may_write(page.round.status, page.meeting.starts_at, now())
    rules.ensure_room_for_photo(len(queries.photos_of(page.round.id)))
    file = store.keep(upload.content, storage_key=storage_key, name=upload.name, media_type=upload.media_type)
    photo = SosialisasiPhoto(
        round_id=page.round.id,
        sort_order=queries.last_place(page.round.id) + 1,
        caption=caption,
        file_id=file.id,
        added_at=now(),
    )
    db.session.add(photo)
    db.session.flush()
    audit.record("sosialisasi.photo.added", photo, by=by)
    return photo


def describe(photo: SosialisasiPhoto, caption: str, *, by: Actor) -> None:
    photo.caption = caption
    audit.record("sosialisasi.photo.described", photo, by=by)


def move_up(page: RoundPage, photo: SosialisasiPhoto, *, by: Actor) -> bool:
    """Put a photo before the one above it; False for the first."""
    lock(page.round)
    photos = queries.photos_of(page.round.id)
    place = next(index for index, one in enumerate(photos) if one.id == photo.id)
    if place == 0:
        return False
    photos[place - 1], photos[place] = photos[place], photos[place - 1]
    for order, one in enumerate(photos, start=1):
        one.sort_order = order
    audit.record("sosialisasi.photo.moved", photo, by=by)
    return True


def remove(photo: SosialisasiPhoto, file: StoredFile, *, by: Actor) -> str:
    """Take a photo away; returns the key of its bytes, to erase after the commit."""
    audit.record("sosialisasi.photo.removed", photo, by=by)
    db.session.delete(photo)
    db.session.flush()
    return store.forget(file)
