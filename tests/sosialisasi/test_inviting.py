"""Whom a round is for, freezing it, and telling everybody; on both databases."""

from datetime import timedelta

import pytest
import vobject
from ical.calendar_stream import IcsCalendarStream
from sqlalchemy import delete, func, select

from app.access.visitor import SYSTEM
from app.attendance.models import AttendanceStatus
from app.base.clock import now
from app.base.database import db
from app.initiatives.queries.populations import Named
from app.initiatives.queries.tallies import by_regional_unit
from app.jobs import worker
from app.jobs.models import Job, JobStatus
from app.letters.models import Letter
from app.letters.rules import NoSignatory
from app.notifications import post, posting
from app.notifications.models import Mail, Notice
from app.organisation.models import Employee, Placement
from app.sosialisasi import tokens
from app.sosialisasi.letters import invitations as letters
from app.sosialisasi.models import (
    AudienceKind,
    Invitation,
    RoundStatus,
    Sosialisasi,
    SosialisasiRound,
    SosialisasiStatus,
)
from app.sosialisasi.queries import audiences as audience_queries
from app.sosialisasi.queries import invitations
from app.sosialisasi.rules import events as rules
from app.sosialisasi.services import answering, audiences, inviting, notices, rounds
from app.sosialisasi.services import events as event_services
from tests.support.builders import make_employee, make_position, make_unit
from tests.support.initiatives import make_initiative, make_office
from tests.support.proposals import local_today
from tests.support.sosialisasi import (
    event_page,
    invitation_of,
    let_it_pass,
    mark,
    of_person,
    of_unit,
    plan_event,
    plan_round,
    round_facts,
    round_page,
    send,
    sent_round,
)


@pytest.fixture
def office(bungo):
    return make_office()


def people_in(one: SosialisasiRound) -> set[int]:
    return {row.employee_id for row in db.session.execute(audience_queries.audience(one, local_today()))}


def test_lines_take_in_and_leave_out_and_everybody_counts_once(office):
    unit, (head, first, second) = office
    outsider = make_employee("Orang Luar")
    one = plan_round(plan_event(unit), of_unit(unit), of_person(first), of_person(outsider))
    assert people_in(one) == {head.employee_id, first.employee_id, second.employee_id, outsider.employee_id}
    audiences.add(round_page(one), of_person(second), is_left_out=True, by=SYSTEM)
    assert people_in(one) == {head.employee_id, first.employee_id, outsider.employee_id}
    counts = audience_queries.counts_by_path(one, local_today())
    assert sum(counts.values()) == 3
    assert {tally.name: tally.people for tally in by_regional_unit(counts)}[unit.name] == 2


def test_leaving_a_unit_or_tier_out_loses_nobody_who_is_in_no_post(office):
    unit, (head, first, second) = office
    postless = make_employee("Pegawai Tanpa Jabatan")
    db.session.execute(delete(Placement).where(Placement.employee_id == postless.employee_id))
    db.session.commit()
    one = plan_round(plan_event(unit), of_unit(unit), of_person(postless))
    everybody = {head.employee_id, first.employee_id, second.employee_id}
    assert people_in(one) == everybody | {postless.employee_id}
    for named in (Named(AudienceKind.SUBTREE, unit_id=unit.id), Named(AudienceKind.TIER, tier="jpt_pratama")):
        other = plan_round(plan_event(unit), of_unit(make_unit("Unit lain")), of_person(postless))
        audiences.add(round_page(other), named, is_left_out=True, by=SYSTEM)
        assert people_in(other) == {postless.employee_id}


def test_every_kind_of_line_names_whom_it_says(office, bungo):
    unit, (head, first, second) = office
    below = make_unit("Bidang Bawah", parent=unit)
    low = make_employee("Pegawai Bawah", position_id=make_position("Analis", unit=below).id)
    initiative = make_initiative(below)
    event = plan_event(unit, initiative_id=initiative.id)

    def named(line: Named) -> set[int]:
        return people_in(plan_round(event, line))

    assert named(Named(AudienceKind.UNIT, unit_id=unit.id)) == {head.employee_id, first.employee_id, second.employee_id}
    assert low.employee_id in named(of_unit(unit))
    assert named(Named(AudienceKind.TIER, tier="jpt_pratama")) == {head.employee_id}
    assert named(Named(AudienceKind.POSITION, position_id=first.position_id)) == {
        first.employee_id,
        second.employee_id,
    }
    assert named(Named(AudienceKind.INITIATIVE, initiative_id=initiative.id)) == {low.employee_id}
    assert named(Named(AudienceKind.MISSED)) == {low.employee_id}


