"""Closing a batch: results by the rule, hours once, numbers without gaps, killed anywhere and run again."""

import io
import zipfile
from datetime import timedelta
from decimal import Decimal

import pytest
import time_machine
from sqlalchemy import func, select

from app.access.visitor import SYSTEM
from app.attendance.models import AttendanceStatus
from app.attendance.services import hosting
from app.attendance.services.hosting import NotParticipant
from app.audit import queries as audit
from app.audit import services as trail
from app.audit.models import AuditEntry
from app.base import scope
from app.base.clock import now
from app.base.database import db
from app.certificates.models import Certificate, CertificateCounter
from app.competency.models import CompetencyEvidence, LearningRecord
from app.competency.queries import learning_year
from app.documents import services as store
from app.documents.models import StoredFile
from app.jobs import queries as jobs
from app.jobs import worker
from app.jobs.models import JobStatus
from app.notifications.models import Mail, Notice
from app.training import rules
from app.training.models import Batch, BatchStatus, Enrolment, EnrolmentStatus
from app.training.services import closing, sheets
from app.training.services.sheets import BatchIsClosed
from tests.support import pdf
from tests.support.builders import (
    attend,
    competency_id,
    enrol,
    host_of,
    make_batch,
    make_employee,
    make_programme,
    marks_of,
    meetings_of,
    page_of,
    seat,
    status_of,
)

S = EnrolmentStatus
PRESENT, LATE, EXCUSED, ABSENT = AttendanceStatus


@pytest.fixture
def programme(bungo):
    return make_programme(
        subjects=[("Dasar-dasar pelayanan", "3"), ("Menangani keluhan", "5")],
        competencies=[(competency_id("M.5"), 2), (competency_id("M.3"), 1)],
        min_score="70",
    )


def over(batch):
    """The clock after the batch's last meeting; it stands still."""
    return time_machine.travel(meetings_of(batch)[-1].ends_at + timedelta(days=2), tick=False)


def close(batch, sari):
    closing.request_closing(page_of(batch), by=sari.actor)
    db.session.commit()
    worker.drain()
    db.session.rollback()
    return jobs.by_key(closing.job_key(batch.id))


def certificates():
    db.session.rollback()
    return list(db.session.execute(select(Certificate).order_by(Certificate.sequence)).scalars())


def kinds_told(person):
    db.session.rollback()
    statement = select(Notice.kind).where(Notice.employee_id == person.employee_id).order_by(Notice.id)
    return db.session.execute(statement).scalars().all()


def test_everybody_ends_as_the_rule_says(budi, dewi, rina, sari, organiser, programme):
    batch = make_batch(programme=programme, meetings=2)
    for person, score in ((budi, "86.5"), (dewi, "69"), (rina, "90"), (organiser, "0")):
        seat(person, batch, score=score)
    attend(budi, batch, LATE)
    attend(dewi, batch)
    attend(rina, batch, meetings=1)
    with over(batch):
        for person, status in ((rina, EXCUSED), (organiser, ABSENT)):
            mark_rest(person, batch, status)
        job = close(batch, sari)
        assert (job.status, job.message) == (JobStatus.DONE, "Selesai. 1 sertifikat terbit.")
        assert [status_of(one, batch) for one in (budi, dewi, rina, organiser)] == [
            S.PASSED,
            S.FAILED,
            S.FAILED,
            S.NO_SHOW,
        ]
        year = now().year
        assert learning_year(budi.employee_id, year).credited == Decimal(8)
        assert [learning_year(one.employee_id, year).credited for one in (dewi, rina, organiser)] == [0, 0, 0]
    shares = db.session.execute(select(Enrolment.attendance_share, Enrolment.reason).order_by(Enrolment.id)).all()
    assert [tuple(row) for row in shares] == [
        (100, "Memenuhi syarat."),
        (100, "Nilai 69, syaratnya 70."),
        (50, "Hadir 50%, syaratnya 100%."),
        (0, "Tidak hadir pada satu pertemuan pun."),
    ]
    evidence = db.session.execute(select(CompetencyEvidence.employee_id, CompetencyEvidence.level)).all()
    assert sorted(tuple(row) for row in evidence) == [(budi.employee_id, 1), (budi.employee_id, 2)]
    assert kinds_told(budi) == ["training_certificate"]
    assert kinds_told(dewi) == ["training_not_passed"]


