"""The government in scope as a book (see ``rules/plan.py``): compact columns, each table read once."""

import csv
from collections.abc import Callable, Iterable, Iterator
from datetime import date
from itertools import islice
from typing import Any

from sqlalchemy import bindparam, func, or_, select

from app.base import scope
from app.base.database import db
from app.competency.models import Assessment, Competency, LearningRecord, PositionRequirement
from app.competency.models.gaps import PerformanceRating
from app.competency.queries.versions import predicate_tables, settings_on, visible
from app.competency.reference import FOLDER
from app.imports.headings import ImportKind
from app.imports.rules.former import parents
from app.imports.rules.learning import OTHER_FORM, SIASN_FORMS
from app.imports.rules.names import normal
from app.imports.rules.plan import Book, Record
from app.learning.models import KindChange
from app.organisation.models import Employee, OrgUnit, Placement, Position
from app.professionalism.models import OfficialIndex

AT_ONCE = 5_000
NAMES_FORMER = frozenset({ImportKind.UNITS, ImportKind.POSITIONS, ImportKind.PLACEMENTS})
NAMES_NOBODY = frozenset({ImportKind.UNITS, ImportKind.POSITIONS, ImportKind.STANDARDS, ImportKind.COMPETENCIES})
_UNIT: tuple[Any, ...] = (OrgUnit.id, OrgUnit.parent_id, OrgUnit.code, OrgUnit.name, OrgUnit.kind, OrgUnit.path)
_UNIT += (OrgUnit.starts_on, OrgUnit.ends_on, OrgUnit.version)
_POSITION: tuple[Any, ...] = (
    Position.id,
    Position.unit_id,
    Position.reports_to_id,
    Position.predecessor_id,
    Position.code,
)
_POSITION += (Position.title, Position.tier, Position.grade, Position.needed)
_POSITION += (Position.starts_on, Position.ends_on, Position.version)
_EMPLOYEE: tuple[Any, ...] = (
    Employee.id,
    Employee.nip,
    Employee.name,
    Employee.sort_name,
    Employee.kind,
    Employee.rank,
)
_EMPLOYEE += (Employee.rank_from, Employee.cpns_from, Employee.legal_status, Employee.education_level)
_EMPLOYEE += (Employee.education, Employee.siasn_id, Employee.email, Employee.active, Employee.leaves_on)
_EMPLOYEE += (Employee.leaving_reason, Employee.leaving_note, Employee.version)
_PLACEMENT: tuple[Any, ...] = (Placement.id, Placement.employee_id, Placement.position_id, Placement.kind)
_PLACEMENT += (Placement.starts_on, Placement.ends_on)
_REQUIREMENT: tuple[Any, ...] = (
    PositionRequirement.id,
    PositionRequirement.position_id,
    PositionRequirement.competency_id,
)
_REQUIREMENT += (PositionRequirement.level, PositionRequirement.valid_from, PositionRequirement.valid_to)
_LEARNING: tuple[Any, ...] = (
    LearningRecord.id,
    LearningRecord.employee_id,
    LearningRecord.form_code,
    LearningRecord.title,
)
_LEARNING += (LearningRecord.organiser, LearningRecord.evidence, LearningRecord.starts_on, LearningRecord.ends_on)
_LEARNING += (LearningRecord.year, LearningRecord.jp_claimed, LearningRecord.jp_credited, LearningRecord.status)
_LEARNING += (LearningRecord.source_key,)
_COMPETENCY: tuple[Any, ...] = (Competency.id, Competency.code, Competency.name, Competency.affair)
_COMPETENCY += (Competency.definition, Competency.levels, Competency.source, Competency.version)
_ASSESSMENT: tuple[Any, ...] = (Assessment.employee_id, Assessment.competency_id, Assessment.level)
_ASSESSMENT += (Assessment.source, Assessment.assessed_on)
_RATING: tuple[Any, ...] = (PerformanceRating.id, PerformanceRating.employee_id, PerformanceRating.year)
_RATING += (PerformanceRating.predicate, PerformanceRating.value, PerformanceRating.score, PerformanceRating.potential)
_RATING += (
    PerformanceRating.rule_id,
    PerformanceRating.qualification,
    PerformanceRating.integrity,
    PerformanceRating.version,
)
_OFFICIAL: tuple[Any, ...] = (OfficialIndex.id, OfficialIndex.employee_id, OfficialIndex.year)
_OFFICIAL += (OfficialIndex.qualification, OfficialIndex.training, OfficialIndex.performance)
_OFFICIAL += (OfficialIndex.discipline, OfficialIndex.total, OfficialIndex.difference, OfficialIndex.source)
_OFFICIAL += (OfficialIndex.version,)
_NIPS: Any = bindparam("nips", expanding=True)


def book(kind: ImportKind, today: date, nips: Iterable[str]) -> Book:
    """What an import of this kind compares with; ``nips`` are those its rows name."""
    found = Book(today)
    if kind is not ImportKind.EMPLOYEES:
        _add_structure(found)
    if kind in NAMES_FORMER:
        _add_former(found)
    if kind not in NAMES_NOBODY:
        found.employees = {row["nip"]: row for row in _records(select(*_EMPLOYEE))}
        found.foreign = _foreign(nips, found.employees)
        noted = select(KindChange.employee_id).where(KindChange.on_day == today)
        found.kind_changed = set(db.session.execute(noted).scalars())
    for add in _MORE.get(kind, ()):
        add(found)
    return found


