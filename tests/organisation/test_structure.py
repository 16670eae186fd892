"""Changing the structure: what ends, what goes on, what follows it, and what is refused."""

from datetime import date, timedelta

import pytest
from sqlalchemy import select

from app.access.permissions import Role
from app.accounts.models import RoleGrant
from app.audit.models import AuditEntry
from app.base.database import db
from app.base.errors import StaleVersion
from app.competency.models import PositionRequirement
from app.organisation import queries as organisation
from app.organisation import rules
from app.organisation.models import OrgUnit, Placement, PlacementKind, Position, UnitSuccession
from app.organisation.queries import carrying, holders, staff
from app.organisation.queries import structure as queries
from app.organisation.services import employees, placements, positions, structure
from tests.support.builders import (
    LONG_AGO,
    competency_id,
    grant,
    make_employee,
    make_position,
    make_requirement,
    make_unit,
)

DAY = date(2026, 3, 2)
BEFORE, AFTER = DAY - timedelta(days=1), DAY + timedelta(days=1)


@pytest.fixture
def tree(bungo):
    """An agency with two divisions, a head of each, a clerk, and an outsider who answers to the agency's head."""
    agency, first, second, other = (
        make_unit("Dinas Lama"),
        *(None, None, None),
    )
    first, second = make_unit("Bidang Satu", parent=agency), make_unit("Bidang Dua", parent=agency)
    other = make_unit("UPTD Jauh")
    head = make_position("Kepala Dinas", unit=agency)
    lead = make_position("Kepala Bidang Satu", unit=first, above=head.id)
    clerk = make_position("Staf", unit=first, above=lead.id)
    far = make_position("Kepala UPTD", unit=other, above=head.id)
    people = {
        name: make_employee(name, position_id=post.id)
        for name, post in (("Kadis", head), ("Kabid", lead), ("Staf", clerk), ("Jauh", far))
    }
    return {"agency": agency, "first": first, "second": second, "other": other, "head": head, "lead": lead,
            "clerk": clerk, "far": far, "people": people}  # fmt: skip


def units_on(day):
    return sorted(row.name for row in queries.units_on(day))


def superior(person, day):
    found = organisation.superior_of(person.employee_id, day)
    return found and found.name


def rename(tree, name="Dinas Baru", on=DAY, version=1):
    new = structure.rename_unit(tree["agency"], name, on=on, version=version, by=tree["people"]["Kadis"].actor)
    db.session.commit()
    return new


def actions():
    return list(db.session.execute(select(AuditEntry.action).order_by(AuditEntry.id)).scalars())


def test_a_renamed_unit_ends_and_its_successor_begins_with_everything_below(tree):
    new = rename(tree)
    assert units_on(BEFORE) == ["Bidang Dua", "Bidang Satu", "Dinas Lama", "UPTD Jauh"]
    assert units_on(DAY) == ["Bidang Dua", "Bidang Satu", "Dinas Baru", "UPTD Jauh"]
    assert {row.name for row in queries.units_on(DAY, root=new.path)} == {"Dinas Baru", "Bidang Satu", "Bidang Dua"}
    before, after = queries.lineage_of(new.id)
    assert [(one.name, one.kind) for one in before] == [("Dinas Lama", "renamed")]
    assert after == []
    assert "organisation.unit.renamed" in actions()


@pytest.mark.parametrize("day", [BEFORE, DAY, AFTER])
def test_superiors_are_the_same_before_and_after(tree, day):
    rename(tree)
    people = tree["people"]
    assert [superior(people[name], day) for name in ("Kadis", "Kabid", "Staf", "Jauh")] == [
        None, "Kadis", "Kabid", "Kadis",
    ]  # fmt: skip
    below = db.session.execute(organisation.subordinate_ids(people["Kadis"].employee_id, day)).scalars()
    assert set(below) == {people["Kabid"].employee_id, people["Jauh"].employee_id}


def test_a_history_tells_an_unchanged_post_once(tree):
    rename(tree)
    told = staff.stays(tree["people"]["Staf"].employee_id)
    assert [(one.title, one.starts_on, one.ends_on) for one in told] == [("Staf", LONG_AGO, None)]
    told = staff.stays(tree["people"]["Kadis"].employee_id)
    assert [(one.unit, one.starts_on, one.ends_on) for one in told] == [
        ("Dinas Baru", DAY, None), ("Dinas Lama", LONG_AGO, DAY),
    ]  # fmt: skip


