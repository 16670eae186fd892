"""A role that begins or ends by its date ends the sessions that were open before (security S4)."""

from datetime import UTC, date, datetime, timedelta

import pytest
import time_machine
from sqlalchemy import select

from app.access.permissions import Role
from app.accounts import duties, services
from app.accounts.models import UserSession
from app.accounts.services import Arrival, Passwords, SignInPolicy, outlived
from app.audit.models import AuditEntry
from app.base.database import db
from tests.support.builders import grant, make_employee

POLICY = SignInPolicy(
    tries=5, tries_per_address=8, window_minutes=15, session_hours=12, idle_minutes=30, idle_minutes_employee=480
)
PASSWORDS = Passwords(memory_kib=64, time_cost=1)
DAY = date(2026, 12, 10)
EVENING = datetime(2026, 12, 9, 16, 30, tzinfo=UTC)  # 23.30 in Jakarta, the day before
AFTER = datetime(2026, 12, 9, 17, 5, tzinfo=UTC)  # 00.05 in Jakarta on the day


def sign_in(person):
    entry = services.sign_in(
        person.nip, person.password, arrival=Arrival("10.0.0.1"), passwords=PASSWORDS, policy=POLICY
    )
    db.session.commit()
    return entry.token


def open_sessions():
    return set(db.session.execute(select(UserSession.user_id)).scalars())


@pytest.mark.parametrize(
    ("dates", "ends"),
    [
        ({"ends_on": DAY}, True),
        ({"starts_on": DAY}, True),
        ({"ends_on": DAY + timedelta(1)}, False),
        ({"starts_on": DAY + timedelta(1)}, False),
        ({"starts_on": DAY, "ends_on": DAY}, False),  # taken back before it counted
        ({"ends_on": DAY - timedelta(9)}, False),
    ],
    ids=str,
)
def test_sessions_end_when_a_role_begins_or_ends(bungo, dates, ends):
    officer, other = make_employee("Hana Petugas", female=True), make_employee("Lain Orang")
    grant(officer.user_id, Role.HR, **dates)
    with time_machine.travel(EVENING, tick=False):
        sign_in(officer)
        sign_in(other)
    assert outlived.end_outlived(DAY) == int(ends)
    db.session.commit()
    assert open_sessions() == ({other.user_id} if ends else {officer.user_id, other.user_id})
    lines = db.session.execute(select(AuditEntry.details).where(AuditEntry.action == "accounts.session.outlived"))
    assert [row.details["user"] for row in lines] == ([officer.user_id] if ends else [])


def test_who_signs_in_after_the_change_is_left_alone(bungo):
    officer = make_employee("Hana Petugas", female=True)
    grant(officer.user_id, Role.HR, ends_on=DAY)
    with time_machine.travel(AFTER, tick=False):
        sign_in(officer)
    assert outlived.end_outlived(DAY) == 0
    assert open_sessions() == {officer.user_id}


def test_a_role_that_still_waits_for_its_second_ends_nothing(bungo):
    officer = make_employee("Hana Petugas", female=True)
    waiting = grant(officer.user_id, Role.AUDITOR, starts_on=DAY)
    waiting.pending = True
    db.session.commit()
    with time_machine.travel(EVENING, tick=False):
        sign_in(officer)
    assert outlived.end_outlived(DAY) == 0


def test_the_worker_sees_to_it_once_the_day_begins(bungo, visit, monkeypatch):
    monkeypatch.setattr(duties, "_followed", [])
    officer = make_employee("Hana Petugas", female=True)
    grant(officer.user_id, Role.CHANGE_TEAM, ends_on=DAY)
    with time_machine.travel(EVENING, tick=False):
        browser = visit(officer)
        assert browser.get("/saya/data").status_code == 200
        duties.follow_rights()
        assert browser.is_signed_in
    with time_machine.travel(AFTER, tick=False):
        duties.follow_rights()
        assert browser.get("/saya/data").status_code == 401
    assert open_sessions() == set()
