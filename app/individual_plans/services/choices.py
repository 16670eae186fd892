"""What a government decides for itself: the days of the year and the figures, for plans from a year on."""

from sqlalchemy import select

from app.access.visitor import Actor
from app.audit import services as audit
from app.base.database import db
from app.base.errors import WrongField
from app.individual_plans.models import IndividualPlanSetting
from app.individual_plans.queries import settings
from app.individual_plans.rules import is_day


def set_value(key: str, value: int, *, from_year: int, source: str, this_year: int, by: Actor) -> None:
    """Let a day or figure count for plans from a year on, this year at the earliest: what is past stays as it was."""
    shipped = settings.shipped().get(key)
    if shipped is None:
        raise WrongField("key", "Pilih pengaturan dari daftar.")
    _ensure_value(shipped, value)
    if not this_year <= from_year <= this_year + 5:
        raise WrongField("from_year", f"Pengaturan berlaku mulai tahun {this_year} sampai {this_year + 5}.")
    known = select(IndividualPlanSetting).filter_by(key=key, from_year=from_year)
    row = db.session.execute(known).scalar_one_or_none()
    before = settings.of_year(from_year).values[key]
    if row is None:
        row = IndividualPlanSetting(key=key, value=value, from_year=from_year, source=source)
        db.session.add(row)
    else:
        row.value, row.source = value, source
    db.session.flush()
    audit.record("individual_plans.setting.changed", row, by=by, key=key, before=before, value=value, year=from_year)


def _ensure_value(shipped: settings.Shipped, value: int) -> None:
    if shipped.is_day:
        if not is_day(value):
            raise WrongField("value", "Tanggal ini tidak ada di kalender. Tulis seperti 31-03.")
    elif not shipped.least <= value <= shipped.most:
        raise WrongField("value", f"Isi angka {shipped.least} sampai {shipped.most}.")
