"""Questions as their round, their asker, their owner and everybody may read them."""

from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import ColumnElement, Select, and_, case, exists, false, func, or_, select, true
from sqlalchemy.orm import aliased

from app.access.visitor import Reach
from app.base.database import db
from app.organisation.models import Employee, OrgUnit
from app.organisation.queries.directory import within
from app.sosialisasi.models import AskedQuestion, QuestionStatus, QuestionVote, Sosialisasi, SosialisasiRound, Which
from app.sosialisasi.rules import questions as rules

AT_MOST = 300


@dataclass(frozen=True)
class Tally:
    """How many questions of a round or an event stand where. Hidden and merged ones are in none of the first four."""

    every: int = 0
    open: int = 0
    overdue: int = 0
    answered: int = 0
    published: int = 0
    hidden: int = 0


@dataclass(frozen=True)
class Listed:
    """A question as its organiser sees it, with the names around it and those merged into it."""

    question: AskedQuestion
    round_number: int
    asker: str
    owner: str
    merged: tuple[AskedQuestion, ...]
    personal: tuple[str, ...]


@dataclass(frozen=True)
class Found:
    """A question with what answers it: itself, or the one it was merged into."""

    question: AskedQuestion
    answered: AskedQuestion
    event: Sosialisasi
    round: SosialisasiRound


def of_round(round_id: int, which: Which = Which.EVERY, *, day: date) -> list[Listed]:
    """The questions of a round, most votes first."""
    return _listed(AskedQuestion.round_id == round_id, which, day)


def of_event(event_id: int, which: Which = Which.EVERY, *, day: date) -> list[Listed]:
    """The questions of every round of an event, most votes first."""
    return _listed(SosialisasiRound.sosialisasi_id == event_id, which, day)


def _listed(condition: ColumnElement[bool], which: Which, day: date) -> list[Listed]:
    owner, asker = aliased(Employee), aliased(Employee)
    statement = (
        select(AskedQuestion, SosialisasiRound.number, asker.name.label("asker"), owner.name.label("owner"))
        .join(SosialisasiRound, SosialisasiRound.id == AskedQuestion.round_id)
        .outerjoin(asker, and_(asker.id == AskedQuestion.asked_by_id, asker.restricted_on.is_(None)))
        .outerjoin(owner, and_(owner.id == AskedQuestion.owner_id, owner.restricted_on.is_(None)))
        .where(condition, AskedQuestion.merged_into_id.is_(None), _is(which, day))
        .order_by(AskedQuestion.votes.desc(), AskedQuestion.id)
        .limit(AT_MOST)
    )
    rows = list(db.session.execute(statement).all())
    merged = _merged_into([row.AskedQuestion.id for row in rows])
    return [
        Listed(
            row.AskedQuestion,
            row.number,
            row.asker or "",
            row.owner or "",
            tuple(merged.get(row.AskedQuestion.id, ())),
            rules.personal_data_in(row.AskedQuestion.shown_text),
        )
        for row in rows
    ]


def _merged_into(ids: list[int]) -> dict[int, list[AskedQuestion]]:
    found: dict[int, list[AskedQuestion]] = {}
    if not ids:
        return found
    statement = select(AskedQuestion).where(AskedQuestion.merged_into_id.in_(ids)).order_by(AskedQuestion.id)
    for one in db.session.execute(statement).scalars():
        found.setdefault(one.merged_into_id or 0, []).append(one)
    return found


def _is(which: Which, day: date) -> ColumnElement[bool]:
    if which == Which.HIDDEN:
        return AskedQuestion.is_hidden == true()
    if which == Which.OVERDUE:
        return and_(_is(Which.OPEN, day), AskedQuestion.due_on < day)
    if which == Which.EVERY:
        return AskedQuestion.id > 0
    return and_(AskedQuestion.status == which.value, AskedQuestion.is_hidden == false())


def tallies(event_id: int, day: date) -> dict[int, Tally]:
    """By round of an event, how many questions stand where; rounds without any are left out."""
    statement = (
        _counted(day, AskedQuestion.round_id)
        .join(SosialisasiRound, SosialisasiRound.id == AskedQuestion.round_id)
        .where(SosialisasiRound.sosialisasi_id == event_id)
        .group_by(AskedQuestion.round_id)
    )
    return {row[0]: Tally(*(int(count or 0) for count in row[1:])) for row in db.session.execute(statement)}


