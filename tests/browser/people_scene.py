"""A government with something on every page about people, and everywhere the longest names one meets."""

from dataclasses import dataclass
from datetime import date

from sqlalchemy import select

from app.access.permissions import Role
from app.accounts.models import RoleGrant
from app.accounts.services import grants
from app.accounts.services.grants import Wish
from app.audit.models import AuditEntry
from app.base import scope
from app.base.clock import today
from app.base.database import db
from app.imports.headings import ImportKind
from app.notifications.models import Mail
from app.organisation.models import OrgUnit, Placement, PositionTier
from app.organisation.services import refresh_directory
from app.privacy.models import RequestKind
from app.privacy.services import requests
from tests.browser.seeding import Scene, in_app
from tests.support.builders import ZONE, Person, make_account, make_employee, make_government, make_position, make_unit
from tests.support.tables import apply, bring, of_dicts

LONG_NAME = "Prof. Dr. Ir. Hj. Raden Ajeng Siti Nurhaliza Kusumawardhani, M.Sc."
LONG_UNIT = "Subbagian Perencanaan, Pemantauan, Evaluasi, Pelaporan, dan Pengelolaan Barang Milik Daerah"
LONG_TITLE = "Pengelola Pemantauan dan Evaluasi Pelaksanaan Rencana Aksi Percepatan Pembangunan Wilayah"
UNBROKEN = "Penanggungjawabpelaksanakegiatanpengawasandanpengendalian.xlsx"


@dataclass(frozen=True)
class People:
    government_id: int
    rina: Person
    budi: Person
    sari: Person
    nadia: Person
    auditor: Person
    root: Person


@in_app
def people() -> Scene:
    """Everything the pages about people can show."""
    government = make_government("Kabupaten Bungo Panjang")
    scope.enter(government.id)
    agency = make_unit("Dinas Penanaman Modal dan Pelayanan Terpadu Satu Pintu")
    unit = make_unit(LONG_UNIT, parent=agency)
    head = make_position(f"Kepala {LONG_UNIT}", unit=unit, tier=PositionTier.ADMINISTRATOR)
    rina = make_employee("Rina Marlina, S.E.", position_id=head.id, female=True)
    budi = _below(LONG_NAME, LONG_TITLE, unit, head.id)
    quiet = _below("Dewi Lestari, S.Kom.", "Pranata Komputer", unit, head.id)
    vacant = make_position("Arsiparis", unit=unit, above=head.id)
    sari = make_employee("Sari Wulandari, S.Sos., M.Si.", roles=[Role.HR], female=True)
    nadia = make_employee("Nadia Permata, S.Kom.", roles=[Role.ADMINISTRATOR], female=True)
    auditor = make_employee("Umi Kalsum", roles=[Role.AUDITOR], female=True)
    refresh_directory()
    db.session.commit()
    runs = _runs(sari, budi)
    asked, waiting = _requests(budi, quiet, sari)
    given = _grant(budi, nadia, government.id, unit)
    mail = db.session.execute(select(Mail.id).order_by(Mail.id.desc()).limit(1)).scalar_one()
    entry = db.session.execute(select(AuditEntry.position).order_by(AuditEntry.position.desc()).limit(1)).scalar_one()
    placement = select(Placement.id).where(Placement.employee_id == budi.employee_id)
    ids = {
        "unit": unit.id,
        "post": budi.position_id,
        "vacant": vacant.id,
        "budi": budi.employee_id,
        "placement": db.session.execute(placement).scalar_one(),
        "request": asked,
        "waiting": waiting,
        "grant": given,
        "mail": mail,
        "entry": entry,
        "government": government.id,
        **runs,
    }
    return Scene(People(government.id, rina, budi, sari, nadia, auditor, _root()), ids)


def _below(name: str, title: str, unit: OrgUnit, above: int) -> Person:
    return make_employee(name, position_id=make_position(title, unit=unit, above=above).id, female=True)


def _root() -> Person:
    user = make_account("Akar Instalasi", email="akar.panjang@penata.example")
    db.session.add(RoleGrant(user_id=user.id, role=Role.INSTALLATION_ADMINISTRATOR, starts_on=date(2020, 1, 1)))
    db.session.commit()
    return Person(user.name, "akar.panjang@penata.example", "", 0, user.id, 0, 0)


def _runs(sari: Person, budi: Person) -> dict[str, int]:
    """One table taken, one tried with faults, one whose headings nobody knows."""
    rows = [
        {"nip": budi.nip, "name": LONG_NAME, "rank": "III/d"},
        {"nip": "199104042015041003", "name": "Fajar Baru"},
        {"nip": "1.99E+17", "name": LONG_NAME},
        {"nip": "199104042015041004", "name": "Gita Baru", "rank": "Penata Muda Tingkat Satu Golongan Tiga B Lama"},
    ]
    done = apply(bring(of_dicts(ImportKind.EMPLOYEES, rows[:2]), sari, name="pegawai.xlsx"), sari, everything=True)
    tried = bring(of_dicts(ImportKind.EMPLOYEES, rows), sari, name=UNBROKEN)
    unknown = bring(b"NIP Lama Sekali,Sebutan\n199104042015041003,Fajar\n", sari, name="tanpa judul.csv")
    return {"done": done.id, "tried": tried.id, "unknown": unknown.id}


def _requests(budi: Person, quiet: Person, sari: Person) -> tuple[int, int]:
    answered = requests.ask(quiet.employee_id, RequestKind.RESTRICTION, by=quiet.actor, note="Sedang dipersoalkan.")
    requests.grant(answered, "Dibatasi selama diperiksa.", by=sari.actor, day=today(ZONE.key))
    waiting = requests.ask(
        budi.employee_id, RequestKind.CORRECTION, by=budi.actor, part="file", wrong=LONG_NAME, right=LONG_TITLE
    )
    db.session.commit()
    return answered.id, waiting.id


def _grant(budi: Person, nadia: Person, government_id: int, unit: OrgUnit) -> int:
    """A role that waits for a second administrator."""
    wish = Wish(budi.user_id, Role.HR, government_id, unit.id, today(ZONE.key), None)
    reach = grants.GrantReach(government_id, of_installation=False)
    given = grants.grant(wish, reach=reach, by=nadia.actor, day=today(ZONE.key))
    db.session.commit()
    return given.id
