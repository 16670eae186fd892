"""A plan as a workbook, in the columns official sheets have (reference 4.3)."""

from collections.abc import Iterator
from typing import Any

from sqlalchemy import select

from app.base.database import db
from app.competency import labels as competency_labels
from app.competency import queries as competency
from app.organisation.models import Employee, OrgUnit
from app.plans import labels
from app.plans.models import LineStatus, PlanLine, PlanLinePerson
from app.plans.models.horizon import HorizonPlan
from app.plans.queries import gap_sheet, horizon, realised
from app.plans.queries import plans as queries
from app.plans.queries.plans import PlanPage
from app.plans.rules.targets import whole_rupiah

Sheet = tuple[str, tuple[str, ...], list[tuple[Any, ...]]]

ACTIVITIES = (
    "No.", "Jenis kompetensi", "Dari level", "Ke level", "Dasar", "Nama pelatihan", "Bentuk dan jalur", "Penyelenggara",
    "Jenjang", "Pegawai", "Kelas", "Kursi per kelas", "Bulan", "Tahun", "JP", "Biaya", "Sumber dana", "Kurikulum",
    "Prioritas", "Keterangan",
)  # fmt: skip
PEOPLE = (
    "Nama pegawai", "NIP", "Unit", "Kompetensi", "Kelompok pelatihan", "Nama pelatihan", "JP", "Tahun", "Keterangan",
)  # fmt: skip
GAPS = (
    "No.", "Nama", "NIP", "Golongan", "Jabatan", "Unit", "Indeks kesenjangan", "Kelas kesenjangan", "Kuadran",
    "Kategori", "Kompetensi yang kurang", "Rencana pengembangan",
)  # fmt: skip
REALISED = (
    "Nama pelatihan", "Biaya", "Waktu", "Penyelenggara", "Sumber dana", "Materi", "JP", "Keadaan", "Dasar usulan",
    "Angkatan", "Peserta direncanakan", "Peserta", "Lulus", "Biaya direncanakan",
)  # fmt: skip
TARGETS = ("Tahun", "Kompetensi", "Jenjang", "Bentuk", "Orang", "JP per orang", "JP seluruhnya", "Biaya", "Asal")
PEOPLE_AT_MOST = 200_000


def sheets(page: PlanPage, *, with_people: bool) -> list[Sheet]:
    lines = queries.planned_lines(page.plan.id)
    found: list[Sheet] = [("Rencana", ACTIVITIES, list(_activities(page, lines)))]
    if with_people:
        found.append(("Pegawai", PEOPLE, list(_people(page))))
        found.append(("Kesenjangan", GAPS, list(_gaps(page))))
    found.append(("Realisasi", REALISED, list(_realised(page, lines))))
    return found


def _activities(page: PlanPage, lines: list[PlanLine]) -> Iterator[tuple[Any, ...]]:
    names = queries.competency_names([one.competency_id for one in lines if one.competency_id])
    forms = queries.form_words()
    for count, line in enumerate(lines, start=1):
        yield (
            count,
            names.get(line.competency_id or 0, ""),
            line.level_from,
            line.level_to,
            labels.BASES[line.basis],
            line.title,
            forms.get(line.form_code, ""),
            line.organiser,
            labels.tier(line.tier) if line.competency_id else "",
            line.people,
            line.classes,
            line.seats,
            labels.month(line.month),
            page.plan.year,
            line.lesson_hours,
            line.total_cost,
            line.fund_source,
            line.curriculum,
            labels.PRIORITIES[line.priority][0],
            line.need,
        )


def _people(page: PlanPage) -> Iterator[tuple[Any, ...]]:
    """One row for each person and activity: the plan line of official sheets."""
    statement = (
        select(
            Employee.name,
            Employee.nip,
            OrgUnit.name.label("unit"),
            PlanLine.competency_id,
            PlanLine.form_code,
            PlanLine.title,
            PlanLine.lesson_hours,
            PlanLine.need,
        )
        .join(PlanLinePerson, PlanLinePerson.employee_id == Employee.id)
        .join(PlanLine, PlanLine.id == PlanLinePerson.line_id)
        .join(OrgUnit, OrgUnit.id == PlanLinePerson.unit_id)
        .where(
            PlanLine.plan_id == page.plan.id,
            PlanLine.status == LineStatus.PLANNED,
            PlanLinePerson.left_out.is_(False),
        )
        .order_by(Employee.sort_name, Employee.id, PlanLine.month, PlanLine.id)
        .limit(PEOPLE_AT_MOST)
    )
    names, forms = dict(competency.competencies()), queries.form_words()
    for row in db.session.execute(statement):
        yield (
            row.name,
            row.nip,
            row.unit,
            names.get(row.competency_id or 0, ""),
            forms.get(row.form_code, ""),
            row.title,
            row.lesson_hours,
            page.plan.year,
            row.need,
        )


def _gaps(page: PlanPage) -> Iterator[tuple[Any, ...]]:
    """One row for each person of the plan's scope: the individual gap sheet of official forms."""
    path = page.unit.path if page.unit is not None else ""
    lacking, planned = gap_sheet.lacking(path), gap_sheet.planned(page.plan.id)
    for count, row in enumerate(gap_sheet.profiles(path), start=1):
        yield (
            count,
            row.name,
            row.nip,
            row.rank,
            row.position,
            row.unit,
            row.gap_index,
            row.gap_class,
            row.box,
            competency_labels.BOXES[row.box] if row.box else "",
            "; ".join(lacking.get(row.employee_id, [])),
            "; ".join(planned.get(row.employee_id, [])),
        )


def _realised(page: PlanPage, lines: list[PlanLine]) -> Iterator[tuple[Any, ...]]:
    became, names = realised.of_plan(page.plan.id), dict(competency.competencies())
    for line in lines:
        one = became.get(line.root_id or line.id, realised.NOTHING)
        first = min((row.starts_on for row in one.batches), default=None)
        yield (
            line.title,
            one.cost,
            first,
            line.organiser,
            line.fund_source,
            names.get(line.competency_id or 0, ""),
            one.hours or None,
            f"{len(one.batches)} dari {line.classes} kelas jadi angkatan",
            labels.BASES[line.basis],
            len(one.batches),
            line.people,
            one.participants,
            one.passed,
            line.total_cost,
        )


def target_sheet(plan: HorizonPlan) -> Sheet:
    forms = queries.form_words()
    rows = [
        (
            one.year,
            one.subject,
            labels.tier(one.tier) if one.competency_id else "",
            forms.get(one.form_code, ""),
            one.people,
            one.lesson_hours,
            one.lesson_hours * one.people if one.lesson_hours is not None else None,
            whole_rupiah(one.cost) if one.cost is not None else None,
            labels.origin(one),
        )
        for one in horizon.targets(plan.id)
    ]
    return f"HCDP {plan.first_year}-{plan.last_year}", TARGETS, rows
