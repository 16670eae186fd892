"""Who else needs a room or a trainer: of meetings that stand in the schedule, and of such as are only thought of."""

from collections.abc import Collection, Mapping, Sequence
from typing import Any

from sqlalchemy import Integer, String, and_, case, column, false, func, or_, select, true, values
from sqlalchemy.orm import aliased

from app.attendance.models import Meeting
from app.base.database import db
from app.base.types import UtcDateTime
from app.organisation.models import Employee
from app.training.facts import RoomClash, Slot
from app.training.models import HOLDS_SEAT, Batch, BatchMeeting, BatchStatus, Enrolment, EnrolmentStatus, Programme

RUNS = (BatchStatus.DRAFT, BatchStatus.PUBLISHED, BatchStatus.CLOSING)
AT_MOST = 300
_its_link, _its_batch, _other = aliased(BatchMeeting), aliased(Batch), aliased(Meeting)


def of_batch(batch_id: int) -> Mapping[int, Sequence[RoomClash]]:
    """By meeting of a batch: others that need the same room or the same trainer then. A warning, no refusal."""
    mine, my_batch, link = aliased(Meeting), aliased(Batch), aliased(BatchMeeting)
    wanted = (
        select(
            mine.id.label("key"),
            mine.starts_at.label("starts_at"),
            mine.ends_at.label("ends_at"),
            mine.place.label("place"),
            mine.online_url.label("online_url"),
            _teaches(link, my_batch).label("trainer"),
        )
        .select_from(link)
        .join(mine, mine.id == link.meeting_id)
        .join(my_batch, my_batch.id == link.batch_id)
        .where(link.batch_id == batch_id)
        .subquery("wanted")
    )
    return _found(wanted, _other.id != wanted.c.key)


def of_slots(slots: Sequence[Slot], *, without: Collection[int] = ()) -> Mapping[int, Sequence[RoomClash]]:
    """The same for meetings nobody has written down yet, by their place among them.

    Meetings ``without`` which the schedule will be, since they move themselves, do not stand in the way.
    """
    return _found(_wanted(slots), _other.id.not_in(without)) if slots else {}


def people_elsewhere(batch_id: int, slots: Sequence[Slot]) -> list[str]:
    """By name: who has a seat in a batch and is in another one's meeting at one of these times."""
    if not slots:
        return []
    wanted, here, there = _wanted(slots).c, aliased(Enrolment), aliased(Enrolment)
    statement = (
        select(Employee.name)
        .join(here, here.employee_id == Employee.id)
        .join(there, and_(there.employee_id == Employee.id, there.batch_id != batch_id))
        .join(Batch, and_(Batch.id == there.batch_id, Batch.status == BatchStatus.PUBLISHED))
        .join(BatchMeeting, BatchMeeting.batch_id == there.batch_id)
        .join(Meeting, Meeting.id == BatchMeeting.meeting_id)
        .join(wanted.key.table, and_(Meeting.starts_at < wanted.ends_at, wanted.starts_at < Meeting.ends_at))
        .where(
            here.batch_id == batch_id,
            here.status.in_(sorted(HOLDS_SEAT)),
            there.status == EnrolmentStatus.CONFIRMED,
        )
        .group_by(Employee.id, Employee.name)
        .order_by(Employee.name, Employee.id)
        .limit(AT_MOST)
    )
    return list(db.session.execute(statement).scalars())


def _wanted(slots: Sequence[Slot]) -> Any:
    rows = [(key, one.starts_at, one.ends_at, one.place, one.online_url, one.trainer) for key, one in enumerate(slots)]
    columns = (
        column("key", Integer),
        column("starts_at", UtcDateTime),
        column("ends_at", UtcDateTime),
        column("place", String),
        column("online_url", String),
        column("trainer", String),
    )
    return values(*columns).data(rows).cte("wanted")


def _found(wanted: Any, others: Any) -> Mapping[int, Sequence[RoomClash]]:
    slot = wanted.c
    same_room = and_(slot.place != "", slot.online_url == "", func.lower(slot.place) == func.lower(_other.place))
    teacher = _teaches(_its_link, _its_batch)
    same_trainer = and_(slot.trainer != "", func.lower(slot.trainer) == func.lower(teacher))
    statement = (
        select(
            slot.key,
            _its_batch.id,
            Programme.title,
            _its_batch.number,
            _other.starts_at,
            _other.place,
            case((same_room, true()), else_=false()),
            case((same_room, slot.place), else_=slot.trainer),
        )
        .select_from(wanted)
        .join(_other, and_(_other.starts_at < slot.ends_at, slot.starts_at < _other.ends_at, others))
        .join(_its_link, _its_link.meeting_id == _other.id)
        .join(_its_batch, _its_batch.id == _its_link.batch_id)
        .join(Programme, Programme.id == _its_batch.programme_id)
        .where(_its_batch.status.in_(RUNS), or_(same_room, same_trainer))
        .order_by(slot.starts_at, _other.starts_at, _other.id)
        .limit(AT_MOST)
    )
    found: dict[int, list[RoomClash]] = {}
    for row in db.session.execute(statement):
        found.setdefault(row[0], []).append(RoomClash(*row))
    return found


def _teaches(link: Any, batch: Any) -> Any:
    """Whoever teaches at a meeting: named there, or the batch's own trainer."""
    return func.coalesce(func.nullif(link.trainer, ""), batch.trainer)