def mark_rest(person, batch, status):
    host = host_of(batch)
    for meeting in meetings_of(batch):
        if person.employee_id not in marks_of(meeting):
            hosting.mark_list(host, meeting, {person.employee_id: status}, by=SYSTEM)
    db.session.commit()


def test_the_certificate_says_what_was_earned(budi, sari, programme):
    batch = make_batch(programme=programme, number=3)
    seat(budi, batch, score="86.5")
    attend(budi, batch)
    with over(batch):
        close(batch, sari)
        issued = now().date()
    (certificate,) = certificates()
    facts = certificate.facts
    assert (facts["holder_name"], facts["holder_position"], facts["result"], facts["score"]) == (
        budi.name,
        "Penata Layanan Operasional",
        "dinyatakan lulus",
        "86.50",
    )
    assert [one["title"] for one in facts["subjects"]] == ["Dasar-dasar pelayanan", "Menangani keluhan"]
    assert certificate.issued_on == issued
    file = db.session.get_one(StoredFile, certificate.file_id)
    words = pdf.text(store.read(file))
    assert budi.name in words
    assert certificate.number in words
    closed = db.session.get_one(Batch, batch.id)
    with zipfile.ZipFile(io.BytesIO(store.read(db.session.get_one(StoredFile, closed.archive_file_id)))) as archive:
        assert archive.namelist() == ["00001 Budi Pratama S A P.pdf"]


def test_without_a_score_to_reach_one_has_taken_part(budi, sari):
    batch = make_batch()
    seat(budi, batch)
    attend(budi, batch)
    with over(batch):
        close(batch, sari)
    assert certificates()[0].facts["result"] == "telah mengikuti"


def test_numbers_follow_the_names_of_a_batch_and_go_on_with_the_next(bungo, sari):
    batches = [make_batch(), make_batch()]
    for batch in batches:
        for name in ("Citra", "Andi", "Beni"):
            person = make_employee(name)
            seat(person, batch)
            attend(person, batch)
    with over(batches[1]):
        for batch in batches:
            close(batch, sari)
    found = [(one.sequence, one.facts["holder_name"], one.group_key) for one in certificates()]
    groups = [closing.group_key(batch.id) for batch in batches for _ in range(3)]
    assert found == list(zip(range(1, 7), ["Andi", "Beni", "Citra"] * 2, groups, strict=True))


def test_who_still_waited_is_told_and_seats_are_counted_right(budi, dewi, rina, sari):
    batch = make_batch(seats=1)
    for person in (budi, dewi):
        enrol(person, batch)
    attend(budi, batch)
    with over(batch):
        close(batch, sari)
    assert [status_of(one, batch) for one in (budi, dewi)] == [S.PASSED, S.EXPIRED]
    assert kinds_told(dewi)[-1] == "training_not_reached"
    assert db.session.get_one(Batch, batch.id).seats_taken == 1


def test_a_batch_nobody_passed_closes_without_certificates(budi, sari):
    batch = make_batch()
    seat(budi, batch)
    attend(budi, batch, ABSENT)
    with over(batch):
        job = close(batch, sari)
    assert (job.status, job.message) == (JobStatus.DONE, "Selesai. Tidak ada peserta yang lulus.")
    assert (certificates(), db.session.get_one(Batch, batch.id).archive_file_id) == ([], None)


def test_a_batch_nobody_came_to_closes_too(bungo, sari):
    batch = make_batch()
    with over(batch):
        assert close(batch, sari).status == JobStatus.DONE
    assert db.session.get_one(Batch, batch.id).status == BatchStatus.CLOSED


