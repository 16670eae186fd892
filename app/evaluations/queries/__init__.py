"""Reading evaluations. Whoever asks has made sure of the course around them; answers are read only here."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from secrets import SystemRandom
from typing import Any

from sqlalchemy import String, bindparam, false, func, literal, or_, select, true, union_all

from app.base import suppression
from app.base.database import db
from app.evaluations import rules
from app.evaluations.models import (
    Evaluation,
    EvaluationAnswer,
    EvaluationItem,
    EvaluationPart,
    EvaluationParticipation,
    EvaluationQuestion,
    EvaluationStatus,
    FollowUp,
    ItemKind,
    PartKind,
)
from app.organisation.models import Employee

_chance = SystemRandom()


@dataclass(frozen=True)
class PartResult:
    """What participants said of one part; statements with too few answers have no figures."""

    part_id: int
    kind: PartKind
    name: str
    employee_id: int | None
    trainer: str
    scales: tuple[rules.ScaleResult, ...]
    texts: tuple[tuple[str, tuple[str, ...]], ...]


@dataclass(frozen=True)
class Results:
    """What may be shown of a closed evaluation. Below the minimum there is nothing but the reason."""

    is_shown: bool
    answers: int | None
    targeted: int | None
    shows_texts: bool
    parts: tuple[PartResult, ...]


def items(part: PartKind, day: date) -> list[tuple[ItemKind, str]]:
    """What this government asks about a part on a day; our own words until it has said anything."""
    if not has_own_items():
        return [(kind, text) for of, kind, text in rules.DEFAULT_ITEMS if of == part]
    statement = (
        select(EvaluationItem.kind, EvaluationItem.text)
        .where(EvaluationItem.part == part, EvaluationItem.valid_from <= day, _lasts(day))
        .order_by(EvaluationItem.sort_order, EvaluationItem.id)
    )
    return [(ItemKind(row.kind), row.text) for row in db.session.execute(statement)]


def _lasts(day: date) -> Any:
    return or_(EvaluationItem.valid_until.is_(None), EvaluationItem.valid_until > day)


def has_own_items() -> bool:
    return db.session.execute(select(func.count(EvaluationItem.id))).scalar_one() > 0


def own_items(day: date) -> list[EvaluationItem]:
    """The government's own statements that are or will be in force."""
    statement = (
        select(EvaluationItem)
        .where(_lasts(day))
        .order_by(EvaluationItem.part, EvaluationItem.sort_order, EvaluationItem.id)
    )
    return list(db.session.execute(statement).scalars())


def own_item(item_id: int) -> EvaluationItem:
    return db.session.execute(select(EvaluationItem).where(EvaluationItem.id == item_id)).scalar_one()


def evaluation(evaluation_id: int) -> Evaluation:
    return db.session.execute(select(Evaluation).where(Evaluation.id == evaluation_id)).scalar_one()


def parts(evaluation_id: int) -> list[EvaluationPart]:
    statement = (
        select(EvaluationPart).where(EvaluationPart.evaluation_id == evaluation_id).order_by(EvaluationPart.sort_order)
    )
    return list(db.session.execute(statement).scalars())


def part_of(evaluation_id: int, part_id: int) -> EvaluationPart:
    return db.session.execute(
        select(EvaluationPart).where(EvaluationPart.evaluation_id == evaluation_id, EvaluationPart.id == part_id)
    ).scalar_one()


def questions(evaluation_id: int) -> list[Any]:
    """Every statement with the part it is about, in order."""
    statement = (
        select(
            EvaluationQuestion.id,
            EvaluationQuestion.part_id,
            EvaluationQuestion.kind,
            EvaluationQuestion.text,
            EvaluationPart.kind.label("part"),
            EvaluationPart.name,
        )
        .join(EvaluationPart, EvaluationPart.id == EvaluationQuestion.part_id)
        .where(EvaluationPart.evaluation_id == evaluation_id)
        .order_by(EvaluationPart.sort_order, EvaluationQuestion.sort_order)
    )
    return list(db.session.execute(statement).all())


def by_token(token_hash: str) -> Evaluation | None:
    """The evaluation a token opens; None for one that is spent, guessed or mistyped. Ask it outside governments."""
    statement = (
        select(Evaluation)
        .join(EvaluationParticipation, EvaluationParticipation.evaluation_id == Evaluation.id)
        .where(EvaluationParticipation.token_hash == token_hash, EvaluationParticipation.done == false())
    )
    return db.session.execute(statement).scalar_one_or_none()


