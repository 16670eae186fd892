"""Versions of how lesson hours count: HR enters them, what ended since counts anew, a year that is over stays."""

from datetime import date
from decimal import Decimal
from urllib.parse import quote

import pytest
import time_machine
from sqlalchemy import select

from app.audit.models import AuditEntry
from app.base import scope
from app.base.database import db
from app.base.errors import WrongField
from app.competency.models import DevelopmentForm, JpRule, LearningRecord, LearningStatus, LearningTarget
from app.competency.queries import form as form_on
from app.competency.queries import learning_year
from app.jobs import worker
from app.learning import labels
from app.learning.models import LearningSetting
from app.learning.queries import lines
from app.learning.queries import year as years
from app.learning.rules import versions as version_rules
from app.learning.rules.versions import Conversion, conversion_of, ensure_usable, rule_day, version_on
from app.learning.services import versions
from app.learning.services.counting import credit
from app.learning.signals import lines_counted
from tests.support.builders import make_batch, make_employee, make_programme, page_of
from tests.support.hour_rules import make_form_rule, make_yearly_target
from tests.support.lesson_claims import make_claim
from tests.support.rule_changes import TODAY, accepted, enter, record_of

TYPED = {
    "jp_rule": "per_day",
    "per_unit": "5",
    "international": "7",
    "bonus": "",
    "sessions": "",
    "source": "SE 5/2026",
}


@pytest.fixture(autouse=True)
def _in_november():
    with time_machine.travel("2026-11-20 03:00Z", tick=True):
        yield


# --- rules -----------------------------------------------------------------------------------------


def test_every_shipped_rule_may_be_typed_again_as_it_stands(bungo):
    shipped = lines.forms(TODAY)
    assert len(shipped) == 27
    for one in shipped.values():
        typed = conversion_of(one)
        ensure_usable(typed)
        assert (typed.stored_per_unit, typed.cap) == (one.jp_per_unit, one.cap_value), one.code
        assert version_rules.PERIOD_OF_CAP.get(typed.jp_rule, "") == one.cap_period or one.cap_value is None, one.code


@pytest.mark.parametrize(
    ("typed", "field", "sentence"),
    [
        (Conversion(JpRule.PER_DAY), "per_unit", "Isi angka JP-nya."),
        (Conversion(JpRule.PER_DAY, Decimal(33)), "per_unit", "paling banyak 32."),
        (Conversion(JpRule.PER_DAY_CAPPED, Decimal(0)), "per_unit", "JP lebih dari 0"),
        (Conversion(JpRule.PER_ACTIVITY, Decimal(10_000)), "per_unit", "paling banyak 1.000."),
        (Conversion(JpRule.PER_DAY, Decimal(5), Decimal(40)), "international", "paling banyak 32."),
        (Conversion(JpRule.PROGRAMME_HOURS, Decimal(5)), "per_unit", "tidak memakai angka JP"),
        (Conversion(JpRule.MANUAL, bonus=Decimal(20)), "bonus", "ditetapkan petugas"),
        (Conversion(JpRule.PROGRAMME_HOURS, bonus=Decimal(120)), "bonus", "antara 0 dan 100 persen"),
        (Conversion(JpRule.PER_DAY, Decimal(5), Decimal(7), Decimal(20)), "bonus", "salah satu"),
        (Conversion(JpRule.PER_DAY, Decimal(5), sessions=Decimal(2)), "sessions", "hanya untuk bentuk"),
        (
            Conversion(JpRule.PER_SESSION, Decimal(2), sessions=Decimal("1.5")),
            "sessions",
            "bilangan bulat 1 sampai 100",
        ),
        (Conversion(JpRule.PER_SESSION, Decimal(2), sessions=Decimal(0)), "sessions", "bilangan bulat 1 sampai 100"),
    ],
)
def test_what_cannot_be_is_refused_at_its_field(typed, field, sentence):
    with pytest.raises(WrongField) as refusal:
        ensure_usable(typed)
    assert refusal.value.field == field
    assert sentence in refusal.value.message


