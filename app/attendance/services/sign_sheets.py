"""Long sheets to sign, printed by the worker part by part (decision 0092).

A sheet holds names and NIPs, so a file is for whoever asked alone and goes after some days.
"""

import tempfile
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from typing import Any, BinaryIO

from app.access.visitor import Actor
from app.attendance import papers
from app.attendance.models import SignSheet
from app.attendance.papers import Head, Paper, Part, SheetFacts, Signer
from app.attendance.queries import expected
from app.attendance.queries import sign_sheets as queries
from app.attendance.services.hosting import Host
from app.audit import services as audit
from app.base import wording
from app.base.clock import today
from app.base.database import db
from app.base.errors import RuleBroken
from app.base.pieces import batched
from app.documents import asked
from app.documents import services as store
from app.documents.printing import bound
from app.jobs import services as jobs
from app.organisation import queries as organisation

KIND = queries.KIND
PDF = "application/pdf"
Progress = Callable[[int, int], None]
_hosts: dict[str, Callable[[int], Host]] = {}


class TooManyPeople(RuleBroken):
    heading = "Terlalu banyak untuk satu daftar"

    def __init__(self, count: int) -> None:
        super().__init__(
            f"Daftar hadir untuk ditandatangani memuat paling banyak {wording.number(papers.ROWS_AT_MOST)} orang, dan "
            f"pertemuan ini menunggu {wording.number(count)} orang. Pakai kode di layar atau pindai kode peserta."
        )


class TooManyRows(RuleBroken):
    heading = "Terlalu banyak sekali cetak"

    def __init__(self, rows: int) -> None:
        super().__init__(
            f"Satu berkas memuat paling banyak {wording.number(papers.ROWS_OF_ALL_AT_MOST)} baris, dan semua daftar "
            f"ini berisi {wording.number(rows)} baris. Cetak per pertemuan dari halaman daftar hadirnya."
        )


def hosted_by(house: str, find: Callable[[int], Host]) -> None:
    """How the worker finds the host of a meeting that a house holds, by the meeting's number."""
    _hosts[house] = find


def has_host(house: str) -> bool:
    return house in _hosts


def count_of(host: Host) -> int:
    """How many names a sheet would have. Raises TooManyPeople."""
    count = expected.count(host.expected())
    if count > papers.ROWS_AT_MOST:
        raise TooManyPeople(count)
    return count


def rows_of(host: Host, meetings: int) -> int:
    """How many names the sheets of so many meetings would have. Raises TooManyPeople and TooManyRows."""
    rows = count_of(host) * meetings
    if meetings > 1 and rows > papers.ROWS_OF_ALL_AT_MOST:
        raise TooManyRows(rows)
    return rows


def is_long(rows: int) -> bool:
    """Whether so many names take too long to print while somebody waits for the page."""
    return rows > papers.ROWS_AT_ONCE


def ask(
    host: Host,
    meeting_id: int,
    head: Head,
    *,
    house: str,
    paper: Paper,
    is_masked: bool,
    by: Actor,
    is_whole: bool = False,
) -> SignSheet:
    """Have a sheet printed of whoever is expected by then; a ``whole`` one for each meeting of the head, of which this
    is the first. Raises TooManyPeople and TooManyRows."""
    rows_of(host, len(head.meetings))
    sheet = SignSheet(
        meeting_id=meeting_id,
        is_whole=is_whole,
        house=house,
        paper=paper,
        is_masked=is_masked,
        facts=head.to_dict(),
        **asked.stamp(by),
    )
    db.session.add(sheet)
    db.session.flush()
    people = count_of(host)
    audit.record("attendance.sign_sheet.asked", sheet, by=by, people=people, meetings=len(head.meetings))
    key = asked.job_key(KIND, sheet.id)
    jobs.enqueue(KIND, {"sheet_id": sheet.id}, by=by, government_id=sheet.government_id, key=key, afresh=True)
    return sheet


def note_taken(sheet: SignSheet, *, by: Actor) -> None:
    """Taking names and NIPs away leaves a line."""
    audit.record("attendance.sign_sheet.taken", sheet, by=by, people=sheet.count or 0)


def make(args: dict[str, Any], progress: Progress) -> str:
    """Print and keep the file; done twice, the first one stays."""
    sheet = asked.by_id(SignSheet, args["sheet_id"])
    if sheet is None or sheet.meeting_id is None:
        return "Permintaan ini sudah dihapus."
    if sheet.file_id is None:
        host, head, paper = _hosts[sheet.house](sheet.meeting_id), Head.from_dict(sheet.facts), Paper(sheet.paper)
        rows_of(host, len(head.meetings))
        day = today(organisation.government(sheet.government_id).timezone)
        rows = queries.people(host.expected(), day)
        signers = [queries.signer(row, is_masked=sheet.is_masked) for row in rows]
        name = f"daftar-hadir-{sheet.meeting_id}-{paper}.pdf"
        db.session.commit()
        with tempfile.TemporaryFile() as file:
            _write(file, head, signers, paper, progress)
            put = store.put_file(file)
        sheet = asked.keep(sheet, put, name=name, media_type=PDF, count=len(signers))
    return f"Selesai. Daftar hadir {wording.number(sheet.count or 0)} orang siap dicetak."


def _write(file: BinaryIO, head: Head, signers: Sequence[Signer], paper: Paper, progress: Progress) -> None:
    """Part after part goes to disk, so that the job is heard of long before it is done."""
    done, whole, parts = 0, len(head.meetings) * len(signers), list[tuple[str, Path]]()
    with tempfile.TemporaryDirectory() as folder:
        for meeting in head.meetings:
            for part, some in _pieces(signers):
                progress(done, whole)
                path = Path(folder) / f"{len(parts)}.pdf"
                path.write_bytes(papers.sign_sheets(head.letterhead, [meeting], some, paper=paper, part=part))
                parts.append((_bookmark(head, meeting, part, some), path))
                done += len(some)
        bound(file, parts, title=f"Daftar hadir {head.meetings[0].activity}")
    progress(done, whole)


def _pieces(signers: Sequence[Signer]) -> Iterator[tuple[Part, Sequence[Signer]]]:
    pieces = list(batched(signers, papers.ROWS_IN_A_PART)) or [()]
    first = 1
    for number, some in enumerate(pieces, start=1):
        yield Part(number, len(pieces), first), some
        first += len(some)


def _bookmark(head: Head, meeting: SheetFacts, part: Part, some: Sequence[Signer]) -> str:
    named = f"Bagian {part.number}, mulai {some[0].name}" if some else "Daftar hadir"
    if len(head.meetings) == 1:
        return named
    when = f"{meeting.meeting}, {meeting.day}"
    return f"{when}. {named}" if part.parts > 1 else when
