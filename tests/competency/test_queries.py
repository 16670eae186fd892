import re
from datetime import date
from decimal import Decimal

import pytest
from sqlalchemy import func, select
from sqlalchemy.exc import NoResultFound

from app.access.visitor import SYSTEM
from app.audit.models import AuditEntry
from app.base import scope
from app.base.clock import now
from app.base.database import db
from app.competency import queries, services
from app.competency.models import (
    Competency,
    CompetencyEvidence,
    DevelopmentForm,
    JpRule,
    LearningRecord,
    LearningStatus,
    LearningTarget,
    TierRequirement,
)
from app.competency.models.gaps import CompetencyRule
from app.organisation.models import EmployeeKind
from tests.support import counting
from tests.support.builders import (
    competency_id,
    make_assessment,
    make_employee,
    make_position,
    make_requirement,
)

DAY = date(2026, 12, 10)


def credit(person, hours="8", *, source="enrolment:1", ends_on=DAY):
    services.credit_hours(
        person.employee_id,
        source_key=source,
        form_code="KL03",
        title="Pelayanan Prima, Angkatan 3",
        organiser="BKPSDM",
        starts_on=ends_on,
        ends_on=ends_on,
        hours=Decimal(hours),
        by=SYSTEM,
    )
    db.session.commit()


def wait_for(person, hours, *, source, status=LearningStatus.WAITING):
    db.session.add(
        LearningRecord(
            employee_id=person.employee_id,
            form_code="NK09",
            title="Belajar mandiri",
            organiser="-",
            starts_on=DAY,
            ends_on=DAY,
            year=DAY.year,
            jp_claimed=Decimal(hours),
            jp_credited=Decimal(0),
            status=status,
            source_key=source,
            recorded_at=now(),
        )
    )
    db.session.commit()


def test_hours_of_a_year_against_the_target(budi, dewi):
    credit(budi, "7.5", source="a")
    credit(budi, "6", source="b", ends_on=date(2026, 1, 1))
    credit(budi, "99", source="c", ends_on=date(2025, 12, 31))
    credit(dewi, "50", source="d")
    wait_for(budi, "3", source="e")
    wait_for(budi, "40", source="f", status=LearningStatus.REFUSED)
    found = queries.learning_year(budi.employee_id, 2026)
    assert (found.credited, found.waiting, found.target, found.is_ceiling) == (Decimal("13.5"), 3, 20, False)
    assert queries.learning_year(budi.employee_id, 2025).credited == 99


def test_a_year_without_anything_is_zero(budi):
    found = queries.learning_year(budi.employee_id, 2026)
    assert (found.credited, found.waiting) == (0, 0)


@pytest.mark.parametrize(
    ("kind", "target", "is_ceiling"),
    [(EmployeeKind.PNS, 20, False), (EmployeeKind.CPNS, 20, False), (EmployeeKind.PPPK, 24, True)],
)
def test_the_target_is_a_floor_for_some_and_a_ceiling_for_others(bungo, kind, target, is_ceiling):
    found = queries.learning_year(make_employee(kind=kind).employee_id, 2026)
    assert (found.target, found.is_ceiling) == (target, is_ceiling)


def test_a_new_target_counts_from_its_year(budi):
    db.session.add(
        LearningTarget(
            employee_kind="pns",
            lesson_hours=Decimal(24),
            is_ceiling=False,
            valid_from=date(2027, 1, 1),
            source="contoh",
        )
    )
    db.session.commit()
    assert [queries.learning_year(budi.employee_id, year).target for year in (2026, 2027, 2028)] == [20, 24, 24]


def test_nobody_reads_a_strangers_year(bungo, joko):
    with pytest.raises(NoResultFound):
        queries.learning_year(joko.employee_id, 2026)


def test_hours_are_credited_once_per_source(budi):
    for _ in range(3):
        credit(budi, "8", source="enrolment:1")
    credit(budi, "8", source="enrolment:2")
    assert queries.learning_year(budi.employee_id, 2026).credited == 16
    noted = select(AuditEntry.details).where(AuditEntry.action == "competency.hours.credited").order_by(AuditEntry.id)
    assert db.session.execute(noted).scalars().all() == [
        {"hours": "8", "source": "enrolment:1"},
        {"hours": "8", "source": "enrolment:2"},
    ]


def test_evidence_is_left_once_and_raises_no_level(budi):
    service, results = competency_id("M.5"), competency_id("M.4")
    for levels in ([(service, 2)], [(service, 2), (results, 3)]):
        services.leave_evidence(budi.employee_id, source_key="enrolment:1", levels=levels, shown_on=DAY)
        db.session.commit()
    found = db.session.execute(select(CompetencyEvidence.competency_id, CompetencyEvidence.level)).all()
    assert {tuple(row) for row in found} == {(service, 2), (results, 3)}
    assert {one.measured for one in queries.levels_needed(budi.employee_id, None, "pelaksana", DAY)} == {0}