def version(valid_from, *, own=False):
    return DevelopmentForm(code="KL06", valid_from=valid_from, government_id=1 if own else None)


def test_a_governments_own_holds_before_the_shipped_ones_and_a_later_before_an_earlier():
    first, later = version(date(2019, 1, 1)), version(date(2027, 1, 1))
    own = version(date(2026, 6, 1), own=True)
    found = [version_on([first, own, later], day) for day in (date(2018, 1, 1), date(2026, 5, 31), date(2026, 6, 1))]
    assert found == [first, first, own]
    assert version_on([first, own, later], date(2027, 2, 1)) is own
    assert version_on([first, later], date(2027, 2, 1)) is later
    assert version_on([], TODAY) is None


def test_the_rule_of_a_line_never_comes_from_a_year_after_its_own():
    assert rule_day(date(2026, 10, 6), 2026) == date(2026, 10, 6)
    assert rule_day(date(2027, 1, 5), 2026) == date(2026, 12, 31)


# --- counting --------------------------------------------------------------------------------------


def test_this_years_lines_follow_a_version_and_those_of_a_year_that_is_over_do_not(budi, dewi, sari):
    last_year = accepted(budi, sari, starts_on=date(2025, 10, 5), ends_on=date(2025, 10, 6), title="Tahun lalu")
    counted, waiting = accepted(budi, sari), make_claim(dewi)
    before = record_of(last_year).rule_id
    told = []

    def hear(_sender, *, employee_id, **_more):
        told.append(employee_id)

    with lines_counted.connected_to(hear):
        one = enter(sari)
    assert [(row.jp_claimed, row.jp_credited, row.rule_id) for row in map(record_of, (counted, waiting))] == [
        (10, 10, one.id),
        (10, 0, one.id),
    ]
    assert (record_of(last_year).jp_credited, record_of(last_year).rule_id) == (8, before)
    assert learning_year(budi.employee_id, 2026).credited == 10
    assert sorted(told) == sorted([budi.employee_id, dewi.employee_id])
    # Counted again for another reason, last year still stands as it was.
    credit(
        budi.employee_id,
        source_key="uji:1",
        form_code="KL03",
        title="Lain",
        organiser="Diklat",
        starts_on=TODAY,
        ends_on=TODAY,
        hours=Decimal(3),
        by=sari.actor,
    )
    db.session.commit()
    assert (record_of(last_year).jp_credited, record_of(last_year).rule_id) == (8, before)


def test_what_ended_before_the_day_keeps_the_version_before(budi, sari):
    early = accepted(budi, sari, starts_on=date(2026, 3, 2), ends_on=date(2026, 3, 3))
    late = accepted(budi, sari)
    enter(sari, valid_from=date(2026, 10, 6))
    assert [record_of(one).jp_credited for one in (early, late)] == [8, 10]


def test_a_line_that_counts_for_the_year_it_began_in_keeps_that_years_rule(budi, sari):
    db.session.add(LearningSetting(key="year_of_start", value=1, valid_from=date(2025, 1, 1), source="Uji"))
    crossing = accepted(budi, sari, starts_on=date(2025, 12, 30), ends_on=date(2026, 1, 2), quantity=Decimal(3))
    assert record_of(crossing).year == 2025
    enter(sari)
    assert (record_of(crossing).year, record_of(crossing).jp_credited) == (2025, 12)


def test_what_an_officer_corrected_and_what_was_claimed_in_another_unit_stays(budi, dewi, sari):
    corrected, other_unit = accepted(budi, sari, hours=Decimal(6)), accepted(dewi, sari, form_code="KL07")
    enter(sari)
    enter(sari, "KL07", Conversion(JpRule.PROGRAMME_HOURS))
    assert [record_of(one).jp_credited for one in (corrected, other_unit)] == [6, 10]


