"""Nobody can tell who said what, with everything a thief could carry away after a wave was closed (security N).

Forty-two people answer one after the other, each seen by an observer, each signed in shortly before. Each answer is
different, so that the test knows whose it is. Beside the real tables a naive one is filled in the same moments: every
attack that must fail on the real ones has to succeed there, or it would prove nothing.
"""

import contextlib
import json
import random
import sqlite3
from datetime import timedelta
from pathlib import Path

import pytest
from sqlalchemy import func, select, text, update

from app.accounts.models import UserSession
from app.audit.models import AuditEntry
from app.backup import services as backup
from app.backup.services import Place
from app.base import copies, forgetting, scope
from app.base.clock import now
from app.base.database import db
from app.jobs.models import Job
from app.notifications.models import Mail, Notice
from app.surveys.models import (
    NamedAnswer,
    SurveyAnswer,
    SurveyGroup,
    SurveyParticipation,
    SurveyText,
    SurveyWave,
    WaveStatus,
)
from app.surveys.queries import waves as queries
from app.surveys.queries.items import items_of_wave
from app.surveys.rules import tokens
from app.surveys.services import closing, summarising
from tests.journeys.test_logs import log  # noqa: F401 - the fixture that gathers everything written
from tests.support import loot
from tests.support.builders import make_unit
from tests.support.loot import Answer, Loot
from tests.support.waves import answer, close_wave, make_crowd, make_version, open_wave, token_of

UNITS = (20, 16, 14)
ANSWERING = 42


def places_of(number):
    """Three answers on a scale of five that belong to one of them alone."""
    return number // 25, number // 5 % 5, number % 5


def number_in(marks):
    first, second, third = (mark - 1 for mark in bytes(marks)[:3])
    return 25 * first + 5 * second + third


class Story:
    """A wave that was answered in a known order."""

    def __init__(self, visit):
        top = make_unit("Dinas Kearsipan")
        crowds = [make_crowd(make_unit(f"Bidang {place}", parent=top), people) for place, people in enumerate(UNITS)]
        self.everybody = [person for crowd in crowds for person in crowd]
        self.wave = open_wave(top, make_version(scales=3))
        self.numbers = {person.employee_id: place for place, person in enumerate(self.everybody)}
        self.order = random.Random(7).sample(self.everybody, ANSWERING)
        groups = db.session.execute(select(SurveyParticipation.employee_id, SurveyParticipation.group_id))
        self.groups = {row[0]: row[1] for row in groups}
        self.items = [one.id for one in items_of_wave(self.wave.id)]
        _make_naive()
        for moment, person in enumerate(self.order):
            self._answer(visit, person, moment)

    def words_of(self, person):
        return f"Keluhan khas nomor {self.numbers[person.employee_id]:03d} selesai"

    def _answer(self, visit, person, moment):
        visit(person).open("surveys.list_own")
        places = places_of(self.numbers[person.employee_id])
        fields = {f"p-{item}": str(place) for item, place in zip(self.items, places, strict=False)}
        fields |= {f"p-{self.items[-1]}": self.words_of(person), "halaman": "2", "arah": "lanjut"}
        sent = visit(person).request("POST", tokens.path_of(token_of(self.wave, person)), data=fields)
        assert sent.status_code == 200, sent.text
        at = now() + timedelta(seconds=moment)
        facts = {"person": person.employee_id, "group": self.groups[person.employee_id], "at": at.isoformat()}
        facts |= {"marks": bytes(place + 1 for place in places).hex(), "key": f"{moment:032d}"}
        db.session.execute(text("INSERT INTO naive_person VALUES (:person, :group, :at)"), facts)
        db.session.execute(text("INSERT INTO naive_answer VALUES (:key, :group, :marks, :at)"), facts)
        db.session.commit()

    def loot(self, url):
        """What an attacker has of the real tables."""
        wave = self.wave.id
        left = loot.bytes_left(url)
        sql = f"SELECT employee_id FROM survey_participation WHERE wave_id = {wave} AND done"
        people = loot.orders(sql, lambda row: row[0])
        answers = loot.orders(f"SELECT key, group_id, marks FROM survey_answer WHERE wave_id = {wave}", self._read)
        return self._loot(people, answers, left)

    def naive_loot(self, url):
        left = loot.bytes_left(url)
        people = loot.orders("SELECT person FROM naive_person", lambda row: row[0])
        people["by time"] = list(db.session.execute(text("SELECT person FROM naive_person ORDER BY at")).scalars())
        found = 'SELECT key, "group", marks FROM naive_answer'
        answers = loot.orders(found, lambda row: self._read((row[0], row[1], bytes.fromhex(row[2]))))
        return self._loot(people, answers, left)

    def _read(self, row):
        return Answer(row[0], row[1], self.everybody[number_in(row[2])].employee_id)

    def _loot(self, people, answers, left):
        done = set(people["as it lies"])
        sessions = select(UserSession.user_id).order_by(UserSession.last_seen_at)
        seen = {person.user_id: person.employee_id for person in self.everybody}
        known = dict.fromkeys(seen[one] for one in db.session.execute(sessions).scalars() if one in seen)
        as_it_lies = answers["as it lies"]
        return Loot(
            people
            | {
                "as observed": [one.employee_id for one in self.order],
                "by session": [one for one in known if one in done],
            },
            answers
            | {
                "by key": sorted(as_it_lies, key=lambda one: one.key),
                "by place in the bytes": sorted(as_it_lies, key=lambda one: loot.written_before(left, one.key)),
            },
            self.groups,
        )