def participation(evaluation_id: int, employee_id: int) -> EvaluationParticipation | None:
    statement = select(EvaluationParticipation).where(
        EvaluationParticipation.evaluation_id == evaluation_id, EvaluationParticipation.employee_id == employee_id
    )
    return db.session.execute(statement).scalar_one_or_none()


def waiting_in(rows: Iterable[Any]) -> tuple[list[Any], list[Any]]:
    """What ``WAITING`` found: first open evaluations (id, title, until), then questions about people after a course
    (id, title, until, name), the most urgent first."""
    ordered = sorted(rows, key=lambda row: (row.until, row.id))
    return [row for row in ordered if not row.is_about], [row for row in ordered if row.is_about]


def _waiting() -> Any:
    own = (
        select(
            literal(0).label("is_about"),
            Evaluation.id,
            Evaluation.title,
            Evaluation.closes_at.label("until"),
            literal("", String).label("name"),
        )
        .join(EvaluationParticipation, EvaluationParticipation.evaluation_id == Evaluation.id)
        .where(
            EvaluationParticipation.employee_id == bindparam("employee_id"),
            EvaluationParticipation.done == false(),
            Evaluation.status == EvaluationStatus.OPEN,
            Evaluation.closes_at > bindparam("at"),
        )
        .order_by(Evaluation.closes_at)
        .limit(5)
        .subquery()
    )
    about = (
        select(literal(1), FollowUp.id, FollowUp.title, FollowUp.expires_at, Employee.name)
        .join(Employee, Employee.id == FollowUp.employee_id)
        .where(
            FollowUp.superior_id == bindparam("employee_id"),
            FollowUp.answered_at.is_(None),
            FollowUp.expires_at > bindparam("at"),
        )
        .order_by(FollowUp.expires_at, FollowUp.id)
        .limit(50)
        .subquery()
    )
    return select(union_all(select(own), select(about)).subquery())


# What somebody (``employee_id``) was asked and has not answered by a moment (``at``).
WAITING = _waiting()


def due(at: datetime) -> list[tuple[int, int]]:
    """(government, evaluation) whose time is over."""
    rows = db.session.execute(
        select(Evaluation.government_id, Evaluation.id)
        .where(Evaluation.status == EvaluationStatus.OPEN, Evaluation.closes_at <= at)
        .order_by(Evaluation.closes_at)
        .limit(100)
    )
    return [(row.government_id, row.id) for row in rows]


def to_remind(at: datetime) -> list[tuple[int, int]]:
    """(government, evaluation) that ends soon, has been open for a while, and of which nobody was reminded."""
    rows = db.session.execute(
        select(Evaluation.government_id, Evaluation.id)
        .where(
            Evaluation.status == EvaluationStatus.OPEN,
            Evaluation.reminded_at.is_(None),
            Evaluation.closes_at > at,
            Evaluation.closes_at <= at + rules.REMIND_BEFORE,
            Evaluation.opened_at <= at - rules.LEFT_ALONE,
        )
        .order_by(Evaluation.closes_at)
        .limit(100)
    )
    return [(row.government_id, row.id) for row in rows]


def not_yet(evaluation_id: int) -> list[int]:
    """Who was asked and has not answered; for the reminder alone, and shown to nobody."""
    statement = select(EvaluationParticipation.employee_id).where(
        EvaluationParticipation.evaluation_id == evaluation_id, EvaluationParticipation.done == false()
    )
    return list(db.session.execute(statement).scalars())


def unfinished() -> list[Evaluation]:
    """Evaluations whose answers have not been rewritten yet, everywhere."""
    statement = select(Evaluation).where(Evaluation.status != EvaluationStatus.CLOSED).order_by(Evaluation.id)
    return list(db.session.execute(statement).scalars())


