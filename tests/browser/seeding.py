"""Putting people and batches into the database of a running server, from a process of its own.

Every scene happens in a government of its own, so that tests do not meet.
"""

from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import timedelta
from functools import wraps
from itertools import count
from pathlib import Path
from typing import Any

import flask_migrate
from flask import Flask
from sqlalchemy import delete, func, select

from app.access.permissions import Role
from app.accounts.models import UserSession
from app.attendance import queries as attendance
from app.attendance.models import Meeting
from app.attendance.rules import own_codes
from app.base import scope
from app.base.clock import now
from app.base.database import begin_writing, db
from app.certificates.models import Certificate
from app.competency import reference
from app.competency.models import LearningRecord
from app.competency.services import gaps
from app.documents import services as store
from app.documents.models import StoredFile
from app.exams.models import QuestionKind
from app.imports.headings import ImportKind
from app.imports.queries import runs
from app.imports.services import checking
from app.notifications.models import Mail
from app.organisation.models import PositionTier
from app.professionalism import reference as index_reference
from app.training.models import Batch, BatchMeeting, Enrolment, EnrolmentPolicy
from app.training.queries import enrolments, programmes
from app.training.services import closing
from app.training.services import enrolments as services
from tests.browser import furnishing
from tests.support.builders import (
    Person,
    attend,
    competency_id,
    enrol,
    make_assessment,
    make_batch,
    make_certificate,
    make_employee,
    make_government,
    make_meeting,
    make_position,
    make_programme,
    make_requirement,
    make_unit,
    meetings_of,
    page_of,
    seat,
)
from tests.support.learning import make_exam, make_question
from tests.support.stands import build_app
from tests.support.tables import bring, of_dicts

_app: list[Flask] = []
_numbers = count(1)


@dataclass(frozen=True)
class Cast:
    government_id: int
    rina: Person
    budi: Person
    dewi: Person
    sari: Person
    auditor: Person
    organiser: Person | None = None
    hasan: Person | None = None


@dataclass(frozen=True)
class Administrators:
    nadia: Person
    yusuf: Person
    budi: Person


@dataclass(frozen=True)
class Scene:
    """Who is there, and the numbers of what they meet."""

    cast: Any
    ids: dict[str, Any]


def open_app(url: str, data: str, base_url: str) -> None:
    """Once per process: the application on the server's database, brought up to date."""
    _app.append(build_app(url, Path(data), BASE_URL=base_url))
    with _app[0].app_context():
        begin_writing()
        flask_migrate.upgrade()
        with scope.everything():
            reference.load()
            index_reference.load()
            db.session.commit()
        db.session.remove()
        db.engine.dispose()


def in_app(work: Callable[..., Any]) -> Callable[..., Any]:
    @wraps(work)
    def run(*arguments: Any, **named: Any) -> Any:
        begin_writing()
        with _app[0].app_context():
            try:
                return work(*arguments, **named)
            finally:
                db.session.remove()

    return run


def _enter_government() -> int:
    government = make_government(f"Kabupaten Bungo {next(_numbers)}")
    scope.enter(government.id)
    return government.id


def _cast() -> Cast:
    government_id = _enter_government()
    unit = make_unit()
    head = make_position("Kepala Bidang Pelayanan", unit=unit, tier=PositionTier.ADMINISTRATOR)
    rina = make_employee("Rina Marlina, S.E.", position_id=head.id, female=True)

    def below(name: str, *, female: bool) -> Person:
        return make_employee(name, position_id=make_position(unit=unit, above=head.id).id, female=female)

    return Cast(
        government_id,
        rina,
        below("Budi Pratama, S.A.P.", female=False),
        below("Dewi Lestari, S.Kom.", female=True),
        make_employee("Sari Wulandari, S.Sos., M.Si.", roles=[Role.HR], female=True),
        make_employee("Umi Kalsum", roles=[Role.AUDITOR], female=True),
    )


def _running(**different: Any) -> Batch:
    """A batch whose only meeting began a few minutes ago."""
    batch = make_batch(meetings=0, starts_in_days=0, **different)
    make_meeting(batch, now() - timedelta(minutes=5), hours=2)
    return batch


@in_app
def two_administrators() -> Scene:
    """Somebody to give a role to, and two to agree on it."""
    _enter_government()
    nadia = make_employee("Nadia Permata, S.Kom.", roles=[Role.ADMINISTRATOR], female=True)
    yusuf = make_employee("Yusuf Ramadhan, S.T.", roles=[Role.ADMINISTRATOR])
    return Scene(Administrators(nadia, yusuf, make_employee("Budi Pratama, S.A.P.")), {})


