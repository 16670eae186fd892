import pytest

from app.access.permissions import ROLE_PERMISSIONS, Permission, Role, permissions_of
from app.access.visitor import Actor, Visitor


def make_visitor(name="Budi Pratama, S.A.P.", roles=(Role.EMPLOYEE,)):
    return Visitor(user_id=1, government_id=2, employee_id=3, name=name, roles=frozenset(roles), session_token="geheim")


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
