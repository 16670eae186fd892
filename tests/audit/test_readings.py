"""Who opened somebody's personal file."""

from sqlalchemy import select

from app.audit import services
from app.audit.models import PersonalReading
from app.base.database import db
from tests.support.parallel import together


def readings():
    shown = PersonalReading.employee_id, PersonalReading.reader_id, PersonalReading.times
    return [tuple(row) for row in db.session.execute(select(*shown).order_by(PersonalReading.employee_id))]


def test_a_reading_is_noted_once_a_day_and_counted(budi, sari):
    for _again in range(3):
        services.note_reading(budi.employee_id, "file", by=sari.actor)
        db.session.commit()
    assert readings() == [(budi.employee_id, sari.user_id, 3)]


def test_windows_opened_at_the_same_moment_are_all_counted(app, budi, dewi, sari):
    def look():
        for person in (budi, dewi):
            services.note_reading(person.employee_id, "file", by=sari.actor)
        db.session.commit()

    assert together(app, budi.government_id, [look] * 6) == [None] * 6
    assert readings() == [(one.employee_id, sari.user_id, 6) for one in (budi, dewi)]


def test_each_part_has_its_own_line(budi, sari):
    for part in ("file", "hours"):
        services.note_reading(budi.employee_id, part, by=sari.actor)
    db.session.commit()
    assert len(readings()) == 2


def test_ones_own_file_is_not_noted(budi):
    services.note_reading(budi.employee_id, "file", by=budi.actor)
    db.session.commit()
    assert readings() == []
