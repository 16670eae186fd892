"""The signed record of a round: drafted as often as one likes, issued once with a number, printed in the worker."""

import tempfile
from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Any

from app.access.visitor import Actor
from app.audit import services as audit
from app.base import scope, wording
from app.base.clock import now
from app.base.database import db, lock
from app.base.errors import StaleVersion
from app.documents import services as store
from app.documents.printing import bound
from app.jobs import services as jobs
from app.letters.models import Paper
from app.letters.queries import sender_of
from app.letters.services import issuing
from app.organisation import queries as organisation
from app.sosialisasi.facts.records import NAMES_IN_RECORD, RecordContent, RecordFacts
from app.sosialisasi.models import OfficialRecord
from app.sosialisasi.papers import records as papers
from app.sosialisasi.queries import attendees
from app.sosialisasi.queries import records as queries
from app.sosialisasi.queries.events import RoundPage
from app.sosialisasi.rules import records as rules

KIND = "sosialisasi.print_record"
SERIES, PATTERN = "berita-acara", "{klasifikasi}/BA.{urut}/{unit}/{tahun}"
NOT_YET = "(diberikan saat terbit)"
PDF = "application/pdf"
Progress = Callable[[int, int], None]


def local_day(page: RoundPage) -> date:
    """The day of a round by the clock of the government."""
    return wording.local(page.meeting.starts_at, timezone()).date()


def timezone() -> str:
    return organisation.government(scope.current()).timezone


def content_of(record: OfficialRecord | None) -> RecordContent:
    return RecordContent.from_dict(record.content) if record is not None else RecordContent()


def write(page: RoundPage, content: RecordContent, *, version: int, by: Actor) -> OfficialRecord:
    """Keep the record as typed. Locks the round. Raises NotYet, Final and StaleVersion."""
    lock(page.round)
    rules.ensure_may_write(page.round.status, page.meeting.starts_at, now())
    record = queries.record_of(page.round.id)
    if record is None:
        record = OfficialRecord(round_id=page.round.id, content={}, facts={}, version=0)
        db.session.add(record)
    rules.ensure_record_open(record.number)
    if record.version != version:
        raise StaleVersion
    record.content = content.to_dict()
    record.version += 1
    db.session.flush()
    audit.record("sosialisasi.record.written", record, by=by)
    return record


def facts_of(page: RoundPage, content: RecordContent, *, number: str, on: date) -> RecordFacts:
    """What the sheets would say now."""
    day, sender = local_day(page), sender_of(page.unit.id)
    return RecordFacts(
        head=sender.head,
        paper=Paper(sender.letterhead.paper) if sender.letterhead else Paper.A4,
        number=number,
        issued_on=on,
        title=page.event.title,
        opening=papers.opening(page, day, timezone()),
        place=papers.place_of(page),
        participants=attendees.by_unit(page.meeting.id, day),
        present=tuple((one.name, one.nip, one.unit) for one in attendees.came(page.meeting.id, day)),
        content=content,
    )


def issue(page: RoundPage, *, by: Actor) -> OfficialRecord:
    """Give the next number of the unit's own series of records, freeze everything it says and have it printed.

    An issued record is returned as it is. Raises NotYet and Missing before a number is given.
    """
    lock(page.round)
    record = queries.record_of(page.round.id)
    if record is not None and record.number is not None:
        return record
    content, today = content_of(record), wording.local(now(), timezone()).date()
    facts = facts_of(page, content, number=NOT_YET, on=today)
    rules.ensure_may_issue(content, page.meeting.ends_at, facts.people, now())
    if record is None:
        raise rules.Missing("Tulis dulu isi berita acaranya, lalu terbitkan.")
    number = issuing.take_number(page.unit.id, code=SERIES, pattern=PATTERN, on=today)
    record.series_id, record.year, record.sequence = number.series_id, number.year, number.sequence
    record.number, record.issued_on = number.text, today
    record.facts = facts_of(page, content, number=number.text, on=today).to_dict()
    record.version += 1
    db.session.flush()
    audit.record("sosialisasi.record.issued", record, by=by, number=number.text)
    jobs.enqueue(KIND, {"record_id": record.id}, by=by, government_id=record.government_id, key=job_key(record.id))
    return record


def job_key(record_id: int) -> str:
    return f"{KIND}:{record_id}"


def print_record(args: dict[str, Any], progress: Progress) -> str:
    """Print an issued record that has no file yet, a long list of those who came before it; what is printed is never
    printed anew. Safe to run again."""
    record = queries.record(args["record_id"])
    facts = RecordFacts.from_dict(record.facts)
    emblem = issuing.emblem_of(facts.head)
    if facts.has_list_beside and record.list_file_id is None:
        record = _print_list(record, facts, emblem, progress)
    if record.file_id is None:
        db.session.commit()
        content = papers.print_record(facts, emblem)
        storage_key = store.put(content)
        record = lock(record)
        if record.file_id is None:
            name = f"berita-acara-{facts.number.replace('/', '-')}.pdf"
            file = store.keep(content, storage_key=storage_key, name=name, media_type=PDF)
            record.file_id, record.sha256 = file.id, file.sha256
        db.session.commit()
    progress(1, 1)
    return f"Berita acara nomor {record.number} sudah dicetak."


def _print_list(record: OfficialRecord, facts: RecordFacts, emblem: bytes | None, progress: Progress) -> OfficialRecord:
    """Part after part goes to disk, so that the job is heard of long before it is done."""
    parts, whole, kept = list[tuple[str, Path]](), papers.parts_of_list(facts), NAMES_IN_RECORD
    db.session.commit()
    with tempfile.TemporaryFile() as file, tempfile.TemporaryDirectory() as folder:
        for number in range(1, whole + 1):
            progress(number - 1, whole + 1)
            path = Path(folder) / f"{number}.pdf"
            path.write_bytes(papers.print_list_part(facts, emblem, number))
            parts.append((f"Bagian {number}, mulai {facts.present[(number - 1) * kept][0]}", path))
        bound(file, parts, title=f"Daftar hadir, lampiran berita acara nomor {facts.number}")
        put = store.put_file(file)
    record = lock(record)
    if record.list_file_id is None:
        name = f"daftar-hadir-berita-acara-{facts.number.replace('/', '-')}.pdf"
        record.list_file_id = store.keep_file(put, name=name, media_type=PDF).id
    db.session.commit()
    return record
