"""S7, Joko is from another government: the same installation, and never a row of Bungo's."""

import re
from dataclasses import dataclass
from datetime import date, timedelta
from itertools import product

import pytest
from sqlalchemy import select

from app.access.permissions import Role
from app.access.visitor import SYSTEM
from app.accounts.models import RoleGrant, User
from app.attendance.models import AbsenceNotice, Attendance, Scan, WalkIn
from app.base import scope
from app.base.clock import now
from app.base.database import db
from app.certificates import badges, bundles
from app.certificates.bundles import Choice
from app.certificates.models import (
    BundleForm,
    Certificate,
    CertificateBadge,
    CertificateBundle,
    CertificateDesign,
    CertificateName,
    CertificateRecall,
    CertificateSeries,
    KeyKind,
    SigningKey,
)
from app.certificates.services import designs, names, recalls
from app.certificates.style import Layout, Texts
from app.certificates.wishes import DesignFacts
from app.competency.models import CompetencyEvidence, RuleKind
from app.competency.models.gaps import CompetencyRule
from app.competency.services import leave_evidence
from app.competency.services.assessing import dispute
from app.config import ROOT
from app.documents import services as store
from app.imports.headings import ImportKind
from app.individual_plans.models import IndividualPlan, IndividualPlanItem
from app.initiatives.models import (
    AffectedUnit,
    Cause,
    Decision,
    Indicator,
    Initiative,
    Message,
    Reading,
    Risk,
    Stage,
    StagePaper,
    StagePattern,
    Stakeholder,
    TeamMember,
    UnitView,
)
from app.jobs import worker
from app.letters.models import Letter
from app.notifications.models import Mail, Notice
from app.organisation.models import Employee, OrgUnit, Placement, Position
from app.privacy.models import RequestKind
from app.privacy.services.requests import ask
from app.professionalism.models import IndexTable, OfficialIndex, Sanction, SanctionLevel
from app.professionalism.reference import shipped
from app.professionalism.rules.table import to_json
from app.proposals.models import ProposalDocument
from app.sosialisasi.models import AudienceRule, Invitation, Sosialisasi, SosialisasiMaterial, SosialisasiRound
from app.surveys.models import Instrument, InstrumentDimension, InstrumentItem, InstrumentVersion
from app.training.models import (
    Batch,
    BatchDocument,
    BatchReservation,
    CalendarKind,
    CalendarLink,
    Enrolment,
    EnrolmentPolicy,
    Programme,
    ProgrammeCompetency,
    ProgrammeSubject,
)
from app.training.services import calendar_links, closing
from app.training.services.calendar_links import Target
from app.web.limits import limiter
from tests.support.actions import ids_of_actions
from tests.support.asking import ids_of_asking
from tests.support.builders import (
    LONG_AGO,
    ZONE,
    Person,
    attend,
    competency_id,
    enrol,
    grant,
    make_account,
    make_batch,
    make_certificate,
    make_document,
    make_employee,
    make_position,
    make_programme,
    make_reservation,
    make_unit,
    meetings_of,
    page_of,
    seat,
    status_of,
)
from tests.support.change import ids_of_change
from tests.support.competency import assess, make_competency, work_out
from tests.support.hour_rules import make_form_rule, make_yearly_target
from tests.support.individual_plans import make_plan
from tests.support.instruments import ids_of_instruments
from tests.support.learning import ids_of_learning
from tests.support.lesson_claims import PDF, make_claim
from tests.support.plans import ids_of_plans
from tests.support.presence import make_absence, make_sign_sheet, make_walk_in
from tests.support.professionalism import punish
from tests.support.proposals import Office, make_letterhead, submitted
from tests.support.sosialisasi import ids_of_held_round, ids_of_sosialisasi
from tests.support.surveys import ids_of_surveys
from tests.support.tables import apply, bring, of_dicts
from tests.support.waves import ids_of_waves

