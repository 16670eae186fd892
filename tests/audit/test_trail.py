"""The trail: written with the change it tells of, closed to change, and telling on whoever changed it."""

import json
import random
from datetime import UTC, date, datetime, timedelta

import pytest
import time_machine
from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy import select, text, update
from sqlalchemy.exc import DBAPIError

from app.access.visitor import SYSTEM, Actor
from app.audit import duties, heads, queries, services
from app.audit.models import AuditEntry, AuditHead
from app.audit.rules import START, content_of, seal
from app.base.database import db
from app.base.scope import ScopeMissing
from app.base.tracing import request_id
from app.organisation.models import OrgUnit
from tests.support.builders import LONG_AGO, make_unit
from tests.support.examples import examples
from tests.support.parallel import together

LINES = 6
BY = Actor(5, 6, "Sari")


def write(count=1, *, chain=None, **details):
    for number in range(count):
        services.record("training.batch.closed", None, by=BY, chain=chain, number=number, **details)
    db.session.commit()


def faults():
    db.session.rollback()
    return [
        (fault.chain, fault.position)
        for chain in queries.chains()
        if (fault := queries.first_fault(chain, services.key()))
    ]


def tamper(*statements):
    """Change the trail as somebody would who has the database but not the key."""
    connection = db.session.connection()
    if connection.dialect.name == "sqlite":
        for verb in ("update", "delete"):
            connection.execute(text(f"DROP TRIGGER IF EXISTS audit_entry_no_{verb}"))
    else:
        connection.execute(text("SET LOCAL session_replication_role = replica"))
    for statement in statements:
        assert connection.execute(text(statement)).rowcount != 0, statement


def test_a_line_says_who_did_what_to_which_row(bungo):
    token = request_id.set("0123456789abcdef")
    unit = make_unit()
    services.record("training.batch.closed", unit, by=BY, why="selesai")
    db.session.commit()
    request_id.reset(token)
    line = db.session.execute(select(AuditEntry)).scalar_one()
    assert (line.chain, line.position, line.actor_id, line.action) == (bungo.id, 1, 5, "training.batch.closed")
    assert (line.object_kind, line.object_id) == ("org_unit", unit.id)
    assert (line.details, line.request_id) == ({"why": "selesai"}, "0123456789abcdef")


def test_a_row_that_is_new_has_its_number_on_the_trail(bungo):
    unit = OrgUnit(name="Dinas", kind="regional_unit", starts_on=LONG_AGO)
    db.session.add(unit)
    services.record("training.batch.closed", unit, by=BY)
    db.session.commit()
    assert db.session.execute(select(AuditEntry.object_id)).scalar_one() == unit.id


def test_what_is_rolled_back_leaves_no_line(bungo):
    make_unit()
    db.session.execute(select(OrgUnit.id))
    services.record("training.batch.closed", None, by=BY)
    db.session.rollback()
    write(1)
    assert [line.position for line in queries.recent(bungo.id, before=None, limit=9)] == [1]


def test_without_a_chain_and_a_scope_nothing_is_recorded(app):
    with pytest.raises(ScopeMissing):
        services.record("training.batch.closed", None, by=SYSTEM)


def test_each_government_has_a_chain_of_its_own(bungo, batanghari):
    write(2)
    write(3, chain=batanghari.id)
    write(1, chain=0)
    assert queries.chains() == sorted([0, bungo.id, batanghari.id])
    assert [len(queries.recent(chain, before=None, limit=9)) for chain in (bungo.id, batanghari.id, 0)] == [2, 3, 1]
    assert faults() == []


def test_the_newest_lines_come_first_and_page_by_position(bungo):
    write(5)
    assert [line.position for line in queries.recent(bungo.id, before=None, limit=2)] == [5, 4]
    assert [line.position for line in queries.recent(bungo.id, before=4, limit=9)] == [3, 2, 1]


