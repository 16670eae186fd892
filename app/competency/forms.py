"""The shape of what people type about standards, rules, assessments and performance."""

from collections.abc import Sequence
from decimal import Decimal
from typing import Any

from flask_wtf import FlaskForm
from flask_wtf.file import FileField, FileRequired
from wtforms import BooleanField, DateField, HiddenField, IntegerField, SelectField, StringField, TextAreaField
from wtforms.fields import SelectChoice
from wtforms.validators import DataRequired, InputRequired, Length, NumberRange, ValidationError

from app.competency import labels
from app.competency.facts import FIRST_DAY, LAST_DAY, CompetencyFacts, EvidenceFacts, SheetFacts
from app.competency.models import AssessmentSource
from app.competency.rules.bands import Band, figure
from app.competency.rules.match import Formula
from app.competency.rules.versions import LONGEST_YEARS
from app.web.fields import ChoiceField, offer
from app.web.inputs import tidy

LEVELS = range(1, 6)
FILES = "PDF, PNG, JPEG, atau XLSX, paling besar 5 MB."


def _tidied(text: str | None) -> str:
    return tidy(text) if text else ""


def _trimmed(text: str | None) -> str:
    return (text or "").replace("\r\n", "\n").strip()


def _text(label: str, longest: int, description: str = "", *, missing: str = "") -> StringField:
    rules: list[Any] = [DataRequired(missing)] if missing else []
    rules.append(Length(max=longest, message=f"Paling panjang {longest} huruf."))
    return StringField(label, filters=[_tidied], validators=rules, description=description)


def _long(label: str, longest: int, description: str = "", *, missing: str = "") -> TextAreaField:
    rules: list[Any] = [DataRequired(missing)] if missing else []
    rules.append(Length(max=longest, message=f"Paling panjang {longest} huruf."))
    return TextAreaField(label, filters=[_trimmed], validators=rules, description=description)


def _in_our_times(_form: FlaskForm, field: DateField) -> None:
    if field.data is not None and not FIRST_DAY <= field.data <= LAST_DAY:
        raise ValidationError("Tanggal antara 17 Agustus 1945 dan 31 Desember 2100.")


def _day(label: str, description: str = "") -> DateField:
    needed = DataRequired("Pilih tanggalnya, misalnya 02/01/2027.")
    return DateField(label, validators=[needed, _in_our_times], description=description)


def _figured(value: Decimal | str | None) -> str:
    """What was typed, or a kept figure as people write it."""
    return f"{value.normalize():f}".replace(".", ",") if isinstance(value, Decimal) else _tidied(value)


def _share(label: str, description: str = "") -> StringField:
    return StringField(label, filters=[_figured], validators=[_is_share], description=description)


def _is_share(_form: FlaskForm, field: StringField) -> None:
    if not field.data:
        return
    value = figure(field.data)
    if value is None or not Decimal(0) <= value <= Decimal(100):
        raise ValidationError("Isi angka antara 0 dan 100, misalnya 87,5.")


def _offered(pairs: Sequence[tuple[Any, str]]) -> list[SelectChoice]:
    return [SelectChoice(value, words) for value, words in pairs]


class CompetencyForm(FlaskForm):  # type: ignore[misc]
    """A technical competency of one's own with the words of its five levels."""

    version = HiddenField(default="1")
    code = _text("Kode", 20, "Misalnya T.DUKCAPIL.1.", missing="Tulis kodenya.")
    name = _text("Nama kompetensi", 120, missing="Tulis nama kompetensi.")
    affair = _text("Urusan pemerintahan", 80, "Misalnya Administrasi kependudukan.", missing="Tulis urusannya.")
    definition = _long("Arti", 1_000, "Satu atau dua kalimat dengan kata sendiri.")
    level_1 = _text("Level 1, paham dan berkembang", 200)
    level_2 = _text("Level 2, dasar", 200)
    level_3 = _text("Level 3, menengah", 200)
    level_4 = _text("Level 4, mumpuni", 200)
    level_5 = _text("Level 5, ahli", 200)
    source = _text("Sumber", 250, "Kamus kementerian atau keputusan yang memuatnya.", missing="Tulis sumbernya.")

    def facts(self) -> CompetencyFacts:
        levels = [self[f"level_{one}"].data or "" for one in LEVELS]
        while levels and not levels[-1]:
            levels.pop()
        return CompetencyFacts(
            self.code.data,
            self.name.data,
            self.affair.data,
            self.definition.data or "",
            levels,
            self.source.data,
        )


