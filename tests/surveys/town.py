"""A regency whose waves the tests of results look at, and how they read its pages."""

import csv
import io

from sqlalchemy import select

from app.access.permissions import Role
from app.base.database import db
from app.surveys.models import FigureKind, NodeKind, SurveyFigure, SurveyNode
from tests.support.builders import make_employee, make_position, make_unit
from tests.support.html import attribute, within, words
from tests.support.surveys import causes, comment, drawn, make_instrument, make_wave


class Town:
    """A regency with three bidang: two large ones, one of three people who answered, and who looks at them."""

    def __init__(self):
        self.top = make_unit("Kabupaten Bungo")
        self.mutasi = make_unit("Bidang Mutasi", parent=self.top)
        self.promosi = make_unit("Bidang Promosi", parent=self.top)
        self.arsip = make_unit("Bidang Arsip", parent=self.top)
        post = make_position("Kepala Bidang Mutasi", unit=self.mutasi)
        self.head = make_employee("Hadi Kepala", position_id=post.id)
        self.team = make_employee("Tuti Tim", roles=[Role.CHANGE_TEAM])
        self.asked = make_employee("Dina Ditanya", position_id=make_position(unit=self.mutasi, above=post.id).id)
        self.instrument = make_instrument("Lima unsur", each=3, more=[causes(), comment()])

    def answers(self, people, means=(4.2, 2.3, 3.6, 3.6, 3.6), *, seed=1):
        spread = [mean for mean in means for _item in range(3)]
        return [[*row, [0] if place % 2 else [0, 1]] for place, row in enumerate(drawn(people, spread, seed=seed))]

    def wave(self, mutasi=40, promosi=31, arsip=3, **facts):
        given = {
            self.mutasi: self.answers(mutasi, seed=1),
            self.promosi: self.answers(promosi, seed=2),
            self.arsip: self.answers(arsip, seed=3),
        }
        people = {self.asked.employee_id: self.mutasi}
        defaults = {"title": "Gelombang 3", "people": people}
        return make_wave(self.top, [self.instrument], given, **defaults | facts)


def node_of(wave, unit):
    statement = select(SurveyNode.id).where(SurveyNode.wave_id == wave.id, SurveyNode.unit_path == unit.path)
    return db.session.execute(statement).scalar_one()


def rows_of(page, label):
    """The cells of every row of the table in the region of this name."""
    (region,) = [one for one in page.tree.query(".scroll") if attribute(one, "aria-label") == label]
    return [[words(cell) for cell in within(row, "th", "td")] for row in within(region, "tr")]


def named(page, label):
    """Rows by what their first cell begins with."""
    return {row[0]: row for row in rows_of(page, label)[1:]}


def figure_of(wave, kind):
    """The first of a kind of everybody asked."""
    statement = select(SurveyFigure).join(SurveyNode, SurveyNode.id == SurveyFigure.node_id)
    statement = statement.where(SurveyNode.wave_id == wave.id, SurveyNode.kind == NodeKind.WHOLE)
    statement = statement.where(SurveyFigure.kind == kind).order_by(SurveyFigure.subject_id)
    return db.session.execute(statement.limit(1)).scalar_one()


def score_of(wave, unit):
    statement = select(SurveyFigure).where(SurveyFigure.node_id == node_of(wave, unit))
    return db.session.execute(statement.where(SurveyFigure.kind == FigureKind.SCORE)).scalar_one()


def lines_of(answer, delimiter=","):
    return list(csv.DictReader(io.StringIO(answer.text.lstrip("\ufeff")), delimiter=delimiter))
