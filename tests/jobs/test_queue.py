"""The messenger between processes, over each of its stores that needs no server of its own."""

import pytest
from sqlalchemy import select

from app.access.visitor import SYSTEM
from app.base.database import db
from app.jobs import services
from app.jobs.models import Job, JobStatus
from app.jobs.queue import Messenger, make_queue
from app.jobs.registry import registry

KIND = "test.errand"


@pytest.fixture
def errand():
    done = []
    registry.handles(KIND)(lambda args, _progress: done.append(args["n"]) or "Selesai.")
    registry.duty("z.test")(lambda: done.append("duty"))
    yield done
    del registry.handlers[KIND]
    del registry.duties["z.test"]


@pytest.fixture
def messenger(app):
    def in_context(work):
        with app.app_context():
            work()

    messenger = Messenger(make_queue(app.config), in_context)
    services.use_messenger(messenger)
    yield messenger
    messenger.huey.flush()


def work_off(queue):
    """Do what a worker process would find in the queue."""
    db.session.rollback()
    count = 0
    while (task := queue.dequeue()) is not None:
        queue.execute(task)
        count += 1
    return count


def test_what_is_committed_reaches_the_worker(errand, messenger):
    for number in range(3):
        services.enqueue(KIND, {"n": number}, by=SYSTEM)
    services.ask_for("z.test")
    assert messenger.huey.pending_count() == 0
    db.session.commit()
    assert work_off(messenger.huey) == 4
    assert errand == [0, 1, 2, "duty"]
    assert {row.status for row in db.session.execute(select(Job.status))} == {JobStatus.DONE}


def test_a_message_that_comes_twice_does_the_job_once(errand, messenger):
    job = services.enqueue(KIND, {"n": 1}, by=SYSTEM)
    db.session.commit()
    messenger.tell_job(job.id)
    assert work_off(messenger.huey) == 2
    assert errand == [1]


def test_the_scheduler_ticks_every_minute(messenger):
    assert [task.name for task in messenger.huey._registry.periodic_tasks] == ["minute"]