PUBLIC_BY_DESIGN = {
    "accounts.create_invited_password",
    "accounts.create_reset_password",
    "accounts.show_invitation",
    "accounts.show_reset",
    "assets.show_asset",
    "badges.show_achievement",
    "badges.show_credential",
    "badges.show_image",
    "badges.show_issuer",
    "badges.show_key",
    "badges.show_status_list",
    "calendars.show_feed",
    "certificates.show_verification",
    "certificates.show_verification_json",
    "evaluations.create_answer",
    "evaluations.show_form",
    "notifications.create_stop",
    "notifications.show_stop",
    "signed.show_signed",
    "sosialisasi.create_answer_acceptance",
    "sosialisasi.create_answer_delegate",
    "sosialisasi.create_answer_refusal",
    "sosialisasi.create_arrival",
    "sosialisasi.show_answer",
    "sosialisasi.show_arrival",
    "sosialisasi.show_public",
    "sosialisasi.create_check_answer",
    "sosialisasi.create_question",
    "sosialisasi.create_vote",
    "sosialisasi.list_room_questions",
    "sosialisasi.show_check_form",
    "sosialisasi.show_faq",
    "sosialisasi.show_question_answer",
    "sosialisasi.show_room",
    "surveys.create_group_check_answer",
    "surveys.show_group_check_form",
    "surveys.create_answer",
    "surveys.create_room_entry",
    "surveys.show_room",
    "surveys.show_room_door",
    "surveys.show_start",
}
# The code on a printed letter leads to whoever is invited's own page.
LEADS_ON = {"sosialisasi.show_own_to_round"}
# Named by words that are the same for everybody, or counted anew in each government's trail.
NO_ROW = {"asked", "form_code", "kind", "position", "tier"}
# Of a closed wave without names there are no answers by person, nobody was told of it yet, no report was printed,
# neither slips nor a shared phone are left, and it is not changed any more.
NOT_THERE_YET = {
    "surveys.download_named_csv",
    "surveys.download_named_syntax",
    "surveys.download_result_report",
    "surveys.download_slips",
    "surveys.list_named",
    "surveys.show_named",
    "surveys.show_room_opening",
    "surveys.show_told",
    "surveys.show_wave_form",
}
NOT_HIS = (403, 404)
# What pages read after the question mark that numbers a row, and of which kinds; where lists go on by it, of several.
LISTED = ("employee_id", "enrolment_id", "certificate_id", "mail_id", "claim_id", "run_id")
ASKED_BY_NUMBER = {
    "akun": ("user_id",),
    "angkatan": ("batch_id",),
    "dari": ("table_id", "claim_id", "notice_id"),
    "induk": ("unit_id",),
    "inisiatif": ("initiative_id",),
    "jabatan": ("position_id",),
    "kompetensi": ("competency_id",),
    "orang": ("employee_id",),
    "pegawai": ("employee_id",),
    "pemda": ("government_id",),
    "sebelum": LISTED,
    "sertifikat": ("certificate_id",),
    "sesudah": LISTED,
    "setelah": LISTED,
    "unit": ("unit_id",),
}
# Numbers of pages, boxes, months, years, orders and versions.
NOT_A_ROW = {"bagian", "bulan", "halaman", "ke", "kotak", "prioritas", "tahun"}
# What only an administrator of the installation opens: no row of a government stands there.
OF_THE_INSTALLATION = {"accounts.list_governments", "accounts.show_new_government"}
# Signing out would end the walk.
NOT_WALKED = {"accounts.create_sign_out"}


@dataclass(frozen=True)
class Realm:
    """What a government has that another must not see: numbers of rows, and words that would give them away."""

    ids: dict[str, int]
    closed_id: int
    request_id: int
    words: tuple[str, ...]

    def batches_in(self, rule) -> list[int]:
        """Batches to fill an address with: the running and the closed one, where it names any."""
        running = self.ids["batch_id"]
        return [running, self.closed_id] if "batch_id" in rule.arguments else [running]


