"""Activities that units proposed, one in every state, each with its letters; the worker prints them."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, time, timedelta
from decimal import Decimal

from sqlalchemy import case, select

from app.access.permissions import Role
from app.access.visitor import Actor
from app.accounts.models import RoleGrant, User
from app.attendance import services as attendance
from app.attendance.models import AttendanceStatus
from app.base import scope
from app.base.clock import now
from app.base.database import db
from app.demo import cast
from app.demo.governments import BUNGO
from app.documents import services as store
from app.documents.inspection import inspect
from app.documents.printing import print_pdf
from app.letters import rules as letter_rules
from app.letters.facts import LetterheadFacts, SeriesFacts
from app.letters.models import Paper
from app.letters.services import letterheads
from app.organisation import queries as organisation
from app.organisation.models import OrgUnit, Placement, PlacementKind, Position
from app.organisation.queries import holders, structure
from app.organisation.queries.signing import signatory_of
from app.proposals import queries
from app.proposals.facts import ProposalFacts, ReportFacts, StartFacts, Subject
from app.proposals.models import DocumentUse, Proposal, ProposalReport, ProposalStatus, ProposalVersion, ReviewItem
from app.proposals.queries import WHOLE
from app.proposals.rules import Finding
from app.proposals.services import drafting, proposing, reporting, reviewing, running
from app.training.facts import MeetingFacts
from app.training.models import Batch, BatchStatus, Enrolment, EnrolmentStatus
from app.training.queries import batches, programmes
from app.training.services import planning, schedule
from app.training.services.moments import local_today

CITY = "Muara Bungo"
HELD_DAYS_AGO, TOOK_PART, SINCE = 6, 10, 90
COPIES = ("Sekretaris Daerah Kabupaten Bungo", "Inspektur Kabupaten Bungo")
FINE = {item: Finding(is_fine=True) for item in ReviewItem}
POOR = FINE | {
    ReviewItem.HOURS: Finding(
        is_fine=False, note="Praktik baru 2 JP. Tambah jadi paling sedikit separuh dari seluruh JP."
    ),
    ReviewItem.TRAINERS: Finding(is_fine=False, note="Lampirkan kesediaan pengajar dari BPSDM Provinsi Jambi."),
}


@dataclass(frozen=True)
class Plan:
    """What somebody proposes: days from today until it begins, and how long it takes."""

    title: str
    begins_in: int
    days: int
    target: str
    purpose: str
    participants: int
    cost: int
    subjects: tuple[tuple[str, int], ...]
    unit: str = cast.RINA.unit[1]


_COUNTER = Plan(
    "Bimbingan Teknis Penempatan Tenaga Kerja bagi Petugas Layanan Antarkerja Daerah",
    24,
    2,
    "Pelaksana pada bidang penempatan tenaga kerja\nPetugas bursa kerja khusus di sekolah kejuruan",
    "Petugas mampu mencocokkan pencari kerja dengan lowongan dan mencatat penempatannya dengan benar.",
    25,
    18_500_000,
    (("Aturan penempatan tenaga kerja", 4), ("Wawancara dan pencocokan lowongan", 6), ("Pelaporan penempatan", 4)),
)
_FAIR = Plan(
    "Lokakarya Penyiapan Bursa Kerja Daerah",
    46,
    1,
    "Pelaksana pada bidang penempatan tenaga kerja",
    "Petugas mampu menyiapkan bursa kerja dari undangan perusahaan sampai laporan penempatan.",
    20,
    9_750_000,
    (("Menyusun rencana bursa kerja", 3), ("Mengelola meja lowongan", 4)),
)
_MIGRANT = Plan(
    "Bimbingan Teknis Pelindungan Pekerja Migran",
    60,
    2,
    "Pelaksana pada bidang penempatan tenaga kerja",
    "",
    0,
    0,
    (),
)
_SECURITY = Plan(
    "Bimbingan Teknis Keamanan Informasi bagi Pengelola Situs Kecamatan",
    38,
    2,
    "Pengelola situs di kecamatan\nPranata komputer",
    "Peserta mampu menjaga akun, memasang pembaruan, dan melaporkan gangguan tanpa menunggu pusat data.",
    30,
    24_300_000,
    (("Menjaga akun dan kata sandi", 4), ("Pembaruan dan cadangan", 6), ("Melaporkan gangguan", 4)),
    "Dinas Komunikasi dan Informatika",
)
_TOUR = Plan(
    "Studi Tiru Perencanaan Daerah ke Luar Provinsi",
    33,
    3,
    "Perencana perangkat daerah",
    "Peserta melihat cara daerah lain menyusun rencana kerja.",
    12,
    96_000_000,
    (("Kunjungan badan perencanaan", 12),),
    "Badan Perencanaan Pembangunan Daerah",
)
_CLINIC = Plan(
    "Bimbingan Teknis Pencatatan Pelayanan Rawat Jalan",
    21,
    1,
    "Petugas pendaftaran dan perekam medis",
    "Petugas mampu mencatat kunjungan lengkap pada hari yang sama.",
    15,
    7_200_000,
    (("Pencatatan harian", 3), ("Memeriksa kelengkapan", 2), ("Praktik pencatatan", 3)),
    "RSUD H. Hanafie Muara Bungo",
)


def act(actors: Mapping[str, Actor]) -> None:
    """Nothing where nobody could sign the agency's answers."""
    rina, sari = actors[cast.RINA.key], actors[cast.SARI.key]
    agency = structure.agency(local_today())
    if agency is None or not _signs(agency.id):
        return
    _head_of_letters(agency, "Jl. RM Thaher, Muara Bungo", "BKPSDM", Paper.A4, by=sari)
    above = _unit(cast.RINA.unit[0])
    if above is not None and _signs(above.id):
        _head_of_letters(above, "Muara Bungo", "DTKT", Paper.F4, by=sari)
    own = structure.unit(organisation.person(rina.employee_id or 0, local_today()).unit_id or 0)
    desk = _Desk(sari, print_pdf(_terms()))
    desk.report(_CLINIC)
    desk.run(_COUNTER, own, rina)
    desk.reject(_TOUR)
    desk.give_back(_FAIR, own, rina)
    desk.leave(_SECURITY)
    drafting.create(own, _facts(_MIGRANT), by=rina)
    _name_an_organiser(actors[cast.NADIA.key])
    db.session.flush()