def test_what_is_missing_is_named_before_anything_begins(budi, dewi, sari, programme):
    batch = make_batch(programme=programme, meetings=2)
    seat(budi, batch)
    seat(dewi, batch, score="80")
    attend(budi, batch)
    attend(dewi, batch, meetings=1)
    assert "belum selesai" in refused(batch, sari)
    with over(batch):
        assert refused(batch, sari) == "Ada 1 kehadiran yang belum dicatat. Lengkapi dulu daftar hadir tiap pertemuan."
        attend(dewi, batch)
        assert refused(batch, sari) == "Ada 1 peserta tanpa nilai. Lengkapi dulu nilainya."
        worker.drain()
    assert db.session.get_one(Batch, batch.id).status == BatchStatus.PUBLISHED
    assert status_of(budi, batch) == S.CONFIRMED


def refused(batch, sari):
    with pytest.raises(rules.NotReadyToClose) as refusal:
        closing.request_closing(page_of(batch), by=sari.actor)
    db.session.rollback()
    return refusal.value.message


def test_an_offer_nobody_answered_is_no_missing_score(budi, dewi, sari, programme):
    batch = make_batch(programme=programme)
    seat(budi, batch, score="80")
    attend(budi, batch)
    offered = seat(dewi, batch)
    offered.status = S.OFFERED
    offered.offer_expires_at = now() + timedelta(days=60)
    db.session.commit()
    with over(batch):
        assert close(batch, sari).status == JobStatus.DONE
    assert [status_of(one, batch) for one in (budi, dewi)] == [S.PASSED, S.EXPIRED]
    assert db.session.get_one(Batch, batch.id).seats_taken == 1


def test_closing_twice_is_refused_and_running_twice_changes_nothing(budi, sari):
    batch = make_batch()
    seat(budi, batch)
    attend(budi, batch)
    with over(batch):
        closing.request_closing(page_of(batch), by=sari.actor)
        db.session.commit()
        assert "sedang berjalan" in refused(batch, sari)
        worker.drain()
        assert "sudah ditutup" in refused(batch, sari)
        before = everything(batch.id)
        run_to_the_end(batch.id)
        assert everything(batch.id) == before


def test_while_closing_and_after_it_nothing_is_written_down_any_more(budi, sari):
    batch = make_batch()
    enrolment = seat(budi, batch)
    attend(budi, batch)
    meeting = meetings_of(batch)[0]
    with over(batch):
        closing.request_closing(page_of(batch), by=sari.actor)
        db.session.commit()
        for _moment in ("while closing", "after"):
            with pytest.raises(BatchIsClosed):
                hosting.mark_list(host_of(batch), meeting, {budi.employee_id: ABSENT}, by=sari.actor)
            with pytest.raises(BatchIsClosed):
                sheets.record_scores(page_of(batch), {enrolment.id: Decimal(1)}, by=sari.actor)
            with pytest.raises(BatchIsClosed):
                hosting.check_in(
                    host_of(batch), meeting, budi.employee_id, "1", by=budi.actor, step_seconds=15, tries=10
                )
            db.session.rollback()
            worker.drain()


class Killed(BaseException):
    """The process is gone; nothing in it gets to tidy up."""


def run_to_the_end(batch_id):
    closing.close({"batch_id": batch_id}, lambda _done, _total: db.session.commit())
    db.session.rollback()


def run_until_killed(batch_id, step, *, before_commit):
    """Run until the so-manieth time the worker reports progress. Returns whether it came that far."""
    calls = []

    def progress(_done, _total):
        calls.append(1)
        if before_commit and len(calls) == step:
            raise Killed
        db.session.commit()
        if len(calls) == step:
            raise Killed

    try:
        closing.close({"batch_id": batch_id}, progress)
    except Killed:
        government_id = scope.current()
        db.session.remove()  # the next run is another process with a session of its own
        scope.enter(government_id)
        return True
    db.session.rollback()
    return False


