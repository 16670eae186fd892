"""Scans as staff hand them in: each once, in any order, the refused ones kept."""

import itertools
from datetime import timedelta

import pytest
import time_machine
from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy import func, select

from app.attendance import rules, services
from app.attendance.models import Attendance, AttendanceMethod, AttendanceStatus, Meeting, Refusal, Scan, WalkInStatus
from app.attendance.queries import scans as queries
from app.attendance.queries import walk_ins as guest_queries
from app.attendance.rules import status_at
from app.attendance.services import scans, walk_ins
from app.attendance.services.scans import Scanned
from app.audit.models import AuditEntry
from app.base import scope
from app.base.clock import now
from app.base.database import db
from app.organisation.models import Government
from tests.support.builders import make_employee, make_government, marks_of, meetings_of
from tests.support.examples import examples
from tests.support.parallel import together
from tests.support.presence import STEP, make_running_batch, make_walk_in, scanned, shown_code

PRESENT, LATE, EXCUSED, ABSENT = AttendanceStatus


@pytest.fixture
def meeting(bungo):
    return meetings_of(make_running_batch(began_minutes_ago=0))[0]


@pytest.fixture
def clock(meeting):
    with time_machine.travel(meeting.starts_at, tick=False) as moved:
        yield moved


def take(meeting, *handed_in, by, people, refuse_all=None):
    expected = frozenset(one.employee_id for one in people)
    taken = scans.take(meeting, handed_in, expected=expected, by=by.actor, step_seconds=STEP, refuse_all=refuse_all)
    db.session.commit()
    return taken


def row_of(meeting, person):
    return queries.attendances(meeting.id, [person.employee_id])[person.employee_id]


def test_a_scan_lets_somebody_in_once_however_often_it_is_handed_in(meeting, clock, sari, budi, dewi):
    one, two = scanned(budi, meeting), scanned(dewi, meeting)
    first = take(meeting, one, two, one, by=sari, people=[budi, dewi])
    again = take(meeting, one, by=sari, people=[budi, dewi])
    assert [(taken.status, taken.is_again) for taken in first + again] == [(PRESENT, False)] * 4
    row = row_of(meeting, budi)
    assert (row.method, row.at, row.marked_by, row.noted_at) == (AttendanceMethod.SCAN, now(), sari.user_id, None)
    assert db.session.execute(select(func.count(Scan.id))).scalar_one() == 2
    lines = select(func.count(AuditEntry.id)).where(AuditEntry.action == "attendance.marked")
    assert db.session.execute(lines).scalar_one() == 2


def test_another_scan_of_the_same_person_says_so_and_an_earlier_one_moves_the_time(meeting, clock, sari, budi):
    clock.shift(timedelta(minutes=30))
    late = scanned(budi, meeting)
    early = scanned(budi, meeting, meeting.starts_at + timedelta(minutes=5))
    assert take(meeting, late, by=sari, people=[budi])[0].status == LATE
    taken = take(meeting, early, by=sari, people=[budi])[0]
    assert (taken.status, taken.is_again) == (PRESENT, True)
    row = row_of(meeting, budi)
    assert (row.at, row.noted_at) == (early.at, now())


def test_scans_made_without_a_network_count_from_when_they_were_made(meeting, clock, sari, budi, dewi):
    made = [scanned(one, meeting, meeting.starts_at + timedelta(minutes=m)) for one, m in ((budi, 3), (dewi, 40))]
    clock.move_to(meeting.ends_at + timedelta(hours=2))
    take(meeting, *made, by=sari, people=[budi, dewi])
    assert marks_of(meeting) == {budi.employee_id: PRESENT, dewi.employee_id: LATE}
    assert {row_of(meeting, one).noted_at for one in (budi, dewi)} == {now()}


def test_a_clock_gone_wild_is_kept_within_reason(meeting, clock, sari, budi):
    ahead = Scanned("ahead", shown_code(budi, meeting), now() + timedelta(days=400))
    take(meeting, ahead, by=sari, people=[budi])
    assert row_of(meeting, budi).at == now()
    ancient = Scanned("ancient", shown_code(budi, meeting), now() - timedelta(days=4000))
    assert take(meeting, ancient, by=sari, people=[budi])[0].refusal == Refusal.OLD_CODE