@in_app
def workshop() -> Scene:
    """A batch to come with one seat that asks the superior and closes a gap of Budi's; another runs now with Dewi and
    Hasan in it, asks for 70 points and closes a gap of Dewi's. Two questions stand in the bank."""
    cast = _cast()
    for person in (cast.budi, cast.dewi):
        make_requirement(person.position_id, competency_id("M.5"), 2)
        make_assessment(person.employee_id, competency_id("M.5"), 1, on=now().date() - timedelta(days=90))
    gaps.rebuild()
    raises = [(competency_id("M.5"), 2)]
    loket = make_programme(competencies=raises)
    ahead = make_batch(programme=loket, seats=1, policy=EnrolmentPolicy.SUPERIOR, number=1)
    arsip = make_programme("Pengelolaan Arsip Dinamis", competencies=raises, min_score="70")
    today = _running(programme=arsip, number=2)
    hasan = make_employee("Hasan Basri")
    seat(cast.dewi, today)
    seat(hasan, today)
    [meeting] = meetings_of(today)
    make_question()
    make_question(QuestionKind.MULTIPLE)
    return Scene(replace(cast, hasan=hasan), {"ahead": ahead.id, "today": today.id, "meeting": meeting.id})


@in_app
def door() -> Scene:
    """A meeting that runs now, with Budi and Dewi expected."""
    cast = _cast()
    today = _running(number=3)
    seat(cast.budi, today)
    seat(cast.dewi, today)
    [meeting] = meetings_of(today)
    return Scene(cast, {"batch": today.id, "meeting": meeting.id})


@in_app
def own_code(person: Person, meeting_id: int, government_id: int, step_seconds: int) -> str:
    """What somebody's page shows right now."""
    scope.enter(government_id)
    meeting = db.session.get_one(Meeting, meeting_id)
    return own_codes.own_code(meeting, person.employee_id, now(), step_seconds).token


@in_app
def marks(meeting_id: int, government_id: int) -> dict[int, str]:
    """Who was marked how at a meeting."""
    scope.enter(government_id)
    return {number: str(status) for number, status in attendance.at_meeting(meeting_id).items()}


@in_app
def open_batches(count: int = 1) -> Scene:
    """Batches anybody may enrol in, most of them about archives."""
    cast = _cast()
    loket = make_batch(number=900)
    arsip = make_programme("Pengelolaan Arsip Dinamis")
    for number in range(1, count):
        make_batch(programme=arsip, number=number, starts_in_days=11 + number, meetings=0)
    return Scene(cast, {"batch": loket.id})


@in_app
def exam_on() -> Scene:
    """A running batch with an open test: one choice, one short answer, under the clock."""
    cast = _cast()
    batch = _running(number=1)
    seat(cast.budi, batch)
    exam = make_exam(batch, [make_question(), make_question(QuestionKind.TEXT)], minutes=20)
    return Scene(cast, {"batch": batch.id, "exam": exam.id})


@in_app
def scored_batch() -> Scene:
    """A batch that is over and wants scores."""
    cast = _cast()
    batch = make_batch(programme=make_programme(min_score="70"), starts_in_days=-3)
    for person in (cast.budi, cast.dewi):
        seat(person, batch)
        attend(person, batch)
    return Scene(cast, {"batch": batch.id})


@in_app
def everything() -> Scene:
    """Something on every page of the journey: each state of an enrolment, requests, mails, certificates."""
    cast = _cast()
    service = competency_id("M.5")
    make_requirement(cast.budi.position_id, service, 3)
    make_assessment(cast.budi.employee_id, service, 1)
    gaps.rebuild()
    wide = make_programme(
        "Penyusunan Peta Proses Bisnis dan Standar Operasional Prosedur Administrasi Pemerintahan Daerah",
        min_score="70",
        competencies=[(service, 2)],
    )
    confirmed = make_batch(programme=wide, meetings=2, number=1)
    seat(cast.budi, confirmed)
    full = make_batch(seats=1, number=2, starts_in_days=14)
    enrol(cast.dewi, full)
    enrol(cast.budi, full)
    offered = make_batch(seats=1, number=3, starts_in_days=18)
    enrol(cast.dewi, offered)
    enrol(cast.budi, offered)
    _withdraw(cast.dewi, offered)
    asked = make_batch(policy=EnrolmentPolicy.SUPERIOR, number=4, starts_in_days=22)
    request = enrol(cast.budi, asked)
    free = make_batch(number=5, starts_in_days=26)
    today = _running(number=6)
    seat(cast.budi, today)
    seat(cast.dewi, today)
    [meeting] = meetings_of(today)
    over = make_batch(programme=wide, starts_in_days=-5, number=7)
    for person, score in ((cast.budi, "88.5"), (cast.dewi, None)):
        seat(person, over, score=score)
        attend(person, over)
    certificate = make_certificate(cast.budi)
    mail = db.session.execute(select(Mail.id).order_by(Mail.id.desc()).limit(1)).scalar_one()
    ids = {
        "confirmed": confirmed.id,
        "full": full.id,
        "offered": offered.id,
        "asked": asked.id,
        "free": free.id,
        "programme": free.programme_id,
        "subject": programmes.subjects_in_order(free.programme_id)[0].id,
        "year": free.year,
        "today": today.id,
        "meeting": meeting.id,
        "over": over.id,
        "request": request.id,
        "mail": mail,
    }
    organiser, proposed = furnishing.proposals()
    ids |= furnishing.presence(today, meeting, cast.sari) | furnishing.hours(cast.budi) | proposed
    ids |= furnishing.printed(cast.budi) | furnishing.individual_plans(cast.budi, cast.dewi, cast.rina)
    ids |= furnishing.plans(cast.sari)
    return Scene(replace(cast, organiser=organiser), ids | {"certificate": certificate.id})