def test_a_new_cap_counts_over_all_lines_of_the_person_in_date_order(budi, sari):
    both = [
        accepted(budi, sari, form_code="NK01", title=f"Coaching {day}", starts_on=day, ends_on=day, quantity=Decimal(2))
        for day in (date(2026, 10, 1), date(2026, 10, 8))
    ]
    assert [record_of(one).jp_credited for one in both] == [4, 0]
    enter(sari, "NK01", Conversion(JpRule.PER_SESSION, Decimal(2), Decimal(4), sessions=Decimal(3)))
    assert [record_of(one).jp_credited for one in both] == [4, 2]
    assert record_of(both[1]).note == "2 JP tidak dihitung: Coaching paling banyak 3 sesi sebulan."


def test_a_training_keeps_the_hours_of_its_certificate_and_an_open_batch_follows(budi, sari):
    credit(
        budi.employee_id,
        source_key="batch:1",
        form_code="KL06",
        title="Seminar di Penata",
        organiser="BKPSDM",
        starts_on=date(2026, 9, 1),
        ends_on=date(2026, 9, 1),
        hours=Decimal(4),
        by=sari.actor,
    )
    programme = make_programme("Seminar", form_code="KL06")
    batch = make_batch(programme=programme, starts_in_days=20, meetings=2)
    db.session.commit()
    enter(sari)
    assert learning_year(budi.employee_id, 2026).credited == 4
    assert page_of(batch).batch.lesson_hours == 10
    noted = select(AuditEntry.details).where(AuditEntry.action == "training.batch.recounted")
    assert db.session.execute(noted).scalar_one()["hours"] == "10.00"


def test_the_job_run_twice_ends_the_same(budi, sari):
    counted = accepted(budi, sari)
    one = enter(sari)
    trail = select(AuditEntry.id).where(AuditEntry.action.startswith("learning.line")).order_by(AuditEntry.id)
    noted = db.session.execute(trail).scalars().all()
    args = {"code": "KL06", "from": "2026-01-01", "by": vars(sari.actor)}
    versions.run(args, lambda _done, _total: db.session.commit())
    assert (record_of(counted).jp_credited, record_of(counted).rule_id) == (10, one.id)
    assert db.session.execute(trail).scalars().all() == noted


# --- whose -----------------------------------------------------------------------------------------


def test_a_version_holds_for_its_own_government_only(budi, sari, joko, batanghari):
    enter(sari)
    make_yearly_target(batanghari.id, valid_from=date(2026, 1, 1))
    assert form_on("KL06", TODAY).jp_per_unit == 5
    assert years.targets(2026)["pns"] == (20, False)
    with scope.within(batanghari.id):
        assert form_on("KL06", TODAY).jp_per_unit == lines.forms(TODAY)["KL06"].jp_per_unit == 4
        assert years.targets(2026)["pns"] == (30, False)
        assert learning_year(joko.employee_id, 2026).target == 30
    assert learning_year(budi.employee_id, 2026).target == 20


def test_a_target_counts_for_the_whole_year_and_not_for_the_one_that_is_over(visit, budi, sari):
    page = visit(sari).open("learning.show_target_form", kind="pns")
    assert "Sekarang paling sedikit 20 JP setahun" in page.text
    sent = page.form("Simpan versi baru").send(
        hours="30", bound="floor", valid_from="2026-11-01", source="Perbup 9/2026", follow=False
    )
    assert sent.status_code == 303
    listed = visit(sari).open("learning.list_rules")
    assert "PNS: paling sedikit 30 JP setahun" in listed.text
    assert "Perbup 9/2026" in listed.text
    assert "dari 30 JP" in visit(budi).open("learning.show_own").text
    assert "dari 20 JP" in visit(budi).open("learning.show_own", tahun=2025).text
    noted = select(AuditEntry.details).where(AuditEntry.action == "learning.target.entered")
    assert db.session.execute(noted).scalar_one() == {"kind": "pns", "hours": "30", "on": "2026-11-01"}


