"""The shape of what HR types: official values, sanctions, years, and the lines of a table of points."""

from collections.abc import Mapping
from decimal import Decimal
from typing import Any

from flask_wtf import FlaskForm
from wtforms import DateField, HiddenField, IntegerField, SelectField, StringField, TextAreaField
from wtforms.fields import SelectChoice
from wtforms.validators import DataRequired, InputRequired, Length, NumberRange, ValidationError

from app.competency.facts import FIRST_DAY, LAST_DAY
from app.competency.rules.bands import Band, figure
from app.professionalism import labels
from app.professionalism.models import Dimension, PostKind, SanctionLevel
from app.professionalism.rules.table import (
    EDUCATION,
    SANCTIONS,
    BadTable,
    Course,
    Criterion,
    PointTable,
    RatingBand,
)
from app.web.inputs import tidy

BANDS_AT_MOST, PREDICATES_AT_MOST = 8, 8
CENT = Decimal("0.01")


def _tidied(text: str | None) -> str:
    return tidy(text) if text else ""


def _figured(value: Decimal | str | None) -> str:
    """What was typed, or a kept figure as people write it."""
    return _plain(value) if isinstance(value, Decimal) else _tidied(value)


def _is_share(_form: FlaskForm, field: StringField) -> None:
    value = figure(field.data) if field.data else Decimal(0)
    if value is None or not 0 <= value <= 100:
        raise ValidationError("Isi angka antara 0 dan 100, misalnya 78,25.")


def _share(label: str, description: str = "", *, missing: str = "") -> StringField:
    rules: list[Any] = [DataRequired(missing)] if missing else []
    return StringField(label, filters=[_figured], validators=[*rules, _is_share], description=description)


def _text(label: str, longest: int, description: str = "", *, missing: str = "") -> StringField:
    rules: list[Any] = [DataRequired(missing)] if missing else []
    rules.append(Length(max=longest, message=f"Paling panjang {longest} huruf."))
    return StringField(label, filters=[_tidied], validators=rules, description=description)


def _year(label: str, description: str = "") -> IntegerField:
    return IntegerField(
        label,
        validators=[InputRequired("Tulis tahunnya."), NumberRange(2000, 2100, message="Tahun antara 2000 dan 2100.")],
        description=description,
    )


def _day(label: str, description: str = "") -> DateField:
    needed = DataRequired("Pilih tanggalnya, misalnya 02/01/2026.")
    return DateField(label, validators=[needed, _in_our_times], description=description)


def _in_our_times(_form: FlaskForm, field: DateField) -> None:
    if field.data is not None and not FIRST_DAY <= field.data <= LAST_DAY:
        raise ValidationError("Tanggal antara 17 Agustus 1945 dan 31 Desember 2100.")


class OfficialForm(FlaskForm):  # type: ignore[misc]
    version = HiddenField(default="0")
    year = _year("Tahun IP ASN")
    qualification = _share("Kualifikasi (pendidikan)", "Boleh kosong bila hanya totalnya yang diumumkan.")
    training = _share("Kompetensi (riwayat pelatihan)")
    performance = _share("Kinerja")
    discipline = _share("Disiplin")
    total = _share("Total", missing="Tulis nilai totalnya.")
    source = _text("Sumber", 200, "Misalnya Pengumuman BKN 2026.", missing="Tulis sumbernya.")

    def values(self) -> dict[str, Decimal | None]:
        """What was typed, with two places as it is kept."""
        found = {name: figure(self[name].data or "") for name in (*Dimension, "total")}
        return {str(name): None if value is None else value.quantize(CENT) for name, value in found.items()}


class SanctionForm(FlaskForm):  # type: ignore[misc]
    level = SelectField(
        "Tingkat hukuman", choices=[SelectChoice(one.value, labels.SANCTIONS[one.value]) for one in SanctionLevel]
    )
    decided_on = _day("Tanggal keputusan")
    decree = _text("Nomor keputusan", 150, missing="Tulis nomor keputusannya.")


class WithdrawalForm(FlaskForm):  # type: ignore[misc]
    reason = _text("Alasan", 300, "Misalnya keliru dicatat, atau keputusannya dibatalkan.", missing="Tulis alasannya.")


