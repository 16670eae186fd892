"""The demo as people find it: believable, alive on any day, and the same for the same seed."""

import json
import re
from collections import Counter
from datetime import UTC, date, datetime
from decimal import Decimal
from itertools import pairwise
from zoneinfo import ZoneInfo

import pytest
import time_machine
from sqlalchemy import func, or_, select

from app.access.permissions import Role
from app.access.visitor import EVERYWHERE, Reach
from app.accounts.models import RoleGrant, User
from app.accounts.services import Passwords
from app.attendance.models import Attendance, Meeting
from app.audit import queries as audit
from app.audit import services as audit_services
from app.audit.models import AuditEntry, PersonalReading
from app.base import scope
from app.base.clock import now
from app.base.database import Base, begin_writing, db
from app.certificates.models import Certificate
from app.competency import queries as competency
from app.competency.models import CompetencyEvidence, EvidenceStatus, LearningRecord
from app.demo import cast, courses, services
from app.demo.governments import BUNGO, REALMS
from app.demo.names import Registry
from app.demo.people import populate
from app.demo.services import Options
from app.individual_plans.models import IndividualPlan, IndividualPlanItem
from app.jobs import services as jobs
from app.jobs.models import Job, JobStatus
from app.letters.models import Letter
from app.notifications.models import Notice
from app.organisation import queries as organisation
from app.organisation.models import Employee, EmployeeKind, Government, OrgUnit, Placement, PlacementKind
from app.organisation.rules import nip_fault
from app.privacy.models import PrivacyRequest
from app.proposals.models import Proposal
from app.surveys.models import Instrument, InstrumentVersion, VersionStatus
from app.training.effects import EffectState
from app.training.models import (
    HAS_RESULT,
    HOLDS_SEAT,
    Batch,
    BatchMeeting,
    BatchStatus,
    Enrolment,
    EnrolmentPolicy,
    EnrolmentStatus,
    Programme,
    SeatHold,
)
from app.training.queries import batches, catalogue, effects, enrolments, recommendations
from app.training.rules import ManagedState
from app.training.services import closing
from tests.support.stands import PostgresDatabase, SqliteDatabase, Stand

MONDAY = datetime(2026, 11, 23, 2, 10, tzinfo=UTC)
TODAY = date(2026, 11, 23)
OPTIONS = Options(size=180, seed=7, password="pucuk-rebung-2026", memory_kib=64, time_cost=1)


@pytest.fixture(scope="module", params=["sqlite", "postgresql"])
def loaded(request, data_folder):
    """The whole demo, loaded once on each database on a Monday morning; tests here only read it."""
    if request.param == "sqlite":
        database = SqliteDatabase(data_folder / "demo.db")
    else:
        database = PostgresDatabase(request.getfixturevalue("cluster"), "demo")
    stand = Stand(database, data_folder)
    begin_writing()
    with time_machine.travel(MONDAY), stand.app.app_context():
        assert services.load(OPTIONS)
        assert services.finish()
        db.session.remove()
        db.engine.dispose()
    return stand.app


@pytest.fixture
def demo(loaded):
    """The loaded demo with its clock, seen from everywhere."""
    with time_machine.travel(MONDAY), loaded.app_context():
        with scope.everything():
            yield loaded
        db.session.remove()
        db.engine.dispose()


@pytest.fixture
def fresh(data_folder, tmp_path):
    """An empty installation for a loading of one's own."""
    stand = Stand(SqliteDatabase(tmp_path / "penata.db"), data_folder)
    begin_writing()
    with stand.app.app_context():
        yield stand.app
        db.session.remove()
        db.engine.dispose()


def _all(statement):
    return list(db.session.execute(statement).all())


def _employee(player: cast.Player) -> Employee:
    return db.session.execute(select(Employee).where(Employee.nip == player.nip)).scalar_one()


def _bungo() -> int:
    return db.session.execute(select(Government.id).where(Government.slug == "bungo")).scalar_one()