def test_a_ceiling_of_ones_own_stays_a_ceiling(visit, sari):
    person = make_employee("Putri Pppk", kind="pppk")
    page = visit(sari).open("learning.show_target_form", kind="pppk")
    assert page.form("Simpan versi baru").fields["bound"] == "ceiling"
    page.form("Simpan versi baru").send(hours="28", valid_from="2026-12-01", source="SE 1/2026")
    year = learning_year(person.employee_id, 2026)
    assert (year.target, year.is_ceiling, year.missing) == (28, True, 0)


# --- pages -----------------------------------------------------------------------------------------


def test_hr_enters_a_version_and_the_list_shows_every_one_with_its_source(visit, sari):
    page = visit(sari).open("learning.list_claims").link("Aturan JP")
    assert "Tahun yang sudah lewat tidak pernah dihitung ulang" in page.text
    form = page.link("Versi baru Seminar/Konferensi/Sarasehan").form("Simpan versi baru")
    assert (form.fields["jp_rule"], form.fields["per_unit"], form.fields["international"]) == ("per_day", "4", "6")
    assert form.send(**TYPED, valid_from="2027-01-01", follow=False).status_code == 303
    rows = [row for row in visit(sari).open("learning.list_rules").all("tbody tr") if "Seminar/Konferensi" in row]
    assert [("Milik sendiri" in row, "Bawaan Penata" in row, "Berlaku hari ini" in row) for row in rows] == [
        (True, False, False),
        (False, True, True),
    ]
    assert "5 JP sehari; internasional 7 JP" in rows[0]
    assert "SE 5/2026" in rows[0]
    noted = select(AuditEntry.details).where(AuditEntry.action == "learning.rule.entered")
    assert db.session.execute(noted).scalar_one() == {"form": "KL06", "on": "2027-01-01"}


def test_counting_anew_is_asked_before_it_is_done(visit, budi, sari):
    counted = accepted(budi, sari)
    page = visit(sari).open("learning.show_form_rule", form_code="KL06")
    typed = TYPED | {"valid_from": "2026-10-01"}
    again = visit(sari).page(page.form("Simpan versi baru").send(**typed, follow=False), expect=422)
    assert "1 baris yang selesai sejak 1 Oktober 2026 dihitung ulang" in again.text
    assert {name: again.form("Simpan versi baru").fields[name] for name in typed} == typed
    assert [" ".join(one.split()) for one in again.all(".figures > div")] == [
        "Naik 1 orang",
        "Turun 0 orang",
        "Tetap 0 orang",
    ]
    # Other figures than those whose consequences were shown are shown theirs, whatever is ticked.
    other = again.form("Simpan versi baru").send(is_sure="y", per_unit="3", follow=False)
    shown = visit(sari).page(other, expect=422)
    assert "is_sure" not in shown.form("Simpan versi baru").fields
    assert " ".join(shown.all(".figures > div")[1].split()) == "Turun 1 orang"
    assert record_of(counted).jp_credited == 8
    assert again.form("Simpan versi baru").send(is_sure="y", follow=False).status_code == 303
    worker.drain()
    assert record_of(counted).jp_credited == 10


