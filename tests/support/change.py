"""Builders of what is noted about a running initiative. Each commits what it makes."""

from datetime import date, timedelta
from decimal import Decimal
from typing import Any

from app.access.visitor import SYSTEM
from app.base.database import db
from app.documents import services as store
from app.documents.inspection import inspect
from app.initiatives.facts import MemberFacts
from app.initiatives.models import (
    Cause,
    Decision,
    Direction,
    Indicator,
    Initiative,
    MemberRole,
    Message,
    Risk,
    Stage,
    Stakeholder,
    StakeholderKind,
    TeamMember,
)
from app.initiatives.queries import initiatives, stages
from app.initiatives.queries.initiatives import InitiativePage
from app.initiatives.services import entries, team
from app.initiatives.services import stages as staging
from app.organisation.models import OrgUnit
from tests.support.builders import Person
from tests.support.proposals import TOR, local_today


def page_of(initiative: Initiative) -> InitiativePage:
    return initiatives.page(initiatives.WHOLE, initiative.id)


def join(
    initiative: Initiative,
    person: Person,
    role: MemberRole = MemberRole.MEMBER,
    unit: OrgUnit | None = None,
    **different: Any,
) -> TeamMember:
    """Somebody's part in the team, from yesterday on."""
    since = different.pop("starts_on", local_today() - timedelta(days=1))
    facts = MemberFacts(person.employee_id, role, since, unit.id if unit else None, **different)
    team.add(page_of(initiative), facts, by=SYSTEM)
    db.session.commit()
    statement = db.select(TeamMember).order_by(TeamMember.id.desc()).limit(1)
    return db.session.execute(statement).scalar_one()


def first_stage(initiative: Initiative, **days: date | None) -> Stage:
    """The first stage of an initiative, with these days."""
    stage = stages.stages(initiative.id)[0]
    known = {name: getattr(stage, name) for name in ("starts_on", "ends_on", "began_on", "ended_on")}
    for name, value in {**known, **days}.items():
        setattr(stage, name, value)
    db.session.commit()
    return stage


STAKEHOLDER = {"kind": StakeholderKind.GROUP, "name": "Petugas loket", "influence": 2, "impact": 4}
STANCE = {"stance": -1, "wanted": 1, "note": ""}


def make_stakeholder(initiative: Initiative, **different: Any) -> Stakeholder:
    return _keep(initiative, Stakeholder, STAKEHOLDER | STANCE | different)


def make_cause(initiative: Initiative, unit: OrgUnit | None = None, **different: Any) -> Cause:
    facts = {"unit_id": unit.id if unit else None, "code": "workload", "own_words": "", "note": ""}
    return _keep(initiative, Cause, facts | {"noted_on": local_today()} | different)


def make_risk(initiative: Initiative, **different: Any) -> Risk:
    facts = {"what": "Pelantikan mundur", "likelihood": 4, "impact": 4, "mitigation": "", "state": "open"}
    return _keep(initiative, Risk, facts | {"owner_id": None} | different)


def make_decision(initiative: Initiative, **different: Any) -> Decision:
    facts = {"decided_on": local_today(), "decided_by": "Rapat tim", "what": "Bidang tetap tiga", "why": "ABK."}
    return _keep(initiative, Decision, facts | different)


def make_message(initiative: Initiative, **different: Any) -> Message:
    facts = {"audience": "Semua pegawai", "what": "Loket tetap", "channel": "Apel", "told_by": "Kepala dinas"}
    return _keep(initiative, Message, facts | {"due_on": local_today(), "told_on": None} | different)


def make_indicator(initiative: Initiative, **different: Any) -> Indicator:
    facts = {
        "name": "Waktu layanan",
        "definition": "Median menit.",
        "measured_in": "menit",
        "source": "Catatan loket",
        "baseline_month": date(2025, 11, 1),
        "baseline": Decimal(42),
        "baseline_n": 318,
        "target": Decimal(25),
        "direction": Direction.DOWN,
        "owner_id": None,
    }
    return _keep(initiative, Indicator, facts | different)


def _keep(initiative: Initiative, model: Any, facts: dict[str, Any]) -> Any:
    row = entries.add(page_of(initiative), model, facts, by=SYSTEM)
    db.session.commit()
    return row


def keep_paper(initiative: Initiative, stage: Stage, *, title: str = "Kajian", is_shared: bool = True) -> int:
    """The number of a file that was uploaded to a stage."""
    upload = inspect(TOR, "kajian.pdf")
    key = store.put(upload.content)
    facts = {"storage_key": key, "title": title, "is_shared": is_shared, "by": SYSTEM}
    made = staging.keep_file(page_of(initiative), stage, upload, **facts)
    db.session.commit()
    return made.id


def ids_of_change(initiative: Initiative, person: Person, title: str) -> dict[str, int]:
    """The numbers of everything that is noted about an initiative."""
    stage = stages.stages(initiative.id)[0]
    decision = make_decision(initiative, what=f"Keputusan {title}")
    upload = inspect(TOR, "keputusan.pdf")
    entries.attach(page_of(initiative), decision, upload, storage_key=store.put(upload.content), by=SYSTEM)
    indicator = make_indicator(initiative, name=f"Indikator {title}")
    facts = {"month": date(2026, 1, 1), "value": Decimal(40), "n": 100, "breaks": ""}
    reading = entries.read(page_of(initiative), indicator, facts, by=SYSTEM)
    staging.own_list(by=SYSTEM)
    db.session.commit()
    return {
        "stage_id": stage.id,
        "stage_paper_id": keep_paper(initiative, stage, title=f"Kajian {title}"),
        "pattern_id": stages.patterns()[0].id,
        "member_id": join(initiative, person).id,
        "stakeholder_id": make_stakeholder(initiative, name=f"Kelompok {title}").id,
        "cause_id": make_cause(initiative, own_words=f"Sebab {title}", code="").id,
        "risk_id": make_risk(initiative, what=f"Risiko {title}").id,
        "decision_id": decision.id,
        "message_id": make_message(initiative, what=f"Pesan {title}").id,
        "indicator_id": indicator.id,
        "reading_id": reading.id,
    }