@pytest.mark.parametrize("statement", ["UPDATE audit_entry SET action = 'x'", "DELETE FROM audit_entry"])
def test_the_database_refuses_to_change_or_remove_a_line(bungo, statement):
    write(2)
    with pytest.raises(DBAPIError, match="append only"):
        db.session.execute(text(statement))
    assert faults() == []


def test_through_the_session_a_line_cannot_be_changed_either(bungo):
    write(1)
    db.session.execute(select(AuditEntry)).scalar_one().action = "x"
    with pytest.raises(DBAPIError, match="append only"):
        db.session.commit()


def test_many_writers_at_once_make_one_chain(app, bungo):
    def work():
        for _ in range(5):
            write(2)

    number = bungo.id
    assert together(app, number, [work] * 4) == [None] * 4
    positions = [line.position for line in queries.recent(number, before=None, limit=99)]
    assert positions == list(range(40, 0, -1))
    assert faults() == []


COPIED = "chain, position, at, actor_id, action, object_kind, object_id, details, request_id, previous_hash, hash"
TURNED = "substr(hash, 2) || substr(hash, 1, 1)"  # its first character moved to the end
# What can be done to line 3 of 6, and the first line that does not hold any more.
TAMPERINGS = {
    "action": ("UPDATE audit_entry SET action = 'x' WHERE position = 3", 3),
    "actor": ("UPDATE audit_entry SET actor_id = 9 WHERE position = 3", 3),
    "actor removed": ("UPDATE audit_entry SET actor_id = NULL WHERE position = 3", 3),
    "time": ("UPDATE audit_entry SET at = '2020-01-01 00:00:00.000000' WHERE position = 3", 3),
    "object": ("UPDATE audit_entry SET object_id = 9 WHERE position = 3", 3),
    "object kind": ("UPDATE audit_entry SET object_kind = 'x' WHERE position = 3", 3),
    "details": ("""UPDATE audit_entry SET details = '{"number": 9}' WHERE position = 3""", 3),
    "request": ("UPDATE audit_entry SET request_id = 'x' WHERE position = 3", 3),
    "seal": (f"UPDATE audit_entry SET hash = {TURNED} WHERE position = 3", 3),
    "link": (f"UPDATE audit_entry SET previous_hash = {TURNED.replace('hash', 'previous_hash')} WHERE position = 3", 3),
    "removed": ("DELETE FROM audit_entry WHERE position = 3", 3),
    "first removed": ("DELETE FROM audit_entry WHERE position = 1", 1),
    "last removed": ("DELETE FROM audit_entry WHERE position = 6", 6),
    "all removed": ("DELETE FROM audit_entry", 1),
    "moved to another chain": ("UPDATE audit_entry SET chain = chain + 1 WHERE position = 3", 3),
    "end removed": ("DELETE FROM audit_head", 7),
    "end set back": ("UPDATE audit_head SET position = 3", 7),
    "end forged": (f"UPDATE audit_head SET hash = {TURNED}", 7),
    "copied to the end": (
        (
            f"INSERT INTO audit_entry ({COPIED}) SELECT {COPIED.replace('position', '7', 1)} "
            "FROM audit_entry WHERE position = 3"
        ),
        7,
    ),
}


@pytest.mark.parametrize(("statement", "position"), TAMPERINGS.values(), ids=TAMPERINGS)
def test_verifying_names_the_first_line_that_was_changed(bungo, statement, position):
    write(LINES)
    assert faults() == []
    tamper(statement)
    db.session.commit()
    found = faults()
    assert found[0] == (bungo.id, position)


def test_swapping_two_lines_is_found(bungo):
    write(LINES)
    tamper(
        *(f"UPDATE audit_entry SET position = {new} WHERE position = {old}" for old, new in ((2, 99), (4, 2), (99, 4)))
    )
    db.session.commit()
    assert faults() == [(bungo.id, 2)]


