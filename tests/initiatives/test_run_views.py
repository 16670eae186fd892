"""The pages of running an initiative: who opens them, what they say of bad input, and how much they ask."""

from datetime import date, timedelta
from decimal import Decimal

import pytest

from app.access.permissions import Role
from app.access.visitor import SYSTEM
from app.base.clock import now
from app.base.database import db
from app.base.wording import plain_date
from app.initiatives.facts import Impact
from app.initiatives.models import ImpactKind, Initiative, MemberRole, Stage, Stakeholder, TeamMember
from app.initiatives.queries import stages
from app.initiatives.services import affecting, entries
from app.initiatives.services import initiatives as services
from app.initiatives.tabs import Card, OwnCard, add_card, add_own_card
from app.organisation import queries as organisation
from tests.support.builders import (
    competency_id,
    grant,
    make_batch,
    make_employee,
    make_position,
    make_programme,
    make_requirement,
    make_unit,
)
from tests.support.change import (
    first_stage,
    ids_of_change,
    join,
    keep_paper,
    make_cause,
    make_decision,
    make_indicator,
    make_message,
    make_risk,
    make_stakeholder,
    page_of,
)
from tests.support.competency import assess, work_out
from tests.support.counting import queries as counted
from tests.support.initiatives import make_initiative, make_office
from tests.support.proposals import TOR, local_today
from tests.support.sosialisasi import of_unit, plan_event, plan_round, send, sent_round

# Words, guards and forms are the same on either database.
pytestmark = pytest.mark.parametrize("app", ["sqlite"], indirect=True)


@pytest.fixture
def office(bungo):
    return make_office(people=6)


@pytest.fixture
def initiative(office):
    return make_initiative(office[0])


@pytest.fixture
def maya(office):
    person = make_employee("Maya Anggraini", female=True)
    grant(person.user_id, Role.CHANGE_TEAM)
    return person


TABS = (
    "list_stages",
    "list_team",
    "show_impact",
    "list_stakeholders",
    "list_messages",
    "list_causes",
    "list_risks",
    "list_decisions",
    "list_indicators",
)


def test_a_member_without_any_role_opens_and_changes_their_initiative_alone(visit, office, initiative):
    member = make_employee("Orang Tim")
    other = make_initiative(office[0], "Bukan miliknya")
    join(initiative, member)
    browser = visit(member)
    page = browser.open("initiatives.list_own").link(initiative.title)
    for tab in TABS:
        assert browser.open(f"initiatives.{tab}", initiative_id=initiative.id)
        assert browser.open(f"initiatives.{tab}", initiative_id=other.id, expect=403)
    assert "6 orang" in page.text
    assert page.link("Perubahan bagi saya").status == 200
    assert browser.open("initiatives.list_initiatives", expect=403)
    assert browser.open("initiatives.list_patterns", expect=403)
    page = browser.open("initiatives.list_risks", initiative_id=initiative.id).link("Catat risiko")
    assert "Pelantikan mundur" in page.press("Simpan", what="Pelantikan mundur").text
    refused = browser.post("initiatives.create_risk", initiative_id=other.id, fields={"what": "Apa saja"})
    assert refused.status_code == 403
    row = db.session.query(TeamMember).one()
    row.ends_on = local_today()
    db.session.commit()
    assert browser.open("initiatives.list_risks", initiative_id=initiative.id, expect=403)


def test_a_member_uploads_a_file_larger_than_a_form(visit, office, initiative):
    member = make_employee("Orang Tim")
    join(initiative, member)
    stage = first_stage(initiative)
    page = visit(member).open("initiatives.show_stage", initiative_id=initiative.id, stage_id=stage.id)
    large = TOR.replace(b"\n", b"\n%" + b"x" * 3_000_000 + b"\n", 1)
    page = page.press("Tambah dokumen", title="Rekap pengaduan dan SKM", file=("rekap.pdf", large))
    assert "Ada, berkas" in page.text
    assert stages.counts_of_papers(initiative.id)[stage.id] == (1, 3)


