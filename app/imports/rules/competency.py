"""Technical competencies, assessments of an assessment centre, and yearly predicates of performance."""

from collections.abc import Sequence
from decimal import Decimal
from typing import Any

from app.competency.models import AssessmentSource, CompetencyGroup
from app.competency.rules.bands import figure
from app.competency.rules.match import day_fault, valid_until
from app.competency.rules.talent import PredicateTable, Scored, last_day_of, same_predicate, scored_on
from app.imports.rules import cells
from app.imports.rules.learning import known_competency
from app.imports.rules.names import normal
from app.imports.rules.people import ELSEWHERE, unknown_employee
from app.imports.rules.plan import ASSESSMENT, COMPETENCY, RATING, Plan, Record, Row

OWN_ORDER = 1_000
LEVELS = range(1, 6)
_code, _name, _affair = cells.short(20), cells.short(120), cells.short(80)
_words, _source, _note = cells.short(200), cells.short(250), cells.short(500)
_who, _predicate = cells.short(150), cells.short(40)
SOURCES = {
    "asesor": AssessmentSource.CENTRE,
    "pusat penilaian": AssessmentSource.CENTRE,
    "assessment center": AssessmentSource.CENTRE,
    "assessment centre": AssessmentSource.CENTRE,
    "atasan": AssessmentSource.SUPERIOR,
}


def plan_competencies(plan: Plan, table: Any, columns: list[str]) -> None:
    """A ministry's dictionary for one government affair, as a government's own technical competencies."""
    for row in plan.rows(table, columns):
        before = plan.mark()
        code = row.needed("code", _code)
        values = {
            "name": row.needed("name", _name),
            "affair": row.needed("affair", _affair),
            "definition": row.value("definition", _note) or "",
            "source": row.value("source", _source) or "Impor",
            "levels": _levels(row),
        }
        is_new = False
        if row.is_good and not plan.is_repeated(row, "code", ("competency", normal(code))):
            known = plan.book.own_competencies.get(normal(code))
            if known is None and normal(code) in plan.book.competencies:
                row.refuse("code", "Kode ini milik kamus nasional. Pakai kode lain untuk kompetensi teknis.")
            elif known is None:
                fixed = {"code": code, "competency_group": CompetencyGroup.TECHNICAL.value, "sort_order": OWN_ORDER}
                plan.make(COMPETENCY, row.number, values["name"], fixed | values | {"version": 1})
                is_new = True
            else:
                plan.alter(COMPETENCY, row.number, values["name"], known, **values)
        plan.settle(row, before, is_new=is_new)


def _levels(row: Row) -> list[str]:
    words = [row.value(f"level_{one}", _words) or "" for one in LEVELS]
    while words and not words[-1]:
        words.pop()
    return words


def plan_assessments(plan: Plan, table: Any, columns: list[str]) -> None:
    """Levels measured on a day; what was measured before stays, and the same row twice changes nothing."""
    names = sorted({one for one in plan.book.competencies if not one[:1].isdigit()})
    for row in plan.rows(table, columns):
        before = plan.mark()
        employee = _employee(plan, row)
        competency = row.needed("competency", known_competency, plan.book.competencies, names)
        level = row.needed("level", cells.whole(1, 5))
        assessed_on = row.needed("assessed_on", cells.day)
        source = row.value("source", _known_source) or AssessmentSource.CENTRE
        if row.is_good and employee is not None:
            fault = day_fault(assessed_on, nip=employee["nip"], today=plan.book.today)
            if fault:
                row.refuse("assessed_on", fault)
        is_new = False
        if row.is_good and employee is not None:
            what = (employee["id"], competency, str(source), assessed_on)
            if not plan.is_repeated(row, "competency", ("assessment", *what)):
                is_new = _assess(plan, row, employee, what, level)
        plan.settle(row, before, is_new=is_new)


def _assess(plan: Plan, row: Row, employee: Record, what: tuple[Any, ...], level: int) -> bool:
    known = plan.book.assessments.get(what)
    if known is not None:
        if known != level:
            row.refuse(
                "level",
                f"Pada hari itu sudah tercatat level {known} dari sumber yang sama. Penilaian tidak diubah; "
                "isi tanggal penilaian ulangnya.",
            )
        return False
    employee_id, competency, source, assessed_on = what
    record = {
        "employee_id": employee_id,
        "competency_id": competency,
        "level": level,
        "source": source,
        "assessed_on": assessed_on,
        "valid_until": valid_until(assessed_on, plan.book.measure_years),
        "assessor": row.value("assessor", _who) or "",
        "note": row.value("note", _note) or "",
        "rule_id": plan.book.measure_rule,
    }
    plan.make(ASSESSMENT, row.number, employee["name"], record)
    plan.book.assessments[what] = level
    return True


def _employee(plan: Plan, row: Row) -> Record | None:
    number = row.needed("nip", cells.nip)
    employee = plan.book.employees.get(number or "")
    if number and employee is None:
        row.refuse("nip", ELSEWHERE if number in plan.book.foreign else unknown_employee(number))
    return employee


def _known_source(text: str) -> AssessmentSource:
    found = SOURCES.get(" ".join(text.lower().split()))
    if found is None:
        raise cells.Wrong("Sumber ini tidak dikenal. Tulis «asesor» atau «atasan»; penilaian diri diisi orangnya.")
    return found


def plan_ratings(plan: Plan, table: Any, columns: list[str]) -> None:
    """Predicates of a year, by the table of that year; one it does not know is taken and waits for somebody to look at
    it, whatever the table of today says."""
    this_year = plan.book.today.year
    for row in plan.rows(table, columns):
        before = plan.mark()
        employee = _employee(plan, row)
        year = row.needed("year", cells.whole(2000, this_year))
        predicate = row.needed("predicate", _predicate)
        parts = {name: row.value(name, _share) for name in ("value", "potential", "qualification", "integrity")}
        is_new = False
        if row.is_good and employee is not None:
            known = plan.book.ratings.get((employee["id"], year))
            found = _scored(predicate, year, known, plan.book.predicates)
            if found.score is None:
                row.doubt("predicate", "Tidak ada dalam tabel tahunnya. Disimpan tanpa nilai untuk diperiksa.")
            if not plan.is_repeated(row, "nip", ("rating", employee["id"], year)):
                values = parts | {"predicate": predicate, "score": found.score, "rule_id": found.rule_id}
                is_new = _rate(plan, row, employee, year, values)
        plan.settle(row, before, is_new=is_new)


def _scored(predicate: str, year: int, known: Record | None, tables: Sequence[PredicateTable]) -> Scored:
    """The same word keeps the score it has, whatever a later table says."""
    if known is not None and known["score"] is not None and same_predicate(known["predicate"], predicate):
        return Scored(known["score"], known["rule_id"])
    return scored_on(predicate, tables, last_day_of(year))


def _rate(plan: Plan, row: Row, employee: Record, year: int, values: Record) -> bool:
    known = plan.book.ratings.get((employee["id"], year))
    if known is not None:
        said = {name: value for name, value in values.items() if value is not None or name in ("score", "rule_id")}
        plan.alter(RATING, row.number, employee["name"], known, **said)
        return False
    record = values | {"employee_id": employee["id"], "year": year, "source": "Impor", "version": 1}
    plan.book.ratings[employee["id"], year] = plan.make(RATING, row.number, employee["name"], record)
    return True


def _share(text: str) -> Decimal:
    value = figure(text)
    if value is None or not Decimal(0) <= value <= Decimal(100):
        raise cells.Wrong("Isi angka antara 0 dan 100.")
    return value.quantize(Decimal("0.01"))
