import pytest

from app.base.numbering import check_pattern, format_number


def _number(pattern, **different):
    values = {"sequence": 589, "year": 2026, "month": 5, "unit": "BDA", "classification": "RSDM.510"}
    return format_number(pattern, **values | different)


@pytest.mark.parametrize(
    ("pattern", "number"),
    [
        ("B.{urut}/{unit}/{klasifikasi}/{bulan}/{tahun}", "B.589/BDA/RSDM.510/V/2026"),
        ("{urut}{urut}", "589589"),
        ("tanpa isian", "tanpa isian"),
        ("{nomor} {urut.__class__} {0} {} {urut!r} {{urut}}", "{nomor} {urut.__class__} {0} {} {urut!r} {589}"),
        ("%(urut)s $urut {% urut %}", "%(urut)s $urut {% urut %}"),
    ],
)
def test_a_number_follows_the_pattern_and_nothing_else(pattern, number):
    assert _number(pattern) == number


def test_values_are_not_filled_again():
    assert _number("{unit}/{urut}", unit="{tahun}{urut}") == "{tahun}{urut}/589"


def test_months_are_roman():
    roman = [_number("{bulan}", month=month) for month in range(1, 13)]
    assert roman == ["I", "II", "III", "IV", "V", "VI", "VII", "VIII", "IX", "X", "XI", "XII"]


@pytest.mark.parametrize(
    ("pattern", "problems"),
    [
        ("{urut}/{unit}/{klasifikasi}/{bulan}/{tahun}", []),
        ("{urut}-{tahun}", []),
        (
            "{urut}/{nomor}/{tahun}",
            ["Isian {nomor} tidak dikenal. Pakai {urut}, {unit}, {klasifikasi}, {bulan}, atau {tahun}."],
        ),
        ("{unit}/{tahun}", ["Pola nomor harus memuat {urut}, agar tidak ada dua nomor yang sama."]),
        ("{urut}/{unit}", ["Pola nomor harus memuat {tahun}, karena nomor urut dimulai lagi setiap tahun."]),
        ("{urut}/{tahun}/{", ["Ada kurung kurawal yang tidak berpasangan."]),
        (
            "",
            [
                "Pola nomor harus memuat {urut}, agar tidak ada dua nomor yang sama.",
                "Pola nomor harus memuat {tahun}, karena nomor urut dimulai lagi setiap tahun.",
            ],
        ),
    ],
)
def test_an_officer_is_told_what_is_wrong_with_a_pattern(pattern, problems):
    assert check_pattern(pattern) == problems


def test_an_unknown_placeholder_is_named_once():
    assert len(check_pattern("{x}{x}{urut}{tahun}")) == 1