def _make_naive():
    db.session.execute(text('CREATE TABLE naive_person (person INTEGER, "group" INTEGER, at TEXT)'))
    db.session.execute(text('CREATE TABLE naive_answer (key TEXT, "group" INTEGER, marks TEXT, at TEXT)'))
    db.session.commit()


@pytest.fixture
def story(visit, bungo):
    yield Story(visit)
    db.session.rollback()
    for table in ("naive_person", "naive_answer"):
        db.session.execute(text(f"DROP TABLE IF EXISTS {table}"))
    db.session.commit()


@pytest.fixture
def url(app):
    return app.config["DATABASE_URL"]


def test_no_attack_is_better_than_chance_after_closing_and_each_one_works_on_a_naive_table(story, url):
    wave = close_wave(story.wave)
    assert wave.status == WaveStatus.CLOSED
    found = story.loot(url).right()
    assert len(found) == len(story.loot(url).people) * len(story.loot(url).answers) * 2
    better = {attack: hits for attack, (hits, lots) in found.items() if loot.chance_of(hits, lots) < loot.UNLIKELY}
    assert better == {}
    naive = story.naive_loot(url).right()
    assert naive.keys() >= found.keys()
    worse = {attack: hits for attack, (hits, _lots) in naive.items() if hits < ANSWERING}
    assert worse == {}


def test_while_it_is_open_the_attacks_know_more(story, url):
    """The page says so: until the end, the keeper of the server is out of reach. Here the tools are shown to see."""
    if db.engine.dialect.name == "sqlite":
        pytest.skip("a table without row numbers keeps no order even while it is open")
    hits, lots = story.loot(url).right()["as observed", "by xmin", "all"]
    assert (hits, lots) == (ANSWERING, [ANSWERING])


def test_chance_is_reckoned_exactly():
    assert loot.chance_of(0, [42]) == pytest.approx(1)
    assert loot.chance_of(3, [3]) == pytest.approx(1 / 6)
    assert loot.chance_of(1, [2, 2]) == pytest.approx(3 / 4)
    assert loot.chance_of(13, [42]) < loot.UNLIKELY < loot.chance_of(12, [42])


def test_nothing_that_was_before_closing_is_left_in_the_bytes(story, url):
    """Keys, fingerprints and answers as they stood beside their texts: in free pages, in the log, anywhere."""
    keys = list(db.session.execute(select(SurveyAnswer.key)).scalars())
    codes = select(SurveyParticipation.token_hash).where(SurveyParticipation.token_hash.is_not(None))
    hashes = list(db.session.execute(codes).scalars())
    db.session.rollback()
    before = loot.bytes_left(url)
    assert [one for one in keys + hashes if one.encode() not in before] == []
    close_wave(story.wave)
    after = loot.bytes_left(url)
    assert [one for one in keys + hashes if one.encode() in after] == []
    for person in story.order:
        assert after.count(story.words_of(person).encode()) == 1


