"""Reading the demo back: whether it is there, and who can sign in."""

from dataclasses import asdict, dataclass
from typing import Any

from sqlalchemy import false, select

from app.access.permissions import Role
from app.accounts.models import RoleGrant, User
from app.accounts.services import second_factor
from app.base.database import db
from app.demo import cast
from app.demo.governments import BUNGO
from app.evaluations.services.closing import KIND as EVALUATIONS
from app.jobs.models import Job, JobStatus
from app.organisation.models import Employee, Government, OrgUnit
from app.sosialisasi.services.understanding import KIND as CHECKS
from app.surveys.services.closing import KIND as SURVEYS
from app.training.services.closing import KIND

# Hendra signs certificates; nobody needs to sign in as him.
_SHOWN = tuple(one for one in cast.CAST if one is not cast.HENDRA)


@dataclass(frozen=True)
class DemoAccount:
    role: str
    name: str
    nip: str
    email: str
    government: str
    password: str
    totp_secret: str = ""
    unit: str = ""

    def to_dict(self) -> dict[str, Any]:
        """What other programs read; a secret only where codes are required, a unit where the role ends with it."""
        return {name: value for name, value in asdict(self).items() if value or name not in {"totp_secret", "unit"}}


def is_loaded() -> bool:
    """The whole demo is written in one transaction, so its first government stands for all of it."""
    return db.session.execute(select(Government.id).where(Government.slug == BUNGO.slug)).scalar() is not None


def unfinished_closings() -> list[tuple[int, JobStatus]]:
    """Closings of Bungo that have not ended, oldest first: (job id, status)."""
    statement = (
        select(Job.id, Job.status)
        .join(Government, Government.id == Job.government_id)
        .where(
            Government.slug == BUNGO.slug,
            Job.kind.in_((KIND, EVALUATIONS, CHECKS, SURVEYS)),
            Job.status.in_((JobStatus.QUEUED, JobStatus.RUNNING)),
        )
        .order_by(Job.id)
    )
    return [(row.id, JobStatus(row.status)) for row in db.session.execute(statement)]


def accounts(password: str) -> list[DemoAccount]:
    """Everybody of the cast who has an account, in the order of the cast; then who organises for one unit, and the
    installation's administrator last."""
    by_email = {row.email: row for row in db.session.execute(_statement())}
    found = [
        DemoAccount(player.role, row.name, row.nip, row.email, row.government, password, _secret(row.totp_secret))
        for player in _SHOWN
        if (row := by_email.get(player.email)) is not None
    ]
    found += [
        DemoAccount(
            Role.ORGANISER, row.name, row.nip, row.email, row.government, password, _secret(row.totp_secret), row.unit
        )
        for row in db.session.execute(_unit_organisers())
    ]
    if cast.INSTALLATION_EMAIL in by_email:
        row = by_email[cast.INSTALLATION_EMAIL]
        found.append(
            DemoAccount(
                Role.INSTALLATION_ADMINISTRATOR, row.name, "", row.email, "", password, _secret(row.totp_secret)
            )
        )
    return found


def without_code(roles: frozenset[Role]) -> list[int]:
    """Accounts of the cast that hold one of these roles and have no second factor."""
    addresses = [one.email for one in cast.CAST if one.role in roles] + [cast.INSTALLATION_EMAIL]
    statement = select(User.id).where(User.email.in_(addresses), User.totp_secret == "")
    return list(db.session.execute(statement.order_by(User.id)).scalars())


def _secret(sealed: str) -> str:
    return second_factor.secret_of(sealed) if sealed else ""


def _unit_organisers() -> Any:
    """Who organises for one unit of Bungo and everything below it."""
    grant, unit = RoleGrant.__table__.c, OrgUnit.__table__.c
    return (
        _people()
        .add_columns(unit.name.label("unit"))
        .join(RoleGrant.__table__, grant.user_id == User.id)
        .join(OrgUnit.__table__, unit.id == grant.unit_id)
        .where(grant.role == Role.ORGANISER, grant.pending == false(), grant.ends_on.is_(None))
        .order_by(User.id)
    )


def _statement() -> Any:
    addresses = [one.email for one in _SHOWN] + [cast.INSTALLATION_EMAIL]
    return _people().where(User.email.in_(addresses))


def _people() -> Any:
    employee, government = Employee.__table__.c, Government.__table__.c
    return (
        select(User.name, User.email, User.totp_secret, employee.nip, government.name.label("government"))
        .outerjoin(Employee.__table__, employee.id == User.employee_id)
        .outerjoin(Government.__table__, government.id == employee.government_id)
    )