def _name_an_organiser(by: Actor) -> None:
    """The unit whose activity was held has somebody who organises for it and nobody else: the first of its people who
    can sign in, rather one who took no part than one who did."""
    found = _proposer(_CLINIC)
    if found is None:
        return
    unit, head = found
    took_part = (
        select(Enrolment.id)
        .join(Batch, Batch.id == Enrolment.batch_id)
        .where(Batch.unit_id == unit.id, Enrolment.employee_id == User.employee_id)
        .exists()
    )
    statement = (
        select(User.id)
        .join(Placement, Placement.employee_id == User.employee_id)
        .join(Position, Position.id == Placement.position_id)
        .join(OrgUnit, OrgUnit.id == Position.unit_id)
        .where(OrgUnit.path.like(f"{unit.path}%"), Placement.kind == PlacementKind.DEFINITIVE)
        .where(Placement.ends_on.is_(None), Placement.employee_id != head.employee_id, User.password_hash != "")
        .order_by(case((took_part, 1), else_=0), Placement.employee_id)
        .limit(1)
    )
    user_id = db.session.execute(statement).scalar_one_or_none()
    if user_id is not None:
        facts = {"granted_by": by.user_id, "granted_at": now(), "starts_on": local_today() - timedelta(days=SINCE)}
        grant = RoleGrant(user_id=user_id, government_id=scope.current(), unit_id=unit.id, role=Role.ORGANISER, **facts)
        db.session.add(grant)


def _signs(unit_id: int) -> bool:
    head = holders.heads_on(local_today(), [unit_id]).get(unit_id)
    return head is not None and signatory_of(head.position_id, local_today()) is not None


def _unit(name: str) -> OrgUnit | None:
    return db.session.execute(
        select(OrgUnit).where(OrgUnit.name == name, OrgUnit.ends_on.is_(None)).order_by(OrgUnit.id).limit(1)
    ).scalar_one_or_none()


def _head_of_letters(unit: OrgUnit, address: str, code: str, paper: Paper, *, by: Actor) -> None:
    head = LetterheadFacts(
        government_name=f"Pemerintah {BUNGO.name}",
        unit_name=unit.name,
        address=address,
        phone="",
        email=f"{code.lower()}@bungo.penata.example",
        web="",
        city=CITY,
        signatory_position_id=None,
        on_behalf_of="",
        paper=paper,
    )
    numbers = SeriesFacts(letter_rules.USUAL_PATTERN, code, letter_rules.USUAL_CLASSIFICATION)
    letterheads.save(unit, head, numbers, version=0, by=by)


