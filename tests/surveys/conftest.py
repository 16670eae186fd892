"""A wave that asks a unit of twelve, the person of the change team who looks after it, and a town that was asked."""

import pytest

from app.access.permissions import Role
from tests.support.builders import make_employee, make_unit
from tests.support.waves import make_crowd, open_wave
from tests.surveys.town import Town


@pytest.fixture
def unit(bungo):
    return make_unit("Dinas Kearsipan")


@pytest.fixture
def crowd(unit):
    return make_crowd(unit, 12)


@pytest.fixture
def wave(unit, crowd):
    return open_wave(unit)


@pytest.fixture
def changer(bungo):
    return make_employee("Cahyo Nugroho", roles=[Role.CHANGE_TEAM])


@pytest.fixture
def town(bungo):
    return Town()