def _batches_of(title: str, status: BatchStatus = BatchStatus.PUBLISHED) -> list[Batch]:
    statement = (
        select(Batch)
        .join(Programme, Programme.id == Batch.programme_id)
        .where(Programme.title == title, Batch.status == status, Batch.government_id == _bungo())
        .order_by(Batch.starts_on)
    )
    return list(db.session.execute(statement).scalars())


def _people_of(batch: Batch) -> Counter[str]:
    rows = _all(select(Enrolment.status).where(Enrolment.batch_id == batch.id))
    return Counter(row.status for row in rows)


# People


def test_five_governments_one_of_them_in_wita(demo):
    rows = _all(select(Government.name, Government.timezone).order_by(Government.id))

    assert [tuple(row) for row in rows] == [
        ("Kabupaten Bungo", "Asia/Jakarta"),
        ("Kota Sawahlunto", "Asia/Makassar"),
        ("Provinsi Lampung", "Asia/Jakarta"),
        ("Provinsi Bengkulu", "Asia/Jakarta"),
        ("Kabupaten Batanghari", "Asia/Jakarta"),
    ]


def test_bungo_has_the_size_asked_for_and_the_neighbours_theirs(demo):
    rows = _all(select(func.count(Employee.id)).group_by(Employee.government_id).order_by(Employee.government_id))

    assert [row[0] for row in rows] == [180, 40, 40, 40, 40]


def test_every_nip_is_well_formed_and_visibly_invented(demo):
    rows = _all(select(Employee.nip, Employee.kind))

    assert [row.nip for row in rows if nip_fault(row.nip, EmployeeKind(row.kind))] == []
    assert {row.nip[3] for row in rows} == {"0"}
    assert {row.nip[6:8] for row in rows} == {"01"}
    assert all(900 <= int(row.nip[15:]) <= 999 for row in rows)


def test_contract_workers_have_the_numbers_of_contract_workers(demo):
    rows = _all(select(Employee.nip, Employee.rank).where(Employee.kind == EmployeeKind.PPPK))

    assert rows
    assert {row.nip[12:14] for row in rows} == {"21"}
    assert {row.rank for row in rows} <= {"V", "VII", "IX", "X"}


def test_the_cast_is_there_and_holds_its_roles(demo):
    granted = {
        (row.email, row.role)
        for row in _all(
            select(User.email, RoleGrant.role)
            .join(RoleGrant, RoleGrant.user_id == User.id)
            .where(or_(RoleGrant.unit_id.is_(None), RoleGrant.role != Role.ORGANISER))  # drawn, and no player
        )
    }

    assert [_employee(player).name for player in cast.CAST] == [player.name for player in cast.CAST]
    assert granted == {
        ("sari@bungo.penata.example", Role.HR),
        ("sari@bungo.penata.example", Role.CHANGE_TEAM),
        ("maya@bungo.penata.example", Role.HR),  # waits for a second administrator
        ("hendra@bungo.penata.example", Role.TRAINER),
        ("hendra@bungo.penata.example", Role.ORGANISER),  # ended
        ("maya@bungo.penata.example", Role.ORGANISER),
        ("arif@bungo.penata.example", Role.AUDITOR),
        ("nadia@bungo.penata.example", Role.ADMINISTRATOR),
        ("yusuf@bungo.penata.example", Role.ADMINISTRATOR),
        ("joko@batanghari.penata.example", Role.HR),
        ("admin@penata.example", Role.INSTALLATION_ADMINISTRATOR),
    }


def test_budi_and_dewi_answer_to_rina(demo):
    superiors = [organisation.superior_of(_employee(one).id, TODAY) for one in (cast.BUDI, cast.DEWI)]

    assert [one.name for one in superiors] == [cast.RINA.name, cast.RINA.name]


def test_everybody_has_a_superior_up_to_the_regional_secretary(demo):
    tops = [
        person.position
        for (employee_id,) in _all(select(Employee.id))
        if organisation.superior_of(employee_id, TODAY) is None
        and (person := organisation.person(employee_id, TODAY)).position_id
    ]

    assert tops == ["Sekretaris Daerah"] * 5


