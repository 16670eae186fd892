import pytest
from sqlalchemy.exc import NoResultFound

from app.base import scope
from app.base.database import db
from app.notifications import queries, services
from app.notifications.services import Recipient


def tell(person, text, path="/beranda"):
    services.tell(Recipient(person.employee_id, person.name, ""), "training_expired", text, path=path, key=text)
    db.session.commit()


def texts(person, *, unread=False, **options):
    rows = queries.notices_of(person.employee_id, **{"before": None, "limit": 9} | options)
    return [row.text for row in rows if not unread or row.read_at is None]


def test_ones_own_notices_newest_first_and_in_pages(budi, dewi):
    for number in range(3):
        tell(budi, f"Kabar {number}")
    tell(dewi, "Untuk Dewi")
    assert texts(budi) == ["Kabar 2", "Kabar 1", "Kabar 0"]
    newest = queries.notices_of(budi.employee_id, before=None, limit=1)[0]
    assert texts(budi, before=newest.id) == ["Kabar 1", "Kabar 0"]


def test_opening_a_notice_marks_it_and_tells_where_it_leads(budi):
    tell(budi, "Satu", "/pelatihan/angkatan/3")
    tell(budi, "Dua")
    second, first = queries.notices_of(budi.employee_id, before=None, limit=9)
    assert services.mark_read(budi.employee_id, first.id) == "/pelatihan/angkatan/3"
    db.session.commit()
    assert texts(budi, unread=True) == ["Dua"]
    once = queries.notices_of(budi.employee_id, before=None, limit=9)[1].read_at
    services.mark_read(budi.employee_id, first.id)
    db.session.commit()
    assert queries.notices_of(budi.employee_id, before=None, limit=9)[1].read_at == once
    assert second.id > first.id


def test_nobody_marks_somebody_elses_notice(budi, dewi, joko):
    tell(budi, "Untuk Budi")
    number = queries.notices_of(budi.employee_id, before=None, limit=1)[0].id
    with pytest.raises(NoResultFound):
        services.mark_read(dewi.employee_id, number)
    with scope.within(joko.government_id), pytest.raises(NoResultFound):
        services.mark_read(budi.employee_id, number)
    assert texts(budi, unread=True) == ["Untuk Budi"]


def test_marking_all_marks_ones_own(budi, dewi):
    tell(budi, "Satu")
    tell(budi, "Dua")
    tell(dewi, "Untuk Dewi")
    services.mark_all_read(budi.employee_id)
    db.session.commit()
    assert texts(budi, unread=True) == []
    assert texts(dewi, unread=True) == ["Untuk Dewi"]
