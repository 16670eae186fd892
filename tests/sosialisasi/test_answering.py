"""Answering an invitation: seats, the queue, delegates, another round; on both databases."""

from datetime import timedelta

import pytest
from sqlalchemy import func, select
from sqlalchemy.exc import NoResultFound

from app.access.visitor import SYSTEM
from app.audit.models import AuditEntry
from app.base.clock import now
from app.base.database import db
from app.base.errors import WrongField
from app.notifications.models import Mail, Notice
from app.sosialisasi import tokens
from app.sosialisasi.letters import invitations as letters
from app.sosialisasi.models import Invitation, SosialisasiRound
from app.sosialisasi.queries import invitations
from app.sosialisasi.rules import events as rules
from app.sosialisasi.services import answering, rounds
from tests.support.builders import Person, make_employee
from tests.support.initiatives import make_office
from tests.support.parallel import together
from tests.support.proposals import local_today
from tests.support.sosialisasi import (
    invitation_of,
    let_it_pass,
    of_person,
    plan_event,
    plan_round,
    round_facts,
    round_page,
    send,
    sent_round,
    status_of,
)


@pytest.fixture
def office(bungo):
    return make_office(people=5)


def accept(person: Person, one: SosialisasiRound) -> str:
    status = answering.accept(invitation_of(person, one), by=person.actor)
    db.session.commit()
    return str(status)


def decline(person: Person, one: SosialisasiRound, reason: str = "") -> None:
    answering.decline(invitation_of(person, one), reason, by=person.actor)
    db.session.commit()


def taken(one: SosialisasiRound) -> int:
    db.session.rollback()
    return db.session.get_one(SosialisasiRound, one.id).seats_taken


def test_yes_takes_a_seat_once_and_no_gives_it_back(office):
    unit, (head, first, *_rest) = office
    one = sent_round(unit, head, first, seats=2)
    assert [accept(first, one), accept(first, one)] == ["accepted", "accepted"]
    assert taken(one) == 1
    decline(first, one, "Dinas luar.")
    assert (taken(one), status_of(first, one)) == (0, "declined")
    assert invitation_of(first, one).invitation.reason == "Dinas luar."
    assert accept(first, one) == "accepted"


def test_a_full_round_makes_a_queue_and_a_free_seat_goes_to_its_first(office):
    unit, (head, first, second, third, _last) = office
    one = sent_round(unit, head, first, second, third, seats=1)
    assert [accept(person, one) for person in (head, first, second)] == ["accepted", "waiting", "waiting"]
    assert invitations.waiting_rank(invitation_of(second, one).invitation) == (2, 2)
    decline(head, one)
    assert (status_of(first, one), status_of(second, one), taken(one)) == ("accepted", "waiting", 1)
    told = db.session.execute(select(Mail.employee_id).where(Mail.kind == letters.SEATED)).scalars().all()
    assert told == [first.employee_id]
    assert invitations.waiting_rank(invitation_of(second, one).invitation) == (1, 1)


def test_more_seats_reach_those_who_wait_and_fewer_than_taken_are_refused(office):
    unit, (head, first, second, *_rest) = office
    one = sent_round(unit, head, first, second, seats=1)
    for person in (head, first, second):
        accept(person, one)
    page = round_page(one)
    wider = round_facts(page.meeting.starts_at, ends_at=page.meeting.ends_at, seats=3)
    rounds.change(page, wider, version=page.round.version, by=SYSTEM)
    db.session.commit()
    assert {status_of(person, one) for person in (head, first, second)} == {"accepted"}
    page = round_page(one)
    with pytest.raises(WrongField) as refused:
        narrower = round_facts(page.meeting.starts_at, ends_at=page.meeting.ends_at, seats=2)
        rounds.change(page, narrower, version=page.round.version, by=SYSTEM)
    assert refused.value.field == "seats"


def test_the_last_seat_is_won_once_however_many_press_at_once(app, office):
    unit, people = office
    one = sent_round(unit, *people, seats=2)
    ids = [invitation_of(person, one).invitation.id for person in people]

    def press(number: int) -> str:
        status = answering.accept(invitations.by_id(number), by=SYSTEM)
        db.session.commit()
        return str(status)

    answers = together(app, one.government_id, [lambda number=number: press(number) for number in ids])
    assert sorted(answers) == ["accepted", "accepted", "waiting", "waiting", "waiting"]
    assert taken(one) == 2