def tally_of_initiative(initiative_id: int, day: date) -> Tally:
    """How many questions of an initiative's events stand where: for its readiness card."""
    statement = (
        _counted(day)
        .join(SosialisasiRound, SosialisasiRound.id == AskedQuestion.round_id)
        .join(Sosialisasi, Sosialisasi.id == SosialisasiRound.sosialisasi_id)
        .where(Sosialisasi.initiative_id == initiative_id)
    )
    return Tally(*(int(count or 0) for count in db.session.execute(statement).one()))


@dataclass(frozen=True)
class EventTally:
    """An event with how many of its questions stand where; without any there is nothing to tally."""

    id: int
    title: str
    tally: Tally


def events_of_initiative(initiative_id: int, day: date) -> list[EventTally]:
    """Every event of an initiative, for the figures of its readiness card."""
    counted = (
        _counted(day, SosialisasiRound.sosialisasi_id.label("event_id"))
        .join(SosialisasiRound, SosialisasiRound.id == AskedQuestion.round_id)
        .join(Sosialisasi, Sosialisasi.id == SosialisasiRound.sosialisasi_id)
        .where(Sosialisasi.initiative_id == initiative_id)
        .group_by(SosialisasiRound.sosialisasi_id)
    )
    found = {row[0]: Tally(*(int(count or 0) for count in row[1:])) for row in db.session.execute(counted)}
    events = select(Sosialisasi.id, Sosialisasi.title).where(Sosialisasi.initiative_id == initiative_id)
    return [
        EventTally(row.id, row.title, found.get(row.id, Tally()))
        for row in db.session.execute(events.order_by(Sosialisasi.id.desc()))
    ]


def _counted(day: date, *first: Any) -> Select[Any]:
    shown = and_(AskedQuestion.is_hidden == false(), AskedQuestion.merged_into_id.is_(None))
    kinds = (
        shown,
        and_(shown, AskedQuestion.status == QuestionStatus.OPEN),
        and_(shown, AskedQuestion.status == QuestionStatus.OPEN, AskedQuestion.due_on < day),
        and_(shown, AskedQuestion.status == QuestionStatus.ANSWERED),
        and_(shown, AskedQuestion.status == QuestionStatus.PUBLISHED),
        AskedQuestion.is_hidden,
    )
    return select(*first, *(func.sum(case((kind, 1), else_=0)) for kind in kinds)).select_from(AskedQuestion)


def on_the_wall(round_id: int) -> list[AskedQuestion]:
    """What people in the room may read: most votes first. Names stand on no wall.

    A question in which somebody's data seems to stand waits until its organiser has put it in other words.
    """
    statement = (
        select(AskedQuestion)
        .where(
            AskedQuestion.round_id == round_id,
            AskedQuestion.is_hidden == false(),
            AskedQuestion.merged_into_id.is_(None),
        )
        .order_by(AskedQuestion.votes.desc(), AskedQuestion.id)
        .limit(AT_MOST)
    )
    return [one for one in db.session.execute(statement).scalars() if rules.is_shown(one)]


def voted(question_ids: list[int], voter: str) -> set[int]:
    """Which of these a voter supports already."""
    statement = select(QuestionVote.question_id).where(
        QuestionVote.question_id.in_(question_ids), QuestionVote.voter == voter
    )
    return set(db.session.execute(statement).scalars())


def of_a_round(round_id: int, question_id: int) -> AskedQuestion:
    """A question of this very round; any other is simply not found."""
    statement = select(AskedQuestion).where(AskedQuestion.id == question_id, AskedQuestion.round_id == round_id)
    return db.session.execute(statement).scalar_one()


def managed(reach: Reach, question_id: int) -> AskedQuestion:
    """A question at an event of a unit within reach."""
    statement = (
        select(AskedQuestion)
        .join(SosialisasiRound, SosialisasiRound.id == AskedQuestion.round_id)
        .join(Sosialisasi, Sosialisasi.id == SosialisasiRound.sosialisasi_id)
        .join(OrgUnit, OrgUnit.id == Sosialisasi.unit_id)
        .where(AskedQuestion.id == question_id, within(reach))
    )
    return db.session.execute(statement).scalar_one()