def test_everybody_holds_one_definitive_post_and_a_few_stand_in(demo):
    definitive = _all(
        select(func.count(Placement.id))
        .where(Placement.kind == PlacementKind.DEFINITIVE, organisation.holds_on(Placement, TODAY))
        .group_by(Placement.employee_id)
    )
    stand_ins = Counter(row.kind for row in _all(select(Placement.kind).where(Placement.kind != "definitive")))

    assert [row[0] for row in definitive] == [1] * 340
    assert stand_ins == {"plt": 2, "plh": 2}


def test_two_people_are_known_to_leave_and_why(demo):
    rows = _all(select(Employee.leaving_reason).where(Employee.active, Employee.leaves_on > TODAY))
    assert sorted(row[0] for row in rows) == ["contract_over", "transfer"]


def test_paths_of_units_follow_their_parents(demo):
    units = {row.id: row for row in _all(select(OrgUnit.id, OrgUnit.parent_id, OrgUnit.path, OrgUnit.government_id))}

    for unit in units.values():
        parent = units.get(unit.parent_id)
        assert unit.path == f"{parent.path if parent else '/'}{unit.id}/"
        assert parent is None or parent.government_id == unit.government_id


def test_names_have_apostrophes_and_some_are_long(demo):
    names = [row.name for row in _all(select(Employee.name))]

    assert any("'" in name for name in names)
    assert max(len(name) for name in names) > 60


# Training


def test_seats_taken_are_the_people_who_hold_them_and_those_held_without_a_name(demo):
    held = select(func.count(Enrolment.id)).where(
        Enrolment.batch_id == Batch.id, Enrolment.status.in_(HOLDS_SEAT | HAS_RESULT)
    )
    unnamed = select(func.coalesce(func.sum(SeatHold.seats), 0)).where(SeatHold.batch_id == Batch.id)
    columns = held.scalar_subquery().label("held"), unnamed.scalar_subquery().label("unnamed")
    rows = _all(select(Batch.id, Batch.seats_taken, Batch.seats, *columns))

    assert [row for row in rows if row.seats_taken != row.held + row.unnamed] == []
    assert [row.unnamed for row in rows if row.unnamed] == [2]
    assert [row for row in rows if row.seats_taken > row.seats] == []


def test_nobody_is_in_two_places_at_once(demo):
    rows = _all(
        select(Enrolment.employee_id, Meeting.starts_at, Meeting.ends_at)
        .join(BatchMeeting, BatchMeeting.batch_id == Enrolment.batch_id)
        .join(Meeting, Meeting.id == BatchMeeting.meeting_id)
        .where(Enrolment.status.in_(HOLDS_SEAT | HAS_RESULT))
        .order_by(Enrolment.employee_id, Meeting.starts_at)
    )

    clashes = [
        (one, following)
        for one, following in pairwise(rows)
        if one.employee_id == following.employee_id and following.starts_at < one.ends_at
    ]
    assert clashes == []


def test_budi_has_fourteen_of_twenty_hours_and_two_certificates(demo):
    budi = _employee(cast.BUDI)
    with scope.within(budi.government_id):
        year = competency.learning_year(budi.id, 2026)
    printed = _all(select(Certificate.number, Certificate.file_id).where(Certificate.employee_id == budi.id))

    assert (year.credited, year.target, year.is_ceiling) == (Decimal(14), Decimal(20), False)
    assert len(printed) == 2
    assert all(row.file_id for row in printed)
    assert all(row.number.startswith("800.2.3/") and row.number.endswith("/BKPSDM/2026") for row in printed)


def test_budi_lacks_what_the_story_says(demo):
    budi = _employee(cast.BUDI)
    post = organisation.person(budi.id, TODAY)
    with scope.within(budi.government_id):
        needed = competency.levels_needed(budi.id, post.position_id, post.tier, TODAY)

    assert {one.name: (one.measured, one.required) for one in needed if one.gap} == {
        "Komunikasi": (1, 2),
        "Pelayanan Publik": (1, 2),
        "Mengelola Perubahan": (1, 2),
    }