def test_standards_and_limited_roles_follow(tree):
    make_requirement(tree["lead"].id, competency_id(), 3)
    user = tree["people"]["Jauh"].user_id
    limited = grant(user, Role.MANAGER)
    limited.unit_id = tree["first"].id
    db.session.commit()
    rename(tree)
    new_unit = db.session.execute(
        select(UnitSuccession.successor_id).where(UnitSuccession.predecessor_id == tree["first"].id)
    ).scalar_one()
    new_post = carrying.successor_of(tree["lead"].id)
    asked = db.session.execute(
        select(PositionRequirement.level).where(PositionRequirement.position_id == new_post.id)
    ).scalars()
    assert list(asked) == [3]
    grants = db.session.execute(
        select(RoleGrant).where(RoleGrant.user_id == user).order_by(RoleGrant.starts_on)
    ).scalars()
    assert [(one.unit_id, one.starts_on, one.ends_on) for one in grants] == [
        (tree["first"].id, LONG_AGO, DAY), (new_unit, DAY, None),
    ]  # fmt: skip


def test_a_moved_unit_stands_elsewhere_from_its_day(tree):
    new = structure.move_unit(tree["second"], tree["other"], on=DAY, version=1, by=tree["people"]["Kadis"].actor)
    db.session.commit()
    assert new.path.startswith(tree["other"].path)
    assert [row.name for row in queries.units_on(BEFORE, root=tree["other"].path)] == ["UPTD Jauh"]
    assert {row.name for row in queries.units_on(DAY, root=tree["other"].path)} == {"UPTD Jauh", "Bidang Dua"}


def test_merged_units_are_one_with_all_they_held(tree):
    merged = structure.merge_units(
        [tree["first"], tree["second"]], "Bidang Gabungan", on=DAY, version=1, by=tree["people"]["Kadis"].actor
    )
    db.session.commit()
    assert units_on(DAY) == ["Bidang Gabungan", "Dinas Lama", "UPTD Jauh"]
    before, _after = queries.lineage_of(merged.id)
    assert {(one.name, one.kind) for one in before} == {("Bidang Satu", "merged"), ("Bidang Dua", "merged")}
    assert superior(tree["people"]["Staf"], DAY) == "Kabid"
    assert organisation.person(tree["people"]["Staf"].employee_id, DAY).unit == "Bidang Gabungan"


def test_a_split_shares_out_what_stood_below(tree):
    third = make_unit("Seksi Tiga", parent=tree["first"])
    parts = structure.split_unit(
        tree["first"], ["Bidang A", "Bidang B"], on=DAY, version=1, by=tree["people"]["Kadis"].actor,
        units_to={third.id: 1}, positions_to={tree["clerk"].id: 1},
    )  # fmt: skip
    db.session.commit()
    assert units_on(DAY) == ["Bidang A", "Bidang B", "Bidang Dua", "Dinas Lama", "Seksi Tiga", "UPTD Jauh"]
    assert {row.name for row in queries.units_on(DAY, root=parts[1].path)} == {"Bidang B", "Seksi Tiga"}
    assert organisation.person(tree["people"]["Staf"].employee_id, DAY).unit == "Bidang B"
    assert organisation.person(tree["people"]["Kabid"].employee_id, DAY).unit == "Bidang A"
    _before, after = queries.lineage_of(tree["first"].id)
    assert [(one.name, one.kind) for one in after] == [("Bidang A", "split"), ("Bidang B", "split")]