@pytest.mark.parametrize(
    ("different", "sentence"),
    [
        ({"source": ""}, "Tulis dasarnya, misalnya nomor surat edaran."),
        ({"valid_from": ""}, "Isi mulai kapan berlakunya."),
        ({"valid_from": "kemarin"}, "Tanggal ini tidak ada di kalender."),
        ({"valid_from": "2025-12-31"}, "Tahun 2025 sudah lewat dan tidak dihitung ulang."),
        ({"valid_from": "2026-12-01"}, "Sudah ada versi yang mulai 1 Desember 2026."),
        ({"valid_from": "2026-11-30"}, "Sudah ada versi yang mulai 1 Desember 2026."),
        ({"per_unit": "10.000"}, "JP lebih dari 0 dan paling banyak 32."),
        ({"per_unit": "-4"}, "Isi angka, misalnya 2,5."),
        ({"per_unit": ""}, "Isi angka JP-nya."),
        ({"jp_rule": "per_session", "sessions": "-1"}, "Isi angka, misalnya 2,5."),
        ({"sessions": "2"}, "Batas sesi hanya untuk bentuk yang dihitung per sesi. Kosongkan."),
    ],
)
def test_a_wrong_version_comes_back_with_a_sentence_and_everything_typed(visit, sari, different, sentence):
    make_form_rule(sari.government_id, valid_from=date(2026, 12, 1))
    typed = TYPED | {"valid_from": "2026-12-15"} | different
    sent = visit(sari).open("learning.show_form_rule", form_code="KL06").form("Simpan versi baru")
    page = visit(sari).page(sent.send(**typed, follow=False), expect=422)
    assert sentence in page.text
    kept = {name: value for name, value in typed.items() if name != "jp_rule"}
    assert {name: page.form("Simpan versi baru").fields[name] for name in kept} == kept
    own = select(DevelopmentForm.id).where(DevelopmentForm.government_id == sari.government_id)
    assert len(db.session.execute(own).scalars().all()) == 1


@pytest.mark.parametrize(
    ("different", "sentence"),
    [
        ({"hours": "10.000"}, "JP lebih dari 0 dan paling banyak 1.000 setahun."),
        ({"hours": "0"}, "JP lebih dari 0 dan paling banyak 1.000 setahun."),
        ({"hours": "-5"}, "Isi angka, misalnya 2,5."),
        ({"source": ""}, "Tulis dasarnya, misalnya nomor surat edaran."),
        ({"valid_from": "2025-06-01"}, "Tahun 2025 sudah lewat dan tidak dihitung ulang."),
        ({"valid_from": "2026-12-01"}, "Sudah ada versi yang mulai 1 Desember 2026."),
    ],
)
def test_a_wrong_target_comes_back_with_a_sentence_and_everything_typed(visit, sari, different, sentence):
    make_yearly_target(sari.government_id, valid_from=date(2026, 12, 1))
    typed = {"hours": "25", "valid_from": "2027-01-01", "source": "SE 9/2026"} | different
    form = visit(sari).open("learning.show_target_form", kind="pns").form("Simpan versi baru")
    page = visit(sari).page(form.send(**typed, follow=False), expect=422)
    assert sentence in page.text
    assert {name: page.form("Simpan versi baru").fields[name] for name in typed} == typed


def test_a_version_is_taken_back_until_it_counted(visit, budi, sari):
    accepted(budi, sari)
    future = make_form_rule(sari.government_id, valid_from=date(2027, 1, 1))
    visit(sari).open("learning.list_rules").press(
        "Batalkan versi ini Seminar/Konferensi/Sarasehan mulai 1 Januari 2027"
    )
    assert db.session.get(DevelopmentForm, future.id, populate_existing=True) is None
    assert form_on("KL06", date(2027, 2, 1)).government_id is None
    noted = select(AuditEntry.details).where(AuditEntry.action == "learning.rule.withdrawn")
    assert db.session.execute(noted).scalar_one() == {"form": "KL06", "on": "2027-01-01"}


def test_a_version_that_counted_is_kept(visit, budi, sari):
    accepted(budi, sari, starts_on=TODAY, ends_on=TODAY, quantity=Decimal(1))
    used = enter(sari, valid_from=TODAY)
    past = make_form_rule(sari.government_id, code="KL07", valid_from=date(2026, 11, 19))
    text = visit(sari).open("learning.list_rules").source
    assert "Batalkan versi ini" not in text
    for one in (used, past):
        sent = visit(sari).post("learning.create_form_rule_withdrawal", form_rule_id=one.id)
        assert sent.status_code == 409
    assert learning_year(budi.employee_id, 2026).credited == 5