def test_certificate_numbers_have_no_gaps(demo):
    sequences = [row.sequence for row in _all(select(Certificate.sequence).order_by(Certificate.sequence))]

    assert sequences == list(range(1, len(sequences) + 1))
    assert len(sequences) == 21


def test_budi_waits_for_rina(demo):
    requests = enrolments.requests_for(_employee(cast.RINA).id, TODAY)

    assert [(row.name, row.title) for row in requests] == [(cast.BUDI.name, "Mengelola Perubahan di Meja Layanan")]
    notices = _all(select(Notice.text).where(Notice.employee_id == _employee(cast.RINA).id).order_by(Notice.id))
    assert notices[0].text.startswith("Budi Pratama, S.A.P. ingin mengikuti Mengelola Perubahan di Meja Layanan")


def test_budi_is_expected_tomorrow_morning(demo):
    ahead = enrolments.ahead_of(_employee(cast.BUDI).id, now(), limit=1)

    assert [(row.title, row.status, row.starts_at, row.ends_at) for row in ahead] == [
        (
            "Bimbingan Teknis Arsip Digital",
            EnrolmentStatus.CONFIRMED,
            datetime(2026, 11, 24, 1, tzinfo=UTC),
            datetime(2026, 11, 24, 5, tzinfo=UTC),
        )
    ]


def test_the_counter_training_has_four_seats_left_and_its_agenda(demo):
    (batch,) = _batches_of("Pelayanan Prima bagi Petugas Loket")
    (meeting,) = batches.meetings(batch.id)

    assert (batch.number, batch.seats, batch.seats_left, batch.lesson_hours) == (3, 30, 4, Decimal(8))
    assert batch.policy == EnrolmentPolicy.SUPERIOR
    assert batch.starts_on == date(2026, 12, 10)
    assert batch.enrolment_opens_at < now() < batch.enrolment_closes_at
    assert [line.title for line in batches.agenda([meeting.id])][1] == "Apa yang warga ingat dari loket kita"
    assert sum(row.lesson_hours for row in batches.subjects(batch.programme_id)) == 8


def test_dewi_is_second_of_five_in_line(demo):
    (batch,) = [one for one in _batches_of("Pelatihan Manajemen Komunikasi Publik") if one.seats == 12]
    rank = enrolments.rank_of(enrolments.own(_employee(cast.DEWI).id, batch.id))

    assert (batch.seats_left, rank.rank, rank.waiting) == (0, 2, 5)


def test_one_seat_is_on_offer_to_somebody_else(demo):
    (offer,) = _all(select(Enrolment).where(Enrolment.status == EnrolmentStatus.OFFERED))

    assert offer[0].offer_expires_at > now()
    assert offer[0].employee_id not in {_employee(player).id for player in cast.CAST if player.realm is BUNGO}


def test_a_meeting_is_on_right_now_and_dewi_may_check_in(demo):
    statement = (
        select(Meeting, Enrolment.batch_id)
        .join(BatchMeeting, BatchMeeting.meeting_id == Meeting.id)
        .join(Enrolment, Enrolment.batch_id == BatchMeeting.batch_id)
        .where(Enrolment.employee_id == _employee(cast.DEWI).id, Enrolment.status == EnrolmentStatus.CONFIRMED)
        .where(Meeting.starts_at <= now(), Meeting.ends_at > now())
    )
    ((meeting, _batch_id),) = _all(statement)
    there = db.session.execute(
        select(func.count(Attendance.id)).where(Attendance.meeting_id == meeting.id)
    ).scalar_one()

    assert there == 15  # three of them came in while the door was open


def test_one_batch_only_needs_closing(demo):
    with scope.within(_bungo()):
        (batch,) = [one for one in _batches_of("Bimbingan Teknis Pengelolaan Pusat Data") if one.ends_on < TODAY]
        page = batches.managed_batch(batch.id)

        assert batch.ends_on == date(2026, 11, 20)
        assert _people_of(batch) == {EnrolmentStatus.CONFIRMED: 14}
        assert (closing.unmarked(batch.id), closing.unscored(page)) == (0, 0)


