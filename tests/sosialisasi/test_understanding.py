"""A check before and after: nobody can tell who answered what, not from the tables, their order, keys, trail or log."""

import json
import secrets
from datetime import timedelta
from decimal import Decimal

import pytest
from sqlalchemy import func, select, text

from app.access.visitor import SYSTEM
from app.attendance.models import Attendance, AttendanceMethod, AttendanceStatus
from app.audit.models import AuditEntry
from app.base import copies, forgetting, scope
from app.base.clock import now
from app.base.database import db
from app.jobs import worker
from app.sosialisasi import ready_checks
from app.sosialisasi.models import (
    CheckStatus,
    Phase,
    Sosialisasi,
    UnderstandingAnswer,
    UnderstandingItem,
    UnderstandingParticipation,
)
from app.sosialisasi.queries import understanding as queries
from app.sosialisasi.rules import understanding as rules
from app.sosialisasi.rules.understanding import ItemFacts
from app.sosialisasi.services import understanding as services
from tests.support.asking import make_check, make_running_round, take
from tests.support.builders import make_employee, make_position, make_unit
from tests.support.sosialisasi import invite

PEOPLE = 40


@pytest.fixture
def one(bungo):
    return make_running_round()


@pytest.fixture
def check(one):
    return make_check(one)


def close(check):
    services.request(check, by=SYSTEM)
    db.session.commit()
    worker.drain()
    db.session.expire_all()


def count(column):
    return db.session.execute(select(func.count(column))).scalar_one()


def test_the_tables_hold_nothing_that_could_tell(bungo):
    columns = {
        model.__tablename__: {column.name for column in model.__table__.c}
        for model in (UnderstandingAnswer, UnderstandingParticipation)
    }
    assert columns == {
        "understanding_answer": {"key", "check_id", "government_id", "phase", "unit_id", "replies"},
        "understanding_participation": {"check_id", "taker", "government_id"},
    }
    if db.engine.dialect.name == "sqlite":
        rows = db.session.execute(text("SELECT sql FROM sqlite_master WHERE name LIKE 'understanding_%'")).scalars()
        assert len([sql for sql in rows if sql and "WITHOUT ROWID" in sql]) == 2