class _Desk:
    """Both sides at work. Every step is set back to the day on which it would have been taken."""

    def __init__(self, reviewer: Actor, terms: bytes) -> None:
        self._reviewer, self._terms = reviewer, terms
        self._began = now()

    def leave(self, plan: Plan) -> None:
        """Handed in and waiting."""
        found = _proposer(plan)
        if found is not None:
            self._submit(plan, *found, ago=3)

    def reject(self, plan: Plan) -> None:
        found = _proposer(plan)
        if found is None:
            return
        proposal = self._submit(plan, *found, ago=16)
        note = "Kunjungan ke luar provinsi tidak masuk standar biaya tahun ini. Materinya bisa diajarkan di sini."
        reviewing.reject(_page(proposal), FINE, note, by=self._reviewer)
        self._set_back(proposal, 11)

    def give_back(self, plan: Plan, unit: OrgUnit, head: Actor) -> None:
        proposal = self._submit(plan, unit, head, ago=8)
        reviewing.give_back(_page(proposal), POOR, "Ajukan lagi sesudah diperbaiki.", by=self._reviewer)
        self._set_back(proposal, 2)

    def run(self, plan: Plan, unit: OrgUnit, head: Actor) -> Batch:
        """Approved, made a batch, scheduled and opened."""
        proposal = self._submit(plan, unit, head, ago=20)
        reviewing.approve(_page(proposal), FINE, "", copies=COPIES, by=self._reviewer)
        self._set_back(proposal, 15)
        series = next((number for number, _name in programmes.series()), None)
        batch = running.start(_page(proposal), StartFacts(series, 80), by=self._reviewer)
        self._set_back(proposal, 14)
        page = batches.managed_batch(batch.id)
        for count in range(plan.days):
            day = batch.starts_on + timedelta(days=count)
            meeting = MeetingFacts(f"Hari {count + 1}", day, time(8), time(15, 30), batch.place, "", None, "")
            schedule.add(page, meeting, by=head)
        planning.publish(page, by=head)
        return batch

    def report(self, plan: Plan) -> None:
        """Held last week, and reported: the agency has yet to look at it."""
        found = _proposer(plan)
        if found is None:
            return
        unit, head = found
        batch = self.run(plan, unit, head)
        _let_it_be_over(batch, unit, head)
        proposal = db.session.execute(select(Proposal).where(Proposal.batch_id == batch.id)).scalar_one()
        proposal.starts_on, proposal.ends_on = batch.starts_on, batch.ends_on
        self._attach(proposal, head, "Foto dan daftar hadir", DocumentUse.REPORT)
        came = reporting.prefilled(_page(proposal)).attended
        notes = "Semua materi terlaksana. Satu peserta bertugas jaga pada hari itu."
        reporting.hand_in(_page(proposal), ReportFacts(came, Decimal(6_850_000), notes), by=head)
        self._set_back(proposal, 1)

    def _submit(self, plan: Plan, unit: OrgUnit, by: Actor, *, ago: int) -> Proposal:
        proposal = drafting.create(unit, _facts(plan), by=by)
        self._set_back(proposal, ago + 2)
        self._attach(proposal, by, "Kerangka acuan kegiatan", DocumentUse.PROPOSAL)
        proposing.submit(_page(proposal), by=by)
        self._set_back(proposal, ago)
        return proposal

    def _attach(self, proposal: Proposal, by: Actor, title: str, used_for: DocumentUse) -> None:
        upload = inspect(self._terms, f"{title.lower()}.pdf")
        key = store.put(upload.content)
        drafting.attach(_page(proposal), upload, storage_key=key, title=title, used_for=used_for, by=by)

    def _set_back(self, proposal: Proposal, ago: int) -> None:
        """What was written since the demo began happened so many days ago, though never in another year."""
        db.session.flush()
        today = local_today()
        day = max(_workday_before(today - timedelta(days=ago)), date(today.year, 1, 1))
        back = today - day
        queries.steps(proposal.id)[-1].at -= back
        if proposal.due_on is not None and proposal.status != ProposalStatus.RUNNING:
            proposal.due_on -= back
        if proposal.created_at >= self._began:
            proposal.created_at -= back
        handed_in: list[ProposalVersion | ProposalReport] = [
            *queries.versions(proposal.id),
            *queries.reports(proposal.id),
        ]
        for one in handed_in:
            if one.submitted_at >= self._began:
                one.submitted_at -= back
            if one.decided_at is not None and one.decided_at >= self._began:
                one.decided_at -= back
        for letter in queries.letters_of(proposal.id):
            if letter.issued_at >= self._began:
                letter.issued_at -= back
                letter.issued_on -= back
                letter.facts = letter.facts | {"issued_on": letter.issued_on.isoformat()}
        db.session.flush()