def test_after_the_deadline_and_after_the_beginning_it_is_too_late(office):
    unit, (head, *_rest) = office
    one = sent_round(unit, head, reply_by=now() + timedelta(days=2))
    db.session.get_one(SosialisasiRound, one.id).reply_by = now() - timedelta(minutes=1)
    db.session.commit()
    with pytest.raises(rules.TooLate, match="Batas menjawab sudah lewat"):
        answering.accept(invitation_of(head, one), by=head.actor)
    db.session.rollback()
    other = sent_round(unit, head, title="Acara lain", starts_at=now() + timedelta(days=20))
    let_it_pass(other)
    with pytest.raises(rules.TooLate, match="sudah mulai"):
        answering.decline(invitation_of(head, other), "", by=head.actor)


def test_nobody_says_yes_to_two_things_at_once(office):
    unit, (head, *_rest) = office
    begins = now() + timedelta(days=9)
    first = sent_round(unit, head, title="Acara pertama", starts_at=begins)
    accept(head, first)
    second = sent_round(unit, head, title="Acara kedua", starts_at=begins + timedelta(days=1))
    page = round_page(second)
    rounds.change(page, round_facts(begins), version=page.round.version, by=SYSTEM)
    db.session.commit()
    with pytest.raises(rules.TwoAtOnce, match="Acara pertama"):
        answering.accept(invitation_of(head, second), by=head.actor)


def test_a_delegate_is_a_colleague_or_one_of_ones_people_with_an_invitation_of_their_own(office):
    unit, (head, first, second, third, _last) = office
    outsider = make_employee("Orang Luar")
    one = sent_round(unit, head, first, seats=1)
    accept(head, one)
    page = invitation_of(head, one)
    offered = dict(invitations.delegates(page, local_today()))
    assert set(offered) == {second.employee_id, third.employee_id, _last.employee_id}
    for nobody in (outsider.employee_id, first.employee_id, head.employee_id):
        with pytest.raises(NoResultFound):
            invitations.delegate(page, local_today(), employee_id=nobody)
    with pytest.raises(NoResultFound):
        invitations.delegate(page, local_today(), nip="")
    delegate = invitations.delegate(page, local_today(), nip=second.nip)
    answering.send_delegate(page, delegate, by=head.actor)
    db.session.commit()
    made = invitation_of(second, one).invitation
    assert (made.status, made.delegate_of_id, made.is_later) == ("invited", page.invitation.id, True)
    assert (status_of(head, one), taken(one)) == ("delegated", 0)
    mail = db.session.execute(select(Mail).where(Mail.employee_id == second.employee_id)).scalar_one()
    assert mail.facts["instead_of"] == head.name
    with pytest.raises(rules.NotNow):
        answering.accept(invitation_of(head, one), by=head.actor)
    db.session.rollback()
    with pytest.raises(WrongField):
        answering.send_delegate(invitation_of(second, one), db.session.merge(delegate), by=second.actor)


def test_who_waits_may_take_a_seat_in_another_round(office):
    unit, (head, first, second, *_rest) = office
    event = plan_event(unit)
    full = plan_round(event, of_person(head), of_person(first), seats=1)
    other = plan_round(event, of_person(second), starts_at=now() + timedelta(days=12), seats=1)
    send(full)
    send(other)
    accept(head, full)
    assert accept(first, full) == "waiting"
    page = invitation_of(first, full)
    assert [one.id for one, _meeting in invitations.other_rounds(page, now())] == [other.id]
    made = answering.move(page, other.id, by=first.actor)
    db.session.commit()
    assert (made.status, made.round_id) == ("accepted", other.id)
    assert (status_of(first, full), taken(other)) == ("moved", 1)
    assert accept(second, other) == "waiting"
    with pytest.raises(rules.NotNow):
        answering.move(invitation_of(second, other), full.id, by=second.actor)


def test_a_token_opens_one_invitation_and_nothing_else_does(office):
    unit, (head, first, *_rest) = office
    one = sent_round(unit, head, first)
    token = tokens.token_of(one.id, head.employee_id)
    assert invitations.by_token(tokens.fingerprint(token)) == (
        head.government_id,
        invitation_of(head, one).invitation.id,
    )
    kept = db.session.execute(select(Invitation.token_hash)).scalars().all()
    assert token not in kept
    for wrong in ("", token[:-1], token.upper(), kept[0], token + "0"):
        assert invitations.by_token(tokens.fingerprint(wrong)) is None


def test_every_answer_is_on_the_trail(office):
    unit, (head, *_rest) = office
    one = sent_round(unit, head)
    accept(head, one)
    decline(head, one)
    said = select(func.count(AuditEntry.id)).where(AuditEntry.action == "sosialisasi.invitation.answered")
    assert db.session.execute(said).scalar_one() == 2
    assert db.session.execute(select(func.count(Notice.id))).scalar_one() == 1