class StandardForm(FlaskForm):  # type: ignore[misc]
    """The sheet of a post's standard; its levels stand beside as ``level-<number>``."""

    version = HiddenField(default="1")
    valid_from = _day("Level berlaku mulai", "Sebelum tanggal ini standar yang lama tetap berlaku.")
    source = _text("Dasar", 200, "Misalnya Keputusan Bupati Nomor 12 Tahun 2026.")
    affair = _text("Urusan pemerintahan", 80)
    summary = _long("Ikhtisar jabatan", 2_000)
    rank = _text("Pangkat dan golongan", 80)
    education = _text("Pendidikan dan bidang ilmu", 250)
    training = _long("Pelatihan", 1_000, "Manajerial, teknis, dan fungsional.")
    experience = _long("Pengalaman kerja", 1_000)
    indicators = _long("Indikator kinerja jabatan", 1_000)

    def sheet(self) -> SheetFacts:
        return SheetFacts(**{name: self[name].data or "" for name in vars(SheetFacts())})


class TierForm(FlaskForm):  # type: ignore[misc]
    valid_from = _day("Berlaku mulai")
    source = _text("Dasar", 200, "Peraturan atau keputusan yang menetapkannya.", missing="Tulis dasarnya.")


class CopyForm(FlaskForm):  # type: ignore[misc]
    valid_from = _day("Berlaku mulai")


class DatedForm(FlaskForm):  # type: ignore[misc]
    """What every version of a rule asks."""

    valid_from = _day("Berlaku mulai", "Hasil yang sudah dihitung menyimpan versi yang lama.")
    source = _text("Sumber", 500, "Peraturan, surat edaran, atau keputusan.", missing="Tulis sumbernya.")


class MatchForm(DatedForm):
    formula = SelectField("Rumus", choices=_offered([(one.value, words) for one, words in labels.FORMULAS.items()]))
    cap_surplus = BooleanField("Level di atas yang diminta dihitung sebatas yang diminta")

    def content(self) -> dict[str, Any]:
        return {"formula": str(Formula(self.formula.data)), "cap_surplus": bool(self.cap_surplus.data)}


class MeasureForm(DatedForm):
    years = IntegerField(
        "Masa berlaku penilaian (tahun)",
        validators=[
            InputRequired("Tulis berapa tahun."),
            NumberRange(1, LONGEST_YEARS, message=f"Antara 1 dan {LONGEST_YEARS} tahun."),
        ],
    )
    counts_self = BooleanField("Penilaian diri ikut dihitung")

    def content(self) -> dict[str, Any]:
        return {"years": self.years.data, "counts_self": bool(self.counts_self.data)}


class PotentialForm(DatedForm):
    potential = _share("Potensi dan kompetensi")
    qualification = _share("Kualifikasi")
    integrity = _share("Integritas")

    def content(self) -> dict[str, Any]:
        parts = ("potential", "qualification", "integrity")
        return {name: str(figure(self[name].data or "0") or 0) for name in parts}


class BandsForm(DatedForm):
    """The bands themselves stand beside as ``name-0``, ``lower-0`` and so on."""


class PredicateForm(DatedForm):
    """The scores themselves stand beside as ``name-0`` and ``score-0``."""


def typed_bands(form: Any, most: int) -> tuple[list[Band], str]:
    """The bands somebody typed, and what is wrong with the first that cannot be read."""
    found: list[Band] = []
    for index in range(most):
        name = tidy(form.get(f"name-{index}", ""))[:40]
        low, high = form.get(f"lower-{index}", "").strip(), form.get(f"upper-{index}", "").strip()
        if not (name or low or high):
            continue
        lower, upper = figure(low), figure(high)
        if lower is None or upper is None:
            return found, f"Batas rentang «{name or index + 1}» bukan angka. Tulis misalnya 67,5."
        lower_in, upper_in = form.get(f"lower_in-{index}") == "1", form.get(f"upper_in-{index}") == "1"
        found.append(Band(name, lower, upper, lower_in, upper_in))
    return found, ""


