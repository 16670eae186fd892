"""A town to measure in: a throw-away folder, a database of our own, the demo in it, and people signed in."""

import contextlib
import os
import secrets
import socket
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from decimal import Decimal
from pathlib import Path
from random import Random
from typing import Any
from zoneinfo import ZoneInfo

import flask_migrate
from flask import Flask, session
from flask_wtf.csrf import generate_csrf
from sqlalchemy import func, insert, select, text

from app import config
from app.accounts.models import User, UserSession
from app.accounts.services import Passwords, token_hash
from app.attendance.services import plan_meeting
from app.base import scope
from app.base.clock import now
from app.base.database import analyse, begin_writing, db
from app.competency import reference
from app.demo import services as demo
from app.demo.governments import BUNGO
from app.factory import create_app
from app.organisation.models import Employee, Government
from app.training.models import Batch, BatchMeeting, BatchStatus, EnrolmentPolicy, Programme
from support.apps import place
from support.figures import SEED, parent

PASSWORD = "pucuk-rebung-2026"
ZONE = ZoneInfo(BUNGO.timezone)
NUMBER_FROM = 9_000


@dataclass(frozen=True)
class Guest:
    """Somebody signed in: the cookie of their browser and the token their forms carry."""

    employee_id: int
    user_id: int
    name: str
    nip: str
    cookie: str = ""
    token: str = ""


