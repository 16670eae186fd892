"""An invitation is a task on one's home page and an entry of one's own calendar; on both databases."""

from datetime import timedelta

from app.base.clock import now
from app.base.database import db
from app.sosialisasi.services import agenda, answering
from tests.support.initiatives import make_office
from tests.support.sosialisasi import TITLE, invitation_of, sent_round


def test_what_waits_for_an_answer_is_a_task_until_it_is_given(visit, bungo):
    unit, (head, first, _second) = make_office()
    one = sent_round(unit, head, first, reply_by=now() + timedelta(days=3))
    assert f"Jawab undangan: {TITLE}" in visit(first).open("/beranda").text
    answering.decline(invitation_of(first, one), "", by=first.actor)
    db.session.commit()
    assert f"Jawab undangan: {TITLE}" not in visit(first).open("/beranda").text


def test_rounds_stand_in_ones_own_calendar(bungo):
    unit, (head, first, _second) = make_office()
    one = sent_round(unit, head, first)
    answering.accept(invitation_of(head, one), by=head.actor)
    answering.decline(invitation_of(first, one), "", by=first.actor)
    db.session.commit()
    found = {
        person.name: [(entry.title, entry.status) for entry in agenda.entries(person.employee_id, now())]
        for person in (head, first)
    }
    name = f"{TITLE}, Putaran 1"
    assert found == {head.name: [(name, "CONFIRMED")], first.name: [(name, "CANCELLED")]}