def test_free_texts_are_apart_from_the_answers_and_from_each_other(story):
    close_wave(story.wave)
    assert db.session.execute(select(SurveyAnswer.texts).where(SurveyAnswer.texts.is_not(None))).scalars().all() in (
        [],
        [None] * ANSWERING,
    )
    texts = {one.text: one for one in db.session.execute(select(SurveyText)).scalars()}
    assert texts.keys() == {story.words_of(person) for person in story.order}
    answers = set(db.session.execute(select(SurveyAnswer.key)).scalars())
    assert {one.key for one in texts.values()} & answers == set()
    in_order = [texts[story.words_of(person)].key for person in story.order]
    assert in_order != sorted(in_order)


def test_no_table_of_answers_has_a_column_for_a_person_a_time_or_an_address():
    held = {
        model.__tablename__: {column.name: str(column.type) for column in model.__table__.c}
        for model in (SurveyAnswer, SurveyParticipation, SurveyText)
    }
    assert held == {
        "survey_answer": {
            "key": "VARCHAR(32)",
            "wave_id": "INTEGER",
            "group_id": "INTEGER",
            "marks": "BLOB",
            "texts": "JSON",
            "government_id": "INTEGER",
        },
        "survey_text": {
            "key": "VARCHAR(32)",
            "wave_id": "INTEGER",
            "item_id": "INTEGER",
            "text": "TEXT",
            "told": "TEXT",
            "state": "VARCHAR(10)",
            "government_id": "INTEGER",
        },
        "survey_participation": {
            "wave_id": "INTEGER",
            "employee_id": "INTEGER",
            "group_id": "INTEGER",
            "token_hash": "VARCHAR(64)",
            "code_hash": "VARCHAR(64)",
            "done": "BOOLEAN",
            "government_id": "INTEGER",
        },
    }
    for model in (SurveyAnswer, SurveyText):
        assert {key.column.table.name for key in model.__table__.foreign_keys} <= {
            "survey_wave",
            "survey_group",
            "instrument_item",
            "government",
        }


def test_the_database_itself_keeps_no_row_numbers(app):
    if db.engine.dialect.name != "sqlite":
        pytest.skip("only SQLite numbers rows")
    for table in ("survey_answer", "survey_text", "survey_participation"):
        sql = db.session.execute(text("SELECT sql FROM sqlite_master WHERE name = :name"), {"name": table}).scalar_one()
        assert sql.rstrip().endswith("WITHOUT ROWID")


def test_answering_leaves_no_line_anywhere(visit, bungo, log):  # noqa: F811 - the fixture of that name
    unit = make_unit("Dinas Kearsipan")
    crowd = make_crowd(unit, 12)
    wave = open_wave(unit)
    visit(crowd[0]).open("surveys.list_own")
    everything = (AuditEntry.id, Mail.id, Notice.id, Job.id)
    before = [db.session.execute(select(func.count(column))).scalar_one() for column in everything]
    long_ago = now() - timedelta(hours=1)
    db.session.execute(update(UserSession).values(last_seen_at=long_ago))
    db.session.commit()
    log()
    start = visit(crowd[0]).open(tokens.path_of(token_of(wave, crowd[0])))
    first = start.press("Mulai")
    radios = {one.attrs["name"] for one in first.tree.query("input[type=radio]")}
    last = first.press("Lanjut", **dict.fromkeys(radios, "4"))
    field = f"p-{items_of_wave(wave.id)[-1].id}"
    last.press("Kirim jawaban", **{field: "Keluhan yang khas sekali"})
    written = log()
    assert written == ""
    db.session.rollback()
    assert [db.session.execute(select(func.count(column))).scalar_one() for column in everything] == before
    assert set(db.session.execute(select(UserSession.last_seen_at)).scalars()) == {long_ago}
    # What happens around it is written down, so an empty log says something.
    visit(crowd[0]).open("surveys.list_own")
    line = json.loads(log().splitlines()[-1])
    assert line["route"] == "/survei/saya"


