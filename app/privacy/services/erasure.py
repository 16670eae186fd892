"""What a granted erasure does, holding by holding as the register says."""

import json
from typing import Any

from sqlalchemy import ColumnElement, Table, Text, cast, delete, select, update

from app.base.database import Base, db
from app.organisation.models import Employee
from app.privacy.queries import holdings
from app.privacy.register import REGISTER, Erasure, Subject

NAMELESS = "(nama dihapus)"


def erase(government_id: int, employee_id: int) -> dict[str, int]:
    """Delete and clear what may go, and take the name out of other people's letters; returns rows by holding.

    What the law keeps stays as it is: the caller restricts it. Done twice it ends the same.
    """
    person = holdings.subject(government_id, employee_id)
    name = db.session.execute(select(Employee.name).where(Employee.id == employee_id)).scalar_one()
    done = {}
    for holding in REGISTER:
        if holding.erasure is Erasure.DELETE and holding.is_exported:
            done[holding.key] = _run(delete(holdings.table_of(holding)).where(holdings.is_theirs(holding, person)))
        elif holding.erasure is Erasure.CLEAR and holding.is_exported:
            table = holdings.table_of(holding)
            blank = {column: _blank(table, column) for column in holding.columns}
            done[holding.key] = _run(update(table).where(holdings.is_theirs(holding, person)).values(blank))
    _mask_elsewhere(person, name)
    db.session.expire_all()
    return done


def _run(statement: Any) -> int:
    return int(db.session.connection().execute(statement).rowcount)


def _blank(table: Table, column: str) -> str | None:
    return None if table.c[column].nullable else ""


def _mask_elsewhere(person: Subject, name: str) -> None:
    """Letters and notices to others that speak of this person go on without the name."""
    notice, mail = Base.metadata.tables["notice"], Base.metadata.tables["mail"]
    for row in _mentioning(notice, notice.c.text, name, person):
        _run(update(notice).where(notice.c.id == row.id).values(text=row.text.replace(name, NAMELESS)))
    for row in _mentioning(mail, mail.c.facts, name, person):
        facts = json.loads(json.dumps(row.facts, ensure_ascii=False).replace(_inside_json(name), NAMELESS))
        _run(update(mail).where(mail.c.id == row.id).values(facts=facts))


def _mentioning(table: Table, column: ColumnElement[Any], name: str, person: Subject) -> list[Any]:
    """JSON is kept with what is not plain ASCII written out in numbers, so it is looked for that way."""
    sought = json.dumps(name)[1:-1] if column.name == "facts" else name
    statement = select(table.c.id, column).where(
        table.c.government_id == person.government_id, cast(column, Text).contains(sought, autoescape=True)
    )
    return list(db.session.connection().execute(statement))


def _inside_json(name: str) -> str:
    return json.dumps(name, ensure_ascii=False)[1:-1]