def test_an_agent_reads_for_their_unit_and_changes_nothing(visit, office, initiative):
    unit, _people = office
    agent = make_employee("Agen Unit")
    join(initiative, agent, MemberRole.AGENT, unit, label="Mediator")
    make_cause(initiative, make_unit("Dinas Lain"), code="", own_words="Sebab di dinas lain")
    make_cause(initiative, unit, code="", own_words="Sebab di unit sendiri")
    browser = visit(agent)
    page = browser.open("initiatives.list_causes", initiative_id=initiative.id)
    assert ("Sebab di unit sendiri" in page.text, "Sebab di dinas lain" in page.text) == (True, False)
    assert "Pemangku kepentingan" not in page.links
    assert "Catat sebab" not in page.links
    assert browser.open("initiatives.list_stakeholders", initiative_id=initiative.id, expect=403)
    assert browser.open("initiatives.show_new_cause", initiative_id=initiative.id, expect=403)


def test_from_the_list_of_stages_to_a_gate_that_is_passed(visit, office, maya):
    browser = visit(maya)
    page = browser.open("initiatives.list_initiatives").link("Daftar tahapan")
    assert "Ini daftar bawaan Penata" in page.text
    page = page.press("Buat daftar sendiri").link("Tambah tahapan")
    assert "Isi nama tahapannya." in page.press("Simpan", gate="Selesai", expect=422).text
    page = page.press("Simpan", name="Uji coba", gate="Uji coba selesai", documents="Laporan\n\nNotulen")
    page = page.link("Uji coba").press("Simpan", name="Uji coba terbatas")
    assert page.all("tbody th")[-1] == "Uji coba terbatas"
    page = page.link("Uji coba terbatas").press("Naikkan urutan")
    assert page.all("tbody th")[-2] == "Uji coba terbatas"
    initiative = make_initiative(office[0])
    page = browser.open("initiatives.list_stages", initiative_id=initiative.id)
    assert page.all("h2")[0] == "0 dari 13 tahapan lolos"
    stage = db.session.query(Stage).filter_by(name="Uji coba terbatas").one()
    page = browser.open("initiatives.show_stage", initiative_id=initiative.id, stage_id=stage.id)
    assert page.press("Nyatakan lolos", note="Tetap.", expect=409)
    day = local_today()
    form = page.link("Ubah tahapan")
    wrong = form.press("Simpan", starts_on=f"{day}", ends_on=f"{day - timedelta(days=1)}", lead="Tim", expect=422)
    assert "Rencana selesai mendahului rencana mulai." in wrong.text
    assert wrong.fields["lead"] == "Tim"
    page = wrong.press("Simpan", ends_on=f"{day}", began_on=f"{day}")
    page = page.press("Tambah dokumen", title="laporan", address="jdih.example/1", expect=422)
    assert "Tulis tautan lengkap" in page.text
    page = page.press("Tambah dokumen", title="Laporan", address="https://jdih.example/1", is_shared="y")
    assert "Ada, tautan" in page.text
    refused = page.press("Nyatakan lolos", expect=422)
    assert "Dokumen ini belum ada: Notulen." in refused.text
    page = refused.press("Nyatakan lolos", note="Notulen menyusul.")
    assert maya.name in page.text
    assert "Notulen menyusul." in page.text
    assert "Tulis alasannya" in page.press("Buka kembali", expect=422).text
    page = page.press("Buka kembali", reason="Laporannya keliru.")
    assert "Dibuka kembali: Laporannya keliru." in page.text
    page = page.press("Hapus", near="Laporan").press("Hapus tahapan")
    assert "Uji coba terbatas" not in page.text


