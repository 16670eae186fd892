from datetime import date
from decimal import Decimal

import pytest
from sqlalchemy import func, select

from app.base.database import db
from app.base.errors import WrongField
from app.competency.models import DevelopmentForm, JpRule, LearningRecord, LearningStatus
from app.competency.queries import learning_year
from app.learning import rules
from app.learning.models import LearningClaim
from app.learning.queries import claims as queries
from app.learning.queries import lines, settings
from app.learning.services import choices, claims
from app.learning.services.counting import credit, recount
from app.notifications.models import Mail, Notice
from app.organisation import queries as organisation
from app.organisation.services import employees
from tests.support.builders import make_employee
from tests.support.lesson_claims import DAY, make_claim


def record_of(claim):
    return db.session.execute(select(LearningRecord).where(LearningRecord.id == claim.record_id)).scalar_one()


def own(person, claim):
    return queries.own(person.employee_id, claim.id)


def test_a_claim_waits_until_somebody_verifies_it(budi, sari):
    claim = make_claim(budi)
    year = learning_year(budi.employee_id, 2026)
    assert (year.credited, year.waiting) == (0, 8)
    assert claim.due_on == date(2026, 12, 4)

    claims.accept(own(budi, claim), by=sari.actor)
    db.session.commit()
    year = learning_year(budi.employee_id, 2026)
    assert (year.credited, year.waiting) == (8, 0)
    told = db.session.execute(select(Notice.text).where(Notice.employee_id == budi.employee_id)).scalars().all()
    assert told == ["Klaim JP «Seminar Arsip Digital» diakui: 8 JP."]


def test_a_claim_is_refused_with_a_reason_the_employee_reads(budi, sari):
    claim = make_claim(budi)
    with pytest.raises(rules.NoReason):
        claims.refuse(own(budi, claim), "pendek", by=sari.actor)
    claims.refuse(own(budi, claim), "Sertifikatnya atas nama orang lain.", by=sari.actor)
    db.session.commit()
    record = record_of(claim)
    assert (record.status, record.jp_credited) == (LearningStatus.REFUSED, 0)
    mail = db.session.execute(select(Mail).where(Mail.kind == "learning_refused")).scalar_one()
    assert mail.facts["reason"] == "Sertifikatnya atas nama orang lain."


def test_a_decided_claim_is_not_decided_again_and_nobody_decides_on_their_own(budi, sari):
    claim = make_claim(budi)
    claims.accept(own(budi, claim), by=sari.actor)
    with pytest.raises(rules.AlreadyDecided):
        claims.refuse(own(budi, claim), "Salah lihat tadi, maaf.", by=sari.actor)
    of_sari = make_claim(sari)
    with pytest.raises(rules.OwnClaim):
        claims.accept(queries.own(sari.employee_id, of_sari.id), by=sari.actor)


def test_what_goes_beyond_a_cap_stays_claimed_with_the_reason(budi, sari):
    day = date(2026, 10, 5)
    for number in (1, 2):
        claim = make_claim(
            budi, form_code="NK03", title=f"Modul {number}", starts_on=day, ends_on=day, quantity=Decimal(2)
        )
        claims.accept(own(budi, claim), by=sari.actor)
        db.session.commit()
    record = record_of(claim)
    assert (record.jp_claimed, record.jp_credited) == (2, 1)
    assert record.note == "1 JP tidak dihitung: E-learning paling banyak 3 JP sehari."
    assert learning_year(budi.employee_id, 2026).credited == 3


def test_an_earlier_activity_verified_later_takes_its_place_in_the_cap(budi, sari):
    late = make_claim(
        budi, form_code="NK01", title="Coaching akhir", starts_on=date(2026, 10, 28), ends_on=date(2026, 10, 28)
    )
    early = make_claim(
        budi,
        form_code="NK01",
        title="Coaching awal",
        starts_on=date(2026, 10, 1),
        ends_on=date(2026, 10, 1),
        quantity=Decimal(1),
    )
    claims.accept(own(budi, late), by=sari.actor)
    assert record_of(late).jp_credited == 4
    claims.accept(own(budi, early), by=sari.actor)
    db.session.commit()
    assert [record_of(one).jp_credited for one in (early, late)] == [2, 2]


def test_an_officer_corrects_the_hours_with_a_reason(budi, sari):
    claim = make_claim(budi, form_code="KL12", quantity=Decimal(12))
    with pytest.raises(rules.NoReason):
        claims.accept(own(budi, claim), hours=Decimal(8), by=sari.actor)
    db.session.rollback()
    claims.accept(own(budi, claim), hours=Decimal(8), reason="Sertifikat menyebut 8 JP.", by=sari.actor)
    db.session.commit()
    assert record_of(claim).jp_credited == 8


