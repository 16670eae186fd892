"""Builders for letters and proposals: an agency and a unit with their people, and proposals on every step."""

import io
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal

from PIL import Image

from app.access.permissions import Role
from app.accounts.models import RoleGrant
from app.base import scope
from app.base.clock import now
from app.base.database import db
from app.documents import services as store
from app.documents.inspection import inspect
from app.letters.models import Letterhead
from app.organisation.models import OrgUnit, PositionTier
from app.proposals import queries
from app.proposals.facts import ProposalFacts, StartFacts, Subject
from app.proposals.models import DocumentUse, Proposal, ReviewItem
from app.proposals.queries import WHOLE, ProposalPage
from app.proposals.rules import Finding
from app.proposals.services import drafting, proposing, reviewing, running
from app.training.models import Batch, BatchStatus
from tests.support.builders import LONG_AGO, ZONE, Person, make_employee, make_position, make_unit

FINE = {item: Finding(is_fine=True) for item in ReviewItem}
POOR = FINE | {ReviewItem.HOURS: Finding(is_fine=False, note="Tambah jam praktik.")}
TOR = b"%PDF-1.7\n1 0 obj<<>>endobj\nstartxref\n9\n%%EOF\n"


@dataclass(frozen=True)
class Office:
    """A unit with its head, and the officer who organises for it."""

    unit: OrgUnit
    head: Person
    officer: Person


def make_office(
    name: str = "Dinas Perhubungan", *, head: str = "Hasan Basri, S.T.", officer: str = "Fitri Handayani"
) -> Office:
    unit = make_unit(name)
    post = make_position(f"Kepala {name}", unit=unit, tier=PositionTier.JPT_PRATAMA)
    leader = make_employee(head, position_id=post.id)
    person = make_employee(officer, position_id=make_position("Analis", unit=unit, above=post.id).id, female=True)
    make_organiser(person, unit)
    return Office(unit, leader, person)


def make_organiser(person: Person, unit: OrgUnit) -> None:
    """The role of an organiser for one unit and everything below it."""
    db.session.add(
        RoleGrant(
            user_id=person.user_id,
            government_id=scope.current(),
            unit_id=unit.id,
            role=Role.ORGANISER,
            starts_on=LONG_AGO,
        )
    )
    db.session.commit()


def make_agency() -> OrgUnit:
    """The personnel agency, with a head who signs."""
    unit = make_unit("Badan Kepegawaian dan Pengembangan Sumber Daya Manusia")
    post = make_position("Kepala BKPSDM", unit=unit, tier=PositionTier.JPT_PRATAMA)
    make_employee("Ir. Zulkifli, M.M.", position_id=post.id)
    return unit


def local_today() -> date:
    return now().astimezone(ZONE).date()


def make_facts(title: str = "Bimbingan Teknis Uji Kendaraan", **different) -> ProposalFacts:
    first = local_today() + timedelta(days=30)
    facts = {
        "title": title,
        "form_code": "KL03",
        "purpose": "Petugas mampu menguji kendaraan menurut standar.",
        "basis": "Rencana kerja dinas.",
        "starts_on": first,
        "ends_on": first + timedelta(days=1),
        "place": "Aula dinas",
        "city": "Muara Bungo",
        "target": "Penguji kendaraan bermotor",
        "participants": 20,
        "trainers": "Hendra Gunawan, M.Si., Dinas Perhubungan",
        "cost": Decimal(12_500_000),
        "fund_source": "APBD",
        "subjects": (Subject("Uji emisi", Decimal(6)), Subject("Uji rem", Decimal(4))),
    }
    return ProposalFacts(**facts | different)


def make_proposal(office: Office, title: str = "Bimbingan Teknis Uji Kendaraan", **different) -> Proposal:
    """A complete draft with its terms of reference."""
    proposal = drafting.create(office.unit, make_facts(title, **different), by=office.officer.actor)
    upload = inspect(TOR, "tor.pdf")
    drafting.attach(
        whole(proposal),
        upload,
        storage_key=store.put(upload.content),
        title="Kerangka acuan",
        used_for=DocumentUse.PROPOSAL,
        by=office.officer.actor,
    )
    db.session.commit()
    return proposal


def whole(proposal: Proposal) -> ProposalPage:
    """The proposal as services take it, read anew."""
    return queries.page(WHOLE, proposal.id)


def submitted(office: Office, title: str = "Bimbingan Teknis Uji Kendaraan", **different) -> Proposal:
    proposal = make_proposal(office, title, **different)
    proposing.submit(whole(proposal), by=office.officer.actor)
    db.session.commit()
    return proposal


def approved(office: Office, reviewer: Person, title: str = "Bimbingan Teknis Uji Kendaraan", **different) -> Proposal:
    proposal = submitted(office, title, **different)
    reviewing.approve(whole(proposal), FINE, "", by=reviewer.actor)
    db.session.commit()
    return proposal


def started(office: Office, reviewer: Person, title: str = "Bimbingan Teknis Uji Kendaraan", **different) -> Proposal:
    """An approved proposal whose draft batch the unit manages."""
    proposal = approved(office, reviewer, title, **different)
    running.start(whole(proposal), StartFacts(None, 80), by=reviewer.actor)
    db.session.commit()
    return proposal


def batch_of(proposal: Proposal) -> Batch:
    return db.session.get_one(Batch, proposal.batch_id)


def let_it_be_over(proposal: Proposal) -> Batch:
    """As if the batch had been opened and held: published, its last day gone."""
    batch = batch_of(proposal)
    batch.status = BatchStatus.PUBLISHED
    batch.starts_on = batch.ends_on = local_today() - timedelta(days=1)
    db.session.commit()
    return batch


def picture(kind: str = "PNG", *, size: tuple[int, int] = (600, 720)) -> bytes:
    """A plain picture, no seal of anybody."""
    buffer = io.BytesIO()
    Image.new("RGB", size, (13, 68, 89)).save(buffer, kind)
    return buffer.getvalue()


def make_letterhead(unit: OrgUnit, *, emblem: bool = False, **different) -> Letterhead:
    facts = {
        "government_name": "Pemerintah Kabupaten Bungo",
        "unit_name": unit.name,
        "address": "Jalan Sultan Thaha 1",
        "phone": "0747 21001",
        "email": "surat@penata.example",
        "web": "penata.example",
        "city": "Muara Bungo",
        "emblem_file_id": None,
        "on_behalf_of": "",
        "paper": "a4",
        "version": 1,
    }
    if emblem:
        content = picture()
        file = store.keep(content, storage_key=store.put(content), name="lambang.png", media_type="image/png")
        facts["emblem_file_id"] = file.id
    row = Letterhead(unit_id=unit.id, **facts | different)
    db.session.add(row)
    db.session.commit()
    return row
