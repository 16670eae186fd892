import pytest

from app.access.permissions import COUNTS_IN_A_SUBTREE, ROLE_PERMISSIONS, Permission, Role, permissions_of
from app.access.visitor import EVERYWHERE, Actor, Reach, Visitor


def make_visitor(name="Budi Pratama, S.A.P.", roles=(Role.EMPLOYEE,), subtrees=None):
    return Visitor(
        user_id=1,
        government_id=2,
        employee_id=3,
        name=name,
        roles=frozenset(roles),
        subtrees=subtrees or {},
        session_token="geheim",
    )


def test_roles_add_up():
    both = permissions_of(frozenset({Role.EMPLOYEE, Role.MANAGER}))
    assert both == ROLE_PERMISSIONS[Role.EMPLOYEE] | ROLE_PERMISSIONS[Role.MANAGER]
    assert permissions_of(frozenset()) == frozenset()


def test_a_visitor_may_what_the_roles_allow():
    budi, rina = make_visitor(), make_visitor(roles=(Role.EMPLOYEE, Role.MANAGER))
    assert budi.may(Permission.TRAINING_ENROL)
    assert not budi.may(Permission.TRAINING_APPROVAL_DECIDE)
    assert rina.may(Permission.TRAINING_APPROVAL_DECIDE)


@pytest.mark.parametrize(
    ("name", "initials"),
    [("Budi Pratama, S.A.P.", "BP"), ("Sukarno", "S"), ("R. Ng. Sari", "RN"), ("(Dewi) Lestari", "L")],
)
def test_initials_come_from_the_first_two_names(name, initials):
    assert make_visitor(name=name).initials == initials


def test_the_session_token_is_never_printed():
    assert "geheim" not in repr(make_visitor())


def test_an_actor_is_what_the_trail_remembers():
    assert Actor.of(make_visitor()) == Actor(1, 3, "Budi Pratama, S.A.P.")


def test_a_role_for_the_whole_government_reaches_everywhere():
    assert make_visitor(roles=[Role.HR]).reach(Permission.ORGANISATION_DIRECTORY_READ) == EVERYWHERE


def test_a_role_for_a_unit_reaches_its_subtree_and_no_namesake_of_its_number():
    head = make_visitor(roles=[Role.HR], subtrees={Role.HR: frozenset({"/1/7/"})})
    reach = head.reach(Permission.ORGANISATION_EMPLOYEE_READ)
    assert reach == Reach(frozenset({"/1/7/"}), sees_restricted=True)
    assert [reach.covers(path) for path in ("/1/7/", "/1/7/9/", "/1/", "/1/77/", "/7/")] == [
        True,
        True,
        False,
        False,
        False,
    ]


def test_a_role_for_a_unit_allows_only_what_is_narrowed_to_it():
    head = make_visitor(roles=[Role.HR], subtrees={Role.HR: frozenset({"/1/7/"})})
    assert head.permissions == ROLE_PERMISSIONS[Role.HR] & COUNTS_IN_A_SUBTREE
    assert not head.may(Permission.IMPORTS_RUN_MANAGE)


def test_the_widest_of_several_roles_counts():
    subtrees = {Role.MANAGER: frozenset({"/1/7/"}), Role.HR: frozenset({"/2/"})}
    both = make_visitor(roles=[Role.MANAGER, Role.HR], subtrees=subtrees)
    assert both.reach(Permission.ORGANISATION_EMPLOYEE_READ).paths == {"/1/7/", "/2/"}
    auditor_too = make_visitor(roles=[Role.MANAGER, Role.AUDITOR], subtrees=subtrees)
    assert auditor_too.reach(Permission.ORGANISATION_DIRECTORY_READ) == Reach(is_everything=True)
    assert auditor_too.reach(Permission.ORGANISATION_EMPLOYEE_READ).paths == {"/1/7/"}


def test_what_nobody_granted_reaches_nowhere():
    assert not make_visitor().reach(Permission.ORGANISATION_DIRECTORY_READ).covers("/1/")
