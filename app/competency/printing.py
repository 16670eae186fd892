"""The sheet of a standard on paper (PermenPANRB 38/2017)."""

from datetime import date
from typing import Any

from app.base import wording
from app.competency import labels
from app.documents.printing import print_pdf, render_document
from app.organisation import labels as organisation_labels
from app.organisation.models import Government, PositionTier


def standard_pdf(government: Government, standard: dict[str, Any], day: date) -> bytes:
    """What a post asks on a day, as one signs it off; no personal data stands in it."""
    position, sheet = standard["position"], standard["sheet"]
    asked, words = standard["asked"], standard["levels"]
    rows = [
        (
            labels.GROUPS[one.group],
            one.name,
            asked[one.id],
            words.get(one.id, [])[asked[one.id] - 1] if len(words.get(one.id, [])) >= asked[one.id] else "",
        )
        for one in standard["rows"]
    ]
    needs = (
        ("Pangkat dan golongan", "rank"),
        ("Pendidikan dan bidang ilmu", "education"),
        ("Pelatihan", "training"),
        ("Pengalaman kerja", "experience"),
        ("Indikator kinerja jabatan", "indicators"),
    )
    html = render_document(
        "position_standard.html",
        government=government.name,
        title=position.title,
        code=position.code,
        tier=organisation_labels.TIERS[PositionTier(position.tier)],
        unit=standard["unit"].name,
        affair=sheet.affair if sheet else "",
        summary=sheet.summary if sheet else "",
        rows=rows,
        needs=[(label, getattr(sheet, name) if sheet else "") for label, name in needs],
        day=wording.full_date(day),
    )
    return print_pdf(html)