class AssessmentForm(FlaskForm):  # type: ignore[misc]
    """What an assessor records; levels stand beside as ``level-<number>``."""

    source = SelectField(
        "Dinilai oleh",
        choices=_offered([(one.value, labels.SOURCES[one]) for one in (AssessmentSource.CENTRE,)]),
    )
    assessed_on = _day("Tanggal penilaian")
    assessor = _text("Nama asesor atau lembaga", 150, missing="Tulis siapa yang menilai.")
    note = _long("Catatan", 500)
    file = FileField("Berkas bukti", description=FILES)


class OwnEvidenceForm(FlaskForm):  # type: ignore[misc]
    """What an employee hands in for a level."""

    competency_id = ChoiceField("Kompetensi", validators=[InputRequired("Pilih kompetensinya.")])
    level = ChoiceField("Level yang ditunjukkan", validators=[InputRequired("Pilih levelnya.")])
    title = _text("Nama bukti", 200, "Misalnya laporan penanganan keluhan triwulan II.", missing="Tulis nama buktinya.")
    shown_on = _day("Tanggal bukti", "Hari pekerjaan itu selesai atau dokumennya terbit.")
    file = FileField("Berkas", description=FILES, validators=[FileRequired("Pilih berkas buktinya.")])

    def __init__(self, competencies: Sequence[tuple[int, str]], **values: Any) -> None:
        super().__init__(**values)
        self.competency_id.choices = offer([(str(number), name) for number, name in competencies], "Pilih kompetensi")
        self.level.choices = offer([(str(one), f"Level {one}") for one in LEVELS], "Pilih level")

    def facts(self) -> EvidenceFacts:
        return EvidenceFacts(
            int(self.competency_id.data), int(self.level.data), self.shown_on.data, self.title.data or ""
        )


class RatingForm(FlaskForm):  # type: ignore[misc]
    """What a rating may bring besides its levels, which have fields of their own."""

    file = FileField("Bukti", description="Misalnya laporan pekerjaan yang menunjukkan level ini. " + FILES)


class EvidenceForm(FlaskForm):  # type: ignore[misc]
    level = SelectField("Level yang terbukti", coerce=int, choices=_offered([(one, f"Level {one}") for one in LEVELS]))
    note = _long("Catatan", 500)


class SetAsideForm(FlaskForm):  # type: ignore[misc]
    note = _long("Alasan", 300, missing="Tulis alasannya, supaya pegawai tahu apa yang kurang.")


class DisputeForm(FlaskForm):  # type: ignore[misc]
    reason = _long(
        "Apa yang menurut Anda tidak sesuai",
        1_000,
        "Sebut contoh pekerjaan yang menunjukkan level Anda.",
        missing="Tulis apa yang tidak sesuai.",
    )


class AnswerForm(FlaskForm):  # type: ignore[misc]
    level = SelectField(
        "Putusan",
        choices=_offered([("", "Level tetap"), *[(str(one), f"Diubah menjadi level {one}") for one in LEVELS]]),
    )
    answer = _long("Alasan", 1_000, missing="Tulis alasannya. Pegawai membaca kalimat ini.")


class PerformanceForm(FlaskForm):  # type: ignore[misc]
    version = HiddenField(default="1")
    year = IntegerField(
        "Tahun penilaian",
        validators=[InputRequired("Tulis tahunnya."), NumberRange(2000, 2100, message="Tahun antara 2000 dan 2100.")],
    )
    predicate = _text("Predikat kinerja", 40, "Seperti tertulis pada SKP.", missing="Tulis predikatnya.")
    value = _share("Nilai kinerja", "0–100, kalau SKP memuat angka. Dipakai untuk perkiraan IP ASN.")
    potential = _share("Potensi dan kompetensi", "0–100. Dikosongkan: dipakai kecocokan jabatan.")
    qualification = _share("Kualifikasi", "0–100, kalau ada.")
    integrity = _share("Integritas", "0–100, kalau ada.")
    source = _text("Sumber", 200)

    def parts(self) -> dict[str, Decimal | None]:
        return {name: figure(self[name].data or "") for name in ("value", "potential", "qualification", "integrity")}
