"""People come, change and leave. Audit lines name fields, never what stands in them.

A leaving written down ahead ends the placements from its day at once, and the worker lets it take effect on that day.
"""

from collections.abc import Mapping
from dataclasses import asdict, dataclass
from datetime import date
from typing import Any

from sqlalchemy.exc import IntegrityError

from app.access.visitor import SYSTEM, Actor
from app.audit import services as audit
from app.base import scope
from app.base.clock import today
from app.base.database import db, lock
from app.base.errors import RuleBroken, StaleVersion
from app.base.wording import bare_name
from app.organisation import queries as organisation
from app.organisation.models import Employee
from app.organisation.queries import leavings, staff
from app.organisation.services import placements
from app.organisation.services.directory import refresh_directory
from app.organisation.signals import KindChanged, kind_changed

FACTS = (
    "nip",
    "name",
    "kind",
    "rank",
    "rank_from",
    "cpns_from",
    "legal_status",
    "education_level",
    "education",
    "email",
)


class NipTaken(RuleBroken):
    heading = "NIP sudah dipakai"
    message = (
        "NIP ini sudah tercatat untuk pegawai lain. Periksa lagi angkanya, atau cari pegawainya lewat pencarian NIP."
    )


def create_employee(facts: Mapping[str, Any], *, by: Actor) -> Employee:
    """Somebody new, without a post yet; ``facts`` are named as in ``FACTS``."""
    _ensure_free(facts["nip"])
    employee = Employee(**facts, sort_name=bare_name(facts["name"]))
    db.session.add(employee)
    _flush_once()
    audit.record("organisation.employee.created", employee, by=by)
    refresh_directory([employee.id])
    return employee


def change_employee(employee: Employee, facts: Mapping[str, Any], *, version: int, by: Actor) -> Employee:
    """Mend or bring up to date what is known of somebody. Raises StaleVersion."""
    employee = lock(employee)
    if employee.version != version:
        raise StaleVersion(
            f"Data {employee.name} sudah diubah orang lain sejak Anda membukanya. "
            "Muat ulang halaman untuk melihat yang terbaru, lalu isi lagi."
        )
    changed = [name for name in FACTS if getattr(employee, name) != facts[name]]
    if not changed:
        return employee
    if "nip" in changed:
        _ensure_free(facts["nip"], but=employee.id)
    kind_before = employee.kind
    for name in changed:
        setattr(employee, name, facts[name])
    employee.sort_name = bare_name(employee.name)
    employee.version += 1
    _flush_once()
    audit.record("organisation.employee.changed", employee, by=by, fields=changed)
    if "kind" in changed:
        kind_changed.send(KindChanged(employee, kind_before, _today(employee), by))
    refresh_directory([employee.id])
    return employee


class NotServing(RuleBroken):
    heading = "Sudah tidak aktif"
    message = "Pegawai ini sudah tidak aktif. Kalau itu keliru, aktifkan lagi dari berkasnya."


class TookEffect(RuleBroken):
    heading = "Sudah berlaku"
    message = "Hari berhentinya sudah tiba. Kalau itu keliru, aktifkan lagi pegawai ini dari berkasnya."


class NotLeaving(RuleBroken):
    heading = "Belum berhenti"
    message = "Pegawai ini masih aktif dan belum dicatat akan berhenti, jadi belum ada alasan yang perlu dicatat."


@dataclass(frozen=True)
class Why:
    """A reason of ``LeavingReason`` and a note, both empty where nobody wrote them down; as columns of a person."""

    leaving_reason: str = ""
    leaving_note: str = ""


UNEXPLAINED = Why()


def deactivate_employee(employee: Employee, *, on: date, version: int, by: Actor, why: Why = UNEXPLAINED) -> None:
    """Somebody has left or will: from that day on they hold no post, and they can no longer sign in.

    A day ahead is kept until it comes, and replaces one that was written down before. Raises RuleBroken where a
    placement begins on the day or later.
    """
    employee = lock(employee)
    if employee.version != version:
        raise StaleVersion
    if not employee.active:
        raise NotServing
    before = employee.leaves_on
    _let_go_on(employee, by=by)
    ended = placements.end_all(employee.id, on=on, by=by)
    employee.leaves_on, employee.version = on, employee.version + 1
    explained = _explain(employee, why)
    if on > _today(employee):
        employee.cut_short = ended
        _note_plan(employee, before, explained, by=by)
    else:
        _leave(employee, by=by)
    refresh_directory([employee.id])


