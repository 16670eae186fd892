"""Looking after letterheads and the words of letters."""

from dataclasses import fields

from app.access.visitor import Actor
from app.audit import services as audit
from app.base import numbering
from app.base.database import db, lock
from app.base.errors import StaleVersion, WrongField
from app.documents import services as store
from app.documents.inspection import Upload
from app.letters import catalogue, queries, rules
from app.letters.facts import LetterheadFacts, SeriesFacts
from app.letters.models import Letterhead, LetterSeries, LetterText
from app.letters.rules import Words
from app.letters.services.issuing import USUAL_SERIES
from app.organisation import queries as organisation
from app.organisation.models import OrgUnit


def save(unit: OrgUnit, facts: LetterheadFacts, numbers: SeriesFacts, *, version: int, by: Actor) -> Letterhead:
    """Write a unit's letterhead and its numbering. Letters that went out stay as they are.

    Raises WrongField for a pattern that could give a number twice, StaleVersion where somebody else was faster.
    """
    lock(organisation.government(unit.government_id))  # signs are compared with those of every other unit
    row = queries.letterhead(unit.id)
    if (row.version if row else 0) != version:
        raise StaleVersion
    _ensure_sound(unit.id, numbers)
    if row is None:
        row = Letterhead(unit_id=unit.id, version=0)
        db.session.add(row)
    for one in fields(facts):
        setattr(row, one.name, getattr(facts, one.name))
    row.version += 1
    series = queries.series(unit.id, USUAL_SERIES)
    if series is None:
        series = LetterSeries(unit_id=unit.id, code=USUAL_SERIES)
        db.session.add(series)
    for one in fields(numbers):
        setattr(series, one.name, getattr(numbers, one.name))
    db.session.flush()
    audit.record("letters.letterhead.changed", row, by=by, unit=unit.id, version=row.version)
    return row


def _ensure_sound(unit_id: int, numbers: SeriesFacts) -> None:
    problems = numbering.check_pattern(numbers.pattern)
    if problems:
        raise WrongField("pattern", " ".join(problems))
    for one in queries.other_series(unit_id, USUAL_SERIES):
        other = (one.pattern, one.unit_code, one.classification)
        if rules.collides(numbers.pattern, numbers.unit_code, numbers.classification, other):
            raise WrongField(
                "unit_code",
                f"Nomor dengan kode {one.unit_code} sudah dipakai {queries.unit_name(one.unit_id)}. "
                "Pakai kode unit lain, supaya tidak ada dua surat bernomor sama.",
            )


def put_emblem(unit: OrgUnit, upload: Upload, *, storage_key: str, by: Actor) -> None:
    """Put a picture beside the head; the earlier one stays in the store for the letters that bear it."""
    row = queries.letterhead(unit.id)
    if row is None:
        raise WrongField("file", "Simpan dulu kop suratnya, baru unggah lambangnya.")
    row = lock(row)
    file = store.keep(upload.content, storage_key=storage_key, name=upload.name, media_type=upload.media_type)
    row.emblem_file_id = file.id
    row.version += 1
    audit.record("letters.emblem.changed", row, by=by, unit=unit.id)


def drop_emblem(unit: OrgUnit, *, by: Actor) -> None:
    row = queries.letterhead(unit.id)
    if row is not None and lock(row).emblem_file_id is not None:
        row.emblem_file_id = None
        row.version += 1
        audit.record("letters.emblem.changed", row, by=by, unit=unit.id)


def save_words(kind: str, words: Words, *, version: int, by: Actor) -> None:
    """Keep a government's own words for a kind of letter. Raises WrongField for an unknown placeholder."""
    known = catalogue.find(kind).sample.keys()
    for one in fields(words):
        trouble = rules.trouble_with(getattr(words, one.name), known)
        if trouble:
            raise WrongField(one.name, trouble)
    row = queries.own_text(kind)
    if (row.version if row else 0) != version:
        raise StaleVersion
    if row is None:
        row = LetterText(kind=kind, version=0)
        db.session.add(row)
    row.subject, row.opening, row.closing, row.copies = words.subject, words.opening, words.closing, words.copies
    row.version += 1
    db.session.flush()
    audit.record("letters.text.changed", row, by=by, kind=kind)


def restore_words(kind: str, *, by: Actor) -> None:
    """Back to the words that came with Penata."""
    row = queries.own_text(kind)
    if row is not None:
        audit.record("letters.text.restored", row, by=by, kind=kind)
        db.session.delete(row)
