"""What a government decides: its figures from a day on, and when somebody became another kind of employee."""

from datetime import date

from sqlalchemy import select

from app.access.visitor import Actor
from app.audit import services as audit
from app.base.database import db, lock
from app.base.errors import WrongField
from app.base.wording import plain_date
from app.learning.models import KindChange, LearningSetting
from app.learning.queries import settings
from app.organisation.models import Employee


def set_value(key: str, value: int, *, valid_from: date, source: str, day: date, by: Actor) -> None:
    """Let a figure count from a day on, today at the earliest: what is past stays counted as it was."""
    shipped = settings.shipped().get(key)
    if shipped is None:
        raise WrongField("key", "Pilih pengaturan dari daftar.")
    if not shipped.least <= value <= shipped.most:
        raise WrongField("value", f"Isi angka {shipped.least} sampai {shipped.most}.")
    if valid_from < day:
        raise WrongField("valid_from", f"Pengaturan berlaku paling cepat hari ini, {plain_date(day)}.")
    known = select(LearningSetting).filter_by(key=key, valid_from=valid_from)
    row = db.session.execute(known).scalar_one_or_none()
    before = settings.values(valid_from)[key]
    if row is None:
        row = LearningSetting(key=key, value=value, valid_from=valid_from, source=source)
        db.session.add(row)
    else:
        row.value, row.source = value, source
    db.session.flush()
    audit.record("learning.setting.changed", row, by=by, key=key, before=before, value=value, on=valid_from.isoformat())


def note_kind_change(employee: Employee, kind_before: str, on_day: date, *, by: Actor) -> None:
    """Remember that somebody was another kind of employee before a day; said twice for a day, the later word stands."""
    lock(employee)
    known = select(KindChange).filter_by(employee_id=employee.id, on_day=on_day)
    row = db.session.execute(known).scalar_one_or_none()
    if row is None:
        row = KindChange(employee_id=employee.id, kind_before=kind_before, on_day=on_day)
        db.session.add(row)
    row.kind_before = kind_before
    db.session.flush()
    audit.record("learning.kind.changed", row, by=by, before=kind_before, on=on_day.isoformat())
