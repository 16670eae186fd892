"""Gathering what the register names, for one person. Every statement says whose rows it wants."""

from collections.abc import Iterator
from typing import Any

from sqlalchemy import ColumnElement, Table, and_, false, func, literal, select, union_all

from app.accounts.models import User
from app.base.database import Base, db
from app.privacy.register import REGISTER, Holding, Subject, Whose

PARTS_AT_ONCE = 400


def subject(government_id: int, employee_id: int) -> Subject:
    """The person with their accounts."""
    found = db.session.execute(select(User.id).where(User.employee_id == employee_id).order_by(User.id)).scalars()
    return Subject(government_id, employee_id, tuple(found))


def table_of(holding: Holding) -> Table:
    return Base.metadata.tables[holding.table]


def is_theirs(holding: Holding, person: Subject) -> ColumnElement[bool]:
    """Whether a row of the holding's table is this person's, inside their own government."""
    table = table_of(holding)
    linked = _linked(holding, table, person)
    owned = [table.c.government_id == person.government_id] if _is_owned(table) else []
    return and_(linked, *owned)


def _is_owned(table: Table) -> bool:
    return "government_id" in table.c and not table.c.government_id.nullable


def _linked(holding: Holding, table: Table, person: Subject) -> ColumnElement[bool]:
    match holding.whose:
        case Whose.EMPLOYEE:
            return table.c[holding.link] == person.employee_id
        case Whose.ACCOUNT:
            return table.c[holding.link].in_(person.user_ids)
        case Whose.ACCOUNT_HASH:
            return table.c[holding.link].in_(person.account_hashes)
        case Whose.CERTIFICATE_FILE:
            certificate = Base.metadata.tables["certificate"]
            files = select(certificate.c.file_id).where(certificate.c.employee_id == person.employee_id)
            return table.c[holding.link].in_(files)
        case Whose.ATTEMPT | Whose.ENROLMENT:
            between = Base.metadata.tables[holding.whose.value]
            mine = select(between.c.id).where(between.c.employee_id == person.employee_id)
            return table.c[holding.link].in_(mine)
        case Whose.NOBODY:
            return false()


def rows(holding: Holding, person: Subject) -> list[Any]:
    """Everything of one holding, in the order it was written."""
    table = table_of(holding)
    statement = select(*(table.c[_real(table, name)] for name in holding.columns)).where(is_theirs(holding, person))
    return list(db.session.execute(statement.order_by(*table.primary_key.columns)).all())


def _real(table: Table, name: str) -> str:
    return name if name in table.c else next(column.key for column in table.c if column.name == name)


def counts(person: Subject) -> dict[str, int]:
    """How many rows each holding has, in one query."""
    asked = [
        select(literal(one.key).label("key"), func.count().label("total"))
        .select_from(table_of(one))
        .where(is_theirs(one, person))
        for one in _exported()
    ]
    return {row.key: row.total for row in db.session.execute(union_all(*asked))}


def everything(person: Subject) -> Iterator[tuple[Holding, list[Any]]]:
    """Every exported holding with its rows."""
    for holding in _exported():
        yield holding, rows(holding, person)


def _exported() -> list[Holding]:
    return [one for one in REGISTER if one.is_exported]
