"""Migrations equal the models, run both ways on both databases, and every owned table is in the net."""

import re

import pytest
from alembic.util import CommandError
from flask_migrate import check, downgrade, upgrade
from sqlalchemy import CheckConstraint, inspect, select, text

from app.base import scope
from app.base.database import Base, db
from app.base.scope import GovernmentOwned
from app.base.types import Exact, UtcDateTime
from app.competency import reference
from app.competency.models import Competency
from app.config import ROOT
from tests.support.builders import make_government
from tests.support.stands import build_app

NOT_IN_THE_NET = {
    "competency": "the national dictionary has no government; its readers say which they may see",
    "competency_rule": "national rules have no government; read together with a government's own",
    "development_form": "the shipped rules of forms have no government; a government's own come before them",
    "index_table": "the shipped tables of points have no government; read together with a government's own",
    "learning_target": "the shipped targets have no government; a government's own come before them",
    "tier_requirement": "national defaults have no government; a government's own come before them",
    "job": "work of the whole installation has no government; who may see a job is asked by key",
    "role_grant": "a role in the installation has no government; read at sign-in, before there is a scope",
}
TABLES = sorted(Base.registry.mappers, key=lambda mapper: mapper.class_.__tablename__)
VERSIONS = sorted((ROOT / "migrations" / "versions").glob("*.py"))


@pytest.fixture(params=["sqlite", "postgresql"])
def empty_app(request, tmp_path):
    """The application on a database without tables."""
    if request.param == "sqlite":
        url = f"sqlite:///{tmp_path / 'empty.db'}"
    else:
        url = request.getfixturevalue("cluster").empty("migrations")
    app = build_app(url, tmp_path)
    with app.app_context():
        yield app
        db.session.remove()
        db.engine.dispose()


def tables():
    db.session.rollback()
    return {
        name
        for name in inspect(db.engine).get_table_names()
        if not name.startswith(("huey_", "alembic_", "directory_search"))
    }


def test_migrations_equal_the_models(empty_app):
    upgrade()
    try:
        check()
    except (CommandError, SystemExit) as difference:
        pytest.fail(f"models and migrations differ: {difference}")


def test_migrations_run_down_and_up_again_with_rows_in_the_tables(empty_app):
    upgrade()
    there = tables()
    assert there == set(Base.metadata.tables)
    fill()
    before = described()
    downgrade(revision="base")
    assert tables() == set()
    upgrade()
    assert (tables(), described()) == (there, before)
    fill()


def test_each_migration_can_be_taken_back_alone(empty_app):
    for version in range(1, len(VERSIONS) + 1):
        upgrade(revision=f"{version:04d}")
        before = described()
        downgrade(revision="-1")
        upgrade(revision=f"{version:04d}")
        assert described() == before


def fill():
    with scope.everything():
        reference.load()
        db.session.commit()
        make_government()
        assert len(db.session.execute(select(Competency.id)).all()) == 9
        reference.load()
        assert len(db.session.execute(select(Competency.id)).all()) == 9
        db.session.commit()


def described():
    """Columns, indexes, constraints and triggers of every table, as the database tells them."""
    db.session.rollback()
    found, names = inspect(db.engine), sorted(tables())
    # Of all tables at once: PostgreSQL takes a moment for each question.
    columns, indexes = found.get_multi_columns(), found.get_multi_indexes()
    named = [found.get_multi_foreign_keys(), found.get_multi_unique_constraints(), found.get_multi_check_constraints()]
    shape = {
        name: (
            [(column["name"], str(column["type"]), column["nullable"]) for column in columns[None, name]],
            sorted(index["name"] for index in indexes[None, name]),
            *(sorted(key["name"] for key in kind[None, name]) for kind in named),
        )
        for name in names
    }
    return shape, triggers()


def triggers():
    source = {
        "sqlite": "SELECT name FROM sqlite_master WHERE type = 'trigger'",
        "postgresql": "SELECT tgname FROM pg_trigger WHERE NOT tgisinternal",
    }
    with db.engine.connect() as connection:
        return sorted(connection.execute(text(source[connection.dialect.name])).scalars())


def test_the_trail_is_closed_by_the_migration(empty_app):
    upgrade()
    assert triggers()


@pytest.mark.parametrize("path", VERSIONS, ids=lambda path: path.stem)
def test_migrations_are_numbered_and_say_why(path):
    number = VERSIONS.index(path) + 1
    source = path.read_text()
    assert path.name.startswith(f"{number:04d}_")
    assert re.search(rf"""^revision\b.*["']{number:04d}["']$""", source, flags=re.MULTILINE)
    assert len(source.partition('"""')[2].partition('"""')[0].split()) >= 5


@pytest.mark.parametrize("mapper", TABLES, ids=lambda mapper: mapper.class_.__tablename__)
def test_every_table_of_a_government_is_in_the_net(mapper):
    table = mapper.class_.__table__
    owned = issubclass(mapper.class_, GovernmentOwned)
    assert ("government_id" in table.c) == (owned or table.name in NOT_IN_THE_NET)
    assert not (owned and table.name in NOT_IN_THE_NET)
    if owned:
        assert not table.c.government_id.nullable


@pytest.mark.parametrize("mapper", TABLES, ids=lambda mapper: mapper.class_.__tablename__)
def test_columns_keep_time_and_figures_as_agreed(mapper):
    """Aware times, exact decimals, statuses as text; no float anywhere."""
    for column in mapper.class_.__table__.c:
        kind = str(column.type).split("(")[0]
        assert kind not in {"FLOAT", "REAL", "DOUBLE", "ENUM"}, column
        assert kind != "DATETIME" or isinstance(column.type, UtcDateTime), column
        assert kind != "NUMERIC" or isinstance(column.type, Exact), column


@pytest.mark.parametrize("mapper", TABLES, ids=lambda mapper: mapper.class_.__tablename__)
def test_constraints_are_named_and_names_fit_both_databases(mapper):
    table = mapper.class_.__table__
    named = [*table.constraints, *table.indexes]
    assert all(one.name for one in named)
    assert all(len(str(one.name)) <= 63 for one in named)
    checks = [one for one in table.constraints if isinstance(one, CheckConstraint)]
    assert all(str(one.name).startswith(f"ck_{table.name}_") for one in checks)
