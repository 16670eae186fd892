"""The pages of individual plans: what they show, whom they refuse, and that nothing typed is lost."""

import io
from datetime import UTC, date, datetime, time

import pytest
import time_machine
from python_calamine import CalamineWorkbook
from sqlalchemy import select

from app.audit.models import PersonalReading
from app.base.clock import now
from app.base.database import db
from app.competency.services import next_posts
from app.individual_plans.models import IndividualPlanSetting, PlanStatus
from app.individual_plans.queries import plans
from app.organisation.models import Government, PositionTier
from app.organisation.services import refresh_directory
from app.privacy import exports
from app.privacy.register import Subject
from tests.support.builders import (
    ZONE,
    competency_id,
    make_assessment,
    make_employee,
    make_position,
    make_programme,
    make_requirement,
)
from tests.support.competency import make_competency, work_out
from tests.support.individual_plans import (
    agreed,
    closed,
    local_today,
    make_plan,
    reported,
    submitted,
    this_year,
)

ITEM = {
    "aim": "Menulis nota dinas yang ringkas",
    "reason": "Banyak nota dinas dikembalikan.",
    "activity": "Coaching dengan kepala bidang",
    "form_code": "NK01",
    "way": "colleagues",
    "target_hours": "4",
    "period": "4-6",
}


def sheet(content):
    """The lines of a workbook without its headings."""
    return CalamineWorkbook.from_filelike(io.BytesIO(content)).get_sheet_by_index(0).to_python()[1:]


def follow():
    """The directory as the services keep it."""
    refresh_directory()
    db.session.commit()


def pressable(page):
    """The buttons of a page but those to sign out."""
    return [label for label in page.buttons if label != "Keluar"]


def test_without_a_plan_the_page_leads_to_one(visit, budi):
    page = visit(budi).open("idp.show_own")
    assert pressable(page) == [f"Mulai rencana {this_year()}"]
    past = visit(budi).open("idp.show_own", tahun=this_year() - 1)
    assert "sudah lewat" in past.text


def test_a_past_year_is_refused_in_words(visit, budi):
    browser = visit(budi)
    answer = browser.post("idp.create_own", tahun=this_year() - 1)
    assert answer.status_code == 409
    assert "sudah lewat" in answer.text


@pytest.mark.parametrize(
    ("different", "words"),
    [
        ({"aim": "", "reason": ""}, "Pilih kompetensinya, atau tulis tujuan lain"),
        ({"reason": ""}, "Tulis alasannya"),
        ({"target_hours": "10000"}, "paling banyak 400 JP"),
        ({"target_hours": "banyak"}, "Isi angka, misalnya 2,5."),
        ({"target_hours": "-3"}, "Isi angka, misalnya 2,5."),
        ({"period": ""}, "Pilih kapan dilakukan."),
        ({"way": ""}, "Pilih cara belajarnya."),
        ({"form_code": ""}, "Pilih bentuknya."),
        ({"activity": ""}, "Tulis apa yang akan dilakukan"),
        ({"aim": "x" * 201}, "paling panjang 200 huruf"),
    ],
)
def test_a_bad_item_comes_back_with_everything_typed(visit, budi, different, words):
    plan = make_plan(budi, items=0)
    form = visit(budi).open("idp.show_new_item", idp_id=plan.id)
    page = form.press("Simpan butir", expect=422, **(ITEM | different))
    assert words in page.text
    kept = ITEM | different
    assert {name: page.fields[name] for name in ("aim", "reason", "activity", "target_hours")} == {
        name: kept[name] for name in ("aim", "reason", "activity", "target_hours")
    }
    assert plans.rows(plan.id, 1) == []


def test_a_level_that_does_not_rise_is_refused(visit, budi):
    service = competency_id()
    make_assessment(budi.employee_id, service, 3)
    plan = make_plan(budi, items=0)
    form = visit(budi).open("idp.show_new_item", idp_id=plan.id)
    page = form.press("Simpan butir", expect=422, **(ITEM | {"competency_id": str(service), "to_level": "3"}))
    assert "Level Anda sekarang 3. Pilih level di atasnya." in page.text


