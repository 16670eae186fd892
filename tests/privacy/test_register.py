"""The register says something of every column of every table, and the page shows it."""

import pytest

from app.audit import labels as audit_labels
from app.base.database import Base
from app.organisation.models import Employee
from app.privacy import register, retention
from app.privacy.register import REGISTER, Erasure, Whose
from app.privacy.retention import RULES


def real_tables():
    return {name: frozenset(column.name for column in table.columns) for name, table in Base.metadata.tables.items()}


def test_every_column_of_every_table_is_in_the_register_or_said_to_be_plain():
    assert register.missing(real_tables()) == [], "\n".join(register.missing(real_tables()))


def test_the_register_says_nothing_of_what_is_not_there_and_nothing_twice():
    assert register.superfluous(real_tables()) == []


def test_a_new_column_is_named_with_what_to_write_and_where():
    tables = real_tables() | {"employee": real_tables()["employee"] | {"blood_group"}}
    (words,) = register.missing(tables)
    assert words.startswith("employee.blood_group: ")
    assert 'PLAIN["employee"]' in words
    assert "app/privacy/register/" in words


def test_a_new_table_is_named_column_by_column():
    found = register.missing(real_tables() | {"pet": frozenset({"id", "government_id", "name", "owner_id"})})
    assert [words.partition(":")[0] for words in found] == ["pet.name", "pet.owner_id"]


def test_what_is_gone_and_what_is_said_twice_is_named():
    tables = {name: columns for name, columns in real_tables().items() if name != "mail"}
    assert [words.partition(":")[0] for words in register.superfluous(tables)] == ["mail"]


@pytest.mark.parametrize("holding", REGISTER, ids=lambda one: one.key)
def test_a_holding_is_complete(any_app, holding):
    table = Base.metadata.tables[holding.table]
    assert all((holding.words, holding.purpose, holding.basis, retention.in_words(holding.retention)))
    assert "UU 27/2022" in holding.basis or "UU 20/2023" in holding.basis
    assert holding.whose is Whose.NOBODY or holding.link in table.c
    assert holding.shown_as in {"", *audit_labels.PARTS}
    assert (holding.erasure is Erasure.STAYS) == bool(holding.how)


def test_keys_are_unique_and_every_rule_of_age_belongs_to_something():
    keys = [one.key for one in REGISTER]
    assert len(keys) == len(set(keys))
    named = {one.retention for one in REGISTER}
    assert {rule.key for rule in RULES} == {one for one in named if one.startswith("keep_")}
    for rule in RULES:
        assert rule.since in Base.metadata.tables[rule.table].c


def test_what_is_cleared_can_be_empty():
    for holding in REGISTER:
        if holding.erasure is Erasure.CLEAR:
            for column in holding.columns:
                kind = Base.metadata.tables[holding.table].c[column]
                assert kind.nullable or kind.type.python_type is str


@pytest.mark.parametrize("name", ["sari", "auditor", "administrator"])
def test_the_page_lists_every_holding_in_words(visit, cast, name):
    page = visit(cast[name]).open("privacy.show_register")
    for holding in REGISTER:
        assert holding.words in page.text
        assert holding.purpose in page.text
    assert "keep_" not in page.text
    assert "365 hari" in page.text


@pytest.mark.parametrize("name", ["budi", "rina", "organiser"])
def test_others_do_not_read_it(visit, cast, name):
    visit(cast[name]).open("privacy.show_register", expect=403)


def test_the_register_names_the_columns_the_model_has(bungo):
    assert {"nip", "name", "restricted_on"} <= {column.name for column in Employee.__table__.columns}