def furnish(officer: Person, employee: Person, *, title: str, city: str) -> Realm:
    """A running batch with a queue, a request to decide, a closed batch with a certificate, notices and mails."""
    other = make_employee(f"Rekan {city}", position_id=make_position(above=officer.position_id).id)
    programme = make_programme(title, competencies=[(competency_id(), 2)])
    running = make_batch(programme=programme, city=city, seats=1, meetings=2)
    asked = make_batch(programme=make_programme(f"Izin {title}"), city=city, policy=EnrolmentPolicy.SUPERIOR)
    done = make_batch(programme=make_programme(f"Tutup {title}"), city=city, starts_in_days=-5)
    seat(employee, done)
    attend(employee, done)
    enrol(employee, running)
    enrol(other, running)
    request = enrol(make_employee(f"Bawahan {city}", position_id=make_position(above=officer.position_id).id), asked)
    closing.request_closing(page_of(done), by=officer.actor)
    db.session.commit()
    worker.drain()
    certificate = _one(Certificate, Certificate.employee_id == employee.employee_id)
    ids = {
        "batch_id": running.id,
        "meeting_id": meetings_of(running)[0].id,
        "enrolment_id": request.id,
        "certificate_id": certificate.id,
        "mail_id": _one(Mail, Mail.employee_id == employee.employee_id).id,
        "notice_id": _one(Notice, Notice.employee_id == employee.employee_id).id,
        "programme_id": programme.id,
        "subject_id": _one(ProgrammeSubject, ProgrammeSubject.programme_id == programme.id).id,
        "raised_id": _one(ProgrammeCompetency, ProgrammeCompetency.programme_id == programme.id).id,
        "bundle_id": _bundled(officer, certificate.id),
        **_kept_about(certificate, title),
        "reservation_id": make_reservation(running, make_unit(f"Dinas {title}")).id,
        "document_id": make_document(running, f"Bahan {title}").id,
        "walk_in_id": make_walk_in(meetings_of(running)[0], f"Tamu {city}").id,
        "sheet_id": make_sign_sheet(meetings_of(running)[0].id, "training", officer).id,
        "whole_sheet_id": make_sign_sheet(meetings_of(running)[0].id, "training", officer, is_whole=True).id,
        "absence_id": make_absence(employee, meetings_of(running)[0], with_paper=True).id,
    }
    ids |= ids_of_learning(running, employee, officer)
    post = db.session.get_one(Position, employee.position_id)
    ids |= {
        "employee_id": other.employee_id,
        "government_id": employee.government_id,
        "grant_id": _one(RoleGrant, RoleGrant.government_id == employee.government_id).id,
        "placement_id": _one(Placement, Placement.employee_id == other.employee_id).id,
        "position_id": post.id,
        "unit_id": post.unit_id,
        "request_id": ask(employee.employee_id, RequestKind.ERASURE, by=employee.actor).id,
        **_measured(employee, title),
        "run_id": _imported(officer, city),
        "claim_id": make_claim(employee, title=f"Seminar {city}").id,
    }
    ids |= _proposed(officer, post.unit_id, f"Usulan {title}") | _planned(officer, other, title)
    ids |= ids_of_asking(f"Sosialisasi {title}", employee.employee_id)
    ids |= ids_of_plans(officer, employee, f"Rencana {title}")
    ids |= ids_of_sosialisasi(db.session.get_one(OrgUnit, post.unit_id), employee, title)
    ids |= ids_of_change(db.session.get_one(Initiative, ids["initiative_id"]), employee, title)
    ids |= ids_of_held_round(ids["round_id"], employee, f"Sosialisasi {title}")
    ids |= ids_of_actions(ids["initiative_id"], post.unit_id, employee, f"Tindakan {title}")
    ids |= ids_of_instruments(f"Instrumen {title}")
    ids |= ids_of_waves(db.session.get_one(OrgUnit, post.unit_id), title)
    ids |= ids_of_surveys(db.session.get_one(OrgUnit, post.unit_id), title)
    ids["link_id"] = _linked(officer)
    ids |= _judged(employee, officer.government_id, title)
    db.session.commit()
    words = (title, city, other.name, employee.name, f"Bawahan {city}", f"Tamu {city}", certificate.code)
    return Realm(ids, done.id, request.id, words)