def _withdraw(person: Person, batch: Batch) -> None:
    services.withdraw(enrolments.own(person.employee_id, batch.id), by=person.actor)
    db.session.commit()


@in_app
def crowd(people: int) -> Scene:
    """A batch that is over with so many people in it, all of whom pass."""
    cast = _cast()
    batch = make_batch(starts_in_days=-3)
    for number in range(people):
        person = make_employee(f"Peserta Nomor {number}")
        seat(person, batch)
        attend(person, batch)
    return Scene(cast, {"batch": batch.id})


@in_app
def table_to_apply(rows: int) -> Scene:
    """A checked table of so many employees, ready to be applied."""
    cast = _cast()
    content = of_dicts(
        ImportKind.EMPLOYEES,
        [
            {
                "nip": f"1990{1 + n // 28 % 12:02}{1 + n % 28:02}202001{1 + n // 3024}{1 + n % 997:03}",
                "name": f"Orang {n}",
            }
            for n in range(rows)
        ],
    )
    run = bring(content, cast.sari)
    return Scene(cast, {"run": run.id})


@in_app
def ask_to_apply(run_id: int, officer: Person) -> None:
    with scope.within(officer.government_id):
        job = checking.request_application(runs.run(run_id), everything=True, by=officer.actor)
        db.session.commit()
        _app[0].extensions["penata_messenger"].tell_job(job.id)


@in_app
def code_of(certificate_id: int, government_id: int) -> str:
    with scope.within(government_id):
        return db.session.execute(select(Certificate.code).where(Certificate.id == certificate_id)).scalar_one()


@in_app
def let_the_day_pass(batch_id: int, government_id: int) -> None:
    """Yesterday is when the batch met."""
    with scope.within(government_id):
        batch = db.session.get_one(Batch, batch_id)
        ids = select(BatchMeeting.meeting_id).where(BatchMeeting.batch_id == batch_id)
        for meeting in db.session.execute(select(Meeting).where(Meeting.id.in_(ids))).scalars():
            meeting.starts_at -= timedelta(days=1)
            meeting.ends_at -= timedelta(days=1)
        batch.starts_on -= timedelta(days=1)
        batch.ends_on -= timedelta(days=1)
        db.session.commit()


@in_app
def end_sessions(user_id: int) -> None:
    db.session.execute(delete(UserSession).where(UserSession.user_id == user_id))
    db.session.commit()


@in_app
def enrol_elsewhere(person: Person, batch_id: int) -> None:
    """The same person enrols in another window."""
    with scope.within(person.government_id):
        enrol(person, db.session.get_one(Batch, batch_id))


@in_app
def ask_to_close(batch_id: int, officer: Person) -> None:
    """As the web process does: a row, a commit, and a word to the worker."""
    with scope.within(officer.government_id):
        job = closing.request_closing(page_of(db.session.get_one(Batch, batch_id)), by=officer.actor)
        db.session.commit()
        _app[0].extensions["penata_messenger"].tell_job(job.id)


@in_app
def what_closing_left(batch_id: int, government_id: int) -> dict[str, Any]:
    """Everything a closing is to have made, exactly once for each."""
    with scope.within(government_id):
        certificates = db.session.execute(select(Certificate).order_by(Certificate.sequence)).scalars().all()
        batch = db.session.get_one(Batch, batch_id)
        statuses = db.session.execute(
            select(Enrolment.status, func.count(Enrolment.id))
            .where(Enrolment.batch_id == batch_id)
            .group_by(Enrolment.status)
        )
        files = [db.session.get_one(StoredFile, one.file_id) for one in certificates if one.file_id]
        told = select(Mail.employee_id).where(Mail.kind == "training_certificate").order_by(Mail.employee_id)
        credited = select(LearningRecord.employee_id).order_by(LearningRecord.employee_id)
        return {
            "status": batch.status,
            "sequences": [one.sequence for one in certificates],
            "holders": sorted(one.employee_id for one in certificates),
            "statuses": {row[0]: row[1] for row in statuses},
            "files": sum(store.read(file).startswith(b"%PDF") for file in files),
            "told": list(db.session.execute(told).scalars()),
            "credited": list(db.session.execute(credited).scalars()),
            "archive": store.read(db.session.get_one(StoredFile, batch.archive_file_id)),
        }
