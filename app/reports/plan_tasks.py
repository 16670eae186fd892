"""What individual plans ask of somebody today: of their owner, their superior, and the agency."""

from datetime import date
from typing import Any

from flask import url_for

from app.base import wording
from app.individual_plans import rules
from app.individual_plans.models import REALISABLE, PlanStatus
from app.individual_plans.queries import settings
from app.reports.tasks import Task


def own(row: Any, day: date) -> Task | None:
    """A plan that was sent back, or whose realisation is due soon; nothing once its year is locked."""
    values = {"report_by": row.report_by, "lock_on": row.lock_on}
    shipped = {key: one.value for key, one in settings.shipped().items()}
    year = settings.Year(row.year, shipped | {key: one for key, one in values.items() if one})
    if day >= year.locked_from:
        return None
    if row.status != PlanStatus.REPORT_RETURNED and row.status in REALISABLE:
        return _realisation(row, year, day)
    return Task(
        "clipboard-list",
        f"Perbaiki rencana pengembangan {row.year}",
        "Atasan mengembalikannya dengan catatan.",
        "Buka rencana",
        url_for("idp.show_plan", idp_id=row.id),
    )


def _realisation(row: Any, year: settings.Year, day: date) -> Task | None:
    report_by = year.day("report_by")
    if day < report_by - rules.REPORT_AHEAD:
        return None
    return Task(
        "clipboard-list",
        f"Isi realisasi rencana pengembangan {row.year}",
        f"Sampai {wording.plain_date(report_by)}. JP dan sertifikat yang cocok sudah tampil di sana.",
        "Isi realisasi",
        url_for("idp.show_realisation", idp_id=row.id),
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