def _proposed(officer: Person, unit_id: int, title: str) -> dict[str, int]:
    """A proposal that was handed in, with its letter on a letterhead that bears an emblem, and a file."""
    unit = db.session.get_one(OrgUnit, unit_id)
    make_letterhead(unit, emblem=True)
    proposal = submitted(Office(unit, officer, officer), title)
    worker.drain()
    return {
        "proposal_id": proposal.id,
        "paper_id": _one(ProposalDocument, ProposalDocument.proposal_id == proposal.id).id,
        "letter_id": _one(Letter, Letter.unit_id == unit_id).id,
    }


def _planned(officer: Person, below: Person, title: str) -> dict[str, int]:
    """An individual plan the officer began for somebody below them, with one item."""
    plan = make_plan(below, by=officer, activity=f"Coaching {title}")
    return {"idp_id": plan.id, "aim_id": _one(IndividualPlanItem, IndividualPlanItem.plan_id == plan.id).id}


def _bundled(officer: Person, certificate_id: int) -> int:
    """A bundle that is ready, and a badge of the certificate in it."""
    certificate = db.session.get_one(Certificate, certificate_id)
    badges.make(certificate, email="", by=officer.actor)
    bundle = bundles.ask(Choice(group_key=certificate.group_key), BundleForm.ZIP, certificate.title, by=officer.actor)
    db.session.commit()
    worker.drain()
    return bundle.id


def _linked(officer: Person) -> int:
    target = Target(CalendarKind.PERSON)
    calendar_links.make(officer.user_id, target, government_id=officer.government_id, by=officer.actor)
    return _one(CalendarLink, CalendarLink.user_id == officer.user_id).id


def _kept_about(certificate: Certificate, title: str) -> dict[str, int]:
    """A recalled certificate, a wish for a name, a numbering, a key and a design."""
    wish = names.ask(certificate.employee_id, f"Nama {title}", "", None, by=SYSTEM)
    recall, _job = recalls.recall([certificate.id], f"Alasan {title}", by=SYSTEM)
    key = SigningKey(name=f"KUNCI_{certificate.id}", kind=KeyKind.PKCS12)
    db.session.add(key)
    design = designs.create(DesignFacts(title, Layout.MODERN, "#0d4459", "#b8860f", Texts()), None, by=SYSTEM)
    db.session.flush()
    ids = {"name_id": wish.id, "recall_id": recall.id, "key_id": key.id, "design_id": design.id}
    return ids | {"series_id": certificate.series_id}


def _measured(employee: Person, title: str) -> dict[str, int]:
    """An assessment with a dispute, evidence that waits, a technical competency and rules of the government's own."""
    level = assess(employee, competency_id(), 1)
    leave_evidence(employee.employee_id, source_key=title, levels=[(competency_id(), 2)], shown_on=level.assessed_on)
    evidence = _one(CompetencyEvidence, CompetencyEvidence.source_key == title)
    level.file_id = evidence.file_id = store.keep(
        PDF, storage_key=store.put(PDF), name="bukti.pdf", media_type="application/pdf"
    ).id
    db.session.commit()
    rule = CompetencyRule(
        government_id=employee.government_id,
        kind=RuleKind.MEASURE,
        content={"years": 3, "counts_self": False},
        valid_from=date(2090, 1, 1),
        source=f"Dasar {title}",
    )
    db.session.add(rule)
    db.session.flush()
    ids = {
        "rule_id": rule.id,
        "form_rule_id": make_form_rule(employee.government_id, source=f"Dasar {title}").id,
        "yearly_target_id": make_yearly_target(employee.government_id, source=f"Dasar {title}").id,
        "assessment_id": level.id,
        "competency_id": make_competency(employee.government_id, name=f"Teknis {title}").id,
        "dispute_id": dispute(level, f"Alasan {title}", by=employee.actor).id,
        "evidence_id": evidence.id,
    }
    work_out()
    return ids


