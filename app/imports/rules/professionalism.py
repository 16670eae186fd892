"""Official values of the professionalism index, as they were published."""

from decimal import Decimal
from typing import Any

from app.base.wording import number
from app.competency.rules.bands import figure
from app.imports.rules import cells
from app.imports.rules.people import ELSEWHERE, unknown_employee
from app.imports.rules.plan import OFFICIAL, Plan, Record, Row
from app.professionalism.models import Dimension
from app.professionalism.rules.official import TOLERANCE, is_off, parts_difference

CENT = Decimal("0.01")
_source = cells.short(200)


def plan_officials(plan: Plan, table: Any, columns: list[str]) -> None:
    """Values of a year; one whose parts miss its total by more than rounding is taken as published and marked."""
    for row in plan.rows(table, columns):
        before = plan.mark()
        employee = _employee(plan, row)
        year = row.needed("year", cells.whole(2000, 2100))
        values = _values(row)
        is_new = False
        if (
            row.is_good
            and employee is not None
            and not plan.is_repeated(row, "nip", ("official", employee["id"], year))
        ):
            if is_off(values["difference"]):
                row.doubt("total", _words(values["difference"]))
            is_new = _take(plan, row, employee, year, values)
        plan.settle(row, before, is_new=is_new)


def _employee(plan: Plan, row: Row) -> Record | None:
    nip = row.needed("nip", cells.nip)
    employee = plan.book.employees.get(nip or "")
    if nip and employee is None:
        row.refuse("nip", ELSEWHERE if nip in plan.book.foreign else unknown_employee(nip))
    return employee


def _values(row: Row) -> Record:
    values: Record = {str(one): row.value(f"index_{one}", _share) for one in Dimension}
    total = row.needed("total", _share)
    values |= {"total": total, "source": row.value("source", _source) or "Impor"}
    values["difference"] = None if total is None else parts_difference(total, [values[str(one)] for one in Dimension])
    return values


def _take(plan: Plan, row: Row, employee: Record, year: int, values: Record) -> bool:
    known = plan.book.officials.get((employee["id"], year))
    if known is not None:
        plan.alter(OFFICIAL, row.number, employee["name"], known, **values)
        return False
    record = values | {"employee_id": employee["id"], "year": year, "version": 1}
    plan.book.officials[employee["id"], year] = plan.make(OFFICIAL, row.number, employee["name"], record)
    return True


def _share(text: str) -> Decimal:
    value = figure(text)
    if value is None or not Decimal(0) <= value <= Decimal(100):
        raise cells.Wrong("Isi angka antara 0 dan 100, misalnya 78,25.")
    return value.quantize(CENT)


def _words(difference: Decimal) -> str:
    return (
        f"Totalnya berbeda {number(abs(difference))} dari jumlah bagiannya, lebih dari {number(TOLERANCE)}. "
        "Disimpan seperti yang diumumkan, dan ditandai."
    )