def test_a_change_ahead_takes_effect_by_itself_and_later_placements_reach_it(tree):
    ahead = date(2090, 1, 1)
    rename(tree, on=ahead)
    assert "Dinas Lama" in units_on(date(2089, 12, 31))
    newcomer = make_employee("Baru", position_id=make_position(unit=tree["other"]).id)
    placements.place(newcomer.employee_id, tree["clerk"], on=DAY, by=newcomer.actor)
    db.session.commit()
    assert organisation.person(newcomer.employee_id, date(2089, 12, 31)).position_id == tree["clerk"].id
    after = organisation.person(newcomer.employee_id, ahead)
    assert after.position_id == carrying.successor_of(tree["clerk"].id).id
    here = next(
        one for one in staff.placements_lasting(newcomer.employee_id, DAY) if one.position_id == tree["clerk"].id
    )
    placements.end_placement(here, on=AFTER, by=newcomer.actor)
    db.session.commit()
    assert organisation.person(newcomer.employee_id, ahead).position_id is None


def test_what_cannot_be_is_refused_in_a_sentence_and_nothing_is_written(tree):
    by = tree["people"]["Kadis"].actor
    refused = [
        (rules.UnitCycle, lambda: structure.move_unit(tree["agency"], tree["first"], on=DAY, version=1, by=by)),
        (rules.UnitCycle, lambda: structure.move_unit(tree["agency"], tree["agency"], on=DAY, version=1, by=by)),
        (rules.UnitCycle, lambda: structure.merge_units(
            [tree["agency"], tree["first"]], "X Y Z", on=DAY, version=1, by=by)),
        (rules.StructureRule, lambda: rename(tree, on=LONG_AGO)),
        (rules.StructureRule, lambda: structure.split_unit(tree["first"], ["A", "A"], on=DAY, version=1, by=by)),
        (rules.StructureRule, lambda: structure.split_unit(
            tree["first"], ["AAA", "BBB"], on=DAY, version=1, by=by, positions_to={tree["clerk"].id: 7})),
        (rules.NotEmpty, lambda: structure.close_unit(tree["first"], on=DAY, version=1, by=by)),
        (StaleVersion, lambda: rename(tree, version=7)),
        (rules.NotEmpty, lambda: positions.close_position(tree["lead"], on=DAY, version=1, by=by)),
        (rules.SuperiorCycle, lambda: positions.correct_position(
            tree["head"], facts(tree["head"], reports_to_id=tree["clerk"].id), version=1, by=by)),
        (rules.SuperiorCycle, lambda: positions.change_position(
            tree["head"], facts(tree["head"], reports_to_id=tree["head"].id), on=DAY, version=1, by=by)),
    ]  # fmt: skip
    before = everything()
    for rule, act in refused:
        with pytest.raises(rule) as refusal:
            act()
        assert refusal.value.message.endswith("."), refusal.value.message
        db.session.rollback()
        assert everything() == before


def everything():
    return [
        sorted(map(tuple, db.session.execute(select(*model.__table__.c)).all()), key=str)
        for model in (OrgUnit, Position, Placement, UnitSuccession, AuditEntry)
    ]


def facts(position, **different):
    return {name: getattr(position, name) for name in positions.FACTS} | different


def test_a_unit_with_a_change_ahead_is_not_changed_again(tree):
    rename(tree, on=date(2090, 1, 1))
    with pytest.raises(rules.StructureRule, match="sudah berakhir atau dijadwalkan"):
        structure.rename_unit(tree["agency"], "Lain", on=DAY, version=2, by=tree["people"]["Kadis"].actor)


def test_an_empty_unit_is_closed(tree):
    structure.close_unit(tree["second"], on=DAY, version=1, by=tree["people"]["Kadis"].actor)
    db.session.commit()
    assert "Bidang Dua" in units_on(BEFORE)
    assert "Bidang Dua" not in units_on(DAY)


def test_a_post_changes_from_a_day_and_remembers_how_it_was(tree):
    changed = positions.change_position(
        tree["lead"], facts(tree["lead"], title="Kepala Bidang Utama", needed=2), on=DAY, version=1,
        by=tree["people"]["Kadis"].actor,
    )  # fmt: skip
    db.session.commit()
    assert organisation.person(tree["people"]["Kabid"].employee_id, BEFORE).position == "Kepala Bidang Satu"
    assert organisation.person(tree["people"]["Kabid"].employee_id, DAY).position == "Kepala Bidang Utama"
    assert superior(tree["people"]["Staf"], DAY) == "Kabid"
    assert [one.name for one in holders.history_of_holders(changed.id)] == ["Kabid", "Kabid"]
    entry = db.session.execute(
        select(AuditEntry).where(AuditEntry.action == "organisation.position.changed")
    ).scalar_one()
    assert entry.details["before"] == {"title": "Kepala Bidang Satu", "needed": 1}
    assert entry.details["after"] == {"title": "Kepala Bidang Utama", "needed": 2}


