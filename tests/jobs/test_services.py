"""Long work: claimed once, taken up again when its worker dies, ended with a sentence for people."""

from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta

import pytest
import time_machine
from sqlalchemy import select

from app.access.visitor import SYSTEM, Actor
from app.base import scope
from app.base.clock import now
from app.base.database import db
from app.base.errors import RuleBroken
from app.base.scope import ScopeMissing
from app.jobs import queries, services, worker
from app.jobs.models import Job, JobStatus
from app.jobs.registry import registry
from tests.support.builders import make_unit

KIND = "test.work"


class Work:
    """A handler that notes its runs and goes wrong as told."""

    def __init__(self):
        self.runs = []
        self.troubles = []
        self.given_up = []

    def run(self, args, progress):
        self.runs.append((args, db.session.info.get("scope")))
        for done in range(1, 4):
            progress(done, 3)
        if self.troubles:
            raise self.troubles.pop(0)
        return f"Selesai {args.get('what', '')}"

    def when_failed(self, args):
        self.given_up.append((args, db.session.info.get("scope")))


@pytest.fixture
def work():
    handler = Work()
    registry.handles(KIND, when_failed=handler.when_failed)(handler.run)
    yield handler
    del registry.handlers[KIND]


@pytest.fixture
def clock():
    with time_machine.travel(now(), tick=False) as moved:
        yield moved


def enqueue(key=None, by=SYSTEM, **args):
    job = services.enqueue(KIND, args, by=by, key=key)
    db.session.commit()
    return job.id


def job_now(job_id):
    db.session.rollback()
    return db.session.execute(
        select(Job).where(Job.id == job_id).execution_options(populate_existing=True)
    ).scalar_one()


class Ear:
    """A messenger that only remembers what it was told."""

    def __init__(self):
        self.heard = []

    def tell_job(self, job_id):
        self.heard.append(job_id)

    def tell_duty(self, name):
        self.heard.append(name)


def test_a_job_is_done_and_says_so(app, work):
    job_id = enqueue(what="semua")
    worker.run(job_id)
    job = job_now(job_id)
    assert (job.status, job.message, job.attempts) == (JobStatus.DONE, "Selesai semua", 1)
    assert (job.progress, job.total, job.percent, job.is_over) == (3, 3, 100, True)
    assert job.finished_at is not None
    assert len(work.runs) == 1


def test_a_job_works_for_its_government_or_for_all(bungo, work):
    job = services.enqueue(KIND, {}, by=SYSTEM, government_id=bungo.id)
    db.session.commit()
    worker.run(job.id)
    worker.run(enqueue())
    assert [scoped for _args, scoped in work.runs] == [bungo.id, scope.EVERYTHING]


def test_a_job_is_claimed_once(app, work):
    job_id = enqueue()
    assert services.claim(job_id).status == JobStatus.RUNNING
    assert services.claim(job_id) is None
    worker.run(job_id)
    assert work.runs == []


def test_many_workers_at_once_do_each_job_once(app, work):
    ids = [enqueue(what=str(number)) for number in range(12)]
    db.session.rollback()

    def look(_worker):
        with app.app_context():
            for job_id in ids:
                worker.run(job_id)

    with ThreadPoolExecutor(4) as pool:
        list(pool.map(look, range(4)))
    assert sorted(int(args["what"]) for args, _scope in work.runs) == list(range(12))
    assert {job_now(job_id).status for job_id in ids} == {JobStatus.DONE}


def test_a_fault_is_tried_again(app, work):
    work.troubles = [OSError("disk"), ZeroDivisionError()]
    job_id = enqueue()
    worker.run(job_id)
    assert job_now(job_id).status == JobStatus.QUEUED
    worker.drain()
    job = job_now(job_id)
    assert (job.status, job.attempts, len(work.runs)) == (JobStatus.DONE, 3, 3)
    assert work.given_up == []


def test_after_enough_faults_the_job_is_given_up_in_words(bungo, work):
    work.troubles = [OSError("disk")] * 9
    job = services.enqueue(KIND, {"n": 1}, by=SYSTEM, government_id=bungo.id)
    db.session.commit()
    worker.drain()
    job = job_now(job.id)
    assert (job.status, job.message, job.attempts) == (JobStatus.FAILED, worker.GAVE_UP, services.ATTEMPTS_AT_MOST)
    assert work.given_up == [({"n": 1}, bungo.id)]


def test_a_broken_rule_ends_the_job_with_the_rules_words(app, work):
    work.troubles = [RuleBroken("Angkatan ini sudah ditutup.")]
    job_id = enqueue(n=1)
    worker.drain()
    job = job_now(job_id)
    assert (job.status, job.message, job.attempts) == (JobStatus.FAILED, "Angkatan ini sudah ditutup.", 1)
    assert work.given_up == [({"n": 1}, scope.EVERYTHING)]


def test_what_a_failed_try_had_not_committed_is_gone(bungo, work):
    def half(_args, progress):
        progress(1, 2)
        make_row("belum selesai")
        raise ZeroDivisionError

    def make_row(message):
        db.session.add(Job(kind="test.trace", args={}, message=message, created_at=now()))
        db.session.flush()

    registry.handles(KIND)(half)
    job_id = enqueue()
    worker.run(job_id)
    job = job_now(job_id)
    assert (job.progress, job.total) == (1, 2)
    assert db.session.execute(select(Job.id).where(Job.kind == "test.trace")).all() == []


