import pytest

from tests.surveys.town import Town


@pytest.fixture
def town(bungo):
    return Town()