def test_an_old_version_of_a_stage_or_a_line_gets_a_sentence(visit, office, initiative, maya):
    risk, stage = make_risk(initiative), first_stage(initiative)
    browser = visit(maya)
    for page, typed in (
        (browser.open("initiatives.show_risk", initiative_id=initiative.id, risk_id=risk.id), {"what": "Baru"}),
        (browser.open("initiatives.show_stage_form", initiative_id=initiative.id, stage_id=stage.id), {"gate": "Baru"}),
    ):
        page.press("Simpan", **typed)
        late = page.press("Simpan", **dict.fromkeys(typed, "Terlambat"), expect=409)
        assert "sudah diubah orang lain" in late.text
        assert set(typed) & set(late.fields)
        assert "Terlambat" in late.fields.values()


RIGHT = {
    "show_new_stakeholder": {"name": "Petugas loket"},
    "show_new_cause": {"code": "workload"},
    "show_new_risk": {"what": "Pelantikan mundur"},
    "show_new_decision": {"decided_on": "2026-11-01", "decided_by": "Rapat tim", "what": "Tetap tiga", "why": "ABK"},
    "show_new_message": {
        "audience": "Semua",
        "what": "Loket tetap",
        "channel": "Apel",
        "told_by": "Kepala dinas",
        "due_on": "2026-12-01",
    },
    "show_new_indicator": {
        "name": "Waktu layanan",
        "measured_in": "menit",
        "definition": "Median.",
        "source": "Loket",
        "baseline_month": "2025-11",
        "baseline": "42,5",
        "target": "25",
        "direction": "down",
    },
}


@pytest.mark.parametrize("endpoint", RIGHT)
def test_a_line_is_noted_changed_and_taken_off(visit, initiative, maya, endpoint):
    browser = visit(maya)
    typed = RIGHT[endpoint]
    form = browser.open(f"initiatives.{endpoint}", initiative_id=initiative.id)
    page = form.press("Simpan", **typed)
    said = next(iter(typed.values())).replace("workload", "Beban kerja")
    if endpoint == "show_new_indicator":
        page = page.link(said).link("Ubah definisi")
    elif endpoint == "show_new_decision":
        page = page.link("Ubah")
    else:
        assert said in page.text
        page = page.link("Ubah")
    assert not page.press("Simpan").warnings
    page = page.press("Hapus")
    assert page.notices[0].startswith("Dihapus dari daftar")


@pytest.mark.parametrize(
    ("endpoint", "wrong", "sentence"),
    [
        ("show_new_stakeholder", {"name": ""}, "Isi nama kelompok atau jabatannya."),
        ("show_new_stakeholder", {"name": "Maya Anggraini"}, "Jangan tulis nama orang di sini."),
        ("show_new_stakeholder", {"note": "NIP 199003012015031901"}, "Jangan tulis NIP atau NIK di sini."),
        ("show_new_cause", {"code": ""}, "Pilih sebabnya, atau tulis sendiri di sini."),
        ("show_new_cause", {"own_words": "Lain"}, "jangan keduanya"),
        ("show_new_cause", {"noted_on": "2026-02-30"}, "Tanggal ini tidak ada di kalender."),
        ("show_new_risk", {"owner_nip": "123"}, "Tidak ada pegawai dengan NIP ini."),
        ("show_new_risk", {"what": "x" * 301}, "paling panjang 300 huruf"),
        ("show_new_decision", {"why": ""}, "Tulis alasannya"),
        ("show_new_decision", {"file": ("a.exe", b"MZ\x90\x00" * 40)}, "Berkas"),
        ("show_new_message", {"due_on": ""}, "Isi tanggalnya."),
        ("show_new_indicator", {"target": "60"}, "Target berlawanan dengan arah yang diinginkan."),
        ("show_new_indicator", {"target": "42,5"}, "Target sama dengan nilai awal"),
        ("show_new_indicator", {"baseline": "empat"}, "Isi angka, misalnya 2,5."),
        ("show_new_indicator", {"baseline_month": "2199-01"}, "Bulan ini tidak terbaca."),
        ("show_new_indicator", {"baseline_month": "2099-01"}, "Bulan ini belum mulai"),
        ("show_new_indicator", {"baseline_n": "-4"}, "Isi angka bulat"),
    ],
)
def test_bad_input_gets_a_sentence_and_loses_nothing(visit, initiative, maya, endpoint, wrong, sentence):
    form = visit(maya).open(f"initiatives.{endpoint}", initiative_id=initiative.id)
    page = form.press("Simpan", **RIGHT[endpoint] | wrong, expect=422)
    assert sentence in page.warnings[0]
    kept = {name: value for name, value in RIGHT[endpoint].items() if name not in wrong}
    assert {name: page.fields[name] for name in kept} == kept