class Town:
    """An installation with the demo loaded. ``environment`` is what a server for it is started with."""

    def __init__(self, folder: Path, url: str, size: int, **settings: str) -> None:
        self.url, self.size = url, size
        self.port = _free_port()
        self.origin = f"http://127.0.0.1:{self.port}"
        own = {
            "DATA": str(folder),
            "DATABASE_URL": url,
            "DEMO": "1",
            "PORT": str(self.port),
            "BASE_URL": self.origin,
            "LOG_LEVEL": "WARNING",
            "ARGON2_MEMORY_KIB": "64",
            "ARGON2_TIME": "1",
        }
        self.settings = {f"PENATA_{name}": value for name, value in (own | settings).items()}
        self.environment = {name: text for name, text in os.environ.items() if not name.startswith("PENATA_")}
        self.environment |= self.settings
        self.app: Flask = create_app(config.load(self.settings))
        self._load()

    @property
    def database(self) -> str:
        return "sqlite" if self.url.startswith("sqlite") else "postgresql"

    def _load(self) -> None:
        with self.app.app_context():
            flask_migrate.upgrade()
            begin_writing()
            with scope.everything():
                reference.load()
                db.session.commit()
            demo.load(demo.Options(self.size, SEED, PASSWORD, memory_kib=64, time_cost=1))
            analyse()
            db.session.commit()
            self.government_id: int = db.session.execute(
                select(Government.id).where(Government.slug == BUNGO.slug)
            ).scalar_one()

    @contextlib.contextmanager
    def inside(self) -> Iterator[None]:
        """The application's context, narrowed to the government we measure in."""
        with self.app.app_context():
            begin_writing()
            scope.enter(self.government_id)
            yield

    def employees(self) -> int:
        with self.inside():
            return db.session.execute(select(func.count(Employee.id))).scalar_one()

    def draw(self, count: int, *, salt: str) -> list[Guest]:
        """So many people with an account, the same ones each time."""
        statement = (
            select(Employee.id, User.id, Employee.name, Employee.nip)
            .join(User, User.employee_id == Employee.id)
            .where(Employee.active, User.active)
            .order_by(Employee.id)
        )
        with self.inside():
            found = [Guest(*row) for row in db.session.execute(statement)]
        return Random(f"{SEED}:{salt}").sample(found, count)

    def sign_in(self, people: Sequence[Guest]) -> list[Guest]:
        """Sessions written straight into the database, with the cookie and token a browser would hold."""
        tokens = [secrets.token_urlsafe(32) for _one in people]
        at = now()
        rows = [
            {
                "token_hash": token_hash(token),
                "user_id": one.user_id,
                "created_at": at,
                "last_seen_at": at,
                "expires_at": at + timedelta(hours=12),
                "idle_minutes": 480,
            }
            for one, token in zip(people, tokens, strict=True)
        ]
        with self.inside():
            db.session.execute(insert(UserSession), rows)
            db.session.commit()
        return [self._with_cookie(one, token) for one, token in zip(people, tokens, strict=True)]

    def _with_cookie(self, one: Guest, token: str) -> Guest:
        with self.app.test_request_context(base_url=self.origin):
            csrf = generate_csrf()
            session.update({"_user_id": token, "_fresh": True})
            signer: Any = self.app.session_interface
            cookie = signer.get_signing_serializer(self.app).dumps(dict(session))
        name = self.app.config["SESSION_COOKIE_NAME"]
        return Guest(one.employee_id, one.user_id, one.name, one.nip, f"{name}={cookie}", csrf)

    def set_password(self, people: Sequence[Guest]) -> None:
        """A password for each, hashed as cheaply as the settings of these measurements say."""
        hashed = Passwords(memory_kib=64, time_cost=1).hash(PASSWORD)
        with self.inside():
            for one in people:
                db.session.get_one(User, one.user_id).password_hash = hashed
            db.session.commit()

    def open_batches(self, count: int, *, seats: int, in_days: int = 400) -> list[int]:
        """Batches anybody may enrol in at once, each of a programme and on a day of its own: none ends another."""
        with self.inside():
            programmes = db.session.execute(select(Programme).order_by(Programme.id)).scalars()
            like = next(one for one in programmes if not one.tiers and not one.kinds)
            first = now().astimezone(ZONE).date() + timedelta(days=in_days)
            found = [self._open(_copy_of(like), index, first + timedelta(days=index), seats) for index in range(count)]
            db.session.commit()
        return found

    def _open(self, programme: Programme, index: int, day: date, seats: int) -> int:
        starts_at = datetime(day.year, day.month, day.day, 8, tzinfo=ZONE)
        batch = Batch(
            programme_id=programme.id,
            number=NUMBER_FROM + index,
            year=day.year,
            status=BatchStatus.PUBLISHED,
            policy=EnrolmentPolicy.OPEN,
            starts_on=day,
            ends_on=day,
            city=BUNGO.seat,
            place="Aula BKPSDM",
            lesson_hours=Decimal(8),
            seats=seats,
            seats_taken=0,
            enrolment_opens_at=now() - timedelta(days=1),
            enrolment_closes_at=starts_at - timedelta(days=2),
            withdrawal_closes_at=starts_at - timedelta(days=3),
        )
        db.session.add(batch)
        db.session.flush()
        meeting = plan_meeting(
            title="Hari pelatihan",
            starts_at=starts_at,
            ends_at=starts_at + timedelta(hours=7),
            place=batch.place,
        )
        db.session.add(BatchMeeting(batch_id=batch.id, meeting_id=meeting.id))
        return batch.id

    @property
    def postmaster(self) -> int:
        """The process id of the database server; 0 for SQLite, which lives in the workers."""
        if self.database == "sqlite":
            return 0
        with self.inside():
            backend: int = db.session.execute(text("SELECT pg_backend_pid()")).scalar_one()
            db.session.rollback()
        return parent(backend)

    def close(self) -> None:
        with self.app.app_context():
            db.session.remove()
            db.engine.dispose()


def _copy_of(like: Programme) -> Programme:
    columns = {one.key: getattr(like, one.key) for one in Programme.__table__.columns if one.key not in {"id", "code"}}
    programme = Programme(**columns, code=f"UKUR-{secrets.token_hex(6)}")
    db.session.add(programme)
    db.session.flush()
    return programme


@contextlib.contextmanager
def raised(database: str, size: int, **settings: str) -> Iterator[Town]:
    """A town on a database of its own; everything is gone afterwards."""
    with place(database) as (folder, url), contextlib.closing(Town(folder, url, size, **settings)) as town:
        yield town


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])