def test_after_closing_no_guess_is_better_than_chance(one):
    """Forty people come and answer one after the other; each answer names its writer to the test alone."""
    post = make_position().id
    crowd = [make_employee(f"Peserta {number:02d}", position_id=post, email="") for number in range(PEOPLE)]
    check = services.prepare(one, by=SYSTEM)
    for place in range(3):
        services.add_item(check, ItemFacts(f"Butir {place}", ("A", "B", "C", "D", "E"), 0), by=SYSTEM)
    services.open_before(check, by=SYSTEM)
    db.session.commit()
    items = [item.id for item in queries.items(check.id)]
    code_of = {person.employee_id: (number // 25, number // 5 % 5, number % 5) for number, person in enumerate(crowd)}
    for person in crowd:
        attended(one, person)
        replies = {item: str(place) for item, place in zip(items, code_of[person.employee_id], strict=True)}
        services.submit(check, f"person {person.employee_id}", person.employee_id, replies)
        db.session.commit()
    marks = set(db.session.execute(select(UnderstandingParticipation.taker)).scalars())
    assert len(marks) == PEOPLE
    close(check)
    assert check.status == CheckStatus.CLOSED
    assert (check.taker_key, count(UnderstandingParticipation.taker)) == ("", 0)
    writer = {code: employee_id for employee_id, code in code_of.items()}
    right = {name: _right(pairs) for name, pairs in _guesses(items, writer).items()}
    # By chance one of forty is right; eight or more happen less than once in ten thousand runs.
    assert {name: hits for name, hits in right.items() if hits >= 8} == {}


def attended(one, person):
    mark = Attendance(
        meeting_id=one.meeting_id,
        employee_id=person.employee_id,
        status=AttendanceStatus.PRESENT,
        method=AttendanceMethod.CODE,
        at=now(),
    )
    db.session.add(mark)
    db.session.commit()


def _guesses(items, writer):
    """Pairings somebody with a copy would try: those who came, by each order there is, beside the answers by each."""
    system = {"sqlite": (), "postgresql": ("ctid", "xmin::text::bigint")}[db.engine.dialect.name]
    guesses = {}
    for mine in ("employee_id", "id", "at"):
        people = list(db.session.execute(text(f"SELECT employee_id FROM attendance ORDER BY {mine}")).scalars())
        for theirs in ("", "key", *system):
            order = f" ORDER BY {theirs}" if theirs else ""
            answers = db.session.execute(text(f"SELECT replies FROM understanding_answer{order}")).scalars()
            found = [writer[_code(replies, items)] for replies in answers]
            guesses[f"{mine} beside {theirs or 'as they lie'}"] = list(zip(people, found, strict=True))
    return guesses


def _code(replies, items):
    kept = json.loads(replies) if isinstance(replies, str) else replies
    return tuple(kept[str(item)] for item in items)


def _right(pairs):
    return sum(person == writer for person, writer in pairs)


def test_an_answer_leaves_no_line_and_the_two_sides_have_different_marks(check, budi):
    before = count(AuditEntry.id)
    take(check, "person 1", 3, person=budi)
    assert count(AuditEntry.id) == before
    first = db.session.execute(select(UnderstandingParticipation.taker)).scalar_one()
    services.open_after(check, by=SYSTEM)
    db.session.commit()
    take(check, "person 1", 5, person=budi)
    marks = set(db.session.execute(select(UnderstandingParticipation.taker)).scalars())
    assert first in marks
    assert len(marks) == 2


def test_one_answer_for_each_side_and_none_after_closing(check):
    take(check, "device a", 3)
    with pytest.raises(rules.AlreadyTaken):
        take(check, "device a", 5)
    db.session.rollback()
    assert count(UnderstandingAnswer.key) == 1
    close(check)
    with pytest.raises(rules.NotOpen):
        take(check, "device b", 5)


def test_keys_are_new_after_closing_and_closing_again_changes_nothing_seen(check):
    for number in range(6):
        take(check, f"device {number}", 4)
    before = set(db.session.execute(select(UnderstandingAnswer.key)).scalars())
    assert queries.result(check.id) is None
    close(check)
    after = set(db.session.execute(select(UnderstandingAnswer.key)).scalars())
    assert (len(before & after), len(after)) == (0, 6)
    services.close({"check_id": check.id}, lambda _done, _total: None)
    assert queries.result(check.id).before.answers == 6


def test_copies_made_meanwhile_are_marked_and_destroyed(check, tmp_path):
    with scope.everything():
        assert [word.sentence for word in copies.words()] == [f"pemahaman {check.id} sedang terbuka"]
    marked, plain = tmp_path / "penata-20261129T000000Z-marked.tar", tmp_path / "penata-20261129T000000Z.tar"
    for path in (marked, plain):
        path.write_bytes(secrets.token_bytes(4))
    forgetting.use_backups(tmp_path)
    close(check)
    assert (marked.exists(), plain.exists()) == (False, True)
    with scope.everything():
        assert copies.words() == []


def test_before_and_after_are_compared_and_small_units_left_out(one, check):
    large, small = make_unit("Dinas Kesehatan"), make_unit("Dinas Sosial")
    posts = {unit.id: make_position(unit=unit).id for unit in (large, small)}
    people = {
        unit.id: [make_employee(f"{unit.name} {n}", position_id=posts[unit.id], email="") for n in range(12)]
        for unit in (large, small)
    }
    for unit in (large, small):
        invite(one, *(person.employee_id for person in people[unit.id]), unit_path=unit.path)
    for phase, right in ((Phase.BEFORE, 2), (Phase.AFTER, 4)):
        for person in people[large.id]:
            take(check, f"person {person.employee_id}", right, person=person)
        for person in people[small.id][:3]:
            take(check, f"person {person.employee_id}", right, person=person)
        for number in range(6):
            take(check, f"device {number}", right)
        if phase == Phase.BEFORE:
            services.open_after(check, by=SYSTEM)
            db.session.commit()
    close(check)
    found = queries.result(check.id)
    assert (found.before.answers, found.before.share, found.after.share) == (21, Decimal("40.0"), Decimal("80.0"))
    assert (found.gain.value, found.gain.band) == (Decimal("0.67"), "medium")
    assert {unit.label: unit.is_shown for unit in found.units} == {
        "Dinas Kesehatan": True,
        "Dinas Sosial": False,
        queries.WITHOUT_UNIT: False,
    }
    assert [item.after.share for item in found.items] == [Decimal(100)] * 4 + [Decimal("0.0")]
    assert queries.gain_of_initiative(initiative_of(one)) == (Decimal("0.67"), 1)


def initiative_of(one):
    return db.session.get_one(Sosialisasi, one.sosialisasi_id).initiative_id


def test_four_answers_show_nothing(check):
    for number in range(4):
        take(check, f"device {number}", 4)
    close(check)
    assert not queries.result(check.id).is_shown


def test_time_over_closes_by_itself(check):
    take(check, "device 1", 4)
    check.closes_at = now() - timedelta(minutes=1)
    db.session.commit()
    with pytest.raises(rules.NotOpen):
        take(check, "device 2", 4)
    db.session.rollback()
    worker.see_to("sosialisasi.close_checks")
    worker.drain()
    db.session.expire_all()
    assert check.status == CheckStatus.CLOSED


def test_items_stay_as_they_are_once_it_is_open(check):
    item = queries.items(check.id)[0]
    for change in (
        lambda: services.add_item(check, ItemFacts("Baru?", ("A", "B"), 0), by=SYSTEM),
        lambda: services.remove_item(check, item, by=SYSTEM),
        lambda: services.set_pass_mark(check, 50, by=SYSTEM),
        lambda: services.open_before(check, by=SYSTEM),
    ):
        with pytest.raises(rules.NotNow):
            change()
        db.session.rollback()
    assert count(UnderstandingItem.id) == 5


def test_every_ready_check_can_be_opened():
    for ready in ready_checks.every():
        assert rules.FEWEST_ITEMS <= len(ready.items) <= rules.MOST_ITEMS
        for facts in ready.items:
            assert rules.settle_item(facts) == facts
