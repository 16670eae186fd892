"""Whoever has other lesson hours because a rule changed is told, and HR sees before how many that will be."""

from datetime import date
from decimal import Decimal

import pytest
import time_machine
from sqlalchemy import select, update

from app.base.database import db
from app.competency.models import JpRule
from app.competency.queries import learning_year
from app.jobs import worker
from app.learning.queries import claims as claim_queries
from app.learning.rules.versions import Conversion
from app.learning.services import claims, versions
from app.learning.services.counting import recount
from app.notifications import services as notifications
from app.notifications.models import Delivery, LetterGroup, Mail, MailStatus, Notice
from app.organisation.models import Employee
from tests.support.hour_rules import make_form_rule
from tests.support.lesson_claims import make_claim
from tests.support.rule_changes import FIVE, TODAY, accepted, enter, record_of

DECEMBER = date(2026, 12, 20)
RECOUNTED = Mail.kind == "learning_recounted"


@pytest.fixture(autouse=True)
def _in_november():
    with time_machine.travel("2026-11-20 03:00Z", tick=True):
        yield


def told(person):
    mails = select(Mail.subject, Mail.facts).where(Mail.employee_id == person.employee_id, RECOUNTED)
    notices = select(Notice.text).where(Notice.employee_id == person.employee_id, Notice.kind == "learning_recounted")
    return (
        [(row.subject, row.facts["before"], row.facts["after"]) for row in db.session.execute(mails)],
        list(db.session.execute(notices).scalars()),
    )


def test_whoever_has_other_hours_this_year_is_told_once_and_nobody_else(budi, dewi, rina, sari):
    accepted(budi, sari)
    make_claim(dewi)  # waits, so it counts nothing yet
    accepted(rina, sari, hours=Decimal(6))  # corrected by an officer, so it stays
    enter(sari)
    words = (
        "JP 2026 Anda naik dari 8 menjadi 10, karena aturannya berubah. Seminar/Konferensi/Sarasehan: 5 JP sehari; "
        "internasional 7 JP, mulai 1 Januari 2026. Dasar: SE 5/2026."
    )
    assert told(budi) == ([("JP 2026 Anda sekarang 10", "8", "10")], [words])
    assert told(dewi) == told(rina) == ([], [])
    args = {"code": "KL06", "from": "2026-01-01", "by": vars(sari.actor)}
    versions.run(args, lambda _done, _total: db.session.commit())
    assert [len(found) for found in told(budi)] == [1, 1]


def test_a_fall_is_told_with_the_hours_of_all_other_lines_in_the_sum(budi, sari):
    accepted(budi, sari)
    accepted(budi, sari, form_code="KL03", title="Diklat", quantity=Decimal(5))
    enter(sari, typed=Conversion(JpRule.PER_DAY, Decimal("2.5")))
    (mail,), (notice,) = told(budi)
    assert mail == ("JP 2026 Anda sekarang 10", "13", "10")
    assert notice.startswith("JP 2026 Anda turun dari 13 menjadi 10,")


def test_lines_that_rise_and_fall_by_as_much_leave_the_sum_and_are_not_told(budi, sari):
    accepted(budi, sari)
    accepted(budi, sari, form_code="KL07", title="Workshop", quantity=Decimal(2))
    make_form_rule(sari.government_id, valid_from=date(2026, 1, 1), jp_per_unit=Decimal(6))
    make_form_rule(sari.government_id, code="KL07", valid_from=date(2026, 1, 1), jp_per_unit=Decimal(3))
    before = learning_year(budi.employee_id, 2026).credited
    recount(budi.employee_id, by=sari.actor)
    db.session.commit()
    assert (learning_year(budi.employee_id, 2026).credited, before) == (18, 18)
    assert told(budi) == ([], [])


def test_two_versions_at_once_are_told_in_one_letter_that_names_both(budi, sari):
    accepted(budi, sari)
    accepted(budi, sari, form_code="KL07", title="Workshop", quantity=Decimal(1))
    for code in ("KL06", "KL07"):
        versions.enter_form(
            code,
            Conversion(JpRule.PER_DAY, Decimal(7)),
            valid_from=date(2026, 1, 1),
            source=f"SE {code}",
            is_sure=True,
            today=TODAY,
            by=sari.actor,
        )
    db.session.commit()
    worker.drain()
    (mail,), (notice,) = told(budi)
    assert mail == ("JP 2026 Anda sekarang 21", "13", "21")
    assert ["SE KL06" in notice, "SE KL07" in notice] == [True, True]


def test_a_year_that_closed_before_the_worker_came_tells_nobody(budi, sari):
    accepted(budi, sari, starts_on=date(2026, 12, 1), ends_on=date(2026, 12, 1), quantity=Decimal(1), day=DECEMBER)
    versions.enter_form(
        "KL06", FIVE, valid_from=date(2026, 12, 1), source="SE", is_sure=True, today=DECEMBER, by=sari.actor
    )
    db.session.commit()
    with time_machine.travel("2027-01-01 03:00Z", tick=True):
        worker.drain()
    assert learning_year(budi.employee_id, 2026).credited == 5
    assert told(budi) == ([], [])