def results(evaluation_id: int, *, only_part: int | None = None) -> Results:
    """What may be shown, and nothing before the evaluation is closed and rewritten."""
    found = evaluation(evaluation_id)
    if found.status != EvaluationStatus.CLOSED:
        return Results(False, None, None, False, ())
    replies = list(
        db.session.execute(
            select(EvaluationAnswer.replies).where(EvaluationAnswer.evaluation_id == evaluation_id)
        ).scalars()
    )
    count, targeted = len(replies), _targeted(evaluation_id)
    rated = targeted if targeted >= suppression.MINIMUM_TARGETED else None
    if not suppression.may_show(count):
        return Results(False, None, None, False, ())
    rows = [row for row in questions(evaluation_id) if only_part is None or row.part_id == only_part]
    told = tuple(
        _part_result(one, [row for row in rows if row.part_id == one.id], replies)
        for one in parts(evaluation_id)
        if only_part is None or one.id == only_part
    )
    return Results(True, count, rated, suppression.may_show_texts(count), told)


def _part_result(part: EvaluationPart, rows: list[Any], replies: list[dict[str, Any]]) -> PartResult:
    answers = {row.id: [one[str(row.id)] for one in replies if one.get(str(row.id))] for row in rows}
    texts = [
        (row.text, tuple(rules.texts_to_show(answers[row.id], len(replies), _chance)))
        for row in rows
        if row.kind == ItemKind.TEXT
    ]
    return PartResult(
        part_id=part.id,
        kind=PartKind(part.kind),
        name=part.name,
        employee_id=part.employee_id,
        trainer=_name_of(part.employee_id),
        scales=tuple(rules.scale_result(row.text, answers[row.id]) for row in rows if row.kind == ItemKind.SCALE),
        texts=tuple(texts),
    )


def _name_of(employee_id: int | None) -> str:
    if employee_id is None:
        return ""
    return db.session.execute(select(Employee.name).where(Employee.id == employee_id)).scalar_one_or_none() or ""


def _targeted(evaluation_id: int) -> int:
    statement = select(func.count(EvaluationParticipation.employee_id)).where(
        EvaluationParticipation.evaluation_id == evaluation_id
    )
    return db.session.execute(statement).scalar_one()


def taught_by(employee_id: int) -> list[Any]:
    """Closed evaluations with a part about this person: evaluation, part, title."""
    statement = (
        select(Evaluation.id, Evaluation.title, Evaluation.closed_at, EvaluationPart.id.label("part_id"))
        .join(EvaluationPart, EvaluationPart.evaluation_id == Evaluation.id)
        .where(EvaluationPart.employee_id == employee_id, Evaluation.status == EvaluationStatus.CLOSED)
        .order_by(Evaluation.closed_at.desc(), EvaluationPart.id)
        .limit(100)
    )
    return list(db.session.execute(statement).all())


def own_part(employee_id: int, part_id: int) -> tuple[Evaluation, EvaluationPart]:
    """A part about this very person, of a closed evaluation."""
    statement = (
        select(Evaluation, EvaluationPart)
        .join(EvaluationPart, EvaluationPart.evaluation_id == Evaluation.id)
        .where(
            EvaluationPart.id == part_id,
            EvaluationPart.employee_id == employee_id,
            Evaluation.status == EvaluationStatus.CLOSED,
        )
    )
    found, part = db.session.execute(statement).one()
    return found, part


def employee_with_nip(nip: str) -> int | None:
    statement = select(Employee.id).where(Employee.nip == nip, Employee.active == true())
    return db.session.execute(statement).scalar_one_or_none()


# --- the superior, months later --------------------------------------------------------------------


def follow_up_of(superior_id: int, follow_up_id: int) -> Any:
    """A question put to this superior: the row and whom it is about."""
    statement = (
        select(FollowUp, Employee.name)
        .join(Employee, Employee.id == FollowUp.employee_id)
        .where(FollowUp.id == follow_up_id, FollowUp.superior_id == superior_id)
    )
    return db.session.execute(statement).one()


def follow_ups_of_group(group_key: str) -> list[Any]:
    """What was asked about the people of a course, with what came back."""
    superior = Employee.__table__.alias("superior")
    statement = (
        select(FollowUp, Employee.name, func.coalesce(superior.c.name, "").label("superior"))
        .join(Employee, Employee.id == FollowUp.employee_id)
        .outerjoin(superior, superior.c.id == FollowUp.superior_id)
        .where(FollowUp.group_key == group_key)
        .order_by(Employee.name, FollowUp.id)
    )
    return list(db.session.execute(statement).all())


def asked_already(source_keys: list[str]) -> set[str]:
    return set(db.session.execute(select(FollowUp.source_key).where(FollowUp.source_key.in_(source_keys))).scalars())