def test_missed_are_those_affected_whom_earlier_rounds_did_not_reach(office):
    unit, (head, first, second) = office
    event = plan_event(unit, initiative_id=make_initiative(unit).id)
    earlier = plan_round(event, of_unit(unit))
    mark(earlier, first)
    later = plan_round(event, Named(AudienceKind.MISSED))
    assert people_in(later) == {head.employee_id, second.employee_id}


def test_who_left_and_whose_data_is_restricted_is_not_asked(office):
    unit, (head, first, second) = office
    db.session.get_one(Employee, first.employee_id).active = False
    db.session.get_one(Employee, second.employee_id).restricted_on = local_today()
    db.session.commit()
    assert people_in(plan_round(plan_event(unit), of_unit(unit))) == {head.employee_id}


def test_sending_freezes_the_audience_tells_everybody_and_issues_a_letter(office):
    unit, people = office
    one = plan_round(plan_event(unit), of_unit(unit))
    send(one)
    one = db.session.get_one(SosialisasiRound, one.id)
    assert one.status == RoundStatus.INVITED
    assert db.session.get_one(Sosialisasi, one.sosialisasi_id).status == SosialisasiStatus.OPEN
    for person in people:
        page = invitation_of(person, one)
        assert page.invitation.unit_path == unit.path
        assert page.invitation.token_hash == tokens.fingerprint(tokens.token_of(one.id, person.employee_id))
        mail = db.session.execute(select(Mail).where(Mail.employee_id == person.employee_id)).scalar_one()
        assert mail.kind == letters.INVITED
        assert "METHOD:REQUEST" in mail.facts["calendar"]
        assert tokens.token_of(one.id, person.employee_id) not in str(mail.facts)
        assert db.session.execute(select(Notice).where(Notice.employee_id == person.employee_id)).scalar_one()
    letter = db.session.get_one(Letter, one.letter_id)
    assert letter.file_id is not None
    assert {row[1] for row in letter.facts["annexes"][0]["rows"]} == {person.name for person in people}
    assert letter.facts["code"].endswith(f"/sosialisasi/putaran/{one.id}/undangan-saya")


def test_a_round_is_sent_once_and_an_audience_of_nobody_never(office):
    unit, _people = office
    empty = plan_round(plan_event(unit))
    with pytest.raises(rules.NobodyInvited):
        inviting.send(round_page(empty), skip_busy=False, by=SYSTEM)
    one = plan_round(plan_event(unit), of_unit(unit))
    send(one)
    with pytest.raises(rules.NotNow):
        inviting.send(round_page(one), skip_busy=False, by=SYSTEM)
    with pytest.raises(rules.NotNow):
        audiences.add(round_page(one), of_unit(unit), is_left_out=False, by=SYSTEM)


def test_nothing_goes_out_where_nobody_could_sign(bungo):
    unit = make_unit("Dinas Tanpa Kepala")
    person = make_employee("Pegawai Biasa")
    one = plan_round(plan_event(unit), of_person(person))
    with pytest.raises(NoSignatory):
        inviting.send(round_page(one), skip_busy=False, by=SYSTEM)
    db.session.rollback()
    assert db.session.get_one(SosialisasiRound, one.id).status == RoundStatus.PLANNED


def test_two_rounds_of_one_person_at_once_are_refused_unless_skipped(office):
    unit, (head, first, second) = office
    begins = now() + timedelta(days=9)
    sent_round(unit, first, title="Acara lain", starts_at=begins)
    one = plan_round(plan_event(unit), of_unit(unit), starts_at=begins + timedelta(hours=1))
    with pytest.raises(rules.TwoAtOnce, match=first.name):
        inviting.send(round_page(one), skip_busy=False, by=SYSTEM)
    db.session.rollback()
    send(one, skip_busy=True)
    assert invitations.own_to_round(first.employee_id, one.id) is None
    assert {invitation_of(person, one).invitation.status for person in (head, second)} == {"invited"}