def _judged(employee: Person, government_id: int, title: str) -> dict[str, int]:
    """A sanction, and a table of points of the government's own."""
    shipped_table, source = shipped(by_predicate=True)
    table = IndexTable(
        government_id=government_id,
        name=f"Tabel {title}",
        from_year=2099,
        content=to_json(shipped_table),
        source=source,
    )
    db.session.add(table)
    db.session.flush()
    return {"sanction_id": punish(employee, SanctionLevel.LIGHT).id, "table_id": table.id}


def _imported(officer: Person, city: str) -> int:
    """An import with a good row that was taken and a bad one that was not."""
    above = make_unit(f"Dinas Impor {city}").name
    rows = [{"unit": f"Bidang {city}", "parent": above}, {"unit": "Bidang Lain", "parent": "Dinas yang tidak ada"}]
    table = of_dicts(ImportKind.UNITS, rows)
    return apply(bring(table, officer), officer).id


def ids_of(rule) -> set[str]:
    """The arguments of a route that number a row; a year is everybody's."""
    return rule.arguments - {"year"}


def filled(rule, ids: dict[str, int]) -> dict[str, int]:
    return {name: ids[name] for name in ids_of(rule)} | ({"year": now().year} if "year" in rule.arguments else {})


def _one(model, condition):
    return db.session.execute(select(model).where(condition).order_by(model.id).limit(1)).scalar_one()


@pytest.fixture
def bungos(bungo, sari, budi) -> Realm:
    return furnish(sari, budi, title="Rahasia Bungo", city="Muara Bungo")


@pytest.fixture
def jokos(batanghari, joko) -> Realm:
    with scope.within(batanghari.id):
        for role in set(Role) - {Role.HR, Role.EMPLOYEE, Role.MANAGER, Role.INSTALLATION_ADMINISTRATOR}:
            grant(joko.user_id, role)
        return furnish(joko, joko, title="Kearsipan Batanghari", city="Muara Bulian")


def routes(app, method: str, *, with_ids: bool):
    rules = (rule for rule in app.url_map.iter_rules() if method in rule.methods)
    left_out = PUBLIC_BY_DESIGN | NOT_WALKED
    return [
        rule
        for rule in rules
        if bool(ids_of(rule)) == with_ids
        if rule.endpoint not in left_out and not rule.arguments & NO_ROW
    ]


FIELDS = {
    "reason": "Bukan urusan Anda, tetapi dicoba juga.",
    "kode": "123456",
    "sisanya": "absent",
    "title": "Diganti dari luar",
    "starts_on": "2027-05-03",
}


def forged(realm: Realm) -> dict[str, str]:
    """Fields that would change something of the other government if anybody listened."""
    return FIELDS | {"nilai-" + str(realm.ids["enrolment_id"]): "1", "belum": "1"}


def test_no_number_of_bungo_opens_anything(app, visit, joko, jokos, bungos):
    tried = routes(app, "GET", with_ids=True)
    known = {one for rule in tried + routes(app, "POST", with_ids=True) for one in ids_of(rule)}
    assert known - bungos.ids.keys() == set(), "teach ``furnish`` what number of Bungo stands in these addresses"
    for rule in tried:
        limiter.reset()  # more files than anybody fetches in an hour
        for batch_id in bungos.batches_in(rule):
            values = filled(rule, bungos.ids | {"batch_id": batch_id})
            answer = visit(joko).get(visit(joko).address(rule.endpoint, **values))
            assert answer.status_code in NOT_HIS, rule
            assert [word for word in bungos.words if word in answer.get_data().decode(errors="replace")] == [], rule