def test_whoever_has_left_is_not_written_to(budi, sari):
    accepted(budi, sari)
    db.session.execute(update(Employee).where(Employee.id == budi.employee_id).values(active=False))
    db.session.commit()
    enter(sari)
    assert learning_year(budi.employee_id, 2026).credited == 10
    assert told(budi) == ([], [])


def test_a_claim_decided_before_the_worker_came_is_told_by_its_own_letter(budi, sari):
    earlier, waiting = accepted(budi, sari), make_claim(budi, title="Seminar Lain")
    versions.enter_form(
        "KL06", FIVE, valid_from=date(2026, 1, 1), source="SE", is_sure=True, today=TODAY, by=sari.actor
    )
    claims.accept(claim_queries.own(budi.employee_id, waiting.id), by=sari.actor)
    db.session.commit()
    worker.drain()
    assert [record_of(one).jp_credited for one in (earlier, waiting)] == [10, 10]
    assert told(budi)[0] == [("JP 2026 Anda sekarang 20", "18", "20")]


def test_a_target_changes_nobodys_hours_and_is_not_told(budi, sari):
    accepted(budi, sari)
    versions.enter_target(
        "pns", versions.Target(Decimal(30), False), valid_from=TODAY, source="Perbup 9", today=TODAY, by=sari.actor
    )
    db.session.commit()
    worker.drain()
    assert told(budi) == ([], [])


def test_the_mail_comes_as_somebody_wants_it(budi, dewi, sari):
    accepted(budi, sari)
    accepted(dewi, sari)
    choices = {budi: Delivery.NONE, dewi: Delivery.WEEKLY}
    for person, delivery in choices.items():
        notifications.choose(person.employee_id, {LetterGroup.RESULTS: delivery}, by=person.actor)
    db.session.commit()
    enter(sari)
    assert [len(found) for found in told(budi)] == [0, 1]
    status = select(Mail.status).where(Mail.employee_id == dewi.employee_id, RECOUNTED)
    assert db.session.execute(status).scalars().all() == [MailStatus.HELD]


def test_what_is_foreseen_is_what_comes(budi, dewi, rina, organiser, sari):
    accepted(budi, sari)  # 8 to 5
    accepted(dewi, sari, hours=Decimal(6))  # stays
    accepted(rina, sari, starts_on=date(2026, 3, 2), ends_on=date(2026, 3, 3))  # stays: before the day
    accepted(organiser, sari, is_international=True)  # 12 to 14
    make_claim(rina, title="Menunggu")
    typed, day = Conversion(JpRule.PER_DAY, Decimal("2.5"), Decimal(7)), date(2026, 10, 1)
    people = [one.employee_id for one in (budi, dewi, rina, organiser)]
    before = [learning_year(one, 2026).credited for one in people]
    foreseen = versions.foresee("KL06", typed, valid_from=day, today=TODAY)
    assert foreseen == versions.Foreseen(lines=4, rising=1, falling=1, same=2)
    assert [learning_year(one, 2026).credited for one in people] == before
    enter(sari, typed=typed, valid_from=day)
    after = [learning_year(one, 2026).credited for one in people]
    assert [new - old for old, new in zip(before, after, strict=True)] == [-3, 0, 0, 2]


def test_a_cap_foreseen_looks_at_all_lines_of_the_form(budi, sari):
    for day in (date(2026, 10, 1), date(2026, 10, 8)):
        accepted(budi, sari, form_code="NK01", title=f"Coaching {day}", starts_on=day, ends_on=day, quantity=Decimal(2))
    # The first stands before the day and uses up what the month allows; only the second could have had more.
    wider = Conversion(JpRule.PER_SESSION, Decimal(2), sessions=Decimal(3))
    same = Conversion(JpRule.PER_SESSION, Decimal(2), sessions=Decimal(2))
    found = [versions.foresee("NK01", one, valid_from=date(2026, 10, 8), today=TODAY) for one in (wider, same)]
    assert [(one.lines, one.rising, one.falling, one.same) for one in found] == [(1, 1, 0, 0), (1, 0, 0, 1)]


def test_foreseeing_asks_the_same_for_one_person_and_for_three(budi, dewi, rina, sari, queries):
    accepted(budi, sari)
    with queries() as first:
        versions.foresee("KL06", FIVE, valid_from=date(2026, 1, 1), today=TODAY)
    accepted(dewi, sari)
    accepted(rina, sari)
    with queries() as third:
        found = versions.foresee("KL06", FIVE, valid_from=date(2026, 1, 1), today=TODAY)
    assert (found.rising, len(first)) == (3, len(third))
