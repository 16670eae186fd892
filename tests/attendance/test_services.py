from datetime import timedelta

import pytest
import time_machine
from sqlalchemy import select
from sqlalchemy.exc import NoResultFound

from app.attendance import queries, rules, services
from app.attendance.models import Attendance, AttendanceMethod, AttendanceStatus, Refusal, RefusedCheckIn
from app.attendance.rules import CheckInRefused
from app.audit.models import AuditEntry
from app.base import scope
from app.base.clock import now
from app.base.database import db
from app.base.errors import TooMany
from tests.support.builders import make_batch, marks_of, meetings_of
from tests.support.presence import wrong_digits

PRESENT, LATE, EXCUSED, ABSENT = AttendanceStatus


@pytest.fixture
def meeting(bungo):
    return meetings_of(make_batch(starts_in_days=1))[0]


@pytest.fixture
def clock(meeting):
    """The clock stands at the start of the meeting."""
    with time_machine.travel(meeting.starts_at, tick=False) as moved:
        yield moved


def screen(meeting, *, token=False):
    code = rules.screen_code(meeting, now(), 15)
    return code.token if token else code.digits


def check_in(meeting, person, code=None, *, tries=10):
    code = screen(meeting) if code is None else code
    try:
        row = services.check_in(meeting, person.employee_id, code, by=person.actor, step_seconds=15, tries=tries)
    except CheckInRefused as refusal:
        db.session.rollback()
        services.keep_refusal(meeting, person.employee_id, refusal)
        raise
    db.session.commit()
    return row


def refused(meeting, person, code=None, times=1):
    code = wrong_digits(meeting) if code is None else code
    for _ in range(times):
        with pytest.raises(CheckInRefused) as refusal:
            check_in(meeting, person, code)
    return refusal.value


@pytest.mark.parametrize("token", [False, True], ids=["digits", "token"])
def test_the_code_on_the_wall_lets_somebody_in(meeting, clock, budi, token):
    row = check_in(meeting, budi, screen(meeting, token=token))
    assert (row.status, row.method, row.at, row.marked_by) == (PRESENT, AttendanceMethod.CODE, now(), budi.user_id)
    assert marks_of(meeting) == {budi.employee_id: PRESENT}


def test_coming_late_is_kept_as_late(meeting, clock, budi):
    clock.shift(timedelta(minutes=16))
    assert check_in(meeting, budi).status == LATE


def test_the_same_person_counts_once_with_the_first_time(meeting, clock, budi):
    first = check_in(meeting, budi).at
    clock.shift(timedelta(minutes=30))
    again = check_in(meeting, budi)
    assert (again.status, again.at) == (PRESENT, first)
    assert check_in(meeting, budi, "wrong").at == first
    assert len(db.session.execute(select(Attendance.id)).all()) == 1


def test_everybody_may_use_the_same_code(meeting, clock, budi, dewi):
    code = screen(meeting)
    check_in(meeting, budi, code)
    check_in(meeting, dewi, code)
    assert marks_of(meeting) == {budi.employee_id: PRESENT, dewi.employee_id: PRESENT}


def test_a_code_passed_on_too_late_is_refused(meeting, clock, budi):
    token = screen(meeting, token=True)
    clock.shift(timedelta(seconds=31))
    assert refused(meeting, budi, token).reason == Refusal.OLD_CODE
    assert marks_of(meeting) == {}


def test_each_refusal_has_its_words_and_is_kept(meeting, clock, budi):
    other = meetings_of(make_batch(starts_in_days=1))[0]
    old = screen(meeting)
    clock.shift(timedelta(minutes=2))
    while rules.refusal_of(meeting, old, now(), 15) is None:  # the same six digits once more
        clock.shift(timedelta(seconds=15))
    reasons = [
        refused(meeting, budi, "abc").reason,
        refused(meeting, budi, old).reason,
        refused(meeting, budi, screen(other, token=True)).reason,
    ]
    clock.move_to(meeting.starts_at - timedelta(minutes=61))
    reasons.append(refused(meeting, budi, screen(meeting)).reason)
    clock.move_to(meeting.ends_at)
    last = refused(meeting, budi, screen(meeting))
    reasons.append(last.reason)
    assert reasons == list(Refusal)[:5]
    assert "panitia" in last.message
    kept = db.session.execute(select(RefusedCheckIn.reason).order_by(RefusedCheckIn.id)).scalars().all()
    assert kept == reasons


