"""Which version of each rule holds on a day: a government's own before the national one, then the latest."""

from datetime import date
from decimal import Decimal
from typing import Any

from sqlalchemy import ColumnElement, and_, bindparam, literal, or_, select

from app.base import scope
from app.base.database import db
from app.competency.models import Assessment, RuleKind
from app.competency.models.gaps import CompetencyRule, PerformanceRating
from app.competency.rules.talent import PredicateTable
from app.competency.rules.versions import Settings, settings_from

HERE: Any = bindparam("here")


def visible(model: Any, here: Any = HERE) -> ColumnElement[bool]:
    """Whether a row is national or this government's own."""
    return or_(model.government_id.is_(None), model.government_id == here)


def in_force(model: Any, day: Any) -> ColumnElement[bool]:
    """Whether a dated row holds on a day."""
    return and_(model.valid_from <= day, or_(model.valid_to.is_(None), model.valid_to > day))


_IN_FORCE = (
    select(CompetencyRule.id, CompetencyRule.kind, CompetencyRule.content)
    .where(visible(CompetencyRule), in_force(CompetencyRule, bindparam("day")))
    # National ones first: a government's own, and a later one, come after and replace them.
    .order_by(CompetencyRule.government_id.is_not(None), CompetencyRule.valid_from, CompetencyRule.id)
)


def settings_on(day: date) -> Settings:
    """The rules of a day in the government in scope."""
    content: dict[RuleKind, Any] = {}
    numbers: dict[str, int] = {}
    for row in db.session.execute(_IN_FORCE, {"here": scope.current(), "day": day}):
        content[RuleKind(row.kind)], numbers[row.kind] = row.content, row.id
    return settings_from(content, numbers)


def versions(kind: RuleKind) -> list[CompetencyRule]:
    """Every version of a rule, the latest first."""
    statement = select(CompetencyRule).where(visible(CompetencyRule, scope.current()), CompetencyRule.kind == kind)
    return list(
        db.session.execute(statement.order_by(CompetencyRule.valid_from.desc(), CompetencyRule.id.desc())).scalars()
    )


def predicate_tables() -> list[PredicateTable]:
    """What predicates are worth, in every version."""
    return [
        PredicateTable(
            one.id,
            {name: Decimal(score) for name, score in one.content["scores"].items()},
            one.valid_from,
            one.valid_to,
            one.government_id is not None,
        )
        for one in versions(RuleKind.PREDICATE)
    ]


def own_version(rule_id: int) -> CompetencyRule:
    """A version this government entered itself; any other is not found."""
    statement = select(CompetencyRule).where(
        CompetencyRule.id == rule_id, CompetencyRule.government_id == scope.current()
    )
    return db.session.execute(statement).scalar_one()


def is_used(rule_id: int) -> bool:
    """Whether an assessment or a score of a predicate was kept with this version."""
    kept = (
        select(literal(1)).where(Assessment.rule_id == rule_id),
        select(literal(1)).where(PerformanceRating.rule_id == rule_id),
    )
    return any(db.session.execute(one.limit(1)).scalar_one_or_none() is not None for one in kept)


def last_own(kind: RuleKind) -> CompetencyRule | None:
    """The latest version this government entered itself."""
    statement = select(CompetencyRule).where(
        CompetencyRule.government_id == scope.current(), CompetencyRule.kind == kind
    )
    return db.session.execute(statement.order_by(CompetencyRule.valid_from.desc()).limit(1)).scalar_one_or_none()
