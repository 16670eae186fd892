"""A database user without the rights to write over PostgreSQL's old log is found out, and everybody is told."""

import secrets
from pathlib import Path

import psycopg
import pytest
from sqlalchemy import event

from app.base import forgetting
from app.base.database import db
from app.surveys.rules import tokens
from tests.support import loot
from tests.support.waves import token_of

PAGE = "surveys.show_wave"
TOLD = "Pemasangan ini belum diberi hak menimpa catatan lama basis datanya"
WARNED = "Catatan lama basis data belum bisa ditimpa"
GRANTS = (
    "GRANT EXECUTE ON FUNCTION pg_switch_wal(), pg_ls_waldir() TO plain",
    "GRANT pg_checkpoint TO plain",
)


@pytest.fixture
def plain(wave, changer):
    """What is connected from here on acts as a role that owns nothing; gives a superuser's connection."""
    if db.engine.dialect.name == "sqlite":
        pytest.skip("SQLite's log is emptied by whoever may write")
    db.session.rollback()
    superuser = psycopg.connect(db.engine.url.set(drivername="postgresql").render_as_string(), autocommit=True)
    for statement in (
        "CREATE ROLE plain NOSUPERUSER",
        "GRANT ALL ON ALL TABLES IN SCHEMA public TO plain",
        "GRANT ALL ON ALL SEQUENCES IN SCHEMA public TO plain",
    ):
        superuser.execute(statement)
    event.listen(db.engine, "checkout", _become_plain)
    forgetting._log_stays.cache_clear()
    yield superuser
    event.remove(db.engine, "checkout", _become_plain)
    db.session.rollback()
    db.engine.dispose()
    superuser.execute("DROP OWNED BY plain")
    superuser.execute("DROP ROLE plain")
    superuser.close()
    forgetting._log_stays.cache_clear()


def _become_plain(connection, *_):
    connection.execute("SET SESSION AUTHORIZATION plain")
    connection.commit()


def grant(superuser, statements=GRANTS):
    for statement in statements:
        superuser.execute(statement)
    forgetting._log_stays.cache_clear()


def test_form_and_wave_say_it_until_the_rights_are_given(plain, visit, wave, crowd, changer):
    form, page = visit().open(tokens.path_of(token_of(wave, crowd[0]))), visit(changer).open(PAGE, wave_id=wave.id)
    assert (TOLD in form.text, WARNED in page.text) == (True, True)
    grant(plain)
    form, page = visit().open(tokens.path_of(token_of(wave, crowd[0]))), visit(changer).open(PAGE, wave_id=wave.id)
    assert (TOLD in form.text, WARNED in page.text) == (False, False)


@pytest.mark.parametrize("missing", GRANTS)
def test_one_right_alone_is_not_enough(plain, missing):
    grant(plain, [one for one in GRANTS if one != missing])
    assert forgetting.log_stays()


def test_a_plain_role_with_the_rights_writes_over_the_old_log(plain):
    grant(plain)
    (folder,) = plain.execute("SHOW data_directory").fetchone()
    needle = secrets.token_hex(24)
    plain.execute("SELECT pg_logical_emit_message(false, 'needle', %s)", [needle])
    plain.execute("SELECT pg_switch_wal()")
    assert needle.encode() in _pieces(folder)
    forgetting.let_go([])
    assert needle.encode() not in _pieces(folder)


def _pieces(folder):
    return loot.bytes_of(Path(folder), "pg_wal/*")
