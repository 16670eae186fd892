from datetime import date, timedelta
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.base.errors import WrongField
from app.competency.models import DevelopmentForm, JpRule, LearningStatus
from app.learning import rules
from app.learning.rules import CourseLine, Line, Period
from tests.support.lesson_claims import DAY, make_activity


def form(rule, per_unit=None, *, cap=None, period="", abroad=None, bonus=0, code="X"):
    return DevelopmentForm(
        code=code,
        name="Bentuk",
        jp_rule=rule,
        jp_per_unit=None if per_unit is None else Decimal(per_unit),
        jp_per_unit_international=None if abroad is None else Decimal(abroad),
        international_bonus_pct=Decimal(bonus),
        cap_value=None if cap is None else Decimal(cap),
        cap_period=period,
    )


SEMINAR = form(JpRule.PER_DAY, 4, abroad=6)
WORKSHOP = form(JpRule.PER_DAY, 5, abroad=7)
TECHNICAL = form(JpRule.PROGRAMME_HOURS, 1, abroad=1, bonus=20)
COACHING = form(JpRule.PER_SESSION, 2, cap=2, period="month", abroad=4, code="COACH")
ONLINE = form(JpRule.PER_DAY_CAPPED, 3, cap=3, period="day", abroad=4, code="ONLINE")
ALONE = form(JpRule.PER_DAY_CAPPED, 2, cap=2, period="day", bonus=20, code="ALONE")
SECONDED = form(JpRule.PER_ACTIVITY, 20, abroad=24)
STUDY = form(JpRule.PER_SEMESTER, 20, abroad=20)
OTHER = form(JpRule.MANUAL)


@pytest.mark.parametrize(
    ("what", "quantity", "here", "abroad"),
    [
        (SEMINAR, 2, "8", "12"),
        (WORKSHOP, 3, "15", "21"),
        (TECHNICAL, "40", "40", "48"),
        (TECHNICAL, "2.5", "2.5", "3"),
        (COACHING, 2, "4", "8"),
        (ONLINE, "6", "6", "6"),
        (ALONE, "4", "4", "4.8"),
        (SECONDED, 1, "20", "24"),
        (STUDY, 2, "40", "40"),
        (OTHER, "7", "7", "7"),
    ],
)
def test_hours_follow_the_figures_of_the_form(what, quantity, here, abroad):
    """Reference §2.2: national and international figures of every kind of rule."""
    found = [rules.claimed_hours(what, Decimal(quantity), is_international=one) for one in (False, True)]
    assert found == [Decimal(here), Decimal(abroad)]


def line(key, what, first, last=None, hours="2", **more):
    return Line(key, what, first, last or first, Decimal(hours), **more)


def test_a_day_counts_three_hours_of_e_learning_over_all_lines():
    day = date(2026, 3, 2)
    found = rules.credits_of([line(1, ONLINE, day), line(2, ONLINE, day), line(3, ONLINE, day + timedelta(days=1))])
    assert [found[key].hours for key in (1, 2, 3)] == [2, 1, 2]
    assert found[2].note == "1 JP tidak dihitung: Bentuk paling banyak 3 JP sehari."
    assert (found[1].note, found[3].note) == ("", "")


def test_a_line_over_several_days_uses_what_each_day_still_has():
    first = date(2026, 3, 2)
    found = rules.credits_of([line(1, ONLINE, first), line(2, ONLINE, first, first + timedelta(days=1), "6")])
    assert found[2].hours == 4


def test_two_sessions_of_coaching_count_in_a_month():
    days = [date(2026, 3, 2), date(2026, 3, 9), date(2026, 3, 30), date(2026, 4, 1)]
    found = rules.credits_of([line(number, COACHING, day) for number, day in enumerate(days)])
    assert [found[number].hours for number in range(4)] == [2, 2, 0, 2]
    assert found[2].note == "2 JP tidak dihitung: Bentuk paling banyak 2 sesi sebulan."


def test_caps_go_by_date_and_not_by_the_order_of_claiming():
    later, earlier = line(1, COACHING, date(2026, 3, 20), hours="4"), line(2, COACHING, date(2026, 3, 2))
    assert {key: one.hours for key, one in rules.credits_of([later, earlier]).items()} == {1: 2, 2: 2}