def test_killed_on_the_way_it_goes_on_where_it_stopped(office, monkeypatch):
    unit, people = office
    one = plan_round(plan_event(unit), of_unit(unit))
    inviting.send(round_page(one), skip_busy=False, by=SYSTEM)
    db.session.commit()
    monkeypatch.setattr(inviting, "AT_ONCE", 1)
    args = db.session.execute(select(Job.args).where(Job.key == f"{inviting.KIND}:{one.id}")).scalar_one()

    class Killed(Exception):
        pass

    def stop_after_two(done: int, _total: int) -> None:
        db.session.commit()
        if done == 2:
            raise Killed

    with pytest.raises(Killed):
        inviting.invite(args, stop_after_two)
    db.session.rollback()
    assert db.session.execute(select(func.count(Invitation.id))).scalar_one() == 2
    worker.drain()
    for model in (Invitation, Mail, Notice):
        assert db.session.execute(select(func.count(model.id))).scalar_one() == len(people)
    assert db.session.execute(select(Job.status).where(Job.key == f"{inviting.KIND}:{one.id}")).scalar_one() == (
        JobStatus.DONE
    )


def test_a_step_asks_the_same_number_of_statements_for_one_and_for_many(office, queries):
    unit, _people = office
    asked = []
    for size in (1, 6):
        staff = make_position("Penata", unit=unit)
        people = [make_employee(f"Orang {size} {n}", position_id=staff.id) for n in range(size)]
        one = plan_round(plan_event(unit), *map(of_person, people))
        inviting.send(round_page(one), skip_busy=True, by=SYSTEM)
        db.session.commit()
        page = round_page(one)
        rows = audience_queries.to_invite(page.round, page.meeting, local_today(), skip_busy=False, after=0, limit=9)
        with queries() as statements:
            inviting._write(page, rows, is_later=False)
        asked.append(len([one for one in statements if one.startswith("SELECT")]))
        db.session.commit()
    assert asked[0] == asked[1]


def test_who_joins_later_stands_apart_and_is_invited_by_a_button(office):
    unit, people = office
    one = plan_round(plan_event(unit), of_unit(unit))
    send(one)
    newcomer = make_employee("Pegawai Baru", position_id=people[1].position_id)
    listed, total = audience_queries.later(round_page(one).round, local_today(), limit=10)
    assert ([row.name for row in listed], total) == (["Pegawai Baru"], 1)
    inviting.invite_later(round_page(one), by=SYSTEM)
    db.session.commit()
    worker.drain()
    assert invitation_of(newcomer, one).invitation.is_later
    assert audience_queries.later(round_page(one).round, local_today(), limit=10) == ([], 0)
    with pytest.raises(rules.NotNow):
        inviting.invite_later(round_page(one), by=SYSTEM)


def test_somebody_who_moves_keeps_the_unit_they_were_invited_in(office):
    unit, (_head, first, _second) = office
    one = sent_round(unit, first)
    elsewhere = make_position("Analis", unit=make_unit("Dinas Lain"))
    placement = db.session.execute(select(Placement).where(Placement.employee_id == first.employee_id)).scalar_one()
    placement.position_id = elsewhere.id
    db.session.commit()
    assert invitation_of(first, one).invitation.unit_path == unit.path


@pytest.mark.parametrize("again", [False, True])
def test_another_time_and_a_cancellation_reach_everybody_once(office, again):
    unit, people = office
    one = sent_round(unit, *people)
    page = round_page(one)
    moved = round_facts(page.meeting.starts_at + timedelta(days=1))
    rounds.change(page, moved, version=page.round.version, by=SYSTEM)
    db.session.commit()
    worker.drain()
    rounds.cancel(round_page(one), "Narasumber sakit.", by=SYSTEM)
    db.session.commit()
    args = db.session.execute(select(Job.args).where(Job.kind == rounds.TELL_CANCELLATION)).scalar_one()
    worker.drain()
    if again:
        notices.tell_cancellation(args, lambda _done, _total: db.session.commit())
    for kind, method in ((letters.CHANGED, "REQUEST"), (letters.CANCELLED, "CANCEL")):
        mails = db.session.execute(select(Mail).where(Mail.kind == kind)).scalars().all()
        assert {mail.employee_id for mail in mails} == {person.employee_id for person in people}
        assert len(mails) == len(people)
        for mail in mails:
            calendar = posting.attachment_of(mail)
            assert calendar.parameters["method"] == method
            [event] = IcsCalendarStream.calendar_from_ics(calendar.content.decode()).events
            assert [str(guest.uri) for guest in event.attendees] == [f"mailto:{mail.address}"]
            assert (str(event.organizer.uri), event.organizer.common_name) == (
                f"mailto:{post.sender_address()}",
                unit.name,
            )
            [other] = vobject.readOne(calendar.content.decode()).vevent_list
            assert other.organizer.value == f"mailto:{post.sender_address()}"
            assert other.attendee.params["PARTSTAT"] == ["NEEDS-ACTION"]


