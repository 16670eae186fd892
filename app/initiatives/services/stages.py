"""The government's list of stages, and the stages of one initiative: their days, papers and gates."""

from dataclasses import asdict
from datetime import date
from typing import Any

from sqlalchemy import func, select

from app.access.visitor import Actor
from app.audit import services as audit
from app.base.clock import now
from app.base.database import db, lock
from app.base.errors import RuleBroken, StaleVersion, WrongField
from app.documents import services as store
from app.documents.inspection import Upload
from app.documents.models import StoredFile
from app.initiatives import rules, stage_rules
from app.initiatives.facts import StageDays, StageFacts
from app.initiatives.models import Initiative, Stage, StagePaper, StagePattern
from app.initiatives.queries import stages as queries
from app.initiatives.queries.initiatives import InitiativePage
from app.initiatives.stage_rules import PAPERS_AT_MOST, STAGES_AT_MOST


def copy_usual(initiative: Initiative) -> None:
    """Give an initiative its own copy of the list; what the government changes later leaves it alone."""
    for place, facts in enumerate(queries.usual(), 1):
        stage = _stage(initiative.id, place, facts)
        db.session.add(stage)
        db.session.flush()
        db.session.add_all(_expected(stage.id, title) for title in facts.documents)
    db.session.flush()


def _stage(initiative_id: int, place: int, facts: StageFacts) -> Stage:
    words = {"name": facts.name, "gate": facts.gate, "about": facts.about, "lead": facts.lead, "basis": facts.basis}
    return Stage(initiative_id=initiative_id, place=place, pass_note="", version=1, **words)


def _expected(stage_id: int, title: str) -> StagePaper:
    return StagePaper(stage_id=stage_id, title=title[:150], address="", is_shared=False)


def take_over(page: InitiativePage, *, by: Actor) -> None:
    """The usual list for an initiative that has none."""
    initiative = _open(page)
    if queries.stages(initiative.id):
        raise RuleBroken("Inisiatif ini sudah punya tahapan.")
    copy_usual(initiative)
    audit.record("initiatives.stages.taken", initiative, by=by)


def add(page: InitiativePage, facts: StageFacts, days: StageDays, *, day: date, by: Actor) -> Stage:
    initiative = _open(page)
    known = queries.stages(initiative.id)
    if len(known) >= STAGES_AT_MOST:
        raise RuleBroken(f"Satu inisiatif paling banyak {STAGES_AT_MOST} tahapan.")
    stage_rules.ensure_days(days, day)
    stage = _stage(initiative.id, max((one.place for one in known), default=0) + 1, facts)
    for name, value in asdict(days).items():
        setattr(stage, name, value)
    db.session.add(stage)
    db.session.flush()
    db.session.add_all(_expected(stage.id, title) for title in facts.documents)
    audit.record("initiatives.stage.added", stage, by=by, name=stage.name)
    return stage


def change(
    page: InitiativePage, stage: Stage, facts: StageFacts, days: StageDays, *, version: int, day: date, by: Actor
) -> None:
    """Words and days. Of a stage that passed only the words of its plan may still be mended."""
    _open(page)
    stage = _fresh(stage, version)
    stage_rules.ensure_days(days, day)
    if stage.passed_at is not None and (days.began_on, days.ended_on) != (stage.began_on, stage.ended_on):
        raise WrongField("ended_on", "Tahapan ini sudah lolos. Buka kembali dulu kalau tanggalnya keliru.")
    stage.name, stage.gate, stage.about = facts.name, facts.gate, facts.about
    stage.lead, stage.basis = facts.lead, facts.basis
    for name, value in asdict(days).items():
        setattr(stage, name, value)
    audit.record("initiatives.stage.changed", stage, by=by, name=stage.name)


def move(page: InitiativePage, stage: Stage, *, earlier: bool, by: Actor) -> None:
    """One place up or down; the first and the last stay where they are."""
    _open(page)
    if _moved(queries.stages(page.initiative.id), stage.id, earlier=earlier):
        audit.record("initiatives.stage.moved", stage, by=by, place=stage.place)


def _moved(known: list[Any], number: int, *, earlier: bool) -> bool:
    """Whether there was a place to move to."""
    at = [one.id for one in known].index(number)
    to = at - 1 if earlier else at + 1
    if not 0 <= to < len(known):
        return False
    known[at], known[to] = known[to], known[at]
    for place, one in enumerate(known, 1):
        one.place = place
    return True


def remove(page: InitiativePage, stage: Stage, *, by: Actor) -> None:
    _open(page)
    rows = [row.StagePaper for row in queries.papers(stage.id)]
    stage_rules.ensure_may_remove(stage, any(one.is_there for one in rows))
    audit.record("initiatives.stage.removed", stage, by=by, name=stage.name)
    for one in rows:
        db.session.delete(one)
    db.session.flush()
    db.session.delete(stage)


def pass_gate(page: InitiativePage, stage: Stage, note: str, ended_on: date, *, day: date, by: Actor) -> None:
    """Note that the gate was passed: by whom, when, and with which note."""
    _open(page)
    stage = lock(stage)
    missing = [row.StagePaper.title for row in queries.papers(stage.id) if not row.StagePaper.is_there]
    earlier = [one for one in queries.stages(page.initiative.id) if one.place < stage.place]
    stage_rules.ensure_may_pass(stage, earlier, missing, note)
    days = StageDays(began_on=stage.began_on, ended_on=ended_on)
    stage_rules.ensure_days(days, day)
    stage.ended_on, stage.passed_at = ended_on, now()
    stage.passed_by_id, stage.pass_note = by.employee_id, note
    stage.version += 1
    audit.record("initiatives.stage.passed", stage, by=by, name=stage.name)