def test_removing_a_line_and_closing_the_gap_is_found(bungo):
    write(LINES)
    tamper("DELETE FROM audit_entry WHERE position = 3", *_moved_up(3))
    tamper("UPDATE audit_head SET position = position - 1")
    db.session.commit()
    assert faults() == [(bungo.id, 3)]


def test_inserting_a_line_between_two_is_found(bungo):
    write(LINES)
    columns = COPIED.replace("position", "3", 1)
    tamper(
        *(f"UPDATE audit_entry SET position = {old + 1} WHERE position = {old}" for old in range(LINES, 2, -1)),
        f"INSERT INTO audit_entry ({COPIED}) SELECT {columns} FROM audit_entry WHERE position = 2",
        "UPDATE audit_head SET position = position + 1",
    )
    db.session.commit()
    assert faults() == [(bungo.id, 3)]


def _moved_up(gap):
    return [f"UPDATE audit_entry SET position = {old - 1} WHERE position = {old}" for old in range(gap + 1, LINES + 1)]


def test_sealing_anew_without_the_key_is_found(bungo):
    write(LINES)
    genuine = services.key()
    services.use_key("somebody else's key, long enough")
    write(1)
    services.use_key(genuine.decode())
    assert faults() == [(bungo.id, LINES + 1)]


WORDS = st.text(st.characters(codec="utf-8", exclude_characters="\0"), max_size=12)
VALUES = {
    "actor_id": st.integers(1, 10**6),
    "action": WORDS,
    "object_kind": WORDS,
    "object_id": st.integers(1, 10**6),
    "request_id": WORDS,
    "details": st.dictionaries(WORDS, WORDS | st.integers(-1000, 1000) | st.booleans() | st.none(), max_size=3),
}
changes = st.sampled_from(sorted(VALUES)).flatmap(lambda name: st.tuples(st.just(name), VALUES[name]))


@examples(60)
@given(position=st.integers(1, LINES), change=changes)
def test_any_change_of_any_line_is_found(bungo, position, change):
    """The transaction is rolled back after each look, so every example meets the same six lines."""
    if not queries.chains():
        write(LINES, note="é ü 日本")
    name, value = change
    line = db.session.execute(select(AuditEntry).where(AuditEntry.position == position)).scalar_one()
    differs = getattr(line, name) != value
    db.session.expunge_all()
    tamper()
    shown = json.dumps(value) if name == "details" else value
    db.session.connection().execute(
        text(f"UPDATE audit_entry SET {name} = :value WHERE position = :position"),
        {"value": shown, "position": position},
    )
    fault = queries.first_fault(bungo.id, services.key())
    db.session.rollback()
    assert (fault is not None and fault.position == position) == differs


def test_many_random_tamperings_are_all_found(bungo):
    """Removing, swapping and copying lines at random places of a longer chain."""
    write(40)
    dice = random.Random(2026)
    for _ in range(60):
        low, high = sorted(dice.sample(range(1, 41), 2))
        kind = dice.choice(["remove", "swap", "copy over"])
        tamper(*_random_tampering(kind, low, high))
        fault = queries.first_fault(bungo.id, services.key())
        db.session.rollback()
        assert fault is not None, (kind, low, high)
        assert fault.position == (high if kind == "copy over" else low), (kind, low, high)


def _random_tampering(kind, low, high):
    if kind == "remove":
        return [f"DELETE FROM audit_entry WHERE position BETWEEN {low} AND {high}"]
    if kind == "swap":
        steps = ((low, 999), (high, low), (999, high))
        return [f"UPDATE audit_entry SET position = {new} WHERE position = {old}" for old, new in steps]
    columns = ("details", "hash", "previous_hash")
    copied = ", ".join(f"{name} = (SELECT {name} FROM audit_entry AS o WHERE o.position = {low})" for name in columns)
    return [f"UPDATE audit_entry SET {copied} WHERE position = {high}"]


