"""Position standards (SKJ) and trainings of the past."""

import hashlib
from datetime import date
from decimal import Decimal
from typing import Any

from app.competency.models import LearningStatus
from app.competency.rules import credit_year
from app.imports.rules import cells
from app.imports.rules.names import nearest, normal
from app.imports.rules.people import ELSEWHERE, unknown_employee
from app.imports.rules.plan import LEARNING, REQUIREMENT, Plan, Record, Row

OTHER_FORM = "13"
CERTIFICATE = "Sertifikat nomor "
_title = cells.short(250)
_organiser = cells.short(150)
_certificate = cells.short(150)
# Reference §2.4: the numbers SIASN gives kinds of training.
SIASN_FORMS = (
    "Diklat Struktural",
    "Diklat Fungsional",
    "Diklat Teknis",
    "Workshop",
    "Pelatihan Manajerial",
    "Pelatihan Sosial Kultural",
    "Sosialisasi",
    "Bimbingan Teknis",
    "Seminar",
    "Magang",
    "Kursus",
    "Penataran",
    "klasikal lainnya",
    "Coaching",
    "Mentoring",
    "E-Learning",
    "Pelatihan Jarak Jauh",
    "Detasering",
    "Outbond",
    "Benchmarking",
    "Pertukaran",
    "Belajar Mandiri",
    "Komunitas Belajar",
    "Bimbingan di Tempat Kerja",
    "nonklasikal lainnya",
)


def plan_standards(plan: Plan, table: Any, columns: list[str]) -> None:
    names = sorted({one for one in plan.book.competencies if not one[:1].isdigit()})
    for row in plan.rows(table, columns):
        before = plan.mark()
        unit = row.needed("unit", plan.book.unit)
        position = row.needed("title", lambda title, unit=unit: plan.book.position(unit, title)) if unit else None
        competency = row.needed("competency", known_competency, plan.book.competencies, names)
        level = row.needed("level", cells.whole(1, 5))
        valid_from = row.value("valid_from", cells.day)
        is_new = False
        if row.is_good and position and competency:
            posts = plan.book.titled(position["unit_id"], position["title"])
            what = ("standard", position["unit_id"], normal(position["title"]), competency, valid_from)
            if not plan.is_repeated(row, "competency", what):
                told = [
                    _standard(
                        plan,
                        row,
                        plan.book.positions[one],
                        competency=competency,
                        level=level,
                        valid_from=valid_from,
                    )
                    for one in posts
                ]
                is_new = any(told)
        plan.settle(row, before, is_new=is_new)


def known_competency(text: str, known: dict[str, int], names: list[str]) -> int:
    found = known.get(normal(text))
    if found is None:
        near = nearest(text, names)
        raise cells.Wrong(f"Kompetensi ini tidak ada dalam kamus.{f' Mungkin maksudnya «{near}».' if near else ''}")
    return found


def _standard(plan: Plan, row: Row, position: Record, *, competency: int, level: int, valid_from: date | None) -> bool:
    """Ask a level of a post from a day on; without a day, only where the level now in force differs."""
    known = plan.book.requirements[position["id"], competency]
    lasting = [one for one in known if one.get("valid_to") is None or one["valid_to"] > plan.book.today]
    in_force = max(lasting, key=lambda one: one["valid_from"], default=None)
    if valid_from is None and in_force is not None and in_force["level"] == level:
        return False
    starts = valid_from or plan.book.today
    same = next((one for one in known if one["valid_from"] == starts), None)
    if same is not None:
        plan.alter(REQUIREMENT, row.number, position["title"], same, level=level)
        return False
    record = {"position_id": position["id"], "competency_id": competency, "level": level, "valid_from": starts}
    known.append(plan.make(REQUIREMENT, row.number, position["title"], record))
    return True


def plan_trainings(plan: Plan, table: Any, columns: list[str]) -> None:
    for row in plan.rows(table, columns):
        before = plan.mark()
        number = row.needed("nip", cells.nip)
        employee = plan.book.employees.get(number or "")
        if number and employee is None:
            row.refuse("nip", ELSEWHERE if number in plan.book.foreign else unknown_employee(number))
        values = _training(plan, row)
        is_new = False
        if row.is_good and employee is not None:
            is_new = _claim(plan, row, employee, values)
        plan.settle(row, before, is_new=is_new)