def levels(person, *, position_id=None, tier="pelaksana", day=DAY):
    return {
        one.name: (one.required, one.measured, one.gap)
        for one in queries.levels_needed(person.employee_id, position_id, tier, day)
    }


def test_a_tier_asks_by_default_and_the_post_overrides(budi, dewi):
    service = competency_id("M.5")
    make_requirement(budi.position_id, service, 3, valid_from=date(2026, 1, 1))
    make_requirement(budi.position_id, service, 4, valid_from=date(2027, 1, 1))
    make_requirement(dewi.position_id, service, 5)
    assert levels(budi, position_id=budi.position_id)["Pelayanan Publik"] == (3, 0, 3)
    assert levels(budi, position_id=budi.position_id, day=date(2025, 12, 31))["Pelayanan Publik"] == (1, 0, 1)
    assert levels(budi, position_id=budi.position_id, day=date(2027, 1, 1))["Pelayanan Publik"] == (4, 0, 4)
    assert levels(budi, position_id=budi.position_id)["Integritas"] == (1, 0, 1)
    assert levels(budi)["Pelayanan Publik"] == (1, 0, 1)


def test_the_last_measured_level_counts_not_the_best(budi, dewi):
    service = competency_id("M.5")
    make_assessment(budi.employee_id, service, 4, on=date(2024, 5, 1))
    make_assessment(budi.employee_id, service, 2, on=date(2026, 5, 1))
    make_assessment(dewi.employee_id, service, 5, on=date(2026, 6, 1))
    assert levels(budi, tier="administrator")["Pelayanan Publik"] == (3, 2, 1)
    assert levels(budi, tier="administrator", day=date(2025, 1, 1))["Pelayanan Publik"] == (3, 4, 0)
    assert levels(budi, tier="administrator", day=date(2024, 1, 1))["Pelayanan Publik"] == (3, 0, 3)


def test_without_a_post_nothing_is_asked(budi):
    assert {required for required, _measured, _gap in levels(budi, tier="").values()} == {0}


def test_levels_come_in_the_dictionarys_order(budi):
    names = [name for _number, name in queries.competencies()]
    assert list(levels(budi)) == names
    assert len(names) == 9


def test_a_year_costs_one_question_and_a_standard_one_more_for_the_rules_of_the_day(budi):
    post = make_position().id
    for most, ask in (
        (2, lambda: queries.levels_needed(budi.employee_id, post, "pelaksana", DAY)),
        (1, lambda: queries.learning_year(budi.employee_id, 2026)),
    ):
        db.session.rollback()
        with counting.queries() as asked:
            ask()
        assert len(asked) == most


def test_a_form_has_the_rule_in_force_on_a_day(bungo):
    db.session.add(
        DevelopmentForm(
            code="KL03",
            name="Pelatihan Teknis",
            mode="classical",
            jp_rule=JpRule.PER_DAY,
            jp_per_unit=Decimal(5),
            cap_value=None,
            valid_from=date(2027, 1, 1),
            source="contoh",
        )
    )
    db.session.commit()
    assert queries.form("KL03", DAY).jp_rule == JpRule.PROGRAMME_HOURS
    assert queries.form("KL03", date(2027, 1, 1)).jp_rule == JpRule.PER_DAY
    assert queries.forms()["KL03"] == "Pelatihan Teknis"


def test_loading_the_reference_twice_changes_nothing(app):
    def counted():
        tables = (DevelopmentForm, LearningTarget)
        return [db.session.execute(select(func.count(table.id))).scalar_one() for table in tables]

    before = counted()
    db.session.rollback()
    done = app.test_cli_runner().invoke(args=["competency", "load-reference"])
    assert (done.exit_code, done.output) == (0, "data rujukan termuat\n")
    assert counted() == before == [27, 3]


def test_a_source_that_was_loaded_in_other_words_is_told_as_it_ships_now(app):
    """And all of them in the language of whoever reads the page."""
    one = db.session.execute(select(DevelopmentForm).where(DevelopmentForm.code == "KL06")).scalar_one()
    shipped, one.source = one.source, "list of forms; figures as published"
    db.session.commit()
    assert app.test_cli_runner().invoke(args=["competency", "load-reference"]).exit_code == 0
    db.session.expire_all()
    assert db.session.get_one(DevelopmentForm, one.id).source == shipped
    told = set()
    for table in (DevelopmentForm, LearningTarget, Competency, TierRequirement, CompetencyRule):
        told |= set(db.session.execute(select(table.source)).scalars())
    assert len(told) > 5
    assert not [words for words in told if re.search(r"\b(of|the|and|with|by|as|not|found)\b", words)]


def test_records_of_another_government_do_not_count(budi, joko):
    with scope.within(joko.government_id):
        credit(joko, "30", source="x")
    assert queries.learning_year(budi.employee_id, 2026).credited == 0
    assert db.session.execute(select(func.count(LearningRecord.id))).scalar_one() == 0