def test_calling_off_an_event_calls_off_what_lies_ahead(office):
    unit, people = office
    event = plan_event(unit)
    over, ahead = plan_round(event, *map(of_person, people)), plan_round(event, *map(of_person, people))
    let_it_pass(over)
    send(ahead)
    event_services.cancel(event_page(event), "Anggaran dialihkan.", by=SYSTEM)
    db.session.commit()
    worker.drain()
    rows = db.session.execute(select(SosialisasiRound.id, SosialisasiRound.status))
    states = {row.id: row.status for row in rows}
    assert states == {over.id: RoundStatus.PLANNED, ahead.id: RoundStatus.CANCELLED}
    told = db.session.execute(select(func.count(Mail.id)).where(Mail.kind == letters.CANCELLED)).scalar_one()
    assert told == len(people)


def test_without_a_day_to_answer_by_the_silent_are_reminded_before_the_round_begins(office):
    unit, (head, first, second) = office
    one = sent_round(unit, head, first, second, starts_at=now() + timedelta(days=5))
    assert one.reply_by is None
    answering.accept(invitation_of(second, one), by=second.actor)
    for person in (head, first, second):
        invitation_of(person, one).invitation.invited_at = now() - timedelta(days=30)
    db.session.commit()

    def reminded() -> list[int]:
        worker.every_minute()
        worker.drain()
        statement = select(Mail.employee_id).where(Mail.kind == letters.REMINDER).order_by(Mail.employee_id)
        return list(db.session.execute(statement).scalars())

    assert reminded() == []
    meeting = round_page(one).meeting
    meeting.starts_at, meeting.ends_at = now() + timedelta(days=2), now() + timedelta(days=2, hours=2)
    db.session.commit()
    assert reminded() == sorted([head.employee_id, first.employee_id])
    meeting = round_page(one).meeting
    meeting.starts_at = now() - timedelta(minutes=1)
    db.session.commit()
    assert len(reminded()) == 2


def test_the_silent_are_reminded_three_days_and_one_day_before_and_never_twice_a_day(office):
    unit, (head, first, second) = office
    one = sent_round(unit, head, first, second, reply_by=now() + timedelta(days=5))
    page = invitation_of(second, one)
    page.invitation.status = "accepted"
    invited = now() - timedelta(days=30)
    for person in (head, first, second):
        invitation_of(person, one).invitation.invited_at = invited
    db.session.commit()

    def reminders() -> int:
        worker.every_minute()
        worker.drain()
        return db.session.execute(select(func.count(Mail.id)).where(Mail.kind == letters.REMINDER)).scalar_one()

    assert reminders() == 0
    db.session.get_one(SosialisasiRound, one.id).reply_by = now() + timedelta(days=2)
    db.session.commit()
    assert reminders() == 2
    assert reminders() == 2
    db.session.get_one(SosialisasiRound, one.id).reply_by = now() + timedelta(hours=20)
    db.session.commit()
    assert reminders() == 2, "reminded today already"
    with pytest.raises(rules.NotNow):
        notices.remind_now(round_page(one), by=SYSTEM)
    for person in (head, first):
        invitation_of(person, one).invitation.reminded_at = now() - timedelta(hours=25)
    db.session.commit()
    notices.remind_now(round_page(one), by=SYSTEM)
    db.session.commit()
    worker.drain()
    assert db.session.execute(select(func.count(Notice.id)).where(Notice.kind == letters.REMINDER)).scalar_one() == 4


def test_reached_counts_only_who_attended(office):
    unit, (head, first, _second) = office
    event = plan_event(unit)
    one = plan_round(event, of_unit(unit))
    mark(one, first)
    mark(one, head, AttendanceStatus.ABSENT)
    found = db.session.execute(audience_queries.reached_ids(event.id)).scalars().all()
    assert found == [first.employee_id]