def test_the_coming_months_have_batches_in_several_cities(demo):
    rows = _all(select(Batch.city, Batch.starts_on).where(Batch.government_id == _bungo(), Batch.starts_on > TODAY))

    assert len(rows) >= 15
    assert len({row.city for row in rows}) >= 4
    assert {row.starts_on.strftime("%Y-%m") for row in rows} >= {"2026-11", "2026-12", "2027-01", "2027-02"}


def test_batches_of_a_programme_are_numbered_without_a_gap(demo):
    rows = _all(select(Batch.programme_id, Batch.year, Batch.number).order_by(Batch.starts_on, Batch.id))
    numbers: dict[tuple[int, int], list[int]] = {}
    for row in rows:
        numbers.setdefault((row.programme_id, row.year), []).append(row.number)

    # A batch planned later may well be held earlier: no number is missing, and none is given twice.
    assert [one for one in numbers.values() if sorted(one) != list(range(1, len(one) + 1))] == []


def test_each_government_keeps_to_its_own_people(demo):
    crossing = _all(
        select(Enrolment.id)
        .join(Batch, Batch.id == Enrolment.batch_id)
        .join(Employee, Employee.id == Enrolment.employee_id)
        .where((Enrolment.government_id != Batch.government_id) | (Employee.government_id != Batch.government_id))
    )
    per_government = _all(select(func.count(Batch.id)).group_by(Batch.government_id).order_by(Batch.government_id))

    assert crossing == []
    assert [row[0] for row in per_government][1:] == [6, 6, 6, 6]


def test_everybody_who_passed_has_the_hours_once(demo):
    passed = {row[0] for row in _all(select(Enrolment.id).where(Enrolment.status == EnrolmentStatus.PASSED))}
    keys = [row.source_key for row in _all(select(LearningRecord.source_key))]

    of_batches = [key for key in keys if not key.startswith(("claim:", "demo:history:"))]
    assert sorted(of_batches) == sorted(f"enrolment:{number}" for number in passed)


# Loading


def test_the_trail_begins_with_one_line_per_government_and_holds(demo):
    lines = _all(select(AuditEntry.chain, AuditEntry.details).where(AuditEntry.action == "demo.loaded"))

    assert len(lines) == 5
    assert [audit.first_fault(chain, audit_services.key()) for chain in audit.chains()] == [None] * 5


def test_the_trail_holds_numbers_and_states_and_nobodys_data(demo):
    """So that an erasure later has nothing to take out of it (security T3)."""
    people = _all(select(Employee.nip, Employee.name, Employee.email))
    personal = [value for row in people for value in row if value]
    told = json.dumps([row.details for row in _all(select(AuditEntry.details))], ensure_ascii=False)
    assert len(told) > 1000
    assert [value for value in personal if value in told] == []
    assert re.findall(r"\d{18}|[\w.]+@\w+", told) == []


def test_who_looks_at_whose_file_and_what_is_asked_is_alive(demo):
    readers = _all(select(PersonalReading.part).where(PersonalReading.employee_id == _employee(cast.BUDI).id))
    assert len(readers) == 5
    asked = _all(select(PrivacyRequest.status).order_by(PrivacyRequest.id))
    assert [row.status for row in asked] == ["waiting", "refused"]


def test_proposals_stand_in_every_state_with_letters_of_the_past(demo):
    found = {row.status: row.batch_id for row in _all(select(Proposal.status, Proposal.batch_id))}
    assert set(found) == {"draft", "submitted", "returned", "rejected", "running", "reported"}
    letters = _all(select(Letter.kind, Letter.issued_on, Letter.facts).order_by(Letter.id))
    assert Counter(row.kind for row in letters) == {
        "proposals_request": 5,
        "proposals_approval": 2,
        "proposals_rejection": 1,
        "proposals_report": 1,
    }
    assert all(row.issued_on < TODAY and row.issued_on.weekday() < 5 for row in letters)
    assert all(row.facts["issued_on"] == row.issued_on.isoformat() for row in letters)
    reported = db.session.get_one(Batch, found["reported"])
    assert (reported.status, reported.ends_on < TODAY) == (BatchStatus.PUBLISHED, True)
    assert reported.report_accepted_at is None
    assert set(_people_of(reported)) == {EnrolmentStatus.CONFIRMED}


