"""The same few people in every test: Kabupaten Bungo with Sari, Budi, Dewi and Rina, and Joko next door."""

import pytest

from app.access.permissions import Role
from app.base import scope
from app.organisation.models import Government, PositionTier
from tests.support.builders import Person, make_employee, make_government, make_position, make_unit


@pytest.fixture
def bungo(app) -> Government:
    """The government most tests happen in. The test's own session is narrowed to it."""
    return _enter()


def _enter() -> Government:
    government = make_government()
    scope.enter(government.id)
    return government


@pytest.fixture
def rina(bungo) -> Person:
    """Head of the unit in which Budi and Dewi work."""
    unit = make_unit("Dinas Kependudukan dan Pencatatan Sipil")
    post = make_position("Kepala Bidang Pelayanan", unit=unit, tier=PositionTier.ADMINISTRATOR)
    return make_employee("Rina Marlina, S.E.", position_id=post.id, female=True)


@pytest.fixture
def budi(rina) -> Person:
    """Employee; answers to Rina."""
    return _below(rina, "Budi Pratama, S.A.P.", female=False)


@pytest.fixture
def dewi(rina) -> Person:
    """Employee; answers to Rina."""
    return _below(rina, "Dewi Lestari, S.Kom.", female=True)


def _below(head: Person, name: str, *, female: bool) -> Person:
    return make_employee(name, position_id=make_position(above=head.position_id).id, female=female)


@pytest.fixture
def sari(bungo) -> Person:
    """Officer of the agency that runs training."""
    return make_employee("Sari Wulandari, S.Sos., M.Si.", roles=[Role.HR], female=True)


@pytest.fixture
def organiser(bungo) -> Person:
    return make_employee("Oki Ramadhan", roles=[Role.ORGANISER])


@pytest.fixture
def auditor(bungo) -> Person:
    return make_employee("Umi Kalsum", roles=[Role.AUDITOR], female=True)


@pytest.fixture
def administrator(bungo) -> Person:
    return make_employee("Agus Setiawan", roles=[Role.ADMINISTRATOR])


@pytest.fixture
def batanghari(app) -> Government:
    """Another government of the same installation."""
    return make_government("Kabupaten Batanghari", region_code="15.04", seat="Muara Bulian")


@pytest.fixture
def joko(batanghari) -> Person:
    """Officer of another government: nothing of Bungo is for him."""
    with scope.within(batanghari.id):
        return make_employee("Joko Susilo", roles=[Role.HR])


@pytest.fixture
def cast(budi, dewi, rina, sari, organiser, auditor, administrator, joko) -> dict[str, Person]:
    """Everybody, by name."""
    people = (budi, dewi, rina, sari, organiser, auditor, administrator, joko)
    names = ("budi", "dewi", "rina", "sari", "organiser", "auditor", "administrator", "joko")
    return dict(zip(names, people, strict=True))
