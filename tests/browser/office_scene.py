"""People and organisation in every state a page can show, in one government, and a neighbour of it."""

from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from sqlalchemy import Select, select

from app.access.permissions import Role
from app.accounts.models import RoleGrant
from app.accounts.rules import GrantReach
from app.accounts.services import grants
from app.accounts.services.grants import Wish
from app.audit.models import AuditEntry
from app.base.clock import today
from app.base.database import db
from app.imports.headings import ImportKind
from app.notifications.models import Mail
from app.organisation.models import LeavingReason, Placement, PositionTier
from app.organisation.queries import employee as employee_of
from app.organisation.services import employees, refresh_directory
from app.privacy.models import RequestKind
from app.privacy.services import requests as privacy
from tests.browser.seeding import Cast, Scene, _cast, _enter_government, in_app
from tests.support.builders import (
    LONG_AGO,
    ZONE,
    Person,
    make_account,
    make_certificate,
    make_employee,
    make_position,
    make_unit,
)
from tests.support.tables import apply, bring, of_dicts

LONG_UNIT = "Dinas Pengendalian Penduduk, Keluarga Berencana, Pemberdayaan Perempuan dan Perlindungan Anak"
WITHOUT_BLANKS = "PenyelenggaraUrusanPemerintahan" * 5
LONG_NAME = "Raden Ajeng Kusumaningtyas Wiryodiningrat, S.Sos., M.Si., M.A.P."


@dataclass(frozen=True)
class Office(Cast):
    nadia: Person | None = None
    root: Person | None = None


@in_app
def office() -> Scene:
    """Units below units, a vacancy, a table to look at and one applied, requests, roles that wait, mails."""
    cast = _cast()
    nadia = make_employee("Nadia Permata, S.Kom.", roles=[Role.ADMINISTRATOR], female=True)
    top = make_unit(LONG_UNIT)
    below = make_unit("Bidang Ketahanan dan Kesejahteraan Keluarga", parent=top)
    head = make_position(WITHOUT_BLANKS, unit=top, tier=PositionTier.JPT_PRATAMA)
    make_position("Penata Kependudukan dan Keluarga Berencana Ahli Muda", unit=below, above=head.id)
    long = make_employee(LONG_NAME, position_id=make_position(unit=below, above=head.id).id, female=True)
    refresh_directory()
    db.session.commit()
    ids = {"top": top.id, "below": below.id, "position": head.id, "long": long.employee_id}
    ids |= _tables(cast) | _trust(cast, nadia, long) | _leavings(cast)
    ids |= {"certificate": make_certificate(cast.budi).id, "government": cast.government_id}
    everybody: dict[str, Any] = {name: getattr(cast, name) for name in ("rina", "budi", "dewi", "sari", "auditor")}
    return Scene(Office(cast.government_id, **everybody, nadia=nadia, root=_root(cast.government_id)), ids)


def _tables(cast: Cast) -> dict[str, int]:
    """A table with faults that waits for a decision, and one that was applied."""
    number = cast.government_id % 100
    rows = [
        {"nip": f"1988010120120110{number:02}", "name": "Ani Wijaya", "rank": "IIIa"},
        {"nip": "1.99E+17", "name": LONG_NAME, "rank": "IX/z"},
        {"nip": cast.budi.nip, "name": "Budi Pratama Putra, S.A.P.", "rank": "III/b"},
    ]
    checked = bring(of_dicts(ImportKind.EMPLOYEES, rows), cast.sari)
    applied = bring(of_dicts(ImportKind.EMPLOYEES, [rows[0] | {"nip": f"1988020220120210{number:02}"}]), cast.sari)
    apply(applied, cast.sari)
    return {"checked": checked.id, "applied": applied.id}


def _trust(cast: Cast, nadia: Person, long: Person) -> dict[str, int]:
    """Requests that wait, a role that waits for a second administrator, and what was written of it."""
    correction = privacy.ask(
        cast.budi.employee_id, RequestKind.CORRECTION, by=cast.budi.actor, part="employee", wrong="Pratama", right="P."
    )
    privacy.ask(long.employee_id, RequestKind.RESTRICTION, by=long.actor, note="Saya sedang berselisih.")
    day = today(ZONE.key)
    wish = Wish(cast.dewi.user_id, Role.HR, cast.government_id, None, day, None)
    reach = GrantReach(cast.government_id, of_installation=False)
    waiting = grants.grant(wish, reach=reach, by=nadia.actor, day=day)
    db.session.commit()
    return {
        "request": correction.id,
        "grant": waiting.id,
        "mail": _one(select(Mail.id).order_by(Mail.id.desc())),
        "entry": _one(select(AuditEntry.position).where(AuditEntry.chain == cast.government_id)),
        "placement": _one(select(Placement.id).where(Placement.employee_id == cast.budi.employee_id)),
    }


def _leavings(cast: Cast) -> dict[str, int]:
    """Somebody who has left, and somebody who will, each with why."""
    day, ids = today(ZONE.key), {}
    for name, on in (("gone", day), ("leaving", day + timedelta(days=40))):
        employee = employee_of(make_employee(LONG_NAME, position_id=make_position().id).employee_id)
        why = employees.Why(LeavingReason.OTHER, "Melanjutkan pendidikan di luar negeri dan pindah bersama keluarga.")
        employees.deactivate_employee(employee, on=on, version=1, by=cast.sari.actor, why=why)
        ids[name] = employee.id
    db.session.commit()
    return ids


def _one(statement: Select[int]) -> int:
    return db.session.execute(statement.limit(1)).scalar_one()


def _root(number: int) -> Person:
    """An administrator of the installation, who signs in with an address."""
    address = f"admin.{number}@penata.example"
    user = make_account("Admin Instalasi", email=address)
    db.session.add(RoleGrant(user_id=user.id, role=Role.INSTALLATION_ADMINISTRATOR, starts_on=LONG_AGO))
    db.session.commit()
    return Person(user.name, address, address, 0, user.id, 0, 0)


@in_app
def next_door() -> Person:
    """Joko, a personnel officer of another government with a few people of its own."""
    _enter_government()
    make_employee("Wawan Setiawan")
    joko = make_employee("Joko Susilo", roles=[Role.HR])
    refresh_directory()
    db.session.commit()
    return joko