def test_after_ten_wrong_codes_the_right_one_waits_too(meeting, clock, budi, dewi):
    refused(meeting, budi, times=10)
    with pytest.raises(TooMany):
        check_in(meeting, budi)
    db.session.rollback()
    assert check_in(meeting, dewi).status == PRESENT
    clock.shift(timedelta(minutes=10, seconds=1))
    assert check_in(meeting, budi).status == PRESENT


def test_staff_mark_from_the_list(meeting, clock, budi, dewi, sari):
    marks = {budi.employee_id: PRESENT, dewi.employee_id: EXCUSED}
    assert services.mark_list(meeting, marks, by=sari.actor) == 2
    db.session.commit()
    assert marks_of(meeting) == marks
    assert services.mark_list(meeting, marks, by=sari.actor) == 0
    assert services.mark_list(meeting, {budi.employee_id: ABSENT}, by=sari.actor) == 1
    db.session.commit()
    assert marks_of(meeting) == {budi.employee_id: ABSENT, dewi.employee_id: EXCUSED}
    assert {row.method for row in db.session.execute(select(Attendance.method))} == {AttendanceMethod.LIST}


def test_who_was_marked_absent_can_still_check_in_and_who_was_excused_stays_so(meeting, clock, budi, dewi, sari):
    services.mark_list(meeting, {budi.employee_id: ABSENT, dewi.employee_id: EXCUSED}, by=sari.actor)
    db.session.commit()
    assert check_in(meeting, budi).status == PRESENT
    assert check_in(meeting, dewi).status == EXCUSED


def test_every_mark_is_on_the_trail_with_what_it_was_before(meeting, clock, budi, sari):
    check_in(meeting, budi)
    services.mark_list(meeting, {budi.employee_id: EXCUSED}, by=sari.actor)
    db.session.commit()
    statement = select(AuditEntry.actor_id, AuditEntry.details).where(AuditEntry.action == "attendance.marked")
    lines = db.session.execute(statement.order_by(AuditEntry.position)).all()
    assert [tuple(line) for line in lines] == [
        (budi.user_id, {"before": None, "after": "present", "method": "code"}),
        (sari.user_id, {"before": "present", "after": "excused", "method": "list"}),
    ]


def test_reading_who_was_there(bungo, budi, dewi, sari):
    first, second = meetings_of(make_batch(meetings=2, starts_in_days=1))
    services.mark_list(first, {budi.employee_id: PRESENT, dewi.employee_id: LATE}, by=sari.actor)
    services.mark_list(second, {budi.employee_id: ABSENT}, by=sari.actor)
    db.session.commit()
    assert queries.at_meeting(first.id) == {budi.employee_id: PRESENT, dewi.employee_id: LATE}
    assert queries.at_meetings([first.id, second.id]) == {
        (first.id, budi.employee_id): PRESENT,
        (first.id, dewi.employee_id): LATE,
        (second.id, budi.employee_id): ABSENT,
    }
    own = queries.of_person([first.id, second.id], budi.employee_id)
    assert {number: row.status for number, row in own.items()} == {first.id: PRESENT, second.id: ABSENT}


def test_a_meeting_of_another_government_is_not_found(meeting, budi, sari, batanghari):
    services.mark_list(meeting, {budi.employee_id: PRESENT}, by=sari.actor)
    db.session.commit()
    with scope.within(batanghari.id):
        assert queries.at_meeting(meeting.id) == {}
        with pytest.raises(NoResultFound):
            queries.meeting(meeting.id)
    assert queries.meeting(meeting.id).id == meeting.id


def test_secrets_differ_and_are_long(bungo):
    planned = [
        services.plan_meeting(title="x", starts_at=now(), ends_at=now() + timedelta(hours=1), place="y")
        for _ in range(3)
    ]
    assert len({one.secret for one in planned}) == 3
    assert {len(one.secret) for one in planned} == {64}
