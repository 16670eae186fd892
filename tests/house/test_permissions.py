"""The permission table, cell by cell, as an auditor reads it (``permission_table.csv``)."""

import csv
from pathlib import Path

import pytest

from app.access import labels
from app.access.permissions import ROLE_PERMISSIONS, SEES_OTHER_PEOPLE, Permission, Role

TABLE = Path(__file__).with_name("permission_table.csv")


def written():
    with TABLE.open(newline="", encoding="utf-8") as file:
        rows = list(csv.DictReader(file))
    return {
        (row["permission"], role): row[role] == "yes"
        for row in rows
        for role in row
        if role not in {"permission", "words"}
    }


CELLS = [(permission, role) for permission in Permission for role in Role]


@pytest.mark.parametrize(("permission", "role"), CELLS, ids=[f"{p}-{r}" for p, r in CELLS])
def test_each_cell_is_as_written(permission, role):
    assert (permission in ROLE_PERMISSIONS[role]) == written()[permission.value, role.value]


def test_the_written_table_has_exactly_these_cells():
    assert list(written()) == [(permission.value, role.value) for permission in Permission for role in Role]


def test_permissions_stand_in_alphabetical_order():
    names = [permission.name for permission in Permission]
    assert names == sorted(names)
    assert [len(permission.split(":")) for permission in Permission] == [3] * len(names)


def test_every_permission_and_role_has_its_words():
    assert list(labels.PERMISSIONS) == list(Permission)
    assert list(labels.ROLES) == list(Role)
    for words in (labels.PERMISSIONS, labels.ROLES):
        assert len(set(words.values())) == len(words)


def test_every_role_stands_in_the_table():
    assert list(ROLE_PERMISSIONS) == list(Role)


def test_an_auditor_reads_and_never_changes_nor_sees_training_records():
    reading = {one for one in ROLE_PERMISSIONS[Role.AUDITOR] if one.endswith(":read") or ":own:" in one}
    assert ROLE_PERMISSIONS[Role.AUDITOR] == reading
    assert Permission.TRAINING_BATCH_MANAGE not in reading


def test_only_a_plain_employee_sees_nobody_else():
    assert set(Role) - SEES_OTHER_PEOPLE == {Role.EMPLOYEE}