def test_plans_of_the_year_stand_in_every_state_and_last_years_is_closed(demo):
    budi = _employee(cast.BUDI).id
    rows = _all(select(IndividualPlan.employee_id, IndividualPlan.year, IndividualPlan.status))
    mine = {row.year: row.status for row in rows if row.employee_id == budi}
    assert mine == {TODAY.year - 1: "closed", TODAY.year: "agreed"}
    others = {row.status for row in rows if row.year == TODAY.year}
    assert others >= {"draft", "submitted", "returned", "agreed", "revision_submitted", "reported"}
    said = _all(select(IndividualPlanItem.outcome).where(IndividualPlanItem.employee_id == budi))
    assert {row.outcome for row in said} >= {"done", "partly", ""}


def _state() -> dict[str, tuple[int, int | None]]:
    """How many rows each table has, and its last key."""
    asked = [(table, next(iter(table.primary_key))) for table in Base.metadata.sorted_tables]
    return {table.name: tuple(db.session.execute(select(func.count(key), func.max(key))).one()) for table, key in asked}


def test_a_closed_batch_shows_gaps_before_and_after_in_several_states(demo):
    """What became of each gap is what the assessor decided on the evidence the training left."""
    batch = _batches_of(courses.E_SERVICE.title, BatchStatus.CLOSED)[-1]
    with scope.within(_bungo()):
        everybody = effects.of_batch(batch.id, EVERYWHERE).everybody
        ids = [one.employee_id for one in everybody]
        rows = _all(
            select(CompetencyEvidence.employee_id, CompetencyEvidence.competency_id, CompetencyEvidence.status).where(
                CompetencyEvidence.employee_id.in_(ids)
            )
        )
    decided = {(row.employee_id, row.competency_id): row.status for row in rows}
    follows = {
        EvidenceStatus.CONFIRMED: EffectState.CLOSED,
        EvidenceStatus.WAITING: EffectState.WAITING,
        EvidenceStatus.SET_ASIDE: EffectState.OPEN,
    }
    had_a_gap = [one for one in everybody if one.state != EffectState.NO_GAP]
    assert [follows[decided[one.employee_id, one.competency_id]] for one in had_a_gap] == [
        one.state for one in had_a_gap
    ]
    assert Counter(one.state for one in everybody) == {
        EffectState.CLOSED: 2,
        EffectState.OPEN: 1,
        EffectState.WAITING: 2,
        EffectState.NO_GAP: 1,
    }


def test_budis_home_has_three_batches_to_recommend(demo):
    with scope.within(_bungo()):
        found = recommendations.for_person(_employee(cast.BUDI).id, at=now(), day=TODAY)
    assert len(found.best(3)) == 3


def test_loading_again_changes_nothing(demo):
    before = _state()
    db.session.rollback()

    assert not services.load(OPTIONS)
    assert services.finish()
    assert _state() == before


def test_new_rows_follow_the_loaded_ones(demo):
    with scope.within(_bungo()):
        row = Notice(employee_id=_employee(cast.BUDI).id, kind="x", text="x", path="/", created_at=now())
        db.session.add(row)
        db.session.add(
            Government(
                slug="x",
                name="x",
                short_name="x",
                kind="kota",
                region_code="1",
                seat="x",
                timezone="Asia/Jakarta",
                hr_agency="x",
                hr_agency_short="x",
            )
        )
        db.session.flush()
        db.session.rollback()


def _people(seed: int) -> list[tuple[str, str]]:
    numbers = Counter[str]()

    def number(kind: str) -> int:
        numbers[kind] += 1
        return numbers[kind]

    registry = Registry()
    return [
        (human.name, human.nip)
        for realm in REALMS
        for human in populate(realm, 200, seed=seed, number=number, registry=registry).humans
    ]