def test_no_number_of_bungo_changes_anything(app, visit, joko, jokos, bungos, budi):
    before, token = _picture_of(bungos), visit(joko).open("/beranda").token
    for rule in routes(app, "POST", with_ids=True):
        limiter.reset()  # more files than anybody asks for in an hour
        for batch_id in bungos.batches_in(rule):
            address = visit(joko).address(rule.endpoint, **filled(rule, bungos.ids | {"batch_id": batch_id}))
            answer = visit(joko).request("POST", address, data={"csrf_token": token} | forged(bungos))
            assert answer.status_code in NOT_HIS, rule
            said = answer.get_data().decode(errors="replace")
            assert [word for word in bungos.words if word in said] == [], rule
    assert _picture_of(bungos) == before


def test_a_number_of_his_own_does_not_open_the_door_for_one_of_bungo(app, visit, joko, jokos, bungos):
    rules = app.url_map.iter_rules()
    mixed = [rule for rule in rules if len(ids_of(rule)) > 1 and rule.endpoint not in PUBLIC_BY_DESIGN]
    assert mixed
    for rule in mixed:
        for name in ids_of(rule):
            values = {other: jokos.ids[other] for other in ids_of(rule)} | {name: bungos.ids[name]}
            address = visit(joko).address(rule.endpoint, **values)
            answers = [visit(joko).get(address)] if "GET" in rule.methods else []
            answers += [visit(joko).post(address, fields=forged(bungos))] if "POST" in rule.methods else []
            assert {answer.status_code for answer in answers} == {404}, rule


def _picture_of(realm: Realm) -> list:
    """Everything of Bungo that could be changed."""
    db.session.rollback()
    found = []
    certificates = (CertificateDesign, CertificateName, CertificateRecall, CertificateSeries, SigningKey)
    planned = (Programme, ProgrammeSubject, ProgrammeCompetency, BatchReservation, BatchDocument)
    seen = (Attendance, Scan, WalkIn, AbsenceNotice)
    run = (Stage, StagePaper, StagePattern, TeamMember, UnitView, Stakeholder, Cause, Risk, Decision, Message)
    measured = (Indicator, Reading)
    told = (Initiative, AffectedUnit, Sosialisasi, SosialisasiRound, SosialisasiMaterial, AudienceRule, Invitation)
    asked = (Instrument, InstrumentVersion, InstrumentDimension, InstrumentItem)
    own_people = select(Employee.id)
    for model in (
        Batch,
        Enrolment,
        Mail,
        Notice,
        Certificate,
        CertificateBadge,
        CertificateBundle,
        CalendarLink,
        Employee,
        OrgUnit,
        Position,
        Placement,
        User,
        RoleGrant,
        IndividualPlan,
        IndividualPlanItem,
        Sanction,
        OfficialIndex,
        *planned,
        *seen,
        *told,
        *asked,
        *run,
        *measured,
        *certificates,
    ):
        table = model.__table__
        statement = select(model).order_by(model.id)
        if model is User:
            statement = statement.where(User.employee_id.in_(own_people))
        if model is RoleGrant:
            statement = statement.where(RoleGrant.government_id == scope.current())
        rows = db.session.execute(statement).scalars()
        found += [tuple(getattr(row, column.key) for column in table.columns) for row in rows]
    assert len(found) > len(realm.ids)
    return found


@pytest.fixture
def root(bungo) -> Person:
    """An administrator of the installation."""
    user = make_account("Akar Instalasi", email="akar@penata.example")
    db.session.add(RoleGrant(user_id=user.id, role=Role.INSTALLATION_ADMINISTRATOR, starts_on=LONG_AGO))
    db.session.commit()
    return Person(user.name, "akar@penata.example", "", 0, user.id, 0, 0)


