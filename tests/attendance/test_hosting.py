"""What the desk does for a house that is not training: who may come in, when, and what a guest becomes."""

from contextlib import contextmanager

import pytest

from app.attendance import rules
from app.attendance.models import AttendanceStatus, Refusal, WalkInStatus
from app.attendance.services import hosting
from app.base.clock import now
from app.base.database import db
from app.base.errors import RuleBroken
from tests.support.builders import marks_of
from tests.support.hall import Hall, HallIsShut, make_hall_meeting
from tests.support.presence import STEP, make_walk_in, scanned

PRESENT, LATE, EXCUSED, ABSENT = AttendanceStatus


@pytest.fixture
def meeting(bungo):
    return make_hall_meeting()


@pytest.fixture
def hall(budi):
    return Hall([budi])


def check_in(hall, meeting, person):
    code = rules.screen_code(meeting, now(), 15).digits
    return hosting.check_in(hall, meeting, person.employee_id, code, by=person.actor, step_seconds=15, tries=10)


def test_who_is_expected_comes_in_by_the_code_on_the_wall_and_nobody_else(hall, meeting, budi, dewi):
    assert check_in(hall, meeting, budi).status == PRESENT
    with pytest.raises(hosting.NotParticipant):
        check_in(hall, meeting, dewi)
    assert marks_of(meeting) == {budi.employee_id: PRESENT}
    assert hall.held == 2


def test_nothing_is_written_down_once_the_host_is_shut(hall, meeting, budi, sari):
    guest = make_walk_in(meeting)
    hall.is_open = False
    steps = [
        lambda: check_in(hall, meeting, budi),
        lambda: hosting.mark_list(hall, meeting, {budi.employee_id: PRESENT}, by=sari.actor),
        lambda: hosting.note_walk_in(hall, meeting, "Wati Suryani", "Warga", by=sari.actor),
        lambda: hosting.recognise(hall, guest, budi.employee_id, as_participant=False, by=sari.actor),
        lambda: hosting.forget_person(hall, guest, by=sari.actor),
        lambda: hosting.keep_as_guest(hall, guest, by=sari.actor),
    ]
    for step in steps:
        with pytest.raises(HallIsShut):
            step()
    taken = hosting.take_scans(hall, meeting, [scanned(budi, meeting)], by=sari.actor, step_seconds=STEP)
    assert [one.refusal for one in taken] == [Refusal.CLOSED]
    assert hall.held == len(steps) + 1
    assert marks_of(meeting) == {}


def test_scans_are_read_against_the_hosts_list(hall, meeting, budi, dewi, sari):
    handed_in = [scanned(budi, meeting), scanned(dewi, meeting)]
    taken = hosting.take_scans(hall, meeting, handed_in, by=sari.actor, step_seconds=STEP)
    assert [one.refusal for one in taken] == [None, Refusal.NOT_EXPECTED]
    other = hosting.take_scans(
        hall, meeting, [scanned(budi, meeting, key="x")], by=sari.actor, step_seconds=STEP, is_other_list=True
    )
    assert [one.refusal for one in other] == [Refusal.OTHER_LIST]


class Watchful(Hall):
    """Notes who was marked before and after a list is written down."""

    @contextmanager
    def marking(self, _people):
        self.seen = [marks_of(self.meeting)]
        yield
        db.session.flush()
        self.seen.append(marks_of(self.meeting))


def test_a_host_looks_on_while_a_list_is_written_down(meeting, budi, dewi, sari):
    hall = Watchful([budi])
    hall.meeting = meeting
    assert hosting.mark_list(hall, meeting, {budi.employee_id: LATE}, by=sari.actor) == 1
    assert hall.seen == [{}, {budi.employee_id: LATE}]
    with pytest.raises(RuleBroken, match="bukan peserta"):
        hosting.mark_list(hall, meeting, {dewi.employee_id: PRESENT}, by=sari.actor)


def test_a_guest_who_is_recognised_is_there_without_a_seat_at_this_meeting_alone(hall, meeting, dewi, sari):
    other = make_hall_meeting()
    guest, elsewhere = make_walk_in(meeting, dewi.name, "Unit"), make_walk_in(other, dewi.name, "Unit")
    assert hosting.recognise(hall, guest, dewi.employee_id, as_participant=True, by=sari.actor) == 1
    db.session.commit()
    assert (guest.status, guest.seated, elsewhere.status) == (WalkInStatus.PERSON, False, WalkInStatus.OPEN)
    assert (marks_of(meeting), marks_of(other)) == ({dewi.employee_id: PRESENT}, {})
    assert hosting.forget_person(hall, guest, by=sari.actor) == 1
    db.session.commit()
    assert marks_of(meeting) == {}


def test_a_citizen_is_noted_by_name_and_origin_and_stays_a_guest(hall, meeting, sari):
    guest, is_new = hosting.note_walk_in(hall, meeting, "Wati Suryani", "Warga Desa Sungai Lilin", by=sari.actor)
    again, is_new_again = hosting.note_walk_in(hall, meeting, "WATI SURYANI", "warga desa sungai lilin", by=sari.actor)
    hosting.keep_as_guest(hall, guest, by=sari.actor)
    db.session.commit()
    assert (is_new, is_new_again, again.id) == (True, False, guest.id)
    assert (guest.status, guest.employee_id) == (WalkInStatus.GUEST, None)
