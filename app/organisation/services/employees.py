"""People come, change and leave. Audit lines name fields, never what stands in them."""

from collections.abc import Mapping
from datetime import date
from typing import Any

from sqlalchemy.exc import IntegrityError

from app.access.visitor import Actor
from app.audit import services as audit
from app.base import scope
from app.base.clock import today
from app.base.database import db, lock
from app.base.errors import RuleBroken, StaleVersion
from app.base.wording import bare_name, plain_date
from app.organisation import queries as organisation
from app.organisation.models import Employee
from app.organisation.queries import staff
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


class NotYet(RuleBroken):
    heading = "Tanggalnya belum tiba"
    message = (
        "Tanggal ini belum tiba, padahal pegawai langsung tidak aktif dan tidak bisa masuk begitu disimpan. "
        "Nonaktifkan pada harinya; penempatannya boleh Anda akhiri dari sekarang."
    )


def deactivate_employee(employee: Employee, *, on: date, version: int, by: Actor) -> None:
    """Somebody has left: from that day on they hold no post, and they can no longer sign in.

    Raises NotYet for a day ahead: whether somebody serves is known for today only.
    """
    employee = lock(employee)
    if employee.version != version:
        raise StaleVersion
    if on > _today(employee):
        raise NotYet
    for one in staff.placements_lasting(employee.id, on):
        if one.starts_on >= on:
            raise RuleBroken(
                f"Pegawai ini punya penempatan yang mulai {plain_date(one.starts_on)}. "
                "Pilih tanggal sesudahnya, atau akhiri dulu penempatan itu."
            )
        one.ends_on = on
        audit.record("organisation.placement.ended", one, by=by, on=on.isoformat(), employee=employee.id)
    employee.active, employee.version = False, employee.version + 1
    audit.record("organisation.employee.deactivated", employee, by=by, on=on.isoformat())
    refresh_directory([employee.id])


def activate_employee(employee: Employee, *, by: Actor) -> None:
    """Somebody serves again, or had never left: they can sign in, and wait for a post."""
    employee = lock(employee)
    if employee.active:
        return
    employee.active, employee.version = True, employee.version + 1
    audit.record("organisation.employee.activated", employee, by=by)
    refresh_directory([employee.id])


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