class StatementForm(FlaskForm):  # type: ignore[misc]
    complete_on = _day("Lengkap sampai", "Sesudah ini, yang tidak ada dalam daftar dihitung tidak pernah dihukum.")
    source = _text("Dasar", 200, "Misalnya rekap SIASN atau berita acara.", missing="Tulis dasarnya.")


class YearForm(FlaskForm):  # type: ignore[misc]
    year = _year("Tahun", "Paling jauh dua tahun ke belakang.")


class TableForm(FlaskForm):  # type: ignore[misc]
    """What every version asks; the rows of the table stand beside, see ``typed_table``."""

    name = _text("Nama versi", 80, "Misalnya Tabel 2027.", missing="Tulis nama versinya.")
    from_year = _year("Berlaku mulai tahun", "Tahun yang sudah ditutup tidak dihitung ulang.")
    source = TextAreaField(
        "Sumber",
        filters=[_tidied],
        validators=[DataRequired("Tulis sumbernya: peraturan, surat, atau keputusan."), Length(max=500)],
        description="Peraturan, surat, atau keputusan yang memuat tabel ini.",
    )


Sent = Mapping[str, str]


def typed_table(sent: Sent, forms: set[str]) -> PointTable:
    """The table somebody typed. Raises BadTable for the first cell that cannot be read."""
    return PointTable(
        weights={one: _needed(sent, f"weight-{one}", f"Bobot {labels.DIMENSIONS[one]}") for one in Dimension},
        education={
            code: _needed(sent, f"education-{code}", f"Kualifikasi {labels.EDUCATION[code]}") for code in EDUCATION
        },
        courses={kind: _courses(sent, kind) for kind in PostKind},
        ratings=_ratings(sent),
        predicates=_predicates(sent),
        discipline={
            one: _needed(sent, f"discipline-{one}", f"Disiplin {labels.SANCTIONS[str(one)].lower()}")
            for one in map(str, SANCTIONS)
        },
        discipline_years=_whole(sent, "discipline-years", "Jangka waktu disiplin"),
        categories=_bands(sent, "category", "Kategori"),
        leadership={tier: names for tier in LED if (names := _names(sent.get(f"leadership-{tier}", "")))},
        forms={one: _form_codes(sent, one, forms) for one in Criterion},
    )


LED = ("jpt_utama", "jpt_madya", "jpt_pratama", "administrator", "pengawas")


def _needed(sent: Sent, name: str, where: str) -> Decimal:
    text = sent.get(name, "").strip()
    value = figure(text)
    if value is None or abs(value) > 1_000:
        raise BadTable(f"{where}: isi dengan angka, misalnya 22,5." + (f" Sekarang «{text[:20]}»." if text else ""))
    return value.quantize(CENT)


def _whole(sent: Sent, name: str, where: str) -> int:
    value = _needed(sent, name, where)
    if value != value.to_integral_value():
        raise BadTable(f"{where}: isi dengan angka bulat.")
    return int(value)


def _courses(sent: Sent, kind: PostKind) -> list[Course]:
    found = []
    for one in Criterion:
        where = f"{labels.POSTS[kind]}, {labels.CRITERIA[one].lower()}"
        names = [f"course-{kind}-{one}-{part}" for part in ("points", "hours", "years")]
        if not sent.get(names[0], "").strip():
            continue
        hours = _needed(sent, names[1], where) if sent.get(names[1], "").strip() else Decimal(0)
        years = _whole(sent, names[2], where) if sent.get(names[2], "").strip() else 0
        found.append(Course(one, _needed(sent, names[0], where), hours, years))
    return found


def _ratings(sent: Sent) -> list[RatingBand]:
    found = []
    for index in range(BANDS_AT_MOST):
        band = _band(sent, "rating", index, "Nilai kinerja")
        if band is not None:
            points = _needed(sent, f"rating-points-{index}", f"Nilai kinerja, rentang {index + 1}")
            found.append(RatingBand(band, points))
    return found


def _bands(sent: Sent, prefix: str, where: str) -> list[Band]:
    rows = (_band(sent, prefix, index, where) for index in range(BANDS_AT_MOST))
    return [one for one in rows if one is not None]


