"""Claims of outside training: one's own, and the queue of whoever checks them."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import Select, and_, func, or_, select
from sqlalchemy.exc import NoResultFound
from sqlalchemy.orm import aliased

from app.access.visitor import Reach
from app.base.database import db
from app.competency.models import LearningRecord, LearningStatus
from app.documents.models import StoredFile
from app.learning.models import LearningClaim
from app.organisation.models import DirectoryEntry, Employee, OrgUnit, Position
from app.organisation.queries.directory import within

COUNTED_AT_MOST = 1_000


@dataclass(frozen=True)
class ClaimPage:
    """A claim with its line of the ledger and whose it is."""

    claim: LearningClaim
    record: LearningRecord
    employee: Employee
    file: StoredFile

    @property
    def is_waiting(self) -> bool:
        return self.record.status == LearningStatus.WAITING


@dataclass(frozen=True)
class Filters:
    """What narrows the queue; empty values narrow nothing."""

    status: str = LearningStatus.WAITING
    form_code: str = ""
    text: str = ""


def own(employee_id: int, claim_id: int) -> ClaimPage:
    """Somebody's own claim; anybody else's is simply not found."""
    return _page(_joined().where(LearningClaim.id == claim_id, LearningRecord.employee_id == employee_id))


def reachable(reach: Reach, claim_id: int) -> ClaimPage:
    """A claim of somebody within reach."""
    return _page(_joined().where(LearningClaim.id == claim_id, _in(reach)))


def several(reach: Reach, claim_ids: Sequence[int]) -> list[ClaimPage]:
    """These claims, all of them within reach; one that is not makes all of them not found (security A4)."""
    rows = db.session.execute(_joined().where(LearningClaim.id.in_(claim_ids), _in(reach)).order_by(LearningClaim.id))
    found = [ClaimPage(*row) for row in rows]
    if len(found) != len(set(claim_ids)):
        raise NoResultFound
    return found


def queue(reach: Reach, filters: Filters, *, after: tuple[date, int] | None, limit: int) -> list[Any]:
    """Claims of one state, what is due first on top."""
    statement = (
        select(
            LearningClaim.id,
            LearningClaim.due_on,
            LearningClaim.submitted_at,
            LearningRecord.employee_id,
            LearningRecord.title,
            LearningRecord.organiser,
            LearningRecord.form_code,
            LearningRecord.starts_on,
            LearningRecord.ends_on,
            LearningRecord.jp_claimed,
            LearningRecord.jp_credited,
            LearningRecord.status,
            Employee.name,
            func.coalesce(OrgUnit.name, "").label("unit"),
        )
        .select_from(LearningClaim)
        .join(LearningRecord, LearningRecord.id == LearningClaim.record_id)
        .join(Employee, Employee.id == LearningRecord.employee_id)
        .outerjoin(DirectoryEntry, DirectoryEntry.employee_id == Employee.id)
        .outerjoin(Position, Position.id == DirectoryEntry.position_id)
        .outerjoin(OrgUnit, OrgUnit.id == Position.unit_id)
        .where(_in(reach), *_narrowed(filters))
        .order_by(LearningClaim.due_on, LearningClaim.id)
        .limit(limit)
    )
    if after is not None:
        due_on, number = after
        statement = statement.where(
            or_(LearningClaim.due_on > due_on, and_(LearningClaim.due_on == due_on, LearningClaim.id > number))
        )
    return list(db.session.execute(statement).all())


def waiting_count(reach: Reach, day: date) -> tuple[int, int]:
    """How many claims wait, and how many of them are late; counted up to ``COUNTED_AT_MOST``."""
    row = db.session.execute(counting(reach, day)).one()
    return row[0], row[1]


def counting(reach: Reach, day: date) -> Select[int, int]:
    """The statement for it."""
    waiting = (
        select(LearningClaim.due_on)
        .join(LearningRecord, LearningRecord.id == LearningClaim.record_id)
        .outerjoin(DirectoryEntry, DirectoryEntry.employee_id == LearningRecord.employee_id)
        .where(LearningRecord.status == LearningStatus.WAITING, _in(reach))
        .limit(COUNTED_AT_MOST)
        .subquery()
    )
    late = func.count(waiting.c.due_on).filter(waiting.c.due_on < day)
    return select(func.count(waiting.c.due_on).label("waiting"), late.label("late"))


def maybe_twice(claim_ids: Sequence[int]) -> set[int]:
    """Which of these claims may stand in the ledger twice: another live line of the same person shares a day."""
    other = aliased(LearningRecord)
    shares_a_day = and_(
        other.employee_id == LearningRecord.employee_id,
        other.id != LearningRecord.id,
        other.status.in_((LearningStatus.WAITING, LearningStatus.CREDITED)),
        other.starts_on <= LearningRecord.ends_on,
        other.ends_on >= LearningRecord.starts_on,
    )
    statement = (
        select(LearningClaim.id)
        .join(LearningRecord, LearningRecord.id == LearningClaim.record_id)
        .join(other, shares_a_day)
        .where(LearningClaim.id.in_(claim_ids))
    )
    return set(db.session.execute(statement).scalars())


def with_a_shared_file(claim_ids: Sequence[int]) -> set[int]:
    """Which of these claims come with the very file of a colleague's: one list of attendance for many, or a copy."""
    own, file, claim = aliased(StoredFile), aliased(StoredFile), aliased(LearningClaim)
    statement = (
        select(LearningClaim.id)
        .join(own, own.id == LearningClaim.file_id)
        .join(file, file.sha256 == own.sha256)
        .join(claim, and_(claim.file_id == file.id, claim.employee_id != LearningClaim.employee_id))
        .where(LearningClaim.id.in_(claim_ids))
    )
    return set(db.session.execute(statement).scalars())


def same_file_elsewhere(page: ClaimPage) -> list[str]:
    """Names of colleagues who handed in the very same file for a claim of theirs."""
    other = aliased(StoredFile)
    statement = (
        select(Employee.name)
        .join(LearningRecord, LearningRecord.employee_id == Employee.id)
        .join(LearningClaim, LearningClaim.record_id == LearningRecord.id)
        .join(other, other.id == LearningClaim.file_id)
        .where(other.sha256 == page.file.sha256, LearningRecord.employee_id != page.record.employee_id)
        .distinct()
        .limit(5)
    )
    return list(db.session.execute(statement).scalars())


def _narrowed(filters: Filters) -> list[Any]:
    found: list[Any] = [LearningRecord.status == filters.status]
    if filters.form_code:
        found.append(LearningRecord.form_code == filters.form_code)
    if filters.text:
        found.append(Employee.sort_name.ilike(f"%{_plain(filters.text)}%", escape="\\"))
    return found


def _plain(text: str) -> str:
    return text.replace("\\", "\\\\").replace("%", "\\%").replace("_", "\\_")


def _in(reach: Reach) -> Any:
    return within(reach, func.coalesce(DirectoryEntry.unit_path, ""))


def _joined() -> Any:
    return (
        select(LearningClaim, LearningRecord, Employee, StoredFile)
        .join(LearningRecord, LearningRecord.id == LearningClaim.record_id)
        .join(Employee, Employee.id == LearningRecord.employee_id)
        .join(StoredFile, StoredFile.id == LearningClaim.file_id)
        .outerjoin(DirectoryEntry, DirectoryEntry.employee_id == Employee.id)
    )


def _page(statement: Any) -> ClaimPage:
    return ClaimPage(*db.session.execute(statement).one())
