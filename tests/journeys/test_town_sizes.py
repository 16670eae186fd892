"""Every page that sums by unit, in a government without units, with one, and with five hundred."""

import pytest

from app.base.database import db
from app.plans.services import horizon
from tests.support.plans import YEAR, make_plan
from tests.support.towns import grow, town

pytestmark = pytest.mark.usefixtures("bungo")
PAGES = {
    "competency.show_heatmap": {},
    "competency.show_boxes": {},
    "competency.list_standards": {},
    "professionalism.show_units": {},
    "learning.show_recap": {},
    "idp.show_recap": {},
    "training.show_unit_effects": {},
    "plans.list_plans": {},
    "plans.show_analysis": {"yearly_id": "plan"},
    "plans.show_plan": {"yearly_id": "plan"},
    "plans.show_resources": {"yearly_id": "plan"},
    "plans.list_horizons": {},
    "plans.show_horizon": {"horizon_id": "horizon"},
}
# What draws a picture here. Its figures stand in a table, too.
CHARTED = {
    "competency.show_heatmap": ".heat",
    "competency.show_boxes": ".scatter-dot",
    "professionalism.show_units": ".bars",
    "learning.show_recap": ".table",
    "plans.show_analysis": ".barcell",
    "plans.show_horizon": ".bars",
}


def numbers_of(officer):
    """A plan and a plan of several years, put together from whatever gaps there are."""
    long = horizon.create(YEAR, YEAR + 4, "HCDP", by=officer.actor)
    horizon.compile_targets(long, by=officer.actor)
    db.session.commit()
    return {"plan": make_plan(officer).id, "horizon": long.id}


def opened(visit, officer, numbers):
    for endpoint, values in PAGES.items():
        yield endpoint, visit(officer).open(endpoint, **{name: numbers[what] for name, what in values.items()})


def test_a_government_without_units_gets_words_where_nothing_is(visit):
    """Where a picture is drawn all the same (of people without a post, of the months), its table stands beside it."""
    officer = town(0)
    for endpoint, page in opened(visit, officer, numbers_of(officer)):
        drawn = page.has(".scatter-dot") or page.has(".bars")
        assert page.has("table caption") if drawn else any(map(page.has, (".empty", "table", ".rows"))), endpoint


def test_a_government_of_one_unit_sees_its_charts_with_their_tables(visit):
    officer = town(1)
    for endpoint, page in opened(visit, officer, numbers_of(officer)):
        if endpoint in CHARTED:
            assert page.has(CHARTED[endpoint]), endpoint
            assert page.has("table caption"), endpoint


def test_five_hundred_units_cost_no_more_questions_than_five(visit, queries):
    officer = town(5)

    def asked(numbers):
        found = {}
        for endpoint, values in PAGES.items():
            path = visit(officer).address(endpoint, **{name: numbers[what] for name, what in values.items()})
            visit(officer).get(path)
            with queries() as statements:
                answer = visit(officer).get(path)
            assert answer.status_code == 200, endpoint
            assert len(answer.text) < 400_000, endpoint
            found[endpoint] = len(statements)
        return found

    numbers = numbers_of(officer)
    few = asked(numbers)
    grow(495)
    assert asked(numbers) == few
