"""Making and changing programmes: what is taught, to whom, and what it takes to pass."""

from dataclasses import fields
from decimal import Decimal

from sqlalchemy.exc import IntegrityError

from app.access.visitor import Actor
from app.audit import services as audit
from app.base.clock import now
from app.base.database import db, lock
from app.base.errors import StaleVersion
from app.certificates.queries import designs
from app.training import rules
from app.training.facts import ProgrammeFacts
from app.training.models import Programme, ProgrammeCompetency, ProgrammeSubject
from app.training.queries import programmes as queries
from app.training.services import hours


def create(facts: ProgrammeFacts, *, by: Actor) -> Programme:
    """A new programme; it may still lack its subjects."""
    _ensure_sound(facts, None)
    programme = Programme(version=1)
    _write(programme, facts)
    programme.code = facts.code or queries.next_code()
    db.session.add(programme)
    db.session.flush()
    audit.record("training.programme.created", programme, by=by, title=programme.title)
    return programme


def change(programme: Programme, facts: ProgrammeFacts, *, version: int, by: Actor) -> Programme:
    """Raises StaleVersion where somebody else was faster, and WrongField at what cannot be."""
    programme = lock(programme)
    if programme.version != version:
        raise StaleVersion
    rules.ensure_in_use(programme)
    _ensure_sound(facts, programme.id)
    code, counted_by = programme.code, (programme.form_code, programme.is_international)
    _write(programme, facts)
    programme.code = facts.code or code
    programme.version += 1
    if (programme.form_code, programme.is_international) != counted_by:
        _refresh_batches(programme)
    audit.record("training.programme.changed", programme, by=by, version=programme.version)
    return programme


def _ensure_sound(facts: ProgrammeFacts, programme_id: int | None) -> None:
    rules.ensure_can_be_met(facts.min_attendance, facts.min_score, facts.tiers, facts.kinds)
    if facts.code and queries.code_is_taken(facts.code, but=programme_id):
        raise rules.WrongField("code", f"Kode {facts.code} sudah dipakai program lain. Pakai kode yang belum ada.")
    if facts.series_id is not None and facts.series_id not in dict(queries.series()):
        raise rules.WrongField("series_id", "Penomoran sertifikat ini tidak ada. Pilih yang lain.")
    if facts.design_id is not None and not designs.exists(facts.design_id):
        raise rules.WrongField("design_id", "Desain sertifikat ini tidak ada. Pilih yang lain.")


def _write(programme: Programme, facts: ProgrammeFacts) -> None:
    for one in fields(facts):
        if one.name not in {"code", "tiers", "kinds"}:
            setattr(programme, one.name, getattr(facts, one.name))
    programme.tiers, programme.kinds = list(facts.tiers), list(facts.kinds)


def _refresh_batches(programme: Programme) -> None:
    """The hours of batches that are not over follow the programme."""
    db.session.flush()
    for batch in queries.open_batches(programme.id):
        hours.follow_the_rule(lock(batch), programme.form_code)


def _touch(programme: Programme, by: Actor, what: str) -> Programme:
    """Hold the programme for a change of one of its lists."""
    programme = lock(programme)
    rules.ensure_in_use(programme)
    programme.version += 1
    audit.record("training.programme.changed", programme, by=by, version=programme.version, what=what)
    return programme


def add_subject(
    programme: Programme, *, title: str, lesson_hours: Decimal, competency_id: int | None, by: Actor
) -> ProgrammeSubject:
    """A subject at the end of the list."""
    programme = _touch(programme, by, "subject")
    last = max((row.sort_order for row in queries.subject_rows(programme.id)), default=0)
    subject = ProgrammeSubject(
        programme_id=programme.id,
        sort_order=last + 1,
        title=title,
        lesson_hours=lesson_hours,
        competency_id=competency_id,
    )
    db.session.add(subject)
    _refresh_batches(programme)
    return subject


