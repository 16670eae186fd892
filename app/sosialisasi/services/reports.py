"""The report of an event: its words typed by the organiser, its file made by the worker when asked."""

from collections.abc import Callable
from typing import Any

from app.access.visitor import Actor
from app.audit import services as audit
from app.base import wording
from app.base.clock import now
from app.base.database import db, lock
from app.base.errors import StaleVersion
from app.documents import queries as documents
from app.documents import services as store
from app.jobs import queries as job_queries
from app.jobs import services as jobs
from app.jobs.models import Job
from app.letters.services.issuing import emblem_of, signer_for
from app.sosialisasi.models import RoundStatus, SosialisasiReport
from app.sosialisasi.papers import reports as papers
from app.sosialisasi.queries import events, reporting
from app.sosialisasi.queries import records as queries
from app.sosialisasi.queries.events import EventPage
from app.sosialisasi.rules import records as rules
from app.sosialisasi.services.records import PDF, timezone

KIND = "sosialisasi.print_report"
TEXTS = ("background", "aims", "obstacles", "conclusion", "follow_up")


def write(page: EventPage, texts: dict[str, str], *, version: int, by: Actor) -> SosialisasiReport:
    """Keep the words of the report. Locks the event. Raises StaleVersion."""
    lock(page.event)
    report = _report(page)
    if report.version != version:
        raise StaleVersion
    for name in TEXTS:
        setattr(report, name, texts[name])
    report.version += 1
    db.session.flush()
    audit.record("sosialisasi.report.written", report, by=by)
    return report


def _report(page: EventPage) -> SosialisasiReport:
    report = queries.report_of(page.event.id)
    if report is None:
        report = SosialisasiReport(sosialisasi_id=page.event.id, version=0, asked=0, made=0)
        db.session.add(report)
        db.session.flush()
    return report


def job_of(report: SosialisasiReport | None) -> Job | None:
    return job_queries.by_key(_job_key(report)) if report is not None else None


def _job_key(report: SosialisasiReport) -> str:
    return f"{KIND}:{report.sosialisasi_id}:{report.asked}"


def request(page: EventPage, *, by: Actor) -> Job:
    """Have the report printed anew from what is known now. Raises NotYet and NoSignatory.

    While one is being made it is waited for; one that failed is tried again.
    """
    lock(page.event)
    rounds = [meeting for one, meeting in events.rounds_of(page.event.id) if one.status != RoundStatus.CANCELLED]
    if not any(meeting.ends_at <= now() for meeting in rounds):
        raise rules.NotYet("Belum ada putaran yang selesai, jadi belum ada yang dilaporkan.")
    signer_for(page.unit.id, wording.local(now(), timezone()).date())
    report = _report(page)
    if report.made == report.asked:
        report.asked += 1
        audit.record("sosialisasi.report.asked", report, by=by)
    args = {"event_id": page.event.id, "asked": report.asked}
    return jobs.enqueue(KIND, args, by=by, government_id=page.event.government_id, key=_job_key(report))


def print_report(args: dict[str, Any], progress: Callable[[int, int], None]) -> str:
    """Print what was asked for, unless that was done; the earlier file goes once the new one stands."""
    page = reporting.page(args["event_id"])
    report = queries.report_of(page.event.id)
    if report is None or report.made >= args["asked"]:
        return "Laporan sudah dicetak."
    at = now()
    signer = signer_for(page.unit.id, wording.local(at, timezone()).date())
    facts = reporting.facts(page, report, signer, at, timezone())
    pictures = {f"foto-{photo.id}": store.read(file) for photo, file, _number in queries.photos_of_event(page.event.id)}
    emblem = emblem_of(facts.head)
    db.session.commit()
    progress(1, 3)
    content = papers.print_report(facts, emblem, pictures)
    storage_key = store.put(content)
    progress(2, 3)
    lock(page.event)
    report = _report(page)
    old = _keep(page, report, args["asked"], content, storage_key)
    db.session.commit()
    for key in old:
        store.erase(key)
    progress(3, 3)
    return "Laporan selesai dicetak."


def _keep(page: EventPage, report: SosialisasiReport, asked: int, content: bytes, storage_key: str) -> list[str]:
    """The row of the new file in place of the old one; returns the keys of bytes nobody needs any more."""
    if report.made >= asked:
        return [storage_key]
    old = documents.stored_file(report.file_id) if report.file_id else None
    file = store.keep(content, storage_key=storage_key, name=f"laporan-sosialisasi-{page.event.id}.pdf", media_type=PDF)
    report.file_id, report.printed_at, report.made = file.id, now(), asked
    db.session.flush()
    return [store.forget(old)] if old is not None else []