def test_a_cause_of_a_small_unit_would_point_at_persons(visit, office, maya):
    small, _people = make_office("Dinas Kecil", people=4)
    initiative = make_initiative(small)
    form = visit(maya).open("initiatives.show_new_cause", initiative_id=initiative.id)
    page = form.press("Simpan", unit_id=str(small.id), code="low_trust", expect=422)
    assert "kurang dari 5 orang" in page.text
    assert "Kurang percaya pada pimpinan" in page.press("Simpan", unit_id="").text


def test_a_decision_keeps_its_file(visit, office, initiative, maya):
    head = office[1][0]
    join(initiative, head)
    form = visit(maya).open("initiatives.show_new_decision", initiative_id=initiative.id)
    page = form.press("Simpan", **RIGHT["show_new_decision"], file=("keputusan.pdf", TOR))
    assert "keputusan.pdf" in page.links
    number = page.links["keputusan.pdf"].split("/")[-2]
    answer = visit(head).download("initiatives.download_decision", initiative_id=initiative.id, decision_id=number)
    assert answer.data == TOR
    bare = make_decision(initiative)
    missing = {"initiative_id": initiative.id, "decision_id": bare.id}
    assert visit(maya).download("initiatives.download_decision", expect=404, **missing)


def test_the_value_of_a_month_beside_the_baseline(visit, initiative, maya):
    indicator = make_indicator(initiative)
    page = visit(maya).open("initiatives.show_indicator", initiative_id=initiative.id, indicator_id=indicator.id)
    assert "Bulan ini tidak terbaca." in page.press("Catat nilai", month="Januari", value="40", expect=422).text
    wrong = page.press("Catat nilai", month="2099-01", value="40", expect=422)
    assert wrong.fields["value"] == "40"
    page = page.press("Catat nilai", month="2026-10", value="38,5", n="12", breaks="Loket baru ikut dihitung.")
    for words in ("Oktober 2026", "-3,5", "Membaik", "Loket baru ikut dihitung.", "kurang dari 30"):
        assert words in page.text
    assert "Belum ada nilai" in page.press("Hapus", near="Oktober 2026").text


def test_the_head_of_a_unit_says_how_it_feels_there(visit, office, initiative, maya):
    unit, (head, first, *_rest) = office
    limited = grant(head.user_id, Role.MANAGER)
    limited.unit_id = unit.id
    db.session.commit()
    page = visit(head).open("initiatives.show_impact", initiative_id=initiative.id)
    numbers = {"initiative_id": initiative.id, "unit_id": unit.id}
    beyond = {f"u{unit.id}-kind": "post", f"u{unit.id}-degree": "7"}
    wrong = visit(head).post("initiatives.create_unit_view", fields=beyond, **numbers)
    assert wrong.status_code == 422
    assert "Pilih salah satu dari daftarnya." in wrong.text
    page = page.press("Simpan pandangan unit", **{f"u{unit.id}-degree": "3", f"u{unit.id}-note": "Loket berat."})
    assert "Lebih besar, +1" in page.text
    theirs = visit(maya).open("initiatives.show_impact", initiative_id=initiative.id)
    assert "Loket berat." in theirs.text
    assert "Simpan pandangan unit" not in theirs.buttons
    fields = {f"u{unit.id}-kind": "post", f"u{unit.id}-degree": "1"}
    answer = visit(maya).post(
        "initiatives.create_unit_view", initiative_id=initiative.id, unit_id=unit.id, fields=fields
    )
    assert answer.status_code == 409


