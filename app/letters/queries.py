"""Letterheads, the units they stand for, and letters that went out."""

from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import func, or_, select, tuple_

from app.access.visitor import Reach
from app.base import scope
from app.base.database import db
from app.documents.models import StoredFile
from app.letters import catalogue
from app.letters.facts import Head
from app.letters.models import Letter, Letterhead, LetterSeries, LetterText
from app.letters.rules import Words
from app.organisation import queries as organisation
from app.organisation.models import OrgUnit, Position
from app.organisation.queries import structure


@dataclass(frozen=True)
class Sender:
    """Who writes: the unit whose letterhead and numbers are used, and how the sheet begins."""

    unit_id: int
    head: Head
    letterhead: Letterhead | None


def sender_of(unit_id: int) -> Sender:
    """The letterhead of a unit: its own, else the nearest above it, else one made of what is known."""
    above = _units_above(unit_id)
    own = {row.unit_id: row for row in _letterheads([one.id for one in above])}
    for unit in above:
        if unit.id in own:
            return Sender(unit.id, head_of(own[unit.id]), own[unit.id])
    owner = next((unit for unit in above if unit.kind == organisation.REGIONAL_UNIT), above[0])
    return Sender(owner.id, _plain_head(owner.name), None)


def _units_above(unit_id: int) -> list[OrgUnit]:
    """The unit and those above it, from the bottom up."""
    unit = structure.unit(unit_id)
    ids = [int(one) for one in unit.path.split("/") if one]
    rows = {row.id: row for row in db.session.execute(select(OrgUnit).where(OrgUnit.id.in_(ids))).scalars()}
    return [rows[one] for one in reversed(ids) if one in rows]


def _letterheads(unit_ids: list[int]) -> list[Letterhead]:
    return list(db.session.execute(select(Letterhead).where(Letterhead.unit_id.in_(unit_ids))).scalars())


def _plain_head(unit_name: str) -> Head:
    government = organisation.government(scope.current())
    return Head(f"Pemerintah {government.name}", unit_name, "", "", government.seat)


def head_of(row: Letterhead) -> Head:
    """The head a letterhead makes."""
    contacts = [f"Telepon {row.phone}" if row.phone else "", row.email, row.web]
    emblem = db.session.get(StoredFile, row.emblem_file_id) if row.emblem_file_id else None
    return Head(
        row.government_name,
        row.unit_name,
        row.address,
        ", ".join(one for one in contacts if one),
        row.city,
        row.emblem_file_id,
        emblem.sha256 if emblem else "",
    )


def letterhead(unit_id: int) -> Letterhead | None:
    """A unit's own letterhead."""
    return db.session.execute(select(Letterhead).where(Letterhead.unit_id == unit_id)).scalar_one_or_none()


def unit_within(unit_id: int, reach: Reach) -> OrgUnit:
    """A unit within reach; any other is simply not found."""
    return db.session.execute(select(OrgUnit).where(OrgUnit.id == unit_id, _within(reach))).scalar_one()


def _within(reach: Reach) -> Any:
    if reach.is_everything:
        return OrgUnit.id.is_not(None)
    return or_(OrgUnit.id.is_(None), *(OrgUnit.path.like(f"{path}%") for path in reach.paths))


def units(reach: Reach, day: date, *, text: str, after: tuple[str, int] | None, limit: int) -> list[Any]:
    """Units of a day within reach by name, with the name on their own letterhead where they have one."""
    statement = (
        select(OrgUnit.id, OrgUnit.name, Letterhead.unit_name.label("own"))
        .outerjoin(Letterhead, Letterhead.unit_id == OrgUnit.id)
        .where(_within(reach), structure.there_on(OrgUnit, day))
        .order_by(OrgUnit.name, OrgUnit.id)
        .limit(limit)
    )
    if text:
        escaped = text.lower().replace("\\", "\\\\").replace("%", "\\%").replace("_", "\\_")
        statement = statement.where(func.lower(OrgUnit.name).like(f"%{escaped}%", escape="\\"))
    if after is not None:
        statement = statement.where(tuple_(OrgUnit.name, OrgUnit.id) > after)
    return list(db.session.execute(statement).all())


def unit_name(unit_id: int) -> str:
    return db.session.execute(select(OrgUnit.name).where(OrgUnit.id == unit_id)).scalar_one()


def positions_of(unit_id: int, day: date) -> list[tuple[int, str]]:
    """The posts of a unit and of the one above it, from among which a signatory is chosen."""
    unit = structure.unit(unit_id)
    statement = (
        select(Position.id, Position.title)
        .where(
            Position.unit_id.in_([one for one in (unit.id, unit.parent_id) if one]), structure.there_on(Position, day)
        )
        .order_by(Position.title, Position.id)
        .limit(300)
    )
    return [(row.id, row.title) for row in db.session.execute(statement)]


def series(unit_id: int, code: str) -> LetterSeries | None:
    statement = select(LetterSeries).where(LetterSeries.unit_id == unit_id, LetterSeries.code == code)
    return db.session.execute(statement).scalar_one_or_none()


def other_series(unit_id: int, code: str) -> list[LetterSeries]:
    """Every series of the government but this one."""
    rows = db.session.execute(select(LetterSeries)).scalars()
    return [row for row in rows if (row.unit_id, row.code) != (unit_id, code)]


def own_text(kind: str) -> LetterText | None:
    return db.session.execute(select(LetterText).where(LetterText.kind == kind)).scalar_one_or_none()


def own_kinds() -> set[str]:
    """The kinds whose words this government has changed."""
    return set(db.session.execute(select(LetterText.kind)).scalars())


def words_of(kind: str) -> Words:
    """The words in force: the government's own, else those that came with Penata."""
    row = own_text(kind)
    text = catalogue.find(kind) if row is None else row
    return Words(text.subject, text.opening, text.closing, text.copies)


def letter(letter_id: int) -> Letter:
    return db.session.execute(select(Letter).where(Letter.id == letter_id)).scalar_one()


def letters(letter_ids: list[int]) -> dict[int, Letter]:
    """Several letters by id."""
    rows = db.session.execute(select(Letter).where(Letter.id.in_(letter_ids))).scalars()
    return {row.id: row for row in rows}


def with_source(source_key: str) -> Letter | None:
    return db.session.execute(select(Letter).where(Letter.source_key == source_key)).scalar_one_or_none()


def letters_of(unit_id: int, *, before: int | None, limit: int, year: int | None = None) -> list[Letter]:
    """What a unit sent, the newest first."""
    statement = select(Letter).where(Letter.unit_id == unit_id).order_by(Letter.id.desc()).limit(limit)
    if before is not None:
        statement = statement.where(Letter.id < before)
    if year is not None:
        statement = statement.where(Letter.year == year)
    return list(db.session.execute(statement).scalars())


def letter_of(unit_id: int, letter_id: int) -> Letter:
    """A letter of this very unit."""
    return db.session.execute(select(Letter).where(Letter.id == letter_id, Letter.unit_id == unit_id)).scalar_one()