def test_closing_writes_nothing_about_anybody(story, log):  # noqa: F811 - as above
    log()
    close_wave(story.wave)
    written = log()
    told = [person.name for person in story.order] + [story.words_of(person) for person in story.order]
    assert [one for one in told if one in written] == []
    details = db.session.execute(select(AuditEntry.details).where(AuditEntry.action.like("surveys.%"))).scalars()
    assert [one for one in details if set(one) - {"people", "kind"}] == []
    jobs = db.session.execute(select(Job).where(Job.kind == closing.KIND)).scalar_one()
    assert (jobs.args, jobs.message) == (
        {"wave_id": story.wave.id},
        "Gelombang sudah ditutup. Hasilnya bisa dilihat.",
    )


def test_a_backup_made_while_it_is_open_is_destroyed(app, bungo, tmp_path):
    unit = make_unit("Dinas Kearsipan")
    crowd = make_crowd(unit, 12)
    place = Place(app.config["DATABASE_URL"], tmp_path / "files", {})
    (tmp_path / "files").mkdir()
    folder = tmp_path / "copies"
    forgetting.use_backups(folder)
    earlier = backup.make(place, folder, at=now()).path
    wave = open_wave(unit)
    answer(wave, crowd[0])
    with scope.everything():
        assert [one.sentence for one in copies.words()] == [f"gelombang survei {wave.id} sedang terbuka"]
    db.session.rollback()
    made = backup.make(place, folder, at=now() + timedelta(seconds=1)).path
    assert made.name.endswith("-marked.tar")
    close_wave(wave)
    assert (earlier.exists(), made.exists()) == (True, False)
    with scope.everything():
        assert copies.words() == []


# --- what lies beside the tables ---------------------------------------------------------------------------


def everything_on_disk():
    """Every byte a thief finds in the database's own folder: tables, free pages, and all pieces of its log."""
    db.session.rollback()
    if db.engine.dialect.name == "sqlite":
        return loot.bytes_left(str(db.engine.url))
    with db.engine.connect().execution_options(isolation_level="AUTOCOMMIT") as connection:
        connection.exec_driver_sql("CHECKPOINT")  # the cluster of the tests writes to the disk when it likes
        folder = Path(connection.exec_driver_sql("SHOW data_directory").scalar_one())
    return loot.bytes_of(folder, "pg_wal/**/*", "base/**/*")


def test_no_old_key_and_no_spent_token_is_left_anywhere_on_disk(bungo):
    """One commit wrote both, so whoever finds them in an old piece of the log has the link."""
    unit = make_unit("Dinas Kearsipan")
    crowd = make_crowd(unit, 12)
    wave = open_wave(unit)
    hashes = select(SurveyParticipation.token_hash).where(SurveyParticipation.token_hash.is_not(None))
    old = list(db.session.execute(hashes).scalars())
    for person in crowd[:8]:
        answer(wave, person)
    old += db.session.execute(select(SurveyAnswer.key)).scalars()
    assert len(old) == 20
    before = everything_on_disk()
    assert sum(one.encode() in before for one in old) > 15  # a page's end may cut one in two
    close_wave(wave)
    left = everything_on_disk()
    assert [one for one in old if one.encode() in left] == []
    keys = db.session.execute(select(SurveyAnswer.key)).scalars().all()
    assert sum(one.encode() in left for one in keys) == len(keys) == 8


def test_a_log_that_somebody_reads_is_not_called_empty(bungo):
    """SQLite cannot empty its log under a reader: the closing says so and is tried again."""
    if db.engine.dialect.name != "sqlite":
        pytest.skip("PostgreSQL writes over its log whoever reads")
    db.session.rollback()
    with db.engine.connect() as impatient:
        impatient.exec_driver_sql("PRAGMA busy_timeout=20")
    path = str(db.engine.url).removeprefix("sqlite:///")
    with contextlib.closing(sqlite3.connect(path, isolation_level=None)) as reader:
        reader.execute("BEGIN")
        reader.execute("SELECT count(id) FROM government").fetchone()
        with pytest.raises(forgetting.StillHeld):
            forgetting.let_go(closing.TABLES)
        reader.execute("ROLLBACK")
    forgetting.let_go(closing.TABLES)


# --- killed at any instant ---------------------------------------------------------------------------------


class Killed(BaseException):
    """What no handler catches, as when the process is gone."""