def _page(proposal: Proposal) -> queries.ProposalPage:
    return queries.page(WHOLE, proposal.id)


def _facts(plan: Plan) -> ProposalFacts:
    first = _workday(local_today() + timedelta(days=plan.begins_in), plan.days)
    return ProposalFacts(
        title=plan.title,
        form_code="KL03",
        purpose=plan.purpose,
        basis="Rencana kerja perangkat daerah tahun berjalan." if plan.purpose else "",
        starts_on=first,
        ends_on=first + timedelta(days=plan.days - 1),
        place="Aula dinas" if plan.purpose else "",
        city=CITY,
        target=plan.target,
        participants=plan.participants or None,
        trainers="Widyaiswara Ahli Muda, BPSDM Provinsi Jambi\nTim pengajar dinas" if plan.purpose else "",
        cost=Decimal(plan.cost) if plan.cost else None,
        fund_source="APBD Kabupaten Bungo" if plan.cost else "",
        subjects=tuple(Subject(title, Decimal(hours)) for title, hours in plan.subjects),
    )


def _workday(day: date, days: int) -> date:
    """The first day from which so many days in a row are working days."""
    while day.weekday() + days > 5:
        day += timedelta(days=1)
    return day


def _proposer(plan: Plan) -> tuple[OrgUnit, Actor] | None:
    """The unit and its head, where there is one to sign."""
    unit = _unit(plan.unit)
    head = holders.heads_on(local_today(), [unit.id]).get(unit.id) if unit is not None else None
    if unit is None or head is None or head.employee_id is None or not _signs(unit.id):
        return None
    return unit, Actor(None, head.employee_id, head.name)


def _let_it_be_over(batch: Batch, unit: OrgUnit, head: Actor) -> None:
    """Move the batch into last week, with people of the unit in it who came, all but one."""
    today = local_today()
    held = _workday_before(today - timedelta(days=HELD_DAYS_AGO))
    shift = batch.starts_on - held
    batch.starts_on = batch.ends_on = held
    batch.year = held.year
    batch.enrolment_opens_at -= shift
    batch.enrolment_closes_at -= shift
    batch.withdrawal_closes_at -= shift
    (meeting,) = batches.meetings(batch.id)
    meeting.starts_at, meeting.ends_at = meeting.starts_at - shift, meeting.ends_at - shift
    people = _free_people(unit, held, but=head.employee_id)
    for employee_id in people:
        db.session.add(
            Enrolment(
                batch_id=batch.id,
                employee_id=employee_id,
                status=EnrolmentStatus.CONFIRMED,
                requested_at=meeting.starts_at - timedelta(days=5),
            )
        )
    batch.seats_taken = len(people)
    db.session.flush()
    came = dict.fromkeys(people, AttendanceStatus.PRESENT) | dict.fromkeys(people[-1:], AttendanceStatus.ABSENT)
    attendance.mark_list(meeting, came, by=head)


def _workday_before(day: date) -> date:
    while day.weekday() > 4:
        day -= timedelta(days=1)
    return day


def _free_people(unit: OrgUnit, day: date, *, but: int | None) -> list[int]:
    """Some of the unit's people who are in no other batch on the day."""
    busy = (
        select(Enrolment.employee_id)
        .join(Batch, Batch.id == Enrolment.batch_id)
        .where(Batch.starts_on <= day, Batch.ends_on >= day, Batch.status != BatchStatus.CANCELLED)
    )
    statement = (
        select(Placement.employee_id)
        .join(Position, Position.id == Placement.position_id)
        .join(OrgUnit, OrgUnit.id == Position.unit_id)
        .where(OrgUnit.path.like(f"{unit.path}%"), Placement.kind == PlacementKind.DEFINITIVE)
        .where(Placement.employee_id != but)
        .where(Placement.ends_on.is_(None), Placement.starts_on <= day, Placement.employee_id.not_in(busy))
        .order_by(Placement.employee_id)
        .limit(TOOK_PART)
    )
    return list(db.session.execute(statement).scalars())


def _terms() -> str:
    return (
        '<!doctype html><html lang="id"><head><title>Kerangka acuan kegiatan</title></head><body>'
        "<h1>Kerangka acuan kegiatan</h1><p>Contoh dokumen untuk data contoh Penata.</p></body></html>"
    )
