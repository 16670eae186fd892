"""Notices and mails about somebody's account; whoever belongs to no government gets none."""

from typing import Any

from sqlalchemy import select

from app.accounts.models import User
from app.base import scope
from app.base.database import db
from app.notifications import services as notifications
from app.notifications.services import Recipient
from app.organisation.models import Employee

SECURITY_PATH = "/saya/keamanan"


def tell(
    user_id: int, kind: str, say: str, *, path: str, key: str, address: str = "", secret_path: str = "", **facts: Any
) -> bool:
    """Tell the owner of an account; returns whether there was anybody to tell.

    ``address`` is where the mail goes if not to the account's own; ``secret_path`` is a link only the mail carries.
    """
    employee = Employee.__table__.c
    row = db.session.execute(
        select(User.name, User.email, employee.id, employee.email.label("office"), employee.government_id)
        .join(Employee.__table__, employee.id == User.employee_id)
        .where(User.id == user_id)
    ).one_or_none()
    if row is None:
        return False
    with scope.within(row.government_id):
        recipient = Recipient(row.id, row.name, address or row.email or row.office)
        notifications.tell(recipient, kind, say, path=path, key=key, secret_path=secret_path, **facts)
        db.session.flush()
    return True


def tell_of_security(user_id: int, say: str, *, key: str) -> None:
    """Something about somebody's own door has changed: they hear of it wherever it happened."""
    tell(user_id, "accounts_security", say, path=SECURITY_PATH, key=key)
