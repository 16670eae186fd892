import stat

import pytest

from app import config

KEYS = {"PENATA_SECRET_KEY": "s" * 32, "PENATA_AUDIT_KEY": "a" * 32}


def production(tmp_path, **different):
    settings = {"PENATA_DEMO": "0", "PENATA_DATA": str(tmp_path), "PENATA_BASE_URL": "https://penata.example"}
    return config.load(settings | KEYS | different)


def test_the_demo_needs_no_setting(tmp_path):
    settings = config.load({"PENATA_DATA": str(tmp_path)})

    assert settings["BASE_URL"] == "http://127.0.0.1:8000"
    assert settings["DATABASE_URL"] == f"sqlite:///{tmp_path / 'penata.db'}"
    assert settings["SESSION_COOKIE_NAME"] == "penata"


def test_the_demo_keeps_its_own_secrets_to_itself(tmp_path):
    first = config.load({"PENATA_DATA": str(tmp_path)})
    again = config.load({"PENATA_DATA": str(tmp_path)})

    assert first["SECRET_KEY"] == again["SECRET_KEY"]
    assert first["SECRET_KEY"] != first["AUDIT_KEY"]
    assert stat.S_IMODE((tmp_path / "secrets.json").stat().st_mode) == 0o600


def test_two_processes_starting_at_once_agree_on_the_secrets(tmp_path):
    (tmp_path / "other").mkdir()
    kept = config.load({"PENATA_DATA": str(tmp_path / "other")})["SECRET_KEY"]

    assert config.load({"PENATA_DATA": str(tmp_path / "other")})["SECRET_KEY"] == kept


def test_production_gets_a_host_cookie_that_only_travels_encrypted(tmp_path):
    settings = production(tmp_path)

    assert settings["SESSION_COOKIE_NAME"] == "__Host-penata"
    assert settings["SESSION_COOKIE_SECURE"] is True
    assert settings["TRUSTED_HOSTS"] == ["penata.example"]


@pytest.mark.parametrize(
    ("different", "named"),
    [
        ({"PENATA_SECRET_KEY": ""}, "PENATA_SECRET_KEY"),
        ({"PENATA_SECRET_KEY": "short"}, "PENATA_SECRET_KEY"),
        ({"PENATA_AUDIT_KEY": ""}, "PENATA_AUDIT_KEY"),
        ({"PENATA_BASE_URL": ""}, "PENATA_BASE_URL"),
        ({"PENATA_BASE_URL": "penata.example"}, "PENATA_BASE_URL"),
        ({"PENATA_BASE_URL": "http://penata.example"}, "must be https"),
    ],
)
def test_production_refuses_to_start_with_a_door_open(tmp_path, different, named):
    with pytest.raises(config.BadSettings, match=named):
        production(tmp_path, **different)


def test_production_refuses_a_database_everybody_may_read(tmp_path):
    database = tmp_path / "penata.db"
    database.touch()
    database.chmod(0o644)

    with pytest.raises(config.BadSettings, match="readable by everybody"):
        production(tmp_path)

    database.chmod(0o600)
    assert production(tmp_path)["DEMO"] is False


def test_plain_http_on_the_network_is_refused_even_for_a_demo(tmp_path):
    with pytest.raises(config.BadSettings, match="must be https"):
        config.load({"PENATA_DATA": str(tmp_path), "PENATA_HOST": "192.0.2.7"})


def test_a_number_that_is_none_is_refused_by_name(tmp_path):
    with pytest.raises(config.BadSettings, match="PENATA_PORT"):
        config.load({"PENATA_DATA": str(tmp_path), "PENATA_PORT": "delapan ribu"})


@pytest.mark.parametrize("address", ["postgresql://db/penata", "postgres://db/penata"])
def test_postgresql_is_one_setting(tmp_path, address):
    settings = config.load({"PENATA_DATA": str(tmp_path), "PENATA_DATABASE_URL": address})

    assert settings["SQLALCHEMY_DATABASE_URI"] == "postgresql+psycopg://db/penata"