def test_refused_scans_are_kept_with_their_reason_and_shown(meeting, clock, sari, budi, dewi, batanghari):
    other = meetings_of(make_running_batch())[0]
    stranger = make_employee("Orang Lain")
    old = shown_code(budi, meeting, now() - timedelta(minutes=5))
    handed_in = [
        Scanned("a", "bukan kode", now()),
        Scanned("b", old, now()),
        Scanned("c", shown_code(budi, other), now()),
        Scanned("d", shown_code(stranger, meeting), now()),
        Scanned("e", shown_code(budi, meeting)[:-1] + "!", now()),
        Scanned("f", shown_code(sari, meeting), now()),
        Scanned("g", shown_code(budi, meeting, short=True), now()),
    ]
    taken = take(meeting, *handed_in, by=sari, people=[budi, dewi, sari])
    reasons = [Refusal.UNREADABLE, Refusal.OLD_CODE, Refusal.OTHER_MEETING, Refusal.NOT_EXPECTED, Refusal.UNREADABLE,
               Refusal.OWN_CODE]  # fmt: skip
    assert [one.refusal for one in taken] == [*reasons, None]
    assert [one.refusal for one in take(meeting, *handed_in, by=sari, people=[budi, dewi, sari])] == [*reasons, None]
    shown = queries.refused_at(meeting.id)
    assert [(one.name, one.reason) for one in reversed(shown)] == list(
        zip(["", budi.name, "", stranger.name, "", sari.name], reasons, strict=True)
    )
    assert queries.refused_count(meeting.id) == len(reasons)
    with scope.within(batanghari.id):
        assert queries.refused_at(meeting.id) == []
        assert queries.refused_count(meeting.id) == 0


@pytest.mark.parametrize("refuse_all", [None, Refusal.OTHER_LIST])
def test_a_well_formed_code_nobody_was_given_names_nobody(meeting, clock, sari, budi, refuse_all):
    """Whoever counts up the numbers in made-up codes reads no names of people out of the list of refusals."""
    stranger = make_employee("Orang Lain")
    mark, number, _who, step, seal = shown_code(budi, meeting).split(".")
    forged = [".".join((mark, number, str(one.employee_id), step, seal)) for one in (stranger, sari)]
    handed_in = [Scanned(f"k{count}", text, now()) for count, text in enumerate(forged)]
    taken = take(meeting, *handed_in, by=sari, people=[budi], refuse_all=refuse_all)
    assert [(one.employee_id, one.refusal) for one in taken] == [(None, refuse_all or Refusal.WRONG_CODE)] * 2
    assert {one.name for one in queries.refused_at(meeting.id)} == {""}


@pytest.mark.parametrize("reason", [Refusal.OTHER_LIST, Refusal.CLOSED])
def test_a_list_of_elsewhere_lets_nobody_in(meeting, clock, sari, budi, reason):
    taken = take(meeting, scanned(budi, meeting), by=sari, people=[budi], refuse_all=reason)
    assert [one.refusal for one in taken] == [reason]
    assert marks_of(meeting) == {}


def test_excused_stays_excused_and_a_list_mark_stands(meeting, clock, sari, budi, dewi):
    services.mark_list(meeting, {budi.employee_id: EXCUSED, dewi.employee_id: ABSENT}, by=sari.actor)
    db.session.commit()
    take(meeting, scanned(budi, meeting), scanned(dewi, meeting), by=sari, people=[budi, dewi])
    assert marks_of(meeting) == {budi.employee_id: EXCUSED, dewi.employee_id: PRESENT}