def test_the_same_item_twice_is_refused(visit, budi):
    plan = make_plan(budi, items=0)
    visit(budi).open("idp.show_new_item", idp_id=plan.id).press("Simpan butir", **ITEM)
    page = visit(budi).open("idp.show_new_item", idp_id=plan.id).press("Simpan butir", expect=422, **ITEM)
    assert "Butir yang sama sudah ada" in page.text


def test_a_second_window_keeps_what_was_typed_and_shows_what_is_there(visit, budi):
    plan = make_plan(budi, items=0)
    form = visit(budi).open("idp.show_new_item", idp_id=plan.id)
    visit(budi).open("idp.show_new_item", idp_id=plan.id).press("Simpan butir", **ITEM)
    page = form.press("Simpan butir", expect=409, **(ITEM | {"activity": "Membaca contoh"}))
    assert page.fields["activity"] == "Membaca contoh"
    assert page.all("#sekarang") == ["Butir yang sekarang ada"]
    assert page.press("Simpan butir").notices == ["Tersimpan."]
    db.session.expire_all()
    assert [row.activity for row in plans.rows(plan.id, 1)] == ["Coaching dengan kepala bidang", "Membaca contoh"]


def test_an_item_of_the_catalogue_takes_its_name_and_form(visit, budi):
    programme = make_programme("Pelayanan Prima")
    plan = make_plan(budi, items=0)
    form = visit(budi).open("idp.show_new_item", idp_id=plan.id)
    form.press("Simpan butir", **(ITEM | {"catalogue": f"p{programme.id}", "activity": "", "form_code": ""}))
    [row] = plans.rows(plan.id, 1)
    assert (row.activity, row.form_code, row.programme_id) == ("Pelayanan Prima", programme.form_code, programme.id)


def test_an_item_is_changed_and_removed(visit, budi):
    plan = make_plan(budi)
    [row] = plans.rows(plan.id, 1)
    form = visit(budi).open("idp.show_item", idp_id=plan.id, aim_id=row.id)
    assert form.fields["activity"] == "Coaching pertemuan 1"
    page = form.press("Simpan butir", activity="Coaching dua kali", target_hours="2,5")
    assert "target 2,5 JP" in page.text
    assert page.press("Hapus").notices == ["Butir dihapus."]


def test_an_empty_plan_is_not_handed_in(visit, budi):
    plan = make_plan(budi, items=0)
    page = visit(budi).open("idp.show_plan", idp_id=plan.id).press("Ajukan ke atasan", expect=409)
    assert "Rencana belum lengkap" in page.text


def test_a_suggestion_of_a_gap_that_is_gone_is_refused(visit, budi):
    plan = make_plan(budi, items=0)
    fields = {"saran": "999-999", "version": str(plan.version)}
    assert visit(budi).post("idp.create_suggested_item", idp_id=plan.id, fields=fields).status_code == 409


def test_suggestions_come_from_kept_gaps_and_their_programmes(visit, budi):
    service = competency_id()
    make_requirement(budi.position_id, service, 2)
    make_assessment(budi.employee_id, service, 1)
    make_programme("Menaikkan", competencies=[(service, 2)])
    make_programme("Tidak menaikkan", competencies=[(service, 1)])
    make_programme("Lain")
    work_out()
    page = visit(budi).open("idp.show_own")
    assert page.all("#saran ~ ul b, .section ul b") == ["Menaikkan"]


@pytest.mark.parametrize("what", ["show_plan", "download_plan", "show_realisation"])
def test_only_the_owner_and_the_superior_open_a_plan(visit, budi, dewi, rina, sari, joko, what):
    plan = agreed(budi, rina)
    browser = visit(rina)
    assert browser.get(browser.address(f"idp.{what}", idp_id=plan.id)).status_code == 200
    for person in (dewi, sari, joko):
        browser = visit(person)
        assert browser.get(browser.address(f"idp.{what}", idp_id=plan.id)).status_code == 404


def test_the_superior_reads_and_does_not_write(visit, budi, rina):
    plan = make_plan(budi)
    page = visit(rina).open("idp.show_plan", idp_id=plan.id)
    assert pressable(page) == []
    browser = visit(rina)
    assert browser.get(browser.address("idp.show_new_item", idp_id=plan.id)).status_code == 409
    assert browser.post("idp.create_submission", idp_id=plan.id).status_code == 404