def explain_leaving(employee: Employee, why: Why, *, version: int, by: Actor) -> None:
    """Write down or mend why somebody left or will. Raises StaleVersion, and NotLeaving where they do not."""
    employee = lock(employee)
    if employee.version != version:
        raise StaleVersion
    ensure_leaving(employee)
    changed = _explain(employee, why)
    if changed:
        employee.version += 1
        audit.record("organisation.employee.changed", employee, by=by, fields=changed)


def ensure_leaving(employee: Employee) -> None:
    """Raises NotLeaving for whoever serves and is not known to leave."""
    if employee.active and employee.leaves_on is None:
        raise NotLeaving


def _explain(employee: Employee, why: Why) -> list[str]:
    """The columns that say something else now."""
    changed = [name for name, text in asdict(why).items() if getattr(employee, name) != text]
    for name in changed:
        setattr(employee, name, getattr(why, name))
    return changed


def withdraw_leaving(employee: Employee, *, by: Actor) -> None:
    """Take back a leaving before its day: what it cut short goes on as it would have. Raises TookEffect."""
    employee = lock(employee)
    if employee.leaves_on is None:
        return
    if not employee.active or employee.leaves_on <= _today(employee):
        raise TookEffect
    on = employee.leaves_on
    _let_go_on(employee, by=by)
    _explain(employee, UNEXPLAINED)
    employee.version += 1
    audit.record("organisation.employee.leaving_withdrawn", employee, by=by, on=on.isoformat())
    refresh_directory([employee.id])


def leave_on_their_day(day: date) -> int:
    """Let those go whose day has come in the government in scope; returns how many. Run twice it does nothing more."""
    going = leavings.due(day)
    for employee in going:
        _leave(employee, by=SYSTEM)
        employee.version += 1
    if going:
        refresh_directory([one.id for one in going])
    return len(going)


def activate_employee(employee: Employee, *, by: Actor) -> None:
    """Somebody serves again, or had never left: they can sign in, and wait for a post."""
    employee = lock(employee)
    if employee.active:
        return
    employee.active, employee.leaves_on, employee.version = True, None, employee.version + 1
    _explain(employee, UNEXPLAINED)
    audit.record("organisation.employee.activated", employee, by=by)
    refresh_directory([employee.id])


def _note_plan(employee: Employee, before: date | None, explained: list[str], *, by: Actor) -> None:
    on = employee.leaves_on.isoformat() if employee.leaves_on else None
    if before is None:
        audit.record("organisation.employee.leaving_planned", employee, by=by, on=on)
        return
    if before != employee.leaves_on:
        told = {"on": before.isoformat()}
        audit.record("organisation.employee.leaving_planned", employee, by=by, before=told, after={"on": on})
    if explained:
        audit.record("organisation.employee.changed", employee, by=by, fields=explained)


def _leave(employee: Employee, *, by: Actor) -> None:
    employee.active, employee.cut_short = False, None
    on = employee.leaves_on
    audit.record("organisation.employee.deactivated", employee, by=by, on=on.isoformat() if on else None)


def _let_go_on(employee: Employee, *, by: Actor) -> None:
    """What a leaving ahead has cut short ends when it would have without it."""
    on, ended = employee.leaves_on, employee.cut_short or {}
    employee.leaves_on = employee.cut_short = None
    if on is not None:
        placements.let_go_on(employee.id, ended, cut_on=on, by=by)


def _today(employee: Employee) -> date:
    return today(organisation.government(employee.government_id).timezone)


def _ensure_free(nip: str, *, but: int | None = None) -> None:
    with scope.everything():
        if staff.nip_taken(nip, but=but):
            raise NipTaken


def _flush_once() -> None:
    try:
        db.session.flush()
    except IntegrityError as error:  # two clerks typed the same NIP at the same moment
        raise NipTaken from error