def test_forms_do_not_share_a_cap():
    day = date(2026, 3, 2)
    found = rules.credits_of([line(1, ONLINE, day, hours="3"), line(2, ALONE, day), line(3, SEMINAR, day, hours="4")])
    assert [found[key].hours for key in (1, 2, 3)] == [3, 2, 4]


def test_an_international_day_of_e_learning_counts_four():
    found = rules.credits_of([line(1, ONLINE, date(2026, 3, 2), hours="6", is_international=True)])
    assert found[1].hours == 4


_DAYS = st.dates(date(2026, 1, 28), date(2026, 2, 4))
_LINES = st.lists(
    st.tuples(st.sampled_from([ONLINE, ALONE, COACHING, SEMINAR]), _DAYS, st.integers(0, 3), st.integers(1, 12)),
    max_size=12,
)


@given(_LINES)
def test_nothing_is_credited_beyond_its_claim_or_its_cap(drawn):
    lines = [
        Line(number, what, day, day + timedelta(days=more), Decimal(hours))
        for number, (what, day, more, hours) in enumerate(drawn)
    ]
    found = rules.credits_of(lines)
    for one in lines:
        credit = found[one.key]
        assert 0 <= credit.hours <= one.hours
        assert bool(credit.note) == (credit.hours < one.hours)
    for what, most in ((ONLINE, 3), (ALONE, 2)):
        touched = {
            one.starts_on + timedelta(days=ahead)
            for one in lines
            if one.form is what
            for ahead in range((one.ends_on - one.starts_on).days + 1)
        }
        assert sum(found[one.key].hours for one in lines if one.form is what) <= most * len(touched)
    coached = [one for one in lines if one.form is COACHING]
    months = {day.month for one in coached for day in (one.starts_on, one.ends_on)}
    assert sum(found[one.key].hours for one in coached) <= 4 * len(months)


@given(_LINES)
def test_another_line_never_raises_what_counts_of_an_earlier_one(drawn):
    lines = [
        Line(number, what, day, day + timedelta(days=more), Decimal(hours))
        for number, (what, day, more, hours) in enumerate(drawn)
    ]
    ordered = sorted(lines, key=lambda one: (one.ends_on, one.starts_on, one.key))
    whole = rules.credits_of(ordered)
    part = rules.credits_of(ordered[:-1])
    assert all(whole[key] == credit for key, credit in part.items())


def check(day=DAY, what=SEMINAR, earliest=None, **different):
    rules.ensure_possible(make_activity(**different), what, day=day, earliest=earliest, months=24, most=1000)


@pytest.mark.parametrize(
    ("what", "different", "field", "words"),
    [
        (SEMINAR, {"ends_on": date(2026, 10, 4)}, "ends_on", "Tanggal selesai lebih awal daripada tanggal mulai."),
        (SEMINAR, {"ends_on": date(2026, 11, 21)}, "ends_on", "Kegiatan ini belum selesai."),
        (SEMINAR, {"quantity": Decimal(3)}, "quantity", "3 hari tidak muat dalam 2 hari."),
        (SEMINAR, {"quantity": Decimal("1.5")}, "quantity", "ditulis sebagai bilangan bulat"),
        (TECHNICAL, {"quantity": Decimal(10_000)}, "quantity", "10.000 JP melebihi batas satu klaim, 1.000 JP."),
        (TECHNICAL, {"quantity": Decimal(65)}, "quantity", "65 JP tidak muat dalam 2 hari (1 JP 45 menit)."),
        (
            SEMINAR,
            {"starts_on": date(2024, 11, 19), "ends_on": date(2024, 11, 20)},
            "ends_on",
            "lebih dari 24 bulan lalu",
        ),
    ],
)
def test_what_cannot_be_is_refused_at_its_field(what, different, field, words):
    with pytest.raises(WrongField) as refused:
        check(what=what, **different)
    assert refused.value.field == field
    assert words in refused.value.message


def test_an_activity_before_one_was_a_civil_servant_is_refused():
    with pytest.raises(WrongField) as refused:
        check(earliest=date(2026, 10, 6))
    assert refused.value.field == "starts_on"
    check(earliest=date(2026, 10, 5))


