"""Who holds which post, and who is whose superior: by dates, with stand-ins, vacancies and the top."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy import delete
from sqlalchemy.exc import NoResultFound

from app.base import scope
from app.base.database import db
from app.organisation import queries
from app.organisation.models import Employee, Placement, PlacementKind, Position
from tests.support.builders import LONG_AGO, make_employee, make_position, make_unit, place
from tests.support.examples import examples

DAY = date(2026, 12, 10)
PLT, PLH, DEFINITIVE = PlacementKind.PLT, PlacementKind.PLH, PlacementKind.DEFINITIVE


@pytest.fixture
def ladder(bungo):
    """Three posts, each above the next, and somebody in each: head, middle, worker."""
    unit = make_unit()
    people, above = [], None
    for name in ("Kepala", "Madya", "Staf"):
        post = make_position(name, unit=unit, above=above)
        people.append(make_employee(name, position_id=post.id))
        above = post.id
    return people


def superior(person, day=DAY):
    found = queries.superior_of(person.employee_id, day)
    return None if found is None else found.name


def subordinates(person, day=DAY):
    rows = db.session.execute(queries.subordinate_ids(person.employee_id, day)).scalars()
    return {queries.employee(number).name for number in rows}


def leave_post(person):
    db.session.execute(delete(Placement).where(Placement.employee_id == person.employee_id))
    db.session.commit()


def switch_off(person):
    db.session.get_one(Employee, person.employee_id).active = False
    db.session.commit()


def test_the_holder_of_the_post_above_is_the_superior(ladder):
    head, middle, worker = ladder
    assert [superior(one) for one in ladder] == [None, "Kepala", "Madya"]
    assert [subordinates(one) for one in ladder] == [{"Madya"}, {"Staf"}, set()]


def test_where_the_post_above_is_vacant_the_next_one_up_decides(ladder):
    head, middle, worker = ladder
    leave_post(middle)
    assert superior(worker) == "Kepala"
    assert subordinates(head) == {"Staf"}


def test_where_the_holder_above_has_left_the_next_one_up_decides(ladder):
    head, middle, worker = ladder
    switch_off(middle)
    assert superior(worker) == "Kepala"
    assert "Staf" in subordinates(head)


@pytest.mark.parametrize("kind", [PLT, PLH])
def test_a_stand_in_decides_from_the_first_day_to_the_day_before_the_last(ladder, kind):
    _head, middle, worker = ladder
    stand_in = make_employee("Pengganti")
    place(stand_in.employee_id, middle.position_id, kind, starts_on=DAY, ends_on=DAY + timedelta(days=3))
    days = [DAY + timedelta(days=n) for n in (-1, 0, 2, 3)]
    assert [superior(worker, day) for day in days] == ["Madya", "Pengganti", "Pengganti", "Madya"]
    assert [subordinates(stand_in, day) for day in days] == [set(), {"Staf"}, {"Staf"}, set()]
    assert [subordinates(middle, day) for day in days] == [{"Staf"}, set(), set(), {"Staf"}]


def test_a_daily_stand_in_goes_before_an_acting_one(ladder):
    _head, middle, worker = ladder
    acting, daily = make_employee("Plt"), make_employee("Plh")
    place(acting.employee_id, middle.position_id, PLT)
    place(daily.employee_id, middle.position_id, PLH)
    assert superior(worker) == "Plh"
    assert [subordinates(one) for one in (daily, acting, middle)] == [{"Staf"}, set(), set()]


def test_a_stand_in_who_has_left_is_nobody(ladder):
    _head, middle, worker = ladder
    acting = make_employee("Plt")
    place(acting.employee_id, middle.position_id, PLT)
    switch_off(acting)
    assert superior(worker) == "Madya"
    assert subordinates(middle) == {"Staf"}


def test_nobody_is_their_own_superior(ladder):
    """Whoever stands in for the post above their own answers to the next one up, and is found there."""
    head, middle, worker = ladder
    leave_post(middle)
    place(worker.employee_id, middle.position_id, PLT)
    assert superior(worker) == "Kepala"
    assert subordinates(head) == {"Staf"}
    assert subordinates(worker) == set()


def test_a_stand_in_from_below_decides_on_colleagues_but_not_on_themself(ladder):
    head, middle, worker = ladder
    colleague = make_employee("Rekan", position_id=make_position(above=middle.position_id).id)
    place(worker.employee_id, middle.position_id, PLH)
    assert (superior(colleague), superior(worker), superior(middle)) == ("Staf", "Kepala", "Kepala")
    assert subordinates(worker) == {"Rekan"}
    assert subordinates(head) == {"Staf", "Madya"}


def test_a_head_who_stands_in_below_decides_there_too(ladder):
    head, middle, worker = ladder
    leave_post(middle)
    place(head.employee_id, middle.position_id, PLT)
    assert superior(worker) == "Kepala"
    assert subordinates(head) == {"Staf"}


def test_somebody_without_a_post_has_no_superior(ladder):
    worker = ladder[2]
    leave_post(worker)
    assert superior(worker) is None
    assert queries.person(worker.employee_id, DAY).position == ""


def test_a_person_stands_in_their_definitive_post(ladder):
    head, middle, _worker = ladder
    place(middle.employee_id, head.position_id, PLT)
    person = queries.person(middle.employee_id, DAY)
    assert (person.position, person.unit, person.email) == (
        "Madya",
        "Dinas Kependudukan dan Pencatatan Sipil",
        middle.email,
    )
    assert queries.people([one.employee_id for one in ladder], DAY)[middle.employee_id] == person


def test_a_person_of_another_government_is_not_found(ladder, joko):
    with pytest.raises(NoResultFound):
        queries.person(joko.employee_id, DAY)
    with scope.within(joko.government_id):
        assert queries.person(joko.employee_id, DAY).name == "Joko Susilo"
        with pytest.raises(NoResultFound):
            queries.employee(ladder[0].employee_id)


# Random organisations: a forest of posts, each with at most one holder of each kind.
PEOPLE = 8
POSTS = 9
organisations = st.fixed_dictionaries(
    {
        "above": st.tuples(
            *(st.none() | st.integers(0, number - 1) if number else st.none() for number in range(POSTS))
        ),
        "definitive": st.lists(st.integers(0, POSTS - 1), min_size=PEOPLE, max_size=PEOPLE, unique=True),
        "stand_ins": st.lists(
            st.tuples(st.integers(0, PEOPLE - 1), st.integers(0, POSTS - 1), st.sampled_from([PLT, PLH])),
            max_size=5,
            unique_by=lambda one: (one[1], one[2]),
        ),
        "gone": st.sets(st.integers(0, PEOPLE - 1), max_size=3),
        "without_post": st.sets(st.integers(0, PEOPLE - 1), max_size=2),
    }
)


@pytest.fixture
def staff(bungo):
    """Posts and people to be arranged anew for each example, inside one transaction."""
    unit = make_unit()
    posts = [make_position(f"Jabatan {number}", unit=unit).id for number in range(POSTS)]
    people = [make_employee(f"Pegawai {number}", position_id=posts[number]).employee_id for number in range(PEOPLE)]
    return posts, people


@examples(30)
@given(organisation=organisations)
def test_subordinates_are_exactly_those_who_have_one_as_superior(staff, organisation):
    posts, people = staff
    _arrange(posts, people, organisation)
    superiors = {one: queries.superior_of(one, DAY) for one in people}
    expected = {
        boss: {one for one in people if superiors[one] is not None and superiors[one].employee_id == boss}
        for boss in people
    }
    found = {boss: set(db.session.execute(queries.subordinate_ids(boss, DAY)).scalars()) for boss in people}
    by_hand = {one: _superior_by_hand(people.index(one), organisation) for one in people}
    db.session.rollback()
    assert {one: None if boss is None else people.index(boss.employee_id) for one, boss in superiors.items()} == by_hand
    assert found == expected


def _arrange(posts, people, organisation):
    db.session.rollback()
    for number, above in enumerate(organisation["above"]):
        db.session.get_one(Position, posts[number]).reports_to_id = None if above is None else posts[above]
    db.session.execute(delete(Placement))
    for number, post in enumerate(organisation["definitive"]):
        db.session.get_one(Employee, people[number]).active = number not in organisation["gone"]
        if number not in organisation["without_post"]:
            _put(people[number], posts[post], DEFINITIVE)
    for number, post, kind in organisation["stand_ins"]:
        _put(people[number], posts[post], kind)
    db.session.flush()


def _put(employee_id, position_id, kind):
    db.session.add(Placement(employee_id=employee_id, position_id=position_id, kind=kind, starts_on=LONG_AGO))


def _superior_by_hand(number, organisation):
    """The rule as it is told: climb until a post is held by somebody else who is there."""
    if number in organisation["without_post"]:
        return None
    post = organisation["above"][organisation["definitive"][number]]
    while post is not None:
        holder = _holder_by_hand(post, organisation)
        if holder is not None and holder != number:
            return holder
        post = organisation["above"][post]
    return None


def _holder_by_hand(post, organisation):
    standing_in = {kind: number for number, at, kind in organisation["stand_ins"] if at == post}
    definitive = [
        number
        for number, at in enumerate(organisation["definitive"])
        if at == post and number not in organisation["without_post"]
    ]
    candidates = [standing_in.get(PLH), standing_in.get(PLT), *definitive]
    return next((one for one in candidates if one is not None and one not in organisation["gone"]), None)