@pytest.mark.parametrize(
    ("wrong", "sentence"),
    [
        ({"nip": ""}, "Isi NIP-nya."),
        ({"nip": "1"}, "Tidak ada pegawai dengan NIP ini."),
        ({"role": "agent"}, "Pilih unit yang didampingi agen perubahan ini."),
        ({"starts_on": ""}, "Isi tanggal mulainya."),
        ({"ends_on": "2020-01-01"}, "Tanggal sampainya harus sesudah tanggal mulainya."),
    ],
)
def test_a_part_in_the_team_that_cannot_be_gets_a_sentence(visit, office, initiative, maya, wrong, sentence):
    head = office[1][0]
    page = visit(maya).open("initiatives.list_team", initiative_id=initiative.id)
    refused = page.press("Tambah ke tim", **{"nip": head.nip, "called": "Katalis"} | wrong, expect=422)
    assert sentence in refused.text
    assert refused.fields["called"] == "Katalis"


def test_what_changes_for_me_tells_whom_to_ask_what_is_ahead_and_what_is_mine(visit, office, initiative, maya):
    unit, (head, first, *_rest) = office
    day = local_today()
    join(initiative, head, MemberRole.AGENT, unit, label="Penghubung")
    stage = first_stage(initiative, starts_on=day, ends_on=day + timedelta(days=9), began_on=day)
    shared = keep_paper(initiative, stage, title="Naskah akademik")
    hidden = keep_paper(initiative, stage, title="Kertas kerja", is_shared=False)
    event = plan_event(unit, "Sosialisasi jabatan", initiative_id=initiative.id)
    one = plan_round(event, of_unit(unit))
    from_outside = sent_round(
        unit, first, title="Bukan untuk inisiatif ini", starts_at=now() + timedelta(days=30, hours=1)
    )
    code = competency_id()
    make_requirement(first.position_id, code, 3)
    assess(first, code, 1)
    batch = make_batch(programme=make_programme("Arsip digital", competencies=[(code, 3)]))
    work_out()
    send(one)
    page = visit(first).open("initiatives.show_own", initiative_id=initiative.id)
    for words in (head.name, "Penghubung", stage.name, "Sosialisasi jabatan", "Naskah akademik", "Arsip digital"):
        assert words in page.text, words
    for words in ("Kertas kerja", "Bukan untuk inisiatif ini"):
        assert words not in page.text, words
    assert (batch.id, from_outside.id) != (0, 0)
    numbers = {"initiative_id": initiative.id}
    own = "initiatives.download_own_paper"
    assert visit(first).download(own, stage_paper_id=shared, **numbers).data == TOR
    assert visit(first).download(own, stage_paper_id=hidden, expect=404, **numbers)
    outsider = make_employee("Orang Luar")
    assert visit(outsider).download(own, stage_paper_id=shared, expect=404, **numbers)


def test_the_communication_plan_holds_messages_and_rounds(visit, office, initiative, maya):
    unit, _people = office
    day = local_today()
    make_message(initiative, what="Loket tetap", due_on=day - timedelta(days=3))
    make_message(initiative, what="Pelantikan", due_on=day + timedelta(days=3), told_on=day)
    plan_round(plan_event(unit, "Sosialisasi jabatan", initiative_id=initiative.id), of_unit(unit))
    plan_round(plan_event(unit, "Acara lain"), of_unit(unit))
    page = visit(maya).open("initiatives.list_messages", initiative_id=initiative.id)
    assert page.all("tbody th") == ["Loket tetap", "Pelantikan", "Sosialisasi jabatan, Putaran 1"]
    assert page.all("tbody .badge") == ["Terlewat", "Sudah", "Akan datang"]
    assert "Sosialisasi jabatan, Putaran 1" in page.links


