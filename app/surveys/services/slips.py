"""Printing slips with codes for people without mail: made by the worker when asked, erased when the wave closes."""

from collections.abc import Callable
from typing import Any

from app.access.visitor import Actor
from app.audit import services as audit
from app.base import wording
from app.base.clock import now
from app.base.database import db, lock
from app.documents import queries as documents
from app.documents import services as store
from app.jobs import queries as job_queries
from app.jobs import services as jobs
from app.jobs.models import Job
from app.notifications import addresses
from app.organisation import queries as organisation
from app.surveys import labels, papers
from app.surveys.models import SurveySlips, SurveyWave, WaveMode
from app.surveys.queries import waves as queries
from app.surveys.queries.waves import WavePage
from app.surveys.rules import tokens
from app.surveys.rules import waves as rules

KIND = "surveys.print_slips"
PDF = "application/pdf"
AT_MOST = 400


def job_of(slips: SurveySlips | None) -> Job | None:
    return job_queries.by_key(_job_key(slips.wave_id, slips.asked)) if slips is not None else None


def _job_key(wave_id: int, asked: int) -> str:
    return f"{KIND}:{wave_id}:{asked}"


def request(page: WavePage, *, by: Actor) -> Job:
    """Have the slips printed. Raises NotOpen and NotNow. While some are being made they are waited for."""
    wave = lock(page.wave)
    rules.ensure_open(wave.status, wave.closes_at, now())
    people = queries.count_without_mail(wave.id)
    if not people:
        raise rules.NotNow("Semua yang ditanya punya surel, jadi tidak ada lembar kode yang perlu dicetak.")
    slips = queries.slips_of(wave.id)
    if slips is None:
        slips = SurveySlips(wave_id=wave.id, asked=0, made=0)
        db.session.add(slips)
        db.session.flush()
    if slips.made == slips.asked:
        slips.asked += 1
        audit.record("surveys.slips.asked", slips, by=by)
    args = {"wave_id": wave.id, "asked": slips.asked}
    key = _job_key(wave.id, slips.asked)
    return jobs.enqueue(KIND, args, by=by, government_id=wave.government_id, key=key)


def print_slips(args: dict[str, Any], progress: Callable[[int, int], None]) -> str:
    """Print what was asked for, unless that was done or the wave is closed; the earlier file goes."""
    page = queries.any_page(args["wave_id"])
    slips = queries.slips_of(page.wave.id)
    if slips is None or slips.made >= args["asked"] or not _is_open(page.wave):
        return "Lembar kode sudah dicetak, atau gelombangnya sudah ditutup."
    facts, rows = _facts(page), _slips(page.wave)
    db.session.commit()
    progress(0, 2)
    content = papers.print_slips(facts, rows)
    storage_key = store.put(content)
    progress(1, 2)
    old = _keep(page.wave, args["asked"], content, storage_key)
    db.session.commit()
    for key in old:
        store.erase(key)
    progress(2, 2)
    return f"Lembar kode untuk {wording.number(len(rows))} orang selesai dicetak."


def _is_open(wave: SurveyWave) -> bool:
    return rules.is_open(wave.status, wave.closes_at, now())


def _facts(page: WavePage) -> papers.SlipFacts:
    wave, government = page.wave, organisation.government(page.wave.government_id)
    return papers.SlipFacts(
        title=wave.title,
        government=government.name,
        unit=page.unit.name,
        until=wording.moment(wave.closes_at, government.timezone) if wave.closes_at else "",
        mode=labels.MODE_ON_PAPER[WaveMode(wave.mode)],
        site=addresses.absolute("/survei").split("://", 1)[-1],
    )


def _slips(wave: SurveyWave) -> list[papers.Slip]:
    rows = queries.without_mail(wave.id, limit=AT_MOST)
    return [
        papers.Slip(
            name=row.name,
            group=row.group,
            code=tokens.as_printed(tokens.code_of(wave.id, row.employee_id)),
            address=addresses.absolute(tokens.path_of(tokens.token_of(wave.id, row.employee_id))),
        )
        for row in rows
    ]


def _keep(wave: SurveyWave, asked: int, content: bytes, storage_key: str) -> list[str]:
    """The row of the new file in place of the old one; returns the keys of bytes nobody needs any more."""
    wave = lock(wave)
    slips = queries.slips_of(wave.id)
    if slips is None or slips.made >= asked or not _is_open(wave):
        return [storage_key]
    old = documents.stored_file(slips.file_id) if slips.file_id else None
    file = store.keep(content, storage_key=storage_key, name=f"lembar-kode-survei-{wave.id}.pdf", media_type=PDF)
    slips.file_id, slips.printed_at, slips.made = file.id, now(), asked
    db.session.flush()
    return [store.forget(old)] if old is not None else []


def destroy(wave_id: int) -> None:
    """No file with codes outlives its wave. Commits; the bytes go once nothing speaks of them any more."""
    slips = queries.slips_of(wave_id)
    file = documents.stored_file(slips.file_id) if slips is not None and slips.file_id else None
    if slips is not None:
        db.session.delete(slips)
        db.session.flush()
    key = store.forget(file) if file is not None else ""
    db.session.commit()
    if key:
        store.erase(key)
