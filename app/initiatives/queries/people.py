"""People and posts to choose from."""

from typing import Any

from sqlalchemy import case, literal, select

from app.base.database import db
from app.base.errors import WrongField
from app.organisation.models import Employee
from app.organisation.queries.holders import NAME_RESTRICTED


def shown_name() -> Any:
    """The name in a statement that may find nobody ("") or somebody whose data is restricted."""
    is_restricted = Employee.restricted_on.is_not(None)
    return case((Employee.id.is_(None), ""), (is_restricted, NAME_RESTRICTED), else_=Employee.name)


def by_nip(nip: str) -> Employee | None:
    """Somebody who works here, by their NIP."""
    statement = select(Employee).where(Employee.nip == nip, Employee.active)
    return db.session.execute(statement).scalar_one_or_none()


def nip_of(employee_id: int | None) -> str:
    statement = select(Employee.nip).where(Employee.id == employee_id)
    return db.session.execute(statement).scalar_one_or_none() or ""


def names_somebody(text: str) -> bool:
    """Whether a text holds the whole name of somebody who works here; a name of one word may be any word."""
    text = " ".join(text.lower().split())
    held = literal(text).contains(Employee.sort_name)
    statement = select(Employee.id).where(Employee.active, Employee.sort_name.contains(" "), held).limit(1)
    return bool(text) and db.session.execute(statement).first() is not None


def id_of(typed: str, field: str) -> int | None:
    """Whose NIP was typed; nobody's where nothing was. Raises WrongField at ``field`` for a NIP of nobody here."""
    nip = "".join(typed.split())
    if not nip:
        return None
    found = by_nip(nip)
    if found is None:
        raise WrongField(field, "Tidak ada pegawai dengan NIP ini. Tulis 18 angkanya.")
    return found.id


def name_of(employee_id: int | None) -> str:
    statement = select(shown_name()).where(Employee.id == employee_id)
    return db.session.execute(statement).scalar_one_or_none() or ""
