"""Who is at work on an initiative, from when and until when."""

from datetime import date

from sqlalchemy import select

from app.access.visitor import Actor
from app.audit import services as audit
from app.base.database import db, lock
from app.base.errors import WrongField
from app.initiatives import rules
from app.initiatives.facts import MemberFacts
from app.initiatives.models import Initiative, MemberRole, TeamMember
from app.initiatives.queries.initiatives import InitiativePage


def name_sponsor(initiative: Initiative, *, since: date, by: Actor) -> None:
    """The team follows the sponsor the initiative names: the former one's part ends, the new one's begins."""
    open_ones = select(TeamMember).where(
        TeamMember.initiative_id == initiative.id,
        TeamMember.role == MemberRole.SPONSOR,
        TeamMember.ends_on.is_(None),
    )
    for row in db.session.execute(open_ones).scalars():
        if row.employee_id == initiative.sponsor_id:
            return
        row.ends_on = max(since, row.starts_on)
        audit.record("initiatives.member.left", row, by=by, role=row.role)
    if initiative.sponsor_id is not None:
        _add(initiative, MemberFacts(initiative.sponsor_id, MemberRole.SPONSOR, since), by=by)


def add(page: InitiativePage, facts: MemberFacts, *, by: Actor) -> None:
    """A new sponsor takes the place of the former one."""
    initiative = lock(page.initiative)
    rules.ensure_may_change(initiative.status)
    _ensure(facts)
    if facts.role == MemberRole.SPONSOR:
        initiative.sponsor_id = facts.employee_id
        initiative.version += 1
        name_sponsor(initiative, since=facts.starts_on, by=by)
        return
    _ensure_once(initiative, facts)
    _add(initiative, facts, by=by)


def _ensure(facts: MemberFacts) -> None:
    if facts.role == MemberRole.AGENT and facts.unit_id is None:
        raise WrongField("unit_id", "Pilih unit yang didampingi agen perubahan ini.")
    if facts.role != MemberRole.AGENT and facts.unit_id is not None:
        raise WrongField("unit_id", "Hanya agen perubahan yang mendampingi satu unit. Kosongkan, atau pilih perannya.")
    if facts.ends_on is not None and facts.ends_on <= facts.starts_on:
        raise WrongField("ends_on", "Tanggal sampainya harus sesudah tanggal mulainya.")


def _ensure_once(initiative: Initiative, facts: MemberFacts) -> None:
    same = select(TeamMember.id).where(
        TeamMember.initiative_id == initiative.id,
        TeamMember.employee_id == facts.employee_id,
        TeamMember.role == facts.role,
        TeamMember.unit_id.is_(None) if facts.unit_id is None else TeamMember.unit_id == facts.unit_id,
        TeamMember.ends_on.is_(None),
    )
    if db.session.execute(same).first() is not None:
        raise WrongField("nip", "Orang ini sudah ada di tim dengan peran itu.")


def _add(initiative: Initiative, facts: MemberFacts, *, by: Actor) -> None:
    row = TeamMember(
        initiative_id=initiative.id,
        employee_id=facts.employee_id,
        role=facts.role,
        unit_id=facts.unit_id,
        label=facts.label if facts.role == MemberRole.AGENT else "",
        starts_on=facts.starts_on,
        ends_on=facts.ends_on,
    )
    db.session.add(row)
    db.session.flush()
    audit.record("initiatives.member.joined", row, by=by, role=row.role)


def end(page: InitiativePage, row: TeamMember, day: date, *, by: Actor) -> None:
    """Their part is over from a day on; what they did stays on record."""
    initiative = lock(page.initiative)
    rules.ensure_may_change(initiative.status)
    if row.ends_on is not None and row.ends_on <= day:
        raise rules.NotNow("Orang ini sudah tidak di tim.")
    row.ends_on = max(day, row.starts_on)
    if row.role == MemberRole.SPONSOR and initiative.sponsor_id == row.employee_id:
        initiative.sponsor_id = None
        initiative.version += 1
    audit.record("initiatives.member.left", row, by=by, role=row.role)