def test_a_silent_worker_loses_its_job(app, work, clock):
    job_id = enqueue()
    services.claim(job_id)
    clock.shift(timedelta(seconds=services.HEARTBEAT_LOST_SECONDS))
    assert services.to_tell_again(now()) == []
    clock.shift(timedelta(seconds=1))
    assert services.to_tell_again(now()) == [job_id]
    worker.run(job_id)
    assert (job_now(job_id).status, job_now(job_id).attempts) == (JobStatus.DONE, 2)


def test_progress_keeps_the_job_with_its_worker(app, work, clock):
    job_id = enqueue()
    services.claim(job_id)
    for done in range(1, 5):
        clock.shift(timedelta(seconds=50))
        services.note_progress(job_id, done, 9)
        assert services.to_tell_again(now()) == []
    assert job_now(job_id).progress == 4


def test_the_minute_finds_what_nobody_was_told_of(app, work, clock):
    """Younger than five seconds it may still be on its way."""
    job_id = enqueue()
    worker.every_minute()
    assert work.runs == []
    clock.shift(timedelta(seconds=6))
    worker.every_minute()
    assert job_now(job_id).status == JobStatus.DONE


def test_the_messenger_is_told_after_the_commit_and_not_before(app, work):
    ear = Ear()
    services.use_messenger(ear)
    job = services.enqueue(KIND, {}, by=SYSTEM)
    services.ask_for("test.duty")
    services.ask_for("test.duty")
    assert ear.heard == []
    db.session.commit()
    assert ear.heard == [job.id, "test.duty"]
    db.session.commit()
    assert len(ear.heard) == 2


def test_of_what_is_rolled_back_nobody_is_told(app, work):
    ear = Ear()
    services.use_messenger(ear)
    services.enqueue(KIND, {}, by=SYSTEM)
    services.ask_for("test.duty")
    db.session.rollback()
    db.session.commit()
    assert ear.heard == []
    assert db.session.execute(select(Job.id)).all() == []


class LostMessenger(Ear):
    def tell_job(self, job_id):
        raise ConnectionError


def test_a_lost_messenger_does_not_undo_or_fail_what_was_committed(app, work, clock):
    services.use_messenger(LostMessenger())
    job_id = enqueue()
    services.use_messenger(None)
    assert job_now(job_id).status == JobStatus.QUEUED
    clock.shift(timedelta(seconds=6))
    worker.every_minute()
    assert job_now(job_id).status == JobStatus.DONE


def test_a_key_makes_a_job_one_of_its_kind(app, work):
    first = enqueue(key="test:1", n=1)
    assert enqueue(key="test:1", n=2) == first
    assert enqueue(key="test:2") != first
    assert queries.by_key("test:1").args == {"n": 1}
    assert queries.by_key("test:3") is None
    worker.drain()
    assert len(work.runs) == 2
    assert enqueue(key="test:1") == first
    worker.drain()
    assert len(work.runs) == 2


def test_a_failed_job_with_a_key_can_be_started_again(app, work):
    work.troubles = [RuleBroken("Belum bisa.")]
    first = enqueue(key="test:1")
    worker.drain()
    assert job_now(first).status == JobStatus.FAILED
    assert enqueue(key="test:1") == first
    job = job_now(first)
    assert (job.status, job.attempts, job.message, job.finished_at) == (JobStatus.QUEUED, 0, "", None)
    worker.drain()
    assert (job_now(first).status, job_now(first).attempts) == (JobStatus.DONE, 1)


def test_a_key_that_names_a_row_made_just_now_is_taken_from_the_job_of_a_removed_one(app, work):
    first = enqueue(key="test:1", n=1)
    worker.drain()
    second = services.enqueue(KIND, {"n": 2}, by=SYSTEM, key="test:1", afresh=True).id
    db.session.commit()
    worker.drain()
    assert (second != first, len(work.runs)) == (True, 2)
    assert queries.by_key("test:1").id == second
    assert (job_now(first).status, job_now(first).key) == (JobStatus.DONE, None)


def test_a_job_remembers_who_asked(bungo):
    job = services.enqueue(KIND, {}, by=Actor(7, 8, "Sari"), government_id=bungo.id)
    assert (job.created_by, job.government_id) == (7, bungo.id)


def test_percent_of_nothing_is_nothing():
    assert Job(progress=0, total=0).percent == 0
    assert Job(progress=1, total=3).percent == 33


@pytest.fixture
def duty():
    """A duty that goes wrong once."""
    calls = []

    @registry.duty("a.test")  # the first of all by name
    def see_to():
        calls.append(db.session.info.get("scope"))
        if len(calls) == 1:
            raise OSError("first time")

    yield calls
    del registry.duties["a.test"]


def test_a_duty_that_fails_stops_nothing_and_is_tried_again(app, work, duty):
    job_id = enqueue()
    worker.drain()
    assert duty == [scope.EVERYTHING]
    assert job_now(job_id).status == JobStatus.DONE
    worker.every_minute()
    assert len(duty) == 2


def test_outside_its_job_the_worker_has_no_scope(app, work):
    worker.run(enqueue())
    with pytest.raises(ScopeMissing):
        make_unit()
    db.session.rollback()


def test_finished_jobs_are_forgotten_after_a_season_and_failed_ones_kept(app, work, clock):
    done = enqueue()
    worker.drain()
    work.troubles = [RuleBroken("Belum bisa.")]
    failed = enqueue()
    worker.drain()
    clock.shift(timedelta(days=89))
    worker.see_to("jobs.tidy")
    assert {job_now(one).status for one in (done, failed)} == {JobStatus.DONE, JobStatus.FAILED}
    clock.shift(timedelta(days=2))
    worker.see_to("jobs.tidy")
    assert db.session.execute(select(Job.id)).scalars().all() == [failed]