def test_the_same_seed_gives_the_same_people():
    assert _people(3) == _people(3)
    assert _people(3) != _people(4)


def _picture() -> list[list[tuple]]:
    """Everything the seed decides."""
    return [
        [tuple(row) for row in _all(select(Employee.nip, Employee.name, Employee.rank).order_by(Employee.id))],
        [tuple(row) for row in _all(select(Batch.number, Batch.city, Batch.starts_on).order_by(Batch.id))],
        [
            tuple(row)
            for row in _all(
                select(Enrolment.employee_id, Enrolment.batch_id, Enrolment.status, Enrolment.score).order_by(
                    Enrolment.batch_id, Enrolment.employee_id
                )
            )
        ],
    ]


@time_machine.travel(MONDAY, tick=False)
def test_the_same_seed_on_the_same_day_gives_the_same_demo(data_folder, tmp_path):
    pictures = []
    for name in ("one.db", "two.db"):
        stand = Stand(SqliteDatabase(tmp_path / name), data_folder)
        begin_writing()
        with stand.app.app_context():
            services.load(OPTIONS)
            with scope.everything():
                pictures.append(_picture())
            db.session.remove()
            db.engine.dispose()

    assert pictures[0] == pictures[1]


@pytest.mark.parametrize(
    "moment",
    [
        datetime(2027, 1, 1, 0, 5, tzinfo=ZoneInfo("Asia/Jakarta")),
        datetime(2027, 1, 3, 23, 57, tzinfo=ZoneInfo("Asia/Jakarta")),
        datetime(2027, 1, 9, 12, 0, tzinfo=ZoneInfo("Asia/Jakarta")),
        datetime(2028, 2, 29, 0, 20, tzinfo=ZoneInfo("Asia/Jakarta")),
        datetime(2026, 12, 31, 23, 40, tzinfo=ZoneInfo("Asia/Jakarta")),
    ],
)
def test_it_loads_at_odd_moments_and_is_alive(fresh, moment):
    with time_machine.travel(moment, tick=False):
        services.load(OPTIONS)
        with scope.everything():
            on_now = _all(select(Meeting.id).where(Meeting.starts_at <= now(), Meeting.ends_at > now()))
            closings = _all(select(Job.status).where(Job.kind == closing.KIND))
            waiting = enrolments.requests_for(_employee(cast.RINA).id, moment.date())

            assert len(on_now) == 1
            assert [row.status for row in closings] == [JobStatus.QUEUED] * 3
            assert len(waiting) == 1


def test_budis_hours_belong_to_this_year_from_its_second_week_on(fresh):
    with time_machine.travel(datetime(2027, 1, 9, 5, tzinfo=UTC)):
        services.load(OPTIONS)
        assert services.finish()
        with scope.within(_bungo()):
            assert competency.learning_year(_employee(cast.BUDI).id, 2027).credited == 14


def test_killed_before_the_commit_it_leaves_nothing(fresh, monkeypatch):
    def die(*_args) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr("app.demo.story.act", die)
    with pytest.raises(KeyboardInterrupt):
        services.load(OPTIONS)
    db.session.rollback()
    assert db.session.execute(select(func.count(Government.id))).scalar_one() == 0

    monkeypatch.undo()
    assert services.load(OPTIONS)


def test_killed_while_closing_the_next_run_finishes(fresh):
    services.load(OPTIONS)
    first = jobs.waiting_ids()[0]
    db.session.rollback()
    jobs.claim(first)  # a worker took it and died; a minute later its heart has not beaten
    with time_machine.travel(datetime.now(UTC).timestamp() + 90):
        assert not services.load(OPTIONS)
        assert services.finish()
    with scope.everything():
        closings = _all(select(Job.status).where(Job.kind == closing.KIND))
        assert {row.status for row in closings} == {JobStatus.DONE}
        assert db.session.execute(select(func.count(Certificate.id))).scalar_one() == 21


# Commands


