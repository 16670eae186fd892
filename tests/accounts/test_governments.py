"""Governments of the installation, and the command line that begins it all."""

import pytest
from sqlalchemy import select

from app.access.permissions import Role
from app.accounts.models import RoleGrant, User
from app.accounts.views import governments as views
from app.base import scope
from app.base.database import db
from app.notifications.models import Mail
from app.organisation.models import Employee, Government
from tests.accounts.test_links import GOOD, link_in, set_password
from tests.support.builders import LONG_AGO, Person, make_account, make_government, make_nip

FACTS = {
    "name": "Kabupaten Tebo",
    "short_name": "Tebo",
    "kind": "kabupaten",
    "region_code": "15.09",
    "seat": "Muara Tebo",
    "timezone": "Asia/Jakarta",
    "hr_agency": "Badan Kepegawaian Daerah",
    "hr_agency_short": "BKD",
}


@pytest.fixture
def root(bungo) -> Person:
    user = make_account("Akar Instalasi", email="akar@penata.example")
    db.session.add(RoleGrant(user_id=user.id, role=Role.INSTALLATION_ADMINISTRATOR, starts_on=LONG_AGO))
    db.session.commit()
    return Person(user.name, "akar@penata.example", "", 0, user.id, 0, 0)


def test_a_government_begins_with_its_first_administrator(visit, root):
    page = visit(root).open("accounts.show_new_government").press("Tambah pemerintah daerah", **FACTS)
    assert page.heading == "Admin pertama Kabupaten Tebo"
    done = page.press("Undang admin", nip=make_nip(), name="Tono Tebo, S.Kom.", email="tono@tebo.example")
    assert done.notices == ["Undangan untuk Tono Tebo, S.Kom. dikirim. Tautannya berlaku 7 hari."]
    with scope.everything():
        [mail] = db.session.execute(select(Mail)).scalars()
        tebo = db.session.execute(select(Government.id).where(Government.name == "Kabupaten Tebo")).scalar_one()
    assert mail.government_id == tebo
    arrived = set_password(visit().open(link_in(mail)))
    home = arrived.press("Masuk", identifier="tono@tebo.example", password=GOOD)
    assert "Tono" in home.heading
    assert visit().open("accounts.list_grants").all("tbody th") == ["Tono Tebo, S.Kom."]
    again = visit(root).open("accounts.show_first_administrator", government_id=tebo)
    assert "Sudah ada admin" in again.text


def test_a_second_first_administrator_is_refused(visit, root, administrator, bungo):
    answer = visit(root).post(
        "accounts.create_first_administrator",
        government_id=bungo.id,
        fields={"nip": make_nip(), "name": "Susupan", "email": "susup@bungo.example"},
    )
    assert answer.status_code == 409
    assert db.session.execute(select(Employee.id).where(Employee.name == "Susupan")).all() == []
    assert db.session.execute(select(User.id).where(User.name == "Susupan")).all() == []


def test_a_taken_nip_or_name_is_a_sentence_and_nothing_is_half_written(visit, root, budi):
    page = visit(root).open("accounts.show_new_government").press("Tambah pemerintah daerah", **FACTS)
    refused = page.press("Undang admin", nip=budi.nip, name="Budi Lagi", email="b@tebo.example", expect=409)
    assert "NIP ini sudah terdaftar" in refused.text
    taken = visit(root).open("accounts.show_new_government").press("Tambah pemerintah daerah", expect=409, **FACTS)
    assert "sudah ada" in taken.text
    with scope.everything():
        assert db.session.execute(select(Employee.id).where(Employee.name == "Budi Lagi")).all() == []


@pytest.mark.parametrize(
    ("field", "typed", "words"),
    [("name", "", "Tulis nama lengkapnya."), ("region_code", "abc", "Kode seperti 15"), ("seat", " ", "ibu kotanya")],
)
def test_a_wrong_field_is_a_sentence(visit, root, field, typed, words):
    page = visit(root).open("accounts.show_new_government")
    page = page.press("Tambah pemerintah daerah", expect=422, **FACTS | {field: typed})
    assert words in page.text


def test_changing_a_name_and_the_version_one_saw(visit, root, bungo):
    stale = visit(root).open("accounts.show_government", government_id=bungo.id)
    done = stale.press("Simpan", seat="Muara Bungo Baru")
    assert done.notices == ["Tersimpan."]
    stale.press("Simpan", seat="Lain lagi", expect=409)
    db.session.rollback()
    assert db.session.get_one(Government, bungo.id, populate_existing=True).seat == "Muara Bungo Baru"


def test_nothing_of_a_government_but_its_name_is_shown(visit, root, budi, sari, administrator):
    for endpoint in ("accounts.list_governments", "accounts.list_grants"):
        text = visit(root).open(endpoint).text
        assert [one.name for one in (budi, sari) if one.name in text] == []
    assert visit(root).get("/akun").status_code == 403


def test_only_the_installation_opens_governments(visit, administrator, sari, bungo):
    for person in (administrator, sari):
        assert visit(person).get("/instalasi/pemerintah").status_code == 403
        assert visit(person).get(f"/instalasi/pemerintah/{bungo.id}").status_code == 403
        assert visit(person).post("accounts.create_government", fields=FACTS).status_code == 403


def test_governments_by_pages_are_all_there_once(visit, root, bungo, monkeypatch):
    monkeypatch.setattr(views, "PAGE_SIZE", 2)
    made = [make_government(name).name for name in ("Kota Solok", "Kabupaten Agam", "Kota Padang ~7", "Provinsi Riau")]
    page, seen = visit(root).open("accounts.list_governments"), []
    while True:
        seen += page.all("tbody th")
        if "Berikutnya" not in page.links:
            break
        page = page.link("Berikutnya")
    assert seen == sorted([*made, bungo.name])
    assert visit(root).get("/instalasi/pemerintah?setelah=aneh").status_code == 200


# The command line.


def test_an_installation_begins_at_the_command_line(app, visit):
    run = app.test_cli_runner().invoke
    made = run(args=["accounts", "add-administrator", "Akar@Penata.example", "Akar Instalasi"])
    path = made.output.strip().removeprefix("http://127.0.0.1:8000")
    arrived = set_password(visit().open(path))
    arrived.press("Masuk", identifier="akar@penata.example", password=GOOD)
    assert visit().open("accounts.list_governments").status == 200
    assert run(args=["accounts", "add-administrator", "akar@penata.example", "Lagi"]).exit_code == 1
    fresh = run(args=["accounts", "link", "akar@penata.example"]).output.strip()
    assert "/kata-sandi-baru/" in fresh
    assert run(args=["accounts", "link", "tidak@ada.example"]).exit_code == 1
    assert run(args=["accounts", "reset-code", "akar@penata.example"]).exit_code == 0


def test_an_email_differs_by_more_than_its_letters_case(app, bungo):
    make_account("Satu", email="Sama@Penata.example")
    assert db.session.execute(select(User.email)).scalars().all() == ["sama@penata.example"]
    with pytest.raises(Exception, match=r"(?i)unique|ck_user_account"):
        make_account("Dua", email="sama@penata.EXAMPLE")
    db.session.rollback()
