"""Assessments: recorded, rated by oneself or by the superior, drawn from evidence, disputed. None is ever changed;
what a training leaves is evidence, and only an assessor makes a level of it."""

import secrets
from collections.abc import Mapping
from datetime import date
from typing import Any

from sqlalchemy import delete, select

from app.access.visitor import Actor
from app.audit import services as audit
from app.base.clock import now
from app.base.database import db, lock
from app.base.errors import RuleBroken, WrongField
from app.competency.facts import EvidenceFacts
from app.competency.models import (
    Assessment,
    AssessmentDispute,
    AssessmentSource,
    CompetencyEvidence,
    DisputeStatus,
    EvidenceStatus,
    RatingDraft,
)
from app.competency.queries import assessing as queries
from app.competency.queries.versions import settings_on
from app.competency.rules.match import day_fault, valid_until
from app.competency.rules.standards import ensure_level
from app.competency.services import gaps
from app.documents import services as store
from app.documents.inspection import Upload
from app.notifications import services as notifications
from app.notifications.services import Recipient
from app.organisation import queries as organisation

WAITING_AT_MOST = 30


class NotThatDay(RuleBroken):
    message = "Tanggal penilaian ini tidak mungkin."


class NothingRated(RuleBroken):
    message = "Belum ada level yang dipilih. Pilih paling sedikit satu, lalu kirim."


class BadLevel(RuleBroken):
    message = "Level antara 1 dan 5. Pilih salah satu yang ada di daftar."
    status = 422


class AlreadySettled(RuleBroken):
    message = "Ini sudah diselesaikan orang lain. Muat ulang halaman untuk melihat hasilnya."


class AlreadyDisputed(RuleBroken):
    message = "Keberatan atas penilaian ini sudah diajukan dan sedang diperiksa."


def record(
    employee_id: int,
    levels: Mapping[int, int],
    *,
    source: AssessmentSource,
    assessed_on: date,
    today: date,
    by: Actor,
    assessor: str = "",
    note: str = "",
    file_id: int | None = None,
) -> list[Assessment]:
    """Levels measured on a day, with the file that shows them. The gap follows at once. Raises NotThatDay for the
    future and before birth."""
    employee = lock(organisation.employee(employee_id))
    fault = day_fault(assessed_on, nip=employee.nip, today=today)
    if fault:
        raise NotThatDay(fault)
    if not levels:
        raise NothingRated
    settings = settings_on(assessed_on)
    made = []
    for competency_id, level in levels.items():
        ensure_level(level)
        one = Assessment(
            employee_id=employee_id,
            competency_id=competency_id,
            level=level,
            source=source,
            assessed_on=assessed_on,
            valid_until=valid_until(assessed_on, settings.measure.years),
            assessor=assessor or by.name,
            note=note,
            rule_id=settings.numbers["measure"],
            file_id=file_id,
        )
        db.session.add(one)
        made.append(one)
    db.session.flush()
    told: dict[str, Any] = {"source": str(source), "count": len(made), "on": assessed_on.isoformat()}
    if file_id is not None:
        told["file"] = file_id
    audit.record("competency.assessment.recorded", employee, by=by, **told)
    gaps.refresh([employee_id])
    return made


def keep_draft(employee_id: int, competency_id: int, level: int, *, rater_id: int) -> None:
    """A level tapped on a phone is kept at once; the last tap counts."""
    ensure_level(level)
    known = queries.draft(rater_id, employee_id, competency_id)
    if known is None:
        known = RatingDraft(rater_id=rater_id, employee_id=employee_id, competency_id=competency_id)
        db.session.add(known)
    known.level, known.saved_at = level, now()
    db.session.flush()


def send_rating(
    employee_id: int,
    *,
    rater_id: int,
    source: AssessmentSource,
    today: date,
    by: Actor,
    file_id: int | None = None,
) -> list[Assessment]:
    """What was kept becomes assessments of today, with the file that shows them; the draft is gone."""
    levels = {row.competency_id: row.level for row in queries.drafts(rater_id, employee_id)}
    made = record(employee_id, levels, source=source, assessed_on=today, today=today, by=by, file_id=file_id)
    mine = (RatingDraft.rater_id == rater_id) & (RatingDraft.employee_id == employee_id)
    db.session.execute(delete(RatingDraft).where(mine))
    if source is AssessmentSource.SUPERIOR:
        words = f"{by.name} menilai kompetensi Anda. Kalau tidak sesuai, Anda bisa mengajukan keberatan."
        _tell(employee_id, words, key=f"rated-{made[0].id}")
    return made