def test_all_changes_on_one_calendar_with_a_warning_where_too_much_comes(visit, office, maya):
    unit, _people = office
    ahead = local_today() + timedelta(days=10)
    first, second = make_initiative(unit, "Perubahan A"), make_initiative(unit, "Perubahan B")
    make_initiative(unit, "Rancangan", running=False)
    for one in (first, second):
        one.takes_effect_on = ahead
    db.session.commit()
    page = visit(maya).open("initiatives.list_initiatives").link("Kalender dan beban")
    assert "Terlalu banyak sekaligus" not in page.text
    assert page.all(".lanes a") == ["Perubahan A", "Perubahan B", "Rancangan"]
    plan_round(plan_event(unit, "Sosialisasi", initiative_id=first.id), of_unit(unit))
    page = visit(maya).open("initiatives.show_portfolio")
    assert "Terlalu banyak sekaligus di 1 minggu" in page.text
    cells = page.all("#beban ~ * td") or page.all("section:last-of-type td")
    assert [cells[0], cells[2], cells[3]] == ["24", "2", "12"]


def test_a_head_of_a_part_is_warned_of_what_asks_the_whole(visit, office):
    unit, _people = office
    part = make_unit("Bidang Satu", parent=unit)
    head = make_employee("Kepala Bidang", position_id=make_position("Kepala Bidang", unit=part).id)
    grant(head.user_id, Role.MANAGER).unit_id = part.id
    first, second = make_initiative(unit, "Perubahan A"), make_initiative(unit, "Perubahan B")
    for one in (first, second):
        one.takes_effect_on = local_today() + timedelta(days=10)
    db.session.commit()
    assert "Terlalu banyak sekaligus" not in visit(head).open("initiatives.show_portfolio").text
    plan_round(plan_event(unit, "Sosialisasi", initiative_id=first.id), of_unit(unit))
    assert "Terlalu banyak sekaligus di 1 minggu" in visit(head).open("initiatives.show_portfolio").text


def test_a_head_sees_the_load_of_their_own_units_alone(visit, office, maya):
    unit, (head, *_rest) = office
    other, _others = make_office("Dinas Lain")
    grant(head.user_id, Role.MANAGER).unit_id = unit.id
    initiative = make_initiative(unit)
    affecting.add_unit(page_of(initiative), other, Impact(ImpactKind.POST, 3), by=SYSTEM)
    db.session.commit()
    assert "Dinas Lain" in visit(maya).open("initiatives.show_portfolio").text
    assert "Dinas Lain" not in visit(head).open("initiatives.show_portfolio").text


@pytest.mark.parametrize("tab", [*TABS, "show_initiative"])
def test_a_page_asks_as_much_with_one_line_as_with_three(visit, office, initiative, maya, tab):
    unit, people = office
    browser, asked = visit(maya), []
    day = local_today()
    for round_number in range(3):
        title = f"Nomor {round_number}"
        make_stakeholder(initiative, name=title)
        make_cause(initiative, unit, note=title)
        make_risk(initiative, what=title, owner_id=people[round_number].employee_id)
        make_decision(initiative, what=title)
        make_message(initiative, what=title)
        indicator = make_indicator(initiative, name=title)
        for month in range(1, 4):
            facts = {"month": date(2026, month, 1), "value": Decimal(month), "n": 5, "breaks": ""}
            entries.read(page_of(initiative), indicator, facts, by=SYSTEM)
        join(initiative, people[round_number], starts_on=day)
        keep_paper(initiative, stages.stages(initiative.id)[round_number])
        plan_round(plan_event(unit, title, initiative_id=initiative.id), of_unit(unit))
        below = make_unit(title, parent=unit)
        affecting.add_unit(page_of(initiative), below, _little(), by=SYSTEM)
        db.session.commit()
        browser.open(f"initiatives.{tab}", initiative_id=initiative.id)
        with counted() as statements:
            browser.open(f"initiatives.{tab}", initiative_id=initiative.id)
        asked.append(len(statements))
    assert asked[0] == asked[2], asked


