"""Printing slips with codes for people without mail: made by the worker when asked, erased when the wave closes."""

import tempfile
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any, BinaryIO

from app.access.visitor import Actor
from app.audit import services as audit
from app.base import wording
from app.base.clock import now
from app.base.database import db, lock
from app.base.pieces import batched
from app.documents import queries as documents
from app.documents import services as store
from app.documents.printing import joined
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
# Fifty sheets: what is printed at once is held in memory.
AT_ONCE = 400

Progress = Callable[[int, int], None]


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


def print_slips(args: dict[str, Any], progress: Progress) -> str:
    """Print everybody's slip into one file, unless that was done or the wave is closed; the earlier file goes.

    Killed before the end it leaves the earlier file, and begins anew.
    """
    page = queries.any_page(args["wave_id"])
    slips = queries.slips_of(page.wave.id)
    if slips is None or slips.made >= args["asked"] or not _is_open(page.wave):
        return "Lembar kode sudah dicetak, atau gelombangnya sudah ditutup."
    facts, people = _facts(page), queries.without_mail(page.wave.id)
    db.session.commit()
    with tempfile.TemporaryFile() as file:
        _write(file, page.wave.id, facts, people, progress)
        put = store.put_file(file)
    old = _keep(page.wave, args["asked"], put)
    db.session.commit()
    for key in old:
        store.erase(key)
    progress(len(people), len(people))
    return f"Lembar kode untuk {wording.number(len(people))} orang selesai dicetak."


def _write(file: BinaryIO, wave_id: int, facts: papers.SlipFacts, people: Sequence[Any], progress: Progress) -> None:
    """Part after part goes to disk; a bookmark stands before the first sheet of each."""
    parts: list[Path] = []
    bookmarks: list[tuple[str, int]] = []
    progress(0, len(people))
    with tempfile.TemporaryDirectory() as folder:
        for some in batched(people, AT_ONCE):
            bookmarks.append((f"{some[0].group}, mulai {some[0].name}", len(parts) * AT_ONCE // papers.ON_A_SHEET))
            parts.append(Path(folder) / f"{len(parts)}.pdf")
            parts[-1].write_bytes(papers.print_slips(facts, [_slip(wave_id, one) for one in some]))
            progress(len(parts) * AT_ONCE, len(people))
        joined(file, parts, bookmarks, title=f"Lembar kode survei {facts.title}")


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


def _slip(wave_id: int, person: Any) -> papers.Slip:
    return papers.Slip(
        name=person.name,
        group=person.group,
        code=tokens.as_printed(tokens.code_of(wave_id, person.employee_id)),
        address=addresses.absolute(tokens.path_of(tokens.token_of(wave_id, person.employee_id))),
    )


def _keep(wave: SurveyWave, asked: int, put: tuple[str, int, str]) -> list[str]:
    """The row of the new file in place of the old one; returns the keys of bytes nobody needs any more."""
    wave = lock(wave)
    slips = queries.slips_of(wave.id)
    if slips is None or slips.made >= asked or not _is_open(wave):
        return [put[0]]
    old = documents.stored_file(slips.file_id) if slips.file_id else None
    file = store.keep_file(put, name=f"lembar-kode-survei-{wave.id}.pdf", media_type=PDF)
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
