"""Letters of a round printed in one file: whose, and who asked for them."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import func, select

from app.base.database import db
from app.documents import asked
from app.organisation.models import Employee, OrgUnit
from app.sosialisasi.models import Invitation, InvitationStatus, LetterBundle, LetterChoice

_COMES_NOT = (InvitationStatus.DECLINED, InvitationStatus.DELEGATED, InvitationStatus.MOVED)
WITHOUT_UNIT = "Tanpa unit"
KIND = "sosialisasi.print_letters"


@dataclass(frozen=True)
class Addressee:
    employee_id: int
    name: str
    unit: str


def _conditions(round_id: int, choice: LetterChoice) -> Sequence[Any]:
    whole = (Invitation.round_id == round_id, Invitation.status.not_in(_COMES_NOT))
    if choice == LetterChoice.SILENT:
        return (*whole, Invitation.status == InvitationStatus.INVITED)
    if choice == LetterChoice.NO_MAIL:
        return (*whole, Employee.email == "")
    return whole


def count(round_id: int, choice: LetterChoice) -> int:
    """How many letters a choice would be. Who said no, sent somebody else or moved on gets none."""
    statement = (
        select(func.count(Invitation.id))
        .join(Employee, Employee.id == Invitation.employee_id)
        .where(*_conditions(round_id, choice))
    )
    return db.session.execute(statement).scalar_one()


def people(round_id: int, choice: LetterChoice) -> list[Addressee]:
    """Whose letters they are, unit by unit and by name within it, as they are handed round."""
    statement = (
        select(Employee.id, Employee.name, func.coalesce(OrgUnit.name, WITHOUT_UNIT))
        .select_from(Invitation)
        .join(Employee, Employee.id == Invitation.employee_id)
        .outerjoin(OrgUnit, OrgUnit.path == Invitation.unit_path)
        .where(*_conditions(round_id, choice))
        .order_by(Invitation.unit_path, Employee.sort_name, Employee.id)
    )
    return [Addressee(*row) for row in db.session.execute(statement)]


def of_user(round_id: int, user_id: int) -> list[Any]:
    """Somebody's own files of a round with how far each is, newest first."""
    return asked.of_user(LetterBundle, KIND, user_id, LetterBundle.round_id == round_id)


def own(round_id: int, user_id: int, bundle_id: int) -> LetterBundle:
    """One of somebody's own, of this very round; any other is simply not found."""
    return asked.own(LetterBundle, user_id, bundle_id, LetterBundle.round_id == round_id)