def owned(employee_id: int, question_id: int) -> AskedQuestion:
    """A question this very person is to answer."""
    statement = select(AskedQuestion).where(AskedQuestion.id == question_id, AskedQuestion.owner_id == employee_id)
    return db.session.execute(statement).scalar_one()


def owned_by(employee_id: int) -> list[Found]:
    """What somebody is to answer: open ones first, the most urgent first, then the latest answered."""
    condition = and_(
        AskedQuestion.owner_id == employee_id,
        AskedQuestion.is_hidden == false(),
        AskedQuestion.merged_into_id.is_(None),
    )
    return _found(
        condition,
        case((AskedQuestion.status == QuestionStatus.OPEN, 0), else_=1),
        AskedQuestion.due_on,
        AskedQuestion.id.desc(),
    )


def was_reminded(round_id: int, employee_id: int, day: date) -> bool:
    """Whether somebody was reminded on a day of a question of this round already."""
    known = exists().where(
        AskedQuestion.round_id == round_id, AskedQuestion.owner_id == employee_id, AskedQuestion.reminded_on == day
    )
    return bool(db.session.execute(select(known)).scalar_one())


def asked_by(employee_id: int) -> list[Found]:
    """What somebody asked under their name, the latest first."""
    return _found(AskedQuestion.asked_by_id == employee_id, AskedQuestion.id.desc())


def by_code(code_hash: str) -> Found | None:
    """The question a code belongs to. Ask it outside governments."""
    return next(iter(_found(AskedQuestion.code_hash == code_hash)), None)


def _found(condition: ColumnElement[bool], *order: Any) -> list[Found]:
    main = aliased(AskedQuestion)
    statement = (
        select(AskedQuestion, main, Sosialisasi, SosialisasiRound)
        .join(SosialisasiRound, SosialisasiRound.id == AskedQuestion.round_id)
        .join(Sosialisasi, Sosialisasi.id == SosialisasiRound.sosialisasi_id)
        .outerjoin(main, main.id == AskedQuestion.merged_into_id)
        .where(condition)
        .order_by(*order)
        .limit(AT_MOST)
    )
    return [Found(row[0], row[1] or row[0], row[2], row[3]) for row in db.session.execute(statement)]


def askers(question_id: int) -> list[int]:
    """Who asked a question, or one merged into it, under their name."""
    statement = (
        select(AskedQuestion.asked_by_id)
        .where(
            or_(AskedQuestion.id == question_id, AskedQuestion.merged_into_id == question_id),
            AskedQuestion.asked_by_id.is_not(None),
        )
        .distinct()
    )
    return [one for one in db.session.execute(statement).scalars() if one is not None]


def to_remind(day: date) -> list[tuple[int, int]]:
    """(government, question) whose owner may have to be reminded on a day; ``rules.should_remind`` decides."""
    statement = (
        select(AskedQuestion.government_id, AskedQuestion.id)
        .where(
            AskedQuestion.status == QuestionStatus.OPEN,
            AskedQuestion.owner_id.is_not(None),
            AskedQuestion.is_hidden == false(),
            AskedQuestion.merged_into_id.is_(None),
            AskedQuestion.due_on <= day + rules.REMIND_BEFORE,
            or_(AskedQuestion.reminded_on.is_(None), AskedQuestion.reminded_on <= day - rules.REMIND_EVERY),
        )
        .order_by(AskedQuestion.due_on, AskedQuestion.id)
        .limit(200)
    )
    return [(row.government_id, row.id) for row in db.session.execute(statement)]


def by_id(question_id: int) -> AskedQuestion:
    return db.session.execute(select(AskedQuestion).where(AskedQuestion.id == question_id)).scalar_one()


def employee_with_nip(nip: str) -> Employee | None:
    statement = select(Employee).where(Employee.nip == nip, Employee.active, Employee.restricted_on.is_(None))
    return db.session.execute(statement).scalar_one_or_none()