def test_the_command_says_so_and_ends_with_1(app, bungo):
    write(3)
    run = app.test_cli_runner().invoke
    whole = run(args=["audit", "verify"])
    assert (whole.exit_code, whole.output) == (0, "jejak audit utuh (1 rantai)\n")
    tamper("UPDATE audit_entry SET action = 'x' WHERE position = 2")
    db.session.commit()
    broken = run(args=["audit", "verify"])
    assert broken.exit_code == 1
    assert broken.output == f"rantai {bungo.id}, baris 2: isi diubah\n"


@pytest.fixture
def noted(tmp_path):
    """A file for the ends of the chains, as the daily duty writes it."""
    before = heads.file()
    heads.use_file(tmp_path / "heads.jsonl")
    yield heads.file()
    heads.use_file(before)


def test_the_ends_are_written_down_once_a_day(bungo, batanghari, noted):
    with time_machine.travel(datetime(2026, 1, 5, 1, tzinfo=UTC), tick=False) as clock:
        write(2)
        write(1, chain=batanghari.id)
        for _again in range(3):
            duties.note_heads()
        write(1)
        duties.note_heads()
        clock.shift(timedelta(days=1))
        duties.note_heads()
    assert [(line["chain"], line["position"]) for line in map(json.loads, noted.read_text().splitlines())] == [
        (bungo.id, 2),
        (batanghari.id, 1),
        (bungo.id, 3),
        (batanghari.id, 1),
    ]


def test_whoever_shortens_chain_and_head_together_is_found_by_the_note_outside(app, bungo, noted):
    """Within the database alone this is perfect: the fourth line is sealed, and the head says four."""
    write(LINES)
    heads.write(date(2026, 1, 5), queries.heads())
    end = "(SELECT hash FROM audit_entry WHERE position = 4)"
    tamper("DELETE FROM audit_entry WHERE position > 4", f"UPDATE audit_head SET position = 4, hash = {end}")
    db.session.commit()
    assert faults() == []
    found = app.test_cli_runner().invoke(args=["audit", "verify"])
    assert (found.exit_code, found.output) == (1, f"rantai {bungo.id}, baris 5: ujung rantai terpotong\n")


def test_whoever_removes_a_whole_chain_is_found_by_the_note_outside(app, bungo, noted):
    write(LINES)
    heads.write(date(2026, 1, 5), queries.heads())
    tamper("DELETE FROM audit_entry", "DELETE FROM audit_head")
    db.session.commit()
    found = app.test_cli_runner().invoke(args=["audit", "verify", "--heads", str(noted)])
    assert (found.exit_code, found.output) == (1, f"rantai {bungo.id}, baris 1: ujung rantai terpotong\n")


def test_whoever_has_the_key_too_is_found_by_the_note_outside(bungo, noted):
    """Seals of everything are made anew with the stolen key: only the note tells."""
    write(LINES)
    heads.write(date(2026, 1, 5), queries.heads())
    tamper()
    previous = START
    for line in db.session.execute(select(AuditEntry.__table__).order_by(AuditEntry.position)).all():
        content = {name: getattr(line, name) for name in queries._NAMES} | {"actor_id": 99}
        sealed = seal(services.key(), previous, content_of(**content))
        db.session.connection().execute(
            update(AuditEntry.__table__)
            .where(AuditEntry.position == line.position)
            .values(actor_id=99, previous_hash=previous, hash=sealed)
        )
        previous = sealed
    db.session.connection().execute(update(AuditHead.__table__).values(hash=previous))
    assert queries.first_fault(bungo.id, services.key()) is None
    fault = queries.first_fault(bungo.id, services.key(), noted=heads.noted()[bungo.id])
    assert (fault.position, fault.reason) == (LINES, "berbeda dari catatan di luar basis data")


def test_a_note_cut_off_by_a_crash_spoils_no_other(bungo, noted):
    write(2)
    heads.write(date(2026, 1, 5), queries.heads())
    with noted.open("a") as out:
        out.write('{"day": "2026-01-06", "cha')
    assert list(heads.noted()) == [bungo.id]