def _add_placements(found: Book) -> None:
    for row in _records(select(*_PLACEMENT).order_by(Placement.starts_on, Placement.id)):
        found.placements[row["employee_id"]].append(row)


def _add_learning(found: Book) -> None:
    for row in _records(select(*_LEARNING).order_by(LearningRecord.id)):
        found.learning[row["employee_id"]].append(row)
    found.forms = _forms()


def _records(statement: Any) -> Iterator[Record]:
    for row in db.session.execute(statement, execution_options={"yield_per": AT_ONCE}):
        yield dict(row._mapping)  # noqa: SLF001 - SQLAlchemy's public name for it


def _add_structure(found: Book) -> None:
    alive = or_(OrgUnit.ends_on.is_(None), OrgUnit.ends_on > found.today)
    found.units = {
        row["id"]: row for row in _records(select(*_UNIT).where(alive).order_by(func.length(OrgUnit.path), OrgUnit.id))
    }
    found.learn_units()
    exists = or_(Position.ends_on.is_(None), Position.ends_on > found.today)
    for row in _records(select(*_POSITION).where(exists).order_by(Position.id)):
        found.know_position(row)


def _add_former(found: Book) -> None:
    ended = select(*_UNIT).where(OrgUnit.ends_on <= found.today).order_by(OrgUnit.id)
    for unit, parent in parents(found.units, {row["id"]: row for row in _records(ended)}):
        found.former.know_unit(unit, parent)
    for row in _records(select(*_POSITION).where(Position.ends_on <= found.today).order_by(Position.id)):
        found.former.know_position(row)


def _add_competencies(found: Book) -> None:
    seen = visible(Competency, scope.current())
    for row in db.session.execute(select(Competency.id, Competency.code, Competency.name).where(seen)):
        found.competencies[normal(row.code)] = found.competencies[normal(row.name)] = row.id
    own = select(*_COMPETENCY).where(Competency.government_id == scope.current())
    found.own_competencies = {normal(row["code"]): row for row in _records(own)}


def _add_measured(found: Book) -> None:
    """What was measured and rated before, with the rules of the day."""
    settings = settings_on(found.today)
    found.measure_years, found.measure_rule = settings.measure.years, settings.numbers["measure"]
    found.predicates = predicate_tables()
    for row in _records(select(*_ASSESSMENT)):
        found.assessments[row["employee_id"], row["competency_id"], row["source"], row["assessed_on"]] = row["level"]
    for row in _records(select(*_RATING)):
        found.ratings[row["employee_id"], row["year"]] = row


def _add_officials(found: Book) -> None:
    for row in _records(select(*_OFFICIAL)):
        found.officials[row["employee_id"], row["year"]] = row


def _add_standards(found: Book) -> None:
    for record in _records(select(*_REQUIREMENT).order_by(PositionRequirement.valid_from, PositionRequirement.id)):
        found.requirements[record["position_id"], record["competency_id"]].append(record)


def _foreign(nips: Iterable[str], own: dict[str, Record]) -> frozenset[str]:
    """Which of these numbers belong to somebody of another government; nothing else of theirs is read."""
    asked = iter({one for one in nips if one not in own})
    found: set[str] = set()
    with scope.everything():
        while chunk := list(islice(asked, AT_ONCE)):
            found.update(
                db.session.execute(select(Employee.nip).where(Employee.nip.in_(_NIPS)), {"nips": chunk}).scalars()
            )
    return frozenset(found - own.keys())


def _forms() -> dict[str, str]:
    """Codes of forms of development by code, name, and number and name of SIASN (reference §2.4)."""
    known: dict[str, str] = {}
    with (FOLDER / "development_forms.csv").open(encoding="utf-8", newline="") as file:
        for row in csv.DictReader(file):
            for word in (row["code"], row["name_id"]):
                known[normal(word)] = row["code"]
            if row["siasn_type_id"]:
                known.setdefault(normal(row["siasn_type_id"]), row["code"])
    for number, name in enumerate(SIASN_FORMS, start=1):
        code = known.get(str(number)) or known.get(OTHER_FORM, "")
        known.setdefault(str(number), code)
        known.setdefault(normal(name), code)
    return known


_MORE: dict[ImportKind, tuple[Callable[[Book], None], ...]] = {
    ImportKind.SIASN: (_add_placements,),
    ImportKind.PLACEMENTS: (_add_placements,),
    ImportKind.STANDARDS: (_add_competencies, _add_standards),
    ImportKind.TRAININGS: (_add_learning,),
    ImportKind.COMPETENCIES: (_add_competencies,),
    ImportKind.ASSESSMENTS: (_add_competencies, _add_measured),
    ImportKind.RATINGS: (_add_measured,),
    ImportKind.OFFICIAL_INDEX: (_add_officials,),
}