def test_the_superior_begins_a_plan_for_somebody(visit, budi, dewi, rina):
    page = visit(rina).open("idp.list_team").press("Mulai rencana untuk Budi Pratama, S.A.P.")
    assert page.heading == f"Budi Pratama, S.A.P., rencana {this_year()}"
    page.link("Tambah butir").press("Simpan butir", **ITEM)
    own = visit(budi).open("idp.show_own")
    assert "Atasan Anda memulai rencana ini" in own.text
    assert own.press("Ajukan ke atasan").notices == ["Rencana diajukan. Atasan Anda sudah diberi tahu."]


def test_reading_a_plan_of_somebody_else_is_noted_for_them(visit, budi, rina, sari):
    plan = agreed(budi, rina)
    visit(budi).open("idp.show_plan", idp_id=plan.id)
    visit(rina).open("idp.show_plan", idp_id=plan.id)
    visit(sari).open("idp.show_any", idp_id=plan.id)
    readers = select(PersonalReading.reader_id).where(PersonalReading.part == "individual_plans")
    assert set(db.session.execute(readers).scalars()) == {rina.user_id, sari.user_id}


def test_several_are_given_back_with_one_note(visit, budi, dewi, rina):
    ticked = [f"{plan.id}.{plan.version}" for plan in (submitted(budi), submitted(dewi))]
    team = visit(rina).open("idp.list_team")
    refused = team.press("Kembalikan yang dicentang", expect=422, rencana=ticked)
    assert "Tulis catatannya" in refused.text
    done = refused.press("Kembalikan yang dicentang", rencana=ticked, catatan="Sebutkan bulannya.")
    assert done.notices == ["2 rencana dikembalikan. Pegawainya sudah diberi tahu."]


def test_nothing_ticked_says_so_and_keeps_the_note(visit, budi, rina):
    submitted(budi)
    page = visit(rina).open("idp.list_team").press("Kembalikan yang dicentang", expect=422, catatan="Catatan panjang.")
    assert "Centang paling sedikit satu rencana." in page.text
    assert page.fields["catatan"] == "Catatan panjang."


def test_an_answer_to_an_old_page_changes_nothing_and_keeps_the_note(visit, budi, rina):
    plan = submitted(budi)
    page = visit(rina).open("idp.show_plan", idp_id=plan.id)
    visit(budi).open("idp.show_plan", idp_id=plan.id).press("Tarik kembali")
    refused = page.press("Kembalikan dengan catatan", expect=409, catatan="Tambah satu butir.")
    assert "Tambah satu butir." in refused.text
    db.session.expire_all()
    assert plans.of_year(budi.employee_id, this_year()).status == PlanStatus.DRAFT


def test_the_agency_answers_only_where_nobody_is_above(visit, budi, rina, sari):
    for plan, buttons in ((submitted(budi), []), (submitted(rina), ["Setujui rencana", "Kembalikan dengan catatan"])):
        page = visit(sari).open("idp.show_any", idp_id=plan.id)
        assert pressable(page) == buttons
    assert "1 rencana pengembangan menunggu BKPSDM" in visit(sari).open("reports.show_home").all(".tasks h3")
    assert page.press("Setujui rencana").notices == ["Disetujui. Rina Marlina, S.E. sudah diberi tahu."]


def test_the_list_narrows_and_its_files_hold_the_same(visit, budi, dewi, rina, sari):
    agreed(budi, rina)
    submitted(dewi)
    follow()
    browser = visit(sari)
    for asked, names in (
        ({"keadaan": "agreed"}, ["Budi Pratama, S.A.P."]),
        ({"keadaan": "none"}, ["Rina Marlina, S.E.", "Sari Wulandari, S.Sos., M.Si."]),
        ({"cari": "dewi"}, ["Dewi Lestari, S.Kom."]),
        ({"keadaan": "bukan-keadaan", "cari": "100%"}, []),
    ):
        page = browser.open("idp.list_plans", **asked)
        assert page.all("tbody th") == names
        assert [row[0] for row in sheet(browser.download("idp.download_plans", **asked).data)] == names
        lines = browser.download("idp.download_plans_csv", **asked).text.splitlines()
        assert len(lines) == len(names) + 1