def reopen(page: InitiativePage, stage: Stage, reason: str, *, by: Actor) -> None:
    """A gate that was passed too soon; the reason takes the place of its note."""
    _open(page)
    stage = lock(stage)
    stage_rules.ensure_may_reopen(stage)
    stage.passed_at = stage.passed_by_id = stage.ended_on = None
    stage.pass_note = reason
    stage.version += 1
    audit.record("initiatives.stage.reopened", stage, by=by, name=stage.name)


def _open(page: InitiativePage) -> Initiative:
    initiative = lock(page.initiative)
    rules.ensure_may_change(initiative.status)
    return initiative


def _fresh(stage: Stage, version: int) -> Stage:
    stage = lock(stage)
    if stage.version != version:
        raise StaleVersion
    stage.version += 1
    return stage


def keep_file(
    page: InitiativePage, stage: Stage, upload: Upload, *, storage_key: str, title: str, is_shared: bool, by: Actor
) -> StagePaper:
    """A file whose bytes were just put into the store; one that was expected under this title is now there."""
    paper = _paper(page, stage, title)
    row: StoredFile = store.keep(
        upload.content, storage_key=storage_key, name=upload.name, media_type=upload.media_type
    )
    paper.file_id, paper.address = row.id, ""
    return _added(paper, is_shared=is_shared, by=by)


def keep_address(
    page: InitiativePage, stage: Stage, address: str, *, title: str, is_shared: bool, by: Actor
) -> StagePaper:
    paper = _paper(page, stage, title)
    paper.file_id, paper.address = None, address
    return _added(paper, is_shared=is_shared, by=by)


def expect(page: InitiativePage, stage: Stage, title: str, *, by: Actor) -> StagePaper:
    """A document that is still to come."""
    paper = _paper(page, stage, title)
    return _added(paper, is_shared=paper.is_shared, by=by)


def _paper(page: InitiativePage, stage: Stage, title: str) -> StagePaper:
    _open(page)
    rows = [row.StagePaper for row in queries.papers(stage.id)]
    expected = next((one for one in rows if not one.is_there and one.title.lower() == title.lower()), None)
    if expected is None and len(rows) >= PAPERS_AT_MOST:
        raise WrongField("title", f"Satu tahapan paling banyak {PAPERS_AT_MOST} dokumen.")
    return expected or _expected(stage.id, title)


def _added(paper: StagePaper, *, is_shared: bool, by: Actor) -> StagePaper:
    paper.is_shared, paper.added_at = is_shared, now() if paper.is_there else None
    db.session.add(paper)
    db.session.flush()
    audit.record("initiatives.paper.added", paper, by=by, title=paper.title)
    return paper


def remove_paper(page: InitiativePage, paper: StagePaper, *, by: Actor) -> None:
    """Off the list; the bytes stay in the store."""
    _open(page)
    audit.record("initiatives.paper.removed", paper, by=by, title=paper.title)
    db.session.delete(paper)


def own_list(*, by: Actor) -> None:
    """The government's own list begins as a copy of the shipped one."""
    if queries.patterns():
        return
    for place, facts in enumerate(queries.usual(), 1):
        db.session.add(_pattern(place, facts))
    db.session.flush()
    audit.record("initiatives.stage_list.begun", None, by=by)


def _pattern(place: int, facts: StageFacts) -> StagePattern:
    words = {"name": facts.name, "gate": facts.gate, "about": facts.about, "lead": facts.lead, "basis": facts.basis}
    return StagePattern(place=place, documents="\n".join(facts.documents), version=1, **words)


def add_pattern(facts: StageFacts, *, by: Actor) -> None:
    own_list(by=by)
    last = db.session.execute(select(func.max(StagePattern.place))).scalar_one() or 0
    if len(queries.patterns()) >= STAGES_AT_MOST:
        raise RuleBroken(f"Daftar tahapan paling banyak {STAGES_AT_MOST}.")
    row = _pattern(last + 1, facts)
    db.session.add(row)
    db.session.flush()
    audit.record("initiatives.stage_list.added", row, by=by, name=row.name)


def change_pattern(row: StagePattern, facts: StageFacts, *, version: int, by: Actor) -> None:
    row = lock(row)
    if row.version != version:
        raise StaleVersion
    row.name, row.gate, row.about, row.lead, row.basis = facts.name, facts.gate, facts.about, facts.lead, facts.basis
    row.documents = "\n".join(facts.documents)
    row.version += 1
    audit.record("initiatives.stage_list.changed", row, by=by, name=row.name)


def move_pattern(row: StagePattern, *, earlier: bool, by: Actor) -> None:
    """One place up or down in the government's list."""
    if _moved(queries.patterns(), row.id, earlier=earlier):
        audit.record("initiatives.stage_list.moved", row, by=by, place=row.place)


def remove_pattern(row: StagePattern, *, by: Actor) -> None:
    """A list keeps at least one stage."""
    if len(queries.patterns()) == 1:
        raise RuleBroken("Daftar ini perlu paling sedikit satu tahapan.")
    audit.record("initiatives.stage_list.removed", row, by=by, name=row.name)
    db.session.delete(row)