def test_a_target_is_taken_back_before_its_day_only(visit, sari):
    begun = make_yearly_target(sari.government_id, valid_from=date(2026, 11, 1))
    coming = make_yearly_target(sari.government_id, valid_from=date(2027, 1, 1))
    desk = visit(sari)
    assert desk.post("learning.create_target_withdrawal", yearly_target_id=begun.id).status_code == 409
    desk.open("learning.list_rules").press("Batalkan versi ini target PNS mulai 1 Januari 2027")
    own = select(LearningTarget.id).where(LearningTarget.government_id == sari.government_id)
    assert db.session.execute(own).scalars().all() == [begun.id]
    assert coming.id != begun.id


def test_what_is_shipped_is_nobodys_to_take_back_and_an_unknown_form_is_not_found(visit, sari, rina):
    shipped = form_on("KL06", TODAY)
    desk = visit(sari)
    assert desk.post("learning.create_form_rule_withdrawal", form_rule_id=shipped.id).status_code == 404
    desk.open("learning.show_form_rule", form_code="XX99", expect=404)
    for kind in ("honorer", "pns\0"):
        assert desk.get(f"/jp/aturan/target/{quote(kind)}").status_code == 404
    assert desk.post("learning.create_target", kind="honorer").status_code == 404
    visit(rina).open("learning.list_rules", expect=403)


def test_the_list_asks_the_same_number_of_questions_for_one_version_and_for_three(visit, sari, queries):
    make_form_rule(sari.government_id)
    desk = visit(sari)
    desk.open("learning.list_rules")
    with queries() as first:
        desk.open("learning.list_rules")
    for year in (2091, 2092):
        make_form_rule(sari.government_id, valid_from=date(year, 1, 1))
        make_yearly_target(sari.government_id, valid_from=date(year, 1, 1))
    with queries() as third:
        desk.open("learning.list_rules")
    assert len(first) == len(third)


def test_a_claim_of_an_activity_before_the_version_is_asked_in_the_unit_of_then(visit, budi, sari):
    make_form_rule(
        sari.government_id,
        valid_from=date(2026, 11, 1),
        jp_rule=JpRule.PROGRAMME_HOURS,
        jp_per_unit=Decimal(1),
    )
    typed = {
        "title": "Seminar Arsip",
        "form_code": "KL06",
        "organiser": "Arsip Daerah",
        "starts_on": "2026-10-05",
        "ends_on": "2026-10-06",
        "quantity": "16",
    }
    file = ("bukti.pdf", b"%PDF-1.4\n1 0 obj<<>>endobj\nstartxref\n0\n%%EOF\n")
    form = visit(budi).open("learning.show_claim_form").form("Kirim klaim")
    page = visit(budi).page(form.send(**typed, file=file, follow=False), expect=422)
    assert "dihitung per hari. Isi jumlah hari." in page.text
    assert [one.strip() for one in page.all("label[for=quantity]")] == ["Jumlah hari"]
    again = page.form("Kirim klaim").send(quantity="2", file=file, follow=False)
    assert again.status_code == 303
    record = db.session.execute(select(LearningRecord)).scalar_one()
    assert (record.jp_claimed, record.status) == (8, LearningStatus.WAITING)


def test_the_words_of_a_version():
    form = DevelopmentForm(jp_rule=JpRule.PER_SESSION, jp_per_unit=Decimal(2), cap_value=Decimal(2), cap_period="month")
    assert labels.counted(form) == "2 JP satu sesi, paling banyak 2 sesi sebulan"
    form = DevelopmentForm(jp_rule=JpRule.PROGRAMME_HOURS, jp_per_unit=1, international_bonus_pct=Decimal(20))
    assert labels.counted(form) == "JP seperti tertulis di sertifikat; internasional ditambah 20%"
