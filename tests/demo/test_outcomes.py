"""What the demo's assessors measured: always a level there is, whatever the posts ask."""

from sqlalchemy import select

from app.base.database import db
from app.competency.models import Assessment
from app.demo import outcomes
from tests.support.builders import competency_id, make_batch, make_programme, make_requirement, seat


def test_whose_post_asks_the_lowest_level_is_measured_at_it(budi, dewi):
    asked = competency_id()
    make_requirement(budi.position_id, asked, 1)
    make_requirement(dewi.position_id, asked, 3)
    batch = make_batch(programme=make_programme(competencies=[(asked, 3)]))
    for person in (budi, dewi):
        seat(person, batch)
    outcomes.measure_before(batch.id)
    db.session.commit()
    rows = db.session.execute(select(Assessment.employee_id, Assessment.level))
    assert {row.employee_id: row.level for row in rows} == {budi.employee_id: 1, dewi.employee_id: 2}