def test_accounts_for_other_programs(demo):
    result = demo.test_cli_runner().invoke(args=["demo", "accounts", "--json"])
    told = json.loads(result.output)

    assert result.exit_code == 0
    assert told["base_url"] == "http://127.0.0.1:8000"
    assert [(one["role"], one["email"]) for one in told["accounts"]] == [
        ("employee", "budi@bungo.penata.example"),
        ("employee", "dewi@bungo.penata.example"),
        ("manager", "rina@bungo.penata.example"),
        ("hr", "sari@bungo.penata.example"),
        ("organiser", "maya@bungo.penata.example"),
        ("auditor", "arif@bungo.penata.example"),
        ("administrator", "nadia@bungo.penata.example"),
        ("administrator", "yusuf@bungo.penata.example"),
        ("hr", "joko@batanghari.penata.example"),
        ("organiser", told["accounts"][9]["email"]),
        ("installation_administrator", "admin@penata.example"),
    ]
    assert [one.get("unit") for one in told["accounts"]] == [None] * 9 + ["RSUD H. Hanafie Muara Bungo", None]
    assert told["accounts"][0] == {
        "role": "employee",
        "name": "Budi Pratama, S.A.P.",
        "nip": "199003012015031901",
        "email": "budi@bungo.penata.example",
        "government": "Kabupaten Bungo",
        "password": told["password"],
    }


def test_somebody_organises_for_one_unit_and_meets_its_batch_alone(demo):
    told = json.loads(demo.test_cli_runner().invoke(args=["demo", "accounts", "--json"]).output)
    [account] = [one for one in told["accounts"] if "unit" in one]
    [(user_id, hashed)] = _all(select(User.id, User.password_hash).where(User.email == account["email"]))
    assert Passwords(memory_kib=64, time_cost=1).matches(hashed, account["password"])
    [grant] = db.session.execute(select(RoleGrant).where(RoleGrant.user_id == user_id)).scalars()
    unit = db.session.get_one(OrgUnit, grant.unit_id)
    assert (grant.role, unit.name, unit.government_id) == (Role.ORGANISER, account["unit"], _bungo())
    with scope.within(_bungo()):
        met = catalogue.managed_batches(
            state=ManagedState.ALL, day=now().date(), after=None, limit=20, reach=Reach(frozenset({unit.path}))
        )
    assert [row.title for row in met] == ["Bimbingan Teknis Pencatatan Pelayanan Rawat Jalan"]


def test_accounts_for_people(demo):
    result = demo.test_cli_runner().invoke(args=["demo", "accounts"])

    assert result.exit_code == 0
    assert "Atasan" in result.output
    assert "rina@bungo.penata.example" in result.output


def test_loading_by_command_says_that_it_is_there(demo):
    result = demo.test_cli_runner().invoke(args=["demo", "load"])

    assert (result.exit_code, result.output) == (0, "data contoh sudah ada, tidak ada yang diubah\n")


def test_an_installation_in_service_refuses_the_demo(fresh):
    fresh.config["DEMO"] = False
    result = fresh.test_cli_runner().invoke(args=["demo", "load"])

    assert result.exit_code == 1
    assert "kata sandinya terbuka" in result.output


def test_every_demo_account_opens_with_the_same_password(demo):
    """Some were never invited, and have none."""
    hashes = {row.password_hash for row in _all(select(User.password_hash))} - {""}

    assert len(hashes) == 1
    assert Passwords(memory_kib=64, time_cost=1).matches(hashes.pop(), OPTIONS.password)


def test_bungo_has_instruments_to_ask_and_one_that_is_written(demo):
    rows = _all(
        select(Instrument.shipped_code, InstrumentVersion.status)
        .join(InstrumentVersion, InstrumentVersion.instrument_id == Instrument.id)
        .order_by(Instrument.id)
    )

    assert [tuple(row) for row in rows] == [
        ("adkar15", VersionStatus.PUBLISHED),
        ("rac15", VersionStatus.PUBLISHED),
        ("cause_checklist", VersionStatus.PUBLISHED),
        ("", VersionStatus.DRAFT),
    ]