def test_the_files_name_days_by_the_clock_of_the_government(visit, budi, rina, sari):
    plan = agreed(budi, rina)
    plan.agreed_at = plan.closed_at = datetime(this_year(), 3, 5, 16, 30, tzinfo=UTC)
    follow()
    for zone, day in (("Asia/Jakarta", date(this_year(), 3, 5)), ("Asia/Makassar", date(this_year(), 3, 6))):
        db.session.get_one(Government, budi.government_id).timezone = zone
        db.session.commit()
        [row] = sheet(visit(sari).download("idp.download_plans", keadaan="agreed").data)
        assert row[-2:] == [day, day]
        [line] = visit(sari).download("idp.download_plans_csv", keadaan="agreed").text.splitlines()[1:]
        assert line.count(day.isoformat()) == 2


def test_the_list_goes_on_where_it_ended(visit, budi, rina, sari):
    for number in range(26):
        make_employee(f"Orang {number:02}")
    follow()
    first = visit(sari).open("idp.list_plans")
    second = first.link("Berikutnya")
    assert len(first.all("tbody th")) == 25
    assert set(first.all("tbody th")) & set(second.all("tbody th")) == set()


def test_the_recap_counts_by_unit(visit, budi, dewi, rina, sari):
    closed(budi, rina)
    submitted(dewi)
    follow()
    page = visit(sari).open("idp.show_recap")
    assert page.all(".figures dd") == ["50% 2 dari 4 pegawai", "25% 1", "25% 1", "25% 1"]
    shares = sorted(row.removeprefix("Dinas Kependudukan dan Pencatatan Sipil ") for row in page.all("tbody tr"))
    assert shares == ["1 0% 0% 0% 0%", "1 0% 0% 0% 0%", "1 100% 0% 0% 0%", "1 100% 100% 100% 100%"]
    lines = sheet(visit(sari).download("idp.download_recap").data)
    assert sorted(line[1:] for line in lines) == [[1, 0, 0, 0, 0], [1, 0, 0, 0, 0], [1, 1, 0, 0, 0], [1, 1, 1, 1, 1]]


def test_days_are_set_from_a_year_on(visit, sari):
    form = visit(sari).open("idp.show_settings")
    wrong = form.press(
        "Simpan pengaturan", expect=422, key="plan_by", value="31-02", from_year=this_year(), source="SE"
    )
    assert "tidak ada di kalender" in wrong.text
    page = wrong.press("Simpan pengaturan", value="28-02", source="SE Bupati 5")
    assert "28 Februari" in page.text
    assert db.session.execute(select(IndividualPlanSetting.value)).scalars().all() == [228]


def test_pages_ask_the_same_for_one_and_for_three(visit, budi, rina, sari, queries):
    def asked(person, endpoint, **values):
        browser = visit(person)
        browser.open(endpoint, **values)
        with queries() as found:
            browser.open(endpoint, **values)
        return len(found)

    plan = reported(budi, rina)
    before = [
        asked(rina, "idp.list_team"),
        asked(sari, "idp.list_plans"),
        asked(sari, "idp.show_recap"),
        asked(budi, "idp.show_plan", idp_id=plan.id),
    ]
    for name in ("Ani", "Ina"):
        reported(make_employee(name, position_id=_below(rina)), rina)
    other = make_plan(budi, items=3, year=this_year() + 1)
    after = [
        asked(rina, "idp.list_team"),
        asked(sari, "idp.list_plans"),
        asked(sari, "idp.show_recap"),
        asked(budi, "idp.show_plan", idp_id=plan.id),
    ]
    assert before == after
    assert asked(budi, "idp.show_plan", idp_id=other.id) <= 20


def _below(head):
    return make_position(above=head.position_id).id


def test_ones_own_data_holds_the_plan(budi, rina):
    closed(budi, rina)
    subject = Subject(budi.government_id, budi.employee_id, (budi.user_id,))
    text = exports.as_json(subject, government="Kabupaten Bungo", at=now()).decode()
    assert "Coaching pertemuan 1" in text
    assert "individual-plans" in text


