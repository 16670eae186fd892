from app.base.database import db
from app.organisation import queries
from tests.support.builders import make_unit


def of_kind(unit, kind):
    unit.kind = kind
    db.session.commit()
    return unit


def test_a_section_belongs_to_the_nearest_regional_unit_above(bungo):
    secretariat = of_kind(make_unit("Sekretariat Daerah"), "regional_unit")
    bureau = of_kind(make_unit("Biro Organisasi", parent=secretariat), "regional_unit")
    section = of_kind(make_unit("Bagian Kelembagaan", parent=bureau), "division")

    assert queries.regional_unit_name(section.id) == "Biro Organisasi"
    assert queries.regional_unit_name(bureau.id) == "Biro Organisasi"
    assert queries.regional_unit_name(secretariat.id) == "Sekretariat Daerah"


def test_a_unit_outside_any_is_named_itself(bungo):
    alone = of_kind(make_unit("Tim Percepatan"), "division")
    make_unit("Dinas Sosial")

    assert queries.regional_unit_name(alone.id) == "Tim Percepatan"