def _band(sent: Sent, prefix: str, index: int, where: str) -> Band | None:
    """A row of bands; an empty one is skipped. A band of rating values is named by its limits."""
    name = tidy(sent.get(f"{prefix}-name-{index}", ""))[:40]
    low, high = (sent.get(f"{prefix}-{part}-{index}", "").strip() for part in ("lower", "upper"))
    if not (name or low or high):
        return None
    lower = _needed(sent, f"{prefix}-lower-{index}", f"{where}, batas bawah rentang {index + 1}")
    upper = _needed(sent, f"{prefix}-upper-{index}", f"{where}, batas atas rentang {index + 1}")
    lower_in = sent.get(f"{prefix}-lower_in-{index}") == "1"
    upper_in = sent.get(f"{prefix}-upper_in-{index}") == "1"
    named = Band(name, lower, upper, lower_in, upper_in)
    return named if prefix == "category" else Band(labels.band(named), lower, upper, lower_in, upper_in)


def _predicates(sent: Sent) -> dict[str, Decimal]:
    found: dict[str, Decimal] = {}
    for index in range(PREDICATES_AT_MOST):
        name = tidy(sent.get(f"predicate-name-{index}", ""))[:40]
        if not name and not sent.get(f"predicate-points-{index}", "").strip():
            continue
        if not name:
            raise BadTable(f"Predikat kinerja, baris {index + 1}: tulis predikatnya.")
        if name in found:
            raise BadTable(f"Predikat kinerja: «{name}» tertulis dua kali.")
        found[name] = _needed(sent, f"predicate-points-{index}", f"Predikat kinerja «{name}»")
    return found


def _names(text: str) -> tuple[str, ...]:
    return tuple(one for one in (tidy(part)[:80] for part in text.split(",")) if one)


def _form_codes(sent: Sent, criterion: Criterion, known: set[str]) -> tuple[str, ...]:
    codes = tuple(one.upper() for one in _names(sent.get(f"forms-{criterion}", "")))
    for one in codes:
        if one not in known:
            raise BadTable(f"{labels.CRITERIA[criterion]}: kode bentuk «{one[:20]}» tidak dikenal.")
    return codes


def as_typed(table: PointTable) -> dict[str, str]:
    """A table as the fields of its form, so that a new version begins as a copy of one that is there."""
    sent = {f"weight-{one}": _plain(value) for one, value in table.weights.items()}
    sent |= {f"education-{code}": _plain(value) for code, value in table.education.items()}
    sent |= {f"discipline-{one}": _plain(value) for one, value in table.discipline.items()}
    sent["discipline-years"] = str(table.discipline_years)
    for kind, courses in table.courses.items():
        for one in courses:
            name = f"course-{kind}-{one.criterion}"
            sent[f"{name}-points"] = _plain(one.points)
            sent[f"{name}-hours"] = _plain(one.hours) if one.hours else ""
            sent[f"{name}-years"] = str(one.years or "")
    for index, row in enumerate(table.ratings):
        sent |= _band_typed("rating", index, row.band) | {f"rating-points-{index}": _plain(row.points)}
    for index, band in enumerate(table.categories):
        sent |= _band_typed("category", index, band)
    for index, (name, value) in enumerate(table.predicates.items()):
        sent |= {f"predicate-name-{index}": name, f"predicate-points-{index}": _plain(value)}
    sent |= {f"leadership-{tier}": ", ".join(names) for tier, names in table.leadership.items()}
    return sent | {f"forms-{one}": ", ".join(codes) for one, codes in table.forms.items()}


def _band_typed(prefix: str, index: int, band: Band) -> dict[str, str]:
    return {
        f"{prefix}-name-{index}": band.name,
        f"{prefix}-lower-{index}": _plain(band.lower),
        f"{prefix}-upper-{index}": _plain(band.upper),
        f"{prefix}-lower_in-{index}": "1" if band.lower_in else "0",
        f"{prefix}-upper_in-{index}": "1" if band.upper_in else "0",
    }


def _plain(value: Decimal) -> str:
    return f"{value.normalize():f}".replace(".", ",")