def test_the_last_day_that_can_be_claimed_is_the_one_before_24_months_are_full():
    check(starts_on=date(2024, 11, 21), ends_on=date(2024, 11, 21), quantity=Decimal(1))


def test_the_year_of_the_end_counts_unless_the_government_says_otherwise():
    days = date(2026, 12, 30), date(2027, 1, 3)
    assert [rules.credit_year(*days, of_start=one) for one in (False, True)] == [2027, 2026]


@pytest.mark.parametrize(
    ("kind", "changes", "periods"),
    [
        ("pns", [], [Period("pns", date(2026, 1, 1), date(2026, 12, 31))]),
        (
            "pns",
            [(date(2026, 6, 1), "cpns")],
            [
                Period("cpns", date(2026, 1, 1), date(2026, 5, 31)),
                Period("pns", date(2026, 6, 1), date(2026, 12, 31)),
            ],
        ),
        ("pns", [(date(2025, 6, 1), "cpns")], [Period("pns", date(2026, 1, 1), date(2026, 12, 31))]),
        ("pns", [(date(2027, 1, 1), "cpns")], [Period("cpns", date(2026, 1, 1), date(2026, 12, 31))]),
        (
            "pns",
            [(date(2026, 3, 1), "pppk"), (date(2026, 9, 1), "cpns")],
            [
                Period("pppk", date(2026, 1, 1), date(2026, 2, 28)),
                Period("cpns", date(2026, 3, 1), date(2026, 8, 31)),
                Period("pns", date(2026, 9, 1), date(2026, 12, 31)),
            ],
        ),
    ],
)
def test_a_year_has_a_stretch_for_each_kind(kind, changes, periods):
    assert rules.periods_of(2026, kind, changes) == periods


def test_nobody_decides_on_their_own_claim_or_twice():
    with pytest.raises(rules.OwnClaim):
        rules.ensure_may_decide(LearningStatus.WAITING, 7, 7)
    with pytest.raises(rules.AlreadyDecided):
        rules.ensure_may_decide(LearningStatus.CREDITED, 7, 8)
    rules.ensure_may_decide(LearningStatus.WAITING, 7, 8)


def course(**different):
    facts = {
        "nip": "197509132001011982",
        "name": "Budi",
        "siasn_type": 9,
        "form_name": "Seminar",
        "title": "Seminar Arsip",
        "organiser": "Arsip Daerah",
        "certificate_number": "12/SA/2026",
        "starts_on": date(2026, 10, 5),
        "ends_on": date(2026, 10, 6),
        "hours": Decimal(8),
        "pdf_bytes": 1000,
    }
    return CourseLine(**facts | different)


LIMITS = {"siasn_title": 20, "siasn_organiser": 20, "siasn_certificate": 20, "siasn_pdf": 1}


@pytest.mark.parametrize(
    ("different", "fault"),
    [
        ({"nip": "1975"}, "NIP harus 18 angka."),
        ({"siasn_type": None}, "Bentuk «Seminar» tidak punya nomor jenis di SIASN."),
        ({"title": "x" * 21}, "Nama kegiatan lebih dari 20 huruf."),
        ({"title": ""}, "Nama kegiatan kosong."),
        ({"organiser": ""}, "Penyelenggara kosong."),
        ({"organiser": "x" * 21}, "Penyelenggara lebih dari 20 huruf."),
        ({"certificate_number": ""}, "Nomor sertifikat kosong."),
        ({"certificate_number": "x" * 21}, "Nomor sertifikat lebih dari 20 huruf."),
        ({"ends_on": date(2026, 10, 4)}, "Tanggal selesai lebih awal daripada tanggal mulai."),
        ({"starts_on": date(2025, 1, 1), "ends_on": date(2025, 1, 2)}, "Kegiatan tidak berada di tahun 2026."),
        ({"hours": Decimal(0)}, "Jumlah jam kosong."),
        ({"pdf_bytes": 2048}, "PDF bukti 2 KiB, paling besar 1 KiB."),
    ],
)
def test_what_siasn_would_refuse_is_said_before(different, fault):
    assert rules.siasn_faults(course(**different), LIMITS, 2026) == [fault]


def test_a_good_line_passes():
    assert rules.siasn_faults(course(title="x" * 20, pdf_bytes=1024), LIMITS, 2026) == []
