"""Planning an action, doing it, and finding out whether it helped. The owner and whoever planned it are told."""

from dataclasses import dataclass
from datetime import date

from app.access.visitor import SYSTEM, Actor
from app.audit import services as audit
from app.base.clock import now
from app.base.database import db, lock
from app.base.errors import StaleVersion, WrongField
from app.base.wording import plain_date
from app.documents import services as store
from app.documents.inspection import Upload
from app.initiatives.models import Initiative
from app.interventions import rules
from app.interventions.catalogue import Intervention
from app.interventions.facts import ActionFacts, Finding
from app.interventions.models import ActionStatus, InterventionAction, VerifiedBy
from app.interventions.queries import actions as queries
from app.notifications import services as notifications
from app.notifications.services import Recipient
from app.organisation import queries as organisation
from app.organisation.models import Employee


@dataclass(frozen=True)
class Evidence:
    """What somebody says they did, and a file that was put into the store already."""

    words: str
    upload: Upload | None = None
    storage_key: str = ""


def plan(
    initiative: Initiative,
    facts: ActionFacts,
    *,
    chosen: Intervention | None,
    finding: Finding | None,
    day: date,
    by: Actor,
) -> InterventionAction:
    """Propose an action to whoever is to do it; what they plan for themselves they have agreed to."""
    rules.ensure_due(facts.due_on, day)
    owner = _owner(facts.owner_id)
    action = InterventionAction(
        initiative_id=initiative.id,
        unit_id=facts.unit_id,
        title=_title(facts, chosen),
        description=facts.description or (chosen.description if chosen else ""),
        catalogue_code=facts.catalogue_code,
        owner_id=owner.id,
        planned_by_id=by.employee_id,
        due_on=facts.due_on,
        status=ActionStatus.AGREED if owner.id == by.employee_id else ActionStatus.PROPOSED,
        evidence="",
        effect="",
        drop_reason="",
        version=1,
        **_found(finding),
    )
    db.session.add(action)
    db.session.flush()
    audit.record("interventions.action.planned", action, by=by, employees=owner.id)
    if owner.id != by.employee_id:
        _tell(action, owner, "action_planned", f"Anda diminta mengerjakan {action.title}")
    return action


def _title(facts: ActionFacts, chosen: Intervention | None) -> str:
    title = facts.title or (chosen.name if chosen else "")
    if not title:
        raise WrongField("title", "Isi nama tindakannya, atau pilih satu dari katalog.")
    return title


def _owner(employee_id: int) -> Employee:
    owner = organisation.employee(employee_id)
    if not owner.active:
        raise WrongField("owner_nip", "Pelaksana ini sudah tidak bekerja di sini.")
    return owner


def _found(finding: Finding | None) -> dict[str, object]:
    if finding is None:
        return {"wave_id": None, "target_kind": None, "target_code": "", "finding": ""}
    return {
        "wave_id": finding.wave_id,
        "target_kind": finding.target_kind,
        "target_code": finding.target_code,
        "finding": finding.words,
        "finding_value": finding.value,
        "finding_answers": finding.answers,
    }


def change(action: InterventionAction, facts: ActionFacts, *, version: int, day: date, by: Actor) -> None:
    """Another owner, day or wording. A new owner has agreed to nothing yet. Raises StaleVersion."""
    action = lock(action)
    if action.version != version:
        raise StaleVersion
    rules.ensure_may_change(action.status)
    if facts.due_on != action.due_on:
        rules.ensure_due(facts.due_on, day)
    owner, is_new = _owner(facts.owner_id), facts.owner_id != action.owner_id
    action.title = _title(facts, None)
    action.description, action.due_on, action.owner_id = facts.description, facts.due_on, owner.id
    if is_new:
        action.status = ActionStatus.AGREED if owner.id == by.employee_id else ActionStatus.PROPOSED
        action.reminded_on = None
    _changed(action)
    audit.record("interventions.action.changed", action, by=by, employees=owner.id)
    if is_new and owner.id != by.employee_id:
        _tell(action, owner, "action_planned", f"Anda diminta mengerjakan {action.title}")


def agree(action: InterventionAction, *, by: Actor) -> None:
    """The owner says that they will do it."""
    _step(lock(action), ActionStatus.AGREED)
    audit.record("interventions.action.agreed", action, by=by)


def begin(action: InterventionAction, *, by: Actor) -> None:
    _step(lock(action), ActionStatus.IN_PROGRESS)
    audit.record("interventions.action.begun", action, by=by)


