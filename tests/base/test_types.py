from datetime import UTC, datetime, timedelta, timezone
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy import Column, Integer, MetaData, Table, func, insert, select
from sqlalchemy.exc import StatementError

from app.base.database import db
from app.base.types import Exact, UtcDateTime
from tests.support.examples import examples

things = Table(
    "things_of_a_test",
    MetaData(),
    Column("id", Integer, primary_key=True),
    Column("at", UtcDateTime()),
    Column("amount", Exact(12, 2)),
)


@pytest.fixture
def table(app):
    """A table that lives as long as one transaction."""
    things.create(db.session.connection())
    yield things
    db.session.rollback()


def kept(value, column):
    connection = db.session.connection()
    number = connection.execute(insert(things).values({column: value})).inserted_primary_key[0]
    return connection.execute(select(things.c[column]).where(things.c.id == number)).scalar_one()


aware = st.datetimes(
    min_value=datetime(1900, 1, 2), max_value=datetime(2100, 1, 1), timezones=st.just(timezone(timedelta(hours=7)))
)
amounts = st.decimals(min_value=-9_999_999, max_value=9_999_999, places=2)


@examples(40)
@given(instant=aware)
def test_an_instant_comes_back_as_the_same_instant_in_utc(table, instant):
    back = kept(instant, "at")
    assert back == instant
    assert back.tzinfo is UTC


def test_a_time_without_a_zone_is_refused(table):
    with pytest.raises(StatementError, match="without a zone"):
        kept(datetime(2026, 12, 10, 8), "at")


def test_nothing_stays_nothing(table):
    assert kept(None, "at") is None
    assert kept(None, "amount") is None


def test_instants_are_compared_and_ordered_across_zones(table):
    east, west = timezone(timedelta(hours=9)), timezone(timedelta(hours=7))
    first, second = datetime(2026, 12, 10, 9, 30, tzinfo=east), datetime(2026, 12, 10, 8, tzinfo=west)
    connection = db.session.connection()
    connection.execute(insert(things), [{"at": second}, {"at": first}])
    assert connection.execute(select(things.c.at).order_by(things.c.at)).scalars().all() == [first, second]
    assert connection.execute(select(func.max(things.c.at))).scalar_one() == second
    assert connection.execute(select(things.c.at).where(things.c.at < second)).scalars().all() == [first]


@examples(40)
@given(amount=amounts)
def test_a_decimal_comes_back_exactly(table, amount):
    back = kept(amount, "amount")
    assert back == amount
    assert isinstance(back, Decimal)


@pytest.mark.parametrize(("given_", "back"), [("1.005", "1.01"), ("-1.005", "-1.01"), ("2.994", "2.99"), ("7", "7.00")])
def test_more_places_than_kept_are_rounded_half_up(table, given_, back):
    assert str(kept(Decimal(given_), "amount")) == back


@examples(40)
@given(summands=st.lists(amounts, min_size=1, max_size=20))
def test_the_database_sums_exactly(table, summands):
    connection = db.session.connection()
    connection.execute(table.delete())
    connection.execute(insert(things), [{"amount": amount} for amount in summands])
    total = connection.execute(select(func.sum(things.c.amount))).scalar_one()
    assert total == sum(summands)
    assert connection.execute(select(func.max(things.c.amount))).scalar_one() == max(summands)
    at_least = connection.execute(select(func.count(things.c.id)).where(things.c.amount >= summands[0])).scalar_one()
    assert at_least == sum(one >= summands[0] for one in summands)