def test_a_withdrawn_claim_stays_in_the_ledger_and_counts_for_nothing(budi, sari):
    claim = make_claim(budi)
    claims.withdraw(own(budi, claim), by=budi.actor)
    db.session.commit()
    assert record_of(claim).status == LearningStatus.WITHDRAWN
    with pytest.raises(rules.AlreadyDecided):
        claims.accept(own(budi, claim), by=sari.actor)


def test_the_same_activity_is_not_claimed_twice_by_accident(budi):
    make_claim(budi)
    with pytest.raises(claims.LooksTwice) as doubt:
        make_claim(budi, title="SEMINAR arsip-digital", is_another=False)
    assert "«Seminar Arsip Digital» sudah tercatat" in doubt.value.message
    db.session.rollback()
    make_claim(budi, title="Seminar lain", is_another=True)
    assert db.session.execute(select(func.count(LearningClaim.id))).scalar_one() == 2


def test_the_same_file_of_a_colleague_is_shown_to_the_officer(budi, dewi):
    make_claim(dewi)
    page = own(budi, make_claim(budi))
    assert queries.same_file_elsewhere(page) == [dewi.name]
    lone = own(budi, make_claim(budi, content=b"%PDF-1.4\nother\nstartxref\n0\n%%EOF\n"))
    assert queries.same_file_elsewhere(lone) == []


def test_several_are_decided_at_once_or_none(budi, dewi, sari):
    both = [own(budi, make_claim(budi)), own(dewi, make_claim(dewi))]
    with pytest.raises(rules.NoReason):
        claims.refuse_all(both, "", by=sari.actor)
    db.session.rollback()
    claims.accept_all(both, by=sari.actor)
    db.session.commit()
    assert [learning_year(one.employee_id, 2026).credited for one in (budi, dewi)] == [8, 8]


def test_a_training_in_penata_counts_beside_claims_under_one_cap(budi, sari):
    day = date(2026, 10, 5)
    claim = make_claim(budi, form_code="NK03", title="Modul", starts_on=day, ends_on=day, quantity=Decimal(2))
    claims.accept(own(budi, claim), by=sari.actor)
    credit(
        budi.employee_id,
        source_key="enrolment:1",
        form_code="NK03",
        title="Kelas daring",
        organiser="BKPSDM",
        starts_on=day,
        ends_on=day,
        hours=Decimal(3),
        by=sari.actor,
    )
    db.session.commit()
    assert learning_year(budi.employee_id, 2026).credited == 3


def test_an_old_line_keeps_the_rule_of_its_day(budi, sari):
    claim = make_claim(budi)
    claims.accept(own(budi, claim), by=sari.actor)
    old = record_of(claim).rule_id
    newer = DevelopmentForm(
        code="KL06",
        name="Seminar",
        mode="classical",
        jp_rule=JpRule.PER_DAY_CAPPED,
        jp_per_unit=Decimal(1),
        cap_value=Decimal(1),
        cap_period="day",
        valid_from=date(2026, 11, 1),
        source="Edaran berikutnya",
    )
    db.session.add(newer)
    db.session.flush()
    recount(budi.employee_id, by=sari.actor)
    db.session.commit()
    record = record_of(claim)
    assert (record.rule_id, record.jp_credited) == (old, 8)


def test_a_setting_counts_from_its_day_on(bungo, sari, budi):
    with pytest.raises(WrongField):
        choices.set_value("verification_days", 5, valid_from=date(2026, 11, 19), source="SE", day=DAY, by=sari.actor)
    with pytest.raises(WrongField):
        choices.set_value("verification_days", 500, valid_from=DAY, source="SE", day=DAY, by=sari.actor)
    choices.set_value("verification_days", 5, valid_from=DAY, source="SE 1/2026", day=DAY, by=sari.actor)
    db.session.commit()
    assert [settings.values(day)["verification_days"] for day in (date(2026, 11, 19), DAY)] == [14, 5]
    assert make_claim(budi).due_on == date(2026, 11, 25)


def test_another_government_keeps_its_own_settings(bungo, sari, joko):
    from app.base import scope

    choices.set_value("claim_months", 6, valid_from=DAY, source="SE", day=DAY, by=sari.actor)
    db.session.commit()
    with scope.within(joko.government_id):
        assert settings.values(DAY)["claim_months"] == 24


def test_a_change_of_kind_is_remembered_by_itself(bungo, sari):
    person = make_employee(kind="cpns")
    employee = organisation.employee(person.employee_id)
    facts = {name: getattr(employee, name) for name in employees.FACTS} | {"kind": "pns"}
    employees.change_employee(employee, facts, version=employee.version, by=sari.actor)
    db.session.commit()
    assert [before for _day, before in lines.kind_changes(person.employee_id)] == ["cpns"]


@pytest.mark.parametrize("form_code", ["", "XX99"])
def test_an_unknown_form_is_refused_at_its_field(budi, form_code):
    with pytest.raises(WrongField) as refused:
        make_claim(budi, form_code=form_code)
    assert refused.value.field == "form_code"