def finish(action: InterventionAction, evidence: Evidence, *, day: date, by: Actor) -> None:
    """The owner says it is done and shows how. Whoever planned it is told to look."""
    action = lock(action)
    rules.ensure_possible(action.status, ActionStatus.DONE)
    rules.ensure_evidence(evidence.words, has_file=evidence.upload is not None)
    if evidence.upload is not None:
        one = evidence.upload
        file = store.keep(one.content, storage_key=evidence.storage_key, name=one.name, media_type=one.media_type)
        action.evidence_file_id = file.id
    action.evidence, action.done_on = evidence.words, day
    _step(action, ActionStatus.DONE)
    audit.record("interventions.action.finished", action, by=by)
    if action.planned_by_id is not None and action.planned_by_id != by.employee_id:
        planner = organisation.employee(action.planned_by_id)
        _tell(action, planner, "action_done", f"{action.title} ditandai selesai dan menunggu diperiksa", is_own=False)


def send_back(action: InterventionAction, reason: str, *, by: Actor) -> None:
    """What was shown does not do: it goes on, and the owner reads why."""
    action = lock(action)
    rules.ensure_not_own(action, by.employee_id)
    if action.status != ActionStatus.DONE:
        raise rules.NotNow("Hanya tindakan yang menunggu diperiksa yang bisa dikembalikan.")
    action.done_on = None
    _step(action, ActionStatus.IN_PROGRESS)
    audit.record("interventions.action.returned", action, by=by)
    _tell(action, organisation.employee(action.owner_id), "action_returned", f"Dikembalikan: {reason}")


def verify_evidence(action: InterventionAction, words: str, *, by: Actor) -> None:
    """Somebody else looked at the evidence and found that it was done."""
    action = _verified(action, VerifiedBy.EVIDENCE, by)
    action.effect = words
    audit.record("interventions.action.verified", action, by=by, how=VerifiedBy.EVIDENCE)


def verify_by_wave(action: InterventionAction, wave_id: int, words: str, *, by: Actor) -> None:
    """A later wave shows the change; ``words`` are its figures as they were told."""
    action = _verified(action, VerifiedBy.WAVE, by)
    action.verified_wave_id, action.effect = wave_id, words
    audit.record("interventions.action.verified", action, by=by, how=VerifiedBy.WAVE)


def _verified(action: InterventionAction, how: VerifiedBy, by: Actor) -> InterventionAction:
    action = lock(action)
    rules.ensure_not_own(action, by.employee_id)
    _step(action, ActionStatus.VERIFIED)
    action.verified_by, action.verified_by_id, action.verified_at = how, by.employee_id, now()
    return action


def drop(action: InterventionAction, reason: str, *, by: Actor) -> None:
    action = lock(action)
    action.drop_reason = reason
    _step(action, ActionStatus.DROPPED)
    audit.record("interventions.action.dropped", action, by=by)
    if action.owner_id != by.employee_id:
        _tell(action, organisation.employee(action.owner_id), "action_dropped", f"{action.title} dihentikan: {reason}")


def link_sosialisasi(action: InterventionAction, sosialisasi_id: int, *, by: Actor) -> None:
    """Remember the event that was begun for it."""
    action = lock(action)
    action.sosialisasi_id = sosialisasi_id
    _changed(action)
    audit.record("interventions.action.linked", action, by=by, sosialisasi=sosialisasi_id)


def link_batch(action: InterventionAction, batch_id: int, *, by: Actor) -> None:
    """Remember the batch people are nominated to for it."""
    action = lock(action)
    rules.ensure_may_change(action.status)
    action.batch_id = batch_id
    _changed(action)
    audit.record("interventions.action.linked", action, by=by, batch=batch_id)


def remind(action_id: int, *, today: date) -> bool:
    """Remind whoever is to do it; returns whether they were."""
    action = lock(queries.by_id(action_id))
    if not rules.should_remind(action, today):
        return False
    action.reminded_on = today
    owner = organisation.employee(action.owner_id)
    is_late = rules.is_overdue(action, today)
    _tell(action, owner, "action_due", f"{action.title} {'sudah lewat batas' if is_late else 'mendekati batas'}")
    audit.record("interventions.action.reminded", action, by=SYSTEM, employees=owner.id)
    return True


def _step(action: InterventionAction, following: ActionStatus) -> None:
    rules.ensure_possible(action.status, following)
    action.status = following
    _changed(action)


def _changed(action: InterventionAction) -> None:
    action.version += 1
    db.session.flush()


def _tell(action: InterventionAction, person: Employee, kind: str, say: str, *, is_own: bool = True) -> None:
    due = plain_date(action.due_on)
    notifications.tell(
        Recipient(person.id, person.name, person.email),
        kind,
        f"{say.rstrip('.')}. Batasnya {due}.",
        path=f"/tindakan/saya/{action.id}" if is_own else f"/tindakan/{action.id}",
        key=f"{action.id}:{person.id}:{action.version}:{action.reminded_on or ''}",
        action=action.title,
    )
