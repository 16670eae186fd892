"""Export, then erase, over every column of the register: with a row of everything there is.

The rows are dull and made from the register itself, so a table that is added to it is tried here without another line.
Everything happens in one transaction that is rolled back, with foreign keys looked away from.
"""

import json
from datetime import UTC, date, datetime
from decimal import Decimal

import pytest
from sqlalchemy import JSON, func, insert, select, text

from app.base.clock import now
from app.base.database import Base, db
from app.base.types import Exact, UtcDateTime
from app.notifications.models import Mail, Notice
from app.notifications.services import Recipient, tell
from app.organisation.models import Employee
from app.privacy import exports
from app.privacy.models import RequestKind
from app.privacy.queries import holdings
from app.privacy.register import REGISTER, Erasure, Whose
from app.privacy.services import erasure
from app.privacy.services import requests as services

AT = datetime(2026, 1, 5, tzinfo=UTC)
THEIRS = [one for one in REGISTER if one.whose is not Whose.NOBODY]
BATCH = {
    "batch": "Pelayanan Prima, Angkatan 3",
    "dates": "10 Desember 2026",
    "place": "Aula BKPSDM",
    "until": "Kamis, 3 Desember 2026, 08.00 WIB",
}
# What the checks of a table want, where a dull value will not do.
VALUES = {
    ("asked_question", "code_hash"): None,
    ("asked_question", "asked_by_id"): None,
    ("asked_question", "owner_id"): None,
    ("asked_question", "answered_by_id"): None,
    ("learning_record", "status"): "credited",
    ("privacy_request", "status"): "waiting",
    ("assessment", "level"): 2,
    ("individual_plan_item", "to_level"): 5,
    ("unit_need", "year"): 2027,
    ("unit_need", "competency_id"): None,
    ("calendar_link", "kind"): "person",
    ("calendar_link", "unit_id"): None,
    ("calendar_link", "batch_id"): None,
    ("job", "status"): "done",
    ("privacy_request", "closed_at"): None,
    ("placement", "ends_on"): None,
    ("team_member", "role"): "agent",
    ("intervention_action", "owner_id"): 999_999,
    ("intervention_action", "planned_by_id"): None,
    ("intervention_action", "verified_by_id"): None,
    ("role_grant", "ends_on"): None,
    ("role_grant", "confirmed_by"): None,
    ("role_grant", "refused_by"): None,
    ("role_grant", "refused_at"): None,
    ("role_grant", "refusal"): "",
}


def dull(table, column, number):
    """A value nobody has to look up, different for each row and column where it can be."""
    if (table.name, column.name) in VALUES:
        return VALUES[table.name, column.name]
    kind = column.type
    if isinstance(kind, UtcDateTime):
        return AT
    if isinstance(kind, Exact):
        return Decimal(1)
    if isinstance(kind, JSON):
        return {"n": f"{table.name}.{number}"}
    python = kind.python_type
    if python is str:
        return f"{number}.{table.name}.{column.name}"[: kind.length or 200]
    return {int: number + 1, bool: False, date: AT.date(), bytes: bytes([number % 250])}[python]


def link_of(holding, person):
    match holding.whose:
        case Whose.EMPLOYEE:
            return person.employee_id
        case Whose.ACCOUNT:
            return person.user_ids[0]
        case Whose.ACCOUNT_HASH:
            return person.account_hashes[0]
    return None


def look_away():
    connection = db.session.connection()
    on_sqlite = connection.dialect.name == "sqlite"
    connection.execute(
        text("PRAGMA defer_foreign_keys=ON" if on_sqlite else "SET LOCAL session_replication_role = replica")
    )


def fill(person, number):
    """A row of every holding that has none for this person."""
    for holding in THEIRS:
        table = holdings.table_of(holding)
        if table.name in {"employee", "user_account"} or count(holding, person):
            continue
        values = {column.name: dull(table, column, number) for column in table.columns if column.name != "id"}
        if "government_id" in values:
            values["government_id"] = person.government_id
        if holding.whose in (Whose.ATTEMPT, Whose.ENROLMENT):
            between = Base.metadata.tables[holding.whose.value]
            mine = select(func.max(between.c.id)).where(between.c.employee_id == person.employee_id)
            values[holding.link] = db.session.connection().execute(mine).scalar_one()
            db.session.connection().execute(insert(table).values(values))
        elif holding.whose is Whose.CERTIFICATE_FILE:
            row = db.session.connection().execute(insert(table).values(values)).inserted_primary_key[0]
            certificate = Base.metadata.tables["certificate"]
            mine = certificate.c.employee_id == person.employee_id
            db.session.connection().execute(certificate.update().where(mine).values(file_id=row))
        else:
            values[holding.link] = link_of(holding, person)
            columns = {table.c[name].name: value for name, value in values.items()}
            db.session.connection().execute(insert(table).values(columns))


def count(holding, person):
    table = holdings.table_of(holding)
    statement = select(func.count()).select_from(table).where(holdings.is_theirs(holding, person))
    return db.session.connection().execute(statement).scalar_one()


def kept_of(person):
    return {one.key: holdings.rows(one, person) for one in THEIRS}