def test_the_same_numbers_do_open_for_those_they_belong_to(
    app, visit, sari, budi, administrator, root, organiser, bungos
):
    """Behind every 404 above stands something that is there."""
    opened = set()
    guest = {"walk_in_id": bungos.ids["hall_guest_id"], "sheet_id": bungos.ids["hall_sheet_id"]}
    whole = {"sheet_id": bungos.ids["whole_sheet_id"]}
    gone = make_employee("Sudah Berhenti").employee_id
    db.session.get_one(Employee, gone).active = False
    db.session.commit()
    persons = ({"employee_id": one} for one in (budi.employee_id, gone))
    numbers = ({}, {"batch_id": bungos.closed_id}, *persons, guest, whole)
    for one in (organiser, budi):
        grant(one.user_id, Role.CHANGE_TEAM)
    for rule in routes(app, "GET", with_ids=True):
        for person, different in product((sari, budi, administrator, root, organiser), numbers):
            values = filled(rule, bungos.ids | different)
            if visit(person).get(visit(person).address(rule.endpoint, **values)).status_code == 200:
                opened.add(rule.endpoint)
                break
    assert opened == {rule.endpoint for rule in routes(app, "GET", with_ids=True)} - LEADS_ON - NOT_THERE_YET


def test_no_page_of_his_shows_a_word_of_bungo(app, visit, joko, jokos, bungos):
    shown = {}
    for rule in routes(app, "GET", with_ids=False):
        limiter.reset()  # more files than anybody fetches in an hour
        answer = visit(joko).get(visit(joko).address(rule.endpoint, **filled(rule, {})))
        assert answer.status_code in ((403,) if rule.endpoint in OF_THE_INSTALLATION else (200, 303, 404)), rule
        shown[rule.endpoint] = answer.get_data().decode(errors="replace")
        assert [word for word in bungos.words if word in shown[rule.endpoint]] == [], rule
    assert "Kearsipan Batanghari" in shown["training.list_batches"]
    assert "Kearsipan Batanghari" in shown["training.list_managed"]
    assert "Kearsipan Batanghari" in shown["training.list_own"]
    assert "Kearsipan Batanghari" in shown["training.list_programmes"]
    assert "Kearsipan Batanghari" in shown["training.download_year_csv"]
    assert "Bawahan Muara Bulian" in shown["training.list_requests"]
    assert "Kearsipan Batanghari" in shown["notifications.list_mails"]
    assert "Kearsipan Batanghari" in shown["certificates.list_own"]
    assert "Usulan Kearsipan Batanghari" in shown["proposals.list_proposals"]


def test_no_filter_finds_a_row_of_bungo(visit, joko, jokos, bungos):
    month = (now().astimezone(ZONE) + timedelta(days=10)).strftime("%Y-%m")
    for query in ("cari=Rahasia", "tempat=Muara+Bungo", "cari=Bungo", f"bulan={month}", "kursi=1"):
        for path in ("/pelatihan", "/pelatihan/kalender"):
            page = visit(joko).open(f"{path}?{query}")
            typed = page.source.replace('value="Rahasia"', "").replace('value="Bungo"', "").replace("'Rahasia'", "")
            assert [word for word in bungos.words if word in typed] == []
            assert page.form("Cari pelatihan").choices("tempat") == ["", "Muara Bulian"]


def test_his_counts_count_only_his(visit, joko, jokos, bungos, sari, budi, batanghari):
    home = visit(joko).open("reports.show_home")
    assert "1 permohonan pelatihan menunggu Anda" in home.all(".tasks h3")
    listed = visit(joko).open("training.list_managed", keadaan="semua")
    assert len(listed.all(".ticket")) == 3
    assert len(visit(joko).open("training.list_batches").all(".ticket")) == 2
    with scope.within(batanghari.id):
        mails = len(db.session.execute(select(Mail.id)).all())
        notices = len(db.session.execute(select(Notice.id).where(Notice.employee_id == joko.employee_id)).all())
    assert len(visit(joko).open("notifications.list_mails").all(".rows li")) == mails
    assert len(visit(joko).open("notifications.list_notices").all(".rows li")) == notices
    bell = visit(joko).open("reports.show_home").all(".topbar .badge--count")
    assert bell == [f"{notices} belum dibaca"]