def change_subject(
    programme: Programme,
    subject: ProgrammeSubject,
    *,
    title: str,
    lesson_hours: Decimal,
    competency_id: int | None,
    by: Actor,
) -> None:
    programme = _touch(programme, by, "subject")
    subject.title, subject.lesson_hours, subject.competency_id = title, lesson_hours, competency_id
    _refresh_batches(programme)


def remove_subject(programme: Programme, subject: ProgrammeSubject, *, by: Actor) -> None:
    """Take a subject out; one that meetings are about has to be taken out of them first."""
    programme = _touch(programme, by, "subject")
    if queries.is_taught(subject.id):
        raise rules.StillNeeded(
            f"{subject.title} masih dipakai pada jadwal angkatan. Ganti dulu mata pelatihan di pertemuannya."
        )
    db.session.delete(subject)
    _refresh_batches(programme)


def raise_subject(programme: Programme, subject: ProgrammeSubject, *, by: Actor) -> None:
    """Let a subject change places with the one above it."""
    programme = _touch(programme, by, "subject")
    ordered = queries.subjects_in_order(programme.id)
    place = [one.id for one in ordered].index(subject.id)
    if place == 0:
        return
    above = ordered[place - 1]
    upper, lower = above.sort_order, subject.sort_order
    above.sort_order = -1
    db.session.flush()
    subject.sort_order = upper
    db.session.flush()
    above.sort_order = lower
    db.session.flush()


def raise_competency(programme: Programme, *, competency_id: int, level: int, by: Actor) -> None:
    """Say to which level the programme leads; said again, the later word counts."""
    programme = _touch(programme, by, "competency")
    known = queries.raising(programme.id, competency_id)
    if known is None:
        db.session.add(ProgrammeCompetency(programme_id=programme.id, competency_id=competency_id, level=level))
    else:
        known.level = level


def drop_competency(programme: Programme, row: ProgrammeCompetency, *, by: Actor) -> None:
    _touch(programme, by, "competency")
    db.session.delete(row)


def archive(programme: Programme, *, by: Actor) -> None:
    """Take the programme out of use. Its batches, results and certificates stay as they are."""
    programme = lock(programme)
    rules.ensure_in_use(programme)
    programme.archived_at = now()
    programme.version += 1
    audit.record("training.programme.archived", programme, by=by)


def restore(programme: Programme, *, by: Actor) -> None:
    programme = lock(programme)
    if programme.archived_at is not None:
        programme.archived_at = None
        programme.version += 1
        audit.record("training.programme.restored", programme, by=by)


def delete(programme: Programme, *, by: Actor) -> None:
    """Only what was never used goes for good; the rest is archived, so that every certificate keeps its origin."""
    programme = lock(programme)
    uses = queries.uses(programme.id)
    if uses.batches:
        raise rules.StillNeeded(
            f"Program ini sudah punya {uses.batches} angkatan, jadi tidak bisa dihapus. Arsipkan saja: program hilang "
            "dari pilihan, sedangkan riwayat dan sertifikatnya tetap ada."
        )
    if uses.drafts:
        raise rules.StillNeeded(f"Masih ada {uses.drafts} rancangan angkatan. Hapus dulu rancangannya.")
    audit.record("training.programme.deleted", programme, by=by, title=programme.title)
    for row in queries.subjects_in_order(programme.id):
        db.session.delete(row)
    for raised in queries.raised(programme.id):
        db.session.delete(queries.raised_row(programme.id, raised.id))
    try:
        db.session.flush()
        db.session.delete(programme)
        db.session.flush()
    except IntegrityError as error:  # interest, a proposal or a plan, some of them of houses above this one
        raise rules.StillNeeded(
            "Program ini belum punya angkatan, tetapi sudah dipakai: ada minat pegawai, usulan, atau rencana yang "
            "menunjuknya. Arsipkan saja: program hilang dari pilihan, sedangkan yang menunjuknya tetap utuh."
        ) from error
