"""What individual plans ask of somebody today: of their owner, their superior, and the agency."""

from datetime import date
from typing import Any

from flask import url_for

from app.base import wording
from app.individual_plans import rules
from app.individual_plans.models import REALISABLE, PlanStatus
from app.individual_plans.queries.settings import Year
from app.reports.tasks import Task

_NOT_BEGUN = ("Buat", "Isinya disarankan dari kesenjangan Anda.", "Buat rencana")
_BEGUN = ("Ajukan", "Rancangannya belum diajukan ke atasan.", "Lanjutkan rencana")
_TO_MEND = frozenset({PlanStatus.RETURNED, PlanStatus.REVISION_RETURNED, PlanStatus.REPORT_RETURNED})


def own(row: Any, year: Year, day: date) -> Task | None:
    """A plan that was sent back, or whose realisation is due soon; nothing once its year is locked."""
    if day >= year.locked_from:
        return None
    if row.plan_status in _TO_MEND:
        return _to_mend(row, year)
    return _realisation(row, year, day) if row.plan_status in REALISABLE else None


def _to_mend(row: Any, year: Year) -> Task:
    return Task(
        "clipboard-list",
        f"Perbaiki rencana pengembangan {year.year}",
        "Atasan mengembalikannya dengan catatan.",
        "Buka rencana",
        url_for("idp.show_plan", idp_id=row.plan_id),
    )


def to_begin(row: Any, year: Year, day: date) -> Task | None:
    """A plan of this year that is missing or was not handed in: from two weeks before the day for plans until the
    realisation begins."""
    if row.plan_status not in (None, PlanStatus.DRAFT):
        return None
    plan_by = year.day("plan_by")
    if day.year != year.year or not plan_by - rules.PLAN_AHEAD <= day < year.day("report_by") - rules.REPORT_AHEAD:
        return None
    when = f"Paling lambat {wording.plain_date(plan_by)}." if day <= plan_by else "Batas waktunya sudah lewat."
    verb, why, action = _BEGUN if row.plan_id is not None else _NOT_BEGUN
    return Task(
        "clipboard-list",
        f"{verb} rencana pengembangan {year.year}",
        f"{why} {when}",
        action,
        url_for("idp.show_own", tahun=year.year),
        urgent=rules.round_is_due(plan_by, day),
    )


def _realisation(row: Any, year: Year, day: date) -> Task | None:
    report_by = year.day("report_by")
    if day < report_by - rules.REPORT_AHEAD:
        return None
    return Task(
        "clipboard-list",
        f"Isi realisasi rencana pengembangan {year.year}",
        f"Sampai {wording.plain_date(report_by)}. JP dan sertifikat yang cocok sudah tampil di sana.",
        "Isi realisasi",
        url_for("idp.show_realisation", idp_id=row.plan_id),
        urgent=day > report_by,
    )


def to_answer(counts: dict[str, tuple[int, int]]) -> list[Task]:
    """Individual plans of one's people, and those of people with nobody above them."""
    ways = {
        "team_plans": ("Dari anggota tim Anda.", url_for("idp.list_team")),
        "office_plans": (
            "Pegawainya tidak punya atasan, jadi BKPSDM yang memutuskan.",
            url_for("idp.list_plans", keadaan="office"),
        ),
    }
    found = []
    for key, (why, href) in ways.items():
        count, late = counts.get(key, (0, 0))
        if count:
            words = f"{count} rencana pengembangan" if count < 100 else "Lebih dari 99 rencana pengembangan"
            text = f"{why} {late} di antaranya sudah lewat waktunya." if late else why
            title = f"{words} menunggu {'Anda' if key == 'team_plans' else 'BKPSDM'}"
            found.append(Task("clipboard-list", title, text, "Periksa rencana", href, urgent=bool(late)))
    return found
