"""A plan on paper, for the file of its owner and their superior."""

from collections.abc import Mapping, Sequence
from decimal import Decimal
from typing import Any

from app.base import wording
from app.documents.printing import print_pdf, render_document
from app.individual_plans import labels, rules
from app.individual_plans.models import IndividualPlan, Outcome, PlanStatus, Way
from app.letters.labels import spaced_nip
from app.organisation.models import Employee, Government


def plan_pdf(
    government: Government,
    plan: IndividualPlan,
    employee: Employee,
    rows: Sequence[Any],
    found: Mapping[int, Sequence[Mapping[str, str]]],
    *,
    position: str,
    unit: str,
) -> bytes:
    """The edition in force, or the draft where there is none, with what came of it and the lines ``found`` for it."""
    zone = government.timezone
    planned = sum((row[0].target_hours for row in rows), Decimal(0))
    shares = rules.mix((Way(row[0].way), row[0].target_hours) for row in rows)
    html = render_document(
        "individual_plan.html",
        government=government.name,
        year=plan.year,
        state=labels.STATUSES[PlanStatus(plan.status)][0],
        holder=employee.name,
        nip=spaced_nip(employee.nip),
        position=position or "-",
        unit=unit or "-",
        items=[_told(row, found.get(row[0].id, ())) for row in rows],
        planned=wording.number(planned),
        shares=[(labels.WAYS[way], share, labels.AIMED[way]) for way, share in shares.items()],
        agreed_by=plan.agreed_by,
        agreed_at=wording.moment(plan.agreed_at, zone) if plan.agreed_at else "",
        closed_by=plan.closed_by,
        closed_at=wording.moment(plan.closed_at, zone) if plan.closed_at else "",
        realised=wording.number(rules.hours_of({"lines": lines} for lines in found.values())),
        has_outcomes=any(row[0].outcome for row in rows),
        report_note=plan.report_note,
        in_force=bool(plan.agreed_edition),
    )
    return print_pdf(html)


def _told(found: Any, lines: Sequence[Mapping[str, str]]) -> dict[str, Any]:
    row, name, form = found
    return {
        "name": name,
        "reason": row.reason,
        "levels": f"{labels.level(row.from_level)} ke {row.to_level}" if row.to_level else "-",
        "form": form,
        "activity": row.activity,
        "hours": wording.number(row.target_hours),
        "period": labels.period(row.first_month, row.last_month),
        "support": row.support or "-",
        "outcome": labels.OUTCOMES[Outcome(row.outcome)][0],
        "note": row.outcome_note,
        "proof": [
            f"{one['title']}, {wording.number(Decimal(one['hours']))} JP"
            + (f", sertifikat {one['certificate']}" if one["certificate"] else "")
            for one in lines
        ],
    }
