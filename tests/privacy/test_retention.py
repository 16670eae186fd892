"""What is too old goes, once; what is young or at work stays."""

from datetime import timedelta

import pytest
import time_machine
from sqlalchemy import insert, select

from app.access.visitor import SYSTEM
from app.accounts.models import AccountLink, LinkKind, SignInTry, UserSession
from app.attendance.models import RefusedCheckIn, Scan
from app.audit.models import AuditEntry, PersonalReading
from app.base import scope
from app.base.clock import now
from app.base.database import db
from app.jobs.models import Job, JobStatus
from app.jobs.registry import registry
from app.notifications.models import Mail, MailStatus, Notice
from app.privacy import duties, retention
from app.privacy.retention import RULES
from app.privacy.services import tidying
from app.training.models import CalendarLink
from tests.support.builders import make_batch, meetings_of


def remember(budi, at, mark, *, open_work=False):
    """One row of everything that has an age."""
    owner = {"government_id": budi.government_id}
    meeting = meetings_of(make_batch())[0]
    status = MailStatus.WAITING if open_work else MailStatus.SENT
    mail = {"recipient_name": "B", "address": "b@x", "kind": "k", "facts": {}, "attempts": 0, "trouble": ""}
    link = {"user_id": budi.user_id, "kind": LinkKind.RESET}
    for model, row in (
        (Notice, owner | {"employee_id": budi.employee_id, "kind": "k", "text": mark, "path": "/", "created_at": at}),
        (Mail, owner | mail | {"key": mark, "message_id": mark, "status": status, "created_at": at, "next_try_at": at}),
        (AccountLink, link | {"token_hash": mark, "created_at": at, "expires_at": at}),
        (SignInTry, {"account_hash": mark, "address_hash": mark, "at": at}),
        (
            UserSession,
            {"token_hash": mark, "user_id": budi.user_id, "created_at": at, "last_seen_at": at, "expires_at": at,
             "idle_minutes": 30},
        ),
        (
            PersonalReading,
            owner | {"employee_id": budi.employee_id, "reader_id": 1, "part": mark, "day": at.date(), "first_at": at,
                     "last_at": at, "times": 1},
        ),
        (
            CalendarLink,
            owner | {"user_id": budi.user_id, "kind": "person", "token_hash": mark, "made_at": at,
                     "ended_at": None if open_work else at},
        ),
        (
            RefusedCheckIn,
            owner | {"meeting_id": meeting.id, "employee_id": budi.employee_id, "reason": "over", "at": at},
        ),
        (
            Scan,
            owner | {"meeting_id": meeting.id, "key": f"{mark}{meeting.id}", "employee_id": budi.employee_id, "at": at,
                     "received_at": at, "scanned_by": 1},
        ),
        (
            Job,
            {"kind": "k", "key": mark, "args": {}, "status": JobStatus.QUEUED if open_work else JobStatus.DONE,
             "progress": 0, "total": 0, "message": "", "attempts": 0, "created_at": at,
             "finished_at": None if open_work else at},
        ),
    ):  # fmt: skip
        db.session.execute(insert(model).values(row))
    db.session.commit()


@pytest.fixture
def aged(budi):
    remember(budi, now() - timedelta(days=800), "old")
    remember(budi, now() - timedelta(days=800), "old-but-open", open_work=True)
    remember(budi, now() - timedelta(days=1), "young")


EXPECTED = {
    "keep_calendar_link": 1,
    "keep_check_in": 2,
    "keep_job": 1,
    "keep_link": 2,
    "keep_mail": 1,
    "keep_notice": 2,
    "keep_reading": 2,
    "keep_scan": 2,
    "keep_session": 2,
    "keep_sign_in": 2,
}


def test_a_dry_run_counts_and_removes_nothing(app, aged):
    run = app.test_cli_runner().invoke
    told = run(args=["privacy", "retention", "--dry-run"])
    assert told.exit_code == 0
    assert told.output.splitlines() == [
        f"{rule.words}, lebih dari {retention.days(rule)} hari: {EXPECTED[rule.key]} akan dihapus" for rule in RULES
    ]
    assert run(args=["privacy", "retention", "--dry-run"]).output == told.output


def test_the_command_removes_once_and_says_how_many(app, aged):
    run = app.test_cli_runner().invoke
    first = run(args=["privacy", "retention"]).output.splitlines()
    assert first == [
        f"{rule.words}, lebih dari {retention.days(rule)} hari: {EXPECTED[rule.key]} dihapus" for rule in RULES
    ]
    second = run(args=["privacy", "retention"]).output
    assert second.count(": 0 dihapus") == len(RULES)
    db.session.rollback()
    assert sorted(db.session.execute(select(Job.key)).scalars()) == ["old-but-open", "young"]
    assert sorted(db.session.execute(select(Mail.key)).scalars()) == ["old-but-open", "young"]
    assert list(db.session.execute(select(Notice.text)).scalars()) == ["young"]


def test_the_installations_trail_says_how_many_once(aged):
    for _again in range(2):
        tidying.sweep(now())
        db.session.commit()
    line = db.session.execute(select(AuditEntry).where(AuditEntry.chain == 0)).scalar_one()
    assert (line.action, line.actor_id, line.details) == ("privacy.retention.swept", SYSTEM.user_id, EXPECTED)


def test_the_border_is_the_setting(budi):
    rule = next(one for one in RULES if one.key == "keep_notice")
    for hours, mark in ((1, "just too old"), (-1, "just young enough")):
        at = now() - timedelta(days=retention.days(rule), hours=hours)
        db.session.add(Notice(employee_id=budi.employee_id, kind="k", text=mark, path="/", created_at=at))
    db.session.commit()
    assert tidying.due(now())["keep_notice"] == 1


def test_the_duty_works_once_a_day(aged, monkeypatch):
    monkeypatch.setattr(duties, "_swept", [])  # another test of this process may have been at tomorrow already
    duty = registry.duties["privacy.retention"]
    with time_machine.travel(now() + timedelta(days=1), tick=False) as clock, scope.everything():
        duty()
        assert tidying.due(now())["keep_notice"] == 0
        clock.shift(timedelta(days=400))
        duty()
        assert tidying.due(now())["keep_notice"] == 0