@pytest.fixture
def both(bungo, budi, dewi):
    """Budi and Dewi, with a row of everything each, in a transaction nobody commits."""
    people = [holdings.subject(bungo.id, one.employee_id) for one in (budi, dewi)]
    look_away()
    for number, person in enumerate(people):
        fill(person, number)
    yield people
    db.session.rollback()


def test_everything_of_the_register_is_exported_and_nothing_of_others(both, budi, dewi):
    person, other = both
    told = json.loads(exports.as_json(person, government="Bungo", at=AT))
    assert told["format"] == exports.FORMAT
    parts = {one["kunci"]: one for one in told["bagian"]}
    assert list(parts) == [one.key for one in THEIRS]
    for holding in THEIRS:
        part = parts[holding.key]
        assert len(part["baris"]) == 1, f"{holding.key}: give the table a value in VALUES"
        assert set(part["baris"][0]) == set(holding.columns)
        assert all((part["tujuan"], part["dasar"], part["masa_simpan"]))
    written = json.dumps(told, ensure_ascii=False)
    assert (budi.nip in written, dewi.nip in written) == (True, False)
    assert dewi.email not in written
    assert str(other.user_ids[0]) not in {str(row["user_id"]) for row in parts["roles"]["baris"]}


def test_no_secret_is_exported(both):
    told = exports.as_json(both[0], government="Bungo", at=AT).decode()
    for word in ("password_hash", "token_hash", "argon2", "secret"):
        assert word not in told


def test_an_erasure_does_to_every_column_what_the_register_says(both):
    person, other = both
    before, others = kept_of(person), kept_of(other)
    done = erasure.erase(person.government_id, person.employee_id)
    after = kept_of(person)
    for holding in THEIRS:
        if holding.erasure is Erasure.DELETE:
            assert (after[holding.key], done[holding.key]) == ([], 1), holding.key
        elif holding.erasure is Erasure.CLEAR:
            assert [[value for value in row if value] for row in after[holding.key]] == [[]], holding.key
        else:
            assert after[holding.key] == before[holding.key], holding.key
    assert kept_of(other) == others


def test_erasing_twice_ends_the_same(both):
    person = both[0]
    erasure.erase(person.government_id, person.employee_id)
    once = kept_of(person)
    done = erasure.erase(person.government_id, person.employee_id)
    assert kept_of(person) == once
    cleared = {"contact", "leaving_note", "sign_in_email"}
    assert {key: rows for key, rows in done.items() if rows and key not in cleared} == {}


def test_the_name_is_taken_out_of_letters_to_others_and_theirs_stay(bungo, dewi, rina):
    named = db.session.get_one(Employee, dewi.employee_id)
    named.name = 'Dewi "Ayu" Lestarí, S.Kom.'
    to = Recipient(rina.employee_id, rina.name, rina.email)
    tell(to, "training_request", f"{named.name} ingin ikut.", path="/x", key="1", requester=named.name, **BATCH)
    tell(to, "training_request", "Budi ingin ikut.", path="/x", key="2", requester="Budi", **BATCH)
    db.session.commit()
    erasure.erase(bungo.id, dewi.employee_id)
    db.session.commit()
    notices = list(db.session.execute(select(Notice.text).order_by(Notice.id)).scalars())
    assert notices == ["(nama dihapus) ingin ikut.", "Budi ingin ikut."]
    mails = list(db.session.execute(select(Mail.facts).order_by(Mail.id)).scalars())
    assert [one["requester"] for one in mails] == ["(nama dihapus)", "Budi"]
    assert mails[0]["name"] == rina.name


def test_a_granted_erasure_erases_restricts_and_answers(visit, budi, sari):
    visit(budi).open("privacy.show_own")
    tell(Recipient(budi.employee_id, budi.name, budi.email), "privacy_asked", "Kabar lama", path="/x", key="1")
    row = services.ask(budi.employee_id, RequestKind.ERASURE, by=budi.actor, note="Saya minta.")
    db.session.commit()
    page = visit(sari).open("privacy.show_request", request_id=row.id)
    page.press("Simpan keputusan", decision="granted", reason="Dikabulkan sejauh undang-undang.")
    db.session.rollback()
    db.session.expire_all()
    employee = db.session.get_one(Employee, budi.employee_id)
    assert (employee.nip, employee.name, employee.email) == (budi.nip, budi.name, "")
    assert employee.restricted_on is not None
    notices = db.session.execute(select(Notice.text).where(Notice.employee_id == budi.employee_id)).scalars()
    assert list(notices) == ["Permintaan Anda, penghapusan data, dikabulkan."]
    assert db.session.execute(select(Mail.id).where(Mail.employee_id == budi.employee_id)).all() == []
    db.session.rollback()
    visit(budi).open("privacy.show_own", expect=401)
    assert "sedang dibatasi" in visit.another(budi).open("privacy.show_own").text


def test_the_trail_holds_after_an_erasure(app, bungo, budi, sari):
    row = services.ask(budi.employee_id, RequestKind.ERASURE, by=budi.actor, note="Saya minta.")
    db.session.commit()
    services.grant(row, "Dikabulkan sejauh undang-undang.", by=sari.actor, day=now().date())
    db.session.commit()
    found = app.test_cli_runner().invoke(args=["audit", "verify"])
    assert (found.exit_code, found.output) == (0, "jejak audit utuh (1 rantai)\n")
