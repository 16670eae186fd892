"""The register of personal data: every table and column that says something about a person (security P1).

Each ``Holding`` is a table, or some of its columns, that is kept for one purpose; each house has a page of them here.
What is in no holding stands in ``PLAIN``: columns that say nothing about anybody. A test reads every table of the
application and fails for a column that is in neither, naming it. So a new table needs either a line in ``PLAIN`` or a
``Holding``; export, erasure, the page *Data pribadi* and the breach report follow from it without another line of code.
"""

from collections.abc import Mapping
from itertools import chain

from app.privacy.register import (
    accounts,
    attendance,
    audit,
    certificates,
    competency,
    documents,
    evaluations,
    exams,
    imports,
    individual_plans,
    initiatives,
    interventions,
    jobs,
    learning,
    letters,
    notifications,
    organisation,
    plans,
    privacy,
    professionalism,
    proposals,
    sosialisasi,
    sosialisasi_questions,
    sosialisasi_records,
    surveys,
    training,
)
from app.privacy.register.holding import ALL, Erasure, Holding, Subject, Whose

__all__ = ["ALL", "BY_KEY", "PLAIN", "REGISTER", "Erasure", "Holding", "Subject", "Whose", "missing", "superfluous"]

# In the order in which people read them.
_PAGES = (
    organisation,
    competency,
    professionalism,
    learning,
    individual_plans,
    training,
    exams,
    evaluations,
    attendance,
    certificates,
    initiatives,
    sosialisasi,
    sosialisasi_questions,
    sosialisasi_records,
    surveys,
    interventions,
    plans,
    proposals,
    letters,
    accounts,
    audit,
    notifications,
    imports,
    privacy,
    documents,
    jobs,
)
REGISTER: tuple[Holding, ...] = tuple(chain.from_iterable(page.HOLDINGS for page in _PAGES))
PLAIN: Mapping[str, frozenset[str]] = {table: columns for page in _PAGES for table, columns in page.PLAIN.items()}

# The same in every table: the number of a row, of its government, and of its version.
ALWAYS_PLAIN = frozenset({"id", "government_id", "version"})

BY_KEY: Mapping[str, Holding] = {one.key: one for one in REGISTER}


def of_table(table: str) -> list[Holding]:
    return [one for one in REGISTER if one.table == table]


def missing(tables: Mapping[str, frozenset[str]]) -> list[str]:
    """What the register does not yet say of these tables and columns, each with what to write and where."""
    return [words for table in sorted(tables) for words in _missing_of(table, tables[table])]


def _missing_of(table: str, columns: frozenset[str]) -> list[str]:
    plain, held = PLAIN.get(table, frozenset()), _held(table)
    if ALL in plain and not held:
        return []
    unsaid = sorted(columns - plain - held - ALWAYS_PLAIN)
    return [
        f"{table}.{column}: does it say something about a person? Then add it to the columns of a Holding with "
        f'table="{table}" in HOLDINGS (a page of app/privacy/register/), else to PLAIN["{table}"] on the same page.'
        for column in unsaid
    ]


def superfluous(tables: Mapping[str, frozenset[str]]) -> list[str]:
    """What the register says of tables and columns that are not there, or says twice."""
    named = set(PLAIN) | {one.table for one in REGISTER}
    found = [f"{table}: no such table; remove it from app/privacy/register/" for table in sorted(named - set(tables))]
    for table in sorted(named & set(tables)):
        listed = [column for one in of_table(table) for column in one.columns]
        listed += [column for column in PLAIN.get(table, ()) if column != ALL]
        found += [
            f"{table}.{column}: no such column; remove it from app/privacy/register/"
            for column in sorted(set(listed) - tables[table])
        ]
        found += [
            f"{table}.{column}: said twice" for column in sorted({one for one in listed if listed.count(one) > 1})
        ]
        if ALL in PLAIN.get(table, ()) and len(listed):
            found.append(f"{table}: PLAIN says ALL, and yet columns are named")
    return found


def _held(table: str) -> frozenset[str]:
    return frozenset(column for one in of_table(table) for column in one.columns)