def everything(batch_id):
    """What closing leaves, without what differs from run to run (codes, files' keys)."""
    db.session.rollback()
    people = db.session.execute(
        select(Enrolment.employee_id, Enrolment.status, Enrolment.attendance_share, Enrolment.reason)
        .where(Enrolment.batch_id == batch_id)
        .order_by(Enrolment.employee_id)
    ).all()
    issued = [(one.sequence, one.employee_id, one.file_id is not None, bool(one.sha256)) for one in certificates()]
    counts = [
        db.session.execute(select(func.count(table.id))).scalar_one()
        for table in (LearningRecord, CompetencyEvidence, Notice, Mail)
    ]
    actions = db.session.execute(
        select(AuditEntry.action, func.count(AuditEntry.id))
        .where(AuditEntry.action != "attendance.marked")
        .group_by(AuditEntry.action)
        .order_by(AuditEntry.action)
    ).all()
    last = db.session.execute(select(CertificateCounter.last)).scalars().all()
    state = db.session.execute(select(Batch.status, Batch.seats_taken).where(Batch.id == batch_id)).one()
    return [tuple(row) for row in people], issued, counts, [tuple(row) for row in actions], last, tuple(state)


@pytest.fixture
def ready(bungo, sari, programme):
    """The number of a batch to be closed: two will pass, one fails, one waited in vain."""
    batch = make_batch(seats=3, programme=programme)
    for name, score in (("Andi", "80"), ("Beni", "90"), ("Citra", "10")):
        person = make_employee(name)
        seat(person, batch, score=score)
        attend(person, batch)
    late = make_employee("Dina")
    enrol(late, batch)
    with over(batch):
        closing.request_closing(page_of(batch), by=sari.actor)
        db.session.commit()
        yield batch.id


STEPS = 3 + 2  # three people settled, two certificates printed


def expected(batch_id):
    """The state after an undisturbed closing, told by hand."""
    people, issued, counts, actions, last, state = everything(batch_id)
    assert [status for _person, status, _share, _reason in people] == [S.PASSED, S.PASSED, S.FAILED, S.EXPIRED]
    assert [(sequence, printed, hashed) for sequence, _person, printed, hashed in issued] == [
        (1, True, True),
        (2, True, True),
    ]
    assert counts == [2, 4, 5, 5]
    assert dict(actions) == {
        "certificates.issued": 2,
        "certificates.key.made": 1,
        "competency.hours.credited": 2,
        "training.batch.closed": 1,
        "training.batch.closing": 1,
        "training.enrolment.created": 1,
        "training.enrolment.expired": 1,
        "training.enrolment.settled": 3,
    }
    assert last == [2]
    assert state == (BatchStatus.CLOSED, 3)
    return True


def test_an_undisturbed_closing_reports_each_step(ready):
    assert not run_until_killed(ready, STEPS + 1, before_commit=False)
    assert expected(ready)


@pytest.mark.parametrize("before_commit", [True, False], ids=["before its commit", "after its commit"])
@pytest.mark.parametrize("step", range(1, STEPS + 1))
def test_killed_at_any_step_and_run_again_it_ends_the_same(ready, step, before_commit):
    assert run_until_killed(ready, step, before_commit=before_commit)
    run_to_the_end(ready)
    assert expected(ready)
    assert [audit.first_fault(chain, trail.key()) for chain in audit.chains()] == [None]


def test_killed_again_and_again_it_ends_the_same(ready):
    """Every run comes one report further than the one before it."""
    step = 1
    while run_until_killed(ready, step, before_commit=True):
        step += 1
        assert step < 20, "it never ends"
    assert step > STEPS - 1
    assert expected(ready)


def test_a_closing_that_is_given_up_can_be_started_again(ready, sari):
    """As when the store is full for longer than the worker tries."""
    closing.reopen_after_failure({"batch_id": ready})
    db.session.commit()
    batch = db.session.get_one(Batch, ready, populate_existing=True)
    assert batch.status == BatchStatus.PUBLISHED
    assert close(batch, sari).status == JobStatus.DONE
    assert db.session.get_one(Batch, ready, populate_existing=True).status == BatchStatus.CLOSED
    assert [one.sequence for one in certificates()] == [1, 2]


