"""The restore drill: a copy is made while somebody keeps writing, put back elsewhere, and goes into service."""

import threading
from contextlib import contextmanager
from pathlib import Path

import pytest
from sqlalchemy import select

from app.access.visitor import SYSTEM
from app.audit import queries as audit
from app.audit import services as trail
from app.backup import services
from app.backup.errors import CopyTrouble
from app.backup.services import Place
from app.base import scope
from app.base.clock import now
from app.base.database import db
from app.documents import services as documents
from app.organisation.models import Government, OrgUnit
from tests.support.builders import LONG_AGO
from tests.support.stands import build_app

BY_HAND = 25


class Writer:
    """Somebody who writes without rest in a thread of their own, and remembers what was acknowledged."""

    def __init__(self, app, government_id):
        self._app, self._government_id = app, government_id
        self.acknowledged: list[str] = []
        self.trouble: list[BaseException] = []
        self._stop = threading.Event()
        self._thread = threading.Thread(target=self._work, daemon=True)

    def _work(self):
        with self._app.app_context(), scope.within(self._government_id):
            try:
                while not self._stop.is_set():
                    name = f"Unit {len(self.acknowledged)}"
                    write(name)
                    self.acknowledged.append(name)
            except Exception as error:  # noqa: BLE001 - shown by the test
                self.trouble.append(error)

    def wait_for(self, count):
        while len(self.acknowledged) < count and self._thread.is_alive():
            self._stop.wait(0.01)

    @contextmanager
    def at_work(self):
        db.session.rollback()
        self._thread.start()
        try:
            yield self
        finally:
            self._stop.set()
            self._thread.join(60)


@pytest.fixture(autouse=True)
def back_at_home(app):
    """Another application sets what is kept once per process: key, folder of files, addresses."""
    yield
    build_app(app.config["DATABASE_URL"], Path(app.config["DATA"]))


def write(name):
    """One change as the application makes it: a row, a file in the store, and a sealed line of the trail."""
    content = name.encode()
    key = documents.put(content)
    documents.keep(content, storage_key=key, name=name, media_type="text/plain")
    unit = OrgUnit(name=name, kind="unit", starts_on=LONG_AGO)
    db.session.add(unit)
    trail.record("training.batch.closed", unit, by=SYSTEM)
    db.session.commit()


def place_of(app) -> Place:
    settings = app.config
    keys = {name: settings[name] for name in ("SECRET_KEY", "AUDIT_KEY")}
    return Place(settings["DATABASE_URL"], Path(settings["DATA"]) / "files", keys)


@pytest.fixture
def target(app, request, tmp_path):
    """An address for the restored database: a file in the folder, or an empty database of the cluster."""
    if app.config["DATABASE_URL"].startswith("sqlite"):
        return ""
    return request.getfixturevalue("cluster").empty("drill")


def test_what_was_acknowledged_before_the_copy_is_in_it_and_goes_into_service(app, bungo, sari, target, tmp_path):
    place, government = place_of(app), bungo.name
    writer = Writer(app, bungo.id)
    with writer.at_work():
        writer.wait_for(BY_HAND)
        before = set(writer.acknowledged)
        made = services.make(place, tmp_path / "copies", at=now())
        writer.wait_for(len(before) + 5)
    assert writer.trouble == []
    assert len(writer.acknowledged) >= len(before) + 5

    into = tmp_path / "restored"
    report = services.restore(made.path, into, database_url=target, identity=None, keys=place.keys)
    assert report.faults == []

    restored = build_app(target or f"sqlite:///{into / 'penata.db'}", into, AUDIT_KEY=place.keys["AUDIT_KEY"])
    with restored.app_context():
        try:
            serve(restored, government, sari, before)
        finally:
            db.session.remove()
            db.engine.dispose()


def serve(restored, government, sari, before):
    with scope.everything():
        there = set(db.session.execute(select(OrgUnit.name)).scalars())
        assert before <= there
        assert db.session.execute(select(Government.name)).scalars().all() == [government]
        db.session.rollback()
    assert [audit.first_fault(chain, trail.key()) for chain in audit.chains()] == [None]
    db.session.rollback()
    client = restored.test_client()
    front = client.get("/masuk", base_url="http://127.0.0.1:8000")
    assert front.status_code == 200
    assert "Masuk ke Penata" in front.text
    assert client.get("/readyz", base_url="http://127.0.0.1:8000").status_code == 200


def test_a_place_that_is_not_empty_is_refused(app, bungo, target, tmp_path):
    place = place_of(app)
    db.session.rollback()
    made = services.make(place, tmp_path / "copies", at=now())
    into = tmp_path / "restored"
    services.restore(made.path, into, database_url=target, identity=None, keys=place.keys)
    before = {path.name: path.stat().st_mtime_ns for path in into.iterdir()}
    with pytest.raises(CopyTrouble, match="kosong"):
        services.restore(made.path, into, database_url=target, identity=None, keys=place.keys)
    if target:
        with pytest.raises(CopyTrouble, match="sudah berisi tabel"):
            services.restore(made.path, tmp_path / "other", database_url=target, identity=None, keys=place.keys)
    assert {path.name: path.stat().st_mtime_ns for path in into.iterdir()} == before


def test_an_installation_in_use_finds_nothing_wrong_with_itself(app, bungo, tmp_path):
    db.session.rollback()
    writer = Writer(app, bungo.id)
    with writer.at_work():
        writer.wait_for(5)
        report = services.check(place_of(app))
    assert writer.trouble == []
    assert report.faults == []
