"""From planning to proof, through the pages: who plans, who does it, who checks, and who sees nothing."""

import csv
import io
from datetime import timedelta

import pytest
from sqlalchemy import select, update

from app.access.permissions import Role
from app.base import scope
from app.base.clock import today
from app.base.database import db
from app.interventions import jobs
from app.interventions.models import ActionStatus, InterventionAction
from app.notifications.models import Mail
from app.sosialisasi.models import Sosialisasi
from tests.support.builders import grant, make_employee, make_unit
from tests.support.counting import queries
from tests.support.initiatives import make_initiative, make_office


@pytest.fixture
def office(bungo):
    return make_office()


@pytest.fixture
def maya(office):
    person = make_employee("Maya Anggraini", female=True)
    grant(person.user_id, Role.CHANGE_TEAM)
    return person


@pytest.fixture
def change(office):
    unit, _people = office
    return make_initiative(unit)


def due(days=14):
    return str(today("Asia/Jakarta") + timedelta(days=days))


def plan(visit, maya, change, office, **typed):
    unit, (_head, first, _second) = office
    page = visit(maya).open("interventions.list_of_initiative", initiative_id=change.id).link("Rencanakan tindakan")
    right = {"unit_id": str(unit.id), "catalogue_code": "INT04", "owner_nip": first.nip, "due_on": due()}
    return page.press("Rencanakan", **(right | typed))


def only_action():
    db.session.rollback()
    return db.session.execute(select(InterventionAction)).scalar_one()


def test_from_the_plan_to_the_proof(visit, office, maya, change):
    _unit, (_head, first, _second) = office
    page = plan(visit, maya, change, office)
    assert page.heading == "Bincang empat mata"
    assert "Menunggu pelaksana" in page.text
    own = visit(first).open("interventions.list_own").link("Bincang empat mata")
    own = own.press("Saya sanggupi").press("Mulai kerjakan")
    assert "Tulis apa yang sudah dilakukan" in own.press("Tandai selesai", evidence="Sudah", expect=422).text
    own = own.press("Tandai selesai", evidence="Tujuh orang diajak bicara; catatan kesepakatan ada.")
    assert own.notices == ["Tercatat selesai. Buktinya sekarang diperiksa orang lain."]
    number = only_action().id
    page = visit(maya).open("interventions.show_action", action_id=number)
    back = page.press("Kembalikan", reason="Catatannya belum dilampirkan.")
    assert back.notices == ["Dikembalikan. Pelaksananya diberi tahu alasannya."]
    own = visit(first).open("interventions.show_own", action_id=number)
    own.press("Tandai selesai", evidence="Catatan kesepakatan sudah dilampirkan.")
    page = visit(maya).open("interventions.show_action", action_id=number)
    assert "Tulis apa yang Anda periksa" in page.press("Nyatakan terbukti", expect=422).text
    page = page.press("Nyatakan terbukti", effect="Tujuh catatan kesepakatan sudah dibaca.")
    assert page.notices == ["Tindakan dinyatakan terbukti."]
    action = only_action()
    assert (action.status, action.verified_by_id) == (ActionStatus.VERIFIED, maya.employee_id)
    kinds = set(db.session.execute(select(Mail.kind)).scalars())
    assert {"action_planned", "action_done", "action_returned"} <= kinds


def test_whoever_looks_after_one_unit_need_not_choose_it(visit, office, maya, change):
    unit, (head, _first, _second) = office
    make_unit("Dinas Lain")
    where = {"initiative_id": change.id, "unit": make_unit("Dinas di luar jangkauan").id}
    assert visit(head).open("interventions.show_new_action", **where).fields["unit_id"] == str(unit.id)
    assert visit(maya).open("interventions.show_new_action", initiative_id=change.id).fields["unit_id"] == ""


@pytest.mark.parametrize(
    ("typed", "sentence"),
    [
        ({"unit_id": ""}, "Pilih unitnya."),
        ({"owner_nip": "123"}, "Tidak ada pegawai dengan NIP ini. Tulis 18 angkanya."),
        ({"due_on": "2020-01-01"}, "Batas waktu sudah lewat. Pilih hari ini atau sesudahnya."),
        ({"due_on": "2099-01-01"}, "Batas waktu paling lama tiga tahun dari sekarang."),
        ({"catalogue_code": "", "title": ""}, "Isi nama tindakannya, atau pilih satu dari katalog."),
    ],
)
def test_a_plan_that_cannot_be_comes_back_as_typed(visit, office, maya, change, typed, sentence):
    page = visit(maya).open("interventions.show_new_action", initiative_id=change.id)
    unit, (_head, first, _second) = office
    right = {
        "unit_id": str(unit.id), "catalogue_code": "INT04", "owner_nip": first.nip, "due_on": due(),
        "description": "Bicara dengan tujuh orang.",
    }  # fmt: skip
    refused = page.press("Rencanakan", expect=422, **(right | typed))
    assert sentence in refused.text
    assert "Bicara dengan tujuh orang." in refused.text
    assert db.session.execute(select(InterventionAction.id)).first() is None


