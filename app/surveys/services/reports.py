"""The report of a wave as a file on the letterhead, made by the worker when asked."""

from collections.abc import Callable
from typing import Any

from app.access.visitor import EVERYWHERE, Actor
from app.audit import services as audit
from app.base import scope, wording
from app.base.clock import now
from app.base.database import db, lock
from app.documents import queries as documents
from app.documents import services as store
from app.jobs import queries as job_queries
from app.jobs import services as jobs
from app.jobs.models import Job
from app.letters.services.issuing import emblem_of, head_for
from app.organisation import queries as organisation
from app.surveys import doing, outcomes, tables
from app.surveys import report_papers as papers
from app.surveys.models import SurveyReport, SurveyWave
from app.surveys.queries import results, texts
from app.surveys.queries.results import Viewer
from app.surveys.queries.standings import standings

KIND = "surveys.print_report"
PDF = "application/pdf"
_EVERYBODY = Viewer(EVERYWHERE)


def report_of(wave_id: int) -> SurveyReport | None:
    return db.session.get(SurveyReport, wave_id)


def job_of(report: SurveyReport | None) -> Job | None:
    return job_queries.by_key(_job_key(report)) if report is not None else None


def _job_key(report: SurveyReport) -> str:
    return f"{KIND}:{report.wave_id}:{report.asked}"


def request(wave: SurveyWave, *, by: Actor) -> Job:
    """Have the report printed anew; while one is being made it is waited for, one that failed is tried again."""
    wave = lock(wave)
    report = report_of(wave.id)
    if report is None:
        report = SurveyReport(wave_id=wave.id, asked=0, made=0)
        db.session.add(report)
    if report.made == report.asked:
        report.asked += 1
        audit.record("surveys.report.asked", wave, by=by)
    db.session.flush()
    args = {"wave_id": wave.id, "asked": report.asked}
    return jobs.enqueue(KIND, args, by=by, government_id=wave.government_id, key=_job_key(report))


def print_report(args: dict[str, Any], progress: Callable[[int, int], None]) -> str:
    """Print what was asked for, unless that was done; the earlier file goes once the new one stands."""
    wave = db.session.get_one(SurveyWave, args["wave_id"])
    report = report_of(wave.id)
    if report is None or report.made >= args["asked"]:
        return "Laporan sudah dicetak."
    facts = facts_of(wave)
    emblem = emblem_of(facts.head)
    db.session.commit()
    progress(1, 3)
    content = papers.print_report(facts, emblem)
    storage_key = store.put(content)
    progress(2, 3)
    lock(wave)
    old = _keep(wave, args["asked"], content, storage_key)
    db.session.commit()
    for key in old:
        store.erase(key)
    progress(3, 3)
    return "Laporan selesai dicetak."


def timezone() -> str:
    """The zone days are told in."""
    return organisation.government(scope.current()).timezone


def facts_of(wave: SurveyWave) -> papers.ReportFacts:
    """The whole's results with the same suppression as everywhere."""
    one = results.results(_EVERYBODY, wave.id)
    outcome = outcomes.outcome(one)
    profile = next((each for each in outcome.profiles if each.version.is_good), None)
    ids = [each.plan.id for each in profile.rows] if profile else []
    score_of = profile.version.id if profile else None
    closed, here = wave.closed_at or now(), timezone()
    found = standings([each.id for each in outcome.plan.versions], wording.local(now(), here).date())
    table = tables.Table(wave, outcome.plan, [one.node], {one.node.id: outcome.cells}, found, outcome.measures)
    return papers.ReportFacts(
        head=head_for(wave.unit_id),
        outcome=outcome,
        units=results.units(_EVERYBODY, wave.id, ids, score_of=score_of, limit=None),
        method=tables.method_rows(table),
        deeds=doing.of(wave),
        comments=texts.shown(wave.id),
        closed_on=wording.local(closed, here).date(),
        printed_on=wording.local(now(), here).date(),
    )


def _keep(wave: SurveyWave, asked: int, content: bytes, storage_key: str) -> list[str]:
    """The row of the new file in place of the old one; returns the keys of bytes nobody needs any more."""
    report = db.session.get_one(SurveyReport, wave.id)
    if report.made >= asked:
        return [storage_key]
    old = documents.stored_file(report.file_id) if report.file_id else None
    file = store.keep(content, storage_key=storage_key, name=f"hasil-survei-{wave.id}.pdf", media_type=PDF)
    report.file_id, report.printed_at, report.made = file.id, now(), asked
    db.session.flush()
    return [store.forget(old)] if old is not None else []