def test_the_sentence_of_progress_goes_up_to_the_whole(ready):
    told = []

    def progress(done, total):
        told.append((done, total))
        db.session.commit()

    closing.close({"batch_id": ready}, progress)
    db.session.rollback()
    assert [done for done, _total in told] == sorted(done for done, _total in told)
    assert all(done <= total for done, total in told)


# The sheets behind it


def test_only_a_participant_is_marked_scored_or_let_in(budi, dewi, rina, sari):
    batch, other = make_batch(seats=1), make_batch(starts_in_days=11)
    here, elsewhere = seat(budi, batch), seat(dewi, other)
    enrol(rina, batch)
    meeting = meetings_of(batch)[0]
    page, host = page_of(batch), host_of(batch)
    with over(batch):
        for stranger in (dewi, rina):
            with pytest.raises(rules.RuleBroken, match="bukan peserta"):
                marks = {budi.employee_id: PRESENT, stranger.employee_id: PRESENT}
                hosting.mark_list(host, meeting, marks, by=sari.actor)
            with pytest.raises(NotParticipant):
                hosting.check_in(host, meeting, stranger.employee_id, "1", by=stranger.actor, step_seconds=15, tries=10)
        with pytest.raises(rules.RuleBroken, match="bukan peserta"):
            sheets.record_scores(page, {here.id: Decimal(80), elsewhere.id: Decimal(90)}, by=sari.actor)
    db.session.rollback()
    assert db.session.execute(select(Enrolment.score)).scalars().all() == [None, None, None]


def test_scores_are_kept_and_each_change_is_on_the_trail(budi, dewi, sari):
    batch = make_batch()
    one, two = seat(budi, batch), seat(dewi, batch, score="70")
    scores = {one.id: Decimal("86.5"), two.id: Decimal(70)}
    with over(batch):
        assert sheets.record_scores(page_of(batch), scores, by=sari.actor) == 1
        db.session.commit()
        assert sheets.record_scores(page_of(batch), scores, by=sari.actor) == 0
        db.session.expire_all()
        assert sheets.record_scores(page_of(batch), {one.id: None}, by=sari.actor) == 1
        db.session.commit()
    lines = db.session.execute(
        select(AuditEntry.details).where(AuditEntry.action == "training.enrolment.scored").order_by(AuditEntry.id)
    ).scalars()
    assert list(lines) == [{"before": None, "after": "86.5"}, {"before": "86.50", "after": None}]


def test_nothing_is_written_down_about_a_day_that_has_not_come(budi, sari):
    batch = make_batch()
    one = seat(budi, batch)
    with pytest.raises(hosting.NotBegun, match="Kehadiran belum bisa dicatat"):
        hosting.mark_list(host_of(batch), meetings_of(batch)[0], {budi.employee_id: PRESENT}, by=sari.actor)
    with pytest.raises(hosting.NotBegun, match="Nilai belum bisa dicatat"):
        sheets.record_scores(page_of(batch), {one.id: Decimal(100)}, by=sari.actor)
    db.session.rollback()
    assert marks_of(meetings_of(batch)[0]) == {}


def test_nobody_marks_or_scores_themself(budi, organiser):
    batch = make_batch()
    own, other = seat(organiser, batch), seat(budi, batch)
    meeting = meetings_of(batch)[0]
    with over(batch):
        with pytest.raises(hosting.OwnRecord, match="petugas lain"):
            marks = {organiser.employee_id: PRESENT, budi.employee_id: PRESENT}
            hosting.mark_list(host_of(batch), meeting, marks, by=organiser.actor)
        with pytest.raises(hosting.OwnRecord, match="petugas lain"):
            sheets.record_scores(page_of(batch), {own.id: Decimal(100), other.id: Decimal(80)}, by=organiser.actor)
        db.session.rollback()
        marks = {budi.employee_id: PRESENT}
        assert hosting.mark_list(host_of(batch), meeting, marks, by=organiser.actor) == 1
        assert sheets.record_scores(page_of(batch), {other.id: Decimal(80)}, by=organiser.actor) == 1
        db.session.commit()
    assert marks_of(meeting) == {budi.employee_id: PRESENT}
