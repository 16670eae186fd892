"""Closing a wave: from here on nobody who holds the database can tell who said what (security N3, N6).

Who was asked and what was answered are rewritten in an order of chance under fresh keys; reminders go, which told who
had not answered by then; answers that are nearly alone in their group join the group above; free texts are taken apart
from the rest, and the results worked out; the database lets go of what was, and copies of the installation made
meanwhile are destroyed. Only then is the wave closed and may results be shown. It may be killed at any instant: run
again, it ends the same.
"""

import secrets
from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from typing import Any, cast

from sqlalchemy import Table, delete, insert, select

from app.access.visitor import SYSTEM, Actor
from app.audit import services as audit
from app.base import forgetting, suppression
from app.base.clock import now, today
from app.base.database import db, lock
from app.jobs import services as jobs
from app.jobs.models import Job
from app.organisation import queries as organisation
from app.surveys.models import (
    SurveyAnswer,
    SurveyGroup,
    SurveyParticipation,
    SurveyWave,
    WaveMode,
    WaveStatus,
)
from app.surveys.queries import measures
from app.surveys.queries import waves as queries
from app.surveys.rules import groups
from app.surveys.rules import waves as rules
from app.surveys.services import slips, telling
from app.surveys.services.summarising import summarise

KIND = "surveys.close"
TABLES = ("survey_answer", "survey_text", "survey_participation")
AT_ONCE = 5_000
STEPS = 4
_chance = secrets.SystemRandom()

Progress = Callable[[int, int], None]


def job_key(wave_id: int) -> str:
    return f"{KIND}:{wave_id}"


def request(wave: SurveyWave, *, by: Actor) -> Job | None:
    """End the time for answers and let the worker do the rest; asked again it stays one job. Raises NotNow."""
    wave = lock(wave)
    rules.ensure_may_close(wave.status)
    if wave.status == WaveStatus.CLOSED:
        return None
    if wave.status == WaveStatus.OPEN:
        wave.status = WaveStatus.CLOSING
        wave.version += 1
        audit.record("surveys.wave.closing", wave, by=by)
    args = {"wave_id": wave.id}
    return jobs.enqueue(KIND, args, by=by, government_id=wave.government_id, key=job_key(wave.id))


def close(args: dict[str, Any], progress: Progress) -> str:
    """Rewrite, work out, let go, destroy, and say that results may be seen."""
    wave = queries.by_id(args["wave_id"])
    if wave.status == WaveStatus.CLOSED:
        return "Gelombang sudah ditutup."
    rewrite(wave)
    progress(1, STEPS)
    forgetting.delete_securely()
    summarise(wave.id, lambda _done, _total: progress(1, STEPS))
    progress(2, STEPS)
    slips.destroy(wave.id)
    forgetting.let_go(TABLES)
    forgetting.destroy_copies(wave.opened_at or now())
    progress(3, STEPS)
    wave = lock(wave)
    if wave.status != WaveStatus.CLOSED:
        wave.status, wave.closed_at = WaveStatus.CLOSED, now()
        edition = measures.in_force(today(organisation.government(wave.government_id).timezone))
        wave.measures_id = edition.id if edition is not None else None
        wave.version += 1
        audit.record("surveys.wave.closed", wave, by=SYSTEM)
    db.session.commit()
    return "Gelombang sudah ditutup. Hasilnya bisa dilihat."


def rewrite(wave: SurveyWave) -> None:
    """Every row of the wave anew, in an order of chance, in one transaction."""
    wave = lock(wave)
    forgetting.delete_securely()
    answers = _answers(wave)
    joined = _joined(wave, answers)
    for row in answers:
        row["group_id"] = joined.get(row["group_id"], row["group_id"])
    people = _people(wave, joined)
    if wave.mode == WaveMode.ANONYMOUS and len(answers) < suppression.MINIMUM:
        answers = []  # so few that whoever knows who took part would know their writers
    for model, rows in ((SurveyAnswer, answers), (SurveyParticipation, people)):
        _write_anew(wave, model, rows)
    _drop_groups(joined)
    if wave.mode == WaveMode.ANONYMOUS:
        telling.forget_reminders(wave.id)
    db.session.commit()


def _answers(wave: SurveyWave) -> list[dict[str, Any]]:
    one = SurveyAnswer
    statement = select(one.group_id, one.marks, one.texts).where(one.wave_id == wave.id)
    return [
        {
            "key": secrets.token_hex(16),
            "government_id": wave.government_id,
            "wave_id": wave.id,
            "group_id": row.group_id,
            "marks": row.marks,
            "texts": row.texts,
        }
        for row in db.session.execute(statement)
    ]


def _joined(wave: SurveyWave, answers: Sequence[Mapping[str, Any]]) -> dict[int, int]:
    """Which group goes up into which other one, so that no answer is nearly alone beside those who took part.

    A group with fewer than five answers joins the nearest above or beside; who was asked in it goes along. One without
    any answer stays.
    """
    if wave.mode == WaveMode.NAMED:
        return {}
    counted = Counter(row["group_id"] for row in answers)
    known = {one.unit_path: one for one in queries.groups_of(wave.id)}
    counts = {path: counted[one.id] for path, one in known.items()}
    moved = {path: to for path, to in groups.grouped(counts, least=suppression.MINIMUM).items() if path != to}
    targets = {path: known.get(path) or _group_at(wave, path) for path in set(moved.values())}
    for path, to in moved.items():
        targets[to].targeted += known[path].targeted
    db.session.flush()
    return {known[path].id: targets[to].id for path, to in moved.items()}


def _group_at(wave: SurveyWave, path: str) -> SurveyGroup:
    unit_id, name = queries.names_of([path]).get(path, (None, organisation.government(wave.government_id).name))
    made = SurveyGroup(wave_id=wave.id, unit_id=unit_id, unit_path=path, name=name, targeted=0)
    db.session.add(made)
    return made


def _people(wave: SurveyWave, joined: Mapping[int, int]) -> list[dict[str, Any]]:
    one = SurveyParticipation
    statement = select(one.employee_id, one.group_id, one.done).where(one.wave_id == wave.id)
    return [
        {
            "government_id": wave.government_id,
            "wave_id": wave.id,
            "employee_id": row.employee_id,
            "group_id": joined.get(row.group_id, row.group_id),
            "token_hash": None,
            "code_hash": None,
            "done": row.done,
        }
        for row in db.session.execute(statement)
    ]


def _write_anew(wave: SurveyWave, model: Any, rows: list[dict[str, Any]]) -> None:
    gone = delete(model).where(model.wave_id == wave.id)
    db.session.execute(gone.execution_options(synchronize_session=False))
    _chance.shuffle(rows)
    for start in range(0, len(rows), AT_ONCE):
        db.session.execute(insert(cast("Table", model.__table__)), rows[start : start + AT_ONCE])


def _drop_groups(joined: Mapping[int, int]) -> None:
    """Groups that went up into others are gone."""
    if joined:
        gone = delete(SurveyGroup).where(SurveyGroup.id.in_(list(joined)))
        db.session.execute(gone.execution_options(synchronize_session=False))