@pytest.mark.parametrize("step", ["rewrite", "summarise", "let_go", "destroy_copies", "end"])
def test_a_closing_killed_at_any_step_and_run_again_ends_the_same(bungo, monkeypatch, step):
    unit = make_unit("Dinas Kearsipan")
    crowd = make_crowd(unit, 12)
    wave = open_wave(unit)
    for place, person in enumerate(crowd[:7]):
        answer(wave, person, place=place % 5, text=f"Tulisan {place}")
    closing.request(wave, by=_system())
    db.session.commit()

    def die(*_given, **_more):
        raise Killed

    with monkeypatch.context() as patch:
        if step in ("let_go", "destroy_copies"):
            patch.setattr(forgetting, step, die)
        elif step == "rewrite":
            patch.setattr(closing, "_drop_groups", die)
        elif step == "summarise":
            patch.setattr(closing, "summarise", die)
        else:
            patch.setattr(closing.audit, "record", die)
        with contextlib.suppress(Killed):
            closing.close({"wave_id": wave.id}, lambda _done, _total: None)
    db.session.rollback()
    db.session.expire_all()
    assert queries.by_id(wave.id).status == WaveStatus.CLOSING
    closing.close({"wave_id": wave.id}, lambda _done, _total: None)
    db.session.expire_all()
    assert queries.by_id(wave.id).status == WaveStatus.CLOSED
    marks = sorted(db.session.execute(select(SurveyAnswer.marks)).scalars())
    assert marks == sorted(bytes([place % 5 + 1] * 3) for place in range(7))
    texts = sorted(db.session.execute(select(SurveyText.text)).scalars())
    assert texts == [f"Tulisan {place}" for place in range(7)]
    people = db.session.execute(select(SurveyParticipation)).scalars().all()
    assert {one.employee_id for one in people if one.done} == {one.employee_id for one in crowd[:7]}
    assert {(one.token_hash, one.code_hash) for one in people} == {(None, None)}


def _system():
    from app.access.visitor import SYSTEM

    return SYSTEM


# --- few answers ---------------------------------------------------------------------------------------------


def test_answers_nearly_alone_in_their_group_join_the_one_above(bungo):
    """Whoever knows who took part would know the only answer of a group."""
    top = make_unit("Dinas Kearsipan")
    busy, quiet = (make_crowd(make_unit(f"Bidang {name}", parent=top), 12) for name in ("Ramai", "Sepi"))
    wave = open_wave(top)
    for person in busy:
        answer(wave, person)
    answer(wave, quiet[0], place=0)
    close_wave(wave)
    groups = {one.name: one.targeted for one in db.session.execute(select(SurveyGroup)).scalars()}
    assert groups == {"Dinas Kearsipan": 24}
    assert db.session.execute(select(func.count(SurveyAnswer.key))).scalar_one() == 13
    assert [(one.targeted, one.done) for one in queries.rates_of(wave.id)] == [(24, 13)]


def test_a_group_nobody_answered_in_stays(bungo):
    top = make_unit("Dinas Kearsipan")
    busy, _quiet = (make_crowd(make_unit(f"Bidang {name}", parent=top), 12) for name in ("Ramai", "Sepi"))
    wave = open_wave(top)
    for person in busy:
        answer(wave, person)
    close_wave(wave)
    assert [(one.name, one.targeted, one.done) for one in queries.rates_of(wave.id)] == [
        ("Bidang Ramai", 12, 12),
        ("Bidang Sepi", 12, 0),
    ]


@pytest.mark.parametrize(("answering", "kept"), [(0, 0), (1, 0), (4, 0), (5, 5)])
def test_fewer_than_five_answers_in_all_are_destroyed(bungo, answering, kept):
    unit = make_unit("Dinas Kearsipan")
    crowd = make_crowd(unit, 12)
    wave = open_wave(unit)
    for person in crowd[:answering]:
        answer(wave, person, text="Tulisan")
    close_wave(wave)
    assert db.session.execute(select(func.count(SurveyAnswer.key))).scalar_one() == kept
    assert db.session.execute(select(func.count(SurveyText.key))).scalar_one() == kept
    assert db.session.get_one(SurveyWave, wave.id).status == WaveStatus.CLOSED
    assert db.session.execute(select(func.count(NamedAnswer.employee_id))).scalar_one() == 0
    assert summarising.summarise is closing.summarise
