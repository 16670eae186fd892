"""Builders of actions and quick checks, with dull defaults. Each commits what it makes."""

from datetime import timedelta
from typing import Any

from app.base.clock import now, today
from app.base.database import db
from app.initiatives.models import Initiative
from app.interventions.models import ActionStatus, Effort, InterventionAction, OwnIntervention, TargetKind
from app.organisation.models import OrgUnit
from app.surveys.models.live import GroupCheck, LiveStatus
from tests.support.builders import Person
from tests.support.sosialisasi import make_file


def make_action(initiative: Initiative, unit: OrgUnit, owner: Person, **different: Any) -> InterventionAction:
    """An action somebody is at work on, due in two weeks."""
    row = InterventionAction(
        **{
            "initiative_id": initiative.id, "unit_id": unit.id, "owner_id": owner.employee_id,
            "title": "Tanya jawab tunjangan", "description": "Menjawab pertanyaan tentang tunjangan.",
            "due_on": today("Asia/Jakarta") + timedelta(days=14), "status": ActionStatus.IN_PROGRESS,
        } | different
    )  # fmt: skip
    db.session.add(row)
    db.session.commit()
    return row


def ids_of_actions(initiative_id: int, unit_id: int, owner: Person, title: str) -> dict[str, int]:
    """An action with a file, an own intervention and a quick check; numbers another must not open."""
    initiative, unit = db.session.get_one(Initiative, initiative_id), db.session.get_one(OrgUnit, unit_id)
    action = make_action(initiative, unit, owner, title=title, evidence_file_id=make_file().id)
    own = OwnIntervention(
        target_kind=TargetKind.BARRIER,
        target_code="desire",
        name=title,
        description="Duduk bersama.",
        effort=Effort.LOW,
        days=14,
        evidence="Catatan",
    )
    check = GroupCheck(
        title=title,
        change_name="penataan",
        code=f"C{action.id:05d}",
        status=LiveStatus.OPEN,
        taker_key="k",
        opened_by_id=owner.employee_id,
        opened_at=now(),
        ends_at=now() + timedelta(hours=4),
    )
    db.session.add_all([own, check])
    db.session.commit()
    return {"action_id": action.id, "intervention_id": own.id, "check_id": check.id}
