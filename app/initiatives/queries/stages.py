"""The list of stages of a government, and the stages of an initiative with their papers."""

from collections.abc import Sequence
from typing import Any

from sqlalchemy import func, select

from app.base.database import db
from app.documents.models import StoredFile
from app.initiatives import reference
from app.initiatives.facts import StageFacts
from app.initiatives.models import Stage, StagePaper, StagePattern
from app.organisation.models import Employee


def patterns() -> list[StagePattern]:
    """The government's own list; empty while it goes by the shipped one."""
    return list(db.session.execute(select(StagePattern).order_by(StagePattern.place, StagePattern.id)).scalars())


def pattern(pattern_id: int) -> StagePattern:
    return db.session.execute(select(StagePattern).where(StagePattern.id == pattern_id)).scalar_one()


def facts_of(one: StagePattern) -> StageFacts:
    documents = tuple(line for line in one.documents.splitlines() if line)
    return StageFacts(one.name, one.gate, one.about, documents, one.lead, one.basis)


def usual() -> list[StageFacts]:
    """What an initiative begins with: the government's list, or the shipped one."""
    return [facts_of(one) for one in patterns()] or list(reference.stages())


def stages(initiative_id: int) -> list[Stage]:
    statement = select(Stage).where(Stage.initiative_id == initiative_id).order_by(Stage.place, Stage.id)
    return list(db.session.execute(statement).scalars())


def stages_of_each(initiative_ids: Sequence[int]) -> dict[int, list[Stage]]:
    """The stages of several initiatives in their order, in one statement."""
    found: dict[int, list[Stage]] = {one: [] for one in initiative_ids}
    statement = select(Stage).where(Stage.initiative_id.in_(found)).order_by(Stage.place, Stage.id)
    for one in db.session.execute(statement).scalars() if found else ():
        found[one.initiative_id].append(one)
    return found


def stage(initiative_id: int, stage_id: int) -> Stage:
    statement = select(Stage).where(Stage.initiative_id == initiative_id, Stage.id == stage_id)
    return db.session.execute(statement).scalar_one()


def passed_by(stage: Stage) -> str:
    statement = select(Employee.name).where(Employee.id == stage.passed_by_id)
    return db.session.execute(statement).scalar_one_or_none() or ""


def counts_of_papers(initiative_id: int) -> dict[int, tuple[int, int]]:
    """(there, expected in all) by stage."""
    is_there = StagePaper.file_id.is_not(None) | (StagePaper.address != "")
    statement = (
        select(StagePaper.stage_id, func.count(StagePaper.id).filter(is_there), func.count(StagePaper.id))
        .join(Stage, Stage.id == StagePaper.stage_id)
        .where(Stage.initiative_id == initiative_id)
        .group_by(StagePaper.stage_id)
    )
    return {row[0]: (row[1], row[2]) for row in db.session.execute(statement)}


def papers(stage_id: int) -> list[Any]:
    """(StagePaper, name, size) of a stage, the size None where there is no file."""
    statement = (
        select(StagePaper, func.coalesce(StoredFile.name, "").label("name"), StoredFile.size)
        .outerjoin(StoredFile, StoredFile.id == StagePaper.file_id)
        .where(StagePaper.stage_id == stage_id)
        .order_by(StagePaper.id)
    )
    return list(db.session.execute(statement).all())


def paper(initiative_id: int, stage_id: int, paper_id: int) -> StagePaper:
    """A paper of this very stage of this very initiative; any other is simply not found."""
    statement = (
        select(StagePaper)
        .join(Stage, Stage.id == StagePaper.stage_id)
        .where(Stage.initiative_id == initiative_id, Stage.id == stage_id, StagePaper.id == paper_id)
    )
    return db.session.execute(statement).scalar_one()


def shared_papers(initiative_id: int) -> list[Any]:
    """What those concerned may read: (id, title, address, file_id)."""
    statement = (
        select(StagePaper.id, StagePaper.title, StagePaper.address, StagePaper.file_id)
        .join(Stage, Stage.id == StagePaper.stage_id)
        .where(
            Stage.initiative_id == initiative_id,
            StagePaper.is_shared,
            StagePaper.file_id.is_not(None) | (StagePaper.address != ""),
        )
        .order_by(Stage.place, StagePaper.id)
        .limit(100)
    )
    return list(db.session.execute(statement).all())


def shared_file(initiative_id: int, paper_id: int) -> StoredFile:
    """The file of a paper those concerned may read; any other is simply not found."""
    statement = (
        select(StoredFile)
        .join(StagePaper, StagePaper.file_id == StoredFile.id)
        .join(Stage, Stage.id == StagePaper.stage_id)
        .where(Stage.initiative_id == initiative_id, StagePaper.id == paper_id, StagePaper.is_shared)
    )
    return db.session.execute(statement).scalar_one()


def file(file_id: int | None) -> StoredFile:
    return db.session.execute(select(StoredFile).where(StoredFile.id == file_id)).scalar_one()