def _little():
    return Impact(ImpactKind.SYSTEM, 1)


def test_the_calendar_asks_as_much_with_one_initiative_as_with_three(visit, office, maya):
    unit, _people = office
    browser, asked = visit(maya), []
    for title in ("A", "B", "C"):
        made = make_initiative(unit, title)
        plan_round(plan_event(unit, title, initiative_id=made.id), of_unit(unit))
        browser.open("initiatives.show_portfolio")
        with counted() as statements:
            browser.open("initiatives.show_portfolio")
        asked.append(len(statements))
    assert asked[0] == asked[2], asked


def test_what_ended_stays_readable_and_as_it_was(visit, office, initiative, maya):
    ids = ids_of_change(initiative, office[1][0], "Lama")
    services.end(page_of(db.session.get_one(Initiative, initiative.id)), by=SYSTEM)
    db.session.commit()
    browser = visit(maya)
    for tab in TABS:
        page = browser.open(f"initiatives.{tab}", initiative_id=initiative.id)
        assert not [one for one in page.links if one.startswith(("Catat", "Ubah", "Tambah", "Rencanakan"))], tab
    answer = browser.post(
        "initiatives.create_stakeholder_change",
        initiative_id=initiative.id,
        stakeholder_id=ids["stakeholder_id"],
        fields={"kind": "group", "name": "Lain", "influence": "1", "impact": "1", "stance": "0", "wanted": "0"}
        | {"version": "1"},
    )
    assert answer.status_code == 409
    assert db.session.get_one(Stakeholder, ids["stakeholder_id"]).name == "Kelompok Lama"


def test_a_card_is_registered_once(app):
    for add, card in (
        (add_card, Card("sosialisasi", 1, "x.html", lambda _one: None)),
        (add_own_card, OwnCard("sosialisasi", 1, "x.html", lambda _one, _who: None)),
    ):
        with pytest.raises(ValueError, match="registered twice"):
            add(card)


def test_whose_data_is_restricted_is_not_named_as_an_owner(visit, office, initiative, maya):
    first = office[1][1]
    make_risk(initiative, owner_id=first.employee_id)
    assert first.name in visit(maya).open("initiatives.list_risks", initiative_id=initiative.id).text
    organisation.employee(first.employee_id).restricted_on = local_today()
    db.session.commit()
    page = visit(maya).open("initiatives.list_risks", initiative_id=initiative.id)
    assert (first.name in page.text, "Nama dibatasi" in page.text) == (False, True)


def test_the_home_page_of_those_concerned_tells_where_a_change_stands(visit, office, initiative):
    day = local_today()
    unit, [head, first, *_others] = office
    home = visit(first).open("reports.show_home")
    assert home.all(".milestones li:first-child") == [f"{first_stage(initiative).name} belum dijadwalkan"]
    stage = first_stage(initiative, began_on=day - timedelta(days=9), ends_on=day + timedelta(days=5))
    page = visit(first).open("reports.show_home")
    until = plain_date(day + timedelta(days=5))
    assert page.all(".milestones [aria-current]") == [f"{stage.name} sampai {until}"]
    assert len(page.all(".milestones li")) == 2
    assert page.link("Apa artinya bagi tugas saya?").heading == "Apa yang berubah bagi saya: Penyederhanaan birokrasi"
    make_initiative(unit, "Belum dimulai", running=False)
    make_initiative(unit, "Yang kedua")
    make_initiative(unit, "Yang terbaru")
    assert visit(head).open("reports.show_home").all("aside .card h3") == ["Yang terbaru", "Yang kedua"]
    assert visit(make_employee("Orang Luar")).open("reports.show_home").all(".milestones") == []