def test_the_owner_does_not_check_and_a_stranger_finds_nothing(visit, office, maya, change, joko):
    unit, (_head, first, second) = office
    plan(visit, maya, change, office, owner_nip=maya.nip)
    action = only_action()
    assert action.status == ActionStatus.AGREED
    visit(maya).open("interventions.show_own", action_id=action.id).press(
        "Tandai selesai", evidence="Sudah selesai semua."
    )
    page = visit(maya).open("interventions.show_action", action_id=action.id)
    assert "Nyatakan terbukti" not in page.text
    refused = visit(maya).post("interventions.create_check", action_id=action.id, fields={"effect": "Saya yakin."})
    assert refused.status_code == 409
    assert only_action().status == ActionStatus.DONE
    for stranger in (first, second):
        visit(stranger).open("interventions.show_own", action_id=action.id, expect=404)
        visit(stranger).open("interventions.show_action", action_id=action.id, expect=403)
    visit(joko).open("interventions.show_action", action_id=action.id, expect=404)


def test_an_action_begins_a_sosialisasi_with_its_words(visit, office, maya, change):
    plan(visit, maya, change, office)
    page = visit(maya).open("interventions.show_action", action_id=only_action().id)
    page = page.press("Buat sosialisasi dari ini")
    assert page.heading == "Bincang empat mata"
    event = db.session.execute(select(Sosialisasi)).scalar_one()
    assert event.initiative_id == change.id
    assert only_action().sosialisasi_id == event.id


def test_the_owner_is_reminded_once_a_week_until_it_is_done(visit, office, maya, change):
    plan(visit, maya, change, office, due_on=due(2))
    jobs.remind_owners()
    jobs.remind_owners()
    count = select(Mail.id).where(Mail.kind == "action_due")
    assert len(db.session.execute(count).all()) == 1


def test_the_list_asks_as_much_for_three_as_for_one(visit, office, maya, change):
    plan(visit, maya, change, office)
    with queries() as one:
        visit(maya).open("interventions.list_actions")
    for _more in range(2):
        plan(visit, maya, change, office)
    with queries() as three:
        page = visit(maya).open("interventions.list_actions")
    assert page.text.count("Bincang empat mata") == 3
    assert len(three) == len(one)


def lines_of(answer, delimiter=","):
    return list(csv.DictReader(io.StringIO(answer.text.removeprefix("\ufeff")), delimiter=delimiter))


def test_the_list_is_had_as_a_file_with_its_filters_and_reach(visit, office, maya, change, joko):
    plan(visit, maya, change, office, title="=2+2 Bincang", catalogue_code="")
    plan(visit, maya, change, office, due_on=due(20))
    db.session.execute(
        update(InterventionAction)
        .where(InterventionAction.catalogue_code != "")
        .values(status=ActionStatus.DROPPED, drop_reason="Tidak perlu lagi")
    )
    db.session.commit()
    rows = lines_of(visit(maya).download("interventions.download_actions_csv"))
    assert [(row["Tindakan"], row["Keadaan"], row["Alasan dihentikan"]) for row in rows] == [
        ("'=2+2 Bincang", "Diusulkan", ""),
        ("Bincang empat mata", "Dihentikan", "Tidak perlu lagi"),
    ]
    browser = visit(maya)
    page = browser.open("interventions.list_actions", keadaan="dropped")
    answer = browser.get(page.links["Unduh CSV"])
    assert answer.text.startswith("\ufeff")
    assert [row["Tindakan"] for row in lines_of(answer, ";")] == ["Bincang empat mata"]
    assert visit(maya).download("interventions.download_actions_xlsx", inisiatif=change.id).data.startswith(b"PK")
    other = make_initiative(office[0])
    assert lines_of(visit(maya).download("interventions.download_actions_csv", inisiatif=other.id)) == []


def test_a_file_of_actions_is_for_who_sees_them(visit, office, maya, change, joko, batanghari):
    plan(visit, maya, change, office)
    _unit, (_head, first, _second) = office
    visit(first).open("interventions.download_actions_csv", expect=403)
    with scope.within(batanghari.id):
        other = make_employee("Lain Tim", roles=[Role.CHANGE_TEAM])
    assert lines_of(visit(other).download("interventions.download_actions_csv")) == []
    visit(other).open("interventions.download_actions_csv", inisiatif=change.id, expect=404)


def test_an_own_intervention_is_offered_where_it_fits_and_archived_no_more(visit, office, maya, change):
    page = visit(maya).open("interventions.list_catalogue").link("Tambah tindakan")
    refused = page.press("Simpan", name="Temu pimpinan", expect=422)
    assert "Pilih apa yang dijawab tindakan ini." in refused.text
    right = {
        "target": "adkar_barrier/desire", "name": "Kopi pagi bersama kepala", "description": "Duduk bersama.",
        "effort": "low", "days": "30", "evidence": "Catatan pertemuan",
    }  # fmt: skip
    assert (
        "Nama ini sudah ada di katalog." in page.press("Simpan", **(right | {"name": "Temu pimpinan"}), expect=422).text
    )
    page.press("Simpan", **right)
    form = visit(maya).open(
        "interventions.show_new_action", initiative_id=change.id, jenis="adkar_barrier", sasaran="desire"
    )
    assert "Kopi pagi bersama kepala" in form.text
    visit(maya).open("interventions.list_catalogue").press("Arsipkan")
    form = visit(maya).open(
        "interventions.show_new_action", initiative_id=change.id, jenis="adkar_barrier", sasaran="desire"
    )
    assert "Kopi pagi bersama kepala" not in form.text