@pytest.mark.parametrize(
    ("day", "is_due"), [(date(2026, 11, 30), False), (date(2026, 12, 1), True), (date(2027, 3, 31), False)]
)
def test_home_asks_for_the_realisation_from_two_weeks_before_until_the_year_is_locked(visit, budi, rina, day, is_due):
    _agreed_early(budi, rina)
    with time_machine.travel(datetime.combine(day, time(9), ZONE), tick=False):
        titles = visit(budi).open("reports.show_home").all(".tasks h3")
    assert ("Isi realisasi rencana pengembangan 2026" in titles) == is_due


@pytest.mark.parametrize(
    ("day", "is_asked"),
    [
        (date(2026, 3, 16), False),
        (date(2026, 3, 17), True),
        (date(2026, 4, 1), True),
        (date(2026, 11, 30), True),
        (date(2026, 12, 1), False),
        (date(2027, 2, 1), False),
    ],
)
def test_home_asks_for_a_plan_that_is_missing_while_plans_are_made(visit, budi, day, is_asked):
    with time_machine.travel(datetime.combine(day, time(9), ZONE), tick=False):
        titles = visit(budi).open("reports.show_home").all(".tasks h3")
    assert ("Buat rencana pengembangan 2026" in titles) == is_asked


def test_home_asks_to_hand_in_a_draft_and_falls_silent_once_it_is(visit, budi, rina):
    with time_machine.travel(datetime(2026, 4, 1, 9, tzinfo=ZONE), tick=False):
        make_plan(budi)
        home = visit(budi).open("reports.show_home")
        assert "Ajukan rencana pengembangan 2026" in home.all(".tasks h3")
        assert "Batas waktunya sudah lewat." in home.text
        assert home.link("Lanjutkan rencana").heading == "Rencana pengembangan 2026"
        submitted(rina)
        assert not [one for one in visit(rina).open("reports.show_home").all(".tasks h3") if "2026" in one]


def test_home_counts_by_the_days_a_government_set(visit, budi):
    db.session.add(IndividualPlanSetting(key="plan_by", value=630, from_year=2026, source="Edaran"))
    db.session.commit()
    with time_machine.travel(datetime(2026, 6, 1, 9, tzinfo=ZONE), tick=False):
        assert "Buat rencana pengembangan 2026" not in visit(budi).open("reports.show_home").text
    with time_machine.travel(datetime(2026, 6, 20, 9, tzinfo=ZONE), tick=False):
        assert "Paling lambat 30 Juni 2026." in visit.another(budi).open("reports.show_home").text


def test_what_the_next_post_asks_can_be_planned(visit, budi):
    """A technical competency only the next post asks, beside what is lacked for both."""
    post = make_position("Kepala Seksi Pilihan", tier=PositionTier.PENGAWAS)
    technical = make_competency(budi.government_id).id
    make_requirement(post.id, technical, 2)
    make_assessment(budi.employee_id, competency_id("M.5"), 1)
    work_out()
    next_posts.choose(budi.employee_id, post, today=local_today(), by=budi.actor)
    db.session.commit()
    plan = make_plan(budi, items=0)
    page = visit(budi).open("idp.show_new_item", idp_id=plan.id)
    assert "Pelayanan Publik (kurang 1 untuk jabatan tujuan)" in page.text
    assert "Administrasi Kependudukan – – 2" in page.all("details tbody tr")
    typed = ITEM | {"competency_id": str(technical), "to_level": "2", "aim": "", "reason": ""}
    kept = page.press("Simpan butir", **typed)
    assert "Administrasi Kependudukan" in kept.text
    assert "Jabatan tujuan: Kepala Seksi Pilihan" in kept.text


def test_a_locked_year_shows_no_way_to_change_it(visit, budi, rina):
    plan = _agreed_early(budi, rina)
    with time_machine.travel(datetime(2027, 4, 1, 9, tzinfo=ZONE), tick=False):
        page = visit(budi).open("idp.show_plan", idp_id=plan.id)
        assert pressable(page) == []
        assert "terkunci sejak 31 Maret 2027" in page.text
        assert (
            visit(budi).post("idp.create_revision", idp_id=plan.id, fields={"version": plan.version}).status_code == 409
        )


def _agreed_early(budi, rina):
    with time_machine.travel(datetime(2026, 2, 2, 9, tzinfo=ZONE), tick=False):
        return agreed(budi, rina)