def test_the_same_scans_handed_in_by_many_at_once_count_once(app, meeting, sari, budi, dewi):
    meeting_id, at = meeting.id, now()
    handed_in = [scanned(one, meeting, at, key=f"k{one.employee_id}") for one in (budi, dewi)]
    expected = frozenset({budi.employee_id, dewi.employee_id})

    def hand_in():
        found = db.session.get_one(Meeting, meeting_id)
        taken = scans.take(found, handed_in, expected=expected, by=sari.actor, step_seconds=STEP)
        db.session.commit()
        return [one.status for one in taken]

    assert together(app, sari.government_id, [hand_in] * 6) == [[PRESENT, PRESENT]] * 6
    assert db.session.execute(select(func.count(Scan.id))).scalar_one() == 2
    assert db.session.execute(select(func.count(Attendance.id))).scalar_one() == 2
    lines = select(func.count(AuditEntry.id)).where(AuditEntry.action == "attendance.marked")
    assert db.session.execute(lines).scalar_one() == 2


def test_two_scanners_with_scans_of_their_own_leave_the_earliest(app, meeting, sari, rina, budi):
    meeting_id = meeting.id
    times = [meeting.starts_at + timedelta(minutes=minutes) for minutes in (2, 9, 20, 31)]
    late = meeting.starts_at + timedelta(minutes=40)
    made = [scanned(budi, meeting, at) for at in times]

    def hand_in(one):
        def work():
            found = db.session.get_one(Meeting, meeting_id)
            scans.take(found, [one], expected=frozenset({budi.employee_id}), by=sari.actor, step_seconds=STEP)
            db.session.commit()

        return work

    with time_machine.travel(late, tick=True):
        assert together(app, sari.government_id, [hand_in(one) for one in reversed(made)]) == [None] * 4
    row = row_of(meeting, budi)
    assert (row.status, row.at) == (PRESENT, times[0])


def test_a_guest_is_noted_once_and_becomes_one_person_at_every_meeting(bungo, sari, budi):
    first, second = meetings_of(make_running_batch(meetings=2))
    guest, is_new = walk_ins.note(first, "Budi Santoso, S.E.", "Disdukcapil", by=sari.actor)
    again, is_new_again = walk_ins.note(first, "BUDI SANTOSO", "disdukcapil", by=sari.actor)
    assert (is_new, is_new_again, again.id) == (True, False, guest.id)
    with time_machine.travel(second.starts_at, tick=False):
        other, _new = walk_ins.note(second, "Budi Santoso", "Disdukcapil", by=sari.actor)
        same = guest_queries.same_person(guest, [first.id, second.id])
        assert [one.id for one in same] == [guest.id, other.id]
        walk_ins.recognise(same, budi.employee_id, by=sari.actor)
        walk_ins.recognise(same, budi.employee_id, by=sari.actor)
        db.session.commit()
    assert marks_of(first) == marks_of(second) == {budi.employee_id: PRESENT}
    actions = db.session.execute(select(AuditEntry.action).order_by(AuditEntry.position)).scalars().all()
    assert [one for one in actions if "walk_in" in one] == [
        "attendance.walk_in.noted",
        "attendance.walk_in.noted",
        "attendance.walk_in.recognised",
        "attendance.walk_in.recognised",
    ]
    assert guest_queries.heads_beside_people(first.id) == 0


def test_somebody_recognised_stays_who_they_are(meeting, sari, budi, dewi):
    guest = make_walk_in(meeting)
    walk_ins.recognise([guest], budi.employee_id, by=sari.actor)
    for wrong in (
        lambda: walk_ins.recognise([guest], dewi.employee_id, by=sari.actor),
        lambda: walk_ins.keep_as_guest(guest, by=sari.actor),
    ):
        with pytest.raises(walk_ins.AlreadySettled):
            wrong()
    db.session.commit()
    assert marks_of(meeting) == {budi.employee_id: PRESENT}


def test_a_guest_of_another_house_is_counted_and_asked_about_no_more(meeting, sari):
    guest = make_walk_in(meeting)
    assert guest_queries.unrecognised(meeting.id) == 1
    walk_ins.keep_as_guest(guest, by=sari.actor)
    walk_ins.keep_as_guest(guest, by=sari.actor)
    db.session.commit()
    assert (guest.status, guest_queries.unrecognised(meeting.id)) == (WalkInStatus.GUEST, 0)
    assert guest_queries.heads_beside_people(meeting.id) == 1