def _training(plan: Plan, row: Row) -> Record:
    starts_on, ends_on = _days(plan, row)
    form = row.value("form", _form, plan.book.forms) or plan.book.forms.get(OTHER_FORM, "KL03")
    certificate = cells.optional(row.value("certificate", _certificate) or "")
    return {
        "form_code": form,
        "title": row.needed("training", _title),
        "organiser": row.value("organiser", _organiser) or "",
        "evidence": f"{CERTIFICATE}{certificate}" if certificate else "",
        "starts_on": starts_on,
        "ends_on": ends_on,
        "jp_claimed": row.needed("hours", cells.hours),
    }


def _days(plan: Plan, row: Row) -> tuple[date | None, date | None]:
    """First and last day; a year alone is written as its first day, for the year is what counts."""
    starts_on, ends_on = row.value("starts_on", cells.day), row.value("ends_on", cells.day)
    year = row.value("year", cells.whole(1970, 2100))
    starts_on, ends_on = starts_on or ends_on, ends_on or starts_on
    if starts_on is None and year is not None:
        starts_on = ends_on = date(year, 1, 1)
    if starts_on is None or ends_on is None:
        if row.is_good:
            row.refuse("starts_on" if row.has("starts_on") else "year", "Isi tanggal pelatihan, atau tahunnya.")
        return None, None
    if ends_on < starts_on:
        row.refuse("ends_on", "Tanggal selesai lebih awal dari tanggal mulai.")
    elif ends_on > plan.book.today:
        row.refuse("ends_on", "Pelatihan ini belum selesai. Hanya yang sudah selesai yang dicatat.")
    if year is not None and year not in (starts_on.year, ends_on.year):
        row.doubt("year", "Tahun tidak cocok dengan tanggalnya. Tanggal yang dipakai.")
    return starts_on, ends_on


def _form(text: str, known: dict[str, str]) -> str:
    found = known.get(normal(text))
    if found is None:
        raise cells.Wrong("Bentuk pelatihan ini tidak dikenal. Tulis namanya, atau nomor jenis dari SIASN (1–25).")
    return found


def _claim(plan: Plan, row: Row, employee: Record, values: Record) -> bool:
    """A claim in the JP ledger, once: by its certificate, else by its title and last day. Two rows of a file never
    speak of the same claim, or each would take back what the other said."""
    for one in plan.book.learning[employee["id"]]:
        if not _is_same(one, values):
            continue
        if plan.is_repeated(row, "training", ("claim", one["id"])):
            return False
        if one["status"] == LearningStatus.WAITING and one["source_key"].startswith("import:"):
            plan.alter(LEARNING, row.number, employee["name"], one, **_mended(one, values))
        return False
    record = values | {
        "employee_id": employee["id"],
        "year": credit_year(values["ends_on"]),
        "jp_credited": Decimal("0.00"),
        "status": LearningStatus.WAITING.value,
        "source_key": _source_key(employee["id"], values),
    }
    about = f"{employee['name']}: {values['title']}"[:200]
    made = plan.make(LEARNING, row.number, about, record)
    plan.is_repeated(row, "training", ("claim", made["id"]))
    plan.book.learning[employee["id"]].append(made)
    return True


def _is_same(known: Record, values: Record) -> bool:
    """Two certificates tell two trainings apart; where one says nothing of a certificate, title and last day decide."""
    certificates = normal(known["evidence"]), normal(values["evidence"])
    if all(certificates):
        return certificates[0] == certificates[1]
    return (normal(known["title"]), known["ends_on"]) == (normal(values["title"]), values["ends_on"])


def _mended(known: Record, values: Record) -> Record:
    """What a waiting claim takes over: everything the row says."""
    said = {name: one for name, one in values.items() if one not in ("", None) and name != "form_code"}
    return said | ({"year": credit_year(values["ends_on"])} if values["ends_on"] != known["ends_on"] else {})


def _source_key(employee_id: int, values: Record) -> str:
    facts = f"{normal(values['evidence'])}|{normal(values['title'])}|{values['starts_on']}|{values['ends_on']}"
    return f"import:{employee_id}:{hashlib.sha256(facts.encode()).hexdigest()[:24]}"
