from datetime import date

import pytest

from app.organisation.models import PlacementKind
from app.organisation.queries.signing import signatory_of
from tests.support.builders import make_employee, make_position, place

HEAD = "Kepala BKPSDM"


@pytest.fixture
def post(bungo):
    return make_position(HEAD).id


def signer_on(post, day):
    return signatory_of(post, date(2026, 5, day))


def test_the_holder_signs(post):
    person = make_employee(position_id=post)
    signer = signer_on(post, 1)
    assert (signer.employee_id, signer.nip, signer.rank, signer.title) == (
        person.employee_id,
        person.nip,
        "III/a",
        HEAD,
    )


@pytest.mark.parametrize(("kind", "title"), [(PlacementKind.PLT, f"Plt. {HEAD}"), (PlacementKind.PLH, f"Plh. {HEAD}")])
def test_a_stand_in_signs_on_just_its_days(post, kind, title):
    holder, stand_in = make_employee(position_id=post).employee_id, make_employee().employee_id
    place(stand_in, post, kind, starts_on=date(2026, 5, 4), ends_on=date(2026, 5, 8))
    on = [signer_on(post, day) for day in (3, 4, 7, 8)]
    assert [one.title for one in on] == [HEAD, title, title, HEAD]
    assert [one.employee_id for one in on] == [holder, stand_in, stand_in, holder]


def test_a_daily_stand_in_goes_before_a_longer_one(post):
    longer, daily = make_employee().employee_id, make_employee().employee_id
    place(longer, post, PlacementKind.PLT)
    place(daily, post, PlacementKind.PLH)
    assert signer_on(post, 1).employee_id == daily


def test_nobody_signs_for_a_vacant_post_or_for_one_whose_holder_has_left(post):
    assert signer_on(post, 1) is None
    make_employee(position_id=post, active=False)
    assert signer_on(post, 1) is None