def test_a_new_definitive_post_ends_the_former_one(tree):
    person, other = tree["people"]["Staf"], make_position("Analis", unit=tree["second"])
    placements.place(person.employee_id, other, on=DAY, by=person.actor)
    db.session.commit()
    assert organisation.person(person.employee_id, BEFORE).position == "Staf"
    assert organisation.person(person.employee_id, DAY).position == "Analis"


def test_two_definitive_posts_at_once_are_refused(tree):
    person, other = tree["people"]["Staf"], make_position("Analis", unit=tree["second"])
    placements.place(person.employee_id, other, on=DAY, by=person.actor)
    db.session.commit()
    for on in (DAY, BEFORE):
        with pytest.raises(rules.Overlapping, match="hanya boleh punya satu jabatan definitif"):
            placements.place(person.employee_id, tree["far"], on=on, by=person.actor)
        db.session.rollback()


def test_a_stand_in_decides_while_it_lasts(tree):
    people = tree["people"]
    placements.stand_in(
        people["Jauh"].employee_id, tree["lead"], PlacementKind.PLH, on=DAY, until=AFTER, by=people["Kadis"].actor
    )
    db.session.commit()
    assert [superior(people["Staf"], day) for day in (BEFORE, DAY, AFTER)] == ["Kabid", "Jauh", "Kabid"]
    with pytest.raises(rules.Overlapping, match="sudah tercatat di jabatan itu"):
        placements.stand_in(
            people["Jauh"].employee_id,
            tree["lead"],
            PlacementKind.PLT,
            on=LONG_AGO,
            until=None,
            by=people["Kadis"].actor,
        )


def spans(person):
    rows = db.session.execute(
        select(Placement.position_id, Placement.starts_on, Placement.ends_on)
        .where(Placement.employee_id == person.employee_id)
        .order_by(Placement.starts_on)
    )
    return [tuple(row) for row in rows]


def placement_in(person, post):
    statement = select(Placement).where(Placement.employee_id == person.employee_id, Placement.position_id == post.id)
    return db.session.execute(statement).scalar_one()


def test_the_wrong_person_in_a_post_is_taken_out_again_and_goes_on_where_they_were(tree):
    person, by = tree["people"]["Staf"], tree["people"]["Kadis"].actor
    before = spans(person)
    wrong = placements.place(person.employee_id, make_position("Analis", unit=tree["second"]), on=DAY, by=by)
    placements.withdraw_placement(wrong, reopen=True, by=by)
    db.session.commit()
    assert spans(person) == before
    assert organisation.person(person.employee_id, AFTER).position == "Staf"
    assert actions()[-2:] == ["organisation.placement.withdrawn", "organisation.placement.corrected"]


def test_what_ended_on_that_day_may_stay_ended(tree):
    person, by = tree["people"]["Staf"], tree["people"]["Kadis"].actor
    wrong = placements.place(person.employee_id, make_position("Analis", unit=tree["second"]), on=DAY, by=by)
    placements.withdraw_placement(wrong, reopen=False, by=by)
    db.session.commit()
    assert spans(person) == [(tree["clerk"].id, LONG_AGO, DAY)]


def test_mistyped_days_are_mended_in_the_same_row(tree):
    person, by = tree["people"]["Staf"], tree["people"]["Kadis"].actor
    held = placement_in(person, tree["clerk"])
    mended = placements.correct_placement(held, on=BEFORE, until=AFTER, by=by)
    db.session.commit()
    assert mended.id == held.id
    assert spans(person) == [(tree["clerk"].id, BEFORE, AFTER)]
    entry = db.session.execute(
        select(AuditEntry).where(AuditEntry.action == "organisation.placement.corrected")
    ).scalar_one()
    assert entry.details["after"] == {"starts_on": BEFORE.isoformat(), "ends_on": AFTER.isoformat()}