def hand_in(
    employee_id: int, facts: EvidenceFacts, upload: Upload, *, storage_key: str, today: date, by: Actor
) -> CompetencyEvidence:
    """What an employee shows for a level of theirs; it waits for an assessor. Raises WrongField where it cannot be.

    Locks the person, so two clicks are counted one after the other.
    """
    employee = lock(organisation.employee(employee_id))
    fault = day_fault(facts.shown_on, nip=employee.nip, today=today)
    if fault:
        raise WrongField("shown_on", fault.replace("Tanggal penilaian", "Tanggal ini"))
    ensure_level(facts.level)
    if queries.waiting_of(employee_id) >= WAITING_AT_MOST:
        raise WrongField("file", f"{WAITING_AT_MOST} bukti Anda masih menunggu asesor. Tunggu hasilnya dulu.")
    file = store.keep(upload.content, storage_key=storage_key, name=upload.name, media_type=upload.media_type)
    one = CompetencyEvidence(
        employee_id=employee_id,
        competency_id=facts.competency_id,
        level=facts.level,
        shown_on=facts.shown_on,
        title=facts.title,
        file_id=file.id,
        source_key=f"own:{secrets.token_hex(12)}",
    )
    db.session.add(one)
    db.session.flush()
    audit.record("competency.evidence.handed_in", one, by=by, level=facts.level, file=file.id)
    return one


def confirm_evidence(evidence: CompetencyEvidence, level: int, *, note: str, today: date, by: Actor) -> Assessment:
    """An assessor makes a level of what was shown: an assessment of the day it was looked at."""
    evidence = lock(evidence)
    if evidence.status != EvidenceStatus.WAITING:
        raise AlreadySettled
    evidence.status, evidence.answer = EvidenceStatus.CONFIRMED, note
    levels = {evidence.competency_id: level}
    told = note or f"Dari bukti: {queries.evidence_title(evidence)}"[:500]
    made = record(
        evidence.employee_id,
        levels,
        source=AssessmentSource.CENTRE,
        assessed_on=today,
        today=today,
        by=by,
        note=told,
        file_id=evidence.file_id,
    )
    audit.record("competency.evidence.confirmed", evidence, by=by, level=level)
    words = f"Bukti kompetensi Anda diterima asesor: level {level}."
    _tell(evidence.employee_id, words, key=f"evidence-{evidence.id}")
    return made[0]


def set_evidence_aside(evidence: CompetencyEvidence, *, note: str, by: Actor) -> None:
    """The evidence stays on record and changes no level."""
    evidence = lock(evidence)
    if evidence.status != EvidenceStatus.WAITING:
        raise AlreadySettled
    evidence.status, evidence.answer = EvidenceStatus.SET_ASIDE, note
    audit.record("competency.evidence.set_aside", evidence, by=by, reason=note)
    words = f"Bukti kompetensi Anda belum mengubah level: {note}"
    _tell(evidence.employee_id, words[:300], key=f"evidence-{evidence.id}")


def dispute(assessment: Assessment, reason: str, *, by: Actor) -> AssessmentDispute:
    """The employee says why a level is not right; the level stays until an assessor has answered."""
    assessment = lock(assessment)
    open_one = select(AssessmentDispute.id).where(
        AssessmentDispute.assessment_id == assessment.id, AssessmentDispute.status == DisputeStatus.OPEN
    )
    if db.session.execute(open_one).first():
        raise AlreadyDisputed
    one = AssessmentDispute(
        assessment_id=assessment.id, employee_id=assessment.employee_id, reason=reason, raised_at=now()
    )
    db.session.add(one)
    db.session.flush()
    audit.record("competency.dispute.raised", one, by=by)
    return one


def answer_dispute(
    one: AssessmentDispute, *, level: int | None, answer: str, today: date, by: Actor
) -> None:  # fmt: skip
    """Uphold it with a new level, or refuse it; either way with a reason. Nobody answers their own."""
    one = lock(one)
    if one.status != DisputeStatus.OPEN:
        raise AlreadySettled
    if one.employee_id == by.employee_id:
        raise RuleBroken("Keberatan sendiri dijawab asesor lain.")
    assessment = queries.assessment(one.assessment_id)
    one.status = DisputeStatus.REFUSED if level is None else DisputeStatus.UPHELD
    one.answer, one.answered_at, one.answered_by = answer, now(), by.name
    if level is not None:
        record(
            one.employee_id,
            {assessment.competency_id: level},
            source=AssessmentSource.CENTRE,
            assessed_on=today,
            today=today,
            by=by,
            note=f"Setelah keberatan: {answer}"[:500],
        )
    audit.record("competency.dispute.answered", one, by=by, status=str(one.status))
    words = "Keberatan Anda dijawab: level diubah." if level else "Keberatan Anda dijawab: level tetap."
    _tell(one.employee_id, words, key=f"dispute-{one.id}")


def _tell(employee_id: int, say: str, *, key: str) -> None:
    person = organisation.employee(employee_id)
    recipient = Recipient(person.id, person.name, person.email)
    notifications.tell(recipient, "competency_assessed", say, path="/saya/kesenjangan", key=f"competency-{key}")