def test_one_phone_for_two_people_is_a_hint_that_is_forgotten(meeting, clock, sari, budi, dewi, rina):
    for person, phone in ((budi, "a" * 32), (dewi, "a" * 32), (rina, "b" * 32)):
        digits = rules.screen_code(meeting, now(), 15).digits
        services.check_in(meeting, person.employee_id, digits, by=person.actor, step_seconds=15, tries=10, device=phone)
    db.session.commit()
    assert [one.names for one in queries.device_hints(meeting.id, limit=9)] == [(budi.name, dewi.name)]
    kept = db.session.execute(select(Attendance.device)).scalars().all()
    assert not {"a" * 32, "b" * 32} & set(kept)
    services.forget_devices([meeting.id])
    db.session.commit()
    assert queries.device_hints(meeting.id, limit=9) == []
    assert set(db.session.execute(select(Attendance.device)).scalars()) == {None}


# --- any order, any repetition: against a model ---------------------------------------------------

SIGNS = st.lists(
    st.tuples(st.integers(0, 2), st.integers(0, 60), st.sampled_from(["scan", "guest"])), min_size=1, max_size=7
)


@examples(20)
@given(signs=SIGNS, order=st.randoms(use_true_random=False), cuts=st.sets(st.integers(1, 8), max_size=3))
def test_whatever_the_order_everybody_is_there_once_from_their_first_sign(any_app, signs, order, cuts):
    """Scans and guests come in any order, in handfuls, some twice: the marks are those of the earliest signs."""
    with scope.within(_realm()):
        meeting = meetings_of(make_running_batch(began_minutes_ago=0))[0]
        people, officer = _people()
        with time_machine.travel(meeting.starts_at + timedelta(hours=2), tick=False):
            _hand_in_anyhow(meeting, signs, order, cuts, people, officer)
        seen: dict[int, int] = {}
        for who, minutes, _kind in signs:
            seen[who] = min(minutes, seen.get(who, minutes))
        expected = {}
        for who, minutes in seen.items():
            at = meeting.starts_at + timedelta(minutes=minutes)
            expected[people[who].employee_id] = (at, status_at(meeting, at))
        rows = queries.attendances(meeting.id, [one.employee_id for one in people])
        found = {number: (row.at, row.status) for number, row in rows.items()}
        assert found == expected
        db.session.rollback()


_cast: dict[int, tuple] = {}


def _realm() -> int:
    with scope.everything():
        known = db.session.execute(
            select(Government.id).where(Government.slug == "kabupaten-urutan")
        ).scalar_one_or_none()
        return known or make_government("Kabupaten Urutan").id


def _people():
    number = scope.current()
    if number not in _cast:
        _cast[number] = ([make_employee(f"Peserta {one}") for one in range(3)], make_employee("Petugas"))
    return _cast[number]


def _hand_in_anyhow(meeting, signs, order, cuts, people, officer):
    work = []
    for index, (who, minutes, kind) in enumerate(signs):
        at = meeting.starts_at + timedelta(minutes=minutes)
        if kind == "scan":
            work.append(scanned(people[who], meeting, at, key=f"{index}"))
        else:
            with time_machine.travel(at, tick=False):
                work.append((make_walk_in(meeting, f"Tamu {index}"), people[who].employee_id))
    work += order.sample(work, order.randint(0, len(work)))
    order.shuffle(work)
    edges = [0, *sorted(one for one in cuts if one < len(work)), len(work)]
    for start, end in itertools.pairwise(edges):
        handful = work[start:end]
        take(meeting, *(one for one in handful if isinstance(one, Scanned)), by=officer, people=people)
        for guest, employee_id in (one for one in handful if not isinstance(one, Scanned)):
            walk_ins.recognise([guest], employee_id, by=officer.actor)
            db.session.commit()