def test_his_audit_trail_is_his_own_chain(visit, joko, jokos, bungos, budi):
    page = visit(joko).open("audit.list_entries")
    assert joko.name in page.text
    assert budi.name not in page.text


def test_lists_of_bungo_hold_nothing_of_his_either(visit, sari, joko, jokos, bungos):
    for endpoint in ("training.list_batches", "training.list_managed", "notifications.list_mails"):
        page = visit(sari).open(endpoint)
        assert [word for word in jokos.words if word in page.source] == []
        assert "Rahasia Bungo" in page.source


def test_a_certificate_of_his_own_does_not_lend_its_number(visit, joko, jokos, bungos, budi):
    """The next certificate after his own is Bungo's: counting up finds nothing."""
    make_certificate(budi)
    newest = db.session.execute(select(Certificate.id).order_by(Certificate.id.desc()).limit(1)).scalar_one()
    opened = [
        number for number in range(1, newest + 3) if visit(joko).get(f"/sertifikat/{number}/berkas").status_code == 200
    ]
    assert opened == [jokos.ids["certificate_id"]]


def test_enrolling_across_the_border_leaves_no_trace(visit, joko, jokos, bungos):
    batch = db.session.get_one(Batch, bungos.ids["batch_id"])
    answer = visit(joko).post("training.create_enrolment", batch_id=batch.id)
    assert answer.status_code == 404
    assert status_of(joko, batch) is None
    assert visit(joko).open("training.show_batch", batch_id=batch.id, expect=404).heading == "Halaman tidak ditemukan"
    missing = visit(joko).open("training.show_batch", batch_id=10_000_000, expect=404)
    his = visit(joko).open("training.show_batch", batch_id=batch.id, expect=404)
    assert his.text == missing.text


def test_no_list_of_numbers_in_a_form_reaches_bungo(app, visit, joko, jokos, bungos):
    """Every form without a number in its address, filled with Bungo's numbers under every name there is."""
    before = _picture_of(bungos)
    everything = forged(bungos) | {name: str(number) for name, number in bungos.ids.items()}
    names = {"pegawai": "employee_id", "unit": "unit_id", "pemda": "government_id"}
    everything |= {name: str(bungos.ids[kind]) for name, kind in names.items()}
    for rule in routes(app, "POST", with_ids=False):
        browser = visit.another(joko)
        answer = browser.post(
            rule.endpoint, **filled(rule, {}), fields=everything | {"role": "trainer", "starts_on": "2030-01-01"}
        )
        assert answer.status_code < 500, rule
        assert [word for word in bungos.words if word in answer.get_data().decode(errors="replace")] == [], rule
    assert _picture_of(bungos) == before


def test_no_number_of_bungo_in_a_question_shows_a_word(app, visit, joko, jokos, bungos, sari):
    """Numbers of Bungo after the question mark of every page without one in its address."""
    numbers = bungos.ids | {"user_id": sari.user_id}
    asked = [(name, numbers[kind]) for name, kinds in ASKED_BY_NUMBER.items() for kind in kinds]
    for rule in routes(app, "GET", with_ids=False):
        address = visit(joko).address(rule.endpoint, **filled(rule, {}))
        for name, number in asked:
            limiter.reset()
            answer = visit(joko).get(f"{address}?{name}={number}&cari=Rekan")
            assert answer.status_code in (200, 303, 403, 404, 409), rule
            assert [word for word in bungos.words if word in answer.get_data().decode(errors="replace")] == [], (
                rule,
                name,
            )


def test_every_question_by_number_is_asked():
    read = re.compile(r'arg_int\("(\w+)"\)')
    named = {name for file in (ROOT / "app").rglob("*.py") for name in read.findall(file.read_text("utf-8"))}
    assert named == ASKED_BY_NUMBER.keys() | NOT_A_ROW
