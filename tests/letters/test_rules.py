import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.letters import labels, rules


@pytest.mark.parametrize(
    ("name", "short"),
    [
        ("Dinas Perhubungan", "DP"),
        ("Dinas Kependudukan dan Pencatatan Sipil", "DKPS"),
        ("Kantor RSUD Hanafie", "RSUD"),
        ("Badan Kepegawaian dan Pengembangan Sumber Daya Manusia", "BKPSDM"),
        ("", "UNIT"),
    ],
)
def test_a_unit_gets_a_short_sign(name, short):
    assert rules.abbreviation(name) == short


def test_paragraphs_stand_apart_by_an_empty_line():
    assert rules.paragraphs("Satu\nbaris.\r\n\r\nDua.\n \nTiga.\n\n\n") == ("Satu baris.", "Dua.", "Tiga.")


def test_a_paragraph_whose_value_is_empty_is_left_out():
    assert rules.filled("{catatan}\n\nTetap {unit}.", {"catatan": "", "unit": "DP"}) == ("Tetap DP.",)


@given(st.text(), st.text())
def test_what_a_value_holds_is_never_filled_again(unit, other):
    values = {"unit": unit + "{lain}", "lain": other}
    assert rules.fill("Dari {unit}.", values) == f"Dari {unit}{{lain}}."


@pytest.mark.parametrize(
    ("text", "trouble"),
    [
        ("Dari {unit} untuk {kegiatan}.", ""),
        ("Dari {nip}.", "Isian {nip} tidak dikenal. Yang bisa dipakai: {kegiatan}, {unit}."),
        ("Dari {{ config }}.", "Isian { config } tidak dikenal. Yang bisa dipakai: {kegiatan}, {unit}."),
        ("Dari {unit.", "Ada kurung kurawal yang tidak berpasangan."),
    ],
)
def test_only_known_placeholders_are_taken(text, trouble):
    assert rules.trouble_with(text, {"unit", "kegiatan"}) == trouble


@pytest.mark.parametrize(
    ("other", "same"),
    [
        (("{klasifikasi}/{urut}/{unit}/{tahun}", "DP", "800.2"), True),
        (("{klasifikasi}/{urut}/DP/{tahun}", "XX", "800.2"), True),
        (("{klasifikasi}/{urut}/{unit}/{tahun}", "DKPS", "800.2"), False),
        (("{klasifikasi}/{urut}/{unit}/{tahun}", "DP", "800.3"), False),
    ],
)
def test_series_that_would_give_one_number_twice_are_seen(other, same):
    assert rules.collides(rules.USUAL_PATTERN, "DP", "800.2", other) is same


def test_a_nip_is_set_apart_and_a_file_is_named_after_its_number():
    assert labels.spaced_nip("198206142001012904") == "19820614 200101 2 904"
    assert labels.spaced_nip("") == ""
    assert labels.file_name("800.2/12/DP/2026") == "surat-800-2-12-DP-2026.pdf"