def test_days_are_mended_through_every_successor_of_the_post(tree):
    """Told as one stay, mended as one stay: shorter than the change of the structure, and longer again."""
    person, by = tree["people"]["Staf"], tree["people"]["Kadis"].actor
    rename(tree)
    successor = carrying.successor_of(tree["clerk"].id)
    last = placement_in(person, successor)
    first = placements.correct_placement(last, on=LONG_AGO, until=BEFORE, by=by)
    db.session.commit()
    assert spans(person) == [(tree["clerk"].id, LONG_AGO, BEFORE)]
    placements.correct_placement(first, on=LONG_AGO, until=None, by=by)
    db.session.commit()
    assert spans(person) == [(tree["clerk"].id, LONG_AGO, DAY), (successor.id, DAY, None)]


def test_a_mended_placement_may_not_lie_over_another(tree):
    person, by = tree["people"]["Staf"], tree["people"]["Kadis"].actor
    later = placements.place(person.employee_id, make_position("Analis", unit=tree["second"]), on=DAY, by=by)
    db.session.commit()
    former = placement_in(person, tree["clerk"])
    for one, on, until, words in (
        (later, BEFORE, None, "Bertumpuk dengan penempatan definitif lain"),
        (former, LONG_AGO, None, "Bertumpuk dengan penempatan definitif lain"),
        (former, DAY, BEFORE, "Hari terakhir harus sesudah hari pertama"),
    ):
        with pytest.raises(rules.Overlapping, match=words):
            placements.correct_placement(one, on=on, until=until, by=by)
        db.session.rollback()
    with pytest.raises(rules.StructureRule, match="belum atau tidak lagi ada"):
        placements.correct_placement(former, on=LONG_AGO - timedelta(days=9_000), until=DAY, by=by)


def test_whoever_left_by_mistake_serves_again_and_keeps_no_post_without_an_end_until_then(tree):
    person, by = tree["people"]["Staf"], tree["people"]["Kadis"].actor
    employees.deactivate_employee(organisation.employee(person.employee_id), on=DAY, version=1, by=by)
    db.session.commit()
    held = placement_in(person, tree["clerk"])
    with pytest.raises(rules.Overlapping, match="tidak aktif"):
        placements.correct_placement(held, on=LONG_AGO, until=None, by=by)
    db.session.rollback()
    employees.activate_employee(organisation.employee(person.employee_id), by=by)
    placements.correct_placement(placement_in(person, tree["clerk"]), on=LONG_AGO, until=None, by=by)
    db.session.commit()
    assert organisation.person(person.employee_id, AFTER).position == "Staf"


def test_who_leaves_holds_nothing_from_that_day(tree):
    person = tree["people"]["Staf"]
    employee = organisation.employee(person.employee_id)
    employees.deactivate_employee(employee, on=DAY, version=1, by=tree["people"]["Kadis"].actor)
    db.session.commit()
    assert organisation.person(person.employee_id, DAY).position_id is None
    with pytest.raises(rules.Overlapping, match="tidak aktif"):
        placements.place(person.employee_id, tree["far"], on=AFTER, by=person.actor)


def test_audit_lines_of_people_name_fields_and_never_what_stands_in_them(tree):
    person = tree["people"]["Staf"]
    employee = organisation.employee(person.employee_id)
    values = {name: getattr(employee, name) for name in employees.FACTS} | {"name": "Rahasia Sekali", "rank": "IV/a"}
    employees.change_employee(employee, values, version=1, by=person.actor)
    db.session.commit()
    entry = db.session.execute(
        select(AuditEntry).where(AuditEntry.action == "organisation.employee.changed")
    ).scalar_one()
    assert entry.details == {"fields": ["name", "rank"]}
    with pytest.raises(StaleVersion):
        employees.change_employee(employee, values, version=1, by=person.actor)


def test_units_far_below_carry_their_path(tree):
    deep = make_unit("Seksi Dalam", parent=tree["first"])
    post = make_position("Staf Dalam", unit=deep)
    new = rename(tree)
    found = db.session.execute(
        select(OrgUnit).where(OrgUnit.name == "Seksi Dalam", OrgUnit.ends_on.is_(None))
    ).scalar_one()
    assert found.path.startswith(new.path)
    assert carrying.successor_of(post.id).unit_id == found.id
